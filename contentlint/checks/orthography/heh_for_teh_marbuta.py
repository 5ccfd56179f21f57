"""Words with the article that end in ه in one place and in ة in another."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.text.language.arabic import around

if TYPE_CHECKING:
    import re

_AFTER = "(?![\u0620-\u064a\u0640\u064b-\u0652\u200c])"
_HEH = lazy_regex.compile(f"ه{_AFTER}")
_TEH = lazy_regex.compile(f"ة{_AFTER}")
_ARTICLES = ("ال", "لل")
_BEFORE = frozenset(["", "و", "ف", "ب", "ك", "وب", "فب", "وك"])


class Options(NamedTuple):
    pass


def needs(options: Options) -> tuple[str, ...]:
    return ("ه",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    if "ة" not in prose:
        return
    found = [(word, noun) for word, noun in _words(prose, _HEH) if len(noun) > 2]
    if not found:
        return
    right: dict[str, Span] = {}
    for word, noun in _words(prose, _TEH):
        right.setdefault(noun or prose[slice(*word)], word)
    for word, noun in found:
        other = right.get(noun[:-1] + "ة")
        if other is not None:
            written = prose[slice(*word)]
            fix = Fix((Edit(Span(word.end - 1, word.end), "ة"),), False, "write ة")
            values = {"found": written, "right": written[:-1] + "ة"}
            yield Finding(word, values, fix, (Related(other, "written with ة"),))


def _words(prose: str, ending: re.Pattern[str]) -> Iterator[tuple[Span, str]]:
    """Return the words with this ending, each with its noun after an article; the noun is empty
    without one."""
    for m in ending.finditer(prose):
        word = around(prose, m.start(), m.end())
        if word.end == m.end():
            yield word, _noun(prose[slice(*word)])


def _noun(word: str) -> str:
    for article in _ARTICLES:
        at = word.find(article, 0, 4)
        if at >= 0 and word[:at] in _BEFORE:
            return word[at + 2 :]
    return ""
