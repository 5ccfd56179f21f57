"""Brackets and quotation marks in pairs, and those without a partner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint.core import ends_sentence, has_words, unbalanced
from contentlint.model import queries
from contentlint.model.annotations import Bracket as Bracket
from contentlint.model.annotations import Unit as Unit
from contentlint.model.document import MARK, OBJECT, Block, Document, Span
from contentlint.model.languages import ARABIC_SCRIPT, LOOSE_ANGLES, LOOSE_QUOTES, SMILING
from contentlint.model.queries import FLOWING, block_on_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

PARTNER: Final = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "「": "」",
    "『": "』",
    "【": "】",
    "《": "》",
    # The Unicode names LEFT and RIGHT are reversed here: U+FD3F opens (gc=Ps).
    "﴿": "﴾",
    "«": "»",
    "“": "”",
}
"""Each opening mark, mapped to its closing one. For quotation marks this is one style of several,
see ``unpaired``."""
QUOTES = frozenset("«»“”„")

# Texts mix full-width and ASCII brackets in one pair; „…” opens like “…”.
_TWINS: Final = {"（": "(", "）": ")", "„": "“"}
_OPENER: Final = {close: open_ for open_, close in PARTNER.items()}
_EVERY: Final = (*PARTNER, *PARTNER.values(), "„")
# Half-open intervals: [0, 1) and (0, 1] and ]0, 1[; a word, as in "(SLO; see ]", is only an
# endpoint in the form of most programs: [start, end).
_TERM = r"(?:\d[\w.]{0,11}|[^\W\d_]{1,2}\d{0,3}|[^\W\d_]{1,6}_\{?\w{1,6}\}?|∞|inf|\\infty)"
_END = rf"[ \u00a0\x00]*[-+−]?{_TERM}(?: ?[-+−*/^] ?{_TERM}){{0,3}}[ \u00a0\x00]*"
_NAMED = rf"(?:{_END}| ?[A-Za-z_]\w{{1,15}} ?)"
_INTERVAL: Final = lazy_regex.compile(
    rf"\[{_NAMED}[,،，]{_NAMED}[)）]|\[{_END}[,;،，]{_END}[)）\[]|[(（\]]{_END}[,;،，]{_END}\]|[(（]{_NAMED}[,，]{_END}\]|[(（]{_END}[,，]{_NAMED}\]|\]{_END}[,;،，]{_END}\["
)
_HALF_OPEN: Final = frozenset({"[)", "[）", "[[", "(]", "（]"})
# A closing bracket more lines below belongs to something else.
_FAR: Final = 12
_FAR_QUOTE: Final = 120

# One byte for each bracket outside ASCII, so that pairs can be removed in C; by lead byte.
_CODES: Final = tuple(
    (lead, tuple((char, char.encode(), bytes([code])) for char, code in codes))
    for lead, codes in (
        (b"\xc2", (("«", 1), ("»", 2))),
        (b"\xe2", (("“", 3), ("”", 4), ("„", 3))),
        (b"\xe3", tuple(zip("「」『』【】《》", range(14, 22), strict=True))),
        (b"\xef", (("﴿", 5), ("﴾", 6), ("（", 40), ("）", 41))),
    )
)
_PAIRS = (b"()", b"[]", b"{}", *(bytes([c, c + 1]) for c in (1, 3, 5, 14, 16, 18, 20)))
_PAIRS += (b"\x02\x02", b"\x04\x04")
_BY_OPENER: Final = tuple((pair[0], pair) for pair in _PAIRS)
_KEPT = b"\n" + b"".join(_PAIRS)
_PLAIN: Final = bytes(b for b in range(128) if b not in _KEPT)
_DROPPED: Final = bytes(b for b in range(256) if b not in _KEPT)
# Deeper nesting is noise, and each level takes a pass.
_LEVELS: Final = 4
_ACROSS: Final = lazy_regex.compile(
    b"|".join(rb"\%b\n{1,%d}\%b" % (pair[:1], _FAR, pair[1:]) for pair in _PAIRS)
)


def suspects(doc: Document) -> list[int]:
    """Return the lines (from 0) with a bracket that has no partner on its line or soon after.

    Few articles have any. A few C passes over the bytes remove pairs from the inside out.
    """
    data = doc.fact(queries.utf8_prose).translate(None, _PLAIN)
    if not data.isascii():
        data = _coded(doc.prose, data).translate(None, _DROPPED)
        if b"\x03" in data and has_loose_quotes(doc):
            data = data.replace(b"\x03", b"\x04")
        if b"\x01" in data and _has_loose_angles(doc):
            data = data.replace(b"\x01", b"\x02")
    pairs = [pair for opener, pair in _BY_OPENER if opener in data]
    for _ in range(_LEVELS):
        before = len(data)
        for pair in pairs:
            data = data.replace(pair, b"")
        bare = data.strip(b"\n")
        if not bare:
            return []
        if len(data) == before:
            break
    if not _ACROSS.sub(b"", _ACROSS.sub(b"", bare)).strip(b"\n"):
        return []
    return [line for line, left in enumerate(data.split(b"\n")) if left]


def _coded(prose: str, data: bytes) -> bytes:
    """Return ``data``, the prose without its ASCII letters, with one byte for each bracket."""
    if len(data) > len(prose):
        # Without the Latin script, one character in the text is found much faster than its three
        # bytes.
        for _, codes in _CODES:
            for char, _, code in codes:
                if char in prose:
                    prose = prose.replace(char, chr(code[0]))
        return prose.encode("utf-8", "surrogatepass")
    for lead, codes in _CODES:
        if lead in data:
            for _, encoded, code in codes:
                data = data.replace(encoded, code)
    return data


def unpaired(doc: Document, lines: Iterable[int]) -> list[tuple[Unit, list[Bracket]]]:
    """Yield the brackets without a partner in their unit, unit by unit, for the units of some
    lines."""
    found = []
    for unit in units(doc, lines):
        left = _in_unit(doc, unit)
        if left:
            found.append((unit, left))
    return found


def units(doc: Document, lines: Iterable[int]) -> list[Unit]:
    """Return the units that contain some lines (ascending), each once."""
    line_mode = doc.paragraphs == "line"
    found = []
    done = -1
    for line in lines:
        if line <= done:
            continue
        block = block_on_line(doc, line)
        if block is None or block.kind not in _PROSE:
            continue
        start, end = block.start, block.end
        done = block.last
        if line_mode:
            span = doc.line_span(line)
            start, end, done = max(span.start, start), min(span.end, end), line
        found.append(Unit(start, end))
    return found


_PROSE: Final = FLOWING | {"html", "directive"}


def _in_unit(doc: Document, unit: Unit) -> list[Bracket]:
    found = _brackets(doc.prose, unit)
    chars = {char for _, char in found}
    if "[" in chars or "]" in chars:
        ends = _ends_of_intervals(doc.prose, unit, found)
        if ends:
            found = [pair for pair in found if pair[0] not in ends]
    left: list[tuple[int, str]] = []
    # A low quote reveals the style whatever the language of the file.
    if not chars.isdisjoint(_CURLY) and (has_loose_quotes(doc) or "„" in chars):
        curly = [pair for pair in found if pair[1] in _CURLY]
        found = [pair for pair in found if pair[1] not in _CURLY]
        if len(curly) == 1:
            left += curly
    if not chars.isdisjoint(_ANGULAR) and _has_loose_angles(doc):
        angular = [pair for pair in found if pair[1] in _ANGULAR]
        found = [pair for pair in found if pair[1] not in _ANGULAR]
        if len(angular) == 1:
            left += angular
    open_: dict[str, list[int]] = {}
    for at, char in found:
        char = _TWINS.get(char, char)
        if char in PARTNER:
            open_.setdefault(char, []).append(at)
        elif open_.get(_OPENER[char]):
            open_[_OPENER[char]].pop()
        else:
            left.append((at, char))
    left += [(at, char) for char, places in open_.items() for at in places]
    left.sort()
    return [Bracket(at, doc.prose[at], doc.line_at(at)) for at, _ in left]


_CURLY: Final = frozenset("“”„")
_ANGULAR: Final = frozenset("«»")


def _brackets(prose: str, unit: Unit) -> list[tuple[int, str]]:
    """Return the brackets of a unit in order, searched one by one: a character class takes three
    times as long."""
    start, end = unit
    found: list[tuple[int, str]] = []
    for char in _EVERY:
        at = prose.find(char, start, end)
        while at >= 0:
            found.append((at, char))
            at = prose.find(char, at + 1, end)
    found.sort()
    return found


def _ends_of_intervals(prose: str, unit: Unit, brackets: list[tuple[int, str]]) -> set[int]:
    ends: set[int] = set()
    done = unit.start
    at, char = -1, ""
    for after, other in brackets:
        # There are no others within an interval: most brackets close before the next one opens.
        if char + other in _HALF_OPEN and at >= done:
            m = _INTERVAL.match(prose, at, unit.end)
            if m is not None:
                done = m.end()
                ends |= {at, done - 1}
        at, char = after, other
    return ends


def without_partner_elsewhere(doc: Document, brackets: list[Bracket]) -> list[Bracket]:
    """Drop brackets that open in one unit and close in one of the next, as in lists and
    quotations."""
    open_: dict[str, list[Bracket]] = {}
    gone: set[int] = set()
    for bracket in brackets:
        kind = _kind(doc, bracket.char)
        openers = open_.setdefault(_OPENER.get(kind, kind), [])
        closes = kind in _OPENER or (openers and kind not in PARTNER)
        # A quotation of verse has a line for each paragraph.
        far = _FAR_QUOTE if bracket.char in QUOTES and doc.paragraphs == "line" else _FAR
        if closes and openers and bracket.line - openers[-1].line <= far:
            gone |= {bracket.offset, openers.pop().offset}
        elif kind not in _OPENER:
            openers.append(bracket)
    return [bracket for bracket in brackets if bracket.offset not in gone]


def _kind(doc: Document, char: str) -> str:
    """Return the bracket that a character counts as; a separate name if its order has no
    meaning."""
    if char in "“”„":
        return "curly" if has_loose_quotes(doc) else _TWINS.get(char, char)
    if char in "«»":
        return "angular" if _has_loose_angles(doc) else char
    return _TWINS.get(char, char)


def has_loose_quotes(doc: Document) -> bool:
    """Return True if the same curly quote opens and closes in the language of a document."""
    return not doc.language or doc.language in LOOSE_QUOTES


def _has_loose_angles(doc: Document) -> bool:
    return not doc.language or doc.language in LOOSE_ANGLES


def opens(doc: Document, char: str) -> bool | None:
    """Return True if a bracket opens; None if the language uses the quotation mark in both ways."""
    kind = _kind(doc, char)
    return None if kind in ("curly", "angular") else kind in PARTNER


# ``1)`` ``2.)`` ``a)`` ``a-)`` ``bb)`` ``أ)`` ``و3)`` ``iv)`` anywhere, and the second bracket of
# ``(1.a))``; up to four letters where a line begins.
_ENUMERATOR: Final = lazy_regex.compile(
    r"(?:^|[\s\x00(،,，;:；：。、.\-–—*“\"«])(?:و|ו-?)?"
    r"(?:\d{1,3}[.\-]?|([^\W\d_])\1?-?|[ivxIVX]{2,4}|\d{1,3}\.? ?[a-z]\))$"
)
# Also ``'rw')`` and ``<place> 'rw')``; an asterisk that is shown may precede the number.
_FIRST_ENUMERATOR: Final = lazy_regex.compile(
    r"(?:^|\n)[\s*\x00]*(?:[^\W_]{1,4}[.,]?|(?:\S?<\S{1,10}> )?'\S{1,10}')$"
)
# ``:-)`` ``(:`` ``(-B`` ``：）`` ``x)`` ``(((``, from one character on: one class to search for,
# not five patterns.
_SMILE: Final = lazy_regex.compile(
    r"[()（）](?:(?<=[:;=؛：；].)|(?<=[:;=؛：；]['^\-].)|(?<=[:;=]-\x00.)"
    r"|(?<=[8xX].)(?<!\S[8xX].)|(?<=[8xX][\-'].)(?<!\S[8xX][\-'].)|(?<=\(\(\()|(?<=\)\)\))"
    r"|(?<=.[(（])(?=(?:[:;：；][-']?|['^\-][:;=8B])(?:[\s\x00.,!?،؟]|$)))"
)
_ROUND: Final = frozenset("()（）")
_CODE_LINE: Final = lazy_regex.compile(r"[{};]\s*(?:\n|$)")
_CALL: Final = lazy_regex.compile(r"\(\)(?<=\w..)")
_QUOTED: Final = frozenset("\"'`“”‘’«»„")
# A teaser's last words, also where the extractor glued something to them.
_CUT: Final = lazy_regex.compile(r"(?:\.\.\.|…)(?:\w|[\s\x00\])]*$)")
# A paragraph longer than this has lists and asides that have nothing to do with each other.
_LONG: Final = 2000
# ``[Read more»](…``
_ARROW: Final = lazy_regex.compile(r"\[(?:\S{1,20} ){0,2}\S{1,20}»\]\($")
_BLANK: Final = " \t\n" + MARK
# The first bytes of letters in UTF-8, read as Windows-1252; in Windows-1256 they are ط and ظ.
_LEADS: Final = "ØÙÚÛÂÃطظ"
_MISREAD: Final = 3
# More than this in one paragraph is code, a drawing or a formula.
_MOST: Final = 4
_FAR_TOO_MANY: Final = 40
# Longer blocks are text, which parts a quotation from what follows.
_BETWEEN: Final = 200


class Lone:
    """The brackets without a partner in their unit."""

    def __init__(self, scanned: bool) -> None:
        self.scanned = scanned
        """True if the scan told the units, which does not look for partners in others near by."""
        self.brackets: list[Bracket] = []
        self.units: dict[int, Unit] = {}
        """By the offset of the bracket."""
        self.excused: set[int] = set()
        """Offsets of brackets whose partner may be missing although nothing is wrong."""


def lone(doc: Document) -> Lone:
    """Return the brackets of a document without a partner in their unit."""
    places = doc.fact(unbalanced)
    found = Lone(places is not None)
    lines = suspects(doc) if places is None else [doc.line_at(at) for at in places]
    for unit, brackets in unpaired(doc, lines):
        if len(brackets) > _FAR_TOO_MANY:
            continue
        kept = [b for b in brackets if not _is_something_else(doc, unit, b)]
        if not kept:
            continue
        text = doc.prose[unit.start : unit.end]
        if "](" in text or "[[" in text or "]]" in text or _is_code(text):
            continue  # a broken link, which other rules judge; or code without a fence
        if ">`<" in doc.text[unit.start : unit.end]:
            continue  # a backtick that is shown seems to open code, and takes a partner along
        if any(b.char in _ROUND for b in kept) and _SMILE.search(text) is not None:
            kept = [b for b in kept if b.char not in _ROUND]
        if len(kept) <= _MOST:
            found.brackets += kept
            for bracket in kept:
                found.units[bracket.offset] = unit
                if _is_excused(doc, unit, bracket):
                    found.excused.add(bracket.offset)
    return found


def _is_code(text: str) -> bool:
    return (
        "=>" in text
        or ");" in text
        or "={" in text
        or "}/>" in text
        or "} />" in text
        or ("()" in text and _CALL.search(text) is not None)
        or ((";" in text or "{" in text or "}" in text) and _CODE_LINE.search(text) is not None)
    )


def _is_cut(rest: str) -> bool:
    return ("…" in rest or "..." in rest) and _CUT.search(rest) is not None


def _beside(doc: Document, unit: Unit, at: int) -> tuple[str, str]:
    """Return the characters shown before and after a bracket, or after two braces; a line end at
    the edges of the unit."""
    hidden = MARK + "\u200e\u200f\u061c" + (doc.prose[at] if doc.prose[at] in "{}" else "")
    before = doc.prose[max(unit.start, at - 12) : at].rstrip(hidden)[-1:]
    after = doc.prose[at + 1 : min(unit.end, at + 13)].lstrip(hidden)[:1]
    return before or "\n", after or "\n"


def _is_something_else(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Return True if a bracket was never meant to have a partner."""
    prose, at, char = doc.prose, bracket.offset, bracket.char
    before, after = _beside(doc, unit, at)
    if before in _QUOTED and after in _QUOTED:
        return True  # it is spoken about
    if doc.text[at - 1 : at] == ">" and doc.text.startswith(("</", ",</", ";</"), at + 1):
        return True  # alone in its element: a key, or code
    if _is_hidden(doc, unit, char):
        return True
    if char in QUOTES and (
        before in "ØÙÚÛï€"
        or sum(map(prose[max(at - 10, unit.start) : at + 10].count, _LEADS)) > _MISREAD
    ):
        return True  # one byte of a letter that was misread
    if char == "»" and _ARROW.search(doc.text, max(at - 40, unit.start), at + 3) is not None:
        return True
    if char in "«»" and doc.language != "fr":
        # Arrows and bullets: « Previous, Home » News. French sets spaces inside its quotes.
        if prose[at - 1 : at] == prose[at + 1 : at + 2] == MARK:
            return True  # alone in emphasis
        text = prose[unit.start : unit.end]
        return (
            before.isspace()
            and (after.isspace() or not prose[at + 1 : unit.end].strip(_BLANK))
            # A whole sentence is no path of links, but may contain one.
            and not (
                doc.language in ARABIC_SCRIPT
                and ends_sentence(text)
                and has_words(text, 8)
                and not _parts_names(text, at - unit.start)
            )
        )
    if char in "“”" and before.isdigit():
        return True  # inches
    if char in "{}" and after.isspace():
        alone = prose[at - 1 : at] == prose[at + 1 : at + 2] == MARK
        if before.isspace() or alone:
            return True  # spoken about, or code without a fence
    if char not in ")）":
        return False
    if before in "*†‡":
        return True  # the sign of a footnote
    line = prose[max(unit.start, at - 24) : at].rstrip(MARK)
    return (
        doc.language in SMILING
        or _ENUMERATOR.search(line) is not None
        or _closes_labels(prose, unit)
        or ((at - unit.start <= 24 or "\n" in line) and _FIRST_ENUMERATOR.search(line) is not None)
    )


