"""``contentlint fix``: without questions as ``check --fix-only``, and with them."""

from __future__ import annotations

import io
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from calling import Cli, Ran, alone, write
from conftest import ROOT

from contentlint.source import atomic_write

FAULTY = "قال الرجل ،ثم مضى .\n"
FIXED = "قال الرجل، ثم مضى.\n"
CLEAN = "قال الرجل ثم مضى.\n"
IMAGE = "![]()\n"
FEW = ("--isolated", "--select", "PUN001,IMG001,SUP")
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
    return ran.out.count("apply? ")


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
    written = argv[0] not in ("--diff", "--show-files")
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
        ("yyyy", 3, f"{FIXED}\n{FIXED}"),
        ("nnyy", 3, f"{FAULTY}\n{FIXED}"),
        ("ynny", 3, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
        ("ay", 1, f"{FIXED}\n{FIXED}"),
        ("nay", 2, f"قال الرجل ،ثم مضى.\n\n{FIXED}"),
        ("yfy", 2, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
        ("ysy", 2, f"قال الرجل، ثم مضى .\n\n{FAULTY.replace(' .', '.')}"),
    ],
)
def test_what_is_agreed_to_is_written(cli: Fix, answers: str, asked: int, text: str) -> None:
    path = write("a.md", TWO)
    ran = cli.ask(answers)
    assert (ran.code, ran.err, questions(ran)) == (0, "", asked)
    assert path.read_text("utf-8") == text
    assert ran.out.endswith(" in 1 file\n")


@pytest.mark.parametrize(
    "answers", ["q", "yq", "yyq", "yyyq", "yyyn", "aq", "an", "nnn", "f", "s", "nf", "ns"]
)
def test_nothing_is_written_without_a_yes_at_the_end(cli: Fix, answers: str) -> None:
    write("a.md", TWO)
    before = state()
    ran = cli.ask(answers)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("nothing written\n")
    assert state() == before


def test_quitting_in_a_later_file_leaves_the_earlier_ones(cli: Fix) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(name, FAULTY)
    before = state()
    assert cli.ask("yyyq").out.endswith("nothing written\n")
    assert state() == before


@pytest.mark.parametrize(
    "answers", [b"Y\n Y \r\ny\ny\n", b"yes\nx\n\n\xff\ny\ny\ny\ny", b"?\nA\nY"]
)
def test_other_answers_are_asked_for_again(cli: Fix, answers: bytes) -> None:
    path = write("a.md", TWO)
    assert cli.ask(answers).code == 0
    assert path.read_text("utf-8") == f"{FIXED}\n{FIXED}"


def test_all_and_skip_hold_for_every_file(cli: Fix) -> None:
    for name in ("a.md", "b.md"):
        write(name, "قال الرجل ،ثم, مضى.\n")
    # Of PUN001 all; PUN003 is skipped.
    ran = cli.ask("asy", "--select", "PUN001,PUN003")
    assert questions(ran) == 2
    for name in ("a.md", "b.md"):
        assert Path(name).read_text("utf-8") == "قال الرجل، ثم, مضى.\n"


MARKS = "كلمة،، كلمة، ، كلمة،، كلمة، ، كلمة\n"
"""Two commas in a row are surely one; with a space between, something may be missing."""


def test_all_said_at_a_safe_fix_is_not_said_of_others(cli: Fix) -> None:
    path = write("a.md", MARKS)
    ran = cli.ask("anny", "--select", "PUN005")
    assert re.findall("(safe|UNSAFE) fix", ran.out) == ["safe", "UNSAFE", "UNSAFE"]
    assert path.read_text("utf-8") == MARKS.replace("،،", "،")


def test_all_said_at_an_unsafe_fix_is_said_of_the_safe_ones_too(cli: Fix) -> None:
    path = write("a.md", MARKS)
    ran = cli.ask("nay", "--select", "PUN005")
    assert re.findall("(safe|UNSAFE) fix", ran.out) == ["safe", "UNSAFE"]
    assert path.read_text("utf-8") == "كلمة،، كلمة، كلمة، كلمة، كلمة\n"


