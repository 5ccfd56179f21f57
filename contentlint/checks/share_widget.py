"""What is left of buttons to share, follow, print and subscribe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import MARK, Document, Span
from contentlint.rule import Words
from contentlint.text import urls
from contentlint.text.phrases import (
    Labels,
    Phrases,
    place,
    removal,
    short_lines,
    standing,
)

_SPLIT = re.compile(r"[\s|·•,،/+&]+|\s[-–—]\s")
# What the share buttons of these sites open.
_SHARE_URL = re.compile(
    r"facebook\.com/(?:sharer|dialog/(?:share|feed))|(?:twitter|x)\.com/(?:intent/|share|home\?status)"
    r"|linkedin\.com/(?:shareArticle|sharing)|pinterest\.[a-z.]+/pin/create|whatsapp\.com/send"
    r"|wa\.me/\?|(?:t|telegram)\.me/share|reddit\.com/submit|plus\.google\.com/share"
    r"|tumblr\.com/(?:widgets/)?share|weibo\.com/share|vk\.com/share|getpocket\.com/(?:save|edit)"
    r"|xing\.com/(?:spi/shares|app/user\?op=share)|flipboard\.com/(?:bookmarklet|share)"
)
_SHARE_SIGNS = ("/share", "/intent/", "/create/", "/submit", "/send", "wa.me/")
# Hardly a row of such buttons is without one of these.
_COMMONEST = ("facebook", "twitter", "whatsapp", "telegram", "linkedin", "فيسبوك", "واتساب", "微信")

_MAX_WORDS = 6
_LONGEST_NAME = 15
_ICON = re.compile(r"icon|logo|social|share|\.svg", re.IGNORECASE)


class Options(NamedTuple):
    phrases: Words = {}
    networks: tuple[str, ...] = ()
    """Names of networks and services; a line of two or more of them is a row of buttons."""
    labels: Words = {}
    """Labels of the source line, after which the article's tail begins."""


class Prepared(NamedTuple):
    phrases: Phrases
    networks: Phrases
    labels: Labels


def prepare(options: Options) -> Prepared:
    return Prepared(
        Phrases(options.phrases), Phrases({"": options.networks}), Labels(options.labels)
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    lines = doc.fact(short_lines)
    seen = set()
    for key in sorted(options.phrases.of(lines.arabic).intersection(lines.whole)):
        for line in lines.whole[key]:
            if found := standing(doc, line, key, options.labels):
                seen.add(line.number)
                yield _finding(doc, line.number, line.number, options, found[1])
    icons = list(_icons(doc, options.networks.of(lines.arabic)))
    if icons or any(name in lines.joined for name in _COMMONEST):
        for first, last in _rows(doc, options, seen, icons):
            seen.update(range(first, last + 1))
            yield _finding(doc, first, last, options, None)
    if lines.whole and "\ue000" <= max(lines.whole) < "\uf900":
        for key, found_lines in lines.whole.items():
            if all("\ue000" <= c < "\uf900" or c.isspace() for c in key) and key:
                for line in found_lines:
                    yield _finding(doc, line.number, line.number, options, None)
    joined = doc.fact(urls.targets).joined
    if any(sign in joined for sign in _SHARE_SIGNS) and _SHARE_URL.search(joined):
        yield from _share_links(doc, options, seen)


def _finding(
    doc: Document, first: int, last: int, options: Prepared, severity: str | None
) -> Finding:
    where = place(doc, first, options.labels)
    span = Span(where.span.start, place(doc, last, options.labels).span.end)
    fix = removal(doc, first, last, safe=where.loose)
    found = doc.text[where.span.start : where.span.end]
    return Finding(span, {"found": found}, fix, (), severity)


def _icons(doc: Document, names: frozenset[str]) -> Iterator[int]:
    """Lines that are nothing but the logo of a network."""
    text = doc.text
    for link in doc.links:
        a, b = link.text
        if link.kind == "image" and b - a < _LONGEST_NAME and text[a:b].strip().lower() in names:
            dest = text[link.dest.start : link.dest.end]
            number = doc.line_at(link.span.start)
            if _ICON.search(dest) and doc.lines[number].strip() == text[slice(*link.span)]:
                yield number


def _rows(
    doc: Document, options: Prepared, seen: set[int], icons: list[int]
) -> Iterator[tuple[int, int]]:
    """First and last lines of rows of network names: several on a line, or one a line."""
    lines = doc.fact(short_lines)
    names = options.networks.of(lines.arabic)
    share = options.phrases.of(lines.arabic)
    alone = list(icons)
    for key, found in lines.whole.items():
        parts = [part for part in _SPLIT.split(key) if part]
        known = sum(part in names for part in parts)
        if key in names:
            alone += [line.number for line in found if line.number not in seen]
        elif known >= 2 and all(part in names or part in share for part in parts):
            for line in found:
                where = place(doc, line.number, options.labels)
                if where.kind != "table" and (where.tail or where.kind != "list_item"):
                    yield line.number, line.number
    yield from _runs(doc, sorted(set(alone)), options)


def _runs(doc: Document, alone: list[int], options: Prepared) -> Iterator[tuple[int, int]]:
    """Lines that follow one another, blank lines aside: two or more, and no list in the text."""
    first = last = -1
    for number in [*alone, len(doc.lines)]:
        if first >= 0 and not any(map(str.strip, doc.lines[last + 1 : number])):
            last = number if number < len(doc.lines) else last
            continue
        if last > first:
            where = place(doc, first, options.labels)
            if where.tail or where.kind not in ("list_item", "table"):
                yield first, last
        first = last = number


def _share_links(doc: Document, options: Prepared, seen: set[int]) -> Iterator[Finding]:
    """Lines that hold nothing but links to share pages."""
    for target in doc.fact(urls.targets).all:
        if target.kind != "link" or not _SHARE_URL.search(target.url):
            continue
        number = doc.line_at(target.start)
        if number in seen:
            continue
        seen.add(number)
        start, end = doc.line_span(number)
        rest = doc.prose[start:end]
        inside = [
            link for link in doc.links if link.kind == "link" and start <= link.span.start < end
        ]
        for link in inside:
            if _SHARE_URL.search(doc.text, link.dest.start, link.dest.end):
                a, b = link.span.start - start, link.span.end - start
                rest = rest[:a] + MARK * (b - a) + rest[b:]
        shown = sum(len(doc.text[slice(*link.text)].split()) for link in inside)
        # A quotation to click on is text of the article; so is a picture beside the button.
        if not rest.strip(MARK + " \t|·•*-") and shown <= _MAX_WORDS * len(inside):
            yield _finding(doc, number, number, options, None)
