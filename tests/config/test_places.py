"""Where files that a configuration names may lie: the project, packages, and what a user grants."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from calling import write

from contentlint.config import load, user
from contentlint.config.load import (
    Configs,
    check_cache_dir,
    misplaced,
    project_of,
    repository_of,
    resolved,
)
from contentlint.config.schema import Config, Spelling
from contentlint.config.table import Fault, Place, refuse
from contentlint.config.user import Grants
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Words
from contentlint.source.commit import EVERYWHERE, Committed
from contentlint.source.tree import DISK, Tree


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without a repository, beside which other folders lie."""
    (tmp_path / "project" / "x").mkdir(parents=True)
    (tmp_path / "project2").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def error(call: object, *arguments: object) -> str:
    """Return the first line of the error; below it is the line of the file."""
    with pytest.raises(ConfigError) as caught:
        call(*arguments)  # type: ignore[operator]
    return str(caught.value).partition("\n")[0]


def said(faults: Iterable[Fault]) -> list[str]:
    """Return each fault as a message, without the line of the file."""
    return [error(refuse, [fault]) for fault in faults]


# Projects


def test_project_is_the_nearest_repository_or_the_folder_itself(here: Path) -> None:
    inner = str(here / "x")
    assert (repository_of(inner), project_of(inner)) == ("", inner)
    (here / ".git").mkdir()
    assert repository_of(inner) == project_of(inner) == repository_of(str(here)) == str(here)
    (here / "x/.git").write_text("gitdir: elsewhere\n")
    assert repository_of(inner) == inner


# Rule sets, and files that are extended


def test_named_file_lies_in_the_project(here: Path) -> None:
    write("a.toml")
    write("../project2/b.toml")
    inner = str(here / "x")
    assert resolved("a.toml", str(here)) == str(here / "a.toml")
    assert resolved("x/.././a.toml", str(here)) == str(here / "a.toml")
    assert error(resolved, "no.toml", str(here)) == "no such file"
    assert error(resolved, "x", str(here)) == "no such file"
    assert error(resolved, "../a.toml", inner) == "is outside the project x"
    outside = "is outside the project ."
    assert error(resolved, "../project2/b.toml", str(here)) == outside
    Path("link.toml").symlink_to("../project2/b.toml")
    assert error(resolved, "link.toml", str(here)) == outside
    (here / ".git").mkdir()
    assert resolved("../a.toml", inner) == str(here / "a.toml")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sets/huose.toml", "; did you mean 'sets/house.toml'?"),
        ("sets/house", "; did you mean 'sets/house.toml'?"),
        ("sets/part.toml", "; did you mean 'sets/park.toml' or 'sets/port.toml'?"),
        ("sets/list.toml", ""),
        ("house.toml", ""),
        ("none/house.toml", ""),
    ],
)
def test_rule_set_of_a_similar_name_is_suggested(here: Path, name: str, hint: str) -> None:
    for each in ("house.toml", "park.toml", "port.toml", "lists.txt"):
        write(f"sets/{each}")
    assert error(resolved, name, str(here)) == f"no such file{hint}"


UNTRUSTED = "not read from an untrusted folder without --diff-base"


def test_file_is_looked_for_in_the_tree(here: Path) -> None:
    write("a.toml")
    tree = Committed(EVERYWHERE)
    assert error(resolved, "a.toml", str(here), tree) == UNTRUSTED


