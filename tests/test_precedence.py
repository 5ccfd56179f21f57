"""One defect that two rules see is one finding: that of the rule which stands first."""

from __future__ import annotations

import pytest

from contentlint.session import Request, Session

NEWS = "The mayor opened the new bridge on Sunday morning, and many people came to see it.\n"
ARTICLE = f"# The bridge\n\n{NEWS}\n"
BENGALI = f"---\nlang: bn\n---\n\n# The bridge\n\n{NEWS * 2}\n{NEWS * 2}"
TOLD_TWICE = [
    ("STR016", "RES014", BENGALI),
]


def found(text: str, *codes: str) -> list[str]:
    session = Session(Request(isolated=True, select=codes, preview=True))
    return [d.code for d in session.check("a.md", text.encode()).diagnostics]


@pytest.mark.parametrize(("first", "second", "text"), TOLD_TWICE)
def test_what_two_rules_see_is_told_by_the_first(first: str, second: str, text: str) -> None:
    assert found(text, first) == [first]
    assert found(text, second) == [second]
    assert found(text, first, second) == [first]
