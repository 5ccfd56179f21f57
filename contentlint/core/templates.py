"""What a generator of sites fills in: Hugo's shortcodes, tags of Liquid, ``{{ variables }}``.

Some of them hold code, as a fence does. Other dialects are not read.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.core.mask import MARKED, SHOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LONGEST_TAG: Final = 4_000
_LONGEST_LINK: Final = 300
_OPENER: Final = lazy_regex.compile(r"\{(?:\{[<%]?|%)")
# In braces at most one level deep, as in `{{ f({a: 1}) }}`; no blank line.
_VARIABLE: Final = lazy_regex.compile(
    r"\{\{\{?(?:[^{}\n]|\n(?![ \t]*\n)|\{[^{}\n]*\})*\}\}\}?",
)
_NAME: Final = lazy_regex.compile(r"\{(?:\{[<%]|%-?)[ \t\n]*([\w-]+)")
_OTHER: Final = {
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


def tag_end(text: str, at: int) -> int:
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


def body(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the code ends that a tag opens, and where the tag ends that closes it.

    The tag begins at ``at`` and ends at ``end``, behind which the code begins. -1: it opens none,
    or nothing closes it before another of its name opens.
    """
    m = _NAME.match(text, at, end)
    if m is None or text.startswith("/>}}", end - 4):
        return _NOWHERE
    name = m[1] if text.startswith("{{", at) else f"%{m[1]}"
    other = _OTHER.get(name)
    closing = other.search(text, end) if other is not None else None
    if closing is None or not closing[1]:
        return _NOWHERE
    stop = closing.start()
    close = tag_end(text, stop)
    # Whole articles stand in {% raw %} for what their fences hold: the rest of them is prose.
    if not close or (name == "%raw" and _FENCE.search(text, end, stop) is not None):
        return _NOWHERE
    return stop, close


def holds_code(text: str, at: int) -> bool:
    """Return True if the tag at a brace opens code that is closed on another line."""
    end = tag_end(text, at)
    stop = body(text, at, end)[0] if end else -1
    return stop >= 0 and text.find("\n", end, stop) >= 0


def spans(text: str, prose: str, live: bool) -> list[tuple[int, int, int]]:
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
    end = tag_end(text, at)
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
    stop, close = body(text, at, end)
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
