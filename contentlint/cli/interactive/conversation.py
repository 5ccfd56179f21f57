"""The conversation of ``fix --interactive``: what it shows, asks and answers."""

from __future__ import annotations

import os
import sys

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.escape import line_start, visible
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked
from contentlint.cli import check, prompt, repairs
from contentlint.cli.check import Fixable
from contentlint.cli.interactive import preview
from contentlint.cli.interactive.fixer import Asked, Fixer, difference
from contentlint.cli.parser import FAILED
from contentlint.cli.session import session_of
from contentlint.engine import render
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Span
from contentlint.model.errors import ContentlintError
from contentlint.report import console
from contentlint.source import atomic_write

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

    from contentlint.run.session import Session

OK, FIXED = 0, 1

# What is said, each a whole sentence

_INTRODUCTION = marked("each fix that you accept is written at once; type a letter, then Enter")
_TRIAL = marked("this is a trial run, which changes no file; type a letter, then Enter")
# Translators: {keys} are the letters that are answers, such as y,n,a.
_QUESTION = marked("{number} of {total}: apply this fix? [{keys}] ")
# Translators: Enter and u are keys.
_LAST = marked("that was the last one; Enter to finish, or u to undo the last answer: ")
_ANSWERS = {
    "y": marked("yes, apply this fix"),
    "n": marked("no, keep the text as it is"),
    "a": marked("apply this fix and all others of this rule; after a safe fix, only the safe ones"),
    "s": marked("skip this rule: keep the text here and in its other places"),
    "f": marked("finish this file: keep the rest of it, and go on with the next"),
    "v": marked("view the whole change, which is shown in part"),
    "e": marked("edit the text yourself"),
    "u": marked("undo the last answer"),
    "q": marked("quit; what you have accepted stays"),
    "?": marked("list these answers"),
}
_SAFE, _UNSAFE = marked("safe fix: {title}"), marked("UNSAFE fix: {title}")
_OWN = marked("your own text")
_NOW = marked("the text now: {text}")
_TYPE = marked("type the text that replaces it, or only Enter to leave it: ")
_LINES = marked("these are several lines; to edit them, set EDITOR to the name of a text editor")
_NO_ANSWERS = marked(
    "--interactive: standard input ended before the last answer; earlier ones were kept"
)
_NOTHING = marked("nothing changed")


def run(args: Namespace) -> int:
    """Ask about every fix, write what is accepted, and return the exit code.

    Raises:
        ContentlintError: the user's error, or answers from a file or program that end before the
            last question.
    """
    if sys.stdin is None:
        raise ContentlintError(_("standard input is closed"))
    session = session_of(args)
    try:
        return _interactive(args, session)
    finally:
        session.resolver.close()


def _interactive(args: Namespace, session: Session) -> int:
    out = console.output()
    fixable = check.fixable(args, session)
    style = console.style(args.color, args.bidi_isolate, out.isatty())
    talk = _Conversation(fixable, out, style, dry_run=args.dry_run)
    try:
        talk.hold()
    except KeyboardInterrupt:
        out.write("\n")
        raise
    finally:
        console.flush()
        made = talk.fixer.made()
        atomic_write.flush(result.path for result in made if not args.dry_run)
        if made or not talk.asked:
            repairs.summarize(args, made, fixable.checked)
        elif not args.quiet:
            console.plainly(_(_NOTHING))
    if talk.ended and not sys.stdin.isatty():
        raise ContentlintError(_(_NO_ANSWERS))
    code = FIXED if made and args.exit_non_zero_on_fix else OK
    if talk.fixer.failed or not fixable.complete:
        code = FAILED
    if args.format:
        about_fixes = ("fix", "unsafe_fixes", "show_fixes", "exit_non_zero_on_fix", "dry_run")
        vars(args).update(dict.fromkeys(about_fixes, False))
        code = max(code, check.run(args))
    return code


