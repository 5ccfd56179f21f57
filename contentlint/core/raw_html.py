"""Elements of HTML whose text is no prose: scripts, style sheets, preformatted text."""

from __future__ import annotations

from contentlint._util import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_TAG: Final = lazy_regex.compile(r"<(script|style|pre)(?=[\s>])[^<>]*>", lazy_regex.IGNORECASE)
_OTHER: Final = {
    name: lazy_regex.compile(rf"<(/)?{name}(?=[\s>])", lazy_regex.IGNORECASE)
    for name in ("script", "style", "pre")
}
"""Patterns of the next tag of a name; group 1 matches if it closes."""


def content(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the text of the element begins and ends whose tag is at an offset; -1: none is
    closed before ``end``, or another of its name opens before."""
    m = _TAG.match(text, at, end)
    return (-1, -1) if m is None else (m.end(), _close(text, m[1], m.end(), end))


def over_lines(text: str, at: int, end: int) -> tuple[int, int]:
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
    m = _OTHER[name.lower()].search(text, start, end)
    return m.start() if m is not None and m[1] else -1
