"""Puts the rule sets into the wheel in their built form, and the hot modules compiled.

``CONTENTLINT_PURE=1`` leaves them uncompiled; so does a machine that cannot compile. An
editable install reads the TOML files of the checkout and stays uncompiled unless
``CONTENTLINT_COMPILE=1`` asks for it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for wheels only."""

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling: a compiler's worth only where there is one."""
        modules = self._modules()
        return [] if _pure() or modules.missing() else [*modules.NEEDED]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            if os.environ.get("CONTENTLINT_COMPILE"):
                self._compiled(Path(self.root))
            return
        target = Path(tempfile.mkdtemp())
        made = self._compiled(target)
        if made:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
        made += self._built(target, bool(made))
        for path in made:
            build_data["force_include"][str(target / path)] = path.as_posix()

    def _built(self, target: Path, compiled: bool) -> list[Path]:
        """Write the rule sets in their built form, and the patterns they need."""
        from contentlint._util import lazy_regex
        from contentlint.engine import built, linter, options, ruleset
        from contentlint.model import trigger
        from contentlint.model.rule import example_data
        from contentlint.source import formats
        from contentlint.text.match import regex

        if compiled:
            trigger.be_precise()
        recorded = lazy_regex.recorded = set()
        found = ruleset.load(str(Path(self.root) / "rules"))
        # Kept until the patterns are asked for: some are made when a rule is bound. What needs
        # a package that the build has not will be compiled where it runs.
        bound = []
        for rule in found.rules:
            with contextlib.suppress(ImportError):
                options.kind_module(rule.kind)
                bound.append(ruleset.bind(rule._replace(late=False)))
        for rule in found.rules:
            # Others are made when a rule looks at its first text.
            for example in (*rule.bad, *rule.good):
                linter.run(formats.read("example.md", example_data(example)), bound)
        contents = {
            built.RULES: built.pack_rules(found),
            built.PATTERNS: (
                built.pack_patterns([*lazy_regex.known(), *recorded], regex.known) if bound else b""
            ),
        }
        folder = Path("contentlint", "_rules")
        (target / folder).mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            (target / folder / name).write_bytes(data)
        return [folder / name for name in contents]

    def _compiled(self, target: Path) -> list[Path]:
        """Compile into a folder, or beside the sources; the files made, or none with a notice."""
        modules = self._modules()
        if _pure():
            return []
        if reason := modules.missing():
            return _notice(reason)
        try:
            root = Path(self.root)
            return list(modules.in_place(root) if target == root else modules.build(root, target))
        except (Exception, SystemExit) as error:
            # Of mypy, setuptools or the compiler; the package works without all of them.
            lines = str(error).strip().splitlines()
            return _notice(lines[-1] if lines else repr(error))

    def _modules(self) -> Any:
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        import compile_modules

        return compile_modules


def _pure() -> bool:
    return bool(os.environ.get("CONTENTLINT_PURE"))


def _notice(reason: str) -> list[Path]:
    print(
        f"contentlint: built without compiled modules ({reason}); it runs slower", file=sys.stderr
    )
    return []
