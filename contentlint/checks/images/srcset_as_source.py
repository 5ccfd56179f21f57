"""A whole ``srcset`` used as the address of an image."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

# An address, a space, and the width or density of the image. The address may contain commas.
_ONE = r"[^\s<>()]+[ \t\n]+\d{1,5}(?:\.\d+)?[wx](?![^\s,>)])"
_LIST = lazy_regex.compile(rf"\s*{_ONE}(?:\s*,\s*{_ONE})*\s*,?\s*(?=[>)])")
_CANDIDATE = lazy_regex.compile(r"([^\s<>()]+)[ \t\n]+(\d{1,5}(?:\.\d+)?)([wx])(?![^\s,>)])")
_ADDRESS = ("/", ".")


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    text, prose = doc.text, doc.prose
    places = [
        dest.start
        for kind, _, _, dest in doc.links
        if kind == "image" and text[dest.start - 1] == "<"
    ]
    # Without <> the spaces prevent an image, and inside <> a line end does: "![" and "](" remain in
    # the prose.
    at = prose.find("![") if "!" in prose else -1
    while at >= 0:
        at = prose.find("](", at)
        if at >= 0:
            places.append(at + 2 + (text[at + 2 : at + 3] == "<"))
            at = prose.find("![", at)
    for start in sorted(places):
        found = _LIST.match(text, start)
        if found is None or (text[start - 1] == "<") != (text[found.end()] == ">"):
            continue
        end = found.end()
        candidates = _CANDIDATE.findall(text, start, end)
        if not any(sign in candidates[0][0] for sign in _ADDRESS):
            continue
        # A width counts pixels, a density is a factor; they are not mixed.
        best = max(candidates, key=lambda each: (each[2] == "w", float(each[1])))[0]
        whole = Span(start - 1, end + 1) if text[end] == ">" else Span(start, end)
        noun = f"{len(candidates)} URL" + "s" * (len(candidates) > 1)
        edit = Edit(whole, best)
        yield Finding(
            Span(start, end),
            {"found": noun},
            Fix((edit,), False, "keep only the URL of the largest image"),
        )
