"""contentlint.article.edits: adjacent findings are merged into one."""

from __future__ import annotations

from contentlint.article.edits import adjacent, merge_findings
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.source import formats


def on_lines(doc: Document, *lines: int, safe: bool = True) -> list[Finding]:
    found = []
    for line in lines:
        span = doc.line_span(line)
        found.append(Finding(span, {}, Fix((Edit(span, ""),), safe, "remove")))
    return found


def lines_of(doc: Document, groups: list[list[Finding]]) -> list[list[int]]:
    return [[doc.line_at(finding.span.start) for finding in group] for group in groups]


def test_blank_lines_do_not_part_and_others_do() -> None:
    doc = formats.read("a.md", b"a\n\nb\n\n\nc\ntext\nd\n")
    found = on_lines(doc, 0, 2, 5, 7)
    assert lines_of(doc, list(adjacent(doc, found, 0))) == [[0, 2, 5], [7]]
    assert lines_of(doc, list(adjacent(doc, found, 1))) == [[0, 2, 5, 7]]


def test_one_has_all_edits_and_ten_related() -> None:
    doc = formats.read("a.md", b"x\n" * 14)
    merged = merge_findings(on_lines(doc, *range(14)), {"found": "x"}, "remove them")
    assert merged.fix is not None
    assert len(merged.fix.edits) == 14
    assert merged.fix.safe
    assert len(merged.related) == 10
    assert merged.span == Span(0, 1)


def test_one_is_safe_only_when_each_is() -> None:
    doc = formats.read("a.md", b"x\n" * 4)
    found = on_lines(doc, 0, 1, 2)
    unsafe = merge_findings([*found, *on_lines(doc, 3, safe=False)], {}, "remove them")
    assert unsafe.fix is not None and not unsafe.fix.safe
    without = merge_findings([*found, Finding(doc.line_span(3))], {}, "remove them")
    assert without.fix is not None and not without.fix.safe
    assert merge_findings([Finding(doc.line_span(0))], {}, "").fix is None


def test_edits_that_overlap_are_left_out() -> None:
    a, b = Edit(Span(0, 4), ""), Edit(Span(3, 6), "")
    found = [Finding(edit.span, {}, Fix((edit,), True, "")) for edit in (a, b)]
    merged = merge_findings(found, {}, "")
    assert merged.fix is not None
    assert merged.fix.edits == (a,)
