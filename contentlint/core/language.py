"""The language and direction of a text, from its letters and commonest words.

Scripts are told apart by the lead bytes of their UTF-8 form; the languages of the Arabic script by
letters only one of them has, those of the Latin script by stop words. No model, no dependency.

Compiled by mypyc, ``Letters`` takes a fifth of the time of counting each byte, and ``Words`` a
quarter of the time of looking up each word of the split text; interpreted they are not run at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import lazy_regex
from contentlint.model import characters
from contentlint.model.characters import is_space
from contentlint.model.document import Document
from contentlint.model.languages import LANGUAGES, RTL_SCRIPTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

COMPILED = not characters.__file__.endswith(".py")
"""True if looking at each byte costs less than splitting the text."""
SLOTS: Final = 8192


class Words:
    """A list of at most 255 words without white space, no two of which agree in length and in their
    first, middle and last bytes."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.words = sorted(weights)
        self.weights = [weights[word] for word in self.words]
        self.forms = [word.encode() for word in self.words]
        self.longest: i64 = max(map(len, self.forms), default=0)
        """The length of the longest word in bytes."""
        self.factor: i64 = 31
        while not self._placed():
            self.factor += 2

    def _placed(self) -> bool:
        """Give each word a slot; return False if two would share one."""
        slots = bytearray(SLOTS)
        for number, form in enumerate(self.forms, 1):
            at = self.slot(form)
            if slots[at]:
                return False
            slots[at] = number
        self.slots = bytes(slots)
        return True

    def slot(self, form: bytes) -> int:
        """Return the slot of a word."""
        size: i64 = len(form)
        first: i64 = form[0]
        middle: i64 = form[size >> 1]
        last: i64 = form[size - 1]
        factor = self.factor
        return (((first * factor + middle) * factor + last) * factor + size) & 8191

    def total(self, data: bytes) -> i64:
        """Return the total weight of the words of ``text.split()``, each counted once; ``data`` is
        the text's UTF-8 form."""
        data += b" "  # which ends the last
        slots, kinds = self.slots, _KINDS
        longest, factor = self.longest, self.factor
        seen = [False] * 256
        total: i64 = 0
        start: i64 = 0
        at: i64 = 0
        size: i64 = len(data)
        while at < size:
            c: i64 = data[at]
            while 32 < c < 0xC2:
                at += 1
                c = data[at]
            kind: i64 = kinds[c]
            if kind == 0:
                at += 1
                continue
            width: i64 = 1
            if kind != SPACE and (width := space_width(data, at)) == 0:
                at += 1
                continue
            length = at - start
            if 0 < length <= longest:
                # As ``slot`` has it: this loop calls nothing.
                first: i64 = data[start]
                middle: i64 = data[start + (length >> 1)]
                last: i64 = data[at - 1]
                key = ((first * factor + middle) * factor + last) * factor + length
                number: i64 = slots[key & 8191]
                if number and not seen[number] and stands(self.forms[number - 1], data, start, at):
                    seen[number] = True
                    weight: i64 = self.weights[number - 1]
                    total += weight
            at += width
            start = at
        return total


def stands(form: bytes, data: bytes, start: i64, end: i64) -> bool:
    """Return True if a word equals the bytes between two offsets."""
    if len(form) != end - start:
        return False
    at: i64 = 0
    while start < end:
        if form[at] != data[start]:
            return False
        at += 1
        start += 1
    return True


SPACE: Final = 1


def _kinds() -> bytes:
    """Return the kind of each byte: white space; 2: perhaps the first byte of it."""
    kinds = bytearray(256)
    for c in range(128):
        if is_space(c):
            kinds[c] = SPACE
    for c in b"\xc2\xe1\xe2\xe3":
        kinds[c] = 2
    return bytes(kinds)


_KINDS: Final = _kinds()


def space_width(data: bytes, at: i64) -> i64:
    """Return the number of bytes of white space that begins with one of ``c2 e1 e2 e3``; 0 if it is
    none."""
    c: i64 = data[at]
    after: i64 = data[at + 1]
    if c == 0xC2:
        return 2 if is_space(after) else 0
    last: i64 = data[at + 2]
    return 3 if is_space((c & 15) << 12 | (after & 63) << 6 | last & 63) else 0


RARE: Final[str] = "".join(
    dict.fromkeys([*"".join([row.letters for row in LANGUAGES.values()]), *"پچژگیک"])
)
"""Letters that not all languages of the Arabic script have; each is counted."""

