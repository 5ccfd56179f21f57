"""``contentlint fix``: without questions as ``check --fix-only``, and with them."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import Cli, Ran, alone, write
from conftest import ROOT

from contentlint.cli import prompt

FAULTY = "قال الرجل ،ثم مضى .\n"
FIXED = "قال الرجل، ثم مضى.\n"
CLEAN = "قال الرجل ثم مضى.\n"
IMAGE = "![]()\n"
FEW = ("--isolated", "--no-cache", "--select", "PUN001,IMG001,SUP")
LRI, FSI, PDI, LRM, RLM = "\u2066", "\u2068", "\u2069", "\u200e", "\u200f"


class Fix(Cli):
    """``contentlint fix`` with the options ``few``, and with a person who answers."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        super().__init__(capture, *FEW)
        self.patch = patch

    def fix(self, *argv: str) -> Ran:
        return self("fix", *self.few, *argv)

    def ask(self, answers: str | bytes, *argv: str) -> Ran:
        return self.ask_plainly(answers, *self.few, *argv)

    def ask_plainly(self, answers: str | bytes, *argv: str) -> Ran:
        data = answers if isinstance(answers, bytes) else "".join(f"{a}\n" for a in answers)
        raw = data if isinstance(data, bytes) else data.encode()
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return self("fix", "--interactive", *argv)


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fix:
    return Fix(capfd, monkeypatch)


def questions(ran: Ran) -> int:
    """How many questions there were."""
    return ran.out.count("apply this fix? ")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


def state() -> dict[str, tuple[bytes, int, int]]:
    """Every file here with its bytes, inode and time."""
    files = (path for path in Path().rglob("*") if path.is_file())
    return {str(p): (p.read_bytes(), p.stat().st_ino, p.stat().st_mtime_ns) for p in files}


# Without questions


def test_fix_writes_and_does_not_report_what_is_left(cli: Fix) -> None:
    path = write("a.md", f"{FAULTY}\n{IMAGE}")
    assert cli.fix() == (0, "", "fixed 2 findings in 1 file\n")
    assert path.read_text("utf-8") == f"{FIXED}\n{IMAGE}"
    assert cli.fix() == (0, "", "nothing to fix in 1 file\n")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_file_with_two_names_is_fixed_once(cli: Fix) -> None:
    write("a/b.md", FAULTY)
    Path("link.md").symlink_to("a/b.md")
    Path("folder").symlink_to("a")
    names = ("a/b.md", "link.md", "folder/b.md")
    assert cli.fix(*names) == (0, "", "fixed 2 findings in 1 file\n")
    assert Path("a/b.md").read_text("utf-8") == FIXED
    assert all(Path(name).is_symlink() for name in ("link.md", "folder"))


@pytest.mark.parametrize(
    ("argv", "code", "err"),
    [
        (("--quiet",), 0, ""),
        (("--show-fixes",), 0, "fixed a.md: PUN001 2\nfixed 2 findings in 1 file\n"),
        (("--exit-non-zero-on-fix",), 1, "fixed 2 findings in 1 file\n"),
        (("--diff",), 1, "would fix 2 findings in 1 file\n"),
        (("--dry-run",), 0, "would fix 2 findings in 1 file\n"),
        (("--dry-run", "--exit-non-zero-on-fix"), 1, "would fix 2 findings in 1 file\n"),
        (("--min-severity", "warning"), 0, "fixed 2 findings in 1 file\n"),
        (("--min-severity", "error"), 0, "nothing to fix in 1 file\n"),
        (("--min-severity", "error", "--unsafe-fixes"), 0, "fixed 1 finding in 1 file\n"),
        (("--unsafe-fixes",), 0, "fixed 3 findings in 1 file\n"),
        (("--show-files",), 0, ""),
    ],
)
def test_options_mean_what_they_mean_to_check(
    cli: Fix, argv: tuple[str, ...], code: int, err: str
) -> None:
    path = write("a.md", f"{FAULTY}\n{IMAGE}")
    ran = cli.fix(*argv)
    assert (ran.code, ran.err) == (code, err)
    written = not {"--diff", "--dry-run", "--show-files", "error"}.intersection(argv)
    assert path.read_text("utf-8").startswith(FIXED if written else FAULTY)


def test_standard_input_comes_out_fixed(cli: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode())))
    assert cli.fix("-")[:2] == (0, FIXED)


# The answers

TWO = f"{FAULTY}\n{FAULTY.replace(' .', '.')}"
"""Three findings: two in the first line, one in the last."""


