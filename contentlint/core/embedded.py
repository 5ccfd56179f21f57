r"""Text in other languages than Markdown: formulas, templates, and elements of raw HTML.

Formulas are TeX: ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]``. A price is none, nor is a bracket
that Markdown escapes: what a pair of signs holds decides. Templates are what a generator of sites
fills in: Hugo's shortcodes, tags of Liquid, ``{{ variables }}``; some hold code, as a fence does.
The text of scripts, style sheets and preformatted elements is no prose.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.core.lexer import MARKED, SHOWN
from contentlint.model.characters import code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_DOLLARS: Final = lazy_regex.compile(
    r"\$\$(?:[^$\n]|\n(?![ \t]*\n))+\$\$|\$(?=[^\s$])[^$\n]*\$(?<![\s\\]\$)(?!\d)"
)
_TEX_SIGNS: Final = frozenset("\\^_={}")
# A command, a power, an index: no prose has them, but for `\[^1\]` and `\[file\_name\]`.
_TEX: Final = lazy_regex.compile(
    r"\\[A-Za-z]{2,}|\\[{}|,;!]|[\w)}|]\^|[\])}]_|(?<![A-Za-z0-9\\_])[A-Za-z]_[A-Za-z0-9{\\]"
)
_COMMAND: Final = lazy_regex.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?")
_RELATION: Final = lazy_regex.compile(r"[=<>≤≥≠≈∈+]")
_FUNCTION: Final = lazy_regex.compile(
    r"\b(?:log|ln|exp|sin|cos|tan|max|min|sup|inf|lim|gcd|mod|det|dim|ker|arg)\b"
)
_LONG_WORD: Final = lazy_regex.compile(r"[^\W\d_]{3}")
_SHORT_WORD: Final = lazy_regex.compile(r"[^\W\d_]{2}")
_LETTER: Final = lazy_regex.compile(r"[A-Za-z\u0391-\u03c9]")
_OTHER_LETTER: Final = lazy_regex.compile(r"[^\W\d_A-Za-z\u0391-\u03c9]")
_NAME_FOLLOWS: Final = lazy_regex.compile(r"[-=+*/<>.,:;(&|]\$[A-Za-z_]")
_AMOUNT: Final = lazy_regex.compile(r"\d[\d.,]*")
_CURRENCY: Final = lazy_regex.compile(r"[$€£¥₪﷼₹₺]")
_LONGEST_PLAIN: Final = 40
_LONGEST_FORMULA: Final = 2_000
_FORMULA_ENDS: Final = (("\\(", "\\)"), ("\\[", "\\]"))


def dollar_formulas(text: str, prose: str, first: int, last: int) -> list[tuple[int, int]]:
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
        return not _TEX_SIGNS.isdisjoint(inner) or _is_plain(inner)
    return not _TEX_SIGNS.isdisjoint(inner) or (
        _is_plain(inner) and inner[-1:] not in (":", "/", ".", ",", ";", "-")
    )


def bracket_formulas(text: str, prose: str) -> list[tuple[int, int]]:
    r"""Return the spans of formulas in ``\(…\)`` and ``\[…\]``, in order."""
    found: list[tuple[int, int]] = []
    for opener, closer in _FORMULA_ENDS:
        at = _escape(text, opener, 0)
        while at >= 0:
            end = at + 2
            close = text.find(closer, end, end + _LONGEST_FORMULA)
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
    return _LONG_WORD.search(_FUNCTION.sub("", _COMMAND.sub(" ", inner))) is not None


def _is_plain(inner: str) -> bool:
    """Return True if it is short and has names of variables, but no words."""
    if len(inner) > _LONGEST_PLAIN or not _LETTER.search(inner):
        return False
    if _OTHER_LETTER.search(inner):
        return False
    rest = _FUNCTION.sub("", inner)
    word = _SHORT_WORD if " " in inner else _LONG_WORD
    return word.search(rest) is None and _CURRENCY.search(inner) is None


_LONGEST_TAG: Final = 4_000
_LONGEST_LINK: Final = 300
_OPENER: Final = lazy_regex.compile(r"\{(?:\{[<%]?|%)")
# In braces at most one level deep, as in `{{ f({a: 1}) }}`; no blank line.
_VARIABLE: Final = lazy_regex.compile(
    r"\{\{\{?(?:[^{}\n]|\n(?![ \t]*\n)|\{[^{}\n]*\})*\}\}\}?",
)
_NAME: Final = lazy_regex.compile(r"\{(?:\{[<%]|%-?)[ \t\n]*([\w-]+)")
_OTHER_TEMPLATE: Final = {
    **{
        name: lazy_regex.compile(rf"\{{\{{[<%][ \t]*(/?)[ \t]*{name}(?![\w-])")
        for name in ("highlight", "code", "codeblock", "code-toggle")
    },
    **{
        f"%{name}": lazy_regex.compile(rf"\{{%-?[ \t]*(end)?{name}(?![\w-])")
        for name in ("highlight", "raw", "codeblock")
    },
}
"""By the name of what holds code, Liquid's after a ``%``: a pattern of the next such tag; group 1
matches if it closes."""
_FENCE: Final = lazy_regex.compile(r"\n[ \t]*(?:```|~~~)")
_NOWHERE: Final = (-1, -1)


def template_end(text: str, at: int) -> int:
    """Return the offset behind the shortcode or tag of Liquid that begins at a brace; 0: none."""
    if text.startswith("{%", at):
        start, opener, closer = at + 2, "{%", "%}"
    elif text.startswith("{{<", at):
        start, opener, closer = at + 3, "{{<", ">}}"
    elif text.startswith("{{%", at):
        start, opener, closer = at + 3, "{{%", "%}}"
    else:
        return 0
    close = text.find(closer, start, start + _LONGEST_TAG)
    if close < 0 or text.find(opener, start, close) >= 0 or text.find("\n\n", start, close) >= 0:
        return 0
    return close + len(closer)


def template_body(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the code ends that a tag opens, and where the tag ends that closes it.

    The tag begins at ``at`` and ends at ``end``, behind which the code begins. -1: it opens none,
    or nothing closes it before another of its name opens.
    """
    m = _NAME.match(text, at, end)
    if m is None or text.startswith("/>}}", end - 4):
        return _NOWHERE
    name = m[1] if text.startswith("{{", at) else f"%{m[1]}"
    other = _OTHER_TEMPLATE.get(name)
    closing = other.search(text, end) if other is not None else None
    if closing is None or not closing[1]:
        return _NOWHERE
    stop = closing.start()
    close = template_end(text, stop)
    # Whole articles stand in {% raw %} for what their fences hold: the rest of them is prose.
    if not close or (name == "%raw" and _FENCE.search(text, end, stop) is not None):
        return _NOWHERE
    return stop, close


