"""What a run does not need is not imported, and what can be built beforehand is."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import time
import typing
from pathlib import Path

import pytest
from conftest import ROOT

from compile_modules import MODULES
from contentlint._util import namedtuple
from contentlint.engine import built, ruleset
from contentlint.model.rule import Rule, RuleSet

CLEAN = "# عنوان\n" + "".join(
    f"\nوفي القرية {n} ساكن بيت قديم بناه الجد الأول قبل أن يرحل إلى المدينة {n}.\n" for n in "أبجد"
)
_PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from contentlint.cli import main as cli
before = set(sys.modules)
code = cli.run(sys.argv[2:])
sys.stdout.flush()
print("\\n" + " ".join(sorted(sys.modules)))
"""
_HEAVY = (
    "asyncio concurrent.futures ctypes dataclasses datetime difflib email fractions gettext "
    "hashlib heapq html html.entities http importlib.metadata inspect logging lzma "
    "multiprocessing pathlib pdb pickle platform random selectors shutil signal socket ssl "
    "statistics string struct subprocess tempfile tomllib unittest urllib.parse urllib.request "
    "xml zipfile"
).split()
_THIRD = ("markdown_it", "pathspec", "regex", "shtab", "tomli", "yaml")
_OURS = (
    "engine.cross_file cli.interactive run.baseline cache.store cache.folder run.incremental "
    "cache.key run.diff_base fix.verify report.rule_page fix.apply fix.loop fix.patch "
    "engine.plugins engine.wording run.progress run.replay cli.schemas report.statistics "
    "cli.init.survey cli.init.proposal cli.init.overview "
    "run.watch run.workers model.observation run.observed "
    "source.observations text.urls.identity"
).split()


def modules(folder: Path, *arguments: str) -> set[str]:
    """What is imported in a process of its own that is given these arguments."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        [sys.executable, "-I", "-c", _PROBE, str(ROOT), *arguments],
        cwd=folder,
        env={**environment, "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "error:" not in done.stderr, done.stderr
    return set(done.stdout.rsplit("\n", 2)[-2].split())


@pytest.fixture(scope="module", autouse=True)
def kept() -> None:
    """A checkout keeps its rules in their built form: once that is there, nothing is parsed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "dont_write_bytecode", False)
        if not built._is_past(built._stamp(ruleset.folder())[1]):
            time.sleep(built._FRESH / 1e9)
        built.cached_rules(ruleset.folder(), ruleset.load)


def test_version_needs_nothing(tmp_path: Path) -> None:
    found = modules(tmp_path, "--version")
    assert not found & {"argparse", "re", "typing", "json", "enum", *_HEAVY, *_THIRD}
    ours = {m for m in found if m.startswith("contentlint")}
    assert ours == {"contentlint", "contentlint.cli", "contentlint.cli.main", "contentlint.core"}


def needless(found: set[str]) -> set[str]:
    ours = {f"contentlint.{name}" for name in _OURS}
    return found & ({*_HEAVY, *_THIRD} | ours)


@pytest.fixture
def built_form() -> None:
    """The rule sets are kept in their built form, as after any earlier run of this checkout."""
    path = Path(built.__file__).with_name("__pycache__") / built._cache_name()
    stamp = built._stamp(ruleset.folder())[0]
    if built._read(str(path), stamp) is None:
        path.parent.mkdir(exist_ok=True)
        built._write(str(path), stamp, built.pack_rules(ruleset.load(ruleset.folder())))
    assert built._read(str(path), stamp) is not None


@pytest.mark.usefixtures("built_form")
@pytest.mark.parametrize("arguments", [("--no-cache",), ("--no-cache", "--isolated")])
def test_clean_file_without_configuration_needs_little(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "a.md").write_text(CLEAN, encoding="utf-8")
    found = modules(tmp_path, "check", "--format=concise", *arguments, "a.md")
    assert needless(found) == set()
    assert not found & {"argparse", "gettext", "json", "locale"}
    assert "typing" not in found
    unneeded = (
        "checks.images.pipe_row checks.sources.malformed_url checks.images.image markdown.read_text"
    ).split()
    assert not found & {f"contentlint.{name}" for name in unneeded}
    assert report_formats(found) == {"concise"}


