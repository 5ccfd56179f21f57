"""Terms that a translation does not render as the glossary says."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.counterpart import Counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.parity import glossary
from contentlint.parity.passages import first_line, in_source
from contentlint.parity.terms import Term

COUNTERPART = True


class Options(NamedTuple):
    renderings: Words = {}
    """Terms beside those of ``[glossary]``, by language of the translation, each as
    ``password=كلمة مرور|كلمات مرور``."""
    avoid: Words = {}
    """Renderings to avoid, in the same form."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield a warning for each rendering to avoid, and an info where no rendering is found: the
    translation may say it with a pronoun."""
    pair = doc.counterpart
    if pair is None:
        return
    for term, source, unit, avoided, place in glossary.faults(doc, _terms(pair, options)):
        there = (in_source(*source),)
        right = term.accepted[0] if term.accepted else ""
        if avoided:
            what = f"not for {term.text}" + (f"; the glossary has {right}" if right else "")
            values = {"found": doc.text[slice(*place)], "what": what}
            yield Finding(place, values, related=there)
        else:
            values = {"found": term.text, "what": f"not translated as {right}"}
            yield Finding(first_line(doc, unit), values, related=there, severity="info")


def _terms(pair: Counterpart, options: Options) -> list[Term]:
    language = pair.target_lang
    renderings = {**pair.glossary.renderings, **_entries(options.renderings, language)}
    avoided = {**pair.glossary.avoided, **_entries(options.avoid, language)}
    return [
        Term(text, pair.source_lang, language, renderings.get(text, ()), avoided.get(text, ()))
        for text in dict.fromkeys([*renderings, *avoided])
    ]


def _entries(words: Words, language: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for entry in words.get(language, ()):
        text, _, forms = entry.partition("=")
        found[text.strip()] = tuple(form.strip() for form in forms.split("|"))
    return found
