"""One person's name in two spellings within one article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.terms import folded
from contentlint.checks.consistency._names import Name, is_near, names, skeleton
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.language.proclitics import forms

_MOST_RELATED = 10
_MOST_NAMES = 200


class Options(NamedTuple):
    titles: Words
    """Words behind which a name stands."""
    apart: Words = {}
    """``a/b``: two names, however alike they are."""
    min_letters: int = 5
    """Shorter parts differ by one letter although they are different names."""


class Prepared(NamedTuple):
    titles: frozenset[str]
    apart: frozenset[frozenset[str]]
    min_letters: int


def prepare(options: Options) -> Prepared:
    titles = [_folded(title) for each in options.titles.values() for title in each]
    written = frozenset(
        form for title in titles for form, _ in ((title, None), *forms(title, True))
    )
    apart = frozenset(
        frozenset(_folded(e).split("/")) for each in options.apart.values() for e in each
    )
    return Prepared(written, apart, options.min_letters)


def _folded(entry: str) -> str:
    """An entry as the words of a text are compared with it."""
    return folded(entry, False, True)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    uses: dict[tuple[str, ...], list[Name]] = {}
    for name in doc.fact(names, options.titles):
        # The third word is as often the verb behind a name as a part of it.
        uses.setdefault(name.parts[:2], []).append(name)
    buckets: dict[tuple[int, str], list[tuple[str, ...]]] = {}
    for parts in list(uses)[:_MOST_NAMES]:
        for i in (0, 1):
            buckets.setdefault((i, parts[i]), []).append(parts)
    findings: dict[Span, Finding] = {}
    for (same, _), group in buckets.items():
        for n, one in enumerate(group):
            for other in group[n + 1 :]:
                if _is_variant(one[1 - same], other[1 - same], options):
                    finding = _finding(doc, uses[one], uses[other])
                    findings.setdefault(finding.span, finding)
    yield from (findings[span] for span in sorted(findings))


def _is_variant(a: str, b: str, options: Prepared) -> bool:
    if frozenset((a, b)) in options.apart or min(len(a), len(b)) < options.min_letters - 1:
        return False
    if skeleton(a) == skeleton(b) and len(skeleton(a)) > 2:
        return True
    return min(len(a), len(b)) >= options.min_letters and is_near(a, b)


def _finding(doc: Document, one: list[Name], other: list[Name]) -> Finding:
    """At the rarer spelling; on a tie at the later one."""
    few, many = sorted((one, other), key=lambda uses: (len(uses), -uses[0].span.start))
    related = [Related(many[0].span, "the other spelling")]
    related += [Related(name.span, "this spelling again") for name in few[1:_MOST_RELATED]]
    text = doc.text
    values = {
        "found": " ".join(text[slice(*few[0].span)].split()[:2]),
        "other": " ".join(text[slice(*many[0].span)].split()[:2]),
        "few": len(few),
        "many": len(many),
    }
    return Finding(few[0].span, values, None, tuple(related))
