"""Finding and taking apart URLs. Positions are code points into the text given."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOCAL_PART = re.compile(r"[\w.+-]{1,64}$")
_MAIL_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_STOP = re.compile(r"[\s<>\x00\x1a\"`|\\^{}«»“”„]")
_TRAILING = ".,;:!?'\"»”’،؛؟…*_~"
_PAIRS = {")": "(", "]": "["}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}$")
_WWW_AFTER = "/.@-_"


def trim(text: str, start: int, end: int) -> int:
    """Where a URL that runs to ``end`` stops being one.

    Trailing punctuation and unmatched closing brackets belong to the sentence
    (RFC 3986 appendix C; GFM's extended autolinks).
    """
    while end > start:
        c = text[end - 1]
        if c in _TRAILING:
            end -= 1
        elif c in _PAIRS and text.count(c, start, end) > text.count(_PAIRS[c], start, end):
            end -= 1
        else:
            break
    return end


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Spans of URLs written as plain text: with a scheme and ``://``, or from ``www.``."""
    done = 0
    at = text.find("://")
    while at >= 0:
        # A scheme is at most 20 characters; looking further back would be quadratic.
        scheme = _SCHEME.search(text, max(done, at - 21), at)
        if scheme:
            start = scheme.start()
            stop = _STOP.search(text, at + 3)
            end = trim(text, at + 3, stop.start() if stop else len(text))
            yield start, end
            done = end
        at = text.find("://", max(at + 3, done))
    at = text.find("www.")
    while at >= 0:
        # Part of a URL with a scheme, of an address or of another word: not ours.
        if not text[at + 4 : at + 5].isalnum() or text[at - 1 : at].isalnum() or (
            text[at - 1 : at] in _WWW_AFTER and at > 0
        ):
            at = text.find("www.", at + 4)
            continue
        stop = _STOP.search(text, at + 4)
        end = trim(text, at + 4, stop.start() if stop else len(text))
        yield at, end
        at = text.find("www.", end)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Spans of e-mail addresses, found from their ``@``."""
    done = 0
    at = text.find("@")
    while at >= 0:
        host = _MAIL_HOST.match(text, at + 1)
        # A local part has at most 64 characters (RFC 5321), which also keeps this linear.
        local = _LOCAL_PART.search(text, max(done, at - 64), at) if host else None
        if host and local:
            yield local.start(), host.end()
            done = host.end()
        at = text.find("@", max(at + 1, done))


def split(url: str) -> tuple[str, str, str, str]:
    """Scheme, authority, path and the rest (query and fragment with their marks).

    ``urllib.parse`` accepts and silently repairs almost everything; a linter
    must see what is written.
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        scheme, rest = "", url
    cut = len(rest)
    for c in "/?#":
        at = rest.find(c)
        if 0 <= at < cut:
            cut = at
    authority, tail = rest[:cut], rest[cut:]
    cut = len(tail)
    for c in "?#":
        at = tail.find(c)
        if 0 <= at < cut:
            cut = at
    return scheme.lower(), authority, tail[:cut], tail[cut:]


def host_of(authority: str) -> str:
    """Host of an authority, without user information and port, lower-cased."""
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()
