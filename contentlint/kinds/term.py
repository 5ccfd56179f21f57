"""Kind ``term``: a term of the source that a translation does not render as it should."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Words
from contentlint.parity import glossary
from contentlint.parity.findings import first_line, in_source
from contentlint.parity.terms import Term

COUNTERPART = True
PLACEHOLDERS = ("found", "what", "term")


class Options(NamedTuple):
    term: str
    """The term, as the source has it."""
    renderings: Words = {}
    """Its accepted renderings by language; a passage with the term must have one of them."""
    avoid: Words = {}
    """The renderings by language that a passage with the term must not have."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: the term is empty, or has no renderings.
        """
        if not options.term.strip():
            raise ConfigError("option 'term': expected a word or a phrase")
        if not options.renderings and not options.avoid:
            raise ConfigError("options 'renderings' and 'avoid' are both missing")
        self._options = options

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each passage: at the rendering to avoid, else at its first line."""
        pair, options = counterpart.of(doc), self._options
        language = pair.target_lang
        term = Term(
            options.term,
            pair.source_lang,
            language,
            options.renderings.get(language, ()),
            options.avoid.get(language, ()),
        )
        for _, source, unit, avoided, place in glossary.faults(doc, [term]):
            there = (in_source(*source),)
            if avoided:
                found = doc.text[slice(*place)]
                values = {"found": found, "what": "is to be avoided", "term": term.text}
                yield Finding(place, values, related=there)
            else:
                values = {"found": term.text, "what": "is not rendered", "term": term.text}
                yield Finding(first_line(doc, unit), values, related=there)
