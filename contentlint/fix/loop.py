"""The fixes of one file: applied until none is left, and verified before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint.engine.render import Examined
from contentlint.fix import apply, final_newline
from contentlint.fix.verify import Round, doubt
from contentlint.model.diagnostic import Fix
from contentlint.model.document import Document
from contentlint.model.errors import ReadError
from contentlint.model.rule import Rule

MAX_ROUNDS = 10
"""Times that the fixes of a file are applied; each is followed by a check."""

Examine = Callable[[Document], Examined]
Read = Callable[[bytes], Document]
Place = tuple[str, int]
"""The code of a rule and the offset of a finding; they identify the finding in a text."""
Checked = tuple[Document, Sequence[tuple[str, Fix]]]
Check = Callable[[bytes], Checked]
"""Reads and checks a file; returns the document and the fixes to apply, with rules' codes."""
Note = Callable[[Document, Sequence[tuple[str, Fix]]], None]
"""Called with a document and the fixes that are applied to it at once."""


class Settled(NamedTuple):
    """The outcome of fixing a file until no fix is left."""

    data: bytes
    """The original if there is a ``fault``."""
    applied: tuple[tuple[str, int], ...]
    """How many fixes of each rule were applied, by code."""
    fault: str = ""
    """Why nothing is changed: fixes undo one another, or one cannot be applied; or ``""``."""


class Fixed(NamedTuple):
    """The outcome of fixing a file, verified."""

    data: bytes
    """The original if ``refused`` is not empty, or nothing had to be fixed."""
    applied: tuple[tuple[str, int], ...]
    """How many fixes of each rule were applied, by code."""
    refused: str
    """Why the file is left as it is, or ``""``."""
    last: Document
    """The document of ``data``; a newline added at its end may be missing."""
    examined: Examined
    """What is still found in it."""
    before: tuple[Document, Examined]
    """The document of the original, and what is found in that."""


def fix(
    data: bytes,
    read: Read,
    examine: Examine,
    *,
    unsafe: bool,
    built_in: Callable[[Document], bool] | None = None,
    only: Collection[Place] | None = None,
) -> Fixed:
    """Apply the safe fixes of a file, with ``unsafe`` all fixes, until none is left.

    With ``only``, other findings of the original are not fixed; those that fixes bring out are.

    ``built_in`` returns True if all rules for a document are built-in rules with their own
    options; without it they are taken not to be.

    The outcome is compared with the original before it is returned; if it has
    lost more than fixes may remove, or has a new finding, the original is kept.
    """
    checked: list[tuple[Document, Examined]] = []
    rules: dict[str, Rule] = {}
    rounds: list[Round] = []
    passed: frozenset[Place] = frozenset()

    def check(current: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = read(current)
        found = examine(doc)
        checked.append((doc, found))
        nonlocal passed
        if only is not None:
            passed = _passed(found, only, passed, rounds)
        wanted = []
        for bound, finding in sorted(found.found, key=lambda pair: pair[1].span):
            if finding.fix is None or not (finding.fix.safe or unsafe):
                continue
            if (bound.rule.code, finding.span.start) not in passed:
                rules[bound.rule.code] = bound.rule
                wanted.append((bound.rule.code, finding.fix))
        return doc, wanted

    first = check(data)
    doc, wanted = first
    fixes = [fix for _, fix in wanted]
    before = checked[0]
    left = final_newline.without_recheck(doc, before[1], fixes)
    if left is not None and built_in is not None and built_in(doc):
        new = apply.splice(data, doc, apply.choose(fixes))
        return Fixed(new, ((wanted[0][0], 1),), "", doc, left, before)

    def note(doc: Document, taken: Sequence[tuple[str, Fix]]) -> None:
        rounds.append(Round(doc, [(rules[code], fix) for code, fix in taken]))

    settled = settle(data, check, note, first=first)
    after = checked[-1]
    if settled.data == data:
        return Fixed(data, (), settled.fault, *before, before)
    codes = [code for code, _ in settled.applied]
    found = doubt(before, after, rounds, unsafe=unsafe)
    if found:
        listed = _(", ").join(codes)
        # Translators: {why} is such as "would change words (PUN001)".
        refused = _("the fixes of {codes} {why}").format(codes=listed, why=found)
        return Fixed(data, (), refused, *before, before)
    return Fixed(settled.data, settled.applied, "", *after, before)


def _passed(
    found: Examined, only: Collection[Place], passed: Collection[Place], rounds: Sequence[Round]
) -> frozenset[Place]:
    """Return the places that are not to be fixed, in the text after the last round."""
    if not rounds:
        places = [(bound.rule.code, finding.span.start) for bound, finding in found.found]
        return frozenset(places).difference(only)
    edits = sorted(edit for _, fix in rounds[-1].taken for edit in fix.edits)
    return frozenset((code, apply.moved(start, edits)) for code, start in passed)


def settle(
    data: bytes, check: Check, note: Note | None = None, *, first: Checked | None = None
) -> Settled:
    """Fix and check again until no fix is left, at most ``MAX_ROUNDS`` times.

    ``first`` is the result of ``check(data)``, if known.

    It is all or nothing: if the fixes return to an earlier text, or do not
    end, the original is kept and the rules that disagree are named.

    Raises:
        ReadError: the file cannot be read.
    """
    seen = [data]
    rounds: list[list[str]] = []
    doc, fixes = first or check(data)
    for _round in range(MAX_ROUNDS):
        edits = apply.choose(fix for _, fix in fixes)
        chosen = set(edits)
        taken = [(code, fix) for code, fix in fixes if chosen.issuperset(fix.edits)]
        codes = [code for code, _ in taken]
        try:
            changed = apply.splice(seen[-1], doc, edits)
            if changed == seen[-1]:
                return _settled(changed, rounds)
            if note is not None:
                note(doc, taken)
            expected = apply.apply(doc.text, edits)
            doc, fixes = check(changed)
        except (ValueError, ReadError) as error:
            return Settled(data, (), f"{_listed([codes])}: {error}")
        # A "\r" that now precedes a "\n" forms one line end with it; a second byte-order mark
        # replaces the first.
        if doc.text != expected and doc.text != expected.removeprefix("\ufeff"):
            return Settled(data, (), f"{_listed([codes])}: line endings or encoding would change")
        rounds.append(codes)
        if changed in seen:
            circle = _listed(rounds[seen.index(changed) :])
            return Settled(data, (), f"the fixes of {circle} undo one another")
        seen.append(changed)
    if not apply.choose(fix for _, fix in fixes):
        return _settled(seen[-1], rounds)
    return Settled(data, (), f"the fixes of {_listed(rounds[-2:])} do not settle")


def _settled(data: bytes, rounds: Iterable[Iterable[str]]) -> Settled:
    return Settled(data, tuple(sorted(Counter(code for codes in rounds for code in codes).items())))


def _listed(rounds: Iterable[Iterable[str]]) -> str:
    return ", ".join(sorted({code for codes in rounds for code in codes}))
