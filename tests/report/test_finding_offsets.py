"""Offsets of findings in reports: code points into the text as Python reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contentlint.cli import main

TEXT = "\ufeff# 😀 عنوان\r\n\r\nقال الوزير ، إن الأمر انتهى.\r\rنص ، آخر\n\n![]()\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(capfd: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capfd.readouterr()
    main.run(["check", "--isolated", "--min-severity=info", *arguments])
    out = capfd.readouterr().out
    if "jsonl" in arguments:
        return [json.loads(line) for line in out.splitlines()][:-1]
    found: list[dict[str, Any]] = json.loads(out)["findings"]
    return found


def place(text: str, offset: int) -> tuple[int, int]:
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_offsets_are_of_the_text_without_mark_and_with_plain_line_ends(
    folder: Path, capfd: pytest.CaptureFixture[str], form: str
) -> None:
    path = folder / "a.md"
    path.write_bytes(TEXT.encode())
    text = path.read_text(encoding="utf-8-sig")
    found = findings(capfd, "--select=PUN001,IMG001,ENC002,ENC014", "--format", form, "a.md")
    assert [d["code"] for d in found] == ["ENC002", "PUN001", "PUN001", "IMG001"]
    assert (found[0]["start"], found[0]["end"]) == (-1, 0)
    assert [text[d["start"] : d["end"]] for d in found[1:]] == [" ،", " ،", "![]()"]
    for d in found:
        assert place(text, d["start"]) == (d["line"], d["column"])
        assert place(text, d["end"]) == (d["end_line"], d["end_column"])


def test_finding_of_a_comparison_has_offsets_and_so_has_one_from_the_cache(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in "abcde":
        text = "سطر.\n\n" * ord(name) + "![وصف](https://example.org/picture.jpg)\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    asked = ("--select=IMG016", "--cross-file", "--format=json", ".")
    cold = findings(capfd, *asked)
    assert cold
    for d in cold:
        text = (folder / d["path"]).read_text(encoding="utf-8")
        assert text[d["start"] : d["end"]].startswith("![")
    (folder / "f.md").write_text("# f\n", encoding="utf-8")
    assert findings(capfd, *asked) == cold
