"""What can go wrong in a translation: one function a kind, by name in ``DAMAGES``.

Each takes the translation, its source and a random generator, changes one place of
the translation, and returns None where nothing fits. What is damaged stands in the
source too, as far as that can be told without aligning the two: else it was no loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from random import Random
from typing import NamedTuple

_FENCE = re.compile(r" *(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$")
_OTHER = re.compile(r" {0,3}(?:[<{>]|:::|(?:[-*_=][ \t]*){3,}$|import\s|export\s|\$\$|\[[^\]]+\]:)")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_MARKUP = re.compile(r"!\[[^\]]*\]|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|\{[^}]*\}|\$[^$]*\$")
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_NUMBER = re.compile(rf"(?<![\w.,/:٫٬-])[{_DIGITS}]+(?:[.,٫٬][{_DIGITS}]+)*(?![\w/:-])")
_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*[A-Za-z][^{}]*\}\}|\{%[^%]*%\}|\$?\{[A-Za-z_][\w.]*\}|%[sd]\b"
)
_NO_TEXT = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+|\$[^$]*\$")
"""Where braces may be part of an address, a tag or a formula."""
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}|[0-9]+")
_NOT_CODE = re.compile(r"#|//|--|/\*|<!--|[\"'`]")
_SENTENCE_END = re.compile(r"(?<=[.!?؟۔])\s+")
_LONG = 80
"""Letters of a paragraph that is worth taking away."""
_SHORT = 60
"""Characters of a short line."""


class Block(NamedTuple):
    """Lines of one kind; ``first`` from 0, ``end`` exclusive."""

    kind: str
    """front, code, heading, table, item, paragraph or other."""
    first: int
    end: int


class Page(NamedTuple):
    """A page in Markdown, and its blocks in order."""

    lines: Sequence[str]
    blocks: Sequence[Block]

    def of(self, *kinds: str) -> list[Block]:
        return [block for block in self.blocks if block.kind in kinds]

    def text(self, block: Block) -> str:
        return "\n".join(self.lines[block.first : block.end])

    def prose(self) -> Iterator[tuple[int, str]]:
        """Each line (from 0) that readers read, with its number."""
        for block in self.of("heading", "table", "item", "paragraph"):
            for number in range(block.first, block.end):
                yield number, self.lines[number]

    def code(self) -> Iterator[int]:
        """Each line (from 0) of code that is not blank; fences are none."""
        for block in self.of("code"):
            inner = range(block.first + 1, block.end - 1)
            if sum(bool(self.lines[i].strip()) for i in inner) >= 3:
                yield from (i for i in inner if self.lines[i].strip())


class Damage(NamedTuple):
    """A damaged page."""

    lines: Sequence[str]
    first: int
    """First line of the place, from 1, in the damaged page; ``last`` is inclusive."""
    last: int
    what: str
    """What was lost or changed, for people."""
    variant: str = ""
    """Which of the ways to do it, if there are several."""


Operation = Callable[[Page, Page, Random], "Damage | None"]
DAMAGES: dict[str, Operation] = {}
"""All kinds, in the order of the report."""


def damage(kind: str) -> Callable[[Operation], Operation]:
    """Add a function to ``DAMAGES``."""

    def add(operation: Operation) -> Operation:
        DAMAGES[kind] = operation
        return operation

    return add


def read(text: str) -> Page:
    """Split a page into blocks. What is nested in a list item belongs to the item before."""
    lines = text.split("\n")
    blocks = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        kind, end = _block(lines, at)
        blocks.append(Block(kind, at, end))
        at = end
    return Page(lines, blocks)


def _block(lines: Sequence[str], at: int) -> tuple[str, int]:
    """Kind and end (exclusive) of the block that begins at a line."""
    line = lines[at]
    if at == 0 and line.strip() == "---" and "---" in lines[1:]:
        return "front", lines.index("---", 1) + 1
    if fence := _FENCE.match(line):
        close = re.compile(rf"\s*{re.escape(fence[1])}\s*$")
        ends = (i + 1 for i in range(at + 1, len(lines)) if close.match(lines[i]))
        return "code", next(ends, len(lines))
    if _HEADING.match(line):
        return "heading", at + 1
    end = at + 1
    if "|" in line and end < len(lines) and "-" in lines[end] and _DELIMITERS.match(lines[end]):
        while end < len(lines) and "|" in lines[end]:
            end += 1
        return "table", end
    while end < len(lines) and lines[end].strip() and not _begins(lines[end]):
        end += 1
    if _ITEM.match(line):
        return "item", end
    underlined = end < len(lines) and bool(re.match(r" {0,3}(=+|-+)\s*$", lines[end]))
    nested = line.startswith(("    ", "\t"))
    return "other" if underlined or nested or _OTHER.match(line) else "paragraph", end


def _begins(line: str) -> bool:
    """Return True if a block begins at a line without a blank line before."""
    return any(pattern.match(line) for pattern in (_FENCE, _HEADING, _ITEM, _OTHER))


def letters(text: str) -> int:
    """Letters that are written from right to left."""
    return len(_RIGHT_TO_LEFT.findall(text))


def is_translated(page: Page) -> bool:
    """Return True if most letters of its paragraphs are written from right to left."""
    text = "\n".join(page.text(block) for block in page.of("paragraph", "item", "heading"))
    bare = _MARKUP.sub("", text)
    return 2 * letters(bare) > sum(char.isalpha() for char in bare) > 0


def counterparts(page: Page, source: Page) -> dict[Block, Block]:
    """The source's block for each block that is in step by the order of kinds alone."""
    here, there = ([block.kind for block in each.blocks] for each in (page, source))
    return {
        page.blocks[match.a + i]: source.blocks[match.b + i]
        for match in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
        for i in range(match.size)
    }


