"""The recipes for CI run nothing out of a checkout, which may be a stranger's pull request.

Quick: every command of them is taken apart. Slow: each recipe is
followed in a folder full of traps, with a wheel in place of the address; the wheels come from the
package index beforehand, and the recipes themselves ask no network.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli
import yaml
from conftest import ROOT
from trees import copy_of_the_checkout, traps

ADDRESS = "git+https://example.org/contentlint@vX.Y.Z"
OUTSIDE = ("$RUNNER_TEMP/", "$WORKSPACE_TMP/", "/")
"""Where a path begins that no checkout holds."""
_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (?:pre-commit|CI)\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"(?:.*/)?python[\d.]*")
_PIP = re.compile(r"(?:.*/)?pip[\d.]*")
_INSTALLED = re.compile(r"git\+https://\S+|/\S+|\$ACTION")
"""What pip looks up in no folder, as it does with ``name @ address``, and in no package index."""

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the recipes are for bash")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="a checkout needs git")


# The recipes


class Step(NamedTuple):
    script: str
    env: Mapping[str, object] = {}


class Recipe(NamedTuple):
    name: str
    steps: tuple[Step, ...]

    def text(self) -> str:
        return "\n".join(step.script for step in self.steps)


def steps_in(data: object) -> Iterator[Step]:
    """The scripts of a workflow, pipeline or action, as GitHub, GitLab and Azure write them."""
    if isinstance(data, list):
        for entry in data:
            yield from steps_in(entry)
    elif isinstance(data, dict):
        for key in ("before_script", "run", "script"):
            given = data.get(key, [])
            lines = [given] if isinstance(given, str) else given
            if lines:
                yield Step("\n".join(lines), data.get("env", {}))
        for value in data.values():
            yield from steps_in(value)


def steps_of(language: str, text: str) -> tuple[Step, ...]:
    if language == "yaml":
        return tuple(steps_in(yaml.safe_load(text)))
    if language == "groovy":
        return tuple(map(Step, re.findall(r"\bsh '([^']*)'", text)))
    return tuple(Step(line[2:]) for line in text.splitlines() if line.startswith("$ "))


def documents() -> dict[str, str]:
    """The parts of the documents that hold recipes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {
        "README.md": "\n".join(_SECTION.findall(readme)),
        "docs/ci.md": (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"),
    }


def blocks() -> list[tuple[str, str, str]]:
    """Name, language and text of each fenced block in them."""
    return [
        (f"{document}: {title or number}", language, text)
        for document, part in documents().items()
        for number, (language, title, text) in enumerate(_BLOCK.findall(part), 1)
    ]


def action() -> Recipe:
    return Recipe("action.yml", steps_of("yaml", (ROOT / "action.yml").read_text(encoding="utf-8")))


def recipes() -> list[Recipe]:
    docker = re.findall(r"^RUN (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    found = [Recipe(name, steps_of(language, text)) for name, language, text in blocks()]
    return [*found, action(), Recipe("Dockerfile", tuple(map(Step, docker)))]


ALL = [recipe for recipe in recipes() if recipe.steps]
INSTALLING = [recipe for recipe in ALL if ADDRESS in recipe.text()]


# What a command must not do


def commands(script: str) -> Iterator[list[str]]:
    """The words of each command of a script."""
    for line in script.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words: list[str] = []
        for word in (*lexer, ";"):
            if set(word) <= set(";&|()"):
                if words:
                    yield words
                words = []
            else:
                words.append(word)


def faults(script: str) -> list[str]:
    """How a script could run what its current folder holds."""
    found = []
    for words in commands(script):
        for at, word in enumerate(words):
            after = words[at + 1 :]
            if _PYTHON.fullmatch(word):
                found += _python_faults(after)
            if "/bin/" in word and not word.startswith(OUTSIDE):
                found.append(f"a program of the checkout: {word}")
            if _PIP.fullmatch(word) and after[:1] == ["install"]:
                found += _pip_faults(after[1:])
    return found


def _python_faults(after: list[str]) -> list[str]:
    options = after[: after.index("-m")] if "-m" in after else after[:1]
    found = [] if "-I" in options else ["python without -I"]
    if "venv" in after:
        places = [w for w in after[after.index("venv") + 1 :] if not w.startswith("-")]
        found += [f"an environment in the checkout: {p}" for p in places[:1] if _is_inside(p)]
    return found


def _is_inside(path: str) -> bool:
    return not path.startswith(OUTSIDE) or ".." in path


def _pip_faults(after: list[str]) -> list[str]:
    harmless = ("--quiet", "-q", "--no-cache-dir")
    return [
        f"pip may install a stranger's: {word}"
        for word in after
        if word not in harmless and not _INSTALLED.fullmatch(word)
    ]


@pytest.mark.parametrize("recipe", ALL, ids=lambda recipe: recipe.name)
def test_no_recipe_runs_what_the_checkout_holds(recipe: Recipe) -> None:
    assert [fault for step in recipe.steps for fault in faults(step.script)] == []


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (f'python -m pip install "{ADDRESS}"', "python without -I"),
        ("set -e\npython3 -s -m pip list", "python without -I"),
        ('if true; then python3.13 -m venv "$RUNNER_TEMP/x"; fi', "python without -I"),
        ("python tool.py -I", "python without -I"),
        ("python -I -m venv .venv", "an environment in the checkout: .venv"),
        ('python -I -m venv "$RUNNER_TEMP/../x"', "an environment in the checkout: $RUNNER_TEMP"),
        (".venv/bin/contentlint check .", "a program of the checkout: .venv/bin/contentlint"),
        (f'pip install "contentlint @ {ADDRESS}"', "pip may install a stranger's: con"),
        ("x && pip3 install -q .", "pip may install a stranger's: ."),
        ("python -I -m pip install -r requirements.txt", "pip may install a stranger's: "),
        ("python -I -m pip install contentlint==0.2.0", "pip may install a stranger's: "),
    ],
)
def test_a_command_that_does_is_seen(script: str, fault: str) -> None:
    assert any(said.startswith(fault) for said in faults(script)), faults(script)


