"""Unified diffs that ``git apply`` and ``patch`` take, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from difflib import diff_bytes, unified_diff

_TOO_MANY = 4000
"""Changed lines between the first and the last change from which they are one hunk: finding the
smallest difference is quadratic."""
_CONTEXT = 3
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def diff(path: str, old: bytes, new: bytes) -> bytes:
    """The difference of a file's bytes, to be applied in the current folder with ``-p1``.

    Lines end at ``\\n`` only; a ``\\r`` before it is a part of the line, as it
    is for ``patch``.
    """
    name = _name(path)
    before, after = _lines(old), _lines(new)
    lines = _hunks(before, after)
    head = b"--- " + _quoted(b"a/" + name) + b"\n+++ " + _quoted(b"b/" + name) + b"\n"
    body = b"".join(line if line.endswith(b"\n") else line + _NO_NEWLINE for line in lines)
    return head + body if body else b""


def _name(path: str) -> bytes:
    shown = os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)
    return os.fsencode(shown).replace(os.sep.encode(), b"/").lstrip(b"/")


_ESCAPES = {0x09: b"\\t", 0x0A: b"\\n", 0x0D: b"\\r", 0x22: b'\\"', 0x5C: b"\\\\"}


def _quoted(name: bytes) -> bytes:
    """A name as git writes it: quoted where a byte of it could be misread, with a tab behind
    it where it holds a space."""
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


def _hunks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[bytes]:
    """The hunks; what is the same at both ends is not looked at."""
    shorter = min(len(old), len(new))
    first = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    last = next((i for i in range(shorter - first) if old[-1 - i] != new[-1 - i]), shorter - first)
    if first == len(old) == len(new):
        return
    start = max(first - _CONTEXT, 0)
    old_end, new_end = len(old) - last, len(new) - last
    if max(old_end - first, new_end - first) > _TOO_MANY:
        yield from _one_hunk(old, new, first, (old_end, new_end))
        return
    behind = min(last, _CONTEXT)
    pieces = old[start : old_end + behind], new[start : new_end + behind]
    for line in list(diff_bytes(unified_diff, *pieces, n=_CONTEXT, lineterm=b"\n"))[2:]:
        yield _moved(line, start) if line.startswith(b"@@ -") else line


def _moved(head: bytes, by: int) -> bytes:
    """A hunk's head, whose pieces begin ``by`` lines into the file."""

    def place(part: bytes) -> bytes:
        sign, (number, comma, count) = part[:1], part[1:].partition(b",")
        return sign + b"%d" % (int(number) + by) + comma + count

    _, old, new, end = head.split(b" ", 3)
    return b" ".join((b"@@", place(old), place(new), end))


def _one_hunk(
    old: Sequence[bytes], new: Sequence[bytes], first: int, ends: tuple[int, int]
) -> Iterator[bytes]:
    start = max(first - _CONTEXT, 0)
    behind = old[ends[0] : ends[0] + _CONTEXT]
    sizes = ends[0] - start + len(behind), ends[1] - start + len(behind)
    yield b"@@ -%d,%d +%d,%d @@\n" % (start + 1, sizes[0], start + 1, sizes[1])
    yield from (b" " + line for line in old[start:first])
    yield from (b"-" + line for line in old[first : ends[0]])
    yield from (b"+" + line for line in new[first : ends[1]])
    yield from (b" " + line for line in behind)
