"""A word that has two spellings within one article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import Needles
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Words
from contentlint.text.language.arabic import (
    ALEF_FIRST,
    TANWIN_FIRST,
    Occurrence,
    occurrences,
    tanwin_words,
)

_MOST_RELATED = 20
_RELATIVES = frozenset("التي الذي الذين اللذين اللتين اللذان اللتان اللاتي اللواتي".split())
_LONGEST_BEFORE = 12


class Options(NamedTuple):
    words: Words
    """Pairs by language: ``a/b`` if both are in use, ``a>b`` if only b is correct. If both words
    end in a hyphen, they also match with suffixes."""
    slips: Words
    """Pairs of whole words, by language. In ``a/b``, ``a`` counts as a misspelling of ``b`` if it
    is rare compared with ``b``; in ``a/b,c``, as a misspelling of ``b`` or ``c``."""
    most_slips: float = 0.2
    """The largest share, 0 to 1, at which a spelling of ``slips`` counts as rare."""
    tanwin: bool = True
    """Also report words that occur with both ``اً`` and ``ًا``."""


class _Pair(NamedTuple):
    first: str
    second: tuple[str, ...]
    kind: str
    """``free`` (both are correct), ``wrong`` (only the second is), or ``slip``."""
    endings: bool


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: an entry of ``words`` or ``slips`` is not a pair.
        """
        self._pairs: dict[str, dict[str, list[_Pair]]] = {}
        """By language, then by the letters that at least one of the pairs needs."""
        for language, entries in options.words.items():
            groups = self._pairs.setdefault(language, {})
            # مائة occurs in ثلاثمائة: one search serves both.
            for pair in sorted(map(_pair, entries), key=lambda pair: len(pair.first)):
                within = [letters for letters in groups if letters in pair.first]
                groups.setdefault(within[0] if within else pair.first, []).append(pair)
        for language, entries in options.slips.items():
            groups = self._pairs.setdefault(language, {})
            for entry in entries:
                a, _, b = entry.partition("/")
                if not a or not b:
                    raise ConfigError(f"option 'slips': expected a pair like a/b, not {entry!r}")
                groups[f" {a} "] = [_Pair(a, tuple(b.split(",")), "slip", False)]
        self._letters = {language: Needles(groups) for language, groups in self._pairs.items()}
        """These letters, by language."""
        self._most_slips = options.most_slips
        self._tanwin = options.tanwin

    def check(self, doc: Document) -> Iterator[Finding]:
        prose = doc.prose
        findings = []
        groups = self._pairs.get(doc.language, {})
        # The rarer spelling comes first: most texts lack it, and one search decides.
        there = self._letters[doc.language].found(doc) if groups else ()
        for letters, pairs in groups.items():
            if letters in there:
                for pair in pairs:
                    findings += _compare(doc, pair, self._most_slips)
        if self._tanwin and TANWIN_FIRST in prose and ALEF_FIRST in prose:
            findings += _tanwin(doc)
        yield from sorted(findings, key=lambda finding: finding.span)


def _pair(entry: str) -> _Pair:
    sign = ">" if ">" in entry else "/"
    a, _, b = entry.partition(sign)
    if not a.rstrip("-") or not b.rstrip("-"):
        raise ConfigError(f"option 'words': expected a pair like a/b or a>b, not {entry!r}")
    kind = "wrong" if sign == ">" else "free"
    return _Pair(a.rstrip("-"), (b.rstrip("-"),), kind, b.endswith("-"))


def _compare(doc: Document, pair: _Pair, most_slips: float) -> list[Finding]:
    alone = pair.kind == "slip"
    first = occurrences(doc.prose, pair.first, endings=pair.endings, alone=alone)
    if alone:
        first = [use for use in first if not _is_conditional(doc.prose, use)]
    if not first:
        return []
    second = []
    for form in pair.second:
        second += occurrences(doc.prose, form, endings=pair.endings, alone=alone)
    if not second or (alone and len(first) > most_slips * (len(first) + len(second))):
        return []
    if pair.kind == "free":
        # On a tie, the spelling that appears later is the exception.
        few, many = sorted((first, second), key=lambda uses: (len(uses), -uses[0].word.start))
        return [_finding(doc, few, many)]
    found = _finding(doc, first, second)
    # Among several correct spellings only a person can choose.
    return [found if len(pair.second) == 1 else found._replace(fix=None)]


def _is_conditional(prose: str, use: Occurrence) -> bool:
    """Return True if ``ان`` follows a relative pronoun: "which, if …" is إن, not أن."""
    before = prose[max(use.word.start - _LONGEST_BEFORE, 0) : use.word.start].split()
    return bool(before) and before[-1] in _RELATIVES


def _finding(
    doc: Document, few: list[Occurrence], many: list[Occurrence], habit: str = ""
) -> Finding:
    right = doc.text[slice(*many[0].stem)]
    edits = tuple(Edit(use.stem, right) for use in few)
    related = [Related(many[0].word, "the other spelling")]
    related += [Related(use.word, "this spelling again") for use in few[1:_MOST_RELATED]]
    values = {
        "found": doc.text[slice(*few[0].word)],
        "other": doc.text[slice(*many[0].word)],
        "few": len(few),
        "many": len(many),
        "habit": habit if len(few) >= len(many) else "",
    }
    fix = Fix(edits, False, "use the other spelling")
    return Finding(few[0].word, values, fix, tuple(related))


def _tanwin(doc: Document) -> list[Finding]:
    """Return the words that occur with tanwin in both positions."""
    before = doc.fact(tanwin_words, TANWIN_FIRST)
    after = doc.fact(tanwin_words, ALEF_FIRST)
    few, many = (before, after) if len(after) > len(before) else (after, before)
    place = "before" if many is before else "after"
    habit = f"; most words with tanwin in this article have it {place} the alef"
    if len(few) == len(many):
        habit = ""
    rest = _by_stem(doc.prose, many)
    return [
        _finding(doc, uses, rest[stem], habit)
        for stem, uses in _by_stem(doc.prose, few).items()
        if stem in rest
    ]


def _by_stem(prose: str, found: list[Span]) -> dict[str, list[Occurrence]]:
    """Group the words by their letters before the tanwin, without an initial و or ف."""
    groups: dict[str, list[Occurrence]] = {}
    for word in found:
        stem = prose[word.start : word.end - 2]
        if stem[0] in "وف" and len(stem) > 3:
            stem = stem[1:]
        groups.setdefault(stem, []).append(Occurrence(word, Span(word.end - 2, word.end)))
    return groups
