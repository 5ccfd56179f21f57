"""The Unicode Bidirectional Algorithm (UAX #9): in which direction each character is shown.

A paragraph is resolved as a whole: levels are even where text runs from left to
right and odd where it runs from right to left.

The bidirectional classes are bytes, one per character: ``L R A E N M b B S W O`` for
L R AL EN AN NSM BN B S WS ON, ``P C T`` for ES CS ET, ``i j f q`` for LRI RLI FSI PDI,
``e r o v p`` for LRE RLE LRO RLO PDF. A rule of W1-W7 and N0-N2 is a substitution over a
whole isolating run sequence, so that most of the work is done in C.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import compress

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import MARK

if TYPE_CHECKING:
    import re


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
    """Adjacent characters of one level, after X9 has removed some."""

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


# UAX #9 BD14-BD15, as BidiBrackets.txt of Unicode 15.1 has them; opener, closer, opener ...
_PAIRS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309"
    "\u230a\u230b\u2329\u232a\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771"
    "\u2772\u2773\u2774\u2775\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed"
    "\u27ee\u27ef\u2983\u2984\u2985\u2986\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990"
    "\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998\u29d8\u29d9\u29da\u29db"
    "\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29\u2e55\u2e56\u2e57\u2e58"
    "\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011"
    "\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a\ufe5b\ufe5c\ufe5d\ufe5e"
    "\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
BRACKETS = frozenset(_PAIRS)
"""Every paired bracket."""
_CLOSER = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
# U+2329 and U+232A are canonically equivalent to U+3008 and U+3009, and pair with them.
_CLOSER["\u2329"] = "\u3009"
_BRACKET = lazy_regex.compile(f"[{lazy_regex.escape(_PAIRS)}]")
MOST_OPEN = 63
"""BD16: the size of the stack of openers."""

_MARKED = lazy_regex.compile(rb"[^M]M+")
_AFTER_ARABIC = lazy_regex.compile(rb"A[^LR]+")
_EUROPEAN_SEPARATOR = lazy_regex.compile(rb"[PC](?<=E[PC])(?=E)")
_ARABIC_SEPARATOR = lazy_regex.compile(rb"C(?<=NC)(?=N)")
_TERMINATORS = lazy_regex.compile(rb"T+")
_AFTER_LATIN = lazy_regex.compile(rb"L[^R]+")
# The neutrals that N1 gives the direction against the embedding; all others get the embedding's.
_AGAINST_ODD = lazy_regex.compile(rb"LO+(?=L)")
_AGAINST_EVEN = lazy_regex.compile(rb"[REN]O+(?=[REN])")
_MARKS = lazy_regex.compile(rb"M+")
_WEAK_AND_NEUTRAL = bytes.maketrans(b"APCTWSBijfq", b"ROOOOOOOOOO")
_NUMBERS_AS_RIGHT = bytes.maketrans(b"EN", b"RR")
_ON = ord("O")


def sequence(classes: bytes, text: str, level: int, sos: bytes, eos: bytes) -> bytes:
    """Return the resolved levels of the characters of an isolating run sequence.

    ``text`` is as long as ``classes``, or empty if there are no brackets; ``sos`` and ``eos`` are
    ``b"L"`` or ``b"R"``.
    """
    resolved = _weak(sos + classes + eos)
    if text:
        found = pairs(text, classes)
        if found:
            resolved = _brackets(resolved, classes, found, level)
    if b"O" in resolved:
        against = _AGAINST_ODD if level & 1 else _AGAINST_EVEN
        other, own = (b"L", b"R") if level & 1 else (b"R", b"L")
        resolved = against.sub(lambda m: m[0].replace(b"O", other), resolved)
        resolved = resolved.replace(b"O", own)
    return resolved[1:-1].translate(_levels(level))


def _weak(data: bytes) -> bytes:
    """W1-W7; what is left of the neutrals is ``O``."""
    if b"M" in data:
        # Nearly every mark stands on a letter of its script, and seldom more than two.
        for pair, instead in ((b"AM", b"AA"), (b"RM", b"RR"), (b"AM", b"AA")):
            data = data.replace(pair, instead)
        if b"M" in data:
            data = _MARKED.sub(_marked, data)
    numbers = b"E" in data
    if numbers and b"A" in data:
        data = _AFTER_ARABIC.sub(lambda m: m[0].replace(b"E", b"N"), data)
    if b"C" in data or b"P" in data:
        data = _EUROPEAN_SEPARATOR.sub(b"E", data)
        data = _ARABIC_SEPARATOR.sub(b"N", data)
    if numbers and b"T" in data:
        data = _TERMINATORS.sub(_terminators, data)
    data = data.translate(_WEAK_AND_NEUTRAL)
    if numbers and b"L" in data:
        data = _AFTER_LATIN.sub(lambda m: m[0].replace(b"E", b"L"), data)
    return data


def _marked(m: re.Match[bytes]) -> bytes:
    """W1: a mark takes the class of what it stands on, after an isolate's border none."""
    base = m[0][:1]
    return base + (b"O" if base in b"ijfq" else base) * (len(m[0]) - 1)


