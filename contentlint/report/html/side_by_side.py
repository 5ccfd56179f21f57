"""Pages that show a translation beside its source, passage by passage, where rules found something.

Like the HTML report, a page loads nothing; it needs no script. Each cell has the language and the
direction of its own text. The translation comes first in the direction in which the reader reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext
from contentlint.model.counterpart import Counterpart
from contentlint.model.diagnostic import Diagnostic, Position
from contentlint.model.document import BARE, CODE, Document
from contentlint.model.languages import RTL_SCRIPTS, lookup
from contentlint.parity import alignment
from contentlint.parity.units import Alignment, Unit
from contentlint.report.html.frame import asset, opening
from contentlint.report.html.text import direction, message, passage, path_shown, safe, words

_AROUND = 2
"""Rows shown before and after one with findings."""
_CODE = frozenset({"fence", "indented", "markup"})


class Row(NamedTuple):
    """A passage of the source and its counterpart, by index; None where there is none."""

    source: int | None
    target: int | None


class Page(NamedTuple):
    """A page to write."""

    name: str
    """The name of the file."""
    path: str
    """The path of the translation."""
    findings: int
    html: str


def pages(docs: Iterable[Document], findings: Mapping[str, Sequence[Diagnostic]]) -> Iterator[Page]:
    """Yield a page for each translation with findings, then the list of them, ``index.html``.

    ``findings`` are those of the comparison by path.
    """
    made: list[Page] = []
    taken: set[str] = set()
    for doc in docs:
        found = findings.get(doc.path, ())
        aligned = doc.fact(alignment.of)
        if doc.counterpart is None or aligned is None or not found:
            continue
        name = _file_name(doc.path, taken)
        one = Page(name, doc.path, len(found), _page(doc, doc.counterpart, aligned, found))
        made.append(one._replace(html=""))
        yield one
    yield Page("index.html", "", 0, _index(made))


def _file_name(path: str, taken: set[str]) -> str:
    """Return a name for the page of a file, which no other page has."""
    stem = "-".join(part for part in path.split("/") if part not in ("", ".", ".."))
    stem = "".join(c if c.isalnum() or c in "-_." else "_" for c in stem).lstrip(".")[-150:]
    name, n = f"{stem}.html", 1
    while name.casefold() in taken or name == "index.html":
        n += 1
        name = f"{stem}-{n}.html"
    taken.add(name.casefold())
    return name


def rows(found: Alignment) -> list[Row]:
    """Return all passages of both sides in the order of the translation; what it lacks is where the
    source has it."""
    to_source = {pair.target: pair.source for pair in found.pairs}
    moved = {pair.target: pair.source for pair in found.moved}
    paired = {*to_source.values(), *moved.values()}
    made: list[Row] = []
    following = 0
    for target in range(len(found.target)):
        source = to_source.get(target)
        if source is None:
            made.append(Row(moved.get(target), target))
            continue
        made += [Row(n, None) for n in range(following, source) if n not in paired]
        made.append(Row(source, target))
        following = max(following, source + 1)
    made += [Row(n, None) for n in range(following, len(found.source)) if n not in paired]
    return made


class _Marks:
    """The findings of a translation by the row in which they are shown."""

    def __init__(self, source: Document, aligned: Alignment, found: Sequence[Diagnostic]) -> None:
        self.rows = rows(aligned)
        self.by_row: dict[int, list[Diagnostic]] = {}
        self.target: list[tuple[int, int]] = []
        self.source: list[tuple[int, int]] = []
        """The spans of faults, and of the places in the source that belong to them."""
        own = [row.target for row in self.rows], aligned.target
        other = [row.source for row in self.rows], aligned.source
        for d in found:
            there = [_span(source, r.position) for r in d.related if r.in_source]
            self.source += there
            row = -1
            if d.end > d.start:
                self.target.append((d.start, d.end))
                row = _row_of(*own, d.start)
            if row < 0 and there:
                row = _row_of(*other, there[0][0])
            if row < 0:
                row = max(_row_before(*own, d.start), 0)
            self.by_row.setdefault(row, []).append(d)


def _span(doc: Document, place: Position) -> tuple[int, int]:
    line, column, end_line, end_column = place
    start = doc.line_start(line - 1) + column - 1
    return start, doc.line_start(end_line - 1) + end_column - 1


def _row_of(numbers: Sequence[int | None], units: Sequence[Unit], offset: int) -> int:
    """Return the row whose unit contains an offset, or -1."""
    for row, n in enumerate(numbers):
        if n is not None and units[n].start <= offset <= units[n].end:
            return row
    return -1


def _row_before(numbers: Sequence[int | None], units: Sequence[Unit], offset: int) -> int:
    """Return the last row whose unit begins before an offset, or -1."""
    found = -1
    for row, n in enumerate(numbers):
        if n is not None and units[n].start <= offset:
            found = row
    return found


def _page(doc: Document, pair: Counterpart, aligned: Alignment, found: Sequence[Diagnostic]) -> str:
    marks = _Marks(pair.doc, aligned, found)
    near = {n for row in marks.by_row for n in range(row - _AROUND, row + _AROUND + 1)} & {
        *range(len(marks.rows))
    }
    body: list[str] = []
    before = -1
    for n in sorted(near):
        if n > before + 1:
            body.append('<tr class="gap"><td colspan="2">…</td></tr>\n')
        before = n
        body.append(_row(doc, pair, aligned, marks, n))
    if before < len(marks.rows) - 1:
        body.append('<tr class="gap"><td colspan="2">…</td></tr>\n')
    count = words(ngettext("{n} finding", "{n} findings", len(found), ","))
    title = f'<bdi dir="ltr">{path_shown(doc.path)}</bdi>'
    return _document(
        safe(doc.path),
        f"<h1>{title}</h1>\n<p>{count} · "
        f'<a href="index.html">{words(_("all translations"))}</a></p>\n'
        f'<table class="pairs">\n<thead><tr><th scope="col">{words(_("Translation"))} '
        f'<bdi dir="ltr">{path_shown(doc.path)}</bdi></th><th scope="col">{words(_("Source"))} '
        f'<bdi dir="ltr">{path_shown(pair.doc.path)}</bdi></th></tr></thead>\n'
        f"<tbody>\n{''.join(body)}</tbody>\n</table>\n",
    )


def _row(doc: Document, pair: Counterpart, aligned: Alignment, marks: _Marks, n: int) -> str:
    row = marks.rows[n]
    target = None if row.target is None else aligned.target[row.target]
    source = None if row.source is None else aligned.source[row.source]
    found = marks.by_row.get(n, [])
    said = "".join(
        f'<p class="{safe(d.severity)}" dir="{direction(d.message, d.quoted)}">'
        f'<bdi dir="ltr"><code>{safe(d.code)}</code></bdi> {message(d.message, d.quoted)}</p>'
        for d in found
    )
    cells = _cell(doc, target, pair.target_lang or doc.language, marks.target)
    cells += _cell(pair.doc, source, pair.source_lang, marks.source)
    cls = ' class="found"' if found else ""
    below = f'<tr class="said"><td colspan="2">{said}</td></tr>\n' if said else ""
    return f"<tr{cls}>{cells}</tr>\n{below}"


def _cell(doc: Document, unit: Unit | None, code: str, faults: Sequence[tuple[int, int]]) -> str:
    if unit is None:
        return '<td class="none"></td>'
    is_code = unit.kind in _CODE
    way = "ltr" if is_code else _way(doc, code)
    inside = [
        (max(start - unit.start, 0), min(end, unit.end) - unit.start)
        for start, end in faults
        if start < unit.end and end > unit.start
    ]
    isolated = _left_to_right(doc, unit) if way == "rtl" else []
    shown = passage(doc.text[unit.start : unit.end], inside, isolated)
    known = f' lang="{safe(code)}"' if code else ""
    cls = f' class="{safe(unit.kind)}"'
    line = doc.line_at(unit.start) + 1
    at = f'<span class="line" dir="ltr">{line}</span>'
    return f'<td{cls} dir="{way}"{known}>{at}{shown}</td>'


def _way(doc: Document, code: str) -> str:
    """Return the direction of a document in a language: a page of addresses has more Latin letters
    than others."""
    row = lookup(code)
    if not row.script or row.other_script:
        return doc.direction
    return "rtl" if row.script in RTL_SCRIPTS else "ltr"


def _left_to_right(doc: Document, unit: Unit) -> list[tuple[int, int]]:
    """Return the spans of addresses and code in a unit of a text from right to left, which would
    be torn apart there."""
    code = [node for node in doc.markup_in(unit.start, unit.end) if node.kind == CODE]
    found = [(node.start, node.end) for node in code]
    n = doc.first_node(unit.start)
    while n < len(doc.nodes) and doc.nodes[n].start < unit.end:
        node = doc.nodes[n]
        found.append((node.start, node.end) if node.kind == BARE else (node.dest, node.dest_end))
        n += 1
    kept: list[tuple[int, int]] = []
    at = unit.start
    for start, end in sorted(found):
        if at <= start < end <= unit.end:
            kept.append((start - unit.start, end - unit.start))
            at = end
    return kept


def _index(made: Sequence[Page]) -> str:
    rows = "".join(
        f'<li><a href="{safe(page.name)}"><bdi dir="ltr">{path_shown(page.path)}</bdi></a> '
        f"{words(ngettext('{n} finding', '{n} findings', page.findings, ','))}</li>\n"
        for page in made
    )
    title = words(_("Translations and their sources"))
    return _document(title, f"<h1>{title}</h1>\n<ul>\n{rows}</ul>\n")


def _document(title: str, body: str) -> str:
    start = opening(title, asset("side_by_side.css"), "base-uri 'none'")
    return f"{start}<main>\n{body}</main>\n</body>\n</html>\n"
