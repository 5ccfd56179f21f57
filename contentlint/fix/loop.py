"""The fixes of one file: applied until none is left, and verified before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint.engine.render import Examined
from contentlint.fix import apply, shortcut
from contentlint.fix.verify import Round, doubt
from contentlint.model.diagnostic import Fix
from contentlint.model.document import Document
from contentlint.model.rule import Rule

Examine = Callable[[Document], Examined]
Read = Callable[[bytes], Document]
Place = tuple[str, int]
"""The code of a rule, and the offset of a finding of it: what a finding is known by in a text."""


class Fixed(NamedTuple):
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
    left = shortcut.left(doc, before[1], fixes)
    if left is not None and built_in is not None and built_in(doc):
        new = apply.splice(data, doc, apply.choose(fixes))
        return Fixed(new, ((wanted[0][0], 1),), "", doc, left, before)

    def note(doc: Document, taken: Sequence[tuple[str, Fix]]) -> None:
        rounds.append(Round(doc, [(rules[code], fix) for code, fix in taken]))

    settled = apply.settle(data, check, note, first=first)
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
