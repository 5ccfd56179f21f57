"""The translations of the program's words: ``python -m tools.translations``.

Brings ``contentlint/locale/*/LC_MESSAGES/contentlint.po`` up to date with the words in the code:
new ones are added without a translation, and those that are gone are removed. Then it compiles
each file, as the build does, so that a checkout speaks it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from contentlint import __version__
from contentlint._util.translation import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "contentlint"
LOCALE = PACKAGE / "locale"
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "marked": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "plural": (1, 2),
}
"""The functions of ``contentlint._util.translation`` with messages, as Babel describes them."""
_NOTE = "Translators:"
_DATE = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""Git knows when a file was changed; a date in it would change with each update."""
_HEADER = "# The words of contentlint: see tools/translations.py."


def template() -> Catalog:
    """The words in the code, without translations."""
    found = Catalog(creation_date=_DATE)
    for path in sorted(PACKAGE.rglob("*.py")):
        for line, message, notes, context in extract_from_file(
            "python",
            str(path),
            keywords=_KEYWORDS,
            comment_tags=(_NOTE,),
            strip_comment_tags=True,
        ):
            place = path.relative_to(ROOT).as_posix(), line
            found.add(message, locations=[place], auto_comments=notes, context=context)
    return found


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
