"""The translations of the program's words: ``python -m tools.translations``.

Brings ``contentlint/locale/*/LC_MESSAGES/contentlint.po`` up to date with the words in the code:
new ones are added without a translation, and those that are gone are removed. Then it compiles
each file, as the build does, so that a checkout speaks it.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from contentlint import __version__
from contentlint._util.translation import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "contentlint"
LOCALE = PACKAGE / "locale"
_FUNCTIONS = {"_": 1, "gettext": 1, "marked": 1, "ngettext": 2, "plural": 2, "pgettext": 2}
"""The functions of ``contentlint._util.translation`` with messages, and how many strings each
takes. Those of ``pgettext`` are a context and a message."""
_NOTE = "Translators:"
_DATE = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""Git knows when a file was changed; a date in it would change with each update."""
_HEADER = "# The words of contentlint: see tools/translations.py."


def template() -> Catalog:
    """The words in the code, without translations."""
    found = Catalog(creation_date=_DATE)
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        # Babel's own reader does not look into f-strings.
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            called = node.func.id
            if called not in _FUNCTIONS:
                continue
            strings = [
                arg.value
                for arg in node.args[: _FUNCTIONS[called]]
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if len(strings) == _FUNCTIONS[called]:
                context = strings.pop(0) if called == "pgettext" else None
                found.add(
                    strings[0] if len(strings) == 1 else (strings[0], strings[1]),
                    locations=[(path.relative_to(ROOT).as_posix(), node.lineno)],
                    auto_comments=_note(lines, node.lineno),
                    context=context,
                )
    return found


def _note(lines: Sequence[str], line: int) -> list[str]:
    """The comment for translators above a line (from 1)."""
    first = line - 1
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    words = " ".join(each.strip().removeprefix("#").strip() for each in lines[first : line - 1])
    _before, mark, note = words.partition(_NOTE)
    return [note.strip()] if mark else []


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Each file of translations, parsed."""
    for language in LANGUAGES[1:]:
        path = LOCALE / language / "LC_MESSAGES" / "contentlint.po"
        if path.exists():
            with path.open("rb") as file:
                yield path, read_po(file, locale=language, domain="contentlint")
        else:
            yield path, Catalog(locale=language, fuzzy=False)


def update() -> None:
    """Bring all files up to date, and compile them."""
    words = template()
    for path, catalogue in catalogues():
        catalogue.update(words, no_fuzzy_matching=True)
        for message in catalogue:  # "{share} % of all" has no placeholder of Python's %
            message.flags.discard("python-format")
        catalogue.obsolete.clear()
        catalogue.header_comment = _HEADER
        catalogue.project, catalogue.version = "contentlint", __version__
        catalogue.last_translator = catalogue.language_team = "The contentlint developers"
        catalogue.msgid_bugs_address = "https://example.org/contentlint"
        catalogue.revision_date = _DATE
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    update()
