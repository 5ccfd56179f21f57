"""The cache changes how long a run takes, and nothing that it says."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from contentlint.cache import folder as cachefolder
from contentlint.cache import store
from contentlint.cache.store import Entry, RunOutput
from contentlint.cli import main
from contentlint.model import wire
from contentlint.model.diagnostic import FileResult
from contentlint.model.errors import ReadError
from contentlint.run import incremental
from contentlint.run.session import Session
from contentlint.source import files
from contentlint.source.discovery import CACHE_FOLDER
from tools.trials.caches import damaged, forged, put_together, secret

BAD = "# عنوان\n\n![]()\n\nقال الوزير ، إن الأمر انتهى.\n"
GOOD = "# عنوان\n\nنص سليم كله، لا عيب فيه.\n"
SELECT = "--select=IMG001,IMG006,PUN001,ENC003,STR013,SUP001"


class Project:
    """A folder of articles, and what ``check`` says of it."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capfd = capfd

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    def check(self, *arguments: str, select: str = SELECT) -> tuple[int, str, str]:
        self.capfd.readouterr()
        code = main.run(["check", "--format=concise", select, *arguments])
        return code, *self.capfd.readouterr()

    def same(self, *arguments: str) -> tuple[int, str, str]:
        """What is said with the cache, which must be what is said without."""
        cold = self.check("--no-cache", *arguments)
        assert self.check(*arguments) == cold
        return cold

    def files(self) -> list[Path]:
        return [Path(name) for name in cachefolder.held(CACHE_FOLDER).files]


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Project:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in ("CI", "PRE_COMMIT", "GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    made = Project(folder, capfd)
    made.write("contentlint.toml", "")
    made.write("a.md", BAD)
    made.write("b/c.md", GOOD)
    return made


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are checked, in order."""
    seen: list[str] = []
    check_file = Session.check_file

    def recorded(self: Session, path: str, *more: Any) -> FileResult:
        seen.append(path)
        return check_file(self, path, *more)

    monkeypatch.setattr(Session, "check_file", recorded)
    return seen


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stamps are believed after 20 ms: more than a file system here takes for one instant."""
    monkeypatch.setattr(store, "FRESH", 20_000_000)


def wait() -> None:
    time.sleep(0.03)


# What is looked at again


@pytest.mark.usefixtures("old")
def test_unchanged_files_are_not_looked_at_again(project: Project, checked: list[str]) -> None:
    wait()
    first = project.check()
    assert checked == ["a.md", "b/c.md"]
    assert "IMG001" in first[1]
    for _ in range(3):
        assert project.check() == first
    assert len(checked) == 2


@pytest.mark.usefixtures("old")
def test_only_what_has_changed_is_looked_at(project: Project, checked: list[str]) -> None:
    wait()
    project.check()
    checked.clear()
    project.write("b/c.md", BAD)
    project.write("new.md", BAD)
    wait()
    assert project.check()[1].count("IMG001") == 3
    assert checked == ["b/c.md", "new.md"]


def test_file_as_new_as_the_cache_is_known_by_its_content(
    project: Project, checked: list[str]
) -> None:
    first = project.check()
    (path,) = project.files()
    assert all(entry.fresh for entry in store.read_entries(str(path), secret()).values())
    checked.clear()
    assert project.check() == first
    assert checked == []
    # The same size, and as far as the clock can tell the same time.
    before = os.stat("a.md")
    data = Path("a.md").read_bytes()
    with open("a.md", "r+b") as file:
        file.write(data.replace(b"![]()", b"noted"))
    os.utime("a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "IMG001" not in project.same()[1]


@pytest.mark.usefixtures("old")
def test_file_of_the_same_size_and_time_is_known_by_the_time_of_its_status(
    project: Project,
) -> None:
    wait()
    project.check()
    before = os.stat("a.md")
    data = Path("a.md").read_bytes()
    with open("a.md", "r+b") as file:
        file.write(data.replace(b"![]()", b"noted"))
    os.utime("a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "IMG001" not in project.same()[1]


@pytest.mark.usefixtures("old")
def test_touched_and_copied_files_are_known_by_their_content(
    project: Project, checked: list[str]
) -> None:
    wait()
    first = project.check()
    checked.clear()
    os.utime("a.md")
    data = Path("b/c.md").read_bytes()
    Path("b/c.md").unlink()
    Path("b/c.md").write_bytes(data)
    wait()
    assert project.check() == first
    assert checked == []


def test_results_do_not_depend_on_where_one_stands(
    project: Project, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("b/d.md", BAD)
    project.check()
    checked.clear()
    monkeypatch.chdir("b")
    assert project.same()[1].startswith("d.md:3:1:")
    assert project.same("../a.md")[1].startswith("../a.md:3:1:")
    absolute = str(project.folder / "a.md")
    assert project.same(absolute)[1].startswith(absolute)
    assert checked == ["c.md", "d.md", "../a.md", absolute], "only without the cache"


# What a result depends on besides its file


@pytest.mark.parametrize(
    "change",
    [
        'ignore = ["IMG001"]',
        '[rules.IMG001]\nseverity = "info"',
        '[[overrides]]\nfiles = ["a.md"]\nignore = ["IMG001"]',
        'lang = "en"',
        'min-severity = "error"',
        'fail-on = "never"',
        'rule-sets = ["house.toml"]\nextend-select = ["HSE001"]',
        'extends = ["base.toml"]',
        'exclude = ["b/**"]',
    ],
)
def test_change_of_the_configuration_is_noticed(project: Project, change: str) -> None:
    project.write(
        "house.toml",
        '[HSE001]\nname = "no-minister"\nkind = "existence"\nseverity = "error"\n'
        'message = "no {found}"\nwhy = "x"\nsource = "x"\nbad = ["الوزير"]\ngood = ["x"]\n'
        'options.tokens = ["الوزير"]\n',
    )
    project.write("base.toml", 'ignore = ["PUN001"]\n')
    plain = {"select": "--min-severity=info"}
    before = project.check(**plain)
    project.write("contentlint.toml", change + "\n")
    cold = project.check("--no-cache", **plain)
    assert project.check(**plain) == cold
    assert project.check(**plain) == cold
    assert cold != before or "lang" in change or "severity = " in change


def test_change_of_a_rule_set_is_noticed(project: Project) -> None:
    stanza = (
        '[HSE001]\nname = "no-word"\nkind = "existence"\nseverity = "error"\n'
        'message = "no {found}"\nwhy = "x"\nsource = "x"\nbad = ["WORD"]\ngood = ["x"]\n'
        'options.tokens = ["WORD"]\n'
    )
    project.write("house.toml", stanza.replace("WORD", "الوزير"))
    project.write("contentlint.toml", 'rule-sets = ["house.toml"]\n')
    select = "--select=HSE001"
    assert "HSE001" in project.check(select=select)[1]
    project.write("house.toml", stanza.replace("WORD", "السفير"))
    assert "HSE001" not in project.check(select=select)[1]


def test_nested_configuration_belongs_to_its_files(project: Project, checked: list[str]) -> None:
    project.write("b/c.md", BAD)
    project.check()
    project.write("b/contentlint.toml", 'ignore = ["IMG001"]\n')
    checked.clear()
    project.same()
    assert checked == ["a.md", "b/c.md", "b/c.md"], "without the cache both, with it one"


@pytest.mark.usefixtures("old")
def test_files_beside_an_article_are_looked_up_again(project: Project, checked: list[str]) -> None:
    project.write("a.md", "# عنوان\n\n![صورة](map.png)\n\n![صورة](/top.png)\n")
    project.write("contentlint.toml", 'site-root = "static"\n')
    wait()
    for name in ("map.png", "static/top.png"):
        assert name.rpartition("/")[2] in project.same()[1]
        project.write(name, "x")
        assert name.rpartition("/")[2] not in project.same()[1]
    checked.clear()
    assert project.check() == project.check()
    assert checked == []
    Path("map.png").unlink()
    assert "map.png" in project.same()[1]


@pytest.mark.usefixtures("old")
def test_file_beside_an_article_that_is_not_looked_at_itself(
    project: Project, checked: list[str]
) -> None:
    project.write("b/c.md", "# عنوان\n\n![صورة](../map.png)\n\nنص سليم كله.\n")
    select = "--select=IMG006"
    wait()
    for there in (False, True):
        cold = project.check("--no-cache", "b", select=select)
        assert ("map.png" in cold[1]) != there
        checked.clear()
        for _ in range(3):
            assert project.check("b", select=select) == cold
        assert checked == ["b/c.md"], "once, and then what was said is said again"
        Path("map.png").touch()


def test_what_cannot_be_read_for_the_key_is_no_error(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> str:
        raise ReadError("no such file or directory")

    monkeypatch.setattr("contentlint.cache.key.of_config", fail)
    project.same()
    assert not Path(CACHE_FOLDER).exists()


def test_file_that_goes_before_it_is_compared_is_looked_at(
    project: Project, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str) -> bytes:
        raise ReadError(f"{path}: no such file or directory")

    cold = project.same()
    checked.clear()
    with monkeypatch.context() as patched:
        patched.setattr(files, "read_bytes", fail)
        assert project.check() == cold
    assert checked == ["a.md", "b/c.md"]


@pytest.mark.usefixtures("old")
def test_version_of_what_rules_use_is_noticed(
    project: Project, checked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait()
    folder = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(str(folder))  # that it is not there is no error
    project.check()
    folder.mkdir()
    for name, times in (("other-1.0.dist-info", 0), ("PyArabic-9.0.dist-info", 1)):
        checked.clear()
        (folder / name).mkdir()
        project.check()
        assert len(checked) == 2 * times


@pytest.mark.usefixtures("old")
def test_folder_of_our_own_that_cannot_be_listed_is_no_error(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refused(path: Any = ".") -> Any:
        if str(path).endswith(f"{os.sep}rules"):
            raise PermissionError(13, "permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    project.same()


def test_command_lines_have_caches_of_their_own(project: Project) -> None:
    project.check()
    project.check("--lang=fa")
    project.check("--format=json")
    assert len(project.files()) == 2, "one for the languages; a format that shows fixes, another"


def test_many_findings_come_back_with_all_they_have(project: Project) -> None:
    project.write("a.md", BAD * 40 + "<!-- contentlint-disable-line XYZ999 -->\n")
    project.write("d.md", BAD.replace("قال", "<!-- contentlint-disable-next-line PUN001 -->\nقال"))
    for form in ("json", "sarif", "full", "github", "html"):
        cold = project.check("--no-cache", f"--format={form}={form}.out")
        written = Path(f"{form}.out").read_bytes()
        for _ in range(2):
            assert project.check(f"--format={form}={form}.out") == cold
            assert Path(f"{form}.out").read_bytes() == written


def test_rules_across_files_compare_what_is_kept(project: Project, checked: list[str]) -> None:
    long = "نص طويل بما يكفي ليقارن مع غيره من النصوص في هذا الموقع. " * 12
    for n in range(4):
        project.write(f"x{n}.md", f"# عنوان {n}\n\n{long}\n\n{long[::-1]}\n")
    options = {"select": "--cross-file"}
    cold = project.check("--no-cache", **options)
    assert project.check(**options) == cold
    checked.clear()
    assert project.check(**options) == cold
    assert checked == []
    Path("x0.md").unlink()
    assert project.check(**options) == project.check("--no-cache", **options)


def test_baseline_and_workers_make_no_difference(project: Project) -> None:
    project.check("--write-baseline")
    project.write("d.md", BAD)
    known = ("--baseline=contentlint-baseline.json",)
    for jobs in ("1", "2", "8"):
        cold = project.same(*known, f"--jobs={jobs}")
        assert cold[1].count("IMG001") == 1
    project.write("contentlint-baseline.json", '{"schema": "contentlint.baseline/1", "files": {}}')
    assert project.check(*known) == project.check(*known, "--no-cache")


def test_incomplete_files_are_looked_at_each_time(project: Project, checked: list[str]) -> None:
    Path("d.md").write_bytes(b"\0\xff\0")
    project.write("big.md", BAD)
    cold = project.same("--max-findings=1", "--max-file-size=60")
    assert cold[0] == 2
    checked.clear()
    assert project.check("--max-findings=1", "--max-file-size=60") == cold
    assert checked == ["a.md", "big.md", "d.md"]


# Fixes


def test_fix_reads_what_has_nothing_to_fix_and_forgets_what_it_fixed(
    project: Project, checked: list[str]
) -> None:
    project.check()
    checked.clear()
    code, _, err = project.check("--fix")
    assert checked == ["a.md"]
    assert "fixed 1" in err
    assert " ،" not in Path("a.md").read_text("utf-8")
    project.same()
    project.same("--diff")
    assert code == 1


def test_unsafe_fixes_reach_what_is_known(project: Project) -> None:
    project.check()
    assert project.check("--diff", "--unsafe-fixes") == project.check(
        "--diff", "--unsafe-fixes", "--no-cache"
    )


# Random edits


def edit(project: Project, rng: random.Random) -> None:
    """One thing that happens to a project between two runs."""
    articles = sorted(project.folder.rglob("*.md"))
    name = rng.choice(["a.md", "b/c.md", "b/d/e.md", "f.txt"])
    some = rng.choice(articles) if articles else project.folder / "a.md"
    match rng.randrange(9):
        case 0:
            project.write(name, rng.choice([BAD, GOOD, BAD + GOOD, ""]))
        case 1:
            some.unlink(missing_ok=True)
        case 2 if some.exists():
            os.utime(some, ns=(rng.randrange(10**18), rng.randrange(10**18)))
        case 3 if some.exists():
            some.rename(project.folder / name)
        case 4 if some.exists():
            data, before = some.read_bytes(), some.stat()
            some.write_bytes(data.replace(b"![]()", b"12345") or b"x")
            os.utime(some, ns=(before.st_atime_ns, before.st_mtime_ns))
        case 5:
            project.write("contentlint.toml", rng.choice(["", 'ignore = ["IMG001"]\n']))
        case 6:
            project.write("b/contentlint.toml", rng.choice(["", 'lang = "ar"\n']))
        case 7:
            project.write(name, f"# عنوان\n\n![صورة]({rng.choice(['x', 'y', 'b/x'])}.png)\n")
        case 8:
            picture = project.folder / rng.choice(["x.png", "b/x.png", "y.png"])
            picture.parent.mkdir(exist_ok=True)
            picture.unlink() if picture.exists() else picture.touch()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("fresh", [20_000_000, store.FRESH])
def test_whatever_happens_between_runs_the_same_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch, seed: int, fresh: int
) -> None:
    monkeypatch.setattr(store, "FRESH", fresh)
    rng = random.Random(seed)
    for _ in range(25):
        for _ in range(rng.randrange(3)):
            edit(project, rng)
        if fresh < store.DAYS * 10**6:
            wait()
        project.same(*rng.choice([(), (), ("--jobs=2",), ("b",), ("--diff",)]))


# The file


@pytest.mark.slow
def test_damaged_caches_equal_no_cache() -> None:
    assert damaged(150, seed=20) == []


def test_cache_of_a_stranger_is_not_believed(project: Project) -> None:
    project.check()
    (path,) = project.files()
    real = os.geteuid
    try:
        os.geteuid = lambda: real() + 1
        assert not cachefolder.usable(CACHE_FOLDER)
        before = path.read_bytes()
        project.same()
        assert path.read_bytes() == before
    finally:
        os.geteuid = real


def test_strangers_articles_use_no_cache(project: Project, checked: list[str]) -> None:
    project.check()
    checked.clear()
    project.check("--untrusted")
    assert checked == ["a.md", "b/c.md"]
    assert len(project.files()) == 1


_FOUND: list[Any] = [[3, 1, 3, 6], "IMG001", "n", "error", "m", None, [], None, "0" * 16, [], 7, 9]


@pytest.mark.parametrize(
    "broken",
    [
        *(7, {}, [1], [[]], ["ar", {}], ["ar", [1]], ["ar", [[]]], ["", [], ["1", 0, 0, 0]]),
        *(["", [], [], "0"], ["", [], [], 0, [["r", None]]], ["", [], [], 0, [], [1]]),
        *(["", [], [], 0, [], [], [[["PUN001", 1]], "", ""]], ["", [], [], 0, [], [], [], [["a"]]]),
        *(
            ["ar", [[*_FOUND[:at], wrong, *_FOUND[at + 1 :]]]]
            for at, wrong in (
                *((0, [3, 1, 3]), (0, [3, 1, 3, "6"]), (0, [0, 1, 3, 6]), (0, [3, 1, 3, True])),
                *((1, 1), (3, "grave"), (3, {}), (4, {}), (5, [1, "t", []]), (5, [True, "t", [7]])),
                *((5, [True, "t", [[[1, 1, 1], "x"]]]), (6, {}), (6, [[[1, 1, 1, 1], "m"]])),
                *((7, ["x", 1, 2]), (8, 0), (9, None), (9, [[0, 2]])),
                *((10, "7"), (10, -2), (10, 10), (11, True), (11, 6)),
            )
        ),
    ],
)
def test_result_of_another_form_is_none(broken: Any) -> None:
    assert wire.checked(["ar", [_FOUND]])
    with pytest.raises(ValueError, match="no packed result"):
        wire.checked(broken)


_ROW = ["a.md", "1 2 3 4", False, 20_000, "d", "c", False]


@pytest.mark.parametrize(
    "rows",
    [
        *(None, 1, "x", {}, [1], [[]], [_ROW[:6]], [[*_ROW, 1]], {"a": _ROW}, [_ROW, 1]),
        *([[*_ROW[:at], None, *_ROW[at + 1 :]]] for at in range(7)),
        *([[1, *_ROW[1:]]], [["a", 1, *_ROW[2:]]], [["a", [1], *_ROW[2:]]]),
        *([["a", "1", 0, *_ROW[3:]]], [["a", "1", True, "20000", "d", "c", True]]),
    ],
)
def test_rows_of_another_form_are_no_cache(rows: Any, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(put_together(secret(), {"rows": [_ROW], "results": [[]]}))
    assert list(store.read_entries(str(path), secret())) == ["a.md"]
    path.write_bytes(put_together(secret(), {"rows": rows, "results": [[]]}))
    assert store.read_entries(str(path), secret()) == {}


@pytest.mark.parametrize(
    "said",
    [
        *(None, 1, {}, [], ["k", "e", 1], [1, "e", 1, []], ["k", [], 1, []]),
        *(["k", "e", True, []], ["k", "e", 1, {}], ["k", "e", 1, [["a", 1]]]),
        *(["k", "e", 1, [["a", [["b", 1]]]]], ["k", "e", 1, [["a", [[1, None]]]]]),
    ],
)
def test_what_was_said_in_another_form_is_not_said(said: Any, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(
        put_together(secret(), {"said": ["k", "e", 1, [["a", [["b", None]]]]], "rows": []})
    )
    assert store.read_output(str(path), secret()) is not None
    path.write_bytes(put_together(secret(), {"said": said, "rows": []}))
    assert store.read_output(str(path), secret()) is None


@pytest.mark.slow
def test_forged_caches_break_nothing() -> None:
    assert forged(150, seed=20) == []


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("asks", [False, True])
@pytest.mark.parametrize("broken", [b"7", b"[1, 2]", b'[""', b"\xff", b'["", [7]]'])
def test_well_formed_cache_of_nonsense_is_seen_through(
    broken: bytes, asks: bool, project: Project, checked: list[str]
) -> None:
    wait()
    first = project.check()
    (path,) = project.files()
    entries = {
        name: entry._replace(asks=asks, result=broken)
        for name, entry in store.read_entries(str(path), secret()).items()
    }
    assert len(entries) == 2
    path.write_bytes(b"".join(store.parts_of(None, entries, secret())))
    checked.clear()
    assert project.check() == first
    assert sorted(checked) == ["a.md", "b/c.md"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entry = Entry(
        "1 2 3 8000000000000000", True, store.today(), "d" * 32, "c" * 16, True, b'["ar"]'
    )
    name = "b/\udcff\n\u2028نص.md"
    said = RunOutput("k", b"out\n\xff", "err", 1, [[name, [["x.png", None]]]])
    path = tmp_path / "x"
    path.write_bytes(b"".join(store.parts_of(said, {name: entry, "c.md": entry}, secret())))
    assert store.read_output(str(path), secret()) == said
    assert store.read_entries(str(path), secret()) == {name: entry, "c.md": entry}
    path.write_bytes(b"".join(store.parts_of(None, {}, secret())))
    assert store.read_output(str(path), secret()) is None
    assert store.read_entries(str(path), secret()) == {}


def test_entries_that_nobody_asked_for_in_a_month_go(monkeypatch: pytest.MonkeyPatch) -> None:
    today = store.today()

    def kept(*ages: int) -> int:
        entries = {
            str(n): Entry("", False, today - age, "", "", False, b"12345")
            for n, age in enumerate(ages)
        }
        return b"".join(store.parts_of(None, entries, secret())).count(b"12345")

    assert kept(0, store.DAYS, store.DAYS + 1) == 2
    monkeypatch.setattr(store, "MAX_ENTRIES", 2)
    assert kept(0, 1, 2, 3) == 2
    monkeypatch.setattr(store, "MAX_ENTRIES", 100)
    monkeypatch.setattr(store, "MAX_BYTES", 12)
    assert kept(5, 1, 2) == 2


NONSENSE: list[Any] = [
    *(7, None, ["ar", 7], ["ar", [[]]], ["ar", [], [1, 2, 3, 4, 5]], ["ar", [], [], 0, 7]),
    *(["ar", [], [], 0, [], [], [], [[7, True]]], ["ar", [], [], 0, [], [], [], [[[], {}]]]),
    ["ar", [], [], 0, [], [], [], [["\0", True]]],
]


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
@pytest.mark.parametrize("more", [(), ("--diff",)])
def test_nonsense_with_the_right_hashes_is_no_result(
    project: Project, nonsense: Any, more: tuple[str, ...]
) -> None:
    wait()
    cold = project.same(*more)
    (path,) = project.files()
    entries = {
        name: entry._replace(asks=True, result=json.dumps(nonsense).encode())
        for name, entry in store.read_entries(str(path), secret()).items()
    }
    path.write_bytes(b"".join(store.parts_of(None, entries, secret())))
    assert project.check(*more) == cold


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    "nonsense",
    [
        *({"err": 7}, {"err": None}, {"code": "x"}, {"code": None}, {"asked": 7}, {"asked": [7]}),
        *({"asked": [["a.md"]]}, {"asked": [["a.md", 7]]}, {"asked": [["a.md", [7]]]}),
        *({"asked": [["a.md", [["x.png", True]]]]}, {"asked": [["a.md", [[7, True]]]]}),
        *({"asked": [[7, [["x.png", True]]]]}, {"asked": [["a.md", [["\0", None]]]]}),
    ],
    ids=repr,
)
def test_nonsense_with_the_right_hashes_is_not_said(
    project: Project, nonsense: dict[str, Any]
) -> None:
    wait()
    project.check()
    cold = project.same()
    (path,) = project.files()
    said = store.read_output(str(path), secret())
    assert said is not None
    path.write_bytes(b"".join(store.parts_of(said._replace(**nonsense), {}, secret())))
    assert project.check() == cold


def test_result_that_is_too_large_is_not_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_RESULT", 100)
    project.same()
    (path,) = project.files()
    assert list(store.read_entries(str(path), secret())) == ["b/c.md"]


@pytest.mark.usefixtures("old")
def test_nothing_is_written_when_nothing_is_new(project: Project) -> None:
    wait()
    project.check()
    project.check()
    (path,) = project.files()
    before = os.stat(path)
    project.check()
    assert os.stat(path).st_ino == before.st_ino


def test_no_file_is_left_half_written(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(incremental.IncrementalRun, "save", stopped)
        assert project.check()[0] == 130
    assert project.files() == []
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        project.same()
    assert project.files() == []


@pytest.mark.slow
def test_two_runs_at_once_do_not_meet(project: Project) -> None:
    for n in range(30):
        project.write(f"d/{n}.md", BAD if n % 3 else GOOD)
    expected = project.check("--no-cache")
    command = [sys.executable, "-m", "contentlint", "check", "--format=concise", SELECT]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(3):
        running = [
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for _ in range(4)
        ]
        for process in running:
            out, err = process.communicate(timeout=60)
            assert (process.returncode, out.decode(), err.decode()) == expected
    assert not [path for path in project.files() if path.name.endswith(store.TEMPORARY)]
    assert project.check() == expected


# The folder


def test_folder_is_marked_and_closed(project: Project) -> None:
    project.check()
    folder = Path(CACHE_FOLDER)
    assert (
        folder.joinpath("CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06")
    )
    assert folder.joinpath(".gitignore").read_text() == "*\n"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert project.check("--verbose") == project.check("--verbose", "--no-cache")
    assert CACHE_FOLDER not in project.check("--verbose", "--show-files")[1]


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
def test_cache_that_others_may_read_is_not_believed(project: Project) -> None:
    expected = project.check()
    made = next(path for path in project.files() if len(path.name) == 32)
    kept = made.read_bytes()
    Path(CACHE_FOLDER).chmod(0o755)  # as version control makes folders
    made.write_bytes(b"")
    assert not cachefolder.usable(CACHE_FOLDER)
    assert project.check() == expected
    assert made.read_bytes() == b""
    Path(CACHE_FOLDER).chmod(0o700)
    project.check()
    assert len(made.read_bytes()) == len(kept)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_folder_that_may_not_be_written_is_no_error(project: Project) -> None:
    os.chmod(project.folder, 0o500)
    try:
        project.same()
    finally:
        os.chmod(project.folder, 0o700)


def test_folder_that_cannot_be_made_is_no_error(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(30, "read-only file system")

    monkeypatch.setattr(os, "makedirs", refused)
    project.same()
    assert not Path(CACHE_FOLDER).exists()


@pytest.mark.parametrize("what", ["file", "link", "full"])
def test_folder_that_is_somebody_elses_is_left_alone(project: Project, what: str) -> None:
    place = Path(CACHE_FOLDER)
    if what == "file":
        place.write_text("mine")
    elif what == "link":
        (project.folder / "elsewhere").mkdir()
        place.symlink_to("elsewhere")
    else:
        place.mkdir()
        (place / "mine.txt").write_text("mine")
    before = sorted(p.relative_to(project.folder) for p in project.folder.rglob("*"))
    project.same()
    assert sorted(p.relative_to(project.folder) for p in project.folder.rglob("*")) == before


def test_no_cache_writes_nothing(project: Project) -> None:
    project.check("--no-cache")
    assert not Path(CACHE_FOLDER).exists()


@pytest.mark.parametrize("place", ["..", ".", "/", "../beside", "/tmp/x"])
def test_repository_does_not_say_where_else_is_written(project: Project, place: str) -> None:
    project.write("contentlint.toml", f'cache-dir = "{place}"\n')
    code, _, err = project.check()
    assert code == 2
    assert "contentlint.toml:1: cache-dir: " in err
    assert project.check("--no-cache")[0] == 1


def test_cache_may_lie_elsewhere_in_the_project_and_anywhere_for_its_user(
    project: Project, tmp_path: Path
) -> None:
    project.write("contentlint.toml", 'cache-dir = "build/kept"\n')
    project.same("--verbose")
    assert Path("build/kept/CACHEDIR.TAG").exists()
    elsewhere = tmp_path / "elsewhere"
    project.check("--config", f"cache-dir = '{elsewhere.as_posix()}'")
    assert (elsewhere / "CACHEDIR.TAG").exists()


def test_plugins_have_no_cache(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contentlint.engine.plugins.rule_sets", lambda *_: ())
    project.write("contentlint.toml", 'plugins = ["anything"]\n')
    project.check()
    assert not Path(CACHE_FOLDER).exists()


# The command


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Iterator[Any]:
    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main.run(["cache", *arguments])
        return code, *capfd.readouterr()

    yield run


def test_command_says_where_and_how_large(project: Project, command: Any) -> None:
    assert command() == (0, ".contentlint_cache: 0 files, 0 bytes\n", "")
    project.check()
    code, out, err = command()
    assert (code, err) == (0, "")
    (path,) = project.files()
    assert out == f".contentlint_cache: 1 file, {path.stat().st_size} bytes\n"
    project.write("a.md", BAD * 20)
    project.check()
    assert command()[1].endswith(" KB\n")


def test_clean_removes_what_is_ours_and_nothing_else(project: Project, command: Any) -> None:
    project.check()
    mine = Path(CACHE_FOLDER, "notes.txt")
    mine.write_text("mine")
    assert command("clean")[1].startswith(".contentlint_cache: removed 1 file, ")
    assert [path.name for path in Path(CACHE_FOLDER).iterdir() if path.suffix == ".txt"]
    mine.unlink()
    command("clean")
    assert not Path(CACHE_FOLDER).exists()
    assert command("clean") == (0, ".contentlint_cache: removed 0 files, 0 bytes\n", "")


@pytest.mark.usefixtures("project")
def test_clean_leaves_a_folder_that_is_not_marked(command: Any) -> None:
    inner = Path(CACHE_FOLDER, "0.1.0")
    inner.mkdir(parents=True)
    (inner / ("a" * 32)).write_text("mine")
    code, out, err = command("clean")
    assert (code, out) == (2, "")
    assert "is not contentlint's own folder" in err
    assert (inner / ("a" * 32)).exists()


def test_old_settings_and_abandoned_files_are_swept(project: Project) -> None:
    project.check()
    (path,) = project.files()
    month_ago = time.time() - (store.DAYS + 1) * 86_400
    for name in ("0" * 32, "1" * 32 + ".1.2" + store.TEMPORARY):
        left = path.with_name(name)
        left.write_bytes(b"")
        os.utime(left, (month_ago, month_ago))
    project.write("a.md", GOOD)
    project.check()
    assert project.files() == [path]


def test_no_other_way_to_read_data_is_used() -> None:
    """Pickle and marshal run, or crash, on what a stranger wrote. What was installed with us is
    read as Python reads its own compiled files, which lie beside it."""
    installed = {"built.py", "patterns.py"}
    for module in (ROOT / "contentlint").rglob("*.py"):
        text = "" if module.name in installed else module.read_text("utf-8")
        for word in ("pickle", "marshal", "shelve"):
            assert f"import {word}" not in text, module


def test_packed_results_are_json(project: Project) -> None:
    project.check()
    (path,) = project.files()
    for entry in store.read_entries(str(path), secret()).values():
        assert isinstance(json.loads(entry.result), list)
