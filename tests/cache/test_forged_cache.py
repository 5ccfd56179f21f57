"""A cache that came with a repository is not believed, however it came."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from conftest import ROOT

from contentlint import __version__
from contentlint.cache import folder as cachefolder
from contentlint.source.discovery import CACHE_FOLDER

BAD = "# عنوان\n\n![]()\n"
CLEAN = "# عنوان\n\nنص سليم كله.\n"
CHECK = ("check", "--select=IMG001", "--format=concise", ".")
needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
_FORGE = """
import sys
from pathlib import Path
from contentlint._util.digest import digest_of
from contentlint.cache import store
from contentlint.model.wire import pack

article = Path("a.md").read_bytes()
clean = digest_of(Path("clean.md").read_bytes())
read, kept = store.read_entries, store._kept

def forged(entries):
    by_digest = {entry.digest: entry for entry in entries.values()}
    a = by_digest[digest_of(article)]
    entries = {**entries, "a.md": a._replace(result=by_digest[clean].result)}
    return kept(entries)

store._kept = forged
from contentlint.cli.main import run
run(sys.argv[1:])
"""


def contentlint(folder: Path, user: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run contentlint as a user whose home folder is ``user``."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if k not in ("CI", "GITHUB_ACTIONS")},
            "PYTHONPATH": str(ROOT),
            "HOME": str(user),
            "XDG_STATE_HOME": "",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def check(folder: Path, user: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return contentlint(folder, user, "-m", "contentlint", *CHECK, *more)


@pytest.fixture
def strangers(tmp_path: Path) -> Path:
    """A repository with a cache in which its author replaced the findings of ``a.md``."""
    folder = tmp_path / "stranger" / "project"
    folder.mkdir(parents=True)
    folder.joinpath("contentlint.toml").touch()
    folder.joinpath("a.md").write_text(BAD, encoding="utf-8")
    folder.joinpath("clean.md").write_text(CLEAN, encoding="utf-8")
    done = contentlint(folder, folder.parent, "-c", _FORGE, *CHECK)
    assert done.stderr.count("IMG001") == 0
    assert "IMG001" in done.stdout
    forged = check(folder, folder.parent)
    assert (forged.returncode, forged.stdout) == (0, ""), "its author believes it"
    return folder


def cloned(source: Path, to: Path) -> None:
    if not shutil.which("git"):
        # The forged cache must come as others get it: by a clone.
        pytest.skip("git is not installed")
    for command in ("init -q .", "add -Af .", "commit -qm x"):
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *command.split()], cwd=source, check=True)
    subprocess.run(["git", "clone", "-q", str(source), str(to)], check=True)


def unpacked(source: Path, to: Path) -> None:
    archive = source.parent / "project.tar"
    with tarfile.open(archive, "w") as out:
        out.add(source, to.name)
    subprocess.run(["tar", "xpf", str(archive)], cwd=to.parent, check=True)


@needs_modes
@pytest.mark.parametrize("brought", [cloned, unpacked, shutil.copytree])
def test_forged_cache_of_a_repository_is_not_believed(
    strangers: Path, tmp_path: Path, brought: object
) -> None:
    folder, user = tmp_path / "project", tmp_path / "user"
    user.mkdir()
    before = os.umask(0o077)
    try:
        brought(strangers, folder)  # type: ignore[operator]
    finally:
        os.umask(before)
    assert next(folder.joinpath(CACHE_FOLDER).glob("*/*")).stat().st_mode & 0o077 == 0
    cold = check(folder, user, "--no-cache")
    assert cold.returncode == 1
    for _ in range(2):
        done = check(folder, user)
        assert (done.returncode, done.stdout) == (1, cold.stdout)


def test_secret_of_a_repository_is_not_believed(strangers: Path, tmp_path: Path) -> None:
    """The home folder may be a checkout, as in some containers."""
    folder = tmp_path / "home"
    shutil.copytree(strangers, folder)
    for state in strangers.parent.iterdir():
        if state != strangers:
            shutil.copytree(state, folder / state.name)
    assert check(folder, folder).returncode == 1


@pytest.mark.parametrize("version", [True, False])
def test_links_in_a_cache_of_a_repository_lead_nowhere(tmp_path: Path, version: bool) -> None:
    folder, outside = tmp_path / "project", tmp_path / "outside"
    cachefolder.make(str(folder / CACHE_FOLDER))
    outside.mkdir()
    outside.joinpath("mine").write_text("mine")
    folder.joinpath("a.md").write_text(BAD, encoding="utf-8")
    inner, ignored = (folder / CACHE_FOLDER / name for name in (__version__, ".gitignore"))
    inner.rmdir()
    if version:
        inner.symlink_to(outside, target_is_directory=True)
    else:
        ignored.unlink()
        ignored.symlink_to(outside / "mine")
    assert check(folder, tmp_path).returncode == 1
    assert [path.name for path in outside.iterdir()] == ["mine"]
    assert outside.joinpath("mine").read_text() == "mine"
