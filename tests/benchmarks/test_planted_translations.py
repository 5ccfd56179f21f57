"""Faults planted in translations: each kind changes one place, and the rules are judged by it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks import translations
from benchmarks.damage import DAMAGES, Damage, counterparts, is_translated, read

SOURCE = """\
# Water

The spring lies above the village, and its water is clear all year. People fetch it in the
morning. In 1998 a pipe was laid, and the walk became shorter.

Dear {name}, read [the guide](guide/pipes.md) before you open the `main-valve` of the house.

## Tools

![a wrench](wrench.png)

- a wrench
- two buckets

| tool | pieces |
| --- | --- |
| wrench | 1 |
| bucket | 2 |

### Opening

```python
valve = open_valve(main)
valve.turn(3)
valve.close()
```

The second paragraph about tools says that each of them is kept dry and is never lent to anybody.
Those who take one write their name on the board that hangs beside the door.

After a long day the buckets are hung upside down, so that no water stands in them at night.
In the morning the guard looks into each of them before the spring is opened.
"""
TARGET = """\
# الماء

تقع العين فوق القرية، وماؤها صاف طوال السنة، ويشربه أهل القرية كلهم. يجلبه الناس في
الصباح قبل شروق الشمس. في عام 1998 مد أنبوب طويل، فصار الطريق إلى الماء أقصر.

عزيزي {name}، اقرأ [الدليل](guide/pipes.md) قبل أن تفتح `main-valve` الذي في البيت.

## الأدوات

![مفتاح](wrench.png)

- مفتاح ربط
- دلوان اثنان

| الأداة | العدد |
| --- | --- |
| مفتاح | 1 |
| دلو | 2 |

### الفتح

```python
valve = open_valve(main)
valve.turn(3)
valve.close()
```

تقول الفقرة الثانية عن الأدوات إن كل واحدة منها تحفظ جافة في مكانها، ولا تعار لأحد من الناس أبدا.
ومن أخذ منها شيئا كتب اسمه على اللوح الذي عند الباب.