class _Conversation:
    """The questions about fixes.

    Attributes:
        fixer: what becomes of the answers.
        asked: True if there was a question.
        ended: True if the input ended before the last answer.
    """

    def __init__(self, fixable: Fixable, out: TextIO, style: Style, *, dry_run: bool) -> None:
        self.asked = self.ended = False
        self.fixer = Fixer(fixable, self._tell, dry_run=dry_run)
        self._out = out
        self._style = style
        self._wording = fixable.session.wording()
        self._introduction = style.line(style.sentence(_(_TRIAL if dry_run else _INTRODUCTION)))

    def hold(self) -> None:
        """Ask about each place, until the last or until the user quits."""
        while True:
            place = self.fixer.next()
            if place is None:
                last = f"\n{self._style.line(self._style.filled(_(_LAST)))}"
                if self.fixer.undoable and prompt.ask(self._out, last, "uq", default="q") == "u":
                    self.fixer.undo()
                    continue
                return
            answer, own = self._answer(place)
            if answer in ("q", ""):
                self.ended = not answer
                return
            if answer == "u":
                self.fixer.undo()
            else:
                self.fixer.answer(answer, place, own)

    def _tell(self, line: str) -> None:
        self._out.write(f"  {self._style.sentence(line)}\n")

    def _answer(self, place: Asked) -> tuple[str, Fix | None]:
        """Ask about a fix; return the answer, and the user's own fix if that was shown last."""
        own: Fix | None = None
        whole = False
        while True:
            shown = self._shown(place, own, whole=whole)
            left_out = {
                "a": own is not None,
                "v": whole or shown == self._shown(place, own, whole=True),
                "u": not self.fixer.undoable,
            }
            keys = [key for key in _ANSWERS if not left_out.get(key)]
            answers = "".join(f"  {key}  {self._style.filled(_(_ANSWERS[key]))}\n" for key in keys)
            if not self.asked:
                self._out.write(f"{self._introduction}\n{answers}")
                self.asked = True
            self._out.write(shown)
            number = self.fixer.number
            question = self._style.filled(
                _(_QUESTION),
                number=translation.number(number),
                total=translation.number(number - 1 + self.fixer.left()),
                keys=",".join(keys),
            )
            valid = "".join(keys).replace("?", "")
            answer = prompt.ask(self._out, question, valid, answers=answers)
            whole = answer == "v"
            if answer == "e":
                try:
                    own = self._edit(place[2]) or own
                except ContentlintError as error:
                    console.fail(str(error))
            elif not whole:
                return answer, own

    def _shown(self, place: Asked, own: Fix | None, *, whole: bool) -> str:
        """Return a fix as people read it: its rule, place and title, and what it changes."""
        bound, finding, fix = place
        doc, style = self.fixer.doc, self._style
        d = render.diagnose(doc, bound, finding, render.Shown(excerpts=0, wording=self._wording))
        where = style.place(f"{line_start(d.path)}:{d.position.line}:{d.position.column}")
        title = style.filled(_(_OWN))
        if own is None and d.fix is not None:
            title = style.filled(
                _(_SAFE if fix.safe else _UNSAFE),
                title=style.sentence(d.fix.title, known=d.values()),
            )
        lines = [
            f"{style.bold(where)}: {style.severity(d.severity)} {style.bold(d.code)} {d.name}",
            f"  {style.sentence(d.message, d.quoted)}",
            *preview.lines(doc, (own or fix).edits, style, whole=whole),
            f"  {title}",
        ]
        return "\n" + "\n".join(lines) + "\n"

    def _edit(self, fix: Fix) -> Fix | None:
        """Let the user edit the text that a fix changes; return the fix that this is, or None.

        Raises:
            ContentlintError: the editor fails.
        """
        doc, style = self.fixer.doc, self._style
        changes = preview.changes(doc, fix.edits)
        start, end = changes[0].span.start, changes[-1].span.end
        if prompt.editor():
            start = doc.line_span(doc.line_at(start)).start
            end = doc.line_span(doc.line_at(end)).end
            old = doc.text[start:end]
            new = prompt.edited(old, os.path.splitext(doc.path)[1])
        else:
            old = doc.text[start:end]
            if "\n" in old:
                raise ContentlintError(_(_LINES))
            now = style.filled(_(_NOW), text=style.isolated(f"⟦{visible(old)}⟧"))
            new = prompt.typed(self._out, f"  {now}\n  {style.filled(_(_TYPE))}") or old
        if new == old:
            return None
        edit = difference(old, new)
        at = Span(edit.span.start + start, edit.span.end + start)
        return Fix((Edit(at, edit.text),), False, _OWN)
