"""Articles made up for measuring where nobody has any: the same number gives the same article.

Their words are those of ``article.md`` (Arabic) and of the licence (English), in no sensible
order; three in ten get faults planted as ``benchmarks.plant`` does. Real text has more kinds of
everything: figures on it are the better ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

from benchmarks.faults import FAULTS, read

_HERE = Path(__file__).resolve().parent
_SOURCES = {"ar": _HERE / "article.md", "en": _HERE.parent / "LICENSE"}
_ENGLISH = 0.15
_FAULTY = 0.3
_MOST_FAULTS = 5
_FENCED = 0.4


def made_up(number: int, *, faults: bool = True) -> bytes:
    """One article, of 8 KB on average."""
    rng = Random(number)
    language = "en" if rng.random() < _ENGLISH else "ar"
    data = _text(rng, language).encode()
    if faults and rng.random() < _FAULTY:
        for _ in range(rng.randint(1, _MOST_FAULTS)):
            data = _with_fault(data, language, rng)
    return data


def _text(rng: Random, language: str) -> str:
    words = _words(language)
    title = " ".join(rng.sample(words, 7))
    date = f"20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    parts = [f"---\ntitle: {title}\nlang: {language}\ndate: {date}\n---", f"# {title}"]
    for section in range(rng.randint(3, 5)):
        if section:
            parts.append("## " + " ".join(rng.sample(words, 4)))
        long = 2 if language == "en" else 1
        parts += [_paragraph(rng, words) for _ in range(rng.randint(2, 4) * long)]
        if rng.random() < 0.3:
            alt = " ".join(rng.sample(words, 5))
            parts.append(f"![{alt}](images/photo-{rng.randint(100, 999)}.jpg)")
        if rng.random() < 0.3:
            parts.append("\n".join("- " + " ".join(rng.sample(words, 6)) for _ in range(4)))
        if rng.random() < 0.3:
            link = f"https://news.example/{rng.randint(2010, 2025)}/{rng.randint(1000, 9999)}"
            parts.append(f"{_sentence(rng, words)} [{rng.choice(words)}]({link}).")
    if rng.random() < _FENCED:
        lines = [f"value_{n} = {rng.randint(1, 999)}" for n in range(rng.randint(3, 9))]
        parts.append("\n".join(["```python", *lines, "```"]))
    return "\n\n".join(parts) + "\n"


def _paragraph(rng: Random, words: Sequence[str]) -> str:
    return " ".join(f"{_sentence(rng, words)}." for _ in range(rng.randint(3, 6)))


def _sentence(rng: Random, words: Sequence[str]) -> str:
    return " ".join(rng.choice(words) for _ in range(rng.randint(7, 17)))


@lru_cache
def _words(language: str) -> Sequence[str]:
    text = _SOURCES[language].read_text(encoding="utf-8")
    found = {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)}
    return sorted(word for word in found if word.isascii() == (language == "en"))


def _with_fault(data: bytes, language: str, rng: Random) -> bytes:
    """As it was where a fault has left bytes that are no text, or finds no place."""
    try:
        article = read("article.md", data.decode("utf-8"), language)
    except UnicodeDecodeError:
        return data
    planted = FAULTS[rng.choice(sorted(FAULTS))](article, rng)
    return data if planted is None else planted.data
