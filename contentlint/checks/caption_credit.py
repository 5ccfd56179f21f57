"""Picture credits that are malformed, or that one article labels in several ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix, Related
from contentlint.document import Document
from contentlint.rule import Words
from contentlint.text.article import folded
from contentlint.text.captions import Credit, credits
from contentlint.text.compare import light

_WIDE_COLON = "\uff1a"
_CJK = frozenset({"zh", "ja", "ko"})
_LONGEST_NAME = 4
_WORD = re.compile(r"\S+")
_SAME_LABEL = 2
"""Letters by which the plural of a label may be longer."""


class Options(NamedTuple):
    fault: str
    """``malformed`` or ``inconsistent``."""
    labels: Words
    qualifiers: Words = {}
    """For ``malformed``: words after a label that are no name."""
    photographer: tuple[str, ...] = ()
    """For ``malformed``: labels that a person's name must follow, so that a colon is missing."""
    apart: tuple[str, ...] = ()
    """For ``inconsistent``: labels that say something else than "photo"."""


class Prepared(NamedTuple):
    fault: str
    labels: frozenset[str]
    qualifiers: frozenset[str]
    photographer: frozenset[str]
    apart: frozenset[str]


def anchors(options: Options) -> tuple[str, ...]:
    return ("![", "|")


def prepare(options: Options) -> Prepared:
    return Prepared(
        options.fault,
        folded(options.labels),
        folded(options.qualifiers),
        frozenset(map(light, options.photographer)),
        frozenset(map(light, options.apart)),
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    found = list(credits(doc, options.labels))
    if found:
        yield from (_malformed if options.fault == "malformed" else _inconsistent)(
            doc, found, options
        )


def _malformed(doc: Document, found: list[Credit], options: Prepared) -> Iterator[Finding]:
    with_colon = {c.key for c in found if c.colon in (":", _WIDE_COLON) and c.name.end > c.name.start}
    for credit in found:
        problem = _problem(doc, credit, with_colon, options)
        if problem:
            label = doc.text[credit.label.start : credit.label.end]
            yield Finding(credit.span, {"label": label, "problem": problem})


def _problem(doc: Document, credit: Credit, with_colon: set[str], options: Prepared) -> str:
    named = credit.name.end > credit.name.start
    if credit.key == "©":
        return ""
    if credit.colon == "before":
        return "has its colon before the label"
    if credit.colon == "":
        if not credit.bracket or credit.joins or not named:
            return ""
        known = credit.key in with_colon or credit.key in options.photographer
        return "has no colon" if known and _is_name(doc, credit, options) else ""
    if not named:
        return "names nobody" if credit.bracket else ""
    if credit.colon != ":" and not (credit.colon == _WIDE_COLON and _may_be_wide(doc, credit)):
        return "has a sign that only looks like a colon"
    return ""


def _is_name(doc: Document, credit: Credit, options: Prepared) -> bool:
    """Two to four words of which the first describes no picture; capitals where there are any."""
    name = doc.text[credit.name.start : credit.name.end]
    words = _WORD.findall(name)
    return (
        2 <= len(words) <= _LONGEST_NAME
        and light(words[0]) not in options.qualifiers
        and all(not word[0].islower() for word in words)
        and not any(c.isdigit() for c in name)
    )


def _may_be_wide(doc: Document, credit: Credit) -> bool:
    return doc.language in _CJK or "\u2e80" <= doc.text[credit.label.start] <= "\u9fff"


def _inconsistent(doc: Document, found: list[Credit], options: Prepared) -> Iterator[Finding]:
    used = [
        c
        for c in found
        if c.key not in options.apart
        and c.key != "©"
        and c.name.end > c.name.start
        and (c.colon or c.joins)
    ]
    groups: dict[str, str] = {}
    for credit in used:
        groups.setdefault(credit.key, next((k for k in groups.values() if _same(k, credit.key)), credit.key))
    counts = Counter(groups[c.key] for c in used)
    if len(counts) < 2:
        return
    # On a tie the label that comes first is the rule, so that the later one is reported.
    usual = max(counts, key=lambda key: counts[key])
    first = next(c for c in used if groups[c.key] == usual)
    label = doc.text[first.label.start : first.label.end]
    for credit in used:
        if groups[credit.key] != usual:
            fix = None
            if bool(credit.colon) == bool(first.colon):
                fix = Fix((Edit(credit.label, label),), False, f"write {label}")
            yield Finding(
                credit.label,
                {"found": doc.text[credit.label.start : credit.label.end], "usual": label},
                fix,
                (Related(first.label, "the usual label"),),
            )


def _same(a: str, b: str) -> bool:
    """Whether two labels are singular and plural of one word."""
    short, long = sorted((a, b), key=len)
    rest = long[len(short) :]
    return long.startswith(short) and len(rest) <= _SAME_LABEL and " " not in rest
