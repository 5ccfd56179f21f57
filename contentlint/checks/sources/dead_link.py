"""Links whose page or host does not exist, as two looks a day apart have shown."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.sources import _observed
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.observation import day_of
from contentlint.text.urls import find


def needs() -> tuple[trigger.Need, ...]:
    return _observed.NEEDS


def check(doc: Document) -> Iterator[Finding]:
    for seen in _observed.of_kind(doc, "dead", "failing"):
        known = seen.known
        if known.reason.isdigit():
            fault = f"the server has no such page ({known.reason})"
        else:
            fault = f"the host {find.url_host(known.final)} does not exist"
        if known.kind == "failing":
            values = {"fault": fault, "since": "seen once so far"}
            yield Finding(seen.span, values, severity="warning")
            continue
        since = f"since {day_of(known.first_failed)}" if known.first_failed else "for a long time"
        values = {"fault": fault, "since": since}
        yield Finding(seen.span, values, _observed.copy_fix(doc, seen))
