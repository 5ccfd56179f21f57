"""What a line of Markdown is by itself, and where its marker ends: breaks, headings, fences,
images, tags. ``blocks`` says what it is among others."""

from __future__ import annotations

from contentlint.core.lexer import is_white

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mypy_extensions import i64


def is_break(text: str, at: i64, stop: i64) -> bool:
    """Whether a stretch without white space around it is a thematic break."""
    c: i64 = ord(text[at])
    if ord(text[stop - 1]) != c or (c != 45 and c != 42 and c != 95):  # - * _
        return False
    count: i64 = 0
    while at < stop:
        each: i64 = ord(text[at])
        if each == c:
            count += 1
        elif each != 32 and each != 9:
            return False
        at += 1
    return count >= 3


def heading(text: str, head: i64, stop: i64) -> tuple[i64, i64]:
    """The level of a heading whose ``#`` stand at ``head``, and where its content begins; 0: it
    is none. Its line ends at ``stop``, without white space."""
    at = head
    while at < stop and ord(text[at]) == 35:
        at += 1
    level = at - head
    while at < stop and (ord(text[at]) == 32 or ord(text[at]) == 9):
        at += 1
    if level < 7 and (at > head + level or at == stop):
        return level, at
    return 0, at


def fence_end(text: str, head: i64, stop: i64) -> i64:
    """Where a code fence ends that begins at ``head``; 0: none does. Its line ends at ``stop``."""
    if head >= stop:
        return 0
    c: i64 = ord(text[head])
    if c != 96 and c != 126:  # ` ~
        return 0
    at = head + 1
    while at < stop and ord(text[at]) == c:
        at += 1
    if at - head < 3 or (c == 96 and text.find("`", at, stop) >= 0):
        return 0
    return at


def closes(stripped: str, fence: str) -> bool:
    """Whether a line without white space around it ends the code that a fence begins."""
    return (
        stripped[:3] == fence[:3]
        and len(stripped) >= len(fence)
        and stripped == fence[0] * len(stripped)
    )


def is_image(text: str, at: i64, stop: i64) -> bool:
    """Whether a line that begins with ``![`` is one image and nothing else, written as most are;
    others may be, too."""
    close = text.find("]", at + 2, stop)
    if close < 0 or close + 1 == stop or ord(text[close + 1]) != 40:  # (
        return False
    if text.find("[", at + 2, close) >= 0 or text.find("(", close + 2, stop) >= 0:
        return False
    return text.find(")", close + 2, stop) == stop - 1


def tag_name(s: str) -> str:
    """The name, in small letters, of the tag that a line begins with; ``""``: of none."""
    size: i64 = len(s)
    at: i64 = 2 if s.startswith("</") else 1
    start = at
    while at < size:
        c: i64 = ord(s[at])
        if not (65 <= c <= 90 or 97 <= c <= 122 or (at > start and (48 <= c <= 57 or c == 45))):
            if c != 47 and c != 62 and not is_white(c):  # / >
                return ""
            break
        at += 1
    return s[start:at].lower()