def _is_hidden(doc: Document, unit: Unit, char: str) -> bool:
    """Return True if the partner is in a formula, in code or in another part that is masked."""
    char = _TWINS.get(char, char)
    partner = PARTNER.get(char) or _OPENER.get(char, char)
    raw, shown = (text[unit.start : unit.end] for text in (doc.text, doc.prose))
    return raw.count(char) == raw.count(partner) and shown.count(char) != shown.count(partner)


def _closes_labels(prose: str, unit: Unit) -> bool:
    """Return True if all brackets are pairs but those of labels: ``(we a) read and b) write)``."""
    if unit.end - unit.start > _LONG:
        return False
    labels = 0
    at = prose.find(")", unit.start, unit.end)
    while at >= 0:
        m = _ENUMERATOR.search(prose[max(unit.start, at - 24) : at])
        labels += m is not None and not m[0].startswith("(")
        at = prose.find(")", at + 1, unit.end)
    text = prose[unit.start : unit.end]
    return labels > 0 and text.count("(") == text.count(")") - labels


def _parts_names(text: str, at: int) -> bool:
    """Return True if an arrow stands between Latin or emphasised names, or is one of several."""
    names = text[:at].rstrip(" ")[-1:] + text[at + 1 :].lstrip(" ")[:1]
    if len(names) == 2 and all(c == MARK or (c.isascii() and c.isalnum()) for c in names):
        return True
    return text.count(text[at]) > 1 and ("«" not in text or "»" not in text)


