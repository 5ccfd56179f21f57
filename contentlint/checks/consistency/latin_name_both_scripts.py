"""A foreign name that is written in Latin letters in one place and in the article's script in
another."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE
from contentlint.article.terms import Match, Terms
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import MARK, Document, Span
from contentlint.model.rule import Words

_MOST_RELATED = 10
_NEAR = 4
"""Characters between a name and its gloss: ``فيسبوك (Facebook)``, ``فيسبوك - Facebook``."""
# `Google Maps`, `Android 6`, `google.com`, `CSS, JavaScript`: a longer name, or a list of names.
_JOINTS = rf"[ \t_/.,،&+{MARK}-]"
_BEFORE = lazy_regex.compile(rf"(?:[A-Za-z0-9/](?:{_JOINTS}{{0,4}}| و ?)|[\"'“«])$")
_AFTER = lazy_regex.compile(rf"{_JOINTS}{{0,4}}[A-Za-z0-9]|[\"'”»]")
_REACH = 5
_AROUND = " \t:.-0123456789)" + MARK


class Options(NamedTuple):
    words: Words
    """Names by language, as ``Latin/other`` or ``Latin/other,other``."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._terms: dict[str, Terms] = {}
        self._names: dict[str, str] = {}
        """Each form, mapped to the Latin one."""
        for language, entries in options.words.items():
            forms = []
            for latin, _, others in (entry.partition("/") for entry in entries):
                for form in (latin, *others.split(",")):
                    self._names[form] = latin
                    forms.append(form)
            self._terms[language] = Terms(forms)

    def check(self, doc: Document) -> Iterator[Finding]:
        terms = self._terms.get(doc.language)
        if terms is None:
            return
        found: dict[str, tuple[list[Match], list[Match]]] = {}
        last: Match | None = None
        for match in terms.find(doc, PROSE):
            name = self._names[match.phrase.text]
            if match.phrase.text == name and not _is_alone(doc, match.span):
                continue
            pair = found.setdefault(name, ([], []))
            if last is not None and self._is_gloss(last, match):
                previous = pair[last.phrase.text != name]
                if previous and previous[-1] is last:
                    previous.pop()
            else:
                pair[match.phrase.text != name].append(match)
            last = match
        findings = [_finding(doc, *pair) for pair in found.values() if all(pair)]
        yield from sorted(findings, key=lambda finding: finding.span)

    def _is_gloss(self, one: Match, other: Match) -> bool:
        """Return True if two neighbouring names are the same name in both scripts."""
        names = self._names
        latin = names[one.phrase.text]
        return (
            names[other.phrase.text] == latin
            and (one.phrase.text == latin) != (other.phrase.text == latin)
            and other.word.start - one.span.end <= _NEAR
        )


def _is_alone(doc: Document, span: Span) -> bool:
    """Return True if a Latin name is not part of a longer one, of a quotation, nor the whole
    line."""
    prose = doc.prose
    low = max(span.start - _REACH, 0)
    if _BEFORE.search(prose[low : span.start]) or _AFTER.match(prose, span.end):
        return False
    line = doc.line_span(doc.line_at(span.start))
    return bool((prose[line.start : span.start] + prose[span.end : line.end]).strip(_AROUND))


def _finding(doc: Document, latin: list[Match], other: list[Match]) -> Finding:
    few, many = sorted((latin, other), key=lambda uses: (len(uses), -uses[0].span.start))
    values = {
        "found": doc.text[slice(*few[0].span)],
        "few": len(few),
        "other": doc.text[slice(*many[0].span)],
        "many": len(many),
    }
    related = [Related(Span(*many[0].span), "the other script")]
    related += [Related(match.span, "also in this script") for match in few[1:_MOST_RELATED]]
    return Finding(few[0].span, values, None, tuple(related))
