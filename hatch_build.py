"""Puts the built form of rule sets, word lists and translations into the wheel and, if asked,
compiled modules.

A wheel is pure Python unless ``CONTENTLINT_COMPILE=1`` is set: whoever installs from a clone or
a source archive needs no compiler. An editable install reads the TOML files of the checkout. The
list of misspelled words and the translations of the program's words are packed beside their
sources; the same variable compiles the modules beside theirs.
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
    """Runs for wheels and editable installs, not for source archives."""

    def dependencies(self) -> list[str]:
        """Return what the build needs besides the packages in ``pyproject.toml``."""
        return [*self._modules().NEEDED] if _compile() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self._reach_the_checkout()
        # Beside the modules: the rules read it while their patterns are recorded below.
        self._packed(Path(self.root))
        self._catalogues(Path(self.root))
        if version == "editable":
            if _compile():
                self._compiled(Path(self.root))
            return
        target = Path(tempfile.mkdtemp())
        made = self._compiled(target) if _compile() else []
        if made:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
        made += self._built(target)
        made.append(self._packed(target))
        made += self._catalogues(target)
        for path in made:
            build_data["force_include"][str(target / path)] = path.as_posix()

    def _built(self, target: Path) -> list[Path]:
        """Write the built form of the rule sets and the patterns they need."""
        from contentlint._util import lazy_regex, translation
        from contentlint.engine import built, linter, options, ruleset, wording
        from contentlint.model.rule import example_data
        from contentlint.source import formats
        from contentlint.text.match import regex

        recorded = lazy_regex.recorded = set()
        found = ruleset.load(str(Path(self.root) / "rules"))
        # Kept until the patterns are asked for: some are made when a rule is bound. What needs
        # a package that the build has not will be compiled where it runs.
        bound = []
        for rule in found.rules:
            with contextlib.suppress(ImportError):
                options.kind_module(rule.kind)
                bound.append(ruleset.bind(rule._replace(late=False)))
        rules = linter.RuleTable(bound)
        for rule in found.rules:
            # Others are made when a rule looks at its first text.
            for example in (*rule.bad, *rule.good):
                linter.run(formats.read("example.md", example_data(example)), rules)
        contents = {
            built.RULES: built.pack_rules(found),
            built.PATTERNS: (
                built.pack_patterns([*lazy_regex.known(), *recorded], regex.known) if bound else b""
            ),
        }
        for language in translation.LANGUAGES:
            messages = wording.load(str(Path(self.root) / "rules" / wording.FOLDER), language)
            if messages:
                contents[built.MESSAGES.format(language)] = built.pack_messages(messages)
        folder = Path("contentlint", "_rules")
        (target / folder).mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            (target / folder / name).write_bytes(data)
        return [folder / name for name in contents]

    def _catalogues(self, target: Path) -> list[Path]:
        """Compile the translations of the program's words into a folder; return the files made."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        made = []
        for source in sorted(Path(self.root).glob("contentlint/locale/*/LC_MESSAGES/*.po")):
            path = source.relative_to(self.root).with_suffix(".mo")
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as po, (target / path).open("wb") as mo:
                write_mo(mo, read_po(po))
            made.append(path)
        return made

    def _packed(self, target: Path) -> Path:
        """Pack the list of misspelled words into a folder; return the file made."""
        from tools.spelling import pack

        made = pack.BINARY.relative_to(pack.ROOT)
        pack.write(binary=target / made)
        return made

    def _compiled(self, target: Path) -> list[Path]:
        """Compile into a folder, or beside the sources; return the files made.

        A build that was asked to compile and cannot fails: a wheel that is silently slower would
        be found out much later.
        """
        modules = self._modules()
        reason = modules.missing()
        if reason:
            self.app.abort(f"contentlint: cannot compile: {reason}; unset CONTENTLINT_COMPILE")
        root = Path(self.root)
        return list(modules.in_place(root) if target == root else modules.build(root, target))

    def _modules(self) -> Any:
        self._reach_the_checkout()
        import compile_modules

        return compile_modules

    def _reach_the_checkout(self) -> None:
        if self.root not in sys.path:
            sys.path.insert(0, self.root)


def _compile() -> bool:
    return bool(os.environ.get("CONTENTLINT_COMPILE"))