def test_no_installation_is_overlooked() -> None:
    shown = sum(len(re.findall('pip"? install', text)) for _, _, text in blocks())
    assert shown == sum(recipe.text().count(ADDRESS) for recipe in ALL) == len(INSTALLING)
    assert {recipe.name.partition(": ")[2] for recipe in INSTALLING} >= {
        ".github/workflows/content.yml",
        ".gitlab-ci.yml",
        "azure-pipelines.yml",
        "Jenkinsfile",
    }


NEEDS = {
    "actions/checkout": {"contents": "read"},
    "actions/setup-python": {},
    "OWNER/contentlint": {},
    "github/codeql-action/upload-sarif": {"security-events": "write"},
    "reviewdog/action-setup": {"pull-requests": "write"},
}
"""The rights that a workflow needs for the actions that its steps use."""
_PINNED = re.compile(r"OWNER/contentlint@vX\.Y\.Z|[\w.-]+/\S+@[0-9a-f]{40}")
"""Our own action, and a commit of others."""


def workflow_faults(workflow: Mapping[Any, Any]) -> list[str]:
    """What a workflow lets a pull request do beyond being checked."""
    steps = [step for job in workflow["jobs"].values() for step in job.get("steps", [])]
    uses = [str(step["uses"]) for step in steps if "uses" in step]
    names = [name.partition("@")[0] for name in uses]
    needed = {key: value for name in names for key, value in NEEDS[name].items()}
    found = [f"not pinned: {name}" for name in uses if not _PINNED.fullmatch(name)]
    if workflow["permissions"] != needed:
        found.append(f"permissions: {workflow['permissions']}, needed: {needed}")
    found += ["permissions of a job" for job in workflow["jobs"].values() if "permissions" in job]
    # YAML 1.1 reads the key `on` as true.
    events = workflow[True] if isinstance(workflow[True], list) else [workflow[True]]
    found += [f"event: {event}" for event in events if event not in ("push", "pull_request")]
    for step in steps:
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            if step["with"].get("persist-credentials") is not False:
                found.append("the checkout keeps the token")
        if "secrets." in str(step) and not step.get("run", "").startswith("reviewdog "):
            found.append(f"a secret for {step}")
    return found


def workflows() -> list[tuple[str, dict[Any, Any]]]:
    """The whole workflows of GitHub in the documents, with their names."""
    loaded = [(name, load(text)) for name, language, text in blocks() if language == "yaml"]
    return [(name, workflow) for name, workflow in loaded if True in workflow]


def test_workflows_take_no_more_rights_than_they_need() -> None:
    found = {name: workflow_faults(workflow) for name, workflow in workflows()}
    assert len(found) == 7
    assert not any(found.values()), found


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("contents: read", "contents: write", "permissions: {'contents': 'write'}"),
        ("  contents: read", "  contents: read\n  checks: write", "permissions: {"),
        ("    steps:", "    permissions: write-all\n    steps:", "permissions of a job"),
        ("persist-credentials: false", "fetch-depth: 0", "the checkout keeps the token"),
        ("pull_request]", "pull_request_target]", "event: pull_request_target"),
        ("checkout@3d3c42e5", "checkout@", "not pinned: actions/checkout@"),
        ("check --profile ci .", "check .\n        env: {A: '${{ secrets.A }}'}", "a secret for"),
    ],
)
def test_a_right_too_many_is_seen(before: str, after: str, fault: str) -> None:
    (text,) = (text for name, _, text in blocks() if name.endswith("/content.yml"))
    assert before in text
    found = workflow_faults(load(text.replace(before, after)))
    assert any(said.startswith(fault) for said in found), found


