"""Headings that end in a punctuation mark of running text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import sentences
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.queries import kinds

# Removing these never changes the meaning of a heading.
_SAFE = ".،"
# Code points; a longer heading is a paragraph in the wrong markup, with its own marks.
_LONGEST = 120
_INITIAL = lazy_regex.compile(r"(?:^|[\s.(\"«“\x00])[^\W\d_]\.$")
_ENTITY = lazy_regex.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,20});$")
# A state in the American style: "Portland, Ore."
_STATE = lazy_regex.compile(r", [A-Z][a-z]{1,4}\.$")
_NUMBER = lazy_regex.compile(r"(?:^|\s)[\d.٠-٩۰-۹]+\.$")


class Options(NamedTuple):
    marks: str = ".،؛:,;。，；："
    """The marks that must not end a heading."""
    abbreviations: tuple[str, ...] = ()
    """Abbreviations that keep their full stop; written without it, in lower case."""
    salutations: tuple[str, ...] = ()
    """Beginnings of salutations, in lower case; they may end in a comma."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if "heading" not in doc.fact(kinds):
        return
    prose = doc.prose
    for kind, start, end, *_ in doc.blocks:
        if kind != "heading":
            continue
        text = prose[start:end].rstrip(" \t\n" + MARK)
        if not 2 <= len(text) <= _LONGEST or text[-1] not in options.marks or text[-2] in ".…":
            continue
        last = text[-1]
        # The Greek question mark; the end of &eacute;.
        if last == ";" and (
            doc.language == "el" or _ENTITY.search(doc.text, start, start + len(text))
        ):
            continue
        if not any(map(str.isalpha, text)) or text[-2] in OBJECT + " ":
            continue
        if last in ",،" and _is_salutation(text, options.salutations):
            continue
        if last in ".。" and _keeps_its_stop(text, options.abbreviations):
            continue
        at = start + len(text) - 1
        span = Span(at, at + 1)
        fix = None
        if last in _SAFE:
            fix = Fix((Edit(span, ""),), True, f"remove {last}")
        yield Finding(span, {"found": last}, fix)


def _is_salutation(text: str, salutations: tuple[str, ...]) -> bool:
    """Return True if a heading is a salutation: ``Dear members,``."""
    return text.lstrip(MARK + " ").casefold().startswith(salutations)


def _keeps_its_stop(text: str, abbreviations: tuple[str, ...]) -> bool:
    """Return True if a full stop belongs to the last word, or the heading is several sentences."""
    word = text[:-1].rsplit(None, 1)[-1].strip('("“«' + MARK).casefold()
    if word in abbreviations or "." in word:
        return True
    if _INITIAL.search(text) or _NUMBER.search(text) or _STATE.search(text):
        return True
    found = sentences(text)
    next(found, None)
    return next(found, None) is not None
