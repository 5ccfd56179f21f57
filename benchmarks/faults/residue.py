"""RES: what a page shows around its article."""

from __future__ import annotations

from random import Random

from benchmarks.faults.article import Article, Planted, fault


def _dressed(line: str, rng: Random, *, heading: bool = True) -> tuple[str, str]:
    """The line as extractors write it: bare, bold, as a link, a list item or a heading."""
    way = rng.random()
    if way < 0.55:
        return line, "bare"
    if way < 0.7:
        return f"**{line}**", "bold"
    if way < 0.85:
        return f"[{line}](https://www.city-herald.example/x/{rng.randint(1, 999)})", "link"
    if way < 0.93 or not heading:
        return f"- {line}", "list item"
    return f"## {line}", "heading"


def _planted(
    article: Article, rng: Random, kind: str, tail: float, *, heading: bool = True
) -> Planted | None:
    """A phrase of a kind after the article (share ``tail``) or between two paragraphs."""
    line = article.phrase(kind, rng)
    if line is None or len(article.paragraphs) < 3:
        return None
    dressed, way = _dressed(line, rng, heading=heading)
    if rng.random() < tail:
        return article.at_end([dressed], f"{line} ({way}, tail)")
    after = rng.choice(article.paragraphs[:-1])[1]
    return article.after(after, [dressed], f"{line} ({way}, middle)")


@fault("RES001")
def comment_widget(article: Article, rng: Random) -> Planted | None:
    """A counter of comments, or the call for one."""
    return _planted(article, rng, "comments", 1.0)


@fault("RES002")
def share_widget(article: Article, rng: Random) -> Planted | None:
    """Share, follow, print, subscribe."""
    return _planted(article, rng, "share", 0.7)


@fault("RES003")
def read_more(article: Article, rng: Random) -> Planted | None:
    """Links to other articles."""
    return _planted(article, rng, "readmore", 0.4, heading=False)


@fault("RES004")
def legal(article: Article, rng: Random) -> Planted | None:
    """Copyright, privacy, cookies."""
    return _planted(article, rng, "legal", 0.9, heading=False)


@fault("RES005")
def advertisement(article: Article, rng: Random) -> Planted | None:
    """The label over an advertisement."""
    return _planted(article, rng, "ads", 0.2, heading=False)


@fault("RES007")
def empty_item(article: Article, rng: Random) -> Planted | None:
    """A bullet or a number with nothing behind it."""
    items = [
        number
        for number, line in enumerate(article.lines)
        if line.startswith(("- ", "* "))
        and len(line) > 20
        and article.lines[number - 1].startswith(("- ", "* "))
    ]
    if items and rng.random() < 0.5:
        number = rng.choice(items)
        marker = article.lines[number][0]
        line = marker + rng.choice(["", " "])
        return article.spliced(number, number, [line], 0, f"{marker} in a list")
    if not article.paragraphs:
        return None
    item = rng.choice(["- ", "* ", "-", "*", "1.", "•", "+", "> ", "2. "])
    return article.after(rng.choice(article.paragraphs)[1], [item], item)
