"""The public Python API: what docs/api.md shows works, and its promises hold."""

from __future__ import annotations

import json
import math
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import contentlint
from contentlint import Linter
from contentlint.api import ConfigError, Fixed, ReadError, Result
from contentlint.cli import main
from contentlint.engine import ruleset
from contentlint.text.measures.table import MEASURES

TEXT = "قال الوزير ، إن الأمر انتهى.\n"
BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def codes(result: Result) -> list[str]:
    return [d.code for d in result.diagnostics]


def test_translations_of_files_are_compared_with_them() -> None:
    english = "# Password\n\nA password protects your account from people who want to read it.\n"
    more = "\nNobody of our team will ever ask you for it by telephone or in a letter.\n"
    arabic = "# كلمة المرور\n\nتحمي كلمة المرور حسابك ممن يريدون قراءة ما فيه ، دائما.\n"
    for folder, text in (("en", english + more), ("ar", arabic)):
        Path(folder).mkdir()
        Path(folder, "a.md").write_text(text, encoding="utf-8")
    table = {"source": "en/{path}", "target": "{lang}/{path}", "languages": ["ar"]}
    linter = Linter({"select": ["TRA001", "PUN001"], "translations": [table]})

    def found(*paths: str) -> list[tuple[str, list[str]]]:
        return [(each.path, sorted(codes(each))) for each in linter.paths(paths)]

    assert found("ar") == [("ar/a.md", ["PUN001", "TRA001"])]
    assert found("en") == [("en/a.md", []), ("ar/a.md", ["TRA001"])]
    assert found(".") == [("ar/a.md", ["PUN001", "TRA001"]), ("en/a.md", [])]
    assert list(Linter({"select": ["TRA001"]}).paths(["en"]))[1:] == []


def test_examples_of_the_page_print_what_it_shows(folder: Path) -> None:
    """Each example is a block of Python, and the block of text behind it is what it prints."""
    shown = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", PAGE, re.DOTALL)
    assert len(shown) >= 4
    (folder / "articles").mkdir()
    (folder / "articles" / "a.md").write_text(TEXT, encoding="utf-8")
    for source, expected in shown:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", source],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.stderr, done.stdout) == ("", expected), source


def test_every_public_name_is_on_the_page() -> None:
    from contentlint import api

    for name in (*api.__all__, *(m for m in vars(Linter) if not m.startswith("_"))):
        assert name in PAGE, name
    for value in (Result, Fixed):
        for field in value._fields:
            assert f"`{field}`" in PAGE, field