بعد يوم طويل تعلق الدلاء مقلوبة على الحائط، حتى لا يبقى فيها ماء في الليل إذا جاء البرد الشديد.
وفي الصباح ينظر الحارس فيها واحدا واحدا قبل أن تفتح العين.
"""


def damaged(kind: str, seed: int = 0) -> Damage:
    made = DAMAGES[kind](read(TARGET), read(SOURCE), Random(seed))
    assert made is not None
    return made


def test_a_page_is_split_into_blocks() -> None:
    kinds = [block.kind for block in read(TARGET).blocks]
    assert kinds == (
        "heading paragraph paragraph heading paragraph item item table heading code paragraph "
        "paragraph".split()
    )


def test_front_matter_html_and_open_fences_are_no_paragraphs() -> None:
    page = read("---\ntitle: a\n---\n<p>a</p>\n\nnot\n===\n\n```\ncode")
    assert [block.kind for block in page.blocks] == ["front", *["other"] * 3, "code"]


def test_blocks_are_paired_by_the_order_of_their_kinds() -> None:
    longer = read(TARGET + "\n> زيادة\n")
    both = counterparts(longer, read(SOURCE))
    assert len(both) == len(read(SOURCE).blocks)
    assert both[longer.blocks[0]].kind == "heading"


def test_a_page_is_translated_if_most_letters_run_from_right_to_left() -> None:
    assert is_translated(read(TARGET))
    assert not is_translated(read(SOURCE))
    assert not is_translated(read("42\n"))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", DAMAGES)
def test_the_text_differs_at_the_place(kind: str, seed: int) -> None:
    made = damaged(kind, seed)
    before, after = TARGET.split("\n"), list(made.lines)
    assert before != after
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    assert made.first - 3 <= same <= made.last
    assert made.what


@pytest.mark.parametrize("kind", DAMAGES)
def test_nothing_is_planted_where_nothing_fits(kind: str) -> None:
    assert DAMAGES[kind](read("سطر\n"), read("line\n"), Random(0)) is None


@pytest.mark.parametrize(
    ("kind", "lost", "new"),
    [
        ("source's text put back", "", " "),
        ("image removed", "wrench.png", None),
        ("link dropped", "](guide/pipes.md)", "اقرأ الدليل قبل"),
        ("code span translated", "main-valve", None),
        ("heading's level changed", "", "##"),
    ],
)
def test_what_is_lost_and_what_comes(kind: str, lost: str, new: str | None) -> None:
    text = "\n".join(damaged(kind).lines)
    assert lost in TARGET
    assert not lost or lost not in text
    assert new is None or new in text


def test_each_number_token_and_target_becomes_another_one() -> None:
    for kind in ("number changed", "code token changed", "link's target changed"):
        old, _, new = damaged(kind).what.partition(" in: ")[0].partition(" -> ")
        assert old != new
        assert old in TARGET
        assert new in "\n".join(damaged(kind).lines)


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    for number in range(3):
        for language, text in (("en", SOURCE), ("fa", SOURCE), ("ar-SA", TARGET)):
            page = tmp_path / "docs" / language / "guide" / f"{number}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8")
    (tmp_path / "docs/ar-SA/alone.md").write_text(TARGET, "utf-8")
    file = tmp_path / "sites.toml"
    file.write_text(
        '[[site]]\nfolder = "docs"\nsource = "en/{path}"\ntarget = "{lang}/{path}"\n'
        'languages = ["ar", "fa"]\nlang-map = { ar = "ar-SA" }\n'
    )
    return file


def test_pairs_are_the_pages_that_both_languages_have(sites: Path) -> None:
    pairs = translations.pairs_of(sites.parent, translations.sites_of(sites))
    assert [(pair.source, pair.target) for pair in pairs if "ar-SA" in pair.target] == [
        (f"docs/en/guide/{number}.md", f"docs/ar-SA/guide/{number}.md") for number in range(3)
    ]


def test_faults_are_planted_and_counted(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.main(["plant", str(sites), "--seed=1", "--count=2"]) == 0
    first = capsys.readouterr().out
    assert first.startswith("3 pairs, 3 of them with at most 2 findings\n")
    rows = {row[0]: row[1:] for line in first.split("\n") if (row := line[2:-2].split(" | "))[1:]}
    assert rows["heading removed"] == ["2", "2", "2", "0"]
    assert rows["table row removed"] == ["2", "2", "2", "0"]
    assert {rows[kind][0] for kind in DAMAGES} == {"2"}


def test_the_same_seed_gives_the_same_faults(sites: Path) -> None:
    pairs = [
        pair
        for pair in translations.pairs_of(sites.parent, translations.sites_of(sites))
        if "ar-SA" in pair.target
    ]
    pages = {
        path: read((sites.parent / path).read_text("utf-8"))
        for pair in pairs
        for path in (pair.source, pair.target)
    }
    made = [list(translations.plan(pairs, pages, seed, 2)) for seed in (1, 1, 2)]
    assert made[0] == made[1]
    assert made[0] != made[2]
    assert len({(fault.pair, fault.copy) for fault in made[0]}) == len(made[0])


def test_only_a_new_finding_near_the_place_or_of_the_page_counts() -> None:
    page = read("\n".join(f"سطر {number}" for number in range(40)))
    pair = translations.Pair(0, "en/a.md", "ar/a.md")
    lines = [*page.lines[:20], *page.lines[21:]]
    fault = translations.Planted("paragraph removed", pair, 1, Damage(lines, 21, 21, "سطر"))
    old = translations.Found("TRA041", "old", 30)
    moved = old._replace(line=29)
    near = translations.Found("TRA001", "new", 31)
    far = translations.Found("TRA001", "new", 32)
    whole = translations.Found("TRA016", "new", 1)
    for new, codes in (
        ({moved}, []),
        ({moved, near}, ["TRA001"]),
        ({far}, []),
        ({whole}, ["TRA016"]),
    ):
        findings = {(0, pair.target): frozenset({old}), (1, pair.target): frozenset(new)}
        outcome = translations.judge(fault, page, {"default": findings, "all": findings})
        assert outcome.codes["default"] == codes
        assert outcome.elsewhere == ([far] if far in new else [])
