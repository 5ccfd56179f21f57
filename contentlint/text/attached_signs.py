"""Signs that belong to a Latin name: ``C++``, ``C#``, ``.NET``, ``@user``, ``/etc``."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import NamedTuple

from contentlint.document import MARK, Span
from contentlint.text import lazy

# At the end of a name: C++, C#, A*, Copilot+.
_AFTER = lazy.compile(r"\+{1,2}(?![+=\w])|[#*](?![#*\w])")
# At its beginning: @user, #tag, ~/x, /etc, $PATH. `#C` is how some write C# to see it right.
_BEFORE = lazy.compile(r"[@$\\](?=[A-Za-z_])|#(?=[A-Za-z_]{2})|(?<!\[)/(?=[a-z])|~/(?=[A-Za-z])")
_DOT = lazy.compile(r"\.(?=[A-Za-z])")
_WORD = lazy.compile(r"[A-Za-z0-9_]+(?:[-.][A-Za-z0-9_]+)*")
_PATH = lazy.compile(r"[A-Za-z0-9_]+(?:[-/.][A-Za-z0-9_]+)*")
_LONGEST = 40
_DIGITS = frozenset("0123456789")
_BEFORE_NAMES = frozenset(" \t\n\u00a0([«“\"'‘،؛:|-—" + MARK)


class Sign(NamedTuple):
    span: Span
    name: Span
    """Of the Latin letters that it stands before or after."""

    @property
    def ends(self) -> bool:
        return self.name.start < self.span.start


def signs(prose: str) -> list[Sign]:
    """In the order of the text. Not signs of quantities (``16GB+``, ``50%``, ``$20``) nor
    full stops that the next sentence is glued to."""
    found = []
    if "+" in prose or "#" in prose or "*" in prose:
        found += [_after(prose, m) for m in _AFTER.finditer(prose)]
    found += [_dotted(prose, m) for m in _DOT.finditer(prose)]
    if any(sign in prose for sign in "@#$/~\\"):
        found += [_before(prose, m) for m in _BEFORE.finditer(prose)]
    return sorted(filter(None, found), key=attrgetter("span"))


def _after(prose: str, m: re.Match[str]) -> Sign | None:
    """One letter before ``#`` and ``*``, any name before ``+``."""
    start = end = m.start()
    while start > max(end - _LONGEST, 0) and (
        _is_latin(prose[start - 1]) or prose[start - 1] in _DIGITS
    ):
        start -= 1
    name = prose[start:end]
    if not name or not _is_latin(name[-1]):
        return None
    if m[0][0] != "+":
        good = len(name) == 1 and name.isupper()
    else:
        # Not `16GB+`, which is a quantity, nor `i++`, which is code.
        good = _is_latin(name[0]) and (len(name) > 1 or name in "Cc" or name.isupper())
    return Sign(Span(*m.span()), Span(start, end)) if good else None


def _before(prose: str, m: re.Match[str]) -> Sign | None:
    if not _begins_name(prose, m.start()):
        return None
    pattern = _PATH if "/" in m[0] else _WORD
    word = pattern.match(prose, m.end(), m.end() + _LONGEST)
    return Sign(Span(*m.span()), Span(*word.span())) if word else None


def _dotted(prose: str, m: re.Match[str]) -> Sign | None:
    sign = _before(prose, m)
    if sign is None:
        return None
    name = prose[slice(*sign.name)]
    return sign if name.islower() or name.isupper() or name == "Net" else None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _begins_name(prose: str, at: int) -> bool:
    before = prose[at - 1] if at else "\n"
    if before in _BEFORE_NAMES:
        return True
    # A preposition of one letter, or two, is written on the name: `و.NET`.
    start = at
    while start > max(at - 3, 0) and "\u05d0" <= prose[start - 1] <= "\u06ff":
        start -= 1
    return 0 < at - start < 3 and (not start or prose[start - 1] in _BEFORE_NAMES)
