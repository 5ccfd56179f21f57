"""The URLs of a document, and the parts of a URL."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.annotations import Target as Target
from contentlint.model.annotations import Targets as Targets
from contentlint.model.document import BARE, IMAGE_REF, KINDS, LINK, Document, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_ESCAPE: Final = lazy_regex.compile(r"\\([!-/:-@\[-`{-~])")


def split(url: str) -> tuple[str, str, str, str]:
    """Return scheme, authority, path and the rest (query and fragment with their marks).

    ``urllib.parse`` accepts and silently repairs almost everything; a linter must see what is
    written.
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
    """Return the host of an authority, without user information and port, in lower case."""
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def url_host(url: str) -> str:
    """Return the host of a URL, as ``host_of`` does; ``""`` if it has none."""
    return host_of(split(url)[1])


def targets(doc: Document) -> Targets:
    """Return the URLs of links, images and running text; ask through ``doc.fact(targets)``.

    A URL that is only the text of a link is left out; so are ``data:`` and relative destinations.
    """
    text = doc.text
    found, bare = [], []
    shown = 0
    new = tuple.__new__  # half the time of the constructor of a NamedTuple
    for node in doc.nodes:
        kind, start, end = node.kind, node.dest, node.dest_end
        url = text[start:end]
        if kind == BARE:
            if start >= shown:
                bare.append(target := new(Target, (start, end, url, "bare")))
                found.append(target)
            continue
        if kind == LINK:
            shown = node.last
        if kind != IMAGE_REF and is_address(url):
            found.append(new(Target, (start, end, url, KINDS[kind])))
    return Targets(found, bare)


def joined(doc: Document) -> str:
    """Return the URLs of all targets, one per line, for one search in all of them; ask through
    ``doc.fact(joined)``."""
    return "\n".join([target[2] for target in doc.fact(targets).all])


def selected(doc: Document, wanted: trigger.Nodes) -> list[Target]:
    """Return the targets whose nodes, of ``trigger.ADDRESSES`` or ``LABELS``, meet a trigger."""
    found = [target_of(doc, doc.nodes[number]) for number in doc.places(wanted)]
    return [target for target in found if target is not None]


def target_of(doc: Document, node: Node) -> Target | None:
    """Return a node of ``trigger.ADDRESSES`` or ``LABELS`` as a target; None if it has no
    address."""
    start, end = node.dest, node.dest_end
    url = doc.text[start:end]
    if node.kind != BARE and not is_address(url):
        return None
    return tuple.__new__(Target, (start, end, url, KINDS[node.kind]))


def is_address(url: str) -> bool:
    """Return True if a destination has a scheme and ``://``, and is no ``data:``."""
    return "://" in url and url[0] not in "/#." and url[:5] != "data:"


WHOLE: Final = ("://", "s://")
ODD_SCHEME: Final = trigger.without("http", WHOLE)
"""The trigger of ``odd_schemes``."""


def odd_schemes(doc: Document) -> list[int]:
    """Return the offsets of ``http`` without ``://``: words, code, and damaged URLs.

    It is one search for all rules about such URLs; ask through ``doc.fact(odd_schemes)``.
    """
    text = doc.text
    found: list[int] = []
    at = text.find("http")
    while at >= 0:
        if not text.startswith(WHOLE, at + 4):
            found.append(at)
        at = text.find("http", at + 4)
    return found


def unescaped(url: str) -> str:
    """Return a destination without Markdown's backslash escapes."""
    return _ESCAPE.sub(r"\1", url) if "\\" in url else url