def holds_code(text: str, at: int) -> bool:
    """Return True if the tag at a brace opens code that is closed on another line."""
    end = template_end(text, at)
    stop = template_body(text, at, end)[0] if end else -1
    return stop >= 0 and text.find("\n", end, stop) >= 0


def template_spans(text: str, prose: str, live: bool) -> list[tuple[int, int, int]]:
    """Return what is no prose of the templates in a text: where it begins and ends, and which of
    ``MARKED`` and ``SHOWN`` it is; in order.

    ``prose`` is the mask so far, in which code is not looked at. ``live``: variables and Liquid's
    tags are read by a generator, and not left over.
    """
    found: list[tuple[int, int, int]] = []
    m = _OPENER.search(text)
    while m is not None:
        at, after = m.span()
        if prose[at] == "{":
            after = _template(text, prose, at, live, found) or after
        m = _OPENER.search(text, after)
    found.sort()
    return found


def _template(text: str, prose: str, at: int, live: bool, found: list[tuple[int, int, int]]) -> int:
    """Add the template at a brace to what is found; return where the search goes on, 0: it is
    none."""
    end = template_end(text, at)
    if not end:
        m = _VARIABLE.match(text, at) if live else None
        if m is None or prose[m.end() - 1] != "}":
            return 0
        found += _addressed(text, at, m.end(), SHOWN)
        return m.end()
    if prose[end - 1] != "}":
        return 0
    if text.startswith("{{", at):
        # One in a comment is shown as it is written.
        found += _addressed(text, at, end, SHOWN if text.startswith("/*", at + 3) else MARKED)
    elif live:
        found += _addressed(text, at, end, MARKED)
    stop, close = template_body(text, at, end)
    if stop >= 0 and prose[stop] == "{":
        found.append((end, close, SHOWN))
        return close
    return end


def _addressed(text: str, at: int, end: int, fill: int) -> list[tuple[int, int, int]]:
    """Return what is no prose of a template, together with the link whose address it begins."""
    if text.startswith("](", at - 2):
        opened = text.rfind("[", max(at - _LONGEST_LINK, 0), at - 2)
        close = text.find(")", end, end + _LONGEST_LINK)
        label = text[opened : at - 2]
        if opened >= 0 and close >= 0 and "]" not in label and "\n" not in label:
            if not any(map(str.isspace, text[end:close])):
                if text.startswith("!", opened - 1):
                    return [(opened - 1, close + 1, SHOWN)]
                return [(opened, opened + 1, MARKED), (at - 2, close + 1, MARKED)]
    return [(at, end, fill)]


_TAG: Final = lazy_regex.compile(r"<(script|style|pre)(?=[\s>])[^<>]*>", lazy_regex.IGNORECASE)
_OTHER_TAG: Final = {
    name: lazy_regex.compile(rf"<(/)?{name}(?=[\s>])", lazy_regex.IGNORECASE)
    for name in ("script", "style", "pre")
}
"""Patterns of the next tag of a name; group 1 matches if it closes."""


def element_content(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the text of the element begins and ends whose tag is at an offset; -1: none is
    closed before ``end``, or another of its name opens before."""
    m = _TAG.match(text, at, end)
    return (-1, -1) if m is None else (m.end(), _close(text, m[1], m.end(), end))


def element_over_lines(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the text begins and ends of the first element whose tag is in a stretch of the
    text and which is closed on another line; -1: there is none."""
    m = _TAG.search(text, at, end)
    while m is not None:
        start = m.end()
        close = _close(text, m[1], start, len(text))
        if close >= 0 and text.find("\n", start, close) >= 0:
            return start, close
        m = _TAG.search(text, start, end)
    return -1, -1


def _close(text: str, name: str, start: int, end: int) -> int:
    m = _OTHER_TAG[name.lower()].search(text, start, end)
    return m.start() if m is not None and m[1] else -1
