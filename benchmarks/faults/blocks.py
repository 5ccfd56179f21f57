"""STR: blank lines, the end of the file, and text where the article is over."""

from __future__ import annotations

from random import Random

from benchmarks.faults.article import PHRASES, Article, Planted, fault
from benchmarks.faults.links import address

_NO_TEXT = ("<", "|", "![", "[![", "```", "~~~")
"""How a line begins that ends a picture, a table, code or HTML."""


@fault("STR011")
def blank_lines(article: Article, rng: Random) -> Planted | None:
    """A hole between two blocks: more blank lines than any format allows."""
    middle = [last for _, last in article.paragraphs if last < article.last_line()]
    if not middle:
        return None
    last = rng.choice(middle)
    blank = rng.choice(["", "", "", "  ", "\u00a0"])
    hole = [rng.choice(["", blank]) for _ in range(rng.randint(2, 11))]
    planted = article.spliced(last + 1, last + 1, hole, 0, f"{len(hole)} more, {blank!a}")
    following = next(i for i in range(last + 1, len(article.lines)) if article.lines[i].strip())
    return planted._replace(last=following + len(hole))


@fault("STR012")
def trailing_blank_lines(article: Article, rng: Random) -> Planted | None:
    """Blank lines after the last one."""
    last = article.last_line()
    if len(article.lines) != last + 2:
        return None
    more = [rng.choice(["", "", "  "]) for _ in range(rng.randint(1, 8))]
    planted = article.spliced(last + 1, last + 2, [*more, ""], 0, f"{len(more)} more")
    return planted._replace(first=last + 1, last=last + 2 + len(more))


@fault("STR013")
def no_final_newline(article: Article, rng: Random) -> Planted | None:  # noqa: ARG001
    """The file stops within its last line."""
    last = article.last_line()
    if len(article.lines) == last + 1:
        return None
    return article.spliced(last, len(article.lines), [article.lines[last]], 0, "cut")


@fault("STR022")
def text_after_source(article: Article, rng: Random) -> Planted | None:
    """A source line ends the article, and something follows that is no part of it.

    Not below a picture, a table, code or an element of HTML: there the line names
    the source of that.
    """
    more = article.phrase("afterword", rng)
    if more is None or len(article.paragraphs) < 3:
        return None
    if article.lines[article.last_line()].lstrip().startswith(_NO_TEXT):
        return None
    label = PHRASES["source"][article.language]
    gap = rng.choice([[""], [""], ["", ""]])
    return article.at_end([f"{label}: {address(rng)}", *gap, more], "sentence", 1 + len(gap))
