"""``--fix`` from the command line to the bytes on the disk, and the doubts about its outcome."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from calling import alone, write
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.fix_drill import chosen, spliced
from contentlint.cli.main import main
from contentlint.engine import ruleset
from contentlint.engine.render import Examined
from contentlint.fix.loop import MAX_ROUNDS
from contentlint.fix.verify import Round, lost
from contentlint.model.diagnostic import Diagnostic, Edit, Fix
from contentlint.model.document import Document, Span
from contentlint.model.rule import Rule
from contentlint.run.session import Needs, Request, Selection, Session
from contentlint.source import formats

FAULTY = "قال الرجل ،ثم مضى .\n"
FIXED = "قال الرجل، ثم مضى.\n"
CLEAN = "قال الرجل ثم مضى.\n"
RULES = {rule.code: rule for rule in ruleset.builtin().rules}
FEW = ("--isolated", "--select", "PUN001,IMG001,SUP")


class Ran(NamedTuple):
    code: int
    out: bytes
    err: str


class Cli:
    def __init__(self, capfd: pytest.CaptureFixture[bytes]) -> None:
        self.capfd = capfd

    def __call__(self, *argv: str) -> Ran:
        code = main(argv)
        out, err = self.capfd.readouterr()
        return Ran(code, out, err.decode())

    def check(self, *argv: str) -> Ran:
        return self("check", *FEW, *argv)

    def fix(self, *argv: str) -> Ran:
        return self.check("--fix", *argv)


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes]) -> Cli:
    return Cli(capfdbinary)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


HOUSE = """[{code}]
name = "house-{number}"
kind = "pattern"
severity = "warning"
message = "found {{found}}"
fix = "safe"
why = "a rule of a test"
source = "none"
help = "nothing"
bad = ["x"]
good = ["y"]
options.pattern = '{pattern}'
options.replace = '{replace}'
options.safe = true
options.scope = ["{scope}"]
"""


def house(*rules: tuple[str, str], scope: str = "all") -> tuple[str, ...]:
    """The options that turn on rules HSE001, …, each a pattern and what to write instead."""
    text = "".join(
        HOUSE.format(
            code=f"HSE{number:03}", number=number, pattern=pattern, replace=to, scope=scope
        )
        for number, (pattern, to) in enumerate(rules, 1)
    )
    write("house.toml", text)
    write("contentlint.toml", 'rule-sets = ["house.toml"]\n')
    return ("--select", "HSE")


# What is written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "mixed"])
def test_every_byte_outside_the_fixes_stays(cli: Cli, encoding: str, ends: str) -> None:
    def made(first: str) -> bytes:
        lines = [first, "سطر ثان", "", first, "آخر"]
        kinds = ["\r\n", "\n", "\r\n", "\r", ""] if ends == "mixed" else [*[ends] * 4, ""]
        text = "".join(line + end for line, end in zip(lines, kinds, strict=True))
        return ("\ufeff" + text if "16" in encoding else text).encode(encoding)

    path = write("a.md", made(FAULTY.rstrip()))
    assert cli.fix().code == 0
    assert path.read_bytes() == made(FIXED.rstrip())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\x80\xff\xfe \xd9\x83 \xd8\x8c\r\n", b"\x80\xff\xfe \xd9\x83\xd8\x8c\r\n"),
        ("كلمة ،".encode(), "كلمة،".encode()),
        ("\x00كلمة ،\x00\n".encode(), "\x00كلمة،\x00\n".encode()),
        ("كلمة ،\n\n\n\n".encode(), "كلمة،\n\n\n\n".encode()),
        ("\ufeff\ufeffكلمة ،\n".encode(), "\ufeff\ufeffكلمة،\n".encode()),
        (b"```\n\xd9\x83 \xd8\x8c\n```\n", None),
        ("`كلمة ،` نص\n".encode(), None),
        ("[نص](<https://example.org/كلمة ،x>)\n".encode(), None),
    ],
)
def test_odd_bytes_and_protected_text_stay(cli: Cli, old: bytes, new: bytes | None) -> None:
    path = write("a.md", old)
    cli.fix("--select", "PUN001")
    assert path.read_bytes() == (old if new is None else new)


def test_copy_with_bytes_that_are_no_text_goes_only_when_asked_for(cli: Cli) -> None:
    """Nobody knows what they say: a copy that holds some is left to whoever can read it."""
    copy = b"The quay was c\xfflosed for two years, and ships had to wait outside the bay.\n\n"
    copy += b"Nobody was told by the harbour master, and all of the captains complained.\n\n"
    path = write("a.md", copy + copy)
    only = ("--isolated", "--select", "DUP")
    ran = cli("check", *only, "--fix", "a.md")
    assert b"DUP" in ran.out
    assert path.read_bytes() == copy + copy
    cli("check", *only, "--fix", "--unsafe-fixes", "a.md")
    assert path.read_bytes().count(b"\xff") == 1


def test_second_run_touches_nothing(cli: Cli) -> None:
    path = write("a.md", FAULTY)
    assert "fixed 2 findings in 1 file\n" in cli.fix().err
    before = path.stat()
    again = cli.fix()
    after = path.stat()
    assert (again.code, again.out) == (0, b"")
    assert "fixed" not in again.err
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_clean_file_is_not_written(cli: Cli) -> None:
    path = write("a.md", CLEAN)
    before = path.stat()
    assert cli.fix().code == 0
    assert (before.st_mtime_ns, before.st_ino) == (path.stat().st_mtime_ns, path.stat().st_ino)


def test_what_is_left_is_reported_and_decides_the_exit(cli: Cli) -> None:
    path = write("a.md", f"{FAULTY}\n![]()\n")
    ran = cli.fix()
    assert ran.code == 1
    assert b"PUN001" not in ran.out
    assert b"a.md:3:1: error IMG001" in ran.out
    assert path.read_text("utf-8") == f"{FIXED}\n![]()\n"


def test_unsafe_fixes_are_applied_when_asked_for(cli: Cli) -> None:
    path = write("a.md", f"{FAULTY}\n![]()\n\nنص\n")
    assert cli.fix("--unsafe-fixes").code == 0
    assert path.read_text("utf-8") == f"{FIXED}\nنص\n"


def test_suppressed_findings_are_not_fixed(cli: Cli) -> None:
    text = f"<!-- contentlint-disable-next-line PUN001: so -->\n{FAULTY}\n{FAULTY}"
    path = write("a.md", text)
    ran = cli.fix()
    assert path.read_text("utf-8") == text.removesuffix(FAULTY) + FIXED
    assert (ran.code, ran.err.count("suppressed")) == (0, 1)


def test_fix_only_reports_nothing(cli: Cli) -> None:
    path = write("a.md", f"{FAULTY}\n![]()\n")
    ran = cli.check("--fix-only")
    assert (ran.code, ran.out, ran.err) == (0, b"", "fixed 2 findings in 1 file\n")
    assert path.read_text("utf-8") == f"{FIXED}\n![]()\n"
    assert cli.check("--fix-only").err == "nothing to fix in 1 file\n"
    assert cli.check("--fix-only", "--quiet").err == ""


def test_show_fixes_lists_them_by_rule(cli: Cli) -> None:
    write("a\u202eb.md", FAULTY)
    write("b.md", CLEAN)
    ran = cli.check("--fix-only", "--show-fixes")
    assert ran.err == "fixed a⟨right-to-left override⟩b.md: PUN001 2\nfixed 2 findings in 1 file\n"


@pytest.mark.parametrize(("argv", "code"), [((), 0), (("--exit-non-zero-on-fix",), 1)])
def test_exit_non_zero_on_fix(cli: Cli, argv: tuple[str, ...], code: int) -> None:
    write("a.md", FAULTY)
    assert cli.fix(*argv).code == code
    assert cli.fix(*argv).code == 0
    write("a.md", FAULTY)
    assert cli.check("--fix-only", *argv).code == code
    write("a.md", FAULTY)
    assert cli.fix(*argv, "--exit-zero").code == 0


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--unsafe-fixes",), "--unsafe-fixes needs "),
        (("--show-fixes",), "--show-fixes needs --fix or --fix-only"),
        (("--exit-non-zero-on-fix", "--diff"), "--exit-non-zero-on-fix needs --fix or --fix-only"),
    ],
)
def test_option_about_fixes_alone_is_an_error(
    cli: Cli, argv: tuple[str, ...], message: str
) -> None:
    path = write("a.md", FAULTY)
    ran = cli.check(*argv)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith(f"contentlint: error: {message}")
    assert path.read_text("utf-8") == FAULTY


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_any_number_of_processes_fixes_the_same(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    for n in range(12):
        write(f"{n:02}.md", FAULTY * (n % 3) + "![]()\n" * (n % 2))
    os.link("04.md", "hard.txt")
    monkeypatch.setattr("contentlint.run.runner.FORK_FROM", 0)
    monkeypatch.setattr("contentlint.run.runner.CHUNK", 2000)
    ran = cli.fix("--jobs", jobs, "--show-fixes", "--exclude", "hard.txt")
    made = {path.name: path.read_bytes() for path in Path().glob("*.md")}
    for name in sorted(made):
        n = int(name[:2])
        text = FAULTY if n == 4 else FIXED
        assert made[name].decode() == text * (n % 3) + "![]()\n" * (n % 2)
    assert ran.code == 2
    assert ran.err.count("fixed 0") == 5
    assert "fixed 22 findings in 7 files" in ran.err
    assert "04.md: not fixed: has 2 hard links" in ran.err
    assert ran.out.count(b"IMG001") == 6


def test_files_are_fixed_alone_as_they_are_together(cli: Cli) -> None:
    texts = {f"{n}.md": FAULTY * n + "![]()\n\n" * (4 - n) for n in range(5)}
    for folder in ("one", "all"):
        for name, text in texts.items():
            write(f"{folder}/{name}", text)
    cli.fix("all", "--unsafe-fixes")
    for name in reversed(texts):
        cli.fix(f"one/{name}", "--unsafe-fixes")
    for name in texts:
        assert Path("one", name).read_bytes() == Path("all", name).read_bytes()


def test_article_after_its_fixes_has_what_only_a_person_can_repair(cli: Cli) -> None:
    shutil.copy(ROOT / "examples" / "news-ar" / "articles" / "water-forum.txt", "a.txt")
    ran = cli("check", "--isolated", "--fix", "--format", "concise", "a.txt")
    codes = sorted(line.split()[2] for line in ran.out.decode().splitlines())
    assert codes == [*["IMG001"] * 6, "NUM006", "RES015", "SRC013"]
    assert cli("check", "--isolated", "--fix-only", "a.txt").err == "nothing to fix in 1 file\n"


# What cannot be written


def test_file_that_may_not_be_written_is_named_with_the_reason(cli: Cli) -> None:
    path = write("a.md", FAULTY)
    os.link(path, "b.rst")
    write("c.md", FAULTY)
    ran = cli.fix()
    assert ran.code == 2
    line = "a.md: not fixed: has 2 hard links, which writing would break"
    assert f"contentlint: error: {line}\n" in ran.err
    assert path.read_text("utf-8") == FAULTY
    assert Path("c.md").read_text("utf-8") == FIXED
    # What stands in it is still found.
    assert ran.out.count(b"a.md:1:") == 2


def test_one_of_many_that_may_not_be_written_is_named_and_the_others_are_fixed(cli: Cli) -> None:
    paths = [write(f"{n:02}.md", FAULTY) for n in range(40)]
    os.link(paths[20], "other.rst")
    ran = cli.fix()
    assert ran.code == 2
    assert ran.err.count("not fixed: has 2 hard links") == 1
    assert " in 39 files\n" in ran.err
    assert [p.read_text("utf-8") == FIXED for p in paths] == [n != 20 for n in range(40)]
    assert ran.out.count(b"20.md:1:") == 2


def test_file_that_somebody_changes_meanwhile_is_kept(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.md", FAULTY)
    examine = Session.examine

    def slow(self: Session, doc: object) -> object:
        path.write_text("شيء آخر ،\n", encoding="utf-8")
        return examine(self, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "examine", slow)
    ran = cli.fix()
    assert ran.code == 2
    assert "a.md: not fixed: has changed since it was read\n" in ran.err
    assert path.read_text("utf-8") == "شيء آخر ،\n"


def test_fixes_that_undo_one_another_leave_the_file_and_are_named(cli: Cli) -> None:
    argv = house(("black", "white"), ("white", "black"))
    path = write("a.md", "black\n")
    ran = cli("check", *argv, "--fix")
    assert ran.code == 2
    assert "a.md: not fixed: the fixes of HSE001, HSE002 undo one another\n" in ran.err
    assert path.read_text("utf-8") == "black\n"
    assert b"HSE001" in ran.out


def test_fix_that_never_ends_leaves_the_file(cli: Cli) -> None:
    argv = house(("a$", "aa"))
    path = write("a.md", "a\n")
    ran = cli("check", *argv, "--fix")
    assert ran.code == 2
    assert "the fixes of HSE001 do not settle" in ran.err
    assert path.read_text("utf-8") == "a\n"


PROSE = "A paragraph that says something of weight and goes on for more than forty letters.\n"


@pytest.mark.parametrize(
    ("rules", "text", "reason"),
    [
        ((("[a-z]{4,}", ""),), PROSE, "would remove 84 % of the letters"),
        (
            ((PROSE.strip().replace(".", r"\."), ""),),
            f"{PROSE}\n{PROSE.swapcase() * 6}",
            "would lose the paragraph on line 1",
        ),
        ((("code", "x"),), f"{PROSE}\n```\ncode\n```\n", "would change code"),
        ((("http:", "ftp:"),), f"{PROSE}\n[a](http://b)\n", "would change a link on line 3"),
        ((("old", "new new"), ("(new) new new", "")), f"{PROSE}\nold new\n", ""),
    ],
)
def test_fix_that_costs_too_much_leaves_the_file(
    cli: Cli, rules: tuple[tuple[str, str], ...], text: str, reason: str
) -> None:
    argv = house(*rules)
    path = write("a.md", text)
    ran = cli("check", *argv, "--fix", "--fail-on", "never")
    if reason:
        assert (ran.code, path.read_text("utf-8")) == (2, text)
        assert f"a.md: not fixed: the fixes of HSE001 {reason}\n" in ran.err
    else:
        assert ran.code == 0


def test_fix_that_brings_a_new_finding_leaves_the_file(cli: Cli) -> None:
    house(("old", "new"))
    text = write("house.toml", "").parent / "house.toml"
    first = HOUSE.format(code="HSE001", number=1, pattern="old", replace="new", scope="all")
    second = HOUSE.format(code="HSE002", number=2, pattern="new", replace="", scope="all")
    kept = [line for line in second.splitlines() if "replace" not in line and "safe" not in line]
    text.write_text(first + "\n".join(kept) + '\nfix = "none"\n', encoding="utf-8")
    path = write("a.md", "old\n")
    ran = cli("check", "--select", "HSE", "--fix")
    assert ran.code == 2
    assert "a.md: not fixed: the fixes of HSE001 would cause HSE002\n" in ran.err
    assert path.read_text("utf-8") == "old\n"


# What is lost: each a text, the edits of one round with their rule, and the reason

P = "The first paragraph holds more than forty letters, and says what it says.\n"
Q = "The second paragraph is another one, of about the same length as the first.\n"
LOST = [
    (f"{P}\n{Q * 5}", [("AAA001", P, "")], "would lose the paragraph on line 1"),
    (f"{Q * 5}\n{P}", [("AAA001", P.strip(), "")], "would lose the paragraph on line 7"),
    (f"{Q * 5}\n{P}", [("AAA001", P[:60], "")], "would lose the paragraph on line 7"),
    (f"- {P}\n{Q * 5}", [("AAA001", P[:60], "")], "would lose the paragraph on line 1"),
    (P, [("AAA001", P[:20], "")], "would remove 29 % of the letters"),
    (f"{P}\n[a](b/c)\n", [("AAA001", "b/c", "b/d")], "would change a link on line 3"),
    (f"{P}\n```\nx y\n```\n", [("AAA001", "x y", "x")], "would change code"),
    (f"{P}\n```\nx y\n```\n", [("ENC001", "x y", "x")], "would change code"),
    (f"{P}\n\n\n\tx\n", [("AAA001", "\t", "")], "would change code"),
]
KEPT = [
    # A copy of what stays, page chrome, and what says the same otherwise.
    (f"{P}\n{P}\n{Q}", [("DUP001", P, "")]),
    (f"{P}\n{Q}", [("RES001", P, "")]),
    (f"{P}\n{Q * 5}", [("AAA001", P, P.upper())]),
    (f"{P}\n{Q * 5}", [("AAA001", P[:20], "")]),
    ("&#1603;&#1604;&#1605; " * 9, [("ENC012", "&#1603;&#1604;&#1605; " * 9, "كلم " * 9)]),
    # Part of an address is no part of the paragraph.
    (f"{P}\nSee https://example.org/?utm_source={'a' * 50}\n{Q * 4}",
     [("SRC008", f"?utm_source={'a' * 50}", "")]),
    (f"{P}\n[a](b /c)\n", [("SRC004", "b /c", "b/c")]),
    # What nobody sees in code, and the end of the file.
    (f"{P}\n```\nx\u200b \n```\n", [("ENC007", "\u200b ", "")]),
    (f"{P}\n```\nx", [("STR013", "x", "x\n")]),
]  # fmt: skip


def losing(text: str, edits: list[tuple[str, str, str]]) -> str:
    doc = formats.read("a.md", text.encode())
    taken = []
    after = text
    for code, old, new in edits:
        at = text.index(old)
        rule = RULES.get(code) or Rule(code, "house", "pattern", "warning", "found")
        taken.append((rule, Fix((Edit(Span(at, at + len(old)), new),), True, "test")))
        after = text[:at] + new + text[at + len(old) :]
    return lost(doc, formats.read("a.md", after.encode()), [Round(doc, taken)])


@pytest.mark.parametrize(("text", "edits", "reason"), LOST)
def test_loss_is_seen(text: str, edits: list[tuple[str, str, str]], reason: str) -> None:
    assert losing(text, edits) == reason


@pytest.mark.parametrize(("text", "edits"), KEPT)
def test_nothing_is_lost(text: str, edits: list[tuple[str, str, str]]) -> None:
    assert losing(text, edits) == ""


# The patch


def test_diff_writes_nothing_and_exits_one(cli: Cli) -> None:
    path = write("a.md", f"{FAULTY}\n![]()\n")
    before = path.stat()
    ran = cli.check("--diff")
    assert ran.code == 1
    lines = ["--- a/a.md", "+++ b/a.md", "@@ -1,3 +1,3 @@", f"-{FAULTY.strip()}"]
    lines += [f"+{FIXED.strip()}", " ", " ![]()", ""]
    assert ran.out.decode() == "\n".join(lines)
    assert ran.err == "would fix 2 findings in 1 file\n"
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert cli.check("--diff", "--fix", "--show-fixes").err.startswith("would fix a.md: PUN001 2\n")
    assert path.read_text("utf-8") == f"{FAULTY}\n![]()\n"


def test_diff_of_nothing_exits_zero(cli: Cli) -> None:
    write("a.md", f"{CLEAN}\n![]()\n")
    assert cli.check("--diff") == (0, b"", "nothing to fix in 1 file\n")


def test_diff_is_never_coloured(cli: Cli) -> None:
    write("a.md", FAULTY)
    assert b"\x1b" not in cli.check("--diff", "--color", "always").out


CONTENTS = {
    "مقال عن اللغة.md": FAULTY.encode(),
    "two words/a'b.md": ("\ufeff" + FAULTY * 2).encode(),
    'quo"te.md': FAULTY.replace("\n", "\r\n").encode() * 3,
    "cr.md": FAULTY.replace("\n", "\r").encode() * 2,
    "mixed.md": (FAULTY.replace("\n", "\r\n") + FAULTY + CLEAN).encode(),
    "end.md": FAULTY.rstrip("\n").encode(),
    "bytes.md": b"\x80\xff\xfe " + FAULTY.encode() + b"\x85",
    "wide.md": ("\ufeff" + FAULTY * 2).encode("utf-16-le"),
    "long.md": (CLEAN * 40 + FAULTY + CLEAN * 40 + FAULTY).encode(),
    "clean.md": CLEAN.encode(),
}


@pytest.mark.parametrize("tool", ["git", "patch"])
def test_patch_makes_the_same_bytes_as_the_fixes(cli: Cli, tool: str) -> None:
    command = {"git": ["git", "apply", "-"], "patch": ["patch", "-p1", "-s"]}[tool]
    if not shutil.which(tool):
        # The patch is made for these two programs, which pip cannot install; .ci/run has both.
        pytest.skip(f"there is no {tool} here")
    for name, data in CONTENTS.items():
        write(f"patched/{name}", data)
        write(f"fixed/{name}", data)
    os.chdir("patched")
    diff = cli.check("--diff")
    assert diff.code == 1
    done = subprocess.run(command, input=diff.out, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    os.chdir("..")
    assert cli.fix("fixed").code == 0
    for name, data in CONTENTS.items():
        made = Path("fixed", name).read_bytes()
        assert Path("patched", name).read_bytes() == made
        assert (made == data) == (name == "clean.md")


# Standard input


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_comes_out_fixed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    data = f"\ufeff{FAULTY}\r\n![]()".encode() + b"\xff"
    stdin(monkeypatch, data)
    ran = cli.fix("-", "--stdin-filename", "x.md")
    assert ran.out == data.replace(FAULTY.encode(), FIXED.encode())
    assert ran.code == 1
    assert "x.md:3:1: error IMG001" in ran.err
    assert not Path("x.md").exists()


def test_standard_input_with_nothing_to_fix_comes_out_as_it_is(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, CLEAN.encode())
    assert cli.fix("-")[:2] == (0, CLEAN.encode())


def test_standard_input_never_goes_to_the_file_of_its_name(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("x.md", FAULTY)
    stdin(monkeypatch, f"{FAULTY}{CLEAN}".encode())
    assert cli.fix("-", "--stdin-filename", "x.md").out == f"{FIXED}{CLEAN}".encode()
    assert path.read_text("utf-8") == FAULTY


def test_standard_input_has_a_patch(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, FAULTY.encode())
    ran = cli.check("-", "--diff", "--stdin-filename", "x/y z.md")
    assert ran.code == 1
    assert ran.out == f"--- a/x/y z.md\t\n+++ b/x/y z.md\t\n@@ -1 +1 @@\n-{FAULTY}+{FIXED}".encode()


@pytest.mark.parametrize(("mode", "out"), [("--fix", FAULTY), ("--diff", "")])
def test_standard_input_that_is_left_out_is_not_fixed(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, mode: str, out: str
) -> None:
    stdin(monkeypatch, FAULTY.encode())
    argv = ("-", "--stdin-filename", "x.md", "--exclude", "x.md", "--force-exclude")
    assert cli.check(mode, *argv)[:2] == (0, out.encode())


def test_configuration_decides_what_fails_on_standard_input_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("contentlint.toml", 'fail-on = "never"\n')
    stdin(monkeypatch, b"![]()\n")
    assert cli("check", "--select", "IMG001", "--fix", "-").code == 0


def test_standard_input_that_is_no_text_gives_nothing(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, b"\x89PNG\r\n\x1a\n\x00\xff")
    ran = cli.fix("-")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == "contentlint: error: binary file, not text\n"


# Properties

FRAGMENTS = st.sampled_from(
    [" ،", "،", " .", ".", "كلمة", "word", "\n", "\r\n", "\r", "\n\n", "  ", "\u200b", "\u202e",
     "\ufeff", "```\n", "`", "# ", "- ", "| a | b |\n", "![]()", "http://a.b/c ", "\udcff", "&amp;",
     "لا\u200dلا", "١٢٣", "(", ")", "??", "!!", "<b>", "{x}", "\u00a0", "\x07", "---\n"]
)  # fmt: skip
EVERYTHING = Session(
    Request(
        Selection(isolated=True, extend_select=("ALL",), preview=True),
        needs=Needs(excerpts=0, fix="text"),
    )
)


def texts(parts: list[str], bom: bool) -> bytes:
    return (b"\xef\xbb\xbf" if bom else b"") + "".join(parts).encode("utf-8", "surrogateescape")


@pytest.mark.slow
@pytest.mark.parametrize("unsafe", [False, True])
@settings(max_examples=150, deadline=None)
@given(parts=st.lists(FRAGMENTS, max_size=25), bom=st.booleans())
def test_fixing_any_text_settles_or_leaves_it(unsafe: bool, parts: list[str], bom: bool) -> None:
    session = EVERYTHING.with_(EVERYTHING.request.needs._replace(unsafe=unsafe))
    data = texts(parts, bom)
    result, fixed = session.repair(formats.record("a.md", data))
    assert not [entry for entry in result.incomplete if entry.rule]
    assert (fixed == data) == (not result.repair.applied)
    again, twice = session.repair(formats.record("a.md", fixed))
    assert twice == fixed
    assert not again.repair.applied
    if not result.repair.refused:
        fixes = [(d.code, d.fix) for d in result.diagnostics if d.fix is not None]
        assert [code for code, fix in fixes if fix.safe or unsafe] == []


CLIENT = Session(Request(Selection(isolated=True, extend_select=("ALL",), preview=True)))


def applied_elsewhere(data: bytes) -> bytes:
    """What a program makes of the edits in the report, that knows nothing else of contentlint."""
    for _ in range(MAX_ROUNDS + 1):
        found = CLIENT.check(formats.record("a.md", data)).diagnostics
        listed = [as_json(d) for d in found if d.fix is not None]
        edits = chosen(listed, unsafe=False).get("a.md")
        if not edits:
            break
        data = spliced(data, edits)
    return data


def as_json(d: Diagnostic) -> dict[str, Any]:
    assert d.fix is not None
    names = ("line", "column", "end_line", "end_column")
    edits = [
        {**dict(zip(names, edit.position, strict=True)), "text": edit.text} for edit in d.fix.edits
    ]
    return {"path": d.path, "fix": {"safe": d.fix.safe, "edits": edits}}


@settings(max_examples=150, deadline=None)
@example(parts=["\n\n", "\r\n", " ،"], bom=False)
@example(parts=["\r\n", "\n", " ،"], bom=False)
@given(parts=st.lists(FRAGMENTS, max_size=25), bom=st.booleans())
def test_edits_in_the_report_make_the_same_bytes_as_the_fixes(parts: list[str], bom: bool) -> None:
    data = texts(parts, bom)
    result, fixed = EVERYTHING.repair(formats.record("a.md", data))
    if not result.repair.refused:
        assert applied_elsewhere(data) == fixed


@settings(max_examples=80, deadline=None)
@given(lines=st.lists(st.sampled_from([" ،كلمة ،", "كلمة", "", "x ."]), min_size=1, max_size=8),
       ends=st.data(), bom=st.booleans())  # fmt: skip
def test_line_ends_and_mark_stay_where_no_rule_is_about_them(
    lines: list[str], ends: st.DataObject, bom: bool
) -> None:
    chosen = [ends.draw(st.sampled_from(["\n", "\r\n", "\r"])) for _ in lines]
    text = "".join(line + end for line, end in zip(lines, chosen, strict=True))
    session = Session(
        Request(Selection(isolated=True, select=("PUN001",)), needs=Needs(fix="text"))
    )
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    _, fixed = session.repair(formats.record("a.md", data))
    made = fixed.decode()
    assert made.startswith("\ufeff") == bom
    kept = [c for c in made if c in "\r\n"]
    assert kept == [c for c in text if c in "\r\n"]
    assert made.removeprefix("\ufeff").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "looks"), [("Some words.\n", 1), ("![]()\n\nSome words  ،here.\n", 2)]
)
def test_each_text_is_read_and_checked_once(
    text: str, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(Request(Selection(isolated=True), needs=Needs(fix="text")))
    read, examine = formats.read, session.examine
    seen: list[str] = []

    def reading(path: str, data: bytes, **how: Any) -> Document:
        seen.append("read")
        return read(path, data, **how)

    def examining(doc: Document) -> Examined:
        seen.append("check")
        return examine(doc)

    monkeypatch.setattr(formats, "read", reading)
    monkeypatch.setattr(session, "examine", examining)
    result, new = session.repair(formats.record("a.md", text.encode()))
    assert (new != text.encode()) == (looks > 1)
    assert seen == ["read", "check"] * looks
    assert (
        result.diagnostics
        == Session(Request(Selection(isolated=True))).check(formats.record("a.md", new)).diagnostics
    )


def test_folder_of_fixed_files_is_flushed_once_and_only_when_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text("نص طويل ، وفيه كلمات.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    folder, flushed = tmp_path.stat().st_ino, []
    fsync = os.fsync

    def noted(handle: int) -> None:
        flushed.append(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    command = ["check", "--isolated", "--no-cache", "--jobs", "1", "."]
    main([*command, "--diff"])
    assert not flushed
    main([*command, "--fix", "--format", "json"])
    assert flushed.count(folder) == 1
    assert len(flushed) == 4
