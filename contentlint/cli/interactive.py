"""Fixes shown one by one, and applied when somebody says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style, many
from contentlint.cli.diff_view import shown
from contentlint.cli.parser import FAILED
from contentlint.cli.request import session_of
from contentlint.cli.targets import discover
from contentlint.engine import render
from contentlint.fix import apply
from contentlint.fix.verify import Round, doubt
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, ContentlintError, ReadError, WriteError
from contentlint.model.rule import BoundRule, Rule
from contentlint.report import console
from contentlint.run.session import Session
from contentlint.source import atomic_write
from contentlint.source.files import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

OK, FIXED = 0, 1
_KEYS = "yanfsq"
_QUESTION = "apply? [y]es [n]o [a]ll of this rule [s]kip this rule [f]ile done [q]uit "


class _Quit(Exception):  # noqa: N818  an answer, not a fault
    """The user wants no more of it."""


class _Plan(NamedTuple):
    """What is to become of one file."""

    path: str
    old: bytes
    new: bytes
    codes: tuple[str, ...]
    """The rule of each fix that was said yes to."""
    left: int
    """Fixes that nobody was asked about, because they appear only afterwards."""


def run(args: Namespace) -> int:
    """Ask about every fix, and write what was agreed to; the exit code.

    Raises:
        ContentlintError: the user's error; the answers that are not typed but come from
            a file or a program end before the last question. Nothing is written.
    """
    session = session_of(args)
    found, data = discover(args, session)
    if data is not None:
        raise ConfigError("--interactive: standard input is for the answers; name files")
    if sys.stdin is None:
        raise ContentlintError("standard input is closed")
    session.thresholds(target.path for target in found.targets)
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
    """Write the files; whether all of them could be."""
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
    """Ask about one file; None: nothing is to be done.

    Raises:
        ReadError: it is no text.
        WriteError: the fixes together would do more than they say.
        _Quit: the user has enough.
    """
    data = read_bytes(path)
    doc = session.read(path, data)
    before = session.examine(doc)
    edits, taken, declined = walk.through(doc, _fixable(before.found))
    if not edits:
        return None
    codes = tuple(rule.code for rule, _ in taken)
    try:
        new = apply.splice(data, doc, edits)
        after_doc = session.read(path, new)
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
    return _Plan(path, data, new, codes, left)


Asked = tuple[BoundRule, Finding, Fix]


def _fixable(found: Iterable[render.Found]) -> list[Asked]:
    ordered = sorted(found, key=lambda pair: pair[1].span)
    return [(bound, finding, finding.fix) for bound, finding in ordered if finding.fix is not None]


class _Walk:
    """The conversation; remembers what was said of whole rules."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self.out = out
        self.style = style
        self.asked = self.ended = False
        self.every: set[tuple[str, bool]] = set()
        """Codes of rules whose fixes are all wanted, with whether those that are not safe are."""
        self.none: set[str] = set()

    def through(
        self, doc: Document, fixable: Sequence[Asked]
    ) -> tuple[list[Edit], list[tuple[Rule, Fix]], int]:
        """The edits and fixes said yes to, and how many were said no to.

        A fix that touches one said yes to cannot be asked about yet.

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
                self.out.write(shown(doc, bound, finding, which, self.style))
                answer = self._answer(_QUESTION, _KEYS)
            if answer == "q":
                raise _Quit
            if answer == "a":
                # Who has seen a safe fix has not agreed to others.
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
        """Whether everything that was said yes to is to be written."""
        fixes = sum(len(plan.codes) for plan in plans)
        what = f"\nfix {many(fixes, 'finding')} in {many(len(plans), 'file')}? [y]es [n]o "
        return self._answer(what, "ynq") == "y"

    def _answer(self, question: str, keys: str) -> str:
        """One of the keys; the end of the input is ``q``."""
        self.asked = True
        while True:
            self.out.write(question)
            self.out.flush()
            line = sys.stdin.buffer.readline()
            if not line:
                self.out.write("\n")
                self.ended = True
                return "q"
            key = line.decode("utf-8", "replace").strip().lower()
            if len(key) == 1 and key in keys:
                return key
