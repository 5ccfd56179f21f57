"""The links, comments and definitions of a document as they are met, and what they leave of its
prose; ``inline`` reads the text."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.core import lexer as signs
from contentlint.model.document import AUTOLINK, IMAGE, IMAGE_REF, LINK, MARK, OBJECT, Node, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

COMPILED = not signs.__file__.endswith(".py")
"""Whether looking at each character costs less than a regular expression."""
_DEFINITION: Final = lazy_regex.compile(r"\[([^\[\]\n]+)\]:[ \t]*(?:<([^<>\n]*)>|(\S+))")
# A deeper stack of open brackets than this is noise, and would make closing them slow.
_MAX_OPEN: Final = 64
_FAR: Final = 1 << 30
_OFFSET: Final = (1 << 30) - 1
_NO_CUT: Final = (1 << 62) - 1
MARKED: Final = 0
SHOWN: Final = 1
BLANK: Final = 2
_FILLS: Final = (MARK, OBJECT, " ")
"""What stands for them; where two begin and end together, the first of these."""
_MOST: Final = 80
_RUNS: Final = [[fill * size for size in range(_MOST + 1)] for fill in _FILLS]
_LINES: Final = [[run + "\n" for run in runs] for runs in _RUNS]
"""Made once: most cuts are short."""
_LEAST: Final = 3
"""Shorter ones hold no line end."""
_NONE: Final[list[int]] = []


def fold_label(label: str) -> str:
    """A reference label as CommonMark compares it."""
    return " ".join(label.split()).casefold()


class Nodes:
    """What has been met so far."""

    def __init__(self, text: str, starts: list[int]) -> None:
        """``starts`` are those of ``signs.line_starts``."""
        self.text = text
        self.starts = starts
        self.nodes: list[Node] = []
        self.comments: list[Span] = []
        self.definitions: set[str] = set()
        """Reference labels, as ``fold_label`` has them."""
        self.cuts: list[int] = []
        """What is no prose: each where it begins, where it ends and what stands for it as one
        number, of which offsets have 30 bits: a text as long takes more memory than there is."""
        self._last_cut: i64 = -1
        self._late = False
        """Whether one was met when another that begins behind it was."""
        self.open: list[int] = []
        """The brackets that are open: where, times two, and one more where of an image."""
        self.references: list[tuple[int, int, int, bool]] = []
        self.unsorted = False
        """Whether links may have been met in another order than that of the text."""

    def cut(self, start: i64, end: i64, fill: i64) -> None:
        """Have one of ``MARKED``, ``SHOWN`` and ``BLANK`` stand for a stretch of the text."""
        if start <= self._last_cut:
            self._late = True
        else:
            self._last_cut = start
        self.cuts.append(start << 32 | end << 2 | fill)

    def all_cuts(self) -> list[int]:
        """Those so far, by where they begin, then by where they end."""
        if self._late:
            self.cuts.sort()
        return self.cuts

    def remember(self, a: i64, image: bool) -> None:
        """An open bracket, to be closed."""
        self.open.append(a << 1 | image)
        if len(self.open) > _MAX_OPEN:
            del self.open[0]

    def link(
        self, image: bool, start: i64, end: i64, first: i64, last: i64, dest: i64, dest_end: i64
    ) -> None:
        """A link or image that stands in none, in the order of the text; as a Node has it."""
        if image:
            self.nodes.append(Node(IMAGE, start, end, first, last, dest, dest_end))
            self.cut(start, end, SHOWN)
        else:
            self.nodes.append(Node(LINK, start, end, first, last, dest, dest_end))
            self.cut(start, start + 1, MARKED)
            self.cut(last, end, MARKED)

    def close(self, close: i64, end: i64, dest: i64, dest_end: i64) -> None:
        """A ``]``, and where the destination behind it begins and ends; -1: it has none."""
        if not self.open:
            return
        opened: i64 = self.open.pop()
        start = opened >> 1
        image = opened & 1 != 0
        if self.text.find("\n\n", start, close) >= 0:
            self.open.clear()
        elif dest < 0:
            self.references.append((start, close, end, image))
        else:
            self.unsorted = True
            first = start + 1
            if image:
                first += 1
            self.link(image, start, end, first, close, dest, dest_end)
            if not image and self.open:
                # Links hold no links: what is still open before this one is text.
                self.open = [b for b in self.open if b & 1]

    def resolve_references(self) -> None:
        """Turn ``[text][label]``, ``[label][]`` and ``[label]`` with a definition into links."""
        text, definitions, references = self.text, self.definitions, self.references
        if not definitions:  # those of images alone are seen for what they are
            references = [each for each in references if each[3]]
        if not references:
            return
        self.unsorted = True
        closed = {start: close for start, close, _, _ in self.references}
        used: set[int] = set()
        for start, close, end, image in references:
            if start in used:
                continue
            label = Span(start + (2 if image else 1), close)
            reference = label
            if text[end : end + 2] == "[]":
                end += 2
            elif text[end : end + 1] == "[" and end in closed:
                reference = Span(end + 1, closed[end])
                used.add(end)
                end = closed[end] + 1
            elif not image and fold_label(text[label.start : label.end]) not in definitions:
                continue
            defined = fold_label(text[reference.start : reference.end]) in definitions
            if image:
                explicit = reference is not label
                if defined or explicit:
                    self.nodes.append(Node(IMAGE_REF, start, end, *label, *reference))
                    self.cut(start, end, SHOWN)
            elif defined:
                self.cut(start, start + 1, MARKED)
                self.cut(close, end, MARKED)

    def definition(self, start: int, end: int) -> None:
        """The address that a reference definition, a block, gives its label."""
        m = _DEFINITION.match(self.text, start, end)
        if m:
            a, b = m.span(2 if m[2] is not None else 3)
            self.definitions.add(fold_label(m[1]))
            self.nodes.append(Node(AUTOLINK, a, b, a, b, a, b))


def masked(text: str, starts: list[int], cuts: list[int], markers: list[int] = _NONE) -> str:
    """``text`` with each cut replaced by its character, line ends kept.

    ``starts`` are those of ``signs.line_starts``; ``cuts`` and ``markers`` are as ``Nodes`` has
    cuts, both in order.
    """
    if not COMPILED:
        return _replaced(text, sorted(cuts + markers))
    i: i64 = 0
    j: i64 = 0
    count: i64 = len(cuts)
    marked: i64 = len(markers)
    if count + marked == 0:
        return text
    parts: list[str] = []
    position: i64 = 0
    line: i64 = 1
    newline: i64 = starts[1] - 1  # the first line end that is not behind us
    # Each as an int: of more than 30 bits, one is read in half the time of an i64.
    cut = cuts[0] if cuts else _NO_CUT
    marker = markers[0] if markers else _NO_CUT
    while True:
        # Of two that begin together the longer one replaces what the other leaves.
        first: i64 = cut
        if cut <= marker:
            if first == _NO_CUT:
                break
            i += 1
            cut = cuts[i] if i < count else _NO_CUT
        else:
            first = marker
            j += 1
            marker = markers[j] if j < marked else _NO_CUT
        a = first >> 32
        b = first >> 2 & _OFFSET
        if a < position:
            a = position
        if b <= a:
            continue
        if position < a:
            parts.append(text[position:a])
        position = b
        fill = first & 3
        while newline < a:
            line += 1
            newline = starts[line] - 1
        while newline < b:
            size = newline - a
            parts.append(_LINES[fill][size] if size <= _MOST else _FILLS[fill] * size + "\n")
            a = newline + 1
            line += 1
            newline = starts[line] - 1
        size = b - a
        parts.append(_RUNS[fill][size] if size <= _MOST else _FILLS[fill] * size)
    parts.append(text[position:])
    return "".join(parts)


def _replaced(text: str, cuts: list[int]) -> str:
    """The same where nothing is compiled, and counting lines is dearer than looking for them."""
    parts: list[str] = []
    position = 0
    for cut in cuts:
        a, b = cut >> 32, cut >> 2 & _OFFSET
        if position < a:
            parts.append(text[position:a])
        elif position < b:
            a = position
        else:
            continue
        position = b
        size = b - a
        if size < _LEAST or text.find("\n", a, b) < 0:
            parts.append(_FILLS[cut & 3] * size)
        else:
            fill = _FILLS[cut & 3]
            parts.append("\n".join([fill * len(line) for line in text[a:b].split("\n")]))
    parts.append(text[position:])
    return "".join(parts)
