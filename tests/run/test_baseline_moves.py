"""Known findings whose text has moved to another file, and text that only looks the same."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from calling import FAULT, Cli, Ran, alone, write
from test_baseline import applied_to, found

from contentlint.config.schema import BASELINE
from contentlint.model.diagnostic import FileResult, Position, ReportedRelated
from contentlint.run import baseline

FEW = ("--select", "IMG001,PUN001,STR013", "--baseline", BASELINE)
EMPTY = "صفحة بلا أخطاء.\n"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


def article(number: int) -> str:
    """An article with two faults of its own and an empty image that all articles have."""
    words = " ".join(f"كلمة{number}{n}" for n in range(8))
    return (
        f"# مقال {number}\n\nفقرة أولى {words} هنا.\n\nقال {number} ، ومضى.\n\n{FAULT}\n"
        f"فقرة ثانية {words} هناك.\n\nثم {number} ، وعاد.\n\nفقرة ثالثة {words} أيضا.\n"
    )


def record(cli: Cli) -> None:
    assert cli("check", *FEW[:2], "--write-baseline", BASELINE).code == 0


def check(cli: Cli, *argv: str) -> Ran:
    return cli("check", *FEW, *argv)


def assert_known(ran: Ran, count: int, moved: int) -> None:
    where = f", {moved} in moved text" if moved else ""
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"{count} findings recorded in {BASELINE}{where}\n")
    assert "stale finding" not in ran.err


def test_renamed_file_brings_nothing_back(cli: Cli) -> None:
    write("a.md", article(1))
    record(cli)
    Path("a.md").rename("b.md")
    assert_known(check(cli, "--fail-on-stale"), 3, 3)
    assert_known(check(cli, "--fail-on-stale", "b.md"), 3, 3)


def test_renamed_folder_brings_nothing_back(cli: Cli) -> None:
    for number in range(5):
        write(f"old/x/{number}.md", article(number))
    record(cli)
    Path("old").rename("new")
    assert_known(check(cli, "--fail-on-stale"), 15, 15)
    # A hook checks some of the files.
    assert_known(check(cli, "new/x/3.md"), 3, 3)


def test_file_renamed_and_edited_brings_back_only_what_is_new(cli: Cli) -> None:
    write("a.md", article(1))
    record(cli)
    Path("a.md").unlink()
    write("b.md", article(1).replace("فقرة ثانية", "فقرة أخرى") + "\nخطأ ، جديد.\n")
    ran = check(cli)
    assert (ran.code, ran.places()) == (1, ["b.md:15:4"])


def test_files_that_changed_places_bring_nothing_back(cli: Cli) -> None:
    write("a.md", article(1))
    write("b.md", article(2) + "\nثم ، زاد.\n")
    record(cli)
    os.rename("a.md", "c.md")
    os.rename("b.md", "a.md")
    os.rename("c.md", "b.md")
    # The empty image is known in both; everything else has changed places.
    assert_known(check(cli, "--fail-on-stale"), 7, 5)


def test_copy_of_a_file_is_new(cli: Cli) -> None:
    write("a.md", article(1))
    record(cli)
    write("b.md", article(1))
    ran = check(cli)
    assert {place.partition(":")[0] for place in ran.places()} == {"b.md"}
    assert len(ran.places()) == 3
    assert ran.err.startswith("3 findings recorded in")


def test_one_of_two_copies_of_a_renamed_file_is_new(cli: Cli) -> None:
    write("a.md", article(1))
    record(cli)
    Path("a.md").rename("b.md")
    write("c.md", article(1))
    ran = check(cli)
    assert {place.partition(":")[0] for place in ran.places()} == {"c.md"}
    assert len(ran.places()) == 3


@pytest.mark.parametrize("names", [("b.md", "c.md"), ("a.md", "b.md")])
def test_split_file_brings_nothing_back(cli: Cli, names: tuple[str, str]) -> None:
    text = article(1)
    write("a.md", text)
    record(cli)
    Path("a.md").unlink()
    middle = text.index("فقرة ثانية")
    write(names[0], text[:middle])
    write(names[1], text[middle:])
    ran = check(cli, "--fail-on-stale")
    assert (ran.code, ran.out) == (0, "")


def test_joined_files_bring_nothing_back(cli: Cli) -> None:
    write("a.md", article(1))
    write("b.md", article(2))
    record(cli)
    write("b.md", article(2) + article(1))
    Path("a.md").unlink()
    assert_known(check(cli, "--fail-on-stale"), 6, 3)


def test_paragraph_known_twice_is_new_the_third_time(cli: Cli) -> None:
    write("a.md", f"{article(1)}\n{article(1)}")
    record(cli)
    Path("a.md").unlink()
    write("b.md", f"{article(1)}\n{article(1)}\n{article(1)}")
    ran = check(cli)
    assert [place.split(":")[1] for place in ran.places()] == ["33", "35", "39"]


def test_same_fault_in_other_text_is_new(cli: Cli) -> None:
    for number in range(3):
        write(f"old/{number}.md", article(number))
    record(cli)
    for number in range(3):
        Path(f"old/{number}.md").unlink()
        write(f"new/{number}.md", article(number + 7))
    ran = check(cli)
    # Also the empty images, which have the fingerprints of those that are gone.
    assert len(ran.places()) == 9
    assert "9 stale findings in" in ran.err


def test_fault_that_moves_to_another_article_is_new(cli: Cli) -> None:
    write("a.md", article(1))
    write("b.md", article(2).replace(FAULT, ""))
    record(cli)
    write("a.md", article(1).replace(FAULT, ""))
    write("b.md", article(2))
    ran = check(cli)
    assert (ran.code, ran.places()) == (1, ["b.md:7:1"])
    assert "1 stale finding in" in ran.err


def test_line_that_all_articles_share_is_no_evidence(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "_COMMON", 2)
    notice = f"{'شروط الاستخدام ' * 20}\n\n{FAULT}"
    for number in range(3):
        write(f"{number}.md", notice)
    record(cli)
    for number in range(3):
        Path(f"{number}.md").unlink()
    write("new.md", notice)
    assert check(cli).places() == ["new.md:3:1"]


def test_one_shared_line_of_many_is_no_evidence(cli: Cli) -> None:
    notice = "يُسمح بالنقل مع ذكر المصدر ورابط المقال الأصلي.\n"
    write("a.md", f"{article(1)}\n{notice}")
    record(cli)
    Path("a.md").unlink()
    write("b.md", f"{article(2)}\n{notice}")
    assert len(check(cli).places()) == 3


def test_finding_about_the_whole_file_follows_it(cli: Cli) -> None:
    text = "كلمة " * 40
    write("a.md", text)
    options = ("--select", "STR013", "--min-severity", "info", "--fail-on", "info")
    cli("check", *options, "--write-baseline", BASELINE)
    (entry,) = json.loads(Path(BASELINE).read_bytes())["files"].values()
    assert [each["rule"] for each in entry["findings"]] == ["STR013"]
    Path("a.md").rename("b.md")
    write("c.md", "نص آخر " * 40)
    ran = cli("check", *options, "--baseline", BASELINE)
    assert {place.partition(":")[0] for place in ran.places()} == {"c.md"}


def test_pruning_writes_the_new_names_down(cli: Cli) -> None:
    write("old/a.md", article(1))
    write("b.md", article(2))
    record(cli)
    Path("old").rename("new")
    write("b.md", EMPTY)
    ran = check(cli, "--prune-baseline")
    assert "removed 3 findings from" in ran.err
    stored = json.loads(Path(BASELINE).read_bytes())["files"]
    assert list(stored) == ["new/a.md"]
    assert len(stored["new/a.md"]["lines"].split()) == 4
    assert_known(check(cli, "--fail-on-stale"), 3, 0)
    before = Path(BASELINE).read_bytes()
    check(cli, "--prune-baseline")
    assert Path(BASELINE).read_bytes() == before


def test_findings_of_rules_that_are_off_follow_later(cli: Cli) -> None:
    write("old/a.md", article(1))
    record(cli)
    Path("old").rename("new")
    options = ("--select", "IMG001", "--baseline", BASELINE, "--prune-baseline", ".")
    assert cli("check", *options).err.startswith("1 finding recorded in")
    assert_known(check(cli, "--fail-on-stale"), 3, 2)


def test_old_baseline_is_read_and_brought_up_to_date(cli: Cli) -> None:
    write("a.md", article(1))
    record(cli)
    new = Path(BASELINE).read_bytes()
    stored = json.loads(new)
    files = {name: each["findings"] for name, each in stored["files"].items()}
    write(BASELINE, json.dumps({"schema": "contentlint.baseline/1", "files": files}))
    assert_known(check(cli, "--fail-on-stale"), 3, 0)
    Path("a.md").rename("b.md")
    assert len(check(cli).places()) == 3
    Path("b.md").rename("a.md")
    write("c.md")
    assert check(cli, "--prune-baseline", "c.md").places() == ["c.md:1:1"]
    check(cli, "--prune-baseline", "a.md")
    assert Path(BASELINE).read_bytes() == new


def test_old_entries_of_files_that_are_not_checked_stay_without_lines(cli: Cli) -> None:
    for name in ("a.md", "b.md"):
        write(name)
    record(cli)
    stored = json.loads(Path(BASELINE).read_bytes())
    files = {name: each["findings"] for name, each in stored["files"].items()}
    write(BASELINE, json.dumps({"schema": "contentlint.baseline/1", "files": files}))
    write("a.md", EMPTY)
    assert check(cli, "--prune-baseline", "a.md").code == 0
    left = json.loads(Path(BASELINE).read_bytes())["files"]
    assert left == {"b.md": {"lines": "", "findings": files["b.md"]}}


def test_changed_lines_leave_no_entry_to_other_files() -> None:
    """With ``--diff-base`` an entry may be there although its finding is not in the results."""

    def text_of(_: str) -> bytes:
        return b"one\ntwo\n"

    known = baseline.of_results("x.json", [found("a.md", "AAA001")], text_of)
    now = [found("a.md"), found("b.md", "AAA001")]
    for partial in (False, True):
        applied = baseline.apply(
            known,
            now,
            "info",
            lambda *_: frozenset({"AAA001"}),
            text_of,
            folders=(),
            partial=partial,
        )
        assert len(applied.accepted) == (not partial)


KEY = ("AAA001", "AAA001")


def same(_: str) -> bytes:
    return b"one\ntwo\n"


def test_entries_count_under_the_new_name_what_has_moved() -> None:
    known = baseline.of_results("x.json", [found("a.md", *["AAA001"] * 3)], same)
    applied = applied_to(known, [found("a.md"), found("b.md", "AAA001", "AAA001")], same)
    assert applied.moved == 2
    assert applied.baseline.files == {"a.md": {KEY: 1}, "b.md": {KEY: 2}}
    assert applied.stale == {"a.md": {KEY: 1}}


@pytest.mark.parametrize("most", [1, 2])
def test_line_shared_by_more_files_than_the_most_recognises_none(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "_COMMON", most)
    known = baseline.of_results("x.json", [found("a.md", "AAA001"), found("b.md", "AAA001")], same)
    applied = applied_to(known, [found("c.md", "AAA001")], same)
    assert applied.moved == (most == 2)


@pytest.mark.parametrize(("fingerprint", "moved"), [("", 1), ("AAA001", 0)])
def test_only_finding_between_files_is_looked_for_in_the_others(
    fingerprint: str, moved: int
) -> None:
    """The other file has the text of the one that is gone."""

    def text_of(path: str) -> bytes:
        return b"other" if path == "c.md" else same(path)

    def finding(path: str, *others: str) -> FileResult:
        result = found(path, "AAA001")
        related = tuple(ReportedRelated(Position(1, 1, 1, 2), "", each) for each in others)
        one = result.diagnostics[0]._replace(fingerprint=fingerprint, related=related)
        return result._replace(diagnostics=(one,))

    known = baseline.of_results("x.json", [finding("a.md")], text_of)
    now = [found("b.md"), finding("c.md", "", "b.md")]
    assert applied_to(known, now, text_of).moved == moved


def test_file_that_is_gone_is_so_in_a_folder_that_was_checked_whole() -> None:
    gone = [found(name, "AAA001") for name in ("x/a.md", "b.md", "../c.md")]
    known = baseline.of_results("x.json", gone, same)
    for folder, names in (("x", ["x/a.md"]), ("", ["x/a.md", "b.md"]), ("none", [])):
        whole = os.path.realpath(folder)
        stale = applied_to(known, [found("d.md")], same, folders=[whole]).stale
        assert sorted(stale) == sorted(names)


def test_files_lie_beside_the_baseline_and_not_in_the_current_folder() -> None:
    write("x/a.md")
    write("b.md")
    results = [found("x/a.md", "AAA001"), found("x/b.md", "AAA001")]
    known = baseline.of_results("x/x.json", results, same)
    stale = applied_to(known, [found("x/d.md")], same, folders=[os.getcwd()]).stale
    assert list(stale) == ["b.md"]


@pytest.mark.parametrize("others", [True, False])
def test_finding_between_files_is_gone_if_all_others_were_checked(*, others: bool) -> None:
    write("b.md")
    known = baseline.of_results("x.json", [found("a.md", "AAA001"), found("b.md", "BBB001")], same)

    def rules(_: FileResult, complete: bool) -> frozenset[str]:
        return frozenset({"AAA001"} if complete else ())

    now = [found("b.md" if others else "c.md")]
    stale = applied_to(known, now, same, rules=rules, folders=[os.getcwd()]).stale
    assert list(stale) == (["a.md"] if others else [])


def test_each_article_has_the_baseline_of_its_configuration(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("one", 1), ("two", 2)):
        write(f"{name}/contentlint.toml", f'baseline = "{BASELINE}"\nselect = ["PUN001"]\n')
        write(f"{name}/a.md", article(number))
        monkeypatch.chdir(name)
        assert cli("check", "--write-baseline").err == f"wrote {BASELINE}: 2 findings in 1 file\n"
        monkeypatch.chdir("..")
    write("three/a.md", "قال ، ومضى.\n")
    write("two/b.md", "قال ، ومضى.\n")
    ran = cli("check", "--fail-on-stale", ".")
    assert ran.places()[-1] == "two/b.md:1:4"
    assert {place.rpartition("/")[0] for place in ran.places()} == {"three", "two"}
    assert ran.err.startswith(
        f"2 findings recorded in one/{BASELINE}\n2 findings recorded in two/{BASELINE}\n"
    )
    ran = cli("check", "--write-baseline")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "contentlint: error: --write-baseline: these files have several baselines: "
        f"one/{BASELINE}, two/{BASELINE}\n"
    )
    assert cli("check", "--write-baseline", "--", "two").err == (
        f"wrote two/{BASELINE}: 3 findings in 2 files\n"
    )
