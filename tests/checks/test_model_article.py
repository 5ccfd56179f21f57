"""An article with every fault of a machine-translated page: each is found, and nothing else.

The places were worked out from the text, not from a run: each row names the code,
the line, the column and the characters that stand there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from conftest import ROOT

from contentlint import Linter
from contentlint.engine import ruleset
from contentlint.model.diagnostic import FileResult
from contentlint.run.session import Request, Selection, Session

FOLDER = ROOT / "examples" / "news-ar" / "articles"
ARTICLE = FOLDER / "water-forum.txt"

IMAGE = "![]() |\n"
IMAGES = (1, 5, 11, 20, 22, 23)
CAPTIONS = (2, 6, 12, 21)
EXPECTED = [
    *[("IMG001", line, 1, IMAGE) for line in IMAGES],
    *[("IMG007", line, 1, IMAGE) for line in IMAGES],
    *[("TBL004", line, 1, "| ") for line in CAPTIONS],
    ("DUP001", 17, 1, "أجمع المشاركون"),
    ("RES001", 37, 1, "تعليق (0)"),
    ("SRC013", 24, 98, "hope-tac"),
    ("PUN001", 7, 106, " ، على"),
    ("NUM006", 4, 33, "11 مارس/آذار"),
    ("RES015", 19, 1, "بعض صور"),
    ("IMG009", 22, 1, IMAGE),
    ("IMG009", 23, 1, IMAGE),
    ("CAP004", 12, 75, "الصورة:"),
    ("ORT002", 8, 21, "ووفقاً"),
    ("STR018", 1, 1, IMAGE),
]


def check(path: Path) -> FileResult:
    """Every core rule, with no configuration; nothing may be left unchecked."""
    result = Session(Request(Selection(isolated=True))).check_file(str(path))
    assert not result.incomplete
    return result


def test_every_expected_fault_stands_where_the_list_says() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    lines = text.split("\n")
    for code, line, column, characters in EXPECTED:
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert rest.startswith(characters), f"{code} {line}:{column}"
    assert lines[14:16] == lines[16:18], "the repeated block"
    assert lines[24:36] == [""] * 12 and len(lines) == 37


def test_the_faults_of_the_model_article_are_found_and_no_others() -> None:
    found = [(d.code, d.position.line, d.position.column) for d in check(ARTICLE).diagnostics]
    assert sorted(found) == sorted(row[:3] for row in EXPECTED)


def test_a_finding_about_several_places_names_the_others() -> None:
    related = {
        d.code: [(r.position.line, r.position.column) for r in d.related]
        for d in check(ARTICLE).diagnostics
    }
    assert related.get("DUP001") == [(15, 1)]
    assert (8, 85) in related.get("NUM006", [])
    assert {line for line, _ in related.get("ORT002", [])} >= {8, 14}


def test_clean_articles_are_silent_at_every_severity() -> None:
    for name in ("old-bridge.md", "school-garden.txt"):
        found = [(d.code, d.position.line) for d in check(FOLDER / name).diagnostics]
        assert found == [], name


def test_rules_of_spelling_find_nothing_in_the_article() -> None:
    digest = hashlib.sha256(ARTICLE.read_bytes()).hexdigest()
    assert digest == "bcced0b4a5002849138edd5be207ef62b5646db07c578747e421f9a80c5d2384"
    spelling = [rule.code for rule in ruleset.builtin().rules if rule.kind == "spelling"]
    assert len(spelling) == 7
    linter = Linter({"lang": "ar", "select": [*spelling, "ENC025", "ORT004"]})
    assert linter.text(ARTICLE.read_text(encoding="utf-8"), "a.txt").diagnostics == ()
