"""Kind ``consistency``: two spellings of one thing in the same article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked
from contentlint.article.terms import Terms
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.errors import ConfigError

_MOST_RELATED = 10

PLACEHOLDERS = ("found", "other", "count", "others")


class Options(NamedTuple):
    either: Mapping[str, str]
    """One spelling and the other, in any order: ``"advisor" = "adviser"``."""
    ignore_case: bool = True
    scope: tuple[str, ...] = PROSE


class Pair(NamedTuple):
    ways: tuple[str, str]
    terms: tuple[Terms, Terms]


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: there is no pair, or both spellings of one are equal.
        """
        pairs = []
        for ways in options.either.items():
            if not all(way.strip() for way in ways) or ways[0] == ways[1]:
                raise ConfigError(f"option 'either': {ways[0]!r} and {ways[1]!r} are no two ways")
            # "web site" must not match in "web sites": each spelling excludes the other.
            terms = [
                Terms((way,), spared=(other,), ignore_case=options.ignore_case)
                for way, other in (ways, ways[::-1])
            ]
            pairs.append(Pair(ways, (terms[0], terms[1])))
        if not pairs:
            raise ConfigError("option 'either' is empty")
        self._pairs = tuple(pairs)
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding per pair, at the rarer spelling; on a tie at the later one."""
        for pair in self._pairs:
            found = [[m.span for m in terms.find(doc, self._scope)] for terms in pair.terms]
            if not all(found):
                continue
            rare = min((0, 1), key=lambda i: (len(found[i]), -found[i][0].start))
            places, others = found[rare], found[1 - rare]
            edits = tuple(
                Edit(span, pair.ways[1 - rare]) for span in places if _is_plain(doc, span)
            )
            related = [Related(span, "the same") for span in places[1:]]
            related.append(Related(others[0], "the other way"))
            values = {
                "found": doc.text[slice(*places[0])],
                "other": doc.text[slice(*others[0])],
                "count": len(places),
                "others": len(others),
            }
            title = f"write {pair.ways[1 - rare]}"
            fix = Fix(edits, False, title) if len(edits) == len(places) else None
            yield Finding(places[0], values, fix, tuple(related[-_MOST_RELATED:]))


def _is_plain(doc: Document, span: Span) -> bool:
    prose = doc.prose[slice(*span)]
    return OBJECT not in prose and MARK not in prose and "\n" not in prose
