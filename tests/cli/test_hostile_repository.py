"""No command prints content of a repository that drives a terminal or a CI runner."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from calling import alone, write
from conftest import ROOT

from contentlint.cli.main import main
from contentlint.report import console

EVIL = "\x1b[2J\x9b\u202e##vso[a.b]##[c]##teamcity[d]\x7f"
LINES = f"first\n::error::{EVIL}\n"
FOLDER = f"::add-mask::{EVIL}"
ARTICLE = f"{FOLDER}/::error::{EVIL}.md"
TEXT = f"""::error::{EVIL}
{EVIL}![]()
قال ،ثم

::notice::house {EVIL}

<!-- contentlint-disable-line {EVIL} -->
"""


def toml(text: str) -> str:
    """As TOML writes a string: the file itself is plain."""
    return '"' + "".join(c if c.isalnum() or c in " :" else f"\\U{ord(c):08X}" for c in text) + '"'


RULES = f"""
[HSE001]
name = "house"
kind = "pattern"
severity = "warning"
fix = "unsafe"
message = {toml(f"::error::{EVIL}")}
why = {toml(LINES)}
source = {toml(EVIL)}
help = {toml(f"::error::{EVIL}")}
bad = [{toml(LINES)}]
good = [{toml("house" + LINES)}]
options.pattern = "house"
options.replace = {toml(EVIL)}
"""
SETTINGS = f"""
exclude = [{toml(f"{EVIL}*")}]
rule-sets = [{toml(f"{FOLDER}/rules.toml")}]
extend-select = ["HSE"]
[rules.PUN001]
options.marks = {toml(EVIL + "،")}
[[overrides]]
files = [{toml(f"{FOLDER}/**")}]
lang = "ar"
[[translations]]
source = {toml(FOLDER + "/{path}")}
target = {toml(f"x{EVIL}" + "/{lang}/{path}")}
[glossary]
keep = [{toml(EVIL)}]
"""
TRANSLATION = f"x{EVIL}/ar/::error::{EVIL}.md"
OURS = re.compile("::(error|warning|notice) (file|title)=")
STYLE = re.compile("\x1b\\[[0-9;]*m|[\u200e\u200f\u2066-\u2069]")
"""Our own colours and isolates."""
DONE = f"{FOLDER}/done"
"""The results of a scan."""
OFF = ("--no-cache", "--color", "never")
COMMANDS = [
    *(("check", *OFF, "--format", name) for name in ("concise", "full", "json", "github")),
    ("check", *OFF, "--statistics"),
    ("check", *OFF, "--show-files"),
    ("check", *OFF, "--verbose", "--profile-rules"),
    ("check", *OFF, "--diff", "--unsafe-fixes"),
    ("check", *OFF, ARTICLE + "x"),
    ("check", *OFF, "--select", EVIL),
    ("check", *OFF, "--config", EVIL),
    ("check", *OFF, "--config", f"{EVIL} = 1"),
    ("check", *OFF, "--diff-base", EVIL),
    ("check", *OFF, "--baseline", EVIL),
    ("check", *OFF, "--format", EVIL),
    ("check", *OFF, "--show-fixes", "--fix-only", "--unsafe-fixes"),
    ("check", *OFF, "--write-baseline", f"{FOLDER}/{EVIL}.json"),
    ("check", *OFF, f"--{EVIL}"),
    ("fix", "--show-fixes", FOLDER),
    ("fix", "--interactive", FOLDER),
    ("fix", "-"),
    ("config", ARTICLE),
    ("config", ARTICLE, "--format", "json"),
    ("config", TRANSLATION),
    ("translations",),
    ("translations", "--status"),
    ("translations", "--format", "json"),
    ("translations", "--format", "markdown", "--status"),
    ("translations", "--html", f"{EVIL}pages"),
    ("translations", "--lang", EVIL, "--fail-on", EVIL),
    ("translations", "--diff-base", EVIL),
    ("translations", EVIL),
    ("rules",),
    ("rules", "--format", "json"),
    ("explain", "HSE001"),
    ("explain", EVIL),
    ("explain", "ORT001", "--word", EVIL),
    ("test-rules",),
    ("test-rules", f"{FOLDER}/rules.toml"),
    ("new-rule", EVIL),
    ("new-rule", "pattern", "--code", EVIL),
    ("init", FOLDER, "--force"),
    ("init", FOLDER, "--stdout"),
    ("init", EVIL),
    ("cache", "--config", f"cache-dir = {toml(EVIL)}"),
    ("completion", EVIL),
    ("links", "--list", FOLDER),
    ("links", "--dry-run", FOLDER),
    ("links", "--dry-run", "--state", f"{FOLDER}/{EVIL}", ARTICLE + "x"),
    ("links", "--dry-run", "--recheck", EVIL),
    ("corpus", EVIL),
    ("corpus", "scan", FOLDER, "--out", "out", "-j1"),
    ("corpus", "scan", FOLDER, "--out", f"{FOLDER}/out", "-j1", "--text", EVIL),
    ("corpus", "scan", EVIL, "--out", EVIL, "--engine", EVIL, "--preset", EVIL),
    ("corpus", "sample", DONE),
    ("corpus", "sample", DONE, "--stratify", EVIL),
    ("corpus", "decide", DONE),
    ("corpus", "decide", DONE, "--limits", ARTICLE),
    ("corpus", "decide", DONE, "--profile", EVIL),
    ("corpus", "duplicates", DONE),
    ("corpus", "export", DONE, "--export", "dolma-attributes", "--out", "attributes"),
    ("corpus", "export", DONE, "--export", EVIL, "--out", EVIL),
    ("corpus", "status", DONE),
    ("corpus", "status", EVIL),
    ("schema", "config"),
    (EVIL,),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = alone(tmp_path, monkeypatch)
    write(ARTICLE, TEXT)
    write(TRANSLATION, f"# {EVIL}\n")
    write(f"x{EVIL}/fa/other{EVIL}.md", f"# {EVIL}\n")
    write(f"{FOLDER}/rules.toml", RULES)
    write("contentlint.toml", SETTINGS)
    rows = ({"text": TEXT, "id": EVIL, "url": f"https://{EVIL}/"}, {EVIL: EVIL})
    write(f"{FOLDER}/{EVIL}.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.fixture
def scanned(argv: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    """Scan the rows for commands that read the results."""
    if DONE in argv:
        main(("corpus", "scan", FOLDER, "--out", DONE, "-j1"))
        capfd.readouterr()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize("argv", COMMANDS, ids=ascii)
def test_no_command_prints_what_drives_a_terminal_or_a_runner(
    argv: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setattr(console, "_is_a_file", lambda _: False)  # what is captured is the log
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"y\n{TEXT}".encode())))
    main(argv)
    for stream in capfd.readouterr():
        # Code in Markdown is isolated; other outputs that are no terminal have no isolates.
        printed = re.sub("[\u2068\u2069]", "", stream) if "markdown" in argv else stream
        assert dangerous(printed) == [], ascii(dangerous(printed))


def dangerous(text: str) -> list[str]:
    """The lines that drive a terminal or a runner, of which annotations of ours are none."""
    found, resume = [], ""
    for line in text.split("\n"):
        start = line.lstrip()
        if start.startswith("::stop-commands::") and not resume:
            resume = f"::{start[len('::stop-commands::') :]}::"
        elif line == resume:
            resume = ""
        elif (
            not line.replace("\t", "").isprintable()
            or any(mark in line for mark in ("##[", "##vso[", "##teamcity["))
            or (start.startswith("::") and not resume and not OURS.match(line))
        ):
            found.append(line)
    return found


def test_every_command_is_tried() -> None:
    folder = ROOT / "contentlint" / "cli" / "commands"
    known = {path.stem.replace("_", "-") for path in folder.glob("[!_]*.py")}
    assert known <= {argv[0] for argv in COMMANDS}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize("argv", COMMANDS, ids=ascii)
def test_no_command_prints_what_drives_a_terminal_in_colour(
    argv: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"y\n{TEXT}".encode())))
    main([word for word in argv if word not in ("--color", "never")])
    for printed in capfd.readouterr():
        found = dangerous(STYLE.sub("", printed))
        assert [line for line in found if not line.lstrip().startswith("::")] == []


@pytest.mark.parametrize("line", [EVIL, "\x1b", "a ##[b", " ::error::x", "\u202e"])
def test_dangerous_line_is_seen(line: str) -> None:
    assert dangerous(f"a\n{line}\n")
