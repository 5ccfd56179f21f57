"""Alternative texts in another script than the article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.article.images import EXTENSIONS, images
from contentlint.core import count_letters
from contentlint.model import trigger
from contentlint.model.annotations import Image
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document
from contentlint.text.urls.find import unescaped

_LETTERS = lazy_regex.compile(r"[^\W\d_]+")
# Without digits, which hashes and names of files have.
_WORD = lazy_regex.compile(r"\b[^\W\d_]+\b")
_ESCAPES = lazy_regex.compile(r"%[0-9A-Fa-f]{2}")
_FEWEST_LETTERS = 30
_FEWEST_WORDS = 3
# Shorter words are articles and prepositions, which titles write in lower case.
_LONG_WORD = 5
# A larger difference between the shares of Latin letters means two scripts, whatever names occur.
_APART = 0.8
# This much of the prose determines its script.
_SAMPLE = 1500
_SHOWN = 60
_MOST_RELATED = 10


def needs() -> tuple[str, ...]:
    return (trigger.IMAGE,)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding per file: who translated it left all of them."""
    found = [image for image in doc.fact(images) if _is_foreign(doc, image)]
    if found:
        first = found[0]
        assert first.alt is not None
        alt = " ".join(first.alt.split())
        values = {
            "found": alt if len(alt) <= _SHOWN else alt[:_SHOWN] + "…",
            "more": f" ({len(found)} such images in the file)" if len(found) > 1 else "",
        }
        related = tuple(Related(image.span, "also here") for image in found[1 : _MOST_RELATED + 1])
        yield Finding(first.span, values, None, related)


def _is_foreign(doc: Document, image: Image) -> bool:
    if not image.alt or image.decorative:
        return False
    there = doc.fact(_latin_share)
    if there < 0 or (there > 1 - _APART and image.alt.isascii()):
        return False
    alt = unescaped(image.alt)
    words = _WORD.findall(alt)
    if len(words) < _FEWEST_WORDS or _is_name(words):
        return False
    letters, latin = count_letters(alt)
    here = latin / letters
    if here not in (0.0, 1.0) or _is_file_name(alt, words, image.source or ""):
        return False
    return abs(here - there) > _APART


def _is_name(words: list[str]) -> bool:
    """Return True if a text is a name, such as "Year in Review": its longer words are
    capitalised."""
    return any(word != word.lower() for word in words) and not any(
        word.islower() for word in words if len(word) >= _LONG_WORD
    )


def _is_file_name(alt: str, words: list[str], source: str) -> bool:
    """Return True if a text is an address, or the name of a picture's file or a part of it."""
    if "://" in alt or any(extension in alt.lower() for extension in EXTENSIONS):
        return True
    return "".join(words).lower() in "".join(_LETTERS.findall(_ESCAPES.sub("", source))).lower()


def _latin_share(doc: Document) -> float:
    """Return the share of Latin letters in the prose; -1 if it has too few letters."""
    letters, latin = count_letters(doc.prose[:_SAMPLE])
    return latin / letters if letters >= _FEWEST_LETTERS else -1.0
