"""How git is run: what it is told to leave alone, and what is said when it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from repositories import commit, git, start

from contentlint.model.errors import ConfigError
from contentlint.source import git as module
from contentlint.source.git import (
    FOLDER,
    Entry,
    Objects,
    base,
    environment,
    run,
    without_filters,
)

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a repository with one commit."""
    top = start(tmp_path / "مستودع", monkeypatch)
    commit()
    return top


# The commit


@pytest.mark.parametrize("reference", ["HEAD", "main", "main^{commit}", "HEAD~0", "v1"])
def test_commit_has_its_id_and_the_root_of_its_repository(here: Path, reference: str) -> None:
    git("tag", "-a", "-m", "text", "v1")
    (here / "a/b").mkdir(parents=True)
    os.chdir("a/b")
    assert base(reference) == (str(here), git("rev-parse", "HEAD"))


@pytest.mark.parametrize("name", ["X", " a ", "a\t", "a\n", "caf\udce9"])
def test_name_of_the_folder_is_kept(here: Path, name: str) -> None:
    folder = here.parent / name
    folder.mkdir()
    os.chdir(folder)
    git("init", "-q")
    git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "a")
    assert base("HEAD").top == str(folder)


def said(reference: str) -> str:
    with pytest.raises(ConfigError) as caught:
        base(reference)
    return str(caught.value)


def test_missing_commit_is_named_with_the_remedy(here: Path) -> None:
    assert said("dev") == "--diff-base: git does not know the commit 'dev'"
    assert said("") == "--diff-base: no commit is named"
    assert said("--help") == "--diff-base: '--help' is not a commit"
    unknown = "--diff-base: git does not know the commit 'origin/dev/ar'"
    assert said("origin/dev/ar") == unknown
    git("remote", "add", "origin", str(here))
    assert said("origin/dev/ar") == f"{unknown}; fetch it first: git fetch origin dev/ar"
    git("config", "remote.caf\udce9.url", "x")
    assert said("caf\udce9/dev").endswith("'caf\\udce9/dev'")
    assert said("origin") == "--diff-base: git does not know the commit 'origin'"
    assert said("other/dev") == "--diff-base: git does not know the commit 'other/dev'"


def test_shallow_clone_is_told_how_to_get_its_history(here: Path) -> None:
    commit()
    git("clone", "-q", "--depth", "1", here.as_uri(), str(here.parent / "clone"))
    os.chdir(here.parent / "clone")
    git("init", "-q", "--bare", "articles")
    os.chdir("articles")
    assert said("HEAD~1") == (
        "--diff-base: git does not know the commit 'HEAD~1'; this clone is shallow: fetch its "
        "history (git fetch --unshallow, fetch-depth: 0 of actions/checkout, or GIT_DEPTH: 0 of "
        "GitLab)"
    )


def test_folder_without_a_repository_is_one_error(here: Path) -> None:
    os.chdir(here.parent)
    assert said("HEAD") == "--diff-base: there is no git repository here"


