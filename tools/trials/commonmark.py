"""Markdown as it is read here and as CommonMark's reference reads it, compared line by line.

``python -m tools.trials.commonmark --count 200000`` reads random documents,
``python -m tools.trials.commonmark PATH ...`` files and mutations of them. Differences are printed
by kind, each with its shortest document. Those that ``docs/markdown.md`` lists do not count.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from contentlint.model.document import Document
from contentlint.source import formats

_KINDS = {
    "code": "c",
    "html": "h",
    "heading": "#",
    "table": "|",
    "break": "-",
    "definition": " ",
    "front_matter": "f",
}
_TOKENS = {
    "fence": "c",
    "code_block": "c",
    "html_block": "h",
    "heading_open": "#",
    "table_open": "|",
    "hr": "-",
    "paragraph_open": "p",
}
_WORD = re.compile(r"q\d+z")
_LEFT_OUT = re.compile(
    r"""
    # No CommonMark: templates, formulas, front matter.
    \{\{ | \{% | \$ | \\[\[(] | \A\s*(?:---|\+\+\+|\{)
    # Elements whose content is no prose inside other HTML.
    | <[a-z/][\s\S]*<(?:pre|script|style|textarea)\b | ^.*\S.*<(?:pre|script|style)\b
    # An item's marker that stands alone above its text, which is not indented.
    | ^[ \t>]*(?:(?:[-+*]|\d+[.)])[ \t]*)+\n[^\n]+\n(?:.+\n)*[ ]{0,3}(?:[-=]+|[+*]|\d+[.)])
    # A line of images, below which a list or a break begins.
    | !\[.*\n[ ]{0,3}(?:[-=]+|[+*]|\d+[.)])
    # Indented lines with a link, which are text.
    | (?:[ ]{4}|\t).*\]\(
    # Definitions over lines inside a container, or with a label of three; destinations like
    # the beginning of another block.
    | ^[ ]*(?:[-*+>]|\d+[.)]).*(?:\]:[ \t]*$|\[[^\]]*\n) | \[[^\]]*\n[^\]]*\n[^\]]*\]: | \]:[ \t]*\n[ ]{0,3}(?:[+*-]|\d+[.)]|=|<)
    # Attributes of components.
    | <[a-z][^<>]*\s[@\#*(\[]
    # Bare URLs, e-mail addresses. Images without a definition; < and > in an address.
    | :// | @ | !\[[\s\S]*\]\[ | \]\(\s*\S*[<>\\]
    # Other than CommonMark 0.31, markdown-it ends no comment at ``--->``, sees the marker of a
    # quote behind four columns, and takes a definition before a table for one in a paragraph.
    | ---> | ^(?:[ ]{4}|[ ]{0,3}\t)\s*> | \]:.*\|
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
"""Documents that hold a deliberate difference, or a fault of the reference."""


class Reading(NamedTuple):
    """What each line is: code, html, heading, table row, break, paragraph, the first line of a
    list item's paragraph (``i``), or nothing; and which of the words ``q1z`` are shown as text."""

    lines: str
    words: frozenset[str]


class Difference(NamedTuple):
    what: str
    text: str
    own: str
    reference: str


@cache
def reference_parser() -> MarkdownIt:
    """CommonMark with GFM's tables and strikethrough. A table's head may be a line of a paragraph
    only, as in GFM; markdown-it looks for tables before all other blocks."""
    md = MarkdownIt("commonmark", {"maxNesting": 1000}).enable(["table", "strikethrough"])
    ruler = md.block.ruler
    table = next(rule.fn for rule in ruler.__rules__ if rule.name == "table")
    ruler.disable("table")
    ruler.before("lheading", "gfm_table", table, {"alt": ["paragraph", "reference"]})
    return md


