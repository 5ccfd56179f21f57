"""Articles whose first paragraph continues a missing text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article import edges
from contentlint.core import bare_end, first_paragraph
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, OBJECT, Block, Document, Span
from contentlint.model.rule import Words
from contentlint.model.trigger import EDGE_WORDS
from contentlint.text.unicode.fold import light, light_word

_COMMAS = frozenset(",;:-–—،؛、，：")
_LOWER_CASE = lazy_regex.compile(r"[a-z]{3}[.?!] [a-z]{2}")
_LONGEST = 4
"""Words of an opener; more if a longer one is listed."""


class Options(NamedTuple):
    words: Words = {}
    """Openers that refer to earlier text, by language."""
    min_words: int = EDGE_WORDS
    """The minimum number of words of a first paragraph; shorter ones, such as a byline, are
    skipped."""
    lower_case: bool = True
    """Report a first word in lower case, too."""


class Openers(NamedTuple):
    phrases: frozenset[str]
    words: frozenset[str]
    """The first words of the openers, which exclude nearly every other beginning."""
    longest: int
    """Number of words of a text that are compared with the openers."""


def _openers(entries: tuple[str, ...]) -> Openers:
    phrases = frozenset(phrase for phrase in map(light, entries) if phrase.split())
    words = frozenset(phrase.split()[0].rstrip("،,") for phrase in phrases)
    longest = max([_LONGEST, *(len(phrase.split()) for phrase in phrases)])
    return Openers(phrases, words, longest)


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._openers = {language: _openers(entries) for language, entries in options.words.items()}

    def check(self, doc: Document) -> Iterator[Finding]:
        at = first_paragraph(doc, self._options.min_words)
        if at < 0:
            return
        block = doc.blocks[at]
        before = doc.blocks[at - 1] if at else None
        start, head = edges.head(doc, block.start, block.end)
        openers = self._openers.get(doc.language)
        end = _opener(head, openers) if openers else 0
        if not end and self._options.lower_case and not _continues(doc, before):
            end = _broken_start(head)
            if end and head[0].islower() and _writes_in_lower_case(doc, block):
                return
        if end:
            yield Finding(Span(start, start + end), {"found": doc.text[start : start + end]})


def _continues(doc: Document, before: Block | None) -> bool:
    """Return True if the line above leaves a sentence open: a salutation, "The Assembly,"."""
    if before is None or before.kind != "paragraph":
        return False
    last = bare_end(doc.prose[before.start : before.end])[-1:]
    return last in _COMMAS


def _writes_in_lower_case(doc: Document, first: Block) -> bool:
    """Return True if more sentences begin in lower case: then it is the style of the author."""
    if _LOWER_CASE.search(doc.prose, first.start, first.end):
        return True
    if len(_LOWER_CASE.findall(doc.prose)) > 1:
        return True
    return any(
        block.kind == "paragraph" and block is not first and doc.prose[block.start].islower()
        for block in doc.blocks
    )


def _opener(head: str, openers: Openers) -> int:
    """Return the length of the opener at the start of ``head``, or 0."""
    words = head.replace(MARK, "").split(None, openers.longest)[: openers.longest]
    if not words or light_word(words[0]).rstrip("،,") not in openers.words:
        return 0
    for count in range(len(words), 0, -1):
        phrase = light(" ".join(words[:count]))
        if phrase in openers.phrases or phrase.rstrip("،,") in openers.phrases:
            return head.find(words[count - 1]) + len(words[count - 1].rstrip("،,"))
    return 0


def _broken_start(head: str) -> int:
    """Return the length of a lower-case first word, or of a closing first character."""
    if head and head[0] in edges.CLOSING and head[1:2] not in edges.CLOSING:
        return 1 if head[:1] != "." or head[1:2].isspace() else 0
    word = head.split(None, 1)[0] if head.strip() else ""
    letters = word.rstrip(",.;:!?")
    if len(letters) < 2 or OBJECT in word or not letters.isalpha() or not letters.islower():
        return 0
    if (
        "\u10d0" <= letters[0] <= "\u10ff"
    ):  # Georgian text has no capitals at the beginning of sentences
        return 0
    return len(letters)
