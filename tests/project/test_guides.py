"""What the guides in ``docs/`` show is so: each is followed from its top to its end, in a folder
of its own that holds the examples.

A block with a title is a file and is written; the commands of a ``console`` block run and their
output is compared, where a line ``…`` stands for lines that were left out. A block that cannot run
here says why in a comment above it. ``--update`` writes the real output into the guides.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli
import yaml
from conftest import ROOT

from contentlint._util import translation
from contentlint.cli import parser as arguments
from contentlint.config import load, schema, select, user
from contentlint.config.table import Fault, Place, Table
from contentlint.engine import ruleset
from contentlint.report import formats
from contentlint.source.discovery import SKIPPED_FOLDERS
from contentlint.source.formats import ARTICLE_LIKE

DOCS = ROOT / "docs"
ELSEWHERE = {"api.md", "house-rules.md", "reliability.md"}
"""The first two have tests of their own; the last tells of drills that take hours."""
GUIDES = sorted(path for path in DOCS.glob("*.md") if path.name not in ELSEWHERE)
NAMES = [path.name for path in GUIDES]
READ = [*NAMES, "house-rules.md"]
TRANSLATED = [f"{language}/start.md" for language in translation.LANGUAGES[1:]]
"""Guides whose reader has a terminal in that language."""
GAP = "…"
_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<why>[^\n]+?) -->\n)?"
    r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")


class Block(NamedTuple):
    guide: str
    language: str
    title: str
    text: str
    why: str
    """Why it is not run; ``""``: it is."""
    span: tuple[int, int]


def text_of(guide: str) -> str:
    return (DOCS / guide).read_text(encoding="utf-8")


def blocks(guide: str, *languages: str) -> Iterator[Block]:
    for m in _BLOCK.finditer(text_of(guide)):
        if not languages or m["language"] in languages:
            title, why = m["title"] or "", m["why"] or ""
            yield Block(guide, m["language"], title, m["text"], why, m.span("text"))


class Command(NamedTuple):
    line: str
    shown: list[str]


def commands(text: str) -> list[Command]:
    """The commands of a ``console`` block, each with the output below it."""
    found: list[Command] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], []))
        else:
            assert found, f"a console block begins with a command: {line}"
            found[-1].shown.append(line)
    return found


def matches(shown: Sequence[str], real: Sequence[str]) -> bool:
    """Return True if the shown lines are the real ones, a gap standing for one line or more."""
    pattern = "".join(
        r"(?:[^\n]*\n)+?" if line == GAP else re.escape(line.rstrip()) + r"\n" for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in real)) is not None


def shortened(shown: Sequence[str], real: Sequence[str]) -> list[str]:
    """The real lines, cut where the shown ones are: as many before the gap and behind it."""
    if shown.count(GAP) != 1 or len(real) <= len(shown):
        return list(shown) if shown.count(GAP) > 1 else list(real)
    head = shown.index(GAP)
    tail = len(shown) - head - 1
    return [*real[:head], GAP, *real[len(real) - tail :]]


class Folder:
    """Where a guide is followed."""

    def __init__(self, path: Path, language: str = "") -> None:
        """``language``: that of the reader's terminal."""
        self.path = path / "here"
        shutil.copytree(ROOT / "examples", self.path / "examples")
        self.programs = path / "bin"
        self.programs.mkdir()
        program = self.programs / "contentlint"
        # The short format is in the language of the system on a terminal, and this is none.
        asks = f'case $1 in check) shift; set -- check --ui-lang={language} "$@";; esac'
        program.write_text(
            f'#!/bin/sh\n{asks if language else ""}\nexec "{sys.executable}" -m contentlint "$@"\n'
        )
        program.chmod(0o755)
        who = {
            f"GIT_{role}_{key}": "editor@example.org"
            for role in ("AUTHOR", "COMMITTER")
            for key in ("NAME", "EMAIL")
        }
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("GIT_", "CONTENTLINT_", "PRE_COMMIT", "GITHUB_", "GITLAB_"))
            # Unbuffered output, which few have, comes in order whatever is left unflushed.
            and k != "PYTHONUNBUFFERED"
        }
        self.env = {
            **kept,
            **who,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            "CONTENTLINT_UI_LANG": language,
            "PYTHONPATH": str(ROOT),
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, command: str) -> list[str]:
        """The lines a command prints; it neither breaks nor is used wrongly."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.path,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), f"{command}: {done.stdout}"
        return done.stdout.replace(f"{self.path}/", "").splitlines()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="the guides are written for bash")
@pytest.mark.skipif(shutil.which("git") is None, reason="the guides use git")
@pytest.mark.parametrize("guide", [*NAMES, *TRANSLATED])
def test_a_guide_can_be_followed(guide: str, tmp_path: Path, update: bool) -> None:
    folder = Folder(tmp_path, guide.rpartition("/")[0])
    whole = text_of(guide)
    parts, end = [], 0
    for block in blocks(guide):
        new = block.text
        if block.why:
            pass
        elif block.title:
            path = folder.path / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            lines = []
            for command in commands(block.text):
                real = folder.run(command.line)
                if update:
                    shown = shortened(command.shown, real)
                else:
                    shown = command.shown
                    assert matches(shown, real), "\n".join(
                        [f"{guide}: $ {command.line}", *real, "is shown as", *shown]
                    )
                lines += [f"$ {command.line}", *(line.rstrip() for line in shown)]
            new = "".join(f"{line}\n" for line in lines)
        parts += [whole[end : block.span[0]], new]
        end = block.span[1]
    if update:
        (DOCS / guide).write_text("".join([*parts, whole[end:]]), encoding="utf-8")


@pytest.mark.parametrize("guide", NAMES)
def test_every_block_says_what_it_is(guide: str) -> None:
    fences = [line for line in text_of(guide).splitlines() if line.lstrip().startswith("```")]
    found = list(blocks(guide))
    assert len(fences) == 2 * len(found), f"{guide}: a fence that no test understands"
    for block in found:
        assert block.language in (
            "console", "toml", "yaml", "markdown", "text", "json", "groovy", "diff",
        ), block  # fmt: skip
        assert block.language != "console" or not block.title, block


def _configuration(block: Block) -> dict[str, Any] | None:
    """A TOML block as the configuration that it is, or None when it is something else."""
    data = tomli.loads(block.text)
    if block.title.startswith("~"):  # the user's own file
        faults: list[Fault] = []
        assert user.of_table(Table(data, Place("user"), faults), "/x/contentlint.toml").path
        assert not faults
        return None
    name = os.path.basename(block.title or "contentlint.toml")
    if name == "pyproject.toml":
        found = data["tool"]["contentlint"]
        assert isinstance(found, dict)
        return found
    return data if name == "contentlint.toml" or block.title.startswith("shared/") else None


@pytest.mark.parametrize("guide", NAMES)
def test_toml_is_a_configuration_or_a_rule_set(guide: str, tmp_path: Path) -> None:
    for block in blocks(guide, "toml"):
        data = _configuration(block)
        if data is not None:
            parsed = schema.parse(data, f"{guide}: {block.text}", str(ROOT))
            assert not [*load.wrong_globs(parsed)]
            rules = ruleset.builtin().rules
            layers = [*parsed.layers, *(override.layer for override in parsed.overrides)]
            own = {s for layer in layers for s in (*(layer.select or ()), *layer.extend_select)}
            if not any(selector.startswith("HSE") for selector in own):
                select.check_selectors(layers, rules)
            for rule in select.selected(rules, layers, preview=True, origin="unknown"):
                ruleset.bind(rule, options=select.setting(rule, layers).options)
        elif "rules" in block.title:
            path = tmp_path / "rules.toml"
            path.write_text(block.text, encoding="utf-8")
            sets = ruleset.with_families(ruleset.builtin(), [str(path)], {})
            assert not sets.faults
            assert len(sets.set.rules) > len(ruleset.builtin().rules)


@pytest.mark.parametrize("guide", NAMES)
def test_yaml_is_well_formed(guide: str) -> None:
    for block in blocks(guide, "yaml"):
        assert yaml.safe_load(block.text), block


def _parts(loaded: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a document."""
    if isinstance(loaded, dict):
        yield loaded
    for each in loaded.values() if isinstance(loaded, dict) else loaded:
        if isinstance(each, (dict, list)):
            yield from _parts(each)


