"""ENC025 on what programs took out of PDFs; the README beside the texts says which programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from contentlint.engine import linter, ruleset
from contentlint.source import formats

TEXTS = ROOT / "tests" / "data" / "misextracted"
RULES = [ruleset.bind(rule) for rule in ruleset.builtin().rules if rule.code == "ENC025"]


def count(text: str) -> int:
    doc = formats.read("a.txt", text.encode(), language="ar")
    return len(linter.run(doc, RULES)[0])


@pytest.mark.parametrize("path", sorted(TEXTS.glob("damaged/*.txt")), ids=lambda path: path.stem)
def test_damaged_text_has_one_finding(path: Path) -> None:
    assert count(path.read_text(encoding="utf-8")) == 1


@pytest.mark.parametrize("path", sorted(TEXTS.glob("sound/*.txt")), ids=lambda path: path.stem)
def test_sound_text_has_none(path: Path) -> None:
    assert count(path.read_text(encoding="utf-8")) == 0


SOUND = "قال الوزير أمس إن الوفد عاد إلى العاصمة وأكد أن الخطة جاهزة للتنفيذ. " * 16


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("عىل الطاولة إىل البيت االستخدام اهلل يف املدينة", 1),
        ("عىل الطاولة إىل البيت", 0),
        ("عىل الطاولة عاد كاملفورد إلى كاملفورد", 0),
        ("كاملفورد " * 30, 0),
        ("أ ب ت ث ج ثم أ ب ج د ه", 0),
        ("عىل إىل حىت", 1),
        (" َق" * 10, 1),
        (" َق" * 9, 0),
    ],
)
def test_what_is_enough(text: str, findings: int) -> None:
    assert count(f"{SOUND}\n\n{text}\n") == findings


def test_share_of_words() -> None:
    assert count(f"{SOUND * 6}\n\nعىل إىل حىت\n") == 0
