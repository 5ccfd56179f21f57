"""One isolating run sequence of the Unicode Bidirectional Algorithm: rules W1-W7, N0-N2, I1-I2.

Classes are bytes, one a character: ``L R A E N M b B S W O`` for L R AL EN AN NSM
BN B S WS ON, ``P C T`` for ES CS ET, ``i j f q`` for LRI RLI FSI PDI. A rule is a
substitution over the whole sequence, so that most of the work is done in C.
"""

from __future__ import annotations

from functools import lru_cache

from contentlint._util import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

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
    """Resolved levels of the characters of an isolating run sequence.

    ``text`` is as long as ``classes``, or empty where there are no brackets;
    ``sos`` and ``eos`` are ``b"L"`` or ``b"R"``.
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
    """I1-I2 as a table from the resolved class to the level."""
    odd = level & 1
    return bytes.maketrans(
        b"LREN", bytes((level + odd, level + 1 - odd, level + 2 - odd, level + 2 - odd))
    )
