"""Links whose page has moved for good, with the URL that it has now."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.checks.sources import _observed
from contentlint.checks.sources._observed import Seen
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Fix
from contentlint.model.document import Document
from contentlint.model.observation import Observation
from contentlint.text.urls import find, identity

if TYPE_CHECKING:
    import re

_DAY = 86_400
_DAYS = 2
"""A move that was seen on so many days is no mishap of an afternoon."""
_AMP = "/amp"
_LOGIN = lazy_regex.compile(
    r"/(?:log-?in|sign-?in|auth|sso|account|accounts|register|consent)(?:[/.?]|$)",
    lazy_regex.IGNORECASE,
)
_ESCAPES = lazy_regex.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_TITLE = "link to the page where it is now"


def needs() -> tuple[trigger.Need, ...]:
    return _observed.NEEDS


def check(doc: Document) -> Iterator[Finding]:
    for seen in _observed.of_kind(doc, "moved"):
        yield Finding(seen.span, {"target": seen.known.final}, _fix(doc, seen))


def _fix(doc: Document, seen: Seen) -> Fix | None:
    old, known = doc.text[seen.span.start : seen.span.end], seen.known
    same = _respelled(old, known.final)
    if same == old:  # only small letters in codes of bytes have become capitals
        return None
    if same:
        safe = _days(known) >= _DAYS
        return _observed.replaced(doc, seen, same, safe=safe, title=_TITLE)
    # Who is not logged in does not see where the page is.
    if _LOGIN.search(find.split(known.final)[2]):
        return None
    target, fragment = identity.without_fragment(known.final)
    own = identity.without_fragment(seen.url)[1]
    whole = target if old.isascii() else _readable(target)
    fragment = fragment or own
    new = _observed.written(f"{whole}#{fragment}" if fragment else whole, seen)
    if not new or new == old:
        return None
    return _observed.replaced(doc, seen, new, safe=False, title=_TITLE)


def _days(known: Observation) -> int:
    """Return on how many days the page was seen where it is now."""
    looks = (look for look in known.looks if look.kind == "moved" and look.final == known.final)
    return len({look.at // _DAY for look in looks})


def _respelled(old: str, final: str) -> str:
    """Return a destination with the form of host and path that its page has now, and otherwise as
    it was written; ``""`` if more has changed."""
    scheme, authority, path, rest = find.split(old)
    new_scheme, new_authority, new_path, new_rest = find.split(final)
    if (scheme, new_scheme) not in _SCHEMES or "@" in authority + new_authority:
        return ""
    if identity.MASK in final or not _is_same_host(
        find.host_of(authority), find.host_of(new_authority)
    ):
        return ""
    if _port(authority) not in _USUAL[scheme] or _port(new_authority) not in _USUAL[new_scheme]:
        return ""
    if _query(rest) != _query(new_rest):
        return ""
    path = _respelled_path(path, new_path)
    if not path:
        return ""
    host = new_authority.partition(":")[0]
    if host.lower() == authority.partition(":")[0].lower():
        host = authority.partition(":")[0]
    return f"{new_scheme}://{host}{path if path != '/' or new_path else ''}{rest}"


_SCHEMES = frozenset({("http", "http"), ("http", "https"), ("https", "https")})
_USUAL = {"http": ("", "80"), "https": ("", "443")}


def _port(authority: str) -> str:
    return authority.rpartition(":")[2] if ":" in authority else ""


def _is_same_host(old: str, new: str) -> bool:
    if old.removeprefix("m.") == new:
        return True
    return old.removeprefix("www.") == new.removeprefix("www.")


def _query(rest: str) -> list[str]:
    """Return the parameters of a query, sorted."""
    query = identity.plain(rest).partition("#")[0].removeprefix("?")
    return sorted(query.split("&"))


def _respelled_path(old: str, new: str) -> str:
    """Return a path as it was written, but for ``/amp`` and a slash at its end; ``""`` if it is
    another one."""
    there, target = _bytes(old), _bytes(new)
    if there == target:
        # The codes of bytes are the same in small letters and capitals.
        return old or "/"
    if there + b"/" == target:
        return old + "/"
    if there.removesuffix(b"/") == target:
        return old.removesuffix("/") or "/"
    if there.rstrip(b"/").removesuffix(_AMP.encode()) == target.rstrip(b"/"):
        kept = old.rstrip("/").removesuffix(_AMP)
        return kept + "/" if new.endswith("/") else kept
    return ""


def _bytes(path: str) -> bytes:
    """Return the bytes that a path denotes: encoded slashes stay, which are no separators."""
    plain = identity.plain(path).replace("%2F", "%252F").replace("%2f", "%252F")
    return unquote_to_bytes(plain.encode("utf-8", "surrogateescape")) or b"/"


def _readable(url: str) -> str:
    """Return a URL with the letters that its path and query encode, as its author writes them."""

    def letters(match: re.Match[str]) -> str:
        text = match[0]
        try:
            decoded = unquote_to_bytes(text).decode("utf-8")
        except UnicodeDecodeError:
            return text
        return decoded if all(map(str.isalnum, decoded)) else text

    return _ESCAPES.sub(letters, url)
