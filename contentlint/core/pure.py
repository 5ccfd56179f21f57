"""The tables of the index, found without a compiler."""

from __future__ import annotations

from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.model import queries
from contentlint.model.characters import class_at
from contentlint.model.document import (
    BAD_ESCAPE,
    BARE,
    BEYOND_ASCII,
    DOTS,
    ESCAPED_SIGN,
    IMAGE_REF,
    INVISIBLE,
    LABEL,
    LINK,
    LONG_SLUG,
    LONG_SLUG_JOINTS,
    NO_TARGET,
    NO_TEXT,
    ODD,
    PADDED,
    QUERY,
    SLUG,
    SLUG_JOINTS,
    Document,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

ARABIC: Final = "،؛؟"
"""Comma, semicolon and question mark of the Arabic script."""
MARKS = ".,:;!?" + ARABIC
"""The marks that this module and ``index`` find."""
SMILES: Final = frozenset(f"{eyes}{mouth}" for eyes in ":;8=" for mouth in ")(DPp/")
CLOSERS = "\"'»”’)]}›」』）"
"""Closing brackets and quotes, and the straight quotes, which may be either."""
OPENERS = "([{«“‘‹„「『（"

_PLAIN: Final = lazy_regex.compile(
    r"(?:https?://|www\.)(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.){1,9}[A-Za-z]{2,63}"
    r"(?::[0-9]{1,4})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)
_ESCAPED_SIGN: Final = lazy_regex.compile("%(?:[CcEe]2|[Ee][Ff]|[Dd]8%9[Cc])")
_BAD_ESCAPE: Final = lazy_regex.compile("%(?![0-9A-Fa-f]{2})")
_NO_BREAK: Final = b"\xc2\xa0"
_ASCII_TWINS: Final = (
    (b"\xd8\x8c", b","),
    (b"\xd8\x9b", b";"),
    (b"\xd8\x9f", b"?"),
    (b"\xc2\xa0", b" "),
    (b"\xe2\x80\xaf", b" "),
)


def plain_utf8(doc: Document) -> bytes:
    """Return the prose as UTF-8, with ASCII in place of Arabic marks and no-break spaces; ask
    through ``doc.fact``."""
    data = doc.fact(queries.utf8_prose)
    # All three begin with this byte.
    if b"\xd8" in data and any(mark in doc.prose for mark in ARABIC):
        for arabic, twin in _ASCII_TWINS:
            data = data.replace(arabic, twin)
    elif _NO_BREAK[1] in data and _NO_BREAK in data:  # one byte is missed at ten times the speed
        data = data.replace(_NO_BREAK, b" ")
    return data


def places(doc: Document, *triggers: tuple[str, int, int]) -> list[list[int]]:
    """Return by trigger, a ``Chars``, the offsets that meet it; ask through ``doc.fact``."""
    pattern, numbers = _wanted(triggers)
    prose = doc.prose
    found: list[list[int]] = [[] for _ in triggers]
    for m in pattern.finditer(prose):
        at = m.start()
        before, after = class_at(prose, at - 1), class_at(prose, at + 1)
        for number in numbers[m[0]]:
            _, earlier, later = triggers[number]
            if earlier >> before & 1 and later >> after & 1:
                found[number].append(at)
    return found


@lru_cache(maxsize=256)
def _wanted(
    triggers: tuple[tuple[str, int, int], ...],
) -> tuple[re.Pattern[str], dict[str, list[int]]]:
    numbers: dict[str, list[int]] = {}
    for number, (chars, _, _) in enumerate(triggers):
        for char in set(chars):
            numbers.setdefault(char, []).append(number)
    body = "".join(map(lazy_regex.escape, sorted(numbers)))
    return lazy_regex.made(f"[{body}]" if body else "(?!)"), numbers


def nodes(doc: Document, *triggers: tuple[int, int, int, tuple[str, ...]]) -> list[list[int]]:
    """Return by trigger, a ``Nodes``, the indices in ``doc.nodes`` that meet it; ask through
    ``doc.fact``."""
    text = doc.text
    found: list[list[int]] = [[] for _ in triggers]
    shown = 0
    for at, node in enumerate(doc.nodes):
        kind = LABEL if node.kind == BARE and node.start < shown else node.kind
        if kind == LINK:
            shown = node.last
        after = class_at(text, node.end)
        for number, (kinds, wanted, later, held) in enumerate(triggers):
            if kinds >> kind & 1 and later >> after & 1:
                dest = text[node.dest : node.dest_end]
                if not held or any(map(dest.__contains__, held)):
                    if not wanted or traits_of(text, node) & wanted:
                        found[number].append(at)
    return found


def traits_of(text: str, node: Node) -> int:
    """Return the traits of a node, one bit each."""
    traits = 0
    dest = text[node.dest : node.dest_end]
    if node.kind != BARE:
        if not text[node.first : node.last].strip(INVISIBLE):
            traits |= NO_TEXT
        if len(dest) <= 1 or dest[0] in "jJ \t\n":
            traits |= NO_TARGET
        before = text[node.dest - 1]
        ends = dest[:1] + dest[-1:] if before == "<" else before
        if dest and " " in ends + text[node.end - 2]:
            traits |= PADDED
        if node.kind == IMAGE_REF or "://" not in dest or dest[0] in "/#." or dest[:5] == "data:":
            return traits
    if not _PLAIN.fullmatch(dest):
        traits |= ODD
    if not dest.isascii():
        traits |= BEYOND_ASCII
    joints = max(dest.count("-"), dest.count("_"))
    if joints >= SLUG_JOINTS:
        traits |= SLUG
    if joints >= LONG_SLUG_JOINTS:
        traits |= LONG_SLUG
    if "?" in dest:
        traits |= QUERY
    if ".." in dest:
        traits |= DOTS
    if "%" in dest:
        if _ESCAPED_SIGN.search(dest):
            traits |= ESCAPED_SIGN
        if _BAD_ESCAPE.search(dest):
            traits |= BAD_ESCAPE
    return traits
