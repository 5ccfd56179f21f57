"""What each rule's safe fixes change, and nothing else: held to oracles that are not ours.

Every rule that has a safe fix is in ``EFFECTS``. It fixes its own bad examples and many texts
that are mixed from the examples of all rules; before and after must be the same in what the
rule has not declared.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest
from conftest import ROOT

from contentlint.engine import ruleset
from contentlint.run.session import Needs, Request, Selection, Session
from contentlint.source import formats

FOLDER = ROOT / "tests" / "rules"
RULES = {rule.code: rule for rule in ruleset.builtin().rules}
# Comments are unused only if other rules run: ``tests/engine`` has the tests of their fix.
FIXING = sorted(
    code for code, rule in RULES.items() if rule.fix != "none" and rule.kind != "suppression"
)
MIXED = 40
"""Texts that are mixed for every rule."""

EFFECTS = {
    "whitespace": "ENC018 PUN001 PUN002 PUN009 SRC004 STR013 STR014 STR015",
    "unseen": "BID004 BID005 ENC002 ENC004 ENC007 ENC017 STR011 STR012",
    "spelling": "IMG007 ORT002 PUN003 PUN004 PUN005 PUN013 PUN014 PUN015 PUN016 RES007 "
    "SRC005 TBL004 TBL005",
    "composition": "ENC011 ENC016",
    "letters": "ENC009 ENC010",
    "address": "SRC003 SRC017",
    "entity": "ENC012",
    "removal": "DUP001 DUP006 ORT001 RES001 RES002 RES003 RES004 RES005 RES006 RES010 "
    "RES017 RES022 SRC008",
}
"""By what may change."""
RARELY = {"ORT002", "RES010"}
"""Whose fixes are safe in places that the examples need not have."""
EFFECT = {code: effect for effect, codes in EFFECTS.items() for code in codes.split()}


def solid(text: str) -> str:
    return "".join(text.split())


def seen(text: str) -> str:
    """Without spaces, controls and what is not shown."""
    unseen = ("Cf", "Cc", "Zs", "Zl", "Zp", "Cn")
    return "".join(c for c in text if unicodedata.category(c) not in unseen and c != "\u115f")


def words(text: str) -> str:
    kept = []
    for char in unicodedata.normalize("NFKC", text):
        digit = unicodedata.digit(char, None)
        if digit is not None:
            kept.append(str(digit))
        elif char.isalpha() and unicodedata.category(char) != "Lm":
            kept.append(char)
    return "".join(kept)


def same(form: Callable[[str], object]) -> Callable[[str, str], bool]:
    return lambda old, new: form(old) == form(new)


def only_removed(old: str, new: str) -> bool:
    """Return True if every letter that is left was there, in its order."""
    rest = iter(words(old))
    return all(char in rest for char in words(new))


def one_for_one(old: str, new: str) -> bool:
    return len(words(old)) == len(words(new))


ORACLES: dict[str, Callable[[str, str], bool]] = {
    "whitespace": same(solid),
    "unseen": same(seen),
    "spelling": same(words),
    "composition": same(lambda text: unicodedata.normalize("NFKC", text)),
    "letters": one_for_one,
    "address": lambda old, new: len(words(new)) <= len(words(old)),
    "entity": lambda old, new: len(words(new)) <= len(words(old)),
    "removal": only_removed,
}


@lru_cache
def session(code: str) -> Session:
    return Session(Request(Selection(isolated=True, select=(code,)), needs=Needs(fix="text")))


@lru_cache
def bad_texts(code: str) -> tuple[tuple[str, bytes], ...]:
    rule = RULES[code]
    suffix = {"markdown": ".md", "text": ".txt"}.get(rule.example_format, ".md")
    found = [(f"bad{suffix}", text.encode("utf-8", "surrogateescape")) for text in rule.bad]
    paths = sorted(p for p in (FOLDER / code).glob("bad*") if p.suffix in (".md", ".txt", ".mdx"))
    return tuple(found + [(path.name, path.read_bytes()) for path in paths])


@lru_cache
def paragraphs() -> tuple[bytes, ...]:
    """The paragraphs of every rule's bad examples."""
    files = (data for code in sorted(RULES) for _, data in bad_texts(code))
    return tuple(sorted({part for data in files for part in data.split(b"\n\n") if part.strip()}))


def mixed(code: str) -> Iterator[tuple[str, bytes]]:
    drawn = random.Random(code)
    own = [part for _, data in bad_texts(code) for part in data.split(b"\n\n")]
    for _ in range(MIXED):
        parts = drawn.choices(own, k=2) + drawn.choices(paragraphs(), k=6)
        drawn.shuffle(parts)
        join = drawn.choice((b"\n\n", b"\n", b"\r\n\r\n", b" "))
        name, data = f"a{drawn.choice(('.md', '.md', '.txt'))}", join.join(parts)
        # NUL of one part beside bytes of another that are no UTF-8: such a file is binary.
        if b"\0" not in data or data.decode("utf-8", "ignore").encode() == data:
            yield name, data


@pytest.mark.slow
@pytest.mark.parametrize("code", FIXING)
def test_safe_fixes_change_what_their_rule_is_about_and_nothing_else(code: str) -> None:
    own, fixed = bad_texts(code), 0
    for name, data in (*own, *mixed(code)):
        result, made = session(code).repair(formats.record(name, data))
        if (name, data) in own:
            assert not result.repair.refused, (name, data, result.repair.refused)
        if made != data:
            assert code in EFFECT, f"say in EFFECTS what {code} changes"
            old, new = (d.decode("utf-8", "surrogateescape") for d in (data, made))
            holds = ORACLES[EFFECT[code]]
            assert holds(old.replace("\r\n", "\n"), new.replace("\r\n", "\n")), (name, old, new)
            fixed += 1
    if code not in RARELY:
        assert (fixed > 0) == (code in EFFECT), "nothing was fixed: this test says nothing"
