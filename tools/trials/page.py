"""The figures that are stored, and the table of promises made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tools.trials.figures import TIERS, Figure, Tier
from tools.trials.watched import ROOT

STORED = ROOT / "docs" / "reliability" / "figures.json"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- begin: figures -->", "<!-- end: figures -->"
PROMISES = {
    "P1": "A fix changes nothing but what it says.",
    "P2": "After any crash a file holds its old bytes or its new ones.",
    "P3": "A second run of fixes changes nothing.",
    "P4": "The patch of `--diff` is what `--fix` does.",
    "P5": "Time grows with the size of the text, whatever is in it; memory is bounded.",
    "P6": "A run that is not complete never looks clean.",
    "P7": "The result is the same with any number of workers, hash seed, locale and cache.",
    "P8": "Content cannot drive a terminal, a CI runner, a browser or another program.",
    "P9": "The configuration of a repository cannot run code.",
    "P10": "No network connection is opened.",
    "P11": "One bad file never costs the others.",
    "P12": "Every file of a release can be traced to its source.",
}
_NOT_YET = "tests/project/test_wheel.py; the rest waits for the first release"
Stored = dict[str, Any]


def read() -> Stored:
    """What is stored, by part."""
    return json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}


def put(stored: Mapping[str, Any], part: str, tier: Tier, found: Sequence[Figure]) -> Stored:
    """The figures of a part, unless those of a larger tier are there and all goals are met."""
    before = stored.get(part)
    larger = before is not None and TIERS.index(before["tier"]) > TIERS.index(tier)
    if larger and all(figure.passed for figure in found):
        return dict(stored)
    rows = [
        {
            "figure": f.name,
            "value": f.value,
            "goal": f.goal,
            "passed": f.passed,
            "promises": list(f.promises),
        }
        for f in found
    ]
    return {**stored, part: {"tier": tier, "figures": rows}}


def write(stored: Stored) -> None:
    """Store the figures, and put the table into the page."""
    STORED.parent.mkdir(exist_ok=True)
    text = json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    STORED.write_text(text, encoding="utf-8")
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), stored), encoding="utf-8")


def with_table(page: str, stored: Stored) -> str:
    """The page with its table made anew."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{table(stored)}\n{END}{after}"


def table(stored: Stored) -> str:
    """A row for each promise and figure, promises in order."""
    rows = [
        "| promise | figure | last value | goal | met |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key, promise in PROMISES.items():
        figures = [
            (part, row)
            for part, each in sorted(stored.items())
            for row in each["figures"]
            if key in row["promises"]
        ]
        first = f"**{key}** {promise}"
        if not figures:
            rows.append(f"| {first} | {_NOT_YET} | | | |")
        for part, row in figures:
            tier = stored[part]["tier"]
            met = "yes" if row["passed"] else "**no**"
            cells = (first, row["figure"], f"{row['value']} ({tier})", row["goal"], met)
            rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
            first = ""
    return "\n".join(rows) + "\n"
