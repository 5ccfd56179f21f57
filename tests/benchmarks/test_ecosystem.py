"""The measurement on real sites: the list, what is read, what is counted, what differs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import ecosystem
from benchmarks.ecosystem import Checked, Finding, Site, difference, main, quantile, read

LISTED = """
[[source]]
repo = "owner/name"
commit = "abc"
part = "tune"
sites = [
  { folder = "docs", language = "ar", generator = "Hugo", kind = "blog", origin = "authored" },
  { folder = "*/*.en.md", language = "en", generator = "Hugo", kind = "news", origin = "mixed" },
]

[[source]]
npm = "@scope/guide"
version = "1.0"
part = "decide"
sites = [
  { folder = ".", language = "he", generator = "plain", kind = "book", origin = "authored" },
]
"""
FAULTY = "قال الرجل ،ثم مضى .\n"
SITE = Site("owner/name", "abc", "tune", "docs", "ar", "Hugo", "blog", "authored")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Return a list, of which the first source lies in the folder."""
    for name, text in {
        "docs/a.md": FAULTY,
        "docs/b.md": "نص بلا خطأ.\n",
        "en/a.en.md": "No fault here.\n",
        "en/a.ar.md": FAULTY,
    }.items():
        path = tmp_path / "owner+name" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    file = tmp_path / "sites.toml"
    file.write_text(LISTED, encoding="utf-8")
    return file


def run(listed: Path, *arguments: str) -> int:
    return main([str(listed.parent), f"--sites={listed}", *arguments])


def finding(line: int, code: str = "PUN001", severity: str = "warning") -> Finding:
    return Finding("docs/a.md", line, 1, code, severity, "message")


def test_the_list_has_what_the_measurement_promises() -> None:
    sites = read(ecosystem.SITES)
    languages = Counter(site.language for site in sites)
    assert all(languages[each] >= 2 * ecosystem.FEW for each in ("ar", "fa", "he", "ur", "en"))
    assert {"fr", "de", "es", "ru", "tr", "zh"} <= set(languages)
    assert {
        *("Hugo", "Jekyll", "Docusaurus", "MkDocs", "VitePress", "VuePress", "Astro/Starlight"),
        *("Sphinx+MyST", "Pandoc", "Quarto", "Obsidian", "Foam", "mdBook", "javascript.info"),
    } <= {site.generator for site in sites}
    assert {"documentation", "blog", "news", "book", "wiki", "notes"} <= {s.kind for s in sites}
    for part in ecosystem.PARTS:
        assert {"ar", "fa", "he", "ur", "en"} <= {s.language for s in sites if s.part == part}
    for site in sites:
        assert re.fullmatch("[0-9a-f]{40}", site.version) or site.source.startswith(
            tuple(f"{registry}/" for registry in ecosystem.REGISTRIES)
        )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('commit = "abc"', 'version = "abc"', "expected repo and commit"),
        ('part = "decide"', 'part = "report"', "expected tune or decide"),
        ('kind = "book", ', "", "kind"),
        ('npm = "@scope/guide"\nversion', 'repo = "owner/name"\ncommit', "listed twice"),
        ('part = "', 'family = "react"\npart = "', "family react are in another part"),
    ],
)
def test_a_wrong_entry_is_an_error(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "sites.toml"
    assert old in LISTED
    file.write_text(LISTED.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read(file)


def test_a_package_lies_in_a_folder_of_its_name(listed: Path) -> None:
    assert read(listed)[2].root(Path("sites")).as_posix() == "sites/npm+@scope+guide"


def test_sites_that_are_there_are_counted(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(listed, "--select=PUN001") == 0
    out = capsys.readouterr().out
    assert "Not there: npm/@scope/guide ." in out
    assert "3 files of 2 sites." in out
    assert "| ar \\* | 1 | 2 |" in out
    assert "| Hugo | 2 | 3 |" in out
    assert "| PUN001 | warning | 2 | 1 | 1 | 66.67 |" in out
    assert "| owner/name docs | 2 | 100.00 | 0.00 | 1.00 | 0.00 | 0 | 2 | 50% | PUN001 2 |" in out
    assert "| owner/name */*.en.md | 1 | 0.00 |" in out
    assert "| he" not in out


def test_only_the_sites_of_a_part_are_read(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(listed, "--part=decide") == 0
    out = capsys.readouterr().out
    assert "owner/name" not in out
    assert "0 files of 0 sites." in out


def test_a_change_is_shown_with_its_lines(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = listed.with_name("report.jsonl")
    run(listed, f"--save={saved}")
    run(listed, f"--against={saved}")
    assert "| rule | removed | added |\n| --- | ---: | ---: |\n" in capsys.readouterr().out
    docs = listed.with_name("owner+name") / "docs"
    (docs / "a.md").write_text("نص بلا خطأ.\n", encoding="utf-8")
    (docs / "b.md").write_text(f"نص.\n\n{FAULTY}", encoding="utf-8")
    run(listed, f"--against={saved}", "--most=3")
    out = capsys.readouterr().out
    assert "| PUN001 | 2 | 2 |" in out
    assert "## PUN001\n\n### owner/name docs (ar, Hugo, authored)\n\n- docs/a.md:1: PUN001 " in out
    assert f'+ docs/b.md:3: PUN001 space before "،"\n      {FAULTY.strip()}\n' in out
    assert "  ... and 1 more" in out


def test_sites_without_a_saved_report_are_named(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = listed.with_name("report.jsonl")
    run(listed, f"--save={saved}")
    listed.write_text(LISTED.replace('"abc"', '"def"'), encoding="utf-8")
    run(listed, f"--against={saved}")
    out = capsys.readouterr().out
    assert "0 sites compared." in out
    assert "Not compared: owner/name docs" in out


def test_reports_of_different_rules_are_not_compared(listed: Path) -> None:
    saved = listed.with_name("report.jsonl")
    run(listed, "--select=PUN001", f"--save={saved}")
    with pytest.raises(SystemExit, match="made with --select=PUN001, not with --select=None"):
        run(listed, f"--against={saved}")


def test_findings_are_compared_by_place_and_rule() -> None:
    twice = finding(3)
    before = Checked(SITE, 1, (finding(1), finding(2), twice, twice))
    lower = finding(2, severity="info")._replace(message="another message")
    found = difference(before, Checked(SITE, 1, (lower, twice, finding(3, "ENC003"))))
    assert found.removed == [finding(1), twice]
    assert found.added == [finding(3, "ENC003")]
    assert found.regraded == {("PUN001", "warning", "info"): 1}


@pytest.mark.parametrize(
    ("counts", "files", "median", "ninth"),
    [
        ([], 5, 0, 0),
        ([7], 1, 7, 7),
        ([1, 2, 3], 3, 2, 3),
        ([9, 4], 20, 0, 0),
        ([9, 4, 5], 20, 0, 4),
    ],
)
def test_quantiles_count_files_without_findings(
    counts: list[int], files: int, median: int, ninth: int
) -> None:
    assert quantile(counts, files, 0.5) == median
    assert quantile(counts, files, 0.9) == ninth
