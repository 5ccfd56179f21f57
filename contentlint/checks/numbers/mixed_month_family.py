"""Arabic articles that mix the month names of two regions."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import in_closed_quotation
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.dates.calendar import GREGORIAN
from contentlint.text.dates.days import days, month_years

_MOST_RELATED = 19


class Options(NamedTuple):
    families: Words = {}
    """Names of months by region; a name may belong to several regions."""
    months: Words = {}
    """Gregorian months, by language, with their numbers."""
    solar: Words = {}
    """Months of the Solar Hijri calendar, with their numbers."""
    hijri: Words = {}
    """Months of the Islamic calendar, with their numbers."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    families = options.families
    if not families:
        return
    months = options.months.get(doc.language, ())
    others_ = (all_.get(doc.language, ()) for all_ in (options.solar, options.hijri))
    dated = doc.fact(days, months, *others_)
    if not dated:
        return
    found = [
        day
        for day in sorted((*dated, *doc.fact(month_years, months)))
        if day.name
        and day.calendar == GREGORIAN
        and not day.is_dual
        and not in_closed_quotation(doc, day.span.start)
    ]
    used = {day.name for day in found}
    if len(used) < 2 or any(used.issubset(names) for names in families.values()):
        return
    # The family that most dates fit; on a tie, the first one listed.
    usual = max(families, key=lambda family: sum(day.name in families[family] for day in found))
    others = [day for day in found if day.name not in families[usual]]
    first = others[0]
    owners = (name.capitalize() for name, names in families.items() if first.name in names)
    yield Finding(
        first.span,
        {"found": first.name, "family": next(owners, "foreign"), "usual": usual.capitalize()},
        related=tuple(
            Related(day.span, f"also not one of the {usual.capitalize()} names")
            for day in others[1 : _MOST_RELATED + 1]
        ),
    )
