"""The links, comments and definitions of a document as they are met, and what they leave of its
prose; ``inline`` reads the text."""

from __future__ import annotations

from contentlint.document import MARK, OBJECT, Block, Link, Span
from contentlint.text import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_DEFINITION = lazy.compile(r"\[([^\[\]\n]+)\]:[ \t]*(?:<([^<>\n]*)>|(\S+))")
# A deeper stack of open brackets than this is noise, and would make closing them slow.
_MAX_OPEN: Final = 64

# The constructor that a NamedTuple's own __new__ wraps in Python: half the time of a link.
_new: Final = tuple.__new__
_SPAN: Final = Span
_LINK: Final = Link


def fold_label(label: str) -> str:
    """A reference label as CommonMark compares it."""
    return " ".join(label.split()).casefold()


class Nodes:
    """What has been met so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.links: list[Link] = []
        self.comments: list[Span] = []
        self.definitions: dict[str, Span] = {}
        """Reference label, as ``fold_label`` has it, to its destination."""
        self.cuts: list[tuple[int, int, str]] = []
        """What is no prose, and what stands for it: see ``masked``."""
        self.open: list[tuple[int, bool]] = []
        """The brackets that are open: where, and whether of an image."""
        self.references: list[tuple[int, int, int, bool]] = []
        self.unsorted = False
        """Whether links may have been met in another order than that of the text."""

    def remember(self, a: int, image: bool) -> None:
        """An open bracket, to be closed."""
        self.open.append((a, image))
        if len(self.open) > _MAX_OPEN:
            del self.open[0]

    def link(
        self, image: bool, span: tuple[int, int], label: tuple[int, int], dest: tuple[int, int]
    ) -> None:
        """A link or image that stands in none, in the order of the text."""
        new = _new
        kind = "image" if image else "link"
        made = new(_LINK, (kind, new(_SPAN, span), new(_SPAN, label), new(_SPAN, dest)))
        self.links.append(made)
        if image:
            self.cuts.append((span[0], span[1], OBJECT))
        else:
            self.cuts.append((span[0], span[0] + 1, MARK))
            self.cuts.append((label[1], span[1], MARK))

    def close(self, close: int, end: int, dest: tuple[int, int] | None) -> None:
        """A ``]`` with its destination, if it has one, which ends at ``end``."""
        if not self.open:
            return
        start, image = self.open.pop()
        if self.text.find("\n\n", start, close) >= 0:
            self.open.clear()
        elif dest is None:
            self.references.append((start, close, end, image))
        else:
            self.unsorted = True
            self.link(image, (start, end), (start + (2 if image else 1), close), dest)
            if not image and self.open:
                # Links hold no links: what is still open before this one is text.
                self.open = [b for b in self.open if b[1]]

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
                    self.links.append(Link("image_ref", Span(start, end), label, reference))
                    self.cuts.append((start, end, OBJECT))
            elif defined:
                self.cuts.append((start, start + 1, MARK))
                self.cuts.append((close, end, MARK))

    def definition(self, block: Block) -> None:
        """The address that a reference definition gives its label."""
        m = _DEFINITION.match(self.text, block.start, block.end)
        if m:
            dest = Span(*m.span(2 if m[2] is not None else 3))
            self.definitions.setdefault(fold_label(m[1]), dest)
            self.links.append(Link("autolink", dest, dest, dest))


def masked(text: str, cuts: list[tuple[int, int, str]]) -> str:
    """``text`` with each cut replaced by its character, line ends kept."""
    if not cuts:
        return text
    cuts.sort()
    parts = []
    position = 0
    for a, b, fill in cuts:
        if a < position:
            if b <= position:
                continue
            a = position
        if position < a:
            parts.append(text[position:a])
        if b - a == 1 and text[a] != "\n":
            parts.append(fill)
        elif text.find("\n", a, b) < 0:
            parts.append(fill * (b - a))
        else:
            parts.append("\n".join(fill * len(line) for line in text[a:b].split("\n")))
        position = b
    parts.append(text[position:])
    return "".join(parts)