def _in_step(page: Page, source: Page, *kinds: str) -> list[Block]:
    both = counterparts(page, source)
    return [block for block in page.of(*kinds) if block in both]


def _long(page: Page, source: Page) -> list[Block]:
    paragraphs = _in_step(page, source, "paragraph")
    return [block for block in paragraphs if letters(page.text(block)) >= _LONG]


def _one(rng: Random, choices: Sequence[Block]) -> Block | None:
    return rng.choice(choices) if choices else None


def _without(page: Page, first: int, end: int) -> Damage:
    """The page without some lines, and without the blank line that would be doubled."""
    lines = page.lines
    what = "\n".join(lines[first:end])
    if (not first or not lines[first - 1].strip()) and end < len(lines) and not lines[end].strip():
        end += 1
    left = [*lines[:first], *lines[end:]]
    return Damage(left, min(first + 1, len(left)), min(first + 1, len(left)), what)


def _line(page: Page, number: int, new: str, what: str, variant: str = "") -> Damage:
    """The page with one line (from 0) changed."""
    lines = [*page.lines[:number], new, *page.lines[number + 1 :]]
    return Damage(lines, number + 1, number + 1, what, variant)


def _removed(page: Page, rng: Random, blocks: Sequence[Block]) -> Damage | None:
    block = _one(rng, blocks)
    return block and _without(page, block.first, block.end)


@damage("paragraph removed")
def _paragraph(page: Page, source: Page, rng: Random) -> Damage | None:
    return _removed(page, rng, _long(page, source))


@damage("short line removed")
def _short_line(page: Page, source: Page, rng: Random) -> Damage | None:
    return _removed(
        page,
        rng,
        [
            b
            for b in _in_step(page, source, "item", "paragraph")
            if b.end - b.first == 1 and len(page.text(b)) <= _SHORT and letters(page.text(b)) >= 5
        ],
    )


@damage("paragraph doubled elsewhere")
def _doubled(page: Page, source: Page, rng: Random) -> Damage | None:
    block = _one(rng, _long(page, source))
    if block is None:
        return None
    here = page.blocks.index(block)
    away = [b for i, b in enumerate(page.blocks) if abs(i - here) > 2 and b.kind == "paragraph"]
    after = _one(rng, away)
    if after is None:
        return None
    copied = page.text(block)
    lines = [*page.lines[: after.end], "", *copied.split("\n"), *page.lines[after.end :]]
    return Damage(lines, after.end + 2, after.end + 1 + block.end - block.first, copied)


@damage("source's text put back")
def _untranslated(page: Page, source: Page, rng: Random) -> Damage | None:
    if [b.kind for b in page.blocks] != [b.kind for b in source.blocks]:
        return None
    block = _one(rng, _long(page, source))
    if block is None:
        return None
    original = source.text(counterparts(page, source)[block])
    new = original.split("\n")
    lines = [*page.lines[: block.first], *new, *page.lines[block.end :]]
    return Damage(lines, block.first + 1, block.first + len(new), original)


@damage("end cut")
def _end(page: Page, source: Page, rng: Random) -> Damage | None:
    starts = [
        b.first
        for b in _in_step(page, source, *{block.kind for block in page.blocks})[1:]
        if 0.6 <= b.first / len(page.lines) <= 0.9
        and letters("\n".join(page.lines[b.first :])) >= 2 * _LONG
    ]
    if not starts:
        return None
    at = rng.choice(starts)
    return Damage([*page.lines[:at]], at, at, "\n".join(page.lines[at:]))


@damage("heading removed")
def _heading(page: Page, source: Page, rng: Random) -> Damage | None:
    return _removed(page, rng, _in_step(page, source, "heading")[1:])