def test_answers_to_everything_give_what_fix_gives(cli: Fix) -> None:
    for folder in ("asked", "fixed"):
        write(f"{folder}/a.md", f"\ufeff{FAULTY}\r\n{FAULTY}".encode() + b"\xff\n")
    assert cli.ask("ay", "asked").code == 0
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


def test_fix_that_touches_another_waits_for_the_next_run(cli: Fix) -> None:
    argv = house(("x+", "y", "x"), (". z", "z", "a z"))
    path = write("a.md", f"{CLEAN}xxx z\n")
    ran = cli.ask_plainly("yy", *argv)
    assert questions(ran) == 1
    assert ran.out.endswith("1 finding can be fixed only now: run it again\n")
    assert path.read_text("utf-8") == f"{CLEAN}y z\n"
    assert cli.ask_plainly("yy", *argv).out.endswith("fixed 1 finding in 1 file\n")
    assert path.read_text("utf-8") == f"{CLEAN}z\n"


def test_fixes_that_cost_too_much_leave_the_file_and_are_named(cli: Fix) -> None:
    argv = house(("http:", "ftp:", "http:"))
    path = write("a.md", "[a](http://b)\n")
    ran = cli.ask_plainly("y", *argv)
    assert (ran.code, path.read_text("utf-8")) == (2, "[a](http://b)\n")
    reason = "a.md: not fixed: the fixes of HSE001 would change a link in line 1"
    assert ran.err == f"contentlint: error: {reason}\n"
    assert ran.out.endswith("nothing written\n")


# What is shown


def test_change_is_shown_before_and_after(cli: Fix) -> None:
    write("a.md", FAULTY)
    assert cli.ask("nq").out.startswith(
        "\na.md:1:10: warning PUN001 space-before-punctuation (1 of 2)\n"
        "  space before ،\n"
        "  - قال الرجل⟦ ،⟧ثم مضى .\n"
        "  + قال الرجل⟦، ⟧ثم مضى .\n"
        "  safe fix: move the space\n"
        "apply? [y]es [n]o [a]ll of this rule [s]kip this rule [f]ile done [q]uit "
    )


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
        # Only our own: a message and what it quotes.
        for shown in plain.splitlines():
            assert shown.count(LRI) + shown.count(FSI) == shown.count(PDI) <= 2
        assert "⟨U+202E⟩" in plain
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
    sides = re.findall("^  [-+] (.*)$", ran.out, re.MULTILINE)
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
    assert f"\n  {LRI}space before {FSI}،{PDI}{PDI}\n" in ran.out


def test_invisible_change_is_named(cli: Fix) -> None:
    write("a.md", "كلمة \u200bنص\n")
    ran = cli.ask("yy", "--select", "ENC007")
    assert "  - كلمة ⟦⟨U+200B⟩⟧نص\n  + كلمة ⟦⟧نص\n" in ran.out
    assert Path("a.md").read_text("utf-8") == "كلمة نص\n"


def test_byte_order_mark_is_named(cli: Fix) -> None:
    write("a.md", "\ufeff" + CLEAN)
    ran = cli.ask("yy", "--select", "ENC002")
    assert "  - ⟦⟨U+FEFF⟩⟧قال" in ran.out
    assert Path("a.md").read_text("utf-8") == CLEAN


def test_long_change_and_many_changes_are_cut(cli: Fix) -> None:
    long = "كلمة طويلة في فقرة " * 60
    write("a.md", f"{long}\n\nفاصل بينهما\n\n{long}\n")
    ran = cli.ask("q", "--select", "DUP001")
    assert all(len(line) < 400 for line in ran.out.splitlines())
    assert "…" in ran.out
    write("a.md", "سط\u00adر " * 9 + "\n")
    ran = cli.ask("q", "--select", "ENC017")
    assert ran.out.count("\n  - ") == 3
    assert "\n  and 6 more changes\n" in ran.out


# What cannot be asked or written


