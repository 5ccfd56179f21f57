"""The tables ``[[translations]]`` and ``[glossary]`` as ``config`` shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint.config.translations import CODES, ORDERS, Terms, Translations
from contentlint.model.language_codes import primary

if TYPE_CHECKING:
    from typing import Any


def tables(found: Iterable[Translations]) -> Iterator[dict[str, Any]]:
    """Yield a table for each pair of patterns, those of presets among them, with the keys whose
    values are not the defaults."""
    for table in found:
        given = {
            "languages": list(table.languages),
            "lang-map": dict(table.lang_map),
            "exclude": list(table.exclude),
            "order": "" if table.order == ORDERS[0] else table.order,
            "code": "" if table.code == CODES[0] else table.code,
            "span-free": list(table.span_free),
            "commit-key": table.commit_key,
            "diverges": dict(table.diverges),
        }
        kept = {key: value for key, value in given.items() if value}
        for source, target in table.pairs:
            yield {"source": source, "target": target, **kept}


def glossary(terms: Terms, language: str) -> dict[str, dict[str, Any]]:
    """Return ``[glossary]`` and ``[glossary-avoid]``; of a translation into a language, given by
    its code, what counts there."""

    def listed(given: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, Any]:
        return {
            code: {term: list(words) for term, words in entries.items()}
            for code, entries in given.items()
            if not language or code in (primary(language), language)
        }

    keep = {"keep": list(terms.keep)} if terms.keep else {}
    return {
        "glossary": {**keep, **listed(terms.renderings)},
        "glossary-avoid": listed(terms.avoided),
    }
