"""Numbers by their digits: ASCII, Arabic-Indic, and the extended row of Persian. The outline of a
text shows where its numbers and capitals are."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import classes
from contentlint.model import trigger
from contentlint.model.document import Document

ROWS = {"latn": "0123456789", "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}
"""The ten digits of each system, by its name in Unicode CLDR."""
NAMES = {"latn": "European", "arab": "Arabic-Indic", "arabext": "Persian"}
"""The names of these systems for people."""
FOREIGN = ROWS["arab"] + ROWS["arabext"]
D = "[0-9٠-٩۰-۹]"
"""Matches one digit of any of the three."""
_CLASSES = trigger.classes_of(FOREIGN)
# One class to begin with: it is looked for at many times the speed of three.
_RUN = lazy_regex.compile("[0-9٠-٩۰-۹](?:(?<=[0-9])[0-9]*|(?<=[٠-٩])[٠-٩]*|(?<=[۰-۹])[۰-۹]*)")
_TO = {name: str.maketrans("".join(ROWS.values()), row * 3) for name, row in ROWS.items()}
# Between a number and the word it belongs to: "GPT-4", "F (35)", "1.5 GB".
_BESIDE = frozenset(" -–_.,:/()[]#+%&'’\x00\u00a0" + ROWS["latn"])
_REACH = 12
_VERSE = 80
# Digits, capitals and the marks that end sentences.
_OUTLINE = bytes(
    48 if 48 <= byte < 58 else 65 if chr(byte).isupper() else 46 if byte == 33 else byte
    for byte in range(256)
)


class Run(NamedTuple):
    """Digits of one system in a row."""

    start: int
    end: int
    system: str


def system_of(digit: str) -> str:
    return "latn" if digit < "\u0660" else "arab" if digit < "\u06f0" else "arabext"


def written_in(text: str, system: str) -> str:
    """Return a text with all its digits in one system."""
    return text.translate(_TO[system])


def has_foreign(doc: Document) -> bool:
    """Return True if there is a digit that is not ASCII; ask through ``doc.fact``."""
    if doc.fact(classes) & _CLASSES != _CLASSES:
        return False
    # One character after the other is found by memchr: a third of the time of a class.
    return any(map(doc.prose.__contains__, FOREIGN))


def outline(doc: Document) -> bytes:
    """Return the outline of the prose, see ``outlined``; ask through ``doc.fact``."""
    return outlined(doc.prose, other_digits=doc.fact(has_foreign))


def outlined(text: str, *, other_digits: bool = True) -> bytes:
    """Return a text with a byte for each code point: ``0`` for a digit, ``A`` for a capital of
    Latin-1, ``.`` for each of ``.!?``, and ``?`` for all beyond Latin-1. ``other_digits`` is False
    if all digits of the text are ASCII."""
    if other_digits:
        for digit in FOREIGN:
            text = text.replace(digit, "0")
    return text.replace("?", ".").encode("latin-1", "replace").translate(_OUTLINE)


def runs(doc: Document) -> list[Run]:
    """Return every number of the prose, in order; ask through ``doc.fact``."""
    return [Run(*m.span(), system_of(m[0][0])) for m in _RUN.finditer(doc.prose)]


def is_latin_context(prose: str, run: Run) -> bool:
    """Return True if a number belongs to a Latin word: ``GPT-4``, ``10 GB``, ``(Smith, 2020)``."""
    for i in range(run.start - 1, max(run.start - _REACH, 0) - 1, -1):
        if prose[i] not in _BESIDE:
            if _is_latin(prose[i]):
                return True
            break
    after = prose[run.end : run.end + _REACH].lstrip("0123456789.,/-–+")
    return after[:1] == "\x1a" or _is_latin(after.lstrip(" \u00a0-\x00")[:1])


def _is_latin(char: str) -> bool:
    return char < "\u0250" and char.isalpha()


def is_verse(prose: str, run: Run) -> bool:
    """Return True if a number counts a verse: it is inside ``﴿…﴾``, or in brackets right after
    that."""
    before = prose[max(run.start - _VERSE, 0) : run.start]
    opened, closed = before.rfind("﴿"), before.rfind("﴾")
    if opened > closed or prose[run.end : run.end + 1] == "﴾":
        return True
    if "\u06dd" in before[-2:]:
        return True
    tail = before[closed + 1 :]
    return closed >= 0 and any(tail.lstrip(" .،").startswith(b) for b in "([") and ")" not in tail


def is_reference(prose: str, run: Run) -> bool:
    """Return True if a number is that of a note, ``[1]``, which software writes."""
    return prose[run.start - 1 : run.start] == "[" and prose[run.end : run.end + 1] == "]"


def counted(doc: Document) -> list[Run]:
    """Return the numbers whose digits are the choice of the writer; ask through ``doc.fact``."""
    prose = doc.prose
    verses = "﴾" in prose or "\u06dd" in prose
    return [
        run
        for run in doc.fact(runs)
        if not (run.system == "latn" and is_latin_context(prose, run))
        and not (verses and is_verse(prose, run))
        and not is_reference(prose, run)
    ]