@pytest.mark.usefixtures("built_form")
def test_only_the_option_loads_what_judges_links_and_nothing_opens_a_socket(tmp_path: Path) -> None:
    link = "https://www.example.com/a"
    (tmp_path / "a.md").write_text(f"{CLEAN}\n[رابط]({link}) نص.\n", encoding="utf-8")
    row = {"url": link, "class": "dead", "reason": "404"}
    (tmp_path / "links.jsonl").write_text(json.dumps(row))
    run = ("check", "--format=concise", "--no-cache", "a.md")
    plain = modules(tmp_path, *run)
    assert needless(plain) == set()
    own = {f"contentlint.checks.sources.{name}" for name in ("_observed", "dead_link", "soft_404")}
    assert not plain & own
    judged = modules(tmp_path, *run, "--links=links.jsonl", "--fail-on=never")
    assert judged >= own
    assert not judged & {"socket", "ssl", "http", "urllib.request", "sqlite3"}
    assert not {name for name in judged if name.startswith("contentlint.links")}


def report_formats(found: set[str]) -> set[str]:
    start = "contentlint.report.formats."
    return {name.removeprefix(start) for name in found if name.startswith(start)}


def test_no_format_is_imported_that_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CLEAN, encoding="utf-8")
    assert report_formats(modules(tmp_path, "check", "--help")) == set()
    found = modules(tmp_path, "check", "--format=full", "--format=junit=out.xml", "a.md")
    assert report_formats(found) == {"full", "junit"}


def test_modules_that_every_check_loads_do_not_load_re() -> None:
    ours = (
        "cli.commands.check run.runner markdown.reader report.formats.concise "
        "checks.structure.blank_lines"
    )
    asked = [f"import contentlint.{name}" for name in ours.split()]
    probe = ["import sys", "sys.path.insert(0, sys.argv[1])", *asked, "print(*sys.modules)"]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", "; ".join(probe), str(ROOT)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "contentlint._util.lazy_regex" in done.stdout.split()
    assert not set(done.stdout.split()) & {"contextlib", "enum", "re"}


def test_kinds_do_not_load_re() -> None:
    """A wheel brings their patterns compiled; only those of users are made where they are used."""
    package = ROOT / "contentlint"
    found = {
        path.stem
        for folder in "article checks core frontmatter kinds markdown model text".split()
        for path in (package / folder).rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import) and any(alias.name == "re" for alias in node.names)
    }
    assert found == {"escaped_unicode_residue", "field", "user_patterns"}


@pytest.mark.usefixtures("built_form")
def test_pyarabic_waits_for_a_stretched_word(tmp_path: Path) -> None:
    """Most Arabic articles have vowel signs; its import takes a fifteenth of a check of one."""
    text = CLEAN + CLEAN.replace("قديم", "قَدِيمٌ")
    for article, needed in ((text, False), (text + "\nتعلن الشـــركة اليوم عن خدمة.\n", True)):
        (tmp_path / "a.md").write_text(article, encoding="utf-8")
        found = modules(tmp_path, "check", "--isolated", "--no-cache", "--exit-zero", "a.md")
        assert ("pyarabic.araby" in found) == needed


@pytest.mark.usefixtures("built_form")
def test_run_from_the_cache_needs_no_rule(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CLEAN, encoding="utf-8")
    command = ("check", "--format=concise", "--isolated", "a.md")
    modules(tmp_path, *command)
    found = modules(tmp_path, *command)
    assert "contentlint.run.incremental" in found
    assert not {m for m in found if m.startswith("contentlint.markdown.read_")}
    # What several rules need, and the scan as well, still lies in some families.
    rules = {m for m in found if m.startswith("contentlint.checks.") and m.count(".") > 2}
    assert not {m for m in rules if "._" not in m}
    assert found & {*_HEAVY, *_THIRD} == set()


def test_what_is_needed_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CLEAN + "\n![]()\n", encoding="utf-8")
    (tmp_path / "contentlint.toml").write_text('exclude = ["b"]\n', encoding="utf-8")
    found = modules(tmp_path, "check", "--format=html", "--output=x.html", "a.md")
    assert {"hashlib", "pathspec", "tomli", "contentlint.checks.images.image"} <= found
    assert "contentlint.run.incremental" in needless(found)


# The built form


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    for path in folder.rglob("*.toml"):
        os.utime(path, (1, 1))
    return folder


