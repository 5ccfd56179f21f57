"""IMG: images that lost their source or their description on the way."""

from __future__ import annotations

from random import Random

from benchmarks.faults.article import PHRASES, Article, Planted, fault

_PLACES = (
    "images/{n}.jpg",
    "/uploads/2024/05/photo-{n}.jpg",
    "https://cdn.news.example/media/{n}/large.webp",
    "https://img.city-herald.example/2023/11/20/{n}.png?w=800&q=75",
)


def destination(rng: Random) -> str:
    """Where an image might lie."""
    return rng.choice(_PLACES).replace("{n}", str(rng.randint(100, 99999)))


def _end(article: Article, rng: Random) -> int:
    return rng.choice(article.paragraphs)[1]


@fault("IMG001")
def empty_image(article: Article, rng: Random) -> Planted | None:
    """An image with neither source nor description."""
    if not article.paragraphs:
        return None
    image = rng.choice(["![]()", "![]()", "![ ]()", "![](<>)", "![]( )", "![]()![]()", "![]() |"])
    if rng.random() < 0.25:
        number = _end(article, rng)
        return article.replaced(number, f"{article.lines[number].rstrip()} {image}", "inline")
    return article.after(_end(article, rng), [image], image)


@fault("IMG002")
def image_without_source(article: Article, rng: Random) -> Planted | None:
    """A description is there, the source is not."""
    if not article.paragraphs:
        return None
    alt = article.headline(rng)
    image, name = rng.choice(
        [
            (f"![{alt}]()", "empty"),
            (f"![{alt}](<>)", "empty in brackets"),
            (f"![{alt}]( )", "blank"),
            (f"![{alt}][image{rng.randint(1, 9)}]", "undefined reference"),
        ]
    )
    if rng.random() < 0.3:
        number = _end(article, rng)
        return article.replaced(
            number, f"{article.lines[number].rstrip()} {image}", f"{name}, inline"
        )
    return article.after(_end(article, rng), [image], name)


@fault("IMG004")
def placeholder_description(article: Article, rng: Random) -> Planted | None:
    """A file name or "image" for a description."""
    if not article.paragraphs:
        return None
    own = PHRASES["placeholders"].get(article.language)
    general = PHRASES["placeholders"]["all"]
    alt = rng.choice(own if own and rng.random() < 0.5 else general)
    return article.after(_end(article, rng), [f"![{alt}]({destination(rng)})"], alt)


@fault("IMG007")
def image_in_half_a_row(article: Article, rng: Random) -> Planted | None:
    """An image whose layout table left a pipe behind."""
    if not article.paragraphs:
        return None
    image = f"![{article.headline(rng)}]({destination(rng)})"
    line, name = rng.choice(
        [
            (f"{image} |", "pipe after"),
            ("![]() |", "pipe after an empty image"),
            (f"| {image} |", "pipes around"),
            (f"{image} {image.replace('.', '-2.', 1)} |", "two images"),
            (f"| {image} | ", "pipes around, blank at end"),
        ]
    )
    if rng.random() < 0.4:
        number = rng.choice(article.paragraphs)[0]
        return article.spliced(number, number, [line], 0, f"{name}, on top of text")
    return article.after(_end(article, rng), [line], name)
