"""Terms that a translation does not render as the glossary says."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model import counterpart
from contentlint.model.counterpart import Counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity import glossary
from contentlint.parity.findings import first_line, in_source
from contentlint.parity.terms import Term

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield a warning for each rendering to avoid, and an info where no rendering is found: the
    translation may say it with a pronoun."""
    pair = counterpart.of(doc)
    for term, source, unit, avoided, place in glossary.faults(doc, _terms(pair)):
        there = (in_source(*source),)
        right = term.accepted[0] if term.accepted else ""
        if avoided:
            what = f"not the term for {term.text}"
            if right:
                what += f"; the glossary has {right}"
            values = {"found": doc.text[slice(*place)], "what": what}
            yield Finding(place, values, related=there)
        else:
            values = {"found": term.text, "what": f"not translated as {right}"}
            yield Finding(first_line(doc, unit), values, related=there, severity="info")


def _terms(pair: Counterpart) -> list[Term]:
    renderings, avoided = pair.glossary.renderings, pair.glossary.avoided
    return [
        Term(
            text,
            pair.source_lang,
            pair.target_lang,
            renderings.get(text, ()),
            avoided.get(text, ()),
        )
        for text in dict.fromkeys([*renderings, *avoided])
    ]
