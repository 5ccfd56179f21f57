"""Share buttons of social networks: rows of their names, and links to their share pages."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.boilerplate.lines import Rows, ShortLines, short_lines
from contentlint.article.boilerplate.phrases import Beginnings
from contentlint.core import has_buttons, is_plain, opening_lines
from contentlint.model import trigger
from contentlint.model.document import MARK, Document
from contentlint.text.urls import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_SPLIT: Final = lazy_regex.compile(r"[\s|·•,،/+&]+|\s[-–—]\s")
_SEPARATED: Final = lazy_regex.compile(r"\s*[|·•,،/+&]+\s*")
# Nearly every row of such buttons contains one of these.
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
_OTHERS: Final = frozenset(
    (
        "bluesky copy e-mail email facebook flipboard google google+ instagram line link "
        "linkedin mail mastodon messenger pdf pinterest pocket print qq qq空间 reddit skype "
        "snapchat telegram threads tiktok tumblr twitter viber vk vkontakte wechat weibo "
        "whatsapp x xing youtube zalo вконтакте одноклассники телеграм וואטסאפ טוויטר "
        "טלגרם פייסבוק انستجرام انستغرام اينستاگرام تلغرام تليجرام تلگرام توك تويتر "
        "توييتر تيك تيليجرام طباعة فايسبوك فيسبوك لينكد لينكدان واتس واتساب واتساپ يوتيوب "
        "微信 微博 新浪微博"
    ).split()
)
"""Names of the default rule that count only beside one of the most common ones: many have another
meaning. Names that a user adds always count."""
_COMMONEST_LETTERS: Final = (*_COMMONEST[:5], "ف", "و", _COMMONEST[7])
_LONGEST_NAME: Final = 14
_ICON: Final = lazy_regex.compile(r"icon|logo|social|share|\.svg", lazy_regex.IGNORECASE)


def network_rows(
    doc: Document,
    lines: ShortLines,
    names: frozenset[str],
    words: frozenset[str],
    beginnings: Beginnings,
) -> list[tuple[int, int]]:
    """Return the first and last lines (from 0) of rows of network names: two or more on one line,
    with nothing between them but ``words``, or one per line on consecutive lines.

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
    if (found or more != runs) and _has_common(doc, lines, names, beginnings):
        return found + more
    return runs


def _is_row(key: str, names: frozenset[str], words: frozenset[str]) -> bool:
    known = 0
    for between in _SEPARATED.split(key):
        # A name may consist of several words.
        for part in [between] if between in names else _SPLIT.split(between):
            if part in names:
                known += 1
            elif part and part not in words:
                return False
    return known >= 2


def _has_common(
    doc: Document, lines: ShortLines, names: frozenset[str], beginnings: Beginnings
) -> bool:
    """Return True if a line that begins like a row of buttons has one of the most common names, or
    one that the configuration adds."""
    joined = "\n".join(lines.whole)
    if any(map(joined.__contains__, _COMMONEST)):
        return True
    added = names - _OTHERS
    if added and any(map(joined.__contains__, added)):
        return True
    if doc.fact(opening_lines) is None or not _may_have_common(doc):
        return False
    # It may be in a line without a phrase of any rule.
    joined = "\n".join(short_lines(doc.fact(Rows), beginnings).whole)
    return any(map(joined.__contains__, _COMMONEST))


def _may_have_common(doc: Document) -> bool:
    """Return True if the text may have one of the most common names: cheaper than folding all
    lines."""
    if not doc.fact(is_plain):
        return True
    text = doc.prose.replace(MARK, "").casefold()
    # In Arabic, a letter to which no other letter is folded.
    return any(map(text.__contains__, _COMMONEST_LETTERS))


def _icons(doc: Document, names: frozenset[str]) -> list[int]:
    """Return the lines with nothing but the logo of a network."""
    text = doc.text
    found: list[int] = []
    if "!" not in text or not doc.fact(has_buttons):
        return found
    longest = max([_LONGEST_NAME, *map(len, names)])
    for kind, span, (a, b), dest in doc.links:
        if kind == "image" and b - a <= longest and text[a:b].strip().lower() in names:
            number = doc.line_at(span.start)
            shown = _ICON.search(text, dest.start, dest.end)
            if shown and doc.line(number).strip() == text[slice(*span)]:
                found.append(number)
    return found


def _runs(doc: Document, alone: list[int]) -> list[tuple[int, int]]:
    """Return runs of two or more consecutive lines, not counting blank lines."""
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


SHARING: Final = trigger.Nodes(
    trigger.ADDRESSES,
    holds=("/share", "/intent/", "/create/", "/submit", "/send", "wa.me/"),
)
"""Most pages link to a network, and hardly one to its share page."""
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
"""Addresses that share buttons open."""


def share_links(doc: Document) -> list[int]:
    """Return the lines (from 0) with nothing but links to share pages of networks; ask through
    ``doc.fact``."""
    lines: list[int] = []
    share_url = _SHARE_URL
    if not any(share_url.search(target.url) for target in find.selected(doc, SHARING)):
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
        if not rest.strip(MARK + " \t|·•-") and all(words <= _MAX_WORDS for _, _, words in found):
            lines.append(number)
    return lines
