"""Sentence punctuation that became the end of an address."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.placement import Labels
from contentlint.article.source_line import source_lines
from contentlint.core import url_end
from contentlint.model import traits, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import AUTOLINK, IMAGE, LINK, Document, Span
from contentlint.model.rule import Words
from contentlint.text.urls import find

# Characters that never end the name of a page; brackets count only without an opening one.
_SURE = frozenset(',;:"»”،؛؟)]')
# A full stop can end one ("Apple_Inc."), and so can "Jeopardy!" and "Ma'": it certainly belongs to
# the sentence only after the suffix of a file, a number, a slash, or a lower-case title with
# hyphens.
_DOUBTFUL = frozenset(".!'’")
_WHOLE = lazy_regex.compile(
    r"(?:\.(?:html?|php|aspx?|jsp|pdf|jpe?g|png|gif|webp|svg|docx?|xlsx?|zip|mp[34])"
    r"|/[0-9]{2,}|-[0-9]{3,}|=[0-9]{2,}|/[a-z0-9]+(?:-[a-z0-9]+){2,}|/)$"
)
_WITH_MARK = trigger.Nodes(trigger.kinds(LINK, IMAGE, AUTOLINK), traits.SIGN_AT_END)
_BEFORE_MARK = trigger.Nodes(trigger.BARE_URLS, 0, trigger.MARKS)
_LONGEST_NAME = 200
_SENTENCE = frozenset((".", ",", ";", ":", "،", "؛"))


class Options(NamedTuple):
    labels: Words = {}
    """Labels of a source line, by language; no sentence follows a URL there."""


def needs(options: Options) -> tuple[trigger.Nodes, ...]:
    return (_WITH_MARK, _BEFORE_MARK)


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = Labels(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        for target in find.selected(doc, _WITH_MARK):
            if (start := _end(target.url)) < len(target.url):
                finding = _finding(target.start + start, target.end, target.url[start:])
                # Quotation marks around the whole address go together, by hand.
                quoted = target.url[0] == target.url[-1]
                yield finding._replace(fix=None) if quoted else finding
        if doc.places(_BEFORE_MARK):
            lines = {doc.line_at(target.end): target for target in doc.fact(find.targets).bare}
            for line in doc.fact(source_lines, self._labels()):
                if line in lines and (end := _after(doc, lines[line])):
                    yield _finding(lines[line].end, end, doc.text[lines[line].end : end], "info")


def _end(url: str) -> int:
    """Return the correct end of an address; its length if it is correct."""
    size = len(url)
    end = url_end(url, 0, size)
    rest = url[end:]
    # Only the page defines what belongs to its fragments; an ellipsis marks a truncation.
    if not rest or "#" in url or "..." in rest or url[:end].endswith(":/"):
        return size
    whole = _WHOLE.search(url, max(end - _LONGEST_NAME, 0), end)
    if "?" in url[:end]:
        return end if whole and _SENTENCE.issuperset(rest) else size
    if not _SURE.isdisjoint(rest):
        return end
    host_alone = "/" not in url[url.find("://") + 3 : end]
    return end if _DOUBTFUL.issuperset(rest) and (whole or host_alone) else size


def _after(doc: Document, target: find.Target) -> int:
    """Return the end of the marks after the last address of a line; 0 if there are none, or a word
    follows."""
    line_end = doc.line_span(doc.line_at(target.end)).end
    rest = doc.text[target.end : line_end].rstrip()
    return target.end + len(rest) if rest in _SENTENCE else 0


def _finding(start: int, end: int, found: str, severity: str | None = None) -> Finding:
    fix = Fix((Edit(Span(start, end), ""),), True, "end the URL before it")
    return Finding(Span(start, end), {"found": found}, fix, (), severity)
