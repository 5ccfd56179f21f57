"""Digests of everything that is said of some folders: stored, compared, and what differs shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.digest import __main__ as digest
from tools.digest.damage import damaged_files
from tools.digest.reports import MESSAGES, findings, patches

SPACED = "Words , and more of them.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Articles, with few fixtures beside them."""
    fixtures = tmp_path / "rules"
    (fixtures / "PUN001").mkdir(parents=True)
    (fixtures / "PUN001" / "bad.md").write_text(SPACED)
    (fixtures / "PUN001" / "expected.txt").write_text("Said of it .\n")
    monkeypatch.setattr(digest, "FIXTURES", fixtures)
    monkeypatch.setattr(digest, "DAMAGED", 3)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.md").write_text(SPACED)
    (articles / "b.md").write_text("Words.\n")
    return articles


@pytest.mark.slow
def test_what_was_stored_is_the_same_until_a_finding_differs(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = tmp_path / "digests.json"
    asked = [str(folder), "--origin=unknown"]
    assert digest.main([*asked, f"--store={stored}"]) == 0
    first, _, third, _ = capsys.readouterr().out.splitlines()
    assert "articles, unknown          2 files" in first
    assert "damaged, unknown           3 files" in third

    assert digest.main([*asked, f"--compare={stored}"]) == 0
    assert capsys.readouterr().out.endswith("as stored: the same\n")

    (folder / "a.md").write_text(SPACED.replace(" more", " more of"))
    (folder / "b.md").write_text(SPACED)
    assert digest.main([*asked, f"--compare={stored}"]) == 1
    said = capsys.readouterr().out
    assert "differs: articles, unknown: findings: b.md\n" in said
    assert "\n    +1:6-1:8 PUN001 warning: " in said
    assert "differs: articles, unknown: safe: a.md\n" in said
    assert said.endswith("2 files differ, 5 differences shown\n")

    assert digest.main([*asked, f"--compare={stored}", "--explain=a.md"]) == 1
    assert ": b.md" not in capsys.readouterr().out


def test_folders_are_told_apart_by_their_names(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "articles"
    other.mkdir(parents=True)
    with pytest.raises(SystemExit, match="another folder has this name"):
        digest.main([str(folder), str(other)])
    with pytest.raises(SystemExit, match="no folder"):
        digest.main([str(folder / "none")])


def test_findings_are_a_line_each_with_all_that_is_said() -> None:
    span = {"line": 1, "column": 2, "end_line": 1, "end_column": 3}
    fix = {"safe": True, "title": "drop it", "edits": [{**span, "text": "\u200f"}]}
    finding = {
        "path": "a.md",
        **span,
        "code": "PUN001",
        "name": "n",
        "severity": "info",
        "message": "m",
        "fix": fix,
        "related": [{"path": "b.md", "line": 4}],
    }
    incomplete = {"path": "b.md", "reason": "unreadable", "rule": ""}
    assert findings({"findings": [finding], "incomplete": [incomplete]}) == {
        "a.md": [
            '1:2-1:3 PUN001 info: m | safe fix: drop it: 1:2-1:3 "\\u200f"'
            ' | related: {"line": 4, "path": "b.md"}'
        ],
        "b.md": ["incomplete: unreadable"],
    }


def test_patches_are_taken_apart_by_file() -> None:
    one, two = "--- a/b c.md\n+++ b/b c.md\n@@ -1 +1 @@\n--- a/x\n+y\n", "--- a/d.md\n+++ b/d.md\n"
    found = patches(one + two, "contentlint: error: c.md: not fixed\nwould fix 2 findings\n")
    assert list(found) == [MESSAGES, "b c.md", "d.md"]
    assert found[MESSAGES] == ["contentlint: error: c.md: not fixed"]
    assert "\n".join(found["b c.md"]) + "\n" == one


def test_damage_is_always_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("Ein Satz, noch einer.\r\nعنوان\n".encode())
    alone = dict(damaged_files(tmp_path, 3))
    assert list(alone) == ["a.0.md", "a.1.md", "a.2.md"]
    assert len({*alone.values()}) == 3
    assert alone["a.1.md"].decode() == "Ein Satz, noch ine noch iner.\r\nعنوان\n"
    (tmp_path / "0.md").write_text("More.\n")
    both = dict(damaged_files(tmp_path, 3))
    assert list(both) == ["0.0.md", "a.0.md", "0.1.md"]
    assert both["a.0.md"] == alone["a.0.md"]
