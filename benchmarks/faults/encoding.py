"""ENC: bytes and characters that should not be in a text."""

from __future__ import annotations

import unicodedata
from random import Random

import regex

from benchmarks.faults.article import ARABIC_SCRIPT, UNSPACED, Article, Planted, fault
from benchmarks.faults.bidi import inserted

_MARK = "\ue000"
"""Stands for the bytes to be put in; no clean text has it."""


@fault("ENC001")
def invalid_bytes(article: Article, rng: Random) -> Planted | None:
    """A cut character, a byte of another encoding, or bytes that are never UTF-8."""
    spot = article.word(rng, 3)
    if spot is None:
        return None
    number, start, end = spot
    line = article.lines[number]
    name = rng.choice(["cut character", "other encoding", "0xFF", "overlong", "surrogate"])
    legacy = line[start:end].encode("cp1256", "ignore")
    if name == "cut character":
        wide = [i for i in range(start, end) if ord(line[i]) > 0x7F]
        if not wide:
            return None
        at = rng.choice(wide)
        bad, rest = line[at].encode()[:-1], line[at + 1 :]
    elif name == "other encoding":
        if not any(byte > 0x7F for byte in legacy) or _is_utf8(legacy):
            legacy = b"caf\xe9 "
        at, bad, rest = start, legacy, line[end:]
    else:
        at = start
        bad = {"0xFF": b"\xff", "overlong": b"\xc0\x80", "surrogate": b"\xed\xa0\x80"}[name]
        rest = line[start:]
    planted = article.replaced(number, line[:at] + _MARK + rest, name)
    return planted._replace(data=planted.data.replace(_MARK.encode(), bad))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@fault("ENC002")
def byte_order_mark(article: Article, rng: Random) -> Planted | None:  # noqa: ARG001
    """Three bytes before the first character."""
    if article.lines[0].startswith("\ufeff"):
        return None
    return article.replaced(0, "\ufeff" + article.lines[0], "at the beginning")


@fault("ENC003")
def replacement(article: Article, rng: Random) -> Planted | None:
    """What decoders leave of a character they did not understand."""
    spot = article.word(rng, 4)
    if spot is None:
        return None
    number, start, end = spot
    line = article.lines[number]
    bad = rng.choice(["\ufffd", "\ufffd\ufffd", "\ufffd", "ï¿½"])
    if regex.search(r"[\p{sc=Arabic}\p{sc=Cyrillic}]", line[start:end]) and rng.random() < 0.3:
        bad = "???"
    at = rng.randrange(start + 1, end - 1)
    return article.replaced(number, line[:at] + bad + line[at + 1 :], bad)


@fault("ENC004")
def control(article: Article, rng: Random) -> Planted | None:
    """A control character, or a line separator of Unicode's own."""
    char = rng.choice("\x00\x02\x08\x0b\x0c\x1b\x1f\x7f\x85\x93\u2028\u2029")
    return inserted(article, rng, char, f"U+{ord(char):04X}")


@fault("ENC007")
def zero_width(article: Article, rng: Random) -> Planted | None:
    """A zero-width character that changes nothing that can be seen."""
    chars = (
        "\u2060\ufeff"
        if article.language in (*UNSPACED, "ta", "hi", "bn")
        else "\u200b\u2060\ufeff"
    )
    if article.language not in (*ARABIC_SCRIPT, "hi", "bn", "ta"):
        chars += "\u200c\u200d"
    char = rng.choice(chars)
    if article.language in ("ar", "fa", "ur") and rng.random() < 0.3:
        spot = article.word(rng, 3)
        if spot is None:
            return None
        number, _, end = spot
        line = article.lines[number]
        return article.replaced(number, line[:end] + "\u200c" + line[end:], "U+200C after a word")
    return inserted(article, rng, char, f"U+{ord(char):04X}")


@fault("ENC012")
def entity(article: Article, rng: Random) -> Planted | None:
    """An HTML entity that was escaped once too seldom or once too often.

    ``&lt;`` only twice escaped: once, it is how Markdown shows the sign. No
    article that has entities already: those that Markdown decodes are one
    finding a file, at the first of them.
    """
    spot = article.word(rng, 2)
    if spot is None or any(_ENTITY.search(line) for line in article.lines):
        return None
    number, start, end = spot
    line = article.lines[number]
    word = line[start:end]
    new = rng.choice(
        [
            f"&nbsp;{word}",
            f"{word}&nbsp;",
            f"&quot;{word}&quot;",
            f"&amp; {word}",
            f"{word} &amp;amp; {word}",
            f"&#8220;{word}&#8221;",
            f"{word} &#8211;",
            f"&amp;lt;{word}&amp;gt;",
            f"&laquo;{word}&raquo;",
            f"{word}&hellip;",
            f"&amp;quot;{word}&amp;quot;",
            f"&#x27;{word}&#x27;",
        ]
    )
    entities = " ".join(regex.findall(r"&[#\w]+;(?:\w+;)?", new))
    return article.replaced(number, line[:start] + new + line[end:], entities)


