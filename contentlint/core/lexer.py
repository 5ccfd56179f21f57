"""The lexer of Markdown's inline syntax: lines and signs of a text, where links and tags
end, URLs in running text, and the prose mask.

Compiled by mypyc, ``Signs`` takes a fifth of the time of a regular expression; interpreted it is
not run at all (see ``inline``). Offsets are code points.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from contentlint._util import lazy_regex
from contentlint.model import characters
from contentlint.model.characters import is_space
from contentlint.model.document import MARK, OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

NOWHERE: Final = -1
UNSURE: Final = -2
_ENDS_ADDRESS: Final = (1 << 33) - 1 | 1 << 40 | 1 << 41 | 1 << 60
"""A space, control characters and ``( ) <``, one bit each; ``>`` would make it a boxed number."""
# Two bytes are looked at together, and their kinds added: what makes less than ``_END`` is passed
# over. So is one "w", but of three in a row two are looked at together.
_CONTINUED: Final = 1
_WIDE: Final = 8
_END: Final = 16
_RUN: Final = 17
_ALONE: Final = 18
_TWICE: Final = 19
_SCHEME: Final = 20
_RARE: Final = 21


def _kinds() -> bytes:
    """Return the kind of sign that each byte may be part of; 0: of none; ``_CONTINUED``: of none,
    and no character begins with it."""
    kinds = bytearray(256)
    kinds[0x80:0xC0] = bytes([_CONTINUED]) * 64
    for signs, kind in (
        (b"\n", _END),
        (b"`*_", _RUN),
        (b"[]<\\", _ALONE),
        (b"~", _TWICE),
        (b":", _SCHEME),
        (b"wW", _WIDE),
        (b"$@{|", _RARE),
    ):
        for sign in signs:
            kinds[sign] = kind
    return bytes(kinds)


_KINDS: Final = _kinds()


class Signs:
    """The lines and signs of a text, before its blocks are known."""

    def __init__(self, text: str, data: bytes, first: int = 0) -> None:
        """``data`` is the UTF-8 form of ``text``; offsets are code points nevertheless. ``first``
        is the line (from 0) after the front matter."""
        self.starts: list[int] = [0]
        """Where each line begins, and where one more would; equal to ``line_starts``."""
        self.tokens: list[int] = []
        """Offsets of ``[ ] <``, of the backslash, of ``![``, of ``~~`` and of where a run of
        one of `` ` * _`` begins, in order."""
        self.schemes: list[int] = []
        """Offsets of ``://``."""
        self.www: list[int] = []
        """Offsets of ``www.``."""
        self.capitals = False
        """True if one of them is not in lower case."""
        self.dollar = False
        self.brace = False
        self.at = False
        self.pipe = False
        self.filled: i64 = 0
        """The number of lines from ``first`` on that are not blank."""
        self.adjacent: i64 = 0
        """The number of these that directly follow another."""
        self._look(text, data, first)

    def _look(self, text: str, data: bytes, first: i64) -> None:
        starts, tokens, kinds = self.starts, self.tokens, _KINDS
        size: i64 = len(data)
        last = size - 1
        begin: i64 = 0
        head: i64 = 0
        line: i64 = 0
        above: i64 = -2  # the last line that is not blank
        beyond: i64 = 0  # bytes with which no character begins
        at: i64 = 0
        while True:
            c: i64 = 10
            kind: i64 = _END
            # Most are letters, and these loops call nothing.
            while at < last:
                kind = kinds[data[at]] + kinds[data[at + 1]]
                if kind >= _END:
                    break
                beyond += kind & 7
                at += 2
            while at < size:
                c = data[at]
                kind = kinds[c]
                if kind >= _WIDE:
                    break
                beyond += kind
                at += 1
            offset = at - beyond
            if kind == _END or at >= size:
                if begin < offset and line >= first:
                    c = data[head]  # the text has not been looked at
                    if 32 < c < 0x80 or not is_blank(text, begin, offset):
                        self.filled += 1
                        if above == line - 1:
                            self.adjacent += 1
                        above = line
                begin = offset + 1
                head = at + 1
                starts.append(begin)
                if at >= size:
                    return
                line += 1
            elif kind == _RUN:
                tokens.append(offset)
                while at + 1 < size and data[at + 1] == c:
                    at += 1
            elif kind == _ALONE:
                if c == 91 and at and data[at - 1] == 33:  # ![
                    tokens.append(offset - 1)
                tokens.append(offset)
            elif kind == _RARE:
                if c == 36:
                    self.dollar = True
                elif c == 64:
                    self.at = True
                elif c == 124:
                    self.pipe = True
                else:
                    self.brace = True
            elif kind == _SCHEME:
                if at + 2 < size and data[at + 1] == 47 and data[at + 2] == 47:
                    self.schemes.append(offset)
            elif kind == _TWICE:
                if at + 1 < size and data[at + 1] == c:
                    tokens.append(offset)
            else:
                begun = at  # or before: the first may have been passed over
                while begun and data[begun - 1] | 32 == 119:
                    begun -= 1
                while at + 1 < size and data[at + 1] | 32 == 119:
                    at += 1
                if at - begun >= 2 and at + 1 < size and data[at + 1] == 46:
                    if data[at - 2] == data[at - 1] == data[at] == 119:
                        self.www.append(at - 2 - beyond)
                    else:
                        self.capitals = True
            at += 1


def places(text: str) -> list[int]:
    """Return the offsets of ``[ ] < ~``, of the backslash and of the beginnings of runs of
    `` ` * _``, in order; used in place of ``Signs`` where nothing is compiled."""
    found: list[int] = []
    for sign in "[]<~\\*_`":
        runs = sign in "*_`"
        last = -2
        at = text.find(sign)
        while at >= 0:
            if not runs or at > last + 1:
                found.append(at)
            last = at
            at = text.find(sign, at + 1)
    return sorted(found)


def is_blank(text: str, at: i64, end: i64) -> bool:
    """Return True if there is nothing but white space between two offsets."""
    while at < end:
        if not is_space(ord(text[at])):
            return False
        at += 1
    return True


def line_starts(lines: list[str]) -> list[int]:
    """Return where each line of a text begins, and where one more would."""
    return [0, *accumulate([len(line) + 1 for line in lines])]


class Target:
    """A reader of link targets: destination, title, closing bracket, as in ``inline._TARGET``."""

    def __init__(self) -> None:
        self.dest: i64 = 0
        """Where the destination that ``end`` has read ends."""

    def end(self, text: str, start: i64, stop: i64) -> i64:
        """Return the offset after the ``)`` of the target whose ``(`` precedes ``start``.

        The result is ``NOWHERE`` if there is no target, and ``UNSURE`` if it is not a plain one:
        only these are read here.
        """
        at = after_address(text, start, stop)
        if at == start:
            return UNSURE
        c: i64 = ord(text[at]) if at < stop else 0
        first: i64 = ord(text[start])
        if (first == 34 or first == 39) and (at >= stop or c != 41):
            return UNSURE
        while at < stop and c == 40:  # and a pair of brackets in it
            at = after_word(text, at + 1, stop)
            if at >= stop or ord(text[at]) != 41:
                return NOWHERE
            at = after_word(text, at + 1, stop)
            if at < stop:
                c = ord(text[at])
        self.dest = at
        if at >= stop:
            return NOWHERE
        if c == 41:
            return at + 1
        if c == 10:
            return UNSURE
        if c != 32 and c != 9:
            return NOWHERE
        return title_end(text, after_space(text, at + 1, stop), stop)


def title_end(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after an optional title and the ``)`` that follows it."""
    if at >= stop:
        return NOWHERE
    c: i64 = ord(text[at])
    if c == 34 or c == 39:
        at += 1
        while at < stop and ord(text[at]) != c:
            if ord(text[at]) == 92:
                return UNSURE
            at += 1
        at = after_space(text, at + 1, stop)
        if at >= stop:
            return NOWHERE
        c = ord(text[at])
    elif c == 40:
        return UNSURE
    return at + 1 if c == 41 else NOWHERE


def after_word(text: str, at: i64, stop: i64) -> i64:
    """Return the offset of the next parenthesis, space or control character."""
    while at < stop:
        c: i64 = ord(text[at])
        if c <= 32 or c == 40 or c == 41:
            break
        at += 1
    return at


def after_address(text: str, at: i64, stop: i64) -> i64:
    """Return the offset of the next parenthesis, angle bracket, space or control character."""
    if at >= stop:
        return at
    # With one read before the loop, the compiler need not ask for the text's width in it.
    c: i64 = ord(text[at])
    ends: i64 = _ENDS_ADDRESS
    while c > 62 or (c < 62 and not ends >> c & 1):
        at += 1
        if at >= stop:
            break
        c = ord(text[at])
    return at


def after_space(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after spaces, tabs and at most one line end."""
    ends: i64 = 0
    while at < stop:
        c: i64 = ord(text[at])
        if c == 10 and ends == 0:
            ends = 1
        elif c != 32 and c != 9:
            break
        at += 1
    return at


def label_end(text: str, start: i64, stop: i64, image: bool) -> i64:
    """Return the offset of the ``]`` after a link text without brackets; ``NOWHERE`` if there is
    none."""
    at: i64 = start
    if at >= stop:
        return NOWHERE
    c: i64 = ord(text[at])  # see ``after_address``
    while True:
        if c <= 96:
            if c == 93:
                if image or at > start:
                    return at
                return NOWHERE
            if c == 91 or c == 92 or c == 10:
                return NOWHERE
            if (c == 42 or c == 60 or c == 96) and not image:
                return NOWHERE
        at += 1
        if at >= stop:
            return NOWHERE
        c = ord(text[at])


def tag_end(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after the ``>`` of a tag whose ``<`` precedes ``at``; ``NOWHERE`` if there
    is none."""
    c: i64 = ord(text[at])
    if c == 47 and at + 1 < stop:  # /
        at += 1
        c = ord(text[at])
    if c < 65 or c > 122 or 90 < c < 97:
        return NOWHERE
    while at < stop:
        c = ord(text[at])
        at += 1
        if c == 62:
            return at
        if c == 60:
            break
    return NOWHERE


def may_lead(text: str, at: i64, end: i64) -> bool:
    """Return True if a tag may be an address: its first word has a ``:`` or ``@``."""
    while at < end:
        c: i64 = ord(text[at])
        if c == 58 or c == 64:
            return True
        if c <= 32:
            break
        at += 1
    return False


def is_punctuation(c: i64) -> bool:
    """Return True if a backslash escapes the character."""
    return 33 <= c <= 47 or 58 <= c <= 64 or 91 <= c <= 96 or 123 <= c <= 126


COMPILED = not characters.__file__.endswith(".py")
"""True if reading each character costs less than a regular expression."""
_OFFSET: Final = (1 << 30) - 1
_NO_CUT: Final = (1 << 62) - 1
MARKED: Final = 0
SHOWN: Final = 1
BLANK: Final = 2
_FILLS: Final = (MARK, OBJECT, " ")
"""The placeholder of each; where two spans begin and end together, the first counts."""
_MOST: Final = 80
_RUNS: Final = [[fill * size for size in range(_MOST + 1)] for fill in _FILLS]
_LINES: Final = [[run + "\n" for run in runs] for runs in _RUNS]
"""Made once, because most cuts are short."""
_NONE: Final[list[int]] = []


def masked(text: str, starts: list[int], cuts: list[int], markers: list[int] = _NONE) -> str:
    """Return ``text`` with each cut replaced by its placeholder, line ends kept.

    ``starts`` are those of ``line_starts``; ``cuts`` and ``markers`` are encoded as
    ``inline.Scanner.cuts`` are, both in order.
    """
    if not COMPILED:
        return _replaced(text, sorted(cuts + markers))
    i: i64 = 0
    j: i64 = 0
    count: i64 = len(cuts)
    marked: i64 = len(markers)
    if count + marked == 0:
        return text
    parts: list[str] = []
    position: i64 = 0
    line: i64 = 1
    newline: i64 = starts[1] - 1  # the next line end
    # Each as an int: of more than 30 bits, one is read in half the time of an i64.
    cut = cuts[0] if cuts else _NO_CUT
    marker = markers[0] if markers else _NO_CUT
    while True:
        # Of two that begin together the longer one replaces what the other leaves.
        first: i64 = cut
        if cut <= marker:
            if first == _NO_CUT:
                break
            i += 1
            cut = cuts[i] if i < count else _NO_CUT
        else:
            first = marker
            j += 1
            marker = markers[j] if j < marked else _NO_CUT
        a = first >> 32
        b = first >> 2 & _OFFSET
        if a < position:
            a = position
        if b <= a:
            continue
        if position < a:
            parts.append(text[position:a])
        position = b
        fill = first & 3
        while newline < a:
            line += 1
            newline = starts[line] - 1
        while newline < b:
            size = newline - a
            parts.append(_LINES[fill][size] if size <= _MOST else _FILLS[fill] * size + "\n")
            a = newline + 1
            line += 1
            newline = starts[line] - 1
        size = b - a
        parts.append(_RUNS[fill][size] if size <= _MOST else _FILLS[fill] * size)
    parts.append(text[position:])
    return "".join(parts)


def _replaced(text: str, cuts: list[int]) -> str:
    """Return what ``masked`` returns, for code that is not compiled: there, searching for lines is
    faster than counting them."""
    parts: list[str] = []
    position = 0
    for cut in cuts:
        a, b = cut >> 32, cut >> 2 & _OFFSET
        if position < a:
            parts.append(text[position:a])
        elif position < b:
            a = position
        else:
            continue
        position = b
        size = b - a
        if text.find("\n", a, b) < 0:
            parts.append(_FILLS[cut & 3] * size)
        else:
            fill = _FILLS[cut & 3]
            parts.append("\n".join([fill * len(line) for line in text[a:b].split("\n")]))
    parts.append(text[position:])
    return "".join(parts)


_MAIL_HOST: Final = lazy_regex.compile(r"[\w-]+(?:\.[\w-]+)+")
# What ends a URL in running text, white space aside, and the brackets that may. Chinese and
# Japanese write no space after a URL, so their punctuation ends it too.
_STOPS: Final = '<>\x00\x1a"`|\\^{}()[]'
_FAR_STOPS: Final = "«»“”„，。、；：？！（）【】《》「」『』"


def _ends() -> bytes:
    """Return 1 for each code point below 128 at which a URL ends, else 0."""
    return bytes(chr(c).isspace() or chr(c) in _STOPS for c in range(128))


_ENDS: Final = _ends()
_TRAILING: Final = ".,;:!?'\"»”’،؛؟…*_~"
_PAIRS: Final = {")": "(", "]": "["}
# The literal first, and what may stand before it afterwards: `re` skips ahead by a literal, and
# takes a quarter of the time that a set of characters takes.
_WWW: Final = lazy_regex.compile(r"\.(?<=[Ww][Ww][Ww]\.)(?=\w)")


def url_end(text: str, start: int, end: int) -> int:
    """Return where a URL that runs to ``end`` stops being one.

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
    """Return where a URL ends whose scheme and slashes end at ``start``: at the first character
    that no URL contains, or at a closing bracket that it did not open; then trimmed."""
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
    return url_end(text, start, at)


def occurrences(text: str, what: str) -> list[int]:
    """Return the offsets of every ``://`` or ``www.``."""
    found: list[int] = []
    at = text.find(what)
    while at >= 0:
        found.append(at)
        at = text.find(what, at + 1)
    return found


def standing(text: str, places: list[int], what: str) -> list[int]:
    """Return those of the offsets ``places`` at which ``what`` still is in a text."""
    first, size = what[0], len(what)
    # Most are a mark by now.
    return [at for at in places if text[at] == first and text[at : at + size] == what]


def bare_urls(
    text: str, schemes: list[int], www: list[int], capitals: bool = True
) -> list[tuple[int, int]]:
    """Return the spans of URLs written as plain text: first those with a scheme and ``://``, in
    order, then those from ``www.``, in order; those from ``WWW.`` only if there is another address.

    ``schemes`` and ``www`` are the ``occurrences`` of ``://`` and of ``www.``; ``capitals`` is True
    if the latter may have capitals in the text.
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
    """Return where the scheme begins that ends at an offset, at ``low`` or later; -1 if there is
    none."""
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
    """Return where the local part of an address begins whose ``@`` is at ``end``, at ``low`` or
    later; -1 without one."""
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
    """Return ``end``, or the offset of the line end before it: an address may be broken before its
    ``://`` or ``@``."""
    if end > low and ord(text[end - 1]) == 10:
        return end - 1
    return end


def _beginnings(text: str, schemes: list[int], www: list[int], capitals: bool) -> list[int]:
    """Return the offsets of every ``www.`` before a word, with ``capitals`` in letters of either
    size. There are none if no ``www.`` is in small letters, unless there is a ``WWW.`` and another
    address."""
    if not capitals:
        # A regular expression looks at each full stop of the text.
        return [at for at in www if (c := text[at + 4 : at + 5]).isalnum() or c == "_"]
    if not www and not ((schemes or "@" in text) and "WWW." in text):
        return []
    return [m.start() - 3 for m in _WWW.finditer(text)]


def emails(text: str) -> list[tuple[int, int]]:
    """Return the spans of e-mail addresses, found from their ``@``."""
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