def _terminators(m: re.Match[bytes]) -> bytes:
    """W5: beside a European number they belong to it."""
    start, end = m.span()
    data = m.string
    beside = data[start - 1 : start] == b"E" or data[end : end + 1] == b"E"
    return (b"E" if beside else b"T") * (end - start)


def pairs(text: str, classes: bytes) -> list[tuple[int, int]]:
    """BD16: the pairs of brackets, by opener; those whose class is not ON are passed over."""
    found: list[tuple[int, int]] = []
    open_: list[tuple[str, int]] = []
    for m in _BRACKET.finditer(text):
        at = m.start()
        if classes[at] != _ON:
            continue
        char = m[0]
        closer = _CLOSER.get(char)
        if closer is not None:
            if len(open_) == MOST_OPEN:
                return []
            open_.append((closer, at))
            continue
        if char == "\u232a":
            char = "\u3009"
        for depth in range(len(open_) - 1, -1, -1):
            if open_[depth][0] == char:
                found.append((open_[depth][1], at))
                del open_[depth:]
                break
    found.sort()
    return found


def _brackets(resolved: bytes, classes: bytes, found: list[tuple[int, int]], level: int) -> bytes:
    """N0: the two brackets of a pair get one direction: of what they hold, and stand in."""
    own, other = (b"R", b"L") if level & 1 else (b"L", b"R")
    # Numbers count as right-to-left here; one more character in front than in ``classes``.
    strong = bytearray(resolved.translate(_NUMBERS_AS_RIGHT))
    result = bytearray(resolved)
    looked, before = 0, b""
    for start, end in found:
        opener, closer = start + 1, end + 1
        # The last strong character before each opener, read once for all of them.
        last = max(strong.rfind(b"L", looked, opener), strong.rfind(b"R", looked, opener))
        if last >= 0:
            before = bytes(strong[last : last + 1])
        looked = opener
        if strong.find(own, opener + 1, closer) >= 0:
            direction = own
        elif strong.find(other, opener + 1, closer) >= 0:
            direction = other if before == other else own
        else:
            continue
        for at in (opener, closer):
            strong[at] = result[at] = direction[0]
            # Marks on a bracket that got a direction follow it.
            marks = _MARKS.match(classes, at)
            if marks:
                strong[at + 1 : marks.end() + 1] = direction * (marks.end() - at)
                result[at + 1 : marks.end() + 1] = direction * (marks.end() - at)
    return bytes(result)


@lru_cache(maxsize=128)
def _levels(level: int) -> bytes:
    """Return a table (I1-I2) from the resolved class to the level."""
    odd = level & 1
    return bytes.maketrans(
        b"LREN", bytes((level + odd, level + 1 - odd, level + 2 - odd, level + 2 - odd))
    )


LTR, RTL = 0, 1
"""Base levels."""

_LETTERS = {
    "L": "L", "R": "R", "AL": "A", "EN": "E", "ES": "P", "ET": "T", "AN": "N", "CS": "C",
    "NSM": "M", "BN": "b", "B": "B", "S": "S", "WS": "W", "ON": "O", "LRE": "e", "RLE": "r",
    "LRO": "o", "RLO": "v", "PDF": "p", "LRI": "i", "RLI": "j", "FSI": "f", "PDI": "q",
}  # fmt: skip
# What a code point without a character has until it gets one (DerivedBidiClass.txt, @missing).
_UNASSIGNED = (
    (0x0590, 0x05FF, "R"), (0x0600, 0x07BF, "A"), (0x07C0, 0x085F, "R"), (0x0860, 0x08FF, "A"),
    (0x20A0, 0x20CF, "T"), (0xFB1D, 0xFB4F, "R"), (0xFB50, 0xFDCF, "A"), (0xFDD0, 0xFDEF, "b"),
    (0xFDF0, 0xFDFF, "A"), (0xFE70, 0xFEFF, "A"), (0x10800, 0x10CFF, "R"),
    (0x10D00, 0x10D3F, "A"), (0x10D40, 0x10EBF, "R"), (0x10EC0, 0x10EFF, "A"),
    (0x10F00, 0x10F2F, "R"), (0x10F30, 0x10F6F, "A"), (0x10F70, 0x10FFF, "R"),
    (0x1E800, 0x1EC6F, "R"), (0x1EC70, 0x1ECBF, "A"), (0x1ECC0, 0x1ECFF, "R"),
    (0x1ED00, 0x1ED4F, "A"), (0x1ED50, 0x1EDFF, "R"), (0x1EE00, 0x1EEFF, "A"),
    (0x1EF00, 0x1EFFF, "R"),
)  # fmt: skip

