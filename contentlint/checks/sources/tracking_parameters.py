"""URL parameters that only record where a click came from."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import traits, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.urls import find

if TYPE_CHECKING:
    import re

_WITH_QUERY = trigger.Nodes(trigger.ADDRESSES, traits.QUERY)
_BOUND = lazy_regex.compile(r"&amp;|&")
# A signature covers the whole query: the server refuses it without a parameter.
_SIGNED = lazy_regex.compile(
    r"[?&;](?:x-amz-)?(?:signature|sig|hmac|hash|checksum)=", lazy_regex.IGNORECASE
)
_AFTER_SCHEME = 8
_CAMPAIGN = "utm_"
_EMBEDDED = "=twsrc^tfw"
"""What a post carries in each link that is copied with its code for embedding."""


class Options(NamedTuple):
    keys: tuple[str, ...] = ()
    """Names of tracking parameters; a ``*`` at the end matches any continuation."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    return (_WITH_QUERY,)


class Checker:
    def __init__(self, options: Options) -> None:
        names = [
            lazy_regex.escape(key.rstrip("*")) + r"\w*" * key.endswith("*") for key in options.keys
        ]
        # Converters escape the underscore: `utm\_source`.
        key = rf"(?:{'|'.join(names)})(?==)".replace("_", r"\\?_")
        firsts = {name[:1] for name in names} or {""}
        # Most parameters have another beginning, which excludes them without testing each name.
        first = "" if firsts & {"", "\\"} else rf"(?=[\\{''.join(sorted(firsts))}])"
        self._key = lazy_regex.compile(key, lazy_regex.IGNORECASE)
        """Matches a parameter from its name on."""
        self._somewhere = lazy_regex.compile(rf"[?&;]{first}{key}", lazy_regex.IGNORECASE)

    def check(self, doc: Document) -> Iterator[Finding]:
        written = doc.origin in ("authored", "translated")
        for target in find.selected(doc, _WITH_QUERY):
            if self._somewhere.search(target.url, target.url.index("?")):
                for finding in _in_one(target, self._key):
                    # Who writes a site may name its campaigns; a click's number is never meant.
                    names = str(finding.values["found"]).lower().split(", ")
                    if written and all(name.startswith(_CAMPAIGN) for name in names):
                        continue
                    if not (written and _EMBEDDED in target.url.replace("%5E", "^")):
                        yield finding


def _in_one(target: find.Target, key: re.Pattern[str]) -> Iterator[Finding]:
    """Yield one finding for the tracking parameters of a URL, which removes them all."""
    url = target.url
    end = url.find("#")
    end = len(url) if end < 0 else end
    query = url.find("?", 0, end)
    # The full address identifies an archived page, or a page behind a redirect.
    if query < 0 or "://" in url[_AFTER_SCHEME:end]:
        return
    kept: list[str] = []
    names: list[str] = []
    first = last = 0
    for bound, start, stop in _pieces(url, query + 1, end):
        if m := key.match(url, start, stop):
            names.append(find.unescaped(m[0]))
            first = first or start
            last = stop
        else:
            kept.append((bound if kept else "?") + url[start:stop])
    if not names:
        return
    edit = Edit(Span(target.start + query, target.start + end), "".join(kept))
    fix = Fix((edit,), not _SIGNED.search(url, query, end), "remove the tracking parameters")
    span = Span(target.start + first, target.start + last)
    values = {"found": ", ".join(dict.fromkeys(names))}
    yield Finding(span, values, fix)


def _pieces(url: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the parameters of a query: the separator before each, its start and its end."""
    bound = "?"
    for m in _BOUND.finditer(url, start, end):
        yield bound, start, m.start()
        bound, start = m[0], m.end()
    yield bound, start, end
