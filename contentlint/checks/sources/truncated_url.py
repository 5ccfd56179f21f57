"""URLs that were shortened for display, or truncated, before they were copied."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model import traits, trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.text.urls import destinations, find, hosts

if TYPE_CHECKING:
    import re

_CUT = lazy_regex.compile(
    r"\u2026|%[Ee]2%80%[Aa]6|\.\.\.$|%[0-9A-Fa-f]?$|\[(?:\.\.\.|\u2026)\]", lazy_regex.MULTILINE
)
_WITH_ELLIPSIS = trigger.Nodes(
    trigger.ADDRESSES,
    traits.BEYOND_ASCII | traits.ESCAPED_SIGN | traits.BAD_ESCAPE | traits.DOTS,
)
_BEFORE_ELLIPSIS = trigger.Nodes(
    trigger.BARE_URLS, 0, trigger.SPACES | trigger.LINE_ENDS | trigger.classes_of(".\u2026")
)
"""Before an ellipsis, or the end of a line."""
_NOT_ASCII = lazy_regex.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
# A prefilled title, as in `?title=Add+the+bridge+of…`.
_WORDS = lazy_regex.compile(r"[?&][^=&#]+=[^&#]*(?:\+|%20)[^&#]*(?:\u2026|%[Ee]2%80%[Aa]6|\.\.\.)$")
# The rest of a destination that was broken across two lines.
_REST = lazy_regex.compile(r"\n[^\s()<>\[\]]+\)")
_WHOLE = frozenset({"www", "localhost"})
_SHORT = "\u2026", "..."


def needs() -> tuple[trigger.Need, ...]:
    return (_WITH_ELLIPSIS, _BEFORE_ELLIPSIS)


def check(doc: Document) -> Iterator[Finding]:
    text = doc.text
    for start, end, url, kind in find.selected(doc, _WITH_ELLIPSIS):
        m = _CUT.search(url)
        if m and _is_cut(url, m) and not (kind != "bare" and _WORDS.search(url)):
            yield Finding(Span(start, end), {"reason": _reason(m[0], m.end() < len(url))})
    for start, end, url, _ in find.selected(doc, _BEFORE_ELLIPSIS):
        if text.startswith(_SHORT, end) and _was_cut(url):
            stop = end + (1 if text[end] == "\u2026" else 3)
            yield Finding(Span(start, stop), {"reason": _reason("...", False)})
        elif destinations.is_broken(doc, start):
            rest = text[end : doc.line_span(doc.line_at(end)).end]
            if not rest.strip():
                m = _REST.match(text, end + len(rest))
                span = Span(start, m.end() - 1 if m else end)
                yield Finding(span, {"reason": "the link is never closed"})


def _is_cut(url: str, m: re.Match[str]) -> bool:
    """Return True if the match is a truncation.

    A query may contain any text, and a slug made from a title may keep its ellipsis, as it keeps
    other non-ASCII letters.
    """
    start, end = m.span()
    if end == len(url):
        return "#:~:" not in url
    if "?" in url[:start] or "#" in url[:start]:
        return False
    rest = url[:start] + url[end:]
    return rest.isascii() and not _NOT_ASCII.search(rest)


def _was_cut(url: str) -> bool:
    """Return True if an ellipsis after a URL stands for the rest of it.

    It does after the beginning of a path or of a host. After a complete host, a slash, or nothing
    ("addresses like https://...") it belongs to the sentence.
    """
    scheme, authority, path, rest = find.split(url)
    if path.strip("/") or rest:
        return url[-1] not in "/?#=" and "#:~:" not in rest
    host = authority.lower().removeprefix("www.")
    return bool(scheme) and host[-1:].isalnum() and not hosts.has_tld(host) and host not in _WHOLE


def _reason(sign: str, goes_on: bool) -> str:
    if sign[0] == "%" and len(sign) < 4:
        return f"ends in {sign}"
    return "contains an ellipsis" if goes_on else "an ellipsis replaces the rest"
