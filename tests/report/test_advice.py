"""The help below a fix says nothing that the title of the fix says."""

from __future__ import annotations

import pytest

from contentlint.model.diagnostic import ReportedFix
from contentlint.report.advice import beside


@pytest.mark.parametrize(
    ("title", "help_text", "shown"),
    [
        ("remove the line", "remove the line", ""),
        ("remove the lines", "Remove the line", ""),
        (
            "insert a blank line between the paragraphs",
            "insert a blank line between paragraphs",
            "",
        ),
        ("make it a heading", "make it a heading (## …)", ""),
        ("remove it", "remove it; browsers hyphenate words", "browsers hyphenate words"),
        ("remove the line", "remove the line, or use --- for a break", "or use --- for a break"),
        ("isolate it", "isolate it (U+2066, U+2069), or insert U+200E", "or insert U+200E"),
        ("احذف السطر", "احذف السطر، أو اكتبه", "أو اكتبه"),
        # What differs stays, and what comes before it.
        ("remove the line", "restore it, or remove the line", "restore it, or remove the line"),
        ("write https://", "use https:// if the page opens", "use https:// if the page opens"),
        ("write 1", "write 1,234.5, not 1.234,5", "write 1,234.5, not 1.234,5"),
        ("remove it", "", ""),
        ("", "remove it", "remove it"),
    ],
)
def test_help_leaves_out_what_the_fix_says(title: str, help_text: str, shown: str) -> None:
    assert beside(ReportedFix(False, title, ()), help_text) == shown
    assert beside(None, help_text) == help_text


@pytest.mark.parametrize(
    ("help_text", "shown"),
    [
        ("use the Arabic mark", ""),
        ("use the Arabic mark, or rewrite it", "use the Arabic mark, or rewrite it"),
        ("write ،; Arabic has its own", "Arabic has its own"),
    ],
)
def test_help_of_one_clause_adds_nothing_to_a_safe_fix(help_text: str, shown: str) -> None:
    assert beside(ReportedFix(True, "write ،", ()), help_text) == shown
