"""Compiles the hot modules with mypyc: in place for development, or for a wheel (hatch_build.py).

    python compile_modules.py          build them beside their sources
    python compile_modules.py clean    remove them again

They are ordinary typed Python and run uncompiled as well. Needs mypy, setuptools
and a C compiler.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

_COMPILED = {
    "core": (
        "blocks dates dialects gates grams index inline language letters lexer paragraphs parser "
        "phrase_table prefilter segment similarity spelling"
    ),
    "model": "characters document terminators",
}
MODULES = tuple(
    f"contentlint/{folder}/{name}.py"
    for folder, names in _COMPILED.items()
    for name in names.split()
)
"""Compiled together, so that they call each other directly."""
NEEDED = ("mypy>=1.19", "setuptools>=65")
_GROUP = "contentlint"


def missing() -> str:
    """Why this machine cannot compile, in a few words; ``""`` when it may be able to."""
    if sys.implementation.name != "cpython":
        return f"not for {sys.implementation.name}"
    if os.name == "nt":
        return ""  # setuptools finds the compiler, or says that there is none
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()
    return "" if compiler and shutil.which(compiler[0]) else "no C compiler"


def build(root: Path, target: Path) -> list[Path]:
    """Compile into a folder laid out like ``root``; the files made, relative to it.

    Raises:
        Exception: whatever mypyc, setuptools or the compiler raise.
        SystemExit: mypy found an error in the modules.
    """
    from mypyc.build import mypycify  # type: ignore[import-untyped, unused-ignore]
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(root)
            options = ["--ignore-missing-imports", "--follow-imports=silent", "--no-incremental"]
            extensions = mypycify(
                [*options, *MODULES],
                opt_level="2",
                group_name=_GROUP,
                target_dir=folder,
                multi_file=True,  # a file for all takes twice as long, and one processor
            )
            for extension in extensions:
                if os.name != "nt":
                    # Or the compiler must call what it could put in place of the call,
                    # and each start looks up thousands of names that nobody else asks for.
                    # And a loop over a text asks for each character how wide all are.
                    # And a call of Python's own functions need not go by way of a stub.
                    # A new list: the extensions share one.
                    extension.extra_compile_args = [
                        *extension.extra_compile_args,
                        "-fno-semantic-interposition",
                        "-fvisibility=hidden",
                        "-fno-plt",
                        "-funswitch-loops",
                        "-g0",
                    ]

            class Build(build_ext):
                def build_extensions(self) -> None:
                    self.compiler.compile = _side_by_side(self.compiler.compile)
                    super().build_extensions()

            command = Build(Distribution({"name": _GROUP, "ext_modules": extensions}))
            command.build_lib, command.build_temp = str(target), folder
            command.ensure_finalized()
            command.run()
        finally:
            os.chdir(before)
    return sorted(path.relative_to(target) for path in _built(target))


def _side_by_side(compile_all: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """``compile_all``, a compiler's method, for the files of a module at the same time: setuptools
    compiles one after the other."""
    if os.name == "nt":  # where the first of them makes the compiler ready for all
        return compile_all

    def compile_each(sources: Sequence[str], *args: Any, **options: Any) -> list[str]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            made = pool.map(lambda source: compile_all([source], *args, **options), sources)
            return [path for paths in made for path in paths]

    return compile_each


def _built(root: Path) -> list[Path]:
    names = [Path(module).with_suffix("") for module in MODULES] + [Path(f"{_GROUP}__mypyc")]
    paths = [root / f"{name}{suffix}" for name in names for suffix in EXTENSION_SUFFIXES]
    return [path for path in paths if path.exists()]


def in_place(root: Path) -> list[Path]:
    """Compile beside the sources, in place of what was built before."""
    with tempfile.TemporaryDirectory() as folder:
        made = build(root, Path(folder))
        clean(root)
        for path in made:
            shutil.copy2(Path(folder) / path, root / path)
    return made


def clean(root: Path) -> None:
    """Remove what ``in_place`` made."""
    for path in _built(root):
        path.unlink()


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if sys.argv[1:] == ["clean"]:
        clean(here)
    elif reason := missing():
        sys.exit(f"compile_modules: {reason}")
    else:
        print(*in_place(here), sep="\n")
