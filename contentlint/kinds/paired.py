"""Kind ``paired``: delimiters that occur in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked, view
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.text.units import checked as checked_unit
from contentlint.text.units import units

PLACEHOLDERS = ("found", "missing")


class Options(NamedTuple):
    pairs: Mapping[str, str]
    """Each opening delimiter with its closing one, of any length: ``"«" = "»"``, ``"[quote]" =
    "[/quote]"``. A delimiter that opens and closes (``"$$"``) must occur an even number of
    times."""
    per: str = "paragraph"
    """The unit within which delimiters are paired: ``document``, ``section``, ``paragraph``,
    ``sentence`` or ``line``."""
    nested: bool = True
    """Allow a pair to contain a pair of the same kind."""
    scope: tuple[str, ...] = PROSE
    """The parts of the article to check, such as ``heading`` or ``field:title``."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: a delimiter is empty or has two roles.
        """
        closers = list(options.pairs.values())
        for opener, closer in options.pairs.items():
            if not opener or not closer:
                raise ConfigError("option 'pairs': a delimiter is empty")
            if closers.count(closer) > 1 or (closer in options.pairs and closer != opener):
                raise ConfigError(f"option 'pairs': {closer!r} is ambiguous")
        if not options.pairs:
            raise ConfigError("option 'pairs' is empty")
        self._pairs = options.pairs
        self._per = checked_unit(options.per)
        self._nested = options.nested
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each delimiter without a partner, unit by unit."""
        text = doc.fact(view, self._scope)
        signs = {*self._pairs, *self._pairs.values()}
        if not any(sign in text for sign in signs):
            return
        # The longest first: "[[" is not twice "[".
        ordered = sorted(signs, key=lambda sign: (-len(sign), sign))
        for piece in doc.fact(units, self._per):
            yield from self._lonely(_signs(text, piece, ordered))

    def _lonely(self, found: list[tuple[int, str]]) -> Iterator[Finding]:
        opened: list[tuple[int, str]] = []
        waiting = dict.fromkeys(self._pairs, 0)  # number of each in ``opened``
        opener_of = {closer: opener for opener, closer in self._pairs.items()}
        lonely: list[tuple[int, str]] = []
        for at, sign in found:
            opener = opener_of.get(sign, "")
            if waiting.get(opener):
                # A delimiter that was opened inside and not closed has no partner.
                while opened[-1][1] != opener:
                    lonely.append(opened.pop())
                    waiting[lonely[-1][1]] -= 1
                opened.pop()
                waiting[opener] -= 1
            elif sign in self._pairs:
                if waiting[sign] and not self._nested:
                    lonely += [entry for entry in opened if entry[1] == sign]
                    opened = [entry for entry in opened if entry[1] != sign]
                    waiting[sign] = 0
                opened.append((at, sign))
                waiting[sign] += 1
            else:
                lonely.append((at, sign))
        for at, sign in sorted(lonely + opened):
            missing = self._pairs.get(sign) or opener_of[sign]
            yield Finding(Span(at, at + len(sign)), {"found": sign, "missing": missing})


def _signs(text: str, piece: Span, ordered: list[str]) -> list[tuple[int, str]]:
    """Yield the delimiters of a piece with their offsets, in order, without overlap."""
    found: dict[int, str] = {}
    taken: set[int] = set()
    for sign in ordered:
        at = text.find(sign, piece.start, piece.end)
        while at >= 0:
            if at not in taken:
                found[at] = sign
                taken.update(range(at, at + len(sign)))
            at = text.find(sign, at + len(sign), piece.end)
    return sorted(found.items())
