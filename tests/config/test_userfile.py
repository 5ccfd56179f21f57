"""The user's own file: what it may allow, and that no repository brings one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from contentlint.cli.main import main
from contentlint.config import user
from contentlint.model.errors import ConfigError
from contentlint.run.incremental import folder_of
from contentlint.run.session import Request, Selection, Session

FAULT = "![]()\n\n"
ONLY = ("--select", "IMG001")
place = user.place  # which a fixture for all tests takes away
needs_posix = pytest.mark.skipif(os.name == "nt", reason="its folder is another on Windows")


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, which is not there yet; the current folder is a repository."""
    home, repository = tmp_path / "home", tmp_path / "repository"
    path = home / ".config" / "contentlint" / "contentlint.toml"
    path.parent.mkdir(parents=True)
    (repository / ".git").mkdir(parents=True)
    (repository / "a.md").write_text(FAULT)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(user, "place", lambda: str(path))
    monkeypatch.chdir(repository)
    return path


# Where it is


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"HOME": "/h/a"}, "/h/a/.config"),
        ("linux", {"HOME": "/h/a", "XDG_CONFIG_HOME": "/etc/a"}, "/etc/a"),
        ("linux", {"HOME": "/h/a", "XDG_CONFIG_HOME": ""}, "/h/a/.config"),
        ("darwin", {"HOME": "/h/a"}, "/h/a/Library/Application Support"),
        ("darwin", {"HOME": "/h/a", "XDG_CONFIG_HOME": "/x"}, "/h/a/Library/Application Support"),
        ("win32", {"APPDATA": "/h/a/Roaming", "HOME": "/x"}, "/h/a/Roaming"),
    ],
)  # fmt: skip
@needs_posix
def test_file_is_where_the_platform_keeps_such_files(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert place() == f"{expected}/contentlint/contentlint.toml"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"HOME": "/h/a"}, "/h/a/.local/state"),
        ("linux", {"HOME": "/h/a", "XDG_STATE_HOME": "/var/a"}, "/var/a"),
        ("linux", {"HOME": "/h/a", "XDG_STATE_HOME": "state"}, "/h/a/.local/state"),
        ("darwin", {"HOME": "/h/a"}, "/h/a/Library/Application Support"),
        ("win32", {"LOCALAPPDATA": "/h/a/Local", "APPDATA": "/x"}, "/h/a/Local"),
        ("linux", {"HOME": "."}, ""),
        ("win32", {"LOCALAPPDATA": ""}, ""),
    ],
)  # fmt: skip
@needs_posix
def test_secret_lies_where_the_platform_keeps_state(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    path = f"{expected}/contentlint/cache-secret" if expected else ""
    assert user.secret_place() == path


@needs_posix
@pytest.mark.parametrize(
    ("platform", "variables"),
    [
        ("linux", {"HOME": "."}),
        ("linux", {"HOME": "here", "XDG_CONFIG_HOME": ".config"}),
        ("darwin", {"HOME": "."}),
        ("win32", {"APPDATA": "."}),
        ("win32", {"APPDATA": ""}),
        ("win32", {}),
    ],
)
def test_relative_folder_is_none_of_the_users(
    platform: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would lie in whatever folder is checked."""
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert place() == ""


# What is wrong with it


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile = 'ci'\n", "unknown key 'profile'"),
        ("plugin = ['a']\n", "unknown key 'plugin'; did you mean 'plugins'?"),
        ("plugins = 'a'\n", "plugins: expected a list of strings, not 'a'"),
        ("cache-dir = 1\n", "cache-dir: expected a string, not 1"),
        ("outside = '/'\n", "outside: expected a list of strings"),
        ("max-findings = 1\n", "unknown key 'max-findings'"),
        ("untrusted = 1\n", "untrusted: expected a table, written [untrusted], not 1"),
        ("[untrusted]\nplugins = ['a']\n", "untrusted: unknown key 'plugins'"),
        ("[untrusted]\nmax-file-size = '1'\nmax-findings = 0\n", "max-findings: expected a whole"),
        ("[untrusted]\nmax-file-size = '1.5MB'\n", "max-file-size: expected a size like 10MB"),
        ("plugins = [\n", "not valid TOML: "),
    ],
)
def test_what_is_wrong_is_said_as_of_other_files(
    text: str, said: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text(text)
    assert main(["check", "."]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"contentlint: error: {own}:")
    assert said in error


def test_all_that_is_wrong_is_said_at_once(own: Path) -> None:
    own.write_text("a = 1\nplugins = 1\n[untrusted]\nb = 1\n")
    with pytest.raises(ConfigError) as raised:
        user.read()
    lines = str(raised.value).splitlines()
    assert [line for line in lines if line.startswith("  ")] == [
        "  1 | a = 1",
        "  2 | plugins = 1",
        "  4 | b = 1",
    ]
    assert len(lines) == 6


def test_paths_start_from_the_folder_of_the_file(own: Path) -> None:
    home = own.parents[2]
    own.write_text('outside = ["a", "../b", "/c", "~/d/../e"]\ncache-dir = "f"\nplugins = ["p"]\n')
    folders = (f"{own.parent}/a", f"{own.parents[1]}/b", "/c", f"{home}/e")
    assert user.read() == user.Grants(str(own), ("p",), f"{own.parent}/f", folders)
    own.write_text('ui-lang = "ar"\n[untrusted]\nmax-file-size = "1KB"\nmax-findings = 7\n')
    limits = user.Grants(str(own), max_file_size=1000, max_findings=7, ui_lang="ar")
    assert user.read() == limits


@needs_posix
def test_file_that_is_refused_is_named(own: Path) -> None:
    own.write_text("")
    own.chmod(0o602)
    wrong = "other users can write to this file; make it writable by you alone"
    with pytest.raises(ConfigError) as raised:
        user.read()
    assert str(raised.value) == f"{own}: {wrong}"
    own.chmod(0o660)
    assert user.read() == user.Grants(str(own))
    own.unlink()
    own.symlink_to("nowhere")
    with pytest.raises(ConfigError) as raised:
        user.read()
    assert str(raised.value) == f"{own}: not a regular file"


@needs_posix
def test_what_is_no_file_or_everybodys_is_refused(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text("")
    own.chmod(0o666)
    assert main(["check", "."]) == 2
    assert "other users can write to this file" in capsys.readouterr().err
    own.unlink()
    own.symlink_to("nowhere")
    assert main(["check", "."]) == 2
    own.unlink()
    os.mkfifo(own)
    assert main(["check", "."]) == 2
    assert capsys.readouterr().err.count("not a regular file") == 2


def test_isolated_does_not_read_it(own: Path) -> None:
    own.write_text("nonsense\n")
    assert main(["check", "--isolated", "--no-cache", *ONLY, "."]) == 1


# What it allows


def test_plugin_is_let_in_where_a_configuration_asks_for_it(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("contentlint.toml").write_text('plugins = ["none-such"]\n')
    assert main(["check", "."]) == 2
    assert "runs code of an installed package" in capsys.readouterr().err
    own.write_text('plugins = ["none-such"]\n')
    assert main(["check", "."]) == 2
    assert "unknown plugin 'none-such'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "options"), [("baseline", ("--write-baseline",)), ("site-root", ()), ("cache-dir", ())]
)
def test_place_outside_of_the_project_is_allowed(
    key: str, options: tuple[str, ...], own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("contentlint.toml").write_text(f'{key} = "../elsewhere/there"\n')
    (own.parents[3] / "elsewhere").mkdir()
    assert main(["check", ".", *ONLY, *options]) == 2
    assert (
        f"{key}: {own.parents[3]}/elsewhere/there: is outside the project"
        in capsys.readouterr().err
    )
    own.write_text('outside = ["../../../other"]\n')
    assert main(["check", ".", *ONLY, *options]) == 2
    own.write_text('outside = ["../../../other", "~/../elsewhere"]\n')
    assert main(["check", ".", *ONLY, *options]) == (0 if options else 1)
    assert Path("../elsewhere/there").exists() is (key != "site-root")


def test_each_project_has_a_cache_of_its_own(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.write_text('cache-dir = "~/caches"\n')
    Path("contentlint.toml").write_text('cache-dir = "build"\n')
    assert main(["check", ".", *ONLY]) == 1
    assert not Path("build").exists()
    [first] = (own.parents[2] / "caches").iterdir()
    assert (first / "CACHEDIR.TAG").exists()
    assert main(["check", ".", *ONLY]) == 1
    other = Path("../other").resolve()
    other.mkdir()
    monkeypatch.chdir(other)
    assert folder_of(Session(Request()).resolver) not in (str(first), str(other))
    given = Session(Request(Selection(config=("cache-dir = 'x'",))))
    assert folder_of(given.resolver) == str(other / "x")


def test_limits_of_strangers_are_those_of_the_user(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.md").write_text(FAULT * 1500)
    run = ["check", ".", *ONLY, "--untrusted", "--quiet"]
    assert main(run) == 2
    own.write_text("[untrusted]\nmax-findings = 1500\n")
    assert main(run) == 1
    run += ["--config", "max-findings = 1000000"]
    own.write_text("[untrusted]\nmax-findings = 1499\n")
    assert main(run) == 2
    own.write_text('[untrusted]\nmax-file-size = "1KB"\n')
    assert main(run) == 2
    assert "larger than 1000 bytes" in capsys.readouterr().err
    assert main(["check", ".", *ONLY]) == 1  # the repository's own limit, as without such a file


def test_it_is_no_configuration_of_the_folder_that_it_lies_in(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.write_text('outside = ["/srv"]\n')
    (own.parent / "a.md").write_text(FAULT)
    monkeypatch.chdir(own.parents[2])
    assert main(["check", ".", *ONLY]) == 1


# That no repository brings one


def test_file_that_is_part_of_the_repository_allows_nothing(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The home folder is the checkout, as in some containers."""
    own.write_text('outside = ["~/.."]\ncache-dir = "~/../caches"\n')
    home = own.parents[2]
    (home / "contentlint.toml").write_text('site-root = "../elsewhere"\n')
    monkeypatch.chdir(home)
    assert main(["check", "."]) == 0
    (home / ".git").mkdir()
    assert main(["check", "."]) == 2
    assert "is outside the project" in capsys.readouterr().err
    (home / "contentlint.toml").write_text("")
    assert folder_of(Session(Request()).resolver).startswith(str(home))
    assert main(["config"]) == 0
    assert "which is part of this repository and does not count" in capsys.readouterr().out


@needs_posix
def test_link_from_or_into_the_repository_allows_nothing(own: Path) -> None:
    inside = Path("mine.toml").resolve()
    inside.write_text('plugins = ["a"]\n')
    own.symlink_to(inside)
    grants = user.read()
    assert grants.plugins == ("a",)
    assert grants.beside(str(inside.parent)) == user.Grants()
    assert grants.beside(str(own.parents[2])) == user.Grants()
    assert grants.beside(str(own.parents[3] / "repo")) == grants
    assert grants.beside("") == grants


def test_keys_of_the_users_own_file_are_unknown_in_a_repository(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("contentlint.toml").write_text('outside = ["/"]\n[untrusted]\nmax-findings = 9999\n')
    assert main(["check", "."]) == 2
    error = capsys.readouterr().err
    assert "unknown key 'outside'" in error
    assert "unknown key 'untrusted'" in error


def test_what_applies_is_printed_with_where_it_comes_from(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text('cache-dir = "/var/cache/lint"\n')
    assert main(["config"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == f"# your own file: {own}"
    [line] = [line for line in lines if line.startswith("cache-dir")]
    assert line.endswith(f"# {own}")