_ENTITY = regex.compile(r"&#?\w+;")
_PAGES = {
    "cp1252": ("ar", "fa", "ur", "he", "fr", "es", "de", "tr", "ru", "pt", "vi", "el"),
    "latin-1": ("ar", "fa", "ur", "he", "fr", "es", "de", "tr", "ru", "pt"),
    "cp1256": ("ar", "fa", "ur"),
    "cp1251": ("ru",),
}


@fault("ENC005")
def mojibake(article: Article, rng: Random) -> Planted | None:
    """A sentence in UTF-8 that was read by the table of another encoding, once or twice."""
    pages = [page for page, languages in _PAGES.items() if article.language in languages]
    chosen = article.paragraph(rng, 8, plain=True)
    if not pages or chosen is None:
        return None
    number = chosen[0]
    line = article.lines[number]
    page = rng.choice(pages)
    bad = _misread(line, page)
    twice = page == "cp1252" and rng.random() < 0.2
    if bad is not None and twice:
        bad = _misread(bad, page)
    if bad is None or sum(ord(c) > 0x7F for c in line) < 3:
        return None
    return article.replaced(number, bad, page + (", twice" if twice else ""))


def _misread(line: str, page: str) -> str | None:
    """Its bytes in UTF-8 as a page shows them; what the page does not have is lost."""
    text = line.encode().decode(page, "ignore")
    # Lines of the file must stay lines: no page's control character may end one.
    return None if set(text) & set("\x85\x0b\x0c\x1c\x1d\x1e\u2028\r\n") else text


@fault("ENC008")
def presentation_forms(article: Article, rng: Random) -> Planted | None:
    """Words in the shapes that letters have on paper."""
    if article.language not in ("ar", "fa", "ur"):
        return None
    chosen = article.paragraph(rng, 8, plain=True)
    if chosen is None:
        return None
    number = chosen[0]
    line = article.lines[number]
    shaped = "".join(_FORMS.get(c, c) for c in line)
    return article.replaced(number, shaped, "isolated forms") if shaped != line else None


_FORMS = {
    unicodedata.normalize("NFKC", chr(c)): chr(c)
    for c in range(0xFE8D, 0xFEF3)
    if unicodedata.decomposition(chr(c)).startswith("<isolated>")
}


@fault("ENC009")
def persian_letter(article: Article, rng: Random) -> Planted | None:
    """A keyboard of another language: its yeh or its kaf in Arabic words."""
    return _letters(article, rng, "ar", {"ك": "ک", "ي": "ی"})


@fault("ENC010")
def arabic_letter(article: Article, rng: Random) -> Planted | None:
    """The same the other way round, in Persian and Urdu."""
    return _letters(article, rng, article.language, {"ک": "ك", "ی": "ي"})


def _letters(
    article: Article, rng: Random, language: str, letters: dict[str, str]
) -> Planted | None:
    wanted = ("ar",) if "ك" in letters else ("fa", "ur")
    if article.language != language or language not in wanted:
        return None
    chosen = article.paragraph(rng, 8, plain=True)
    if chosen is None:
        return None
    number = chosen[0]
    line = article.lines[number]
    old = rng.choice(list(letters))
    # Inside a word: at its end the two yehs are also a matter of spelling.
    spots = [m.start() for m in regex.finditer(rf"(?<=\p{{L}}){old}(?=\p{{L}})", line)]
    if not spots:
        return None
    at = rng.choice(spots)
    new = line[:at] + letters[old] + line[at + 1 :]
    return article.replaced(number, new, f"{old} as U+{ord(letters[old]):04X}")


@fault("ENC011")
def decomposed(article: Article, rng: Random) -> Planted | None:
    """A paragraph whose letters and accents were taken apart, as some file systems do."""
    chosen = article.paragraph(rng, 8, plain=True)
    if chosen is None or article.language in ("hi", "bn", "ta", "he", "yi"):
        return None
    number = chosen[0]
    line = article.lines[number]
    apart = unicodedata.normalize("NFD", line)
    return article.replaced(number, apart, "NFD") if apart != line else None


@fault("ENC015")
def reversed_letters(article: Article, rng: Random) -> Planted | None:
    """A paragraph stored as it is seen, from left to right."""
    if article.language != "ar":
        return None
    chosen = article.paragraph(rng, 20, plain=True)
    if chosen is None:
        return None
    first, last = chosen
    turned = [line[::-1] for line in article.lines[first : last + 1]]
    planted = article.spliced(first, last + 1, turned, 0, "paragraph reversed")
    return planted._replace(last=planted.first + last - first)