@damage("heading's level changed")
def _level(page: Page, source: Page, rng: Random) -> Damage | None:
    below = [b for b in _in_step(page, source, "heading") if not page.text(b).startswith("# ")]
    block = _one(rng, below)
    if block is None:
        return None
    line = page.text(block)
    deeper = not line.startswith("######") and (line.startswith("## ") or rng.random() < 0.5)
    return _line(page, block.first, "#" + line if deeper else line[1:], line)


@damage("table row removed")
def _row(page: Page, source: Page, rng: Random) -> Damage | None:
    rows = [i for b in _in_step(page, source, "table") for i in range(b.first + 2, b.end)]
    if not rows:
        return None
    row = rng.choice(rows)
    return _without(page, row, row + 1)


@damage("image removed")
def _image(page: Page, source: Page, rng: Random) -> Damage | None:
    spots = [
        (number, found)
        for block in page.of("paragraph", "item", "table", "other", "heading")
        for number in range(block.first, block.end)
        for found in _IMAGE.finditer(page.lines[number])
    ]
    if not spots or sum(len(_IMAGE.findall(line)) for line in source.lines) < len(spots):
        return None
    number, found = rng.choice(spots)
    line = page.lines[number]
    rest = line[: found.start()] + line[found.end() :]
    if not rest.strip():
        return _without(page, number, number + 1)._replace(what=found[0])
    return _line(page, number, rest, found[0])


def _links(page: Page, source: Page) -> list[tuple[int, re.Match[str]]]:
    """Links in prose that have targets which the source has too, with their lines from 0."""
    known = {link[2] for line in source.lines for link in _LINK.finditer(line)}
    return [
        (number, link)
        for number, line in page.prose()
        for link in _LINK.finditer(_masked(line, _SPAN))
        if link[2] in known
    ]


def _masked(line: str, pattern: re.Pattern[str]) -> str:
    """A line with what matches made blank, its length kept."""
    return pattern.sub(lambda found: " " * len(found[0]), line)


@damage("link's target changed")
def _target(page: Page, source: Page, rng: Random) -> Damage | None:
    links = _links(page, source)
    if not links:
        return None
    number, link = rng.choice(links)
    target = link[2]
    others = sorted({other[2] for _, other in links} - {target})
    words = list(re.finditer(r"[A-Za-z]{4,}", target.partition("://")[2] or target))
    if others and (not words or rng.random() < 0.5):
        variant, new = "another link's", rng.choice(others)
    elif words:
        skipped = len(target) - len(target.partition("://")[2] or target)
        at = skipped + rng.choice(words).start() + 1
        variant, new = "a letter lost", target[:at] + target[at + 1 :]
    else:
        return None
    line = page.lines[number]
    start, end = link.span(2)
    return _line(page, number, line[:start] + new + line[end:], f"{target} -> {new}", variant)


@damage("link dropped")
def _unlinked(page: Page, source: Page, rng: Random) -> Damage | None:
    links = _links(page, source)
    if not links:
        return None
    number, link = rng.choice(links)
    line = page.lines[number]
    text = line[link.start(1) : link.end(1)]
    whole = line[link.start() : link.end()]
    return _line(page, number, line[: link.start()] + text + line[link.end() :], whole)


def _shared_code(page: Page, source: Page) -> list[int]:
    """Lines of code (from 0) that the source has as they are, comments apart."""
    known = {source.lines[i] for i in source.code()}
    return [
        i
        for i in page.code()
        if page.lines[i] in known and _TOKEN.search(_NOT_CODE.split(page.lines[i])[0])
    ]


@damage("code line lost")
def _code_line(page: Page, source: Page, rng: Random) -> Damage | None:
    shared = _shared_code(page, source)
    if not shared:
        return None
    at = rng.choice(shared)
    return _without(page, at, at + 1)


@damage("code token changed")
def _code_token(page: Page, source: Page, rng: Random) -> Damage | None:
    shared = _shared_code(page, source)
    if not shared:
        return None
    at = rng.choice(shared)
    line = page.lines[at]
    token = rng.choice(list(_TOKEN.finditer(_NOT_CODE.split(line)[0])))
    old = token[0]
    others = {found for i in shared for found in _TOKEN.findall(page.lines[i])} - {old}
    names = sorted(name for name in others if not name.isdigit())
    if old.isdigit():
        variant, new = "number", str(int(old) + 1)
    elif names and rng.random() < 0.5:
        variant, new = "another name", rng.choice(names)
    else:
        variant, new = "a letter lost", old[:1] + old[2:]
    changed = line[: token.start()] + new + line[token.end() :]
    return _line(page, at, changed, f"{line.strip()} -> {changed.strip()}", variant)


