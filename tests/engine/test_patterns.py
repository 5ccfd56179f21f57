"""Patterns that were compiled beforehand are those that ``re`` makes, or are not used."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT

from contentlint._util import lazy_regex as lazy
from contentlint.engine import built
from contentlint.text.match import regex

SOURCES: list[tuple[str, int]] = [
    (r"(?P<day>\d{1,2})[ \t]+(?P<month>[a-z\u0600-\u06ff]+)", int(re.IGNORECASE)),
    ("[\u0e01-\u0eff\u4e00-\u9fff\U00020000-\U0003ffff]+", 0),
    (r"(a)|(b)\ud800", 0),
]
TEXT = "7 Mai, 12 مارس, 日本 b\ud800 a"


@pytest.fixture(autouse=True)
def nothing_ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(lazy, "ready", None)
        yield


def test_they_find_what_re_finds() -> None:
    assert built.install_patterns(built.pack_patterns(SOURCES))
    assert lazy.ready is not None
    for pattern, flags in SOURCES:
        made, usual = lazy.ready(pattern, flags), re.compile(pattern, flags)
        assert made is not None and made == usual
        assert [m.groupdict() for m in made.finditer(TEXT)] == [
            m.groupdict() for m in usual.finditer(TEXT)
        ]
        assert [m.regs for m in made.finditer(TEXT)] == [m.regs for m in usual.finditer(TEXT)]


def test_those_of_bytes_are_others() -> None:
    assert built.install_patterns(built.pack_patterns([("\xff+", 0), (b"\xff+", 0)]))
    assert lazy.compile(b"\xff+").findall(b"a\xff\xffb") == [b"\xff\xff"]
    assert lazy.compile("\xff+").findall("aÿb") == ["ÿ"]


def test_one_that_is_made_on_the_way_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded: set[lazy.Source] = set()
    monkeypatch.setattr(lazy, "recorded", recorded)
    assert lazy.made("a|b").pattern == "a|b"
    assert recorded == {("a|b", 0)}
    assert built.install_patterns(built.pack_patterns(recorded))
    monkeypatch.setattr(re, "compile", None)
    assert lazy.made("a|b").pattern == "a|b"


def test_packing_leaves_re_as_it_was() -> None:
    built.pack_patterns(SOURCES)
    re.purge()
    assert re.compile("(x)").fullmatch("x")


def test_one_that_is_not_there_is_compiled() -> None:
    built.install_patterns(built.pack_patterns(SOURCES))
    assert lazy.ready is not None and lazy.ready("other", 0) is None
    assert lazy.compile("oth(er)").search("another")


def test_those_of_another_python_are_not_used() -> None:
    whole = built.pack_patterns(SOURCES)
    said, *rest = marshal.loads(whole)
    said[0] += 1
    assert not built.install_patterns(marshal.dumps((said, *rest)))
    for damaged in (whole[:-1], whole[1:], b"", b"\n" + whole):
        assert not built.install_patterns(damaged)
    assert lazy.ready is None


def test_what_patterns_begin_with_is_told_without_the_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [("\\[(?:a|b)c", "["), ("x|y", "x"), ("x.", "x"), ("\\[Insert [a-c]", "[Insert ")]
    monkeypatch.setattr(lazy, "heads", None)
    monkeypatch.setattr(regex, "known", {})
    said = [regex.begun(*each) for each in asked]
    assert said == [("ac", "bc"), None, (), ("a", "b", "c")]
    assert built.install_patterns(built.pack_patterns([], regex.known))
    monkeypatch.setattr(regex, "known", {})
    monkeypatch.setattr(regex, "_parse", None)
    assert [regex.begun(*each) for each in asked] == said
    assert regex.begun("z1", "z") is None  # the parser would have said ("1",)


@pytest.mark.parametrize("cut", [False, True])
def test_damaged_code_is_not_used(cut: bool) -> None:
    said, entries, heads = marshal.loads(built.pack_patterns(SOURCES))
    for key, entry in entries.items():
        own, code, *rest = marshal.loads(entry)
        damaged = marshal.dumps((own, b"\xff" * len(code), *rest))
        entries[key] = entry[:-1] if cut else damaged
    assert built.install_patterns(marshal.dumps((said, entries, heads)))
    assert lazy.ready is not None
    assert [lazy.ready(*source) for source in SOURCES] == [None] * len(SOURCES)
    assert lazy.compile(*SOURCES[0]).search(TEXT)


_PACK_ALL = """
import re, sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from contentlint.engine import built
from contentlint._util import lazy_regex as lazy
for path in Path(sys.argv[1]).rglob("[a-z]*.py"):
    with suppress(ModuleNotFoundError):  # an extra that is not installed
        import_module(".".join(path.relative_to(sys.argv[2]).with_suffix("").parts))
known = lazy.known()
assert built.install_patterns(built.pack_patterns(known))
assert all(lazy.ready(*source) == re.compile(*source) for source in known)
print(len(known))
"""


def test_all_of_the_rules_can_be_packed() -> None:
    """In a process of its own: those that other tests have used wait no longer."""
    told = subprocess.run(
        [sys.executable, "-c", _PACK_ALL, str(ROOT / "contentlint"), str(ROOT)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert int(told.stdout) > 50


def test_flags_and_escapes_are_those_of_re() -> None:
    for name in ("ASCII", "DOTALL", "IGNORECASE", "MULTILINE"):
        assert getattr(lazy, name) == getattr(re, name)
    every = "".join(map(chr, range(0x3000)))
    assert lazy.escape(every) == re.escape(every)