@pytest.mark.parametrize("recipe", ALL, ids=lambda recipe: recipe.name)
def test_no_expression_is_pasted_into_a_script(recipe: Recipe) -> None:
    """What GitHub replaces in a script is code: names of branches reach it by the environment."""
    assert not any("${{" in step.script for step in recipe.steps)


def test_forks_are_told_by_the_name_of_their_repository() -> None:
    """``fork`` is true for the own branches of a fork, and null if the fork was deleted."""
    both = (ROOT / "action.yml", ROOT / "docs" / "ci.md")
    text = "".join(path.read_text(encoding="utf-8") for path in both)
    assert "head.repo.fork" not in text
    assert text.count("github.event.pull_request.head.repo.full_name") == 3


def load(text: str) -> dict[Any, Any]:
    data = yaml.safe_load(text)
    assert isinstance(data, dict)
    return data


# The recipes followed, in a folder full of traps


MODULES = (
    *("ensurepip", "venv"),
    *("contentlint", "pathspec", "pyarabic", "regex", "tomli", "yaml"),
    *("conftest", "hatch_build", "hatchling", "pip", "setup", "setuptools", "wheel"),
    *("backend", "sitecustomize", "usercustomize", "contentlint/__init__", ".venv/ensurepip"),
)
BUILD = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


class Checkout:
    """A pull request in which whatever is imported or run leaves its name in ``marker``."""

    def __init__(self, top: Path) -> None:
        self.folder = top / "checkout"
        self.marker = top / "marker"
        self.programs = top / "programs"
        self.output = top / "output"
        for folder in (self.folder, self.programs, top / "home", top / "temp"):
            folder.mkdir()
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("CONTENTLINT_", "GIT", "PIP_", "PYTHON", "VIRTUAL_ENV"))
        }
        self.env = {
            **kept,
            "HOME": str(top / "home"),
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(top / "temp"),
            "WORKSPACE_TMP": str(top / "checkout@tmp"),
            "GITHUB_OUTPUT": str(self.output),
        }
        self.trap(*(f"{name}.py" for name in MODULES))
        python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        self.trap("here.pth", f".venv/lib/{python}/site-packages/trap.pth")
        self.write("pyproject.toml", BUILD)

    def trap(self, *names: str) -> None:
        traps(self.folder, self.marker, names)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def commit(self) -> None:
        """A pull request whose one change is an article, beside the traps, which were there."""
        for command in (
            "init -q -b main && git add -A && git commit -qm before",
            "update-ref refs/remotes/origin/main HEAD",
        ):
            assert self.run(f"git {command}", who())[0] == 0
        self.write("article.md", "# عنوان\n\nفقرة قبل الصورة.\n\n![]()\n\nفقرة بعد الصورة.\n")
        assert self.run("git add -A && git commit -qm article", who())[0] == 0

    def run(self, script: str, env: Mapping[str, str]) -> tuple[int, str]:
        """Exit code and all output of a script, run as the services run it."""
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    def follow(self, recipe: Recipe, known: Mapping[str, str]) -> tuple[int, str]:
        """Exit code and output of all steps, up to the first that fails."""
        told = ""
        for step in recipe.steps:
            values = {**known, **self.outputs()}
            env = {key: filled(str(value), values) for key, value in step.env.items()}
            code, output = self.run(filled(step.script, values), env)
            told += output
            if code:
                return code, told
        return 0, told

    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text().splitlines() if self.output.exists() else []
        pairs = [line.partition("=") for line in lines]
        return {f"steps.check.outputs.{key}": value for key, _, value in pairs}

    def sprung(self) -> str:
        return self.marker.read_text() if self.marker.exists() else ""


