"""The pure parts of the quality measurements: intervals, drawing, planting, labels, verdicts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT

from benchmarks import figures, labels, sample, score
from benchmarks.clean import per_100, report
from benchmarks.corpus import Checked
from benchmarks.ecosystem import Finding, Site
from benchmarks.faults import FAULTS, Article, read
from benchmarks.faults.article import words
from benchmarks.plant import line_map
from contentlint.engine import ruleset
from contentlint.model.diagnostic import Diagnostic, Excerpt, Position

ARTICLE = read("article.md", (ROOT / "benchmarks" / "article.md").read_text(encoding="utf-8"), "ar")
ENGLISH = read(
    "clean.md",
    "# A library opens\n\n"
    + "\n\n".join(
        f"The council {verb} the new library by the harbour after a very long delay, and the "
        f"mayor says that number {n} of the reading rooms is open to everyone who lives in "
        "the town (as long as they bring their own coffee). It will be closed on Fridays in "
        "the winter, because nobody wants to pay for the heating of the hall."
        for n, verb in enumerate(["opened", "painted", "praised", "bought"])
    )
    + "\n\n- one item that is long enough\n- another item that is long enough\n\nThe end is near "
    "the place where everything in this short article began.\n",
    "en",
)

PERSIAN = read(
    "bandar.md",
    "# بندر قدیمی\n\n"
    "بندر قدیمی شهر پس از ۱۴ سال بازسازی شد و ماهی‌گیران کارگاه‌های خود را در کنار آن ساختند.\n\n"
    "کشتی‌ها در زمستان دیرتر می‌آیند، اما ۱۲۰ قایق در بندر مانده است و کسی از آنجا نمی‌رود.\n",
    "fa",
)
ARTICLES = {"ar": ARTICLE, "en": ENGLISH, "fa": PERSIAN}
ONLY_ELSEWHERE = {"DUP002", "DUP004", "IMG002", "ENC010", "NUM002"}
"""What cannot be planted in the Arabic article; in one of the three everything can be."""


def diagnostic(path: str, line: int, code: str, severity: str = "error") -> Diagnostic:
    excerpt = Excerpt("", 0, 0, False, False)
    at = Position(line, 1, line, 2)
    return Diagnostic(path, at, code, code.lower(), severity, "m", None, (), excerpt)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        # R: binom.confint(x, n, methods = "wilson")
        (0, 10, 0.0, 0.27753),
        (10, 10, 0.72247, 1.0),
        (5, 10, 0.23659, 0.76341),
        (19, 20, 0.76387, 0.99112),
        (81, 263, 0.25520, 0.36621),  # Newcombe (1998), table I: 0.2553-0.3662
    ],
)
def test_wilson_interval(right: int, total: int, low: float, high: float) -> None:
    assert score.wilson(right, total) == pytest.approx((low, high), abs=2e-4)


def test_wilson_interval_of_nothing_is_everything() -> None:
    assert score.wilson(0, 0) == (0.0, 1.0)


def judged(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "judged.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def verdict(line: int, code: str, word: str = "right", origin: str = "unknown") -> dict[str, Any]:
    values = ("ab" * 32, line, code, "warning", origin, "ar", word, "seen")
    return dict(zip(score.FIELDS, values, strict=True))


def test_score_weights_by_how_often_a_rule_fires(tmp_path: Path) -> None:
    path = judged(
        tmp_path,
        verdict(1, "ENC005"),
        verdict(2, "ENC005", "false"),
        verdict(1, "PUN001", "arguable"),
        verdict(2, "IMG008", "noise"),  # off, so no part of the default profile
    )
    found = {"ENC005": {"unknown": 1}, "PUN001": {"unknown": 3}}
    lines = list(score.profile(score.read(path), found))
    assert lines[2:4] == [
        "| all, drawn evenly | 3 | 33.3% | 33.3% | 0.0% | 33.3% |",
        "| all, weighted | 3 | 12.5% | 75.0% | 0.0% | 12.5% |",
    ]


@pytest.mark.parametrize(
    ("right", "noise", "false", "severity", "expected"),
    [
        (4, 0, 0, "warning", None),
        (5, 0, 0, "warning", True),
        (18, 1, 0, "warning", False),  # fewer than 20: all must be right
        (18, 1, 1, "warning", True),
        (18, 0, 2, "warning", False),
        (17, 3, 0, "warning", False),
        (49, 0, 1, "error", True),
        (48, 0, 2, "error", False),
    ],
)
def test_what_a_default_needs(
    right: int, noise: int, false: int, severity: str, expected: bool | None
) -> None:
    assert score.Tally(right, 0, noise, false).passes(severity) is expected


def test_the_table_of_rules_has_a_row_for_each_origin(tmp_path: Path) -> None:
    lines = [verdict(n, "PUN001", origin=origin) for n in (1, 2) for origin in ("authored",)]
    lines += [verdict(n, "PUN001", "noise", "extracted") for n in range(3, 9)]
    rows = list(score.by_rule(score.read(judged(tmp_path, *lines)), {"PUN001": {"extracted": 40}}))
    assert rows[2:] == [
        "| PUN001 | authored | - | 2 | 2 | 0 | 0 | 0 | 0.34-1.00 | on | too few |",
        "| PUN001 | extracted | 40 | 6 | 0 | 0 | 6 | 0 | 0.00-0.39 | on | **no** |",
    ]


def test_the_sentence_of_a_rule_names_each_origin(tmp_path: Path) -> None:
    lines = [verdict(1, "PUN001"), verdict(2, "PUN001", "false"), verdict(3, "PUN001", "noise")]
    said = dict(figures.sentences(["PUN001", "PUN002"], score.read(judged(tmp_path, *lines))))
    expected = "unknown text, 1 of 3 findings correct or defensible (95% interval 0.06 to 0.79, "
    assert expected in said["PUN001"]
    assert said["PUN001"].endswith("1 not worth a change, 1 false).")
    assert said["PUN002"].startswith("No estimate: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"file": "a", "line": 1}, "expected exactly the keys"),
        ({**verdict(1, "DUP001"), "text": "third-party text"}, "expected exactly the keys"),
        (verdict(1, "DUP001", "wrong"), "expected one of right, arguable"),
        ({**verdict(1, "DUP001"), "line": True}, "expected int"),
    ],
)
def test_wrong_verdict_is_refused(tmp_path: Path, line: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        score.read(judged(tmp_path, line))


def test_second_verdict_on_one_finding_is_refused(tmp_path: Path) -> None:
    twice = judged(tmp_path, verdict(1, "DUP001"), verdict(1, "DUP001", "false"))
    with pytest.raises(ValueError, match="already in line 1"):
        score.read(twice)


def pool(sites: int, files: int, each: int) -> list[sample.Drawn]:
    return [
        sample.Drawn(
            Site(f"site{site}", "1", "tune", ".", "ar", "plain", "blog", "authored"),
            Path(f"{site}/{file}.md"),
            f"{site * files + file:064}",
            "authored",
            Finding(f"{file}.md", line, 1, "DUP001", "error", "m"),
        )
        for site in range(sites)
        for file in range(files)
        for line in range(1, each + 1)
    ]


def test_drawing_is_the_same_for_any_order_of_the_pool() -> None:
    everything = pool(5, 10, 5)
    shuffled = everything[:]
    Random(3).shuffle(shuffled)
    assert list(sample.draw(everything, 1, 20)) == list(sample.draw(shuffled, 1, 20))
    assert list(sample.draw(everything, 1, 20)) != list(sample.draw(everything, 2, 20))


def test_drawing_spreads_over_sites_then_over_articles() -> None:
    drawn = list(sample.draw(pool(3, 7, 9), 1, 20))
    assert len(drawn) == 20
    sites = Counter(each.site.name() for each in drawn)
    articles = Counter(each.path for each in drawn)
    assert sorted(sites.values()) == [6, 7, 7]
    assert set(articles.values()) == {1}


def test_drawing_takes_as_many_of_each_origin() -> None:
    other = [each._replace(origin="extracted", sha256="x") for each in pool(1, 1, 3)]
    drawn = list(sample.draw(pool(1, 5, 5) + other, 1, 4))
    assert Counter(each.origin for each in drawn) == {"authored": 4, "extracted": 3}


def test_same_text_under_two_names_is_drawn_once() -> None:
    first = pool(1, 1, 1)
    copy = [first[0]._replace(path=Path("copy.md"))]
    assert len(list(sample.draw(first + copy, 1, 20))) == 1


def test_drawing_can_be_limited_to_codes() -> None:
    assert list(sample.draw(pool(1, 3, 3), 1, 20, {"ENC003"})) == []


def test_findings_are_counted_by_rule_and_origin() -> None:
    assert sample.counts(pool(2, 2, 2)) == {"DUP001": {"authored": 8}}


@pytest.mark.parametrize("code", sorted(FAULTS))
@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_planting_changes_the_text_where_it_says(code: str, article: Article) -> None:
    old = "\n".join(article.lines)
    planted = [p for seed in range(30) if (p := FAULTS[code](article, Random(seed))) is not None]
    if not planted:
        assert article is not ARTICLE or code in ONLY_ELSEWHERE, "can never be planted"
        return
    for p in planted:
        assert p.data != old.encode()
        new = p.data.decode("utf-8", "replace").split("\n")
        assert 1 <= p.first <= p.last <= len(new) + 1
        kept = line_map(article.lines, new)
        if code != "STR013":
            assert any(line not in kept for line in range(p.first, p.last + 1)), p.variant


def test_planting_is_the_same_for_the_same_seed() -> None:
    for code, plant in FAULTS.items():
        assert plant(ARTICLE, Random(code)) == plant(ARTICLE, Random(code))


def test_every_kind_can_be_planted_in_some_article() -> None:
    for code, plant in FAULTS.items():
        assert any(
            plant(article, Random(seed)) for article in ARTICLES.values() for seed in range(60)
        ), code


def test_paragraphs_are_running_text_only() -> None:
    text = "---\ntitle: x\n---\n\n# Head\n\nOne paragraph of plain running text here.\n\n"
    text += "```\ncode code code code code code code\n\ncode code code code code code\n```\n\n"
    text += "- an item that is as long as a paragraph would be\n\n| a row | of a table | here |\n"
    assert read("a.md", text, "en").paragraphs == [(6, 6)]


def test_words_are_outside_markup_and_addresses() -> None:
    line = "see [the text](https://a.example/b) and `code x` or **bold** at https://c.example/d now"
    assert [line[a:b] for a, b in words(line)] == ["see", "and", "or", "at", "now"]


def test_line_map_follows_lines_that_moved() -> None:
    assert line_map(["a", "b", "c"], ["a", "new", "b", "c"]) == {1: 1, 3: 2, 4: 3}
    assert line_map(["a", "b", "c"], ["a", "c"]) == {1: 1, 2: 3}


def label(kind: str, line: int = 5, verdict: str = "defect") -> labels.Label:
    return labels.Label("a.md", line, kind, verdict, "", "")


@pytest.mark.parametrize(
    ("given", "found", "state"),
    [
        (label("empty_image"), {(6, "IMG001")}, "found"),
        (label("empty_image"), {(7, "IMG001")}, "missed"),
        (label("empty_image"), {(5, "IMG007")}, "missed"),
        (label("mojibake"), set(), "rule not on"),
        (label("alt_doubled"), {(5, "IMG001")}, "rule not on"),
        (label("source_line", verdict="not_defect"), {(5, "STR022")}, "wrongly reported"),
        (label("source_line", verdict="not_defect"), {(6, "STR022")}, "rightly silent"),
        (label("photo_credit", verdict="style"), {(5, "CAP003")}, "reported"),
    ],
)
def test_labels_are_judged(given: labels.Label, found: set[tuple[int, str]], state: str) -> None:
    assert labels.judge(given, found, {"IMG001", "STR022", "CAP003"}).state == state


def test_a_kind_without_a_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(labels.MAPPING, "alt_doubled", "")
    judged = labels.judge(label("alt_doubled"), {(5, "IMG001")}, {"IMG001"})
    assert judged.state == "no rule claims it"


def test_clean_report_counts_per_100_files() -> None:
    checked = [
        Checked("ar/a/1.md", Path("1.md"), (diagnostic("1.md", 1, "DUP001"),) * 2),
        Checked("ar/b/2.md", Path("2.md"), (diagnostic("2.md", 1, "PUN001", "warning"),)),
        Checked("en/c/3.md", Path("3.md"), ()),
    ]
    lines = list(report(checked, {"DUP001", "PUN001", "ENC003"}, 1))
    assert "| DUP001 | error | 2 | 1 | 66.67 |" in lines
    assert "| ENC003 | - | 0 | 0 | 0.00 |" in lines
    assert "| PUN001 | warning | 1 | 1 | 33.33 |" in lines
    assert "Together: 2 errors in 1 files, 66.67 per 100 files." in lines
    assert "| ar | 2 | 100.00 | 100.00 | 50.00 | 0.00 | DUP001 2, PUN001 1 |" in lines
    assert per_100(1, 0) == "-"


def test_the_table_of_precision_is_up_to_date(update: bool) -> None:
    counts = json.loads((ROOT / score.COUNTS).read_text(encoding="utf-8"))
    lines = score.report(score.read(ROOT / score.JUDGED), counts)
    text = "".join(f"{line}\n" for line in lines)
    page = ROOT / "docs" / "quality" / "precision.md"
    if update:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text


def test_sentences_about_precision_are_up_to_date() -> None:
    text = (ROOT / "rules" / "measured.toml").read_text(encoding="utf-8")
    codes = [rule.code for rule in ruleset.builtin().rules if rule.kind != "suppression"]
    lines = [
        f'{code} = "{said}"'
        for code, said in figures.sentences(codes, score.read(ROOT / score.JUDGED))
    ]
    assert text.splitlines()[1:] == lines
