"""The built package holds all it needs and works away from the checkout.

Builds, makes an environment and asks the package index.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
import tomli
from conftest import ROOT

from compile_modules import missing
from contentlint._util import translation
from contentlint.engine import ruleset
from contentlint.engine import wording as messages
from tools.spelling import pack

pytestmark = pytest.mark.slow

BAD = "# عنوان\n\nفقرة قبل الصورة.\n\n![]()\n\nفقرة بعد الصورة.\n"


def outside() -> dict[str, str]:
    """An environment that does not lead back into the checkout."""
    ours = ("PYTHON", "GIT_", "CONTENTLINT_")
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)}


def run(*command: str | Path, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=outside() | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def asked(pure: bool) -> dict[str, str]:
    """The environment that makes a compiled package run uncompiled."""
    return {"CONTENTLINT_PURE": "1"} if pure else {}


@pytest.fixture(scope="module", params=["pure", "compiled"])
def wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is built without being asked, and compiled."""
    compiled = request.param == "compiled"
    if compiled and missing():
        # Another Python than CPython, or no C compiler: a compiled wheel cannot be built here.
        pytest.skip(missing())
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = run(*command, folder=folder, **({"CONTENTLINT_COMPILE": "1"} if compiled else {}))
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("contentlint-*.whl")
    assert built.name.endswith("-any.whl") == (not compiled)
    # What is fetched for the build: a pure one is light.
    said = done.stdout + done.stderr
    assert ("- mypy" in said) == ("- setuptools" in said) == compiled, said
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment that has only the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    done = run(programs / "python", "-m", "pip", "install", "-q", wheel, folder=folder)
    assert done.returncode == 0, done.stderr
    return programs


def test_wheel_holds_code_rules_types_and_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "contentlint").rglob("*")
        # In a wheel the translations are compiled.
        if p.is_file() and "__pycache__" not in p.parts and p.suffix not in (".so", ".pyd", ".po")
    }
    rules = {
        f"contentlint/_rules/{p.relative_to(ROOT / 'rules').as_posix()}"
        for p in (ROOT / "rules").rglob("*.toml")
    }
    assert "contentlint/py.typed" in sources
    assert (sources | rules) - names == set()
    assert {"LICENSE", "NOTICE"} <= {n.partition("/licenses/")[2] for n in names}
    assert not [name for name in names if name.startswith(("tests", "examples", "rules", "docs"))]


def test_wheel_holds_the_packed_list_of_misspelled_words(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = archive.getinfo("contentlint/spelling/ar.bin")
        assert archive.read(info) == pack.pack(pack.read(pack.TEXT))
    assert info.compress_size <= 110 * 1024


def test_wheel_holds_the_schema_of_the_report(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [n for n in names if n.startswith("contentlint/report/formats/") and n.endswith(".json")]


def test_installed_command_checks_a_file(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    done = run(installed / "contentlint", "check", "bad.md", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "bad.md:5:1: error IMG001 " in done.stdout
    where = run(
        *(installed / "python", "-c", "import contentlint; print(contentlint.__file__)"),
        folder=tmp_path,
    )
    assert str(ROOT) not in where.stdout and where.returncode == 0


def test_installed_command_speaks_every_language(
    wheel: Path, installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    names = zipfile.ZipFile(wheel).namelist()
    for language in translation.LANGUAGES[1:]:
        assert f"contentlint/_rules/messages-{language}.bin" in names
        command = (installed / "contentlint", "check", "--ui-lang", language, "bad.md")
        done = run(*command, folder=tmp_path)
        translation.use(language)
        wording = messages.of(language)
        assert wording is not None
        (rule,) = [each for each in ruleset.builtin().rules if each.code == "IMG001"]
        assert f"bad.md:5:1: error IMG001 {wording.message(rule, {})[0]}" in done.stdout
        assert translation.ngettext("{n} file", "{n} files", 1) in done.stderr


def test_version_says_how_it_was_built(wheel: Path, installed: Path, tmp_path: Path) -> None:
    how = "pure Python" if wheel.name.endswith("-any.whl") else "compiled"
    for pure in (False, True):
        done = run(installed / "contentlint", "--version", folder=tmp_path, **asked(pure))
        assert done.stdout.endswith(f" ({'pure Python' if pure else how})\n")


def test_compiled_and_pure_find_the_same(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "rules", tmp_path / "rules")
    command = (installed / "contentlint", "check", "--isolated", "--no-cache", "--exit-zero")
    options = ("--format", "json", "--min-severity", "info", "rules")
    reports = [run(*command, *options, folder=tmp_path, **asked(pure)) for pure in (False, True)]
    assert reports[0].stdout == reports[1].stdout
    assert len(json.loads(reports[0].stdout)["findings"]) > 1000


def test_installed_rules_are_the_stanzas_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    arguments = ["rules", "--isolated", "--format", "json"]
    there = run(installed / "contentlint", *arguments, folder=tmp_path)
    here = run(sys.executable, "-m", "contentlint", *arguments, folder=tmp_path)
    assert there.returncode == here.returncode == 0, there.stderr + here.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)
    stanzas = {
        key
        for path in (ROOT / "rules").glob("*.toml")
        for key in tomli.loads(path.read_text(encoding="utf-8"))
        if re.fullmatch("[A-Z]{3}[0-9]{3}", key)
    }
    assert {rule["code"] for rule in json.loads(there.stdout)} == stanzas


def test_build_that_cannot_compile_as_asked_fails_with_the_reason(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    done = run(*command, folder=tmp_path, CONTENTLINT_COMPILE="1", CC="no-such-compiler")
    assert done.returncode != 0
    assert "contentlint: cannot compile: no C compiler" in done.stdout + done.stderr
    assert not list(tmp_path.glob("*.whl"))
