"""URLs and e-mail addresses in running text. Offsets are code points of the text given."""

from __future__ import annotations

from bisect import bisect_right

from contentlint._util import lazy_regex
from contentlint.model.characters import is_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_MAIL_HOST: Final = lazy_regex.compile(r"[\w-]+(?:\.[\w-]+)+")
# What ends a URL in running text, white space aside, and the brackets that may. Chinese and
# Japanese write no space after a URL, so their punctuation ends it too.
_STOPS: Final = '<>\x00\x1a"`|\\^{}()[]'
_FAR_STOPS: Final = "«»“”„，。、；：？！（）【】《》「」『』"


def _ends() -> bytes:
    """By the code point below 128: whether it may end a URL."""
    return bytes(chr(c).isspace() or chr(c) in _STOPS for c in range(128))


_ENDS: Final = _ends()
_TRAILING: Final = ".,;:!?'\"»”’،؛؟…*_~"
_PAIRS: Final = {")": "(", "]": "["}
# The literal first, and what may stand before it afterwards: `re` skips ahead by a literal, and
# takes a quarter of the time that a set of characters takes.
_WWW: Final = lazy_regex.compile(r"\.(?<=[Ww][Ww][Ww]\.)(?=\w)")


def trim(text: str, start: int, end: int) -> int:
    """Where a URL that runs to ``end`` stops being one.

    Trailing punctuation and unmatched closing brackets belong to the sentence
    (RFC 3986 appendix C; GFM's extended autolinks).
    """
    unmatched: dict[str, int] = {}
    while end > start:
        c = text[end - 1]
        if c in _PAIRS:
            # Counted once: every bracket dropped below is one unmatched bracket fewer.
            if c not in unmatched:
                unmatched[c] = text.count(c, start, end) - text.count(_PAIRS[c], start, end)
            if unmatched[c] <= 0:
                break
            unmatched[c] -= 1
        elif c not in _TRAILING:
            break
        end -= 1
    return end


def _end(text: str, start: int) -> int:
    """Where a URL ends whose scheme and slashes end at ``start``: at the first character
    that no URL holds, or at a closing bracket that it did not open; then trimmed."""
    ends = _ENDS
    round_ones: i64 = 0
    square_ones: i64 = 0
    at: i64 = start
    size: i64 = len(text)
    while at < size:
        c: i64 = ord(text[at])
        if c >= 0x80:
            if is_space(c) or chr(c) in _FAR_STOPS:
                break
        elif ends[c]:
            if c == 40:  # (
                round_ones += 1
            elif c == 91:  # [
                square_ones += 1
            elif c == 41 and round_ones:
                round_ones -= 1
            elif c == 93 and square_ones:
                square_ones -= 1
            else:
                break
        at += 1
    return trim(text, start, at)


def places(text: str, what: str) -> list[int]:
    """Offsets of every ``://`` or ``www.``."""
    found: list[int] = []
    at = text.find(what)
    while at >= 0:
        found.append(at)
        at = text.find(what, at + 1)
    return found


def standing(text: str, places: list[int], what: str) -> list[int]:
    """Those of some places where it stands in a text."""
    first, size = what[0], len(what)
    # Most are a mark by now.
    return [at for at in places if text[at] == first and text[at : at + size] == what]


def bare_urls(
    text: str, schemes: list[int], www: list[int], capitals: bool = True
) -> list[tuple[int, int]]:
    """Spans of URLs written as plain text: with a scheme and ``://``, in order, then from ``www.``,
    in order; of ``WWW.`` only where there is another address.

    ``schemes`` and ``www``: the ``places`` of ``://`` and of ``www.``; ``capitals``: whether it may
    stand there in letters that are not all small.
    """
    found: list[tuple[int, int]] = []
    done = 0
    for at in schemes:
        # A scheme is at most 21 characters; looking further back would be quadratic.
        scheme = _scheme(text, max(done, at - 21), at) if at >= done else -1
        if scheme >= 0:
            done = _end(text, at + 3)
            found.append((scheme, done))
    with_scheme = len(found)
    done = 0
    for start in _beginnings(text, schemes, www, capitals):
        if start and (text[start - 1] in "_./@-" or text[start - 1].isalnum()):
            continue
        # Not inside a URL that was found already.
        if start >= done:
            before = bisect_right(found, (start, len(text)), 0, with_scheme)
            if not before or start >= found[before - 1][1]:
                done = _end(text, start + 4)
                found.append((start, done))
    return found


def _scheme(text: str, low: i64, end: i64) -> i64:
    """Where a scheme begins that ends at an offset, and from ``low`` on; -1: nowhere."""
    at = _line_end(text, low, end)
    found: i64 = -1
    while at > low:
        at -= 1
        c: i64 = ord(text[at])
        if 97 <= c <= 122 or 65 <= c <= 90:
            found = at
        elif not (48 <= c <= 57 or c == 43 or c == 45 or c == 46):
            break
    return found


def _local_part(text: str, low: i64, end: i64) -> i64:
    """The same of what may stand before the ``@`` of an address."""
    at = _line_end(text, low, end)
    found: i64 = -1
    while at > low:
        at -= 1
        c: i64 = ord(text[at])
        if not (97 <= c <= 122 or 43 <= c <= 57 or c == 95) or c == 44 or c == 47:
            if c < 0x80 and not 65 <= c <= 90:
                break
            if not text[at].isalnum():
                break
        found = at
    return found


def _line_end(text: str, low: i64, end: i64) -> i64:
    """An address may be broken before its ``://`` or ``@``."""
    if end > low and ord(text[end - 1]) == 10:
        return end - 1
    return end


def _beginnings(text: str, schemes: list[int], www: list[int], capitals: bool) -> list[int]:
    """Offsets of every ``www.`` before a word, in letters of either size; of none where all are
    of both sizes, or where all are of capitals and there is no other address."""
    if not capitals:
        # A regular expression looks at each full stop of the text.
        return [at for at in www if (c := text[at + 4 : at + 5]).isalnum() or c == "_"]
    if not www and not ((schemes or "@" in text) and "WWW." in text):
        return []
    return [m.start() - 3 for m in _WWW.finditer(text)]


def emails(text: str) -> list[tuple[int, int]]:
    """Spans of e-mail addresses, found from their ``@``."""
    found: list[tuple[int, int]] = []
    done = 0
    at = text.find("@")
    while at >= 0:
        # A local part has at most 64 characters (RFC 5321), which also keeps this linear.
        local = _local_part(text, max(done, at - 64), at)
        host = _MAIL_HOST.match(text, at + 1) if local >= 0 else None
        if host:
            found.append((local, host.end()))
            done = host.end()
        at = text.find("@", max(at + 1, done))
    return found
