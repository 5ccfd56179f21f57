"""The parts of ``tools/reliability.py``, each in small; and the cases of what they have found."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import time
import unicodedata
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

from contentlint._util import time_limit
from contentlint.article.edits import joined, remove_lines
from contentlint.cli.main import main
from contentlint.engine import budget, linter, ruleset
from contentlint.model.errors import ConfigError, LimitError, WriteError
from contentlint.model.rule import Rule
from contentlint.report.formats import names as report_formats
from contentlint.source import atomic_write, formats
from contentlint.source.ignore import Filter
from contentlint.text.unicode.normalize import normalize
from tools.reliability import PARTS
from tools.trials import (
    coverage,
    disks,
    documents,
    files,
    fixes,
    fuzz,
    fuzz_targets,
    guarded,
    guided,
    hostile_texts,
    mutants,
    mutation,
    outputs,
    page,
    patterns,
    properties,
    pumps,
    trust,
    user_patterns,
)
from tools.trials.figures import Figure
from tools.trials.progress import Progress, Reached

pytestmark = pytest.mark.slow
needs_posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs what POSIX has")


# The parts


@pytest.mark.parametrize("pattern", patterns.builtin(), ids=lambda p: p.where)
def test_built_in_pattern_is_linear_where_it_is_used(pattern: patterns.Pattern) -> None:
    """Every pattern of every module and rule, so that a new one is tried without being asked."""
    if patterns.seconds_per_mb(pattern, 4_000) > patterns.SECONDS_PER_MB:
        assert patterns.in_use(pattern, 4_000, usual=1.0) == ""


def test_pumps_are_twelve_or_more_and_made_of_the_pattern() -> None:
    found = list(pumps.pumps(r"<a[^>]*>", 0, 200))
    assert len(found) >= pumps.WANTED
    assert any(text.startswith("<a<a<a") for text in found)
    quadratic = patterns.Pattern("here", re.compile(r"[ \t]+$"), True)
    assert patterns.seconds_per_mb(quadratic, 20_000) > patterns.SECONDS_PER_MB


@needs_posix
@pytest.mark.parametrize("title", hostile_texts.MAKERS)
def test_planted_fault_is_found_in_a_hostile_article(title: str) -> None:
    text = hostile_texts.MAKERS[title](3_000) + documents.CANARY
    for name in documents.NAMES:
        outcome = documents.look(name, text, documents.rules())
        assert outcome.found or outcome.incomplete, name


@pytest.mark.parametrize("text", outputs.texts(60), ids=ascii)
def test_hostile_text_does_no_harm_in_any_format(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [f for f in report_formats() if outputs.violations(f, text)] == []


def test_guarded_modules_and_their_tests_are_there_once() -> None:
    modules = [name for group in guarded.GROUPS for name in group.modules]
    tests = [name for group in guarded.GROUPS for name in group.tests]
    assert len(set(modules)) == len(modules)
    assert all((ROOT / "contentlint" / f"{name}.py").is_file() for name in modules)
    assert all((ROOT / "tests" / f"{name}.py").is_file() for name in tests)
    assert {name for group in guarded.GROUPS for name in group.promises} <= page.PROMISES.keys()


@pytest.mark.parametrize("part", [coverage, mutation])
def test_tool_that_is_not_installed_is_said(
    part: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "find_spec", lambda _: None)
    assert list(part.run("quick")) == []
    for tier in ("gate", "soak"):
        figures = list(part.run(tier))
        assert len(figures) >= 2
        assert not any(figure.passed for figure in figures)
        assert all(figure.value.startswith("not measured, there is no ") for figure in figures)


def test_branch_that_no_test_runs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    group = guarded.Group("g", ("a", "b"), (), ("P1",))
    monkeypatch.setattr(coverage, "find_spec", lambda name: name)
    monkeypatch.setattr(coverage, "GROUPS", (group,))
    summary = {"num_branches": 4, "covered_branches": 4, "num_statements": 9, "covered_lines": 9}
    whole: dict[str, Any] = {"summary": summary, "missing_lines": [], "missing_branches": []}
    totals = {"num_branches": 1000, "covered_branches": 971}
    files = {"contentlint/a.py": whole, "contentlint/b.py": whole}
    failed: list[str] = []
    monkeypatch.setattr(coverage, "measured", lambda: ({"totals": totals, "files": files}, failed))
    figures = list(coverage.run("gate"))
    assert [figure.value for figure in figures] == ["971 of 1,000 (97.1%)", "26 of 26 in 2 modules"]
    assert [figure.passed for figure in figures] == [True, True]
    part = {**summary, "covered_branches": 3, "covered_lines": 8}
    files["contentlint/b.py"] = {
        "summary": part, "missing_lines": [7], "missing_branches": [[7, -3]]
    }  # fmt: skip
    totals["covered_branches"] = 969
    figures = list(coverage.run("soak"))
    assert [figure.passed for figure in figures] == [False, False]
    assert figures[1].faults == ("contentlint/b.py: line 7", "contentlint/b.py: from 7 to the end")
    failed.append("FAILED tests/test_x.py::test_y")
    assert next(iter(coverage.run("gate"))).faults == ("FAILED tests/test_x.py::test_y",)


def test_listed_mutants_are_of_guarded_functions_once_with_a_reason() -> None:
    lines = mutation.LISTED.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    guarded_modules = {m.replace("/", ".") for group in guarded.GROUPS for m in group.modules}
    assert len(rows) == len(set(rows)) > 20
    for row in rows:
        _, function, was, now, why, _ = re.split(r"(?<!\\)\|", row)
        assert any(function.strip(" `").startswith(f"{m}.") for m in guarded_modules), row
        assert was != now
        assert len(why.split()) > 3, row


SMALL = """
def more(n: int) -> int:
    return n + 2


