"""Source lines that are empty, follow another one, or name a site without its scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article import source_line
from contentlint.article.boilerplate.placement import Labels
from contentlint.article.source_line import SourceLine
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    from typing import Literal

_HOST = lazy_regex.compile(
    r"(?:www\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,4}([A-Za-z]{2,24})"
    r"(?::[0-9]{2,5})?(/[^\s()<>\[\]]*)?[.،]?$"
)
_DOMAINS = frozenset("com org net gov edu info int mil news press media tv io app".split())
# Two letters that are more often the suffix of a file than a country: `README.md`.
_SUFFIXES = frozenset("ai cc cs db go md pl ps py rs sh so ts vb vi".split())


_Check = Callable[[Document, list[SourceLine], bool], Iterator[Finding]]


class Options(NamedTuple):
    fault: Literal["empty", "several", "no-scheme"]
    """The fault to report: ``empty`` (a label without a source), ``several`` source lines, or
    ``no-scheme``."""
    labels: Words = {}
    """Labels of a source line, by language."""
    require_url: bool = False
    """For ``empty``: also report a name without a URL."""


def needs(options: Options) -> tuple[str, ...]:
    return (":", "：")


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._check_lines = _CHECKS[options.fault]
        self._labels = Labels(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        lines = doc.fact(source_line.split_source_lines, self._labels())
        return self._check_lines(doc, lines, self._options.require_url) if lines else iter(())


def _empty(doc: Document, lines: list[SourceLine], require_url: bool) -> Iterator[Finding]:
    for line, label, value in lines:
        span = Span(doc.line_start(line), doc.line_span(line).end)
        if source_line.has_content(doc, value):
            if require_url and not source_line.has_url(doc, *value):
                yield Finding(span, {"found": label, "fault": "a name without a URL"})
        elif value.start < value.end:
            yield Finding(span, {"found": label, "fault": "nothing but punctuation"})
        elif (after := source_line.block_after(doc, line)) is None or after.kind in (
            "heading",
            "break",
        ):
            yield Finding(span, {"found": label, "fault": "nothing"})


def _several(doc: Document, lines: list[SourceLine], require_url: bool) -> Iterator[Finding]:
    seen: dict[str, Span] = {}
    for before, this in pairwise(lines):
        if not source_line.has_content(doc, before.value):
            continue
        if not source_line.are_close(doc, before.line, this.line):
            seen.clear()
            continue
        seen.setdefault(light(doc.text[slice(*before.value)]), before.value)
        text = light(doc.text[slice(*this.value)])
        first = seen.get(text)
        span = Span(doc.line_start(this.line), doc.line_span(this.line).end)
        related = (Related(first or before.value, "the other source line"),)
        number = doc.line_at((first or before.value).start) + 1
        values = {"line": number, "fault": "repeats" if first else "directly follows"}
        yield Finding(span, values, None, related, None if first else "info")


def _no_scheme(doc: Document, lines: list[SourceLine], require_url: bool) -> Iterator[Finding]:
    for _, _, value in lines:
        text = doc.text[slice(*value)]
        m = _HOST.match(text)
        if m is None or (text.startswith("www.") and doc.format == "markdown"):
            continue  # `www.` alone becomes a link in GitHub's Markdown
        domain = m[1].lower()
        if domain in _DOMAINS or (len(domain) == 2 and (domain not in _SUFFIXES or m[2])):
            fix = Fix(
                (Edit(Span(value.start, value.start), "https://"),),
                False,
                "write the complete URL, with https://",
            )
            yield Finding(value, {"found": text.rstrip(".،")}, fix)


_CHECKS: dict[str, _Check] = {"empty": _empty, "several": _several, "no-scheme": _no_scheme}