_CONTROL = lazy_regex.compile(rb"[erovpijfqB]")
_SPACES = lazy_regex.compile(rb"[WSBbijfqerovp]+")
_TRAILING = b"WbijfqerovpSB"
_REMOVED = lazy_regex.compile(b"b+")
_BN = ord("b")


class _Classes(dict[int, int]):
    """Table for ``str.translate``, filled as characters come."""

    def __missing__(self, point: int) -> int:
        import unicodedata

        name = unicodedata.bidirectional(chr(point))
        # An older Python may not know a bracket yet.
        letter = _LETTERS[name] if name else _unassigned(point)
        if chr(point) in BRACKETS:
            letter = "O"
        self[point] = found = ord(letter)
        return found


def _unassigned(point: int) -> str:
    if (
        point & 0xFFFE == 0xFFFE
        or point == 0x2065
        or 0xFFF0 <= point <= 0xFFF8
        or point >> 12 == 0xE0
    ):
        return "b"
    return next((name for a, b, name in _UNASSIGNED if a <= point <= b), "L")


_classes = _Classes()


def classes(text: str) -> bytes:
    """Return the bidirectional class of each character, a letter each."""
    return text.translate(_classes).encode("ascii")


def base_level(kinds: bytes, default: int = LTR) -> int:
    """Return the level of the first strong character outside isolates (P2-P3); ``default`` if there
    is none."""
    return first_strong(kinds, 0, len(kinds), matching(kinds), default)


def levels(text: str, base: int | None = None) -> bytes:
    """Return the resolved level of each character of one paragraph.

    ``base`` is ``LTR``, ``RTL``, or None for the direction of the first strong letter. A character
    that X9 removes has the level of the one before it.
    """
    kinds = classes(text)
    return resolve(kinds, text, base_level(kinds) if base is None else base)


def resolve(kinds: bytes, text: str, base: int) -> bytes:
    """Return ``levels`` from the classes; with an empty ``text``, no bracket is paired."""
    if _CONTROL.search(kinds.rstrip(b"B")):
        result = _explicit(kinds, text, base)
    else:
        border = b"R" if base else b"L"
        result = _without_removed(kinds, text, base, border, border)
    return _line_ends(result, kinds, base)


def _spread(short: bytes, kinds: bytes, base: int) -> bytes:
    """Give the removed characters the level of the character before them."""
    parts = []
    done = position = 0
    for m in _REMOVED.finditer(kinds):
        kept = m.start() - done
        parts.append(short[position : position + kept])
        position += kept
        level = short[position - 1] if position else base
        parts.append(bytes((level,)) * (m.end() - m.start()))
        done = m.end()
    parts.append(short[position:])
    return b"".join(parts)


def _line_ends(result: bytes, kinds: bytes, base: int) -> bytes:
    """L1: separators, and white space before them and at the end, have the base level."""
    level = bytes((base,))
    end = len(kinds)
    kept = len(kinds.rstrip(_TRAILING))
    if kept < end:
        result = result[:kept] + level * (end - kept)
    if b"S" not in kinds and b"B" not in kinds:
        return result
    changed = bytearray(result)
    for m in _SPACES.finditer(kinds):
        last = max(m[0].rfind(b"S"), m[0].rfind(b"B")) + 1
        changed[m.start() : m.start() + last] = level * last
    return bytes(changed)


def _explicit(kinds: bytes, text: str, base: int) -> bytes:
    """X1-X10, and the rest a sequence at a time."""
    embeddings = Embeddings(kinds, base)
    result = embeddings.levels
    for parts, level, sos, eos in embeddings.sequences(base):
        own = b"".join([embeddings.kinds[a:b] for a, b in parts])
        shown = "".join([text[a:b] for a, b in parts]) if text else ""
        found = _without_removed(own, shown, level, sos, eos)
        at = 0
        for a, b in parts:
            result[a:b] = found[at : at + b - a]
            at += b - a
    return bytes(result)


def _without_removed(kinds: bytes, text: str, level: int, sos: bytes, eos: bytes) -> bytes:
    """Return ``sequence`` for classes that may have BN among them."""
    if b"b" not in kinds:
        return sequence(kinds, text, level, sos, eos)
    # Nearly all of them are markup.
    kept = text.replace(MARK, "")
    if len(kept) != len(kinds) - kinds.count(b"b"):
        kept = "".join(compress(text, [kind != _BN for kind in kinds]))
    return _spread(sequence(kinds.replace(b"b", b""), kept, level, sos, eos), kinds, level)


def visual_order(resolved: bytes) -> list[int]:
    """Return the offsets of a line's characters from left to right (L2)."""
    order = list(range(len(resolved)))
    if not resolved:
        return order
    for level in range(max(resolved), 0, -1):
        start = 0
        while start < len(order):
            if resolved[start] < level:
                start += 1
                continue
            end = start
            while end < len(order) and resolved[end] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