def test_built_form_is_made_again_when_a_file_changes(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "contentlint" / "engine"
    (package / "__pycache__").mkdir(parents=True)
    monkeypatch.setattr(built, "__file__", str(package / "built.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    loaded: list[str] = []

    def load(directory: str) -> RuleSet:
        loaded.append(directory)
        return ruleset.load(directory)

    first = built.cached_rules(str(house), load)
    again = built.cached_rules(str(house), load)
    assert len(loaded) == 1
    assert [r.code for r in again.rules] == [r.code for r in first.rules]
    options = [[{r.code: r.options for r in each.rules}] for each in (again, first)]
    assert json.dumps(options[0], default=dict, sort_keys=True) == json.dumps(
        options[1], default=dict, sort_keys=True
    )
    assert dict(again.words) == dict(first.words)
    path = house / "words" / "credits.toml"
    path.write_text(path.read_text("utf-8") + "\nxx = ['new']\n", encoding="utf-8")
    changed = built.cached_rules(str(house), load)
    assert len(loaded) == 2
    assert changed.words["credits"]["xx"] == ("new",)
    # What has just changed may change again in the same instant: it is not kept.
    built.cached_rules(str(house), load)
    assert len(loaded) == 3
    os.utime(path, (2, 2))
    built.cached_rules(str(house), load)
    assert built.cached_rules(str(house), load).words["credits"]["xx"] == ("new",)
    assert len(loaded) == 4


def test_damaged_and_foreign_built_forms_are_not_used(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "contentlint" / "engine"
    (package / "__pycache__").mkdir(parents=True)
    monkeypatch.setattr(built, "__file__", str(package / "built.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    expected = built.cached_rules(str(house), ruleset.load)
    (path,) = (package / "__pycache__").iterdir()
    whole = path.read_bytes()
    for damage in (whole[:-1], whole[1:], b"", whole.replace(b"PUN001", b"PUN002", 1)):
        path.write_bytes(damage)
        found = built.cached_rules(str(house), ruleset.load)
        assert [r.code for r in found.rules] == [r.code for r in expected.rules]
    data = built.pack_rules(expected)
    assert built.unpack_rules(data) is not None
    for damage in (data[:-1], data[1:], b"", b"{}\n"):
        assert built.unpack_rules(damage) is None
    monkeypatch.setattr(built, "__version__", "9.9.9")
    assert built.unpack_rules(data) is None


def test_late_rules_find_what_they_find_when_bound_at_once() -> None:
    loaded = ruleset.full()
    early = {rule.code: rule for rule in loaded.rules}
    late = built.unpack_rules(built.pack_rules(loaded))
    assert late is not None
    for rule in late.rules:
        bound = ruleset.bind(rule._replace(late=False, needs=()))
        assert rule.late is (bound.check is not None)
        other = ruleset.bind(early[rule.code])
        assert (bound.needs, bound.languages, bound.severity) == (
            other.needs,
            other.languages,
            other.severity,
        )
        assert rule.needs == other.needs


# Named tuples without typing


class Made(namedtuple.NamedTuple):
    """With a word about it."""

    a: int
    b: str = "x"
    c: tuple[int, ...] = ()

    def twice(self) -> int:
        return 2 * self.a


class Typed(typing.NamedTuple):
    a: int
    b: str = "x"
    c: tuple[int, ...] = ()


def test_no_compiled_module_makes_named_tuples() -> None:
    """mypyc makes them with typing, whatever is imported."""
    for module in MODULES:
        assert "(NamedTuple)" not in (ROOT / module).read_text(encoding="utf-8"), module


class Narrower(Made):
    """One that nobody has made yet, as of ``Made``."""


def test_named_tuple_is_ready_whoever_is_made_first() -> None:
    made: typing.Any = Narrower(1, c=(2,))
    assert type(made) is Narrower
    assert (made.twice(), *made) == (2, 1, "x", (2,))
    assert type(Made(1)) is Made
    assert type(Narrower(1)) is Narrower


def test_named_tuples_are_as_typing_makes_them() -> None:
    import pickle

    one: typing.Any = Made(1)
    other: typing.Any = Typed(1)
    assert one == other == (1, "x", ())
    assert repr(one) == repr(other).replace("Typed", "Made")
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__"):
        assert getattr(Made, name, None) == getattr(Typed, name, None), name
    assert set(Made.__annotations__) == set(Typed.__annotations__)
    assert one._asdict() == other._asdict()
    assert one._replace(b="y") == other._replace(b="y")
    assert tuple(Made._make([1, "2", ()])) == (1, "2", ())
    assert type(Made) is type
    assert Made.__mro__[-2:] == Typed.__mro__[-2:]
    assert Made.__doc__ == "With a word about it."
    assert one.twice() == 2
    assert pickle.loads(pickle.dumps(one)) == one
    match one:
        case Made(a, b):
            assert (a, b) == (1, "x")
    with pytest.raises(AttributeError):
        one.d = 1


@pytest.mark.parametrize("given", [(), (1, "x", (), 4), {"b": "x"}, {"a": 1, "d": 2}])
def test_wrong_arguments_are_refused_as_by_typing(given: typing.Any) -> None:
    for made in (Made, Typed):
        with pytest.raises(TypeError):
            made(**given) if isinstance(given, dict) else made(*given)
    for make in (Made._make, Typed._make):
        with pytest.raises(TypeError):
            make(range(4))
    with pytest.raises(TypeError):
        Made(1)._replace(d=1)  # type: ignore[call-arg]
    assert Rule._field_defaults["status"] == "stable"