def reference(text: str) -> Reading:
    lines = [" "] * (text.count("\n") + 1)
    shown: set[str] = set()
    item = -1
    for token in reference_parser().parse(text):
        if token.type == "list_item_open" and token.map:
            item = token.map[0]
        elif token.type == "blockquote_open":
            item = -1
        sign = _TOKENS.get(token.type)
        if sign is not None and token.map:
            first, end = token.map
            lines[first:end] = sign * (end - first)
            if sign == "p" and first == item:
                lines[first] = "i"
            item = -1
        if token.type == "inline":
            shown.update(_words(token.children or ()))
    return Reading(_filled(text, lines), frozenset(shown))


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "text":
            yield from _WORD.findall(token.content)


def own(text: str) -> tuple[Document, Reading]:
    doc = formats.read("a.md", text.encode("utf-8", "surrogatepass"), paragraphs="blank-line")
    lines = [" "] * len(doc.lines)
    for block in doc.blocks:
        if block.start == block.end and block.kind in ("quote", "list_item"):
            continue
        sign = _KINDS.get(block.kind, "p")
        if sign == "c" and block.level == 1:
            sign = "h"
        lines[block.line : block.last + 1] = sign * (block.last + 1 - block.line)
        if block.kind == "list_item":
            lines[block.line] = " " if doc.text.startswith("\n", block.start) else "i"
    words = _WORD.findall(doc.prose)
    return doc, Reading(_filled(text, lines), frozenset(words))


def _filled(text: str, lines: list[str]) -> str:
    return "".join(
        sign if line.strip("> \t").strip() else " "
        for sign, line in zip(lines, text.split("\n"), strict=True)
    )


def difference(text: str) -> Difference | None:
    """Return the first difference that is not deliberate."""
    if is_left_out(text):
        return None
    theirs = reference(text)
    _, ours = own(text)
    for i, (a, b) in enumerate(zip(ours.lines, theirs.lines, strict=True)):
        if a != b and not _is_deliberate(text, ours.lines, theirs.lines, i):
            return Difference(f"lines: {a!r} is {b!r}", text, ours.lines, theirs.lines)
        if a != b and b in "c|":
            return None
    if "<?" in text:  # what is not displayed of a template that has not run is prose
        return None
    # All text in HTML is prose here; GFM drops the cells that a table's head does not have.
    aside = {
        word
        for a, b, line in zip(ours.lines, theirs.lines, text.split("\n"), strict=True)
        if a == "h" or b == "|"
        for word in _WORD.findall(line)
    }
    hidden = theirs.words - ours.words - aside
    if hidden:
        return Difference("words hidden", text, "", " ".join(sorted(hidden)))
    more = ours.words - theirs.words - aside
    if more:
        return Difference("words shown", text, " ".join(sorted(more)), "")
    return None


def is_left_out(text: str) -> bool:
    """Return True if a document holds what is deliberately read in another way."""
    return _LEFT_OUT.search(text) is not None


def _is_deliberate(text: str, ours: str, theirs: str, i: int) -> bool:
    """Return True if a line may be read in another way than in the reference."""
    if theirs[i] == "|":
        # A table ends at a line without a pipe.
        lines = text.split("\n")
        while theirs[i] == "|" and ours[i] != "|":
            if "|" not in lines[i]:
                return True
            i -= 1
        return False
    if theirs[i] == "i":
        # A line of images is no paragraph, also in a list.
        return ours[i] == "p" and "![" in text.split("\n")[i]
    # No indented line ends a paragraph; inside nested containers markdown-it does not see that.
    return theirs[i] == "c" and ours[i] == "p" and ours[i - 1 : i] in ("p", "i")


# ruff: noqa: E501  a list of pieces reads best on few lines
STARTS = (
    *("", "", "", " ", "  ", "   ", "    ", "\t", "      "),
    *("- ", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "-", "-\t", "-     ", "1.", "> ", "> ", ">", ">\t"),
    *("# ", "## ", "####### ", "#", "```", "```py", "````", "~~~", "---", "***", "- - -", "===", "-", "="),
    *("<pre>", "</pre>", "<script>", "</script>", "<style>", "<div>", "</div>", "<b>", "</b>", "<p ", "<!--", "-->"),
    *("<?", "?>", "<!X", "<![CDATA[", "]]>", "<a href='b'>", "<br/>", "<textarea>", "<table>", "<pre></script>"),
    *("|", "| W | W |", "|---|---|", "--|--", ":-:", "W | W", "[W]: ", "[W]: /url", "[W]: /url 'W'", "![W](a)", "1", "a)"),
)  # fmt: skip
INLINES = (
    *("W", "W", "W", "W", " ", " ", "W W", "`", "``", "`W`", "*", "**", "_", "~~", "[", "]", "](", ")", "![", "[W](/u)", "[W](", "<b>", "</b>"),
    *("<", ">", "<mailto:a@b>", "<!-- W -->", "<!--", "-->", "\\", "\\`", "\\[", "|", "\\|", "&amp;", "  ", "[W]", "'", '"', "#", "-", "+", "1."),
)  # fmt: skip


