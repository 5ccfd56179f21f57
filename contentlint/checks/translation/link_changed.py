"""Links of a translation that lead elsewhere than those of its source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _links
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.parity import code_damage, targets
from contentlint.parity.findings import in_source

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield a finding for each link that took the place of another one: an error if signs of the
    other language came into the address, an info if it leads to another site, which may have the
    same page in the language."""
    codes = _links.languages(doc)
    for source, target, other_site in doc.fact(_links.compared).changed:
        values = {"found": target.url, "right": source.url}
        fix = _fix(doc, source, target, codes)
        severity: str | None = "info" if other_site else "warning"
        if code_damage.fold(target.url) != target.url:
            severity = None
        yield Finding(target.dest, values, fix, (in_source(*source.span),), severity)


def _fix(
    doc: Document, source: targets.Target, target: targets.Target, codes: tuple[str, ...]
) -> Fix | None:
    """Return the fix: safe where only signs of the other language came into the address; of the
    whole address only if both are on one site and no language is named."""
    written = doc.text[slice(*target.dest)]
    whole = targets.address(source.url, codes)
    plain = code_damage.fold(written)
    if targets.same(targets.address(plain, codes), whole):
        edits = code_damage.repairs(written, plain)
        start = target.dest.start
        if edits:
            return Fix(
                tuple(Edit(Span(start + a, start + b), new) for a, b, new in edits),
                True,
                f"write {plain}",
            )
    there = targets.address(target.url, codes)
    if "://" in source.url and whole.host == there.host and written == target.url:
        if targets.address(source.url, ()) == whole and targets.address(target.url, ()) == there:
            return Fix((Edit(target.dest, source.url),), False, f"write {source.url}")
    return None
