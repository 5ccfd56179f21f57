"""ENC: bytes and characters that should not be in a text."""

from __future__ import annotations

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
    """An HTML entity that was escaped once too often."""
    spot = article.word(rng, 2)
    if spot is None:
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
            f"&lt;{word}&gt;",
            f"&laquo;{word}&raquo;",
            f"{word}&hellip;",
            f"&amp;quot;{word}&amp;quot;",
            f"&#x27;{word}&#x27;",
        ]
    )
    entities = " ".join(regex.findall(r"&[#\w]+;(?:\w+;)?", new))
    return article.replaced(number, line[:start] + new + line[end:], entities)