def document(rng: random.Random) -> str:
    """Return a random document."""
    lines = []
    for _ in range(rng.randint(1, 9)):
        if rng.random() < 0.22:
            lines.append("")
            continue
        line = "".join(rng.choice(STARTS) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3))))
        line += "".join(rng.choice(INLINES) for _ in range(rng.choice((0, 1, 1, 2, 3, 5))))
        lines.append(line)
    return numbered("\n".join(lines))


def numbered(text: str) -> str:
    """Return a text whose words ``W`` all differ."""
    parts = text.split("W")
    return "".join(
        part + (f"q{number}z" if number < len(parts) else "")
        for number, part in enumerate(parts, start=1)
    )


def mutated(text: str, rng: random.Random) -> str:
    """Return a text with some pieces removed, repeated, moved or put in."""
    for _ in range(rng.randint(1, 6)):
        a = rng.randrange(len(text) + 1)
        b = min(a + rng.choice((1, 1, 2, 5, 30)), len(text))
        piece = numbered(rng.choice(STARTS + INLINES))
        text = (
            text[:a]
            + rng.choice(("", piece, "\n" + piece, text[a:b] * 2, "\n", "\n\n"))
            + (text[b:] if rng.random() < 0.5 else text[a:])
        )
    return text


def differences(texts: Iterable[str]) -> Iterator[Difference]:
    for text in texts:
        found = difference(text)
        if found is not None:
            yield found


def random_documents(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    for _ in range(count):
        yield document(rng)


def file_texts(paths: Iterable[str], mutations: int, seed: int) -> Iterator[str]:
    """Yield the Markdown files below some paths, and mutations of their beginnings."""
    rng = random.Random(seed)
    for path in paths:
        for folder, _, names in os.walk(path):
            for name in sorted(names):
                if name.endswith((".md", ".markdown")):
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as f:
                        text = f.read()
                    yield text
                    for _ in range(mutations):
                        at = rng.randrange(len(text) + 1)
                        yield mutated(text[at : at + 600], rng)


def smaller(text: str, what: str) -> str:
    """Return the text without the lines and characters that the difference does not need."""
    lines = text.split("\n")
    pieces: list[str] = lines
    for joint in ("\n", ""):
        pieces = text.split("\n") if joint else list(text)
        size = max(len(pieces) // 2, 1)
        while size:
            at = 0
            while at < len(pieces) and len(pieces) > 1:
                shorter = pieces[:at] + pieces[at + size :]
                found = difference(joint.join(shorter))
                if found is not None and found.what == what:
                    pieces = shorter
                else:
                    at += size
            size //= 2
        text = joint.join(pieces)
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    if options.paths:
        texts = file_texts(options.paths, options.mutations, options.seed)
    else:
        texts = random_documents(options.count, options.seed)
    groups: dict[str, list[Difference]] = {}
    for found in differences(texts):
        groups.setdefault(found.what, []).append(found)
    for what, found_here in sorted(groups.items(), key=lambda group: -len(group[1])):
        print(f"{len(found_here):6} {what}")
        found_here.sort(key=lambda each: len(each.text))
        for each in found_here[: options.show]:
            small = smaller(each.text, what)
            least = difference(small)
            assert least is not None
            print(f"       {small!r}  here {least.own!r}  there {least.reference!r}")
    return 1 if groups else 0


if __name__ == "__main__":
    sys.exit(main())
