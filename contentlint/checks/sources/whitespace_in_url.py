"""URLs with a space or a line end inside, as machine translation and hard wraps produce them."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.placement import Labels
from contentlint.article.source_line import source_lines
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.rule import Words
from contentlint.text.urls import destinations, find

_AFTER_COLON = lazy_regex.compile(r"(https?:)([ \t]+)//[ \t]*(?=[\w-]{1,63}\.[\w-])")
_HOST = lazy_regex.compile(r"[ \t]+(?=[A-Za-z0-9-]{1,63}\.[A-Za-z0-9])")
_WWW = lazy_regex.compile(r"www\.([ \t]+)[a-z0-9-]{1,63}\.[a-z]{2,12}(?![\w.])")
_TLD = lazy_regex.compile(r"([ \t]+)\.[a-z]{2,6}(?=[/\s?#]|$)")
_TOKEN = lazy_regex.compile(r"[ \t]+([A-Za-z0-9\-._/=&%?+]+)(?=\s|$)")
_SUFFIX = lazy_regex.compile(r"\.([ \t]+)(?:html?|php|aspx?)(?=\s|$)")
_LAST = lazy_regex.compile(r"(?:\.html?|\.php|\.aspx|[0-9]{4})/?$")
_LETTER = lazy_regex.compile("[A-Za-z]")
_SPACED_WWW = trigger.token("www.", "", (" ", "\t"))
_JOINT = frozenset("-_/=%&.")
_BEFORE = trigger.Nodes(
    trigger.BARE_URLS, 0, trigger.SPACES | trigger.LINE_ENDS | trigger.classes_of("-_/=%&.")
)
"""Bare URLs before white space or a character with which they may go on."""
_CUT_AFTER = "-/%_="
_NEXT_LINE = lazy_regex.compile(
    r"\n[ \t]*([a-z0-9%][A-Za-z0-9\-._/=&%]*|-[a-z0-9][A-Za-z0-9\-._/]*)[ \t]*(?=\n|$)"
)


class Options(NamedTuple):
    labels: Words = {}
    """Labels of a source line, by language; text after a URL there is checked more strictly."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    return (_BEFORE, find.ODD_SCHEME, destinations.SPACES_AROUND, _SPACED_WWW)


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = Labels(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        text = doc.text
        for at in doc.fact(find.odd_schemes):
            if doc.prose[at] in ("h", MARK) and (m := _AFTER_COLON.match(text, at)):
                yield _broken(Span(*m.span()), f"space after {m[1]}", [m.span(2)])
        for m in _WWW.finditer(doc.prose) if "www. " in text or "www.\t" in text else ():
            yield _broken(Span(*m.span()), "space after www.", [m.span(1)])
        sources: frozenset[int] | None = None
        for target in find.selected(doc, _BEFORE):
            after = text[target.end : target.end + 1]
            suffix = _SUFFIX.match(text, target.end) if after == "." else None
            if after in (" ", "\t") or suffix:
                if sources is None:
                    sources = frozenset(doc.fact(source_lines, self._labels()))
                source = doc.line_at(target.start) in sources
                if not suffix:
                    yield from _spaced(doc, target, source)
                elif source:
                    whole = Span(target.start, suffix.end())
                    yield _broken(whole, "space before the file extension", [suffix.span(1)])
            elif after in _JOINT or (after == "\n" and target.url[-1] in _CUT_AFTER):
                yield from _wrapped(doc, target)
        yield from _padded(doc)


def _padded(doc: Document) -> Iterator[Finding]:
    """Yield a finding for each destination with spaces inside its angle brackets. Inside
    parentheses every parser drops them."""
    for whole, gaps in destinations.padded(doc):
        fix = Fix(tuple(Edit(gap, "") for gap in gaps), True, "remove the space")
        what = "space inside the angle brackets of a link becomes %20"
        yield Finding(whole, {"what": what}, fix, (), "warning")


def _broken(span: Span, reason: str, gaps: list[tuple[int, int]]) -> Finding:
    edits = tuple(Edit(Span(*gap), "") for gap in gaps)
    what = f"broken URL: {reason}"
    return Finding(span, {"what": what}, Fix(edits, False, "join the parts of the URL"))


def _spaced(doc: Document, target: find.Target, source: bool) -> Iterator[Finding]:
    """Yield a finding for a URL that a space splits from its rest."""
    text, end = doc.text, target.end
    if target.url.endswith("://"):
        if m := _HOST.match(text, end):
            yield _broken(Span(target.start, m.end()), "space after ://", [m.span()])
        return
    path = find.split(target.url)[2]
    if not path and (m := _TLD.match(text, end)):
        yield _broken(Span(target.start, m.end()), "space before the domain", [m.span(1)])
    elif source:
        gaps = []
        line_end = doc.line_span(doc.line_at(end)).end
        while (m := _TOKEN.match(text, end, line_end)) and "://" not in m[1]:
            gaps.append((m.start(), m.start(1)))
            end = m.end()
            if _is_rest(m[1]):
                yield _broken(Span(target.start, end), "space inside", gaps)
                return
            if _JOINT.isdisjoint(m[1]):
                return


def _is_rest(token: str) -> bool:
    """Return True if a word has the form of the end of a URL: ``thao-luan-332240.html``, no
    date."""
    return (
        _LAST.search(token, max(len(token) - 8, 0)) is not None
        and not _JOINT.isdisjoint(token)
        and _LETTER.search(token) is not None
    )


def _wrapped(doc: Document, target: find.Target) -> Iterator[Finding]:
    """Yield a finding for a URL that a line end splits after a hyphen or slash."""
    text = doc.text
    end = doc.line_span(doc.line_at(target.end)).end
    rest = text[target.end : end].rstrip()
    last = rest[-1:] or target.url[-1]
    if rest.strip("-_/=%&.") or last not in _CUT_AFTER or target.url.endswith("://"):
        return
    m = _NEXT_LINE.match(text, end)
    if m and "://" not in m[1] and (_is_rest(m[1]) or (last in "-%_=" and len(m[1]) > 1)):
        gap = (target.end + len(rest), m.start(1))
        yield _broken(Span(target.start, m.end(1)), "line break inside", [gap])
