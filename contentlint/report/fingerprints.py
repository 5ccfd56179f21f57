"""What a finding is known by when another program meets it again in a later report.

The key is made of path, code and content, never of line numbers, so that it stays while text
is added and removed elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from contentlint.model.diagnostic import Diagnostic, Position

LinesOf = Callable[[str], Sequence[str]]
"""The lines of a file by its path, without their ends; empty: they cannot be had."""


def fingerprints(
    diagnostics: Iterable[Diagnostic], lines_of: LinesOf, name_of: Callable[[str], str] = str
) -> Iterator[str]:
    """16 hexadecimal digits for each finding, in order; give all of a file, sorted.

    Equal findings of a file (same code, same text but for white space) are told apart by
    counting them. ``name_of`` says what of a path goes in: two findings in different files
    have one fingerprint where it gives the same for both. The content is what the finding
    itself says of it (``Diagnostic.fingerprint``), else its lines, else its message.
    """
    lines = lru_cache(maxsize=4)(lines_of)
    met: Counter[tuple[str, str, str]] = Counter()
    for d in diagnostics:
        text = d.fingerprint or content(lines(d.path), d.position)
        key = (d.path, d.code, d.message if text is None else text)
        yield _hash(name_of(d.path), d.code, str(met[key]), key[2])
        met[key] += 1


def content(lines: Sequence[str], place: Position) -> str | None:
    """The lines of a range, every run of white space as one space; None: they are not there."""
    last = last_line(place)
    if last > len(lines):
        return None
    return " ".join(" ".join(lines[place.line - 1 : last]).split())


def last_line(place: Position) -> int:
    """The last line of which a range has something; an end in column 1 is the line end before."""
    line, _, end_line, end_column = place
    return end_line - 1 if end_column == 1 and end_line > line else end_line


def _hash(*parts: str) -> str:
    # NUL is in no path, code or number, and only in the last part.
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=8).hexdigest()
