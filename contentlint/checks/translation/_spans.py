"""The code spans of a translation against those of its source, for the rules about them."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import counterpart
from contentlint.model.document import CODE, Document, Node
from contentlint.parity import code_damage
from contentlint.parity.passages import passages
from contentlint.parity.units import Unit
from contentlint.text.unicode.chars import script

if TYPE_CHECKING:
    import re


# Keyboards of other languages have other words on them.
_KEYS = lazy_regex.compile(
    r"(?:(?:Ctrl|Control|Alt|Shift|Cmd|Command|Option|Win|Windows|Super|Meta|Fn)\s?[+-]\s?)+\S+"
    r"|(?:Enter|Return|Esc|Escape|Space|Tab|Delete|Backspace|Shift|Ctrl|Control|Alt|Option|Cmd|Command)",
    lazy_regex.IGNORECASE,
)
_QUOTES = "\"'"
_QUOTED = lazy_regex.compile(
    r"\"[^\"\n]+\"|“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»|‹[^›\n]+›|‘[^’\n]+’|”[^”\n]+”"
    r"|'[^'\n]+'(?!\w)"
)
_LABEL = lazy_regex.compile(r"(?:[+>&] )?[^\W\d_]+(?:[ '’-][^\W\d_]+)*[.:!?]?(?: \d+%?)?")
_CODE = lazy_regex.compile(r"[^\w\s'’-]|[\d_]|[a-z][A-Z]|(?:^|\s)-")
_NAME = lazy_regex.compile(r"[!-~]+")
_PART = lazy_regex.compile(
    r"[_$@]|::|\(\)|\w[.=]\w|^[.~]?/|/.*/|/$|^\.\w|^--?[a-z]|[a-z][A-Z]|[a-z]\d"
)
_DIRECTIONS = lazy_regex.compile("[\u061c\u200e\u200f\u2066-\u2069]")


class Pair(NamedTuple):
    """A code span of the source, and the one that has its place in the translation."""

    source: Node
    target: Node


class MissingSpans(NamedTuple):
    """The code spans of the source that a passage lacks."""

    unit: Unit
    """Of the translation."""
    spans: tuple[Node, ...]
    added: Node | None
    """The one that is new in it, if both are the only ones."""


class Spans(NamedTuple):
    missing: tuple[MissingSpans, ...]
    damaged: tuple[Pair, ...]
    """Equal but for blanks and signs."""
    translated: tuple[Pair, ...]
    """Those that have letters of another script in the translation."""


def compared(doc: Document) -> Spans:
    """Compare the code spans of a translation with those of its source; ask through
    ``doc.fact``."""
    missing: list[MissingSpans] = []
    damaged: list[Pair] = []
    translated: list[Pair] = []
    pair = counterpart.of(doc)
    free = [lazy_regex.made(pattern) for pattern in pair.span_free]
    target_texts: set[str] = set()
    source_texts: set[str] = set()
    for source, target in passages(doc):
        if not any(key.startswith("span:") for key in source.invariants):
            continue
        source_spans, target_spans = list(_spans(pair.doc, source)), list(_spans(doc, target))
        if not source_spans:
            continue
        if _texts(pair.doc, source_spans, free) == _texts(doc, target_spans, free):
            continue
        if not source_texts:
            target_texts = {_text(doc, node, free) for node in _every(doc)}
            source_texts = {_text(pair.doc, node, free) for node in _every(pair.doc)}
        near = {_text(doc, node, free).strip(_QUOTES) for node in target_spans}
        lost = [
            node
            for node in source_spans
            if (text := _text(pair.doc, node, free)) not in target_texts
            and text.strip(_QUOTES) not in near
            and not _KEYS.fullmatch(text)
        ]
        new = [node for node in target_spans if _text(doc, node, free) not in source_texts]
        for node in list(lost):
            text = _text(pair.doc, node, free)
            folded = code_damage.fold(text)
            other = next((n for n in new if code_damage.fold(_text(doc, n, free)) == folded), None)
            if other is not None:
                if code_damage.repairs(_text(doc, other, free), text):  # else the source is damaged
                    damaged.append(Pair(node, other))
                lost.remove(node)
                new.remove(other)
        shown = " ".join(unescape(doc.text[target.start : target.end].replace("\\", "")).split())
        shown = shown.casefold()
        lost = [
            n for n in lost if _text(pair.doc, n, free).replace("\\", "").casefold() not in shown
        ]
        for node in list(lost):
            latin = not _is_foreign(_text(pair.doc, node, free))
            foreign = [n for n in new if latin and _is_foreign(_text(doc, n, free))]
            if foreign:
                translated.append(Pair(node, foreign[0]))
                lost.remove(node)
                new.remove(foreign[0])
        lost = _without_labels(pair.doc, source, doc, target, lost, new)
        only = new[0] if len(new) == len(lost) == 1 else None
        if lost:
            missing.append(MissingSpans(target, tuple(_once(pair.doc, lost)), only))
    return Spans(tuple(missing), tuple(damaged), tuple(translated))


def is_code(text: str) -> bool:
    """Return True if the text of a code span has signs, digits or capitals as code has; words may
    be set as code for emphasis."""
    return _CODE.search(text) is not None


def is_name(text: str) -> bool:
    """Return True if the text of a code span is a name, a path or a call of a program, and no words
    of a language."""
    return _NAME.fullmatch(text) is not None and _PART.search(text) is not None


def _without_labels(
    source_doc: Document,
    source: Unit,
    target_doc: Document,
    target: Unit,
    lost: list[Node],
    new: list[Node],
) -> list[Node]:
    """Return the code spans without the labels whose first words are code in the translation, or
    that it has in quotation marks instead."""
    kept, labels = [], []
    words = {" ".join(target_doc.text[n.first : n.last].split()).casefold() for n in new}
    for node in lost:
        text = " ".join(source_doc.text[node.first : node.last].split())
        if not (_LABEL.fullmatch(text) and (" " in text or text[0].isupper())):
            kept.append(node)
        elif not any(text.casefold().startswith(each + " ") for each in words):
            labels.append(node)
    if labels and _quoted(target_doc, target) - _quoted(source_doc, source) >= len(labels):
        labels = []
    return sorted((*kept, *labels), key=lambda node: node.start)


def _quoted(doc: Document, unit: Unit) -> int:
    """Return how many words or sentences of a unit stand in quotation marks."""
    return len(_QUOTED.findall(doc.prose, unit.start, unit.end))


def _every(doc: Document) -> Iterator[Node]:
    return (node for node in doc.markup if node.kind == CODE)


def _spans(doc: Document, unit: Unit) -> Iterator[Node]:
    """Yield the code spans of a unit that are not empty, without the raw text of elements."""
    for node in doc.markup_in(unit.start, unit.end):
        if node.kind == CODE and node.start < node.first < node.last:
            yield node


def _text(doc: Document, node: Node, free: list[re.Pattern[str]]) -> str:
    """Return the text of a code span with one blank between words, without what may be translated
    and without marks of direction, by which some translators keep it readable. Character references
    are decoded: code has none, but programs that write pages put them there."""
    text = unescape(_DIRECTIONS.sub("", doc.text[node.first : node.last]))
    for pattern in free:
        text = pattern.sub("{}", text)
    return " ".join(text.split())


def _plain(text: str) -> str:
    return text.replace("\\", "").casefold()


def _texts(doc: Document, nodes: list[Node], free: list[re.Pattern[str]]) -> set[str]:
    return {_text(doc, node, free) for node in nodes}


def _once(doc: Document, nodes: list[Node]) -> list[Node]:
    """Return the first of the code spans with the same text."""
    return list({doc.text[node.first : node.last]: node for node in reversed(nodes)}.values())[::-1]


def _is_foreign(text: str) -> bool:
    return any(char.isalpha() and script(char) != "latin" for char in text)
