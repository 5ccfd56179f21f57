"""Sentences without a space between them, where two blocks were joined: ``below.Share``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import COMPONENTS, MARK, Document, Span
from contentlint.model.languages import lookup
from contentlint.model.queries import block_at, in_code, is_escaped
from contentlint.model.rule import Words

# Most of these inside words have no capital behind them, nor markup that may be before one.
_END = trigger.Chars(".!?", trigger.LETTERS | trigger.COVERED, trigger.CAPITALS | trigger.COVERED)
_MOST_MARKUP = 4
"""Characters of markup between two sentences."""
_EMPHASIS = lazy_regex.compile(r"([*_])\1{0,2}")
_OPENING = "(\"'„“«‚‘[" + MARK
# The end of the text ends a word, as a line end does.
_AFTER = frozenset(["", *" \n\t,:;'’-–"])
_END_I = frozenset(" '’")
"""What follows the English word "I"."""
_NOT_PROSE = (
    frozenset({"code", "table", "pipe_row", "html", "front_matter", "definition"}) | COMPONENTS
)
# Names with this spelling: Node.Js, ASP.Net.
_NAMES = frozenset("js net com org io ai tv fm py md ts co uk de app".split())
# Titles before a name: Dr.Who.
_TITLES = frozenset("dr mr mrs ms prof st jr sr sta sra dra hr fr".split())
_CASED = frozenset({"Latin", "Cyrillic", "Greek", "Armenian"})
# The stop first, which is rarer than words.
_QUALIFIED = lazy_regex.compile(r"\.(?<=\w\.)[A-Z][a-z]")
_SMALL_WORD = lazy_regex.compile(r"(?<!\w)[^\W\d_A-Z]\w*\Z")
_STOP = lazy_regex.compile(r"[.!?…](?!\w)")
_BREAK = lazy_regex.compile(r"<(?:br|hr|/?p|/?li|/?t[dr])\b", lazy_regex.IGNORECASE)
_MOST_RELATED = 10
_REACH = 40
_LINE, _WORD = 200, 20
"""Code points before a mark in which words are counted, and the least number for each word."""


class Options(NamedTuple):
    openers: Words
    """Words that begin sentences, by language. After a capitalised word (a German noun, a name,
    a brand like Booking.com) only these show a new sentence."""
    min_words: int = 2
    """The minimum number of words that precede on the same line; headings and labels have fewer."""


def needs(options: Options) -> tuple[trigger.Chars]:
    return (_END,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._openers = {
            language: frozenset(map(str.lower, words))
            for language, words in options.openers.items()
        }
        # If the language of a text is unknown, all of them count.
        self._openers[""] = frozenset().union(*self._openers.values())

    def check(self, doc: Document) -> Iterator[Finding]:
        places: dict[int, list[int]] = {}
        prose = doc.prose
        for at in doc.places(_END):
            after = at + 1
            while after <= at + _MOST_MARKUP and prose.startswith(MARK, after):
                after += 1
            # These two tests exclude most dots inside words.
            second = prose[after + 1 : after + 2]
            if not prose[after : after + 1].isupper() or not (second.islower() or second in _END_I):
                continue
            if self._is_sentence(doc, at, after):
                block = block_at(doc, at)
                if block is not None and block.kind not in _NOT_PROSE:
                    places.setdefault(block.start, []).append(at)
        for found in places.values():
            sentences = found
            if len(found) > 1:
                left = Counter(_word_before(prose, at) for at in found)
                # "stuff.Reader and stuff.Writer" are names in a program.
                sentences = [at for at in found if left[_word_before(prose, at)] == 1]
            if sentences:
                yield _finding(doc, sentences)

    def _is_sentence(self, doc: Document, at: int, after: int) -> bool:
        """Return True if a sentence ends at a mark and another begins after it."""
        prose = doc.prose
        left = _word_before(prose, at)
        end = after
        while end < min(len(prose), after + _REACH) and prose[end].isalpha():
            end += 1
        right = prose[after:end]
        if len(left) < 2 or not left.isalpha():
            return False
        if not right[1:].islower() and (right != "I" or doc.language != "en"):
            return False
        if prose[end : end + 1] not in _AFTER or right.lower() in _NAMES:
            return False
        if prose[at - 1] == MARK and is_escaped(doc, at):
            return False
        if left.lower() in _TITLES or _BREAK.match(doc.text, at + 1):
            return False
        if not self._is_opener(doc, right) and (
            not left.islower() or _may_be_name(doc, at, f"{left}.{right}")
        ):
            return False
        if not left.islower() and not left.istitle():
            return False
        min_words = self._options.min_words
        start = prose.rfind("\n", 0, at) + 1
        start = max(start, at - max(_LINE, _WORD * min_words))
        return len(prose[start:at].split()) > min_words

    def _is_opener(self, doc: Document, word: str) -> bool:
        # English in a Persian text begins its sentences as elsewhere.
        language = doc.language if _is_cased(doc) else ""
        return word.lower() in self._openers.get(language, ())


def _is_cased(doc: Document) -> bool:
    return not doc.language or lookup(doc.language).script in _CASED


def _may_be_name(doc: Document, at: int, name: str) -> bool:
    """Return True if two words around a full stop may be a name in a program (``bytes.Buffer``):
    it occurs again, the code of the article has such names, the article is in a script without
    capitals, or the item of a list ends without a full stop."""
    if not doc.text.startswith(name, at + 1 - name.index(".") - 1):
        return False  # markup between the words
    if not name.isascii():
        return False
    block = block_at(doc, at)
    if block is not None and block.kind == "list_item":
        # A line of a change log has no full stop; a sentence of an item has.
        if _STOP.search(doc.prose, at + 1, block.end) is None:
            return True
    return not _is_cased(doc) or doc.text.count(name) > 1 or doc.fact(_has_qualified_names)


def _has_qualified_names(doc: Document) -> bool:
    return any(
        in_code(doc, m.start())
        and _SMALL_WORD.search(doc.text, max(m.start() - _REACH, 0), m.start())
        for m in _QUALIFIED.finditer(doc.text)
    )


def _word_before(prose: str, at: int) -> str:
    words = prose[max(at - _REACH, 0) : at].split()
    if not words or prose[at - 1].isspace():
        return ""
    return words[-1].lstrip(_OPENING).rstrip(MARK)


def _finding(doc: Document, found: list[int]) -> Finding:
    """Return one finding per block: the same cause joined all its parts."""
    first = found[0]
    related = tuple(Related(Span(at, at + 1), "also here") for at in found[1 : _MOST_RELATED + 1])
    places = [_place(doc, at) for at in found]
    edits = tuple(Edit(Span(place, place), " ") for place in places)
    return Finding(
        Span(first, first + 1),
        {"found": _around(doc, first)},
        Fix(edits, False, "insert a space between the sentences"),
        related,
    )


def _place(doc: Document, at: int) -> int:
    """Return where the space belongs: before marks that open emphasis, after those that close it.

    Before a letter, the parser takes none of them for a closing delimiter.
    """
    text = doc.text
    m = _EMPHASIS.match(text, at + 1)
    if m is None or text.count(m[0], text.rfind("\n\n", 0, at) + 1, at) % 2 == 0:
        return at + 1
    return m.end()


def _around(doc: Document, at: int) -> str:
    """Return the words before and after a mark."""
    prose = doc.prose
    after = at + 1
    while prose[after] == MARK:
        after += 1
    end = after
    while end < min(len(prose), after + _REACH) and prose[end].isalpha():
        end += 1
    return _word_before(prose, at) + prose[at] + prose[after:end]
