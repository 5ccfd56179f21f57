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
import yaml
from conftest import ROOT

ADDRESS = "git+https://example.org/contentlint@v0.1.1"
OUTSIDE = ("$RUNNER_TEMP/", "$WORKSPACE_TMP/", "/")
"""Where a path begins that no checkout holds."""
_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (?:pre-commit|CI)\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"(?:.*/)?python[\d.]*")
_PIP = re.compile(r"(?:.*/)?pip[\d.]*")
_INSTALLED = re.compile(r"git\+https://\S+|/\S+|\$what|contentlint==\S+")
"""What pip looks up in no folder; ``name @ address`` it does, if there is a folder of that name."""

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
        f"pip installs what the checkout may hold: {word}"
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
        (f'pip install "contentlint @ {ADDRESS}"', "pip installs what the checkout may hold: con"),
        ("x && pip3 install -q .", "pip installs what the checkout may hold: ."),
        ("python -I -m pip install -r requirements.txt", "pip installs what the checkout may"),
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


def test_workflows_take_no_more_rights_than_they_need() -> None:
    workflows = [w for _, language, text in blocks() if language == "yaml" for w in [load(text)]]
    checked_out = [
        (workflow, step)
        for workflow in workflows
        for job in workflow.get("jobs", {}).values()
        for step in job.get("steps", [])
        if str(step.get("uses", "")).startswith("actions/checkout@")
    ]
    assert checked_out
    for workflow, step in checked_out:
        assert workflow["permissions"]["contents"] == "read"
        assert step["with"]["persist-credentials"] is False


def load(text: str) -> dict[str, Any]:
    data = yaml.safe_load(text)
    assert isinstance(data, dict)
    return data


# The recipes followed, in a folder full of traps


MODULES = (
    *("contentlint", "ensurepip", "pip", "setup", "sitecustomize", "usercustomize", "venv", "yaml"),
    *("contentlint/__init__", ".venv/ensurepip"),
)


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
        self._set_traps()

    def _set_traps(self) -> None:
        names = [f"{name}.py" for name in MODULES]
        python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        for name in (*names, f".venv/lib/{python}/site-packages/trap.pth"):
            # One line that begins with an import: in a .pth file no other runs.
            self.write(
                name, f"import os; open({str(self.marker)!r}, 'a').write({name!r} + '\\n')\n"
            )

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
        ("python -I -m venv --without-pip .venv && .venv/bin/python -I -c ''", "trap.pth"),
        ("PYTHONPATH=. python -c ''", "sitecustomize.py"),
    ],
)
def test_the_traps_spring(checkout: Checkout, script: str, trap: str) -> None:
    checkout.program("python", f'exec "{sys.executable}" "$@"')
    checkout.run(script, {})
    assert trap in checkout.sprung()


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels of contentlint and of all that it needs."""
    folder = tmp_path_factory.mktemp("wheels")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--wheel-dir", str(folder), str(ROOT)],
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
    checkout.env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), **who()}
    checkout.write("contentlint.toml", 'profile = "default"\n')
    checkout.commit()
    return checkout


def known(wheels: Path, version: str = "") -> dict[str, str]:
    """What stands in ``${{ … }}``: the inputs of the action as they are when nothing is said."""
    inputs = load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    return {
        **{f"inputs.{name}": str(given["default"]) for name, given in inputs.items()},
        "inputs.untrusted": "true",
        "inputs.version": version,
        "github.action_path": str(built(wheels)),
        "github.base_ref": "main",
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
    code, told = ready.follow(recipe._replace(steps=tuple(here)), known(wheels))
    assert ready.sprung() == ""
    assert code == (0 if "--exit-zero" in recipe.text() else 1), told
    assert "IMG001" in told


@pytest.mark.slow
@needs_bash
@needs_git
@pytest.mark.parametrize("pinned", [False, True])
def test_the_action_runs_no_code_of_the_checkout(
    ready: Checkout, wheels: Path, pinned: bool
) -> None:
    version = built(wheels).name.split("-")[1] if pinned else ""
    # As a job may have it for programs of its own.
    ready.env["PYTHONPATH"] = "."
    code, told = ready.follow(action(), known(wheels, version))
    assert ready.sprung() == ""
    assert code == 1, told
    assert "IMG001" in told
    assert ready.outputs() == {"steps.check.outputs.exit-code": "1"}
