"""The measurement of detected origins: what is judged, what is right, what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.origin import judge, main, read

PEOPLE = "---\ntitle: A day at the sea\n---\n\nWe went to the sea.\n"
PAGE = "![A hall](https://cdn.example.com/hall.jpg)\n\nThe hall was full.\n"
PLAIN = "The council met on Monday. "


def labels(root: Path, *lines: str) -> Path:
    """Write some articles, and a file with labels."""
    (root / ".git").mkdir()
    for name, text in {
        "guide/a.md": PEOPLE,
        "guide/b.md": PEOPLE,
        "guide/c.md": PEOPLE,
        "pages/a.md": PAGE,
        "pages/a.css": "",
        "short/a.md": PLAIN,
        "long/a.md": PLAIN.strip() + "\n\n" + f"{PLAIN.strip()}\n\n" * 9,
        "i18n/ar/a.md": PEOPLE,
        "css/a.css": "",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    file = root / "labels.tsv"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_folders_and_articles_are_judged(tmp_path: Path) -> None:
    file = labels(tmp_path, "guide\tauthored", "pages/a.md\textracted", "i18n\tauthored")
    found = list(judge(read(file)))
    assert [each.right() for each in found] == [True, True, False]
    assert found[2].verdict == ("translated", "the folder i18n/ar")


def test_a_folder_of_several_origins_has_none(tmp_path: Path) -> None:
    (found,) = judge(read(labels(tmp_path, ".\tauthored")))
    assert found.verdict.origin == "mixed"
    assert "authored 3" in found.verdict.why


def test_only_a_short_article_may_be_unknown(tmp_path: Path) -> None:
    file = labels(tmp_path, "short/a.md\tauthored", "long/a.md\tauthored", "css\tauthored")
    assert [Path(each.path).parent.name for each in judge(read(file))] == ["long"]


def test_the_report_counts_and_lists_the_misses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = labels(tmp_path, "guide\tauthored", "guide/a.md\textracted", "pages\textracted")
    assert main([str(file)]) == 0
    out = capsys.readouterr().out
    assert "| extracted | 2 | 1 | 50.0 |" in out
    assert "| authored: front matter | 2 | 1 | 50.0 |" in out
    assert "guide/a.md: extracted, but detected as authored (front matter" in out
    assert out.count("but detected as") == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [("guide", "1: expected"), ("guide\thuman", "1: expected"), ("x\tauthored", "no file")],
)
def test_a_wrong_line_is_an_error(tmp_path: Path, line: str, message: str) -> None:
    file = labels(tmp_path, line)
    with pytest.raises(SystemExit, match=message):
        main([str(file)])
