"""``extends``: each file is read once and counts once, and nobody sees the difference."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from calling import write

from contentlint.config import load, table
from contentlint.config import schema as configuration
from contentlint.config.schema import Config
from contentlint.config.select import selected, setting
from contentlint.config.table import Fault, read_text, read_toml, refuse
from contentlint.engine.ruleset import builtin
from contentlint.model.errors import ConfigError
from contentlint.source.tree import Tree

TOP = "contentlint.toml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the extended files, each time that one is read."""
    names: list[str] = []

    def reading(path: str, faults: list[Fault], tree: Tree) -> str:
        names.append(Path(path).name)
        return read_text(path, faults, tree)

    monkeypatch.setattr(load, "read_text", reading)
    monkeypatch.setattr(table, "read_text", reading)
    return names


def read() -> Config:
    found = load.read_config(TOP)
    assert found is not None
    refuse(found.faults)
    return found


def faults() -> list[tuple[str, str, bool]]:
    """Return the place of each fault, what is wrong, and whether it hides something."""
    found = load.read_config(TOP)
    assert found is not None
    return [(str(fault.place), fault.message, fault.hides) for fault in found.faults]


def chain(*stems: object) -> str:
    return " > ".join(f"{stem}.toml" for stem in stems)


def written_out(path: Path, root: str) -> Config:
    """What a file says when each file that it extends is read anew for each time it is named."""
    own = configuration.parse(read_toml(str(path)), path.name, root)
    base = Config()
    for name in own.extends:
        base = configuration.over(base, written_out(path.parent / name, root))
    return configuration.over(base, own) if own.extends else own


def meaning(config: Config) -> list[object]:
    """All that a configuration decides."""
    rules = builtin().rules
    override = [override.layer for override in config.overrides]
    decided: list[object] = [config.lang, config.profile, config.max_findings, config.words]
    for layers in (config.layers, (*config.layers, *override)):
        on = selected(rules, layers, preview=False, origin="unknown")
        decided += [[rule.code for rule in on], [setting(rule, layers) for rule in on]]
    return [*decided, sorted(config.rule_sets), {o.files for o in config.overrides}]


def random_file(chance: random.Random, below: list[str]) -> str:
    """Some of the keys that add up and some that replace; of ``below`` it extends up to three."""
    families = ["PUN", "NUM", "STR", "IMG", "PUN001", "NUM006", "STR018", "ALL"]
    lines = [f"extends = {chance.sample(below, min(len(below), chance.randrange(4)))}"]
    lines += [
        f"{key} = {chance.sample(families, 2)}"
        for key in ("select", "extend-select", "ignore")
        if chance.random() < 0.4
    ]
    if chance.random() < 0.4:
        lines.append(f"lang = '{chance.choice(['ar', 'fa', 'ur', 'he'])}'")
    if chance.random() < 0.4:
        lines.append(f"max-findings = {chance.randrange(1, 9)}")
    if chance.random() < 0.4:
        lines.append(f"rules.PUN001.severity = '{chance.choice(['error', 'warning', 'info'])}'")
    if chance.random() < 0.4:
        lines.append(f"[[overrides]]\nfiles = ['*']\nignore = ['{chance.choice(families)}']")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(60))
def test_it_means_what_it_meant_with_each_file_written_out(seed: int, here: Path) -> None:
    chance = random.Random(seed)
    names: list[str] = []
    for number in range(7):
        write(f"{number}.toml", random_file(chance, names))
        names.append(f"{number}.toml")
    write(TOP, random_file(chance, names))
    assert meaning(read()) == meaning(written_out(here / TOP, str(here)))


def test_many_ways_to_a_file_cost_nothing(opened: list[str]) -> None:
    last = load.DEEPEST - 1
    for level in range(last):
        below = f'["left{level + 1}.toml", "right{level + 1}.toml"]'
        for side in ("left", "right"):
            rule = f'ignore = ["STR018"]\n[[overrides]]\nfiles = ["{side}{level}/**"]\n'
            write(f"{side}{level}.toml", f"extends = {below}\n{rule}")
    for side in ("left", "right"):
        write(f"{side}{last}.toml", 'lang = "ar"\nignore = ["STR018"]\n')
    write(TOP, 'extends = ["left0.toml", "right0.toml", "left0.toml"]\n')
    found = read()
    assert opened.pop(0) == TOP
    assert sorted(opened) == sorted(f"{s}{n}.toml" for s in ("left", "right") for n in range(20))
    assert (len(found.layers), len(found.overrides), found.lang) == (40, 38, "ar")


def test_a_file_counts_at_the_last_of_its_places() -> None:
    write("base.toml", 'lang = "ar"\nignore = ["PUN"]\n')
    write("fa.toml", 'extends = ["base.toml"]\nlang = "fa"\n')
    write("other.toml", 'extends = ["base.toml"]\nignore = ["NUM"]\n')
    write(TOP, 'extends = ["fa.toml", "other.toml"]\n')
    found = read()
    assert found.lang == "ar"
    assert [layer.ignore for layer in found.layers] == [("PUN",), ("NUM",)]
    write(TOP, 'extends = ["other.toml", "fa.toml"]\n')
    assert read().lang == "fa"


