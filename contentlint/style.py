"""How text looks where it is written: colour, and isolation of right-to-left content."""

from __future__ import annotations

from contentlint.escape import FSI, PDI
from contentlint.records import NamedTuple

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


class Style(NamedTuple):
    colour: bool = False
    """SGR sequences; ours are the only ones that reach the output."""
    isolate: bool = False
    """Set content apart by FSI … PDI, for terminals that know them."""

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

    def severity(self, name: str) -> str:
        return self._sgr(_COLOURS[name], name)

    def isolated(self, text: str) -> str:
        """Text that may hold right-to-left content, in a directional paragraph of its own."""
        return f"{FSI}{text}{PDI}" if self.isolate and not text.isascii() else text


def many(n: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
