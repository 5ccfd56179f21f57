"""The walk: what is found, what is filtered and by what, and what the file system throws at it."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint._util.escape import INVISIBLE
from contentlint.config.load import Configs
from contentlint.model.diagnostic import Incomplete
from contentlint.model.errors import ConfigError, ReadError
from contentlint.run.session import Request, Selection, Session
from contentlint.source import discovery, ignore
from contentlint.source.discovery import Discovery, Found
from contentlint.source.files import folder_of, read_bytes
from contentlint.source.formats import ARTICLE_LIKE, FORMATS, is_article_like
from contentlint.source.tree import Tree


def write(*names: str, text: str = "x\n") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def find(*paths: str, **options: Any) -> Found:
    return Discovery(Configs().of, **options).find(paths or ["."])


def names(*paths: str, **options: Any) -> list[str]:
    found = find(*paths, **options)
    assert found.incomplete == ()
    return [target.path for target in found.targets]


def trouble(*paths: str) -> list[tuple[str, str]]:
    return [(entry.path, entry.reason) for entry in find(*paths).incomplete]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# What is found


def test_folder_gives_its_articles_sorted_and_nothing_else() -> None:
    write("b.md", "a.TXT", "c.markdown", "d/e.mdx", "d/f.html", "README", ".md", "g.md.bak")
    assert names() == ["a.TXT", "b.md", "c.markdown", "d/e.mdx"]
    assert find().filtered == {"suffix": 4}


def test_paths_are_shown_as_the_user_stands() -> None:
    write("a/b.md")
    assert names(".") == names("./") == names("a") == names("./a/") == names("a//") == ["a/b.md"]
    assert names("./a/b.md") == ["a/b.md"]
    absolute = os.path.abspath("a/b.md")
    assert names(os.path.dirname(absolute)) == [absolute]


def test_upper_folder_is_walked_from_a_lower_one(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/b.md", "c.md")
    monkeypatch.chdir("a")
    assert names("..") == ["../a/b.md", "../c.md"]


def test_file_named_twice_is_checked_once() -> None:
    write("a/b.md", "a/c.md")
    assert names("a", "a/b.md", "./a", os.path.abspath("a/b.md")) == ["a/b.md", "a/c.md"]


def test_size_is_that_of_the_file() -> None:
    write("a.md", text="1234")
    assert find().targets[0].size == 4


@pytest.mark.parametrize("folder", [".git", "node_modules", ".venv", "__pycache__"])
def test_tool_folder_is_walked_only_when_it_is_named(folder: str) -> None:
    write(f"{folder}/a.md", "b.md")
    assert names() == ["b.md"]
    assert names(folder) == [f"{folder}/a.md"]


def test_empty_folder_has_nothing() -> None:
    assert find() == Found((), {}, ())


# Globs


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("*.md", ["a.md"]),
        ("**/*.md", ["a.md", "x/b.md", "x/y/c.md"]),
        ("x/*.md", ["x/b.md"]),
        ("x/**", ["x/b.md", "x/d.txt", "x/y/c.md"]),
        ("?.md", ["a.md"]),
        ("x/[b-c].md", ["x/b.md"]),
        ("x/[!b].*", ["x/d.txt"]),
        ("x*", ["x/b.md", "x/d.txt", "x/y/c.md"]),
        ("*/y", ["x/y/c.md"]),
        ("./x/*.txt", ["x/d.txt"]),
    ],
)
def test_glob_gives_what_it_matches(glob: str, expected: list[str]) -> None:
    write("a.md", "x/b.md", "x/y/c.md", "x/d.txt", "z/e.html")
    assert names(glob) == expected


def test_absolute_glob_gives_absolute_paths(here: Path) -> None:
    write("a/b.md")
    assert names(f"{here}/*/b.md") == [f"{here}/a/b.md"]


@pytest.mark.parametrize("glob", ["*.rst", "no/*.md", "[z].md", "*/../a.md"])
def test_glob_that_matches_nothing_is_said(glob: str) -> None:
    write("a.md")
    assert trouble(glob) == [(glob, "no file matches this glob")]


def test_glob_goes_through_the_filters_and_says_which() -> None:
    write("a.md", "b.html", "old/c.md")
    assert names("**/*.md", exclude=["old"]) == ["a.md"]
    found = find("old/*.md", exclude=["old"])
    assert (found.targets, found.filtered, found.incomplete) == ((), {"--exclude": 1}, ())
    assert find("*.html").filtered == {"suffix": 1}


def test_file_with_the_signs_of_a_glob_in_its_name_is_itself() -> None:
    write("a[1].md", "a1.md")
    assert names("a[1].md") == ["a[1].md"]


def test_glob_with_loops_of_links_ends(here: Path) -> None:
    write("a/b.md")
    for n in range(3):
        (here / f"a/loop{n}").symlink_to(here / "a")
    assert names("**/*.md") == ["a/b.md"]


# Filters


def test_exclude_and_include_of_the_command_line_are_relative_to_where_the_user_stands() -> None:
    write("a.md", "x/a.md", "x/b.md")
    assert names(exclude=["/a.md"]) == ["x/a.md", "x/b.md"]
    assert names(exclude=["a.md"]) == ["x/b.md"]
    assert names(exclude=["x/"]) == ["a.md"]
    assert names(include=["x"]) == ["x/a.md", "x/b.md"]
    assert names(include=["*.md", "!b.md"]) == ["a.md", "x/a.md"]
    assert names(include=["x"], exclude=["b.*"]) == ["x/a.md"]


def test_filters_of_a_configuration_are_relative_to_its_folder() -> None:
    write("x/a.md", "x/b.md", "x/y/a.md", "b.md")
    write("x/contentlint.toml", text='exclude = ["/a.md"]\n')
    assert names() == ["b.md", "x/b.md", "x/y/a.md"]
    write("x/contentlint.toml", text='include = ["y/**"]\n')
    assert names() == ["b.md", "x/y/a.md"]
    assert names("x", include=["b.md"]) == ["x/b.md"]


def test_each_configuration_has_filters_of_its_own() -> None:
    write("x/a.md", "x/b.md", "x/c.md", "y/a.md", "y/b.md", "y/c.md")
    write("x/contentlint.toml", text='include = ["a.md", "b.md"]\nexclude = ["a.md"]\n')
    write("y/contentlint.toml", text='exclude = ["/b.md"]\n')
    assert names() == ["x/b.md", "y/a.md", "y/c.md"]


def test_each_filter_is_counted_under_its_own_name() -> None:
    write("a.md", "b.md", "c.md", "d.md", "e.html")
    write(".gitignore", text="c.md\n")
    Path(".git").mkdir()
    write("contentlint.toml", text='exclude = ["b.md"]\n')
    found = find(exclude=["a.md"])
    assert [target.path for target in found.targets] == ["d.md"]
    # The other two are .gitignore and contentlint.toml.
    assert found.filtered == {"--exclude": 1, "exclude": 1, ".gitignore": 1, "suffix": 3}
    assert found.named is False


@pytest.mark.usefixtures("repository")
def test_filter_of_folders_removes_no_file() -> None:
    write("a.md", "b.md", "c.md")
    write(*(f"x/{folder}.md/{name}.md" for folder in "abc" for name in "de"))
    write("contentlint.toml", text='exclude = ["b.md/"]\n')
    write(".gitignore", text="c.md/\n")
    assert names(exclude=["a.md/"]) == ["a.md", "b.md", "c.md"]
    removed = {"--exclude": 1, "exclude": 1, ".gitignore": 1, "suffix": 2}
    assert find(exclude=["a.md/"]).filtered == removed


def test_folder_that_a_filter_removes_is_one() -> None:
    write("a.md", "x/b.md", "x/c.md")
    assert find(exclude=["x"]).filtered == {"--exclude": 1}
    assert left(exclude=["x"], audit=True) == [("x/b.md", "--exclude"), ("x/c.md", "--exclude")]
    write("y/d/e.md", "y/d/f.md", "y/g/d/h.md")
    write("y/contentlint.toml", text='exclude = ["/d"]\n')
    assert find("y").filtered == {"exclude": 1, "suffix": 1}
    assert names("y") == ["y/g/d/h.md"]


def test_configuration_of_a_folder_decides_about_it() -> None:
    write("a.md", "x/b.md", "y/c.md")
    write("contentlint.toml", text='exclude = ["x", "y"]\n')
    write("x/contentlint.toml", text="")
    assert names() == ["a.md", "x/b.md"]


def test_what_include_leaves_out_is_counted() -> None:
    write("a.md", "b.md", "c.md")
    assert find(include=["a.md"]).filtered == {"--include": 2}
    write("contentlint.toml", text='include = ["a.md", "b.md"]\n')
    assert find().filtered == {"include": 1, "suffix": 1}


def test_file_named_by_the_user_passes_the_filters_unless_they_are_forced() -> None:
    write("a.md")
    assert names("a.md", exclude=["a.md"]) == ["a.md"]
    found = find("a.md", exclude=["a.md"], force_exclude=True)
    assert (found.targets, found.filtered, found.named) == ((), {"--exclude": 1}, True)


def test_named_file_of_another_suffix_is_filtered_and_said() -> None:
    write("a.html")
    assert find("a.html") == Found((), {"suffix": 1}, (), named=True)


@pytest.mark.parametrize("option", ["include", "exclude"])
def test_glob_that_is_none_is_an_error(option: str) -> None:
    with pytest.raises(ConfigError, match=rf"^--{option}: '\[z-a\]' is not a valid glob$"):
        find(**{option: ["ok", "[z-a]"]})


@pytest.mark.parametrize("option", ["include", "exclude"])
def test_glob_that_takes_too_long_is_an_error(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "a" * 240 + ".md"
    write(f"x/{name}")
    monkeypatch.setattr(ignore, "_SECONDS", 0.01)
    with pytest.raises(ConfigError) as caught:
        find(**{option: ["*a*a*a*b"]})
    said = f"--{option}: its globs take too long to match on x/{name}"
    assert str(caught.value) == said


def test_path_that_is_no_valid_glob_is_an_error() -> None:
    write("x/a.md")
    with pytest.raises(ConfigError, match=r"^x/\[z-a\]\.md: '/\[z-a\]\.md' is not a valid glob$"):
        find("x/[z-a].md")


def test_names_that_begin_with_two_dots_are_inside() -> None:
    write("..a.md")
    assert names(exclude=["..a.md"]) == []


# .gitignore


@pytest.fixture
def repository() -> None:
    Path(".git").mkdir()


@pytest.mark.usefixtures("repository")
def test_gitignore_is_respected_down_the_tree() -> None:
    write("a.md", "b.md", "x/a.md", "x/c.md", "build/d.md", "x/y/c.md")
    write(".gitignore", text="a.md\nbuild/\n# b.md\n\n")
    write("x/.gitignore", text="!a.md\n/c.md\r\n")
    assert names() == ["b.md", "x/a.md", "x/y/c.md"]
    assert names(respect_gitignore=False) == [
        "a.md",
        "b.md",
        "build/d.md",
        "x/a.md",
        "x/c.md",
        "x/y/c.md",
    ]


@pytest.mark.usefixtures("repository")
def test_gitignore_above_the_folder_that_is_walked_counts() -> None:
    write("x/a.md", "x/b.md", ".gitignore", text="/x/a.md\n")
    assert names("x") == ["x/b.md"]


@pytest.mark.usefixtures("repository")
def test_configuration_can_leave_gitignore_aside() -> None:
    write("a.md")
    write(".gitignore", text="*.md\n")
    assert find().filtered == {".gitignore": 1, "suffix": 1}
    write("contentlint.toml", text="respect-gitignore = false\n")
    assert names() == ["a.md"]


def test_gitignore_outside_of_a_repository_is_no_filter() -> None:
    write("a.md")
    write(".gitignore", text="*.md\n")
    assert names() == ["a.md"]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("line", [b"!", b"\\", b"[z-a]", b"\xff", b"\xe2\x80\xa8", b"a\x0cb"])
def test_line_of_gitignore_that_is_no_pattern_is_passed_over(line: bytes) -> None:
    write("a.md", "b.md")
    Path(".gitignore").write_bytes(b"\xef\xbb\xbfa.md\n" + line + b"\n")
    assert names() == ["b.md"]


@pytest.mark.usefixtures("repository")
def test_gitignore_that_cannot_be_read_is_said(here: Path) -> None:
    class Unreadable(Tree):
        def read(self, path: str) -> bytes:
            raise ReadError(f"not {os.path.basename(path)}")

    write("a.md", ".gitignore", text="a.md\n")
    found = find(tree=Unreadable())
    assert [target.path for target in found.targets] == ["a.md"]
    assert found.incomplete == (Incomplete(f"{here}/.gitignore", "not .gitignore"),)


@pytest.mark.usefixtures("repository")
def test_gitignore_of_an_inner_repository_ends_at_its_root() -> None:
    write("inner/a.md", ".gitignore", text="*.md\n")
    Path("inner/.git").mkdir()
    assert names("inner") == ["inner/a.md"]


# Faults: each is reported, the other files go on


def test_missing_paths_are_said_and_the_others_checked() -> None:
    write("a.md")
    found = find("no.md", "a.md", "", "noX")
    assert [target.path for target in found.targets] == ["a.md"]
    assert [(e.path, e.reason) for e in found.incomplete] == [
        ("''", "no such file or folder"),
        ("no.md", "no such file or folder"),
        ("noX", "no such file or folder"),
    ]


def test_dangling_and_looping_links_are_said(here: Path) -> None:
    write("a.md")
    (here / "b.md").symlink_to("nowhere.md")
    (here / "c.md").symlink_to("c.md")
    expected = [
        ("b.md", "no such file or directory"),
        ("c.md", "too many levels of symbolic links"),
    ]
    assert trouble() == trouble("b.md", "c.md") == expected
    assert [target.path for target in find().targets] == ["a.md"]


def test_loop_that_is_no_article_is_not_our_business(here: Path) -> None:
    (here / "loop").symlink_to("loop")
    assert find().incomplete == ()


@pytest.mark.parametrize("name", ["pipe.md", "socket.md"])
def test_pipe_and_socket_are_said_and_do_not_hang(name: str) -> None:
    write("a.md")
    if name == "pipe.md":
        os.mkfifo(name)
    else:
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind(name)
    assert trouble() == trouble(name) == [(name, "not a regular file")]
    assert len(find().targets) == 1


def test_device_is_no_regular_file(here: Path) -> None:
    (here / "zero.md").symlink_to("/dev/zero")
    assert trouble("zero.md") == [("zero.md", "not a regular file")]
    assert find().filtered == {"link": 1}, "in a walk it leads out of the folder"


def test_folder_with_the_name_of_an_article_is_walked() -> None:
    write("a.md/b.md")
    assert names() == names("a.md") == ["a.md/b.md"]


def test_links_to_folders_are_followed_only_when_named(here: Path) -> None:
    write("a/b.md")
    (here / "a/up").symlink_to(here)
    (here / "other").symlink_to("a")
    assert names() == ["a/b.md"]
    assert find().filtered == {"link": 2}
    assert names("other") == ["other/b.md"]


def test_links_to_files_inside_count_once_and_those_outside_not(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("x", encoding="utf-8")
    write("a.md", "data.raw")
    (here / "again.md").symlink_to("a.md")
    (here / "raw.md").symlink_to("data.raw")
    (here / "raw2.md").symlink_to("data.raw")
    (here / "secret.md").symlink_to(outside)
    assert names() == ["a.md", "raw.md"]
    assert find().filtered == {"link": 3, "suffix": 1}
    assert names("secret.md") == ["secret.md"], "named, it is what the user wants"


def test_link_to_a_folder_whose_name_only_begins_like_this_one_leads_out(here: Path) -> None:
    Path(f"{here}-secret").mkdir()
    write(f"{here}-secret/a.md")
    (here / "a.md").symlink_to(f"{here}-secret/a.md")
    assert find().filtered == {"link": 1}


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("folder", [".git", "a/node_modules"])
def test_links_into_folders_that_are_not_searched_are_not_followed(here: Path, folder: str) -> None:
    """A pull request can add one to ``.git/config``, which may hold a token."""
    (here / folder).mkdir(parents=True, exist_ok=True)
    (here / folder / "config").write_text("![]()\n")
    (here / "b.md").symlink_to(here / folder / "config")
    found = find()
    assert (found.targets, found.filtered.pop("link"), found.incomplete) == ((), 1, ())
    assert [t.path for t in find("b.md").targets] == ["b.md"], "unless a path names them"


@pytest.mark.usefixtures("repository")
def test_link_to_another_folder_of_the_repository_is_inside(here: Path) -> None:
    write("README.md", "docs/a.md")
    (here / "docs/index.md").symlink_to("../README.md")
    assert names("docs") == ["docs/a.md", "docs/index.md"]
    assert names() == ["README.md", "docs/a.md"]


ODD = [b"a b.md", b"-x.md", b"a\nb.md", b"a\x1b[2Jb.md", b"\xff\xfe.md", "ش\u202e.md".encode()]


@pytest.mark.parametrize("name", ODD)
def test_odd_name_is_found_and_read(name: bytes) -> None:
    Path(os.fsdecode(name)).write_bytes(b"![]()\n")
    path = os.fsdecode(name)
    assert names() == names(path) == names("*.md") == [path]
    assert (
        len(
            Session(Request(Selection(isolated=True, select=("IMG001",))))
            .check_file(path)
            .diagnostics
        )
        == 1
    )


@pytest.fixture
def deep(here: Path) -> Iterator[None]:
    """3,000 folders inside one another: no path reaches the last ones."""
    os.mkdir("deep")
    os.chdir("deep")
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    write("lost.md")
    os.chdir(here)
    yield
    # shutil.rmtree, and so pytest itself, recurses too deep for it.
    subprocess.run(["rm", "-rf", here / "deep"], check=True)


@pytest.mark.slow
@pytest.mark.usefixtures("deep")
def test_tree_deeper_than_any_path_is_walked_as_far_as_paths_go() -> None:
    write("a.md", "deep/d/d/d/b.md")
    found = find()
    assert [target.path for target in found.targets] == ["a.md", "deep/d/d/d/b.md"]
    ((path, reason, _),) = found.incomplete
    assert path.startswith("deep/d/d/d/")
    assert reason == "file name too long"


def test_folder_that_vanishes_during_the_walk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", "early/d.md", "gone/b.md", "here/c.md")
    scandir = os.scandir

    def hook(path: str) -> Any:
        if path == "gone":
            os.unlink("gone/b.md")
            os.rmdir("gone")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", hook)
    found = find()
    assert [target.path for target in found.targets] == ["a.md", "early/d.md", "here/c.md"]
    assert [tuple(e) for e in found.incomplete] == [("gone", "no such file or directory", None)]


@pytest.mark.usefixtures("repository")
def test_name_that_is_no_text_goes_through_the_filters() -> None:
    Path(os.fsdecode(b"\xff.md")).write_bytes(b"x")
    Path(os.fsdecode(b"\xfe.md")).write_bytes(b"x")
    write(".gitignore", text="a.md\n")
    assert len(names()) == len(names(exclude=["b.md"])) == 2
    Path(".gitignore").write_bytes(b"\xff.md\n")
    assert names(include=["*"]) == [os.fsdecode(b"\xfe.md")]
    assert names(exclude=[os.fsdecode(b"\xfe.md")]) == []


# Between the walk and the read


def replaced_by_nothing(path: Path) -> None:
    path.unlink()


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replaced_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replaced_by_a_socket(path: Path) -> None:
    path.unlink()
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(path))


def replaced_by_a_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (replaced_by_nothing, "no such file or directory"),
        (replaced_by_a_folder, "not a regular file"),
        (replaced_by_a_pipe, "not a regular file"),
        (replaced_by_a_socket, "no such device or address"),
        (replaced_by_a_loop, "too many levels of symbolic links"),
    ],
)
def test_file_that_changes_between_walk_and_read_is_said(change: Any, reason: str) -> None:
    write("a.md", "b.md")
    session = Session(Request(Selection(isolated=True, select=("IMG001",))))
    found = Discovery(session.resolver.configs.of).find(["."])
    change(Path("a.md"))
    a, b = [session.check_file(target.path) for target in found.targets]
    assert [tuple(entry) for entry in a.incomplete] == [("a.md", reason, None)]
    assert b.incomplete == ()


def test_file_that_grows_while_it_is_read_is_read_to_its_end() -> None:
    write("a.md", text="x" * 10)
    assert len(read_bytes("a.md")) == 10
    assert read_bytes("/proc/self/status").startswith(b"Name:"), "which says that it has no bytes"


def test_bytes_of_nothing_are_nothing() -> None:
    write("a.md", text="")
    assert read_bytes("a.md") == b""
    with pytest.raises(ReadError, match=r"^no such file or directory$"):
        read_bytes("b.md")


@pytest.mark.usefixtures("repository")
def test_thousands_of_files_in_deep_folders_are_found() -> None:
    write(*(f"{'/'.join('abcdefgh'[: n % 8 + 1])}/{n}.md" for n in range(2000)))
    write(".gitignore", text="*7.md\n")
    assert len(names()) == 1800


@pytest.mark.parametrize(
    "path", ["", "a.md", "a/b.md", "a/b/c.md", "/a.md", "/a/b.md", "./a.md", "../a/b.md"]
)
def test_folder_of_a_path_is_what_os_says(path: str) -> None:
    assert folder_of(path) == os.path.dirname(path)


def test_stamps_are_made_for_who_asks_for_them() -> None:
    write("a.md", "b/c.md")
    with_them, without = find().targets, find(stamped=False).targets
    assert [len(target.stamp.split()) for target in with_them] == [4, 4]
    assert without == tuple(target._replace(stamp="") for target in with_them)
    status = os.stat("b/c.md")
    times = [status.st_mtime_ns, status.st_ctime_ns]
    parts = [int(part, 16) for part in with_them[1].stamp.split()]
    assert parts == [*times, 2, status.st_ino]
    assert with_them[1].latest() == max(times)


def test_latest_time_of_a_target_is_that_of_its_stamp() -> None:
    target = discovery.Target("a.md", 1, "a 1f ff 1ff")
    assert target.latest() == 31
    assert target._replace(stamp="20 1f ff 1ff").latest() == 32
    assert target._replace(stamp="").latest() == 0


@pytest.mark.parametrize(
    ("name", "kept", "filtered"),
    [
        ("b.md", True, {}),
        ("a.md", False, {"--exclude": 1}),
        ("x/a.md", False, {"--exclude": 1}),
        ("a.html", False, {"suffix": 1}),
    ],
)
def test_filters_keep_names_or_not(name: str, kept: bool, filtered: dict[str, int]) -> None:
    search = Discovery(Configs().of, exclude=["a.*"], force_exclude=True)
    assert (search.keeps(name), search.filtered) == (kept, filtered)
    assert Discovery(Configs().of, exclude=["a.*"]).keeps(name) is (name != "a.html")


# Article-like files


@pytest.mark.parametrize(
    "name",
    [
        "a.md",
        "a.MD",
        "a.mkd",
        "a.mdown",
        "a.Rmd",
        "a.text",
        ".md",
        "a.md.",
        "a.md...",
        "a.md ",
        "a.md . ",
        "a.md\n",
        "a.md\x7f",
        "a.md\u200f",
        "a.m\u200dd",
        "a.\u202emd",
        "a.md\u3164",
        "a.md\ufe0f",
        "a.md\u00a0",
        "a.md\udcff",
        "a.ｍｄ",
        "a．md",
        "a.md نسخة",
        "x/a.mkd",
        "م.mdwn\u200b",
    ],
)
def test_what_looks_like_an_article_to_people_is_article_like(name: str) -> None:
    assert is_article_like(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "md",
        "x.md/a",
        "a.html",
        "a.mdb",
        "a.md5",
        "a.md.bak",
        "a.md~",
        "#a.md#",
        "a.md.html",
        "a.tar.gz",
        "README",
        "Makefile.",
        "مقال.مقال",
        "مقال md",
        "a.",
        "...",
    ],
)
def test_other_files_are_not_article_like(name: str) -> None:
    assert not is_article_like(name)


@given(
    st.sampled_from(sorted({*FORMATS, *ARTICLE_LIKE})),
    st.lists(st.from_regex(f"[ .{INVISIBLE}]", fullmatch=True), max_size=4),
    st.integers(1, 9),
)
def test_nothing_invisible_hides_a_suffix(suffix: str, added: list[str], place: int) -> None:
    kept = [char for char in added if char not in " ."]
    assert is_article_like("a" + suffix[:place] + "".join(kept) + suffix[place:])
    assert is_article_like(f"a{suffix}{''.join(added)}")


def left(*paths: str, **options: Any) -> list[tuple[str, str]]:
    return [(each.path, each.by) for each in find(*paths, **options).left_out]


def test_articles_with_another_suffix_are_named_unless_a_filter_removes_them() -> None:
    write("a.md", "b.mkd", "b.html", "c/d.md.", "c/e.text", "f.md.bak")
    assert left() == [("b.mkd", "suffix"), ("c/d.md.", "suffix"), ("c/e.text", "suffix")]
    assert find().filtered == {"suffix": 5}
    assert left(exclude=["*.mkd", "c"]) == []
    assert find(exclude=["*.mkd"]).filtered == {"suffix": 4, "--exclude": 1}
    assert left("b.mkd", "a.md") == [("b.mkd", "suffix")]
    assert left("*.md", "c/*.md") == [], "the glob says what is wanted"


@pytest.mark.usefixtures("repository")
def test_audit_names_every_article_that_is_left_out(here: Path) -> None:
    write("a.md", "b.md", "c.md", "d.mkd", "e/f/g.md", "h.html", "i/j.md", "k/l.md", ".tox/m.md")
    write(".contentlint_cache/n.md", "node_modules/o/p.md.", "node_modules/q.html", ".git/r.md")
    write(".gitignore", text="c.md\n/k\n")
    write("contentlint.toml", text='exclude = ["b.md", "/e"]\ncache-dir = "i"\n')
    (here / "s.md").symlink_to("/etc/passwd")
    (here / "t.md").symlink_to("a.md")
    assert left(audit=True) == [
        (".contentlint_cache/n.md", "cache-dir"),
        (".tox/m.md", "folder"),
        ("b.md", "exclude"),
        ("c.md", ".gitignore"),
        ("d.mkd", "suffix"),
        ("e/f/g.md", "exclude"),
        ("i/j.md", "cache-dir"),
        ("k/l.md", ".gitignore"),
        ("node_modules/o/p.md.", "folder"),
        ("s.md", "link"),
    ]
    assert names() == ["a.md"]
    assert left() == [("d.mkd", "suffix")]


def test_audit_does_not_name_what_another_path_finds() -> None:
    write("a.md", "node_modules/b.md", ".venv/c.md")
    assert left(".", "node_modules", audit=True) == [(".venv/c.md", "folder")]


def test_audit_of_a_glob_names_what_has_its_suffix_disguised() -> None:
    write("a.md", "a.mkd", "b.md.", "x/c.mkd", "node_modules/d.md", "y.z/e.f.mkd")
    assert left("*.md", audit=True) == [("a.mkd", "suffix"), ("b.md.", "suffix")]
    assert left("x/*.md", audit=True) == [("x/c.mkd", "suffix")]
    assert left("[a].md", audit=True) == [("a.mkd", "suffix")]
    assert left("y.z/?.f.md", audit=True) == [("y.z/e.f.mkd", "suffix")]
    write("node_modules/g.mkd")
    closed = [path for path, by in left("**/*.md", audit=True) if by == "folder"]
    assert closed == ["node_modules/d.md", "node_modules/g.mkd"]


def test_audit_ends_at_its_limit_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", "node_modules/a.md", "node_modules/b.html", ".venv/c/d.html")
    monkeypatch.setattr(discovery, "AUDITED", 4)
    assert left(audit=True) == [("node_modules/a.md", "folder")]
    monkeypatch.setattr(discovery, "AUDITED", 3)
    assert left(audit=True) == [("node_modules", "bound")]


class Listed:
    """What ``os.scandir`` returns, with the names that are taken from it."""

    taken: ClassVar[list[str]] = []

    def __init__(self, path: str) -> None:
        if path.endswith("/gone"):
            raise FileNotFoundError(2, "no such file or directory", path)
        self.entries = scandir(path)

    def __enter__(self) -> Iterator[os.DirEntry[str]]:
        return iter(self)

    def __exit__(self, *_: object) -> None:
        self.entries.close()

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        for entry in self.entries:
            self.taken.append(entry.name)
            yield entry


scandir = os.scandir


def test_audit_passes_over_what_is_not_there_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write("x/a.md", "node_modules/b.md", "node_modules/c/d.md", "node_modules/gone/e.md")
    write("node_modules/c/.git/f.md")
    Path("node_modules/link").symlink_to("../x")
    monkeypatch.setattr(os, "scandir", Listed)
    found = [("node_modules/b.md", "folder"), ("node_modules/c/d.md", "folder")]
    assert left("x", ".", audit=True) == found


def test_audit_lists_no_more_of_a_folder_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    write(*(f".venv/{n}.html" for n in range(9)))
    monkeypatch.setattr(discovery, "AUDITED", 5)
    monkeypatch.setattr(Listed, "taken", [])
    monkeypatch.setattr(os, "scandir", Listed)
    assert left(audit=True) == [(".venv", "bound")]
    assert len(Listed.taken) == 1 + 6, "the folder itself, and one that is too many"


def test_folders_that_are_never_searched_are_counted() -> None:
    write("a.md", ".git/a", ".venv/b.md", "x/node_modules/c.md", ".contentlint_cache/d.md")
    assert find().filtered == {"folder": 2}
    Path("a.md").unlink()
    assert find().filtered == {"folder": 2, "cache-dir": 1}
    found = find("*/**")
    assert (found.filtered, found.incomplete) == ({"folder": 2, "cache-dir": 1}, ())
    write("x/.contentlint_cache/d.md")
    assert find().filtered == {"folder": 2, "cache-dir": 2}
    assert trouble("*.rst") == [("*.rst", "no file matches this glob")]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("path", "paths", "by"),
    [
        ("a.mkd", ["."], "suffix"),
        ("x/a.html", ["x"], "suffix"),
        ("x/node_modules/y/a.md", ["."], "folder"),
        ("node_modules/a.md", ["node_modules"], "unknown"),
        (".contentlint_cache/a.md", ["."], "cache-dir"),
        ("cache/a.md", ["."], "cache-dir"),
        ("old/x/a.md", ["."], "exclude"),
        ("old.mkd", ["."], "exclude"),
        ("hidden/a.md", ["x", "."], ".gitignore"),
        ("link.md", ["."], "link"),
        ("links/a.md", ["."], "link"),
        ("x/inner/a.md", ["."], "link"),
        ("x/inner/a.md", ["y", "x"], "link"),
        ("x/inner/a.md", ["x/inner"], "unknown"),
        ("x/a.md", ["y", "z.md"], ""),
        ("x/a.md", ["none", "noX"], ""),
        ("x/z.html", ["x/z.html"], "suffix"),
        ("x/z.html", ["y/z.html"], ""),
        ("x/a.mkd", ["x/*.md"], "suffix"),
        ("x/y/a.mkd", ["x/*.md"], ""),
    ],
)
def test_reason_why_a_file_was_not_found(here: Path, path: str, paths: list[str], by: str) -> None:
    write(".gitignore", text="hidden\n")
    write("contentlint.toml", text='exclude = ["old*"]\ncache-dir = "cache"\n')
    write("x/z.html", "y/z.html", "z.md", "node_modules/z.md")
    (here / "link.md").symlink_to("/etc/passwd")
    (here / "links").symlink_to("x")
    (here / "x/inner").symlink_to("../y")
    assert Discovery(Configs().of).left_out_by(path, paths) == by
