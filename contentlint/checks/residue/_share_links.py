"""Links to the pages of networks on which something is shared."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, Document
from contentlint.text.urls import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_SIGNS: Final = ("/share", "/intent/", "/create/", "/submit", "/send", "wa.me/")
# A longer text of such a link is a quotation to click on, and text of the article.
_MAX_WORDS: Final = 6
_SHARE_URL: Final = lazy_regex.compile(
    r"facebook\.com/(?:sharer|dialog/(?:share|feed))"
    r"|(?:twitter|x)\.com/(?:intent/|share|home\?status)"
    r"|linkedin\.com/(?:shareArticle|sharing)|pinterest\.[a-z.]+/pin/create|whatsapp\.com/send"
    r"|wa\.me/\?|(?:t|telegram)\.me/share|reddit\.com/submit|plus\.google\.com/share"
    r"|tumblr\.com/(?:widgets/)?share|weibo\.com/share|vk\.com/share|getpocket\.com/(?:save|edit)"
    r"|xing\.com/(?:spi/shares|app/user\?op=share)|flipboard\.com/(?:bookmarklet|share)"
)
"""What the share buttons of these sites open."""


def share_links(doc: Document) -> list[int]:
    """Lines (from 0) that hold nothing but links to the share pages of networks; ask through
    ``doc.fact``."""
    lines: list[int] = []
    joined = doc.fact(find.targets).joined
    # Most pages link to a network, and hardly one to its share page.
    signs = [sign for sign in _SIGNS if sign in joined]
    if not signs:
        return lines
    shares = [url for url in joined.split("\n") if any(sign in url for sign in signs)]
    share_url = _SHARE_URL
    if not any(map(share_url.search, shares)):
        return lines
    text = doc.text
    by_line: dict[int, list[tuple[int, int, int]]] = {}
    for link in doc.links:
        if link.kind == "link" and share_url.search(text, link.dest.start, link.dest.end):
            words = len(text[slice(*link.text)].split())
            by_line.setdefault(doc.line_at(link.span.start), []).append((*link.span, words))
    for number, found in by_line.items():
        start, end = doc.line_span(number)
        rest, at = "", start
        for a, b, _ in found:
            rest += doc.prose[at:a]
            at = b
        rest += doc.prose[at : max(at, end)]
        if not rest.strip(MARK + " \t|·•*-") and all(words <= _MAX_WORDS for _, _, words in found):
            lines.append(number)
    return lines
