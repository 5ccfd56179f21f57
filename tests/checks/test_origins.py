"""Rules that report less in texts that people wrote."""

from __future__ import annotations

import pytest

from contentlint.run.resolve import Reading
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats

QUOTED = "> As an AI language model, I cannot judge the poems.\n\nSo it answered.\n"
TOKENS = "The window shows the message:\n\n> The file {0} was changed by {1}.\n"
STEP = "# Go\n\nTwo steps.\n\n## Open [the console](https://example.com/)\n\n## Copy\n\nA key.\n"
INDEX = "---\nweight: 3\n---\n\n# Objects\n"


def found(code: str, text: str, origin: str) -> int:
    selection = Selection(isolated=True, select=(code,))
    request = Request(selection, reading=Reading(origin=origin))
    return len(Session(request).check(formats.record("a.md", text.encode())).diagnostics)


@pytest.mark.parametrize(
    ("code", "text", "origin"),
    [
        ("RES012", QUOTED, "authored"),
        ("RES013", TOKENS, "authored"),
        ("RES015", STEP, "authored"),
        ("RES015", STEP, "translated"),
        ("RES015", INDEX, "authored"),
    ],
)
def test_authored_text_is_left_alone(code: str, text: str, origin: str) -> None:
    assert (found(code, text, "extracted"), found(code, text, origin)) == (1, 0)
