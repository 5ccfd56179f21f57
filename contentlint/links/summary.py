"""What the command ``links`` prints beside its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from contentlint._util.escape import line_start, visible
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked, ngettext, number, plural
from contentlint.links import estimate
from contentlint.links.collect import Collected
from contentlint.links.due import latest_class
from contentlint.links.fetcher import Fetcher
from contentlint.links.throttle import Limits
from contentlint.links.wanted import Wanted
from contentlint.model.observation import CLASSES, Observation
from contentlint.run.progress import bar

_MOST_HOSTS = 20
"""Hosts that ``--dry-run`` lists."""
_NAMES = {
    "ok": plural("{n} reachable", "{n} reachable"),
    "moved": plural("{n} moved", "{n} moved"),
    "dead": plural("{n} dead", "{n} dead"),
    "failing": plural("{n} failing", "{n} failing"),
    "suspicious": plural("{n} suspicious", "{n} suspicious"),
    "unknown": plural("{n} unknown", "{n} unknown"),
}
_REASONS = {
    "scheme": plural("{n} with another scheme", "{n} with another scheme"),
    "malformed": plural("{n} malformed", "{n} malformed"),
    "excluded": plural("{n} excluded", "{n} excluded"),
    "private": plural("{n} private", "{n} private"),
}
_UNITS = (
    (86_400, plural("{n} day", "{n} days")),
    (3600, plural("{n} hour", "{n} hours")),
    (60, plural("{n} minute", "{n} minutes")),
    (1, plural("{n} second", "{n} seconds")),
)
SEPARATOR = marked(", ")


def listing(collected: Collected, style: Style) -> Iterator[str]:
    """Yield a line for each URL at each of its places, in the order of the articles."""
    found = [(place, each.url) for each in collected.wanted.values() for place in each.places]
    for place, url in sorted(found):
        at = style.place(line_start(f"{place.path}:{place.line}:{place.column}"))
        yield f"{at}: {style.isolated(visible(url), rtl=False)}"


def plan(hosts: Counter[str], style: Style) -> Iterator[str]:
    """Yield the hosts with the number of requests to each, the busiest first."""
    for host, count in sorted(hosts.items(), key=lambda each: (-each[1], each[0]))[:_MOST_HOSTS]:
        yield f"{count:7,}  {style.place(visible(host))}"
    more = len(hosts) - _MOST_HOSTS
    if more > 0:
        yield ngettext("and {n} more host", "and {n} more hosts", more, ",")


def estimated(hosts: Counter[str], limits: Limits) -> str:
    """Return how much is going to be asked for, and about how long it takes."""
    total = hosts.total()
    seconds = estimate.seconds(max(hosts.values(), default=0), total, limits)
    # Translators: such as "120 requests to 30 hosts, about 2 minutes".
    return _("{requests} to {hosts}, about {time}").format(
        requests=ngettext("{n} request", "{n} requests", total, ","),
        hosts=ngettext("{n} host", "{n} hosts", len(hosts), ","),
        time=duration(seconds),
    )


def so_far(fetcher: Fetcher, total: int) -> str:
    """Return how far a run is, with the hosts and the time that are left."""
    # Translators: such as "[####----] 40/90 links, 12 hosts left, about 2 minutes".
    return _("{bar} {done}/{total} links, {hosts} left, about {time}").format(
        bar=bar(fetcher.asked, total),
        done=number(fetcher.asked),
        total=number(total),
        hosts=ngettext("{n} host", "{n} hosts", fetcher.hosts_left()),
        time=duration(fetcher.seconds_left()),
    )


def kept(asked: int) -> str:
    """Return what an interrupted run leaves."""
    return ngettext(
        "{n} link was asked for; the answer is kept",
        "{n} links were asked for; the answers are kept",
        asked,
        ",",
    )


def duration(seconds: float) -> str:
    """Return a time in its largest unit, such as ``3 minutes``."""
    size, forms = next((each for each in _UNITS if seconds >= 1.5 * each[0]), _UNITS[-1])
    return ngettext(*forms, max(round(seconds / size), 1))


def not_asked(reasons: Mapping[str, int]) -> str:
    """Return how many URLs are not asked for, and why; ``""`` if there are none."""
    total = sum(reasons.values())
    if not total:
        return ""
    named = [
        ngettext(*forms, reasons[why], ",") for why, forms in _REASONS.items() if reasons.get(why)
    ]
    return _("{urls} not asked for ({reasons})").format(
        urls=ngettext("{n} URL", "{n} URLs", total, ","), reasons=_(SEPARATOR).join(named)
    )


def classes(wanted: Iterable[Wanted], known: Mapping[str, Observation]) -> Counter[str]:
    """Count URLs by the class of their last look."""
    keys = (each.key for each in wanted)
    return Counter(latest_class(known[key]) for key in keys if key in known)


def totals(urls: int, counts: Counter[str]) -> str:
    """Return the number of URLs, and of those in each class."""
    named = [ngettext(*_NAMES[kind], counts[kind], ",") for kind in CLASSES if counts[kind]]
    total = ngettext("{n} URL", "{n} URLs", urls, ",")
    return _(SEPARATOR).join((total, *named))
