"""``fix --interactive``: every fix is shown, and applied when the user agrees."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from unicodedata import bidirectional

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import excerpt, line_start, visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style, many
from contentlint.cli.parser import FAILED
from contentlint.cli.question import ask
from contentlint.cli.request import session_of
from contentlint.cli.targets import discover
from contentlint.engine import render
from contentlint.fix import apply
from contentlint.fix.verify import Round, doubt
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, ContentlintError, ReadError, WriteError
from contentlint.model.rule import BoundRule, Rule
from contentlint.report import console
from contentlint.run.session import Session
from contentlint.source import atomic_write

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

OK, FIXED = 0, 1
_KEYS = "yanfsq"
_QUESTION = "apply? [y]es [n]o [a]ll of this rule [s]kip this rule [f]ile done [q]uit "
_CONTEXT = 40
"""Code points shown before and after a change, within its lines."""
_LONGEST = 200
"""Code points of a change that are shown."""
_MOST_EDITS = 3
"""Changes of one fix that are shown."""


class _Quit(Exception):  # noqa: N818  an answer, not a fault
    """The user has answered with quit."""


class _Plan(NamedTuple):
    """The fixes of one file that the user has agreed to."""

    path: str
    old: bytes
    new: bytes
    codes: tuple[str, ...]
    """The rule of each fix."""
    left: int
    """How many fixes appear only afterwards, and so were not asked about."""


def run(args: Namespace) -> int:
    """Ask about every fix, write what was agreed to, and return the exit code.

    Raises:
        ContentlintError: the user's error, or answers from a file or program that end
            before the last question. Nothing is written.
    """
    session = session_of(args)
    found, record = discover(args, session.resolver)
    if record is not None:
        raise ConfigError("--interactive: standard input is for the answers; name files")
    if sys.stdin is None:
        raise ContentlintError("standard input is closed")
    session.resolver.thresholds(target.path for target in found.targets)
    out = console.output()
    walk = _Walk(out, console.style(args.color, args.bidi_isolate, out.isatty()))
    plans, failed = [], bool(found.incomplete)
    for path, why, _ in found.incomplete:
        console.say(f"error: {path}: {why}")
    try:
        for target in found.targets:
            try:
                plan = _file(session, target.path, walk)
            except (ReadError, WriteError) as error:
                console.say(f"error: {target.path}: {error}")
                failed = True
            else:
                plans += [plan] if plan is not None else []
        sure = bool(plans) and walk.sure(plans)
    except _Quit:
        sure = False
    if walk.ended and not sys.stdin.isatty():
        raise ContentlintError("--interactive: no more answers on standard input; nothing written")
    if not sure:
        out.write(f"nothing {'written' if walk.asked else 'to fix'}\n")
        return FAILED if failed else OK
    return FAILED if not _write(plans, out) or failed else FIXED * args.exit_non_zero_on_fix


def _write(plans: Sequence[_Plan], out: TextIO) -> bool:
    """Write the files; return True if all could be written."""
    done = []
    for plan in plans:
        try:
            atomic_write.replace(plan.path, plan.old, plan.new)
            done.append(plan)
        except WriteError as error:
            console.say(f"error: {plan.path}: not fixed: {error}")
    atomic_write.flush(plan.path for plan in done)
    fixes = sum(len(plan.codes) for plan in done)
    out.write(f"fixed {many(fixes, 'finding')} in {many(len(done), 'file')}\n")
    left = sum(plan.left for plan in done)
    if left:
        out.write(f"{many(left, 'finding')} can be fixed only now: run it again\n")
    return len(done) == len(plans)


def _file(session: Session, path: str, walk: _Walk) -> _Plan | None:
    """Ask about one file; return None if there is nothing to write.

    Raises:
        ReadError: the file cannot be read as text.
        WriteError: verification refuses the outcome of the fixes.
        _Quit: the answer was to quit.
    """
    record = session.open(path)
    doc = session.read(record)
    before = session.examine(doc)
    edits, taken, declined = walk.through(doc, _fixable(before.found))
    if not edits:
        return None
    codes = tuple(rule.code for rule, _ in taken)
    try:
        new = apply.splice(record.data, doc, edits)
        after_doc = session.read(record._replace(data=new))
    except (ValueError, ReadError) as error:
        raise WriteError(f"not fixed: {', '.join(sorted(set(codes)))}: {error}") from None
    after = session.examine(after_doc)
    found = doubt(
        (doc, before),
        (after_doc, after),
        [Round(doc, taken)],
        unsafe=not all(fix.safe for _, fix in taken),
    )
    if found:
        raise WriteError(f"not fixed: the fixes of {', '.join(sorted(set(codes)))} {found}")
    left = max(len(_fixable(after.found)) - declined, 0)
    return _Plan(path, record.data, new, codes, left)


Asked = tuple[BoundRule, Finding, Fix]


def _fixable(found: Iterable[render.Found]) -> list[Asked]:
    ordered = sorted(found, key=lambda pair: pair[1].span)
    return [(bound, finding, finding.fix) for bound, finding in ordered if finding.fix is not None]


class _Walk:
    """The conversation, which remembers answers about whole rules."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self.out = out
        self.style = style
        self.asked = self.ended = False
        self.every: set[tuple[str, bool]] = set()
        """Codes of rules whose fixes are all wanted, and True for safe fixes only."""
        self.none: set[str] = set()
        """Codes of rules whose fixes are not wanted."""

    def through(
        self, doc: Document, fixable: Sequence[Asked]
    ) -> tuple[list[Edit], list[tuple[Rule, Fix]], int]:
        """Return the edits and fixes agreed to, and the number of those declined.

        A fix that touches one agreed to is not asked about: it cannot be applied yet.

        Raises:
            _Quit: the answer was to quit.
        """
        edits: list[Edit] = []
        taken: list[tuple[Rule, Fix]] = []
        declined = 0
        done = False
        for number, (bound, finding, fix) in enumerate(fixable, 1):
            code = bound.rule.code
            if done or code in self.none:
                declined += 1
                continue
            before = list(edits)
            if not apply.take(edits, fix):
                continue
            answer = "y"
            if not {(code, fix.safe), (code, False)} & self.every:
                which = f"{number} of {len(fixable)}"
                self.out.write(_shown(doc, bound, finding, which, self.style))
                answer = self._answer(_QUESTION, _KEYS)
            if answer == "q":
                raise _Quit
            if answer == "a":
                # To agree to a safe fix is not to agree to unsafe ones.
                self.every.add((code, fix.safe))
            elif answer == "s":
                self.none.add(code)
            done = answer == "f"
            if answer in "ya":
                taken.append((bound.rule, fix))
            else:
                edits = before
                declined += 1
        return edits, taken, declined

    def sure(self, plans: Sequence[_Plan]) -> bool:
        """Return True if the user confirms that the agreed fixes are written."""
        fixes = sum(len(plan.codes) for plan in plans)
        what = f"\nfix {many(fixes, 'finding')} in {many(len(plans), 'file')}? [y]es [n]o "
        return self._answer(what, "ynq") == "y"

    def _answer(self, question: str, keys: str) -> str:
        """Return the answer, one of the keys; the end of the input is ``q``."""
        self.asked = True
        key = ask(self.out, question, keys)
        self.ended |= not key
        return key or "q"


