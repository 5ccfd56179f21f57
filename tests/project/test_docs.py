"""What the documents say is so: commands run, shown output is real, TOML is accepted, links lead.

``--update`` writes the real output into README.md.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
from conftest import ROOT

from contentlint.config import schema, select
from contentlint.engine import ruleset
from contentlint.report.formats import names as report_formats
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats

README = ROOT / "README.md"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
SETUP = "python3 -m venv .venv && .venv/bin/pip install -q -e "


class Code(NamedTuple):
    document: str
    language: str
    text: str


def documents() -> list[Path]:
    """Our prose; fixtures and example articles are no documents."""
    return [
        *sorted(ROOT.glob("*.md")),
        *sorted(ROOT.glob("docs/**/*.md")),
        *sorted(ROOT.glob("examples/**/README.md")),
    ]


def blocks(*languages: str) -> list[Code]:
    return [
        Code(str(path.relative_to(ROOT)), m[1], m[2])
        for path in documents()
        for m in _FENCE.finditer(path.read_text(encoding="utf-8"))
        if m[1] in languages
    ]


def commands() -> list[tuple[str, str]]:
    """Each line that starts ``contentlint``, with the document that has it."""
    return [
        (block.document, line.removeprefix(".venv/bin/"))
        for block in blocks("bash")
        for line in block.text.splitlines()
        if re.match(r"(\.venv/bin/)?contentlint ", line)
    ]


def run(command: str, folder: Path = ROOT) -> tuple[int, str]:
    """Exit code and all output of ``contentlint …``, run without a shell."""
    program, *args = shlex.split(command)
    assert program == "contentlint", command
    done = subprocess.run(
        [sys.executable, "-m", "contentlint", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("document", "command"), commands())
def test_commands_of_the_documents_run(document: str, command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    code, output = run(command, tmp_path)
    assert code in ((0,) if "--exit-zero" in command else (0, 1)), f"{document}: {output}"
    assert output, document


def test_shown_output_is_the_real_one(update: bool) -> None:
    text = README.read_text(encoding="utf-8")
    shown = [block for block in blocks("console") if block.document == "README.md"]
    assert shown
    for block in shown:
        first, _, output = block.text.partition("\n")
        code, real = run(first.removeprefix("$ "))
        assert code in (0, 1), real
        if update:
            text = text.replace(block.text, f"{first}\n{real}")
            README.write_text(text, encoding="utf-8")
        else:
            assert output == real


def test_readme_sets_up_with_two_commands() -> None:
    lines = [
        line
        for block in blocks("bash")
        if block.document == "README.md"
        for line in block.text.splitlines()
        if SETUP in line
    ]
    fetch, test = lines
    assert fetch.startswith("git clone https://example.org/contentlint contentlint && cd ")
    assert fetch.endswith(".venv/bin/contentlint check --exit-zero examples/")
    assert test == f"{SETUP}'.[dev]' && .venv/bin/pytest -m \"not slow\""


def test_toml_of_the_documents_is_accepted() -> None:
    found = [b for b in blocks("toml") if "[[" in b.text or "profile" in b.text]
    assert found
    for block in found:
        parsed = schema.parse(tomli.loads(block.text), block.document, str(ROOT))
        layers = [*parsed.layers, *(override.layer for override in parsed.overrides)]
        rules = ruleset.builtin().rules
        select.check_selectors(layers, rules)
        for rule in select.selected(rules, layers, preview=True, origin="unknown"):
            ruleset.bind(rule, options=select.setting(rule, layers).options)


def test_yaml_of_the_documents_is_well_formed_and_names_our_hook() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with pre-commit")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    loaded = [yaml.safe_load(block.text) for block in blocks("yaml")]
    named = [h["id"] for d in loaded for r in d.get("repos", []) for h in r["hooks"]]
    assert set(named) <= {hook["id"] for hook in hooks}
    assert "contentlint" in named
    for line in re.findall(r"contentlint check .*", "\n".join(b.text for b in blocks("yaml"))):
        code, output = run(f"{line.strip()} --show-files", ROOT / "examples")
        assert code == 0, output


def test_relative_links_lead_to_files_of_the_repository() -> None:
    for path in documents():
        doc = formats.read(path.name, path.read_bytes())
        for link in doc.links:
            target = doc.text[link.dest.start : link.dest.end]
            if link.kind in ("link", "image") and not re.match(r"[a-z]+:|#", target):
                there = (path.parent / target.partition("#")[0]).resolve()
                assert there.exists(), f"{path.name}: {target}"
                assert there.is_relative_to(ROOT), f"{path.name}: {target}"


def test_every_family_stands_in_the_table_and_no_other() -> None:
    table = set(re.findall(r"^\| ([A-Z]{3}) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert table == set(ruleset.builtin().families)


def test_profiles_and_formats_that_the_readme_names_exist() -> None:
    text = README.read_text(encoding="utf-8")
    for name in re.findall(r"--profile (\w+)", text):
        Session(Request(Selection(isolated=True, profile=name)))
    assert set(re.findall(r"--format (\w+)", text)) <= set(report_formats())


def tracked() -> list[Path]:
    """Every file of the repository, also a new one; without git, all but hidden folders."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        names = [ROOT / name for name in os.fsdecode(listed).split("\0") if name]
        return [path for path in names if path.is_file()]
    skipped = {".venv", "dist", "build", "__pycache__", ".git"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.parts)]


def test_no_file_names_a_place_outside_the_repository() -> None:
    home = re.compile(r"(?<![\w./:*-])/(?:home|root|Users)/\w")
    # where this checkout happens to lie; a folder right under / would match too much
    here = re.compile(rf"(?<![\w./:*-]){re.escape(str(ROOT.parent))}(?![\w-])")
    near_the_root = len(ROOT.parent.parts) < 2
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        assert not home.search(text) or path == Path(__file__), path
        assert near_the_root or not here.search(text), path


def test_a_dead_link_and_a_wrong_block_would_be_seen() -> None:
    assert _LINK.findall("see [here](docs/none.md) and [there](#rules)") == [
        "docs/none.md",
        "#rules",
    ]
    assert [m[1] for m in _FENCE.finditer("```bash\na\n```\ntext\n```toml\nb\n```\n")] == [
        "bash",
        "toml",
    ]
