"""What a safe fix may change, by the family of its rule: every edit is held to it.

A rule about spaces that takes a letter along is wrong, whatever it meant to
do. Families that are not named here remove or write words, which is what they
are for; what their fixes cost is looked at when they have been applied.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from unicodedata import category, decimal

from contentlint._util.escape import INVISIBLE
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document
from contentlint.text.unicode.normalize import normalize

_UNSEEN = re.compile(f"(?![\t\n])[{INVISIBLE}]")
_UNSEEN_OR_SPACE = re.compile(f"[\\s{INVISIBLE}]")
_APOSTROPHES = "\u02bb\u02bc"
"""Letters to Unicode, that stand for a comma in text that was converted badly."""


def letters(text: str) -> str:
    """The letters and digits of a text, however they are written."""
    return "".join(filter(str.isalnum, _plain(text))) if text and not text.isspace() else ""


def _plain(text: str) -> str:
    """Without entities, also those that were escaped twice, and in compatible characters."""
    return normalize("NFKC", html.unescape(html.unescape(text)) if "&" in text else text)


def spelt(text: str) -> str:
    """What makes the words and numbers of a text: letters, marks, joiners, the values of digits."""
    kept = []
    for char in _plain(text):
        value = decimal(char, None)
        if value is not None:
            kept.append(str(value))
        elif char in "\u200c\u200d" or (category(char)[0] in "LMN" and char not in _APOSTROPHES):
            kept.append(char)
    return "".join(kept)


def _solid(text: str) -> str:
    return _UNSEEN_OR_SPACE.sub("", text)


_KEEP: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "BID": ("more than space", _solid),
    "STR": ("more than space", _solid),
    "IMG": ("words", spelt),
    "NUM": ("words", spelt),
    "PUN": ("words", spelt),
    "TBL": ("words", spelt),
}
"""By family: what the safe fixes of its rules keep, as the message says it."""


def excess(doc: Document, code: str, fix: Fix) -> str:
    """What a safe fix would change that it must not; ``""``: nothing."""
    if not fix.safe:
        return ""
    old = "".join(doc.text[max(edit.span.start, 0) : edit.span.end] for edit in fix.edits)
    new = "".join(edit.text for edit in fix.edits)
    unseen = len(_UNSEEN.findall(new))
    if unseen and unseen > len(_UNSEEN.findall(_plain(old))):
        return "what cannot be seen"
    if code[:3] not in _KEEP:
        return ""
    what, kept = _KEEP[code[:3]]
    if kept(old) != kept(new):
        return what
    return "a letter's marks" if any(_parts(doc, edit) for edit in fix.edits) else ""


def _parts(doc: Document, edit: Edit) -> bool:
    """Whether an edit takes a mark from its letter and gives it to another character."""
    start, end = max(edit.span.start, 0), edit.span.end
    if not 0 < end < len(doc.text) or category(doc.text[end]) not in ("Mn", "Me"):
        return False
    before, own = (edit.text or doc.text[:start])[-1:], doc.text[end - 1]
    # A character for a character is a replacement, and an invisible one had no marks.
    replaced = len(edit.text) == end - start
    return not replaced and before != own and bool(_solid(own))