def _is_excused(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Return True if a partner may be missing although nothing in the text is wrong."""
    prose, at, char = doc.prose, bracket.offset, bracket.char
    before, after = _beside(doc, unit, at)
    rest = prose[at + 1 : unit.end]
    if OBJECT in (before, after):
        return True  # a URL may have taken the partner along
    if "&" in prose[unit.start : unit.end] and _is_encoded(prose, unit, char):
        return True
    if char not in QUOTES:
        # A teaser is cut; a line of code or a broken paragraph goes on.
        return char in PARTNER and (_is_cut(rest) or after == "\n")
    text = prose[unit.start : unit.end]
    if any(quote in text for quote in ('"', "''", "’’", "″", "‟", ",,", "``")):
        return True  # two habits mixed
    if text.count(char) >= 2 and text.count(char) == sum(map(text.count, "“”„")):
        return True  # ”…” or “…“
    if _is_cut(rest) or _goes_on(doc, unit, bracket):
        return True
    # Each paragraph of a long quotation opens anew; only the last one closes.
    following = prose[unit.end : unit.end + 40].lstrip(_BLANK)[:1]
    return not prose[unit.start : at].strip() or following in ("“", "„", "«", '"')


def _spans(blocks: Iterable[Block]) -> list[Span]:
    return [Span(block.start, block.end) for block in blocks if block.kind in _PROSE]


_ENTITY: Final = lazy_regex.compile(r"&#?\w{2,8};")


def _is_encoded(prose: str, unit: Unit, char: str) -> bool:
    """Return True if the partner may be an entity, as in ``&#8220;quotation”``."""
    from html import unescape

    partners = QUOTES if char in QUOTES else PARTNER.get(char, _OPENER.get(char, ""))
    return any(unescape(m[0]) in partners for m in _ENTITY.finditer(prose, *unit))


def _goes_on(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Return True if the next or previous paragraph with such quotes has one too many or too few.

    Tables, code and short blocks between them, such as pictures, links and subheadings, do not
    matter.
    """
    alike = "«»" if bracket.char in "«»" else "“”„"
    opening = opens(doc, bracket.char)
    line_mode = doc.paragraphs == "line"
    first, last = doc.line_at(unit.start), doc.line_at(max(unit.end - 1, unit.start))
    i = bisect_right(doc.blocks, first, key=lambda block: block.line)
    ways = []
    if opening is not True:
        if line_mode:
            ways.append([doc.line_span(k) for k in range(first - 1, max(first - 9, -1), -1)])
        else:
            ways.append(_spans(doc.blocks[max(i - 5, 0) : i - 1][::-1]))
    if opening is not False:
        if line_mode:
            lines = range(last + 1, min(last + 9, len(doc.lines)))
            ways.append([doc.line_span(k) for k in lines])
        else:
            ways.append(_spans(doc.blocks[i : i + 4]))
    for spans in ways:
        for start, end in spans:
            text = doc.prose[start:end].replace(MARK, "").replace(OBJECT, "")
            found = sum(map(text.count, alike))
            # Or it opens anew, as each paragraph of a long quotation does.
            if found % 2 or (found and spans is ways[-1] and opening and text.lstrip()[0] in alike):
                return True
            if found or len(text) > _BETWEEN:
                break
    return False
