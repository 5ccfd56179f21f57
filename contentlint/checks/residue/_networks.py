"""Rows of buttons of social networks, as lines of text."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.boilerplate.lines import Rows, ShortLines, short_lines
from contentlint.article.boilerplate.phrases import Beginnings
from contentlint.model import trigger
from contentlint.model.document import MARK, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_SPLIT: Final = lazy_regex.compile(r"[\s|·•,،/+&]+|\s[-–—]\s")
_SEPARATED: Final = lazy_regex.compile(r"\s*[|·•,،/+&]+\s*")
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
"""Names of the rule as it stands that count beside one of the commonest only: many mean something
else, too. What somebody adds to them is meant."""
_COMMONEST_LETTERS: Final = (*_COMMONEST[:5], "ف", "و", _COMMONEST[7])
_LONGEST_NAME: Final = 14
_ICON: Final = lazy_regex.compile(r"icon|logo|social|share|\.svg", lazy_regex.IGNORECASE)


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
    if (found or more != runs) and _has_common(doc, lines, names, beginnings):
        return found + more
    return runs


def _is_row(key: str, names: frozenset[str], words: frozenset[str]) -> bool:
    known = 0
    for between in _SEPARATED.split(key):
        # A name may be of several words.
        for part in [between] if between in names else _SPLIT.split(between):
            if part in names:
                known += 1
            elif part and part not in words:
                return False
    return known >= 2


def _has_common(
    doc: Document, lines: ShortLines, names: frozenset[str], beginnings: Beginnings
) -> bool:
    """Whether one of the commonest names, or one that somebody added, stands in a line that
    begins like a row of buttons."""
    joined = "\n".join(lines.whole)
    if any(map(joined.__contains__, _COMMONEST)):
        return True
    added = names - _OTHERS
    if added and any(map(joined.__contains__, added)):
        return True
    if doc.fact(trigger.seen).lines is None or not _may_have_common(doc):
        return False
    # Perhaps in one that no rule has a phrase for.
    joined = "\n".join(short_lines(doc.fact(Rows), beginnings).whole)
    return any(map(joined.__contains__, _COMMONEST))


def _may_have_common(doc: Document) -> bool:
    """Whether one of the commonest names may stand anywhere: all lines take much longer to fold."""
    if not doc.fact(trigger.seen).plain:
        return True
    text = doc.prose.replace(MARK, "").casefold()
    # Of Arabic a letter that no other is folded to.
    return any(map(text.__contains__, _COMMONEST_LETTERS))


def _icons(doc: Document, names: frozenset[str]) -> list[int]:
    """Lines that are nothing but the logo of a network."""
    text = doc.text
    found: list[int] = []
    if "!" not in text or not doc.fact(trigger.seen).buttons:
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
