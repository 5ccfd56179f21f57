"""Texts in another language than the one declared for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span
from contentlint.text.metadata import read
from contentlint.text.scripts import SCRIPT_OF, letters

# What detection tells apart by more than the script.
_KNOWN = frozenset("en fr es de it pt nl tr vi id pl sv ar fa ur ckb ps ug sd he yi".split())
_NEAR = (
    frozenset({"id", "ms", "jv", "su"}),
    frozenset({"sv", "da", "nb", "nn", "no"}),
    frozenset({"es", "ca", "gl", "pt"}),
    frozenset({"ru", "bg", "mk", "be", "uk"}),
    frozenset({"nl", "af"}),
    frozenset({"fa", "prs"}),
)
"""Languages that the detection may take for one another."""


class Options(NamedTuple):
    min_letters: int = 200
    """A text with fewer letters says too little about its language."""
    percent: int = 60
    """The share of letters that must be of the script of the other language."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    declared, detected = doc.language, doc.detected
    if not detected or declared == detected or len(doc.prose) < options.min_letters:
        return
    if not _differ(declared, detected):
        return
    script = SCRIPT_OF.get(detected, "")
    counts = letters(doc.prose)
    counts["Han"] = counts.get("Han", 0) + counts.pop("Kana", 0)
    total = sum(counts.values())
    own = counts.get("Han" if script == "Kana" else script, 0)
    if total < options.min_letters or own * 100 < total * options.percent:
        return
    if _is_marked(doc):
        return
    yield Finding(_place(doc), {"declared": declared, "detected": detected})


def _differ(declared: str, detected: str) -> bool:
    """Whether two languages are told apart safely: by their scripts, or by what the detection
    knows of both."""
    scripts = SCRIPT_OF.get(declared), SCRIPT_OF.get(detected)
    if None in scripts or any(declared in near and detected in near for near in _NEAR):
        return False
    if {*scripts} <= {"Han", "Kana"}:
        return False
    return scripts[0] != scripts[1] or (declared in _KNOWN and detected in _KNOWN)


def _is_marked(doc: Document) -> bool:
    """Whether the front matter says that the text waits for its translation."""
    field = doc.fact(read).fields.get("untranslated")
    return field is not None and field.value is True


def _place(doc: Document) -> Span:
    """The line that declares the language in the front matter, else the first of the text."""
    fields = doc.fact(read).fields
    for key in ("lang", "language", "locale"):
        if key in fields:
            return fields[key].span
    body = next((b for b in doc.blocks if b.kind != "front_matter"), None)
    return doc.line_span(body.line if body else 0)