def test_result_is_that_of_the_command(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("a.md", "b/c.txt"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    (folder / "contentlint.toml").write_text('extend-select = ["PUN"]\n', encoding="utf-8")
    main.run(["check", "--format=json", "--min-severity=info", "--no-cache"])
    reported = json.loads(capfd.readouterr().out)["findings"]
    results = list(Linter().paths(["."]))
    assert [r.path for r in results] == ["a.md", "b/c.txt"]
    found = [d for result in results for d in result.diagnostics]
    assert reported
    assert [(d.path, d.code, d.start, d.end, d.message) for d in found] == [
        (d["path"], d["code"], d["start"], d["end"], d["message"]) for d in reported
    ]
    data = (folder / "a.md").read_bytes()
    assert Linter().text(TEXT, "a.md") == Linter().bytes(data, "a.md") == results[0]


def test_offsets_are_of_the_text() -> None:
    (found,) = Linter({"select": ["PUN001"]}).text(TEXT).diagnostics
    assert TEXT[found.start : found.end] == " ،"


def test_configuration_is_a_file_a_mapping_or_the_nearest_file(folder: Path) -> None:
    assert codes(Linter({"select": ["PUN001"]}).text(TEXT)) == ["PUN001"]
    assert "PUN001" not in codes(Linter({"ignore": ["PUN001"]}).text(TEXT))
    (folder / "own.toml").write_text('select = ["IMG"]\n', encoding="utf-8")
    assert codes(Linter(folder / "own.toml").text(TEXT)) == []
    (folder / "contentlint.toml").write_text('select = ["IMG"]\n', encoding="utf-8")
    assert codes(Linter().text(TEXT)) == []
    assert "PUN001" in codes(Linter({}).text(TEXT)), "a mapping reads no file"


def test_mapping_holds_what_a_file_holds() -> None:
    linter = Linter(
        {
            "select": ["PUN001", "IMG001"],
            "rules": {"PUN001": {"severity": "info", "options": {"marks": '،\x7f"\\'}}},
            "overrides": [{"files": ["old/**"], "ignore": ["IMG001"]}],
            "max-findings": 3,
            "preview": False,
        }
    )
    text = f"{TEXT}\n![]()\n"
    assert [(d.code, d.severity) for d in linter.text(text).diagnostics] == [
        ("PUN001", "info"),
        ("IMG001", "error"),
    ]
    assert codes(linter.text(text, "old/a.md")) == ["PUN001"]


@pytest.mark.parametrize("config", [{"selct": []}, {"select": ["NO"]}, {"lang": 3}, {"lang": None}])
def test_wrong_configuration_raises(config: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        Linter(config).text(TEXT)
    with pytest.raises(ConfigError):
        Linter("missing.toml")


def test_fix_returns_what_it_did_and_what_is_left(folder: Path) -> None:
    path = folder / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    linter = Linter({"select": ["PUN001", "IMG001"]})
    fixed = linter.fix(TEXT + "\n![]()\n", "a.md")
    assert fixed.text == TEXT.replace(" ،", "،") + "\n![]()\n"
    assert fixed.applied == (("PUN001", 1),)
    assert codes(fixed.result) == ["IMG001"]
    assert path.read_text(encoding="utf-8") == TEXT, "nothing is written"
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    assert linter.fix(data).data == data.replace(" ،".encode(), "،".encode())
    with pytest.raises(ReadError):
        linter.fix(BINARY)


def test_what_cannot_be_read_is_incomplete(folder: Path) -> None:
    (folder / "a.md").write_text(TEXT, encoding="utf-8")
    results = list(Linter({}).paths(["gone.md", "a.md"]))
    assert [(r.path, bool(r.incomplete)) for r in results] == [("gone.md", True), ("a.md", False)]
    assert Linter({}).bytes(BINARY).incomplete


def test_suffix_decides_the_format() -> None:
    with pytest.raises(ValueError, match="unknown suffix"):
        Linter({}).text(TEXT, "a.pdf")
    with pytest.raises(ValueError, match="surrogates"):
        Linter({}).text("\ud800")


def test_strangers_cannot_suppress() -> None:
    text = f"<!-- contentlint-disable-file PUN001 -->\n{TEXT}"
    assert "PUN001" not in codes(Linter({}).text(text))
    assert "PUN001" in codes(Linter({}, untrusted=True).text(text))


def test_strangers_cannot_have_nothing_checked(folder: Path) -> None:
    (folder / "a.mkd").write_text(TEXT)
    assert list(Linter({}).paths(["."])) == []
    (result,) = Linter({}, untrusted=True).paths(["."])
    assert result.path == "."
    assert "(a.mkd)" in result.incomplete[0].reason
    (folder / "b.md").write_text(TEXT)
    assert [each.path for each in Linter({}, untrusted=True).paths(["."])] == ["b.md"]


def test_linter_is_a_value_for_threads_and_processes() -> None:
    linter = Linter({"select": ["PUN", "STR", "IMG"]})
    texts = [TEXT * n + "\n![]()\n" for n in range(1, 20)]
    expected = [linter.text(text) for text in texts]
    assert [pickle.loads(pickle.dumps(linter)).text(text) for text in texts[:3]] == expected[:3]
    fresh = Linter({"select": ["PUN", "STR", "IMG"]})
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fresh.text, texts)) == expected
    assert pickle.loads(pickle.dumps(expected)) == expected


def test_package_has_only_its_public_name() -> None:
    assert contentlint.Linter is Linter
    with pytest.raises(AttributeError, match="no attribute 'Lintr'"):
        contentlint.Lintr  # noqa: B018


def test_import_loads_no_rule() -> None:
    probe = "import sys; from contentlint import Linter; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {probe}"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = set(done.stdout.split())
    assert not {name for name in loaded if name.startswith("contentlint.engine")}
    assert not loaded & {"tomli", "regex", "pathspec", "json", "dataclasses"}


ARABIC = "قال الوزير إن العمل في الميناء انتهى أمس.\n\nوقال المدير إن السفن تصل غدًا.\n"
CHINESE = "港口昨天开放了。\n\n部长说工程已经完成。\n"
NO_PROSE = "---\ntitle: a\n---\n\n```\nx = 1\n```\n"


def test_measures_have_the_same_keys_for_every_text() -> None:
    linter = Linter({})
    found = {text: linter.measure(text) for text in (ARABIC, CHINESE, NO_PROSE, "")}
    assert all(list(each) == list(MEASURES) for each in found.values())
    assert all(type(number) in (int, float) for each in found.values() for number in each.values())
    arabic, chinese, no_prose = found[ARABIC], found[CHINESE], found[NO_PROSE]
    assert (arabic["words"], arabic["sentences"], arabic["paragraphs"]) == (14, 2, 2)
    assert (arabic["terminal-line-share"], arabic["stop-words"]) == (1, 1)
    assert chinese["words"] == 9
    assert math.isnan(chinese["mean-word-length"])
    assert math.isnan(chinese["stop-words"])
    assert {name: number for name, number in no_prose.items() if number > 0} == {
        "words-with-code": 2
    }
    assert type(arabic["words"]) is int


def test_text_is_measured_as_it_is_checked() -> None:
    linter = Linter({"lang": "ar", "words": {"stop-words": {"ar": ["Opens"]}}})
    assert linter.measure("The port opens.\n")["stop-words"] == 1
    assert linter.measure(ARABIC.encode("utf-16"))["words"] == linter.measure(ARABIC)["words"]
    assert Linter({}).measure("# a b\n")["words"] == Linter({}).measure("# a b\n", "a.txt")["words"]
    assert pickle.loads(pickle.dumps(linter)).measure(ARABIC) == linter.measure(ARABIC)
    with pytest.raises(ReadError):
        linter.measure(BINARY)
    with pytest.raises(ValueError, match="unknown suffix"):
        linter.measure(ARABIC, "a.pdf")


def judge(code: str, **options: object) -> Linter:
    """A linter with one rule, whose options are these."""
    return Linter({"select": [code], "rules": {code: {"options": options}}})


# Rules that report every value.
OPEN = {"min": -2, "max": -1, "min-words": 0, "min-by-language": {}, "max-by-language": {}}
METRICS = [rule for rule in ruleset.builtin().rules if rule.kind == "metric"]
JUDGES = {rule.code: judge(rule.code, **OPEN) for rule in METRICS}
LIMITED = {
    name: judge("DUP011", **{"min-words": 0, "limits": {"und": [f"{name} -1"]}})
    for name in MEASURES
    if name not in ("stop-words", "mean-word-length")  # which can be NaN
}
LINES = [*ARABIC.split("\n"), *CHINESE.split("\n"), "- #one …", "the end of it", "```"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1))
def test_rules_report_what_is_measured(lines: list[str]) -> None:
    """The number in the message of a rule is the measure."""
    text = "\n".join(lines)
    assume(text)
    measured = Linter({}).measure(text)
    for rule in METRICS:
        result, number = JUDGES[rule.code].text(text), measured[rule.options["metric"]]
        judged = not rule.languages or result.language in rule.languages
        shown = [d.message.partition(";")[0] for d in result.diagnostics]
        numbers = [float(re.findall(r"[\d.]+", each)[-1]) for each in shown]
        assert numbers == ([pytest.approx(number, abs=0.0051)] if judged and number >= 0 else [])
    for name, linter in LIMITED.items():
        (found,) = linter.text(text).diagnostics
        assert f" {name} {measured[name]:.3f} (limit -1)" in found.message
