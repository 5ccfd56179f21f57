"""Faults and hard negatives that people labelled by reading: which of them are reported."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import check, session_of, table

MAPPING: dict[str, str] = {
    "ad_label": "RES005",
    "alt_doubled": "IMG014",
    "alt_is_credit": "IMG004",
    "caption_repeats_alt": "IMG012",
    "comment_counter": "RES001",
    "comment_ui": "RES001",
    "css_js_residue": "RES008",
    "dateline_only": "RES016",
    "dup_block": "DUP001 DUP002 DUP003 DUP004",
    "dup_paragraph": "DUP001 DUP002 DUP003 DUP004",
    "emphasis_glued_runs": "STR030",
    "emphasis_glued_word": "STR030",
    "emphasis_inner_space": "STR029",
    "empty_heading": "STR028",
    "empty_image": "IMG001",
    "empty_list_item": "RES007",
    "fence_unbalanced": "STR026",
    "glued_sentence": "PUN002 STR025",
    "heading_double_hash": "STR027",
    "html_in_alt": "RES008",
    "image_data_uri": "IMG005",
    "image_local_path": "IMG005 IMG006",
    "image_srcset_leak": "IMG015 SRC002",
    "latin_punct_in_arabic": "PUN003",
    "link_no_target": "SRC019",
    "lrm_as_zwnj": "BID013",
    "mojibake": "ENC005",
    "newsletter_or_paywall_cta": "RES002 RES017 RES020",
    "no_space_after_punct_ar": "PUN002",
    "photo_credit": "CAP003",
    "related_widget": "RES003",
    "replacement_char": "ENC003",
    "server_error_text": "RES021",
    "share_or_form_widget": "RES002",
    "source_line": "SRC002 SRC015 STR022",
    "table_empty_row": "TBL006",
    "table_half_row_close": "TBL005",
    "table_missing_delimiter": "TBL002",
    "table_one_cell_row": "IMG007 TBL004",
    "table_single_column": "TBL001 TBL004",
    "template_placeholder": "RES009 RES011 SRC002",
    "truncated_teaser": "RES003 STR009",
    "url_malformed": "SRC002 SRC009",
    "url_with_space": "SRC002 SRC004",
}
"""What a labelled kind may be reported as; empty: no rule claims to find it."""
ALSO = frozenset(
    ("also here", "here too", "and here", "so is this", "so is this one", "so does this")
)
"""What related places are called that are faults themselves."""
NEAR = 1
"""Lines by which a finding may stand beside a labelled defect."""


class Label(NamedTuple):
    """One labelled place."""

    file: str
    line: int
    kind: str
    verdict: str
    """``defect``, ``not_defect`` or ``style`` (a matter of taste: neither a hit nor a fault)."""
    text: str
    note: str


class Outcome(NamedTuple):
    label: Label
    codes: tuple[str, ...]
    """The mapped codes that were reported there."""
    others: tuple[str, ...]
    """Whatever else was reported there, infos included."""
    state: str


def read(path: Path) -> list[Label]:
    """Labels from JSON lines.

    Raises:
        KeyError: a label has a kind that ``MAPPING`` does not know.
    """
    labels = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            labels.append(Label(**json.loads(line)))
            MAPPING[labels[-1].kind]
    return labels


def judge(label: Label, found: set[tuple[int, str]], on: set[str]) -> Outcome:
    """Return True if a label was met by findings given as (line, code).

    A defect counts as found within one line; a hard negative as wrongly
    reported only on its own line.
    """
    mapped = set(MAPPING[label.kind].split())
    near = NEAR if label.verdict == "defect" else 0
    here = {code for line, code in found if abs(line - label.line) <= near}
    hit = here & mapped
    if label.verdict == "style":
        state = "reported" if hit else "silent"
    elif label.verdict == "not_defect":
        state = "wrongly reported" if hit else "rightly silent"
    elif hit:
        state = "found"
    elif not mapped:
        state = "no rule claims it"
    else:
        state = "missed" if mapped & on else "rule not on"
    return Outcome(label, tuple(sorted(hit)), tuple(sorted(here - mapped)), state)


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """A table by verdict and kind, then every miss and every false alarm."""
    counts = Counter((o.label.verdict, o.label.kind, o.state) for o in outcomes)
    for verdict, states in (
        ("defect", ("found", "missed", "rule not on", "no rule claims it")),
        ("not_defect", ("rightly silent", "wrongly reported")),
        ("style", ("silent", "reported")),
    ):
        kinds = sorted({k for v, k, _ in counts if v == verdict})
        rows: list[tuple[object, ...]] = [
            (kind, MAPPING[kind] or "-", *(counts[verdict, kind, s] for s in states))
            for kind in kinds
        ]
        sums = (sum(counts[verdict, kind, s] for kind in kinds) for s in states)
        rows.append(("all", "", *sums))
        yield f"### {verdict}"
        yield ""
        yield from table(("kind", "mapped to", *states), rows)
        yield ""
    yield "### Every miss and every false alarm"
    yield ""
    for o in sorted(outcomes, key=lambda o: (o.state, o.label)):
        if o.state in ("missed", "rule not on", "no rule claims it", "wrongly reported"):
            seen = (
                f"; reported there: {' '.join(o.codes + o.others)}" if o.codes or o.others else ""
            )
            note = f" ({o.label.note})" if o.label.note else ""
            yield f"- {o.state}: {o.label.kind}, {o.label.file}:{o.label.line}{note}{seen}"


def main(args: argparse.Namespace) -> int:
    """Check the labelled files and print what became of each label."""
    labels = read(args.labels)
    session = session_of(args)
    on = {bound.rule.code for bound in session.resolver.settings("article.md").rules}
    found: dict[str, set[tuple[int, str]]] = {}
    for name in sorted({label.file for label in labels}):
        (checked,) = check(session, args.root / name, 1)
        found[name] = {(d.position.line, d.code) for d in checked.diagnostics}
        # A flood is one finding: its other lines are related.
        found[name] |= {
            (r.position.line, d.code)
            for d in checked.diagnostics
            for r in d.related
            if r.message in ALSO
        }
    for line in report([judge(label, found[label.file], on) for label in labels]):
        print(line)
    return 0


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("labels", type=Path, metavar="LABELS.jsonl")
    parser.add_argument("--root", type=Path, required=True, help="the folder its paths start from")