def many(n: int) -> bool:
    return n > 2
"""
TESTED = """
from contentlint.small import many, more


def test_both() -> None:
    assert more(1) == 3
    assert many(9)
"""


GROUP = guarded.Group("g", ("small",), ("test_small",), ("P1",))


def test_mutant_that_no_test_sees_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mutmut")
    for folder in ("contentlint", "tests", "tools", "rules"):
        (tmp_path / folder).mkdir()
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "contentlint" / "__init__.py").touch()
    (tmp_path / "contentlint" / "small.py").write_text(SMALL, encoding="utf-8")
    (tmp_path / "tests" / "test_small.py").write_text(TESTED, encoding="utf-8")
    monkeypatch.setattr(mutation, "ROOT", tmp_path)
    outcome = mutation.tried(GROUP)
    assert 0 < len(outcome.left) < outcome.total
    equal = mutation.Mutant("small.many", "return n > 2", "return n >= 2")
    assert equal in outcome.left
    assert not any("n - 2" in mutant.now for mutant in outcome.left)
    missed = mutation.figure("f", GROUP, outcome, f"{equal.row()} Nobody asks for 2. |\n")
    assert (missed.passed, len(missed.faults)) == (False, len(outcome.left) - 1)
    rows = "\n".join(mutant.row() for mutant in outcome.left)
    assert mutation.figure("f", GROUP, outcome, rows).passed
    assert mutation.figure("f", GROUP, outcome._replace(left=(equal,)), equal.row()).value == (
        f"{outcome.total - 1} seen, 1 that change nothing, 0 left"
    )


@pytest.mark.parametrize("form", report_formats())
def test_report_that_is_not_escaped_is_seen(form: str) -> None:
    assert outputs.plain_faults(form, "a\x1b[2J\n")
    assert form in ("github", "azure") or outputs.plain_faults(form, "x ##[add-mask]e\n")


@needs_posix
@pytest.mark.parametrize("trick", trust.tricks()[::4], ids=lambda trick: trick.name)
def test_trick_works_without_its_guard_only(trick: trust.Trick) -> None:
    assert trust.attempt(trick, guarded=False)[0]
    assert not trust.attempt(trick, guarded=True)[0]


@needs_posix
@pytest.mark.parametrize("scene", files.SCENES, ids=lambda scene: scene.name)
def test_file_is_old_or_new_after_an_error_at_every_call(scene: files.Scene) -> None:
    reached, at = True, 0
    while reached:
        at += 1
        fault = OSError(errno.EIO, "injected")
        reached, wrong = files.trial(scene, at, files.raising(fault), lasting=at % 2 == 0)
        assert wrong == "", f"call {at}"
    assert at > 15, "hardly a call was made to fail"


@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_fuzz_target(name: str) -> None:
    target = fuzz_targets.TARGETS[name][1]
    found = [fuzz.attempt(target, seed) for seed in range(25)]
    assert set(found) <= {"", "-"}
    assert found.count("") > 5


def test_soak_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    path, tried = tmp_path / "made" / "fuzz.json", list[int]()

    def target(rng: random.Random) -> str:
        tried.append(rng.randrange(10**9))
        return ("", "-", "wrong")[len(tried) % 3]

    whole = fuzz.tried(Progress(None, ""), "x", target, 12)
    assert (whole.seed, whole.runs, len(whole.faults)) == (len(tried), 12, len(tried) // 3)
    every = tried.copy()
    tried.clear()
    first = Progress(path, "this code")
    fuzz.tried(first, "x", target, 5)
    first.save()
    assert fuzz.tried(Progress(path, "this code"), "x", target, 12) == whole
    assert tried == every
    assert Progress(path, "other code").of("x") == Reached()


SEEN_BROKEN = sorted(path for path in guided.FOUND.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", guided.TARGETS)
def test_guided_target_takes_whatever_comes(name: str) -> None:
    rng = random.Random(name)
    for data in (b"", b"[]", *(mutants.article(rng) for _ in range(15))):
        assert guided.tried(name, data) == ""


@pytest.mark.parametrize("path", SEEN_BROKEN, ids=lambda path: path.name)
def test_what_once_broke_a_guided_target_does_not_any_more(path: Path) -> None:
    assert guided.tried(path.parent.name, path.read_bytes()) == ""


def test_guided_part_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="needs Atheris: pip install"):
        list(guided.run("quick"))
    assert "guided" not in PARTS


@pytest.mark.parametrize("each", properties.everything(), ids=lambda each: each.name)
def test_property(each: properties.Property) -> None:
    assert properties.failure(each, 15) == ""


def test_fixes_hold_their_invariants_on_fixtures() -> None:
    changed = 0
    for path in fixes.articles(150):
        data = path.read_bytes()
        assert list(fixes.violations(str(path), data, fuzz_targets.SESSION)) == [], path
        changed += bool(
            fuzz_targets.SESSION.repair(formats.record(str(path), data))[0].repair.applied
        )
    assert changed > 10


def test_pairs_of_fixing_rules_settle() -> None:
    rules = fixes.fixing_rules()
    assert len(rules) > 50
    assert [f for a, b in zip(rules, rules[7:], strict=False) if (f := fixes.pair(a, b))] == []


@needs_posix
def test_result_is_the_same_on_a_read_only_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(disks.hashes(6)[1]) == 1


@needs_posix
def test_what_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert disks.refusals() == []


@needs_posix
def test_disk_that_is_not_read_only_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    with pytest.raises(RuntimeError, match="can be written to"), disks.read_only(tmp_path):
        pass


# The page


def test_page_shows_the_stored_figures() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.with_table(text, page.read()) == text, "run tools/reliability.py"


def test_every_promise_has_a_row_and_no_goal_is_missed() -> None:
    stored = page.read()
    table = page.table(stored)
    assert all(f"**{key}**" in table for key in page.PROMISES)
    assert "**no**" not in table


def test_missed_goal_is_shown_and_replaces_a_larger_run() -> None:
    good = page.put({}, "x", "gate", [Figure("f", "1", "2", True, ("P1",))])
    assert page.put(good, "x", "quick", [Figure("f", "0", "2", True, ("P1",))]) == good
    bad = page.put(good, "x", "quick", [Figure("f", "0", "2", False, ("P1",))])
    assert "| f | 0 (quick) | 2 | **no** |" in page.table(bad)


# What was found


SLOW = "a" * 27
"""For ``(a+)+$`` ten seconds of work: a limit that does not hold is seen, and not waited for."""


@needs_posix
def test_pattern_that_no_limit_stops_is_ended_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_patterns, "_KILL", 1)
    monkeypatch.setattr(time_limit, "within", lambda *_: contextlib.nullcontext())
    assert user_patterns.contained("(a+)+$") == "(a+)+$: not stopped in 1 s, or no answer"
    assert user_patterns.contained("(b+)+$") == ""


def test_slow_pattern_of_a_user_costs_its_rule_only() -> None:
    rules = (user_patterns.bound("(a+)+$"), ruleset.bind(_rule("IMG001")))
    found, incomplete, _ = linter.run(formats.read("a.md", f"{SLOW}b ![]()\n".encode()), rules)
    assert [bound.rule.code for bound, _ in found] == ["IMG001"]
    (entry,) = incomplete
    assert (entry.path, entry.rule) == ("a.md", "HSE001")
    assert entry.reason == "stopped after 1 s of processor time"


def test_what_a_timer_was_early_by_is_no_time_for_another_rule() -> None:
    account = formats.read("a.md", b"a\n").fact(budget._Account)
    account.spent = budget.IN_ALL - 0.004
    with pytest.raises(LimitError, match="not run"):
        account.left()


def test_all_rules_of_a_user_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "SECONDS", 0.1)
    monkeypatch.setattr(budget, "IN_ALL", 0.15)
    doc = formats.read("a.md", f"{SLOW}b\n".encode())
    reasons = [linter.run(doc, (user_patterns.bound("(a+)+$"),))[1][0].reason for _ in range(3)]
    assert [reason.partition(" ")[0] for reason in reasons] == ["stopped", "stopped", "not"]


def test_findings_of_a_users_rule_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "FINDINGS", 5)
    found, incomplete, _ = linter.run(
        formats.read("a.md", b"a a a a a a a"), (user_patterns.bound("a"),)
    )
    assert len(found) == 5
    assert incomplete[0].reason == "more than 5 findings"
    assert linter.run(formats.read("a.md", b"aaaa"), (user_patterns.bound("x*"),))[0] == []


@pytest.mark.parametrize("pattern", user_patterns.BOMBS, ids=lambda p: p[:12])
def test_pattern_that_is_too_much_is_refused(pattern: str) -> None:
    if len(pattern) < 4_000 and pattern[:1] not in ("(", "*", "\\", "[", "a", ""):
        return
    try:
        user_patterns.bound(pattern)
    except ConfigError as error:
        assert len(str(error)) < 5_000
    else:
        assert len(pattern) < 4_096


def test_existence_refuses_a_nested_pattern_in_words() -> None:
    rule = Rule(
        "HSE001", "h", "existence", "info", "m", options={"patterns": ("(" * 900 + ")" * 900,)}
    )
    with pytest.raises(ConfigError, match="nested too deep"):
        ruleset.bind(rule)


def test_row_of_a_counter_and_a_line_separator_upsets_no_phrase() -> None:
    doc = formats.read("a.md", "-\u2028--\n\nاقرأ أيضا\n".encode())
    assert linter.run(doc, documents.rules())[1] == []


def test_million_marks_on_a_letter_are_normalised_in_no_time() -> None:
    flood = "ا" + "\u064f\u064e" * 20_000
    assert normalize("NFC", f"e\u0301 {flood}") == f"é {flood}"
    short = "ا" + "\u064f\u064e" * 10
    assert normalize("NFC", short) == unicodedata.normalize("NFC", short)


def test_many_images_on_a_line_are_removed_in_linear_time() -> None:
    doc = formats.read("a.md", b"![]() " * 20_000)
    found, _, _ = linter.run(doc, (ruleset.bind(_rule("IMG001")),))
    assert len(found) == 20_000


def test_runs_of_backticks_of_every_length_are_read_in_linear_time() -> None:
    doc = formats.read("a.md", "".join("e" + "`" * n for n in range(1_000)).encode())
    assert len(doc.prose) == len(doc.text)


@pytest.mark.parametrize("call", ["lstat", "readlink"])
def test_link_that_cannot_be_read_just_now_stays(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real.md").write_bytes(b"old")
    link = tmp_path / "a.md"
    link.symlink_to("real.md")
    real = getattr(os, call)

    def failing(path: str, *args: object, **kwargs: object) -> object:
        if str(path).endswith("a.md"):
            raise OSError(errno.EIO, "injected")
        return real(path, *args, **kwargs)

    with monkeypatch.context() as patched, pytest.raises(WriteError):
        patched.setattr(os, call, failing)
        atomic_write.replace(str(link), b"old", b"new")
    assert link.is_symlink()
    assert link.read_bytes() == b"old"


def test_removals_that_share_the_last_line_end_are_one() -> None:
    doc = formats.read("a.md", b"a\n\nb\n\nc")
    edits = joined([remove_lines(doc, 2, 2), remove_lines(doc, 4, 4)])
    assert all(a.span.end <= b.span.start for a, b in pairwise(edits))
    by_code = {rule.code: rule for rule in fixes.fixing_rules()}
    assert fixes.pair(by_code["RES003"], by_code["STR022"]) == ""


def test_glob_with_many_ways_to_match_is_refused_and_not_waited_for() -> None:
    slow = Filter(["*a*a*a*a*a*a*a*a*a*a*a*a*b"], os.getcwd(), "exclude")
    with pytest.raises(ConfigError, match="exclude: its globs take too long to match"):
        slow.verdict("a" * 60 + ".md")


@pytest.mark.parametrize("glob", ["*****/", "**********x", "a**b**c**d**e**f**g", "a*a*a*a*a*b"])
def test_stars_beside_one_another_are_one_and_take_no_time(glob: str) -> None:
    """As git has it: two stars mean something only where they are all between two slashes."""
    started = time.process_time()
    with contextlib.suppress(ConfigError):  # too long, and that is said
        Filter([glob], os.getcwd()).verdict("a" * 250 + ".md")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("glob", "matched", "other"),
    [
        ("a***b", "x/axxb", "a/b"),
        ("/a**/b", "axx/b", "a/x/b"),
        ("**/b", "a/x/b", "ab"),
        ("/a/**", "a/x/b", "b/x"),
        ("a/**/b", "a/x/y/b", "a/x"),
        ("/a/** ", "a/x/b", "b/x"),
        (r"\**a", "*xa", "xa"),
        (r"\***a", "*xa", "xa"),
    ],
)
def test_runs_of_stars_match_what_git_says(glob: str, matched: str, other: str) -> None:
    globs = Filter([glob], os.getcwd())
    assert globs.verdict(matched)
    assert not globs.verdict(other)


def test_glob_that_re2_refuses_is_no_internal_error() -> None:
    assert Filter(["[[:alpha:]"], os.getcwd()).verdict("a.md") in (None, True)


@pytest.mark.parametrize("key", ["baseline", "site-root"])
def test_configuration_names_no_place_outside_the_project(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "repository").mkdir()
    monkeypatch.chdir(tmp_path / "repository")
    Path("contentlint.toml").write_text(f'{key} = "../there"\n')
    Path("a.md").write_text("![]()\n")
    assert main(["check", ".", "--write-baseline"]) == 2
    assert f"{key}: " in capsys.readouterr().err
    assert not (tmp_path / "there").exists()


def test_path_that_is_a_command_is_none_at_the_beginning_of_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("::error::x.md").write_text("![]()\n")
    main(["check", ".", "--select", "IMG001", "--format", "concise", "--no-cache"])
    main(["check", ".", "--show-files"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("./::error::x.md:1:1: ")
    assert lines[1] == "./::error::x.md"


def test_on_github_text_stands_between_marks_and_json_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    Path("a.md").write_text("![]()\n")
    arguments = ("check", ".", "--select", "IMG001", "--no-cache", "--format")
    main([*arguments, "concise"])
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("::stop-commands::")
    token = first.removeprefix("::stop-commands::")
    assert len(token) == 32
    assert last == f"::{token}::"
    main([*arguments, "json"])
    assert "stop-commands" not in capsys.readouterr().out


def _rule(code: str) -> Rule:
    return next(rule for rule in ruleset.builtin().rules if rule.code == code)