@pytest.mark.parametrize(
    ("answers", "asked", "text"),
    [
        ("yyy", 3, f"{FIXED}\n{FIXED}"),
        ("nny", 3, f"{FAULTY}\n{FIXED}"),
        ("ynn", 3, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
        ("a", 1, f"{FIXED}\n{FIXED}"),
        ("na", 2, f"قال الرجل ،ثم مضى.\n\n{FIXED}"),
        ("yf", 2, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
        ("ys", 2, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
        ("yyq", 3, f"{FIXED}\n{FAULTY.replace(' .', '.')}"),
        ("yq", 2, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
    ],
)
def test_what_is_accepted_is_written(cli: Fix, answers: str, asked: int, text: str) -> None:
    path = write("a.md", TWO)
    ran = cli.ask(answers)
    assert (ran.code, questions(ran)) == (0, asked)
    assert ran.err.startswith("fixed ")
    assert ran.err.endswith(" in 1 file\n")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("answers", ["q", "nnn", "f", "s", "nf", "nq", "yuq", "auq", "yyuuq"])
def test_nothing_changes_without_a_yes_that_stands(cli: Fix, answers: str) -> None:
    write("a.md", TWO)
    before = {name: data for name, (data, _, _) in state().items()}
    ran = cli.ask(answers)
    assert (ran.code, ran.err) == (0, "nothing changed\n")
    assert {name: data for name, (data, _, _) in state().items()} == before


def test_files_that_were_not_reached_are_not_written(cli: Fix) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(name, FAULTY)
    untouched = {name: each for name, each in state().items() if name == "c.md"}
    assert cli.ask("yyyq").err == "fixed 3 findings in 2 files\n"
    assert {name: each for name, each in state().items() if name == "c.md"} == untouched


@pytest.mark.parametrize("answers", [b"Y\n Y \r\ny\n", b"yes\nx\n\n\xff\ny\ny\ny", b"?\nA"])
def test_other_answers_are_asked_for_again(cli: Fix, answers: bytes) -> None:
    path = write("a.md", TWO)
    ran = cli.ask(answers)
    assert ran.code == 0
    assert path.read_text("utf-8") == f"{FIXED}\n{FIXED}"
    wrong = {b"Y": 0, b"y": 4, b"?": 1}[answers[:1]]
    assert ran.out.count("  q  quit; what you have accepted stays\n") == 1 + wrong


@pytest.mark.parametrize("answers", ["يغىض", "ضغ", "غعىدש", "טמ", "מטו\n"])
def test_keyboard_need_not_be_changed_to_answer(cli: Fix, answers: str) -> None:
    latin = answers.translate(str.maketrans("غىضعدטמשו", "ynqunynau"))
    texts = []
    for each in (answers, latin):
        path = write("a.md", FAULTY)
        cli.ask(each)
        texts.append(path.read_text("utf-8"))
    assert texts[0] == texts[1]


def test_all_and_skip_hold_for_every_file(cli: Fix) -> None:
    for name in ("a.md", "b.md"):
        write(name, "قال الرجل ،ثم, مضى.\n")
    # Of PUN001 all; PUN003 is skipped.
    ran = cli.ask("as", "--select", "PUN001,PUN003")
    assert questions(ran) == 2
    for name in ("a.md", "b.md"):
        assert Path(name).read_text("utf-8") == "قال الرجل، ثم, مضى.\n"


MARKS = "كلمة،، كلمة، ، كلمة،، كلمة، ، كلمة\n"
"""Two commas in a row are surely one; with a space between, something may be missing."""


def test_all_said_at_a_safe_fix_is_not_said_of_others(cli: Fix) -> None:
    path = write("a.md", MARKS)
    ran = cli.ask("ann", "--select", "PUN005")
    assert re.findall("  (safe|UNSAFE) fix: ", ran.out) == ["safe", "UNSAFE", "UNSAFE"]
    assert path.read_text("utf-8") == MARKS.replace("،،", "،")


def test_all_said_at_an_unsafe_fix_is_said_of_the_safe_ones_too(cli: Fix) -> None:
    path = write("a.md", MARKS)
    ran = cli.ask("na", "--select", "PUN005")
    assert re.findall("  (safe|UNSAFE) fix: ", ran.out) == ["safe", "UNSAFE"]
    assert path.read_text("utf-8") == "كلمة،، كلمة، كلمة، كلمة، كلمة\n"


def test_answers_to_everything_give_what_fix_gives(cli: Fix) -> None:
    for folder in ("asked", "fixed"):
        write(f"{folder}/a.md", f"\ufeff{FAULTY}\r\n{FAULTY}".encode() + b"\xff\n")
    assert cli.ask("a", "asked").code == 0
    assert cli.fix("fixed").code == 0
    assert Path("asked/a.md").read_bytes() == Path("fixed/a.md").read_bytes()


HOUSE = """[{code}]
name = "house-{number}"
kind = "pattern"
severity = "info"
message = "found {{found}}"
fix = "safe"
why = "a rule of a test"
source = "none"
help = "nothing"
bad = ["{bad}"]
good = ["ok"]
options.pattern = '{pattern}'
options.replace = '{replace}'
options.safe = true
options.scope = ["all"]
"""


def house(*rules: tuple[str, str, str]) -> tuple[str, ...]:
    """The options that turn on rules HSE001, …: pattern, what to write instead, an example."""
    stanzas = [
        HOUSE.format(code=f"HSE{n:03}", number=n, pattern=pattern, replace=to, bad=bad)
        for n, (pattern, to, bad) in enumerate(rules, 1)
    ]
    write("house.toml", "\n".join(stanzas))
    write("contentlint.toml", 'rule-sets = ["house.toml"]\n')
    return ("--select", "HSE")


def test_fix_that_touches_another_is_asked_about_after_it(cli: Fix) -> None:
    argv = house(("x+", "y", "x"), (". z", "z", "a z"))
    path = write("a.md", f"{CLEAN}xxx z\n")
    ran = cli.ask_plainly("yy", *argv)
    assert re.findall(r"\d of \d", ran.out) == ["1 of 2", "2 of 2"]
    assert ran.err == "fixed 2 findings in 1 file\n"
    assert path.read_text("utf-8") == f"{CLEAN}z\n"


def test_fix_that_costs_too_much_is_not_applied_and_says_why(cli: Fix) -> None:
    argv = house(("http:", "ftp:", "http:"), ("x+", "y", "x"))
    path = write("a.md", "[a](http://b)\n\nxx\n")
    ran = cli.ask_plainly("yy", *argv)
    assert (ran.code, ran.err) == (0, "fixed 1 finding in 1 file\n")
    assert "  not applied: the fix would change a link on line 1\n" in ran.out
    assert path.read_text("utf-8") == "[a](http://b)\n\ny\n"


def test_fixes_that_do_harm_together_are_applied_alone(cli: Fix) -> None:
    argv = house(("(?:http:|x)", "ftp:", "x"))
    path = write("a.md", "[a](http://b)\n\nx\n")
    ran = cli.ask_plainly("a", *argv)
    assert ran.out.count("not applied: the fix would change a link on line 1\n") == 1
    assert path.read_text("utf-8") == "[a](http://b)\n\nftp:\n"


def test_fixes_of_a_whole_rule_that_come_to_no_end_are_stopped(cli: Fix) -> None:
    argv = house(("x", "yx", "x"))
    path = write("a.md", "x\n")
    ran = cli.ask_plainly("a", *argv)
    assert "  not applied: the fixes of HSE001 come to no end\n" in ran.out
    assert path.read_text("utf-8") == f"{'y' * 11}x\n"


def test_place_that_another_answer_hides_is_asked_about(cli: Fix) -> None:
    # The markers of the first line pair otherwise when it is fixed: its rule finds nothing more.
    path = write("a.md", "** یادداشت: عبور* **\n** سطح **: مبتدی\n** زمان: ** دقیقه\n")
    argv = ("--select", "STR029", "--lang", "fa", "--origin", "authored")
    ran = cli.ask("yny", *argv)
    assert re.findall(r"\d of \d", ran.out) == ["1 of 3", "2 of 3", "3 of 3"]
    assert path.read_text("utf-8") == "**یادداشت: عبور***\n** سطح **: مبتدی\n**زمان:** دقیقه\n"
    assert cli.check(*argv).out == ""


def test_fix_beside_another_is_not_asked_about_when_its_fault_has_gone(cli: Fix) -> None:
    # The space becomes a half-space, beside a useless one: there is one fault more, not two.
    path = write("a.md", "کاربردی و API\u200c های خود و کتاب های دیگر\n")
    ran = cli.ask("yyy", "--select", "ENC007,ORT009", "--lang", "fa")
    assert questions(ran) == 2
    assert path.read_text("utf-8") == "کاربردی و API\u200cهای خود و کتاب\u200cهای دیگر\n"


# Undoing


def test_undo_over_the_boundary_of_files(cli: Fix) -> None:
    first, second = write("a.md", FAULTY), write("b.md", FAULTY)
    ran = cli.ask("yyyuuuyn" + "q")
    assert re.findall(r"(\d of \d): .*\[(.*)\]", ran.out) == [
        ("1 of 4", "y,n,a,s,f,e,q,?"),
        ("2 of 4", "y,n,a,s,f,e,u,q,?"),
        ("3 of 4", "y,n,a,s,f,e,u,q,?"),
        ("4 of 4", "y,n,a,s,f,e,u,q,?"),
        ("3 of 4", "y,n,a,s,f,e,u,q,?"),
        ("2 of 4", "y,n,a,s,f,e,u,q,?"),
        ("1 of 4", "y,n,a,s,f,e,q,?"),
        ("2 of 4", "y,n,a,s,f,e,u,q,?"),
        ("3 of 4", "y,n,a,s,f,e,u,q,?"),
    ]
    assert first.read_text("utf-8") == "قال الرجل، ثم مضى .\n"
    assert second.read_text("utf-8") == FAULTY


def test_undo_takes_back_a_whole_rule_in_all_files(cli: Fix) -> None:
    for name in ("a.md", "b.md"):
        write(name, f"{FAULTY}\n{IMAGE}")
    assert cli.ask("anuuq", "--select", "PUN001,IMG001").err == "nothing changed\n"
    for name in ("a.md", "b.md"):
        assert Path(name).read_text("utf-8") == f"{FAULTY}\n{IMAGE}"


def test_last_answer_of_all_can_be_undone(cli: Fix) -> None:
    path = write("a.md", FAULTY)
    ran = cli.ask("yyun")
    assert ran.out.count("that was the last one; Enter to finish, or u to undo") == 2
    assert path.read_text("utf-8") == "قال الرجل، ثم مضى .\n"


def test_undo_of_a_file_that_has_changed_is_refused(
    cli: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.md", TWO)
    mine = f"سطر جديد\n\n{TWO}"
    at_question(monkeypatch, 2, lambda: path.write_text(mine, "utf-8"))
    ran = cli.ask("yuq")
    assert "a.md: cannot be undone: has changed since it was read\n" in ran.err
    assert ran.err.endswith("fixed 1 finding in 1 file\n")
    assert path.read_text("utf-8") == mine


def test_undo_is_whole_or_nothing(cli: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = write("a.md", FAULTY), write("b.md", FAULTY)
    write("c.md", IMAGE)
    at_question(monkeypatch, 2, lambda: first.write_text(CLEAN, "utf-8"))
    ran = cli.ask("auq")
    assert "a.md: cannot be undone: has changed since it was read\n" in ran.err
    assert ran.err.endswith("fixed 4 findings in 2 files\n")
    assert (first.read_text("utf-8"), second.read_text("utf-8")) == (CLEAN, FIXED)


# The counter


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ("nnnn", ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]),
        ("snn", ["1 of 4", "2 of 2"]),  # the rule had three places
        ("ann", ["1 of 4", "2 of 2"]),
        ("nfn", ["1 of 4", "2 of 4", "3 of 3"]),
    ],
)
def test_counter_counts_what_is_still_asked(cli: Fix, answers: str, counted: list[str]) -> None:
    write("a.md", f"{FAULTY}\n{IMAGE}")
    write("b.md", FAULTY.replace(" .", "."))
    ran = cli.ask(answers)
    assert re.findall(r"\d of \d", ran.out) == counted


# What is limited


@pytest.mark.parametrize("way", ["asked", "not asked"])
def test_known_findings_are_not_fixed(cli: Fix, way: str) -> None:
    path = write("a.md", FAULTY)
    assert cli("check", *cli.few, "--write-baseline", "b.json").code == 0
    path.write_text(f"كلمة ، أخرى\n\n{FAULTY}\nثالثة ،\n", "utf-8")
    argv = ("--baseline", "b.json", "a.md")
    ran = cli.ask("yyyyy", *argv) if way == "asked" else cli.fix(*argv)
    assert "fixed 2 findings in 1 file" in ran.err.splitlines()
    assert path.read_text("utf-8") == f"كلمة، أخرى\n\n{FAULTY}\nثالثة،\n"


def test_limits_go_together_and_settings_are_none(cli: Fix) -> None:
    path = write("a.md", FAULTY)
    assert cli("check", *cli.few, "--write-baseline", "b.json").code == 0
    path.write_text(f"{FAULTY}\nثالثة ،\n", "utf-8")
    ran = cli.fix("--baseline=b.json", "--min-severity=error")
    assert "nothing to fix in 1 file" in ran.err.splitlines()
    configured = ("--config", "baseline = 'b.json'")
    assert "fixed 3 findings" in cli.fix("--min-severity=warning", *configured).err


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("way", ["asked", "not asked"])
def test_lines_that_have_not_changed_are_not_fixed(cli: Fix, way: str) -> None:
    path = write("a.md", f"{FAULTY}\n{FAULTY}")
    write("b.md", FAULTY)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "all")):
        subprocess.run(["git", *command], check=True)
    path.write_text(f"كلمة ، أخرى\n\n{FAULTY}\n{FAULTY}", "utf-8")
    ran = cli.ask("yyyy", "--diff-base=HEAD") if way == "asked" else cli.fix("--diff-base=HEAD")
    assert ran.err.splitlines()[-1] == "fixed 1 finding in 1 file"
    assert path.read_text("utf-8") == f"كلمة، أخرى\n\n{FAULTY}\n{FAULTY}"


def test_standard_input_is_fixed_where_the_limits_let_it(
    cli: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{FAULTY}{IMAGE}".encode())))
    assert cli.fix("--min-severity=error", "-")[:2] == (0, f"{FAULTY}{IMAGE}")


def test_options_of_the_run_reach_the_questions(cli: Fix) -> None:
    write("a.md", FAULTY)
    write("big.md", FAULTY + CLEAN * 20)
    ran = cli.ask("n", "-v", "--no-cache", "-j1", "--min-severity=error", "--max-file-size=100")
    assert (ran.code, questions(ran)) == (2, 0)
    assert "contentlint: error: big.md: larger than 100 bytes (--max-file-size)\n" in ran.err
    assert "contentlint: configuration: none; rules on for a.md: " in ran.err
    ran = cli.ask("nnn", "--untrusted", "--max-findings=1", "a.md")
    assert "2 findings, 1 more than --max-findings" in ran.err


@pytest.mark.parametrize("way", ["asked", "not asked"])
def test_findings_that_are_left_are_reported_on_demand(cli: Fix, way: str) -> None:
    write("a.md", f"{FAULTY}\n{IMAGE}")
    argv = ("--format=concise=left.txt", "--format=json=left.json", "a.md")
    ran = cli.ask("yyn", *argv) if way == "asked" else cli.fix(*argv)
    assert ran.code == 0
    assert Path("a.md").read_text("utf-8") == f"{FIXED}\n{IMAGE}"
    left = Path("left.txt").read_text("utf-8")
    assert re.findall("^a.md:3:1: error (.*?) ", left, re.MULTILINE) == ["IMG001"]
    assert json.loads(Path("left.json").read_text("utf-8"))["summary"]["files"] == 1


# Editing by hand


def at_question(patch: pytest.MonkeyPatch, number: int, act: Callable[[], object]) -> None:
    """Do something while a question waits for its answer; they are counted from 1."""
    ask, count = prompt.ask, itertools.count(1)

    def later(*given: Any, **named: Any) -> str:
        if next(count) == number:
            act()
        return ask(*given, **named)

    patch.setattr(prompt, "ask", later)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes $EDITOR a program that runs a line of Python on ``text``, the text to edit."""

    def become(line: str) -> None:
        write(
            "editor.py",
            "import sys\nfrom pathlib import Path\npath = Path(sys.argv[1])\n"
            f"text = path.read_bytes().decode()\n{line}\npath.write_bytes(text.encode())\n",
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "editor.py"]))

    return become


def test_edited_text_is_shown_and_replaces_the_fix(cli: Fix, editor: Callable[[str], None]) -> None:
    path = write("a.md", f"{CLEAN}{FAULTY}{CLEAN}".replace("\n", "\r\n"))
    editor(f"assert text == {FAULTY!r} and path.suffix == '.md'; text = text.replace('ثم', 'و')")
    ran = cli.ask("eyn")
    assert "  before: قال الرجل ،⟦ثم⟧ مضى .\n  after:  قال الرجل ،⟦و⟧ مضى .\n" in ran.out
    assert "  your own text\n1 of 2: apply this fix? [y,n,s,f,e,q,?] " in ran.out
    assert path.read_bytes().decode() == (
        f"{CLEAN}{FAULTY.replace('ثم', 'و')}{CLEAN}".replace("\n", "\r\n")
    )
    assert ran.err == "fixed 1 finding in 1 file\n"
    # A space before the comma is not asked about again: the user has seen it.
    assert questions(ran) == 3


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("pass", ""),
        ("sys.exit(3)", "failed with exit code 3"),
        ("path.write_bytes(b'\\xff'); sys.exit()", "saved text that is not UTF-8"),
        ("path.unlink(); sys.exit()", "no such file or directory"),
    ],
)
def test_edit_that_comes_to_nothing_leaves_the_fix(
    cli: Fix, editor: Callable[[str], None], line: str, error: str
) -> None:
    path = write("a.md", FAULTY)
    editor(line)
    ran = cli.ask("eyq")
    assert path.read_text("utf-8") == "قال الرجل، ثم مضى .\n"
    assert "your own text" not in ran.out
    assert (error in ran.err) and (bool(error) == ("contentlint: error: " in ran.err))


def test_editor_that_is_not_there_is_an_error(cli: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", FAULTY)
    monkeypatch.setenv("VISUAL", "no-such-editor -w")
    ran = cli.ask("eq")
    assert "contentlint: error: no-such-editor -w: no such file or directory\n" in ran.err
    assert questions(ran) == 2


def test_replacement_is_typed_where_there_is_no_editor(
    cli: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    path = write("a.md", FAULTY)
    ran = cli.ask("e\n؛ \ny\ne\n\nn\n".encode())
    assert "  the text now: ⟦ ،⟧\n  type the text that replaces it" in ran.out
    assert path.read_text("utf-8") == "قال الرجل؛ ثم مضى .\n"
    ran = cli.ask(b"e\n\xff\nq\n")
    assert "contentlint: error: what was typed is not UTF-8\n" in ran.err
    write("a.md", f"{FAULTY}\n{IMAGE}\n{IMAGE}")
    ran = cli.ask("seq")
    assert "these are several lines; to edit them, set EDITOR" in ran.err


# What is shown


def test_change_is_shown_before_and_after(cli: Fix) -> None:
    write("a.md", FAULTY)
    introduction, shown = cli.ask("nq").out.split("\n\n", 1)
    assert introduction.splitlines()[:2] == [
        "each fix that you accept is written at once; type a letter, then Enter",
        "  y  yes, apply this fix",
    ]
    assert shown.startswith(
        "a.md:1:10: warning PUN001 space-before-punctuation\n"
        '  space before "،"\n'
        "  before: قال الرجل⟦ ،⟧ثم مضى .\n"
        "  after:  قال الرجل⟦، ⟧ثم مضى .\n"
        "  safe fix: move the space\n"
        "1 of 2: apply this fix? [y,n,a,s,f,e,q,?] "
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is it is, and the the end.\n", "  change: It is it is, and the⟦ the⟧→⟦⟧ end.\n"),
        # Whole words only, of the change and of what stands around it.
        (
            f"{'A long line of many words. ' * 4}And the the end{' of it all' * 9}.\n",
            "  change: …A long line of many words. And the⟦ the⟧→⟦⟧ end of it all of it all of it"
            " all of it…\n",
        ),
    ],
)
def test_change_from_left_to_right_is_one_line(cli: Fix, text: str, shown: str) -> None:
    write("a.md", text)
    ran = cli.ask("q", "--select", "DUP006", "--lang", "en")
    assert shown in ran.out


def test_what_a_fix_puts_back_is_not_shown_as_changed(cli: Fix) -> None:
    write("a.md", f"| {'كلمات في خلية ' * 12}|\n\n{CLEAN}")
    ran = cli.ask("q", "--select", "TBL004")
    few, end = "كلمات في خلية كلمات في خلية كلمات في…", "…في خلية كلمات في خلية كلمات في خلية"
    assert f"  before: ⟦| ⟧{few} {end}⟦ |⟧\n  after:  ⟦⟧{few} {end}⟦⟧\n" in ran.out


def test_line_after_one_that_goes_is_not_shown(cli: Fix) -> None:
    write("a.md", f"{IMAGE}{CLEAN}")
    ran = cli.ask("q")
    assert "\n  change: ⟦![]()⟨line feed⟩⟧→⟦⟧\n" in ran.out


def test_joiners_are_named_where_they_change(cli: Fix) -> None:
    write("a.md", "می\u200cشود كتاب\u200cها\n\nنیم\u200cفاصله\u200c \n")
    ran = cli.ask("nnn", "--select", "ENC007,ENC010", "--lang", "fa")
    assert "  before: می\u200cشود ⟦كتاب\u200cها⟧\n" in ran.out
    assert "  after:  می\u200cشود ⟦کتاب\u200cها⟧\n" in ran.out
    assert "  before: ⟦نیم\u200cفاصله⟨zero width non-joiner⟩⟧ \n" in ran.out


def test_unsafe_fix_says_so(cli: Fix) -> None:
    write("a.md", f"{CLEAN}\n{IMAGE}")
    ran = cli.ask("q")
    assert "  UNSAFE fix: remove the line of the empty image\n" in ran.out


def test_content_cannot_drive_the_terminal(cli: Fix) -> None:
    write("a\x1b]0;x\u202e.md", "\x1b[31m\u202e\u2066كلمة ، \x07\x9b\u2028نص\n")
    for color in ("always", "never"):
        ran = cli.ask("q", "--color", color, "--bidi-isolate", "always")
        plain = re.sub("\x1b\\[[0-9;]*m", "", ran.out)
        for char in "\x1b\x07\x9b\u202e\u2067\u2028":
            assert char not in plain
        # Only our own: a message and what it quotes, and the name of each character.
        for line in plain.splitlines():
            shown = re.sub(f"{FSI}(⟨[^⟨⟩]*⟩){PDI}", r"\1", line)
            assert shown.count(LRI) + shown.count(FSI) == shown.count(PDI) <= 2
        assert "⟨right-to-left override⟩" in plain
        assert "\x1b[31mكل" not in ran.out


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (FAULTY, RLM),
        ("كلمات " * 30 + f"then a long piece of English words in it {FAULTY}", RLM),
        (f"An English line that quotes {FAULTY}", LRM),
        (f"An English line {'of words ' * 20}that quotes {'كلمات ' * 20}{FAULTY}", LRM),
    ],
)
def test_both_sides_run_in_the_direction_of_the_line(cli: Fix, line: str, mark: str) -> None:
    write("a.md", line)
    ran = cli.ask("q", "--bidi-isolate", "always", "--lang", "ar")
    sides = re.findall("^  (?:before: |after:  )(.*)$", ran.out, re.MULTILINE)
    assert len(sides) == 2
    for side in sides:
        assert side.startswith(FSI + mark)
        assert side.endswith(PDI)
        assert side.count(FSI) == side.count(PDI) == 1


def test_the_code_never_shares_an_isolate_with_content(cli: Fix) -> None:
    write("مقال.md", FAULTY)
    ran = cli.ask("q", "--bidi-isolate", "always")
    head = next(line for line in ran.out.splitlines() if "PUN001" in line)
    assert head.startswith(f"{LRI}مقال.md:1:10{PDI}: warning PUN001 ")
    assert FSI not in head
    # Only our own isolates, each closed in its line.
    for line in ran.out.splitlines():
        assert line.count(LRI) + line.count(FSI) == line.count(PDI) <= 2
    assert f'\n  {LRI}space before "{FSI}،{PDI}"{PDI}\n' in ran.out


def test_invisible_change_is_named(cli: Fix) -> None:
    write("a.md", "كلمة \u200bنص\n")
    ran = cli.ask("y", "--select", "ENC007")
    assert "  before: كلمة ⟦⟨zero width space⟩⟧نص\n  after:  كلمة ⟦⟧نص\n" in ran.out
    assert Path("a.md").read_text("utf-8") == "كلمة نص\n"


def test_byte_order_mark_is_named(cli: Fix) -> None:
    write("a.md", "\ufeff" + CLEAN)
    ran = cli.ask("y", "--select", "ENC002")
    assert "  before: ⟦⟨byte-order mark⟩⟧قال" in ran.out
    assert Path("a.md").read_text("utf-8") == CLEAN


def test_long_change_and_many_changes_are_cut(cli: Fix) -> None:
    long = "كلمة طويلة في فقرة " * 60
    write("a.md", f"{long}\n\nفاصل بينهما\n\n{long}\n")
    ran = cli.ask("q", "--select", "DUP001")
    assert all(len(line) < 400 for line in ran.out.splitlines())
    assert "…" in ran.out
    write("a.md", "سط\u00adر\n\n" * 9)
    ran = cli.ask("q", "--select", "ENC017")
    assert ran.out.count("  before: ⟦سط⟨soft hyphen⟩ر⟧\n  after:  ⟦سطر⟧\n") == 3
    assert "\n  and 6 more changes\n" in ran.out


def test_whole_change_can_be_viewed(cli: Fix) -> None:
    long = "كلمة طويلة في فقرة " * 60
    write("a.md", f"{long}\n\nفاصل بينهما\n\n{long}\n")
    ran = cli.ask("vq", "--select", "DUP001")
    assert re.findall(r"\[(.*)\]", ran.out) == ["y,n,a,s,f,v,e,q,?", "y,n,a,s,f,e,q,?"]
    first, whole = ran.out.split("apply this fix? ")[:2]
    assert long.rstrip() not in first
    assert long.rstrip() in whole
    write("a.md", "سط\u00adر\n\n" * 9)
    ran = cli.ask("vq", "--select", "ENC017")
    assert ran.out.count("  before: ⟦سط⟨soft hyphen⟩ر⟧\n  after:  ⟦سطر⟧\n") == 3 + 9


# What cannot be asked or written


@pytest.mark.parametrize(("answers", "text"), [(b"", FAULTY), (b"y\n", "قال الرجل، ثم مضى .\n")])
def test_end_of_the_answers_is_an_error(cli: Fix, answers: bytes, text: str) -> None:
    path = write("a.md", FAULTY)
    ran = cli.ask(answers)
    assert ran.code == 2
    message = "--interactive: standard input ended before the last answer; earlier ones were kept"
    assert ran.err.endswith(f"contentlint: error: {message}\n")
    assert path.read_text("utf-8") == text


def test_nothing_to_fix_asks_nothing(cli: Fix) -> None:
    write("a.md", CLEAN)
    assert cli.ask(b"") == (0, "", "nothing to fix in 1 file\n")


def test_closed_standard_input_is_an_error(cli: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", FAULTY)
    monkeypatch.setattr(sys, "stdin", None)
    ran = cli.fix("--interactive")
    assert (ran.code, ran.err) == (2, "contentlint: error: standard input is closed\n")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("-",), "--interactive: standard input is for the answers; name files"),
        (("--diff",), "--interactive: --diff changes no file; to try the questions: --dry-run"),
        (("-o", "x.patch"), "--output: needs --format; --interactive makes no patch"),
        (("--format", "jsno"), "--format: unknown format 'jsno'; did you mean 'json'?"),
        (("no-such.md",), "no-such.md: "),
    ],
)
def test_what_cannot_be_asked_is_an_error(cli: Fix, argv: tuple[str, ...], message: str) -> None:
    write("a.md", FAULTY)
    before = state()
    ran = cli.ask("yyyy", *argv)
    assert ran.code == 2
    assert ran.err.startswith(f"contentlint: error: {message}")
    assert state() == before


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--format=json", "--diff"), "--format: a patch or fixed standard input is the output"),
        (("--format=json", "-"), "--format: a patch or fixed standard input is the output"),
        (("--dry-run", "-"), "--dry-run: standard input is never changed; leave the option out"),
        (("-o", "x"), "--output takes the patch of --diff or fixed standard input; add --diff"),
    ],
)
def test_options_that_contradict_each_other(cli: Fix, argv: tuple[str, ...], message: str) -> None:
    write("a.md", FAULTY)
    before = state()
    ran = cli.fix(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"contentlint: error: {message}")
    assert state() == before


def test_exit_non_zero_on_fix(cli: Fix) -> None:
    write("a.md", FAULTY)
    assert cli.ask("nn", "--exit-non-zero-on-fix").code == 0
    assert cli.ask("a", "--exit-non-zero-on-fix").code == 1


def test_dry_run_asks_and_writes_nothing(cli: Fix) -> None:
    for name in ("a.md", "b.md"):
        write(name, FAULTY)
    before = state()
    ran = cli.ask("yyyuuuynay", "--dry-run", "--show-fixes")
    assert ran.code == 0
    assert ran.out.startswith("this is a trial run, which changes no file; ")
    assert ran.err == (
        "would fix a.md: PUN001 1\nwould fix b.md: PUN001 2\nwould fix 3 findings in 2 files\n"
    )
    assert state() == before


def test_show_fixes_and_quiet(cli: Fix) -> None:
    write("a.md", f"{FAULTY}\n{IMAGE}")
    ran = cli.ask("nyn", "--show-fixes")
    assert ran.err == "fixed a.md: PUN001 1\nfixed 1 finding in 1 file\n"
    assert cli.ask("yn", "--quiet").err == ""


@pytest.mark.parametrize("answer", ["y", "a", "n"])
def test_file_that_changes_while_one_is_asked_is_read_again(
    cli: Fix, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    path = write("a.md", TWO)
    at_question(
        monkeypatch, 2, lambda: path.write_text(f"شيء آخر ،\n\n{path.read_text('utf-8')}", "utf-8")
    )
    # Declined in the first line; when the second question is asked, a line comes before it.
    ran = cli.ask(f"n{answer}nnnn")
    assert ran.code == 0
    assert "a.md has changed meanwhile, and was read again; earlier answers are final\n" in ran.out
    # A question whose answer came to nothing is asked again.
    again = "3 of 4" if answer == "n" else "2 of 4"
    assert re.findall(r"\d of \d", ran.out)[:3] == ["1 of 3", "2 of 3", again]
    offered = ["u" in keys for keys in re.findall(r"\[(.*)\]", ran.out)]
    assert offered[:4] == [False, True, False, True]  # no answer about the old text is undone
    places = re.findall("^a.md:(.*?): ", ran.out, re.MULTILINE)
    assert places[:2] == ["1:10", "1:18"]
    # The new line has its question; the declined place has none, wherever it is now.
    assert {*places[2:]} == {"1:8", "3:18", "5:10"} - ({"3:18"} if answer == "n" else set())
    left = path.read_text("utf-8")
    assert left == f"شيء آخر ،\n\n{TWO}"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_changed_file_does_not_command_a_runner(cli: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("::error::a.md", FAULTY)
    at_question(monkeypatch, 1, lambda: path.write_text(TWO, "utf-8"))
    ran = cli.ask("yq")
    assert "  ./::error::a.md has changed meanwhile" in ran.out
    assert not re.search("^ *::", ran.out, re.MULTILINE)


def test_file_that_has_changed_since_the_survey_is_surveyed_again(
    cli: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", FAULTY)
    path = write("b.md", TWO)
    at_question(monkeypatch, 1, lambda: path.write_text(f"سطر\n\n{FAULTY}", "utf-8"))
    ran = cli.ask("yyyy")
    assert re.findall(r"\d of \d", ran.out) == ["1 of 5", "2 of 5", "3 of 4", "4 of 4"]
    assert path.read_text("utf-8") == f"سطر\n\n{FIXED}"


def test_file_that_has_gone_is_named_and_the_others_are_asked_about(
    cli: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.md", FAULTY)
    write("b.md", FAULTY)
    at_question(monkeypatch, 1, path.unlink)
    ran = cli.ask("ya")
    assert ran.code == 2
    assert "contentlint: error: a.md: no such file or directory\n" in ran.err
    assert Path("b.md").read_text("utf-8") == FIXED
    assert not path.exists()


def test_file_that_may_not_be_written_is_named_and_left(cli: Fix) -> None:
    os.link(write("a.md", FAULTY), "other.txt")
    write("b.md", FAULTY)
    ran = cli.ask("ya", "a.md", "b.md")
    assert ran.code == 2
    assert "error: a.md: has 2 hard links, which writing would break\n" in ran.err
    assert Path("a.md").read_text("utf-8") == FAULTY
    assert Path("b.md").read_text("utf-8") == FIXED


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write any file")
def test_read_only_file_is_named_and_left(cli: Fix) -> None:
    write("a.md", FAULTY).chmod(0o444)
    ran = cli.ask("yq")
    assert (ran.code, questions(ran)) == (2, 1)
    assert "contentlint: error: a.md: is not writable\n" in ran.err


def test_file_that_is_no_text_is_named_and_the_others_are_asked_about(cli: Fix) -> None:
    write("a.md", b"\x89PNG\r\n\x1a\n\x00\xff")
    write("b.md", FAULTY)
    ran = cli.ask("a")
    assert ran.code == 2
    assert ran.err.startswith("contentlint: error: a.md: binary file, not text\n")
    assert Path("b.md").read_text("utf-8") == FIXED


# On a terminal


class Terminal:
    """A run on a pseudo-terminal."""

    def __init__(self, *argv: str) -> None:
        pty = pytest.importorskip("pty")
        self.master, slave = pty.openpty()
        self.run = subprocess.Popen(
            [sys.executable, "-m", "contentlint", "fix", *FEW, *argv],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1"},
        )  # fmt: skip
        os.close(slave)
        self.seen = ""

    def until(self, text: str) -> None:
        """Read until the terminal shows a text."""
        end = time.monotonic() + 30
        raw = self.seen.encode()
        while text not in raw.decode("utf-8", "ignore"):
            assert time.monotonic() < end, f"{text!r} never came: {raw!r}"
            ready, _, _ = select.select([self.master], [], [], 1)
            try:
                raw += os.read(self.master, 65536) if ready else b""
            except OSError:  # the other end is closed
                break
        self.seen = raw.decode("utf-8", "ignore").replace("\r\n", "\n")
        assert text in self.seen

    def type(self, keys: str) -> None:
        self.seen = ""
        os.write(self.master, keys.encode())

    def ended(self) -> int:
        return self.run.wait(30)

    def close(self) -> None:
        self.run.kill()
        self.run.wait()
        os.close(self.master)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    if sys.platform == "win32":
        # Windows has no pty. The other tests pipe the answers in; only single keys and colours,
        # which need a terminal, are not tested there.
        pytest.skip("no pseudo-terminals here")
    started = []

    def start(*argv: str) -> Terminal:
        started.append(Terminal(*argv))
        return started[-1]

    yield start
    for each in started:
        each.close()


def test_terminal_shows_both_sides_set_apart(terminal: Callable[..., Terminal]) -> None:
    path = write("a.md", FAULTY)
    run = terminal("--interactive", "a.md")
    run.until("1 of 2: apply this fix? [y,n,a,s,f,e,q,?] ")
    lines = run.seen.splitlines()
    before = next(line for line in lines if line.startswith("  before: "))
    after = next(line for line in lines if line.startswith("  after: "))
    assert before == f"  before: {FSI}{RLM}قال الرجل\x1b[4;31m ،\x1b[0mثم مضى .{PDI}"
    assert after == f"  after:  {FSI}{RLM}قال الرجل\x1b[4;32m، \x1b[0mثم مضى .{PDI}"
    run.type("y\n")
    run.until("2 of 2: apply this fix? ")
    assert path.read_text("utf-8") == "قال الرجل، ثم مضى .\n"
    run.type("y\n")
    run.until("or u to undo the last answer: ")
    run.type("u\n")
    run.until("2 of 2: apply this fix? ")
    assert path.read_text("utf-8") == "قال الرجل، ثم مضى .\n"
    run.type("y\n")
    run.until("or u to undo the last answer: ")
    run.type("\n")
    run.until("fixed 2 findings in 1 file\n")
    assert run.ended() == 0
    assert path.read_text("utf-8") == FIXED


def test_change_fits_the_terminal(
    terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, marks = "كلمات كثيرة " * 9, "كلمات\u200f كثيرة " * 9
    for many, columns, shortest in (
        (plain, 60, 50),
        (plain, 80, 65),
        (plain, 30, 0),
        (marks, 80, 35),
    ):
        write("a.md", f"{many}{FAULTY.strip()} {many}\n")
        monkeypatch.setenv("COLUMNS", str(columns))
        run = terminal("--interactive", "a.md", "--color=never", "--bidi-isolate=never")
        run.until("1 of 2: ")
        sides = re.findall("^  (?:before|after): .*", run.seen, re.MULTILINE)
        assert len(sides) == 2
        assert all(shortest <= len(side) <= columns for side in sides)


@pytest.mark.parametrize(("key", "code"), [("\x04", 0), ("q\n", 0), ("\x03", 130)])
def test_terminal_keeps_what_was_accepted_when_one_leaves(
    terminal: Callable[..., Terminal], key: str, code: int
) -> None:
    write("a.md", FAULTY)
    write("b.md", FAULTY)
    run = terminal("--interactive", "a.md", "b.md")
    run.until("1 of 4: ")
    run.type("y\n")
    run.until("2 of 4: ")
    if key == "\x03":
        os.killpg(run.run.pid, signal.SIGINT)
        run.until("interrupted")
    else:
        run.type(key)
        run.until("fixed 1 finding in 1 file\n")
    assert run.ended() == code
    assert Path("a.md").read_text("utf-8") == "قال الرجل، ثم مضى .\n"
    assert Path("b.md").read_text("utf-8") == FAULTY
    assert sorted(os.listdir()) == ["a.md", "b.md"]


def test_terminal_belongs_to_the_editor_while_that_runs(
    terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        "editor.py",
        "import signal, sys\nsignal.signal(signal.SIGINT, lambda *_: print('not me'))\n"
        "print('ready', flush=True)\ntyped = input()\n"
        "open(sys.argv[1], 'w', encoding='utf-8').write(typed)\n",
    )
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, "editor.py"]))
    path = write("a.md", FAULTY)
    run = terminal("--interactive", "a.md")
    run.until("1 of 2: ")
    run.type("e\n")
    run.until("ready")
    os.killpg(run.run.pid, signal.SIGINT)
    run.until("not me")
    run.type("قال الرجل ومضى.\n")
    run.until("your own text")
    run.type("y\n")
    run.until("or u to undo the last answer: ")
    run.type("q\n")
    run.until("fixed 1 finding in 1 file\n")
    assert run.ended() == 0
    assert path.read_text("utf-8") == "قال الرجل ومضى.\n"
