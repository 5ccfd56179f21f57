"""Picture credits in which the name or the colon is missing or misplaced."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import ANY_CAPTION, captions
from contentlint.article.credits import Credit
from contentlint.article.source_line import folded
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.languages import CJK
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

_WIDE_COLON = "\uff1a"
_LONGEST_NAME = 4
_WORD = lazy_regex.compile(r"\S+")


class Options(NamedTuple):
    labels: Words
    """Labels of image credits, by language."""
    qualifiers: Words
    """Words after a label that are not a name, by language: "photo by", "(تصوير جوي)"."""
    photographer: tuple[str, ...] = ()
    """Labels that require a person's name; a missing colon after them is reported."""


def needs(options: Options) -> tuple[str, ...]:
    return ANY_CAPTION


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = folded(options.labels)
        self._qualifiers = folded(options.qualifiers)
        self._photographer = frozenset(map(light, options.photographer))

    def check(self, doc: Document) -> Iterator[Finding]:
        found = [c.credit for c in doc.fact(captions, self._labels) if c.credit is not None]
        if not found:
            return
        with_colon = {c.key for c in found if c.colon in (":", _WIDE_COLON) and _is_named(c)}
        for credit in found:
            problem = self._problem(doc, credit, with_colon)
            if problem:
                label = doc.text[credit.label.start : credit.label.end]
                yield Finding(credit.span, {"label": label, "problem": problem})

    def _problem(self, doc: Document, credit: Credit, with_colon: set[str]) -> str:
        named = _is_named(credit)
        if credit.key == "©":
            return ""
        if credit.colon == "before":
            return "has its colon before the label"
        if credit.colon == "":
            if not credit.bracket or credit.joins or not named:
                return ""
            known = credit.key in with_colon or credit.key in self._photographer
            return "has no colon" if known and self._is_name(doc, credit) else ""
        if not named:
            return "names nobody" if credit.bracket else ""
        if credit.colon != ":" and not (credit.colon == _WIDE_COLON and _may_be_wide(doc, credit)):
            return "has a sign that only looks like a colon"
        return ""

    def _is_name(self, doc: Document, credit: Credit) -> bool:
        """Return True for two to four words of which the first does not describe the picture; in
        scripts with capitals all words must have one."""
        name = doc.text[credit.name.start : credit.name.end]
        words = _WORD.findall(name)
        return (
            2 <= len(words) <= _LONGEST_NAME
            and light(words[0]) not in self._qualifiers
            and all(not word[0].islower() for word in words)
            and not any(c.isdigit() for c in name)
        )


def _is_named(credit: Credit) -> bool:
    return credit.name.end > credit.name.start


def _may_be_wide(doc: Document, credit: Credit) -> bool:
    return doc.language in CJK or "\u2e80" <= doc.text[credit.label.start] <= "\u9fff"
