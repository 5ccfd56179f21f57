"""Control characters and deprecated format characters: nothing an article needs."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import named
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import one_per_line
from contentlint.core import invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at, in_code, names_character

if TYPE_CHECKING:
    from typing import Literal

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_DEPRECATED = "\u206a-\u206f\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
_NEWLINES = frozenset("\u2028\u2029")
_ONE_LINE = frozenset({"heading", "table", "pipe_row", "image", "definition"})
# Breaks of pages or lines: removing them must not join the words on both sides.
_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f")
_FLAG, _CANCEL = "\U0001f3f4", "\U000e007f"
# A flag's subdivision code has up to six letters (UTS #51 ED-14a).
_LONGEST_FLAG = 7


class Options(NamedTuple):
    characters: Literal["control", "deprecated"]
    """The characters to report: ``control`` characters or ``deprecated`` format characters."""


def needs(options: Options) -> tuple[str, ...]:
    return (
        trigger.CONTROL if options.characters == "control" else trigger.REPLACED,
        trigger.HIDDEN,
    )


class Checker:
    def __init__(self, options: Options) -> None:
        self._control = options.characters == "control"
        body = _CONTROLS if self._control else _DEPRECATED
        self._runs = lazy_regex.made(f"[{body}]+")

    def check(self, doc: Document) -> Iterator[Finding]:
        present = doc.fact(invisibles)
        if not present or not self._runs.search("".join(present)):
            return
        yield from one_per_line(doc, self._stray(doc))

    def _stray(self, doc: Document) -> Iterator[Finding]:
        text = doc.text
        nul = False
        for m in self._runs.finditer(text):
            if not self._control:
                if not _is_flag(text, *m.span()):
                    yield _deprecated(text, *m.span())
            elif "\0" not in m[0]:
                # Examples of code show such characters on purpose.
                if not (in_code(doc, m.start()) or names_character(doc, m.start())):
                    yield _control(doc, *m.span())
            elif not nul:
                nul = True
                yield _nul(text, m.start() + m[0].index("\0"))


def _is_flag(text: str, start: int, end: int) -> bool:
    return (
        text[start - 1 : start] == _FLAG
        and text[end - 1] == _CANCEL
        and end - start <= _LONGEST_FLAG
    )


def _deprecated(text: str, start: int, end: int) -> Finding:
    span = Span(start, end)
    found = _listed(text[start:end])
    tags = [c for c in text[start:end] if "\U000e0020" <= c < _CANCEL]
    if tags:
        # Tag characters encode invisible ASCII: the message shows it.
        hidden = "".join(chr(ord(c) - 0xE0000) for c in tags)
        found = f"hidden tag characters that spell {hidden!r}"
    fix = Fix((Edit(span, ""),), True, "remove it")
    return Finding(span, {"found": found, "more": ""}, fix)


def _listed(run: str) -> str:
    """Return the distinct characters of a run, the first three by name and number."""
    seen = list(dict.fromkeys(run))
    return ", ".join(map(named, seen[:3])) + (", …" if len(seen) > 3 else "")


def _nul(text: str, at: int) -> Finding:
    """Yield one finding per file, without a fix: a NUL suggests that the file is not text."""
    count = text.count("\0")
    more = f" ({count} in the file; UTF-16 without a byte-order mark?)" if count > 1 else ""
    return Finding(Span(at, at + 1), {"found": named("\0"), "more": more})


def _control(doc: Document, start: int, end: int) -> Finding:
    text = doc.text
    span = Span(start, end)
    before, after = text[start - 1 : start], text[end : end + 1]
    run = text[start:end]
    values = {"found": _listed(run), "more": ""}
    if any("\x80" <= c <= "\x9f" for c in run):
        return Finding(span, values, _c1(span, run, before))
    glued = not (before.isspace() or after.isspace() or not before or not after)
    new = ""
    if not _NEWLINES.isdisjoint(run):
        block = block_at(doc, start)
        one_line = block is not None and block.kind in _ONE_LINE
        if one_line:
            new = " " if glued else ""
        elif before not in ("", "\n") and after not in ("", "\n"):
            new = "\n"
    elif glued and not _BREAKS.isdisjoint(run):
        new = " "
    titles = {"": "remove it", " ": "write a space", "\n": "write a line ending"}
    # Code may contain the character itself.
    safe = doc.prose[start:end] == run and not _is_escape(run, before, after)
    return Finding(span, values, Fix((Edit(span, new),), safe, titles[new]))


def _is_escape(run: str, before: str, after: str) -> bool:
    """Return True if a program may have read ``\\begin`` or ``\\frac`` as an escape."""
    if "\b" in run:
        return before.isalpha() or after.isalpha()
    return run[-1] in "\a\v\f" and "a" <= after <= "z" and not before.isalpha()


def _c1(span: Span, run: str, before: str) -> Fix | None:
    """Yield a finding for C1 controls: Windows-1252 punctuation that was decoded as Latin-1, as
    HTML decodes it.

    After a letter of the Latin-1 range they belong to a longer mojibake, which another rule
    reports.
    """
    if "\xc2" <= before <= "\xf4" and before:
        return None
    try:
        new = run.encode("latin-1").decode("cp1252")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None
    return Fix((Edit(span, new),), False, f"write {new}")
