r"""Mathematics in TeX: ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]``.

A price is none, nor is a bracket that Markdown escapes: what a pair of signs holds decides.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.characters import code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_DOLLARS: Final = lazy_regex.compile(
    r"\$\$(?:[^$\n]|\n(?![ \t]*\n))+\$\$|\$(?=[^\s$])[^$\n]*\$(?<![\s\\]\$)(?!\d)"
)
_SIGNS: Final = frozenset("\\^_={}")
# A command, a power, an index: no prose has them, but for `\[^1\]` and `\[file\_name\]`.
_TEX: Final = lazy_regex.compile(
    r"\\[A-Za-z]{2,}|\\[{}|,;!]|[\w)}|]\^|[\])}]_|(?<![A-Za-z0-9\\_])[A-Za-z]_[A-Za-z0-9{\\]"
)
_COMMAND: Final = lazy_regex.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?")
_RELATION: Final = lazy_regex.compile(r"[=<>≤≥≠≈∈+]")
_FUNCTION: Final = lazy_regex.compile(
    r"\b(?:log|ln|exp|sin|cos|tan|max|min|sup|inf|lim|gcd|mod|det|dim|ker|arg)\b"
)
_WORD: Final = lazy_regex.compile(r"[^\W\d_]{3}")
_SHORT_WORD: Final = lazy_regex.compile(r"[^\W\d_]{2}")
_LETTER: Final = lazy_regex.compile(r"[A-Za-z\u0391-\u03c9]")
_OTHER_LETTER: Final = lazy_regex.compile(r"[^\W\d_A-Za-z\u0391-\u03c9]")
_NAME_FOLLOWS: Final = lazy_regex.compile(r"[-=+*/<>.,:;(&|]\$[A-Za-z_]")
_AMOUNT: Final = lazy_regex.compile(r"\d[\d.,]*")
_CURRENCY: Final = lazy_regex.compile(r"[$€£¥₪﷼₹₺]")
_LONGEST_PLAIN: Final = 40
_LONGEST: Final = 2_000
_ENDS: Final = (("\\(", "\\)"), ("\\[", "\\]"))


def dollars(text: str, prose: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the spans of formulas between dollar signs, in order.

    The first and the last sign of ``prose`` are told; those that it masks are not looked at.
    """
    found: list[tuple[int, int]] = []
    numbers: list[tuple[int, int]] = []
    at = first
    # The pattern alone would look at each character between the signs.
    while (a := prose.find("$", at, last + 1)) >= 0:
        m = _DOLLARS.match(prose, a, last + 1)
        if m is None:
            at = a + 1
            continue
        b = m.end()
        at = b - 1  # what closes nothing may open
        if _may_open(text, a):
            inner = prose[a:b].strip("$")
            if _AMOUNT.fullmatch(inner.lstrip("-")):
                numbers.append((a, b))
                at = b
            # In `$a=$b` each names a variable of a program.
            elif not _NAME_FOLLOWS.match(prose, b - 2) and _is_between_dollars(
                inner, prose.startswith("$$", a)
            ):
                found.append((a, b))
                at = b
    # A number alone may be a price; beside other formulas it is one of them.
    return sorted(found + numbers) if found and numbers else found


def _may_open(text: str, at: int) -> bool:
    """Return True if no backslash, and no letter or digit of ASCII, stands before a sign."""
    before = text[at - 1] if at else " "
    return before != "\\" and not (before.isascii() and before.isalnum())


def _is_between_dollars(inner: str, display: bool) -> bool:
    if inner[:1].isdigit() and not display:
        if _CURRENCY.search(inner) or _has_words(inner):
            return False
        return not _SIGNS.isdisjoint(inner) or _is_plain(inner)
    return not _SIGNS.isdisjoint(inner) or (
        _is_plain(inner) and inner[-1:] not in (":", "/", ".", ",", ";", "-")
    )


def brackets(text: str, prose: str) -> list[tuple[int, int]]:
    r"""Return the spans of formulas in ``\(…\)`` and ``\[…\]``, in order."""
    found: list[tuple[int, int]] = []
    for opener, closer in _ENDS:
        at = _escape(text, opener, 0)
        while at >= 0:
            end = at + 2
            close = text.find(closer, end, end + _LONGEST)
            if close >= 0 and prose[at + 1] == opener[1] and prose[close + 1] == closer[1]:
                inner = text[end:close]
                # Where Markdown takes one backslash, two are written.
                doubled = text.startswith("\\", at - 1) and inner.endswith("\\")
                inner = inner[:-1] if doubled else inner
                if opener not in inner and "\n\n" not in inner:
                    if is_formula(inner, opener == "\\("):
                        found.append((at - 1 if doubled else at, close + 2))
                        end = close + 2
            at = _escape(text, opener, end)
    found.sort()
    return found


def _escape(text: str, opener: str, at: i64) -> i64:
    """Return the offset of an opening bracket after a backslash, from an offset on; -1 if there is
    none. One character is found much faster than two."""
    bracket: i64 = ord(opener[1])
    at = text.find("\\", at)
    while at >= 0 and code_at(text, at + 1) != bracket:
        at = text.find("\\", at + 1)
    return at


def is_formula(inner: str, variables: bool) -> bool:
    """Return True if a text is a formula by its signs; ``variables``: or a single name or two."""
    if _TEX.search(inner):
        return True
    if _has_words(inner):
        return False
    return _RELATION.search(inner) is not None or (variables and _is_plain(inner))


def _has_words(inner: str) -> bool:
    """Return True if there are words, which are none of TeX's commands and functions."""
    return _WORD.search(_FUNCTION.sub("", _COMMAND.sub(" ", inner))) is not None


def _is_plain(inner: str) -> bool:
    """Return True if it is short and has names of variables, but no words."""
    if len(inner) > _LONGEST_PLAIN or not _LETTER.search(inner):
        return False
    if _OTHER_LETTER.search(inner):
        return False
    rest = _FUNCTION.sub("", inner)
    word = _SHORT_WORD if " " in inner else _WORD
    return word.search(rest) is None and _CURRENCY.search(inner) is None
