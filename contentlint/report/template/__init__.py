"""Reports in a form of the user's own: a text with fields such as ``${message}``.

``${for finding}`` … ``${end}`` repeats what is between for each finding, ``${if fix}`` and
``${if not fix}`` keep it where the field is neither empty nor 0. A line with nothing but one of
these is left out, and ``$${`` is ``${``. There is nothing else: no expression, no attribute, no
format, no code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint.config.table import Fault, Place, refuse
from contentlint.model.errors import ConfigError, ReadError, suggest
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.template import fields
from contentlint.report.template.contexts import FORMS, PLAIN, Form
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import TextIO

LARGEST = 1_000_000
"""Bytes of a template."""
DEEPEST = 20
"""Sections inside one another."""
_TAG = re.compile(
    r"\$\$\{|(?P<before>^[ \t]*)?(?P<tag>\$\{[^}\n]*\}?)(?P<after>[ \t]*(?:\n|\Z))?", re.MULTILINE
)
_WORDS = re.compile(r"\$\{ *(?:(for|if not|if) +)?([a-z_]+) *\}")
_TEMPLATES = (".template", ".tmpl", ".tpl")
"""Suffixes that may follow the one that counts: ``report.html.tmpl``."""


class _Field(NamedTuple):
    name: str
    escaped: bool


class _Section(NamedTuple):
    word: str
    """``for``, ``if`` or ``if not``."""
    name: str
    nodes: list[str | _Field | _Section]


class Template:
    """A template that has been checked."""

    def __init__(self, nodes: Sequence[str | _Field | _Section], form: Form) -> None:
        self.FORMAT = Format(
            excerpt=60,
            bom=form.bom,
            for_people=form.for_people,
            translated="never" if form.literals else "always",
        )
        self._nodes = nodes
        self._escape = form.escape

    def write(self, report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG002
        """Write the report."""
        out.writelines(self._rendered(self._nodes, report, fields.of_run(report)))

    def _rendered(
        self, nodes: Sequence[str | _Field | _Section], report: Report, values: fields.Values
    ) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                yield node
            elif isinstance(node, _Field):
                value = str(values[node.name])
                yield self._escape(value) if node.escaped else value
            elif node.word == "for":
                for own, part in fields.parts(node.name, report):
                    yield from self._rendered(node.nodes, part, {**values, **own})
            elif bool(values[node.name]) == (node.word == "if"):
                yield from self._rendered(node.nodes, report, values)


def load(path: str, tree: Tree = DISK) -> Template:
    """Read a template.

    Raises:
        ConfigError: it cannot be read, or is wrong: every error, by line.
    """
    try:
        data = tree.ends(path, LARGEST + 1)
        if len(data) > LARGEST:
            raise ReadError(f"larger than {LARGEST} bytes")
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except ReadError as error:
        raise ConfigError(f"--template: {path}: {error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"--template: {path}: not UTF-8") from None
    stem, suffix = os.path.splitext(path.lower())
    form = FORMS.get(os.path.splitext(stem)[1] if suffix in _TEMPLATES else suffix, PLAIN)
    return parse(text, path, form)


def parse(text: str, path: str, form: Form = PLAIN) -> Template:
    """Read the text of a template; ``path`` names it.

    Raises:
        ConfigError: it is wrong: every error, by line.
    """
    parser = _Parser(text, path, form)
    parser.read()
    refuse(parser.faults)
    return Template(parser.nodes, form)


class _Parser:
    def __init__(self, text: str, path: str, form: Form) -> None:
        self.nodes: list[str | _Field | _Section] = []
        self.faults: list[Fault] = []
        self._text = text
        self._place = Place(path, text)
        self._form = form
        self._context = form.context()
        self._open: list[tuple[_Section, int, object]] = []
        """The sections that are not closed, with the offset and the state of the context."""

    def read(self) -> None:
        at = 0
        for m in _TAG.finditer(self._text):
            tag = m["tag"]
            if tag is None:  # $${
                self._literal(self._text[at : m.start() + 1])
                at = m.start() + 2
                continue
            words = _WORDS.fullmatch(tag)
            section = words is not None and (words[1] is not None or words[2] == "end")
            alone = section and m["before"] is not None and m["after"] is not None
            self._literal(self._text[at : m.start() if alone else m.start("tag")])
            at = m.end() if alone else m.end("tag")
            if words is None:
                known = "expected a field such as ${message}, or ${for finding}, ${if fix}, ${end}"
                self._wrong(m.start("tag"), f"{known}; not {tag}")
            elif words[2] == "end" and not words[1]:
                self._close(m.start("tag"))
            elif words[1]:
                self._section(words[1], words[2], m.start("tag"))
            else:
                self._field(words[2], m.start("tag"))
        self._literal(self._text[at:])
        for section, start, _ in self._open:
            self._wrong(start, f"${{{section.word} {section.name}}} has no ${{end}}")

    def _wrong(self, at: int, message: str) -> None:
        line = self._text.count("\n", 0, at) + 1
        column = at - self._text.rfind("\n", 0, at)
        self.faults.append(Fault(self._place, message, line, column))

    def _into(self) -> list[str | _Field | _Section]:
        return self._open[-1][0].nodes if self._open else self.nodes

    def _literal(self, text: str) -> None:
        if text:
            self._into().append(text)
            self._context.feed(text)

    def _loops(self) -> list[str]:
        return [section.name for section, _, _ in self._open if section.word == "for"]

    def _known(self) -> list[str]:
        """Return the fields that have a value here."""
        inner = [name for part in self._loops() for name in (*fields.PARTS.get(part, ()), "last")]
        return [*fields.RUN, *inner]

    def _field(self, name: str, at: int) -> None:
        known = self._known()
        if name not in known:
            self._wrong(at, _unknown(name, known))
        literal = self._form.literals and name not in fields.NUMBERS
        escaped = literal or name in fields.CONTENT
        refusal = self._context.refusal() if escaped else ""
        if refusal:
            self._wrong(at, f"${{{name}}} {refusal}")
        self._into().append(_Field(name, escaped))
        self._context.filled()

    def _section(self, word: str, name: str, at: int) -> None:
        if word == "for":
            inside = self._loops()[-1:]
            known: Sequence[str] = fields.WITHIN.get(inside[0] if inside else "", ())
            if not known:
                self._wrong(at, f"nothing can be repeated inside ${{for {inside[0]}}}")
            elif name not in known:
                self._wrong(at, suggest("part", name, known))
        elif name not in self._known():
            self._wrong(at, _unknown(name, self._known()))
        if len(self._open) == DEEPEST:
            self._wrong(at, f"more than {DEEPEST} sections inside one another")
        section = _Section(word, name, [])
        self._into().append(section)
        self._open.append((section, at, self._context.state()))

    def _close(self, at: int) -> None:
        if not self._open:
            self._wrong(at, "${end} has no ${for …} or ${if …}")
            return
        section, start, state = self._open.pop()
        if self._context.state() != state:
            shown = f"${{{section.word} {section.name}}}"
            self._wrong(start, f"{shown} begins and ends in different places of the markup")


def _unknown(name: str, known: Sequence[str]) -> str:
    part = next((part for part, inner in fields.PARTS.items() if name in (*inner, "last")), "")
    if part:
        return f"${{{name}}} has a value only between ${{for {part}}} and ${{end}}"
    return suggest("field", name, known)
