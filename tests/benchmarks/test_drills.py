"""The drills of fixes and baselines: on a folder where all holds, and where something does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks import baseline_drill, fix_drill, running

FAULTY = "قال الرجل ،ثم مضى .\n"
TOOLS = [shutil.which(tool) for tool in ("git", "patch")]
needs_tools = pytest.mark.skipif(None in TOOLS, reason="there is no git, or no patch")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "قسم").mkdir(parents=True)
    for name, data in {
        "a.md": FAULTY.encode() * 3,
        "قسم/مقال جديد.md": f"\ufeff{FAULTY}\n![]()\n\nنص آخر.\n".replace("\n", "\r\n").encode(),
        "b.md": f"{FAULTY}\n\n\n\n{FAULTY}".rstrip().encode() + b" \xff",
        "c.txt": "نص بلا خطأ.\n".encode(),
    }.items():
        (folder / name).write_bytes(data)
    return folder


def edit(*place: int, text: str = "") -> dict[str, object]:
    names = ("line", "column", "end_line", "end_column")
    return {**dict(zip(names, place, strict=True)), "text": text}


@pytest.mark.parametrize(
    ("data", "edits", "made"),
    [
        (b"ab\ncd\n", [edit(2, 1, 2, 2), edit(1, 2, 1, 3, text="x")], b"ax\nd\n"),
        (b"ab\r\ncd\r\n", [edit(1, 3, 2, 1, text="\n\n")], b"ab\r\n\r\ncd\r\n"),
        (b"\xef\xbb\xbfab", [edit(1, 1, 1, 1)], b"ab"),
        (b"\xef\xbb\xbfab", [edit(1, 3, 1, 3, text="\n")], b"\xef\xbb\xbfab\n"),
        (b"a\xff b\n", [edit(1, 3, 1, 4)], b"a\xffb\n"),
        ("\ufeffab\r".encode("utf-16-le"), [edit(1, 1, 1, 2)], "\ufeffb\r".encode("utf-16-le")),
        ("كلمة ،\n".encode(), [edit(1, 5, 1, 6)], "كلمة،\n".encode()),
    ],
)
def test_edits_of_a_report_are_applied_to_the_bytes(
    data: bytes, edits: list[dict[str, object]], made: bytes
) -> None:
    assert fix_drill.spliced(data, edits) == made


def test_of_two_fixes_that_touch_the_first_is_chosen() -> None:
    fixes = [
        {"safe": True, "edits": [edit(1, 2, 1, 4)]},
        {"safe": True, "edits": [edit(1, 3, 1, 5)]},
        {"safe": False, "edits": [edit(1, 6, 1, 7)]},
        {"safe": True, "edits": [edit(1, 4, 1, 6)]},
    ]
    findings = [{"path": "a.md", "fix": fix} for fix in fixes]
    assert fix_drill.chosen(findings, unsafe=False)["a.md"] == [
        edit(1, 2, 1, 4),
        edit(1, 4, 1, 6),
    ]
    assert len(fix_drill.chosen(findings, unsafe=True)["a.md"]) == 3


@pytest.mark.slow
@needs_tools
def test_fix_drill_holds_and_writes_into_copies_only(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in articles.rglob("*") if path.is_file()}
    assert fix_drill.drill(articles, ["--unsafe-fixes"])
    said = capsys.readouterr().out
    assert f"{articles}: 4 files, 3 fixed, " in said
    for line in ("second run: 0 files fixed, 0 touched", "patch: exit 0", "git apply: exit 0"):
        assert line in said
    assert "FAILED" not in said
    assert {path: path.read_bytes() for path in articles.rglob("*") if path.is_file()} == before


@pytest.mark.slow
@needs_tools
def test_fix_drill_sees_a_patch_and_edits_that_make_other_bytes(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fix_drill, "_TOOLS", {"patch": ["cat"]})
    monkeypatch.setattr(fix_drill, "spliced", lambda data, edits: data[:-1])  # noqa: ARG005
    assert not fix_drill.drill(articles, [])
    said = capsys.readouterr().out
    assert "FAILED: patch gives other bytes: a.md" in said
    assert "FAILED: not what the edits say: a.md" in said


def test_fix_drill_sees_a_second_run_that_fixes(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fix_drill, "_patched", lambda *_: True)
    monkeypatch.setattr(fix_drill, "_spliced", lambda *_: True)
    monkeypatch.setattr(fix_drill, "_fix", lambda *_: set())
    assert not fix_drill.drill(articles, [])
    assert "FAILED: fixed again: fixed a.md: PUN001 6" in capsys.readouterr().out


@pytest.mark.slow
def test_baseline_drill_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.md").write_text(f"# عنوان\n\n{FAULTY}\n{FAULTY}", encoding="utf-8")
    assert baseline_drill.drill(tmp_path, ["--select=PUN001,IMG001"])
    said = capsys.readouterr().out
    for line in (
        "written: exit 0, 120 findings of 30 files",
        "one fault more: exit 1, 1 findings",
        "52 repaired: --fail-on-stale exits 1",
        "removed 52 findings from known.json; 68 left",
        "pruned: exit 0, 0 findings",
    ):
        assert line in said


@pytest.mark.slow
def test_baseline_drill_sees_what_is_reported_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(f"# عنوان\n\n{FAULTY}", encoding="utf-8")

    def push_down(path: Path) -> None:
        path.write_text(f"كلمة ، كلمة\n\n{path.read_text('utf-8')}", encoding="utf-8")

    monkeypatch.setattr(baseline_drill, "_push_down", push_down)
    assert not baseline_drill.drill(tmp_path, ["--select=PUN001,IMG001"])
    assert "FAILED: a line more at the top of every file: a.md: PUN001" in capsys.readouterr().out


def test_run_that_breaks_ends_the_drill(articles: Path) -> None:
    ran = running.contentlint(articles, "--format=json", "c.txt")
    assert ran.report()["summary"]["files"] == 1
    with pytest.raises(SystemExit, match="unknown option"):
        running.contentlint(articles, "--no-such-option")
