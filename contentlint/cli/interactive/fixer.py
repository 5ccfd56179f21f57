"""What ``fix --interactive`` asks about next, and what the answers do to the files.

A fix is written as soon as it is accepted, and its file checked again: the next place is one of the
text as it is then. To undo an answer is to write what the files contained before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from contentlint._util.escape import line_start
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint.cli import check
from contentlint.cli.check import Fixable
from contentlint.engine import render
from contentlint.engine.render import Examined
from contentlint.fix import apply
from contentlint.fix.loop import MAX_ROUNDS, Place
from contentlint.fix.verify import Round, doubt
from contentlint.model.diagnostic import Edit, FileResult, Finding, Fix, Repair
from contentlint.model.document import Document, Span
from contentlint.model.errors import ReadError, WriteError
from contentlint.model.record import Record
from contentlint.model.rule import BoundRule
from contentlint.report import console
from contentlint.source import atomic_write, formats

Asked = tuple[BoundRule, Finding, Fix]
"""A finding that is asked about, with its rule and its fix."""


class _State(NamedTuple):
    """Where the conversation is. To undo an answer is to return to the state before it."""

    file: int = 0
    """The index of the file."""
    data: bytes | None = None
    """The content of the file with the accepted fixes; None if it has not been read yet."""
    passed: frozenset[Place] = frozenset()
    """The places in ``data`` that are not asked about: declined, or not to be fixed."""
    kept: tuple[Asked, ...] = ()
    """The fixes in ``data`` that its rule does not report any more: see ``_Conversation._kept``."""
    every: frozenset[tuple[str, bool]] = frozenset()
    """Codes of rules whose fixes are all wanted, and True for safe fixes only."""
    none: frozenset[str] = frozenset()
    """Codes of rules whose fixes are not wanted."""
    answered: int = 0
    rounds: int = 0
    """How often fixes of whole rules were applied to the file."""


class _Write(NamedTuple):
    """Fixes that were applied to a file at once."""

    path: str
    old: bytes
    new: bytes
    codes: tuple[str, ...]
    """The rule of each fix."""


class _Answer(NamedTuple):
    before: _State
    writes: list[_Write]
    """What followed from the answer."""


class _Text(NamedTuple):
    """A file as it was read and checked."""

    record: Record
    doc: Document
    examined: Examined


def _place(bound: BoundRule, finding: Finding) -> Place:
    return bound.rule.code, finding.span.start


def _fixable(found: Iterable[render.Found]) -> list[Asked]:
    ordered = sorted(found, key=lambda pair: pair[1].span)
    return [(bound, finding, finding.fix) for bound, finding in ordered if finding.fix is not None]


def difference(old: str, new: str) -> Edit:
    """Return the one edit that makes a text of another."""
    start = _alike(old, new)
    same = _alike(old[start:][::-1], new[start:][::-1])
    return Edit(Span(start, len(old) - same), new[start : len(new) - same])


def _alike(a: str, b: str) -> int:
    """Return the length of what two texts begin with."""
    differ = (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    return next(differ, min(len(a), len(b)))


def _shifted(place: Asked, edits: Sequence[Edit]) -> Asked:
    """Return a place in the text with edits applied, which do not touch its fix."""
    bound, finding, fix = place

    def shifted(span: Span) -> Span:
        return Span(apply.moved(span.start, edits), apply.moved(span.end, edits))

    moved = fix._replace(edits=tuple(Edit(shifted(span), text) for span, text in fix.edits))
    return bound, finding._replace(span=shifted(finding.span), fix=moved), moved


def _moved(places: Iterable[Place], edits: Sequence[Edit]) -> frozenset[Place]:
    return frozenset((code, apply.moved(start, edits)) for code, start in places)


class Fixer:
    """Goes through the places with fixes, and applies those that the user accepts.

    Attributes:
        failed: True if a file could not be read or written.
    """

    def __init__(self, fixable: Fixable, tell: Callable[[str], None], *, dry_run: bool) -> None:
        """``tell`` gets what the user has to know, line by line; with ``dry_run`` no file is
        written."""
        self.failed = False
        self._fixable = fixable
        self._session = fixable.session
        self._kinds = [
            Counter((d.code, d.fix.safe) for d in result.diagnostics if d.fix is not None)
            for result in fixable.files
        ]
        """The fixes of each file, by rule and safety."""
        self._tell = tell
        self._dry_run = dry_run
        self._state = _State()
        self._answers: list[_Answer] = []
        self._final: list[_Write] = []
        """What cannot be undone any more."""
        self._read: _Text | None = None
        """The last text that was read."""

    @property
    def doc(self) -> Document:
        """The file of the place at hand, as it is now."""
        return self._text().doc

    @property
    def number(self) -> int:
        """The number of the place at hand, from 1."""
        return self._state.answered + 1

    @property
    def undoable(self) -> bool:
        """True if there is an answer to undo."""
        return bool(self._answers)

    def next(self) -> Asked | None:
        """Return the next place to ask about, after the fixes that need no question; None at the
        end."""
        while self._state.file < len(self._fixable.files):
            try:
                self._refresh()
                places = self._open()
                agreed = [each for each in places if self._wants(each[0].rule.code, each[2].safe)]
                if agreed:
                    self._apply_agreed(agreed)
                elif places:
                    return places[0]
                else:
                    self._close()
            except (ReadError, WriteError) as error:
                if not self._has_changed():
                    self._fail(error)
        return None

    def answer(self, key: str, place: Asked, own: Fix | None = None) -> None:
        """Do what an answer to a place says: one of ``ynasf``. ``own``, of the user, replaces its
        fix."""
        self._answers.append(_Answer(self._state, []))
        self._state = self._state._replace(answered=self._state.answered + 1)
        try:
            self._obey(key, place, own)
        except (ReadError, WriteError) as error:
            if not self._has_changed():
                self._fail(error)
            elif not self._answers[-1].writes:  # it was about another text: ask again
                self._state = self._answers.pop().before

    def left(self) -> int:
        """Return how many places are still to be asked about, with the one at hand."""
        later = sum(
            n
            for kinds in self._kinds[self._state.file + 1 :]
            for (code, safe), n in kinds.items()
            if code not in self._state.none and not self._wants(code, safe)
        )
        return later + sum(not self._wants(b.rule.code, fix.safe) for b, _, fix in self._open())

    def _wants(self, code: str, safe: bool) -> bool:
        """Return True if the user has said that all fixes of a rule are to be applied.

        To agree to a safe fix is not to agree to unsafe ones.
        """
        return not {(code, safe), (code, False)}.isdisjoint(self._state.every)

    def made(self) -> list[FileResult]:
        """Return what was fixed, a result for each file."""
        codes: dict[str, Counter[str]] = {}
        for write in [*self._final, *(w for each in self._answers for w in each.writes)]:
            codes.setdefault(write.path, Counter()).update(write.codes)
        return [
            FileResult(path, (), 0, (), repair=Repair(tuple(sorted(counts.items()))))
            for path, counts in codes.items()
        ]

    # Answers

    def _obey(self, answer: str, place: Asked, own: Fix | None) -> None:
        """Do what an answer says; ``own`` replaces the fix of the place."""
        bound, finding, fix = place
        code, state = bound.rule.code, self._state
        if answer == "f":
            self._close()
        elif answer == "s":
            self._state = state._replace(none=state.none | {code})
        elif answer == "n":
            self._pass(place)
        elif own is not None:
            self._pass(place)  # whatever is found there afterwards, the user has seen it
            self._apply([(bound, finding, own)], own=True)
        else:
            self._apply([place])
            if answer == "a":  # the others follow
                every = state.every | {(code, fix.safe)}
                self._state = self._state._replace(every=every)

    def _pass(self, place: Asked) -> None:
        passed = self._state.passed | {_place(*place[:2])}
        self._state = self._state._replace(passed=passed)

    def _close(self) -> None:
        """Go on with the next file."""
        self._state = self._state._replace(
            file=self._state.file + 1, data=None, passed=frozenset(), kept=(), rounds=0
        )

    def undo(self) -> None:
        """Return to the place of the last answer, and write what the files contained before it."""
        before, writes = self._answers[-1]
        path = ""
        try:
            if not self._dry_run:
                for path, new in {each.path: each.new for each in writes}.items():
                    if self._session.open(path).data != new:
                        raise WriteError(_("has changed since it was read"))
                for path, old, new, _codes in reversed(writes):
                    atomic_write.replace(path, new, old)
        except (ReadError, WriteError) as error:
            failed = _("{path}: cannot be undone: {why}")
            console.fail(failed.format(path=path, why=_(str(error))))
            self._keep()
        else:
            self._answers.pop()
            self._state = before

    def _keep(self) -> None:
        """Make all answers final: a file is not what it was when they were given."""
        self._final += [write for each in self._answers for write in each.writes]
        self._answers.clear()

    # Files

    def _path(self) -> str:
        return self._fixable.files[self._state.file].path

    def _open(self) -> list[Asked]:
        """Return the places of the file that are neither declined nor fixed, in order."""
        none, passed = self._state.none, self._state.passed
        found = [*_fixable(self._text().examined.found), *self._state.kept]
        return [
            (bound, finding, fix)
            for bound, finding, fix in sorted(found, key=lambda each: each[1].span)
            if bound.rule.code not in none and _place(bound, finding) not in passed
        ]

    def _refresh(self) -> None:
        """Read the file if that has not been done, or if another program has changed it.

        Raises:
            ReadError: it cannot be read as text.
        """
        state, path = self._state, self._path()
        if self._dry_run and state.data is not None:
            return
        data = self._session.open(path).data
        if data == state.data:
            return
        before = None if state.data is None else self._text().doc
        self._state = state._replace(data=data)
        text = self._text()
        places = frozenset(_place(b, finding) for b, finding, _ in _fixable(text.examined.found))
        if before is None:
            wanted = check.places(self._fixable.files[state.file])
            if not wanted <= places:  # changed since it was checked
                wanted = check.places(self._fixable.again(path))
            passed = places - wanted
        else:
            # Of several changes, all between the first and the last is new.
            edit = difference(before.text, text.doc.text)
            passed = _moved(state.passed, [edit])
            self._state = self._state._replace(kept=())
            self._keep()
            changed = _(
                "{path} has changed meanwhile, and was read again; earlier answers are final"
            )
            self._tell(changed.format(path=line_start(path)))
        self._state = self._state._replace(passed=passed)

    def _text(self) -> _Text:
        """Return the file as it is in this state."""
        path, data = self._path(), self._state.data
        assert data is not None
        if self._read is None or self._read.record[:2] != (path, data):
            self._read = self._checked(formats.record(path, data))
        return self._read

    def _checked(self, record: Record) -> _Text:
        doc = self._session.read(record)
        return _Text(record, doc, self._session.examine(doc))

    def _has_changed(self) -> bool:
        try:
            return self._session.open(self._path()).data != (self._state.data or b"")
        except ReadError:
            return False

    def _fail(self, error: Exception) -> None:
        """Report what is wrong with the file, and go on with the next."""
        console.flush()
        console.fail(f"{self._path()}: {_(str(error))}")
        self.failed = True
        self._close()

    # Fixes

    def _apply_agreed(self, places: Sequence[Asked]) -> None:
        """Apply fixes of rules whose fixes are all wanted; if they would do harm together, each
        alone."""
        self._state = self._state._replace(rounds=self._state.rounds + 1)
        edits: list[Edit] = []
        taken = [place for place in places if apply.take(edits, place[2])]
        endless = self._state.rounds > MAX_ROUNDS
        if endless:
            endlessly = _("the fixes of {code} come to no end")
            self._refuse(places, endlessly.format(code=places[0][0].rule.code))
        elif len(taken) == 1 or self._why_not(taken):
            waiting = [_place(*place[:2]) for place in taken]
            while waiting:
                first = waiting.pop(0)
                here = [place for place in self._open() if _place(*place[:2]) == first]
                if here and self._apply(here[:1]):
                    waiting = sorted(_moved(waiting, here[0][2].edits), key=lambda each: each[1])

    def _apply(self, taken: Sequence[Asked], *, own: bool = False) -> bool:
        """Apply fixes, or say why not and ask about them no more; return True if applied."""
        why = self._why_not(taken, own=own)
        if why:
            self._refuse(taken, why)
        return not why

    def _refuse(self, places: Iterable[Asked], why: str) -> None:
        self._tell(_("not applied: {why}").format(why=why))
        for place in places:
            self._pass(place)

    def _why_not(self, taken: Sequence[Asked], *, own: bool = False) -> str:
        """Apply fixes that do not touch one another, and return ``""``; or return why they must
        not be applied. The user's ``own`` are not judged.

        Raises:
            WriteError: the file cannot be written.
        """
        path, text = self._path(), self._text()
        old, doc = text.record.data, text.doc
        edits = sorted(edit for _, _, fix in taken for edit in fix.edits)
        try:
            new = apply.splice(old, doc, edits)
            after = self._checked(text.record._replace(data=new))
            expected = apply.apply(doc.text, edits)
        except (ValueError, ReadError) as error:
            return str(error)
        if after.doc.text not in (expected, expected.removeprefix("\ufeff")):
            return _("line ends or encoding would change")
        if not own:
            applied = Round(doc, [(bound.rule, fix) for bound, _, fix in taken])
            unsafe = not all(fix.safe for _, _, fix in taken)
            before = (doc, text.examined)
            why = doubt(before, (after.doc, after.examined), [applied], unsafe=unsafe)
            if why or new == old:
                # Translators: {why} is such as "would change words (PUN001)".
                harm = _("the fix {why}")
                return harm.format(why=why) if why else _("the fix changes nothing")
        if not self._dry_run:
            atomic_write.replace(path, old, new)
        codes = tuple(bound.rule.code for bound, _, _ in taken)
        writes = self._answers[-1].writes if self._answers else self._final
        writes.append(_Write(path, old, new, codes))
        kept = self._kept(edits, after)
        self._read = after
        passed = _moved(self._state.passed, edits)
        self._state = self._state._replace(data=new, passed=passed, kept=kept)
        return ""

    def _kept(self, edits: Sequence[Edit], after: _Text) -> tuple[Asked, ...]:
        """Return the open places on lines that edits do not touch, if no rule reports them after
        the edits.

        Some rules report a fault only where there are several, or by other words of the text. One
        answer does not settle the others.
        """
        doc, found = self._text().doc, _fixable(after.examined.found)
        touched = _lines(doc, (edit.span for edit in edits))
        kept = []
        for place in self._open():
            spans = (place[1].span, *(edit.span for edit in place[2].edits))
            if touched.isdisjoint(_lines(doc, spans)):
                bound, finding, fix = _shifted(place, edits)
                again = apply.choose(f for b, _, f in found if b.rule.code == bound.rule.code)
                if apply.take(again, fix):
                    kept.append((bound, finding, fix))
        return tuple(kept)


def _lines(doc: Document, spans: Iterable[Span]) -> set[int]:
    """Return the lines of spans, from 0."""
    return {
        line
        for start, end in spans
        for line in range(doc.line_at(max(start, 0)), doc.line_at(max(end, 0)) + 1)
    }
