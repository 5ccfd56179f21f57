"""Rules that report less in texts that people wrote."""

from __future__ import annotations

import pytest

from contentlint.run.request import Reading
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats

QUOTED = "> As an AI language model, I cannot judge the poems.\n\nSo it answered.\n"
TOKENS = "The window shows the message:\n\n> The file {0} was changed by {1}.\n"
STEP = "# Go\n\nTwo steps.\n\n## Open [the console](https://example.com/)\n\n## Copy\n\nA key.\n"
INDEX = "---\nweight: 3\n---\n\n# Objects\n"
MORE = "---\nweight: 3\n---\n\nالميناء كبير.\n\n## مواضيع ذات صلة\n\n- [السفن](boats.md)\n"
HALF = """یہ صفحہ بتاتا ہے کہ نئی سائٹ کیسے بنائی جاتی ہے اور اس کی ترتیبات کہاں محفوظ ہوتی ہیں۔

دوسرے قدم میں ڈیٹا بیس بنایا جاتا ہے اور سائٹ کی تمام فائلیں اس کے فولڈر میں رکھ دی جاتی ہیں۔

The third step is to open the page of the settings and to choose the domain of the site.

Then it is time to test that all of the pages of the site can be seen by the visitors.
"""


def found(code: str, text: str, origin: str) -> int:
    selection = Selection(isolated=True, select=(code,))
    request = Request(selection, reading=Reading(origin=origin))
    return len(Session(request).check(formats.record("a.md", text.encode())).diagnostics)


@pytest.mark.parametrize(
    ("code", "text", "origin"),
    [
        ("RES003", MORE, "translated"),
        ("RES012", QUOTED, "authored"),
        ("RES013", TOKENS, "authored"),
        ("RES015", STEP, "authored"),
        ("RES015", STEP, "translated"),
        ("RES015", INDEX, "authored"),
    ],
)
def test_authored_text_is_left_alone(code: str, text: str, origin: str) -> None:
    assert (found(code, text, "extracted"), found(code, text, origin)) == (1, 0)


def test_half_a_translation_is_reported_where_a_machine_made_it() -> None:
    assert (found("RES014", HALF, "unknown"), found("RES014", HALF, "translated")) == (0, 1)
