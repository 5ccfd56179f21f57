"""How text looks where it is written: colour, and isolation of right-to-left content."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import FSI, LRI, PDI, RLI, message
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contentlint._util.isolates import Spans

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


class Style(NamedTuple):
    colour: bool = False
    """SGR sequences; ours are the only ones that reach the output."""
    isolate: bool = False
    """Set content apart by directional isolates, for terminals that know them."""
    width: int = 0
    """Columns of the terminal; 0 if the text goes elsewhere."""

    def _sgr(self, codes: str, text: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return self._sgr("1", text)

    def dim(self, text: str) -> str:
        return self._sgr("2", text)

    def fault(self, text: str) -> str:
        """The faulty piece of an excerpt: underlined and red, else in brackets.

        A place where something is missing is a pair of brackets.
        """
        return self._sgr("4;31", text or "⟦⟧") if self.colour else f"⟦{text}⟧"

    def fixed(self, text: str) -> str:
        """The same piece after a fix: underlined and green, else in brackets."""
        return self._sgr("4;32", text or "⟦⟧") if self.colour else f"⟦{text}⟧"

    def severity(self, name: str) -> str:
        return self._sgr(_COLOURS[name], name)

    def isolated(self, text: str, rtl: bool | None = None) -> str:
        """Content, in a directional paragraph of its own; without ``rtl``, its first strong letter
        says which.
        """
        if not self.isolate or text.isascii():
            return text
        from contentlint._util.isolates import names_apart

        start = FSI if rtl is None else RLI if rtl else LRI
        return f"{start}{names_apart(text)}{PDI}"

    def place(self, text: str, *, apart: bool = False) -> str:
        """A path, with or without line and column: from left to right, whatever its script.

        Nothing is set apart inside of it, so that it can be copied and followed. With ``apart``, it
        is isolated in any script, for words around it that run from right to left.
        """
        if not self.isolate or (text.isascii() and not apart):
            return text
        from contentlint._util.isolates import has_rtl  # only terminals want it

        return f"{LRI}{text}{PDI}" if apart or has_rtl(text) else text

    def sentence(self, text: str, quoted: Spans | None = None, known: Iterable[str] = ()) -> str:
        """Our words made visible, in their own direction, and each value that they quote in its.

        Without ``quoted``, the spans of the values, they are looked for: see ``isolates.find``.
        """
        if not self.isolate or text.isascii():
            return message(text)
        from contentlint._util import isolates

        return isolates.isolated(text, isolates.find(text, known) if quoted is None else quoted)

    def labelled(self, label: str, rest: str) -> str:
        """What ``sentence`` or ``place`` returned, after a dim label, in the direction of that."""
        text = f"{self.dim(label)} {rest}"
        if not self.isolate or label.isascii():
            return text
        from contentlint._util.isolates import has_rtl

        return f"{RLI}{text}{PDI}" if has_rtl(label) else text

    def line(self, shown: str) -> str:
        """What ``sentence`` or ``filled`` returned, for the beginning of a line.

        Terminals that keep an isolate with the character before it, as VTE does, lose one that has
        none, and a sentence from right to left would run the other way.
        """
        return f" {shown}" if RLI in shown[: len("\x1b[1m") + 1] else shown

    def filled(self, words: str, **values: str) -> str:
        """Our words with values that are safe to print; if the words run from right to left, each
        value is set apart from them.
        """
        if not self.isolate or words.isascii():
            return words.format(**values)
        from contentlint._util.isolates import has_rtl

        apart = {name: f"{FSI}{value}{PDI}" for name, value in values.items()}
        return f"{RLI if has_rtl(words) else LRI}{words.format(**apart)}{PDI}"


def many(n: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