# Lead bytes of two- and three-byte forms; see the Unicode blocks they open.
SCRIPTS: Final[tuple[tuple[str, tuple[bytes, ...]], ...]] = (
    ("Arabic", (b"\xd8", b"\xd9", b"\xda", b"\xdb")),
    ("Hebrew", (b"\xd6", b"\xd7")),
    ("Cyrillic", (b"\xd0", b"\xd1")),
    ("Greek", (b"\xce", b"\xcf")),
    ("Armenian", (b"\xd4", b"\xd5")),
    ("Thaana", (b"\xde",)),
    ("Devanagari", (b"\xe0\xa4", b"\xe0\xa5")),
    ("Bengali", (b"\xe0\xa6", b"\xe0\xa7")),
    ("Tamil", (b"\xe0\xae", b"\xe0\xaf")),
    ("Thai", (b"\xe0\xb8", b"\xe0\xb9")),
    ("Georgian", (b"\xe1\x82", b"\xe1\x83")),
    ("Ethiopic", (b"\xe1\x88", b"\xe1\x89", b"\xe1\x8a", b"\xe1\x8b", b"\xe1\x8c", b"\xe1\x8d")),
    ("Hangul", (b"\xea\xb0", b"\xea\xb1", b"\xea\xb2", b"\xea\xb3", b"\xeb", b"\xec")),
    ("Kana", (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")),
    ("Han", (b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9")),
    ("Latin", (b"\xc3", b"\xc4", b"\xc5")),
    ("Latin of three bytes", (b"\xe1\xba", b"\xe1\xbb")),
    ("signs", (b"\xc2",)),
    ("signs of three bytes", (b"\xe2",)),
)
LATIN: Final = 15
LATIN_3: Final = 16
SIGNS: Final = 17
SIGNS_3: Final = 18
"""Indices of the scripts that identify no language."""


def _rare() -> bytes:
    """Return the index in ``RARE``, from 1, by the offset from U+0600."""
    table = bytearray(256)
    for place, letter in enumerate(RARE, 1):
        table[ord(letter) - 0x600] = place
    return bytes(table)


def _scripts() -> bytes:
    """Return the index in ``SCRIPTS``, or the one after the last, by the code point below U+10000
    without its last six bits."""
    table = bytearray([len(SCRIPTS)]) * 1024
    for place, (_, leads) in enumerate(SCRIPTS):
        for lead in leads:
            if lead[0] < 0xE0:
                table[lead[0] & 31] = place
            else:
                at = (lead[0] & 15) << 6
                ends = range(64) if len(lead) == 1 else (lead[1] & 63,)
                for end in ends:
                    table[at + end] = place
    return bytes(table)


_RARE: Final = _rare()
_SCRIPTS: Final = _scripts()


class Letters:
    """The letters of a text by script. Lone surrogates count in the length of words only.

    The words counted are those of three characters and more that ``str.split`` would return.
    """

    def __init__(self, data: bytes) -> None:
        """``data`` is the text in UTF-8, surrogates included."""
        self.counts = [0] * (len(SCRIPTS) + 1)
        """The number of characters of each of ``SCRIPTS``."""
        self.rare = [0] * (len(RARE) + 1)
        self.latin: i64 = 0
        """The number of ASCII letters."""
        self.beyond: i64 = 0
        """The number of bytes that are not ASCII."""
        self.words: i64 = 0
        self.articles: i64 = 0
        """The number of words that begin with the Arabic article, perhaps after a particle."""
        self._look(data)

    def rarities(self) -> dict[str, int]:
        """Return the letters of ``RARE`` that occur, and how often each does."""
        return {RARE[n - 1]: count for n, count in enumerate(self.rare) if count}

    def _look(self, data: bytes) -> None:
        scripts, rare = _SCRIPTS, _RARE
        size: i64 = len(data)
        at: i64 = 0
        latin: i64 = 0
        beyond: i64 = 0
        words: i64 = 0
        articles: i64 = 0
        length: i64 = 0  # of a word, so far
        script: i64 = len(SCRIPTS)
        run: i64 = 0  # characters of that script that were not counted yet
        article = False
        while at <= size:
            c: i64 = 32  # which ends the last word
            if at < size:
                c = data[at]
            if c < 0x80:
                at += 1
                if c > 32 or not is_space(c):
                    if 97 <= c <= 122 or 65 <= c <= 90:
                        latin += 1
                    length += 1
                    continue
            else:
                space = (c == 0xC2 or 0xE1 <= c <= 0xE3) and space_width(data, at) > 0
                k: i64 = len(SCRIPTS)
                if c < 0xE0:
                    if 0xD8 <= c <= 0xDB:
                        place: i64 = rare[data[at + 1] & 63 | (c & 3) << 6]
                        if place:
                            self.rare[place] += 1
                        if length == 0:
                            article = begins_with_article(data, at)
                    k = scripts[c & 31]
                    at += 2
                    beyond += 2
                elif c < 0xF0:
                    if c != 0xED or data[at + 1] < 0xA0:
                        k = scripts[(c & 15) << 6 | data[at + 1] & 63]
                        beyond += 3
                    at += 3
                else:
                    at += 4
                    beyond += 4
                if k != script:
                    self.counts[script] += run
                    script = k
                    run = 0
                run += 1
                if not space:
                    length += 1
                    continue
            if length >= 3:
                words += 1
                if article:
                    articles += 1
            length = 0
            article = False
        self.counts[script] += run
        self.latin, self.beyond = latin, beyond
        self.words, self.articles = words, articles


def begins_with_article(data: bytes, at: i64) -> bool:
    """Return True if ``ال``, ``وال``, ``بال``, ``كال``, ``فال`` or ``لل`` begins at an offset."""
    letter = code(data, at)
    if letter == 0x644:
        return code(data, at + 2) == 0x644
    if letter == 0x648 or letter == 0x628 or letter == 0x643 or letter == 0x641:
        at += 2
        letter = code(data, at)
    return letter == 0x627 and code(data, at + 2) == 0x644


def code(data: bytes, at: i64) -> i64:
    """Return the character of two bytes at an offset; another number if there is none."""
    if at + 1 >= len(data):
        return 0
    c: i64 = data[at]
    return c << 6 & 0x7C0 | data[at + 1] & 63


SAMPLE: Final = 1_200
"""Code points in each of the two samples; a language shows in far fewer."""
MIN_LETTERS: Final = 30
"""Fewer letters than this are no evidence (``![]() |`` was once found to be Afrikaans)."""

_ARABIC_LETTERS: Final = [(row.code, row.letters) for row in LANGUAGES.values() if row.letters]
"""Letters that Arabic and Persian do not use; the language with most of them wins, the first on a
tie."""
_RARE_LETTER: Final = lazy_regex.compile(f"[{RARE}]")
_PERSIAN_WORDS: Final = (" که ", " از ", " است", " را ", " می")

_STOPS: Final = {
    row.code: frozenset(row.stop_words.split()) for row in LANGUAGES.values() if row.stop_words
}
_ALL_STOPS: Final = frozenset().union(*_STOPS.values())
_BITS: Final = 5
"""For the votes for a language: none has more than 31 words."""
_GROUP: Final = 12
"""Languages whose votes are added up in one number, within 64 bits."""


def _votes(languages: list[str]) -> dict[str, int]:
    """Return each word of some languages with one vote for each that has it, ``_BITS`` apart."""
    found: dict[str, int] = {}
    for n, language in enumerate(languages):
        for word in _STOPS[language]:
            found[word] = found.get(word, 0) + (1 << _BITS * n)
    return found


_LANGUAGES: Final = [list(_STOPS)[n : n + _GROUP] for n in range(0, len(_STOPS), _GROUP)]
"""The languages of the Latin script in groups, for each of which ``_VOTES`` has a table."""
_VOTES: Final = [_votes(group) for group in _LANGUAGES]

_FIRST: Final = [tuple({lead[:1] for lead in leads}) for _, leads in SCRIPTS]
"""The bytes with which the leads of a script begin: one is looked for ten times as fast as two."""
_FIRST_LANGUAGE: Final = {row.script: row.code for row in reversed(LANGUAGES.values())}
"""The first language of each script, for those of which detection knows one only."""
RECOGNIZED: Final = frozenset(_STOPS).union(dict(_ARABIC_LETTERS), ("ar", "fa", "he", "yi"))
"""Languages that detection distinguishes from others of their script."""


def detect(prose: str) -> tuple[str, str]:
    """Return the language (``""`` if unknown) and direction (``rtl`` or ``ltr``) of masked prose.

    Two samples of ``SAMPLE`` code points are examined, from the start and the middle: the head of a
    scraped page is often a menu in another language.
    """
    sample = prose
    if len(prose) > 2 * SAMPLE:
        middle = len(prose) // 2
        sample = prose[:SAMPLE] + prose[middle : middle + SAMPLE]
    elif len(prose) > SAMPLE:
        sample = prose[:SAMPLE]
    whole = b""
    try:
        whole = data = sample.encode()
    except UnicodeEncodeError:  # bytes that were no text
        data = sample.encode("utf-8", "ignore")
    else:
        # A character beyond ASCII has at most two bytes for each that the text has more than
        # characters: fewer of them than one in twenty do not decide.
        if len(data) == len(sample) or 40 * (len(data) - len(sample)) < len(data) > 400:
            return _latin(sample, whole), "ltr"
    seen = Letters(whole or sample.encode("utf-8", "surrogatepass")) if COMPILED else None
    # Without ASCII there is little left of a Latin text, and the counts below cost nothing.
    rest = data.translate(None, _ASCII) if seen is None else b""
    beyond = len(rest) if seen is None else seen.beyond
    if beyond * 20 < len(data) and len(data) > 400:
        return _latin(sample, whole), "ltr"
    # Letters of other scripts have two bytes or more: so many there may be.
    two, three = _count(LATIN, seen, rest), _count(LATIN_3, seen, rest)
    signs, signs_3 = _count(SIGNS, seen, rest), _count(SIGNS_3, seen, rest)
    other = (beyond - 2 * (two + signs) - 3 * (three + signs_3)) // 2
    if other < MIN_LETTERS and other <= two:
        return _latin(sample, whole), "ltr"
    if seen is None:
        latin = len(data) - len(data.translate(None, _ASCII_LETTERS)) + two + three
    else:
        latin = seen.latin + two + three
    counts = {}
    left = beyond // 2
    for number in range(LATIN):
        script = SCRIPTS[number][0]
        counts[script] = found = _count(number, seen, rest)
        left -= found
        if found > left + 1 and script in _RTL_SCRIPTS:
            break
    script, most = max(counts.items(), key=lambda item: item[1])
    strong_rtl = sum(counts.get(name, 0) for name in _RTL_SCRIPTS)
    direction = "rtl" if strong_rtl > latin + sum(counts.values()) - strong_rtl else "ltr"
    # Kana decides for Japanese although Han outnumbers it.
    if counts.get("Kana", 0) * 10 > counts.get("Han", 0) > 0:
        script, most = "Kana", counts["Kana"] + counts["Han"]
    if most < MIN_LETTERS or most * 2 < latin:
        return _latin(sample, whole), direction
    if script == "Arabic":
        return _arabic(sample, most, seen), direction
    if script == "Hebrew":
        # Yiddish writes vav and yod as digraphs and points its alef.
        digraphs = sum(map(sample.count, "װױײ")) + sample.count("אָ") + sample.count("אַ")
        return ("yi" if digraphs * 100 > most else "he"), direction
    if script == "Cyrillic":
        return ("uk" if sum(map(sample.count, "іїєґ")) * 100 > most else "ru"), direction
    return _FIRST_LANGUAGE[script], direction


def _count(script: int, seen: Letters | None, rest: bytes) -> int:
    """Return the number of characters of one of ``SCRIPTS``; ``rest`` are the bytes beyond ASCII,
    searched if there is no ``seen``."""
    if seen is not None:
        return seen.counts[script]
    if not any(map(rest.__contains__, _FIRST[script])):
        return 0
    return sum(map(rest.count, SCRIPTS[script][1]))


_RTL_SCRIPTS: Final = [script for script, _ in SCRIPTS if script in RTL_SCRIPTS]
_ASCII: Final = bytes(range(128))
_ASCII_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _arabic(sample: str, whole: int, seen: Letters | None) -> str:
    """Return the language of a sample in the Arabic script; ``whole`` is the number of letters of
    the script."""
    most, likely = 0, ""
    if seen is None:
        there = {letter: sample.count(letter) for letter in set(_RARE_LETTER.findall(sample))}
    else:
        there = seen.rarities()
    for language, own in _ARABIC_LETTERS:
        found = [there[letter] for letter in own if letter in there]
        if len(found) >= 2 and sum(found) * 200 >= whole and sum(found) > most:
            most, likely = sum(found), language
    if likely:
        return likely
    # A few Persian names do not make an Arabic text Persian.
    if (
        any(c in there for c in "پچژگ")
        and (
            there.get("ی", 0) + there.get("ک", 0) > 2
            or sum(word in sample for word in _PERSIAN_WORDS) >= 2
        )
        and sum(there.get(c, 0) for c in "پچژگیک") * 100 >= whole
    ):
        return "fa"
    if any(c in sample for c in "ةىيكأإ"):
        if seen is None:
            words = [w for w in sample.split() if len(w) >= 3]
            articles = sum(w.startswith(("ال", "وال", "بال", "لل", "كال", "فال")) for w in words)
            said = len(words)
        else:
            articles, said = seen.articles, seen.words
        if articles * 100 >= 12 * said:
            return "ar"
    return ""


def common_words(language: str) -> frozenset[str]:
    """Return the commonest words of a language of the Latin script; none for a language that is not
    known here."""
    return _STOPS.get(language, frozenset())


_STOP_TABLES: Final = [Words(votes) for votes in _VOTES] if COMPILED else []


def _latin(sample: str, data: bytes = b"") -> str:
    """Return the language of a sample in the Latin script; ``data`` is its UTF-8 form, if
    available."""
    best: i64 = 0
    second: i64 = 0
    likely = ""
    if COMPILED:
        data = data or sample.encode("utf-8", "surrogatepass")
        found = frozenset[str]()
    else:
        found = _ALL_STOPS.intersection(sample.split())
    for group, languages in enumerate(_LANGUAGES):
        votes: i64 = 0
        if COMPILED:
            votes = _STOP_TABLES[group].total(data)
        else:
            votes = sum([_VOTES[group].get(word, 0) for word in found])
        n: i64 = 0
        while votes:
            mine = votes & 31
            if mine > best:
                best, second, likely = mine, best, languages[n]
            elif mine > second:
                second = mine
            votes >>= _BITS
            n += 1
    # Three distinct stop words, and ahead of the runner-up.
    return "" if best < 3 or best == second else likely


LEAST_LETTERS: Final = 150
"""As many letters have enough of the commonest words to tell languages of one script apart."""
_HEAD: Final = 24


def doubtful_paragraphs(
    doc: Document, least: i64, ranges: str, snippets: tuple[str, ...]
) -> list[int]:
    """Return the indices of the paragraphs and list items of at least so many letters that are not
    ``seems_own``."""
    prose = doc.prose
    found: list[int] = []
    number = -1
    for kind, start, end, _, _, _ in doc.blocks:
        number += 1
        if end - start >= least and (kind == "paragraph" or kind == "list_item"):
            if seems_own(prose, start, end, ranges, snippets):
                continue
            letters, latin = count_letters(prose[start:end])
            # Many are links, of which the mask leaves little: too short to tell Latin from Latin.
            if letters >= (LEAST_LETTERS if snippets and latin * 10 > letters else least):
                found.append(number)
    return found


def seems_own(text: str, start: i64, end: i64, ranges: str, snippets: tuple[str, ...]) -> bool:
    """Return True if a part of a text begins in a script and, if it is long enough, has one of some
    snippets, if there are any. A label before a title in another language does not make it foreign.

    ``ranges`` are those of the letters of the script, as in a pattern (``A-Za-z``).
    """
    at = start
    head: i64 = start + _HEAD
    if head > end:
        head = end
    while at < head and not _is_among(ord(text[at]), ranges):
        at += 1
    if at >= head:
        return False
    if not snippets or end - start < LEAST_LETTERS:
        return True
    for snippet in snippets:  # noqa: SIM110  a generator is not compiled to a loop
        if text.find(snippet, start, end) >= 0:
            return True
    return False


def _is_among(c: i64, ranges: str) -> bool:
    """Return True if a code point is within one of some ranges of a pattern."""
    at: i64 = 0
    while at < len(ranges):
        if ord(ranges[at]) <= c <= ord(ranges[at + 2]):
            return True
        at += 3
    return False


def count_letters(text: str) -> tuple[int, int]:
    """Return how many letters a text has, and how many of them are Latin, below U+0250."""
    letters: i64 = 0
    latin: i64 = 0
    at: i64 = 0
    size: i64 = len(text)
    while at < size:
        c: i64 = ord(text[at])
        if c < 0x80:
            if 97 <= c | 32 <= 122:
                letters += 1
                latin += 1
        elif 0x620 <= c <= 0x64A or 0x4E00 <= c <= 0x9FFF:
            # Most letters of their scripts, which no method of the string need tell.
            letters += 1
        elif text[at].isalnum() and not text[at].isdecimal():
            letters += 1
            if c < 0x250:
                latin += 1
        at += 1
    return letters, latin
