"""Finding and taking apart URLs. Positions are code points into the text given."""

from __future__ import annotations

from bisect import bisect_right

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.annotations import Target as Target
from contentlint.model.annotations import Targets as Targets
from contentlint.model.characters import is_space
from contentlint.model.document import BARE, IMAGE_REF, KINDS, LINK, Document, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_MAIL_HOST: Final = lazy_regex.compile(r"[\w-]+(?:\.[\w-]+)+")
# What ends a URL in running text, white space aside, and the brackets that may. Chinese and
# Japanese write no space after a URL, so their punctuation ends it too.
_STOPS: Final = '<>\x00\x1a"`|\\^{}()[]'
_FAR_STOPS: Final = "«»“”„，。、；：？！（）【】《》「」『』"


def _ends() -> bytes:
    """By the code point below 128: whether it may end a URL."""
    return bytes(chr(c).isspace() or chr(c) in _STOPS for c in range(128))


_ENDS: Final = _ends()
_TRAILING: Final = ".,;:!?'\"»”’،؛؟…*_~"
_PAIRS: Final = {")": "(", "]": "["}
# The literal first, and what may stand before it afterwards: `re` skips ahead by a literal, and
# takes a quarter of the time that a set of characters takes.
_WWW: Final = lazy_regex.compile(r"\.(?<=[Ww][Ww][Ww]\.)(?=\w)")
_ESCAPE: Final = lazy_regex.compile(r"\\([!-/:-@\[-`{-~])")


def trim(text: str, start: int, end: int) -> int:
    """Where a URL that runs to ``end`` stops being one.

    Trailing punctuation and unmatched closing brackets belong to the sentence
    (RFC 3986 appendix C; GFM's extended autolinks).
    """
    unmatched: dict[str, int] = {}
    while end > start:
        c = text[end - 1]
        if c in _PAIRS:
            # Counted once: every bracket dropped below is one unmatched bracket fewer.
            if c not in unmatched:
                unmatched[c] = text.count(c, start, end) - text.count(_PAIRS[c], start, end)
            if unmatched[c] <= 0:
                break
            unmatched[c] -= 1
        elif c not in _TRAILING:
            break
        end -= 1
    return end


def _end(text: str, start: int) -> int:
    """Where a URL ends whose scheme and slashes end at ``start``: at the first character
    that no URL holds, or at a closing bracket that it did not open; then trimmed."""
    ends = _ENDS
    round_ones: i64 = 0
    square_ones: i64 = 0
    at: i64 = start
    size: i64 = len(text)
    while at < size:
        c: i64 = ord(text[at])
        if c >= 0x80:
            if is_space(c) or chr(c) in _FAR_STOPS:
                break
        elif ends[c]:
            if c == 40:  # (
                round_ones += 1
            elif c == 91:  # [
                square_ones += 1
            elif c == 41 and round_ones:
                round_ones -= 1
            elif c == 93 and square_ones:
                square_ones -= 1
            else:
                break
        at += 1
    return trim(text, start, at)


def places(text: str, what: str) -> list[int]:
    """Offsets of every ``://`` or ``www.``."""
    found: list[int] = []
    at = text.find(what)
    while at >= 0:
        found.append(at)
        at = text.find(what, at + 1)
    return found


def standing(text: str, places: list[int], what: str) -> list[int]:
    """Those of some places where it stands in a text."""
    first, size = what[0], len(what)
    # Most are a mark by now.
    return [at for at in places if text[at] == first and text[at : at + size] == what]


def bare_urls(
    text: str, schemes: list[int], www: list[int], capitals: bool = True
) -> list[tuple[int, int]]:
    """Spans of URLs written as plain text: with a scheme and ``://``, in order, then from ``www.``,
    in order; of ``WWW.`` only where there is another address.

    ``schemes`` and ``www``: the ``places`` of ``://`` and of ``www.``; ``capitals``: whether it may
    stand there in letters that are not all small.
    """
    found: list[tuple[int, int]] = []
    done = 0
    for at in schemes:
        # A scheme is at most 21 characters; looking further back would be quadratic.
        scheme = _scheme(text, max(done, at - 21), at) if at >= done else -1
        if scheme >= 0:
            done = _end(text, at + 3)
            found.append((scheme, done))
    with_scheme = len(found)
    done = 0
    for start in _beginnings(text, schemes, www, capitals):
        if start and (text[start - 1] in "_./@-" or text[start - 1].isalnum()):
            continue
        # Not inside a URL that was found already.
        if start >= done:
            before = bisect_right(found, (start, len(text)), 0, with_scheme)
            if not before or start >= found[before - 1][1]:
                done = _end(text, start + 4)
                found.append((start, done))
    return found


def _scheme(text: str, low: i64, end: i64) -> i64:
    """Where a scheme begins that ends at an offset, and from ``low`` on; -1: nowhere."""
    at = _line_end(text, low, end)
    found: i64 = -1
    while at > low:
        at -= 1
        c: i64 = ord(text[at])
        if 97 <= c <= 122 or 65 <= c <= 90:
            found = at
        elif not (48 <= c <= 57 or c == 43 or c == 45 or c == 46):
            break
    return found


def _local_part(text: str, low: i64, end: i64) -> i64:
    """The same of what may stand before the ``@`` of an address."""
    at = _line_end(text, low, end)
    found: i64 = -1
    while at > low:
        at -= 1
        c: i64 = ord(text[at])
        if not (97 <= c <= 122 or 43 <= c <= 57 or c == 95) or c == 44 or c == 47:
            if c < 0x80 and not 65 <= c <= 90:
                break
            if not text[at].isalnum():
                break
        found = at
    return found


def _line_end(text: str, low: i64, end: i64) -> i64:
    """An address may be broken before its ``://`` or ``@``."""
    if end > low and ord(text[end - 1]) == 10:
        return end - 1
    return end


def _beginnings(text: str, schemes: list[int], www: list[int], capitals: bool) -> list[int]:
    """Offsets of every ``www.`` before a word, in letters of either size; of none where all are
    of both sizes, or where all are of capitals and there is no other address."""
    if not capitals:
        # A regular expression looks at each full stop of the text.
        return [at for at in www if (c := text[at + 4 : at + 5]).isalnum() or c == "_"]
    if not www and not ((schemes or "@" in text) and "WWW." in text):
        return []
    return [m.start() - 3 for m in _WWW.finditer(text)]


def emails(text: str) -> list[tuple[int, int]]:
    """Spans of e-mail addresses, found from their ``@``."""
    found: list[tuple[int, int]] = []
    done = 0
    at = text.find("@")
    while at >= 0:
        # A local part has at most 64 characters (RFC 5321), which also keeps this linear.
        local = _local_part(text, max(done, at - 64), at)
        host = _MAIL_HOST.match(text, at + 1) if local >= 0 else None
        if host:
            found.append((local, host.end()))
            done = host.end()
        at = text.find("@", max(at + 1, done))
    return found


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


def targets(doc: Document) -> Targets:
    """The URLs that links, images and running text lead to; ask through ``doc.fact(targets)``.

    A URL that is only shown, as the text of a link, leads nowhere and is left
    out; so are ``data:`` and relative destinations.
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
    """Offsets of ``http`` where no ``://`` follows: words, code, and URLs that went wrong.

    One search for all rules about such URLs; ask through ``doc.fact(odd_schemes)``.
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
    """A destination without Markdown's backslash escapes."""
    return _ESCAPE.sub(r"\1", url) if "\\" in url else url
