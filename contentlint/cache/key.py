"""Hashes of everything that a result depends on besides the bytes of its file.

One covers the program and the command line, and names the file of the cache;
the other covers the configuration of a file, and is part of its entry.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from contentlint import __version__
from contentlint._util.digest import digest_of
from contentlint.config.schema import Config, Layer
from contentlint.source.files import read_bytes

_PACKAGES = ("pathspec-", "pyarabic-", "pyyaml-", "regex-", "tomli-")
"""The packages that rules and readers use, as the names of their metadata folders begin."""


def of_run(asked: object, inline: Config, root: str) -> str:
    """Return 32 hexadecimal digits for the program and a request.

    The ``repr`` of ``asked`` must contain all of it.
    """
    parts = (__version__, sys.version, sorted(_packages()), _code(), asked, _plain(inline, root))
    return _digest(repr(parts))


def of_config(config: Config, root: str) -> str:
    """Return 16 hexadecimal digits for a configuration and the files that it names.

    ``root`` is the project's folder: a tree that moves as a whole keeps its cache.

    Raises:
        ReadError: one of them cannot be read.
    """
    files = (*config.rule_sets, *config.spelling.files)
    sets = [digest_of(read_bytes(path)) for path in files]
    return _digest(repr((_plain(config, root), sets)))[:16]


def _plain(config: Config, root: str) -> Config:
    """Return what results depend on: not the place of the file, nor which files are checked."""

    def inside(path: str) -> str:
        return path.removeprefix(root) if path.startswith(os.path.join(root, "")) else path

    overrides = (
        o._replace(layer=_unnamed(o.layer), root=inside(o.root + os.sep)) for o in config.overrides
    )
    return config._replace(
        source="",
        sources={},
        root=inside(config.root + os.sep),
        rule_sets=tuple(map(inside, config.rule_sets)),
        spelling=config.spelling._replace(files=tuple(map(inside, config.spelling.files))),
        site_root=inside(config.site_root + os.sep) if config.site_root else "",
        layers=tuple(map(_unnamed, config.layers)),
        overrides=tuple(overrides),
        suppressions=tuple(s._replace(file=inside(s.file)) for s in config.suppressions),
        translations=tuple(
            t._replace(root=inside(t.root + os.sep), place=None) for t in config.translations
        ),
        baseline="",
        cache_dir="",
        include=(),
        exclude=(),
    )


def _unnamed(layer: Layer) -> Layer:
    return layer._replace(source="")


def _digest(text: str) -> str:
    return digest_of(text.encode("utf-8", "surrogatepass"))


def _packages() -> Iterator[str]:
    """Yield the installed packages that can change a result, with their versions."""
    for folder in sys.path:
        if folder.endswith("-packages"):
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            for name in names:
                if name.endswith("-info") and name.lower().startswith(_PACKAGES):
                    yield name


def _code() -> str:
    """Hash our own code and rules: by the installer's record, or else by the stamp of each file."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    record = os.path.join(
        os.path.dirname(package), f"contentlint-{__version__}.dist-info", "RECORD"
    )
    try:
        return digest_of(read_bytes(record))
    except Exception:  # a checkout has no record
        return _digest(repr(sorted(_stamps(package))))


def _stamps(package: str) -> Iterator[tuple[str, int, int]]:
    stack = [package, os.path.join(os.path.dirname(package), "rules")]
    while stack:
        try:
            with os.scandir(stack.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith((".py", ".toml", ".bin", ".mo", ".so", ".pyd")):
                        status = entry.stat()
                        yield entry.path, status.st_mtime_ns, status.st_size
                    elif entry.is_dir() and entry.name != "__pycache__":
                        stack.append(entry.path)
        except OSError:
            continue
