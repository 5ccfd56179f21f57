"""Latin names in right-to-left text, with the signs that belong to them: ``C++``, ``.NET``."""

from __future__ import annotations

from operator import attrgetter

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.document import MARK, OBJECT, Document, Span

RTL_LETTERS = "اليوهמלושת"
"""Nearly every text in the Arabic and Hebrew scripts has one of these."""
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZbcdefghijklmnopqrstuvwxyz_"
_SHAPE = bytes.maketrans(_LETTERS + b"123456789", b"a" * len(_LETTERS) + b"0" * 9)


def shape(doc: Document) -> bytes:
    """Return the prose with one byte per character: ``a`` for a Latin letter or ``_``, ``0`` for a
    digit, ``?`` for anything outside ASCII. Ask through ``doc.fact``.

    Two passes in C, 7 us an article; a pattern of letters over the prose takes 40.
    """
    return doc.prose.encode("ascii", "replace").translate(_SHAPE)


AFTER_NAME = trigger.Chars("+#*", before=trigger.LATIN)
"""At the end of a name: C++, C#, A*, Copilot+."""
BEFORE_NAME = trigger.Chars(".@#$\\/", after=trigger.LATIN)
"""At its beginning: .NET, @user, #tag, ~/x, /etc, $PATH."""
_WORD = lazy_regex.compile(r"[A-Za-z0-9_]+(?:[-.][A-Za-z0-9_]+)*")
_PATH = lazy_regex.compile(r"[A-Za-z0-9_]+(?:[-/.][A-Za-z0-9_]+)*")
# What programs for mathematics take for a formula, also where the dialect does not.
_FORMULA = lazy_regex.compile(r"\$(?=\S)[^$\n]{0,200}(?:(?<=\S)|\\[^$\n]{0,200})\$(?!\w)")
_NET = frozenset({"NET", "Net"})
_LINE_ENDS = frozenset({"", "\n"})
_LONGEST = 40
_LONGEST_FORMULA = 200
_DIGITS = frozenset("0123456789")
_BEFORE_NAMES = frozenset(" \t\n\u00a0([«“\"'‘،؛:|-—" + MARK)


class Sign(NamedTuple):
    span: Span
    name: Span
    """The Latin letters that the sign precedes or follows."""

    @property
    def ends(self) -> bool:
        return self.name.start < self.span.start


def signs(doc: Document) -> list[Sign]:
    """In the order of the text. Not signs of quantities (``16GB+``, ``50%``, ``$20``) nor
    full stops that the next sentence is glued to."""
    prose = doc.prose
    found = [_after(prose, at) for at in doc.places(AFTER_NAME)]
    found += [_before(prose, at) for at in doc.places(BEFORE_NAME)]
    return sorted(filter(None, found), key=attrgetter("span"))


def _after(prose: str, at: int) -> Sign | None:
    """Return the sign after a name: after one letter for ``#`` and ``*``, after any name for
    ``+``."""
    sign = prose[at]
    end = at + 2 if prose[at : at + 2] == "++" else at + 1
    following = prose[end : end + 1]
    if following.isalnum() or following in ("_", "=", sign):
        return None
    start = at
    while start > max(at - _LONGEST, 0) and (
        _is_latin(prose[start - 1]) or prose[start - 1] in _DIGITS
    ):
        start -= 1
    name = prose[start:at]
    if not name or not _is_latin(name[-1]):
        return None
    if sign != "+":
        good = len(name) == 1 and name.isupper()
    else:
        # Not `16GB+`, which is a quantity, nor `i++`, which is code.
        good = _is_latin(name[0]) and (len(name) > 1 or name in "Cc" or name.isupper())
    return Sign(Span(at, end), Span(start, at)) if good else None


def _before(prose: str, at: int) -> Sign | None:
    sign = prose[at]
    start = at
    if sign == "/" and prose[at - 1 : at] == "~":
        start = at - 1
    elif sign == "/" and not (prose[at + 1].islower() and prose[at - 1 : at] != "["):
        return None
    if not _begins_name(prose, start):
        return None
    word = (_PATH if sign == "/" else _WORD).match(prose, at + 1, at + 1 + _LONGEST)
    if word is None:
        return None
    name = word[0]
    if sign == "." and name.islower() and prose[start - 1 : start].isalpha():
        return None  # the extension of a file with a short name, not a preposition
    after = prose[word.end() : word.end() + 1]
    if sign == "." and not (name.islower() or name in _NET):
        # `The end .Next` is a glued sentence; at the edge of a line, the full stop of the sentence
        # was typed where it is displayed: `.AI`.
        if not name.isupper() or after in _LINE_ENDS or prose[start - 1 : start] in _LINE_ENDS:
            return None
    # Some write `#C` so that C# displays correctly; `[[page#name]]` displays no sign.
    if sign == "#" and (len(name) == 1 or in_wiki_link(prose, at)):
        return None
    if sign == "$" and _FORMULA.match(prose, at):
        return None
    if sign == "\\" and (after in ("{", OBJECT) or _is_in_formula(prose, at)):
        return None  # a command of TeX
    # Both slashes of `/srv/app/` change places: it looks the same.
    if sign == "/" and after == "/":
        return None
    return Sign(Span(start, at + 1), Span(*word.span()))


def _is_in_formula(prose: str, at: int) -> bool:
    """Return True between two dollars on a line, also where the dialect has no formulas."""
    before = prose[max(at - _LONGEST_FORMULA, 0) : at].rpartition("\n")[2]
    return "$" in before and "$" in prose[at : at + _LONGEST_FORMULA].partition("\n")[0]


def in_wiki_link(prose: str, at: int) -> bool:
    line = prose.rfind("\n", 0, at) + 1
    return prose.rfind("[[", line, at) > prose.rfind("]]", line, at)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _begins_name(prose: str, at: int) -> bool:
    before = prose[at - 1] if at else "\n"
    if before in _BEFORE_NAMES:
        return True
    # In Arabic and Hebrew a preposition of one or two letters is joined to the name: `و.NET`.
    start = at
    while start > max(at - 3, 0) and "\u05d0" <= prose[start - 1] <= "\u06ff":
        start -= 1
    return 0 < at - start < 3 and (not start or prose[start - 1] in _BEFORE_NAMES)
