"""What a scan has found, as rules may ask for it: see ``gates.seen``."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.core.index import MOST_DOUBLED, Scan
from contentlint.model import events as e_


class Seen:
    """What has been found, for the rules that it starts. Lists are None where there was no scan."""

    def __init__(self, events: int, gaps: Sequence[int] | None = None) -> None:
        """What is known without a scan; ``gaps``: see ``Scan``."""
        self.events = events
        """``Scan.events``; all where there was no scan."""
        self.gaps = gaps
        self.doubled: Sequence[int] | None = None
        """See ``Scan``; None also when there are more."""
        self.echoed: Sequence[int] | None = None
        """See ``Scan``; None also when it cannot be told."""
        self.near: Sequence[tuple[int, int]] | None = None
        """Pairs of blocks, ascending, that share the beginning or end of a sentence and may be
        nearly the same: all that ``near_duplicate`` finds are among them; None: not known."""
        self.same: Sequence[Sequence[int]] | None = None
        """Blocks, each group ascending, that are the same in their source and as they are shown,
        where no others are equal of which the later counts; None: not known."""
        self.chars = 0
        """The code points of all paragraphs that ``paragraph_facts`` looks at."""
        self.wide = False
        """Letters have two bytes in most of them; False: not known."""
        self.plain = False
        """``compare.space`` changes nothing in the text but white space; False: not known."""
        self.figures: Sequence[int] | None = None
        self.named: Sequence[int] | None = None
        self.dots: Sequence[int] | None = None
        self.lines: Sequence[int] | None = None
        """Where lines begin in which a rule may find one of the phrases that it names through
        ``lines`` or ``parts``, ascending; None: perhaps in every line."""
        self.buttons = True
        """Whether an image may have such a phrase as its alternative text."""
        self.shown = -1
        """The classes of the prose, one bit each, as ``kinds_of`` tells them; all where there was
        no scan."""
        self.misread: Sequence[int] | None = None
        self.spaced: Sequence[int] | None = None
        self.clusters: Sequence[int] | None = None
        self.glued: Sequence[int] | None = None
        self.displaced: Sequence[int] | None = None
        self.vowels: int | None = None
        """See ``Scan``."""
        self.composing = True
        """Whether the prose may be in another than its composed form."""
        self.backwards: bool | None = None
        """See ``Scan``."""


def told(found: Scan, lines: bool) -> Seen:
    """What a scan has found; ``lines``: whether the lines of phrases are all that there are."""
    seen = Seen(found.events, found.gaps)
    doubled = found.tokens.doubled
    if len(doubled) < MOST_DOUBLED:
        seen.doubled = doubled
    seen.echoed = seen.near = seen.same = ()
    if found.events & e_.ECHO:
        seen.echoed = found.echoes.echoed()
        seen.near = found.echoes.near
        seen.same = found.echoes.same
    seen.chars = found.echoes.joined
    seen.wide = found.wide
    seen.plain = found.plain
    seen.figures = found.dates.figures
    seen.named = found.dates.named
    seen.dots = found.dots
    if lines:
        seen.lines = found.lines.lines
        seen.buttons = found.lines.buttons
    seen.shown = found.shown
    seen.misread = found.misread
    seen.spaced = found.spaced
    seen.clusters = found.clusters
    seen.glued = found.glued
    if found.right_to_left:
        seen.displaced = found.displaced
    seen.vowels = found.vowels
    seen.composing = found.composing
    seen.backwards = found.backwards
    return seen