def test_globs_of_every_file_are_those_of_the_one_above_all(here: Path) -> None:
    write("a/b/base.toml", '[[overrides]]\nfiles = ["x/**"]\n')
    write("a/middle.toml", 'extends = ["b/base.toml"]\n[[overrides]]\nfiles = ["y/**"]\n')
    write(TOP, 'extends = ["a/middle.toml"]\n')
    assert [o.root for o in read().overrides] == [str(here)] * 2


def test_a_link_to_a_folder_makes_no_new_files(here: Path, opened: list[str]) -> None:
    for name in ("one", "two"):
        (here / name).symlink_to(".")
    write(TOP, 'extends = ["one/a.toml", "two/a.toml"]\n')
    write("a.toml", 'lang = "ar"\n')
    assert (read().lang, opened) == ("ar", [TOP, "a.toml"])
    write("a.toml", 'extends = ["one/a.toml"]\n')
    circle = r"^one/a\.toml:1: extends: one/a\.toml: extends itself: a\.toml > a\.toml\n"
    with pytest.raises(ConfigError, match=circle):
        read()


@pytest.mark.parametrize("key", ["extends", "rule-sets"])
@pytest.mark.parametrize("link", ["base.toml", "folder/base.toml"])
def test_a_link_out_of_the_project_is_refused(here: Path, key: str, link: str) -> None:
    outside = here / "outside"
    write("outside/base.toml", "")
    (here / "project/.git").mkdir(parents=True)
    target = outside / "base.toml" if link == "base.toml" else outside
    (here / "project" / link.partition("/")[0]).symlink_to(target)
    write("project/contentlint.toml", f'{key} = ["{link}"]\n')
    found = load.read_config("project/contentlint.toml")
    assert found is not None
    (fault,) = found.faults
    assert fault.place.label == f"{key}: {link}"
    assert fault.message == "is outside the project project"


def test_a_chain_too_long_is_named() -> None:
    for number in range(load.DEEPEST + 1):
        write(f"{number}.toml", f'extends = ["{number + 1}.toml"]\n')
    write(TOP, 'extends = ["0.toml"]\n')
    write("19.toml", 'extends = ["20.toml", "0.toml", "20.toml"]\n')
    assert faults() == [
        ("19.toml: extends: 20.toml", "more than 20 files extend one another", True),
        ("19.toml: extends: 0.toml", f"extends itself: {chain(*range(20), 0)}", False),
        ("19.toml: extends: 20.toml", "more than 20 files extend one another", True),
    ]
    write("19.toml", 'lang = "ar"\n')
    assert read().lang == "ar"


def test_a_circle_is_shown_from_its_first_file() -> None:
    write(TOP, 'extends = ["way.toml"]\n')
    for name, below in (("way", "a"), ("a", "b"), ("b", "c"), ("c", "a")):
        write(f"{name}.toml", f'extends = ["{below}.toml"]\n')
    itself = "c.toml: extends: a.toml", f"extends itself: {chain(*'abca')}", False
    assert faults() == [itself]
    write("c.toml", 'extends = ["a.toml", "none.toml"]\n')
    assert faults() == [itself, ("c.toml: extends: none.toml", "no such file", True)]


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "deep"])
def test_more_files_than_200_are_not_read(opened: list[str], *, wide: bool) -> None:
    many = [f"{number}.toml" for number in range(load.MOST_FILES + 1)]
    for number, name in enumerate(many):
        below = many[number + 1 : number + 2] if number % 10 else []
        write(name, f"extends = {[] if wide else below}\n")
    first = many if wide else [many[0], *many[1::10]]
    write(TOP, f"lang = 1\nextends = {first}\n")
    (lang, (_, *more)) = faults()
    assert lang[0] == TOP
    assert more == ["more than 200 files are extended", True]
    assert len(opened) == load.MOST_FILES + 1
    write(many[-2], "")
    write(TOP, f"extends = {first[: load.MOST_FILES]}\n")
    opened.clear()
    read()
    assert len(opened) == 1 + load.MOST_FILES


def test_mistakes_of_all_files_are_named_together() -> None:
    write("wrong.toml", "\nselct = []\n")
    write(TOP, 'lang = 1\nextends = ["none.toml", "wrong.toml"]\n')
    with pytest.raises(ConfigError) as caught:
        read()
    assert str(caught.value).split("\n") == [
        "contentlint.toml:1: lang: expected a string, not 1",
        "  1 | lang = 1",
        "contentlint.toml:2: extends: none.toml: no such file",
        '  2 | extends = ["none.toml", "wrong.toml"]',
        "wrong.toml:2: unknown key 'selct'; did you mean 'select'?",
        "  2 | selct = []",
    ]