def who() -> dict[str, str]:
    names = [f"GIT_{role}_{key}" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")]
    return {**dict.fromkeys(names, "t@example.org"), "GIT_CONFIG_GLOBAL": os.devnull}


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with what stands in ``${{ … }}`` replaced."""
    return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda m: values[m[1]], text)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@needs_bash
@pytest.mark.parametrize(
    ("script", "trap"),
    [
        ("python -m pip --version", "pip.py"),
        ("python -m venv x", "venv.py"),
        ("python -m contentlint --version", "contentlint/__init__.py"),
        ("python -c 'import contentlint'", "contentlint/__init__.py"),
        ("python -I -m pip install -q --no-index --no-build-isolation .", "backend.py"),
        ("python -I -c 'import site; site.addsitedir(\".\")'", "here.pth"),
        ("python -I -m venv --without-pip .venv && .venv/bin/python -I -c ''", "trap.pth"),
        ("PYTHONPATH=. python -c ''", "sitecustomize.py"),
    ],
)
def test_the_traps_spring(checkout: Checkout, script: str, trap: str) -> None:
    checkout.program("python", f'exec "{sys.executable}" "$@"')
    checkout.run(script, {})
    assert trap in checkout.sprung()


@needs_bash
@needs_git
@pytest.mark.parametrize("program", ["contentlint", "python -I -m contentlint"])
@pytest.mark.parametrize("arguments", ["--jobs 2 .", "--diff-base main .", "--untrusted --diff ."])
def test_the_command_runs_no_code_of_the_folder(
    checkout: Checkout, program: str, arguments: str
) -> None:
    checkout.program("python", f'exec "{sys.executable}" "$@"')
    command = "from contentlint.cli.main import main; main()"
    checkout.program("contentlint", f'exec "{sys.executable}" -I -c "{command}" "$@"')
    checkout.trap(*(f"{name}.py" for name in sys.stdlib_module_names))
    checkout.write("contentlint.toml", 'select = ["PUN001"]\n')
    checkout.commit()
    checkout.write("article.md", "كلمة ، كلمة\n")
    code, told = checkout.run(f"{program} check {arguments}", {})
    assert checkout.sprung() == ""
    assert code == 1, told


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels of contentlint and of all that it needs, also to be built."""
    folder = tmp_path_factory.mktemp("wheels")
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--wheel-dir", str(folder)]
    subprocess.run(
        [*command, str(ROOT), *project["build-system"]["requires"]],
        cwd=folder,
        env={**os.environ, "CONTENTLINT_COMPILE": ""},
        check=True,
    )
    return folder


@pytest.fixture
def ready(checkout: Checkout, wheels: Path, tmp_path: Path) -> Checkout:
    """A checkout on a machine that has a fresh Python, and pip knows only the wheels."""
    venv.create(tmp_path / "python", with_pip=True)
    for name in ("contentlint", "python"):
        checkout.program(name, f'exec "{tmp_path}/python/bin/{name}" "$@"')
    checkout.program("reviewdog", "cat")
    nowhere = dict.fromkeys(("ALL_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    checkout.env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), **nowhere, **who()}
    checkout.trap(*(f"{name}.py" for name in sys.stdlib_module_names))
    checkout.write("contentlint.toml", 'profile = "default"\n')
    checkout.commit()
    return checkout


def known(action_path: Path) -> dict[str, str]:
    """What stands in ``${{ … }}``: the inputs of the action as they are when nothing is said."""
    inputs = load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    return {
        **{f"inputs.{name}": str(given["default"]) for name, given in inputs.items()},
        "inputs.untrusted": "true",
        "github.action_path": str(action_path),
        "github.base_ref": "main",
        "github.event.pull_request.base.sha": "origin/main",
        "secrets.GITHUB_TOKEN": "",
    }


def built(wheels: Path) -> Path:
    (found,) = wheels.glob("contentlint-*.whl")
    return found


@pytest.mark.slow
@needs_bash
@needs_git
@pytest.mark.parametrize("recipe", INSTALLING, ids=lambda recipe: recipe.name)
def test_a_recipe_runs_no_code_of_the_checkout(
    ready: Checkout, wheels: Path, recipe: Recipe
) -> None:
    local = built(wheels).as_uri()
    here = [step._replace(script=step.script.replace(ADDRESS, local)) for step in recipe.steps]
    code, told = ready.follow(recipe._replace(steps=tuple(here)), known(built(wheels)))
    assert ready.sprung() == ""
    assert code == (0 if "--exit-zero" in recipe.text() else 1), told
    assert "IMG001" in told


@pytest.mark.slow
@needs_bash
@needs_git
def test_the_action_runs_no_code_of_the_checkout(ready: Checkout, tmp_path: Path) -> None:
    # As a job may have it for programs of its own.
    ready.env["PYTHONPATH"] = "."
    source = tmp_path / "source"
    copy_of_the_checkout(source)
    ready.write("more.md", "![]()\n")
    values = known(source)
    code, told = ready.follow(action(), {**values, "inputs.paths": "article.md\nmore.md\n"})
    assert ready.sprung() == ""
    assert code == 1, told
    assert "file=article.md" in told and "file=more.md" in told
    assert ready.outputs() == {"steps.check.outputs.exit-code": "1"}
