"""The same word twice in a row, where a language never wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text.words import echoed_tokens

_GAP = "[ \t\u00a0]{1,4}"
_MOST_COPIES = 8


class Options(NamedTuple):
    words: Words = {}
    """By language: words that never rightly follow themselves."""
    unsure: tuple[str, ...] = ()
    """Those of them that sometimes do: their fix is not safe, three in a row are left alone."""
    all_words: bool = False
    """Any word of two letters or more, in any language."""


class Prepared(NamedTuple):
    words: dict[str, frozenset[str]]
    unsure: frozenset[str]
    all_words: bool


def prepare(options: Options) -> Prepared:
    words = {language: frozenset(entries) for language, entries in options.words.items()}
    return Prepared(words, frozenset(options.unsure), options.all_words)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    known = options.words.get(doc.language)
    if not known and not options.all_words:
        return
    known = known or frozenset()
    echoed = doc.fact(echoed_tokens)
    if not echoed:
        return
    found = known.intersection([token.lower() for token in echoed])
    if options.all_words:
        found |= {token for token in echoed if len(token) > 1 and token.isalpha()}
    findings = []
    for word in found:
        safe = word in known and word not in options.unsure
        for m in _pattern(word).finditer(doc.prose):
            if doc.prose[m.start() - 1 : m.start()].strip():
                continue
            # German "oder oder oder", "la la la" of a song.
            if safe or len(m[0].split()) == 2:
                findings.append(_finding(word, m, safe))
    yield from sorted(findings, key=lambda finding: finding.span)


def _pattern(word: str) -> re.Pattern[str]:
    """A literal first, so that `re` looks for it at the speed of ``str.find``."""
    letters = re.escape(word)
    # Sentence-initial "The the": a class of one letter in two cases costs little.
    if word[0] != word[0].upper():
        letters = f"[{re.escape(word[0])}{re.escape(word[0].upper())}]{re.escape(word[1:])}"
    return re.compile(rf"{letters}(?:{_GAP}{re.escape(word)}){{1,{_MOST_COPIES}}}(?![^\s])")


def _finding(word: str, m: re.Match[str], safe: bool) -> Finding:
    first = Span(m.start(), m.start() + len(word))
    fix = Fix((Edit(Span(first.end, m.end()), ""),), safe, "remove the second one")
    return Finding(Span(*m.span()), {"found": m[0][: len(word)]}, fix)
