"""``[spelling]``: words of a house in the configuration and in a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from calling import Cli, alone, unplaced, write

from contentlint.config import user
from contentlint.config.load import MOST_WORDS
from contentlint.source import spelling

TEXT = "عاد الوزير إلى العاصمة أمس ثم نظر في الاجرام وخرج الى غوغول مع الوفد.\n"
FEW = ("--select", "ORT007,ORT010", "--lang", "ar", "--format=concise", "--min-severity=info")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    alone(repository, monkeypatch)
    monkeypatch.setattr(user, "place", lambda: str(tmp_path / "own" / "contentlint.toml"))
    write("a.txt", TEXT)
    return Cli(capsys, *FEW)


def table(text: str, name: str = "contentlint.toml") -> None:
    write(name, f"[spelling]\n{text}\n")


def test_words_and_pairs_in_a_file(cli: Cli) -> None:
    assert cli.check("a.txt").places() == ["a.txt:1:38", "a.txt:1:51"]
    write("lists/names.txt", "\ufeff2\nالاجرام/AB\n# ours\nغوغول>غوغل  # in our style\n")
    table('words-file = "lists/names.txt"')
    assert cli.check("a.txt").places() == ["a.txt:1:51", "a.txt:1:55"]


def test_changed_file_of_words_changes_the_result(cli: Cli) -> None:
    write("names.txt", "الاجرام\n")
    table('words-file = "names.txt"')
    assert cli.check("a.txt").places() == ["a.txt:1:51"]
    write("names.txt", "الى\n")
    assert cli.check("a.txt").places() == ["a.txt:1:38"]


def test_entries_of_an_extended_file_add_up(cli: Cli) -> None:
    write("shared/names.txt", "الاجرام\n")
    table('words-file = "names.txt"', "shared/house.toml")
    write("contentlint.toml", 'extends = ["shared/house.toml"]\n[spelling]\nwords = ["الى"]\n')
    assert cli.check("a.txt").out == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "names.txt: no such file or directory"),
        (
            b"a" * (MOST_WORDS + 1),
            f"names.txt: larger than {MOST_WORDS} bytes",
        ),
        (b"\xff", "names.txt: not UTF-8"),
        (b"a\n>b", "names.txt:2: expected a pair like wrong>right, not '>b'"),
    ],
)
def test_wrong_file_is_named(cli: Cli, content: bytes | None, reason: str) -> None:
    table('words-file = "names.txt"')
    if content is not None:
        write("names.txt", content.decode("utf-8", "surrogateescape"))
    ran = cli.check("a.txt")
    assert (ran.code, ran.out) == (2, "")
    own = "" if "2:" in reason else "contentlint.toml: spelling: words-file: "
    assert unplaced(ran.err) == f"contentlint: error: {own}{reason}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no FIFO")
def test_fifo_is_refused(cli: Cli) -> None:
    os.mkfifo("names.txt")
    table('words-file = "names.txt"')
    ran = cli.check("a.txt")
    said = "contentlint.toml:2: spelling: words-file: names.txt: not a regular file\n"
    assert ran.code == 2
    assert ran.err.startswith(f"contentlint: error: {said}")


def test_file_outside_of_the_project_needs_leave(cli: Cli, tmp_path: Path) -> None:
    write("../lists/names.txt", "الاجرام\n")
    table('words-file = "../lists/names.txt"')
    ran = cli.check("a.txt")
    assert ran.code == 2
    assert "lists/names.txt: is outside the project" in ran.err
    write("../own/contentlint.toml", f'outside = ["{tmp_path.as_posix()}/lists"]\n')
    assert cli.check("a.txt").places() == ["a.txt:1:51"]


def test_explain_tells_why_a_word_is_listed(cli: Cli) -> None:
    ran = cli("explain", "ORT010", "--word", "الاجرام")
    assert ran.code == 0
    assert ran.out.startswith("الاجرام: written for الإجرام or الأجرام\nclass A: ")
    assert "reported by ORT010\n" in ran.out
    assert "misspelled words\n" in cli("explain", "ort010", "--word", "انه").out
    assert "not in the list" in cli("explain", "hamza-missing", "--word", "إلى").out
    wrong = cli("explain", "ORT001", "--word", "إلى")
    assert wrong.code == 2
    assert "ORT001 has no word list; rules with one: ORT006, " in wrong.err


def test_list_is_read_for_arabic_only(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "PATH", "missing.bin")
    write("en.md", "Nothing in this text is Arabic.\n")
    assert cli.check("en.md", "--lang", "en", "--select", "ALL", "--no-cache").code != 2
