"""Rows of buttons of social networks, as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contentlint.document import MARK, Document
from contentlint.text import events as e_
from contentlint.text import gates, lazy, urls
from contentlint.text.phrase_lists import Beginnings
from contentlint.text.phrases import Rows, ShortLines, short_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_SPLIT: Final = lazy.compile(r"[\s|·•,،/+&]+|\s[-–—]\s")
SHARE_SIGNS: Final = ("/share", "/intent/", "/create/", "/submit", "/send", "wa.me/")
# Hardly a row of such buttons is without one of these.
_COMMONEST: Final = (
    "facebook",
    "twitter",
    "whatsapp",
    "telegram",
    "linkedin",
    "فيسبوك",
    "واتساب",
    "微信",
)
# A longer text of such a link is a quotation to click on, and text of the article.
_MAX_WORDS: Final = 6
_LONGEST_NAME: Final = 15
_ICON: Final = lazy.compile(r"icon|logo|social|share|\.svg", re.IGNORECASE)


_SHARE_URL: Final = lazy.compile(
    r"facebook\.com/(?:sharer|dialog/(?:share|feed))"
    r"|(?:twitter|x)\.com/(?:intent/|share|home\?status)"
    r"|linkedin\.com/(?:shareArticle|sharing)|pinterest\.[a-z.]+/pin/create|whatsapp\.com/send"
    r"|wa\.me/\?|(?:t|telegram)\.me/share|reddit\.com/submit|plus\.google\.com/share"
    r"|tumblr\.com/(?:widgets/)?share|weibo\.com/share|vk\.com/share|getpocket\.com/(?:save|edit)"
    r"|xing\.com/(?:spi/shares|app/user\?op=share)|flipboard\.com/(?:bookmarklet|share)"
)
"""What the share buttons of these sites open."""


def rows(
    doc: Document,
    lines: ShortLines,
    names: frozenset[str],
    words: frozenset[str],
    beginnings: Beginnings,
) -> list[tuple[int, int]]:
    """First and last lines (from 0) of rows of network names: two or more on one line, with
    nothing between them but ``words``, or one a line on lines that follow one another.

    ``lines`` begin with ``beginnings``.
    """
    found: list[tuple[int, int]] = []
    alone: list[int] = []
    for key, there in lines.whole.items():
        if key in names:
            alone += [line.number for line in there]
        elif _is_row(key, names, words):
            found += [(line.number, line.number) for line in there]
    icons = _icons(doc, names)
    runs = _runs(doc, icons)
    more = _runs(doc, icons + alone) if alone else runs
    if (found or more != runs) and _has_common(doc, lines, beginnings):
        return found + more
    return runs


def _is_row(key: str, names: frozenset[str], words: frozenset[str]) -> bool:
    parts = [part for part in _SPLIT.split(key) if part]
    known = 0
    for part in parts:
        if part in names:
            known += 1
        elif part not in words:
            return False
    return known >= 2


def _has_common(doc: Document, lines: ShortLines, beginnings: Beginnings) -> bool:
    """Whether one of the commonest names stands in a line that begins like a row of buttons."""
    joined = "\n".join(lines.whole)
    if not any(map(joined.__contains__, _COMMONEST)) and doc.fact(gates.seen).lines is not None:
        # Perhaps in one that no rule has a phrase for.
        joined = "\n".join(short_lines(doc.fact(Rows), beginnings).whole)
    return any(map(joined.__contains__, _COMMONEST))


def _icons(doc: Document, names: frozenset[str]) -> list[int]:
    """Lines that are nothing but the logo of a network."""
    text = doc.text
    found: list[int] = []
    if "!" not in text or not doc.fact(gates.seen).buttons:
        return found
    for kind, span, (a, b), dest in doc.links:
        if kind == "image" and b - a < _LONGEST_NAME and text[a:b].strip().lower() in names:
            number = doc.line_at(span.start)
            shown = _ICON.search(text, dest.start, dest.end)
            if shown and doc.line(number).strip() == text[slice(*span)]:
                found.append(number)
    return found


def _runs(doc: Document, alone: list[int]) -> list[tuple[int, int]]:
    """Two or more lines that follow one another, blank lines aside."""
    found: list[tuple[int, int]] = []
    if len(alone) < 2:
        return found
    first = last = -1
    for number in sorted(set(alone)):
        if first >= 0 and not any(map(str.strip, doc.lines[last + 1 : number])):
            last = number
            continue
        if last > first:
            found.append((first, last))
        first = last = number
    if last > first:
        found.append((first, last))
    return found


def share_links(doc: Document) -> Iterator[int]:
    """Lines (from 0) that hold nothing but links to the share pages of networks."""
    if not doc.fact(gates.seen).events & e_.SHARE:
        return
    joined = doc.fact(urls.targets).joined
    # Most pages link to a network, and hardly one to its share page.
    signs = [sign for sign in SHARE_SIGNS if sign in joined]
    if not signs:
        return
    shares = [url for url in joined.split("\n") if any(sign in url for sign in signs)]
    share_url = _SHARE_URL
    if not any(map(share_url.search, shares)):
        return
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
            yield number