def test_repository_named_in_the_environment_is_used(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chdir(here.parent)
    monkeypatch.setenv("GIT_DIR", str(here / ".git"))
    assert base("HEAD").commit == git("rev-parse", "HEAD")


def test_files_that_look_like_a_repository_are_not_asked(here: Path) -> None:
    git("init", "-q", "--bare", "articles")
    git("remote", "add", "origin", str(here))
    git("config", "filter.a.clean", "touch ran")
    os.chdir("articles")
    assert base("HEAD").top == str(here)
    assert said("origin/dev").endswith("; fetch it first: git fetch origin dev")
    assert len(without_filters(str(here))) == 6


# Running it


def test_first_line_of_an_error_is_shown() -> None:
    with pytest.raises(ConfigError, match=r"^--diff-base: git: fatal: [^\n]+$"):
        run(["rev-parse", "--verify", "dev"], ".")
    with pytest.raises(ConfigError, match=r"^[^\n]*caf\ufffd[^\n]*\Z"):
        run(["show", "caf\udce9"], ".")
    with pytest.raises(ConfigError, match=r"^--diff-base: it is gone$"):
        run(["rev-parse", "--verify", "dev"], ".", "it is gone")


def test_attributes_are_those_of_the_disk_or_of_a_commit(here: Path) -> None:
    (here / ".gitattributes").write_text("a ident\n")
    commit()
    (here / ".gitattributes").write_text("a -ident\n")
    asked = ["check-attr", "ident", "a"]
    assert run(asked, ".") == b"a: ident: unset\n"
    assert run(asked, ".", attributes="HEAD") == b"a: ident: set\n"


def test_output_is_that_of_the_folder(here: Path) -> None:
    (here / "a").mkdir()
    assert run(["rev-parse", "--show-prefix"], "a") == b"a/\n"
    assert run(["rev-parse", "--show-prefix"], ".") == b"\n"


def test_missing_git_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = Objects(base("HEAD"))
    monkeypatch.setenv("PATH", "")
    for call in (lambda: base("HEAD"), lambda: objects.folder(objects.root)):
        with pytest.raises(ConfigError, match=r"^--diff-base: git is not installed$"):
            call()


def test_environment_lets_git_fetch_and_lock_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ar_EG.UTF-8")
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext")
    monkeypatch.setenv("KEPT", "1")
    own = {
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "KEPT": "1",
    }
    assert environment().items() >= own.items()
    assert "GIT_ATTR_SOURCE" not in environment()
    assert environment("abc") == {**environment(), "GIT_ATTR_SOURCE": "abc"}


def test_objects_of_a_commit_are_read_by_their_ids(here: Path) -> None:
    (here / "a").write_bytes(b"one\n")
    (here / "x").mkdir()
    (here / "x/b c").write_bytes(b"")
    (here / "x/b c").chmod(0o755)
    (here / "link").symlink_to("x")
    commit()
    objects = Objects(base("HEAD"))
    objects.close()
    assert (objects.top, objects.commit) == (str(here), git("rev-parse", "HEAD"))
    names = {name: git("rev-parse", f"HEAD:{name}") for name in ("a", "link", "x", "x/b c")}
    os.chdir(here.parent)
    folder = objects.folder(objects.root)
    assert folder == {
        "a": Entry("100644", names["a"]),
        "link": Entry("120000", names["link"]),
        "x": Entry(FOLDER, names["x"]),
    }
    assert objects.folder(folder["x"]) == {"b c": Entry("100755", names["x/b c"])}
    assert [objects.content(folder[name]) for name in ("a", "link")] == [b"one\n", b"x"]
    objects.close()
    objects.close()
    assert objects.content(folder["a"]) == b"one\n", "it starts again"
    objects.close()


def test_object_that_a_partial_clone_lacks_is_not_fetched(here: Path) -> None:
    (here / "a").write_bytes(b"one\n")
    commit()
    git("config", "uploadpack.allowFilter", "true")
    part = here.parent / "part"
    git("clone", "-q", "--filter=blob:none", "--no-checkout", here.as_uri(), str(part))
    os.chdir(part)
    git("config", "remote.origin.uploadpack", f"touch '{part}/ran'; git-upload-pack")
    objects = Objects(base("HEAD"))
    entry = objects.folder(objects.root)["a"]
    with pytest.raises(ConfigError, match="git cannot read the object"):
        objects.content(entry)
    objects.close()
    assert not (part / "ran").exists()


def test_reader_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(top: str) -> subprocess.Popen[bytes]:
        started.append(start_reader(top))
        return started[-1]

    start_reader = module._start_reader
    monkeypatch.setattr(module, "_start_reader", start)
    objects = Objects(base("HEAD"))
    assert objects.folder(objects.root) == {}
    started[0].kill()
    started[0].wait()
    with pytest.raises(ConfigError, match="git cannot read the object"):
        objects.content(objects.root)
    objects.close()


def test_missing_object_is_named_and_the_others_are_read(here: Path) -> None:
    (here / "a").write_bytes(b"one\n")
    commit()
    objects = Objects(base("HEAD"))
    with pytest.raises(ConfigError) as caught:
        objects.content(Entry("100644", "0" * 40))
    wanted = f"--diff-base: git cannot read the object {'0' * 40} of {objects.commit}"
    assert str(caught.value) == wanted
    assert objects.content(objects.folder(objects.root)["a"]) == b"one\n"
    objects.close()


def test_what_git_says_of_a_damaged_object_is_not_shown(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (here / "a").write_bytes(b"one\n")
    commit()
    name = git("rev-parse", "HEAD:a")
    path = here / ".git/objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    objects = Objects(base("HEAD"))
    with pytest.raises(ConfigError, match="git cannot read the object"):
        objects.content(Entry("100644", name))
    objects.close()
    assert capfd.readouterr() == ("", "")


def test_each_filter_is_turned_off_once() -> None:
    assert without_filters(".") == []
    for key in ("a.b.clean", "a.b.smudge", "c.process"):
        git("config", f"filter.{key}", "touch ran")
    git("config", "other.filter.clean", "x")
    options = without_filters(".")
    assert sorted(options[1::2]) == [
        *("filter.a.b.clean=", "filter.a.b.process=", "filter.a.b.required=false"),
        *("filter.c.clean=", "filter.c.process=", "filter.c.required=false"),
    ]
    assert set(options[::2]) == {"-c"}


def test_filter_that_cannot_be_turned_off_is_refused() -> None:
    git("config", "filter.a=b.clean", "touch ran")
    with pytest.raises(ConfigError) as caught:
        without_filters(".")
    wanted = "--diff-base: filter.a=b: git cannot be told not to run this filter"
    assert str(caught.value) == wanted
