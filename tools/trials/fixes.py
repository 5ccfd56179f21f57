"""What fixes may do: on real articles, and every pair of rules that fix together."""

from __future__ import annotations

import html
import itertools
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from contentlint.engine import linter, ruleset
from contentlint.fix import loop
from contentlint.model.diagnostic import FileResult, Fix
from contentlint.model.document import Document
from contentlint.model.rule import BoundRule, Rule, example_data
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats
from tools.trials.figures import Figure, Tier, counted, sized
from tools.trials.watched import ROOT

_ARTICLES = "CONTENTLINT_ARTICLES"
"""The environment's name for a folder of real articles; without it, the fixtures of the tests."""
_MAY_REMOVE_LINES = ("DUP", "RES")
_LONG_LINE, _PIECE = 40, 8
_PERSIAN = str.maketrans("كي", "کی")
_SUPPRESSION = re.compile(r"<!--\s*contentlint-.*?-->|\{/\*\s*contentlint-.*?\*/\}", re.DOTALL)
"""Comments, which a fix removes where they suppress nothing."""
_ADDRESS = re.compile(r"https?[:：][/／]\S+|\S+\?\S+=\S*")


def articles(wanted: int) -> list[Path]:
    """Files to fix: real ones where a folder is named, evenly taken from all there are."""
    folder = Path(os.environ.get(_ARTICLES) or ROOT / "tests" / "rules")
    found = sorted(p for p in folder.rglob("*") if p.suffix in (".md", ".txt", ".mdx"))
    step = max(len(found) // wanted, 1)
    return found[::step][: max(wanted, 1)]


def violations(path: str, data: bytes, session: Session) -> Iterator[str]:
    """Every invariant that the fixes of a file break."""
    before = session.lint(session.read(formats.record(path, data)))
    result, new = session.repair(formats.record(path, data))
    if result.repair.refused:
        if new != data:
            yield "refused, and changed"
        return
    if new == data:
        return
    again, newer = session.repair(formats.record(path, new))
    if newer != new:
        yield f"a second run fixes more: {again.repair.applied}"
    yield from _bytes(data, new)
    codes = {code for code, _ in result.repair.applied}
    yield from _findings(before, result, codes)
    if not any(code.startswith(_MAY_REMOVE_LINES) for code in codes):
        yield from _lines(data, new)


def _bytes(old: bytes, new: bytes) -> Iterator[str]:
    """Encoding, byte-order mark, kinds of line ends, and bytes that are no text, stay."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if new.startswith(mark) and not old.startswith(mark):
            yield "a byte-order mark has come"
    if old.startswith((b"\xff\xfe", b"\xfe\xff")) != new.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "another encoding"
    for end in (b"\r\n", b"\r"):
        if end in new and end not in old:
            yield f"a line end {end!r} has come"
    invalid = (sum(0xDC80 <= ord(c) <= 0xDCFF for c in _text(each)) for each in (old, new))
    was, now = invalid
    if was != now:
        yield f"{was} bytes that were no text, and now {now}"


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "surrogateescape")


def _findings(before: FileResult, after: FileResult, codes: Iterable[str]) -> Iterator[str]:
    """Nothing that is still safely fixable, and no more findings of the rules that fixed."""
    if after.counts.fixable:
        left = {d.code for d in after.diagnostics if d.fix is not None and d.fix.safe}
        yield f"still fixable: {sorted(left)}"
    was, now = (Counter(d.code for d in each.diagnostics) for each in (before, after))
    more = [code for code in codes if now[code] > was[code]]
    if more:
        yield f"more findings of {more}"


def _lines(old: bytes, new: bytes) -> Iterator[str]:
    """Of every long line most is still there, in some line."""
    # With addresses, too: what was broken by control characters is one now.
    both = [_letters(_text(new), addresses=addresses) for addresses in (False, True)]
    kept = "".join(both).replace("\n", "")
    for line in _SUPPRESSION.sub("", _text(old)).splitlines():
        letters = _letters(line)
        pieces = [letters[i : i + _PIECE] for i in range(0, len(letters) - _PIECE, _PIECE)]
        if len(letters) >= _LONG_LINE and sum(p in kept for p in pieces) * 2 < len(pieces):
            yield f"a line is gone: {letters[:_LONG_LINE]}"
            return


def _letters(text: str, *, addresses: bool = False) -> str:
    """Bare letters: however composed, without entities, and without ``addresses``, which may lose
    what tracks their readers."""
    plain = html.unescape(html.unescape(text))
    if not addresses:
        plain = _ADDRESS.sub("", plain)
    letters = unicodedata.normalize("NFKD", plain.translate(_PERSIAN)).replace("ـ", "")
    return "".join(c for c in letters if c.isalpha() or c == "\n")


# Pairs


def fixing_rules() -> list[Rule]:
    return [
        rule
        for rule in ruleset.full().rules
        if rule.fix != "none" and rule.bad and rule.kind != "suppression"
    ]


def pair(first: Rule, second: Rule) -> str:
    """Why the fixes of two rules, also the unsafe ones, do not settle; "": they do."""
    rules = [ruleset.bind(each, options=each.example_options) for each in (first, second)]
    if any(rule.check is None for rule in rules):
        return ""
    for texts in ((first.bad[0], second.bad[0]), (second.bad[0], first.bad[0])):
        data = example_data("\n".join(texts))
        name = "a.txt" if first.example_format == "text" else "a.md"
        settled = loop.settle(data, lambda current, name=name: _look(name, current, rules))  # type: ignore[misc]
        if settled.fault:
            return f"{first.code} and {second.code}: {settled.fault}"
    return ""


def _look(name: str, data: bytes, rules: list[BoundRule]) -> tuple[Document, list[tuple[str, Fix]]]:
    doc = formats.read(name, data)
    found, _, _ = linter.run(doc, rules)
    ordered = sorted(found, key=lambda each: each[1].span)
    return doc, [(bound.rule.code, f.fix) for bound, f in ordered if f.fix is not None]


def run(tier: Tier) -> Iterator[Figure]:
    wanted = sized(tier, 50, 2_000, 5_000)
    session = Session(Request(Selection(isolated=True)))
    chosen, faults = articles(wanted), []
    for path in chosen:
        data = path.read_bytes()
        try:
            faults += [f"{path}: {fault}" for fault in violations(str(path), data, session)]
        except Exception as error:
            faults.append(f"{path}: {type(error).__name__}: {error}")
    yield counted(
        "articles fixed, every invariant held",
        len(chosen),
        min(wanted, 50) if not os.environ.get(_ARTICLES) else wanted,
        faults,
        ("P1", "P3"),
        "violations",
    )
    pairs = list(itertools.combinations(fixing_rules(), 2))
    pairs = pairs[:: sized(tier, 20, 1, 1)]
    faults = [fault for fault in itertools.starmap(pair, pairs) if fault]
    yield counted(
        f"pairs of fixing rules that settle within {loop.MAX_ROUNDS} rounds",
        len(pairs),
        len(pairs),
        faults,
        ("P3",),
    )