def test_recipes_name_our_hooks_and_the_inputs_of_our_action() -> None:
    hooks = {h["id"] for h in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    named: set[str] = set()
    used: set[str] = set()
    for block in blocks("ci.md", "yaml"):
        for part in _parts(yaml.safe_load(block.text)):
            if "hooks" in part:
                named |= {hook["id"] for hook in part["hooks"]}
            if str(part.get("uses", "")).startswith("OWNER/contentlint@"):
                used |= set(part.get("with", {}))
    assert named == hooks
    assert used, "no recipe uses action.yml"
    assert used <= set(action["inputs"])


def test_only_the_articles_of_forks_are_strangers() -> None:
    named = [block.title for block in blocks("ci.md") if "--untrusted" in block.text]
    assert named == [".github/workflows/content-forks.yml"]
    assert "--untrusted" not in "\n".join(
        re.findall(r"^```yaml$.*?^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    )


def test_recipes_that_nobody_could_try_say_so() -> None:
    parts = re.split(r"^(#{2,3} .*)$", _BLOCK.sub("BLOCK", text_of("ci.md")), flags=re.M)
    tried = [
        heading
        for heading, part in zip(parts[1::2], parts[2::2], strict=True)
        if "BLOCK" in part and "*Not tried by us.*" not in part
    ]
    assert tried == ["## pre-commit", "## Other services"]


def _options() -> dict[str, set[str]]:
    _, commands = arguments.parsers()
    return {name: _options_of(parser) for name, parser in commands.items()}


def _options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command, and of the commands that it has."""
    found: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found.update(*map(_options_of, action.choices.values()))
        else:
            found.update(action.option_strings)
    return found


@pytest.mark.parametrize("guide", READ)
def test_commands_and_options_that_are_named_exist(guide: str) -> None:
    there = _options()
    everywhere = {"--version"}.union(*there.values())
    text = text_of(guide)
    code = [m[1] for m in _SPAN.finditer(_BLOCK.sub("", text))]
    code += [command.line for b in blocks(guide, "console") for command in commands(b.text)]
    code += [line for b in blocks(guide, "yaml", "groovy") for line in b.text.splitlines()]
    for m in re.finditer(
        r"(?<![\w/-])contentlint ([a-z][a-z-]*)((?: [^\s|;&]+)*)", "\n".join(code)
    ):
        if m[1] == "contentlint":
            continue  # a folder, after an address
        assert m[1] in there, f"{guide}: {m[0]}"
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", m[2]):
            assert option in there[m[1]], f"{guide}: contentlint {m[1]} has no {option}"
    for span in code:
        if span.startswith("--"):  # git's and others' stand behind the name of their command
            assert re.split(r"[ =]", span)[0] in everywhere, f"{guide}: {span}"


def slug(heading: str) -> str:
    """The anchor of a heading, as the site makes it."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_).strip().lower())


@pytest.mark.parametrize("guide", READ)
def test_links_lead_to_pages_and_headings(guide: str) -> None:
    codes = {rule.code for rule in ruleset.builtin().rules}
    for target in _LINK.findall(_BLOCK.sub("", text_of(guide))):
        if re.match(r"[a-z]+:", target):
            assert target.startswith("https://"), target
            continue
        name, _, anchor = target.partition("#")
        there = DOCS / name if name else DOCS / guide
        rule = re.fullmatch(r"rules/([A-Z]{3}[0-9]{3})\.md", name)
        if rule:
            assert rule[1] in codes, f"{guide}: {target}"
            continue
        assert there.exists(), f"{guide}: {target}"
        if anchor:
            headings = _HEADING.findall(_BLOCK.sub("", there.read_text(encoding="utf-8")))
            assert anchor in map(slug, headings), f"{guide}: {target}"


def test_every_key_of_a_configuration_is_documented() -> None:
    headings = re.findall(r"^#{2,4} ((?:`[^`]+`(?:, )?)+)$", text_of("configuration.md"), re.M)
    keys = [key for heading in headings for key in re.findall(r"`([^`]+)`", heading)]
    assert sorted(keys) == sorted(schema._KEYS)


def test_every_format_is_documented() -> None:
    table = re.findall(r"^\| \[?`(\w+)`", text_of("outputs.md"), re.M)
    assert [name for name in table if name in formats.names()] == list(formats.names())


def test_the_guides_that_users_need_are_there() -> None:
    assert {
        "index.md", "start.md", "adopt.md", "ci.md", "configuration.md", "right-to-left.md",
        "spelling.md", "false-alarms.md", "stability.md", "fixes.md", "outputs.md",
    } <= set(NAMES)  # fmt: skip


def test_the_tour_leads_to_what_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .*", text.partition("## The tour")[2].partition("\n## ")[0], re.M)
    named = [name for row in rows for name in _SPAN.findall(row) if re.search(r"(/|\.py)$", name)]
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_wrong_output_would_be_seen() -> None:
    assert matches(["a", GAP, "d"], ["a", "b", "c", "d"])
    assert not matches(["a", GAP, "d"], ["a", "d"])
    assert not matches(["a"], ["a", "b"])
    assert shortened(["?", GAP, "?"], ["a", "b", "c", "d"]) == ["a", GAP, "d"]
    assert shortened(["?"], ["a", "b"]) == ["a", "b"]
    assert commands("$ a\nb\n$ c\n") == [Command("a", ["b"]), Command("c", [])]
    assert slug("`fail-on`, what fails?") == "fail-on-what-fails"


def test_guide_lists_the_suffixes_of_article_like_files_and_the_folders_not_searched() -> None:
    part = (
        text_of("configuration.md").partition("### Article-like files\n")[2].partition("\n## ")[0]
    )
    spans = set(_SPAN.findall(part))
    known = ARTICLE_LIKE | SKIPPED_FOLDERS
    assert spans >= known
    assert {span for span in spans if re.fullmatch(r"\.\w+", span)} <= known
