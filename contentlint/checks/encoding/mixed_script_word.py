"""Words with letters of two scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from contentlint._util import lazy_regex
from contentlint._util.escape import code_point
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import queries
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.text.unicode.chars import script


def _name(of: str) -> str:
    return "CJK" if of == "cjk" else of.capitalize()


_NAMES = {name: _name(name) for name in ("latin", "arabic", "hebrew", "cyrillic", "greek")}
# Byte classes: a Latin letter, the first byte of a letter of Greek or Cyrillic, of Hebrew, of
# Arabic, of an Indic script, of an East Asian one, a line end. Without continuation bytes, each
# letter has one.
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_LEADS = {
    **dict.fromkeys(_LETTERS, "l"),
    **dict.fromkeys(range(0xCE, 0xD4), "g"),
    **dict.fromkeys((0xD6, 0xD7), "h"),
    **dict.fromkeys(range(0xD8, 0xDC), "f"),
    0xE0: "i",
    **dict.fromkeys(range(0xE3, 0xEE), "k"),
    10: "\n",
}
_KINDS = bytes(ord(_LEADS.get(byte, " ")) for byte in range(256))
_CONTINUATION = bytes(range(0x80, 0xC0))
_OTHERS = bytes((*range(0xCE, 0xD4), *range(0xD6, 0xDC)))
_LATIN = lazy_regex.compile("[A-Za-z]")
# Only Arabic letters before Latin ones: a foreign word with a prefix.
_ARABIC = lazy_regex.compile("[\u0600-\u08ff\u200c]+")
_GLUED = lazy_regex.compile("[A-Za-z][\u0610-\u061a\u0620-\u0669\u066e-\u06d3\u06d5-\u08ff]")
_PAIRS = tuple(b"lg gl lf lh gf fg gh hg hf fh gi ig fi if fk kf hk kh".split())
_UNSPACED = frozenset(("cjk", "hiragana", "katakana", "hangul"))
# Prefixes and suffixes that Arabic and Hebrew join to a foreign word.
_BEFORE = lazy_regex.compile("(?:[وف]?[بلك]?(?:ال)?|[وف]?لل|س|[וש]?[הבלמכ]?|ש?ה)$")
_AFTER = lazy_regex.compile("(?:ات|ية|ي|ين|ون|ه|ها|ה|ים|ות|י)$")


class Options(NamedTuple):
    allow: tuple[str, ...] = ()
    """Words that mix scripts on purpose."""


class Checker:
    def __init__(self, options: Options) -> None:
        # The text is matched word by word, so an entry with a hyphen counts as two words.
        self._allow = frozenset(part for word in options.allow for part in WORD.findall(word))

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.text.isascii():
            return
        # One finding per line: such words share one cause.
        for number in _touching(doc):
            found = []
            span = doc.line_span(number)
            line = doc.prose[slice(*span)]
            for m in WORD.finditer(doc.prose, *span):
                word = m[0]
                if word.isascii() or word in self._allow:
                    continue
                fault = _fault(word) if _LATIN.search(word) else _strangers(word, line)
                if fault:
                    found.append((m, fault))
            if found:
                (first, fault), more = found[0], ""
                if len(found) > 1:
                    more = f" ({len(found)} words in the line)"
                values = {"found": first[0], "fault": fault, "more": more}
                yield Finding(Span(*first.span()), values)


def _touching(doc: Document) -> Iterator[int]:
    """Return the lines in which letters of two scripts touch."""
    data = doc.fact(queries.utf8_text)
    if not any(map(data.__contains__, _OTHERS)):
        return
    kinds = data.translate(_KINDS, _CONTINUATION)
    present = {kind for kind in b"lghfik" if kind in kinds}
    places = {pair: kinds.find(pair) for pair in _PAIRS if present.issuperset(pair)}
    # Most often it is a comma: `Python، Java`.
    arabic = present.isdisjoint(b"ghik")
    line = done = 0
    while any(at >= 0 for at in places.values()):
        at = min(at for at in places.values() if at >= 0)
        line += kinds.count(b"\n", done, at)
        if not arabic or _GLUED.search(doc.prose, *doc.line_span(line)):
            yield line
        done = kinds.find(b"\n", at)
        for pair, last in places.items():
            if last >= 0 and (done < 0 or last < done):
                places[pair] = kinds.find(pair, done) if done >= 0 else -1


def _fault(word: str) -> str:
    found = parts(word)
    names = list(dict.fromkeys(name for name, _ in found if name in _NAMES))
    if len(names) < 2 or any(name not in _NAMES for name, _ in found):
        return ""
    twins = list(dict.fromkeys(impostors(word)))
    if twins:
        return ", ".join(
            f"{char} is {_NAMES[parts(char)[0][0]]} {code_point(char)}, not {twin}"
            for char, twin in twins[:3]
        )
    if len(found) < 3 or "greek" in names:
        return ""  # a foreign word with a prefix or suffix; a unit or a symbol
    if len(found) == 3 and _BEFORE.fullmatch(found[0][1]) and _AFTER.fullmatch(found[2][1]):
        return ""
    return " and ".join(_NAMES[name] for name in names) + " letters alternate"


def _strangers(word: str, line: str) -> str:
    """Return the letters of a word without Latin ones that are of another script than most, as a
    machine writes when it falls from one language into the next."""
    if _ARABIC.fullmatch(word):
        return ""
    scripts = {char: _script(char) for char in word if char.isalpha() and char != "\u0640"}
    count = Counter(scripts[char] for char in word if char in scripts)
    if len(count) < 2 or not count.keys().isdisjoint(("latin", "greek", "other")):
        return ""
    most = count.most_common(1)[0][0]
    if not count.keys().isdisjoint(_UNSPACED) and not _is_rtl(line):
        return ""  # text without spaces, which touches a foreign word
    strangers = [char for char in scripts if scripts[char] != most]
    return ", ".join(
        f"{char} is {_name(scripts[char])} {code_point(char)}" for char in strangers[:3]
    )


def _is_rtl(line: str) -> bool:
    """Return True if more than half of the letters of a line are Arabic or Hebrew."""
    letters = list(filter(str.isalpha, line))
    return sum(script(char) in ("arabic", "hebrew") for char in letters) * 2 > len(letters)


def _script(char: str) -> str:
    if not ("\u0900" <= char <= "\u0dff" or "\u3040" <= char <= "\ud7ff"):
        return script(char)
    from unicodedata import name

    return name(char, "other").partition(" ")[0].lower()


# A single class plus an exclusion: one class of all letters and marks would be too large.
WORD = lazy_regex.compile(
    "[^\\s\\d\x00-@\\[-`{-\xbf\xd7\xf7\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4"
    "\u2000-\u200b\u200d-\u2bff\u3000-\u303f\ufd3e\ufd3f\ufe00-\ufe0f\ufeff-\uffff]+"
)
"""A run of letters with their marks; no digits or punctuation."""

# Letters of Cyrillic and Greek that look like Latin ones (UTS #39), beside their twins.
_TWINS = (
    ("cyrillic", "аеорсухіјѕһԁԛԝАВЕКМНОРСТХУІЈЅҺԌ", "aeopcyxijshdqwABEKMHOPCTXYIJSHG"),
    ("greek", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
)
TWIN_OF = {c: t for _, own, latin in _TWINS for c, t in zip(own, latin, strict=True)}
"""Each letter mapped to its Latin twin."""
_LATIN_TWINS = {
    name: dict(zip(reversed(latin), reversed(own), strict=True)) for name, own, latin in _TWINS
}
_SHORT = 3


def parts(word: str) -> list[tuple[str, str]]:
    """Return the scripts of a word in order, each with its letters; marks belong to their
    letter."""
    letters = [(script(char), char) for char in word if char.isalpha() and char != "\u0640"]
    return [
        (name, "".join(c for _, c in group)) for name, group in groupby(letters, lambda p: p[0])
    ]


def impostors(word: str) -> Iterator[tuple[str, str]]:
    """Return the letters of a word from another script than the rest, each with its twin."""
    found = parts(word)
    count: Counter[str] = Counter()
    for name, text in found:
        count[name] += len(text)
    if len(count) != 2 or "latin" not in count or sum(count.values()) <= _SHORT:
        return
    other = next(name for name in count if name != "latin")
    if other not in _LATIN_TWINS:
        return
    own = "".join(text for name, text in found if name == other)
    latin = "".join(text for name, text in found if name == "latin")
    if all(char in TWIN_OF for char in own) and count["latin"] >= count[other]:
        yield from ((char, TWIN_OF[char]) for char in own)
    elif all(char in _LATIN_TWINS[other] for char in latin) and count[other] > count["latin"]:
        yield from ((char, _LATIN_TWINS[other][char]) for char in latin)
