"""docs/measures.md lists every measure. ``--update`` writes its table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conftest import ROOT

from contentlint.engine import ruleset
from contentlint.text.measures.table import MEASURES

PAGE = ROOT / "docs" / "measures.md"
HEAD = "| measure | unit | what it counts | as in | rules |\n| --- | --- | --- | --- | --- |\n"


def judges(measure: str) -> Iterator[str]:
    """The codes of the rules that judge a measure."""
    for rule in ruleset.builtin().rules:
        limits = rule.options.get("limits", {}).get("und", ()) if rule.code == "DUP011" else ()
        names = {limit.partition(" ")[0] for limit in limits}
        if measure in names or (rule.kind == "metric" and rule.options["metric"] == measure):
            yield rule.code


def test_page_lists_every_measure(update: bool) -> None:
    rows = [
        (
            f"`{measure.name}`",
            measure.unit,
            measure.about,
            measure.source,
            ", ".join(f"[{code}](rules/{code}.md)" for code in judges(measure.name)),
        )
        for measure in MEASURES.values()
    ]
    cells = ("".join(f"| {cell} " if cell else "| " for cell in row) for row in rows)
    table = HEAD + "".join(f"{row}|\n" for row in cells)
    text = PAGE.read_text(encoding="utf-8")
    right = re.sub(re.escape(HEAD) + r"(?:\|.*\n)*", lambda _: table, text)
    if update:
        PAGE.write_text(right, encoding="utf-8")
    assert table in right
    assert update or text == right