def test_end_of_the_answers_is_an_error_and_writes_nothing(cli: Fix) -> None:
    write("a.md", TWO)
    before = state()
    for answers in (b"", b"y\n", b"a\n"):
        ran = cli.ask(answers)
        assert ran.code == 2
        message = "--interactive: no more answers on standard input; nothing written"
        assert ran.err == f"contentlint: error: {message}\n"
        assert state() == before


def test_nothing_to_fix_asks_nothing(cli: Fix) -> None:
    write("a.md", CLEAN)
    assert cli.ask(b"") == (0, "nothing to fix\n", "")


def test_closed_standard_input_is_an_error(cli: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", FAULTY)
    monkeypatch.setattr(sys, "stdin", None)
    ran = cli.fix("--interactive")
    assert (ran.code, ran.err) == (2, "contentlint: error: standard input is closed\n")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("-",), "--interactive: standard input is for the answers; name files"),
        (("--diff",), "--diff writes nothing, and so there is nothing to ask"),
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


def test_exit_non_zero_on_fix(cli: Fix) -> None:
    write("a.md", FAULTY)
    assert cli.ask("nn", "--exit-non-zero-on-fix").code == 0
    assert cli.ask("ay", "--exit-non-zero-on-fix").code == 1


def test_file_that_changes_while_one_is_asked_is_kept(
    cli: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", FAULTY)
    write("b.md", FAULTY)
    replace = atomic_write.replace

    def late(path: str, old: bytes, new: bytes) -> None:
        write("a.md", "شيء آخر ،\n")
        replace(path, old, new)

    monkeypatch.setattr(atomic_write, "replace", late)
    ran = cli.ask("ay")
    assert ran.code == 2
    assert ran.err == "contentlint: error: a.md: not fixed: has changed since it was read\n"
    assert Path("a.md").read_text("utf-8") == "شيء آخر ،\n"
    assert Path("b.md").read_text("utf-8") == FIXED
    assert ran.out.endswith("fixed 2 findings in 1 file\n")


def test_file_that_may_not_be_written_is_named(cli: Fix) -> None:
    os.link(write("a.md", FAULTY), "other.txt")
    ran = cli.ask("ay", "a.md")
    assert ran.code == 2
    assert "a.md: not fixed: has 2 hard links" in ran.err


def test_file_that_is_no_text_is_named_and_the_others_are_asked_about(cli: Fix) -> None:
    write("a.md", b"\x89PNG\r\n\x1a\n\x00\xff")
    write("b.md", FAULTY)
    ran = cli.ask("ay")
    assert (ran.code, ran.err) == (2, "contentlint: error: a.md: binary file, not text\n")
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
        # Windows has no pty; what is asked and answered there is what the other tests pipe in.
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
    run.until("[q]uit")
    lines = run.seen.splitlines()
    before = next(line for line in lines if line.startswith("  - "))
    after = next(line for line in lines if line.startswith("  + "))
    mark = "\x1b[4;31m{}\x1b[0m"
    assert before == f"  - {FSI}{RLM}قال الرجل{mark.format(' ،')}ثم مضى .{PDI}"
    assert after == f"  + {FSI}{RLM}قال الرجل{mark.format('، ')}ثم مضى .{PDI}"
    run.type("y\n")
    run.until("(2 of 2)")
    run.type("y\n")
    run.until("fix 2 findings in 1 file? [y]es [n]o ")
    run.type("y\n")
    run.until("fixed 2 findings in 1 file\n")
    assert run.ended() == 0
    assert path.read_text("utf-8") == FIXED


@pytest.mark.parametrize(("key", "code"), [("\x04", 0), ("q\n", 0), ("\x03", 130)])
def test_terminal_writes_nothing_when_one_leaves(
    terminal: Callable[..., Terminal], key: str, code: int
) -> None:
    write("a.md", FAULTY)
    before = state()
    run = terminal("--interactive", "a.md")
    run.until("[q]uit")
    run.type("y\n")
    run.until("(2 of 2)")
    if key == "\x03":
        os.killpg(run.run.pid, signal.SIGINT)
        run.until("interrupted")
    else:
        run.type(key)
        run.until("nothing written\n")
    assert run.ended() == code
    assert state() == before
