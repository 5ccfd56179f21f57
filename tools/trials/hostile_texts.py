"""Texts that parsers of Markdown, regular expressions and rules have choked on."""

from __future__ import annotations

from collections.abc import Callable

Make = Callable[[int], str]
"""From a size in characters to a text of about that size."""


def _many(piece: str) -> Make:
    return lambda size: piece * (size // len(piece))


def _both(left: str, right: str, middle: str = "a") -> Make:
    """As often opened as closed."""

    def make(size: int) -> str:
        n = size // (len(left) + len(right))
        return left * n + middle + right * n

    return make


def _after(start: str, piece: str) -> Make:
    return lambda size: start + piece * ((size - len(start)) // len(piece))


def _numbered(form: str) -> Make:
    """The form with a number in each copy."""

    def make(size: int) -> str:
        one = len(form.format(100_000))
        return "".join(form.format(n) for n in range(size // one))

    return make


def _nested_list(size: int) -> str:
    """Each item deeper than the one before it, as deep as the size allows."""
    lines, used, depth = [], 0, 0
    while used < size:
        lines.append(" " * (2 * (depth % 500)) + "- a\n")
        used += len(lines[-1])
        depth += 1
    return "".join(lines)


def _wide_table(size: int) -> str:
    columns = max(int((size / 8) ** 0.5), 1)
    row = "|" + "a|" * columns + "\n"
    return row + "|" + "-|" * columns + "\n" + row * (size // len(row))


def _fences(size: int) -> str:
    """Each fence longer than the one before it, so that none closes another."""
    lines, used, n = [], 0, 3
    while used < size:
        lines.append("`" * (3 + n % 300) + "\n")
        used += len(lines[-1])
        n += 1
    return "".join(lines)


def _code_spans(size: int) -> str:
    """CommonMark's: runs of backticks of every length."""
    parts, used, n = [], 0, 1
    while used < size:
        parts.append("e" + "`" * n)
        used += n + 1
        n += 1
    return "".join(parts)


def _references(size: int) -> str:
    half = size // 2
    names = "".join(f"[a{n}]: u\n" for n in range(half // 12))
    return names + "\n" + "".join(f"[a{n}] " for n in range(half // 9))


_SINGLE = (
    *"[](){}<>|*_`~#!=-+\\/.,:;،'\"“& \t\n\r",
    *("a", "ا", "1", "中", "😀", "\u064e", "\u200d", "\u200f", "\u202e", "\u2067", "\u2028"),
    *("\ufeff", "\ufffd", "\x1a"),
)

MAKERS: dict[str, Make] = {
    # CommonMark's pathological cases.
    "nested strong emphasis": _both("*a **a ", "b** b* "),
    "openers of emphasis": _many("_a "),
    "closers of emphasis": _many("a_ "),
    "closers of links": _many("a]"),
    "openers of links": _many("[a"),
    "mismatched openers and closers": _many("*a_ "),
    "openers and closers in threes": _many("a***b "),
    "openers and closers by two marks": _after("a", "**b" + "c* "),
    "nested brackets": _both("[", "]"),
    "nested block quotes": _after("", "> "),
    "nested lists": _nested_list,
    "nul characters": _many("abc\x00de\x00"),
    "backticks of all lengths": _code_spans,
    "unclosed links with angles": _many("[a](<b"),
    "unclosed links": _many("[a](b"),
    "unclosed declarations": _many("</div><!A "),
    "unclosed CDATA": _many("</<![CDATA["),  # where it begins a line, no reader sees the rest
    "unclosed instructions": _many("<?"),
    "unclosed comments": _many("</<!--"),
    "tables of empty rows": _after("|\n|-|\n", "|\n"),
    "many references": _references,
    "reference definitions": _numbered("[a{}]: b\n"),
    "same reference": _many("[a]: b\n[a]\n"),
    "links in links": _both("[", "](a)"),
    "images in links": _both("![", "](a)"),
    "backslashes": _many("\\"),
    "entities": _many("&amp;"),
    "ampersands": _many("&"),
    "hard breaks": _many("a  \n"),
    # One character, a million times.
    **{f"only {piece!r}": _many(piece) for piece in _SINGLE},
    # Blocks.
    "table cells": _many("| a "),
    "wide table": _wide_table,
    "delimiter row": _after("|a|\n", "|-"),
    "pipe rows": _many("| a | b |\n"),
    "fences": _fences,
    "open fence": _after("```\n", "a\n"),
    "quoted fences": _many("> ```\n"),
    "ordered lists": _many("1. "),
    "setext underlines": _many("a\n=\n"),
    "headings": _many("# a\n"),
    "headings in a line": _many("\n#"),
    "div in div": _many("<div>"),
    "div in div, closed": _both("<div>", "</div>"),
    "attributes": _after("<a ", "b='c' "),
    "open attribute": _many("<a b='"),
    "open tags": _many("<a "),
    "angles": _both("<", ">"),
    "comments": _many("<!-- a -->"),
    "suppressions": _many("<!-- contentlint-disable-line IMG001: a -->\n"),
    "open suppressions": _many("<!-- contentlint-disable IMG001 -->\n"),
    "long front matter": lambda size: "---\n" + "a: b\n" * (size // 5) + "---\n",
    "open front matter": _after("---\n", "a: b\n"),
    "front matter of dots": lambda size: "+++\n" + "a." * (size // 2) + "a = 1\n+++\n",
    "front matter of brackets": lambda size: "---\na: " + "[" * size + "\n---\n",
    "front matter of spaces": lambda size: "---\na:" + " " * size + "x\n---\n",
    # Inline.
    "images without a source": _many("![]()"),
    "image openers": _many("!["),
    "links with titles": _many('[a](b "'),
    "parentheses in a link": _after("[a](", "("),
    "bare addresses": _many("http://a.example/b "),
    "schemes": _many("a://"),
    "www": _many("www."),
    "at signs": _many("a@"),
    "one long address": _after("http://a.example/", "b"),
    "one long query": _after("http://a.example/?", "a=b&"),
    "percent signs": _after("http://a.example/", "%2"),
    "srcset": _many("a 1x, "),
    "footnotes": _many("[^1]"),
    "math": _many("$a_$"),
    # Prose.
    "one word": _many("word "),
    "spaces before marks": _many("كلمة ، "),
    "short sentences": _many("نعم. "),
    "numbers": _many("1,2.3 "),
    "dates": _many("1/2/2024 "),
    "both scripts": _many("aا"),
    "directions turned": _many("\u202ba\u202c"),
    "open isolates": _many("\u2067a"),
    "joiners": _many("ا\u200d"),
    "marks on one letter": _after("ا", "\u064e\u064f"),
    "tatweel": _many("ـ"),
    "source lines": _many("المصدر: وكالة\n"),
    "placeholders": _many("{{a}} "),
    "quotes in quotes": _both("«", "»"),
    "copies of a paragraph": _many("This is the paragraph that is said again and again here.\n\n"),
    "numbered paragraphs": _numbered("This is paragraph {} of the article, like the others.\n\n"),
    "trailing spaces": _many("a" + " " * 200 + "\n"),
    "spaces before an end": lambda size: " " * size + "x",
    "windows lines": _many("a\r\n"),
    "mojibake": _many("Ø§Ù„"),
}
