"""Text of an older code page that was decoded as Latin-1: ``ÇáÓáÇã`` for السلام.

Every letter of such a word is an accented letter of Latin-1, which occurs in no language. The page
is the one that gives the most common letters. Of Polish only the signs among its letters show it:
``pi±tek`` for piątek.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.text.mojibake.repair import GAP, Damage

# The first byte of the Latin letters is 0xC0; a run is words of them and what stands between.
_RUN = lazy_regex.compile("[À-ÿ¨¸]+(?:[ \t,.:;!?()\"'«»¡º¿\xa0-]{1,4}[À-ÿ¨¸]+)*")
# Signs of Latin-1 where Latin-2 has letters of Polish; the others are letters in both.
_SIGNS = "±¶"
_SIGNED = lazy_regex.compile("[a-zó³æê¿ñ¼]{2,30}[±¶][a-zó³æê¿ñ¼±¶]{1,30}")
_SIGNED_ANYWHERE = lazy_regex.compile(
    "[a-zó³æê¿ñ¼]{1,30}[±¶¼³¿][a-zó³æê¿ñ¼±¶]{0,30}|[¶¿¦¯][a-zó³æê¿ñ¼±¶]{2,30}"
)
_POLISH = str.maketrans("±¶¼³æê¿ñ¡¦¬£ÆÊ¯Ñ", "ąśźłćężńĄŚŹŁĆĘŻŃ")
_WORD = lazy_regex.compile("[À-ÿ¨¸]+")


class _Page(NamedTuple):
    codec: str
    name: str
    common: frozenset[str]
    """Its commonest letters; nine of ten letters of a text are among them."""
    vowels: frozenset[str]
    """Of which a text has two to six in ten letters; none where vowels are not written."""
    opening: str
    """What a common word begins with."""


_PAGES = (
    _Page("cp1256", "Windows-1256", frozenset("اليمنوهرتبةعدسفكقحأىجشصطخء"), frozenset(), "ال"),
    _Page("cp1255", "Windows-1255", frozenset("יולהאמרתבשנםכעדחפקןגץךצטזס"), frozenset(), "ה"),
    _Page(
        "cp1251", "Windows-1251", frozenset("оеаинтсрвлкмдпуяызьбгчйх"), frozenset("оеаиуяыю"), "п"
    ),
    _Page(
        "cp1253",
        "Windows-1253",
        frozenset("αοιετσνηυρπκμλςόίάέωθγδή"),
        frozenset("αοιεηυωόίάέή"),
        "τ",
    ),
)
_ENOUGH = 0.88
_SHORT = 12
"""Letters from which a run may do without a word that begins as common ones do."""


def find(line: str) -> list[Damage]:
    """Return the runs of a line that are text of an older code page."""
    return [*_runs(line), *_polish(line)]


def _runs(line: str) -> Iterator[Damage]:
    for m in _RUN.finditer(line):
        edges = line[max(m.start() - 1, 0) : m.start()] + line[m.end() : m.end() + 1]
        if any(char.isalpha() for char in edges):
            continue  # accented letters of a word that has others
        words = _WORD.findall(m[0])
        letters = "".join(words)
        # Sound text repeats its common letters.
        if not 5 <= len(set(letters)) <= 0.9 * len(letters):
            continue
        if 3 * sum(len(word) for word in words if _is_list(word)) > len(letters):
            continue
        share, page, right = max(
            ((_share(words, page), page, page.codec) for page in _PAGES), key=lambda found: found[0]
        )
        if share >= _ENOUGH:
            right = m[0].encode("latin-1").decode(page.codec, "replace")
            yield Damage(m.start(), m.end(), right, (page.name,))


def _is_list(word: str) -> bool:
    """Return True if a word only lists letters: in the order of their numbers, each once, or a
    single one."""
    different = len(set(word))
    return len(word) > 2 and (
        different == 1
        or (len(word) >= 6 and word == "".join(sorted(word)))
        or (len(word) >= 10 and different == len(word))
    )


def _polish(line: str) -> Iterator[Damage]:
    """Yield words of Polish with the signs that some of its letters become in Latin-1."""
    if not any(sign in line for sign in _SIGNS) or not (inside := _SIGNED.findall(line)):
        return
    # A sum with a tolerance has one sign, and no letters of Polish about it.
    if len(set("".join(inside)).intersection("±¶¼³æê")) < 2 and not any(
        char in line for char in "ąćęłńśźżĄĆĘŁŃŚŹŻ"
    ):
        return
    start = end = -1
    for m in _SIGNED_ANYWHERE.finditer(line):
        if start >= 0 and m.start() - end > GAP:
            yield _latin_2(line, start, end)
            start = -1
        start = m.start() if start < 0 else start
        end = m.end()
    yield _latin_2(line, start, end)


def _latin_2(line: str, start: int, end: int) -> Damage:
    right = line[start:end].translate(_POLISH)
    return Damage(start, end, right, ("ISO 8859-2",))


def _share(words: list[str], page: _Page) -> float:
    """Return the share of the letters that are common in a page; 0 if it cannot be the page."""
    try:
        decoded = [word.encode("latin-1").decode(page.codec) for word in words]
    except UnicodeDecodeError:
        return 0.0
    letters = "".join(decoded)
    if not letters.isalpha() and page.codec in ("cp1251", "cp1253"):
        return 0.0
    lower = letters.lower()
    opened = any(word.lower().startswith(page.opening) and len(word) > 3 for word in decoded)
    if len(letters) < _SHORT and not (opened and len(set(letters)) < len(letters)):
        return 0.0
    if page.vowels:
        vowels = sum(char in page.vowels for char in lower)
        if not 0.25 <= vowels / len(lower) <= 0.65 or any(_is_uneven(word) for word in decoded):
            return 0.0
    return sum(char in page.common for char in lower) / len(lower)


def _is_uneven(word: str) -> bool:
    """Return True if a capital follows a small letter."""
    return not (word[1:].islower() or word.isupper() or len(word) == 1)
