"""Limits, and what a stranger's repository may not do."""

from __future__ import annotations

import json
import string
import subprocess
import sys
from pathlib import Path

import pytest

from contentlint.cache import store
from contentlint.cli.main import main
from contentlint.config.values import size_of
from contentlint.run.resolve import UNTRUSTED_FILE_SIZE, UNTRUSTED_SIGNS

FAULT = "![]()\n\n"
SILENCED = "<!-- contentlint-disable-file IMG001: mine -->\n\n" + FAULT
ONLY = ("--select", "IMG001")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "size"), [("1", 1), ("10MB", 10_000_000), ("500 KB", 500_000), ("2gb", 2 * 10**9)]
)
def test_sizes_are_read(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1", "1.5MB", "10 TB", "0", "10 bytes", "9" * 6000])
def test_what_is_no_size_is_refused(
    text: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="expected a size"):
        size_of(text)
    (here / "contentlint.toml").write_text(f'max-file-size = "{text}"\n')
    assert main(["check", "."]) == 2
    assert "max-file-size: expected a size like 10MB" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--max-findings", "--max-file-size", "--jobs"])
@pytest.mark.parametrize("digits", [4300, 6000])
def test_a_number_of_thousands_of_digits_is_the_users_error(
    option: str, digits: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "a.md").write_text(FAULT)
    unit = "GB" if option == "--max-file-size" else ""
    assert main(["check", option, "9" * digits + unit, "."]) == 2
    assert f"{option}: expected a " in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_file_over_the_limit_is_not_read_and_the_run_cannot_pass(
    here: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "big.md").write_text(FAULT + "x" * 2_000_000)
    (here / "small.md").write_text(FAULT)
    assert main(["check", *ONLY, "--max-file-size", "1MB", "--jobs", jobs, "."]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("small.md:1:1: error IMG001")
    assert "big.md: larger than 1000000 bytes (--max-file-size)" in err


def test_findings_over_the_limit_are_counted_as_not_checked(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "a.md").write_text(FAULT * 5)
    assert main(["check", *ONLY, "--max-findings", "3", "."]) == 2
    out, err = capsys.readouterr()
    assert out.count("IMG001") == 3
    assert "a.md: IMG001 (empty-image): 5 findings, 2 more than --max-findings" in err
    assert main(["check", *ONLY, "--max-findings", "5", "."]) == 1


def test_stranger_cannot_silence_what_is_found(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "a.md").write_text(SILENCED)
    assert main(["check", *ONLY, "."]) == 0
    assert main(["check", *ONLY, "--untrusted", "."]) == 1
    assert "IMG001" in capsys.readouterr().out


def test_configuration_may_lower_the_limits_and_not_raise_them(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "articles").mkdir()
    (here / "articles/a.md").write_text(FAULT * 1500)
    (here / "ours.toml").write_text("max-findings = 2000\n")
    run = ["check", *ONLY, "--config", "ours.toml", "articles"]
    assert main(run) == 1
    capsys.readouterr()
    assert main([*run, "--untrusted"]) == 2
    assert capsys.readouterr().out.count("IMG001") == 1000
    (here / "ours.toml").write_text("max-findings = 10\n")
    assert main([*run, "--untrusted"]) == 2
    assert capsys.readouterr().out.count("IMG001") == 10
    assert main([*run, "--untrusted", "--max-findings", "2000"]) == 1


def test_strangers_articles_have_a_limit_of_size(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "a.md").write_text("x" * 10_000_001)
    assert main(["check", *ONLY, "."]) == 0
    assert main(["check", *ONLY, "--untrusted", "."]) == 2
    assert "larger than 10000000 bytes" in capsys.readouterr().err


def test_no_plugin_is_loaded(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "articles").mkdir()
    (here / "articles/a.md").write_text(FAULT)
    (here / "ours.toml").write_text('plugins = ["shouting"]\n')
    run = ["check", "--config", "ours.toml", "--plugins", "shouting", "articles"]
    assert main([*run, "--untrusted"]) == 2
    assert "plugins: not with --untrusted" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_strangers_articles_have_a_limit_of_markup(
    jobs: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "many.txt").write_text("." * UNTRUSTED_SIGNS + "a\n")
    (here / "a.md").write_text(FAULT)
    options = [*ONLY, "--jobs", jobs]
    assert main(["check", *options, "--untrusted", "."]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("a.md:1:1: error IMG001")
    assert "many.txt: more than 1000000 line ends and punctuation marks (--untrusted)" in err
    (here / "many.txt").write_text("." * (UNTRUSTED_SIGNS - 1) + "a\n")
    assert main(["check", *options, "--untrusted", "."]) == 1
    (here / "many.txt").write_text("." * UNTRUSTED_SIGNS + "a\n")
    assert main(["check", *options, "."]) == 1


_CHECKED = """
import resource, sys
from contentlint.cli.main import main
main(["check", "--untrusted", "--jobs", "1", "--quiet", sys.argv[1]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Prints the most memory that the check of a file took, in KB."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count in other units")
@pytest.mark.parametrize("unit", ["<b>", "a\n", "# a\n\n", "- a\n", "*a* ", ">a\n"])
def test_strangers_article_takes_bounded_memory(unit: str, here: Path) -> None:
    signs = sum(c in string.punctuation + "\n" for c in unit)
    data = (unit * (UNTRUSTED_SIGNS // signs - 9) + "\n\n").encode()
    words = "وقال المتحدث إن الاجتماع غدا ".encode()
    data += words * ((UNTRUSTED_FILE_SIZE - len(data)) // len(words))
    (here / "a.md").write_bytes(data)
    run = [sys.executable, "-c", _CHECKED, "a.md"]
    ran = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "(--untrusted)" not in ran.stderr
    assert int(ran.stdout.split()[-1]) < 600_000


# What is left out

DISGUISES: dict[str, dict[str, str]] = {
    "a.mkd": {},
    "a.mdown": {},
    "a.md.": {},
    "a.md\u200f": {},
    "node_modules/a.md": {},
    "x/.venv/a.md": {},
    ".tox/x/a.md": {},
    "__pycache__/a.md": {},
    ".contentlint_cache/a.md": {},
    "ignored.md": {".gitignore": "*.md\n"},
    "x/ignored.md": {"x/.gitignore": "*\n"},
    "excluded.md": {"contentlint.toml": 'exclude = ["*"]\n'},
    "x/excluded.md": {"x/contentlint.toml": 'exclude = ["*"]\n'},
    "articles/a.md": {"contentlint.toml": 'cache-dir = "articles"\n'},
}
"""Files that an ordinary run does not check, and what a stranger adds for it."""


@pytest.fixture
def disguised(request: pytest.FixtureRequest, here: Path) -> str:
    name: str = request.param
    (here / ".git").mkdir()
    for path, text in {name: FAULT, **DISGUISES[name]}.items():
        (here / path).parent.mkdir(parents=True, exist_ok=True)
        (here / path).write_text(text)
    return name.replace("\u200f", "⟨right-to-left mark⟩")


@pytest.mark.parametrize("disguised", DISGUISES, indirect=True)
def test_strangers_article_is_checked_or_the_run_fails(
    disguised: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", *ONLY, "--untrusted", "."])
    out, err = capsys.readouterr()
    if code == 1:  # the settings of the stranger have no effect
        assert out.startswith(f"{disguised}:1:1: error IMG001")
    else:
        assert code == 2
        assert "contentlint: error: .: nothing was checked; left out were 1 article-like" in err
        assert disguised in err


@pytest.mark.parametrize("disguised", DISGUISES, indirect=True)
def test_strangers_article_that_is_left_out_is_named(
    disguised: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "z/.git").mkdir(parents=True)  # beyond the settings
    (here / "z/contentlint.toml").touch()
    (here / "z/z.md").write_text("x\n")
    code = main(["check", *ONLY, "--untrusted", "."])
    out, err = capsys.readouterr()
    if code == 1:
        assert out.startswith(f"{disguised}:1:1: error IMG001")
    else:
        assert code == 0
        assert "contentlint: not checked: 1 article-like file " in err
        assert f"({disguised})\n1 file, 0 findings" in err


@pytest.mark.parametrize("disguised", DISGUISES, indirect=True)
def test_ordinary_run_that_checks_nothing_passes_and_says_why(
    disguised: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *ONLY, "."]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("contentlint: no files to check; left out: ")
    assert err.count("\n") == 1
    if any(
        disguised.endswith(end) for end in (".mkd", ".mdown", ".md.", ".md⟨right-to-left mark⟩")
    ):
        assert err.endswith(
            "; not checked: 1 article-like file with a suffix other than .md, .markdown, .mdx, "
            f".qmd or .txt ({disguised})\n"
        )


def test_ordinary_run_names_other_suffixes_and_nothing_that_is_left_out_on_purpose(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "FRESH", -(10**18))  # the cache believes the stamps of new files
    (here / "a.md").write_text("x\n")
    for folder in ("node_modules", "old"):
        (here / folder).mkdir()
        (here / folder / "b.md").write_text(FAULT)
    (here / "contentlint.toml").write_text('exclude = ["old", "d.mkd"]\n')
    (here / "d.mkd").touch()
    check = ["check", *ONLY, "."]
    assert main(check) == 0
    assert capsys.readouterr().err == "1 file, 0 findings (0 errors, 0 warnings, 0 infos)\n"
    for name in ("1.mkd", "2.mkd", "3.text", "4.Rmd", "5.md "):
        (here / name).touch()
    assert main(check) == 0
    said = capsys.readouterr().err
    assert said.startswith(
        "contentlint: not checked: 5 article-like files with a suffix other than .md, .markdown, "
        ".mdx, .qmd or .txt (1.mkd, 2.mkd, 3.text and 2 more)\n"
    )
    assert main(check) == 0
    assert capsys.readouterr().err == said, "the cache prints it again"
    (here / "1.mkd").rename(here / "0.mkd")
    assert main(check) == 0
    assert "(0.mkd, 2.mkd, " in capsys.readouterr().err
    assert main([*check, "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_what_the_command_line_leaves_out_fails_no_run(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "a.md").write_text(FAULT)
    check = ["check", *ONLY, "--untrusted", "."]
    assert main([*check, "--exclude", "a.md"]) == 0
    assert "removed by exclude on the command line (a.md)" in capsys.readouterr().err
    assert main([*check, "--include", "b.md"]) == 0
    (here / "a.mkd").write_text(FAULT)
    assert main([*check, "--exclude", "a.md"]) == 2
    assert main([*check, "--exclude", "a.md", "--quiet", "--exit-zero"]) == 2


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_report_lists_what_was_left_out(
    form: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "node_modules").mkdir()
    for name in ("a.mkd", "b.mkd", "c.mkd", "d.mkd", "node_modules/e.md"):
        (here / name).touch()
    check = ["check", *ONLY, "--untrusted", "--format", form, "."]
    left = [{"path": name, "reason": "suffix"} for name in ("a.mkd", "b.mkd", "c.mkd", "d.mkd")]
    left.append({"path": "node_modules/e.md", "reason": "folder"})
    assert main(check) == 2
    report = json.loads(capsys.readouterr().out)
    assert [entry["path"] for entry in report["incomplete"]] == ["."]
    assert report["left_out"] == left
    (here / "x.md").touch()
    assert main(check) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["incomplete"], report["left_out"]) == ([], left)