# What a fix looks like


def _shown(doc: Document, bound: BoundRule, finding: Finding, which: str, style: Style) -> str:
    """Return a fix as people read it: its rule, place and title, and both sides of its edits.

    ``which`` is its number among the fixes of the file.
    """
    d = render.diagnose(doc, bound, finding, excerpts=0)
    fix = finding.fix
    assert fix is not None
    place = style.place(f"{line_start(d.path)}:{d.position.line}:{d.position.column}")
    lines = [
        f"{style.bold(place)}: {style.severity(d.severity)} {style.bold(d.code)} {d.name}"
        f" {style.dim(f'({which})')}",
        f"  {style.sentence(d.message, d.quoted)}",
    ]
    for edit in fix.edits[:_MOST_EDITS]:
        mark = _direction(doc, edit) if style.isolate else ""
        old, new = (style.isolated(mark + side) for side in _sides(doc, edit, style))
        lines += [f"  - {old}", f"  + {new}"]
    if len(fix.edits) > _MOST_EDITS:
        lines.append(f"  and {many(len(fix.edits) - _MOST_EDITS, 'more change')}")
    title = style.sentence(fix.title, known=d.values())
    lines.append(f"  {'safe' if fix.safe else 'UNSAFE'} fix: {title}")
    return "\n" + "\n".join(lines) + "\n"


def _direction(doc: Document, edit: Edit) -> str:
    """Return LRM or RLM for the direction of a change's line; an excerpt may begin in the
    other script."""
    line = doc.line_span(doc.line_at(max(edit.span.start, 0)))
    kinds = map(bidirectional, doc.text[line.start : line.end])
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return {"": "", "L": "\u200e"}.get(strong, "\u200f")


def _sides(doc: Document, edit: Edit, style: Style) -> tuple[str, str]:
    """Return the text around an edit before and after it, with the change highlighted."""
    start, end = max(edit.span.start, 0), edit.span.end
    first, last = doc.line_span(doc.line_at(start)), doc.line_span(doc.line_at(end))
    lead = _context(doc, Span(max(first.start, start - _CONTEXT), start))
    tail = _context(doc, Span(end, min(last.end, end + _CONTEXT)))
    if start - _CONTEXT > first.start:
        lead = "…" + lead
    if end + _CONTEXT < last.end:
        tail += "…"
    old = doc.text[start:end] if edit.span.start >= 0 else "\ufeff"
    return (
        f"{lead}{style.fault(_change(old))}{tail}",
        f"{lead}{style.fault(_change(edit.text))}{tail}",
    )


def _context(doc: Document, span: Span) -> str:
    return excerpt(doc.text[span.start : span.end].replace("\t", " "))


def _change(text: str) -> str:
    """Return changed text with its invisible characters named: they may be all of it."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    return visible(text)
