"""Explicit levels of the Unicode Bidirectional Algorithm: rules P2-P3, X1-X10, BD9.

Classes are the letters that ``bidi_resolve`` names, and ``e r o v p`` for
LRE RLE LRO RLO PDF.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple

_FIRST_STRONG = lazy_regex.compile(rb"[LRAijfqB]")
_ISOLATE = lazy_regex.compile(rb"[ijfqB]")
_EXPLICIT = lazy_regex.compile(rb"[erovpijfqB]")
_EMBEDDINGS = {ord("e"): (0, b""), ord("r"): (1, b""), ord("o"): (0, b"L"), ord("v"): (1, b"R")}
_INITIATORS = frozenset(b"ijf")
_PDF, _PDI, _FSI, _LRI, _B = b"pqfiB"
_ANY = b"LRAENPTCMSWOijfq"
_OVERRIDDEN = {side: bytes.maketrans(_ANY, side * len(_ANY)) for side in (b"L", b"R")}
_MAX_DEPTH = 125


def matching(kinds: bytes) -> dict[int, int]:
    """BD9: the PDI of each isolate that is closed in its paragraph."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for m in _ISOLATE.finditer(kinds):
        kind = kinds[m.start()]
        if kind == _B:
            open_.clear()
        elif kind != _PDI:
            open_.append(m.start())
        elif open_:
            found[open_.pop()] = m.start()
    return found


def first_strong(kinds: bytes, start: int, end: int, match: dict[int, int], default: int) -> int:
    """P2-P3 between two offsets: 0 or 1, ``default`` without strong character outside isolates."""
    at = start
    while True:
        found = _FIRST_STRONG.search(kinds, at, end)
        if found is None or found[0] == b"B":
            return default
        if found[0] in b"LRA":
            return int(found[0] != b"L")
        at = found.end()
        if found[0] != b"q":
            if found.start() not in match:
                return default
            at = match[found.start()]


class Run(NamedTuple):
    """Characters of one level that stand together once X9 has removed some."""

    level: int
    parts: list[tuple[int, int]]


class _Status(NamedTuple):
    level: int
    override: bytes
    isolate: bool


class Embeddings:
    """X1-X8, walked through on construction.

    Attributes:
        runs: the level runs, in order; a part may hold characters of class BN.
        kinds: the classes with overrides applied.
        levels: the embedding level of each character.
    """

    def __init__(self, kinds: bytes, base: int) -> None:
        self.kinds = bytearray(kinds)
        self.levels = bytearray(len(kinds))
        self.runs: list[Run] = []
        self._original = kinds
        self._match = matching(kinds)
        self._stack = [_Status(base, b"", False)]
        self._lost_isolates = self._lost_embeddings = self._isolates = 0
        done = 0
        for m in _EXPLICIT.finditer(kinds):
            at = m.start()
            if done < at:
                self._add(done, at)
            done = at + 1
            self._control(kinds[at], at)
        if done < len(kinds):
            self._add(done, len(kinds))

    def _control(self, kind: int, at: int) -> None:
        self.levels[at] = self._stack[-1].level
        if kind in _EMBEDDINGS:
            direction, override = _EMBEDDINGS[kind]
            if not self._push(direction, override, isolate=False) and not self._lost_isolates:
                self._lost_embeddings += 1
        elif kind == _PDF:
            self._pop()
        elif kind == _PDI:
            self._end_isolate()
            self._add(at, at + 1)
        elif kind == _B:
            del self._stack[1:]
            self._lost_isolates = self._lost_embeddings = self._isolates = 0
            self._add(at, at + 1)
        else:
            self._add(at, at + 1)
            direction = int(kind != _LRI)
            if kind == _FSI:
                end = self._match.get(at, len(self._original))
                direction = first_strong(self._original, at + 1, end, self._match, 0)
            if self._push(direction, b"", isolate=True):
                self._isolates += 1
            else:
                self._lost_isolates += 1

    def _push(self, direction: int, override: bytes, *, isolate: bool) -> bool:
        """Open the next level of a direction; False where there is no room for it."""
        level = self._stack[-1].level + 1
        level += (level ^ direction) & 1
        if level > _MAX_DEPTH or self._lost_isolates or self._lost_embeddings:
            return False
        self._stack.append(_Status(level, override, isolate))
        return True

    def _pop(self) -> None:
        """X7."""
        if self._lost_isolates:
            return
        if self._lost_embeddings:
            self._lost_embeddings -= 1
        elif not self._stack[-1].isolate and len(self._stack) > 1:
            self._stack.pop()

    def _end_isolate(self) -> None:
        """X6a."""
        if self._lost_isolates:
            self._lost_isolates -= 1
        elif self._isolates:
            self._lost_embeddings = 0
            while not self._stack.pop().isolate:
                pass
            self._isolates -= 1

    def _add(self, start: int, end: int) -> None:
        level, override, _ = self._stack[-1]
        if override:
            part = self.kinds[start:end]
            self.kinds[start:end] = part.translate(_OVERRIDDEN[override])
        if self.runs and self.runs[-1].level == level:
            self.runs[-1].parts.append((start, end))
        elif self.kinds[start:end].strip(b"b"):
            self.runs.append(Run(level, [(start, end)]))
        else:  # X9 removes all of it
            self.levels[start:end] = bytes((level,)) * (end - start)

    def sequences(self, base: int) -> Iterator[tuple[list[tuple[int, int]], int, bytes, bytes]]:
        """X10: parts, level, sos and eos of each isolating run sequence."""
        kinds, match, runs = self._original, self._match, self.runs
        begins = {run.parts[0][0]: index for index, run in enumerate(runs)}
        closers = set(match.values())
        for index, run in enumerate(runs):
            if run.parts[0][0] in closers:
                # The sequence that its isolate stands in has it.
                continue
            parts = list(run.parts)
            last = index
            while True:
                end = parts[-1][1] - 1
                following = begins.get(match.get(end, -1))
                if following is None:
                    break
                last = following
                parts += runs[last].parts
            before = runs[index - 1].level if index else base
            after = runs[last + 1].level if last + 1 < len(runs) else base
            if kinds[end] in _INITIATORS:
                after = base
            sos, eos = (b"R" if max(run.level, side) & 1 else b"L" for side in (before, after))
            yield parts, run.level, sos, eos
