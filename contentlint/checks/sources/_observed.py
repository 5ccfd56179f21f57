"""The links of a document for which the run knows what the web answered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import BARE, Document, Span
from contentlint.model.observation import Observation
from contentlint.model.traits import END_SIGNS
from contentlint.text.urls import find, identity

NEEDS = (trigger.Nodes(trigger.ADDRESSES),)
"""The trigger of all rules about answers, which are only on where there are some."""


class Seen(NamedTuple):
    """A link, and what is known of its URL."""

    span: Span
    """The destination."""
    text: Span
    """The text of the link, which may be the destination itself."""
    url: str
    """As the article has it, without Markdown's escapes."""
    known: Observation
    is_bare: bool
    """True for a URL in running text, which ends where a sentence goes on."""


def observed(doc: Document) -> list[Seen]:
    """Return the links with an observation, in the order of the text; ask through ``doc.fact``."""
    known = doc.observations
    if not known:
        return []
    found = []
    taken = {(target.start, target.end) for target in doc.fact(find.targets).all}
    for number in doc.places(NEEDS[0]):
        node = doc.nodes[number]
        span = Span(node.dest, node.dest_end)
        if span not in taken:
            continue
        url = identity.plain(doc.text[span.start : span.end])
        one = known.get(identity.key_of(url))
        if one is not None:
            is_bare = node.kind == BARE
            inner = span if is_bare else Span(node.first, node.last)
            found.append(Seen(span, inner, url, one, is_bare))
    return found


def of_kind(doc: Document, *kinds: str) -> Iterator[Seen]:
    """Yield the links whose observation is of one of ``observation.CLASSES``."""
    return (seen for seen in doc.fact(observed) if seen.known.kind in kinds)


def replaced(doc: Document, seen: Seen, new: str, *, safe: bool, title: str) -> Fix:
    """Return the fix that puts another destination in place of a link's, and of its text if that
    is the destination, too."""
    old = doc.text[seen.span.start : seen.span.end]
    edits = [Edit(seen.span, new)]
    if seen.text != seen.span and doc.text[seen.text.start : seen.text.end] == old:
        edits.insert(0, Edit(seen.text, new))
    edits.sort()
    return Fix(tuple(edits), safe, title)


def copy_fix(doc: Document, seen: Seen) -> Fix | None:
    """Return the fix that links to the copy of a page in an archive; None if none is known."""
    known = seen.known
    new = written(known.copy, seen)
    if not new or not known.copy_date:
        return None
    return replaced(doc, seen, new, safe=False, title=f"use the copy of {known.copy_date}")


def written(url: str, seen: Seen) -> str:
    """Return a URL from the web as the destination of a link in Markdown or plain text; ``""`` if
    it might become another one there."""
    if not url or identity.MASK in url or identity.plain(url) != url:
        return ""
    if not url.isprintable() or any(c in _NEVER or c.isspace() for c in url):
        return ""
    if seen.is_bare and not _can_stand_alone(url):
        return ""
    for sign, code in _ENCODED:
        url = url.replace(sign, code)
    return "" if url[-1] in _LAST else url


def _can_stand_alone(url: str) -> bool:
    """Return True if all signs of a URL remain part of it in running text, where most end it."""
    if not all(c.isalnum() or c in _BARE for c in url):
        return False
    return not any(a == "_" and not b.isalnum() for a, b in pairwise(url))  # closes an emphasis


_BARE = frozenset("/_.~%:@?=&+#-")
_LAST = frozenset(END_SIGNS + "?_~&=-")
_NEVER = frozenset('<>"\\^`{}\ufffd')
_ENCODED = (("(", "%28"), (")", "%29"), ("[", "%5B"), ("]", "%5D"), ("|", "%7C"), ("*", "%2A"),
            ("'", "%27"), ("~~", "%7E%7E"))  # fmt: skip
"""Signs that end a destination or mean something in a paragraph or a table."""
