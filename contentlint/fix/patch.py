"""Unified diffs that ``git apply`` and ``patch`` apply, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_TOO_MANY = 4000
"""The number of lines from the first to the last change above which they are one hunk: finding
the smallest difference is quadratic."""
_CONTEXT = 3
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def diff(path: str, old: bytes, new: bytes) -> bytes:
    """Return the difference of a file's bytes, to be applied in the current folder with ``-p1``.

    Neither tool accepts the name of a file above that folder. Lines end at
    ``\\n`` only; a ``\\r`` before it is part of the line, as it is for
    ``patch``.
    """
    name = _name(path)
    lines = _hunks(_lines(old), _lines(new))
    head = b"--- " + _quoted(b"a/" + name) + b"\n+++ " + _quoted(b"b/" + name) + b"\n"
    body = b"".join(line if line.endswith(b"\n") else line + _NO_NEWLINE for line in lines)
    return head + body if body else b""


def _name(path: str) -> bytes:
    shown = os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)
    return os.fsencode(shown).replace(os.sep.encode(), b"/").lstrip(b"/")


_ESCAPES = {0x09: b"\\t", 0x0A: b"\\n", 0x0D: b"\\r", 0x22: b'\\"', 0x5C: b"\\\\"}


def _quoted(name: bytes) -> bytes:
    """Return a name as git writes it: quoted if a byte could be misread, followed by a tab if it
    contains a space."""
    if not any(c in _ESCAPES or c < 0x20 or c == 0x7F for c in name):
        return name + b"\t" if b" " in name else name
    parts = [
        _ESCAPES.get(c, b"\\%03o" % c) if c in _ESCAPES or c < 0x20 or c == 0x7F else bytes((c,))
        for c in name
    ]
    return b'"' + b"".join(parts) + b'"'


def _lines(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    ended = [line + b"\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended


Change = tuple[int, int, int, int]
"""Start and end line in the old file, start and end line in the new one, half-open."""


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> list[Change]:
    """Return the differences; equal lines at both ends are skipped."""
    shorter = min(len(old), len(new))
    first = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    last = next((i for i in range(shorter - first) if old[-1 - i] != new[-1 - i]), shorter - first)
    old_end, new_end = len(old) - last, len(new) - last
    if first == old_end == new_end:
        return []
    if max(old_end - first, new_end - first) > _TOO_MANY:
        return [(first, old_end, first, new_end)]
    found = SequenceMatcher(None, old[first:old_end], new[first:new_end]).get_opcodes()
    return [
        (first + a, first + b, first + c, first + d) for tag, a, b, c, d in found if tag[0] != "e"
    ]


def _hunks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the hunks; for ``patch``, one without context after it is at the end of the file."""
    groups: list[list[Change]] = []
    for change in _changes(old, new):
        if groups and change[0] - groups[-1][-1][1] <= 2 * _CONTEXT:
            groups[-1].append(change)
        else:
            groups.append([change])
    for group in groups:
        before = min(group[0][0], _CONTEXT)
        behind = min(len(old) - group[-1][1], _CONTEXT)
        at, end = group[0][0] - before, group[-1][1] + behind
        new_at, new_end = group[0][2] - before, group[-1][3] + behind
        yield b"@@ -%s +%s @@\n" % (_range(at, end), _range(new_at, new_end))
        for old_from, old_to, new_from, new_to in group:
            yield from (b" " + line for line in old[at:old_from])
            yield from (b"-" + line for line in old[old_from:old_to])
            yield from (b"+" + line for line in new[new_from:new_to])
            at = old_to
        yield from (b" " + line for line in old[at:end])


def _range(start: int, end: int) -> bytes:
    if end - start == 1:
        return b"%d" % (start + 1)
    # An empty range is named by the line before it.
    return b"%d,%d" % (start + (end > start), end - start)
