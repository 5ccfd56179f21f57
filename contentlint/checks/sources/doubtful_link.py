"""Links that open, but not as they should: by a faulty certificate, redirect or fragment."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.sources import _observed
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.text.urls import identity

_FAULTS = {
    "tls": "browsers warn of the site's certificate",
    "loop": "its redirects go in a circle",
    "hops": "it has too many redirects",
    "private": "it redirects to an address that is not public",
    "scheme": "it redirects to something other than a web page",
    "url": "it redirects to a URL that cannot be opened",
    "downgrade": "it redirects from https:// to http://",
}
"""By the reason of an observation."""


def needs() -> tuple[trigger.Need, ...]:
    return _observed.NEEDS


def check(doc: Document) -> Iterator[Finding]:
    for seen in doc.fact(_observed.observed):
        known = seen.known
        fault = _FAULTS.get(known.reason) if known.kind == "suspicious" else None
        fragment = identity.without_fragment(seen.url)[1]
        if fault:
            yield Finding(seen.span, {"fault": fault})
        elif known.kind in ("ok", "moved") and known.fragments.get(fragment) is False:
            start = doc.text.find("#", seen.span.start, seen.span.end)
            span = Span(max(start, seen.span.start), seen.span.end)
            yield Finding(span, {"fault": f"its page has no #{fragment}"}, severity="info")