@pytest.fixture
def packages(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, whose code fails if it is run."""
    folder = here.parent / "packages"
    for name in ("house/__init__.py", "house/sub/__init__.py", "single.py"):
        write(str(folder / name), "raise SystemExit('was run')\n")
    write(str(folder / "house/rules/a.toml"), "")
    write(str(folder / "b.toml"), "")
    (folder / "house/out.toml").symlink_to("../b.toml")
    (folder / "house/in.toml").symlink_to("rules/a.toml")
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_file_of_a_package_is_found_and_nothing_of_it_run(here: Path, packages: Path) -> None:
    for name in ("rules/a.toml", "in.toml", "sub/../rules/a.toml"):
        path = resolved(f"python:house/{name}", str(here))
        assert path == os.path.normpath(packages / "house" / name)


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_package/a.toml", "package 'no_such_package' is not installed"),
        ("single/a.toml", "package 'single' is not installed"),
        ("house.sub/a.toml", "package 'house.sub' is not installed"),
        ("/a.toml", "package '' is not installed"),
        ("house/no.toml", "no such file"),
        ("house", "no such file"),
        ("house/../b.toml", "is outside the package"),
        ("house/out.toml", "is outside the package"),
        ("house//etc/passwd", "is outside the package"),
    ],
)
def test_file_that_no_package_holds_is_refused(here: Path, name: str, message: str) -> None:
    assert error(resolved, f"python:{name}", str(here)) == message


# Places


KEYS = ("site-root", "extends", "rule-sets", "cache-dir")
WRITTEN = "".join(f"{key} = ['1',\n'2']\n" for key in KEYS) + "[spelling]\nwords-file = ''\n"
"""Each key on a line of its own, and the second element of a list on the next one."""


def config(here: Path, **values: object) -> Config:
    """Return a configuration whose ``baseline`` comes from another file."""
    sources = dict.fromkeys((*KEYS, "spelling"), Place("c.toml", WRITTEN))
    sources["baseline"] = Place("base.toml", "\nbaseline = ''")
    return Config("c.toml", str(here / "x"), sources=sources)._replace(**values)  # type: ignore[arg-type]


PLACES = [
    ("c.toml:1: site-root", "site_root", str),
    ("base.toml:2: baseline", "baseline", str),
    ("c.toml:10: spelling", "spelling", lambda path: Spelling(files=("a.txt", path))),
]


@pytest.mark.parametrize(("shown", "key", "made"), PLACES)
@pytest.mark.parametrize("repository", [True, False])
def test_places_lie_in_the_project_or_where_the_user_allows(
    here: Path,
    shown: str,
    key: str,
    made: object,
    *,
    repository: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(user, "place", lambda: "/h/contentlint.toml")
    monkeypatch.chdir(here / "x")
    if repository:
        (here / ".git").mkdir()

    def checked(place: str, *outside: str) -> list[str]:
        value = made(os.path.join(here, "x", place))  # type: ignore[operator]
        return said(misplaced(config(here, **{key: value}), outside, DISK))

    assert not checked("a")
    assert not checked("../x/y/../a")
    above = "../../project2/y"
    message = (
        f"{shown}: {here.parent}/project2/y: is outside the project "
        f"{here if repository else '.'}; name it on the command line, or list it under "
        "outside = [...] in your own file /h/contentlint.toml"
    )
    assert checked(above) == [message]
    others = (str(here.parent / "project"), str(here.parent / "project2/z"))
    assert checked(above, *others) == [message]
    assert not checked(above, "/none", str(here.parent / "project2"))
    (here / "x/link").symlink_to("../../project2")
    assert len(checked("link/y")) == 1
    (here.parent / "link").symlink_to("project2")
    assert not checked(above, str(here.parent / "link"))


def test_each_place_that_is_wrong_is_named(here: Path) -> None:
    wrong = config(here, site_root="/a", baseline="/b", spelling=Spelling(files=("/c", "/d")))
    places = [message.partition(": is outside")[0] for message in said(misplaced(wrong, (), DISK))]
    spelling = "c.toml:10: spelling"
    assert places == [
        "c.toml:1: site-root: /a",
        "base.toml:2: baseline: /b",
        f"{spelling}: /c",
        f"{spelling}: /d",
    ]


class Elsewhere(Tree):
    """The disk, with ``known`` in another folder."""

    top = ""

    def real(self, path: str) -> str:
        return super().real(path).replace("/x/known", "/known")

    def is_top(self, folder: str) -> bool:
        return folder == self.top


def test_files_are_followed_in_the_tree_and_the_site_on_the_disk(here: Path) -> None:
    tree, place = Elsewhere(), str(here / "x/known")
    assert not [*misplaced(config(here, site_root=place), (), tree)]
    for key, value in (("baseline", place), ("spelling", Spelling(files=(place,)))):
        named = config(here, **{key: value})
        tree.top = ""
        assert not [*misplaced(named, (), DISK)]
        assert len([*misplaced(named, (), tree)]) == 1
        tree.top = str(here)
        assert not [*misplaced(named, (), tree)]


def test_configuration_is_found_in_one_tree_and_read_in_another() -> None:
    write("x/contentlint.toml", 'baseline = "known"\n')
    nothing = Committed(EVERYWHERE)
    assert Configs().of("x/a.md").root
    assert Configs(found=nothing).of("x/a.md") == Config()
    assert error(Configs(named=nothing).of, "x/a.md") == f"x/contentlint.toml: {UNTRUSTED}"
    assert "known: is outside the project" in error(Configs(named=Elsewhere()).of, "x/a.md")


def test_no_words_are_read_if_a_file_of_them_lies_outside() -> None:
    write("../project2/a.txt")
    write("b.txt")
    write("x/contentlint.toml", 'extends = ["b.toml"]\nspelling.words-file = "../b.txt"\n')
    write("x/b.toml", 'lang = 1\nspelling.words-file = "../../project2/a.txt"\n')
    refused: list[Config] = []
    Configs(refuse=lambda _, config: refused.append(config)).of("x/a.md")
    (wrong,) = refused
    assert wrong.spelling.files == ()
    spelling = "x/contentlint.toml: spelling"
    assert [str(fault.place) for fault in wrong.faults] == ["x/b.toml", spelling, spelling]


def test_extended_file_is_read_in_the_tree() -> None:
    class Other(Tree):
        def read(self, path: str) -> bytes:
            return b'lang = "fa"\n' if path.endswith("base.toml") else super().read(path)

    write("contentlint.toml", 'extends = ["base.toml"]\n')
    write("base.toml", 'lang = "ar"\n')
    for tree, lang in ((Tree(), "ar"), (Other(), "fa")):
        found = load.read_config("contentlint.toml", tree)
        assert found is not None
        assert found.lang == lang


def test_project_is_that_of_the_tree(here: Path) -> None:
    write("base.toml", 'lang = "ar"\n')
    Path("x/contentlint.toml").symlink_to("../base.toml")
    tree = Elsewhere()
    assert "leaves the project x" in error(Configs(found=tree).of, "x/a.md")
    assert "outside the project x" in error(resolved, "../base.toml", str(here / "x"), tree)
    tree.top = str(here)
    assert Configs(found=tree).of("x/a.md").lang == "ar"
    assert resolved("../base.toml", str(here / "x"), tree) == str(here / "base.toml")


@pytest.mark.parametrize(("key", "line"), [("extends", 3), ("rule-sets", 5)])
def test_named_file_is_looked_for_in_the_tree(here: Path, key: str, line: int) -> None:
    write("a.toml", "")
    write("b.toml", "")
    named = config(here, root=str(here), **{key.replace("-", "_"): ("a.toml", "b.toml")})
    found = load.extended(named, [], Committed(EVERYWHERE))
    assert said(found.faults) == [
        f"c.toml:{line}: {key}: a.toml: {UNTRUSTED}",
        f"c.toml:{line + 1}: {key}: b.toml: {UNTRUSTED}",
    ]
    assert all(fault.hides for fault in found.faults)


def test_files_of_one_name_in_two_folders_are_two(here: Path) -> None:
    write("x/a.toml", 'ignore = ["NUM"]\n')
    write("y/a.toml", 'ignore = ["PUN"]\n')
    found = load.extended(config(here, root=str(here), extends=("x/a.toml", "y/a.toml")), [])
    assert [layer.ignore for layer in found.layers] == [("NUM",), ("PUN",)]
    assert found.root == str(here)


def test_rule_set_that_two_files_name_counts_once(here: Path) -> None:
    write("a.toml", "")
    write("x/base.toml", 'rule-sets = ["../a.toml"]\n')
    (here / ".git").mkdir()
    named = config(here, root=str(here), extends=("x/base.toml",), rule_sets=("./a.toml",))
    assert load.extended(named, []).rule_sets == (str(here / "a.toml"),)


def test_nothing_named_lies_nowhere(here: Path) -> None:
    assert not [*misplaced(config(here), (), DISK)]
    check_cache_dir(config(here))


def test_cache_lies_in_the_project_but_is_not_all_of_it(here: Path) -> None:
    inner = here / "x"
    check_cache_dir(config(here, cache_dir=str(inner / "build")))
    for place in (inner, inner / "y" / ".."):
        message = "c.toml:7: cache-dir: the project folder cannot be the cache"
        assert error(check_cache_dir, config(here, cache_dir=str(place))) == message
    outside = config(here, cache_dir=str(here / "build"))
    assert error(check_cache_dir, outside).startswith("c.toml:7: cache-dir: build: is out")
    check_cache_dir(outside, ("/none", str(here)))


# What the user's own file grants


def test_grants_hold_outside_of_the_project_of_their_file(here: Path) -> None:
    (here / ".git").mkdir()
    inside = Grants(path=str(here / "x/contentlint/contentlint.toml"), outside=("/a",))
    other = inside._replace(path=str(here.parent / "project2/contentlint.toml"))
    for folder in (str(here / "x"), ""):
        assert Configs(grants=inside).granted(Config(root=folder)) == Grants()
        assert Configs(grants=other).granted(Config(root=folder)) == other
    assert Configs(grants=inside).granted(Config(root=str(here.parent))) == inside
    assert Configs(grants=Grants(outside=("/a",))).granted(Config()) == Grants(outside=("/a",))


def test_folder_named_as_that_of_the_own_file_has_a_configuration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("contentlint/contentlint.toml", 'lang = "ar"\n')
    monkeypatch.chdir("contentlint")
    assert Configs().of("a.md").lang == "ar"


def test_secret_that_the_project_may_have_brought_is_none(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, expected in (
        ("project/state/s", ""),
        ("project2/s", str(here.parent / "project2/s")),
    ):
        monkeypatch.setattr(user, "secret_place", lambda place=place: str(here.parent / place))
        assert Configs().secret_place() == expected
    (here / ".git").mkdir()
    monkeypatch.chdir("x")
    monkeypatch.setattr(user, "secret_place", lambda: str(here / "state/s"))
    assert Configs().secret_place() == ""
    write("../contentlint.toml", "")
    assert Configs().secret_place() == ""


def test_own_file_is_named_if_there_is_a_place_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user, "place", lambda: "/h/a.toml")
    assert user.name_in_messages() == "your own file /h/a.toml"
    monkeypatch.setattr(user, "place", str)
    assert user.name_in_messages() == "your own file"


# Words


def words_of(named: Config) -> Mapping[str, Words]:
    faults: list[Fault] = []
    found = load.word_entries(named, faults)
    assert not faults
    return found


def test_file_of_words_may_be_as_large_as_the_limit(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "MOST_WORDS", 9)
    named = config(here, spelling=Spelling(files=("a.txt",)))
    write("a.txt", "ab\nabcdef")
    assert words_of(named)["own-words"]["ar"] == ("ab", "abcdef")
    write("a.txt", "ab\nabcdefg")
    faults: list[Fault] = []
    assert load.word_entries(named, faults) == {}
    assert said(faults) == ["c.toml:10: spelling: words-file: a.txt: larger than 9 bytes"]


def test_wrong_line_of_a_file_of_words_is_named_and_passed_over(here: Path) -> None:
    write("a.txt", "ab\n>b # ours\nc>d>e\nef\n")
    named = config(here, spelling=Spelling(files=("a.txt", "none.txt")))
    faults: list[Fault] = []
    assert load.word_entries(named, faults)["own-words"]["ar"] == ("ab", "ef")
    assert said(faults) == [
        "a.txt:2: expected a pair like wrong>right, not '>b'",
        "a.txt:3: expected a pair like wrong>right, not 'c>d>e'",
        "c.toml:10: spelling: words-file: none.txt: no such file or directory",
    ]
    with pytest.raises(ConfigError) as caught:
        refuse(faults)
    assert "\n  2 | >b # ours\n" in str(caught.value)


def test_file_of_words_is_read_in_the_tree(here: Path) -> None:
    write("a.txt", "ab\n")
    faults: list[Fault] = []
    named = config(here, spelling=Spelling(files=("a.txt",)))
    assert load.word_entries(named, faults, Committed(EVERYWHERE)) == {}
    assert said(faults) == [f"c.toml:10: spelling: words-file: a.txt: {UNTRUSTED}"]


def test_words_of_a_file_follow_those_of_the_configuration(here: Path) -> None:
    write("a.txt", "2\nب/XY # ours\n\nc>d\n#e\n12\nf g\n")
    spelling = Spelling(words=("a",), wrong=("x>y",), files=(str(here / "a.txt"),))
    house = {"own-words": {"ar": ("w",), "he": ("v",)}, "other": {"ar": ("z",)}}
    found = words_of(config(here, spelling=spelling, words=house))
    own = ("a", "ب", "f g")
    pairs = ("x>y", "c>d")
    assert found == {
        "own-words": {"ar": ("w", *own), "fa": own, "ur": own, "he": ("v",)},
        "misspellings": {"ar": pairs, "fa": pairs, "ur": pairs},
        "other": {"ar": ("z",)},
    }
    assert words_of(config(here, words=house)) == house