@damage("code span translated")
def _span(page: Page, source: Page, rng: Random) -> Damage | None:
    known = {span[1] for line in source.lines for span in _SPAN.finditer(line)}
    spots = [
        (number, span)
        for number, line in page.prose()
        for span in _SPAN.finditer(line)
        if span[1] in known and re.search("[A-Za-z]{2}", span[1])
    ]
    words = [
        word
        for block in page.of("paragraph", "item")
        for word in re.findall(r"\w+", page.text(block))
        if letters(word) == len(word) > 2
    ]
    if not spots or not words:
        return None
    number, span = rng.choice(spots)
    line = page.lines[number]
    new = rng.choice(words)
    changed = f"{line[: span.start(1)]}{new}{line[span.end(1) :]}"
    return _line(page, number, changed, f"`{span[1]}` -> `{new}`")


def _numbers(line: str) -> Iterator[re.Match[str]]:
    """Numbers of a line outside of links' targets, code, tags, and the mark of a list item."""
    yield from _NUMBER.finditer(_masked(_masked(line, _MARKUP), re.compile(f"^{_ITEM.pattern}")))


def _ascii(number: str) -> str:
    return "".join(str(int(char)) if char.isdigit() else "." for char in number)


@damage("number changed")
def _number(page: Page, source: Page, rng: Random) -> Damage | None:
    spots = [
        (number, found)
        for block, original in counterparts(page, source).items()
        if block.kind in {"heading", "table", "item", "paragraph"}
        for number in range(block.first, block.end)
        for found in _numbers(page.lines[number])
        if any(
            _ascii(found[0]) == _ascii(same[0])
            for line in source.lines[original.first : original.end]
            for same in _numbers(line)
        )
    ]
    if not spots:
        return None
    number, found = rng.choice(spots)
    at = rng.choice([i for i, char in enumerate(found[0]) if char.isdigit()])
    digit = ord(found[0][at])
    value = int(found[0][at])
    other = rng.choice([n for n in range(1, 10) if n != value])
    new = found[0][:at] + chr(digit - value + other) + found[0][at + 1 :]
    line = page.lines[number]
    changed = line[: found.start()] + new + line[found.end() :]
    variant = "up to two digits" if len(found[0]) <= 2 else "more digits"
    return _line(page, number, changed, f"{found[0]} -> {new} in: {line.strip()}", variant)


@damage("two paragraphs swapped")
def _swapped(page: Page, source: Page, rng: Random) -> Damage | None:
    fit = set(_long(page, source))
    neighbours = [(a, b) for a, b in pairwise(page.blocks) if a in fit and b in fit]
    if not neighbours:
        return None
    a, b = rng.choice(neighbours)
    lines = page.lines
    between = lines[a.end : b.first]
    swapped = [*lines[b.first : b.end], *between, *lines[a.first : a.end]]
    what = f"{page.text(a)}\n⇅\n{page.text(b)}"
    return Damage([*lines[: a.first], *swapped, *lines[b.end :]], a.first + 1, b.end, what)


@damage("placeholder changed or dropped")
def _placeholder(page: Page, source: Page, rng: Random) -> Damage | None:
    known = {found[0] for line in source.lines for found in _PLACEHOLDER.finditer(line)}
    spots = [
        (number, found)
        for block in page.of("heading", "table", "item", "paragraph", "other")
        for number in range(block.first, block.end)
        if "\\" not in page.lines[number]
        for found in _PLACEHOLDER.finditer(_masked(page.lines[number], _NO_TEXT))
        if found[0] in known
    ]
    if not spots:
        return None
    number, found = rng.choice(spots)
    old = found[0]
    named = list(re.finditer("[A-Za-z]{3,}", old))
    variant, new = "dropped", ""
    if named and rng.random() < 0.5:
        at = rng.choice(named).start() + 1
        variant, new = "a letter lost", old[:at] + old[at + 1 :]
    line = page.lines[number]
    changed = line[: found.start()] + new + line[found.end() :]
    if not changed.strip():
        return _without(page, number, number + 1)._replace(what=old, variant=variant)
    what = f"{old} -> {new or 'nothing'} in: {line.strip()}"
    return _line(page, number, changed, what, variant)


@damage("sentence removed")
def _sentence(page: Page, source: Page, rng: Random) -> Damage | None:
    spots = []
    for block in _long(page, source):
        text = page.text(block)
        ends = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
        parts = list(pairwise(ends))
        if len(parts) >= 3:
            spots += [(block, *part) for part in parts if letters(text[slice(*part)]) >= 20]
    if not spots:
        return None
    block, start, end = rng.choice(spots)
    text = page.text(block)
    new = (text[:start] + text[end:]).rstrip().split("\n")
    lines = [*page.lines[: block.first], *new, *page.lines[block.end :]]
    return Damage(lines, block.first + 1, block.first + len(new), text[start:end].strip())
