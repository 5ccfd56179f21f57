"""HTML in the alternative text of an image, where it is text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.dialects import CITATIONS
from contentlint.model.document import IMAGE, Document, Span
from contentlint.text.urls.find import unescaped

_IMAGES = trigger.Nodes(trigger.kinds(IMAGE))
# With attributes or without, in angle brackets or references; "<name>" in words stays.
_TAG = lazy_regex.compile(
    r"\\?(?:<|&lt;)/?(?:p|br|b|i|u|em|strong|span|div|a|font|small|sup|sub|cite|img|figcaption)"
    r"(?:\s[^<>&\n]*)?/?\\?(?:>|&gt;)",
    lazy_regex.IGNORECASE,
)


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[trigger.Nodes]:
    return (_IMAGES,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.dialect.features & CITATIONS:
        return  # Pandoc's alternative text is a caption with markup
    text = doc.text
    for number in doc.places(_IMAGES):
        node = doc.nodes[number]
        alt = text[node.first : node.last]
        found = _TAG.search(alt)
        if found is None or "`" in alt:
            continue
        bare = " ".join(_TAG.sub(" ", alt).split())
        fix = Fix((Edit(Span(node.first, node.last), bare),), False, "remove the tags")
        yield Finding(Span(node.start, node.end), {"found": unescaped(found[0])}, fix)
