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
    """A bullet or a number with nothing behind it.

    A plus sign only below an item that has one: alone, people write it between
    two remarks.
    """
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
    last = rng.choice(article.paragraphs)[1]
    if item == "+":
        return article.after(last, [f"+ {article.headline(rng)}", item], "+ in a list", 1)
    return article.after(last, [item], item)


def _line(article: Article, rng: Random, choices: list[tuple[str, str]]) -> Planted | None:
    """One of some lines, named, between two paragraphs."""
    if len(article.paragraphs) < 3:
        return None
    line, name = rng.choice(choices)
    return article.after(rng.choice(article.paragraphs[:-1])[1], [line], name)


@fault("RES008")
def tag(article: Article, rng: Random) -> Planted | None:
    """A tag that no article needs, or half of a pair."""
    text = article.headline(rng)
    return _line(
        article,
        rng,
        [
            (f'<font color="red">{text}</font>', "font"),
            (f"<center>{text}</center>", "center"),
            (f'{text} <script src="https://cdn.example/a.js"></script>', "script"),
            (f"{text} </div>", "lone end tag"),
            (f'{text} <span class="MsoNormal">{text}</span> {text}', "class in a paragraph"),
            (f'<span style="font-family:Arial">{text}</span> {text}', "style in a paragraph"),
        ],
    )


@fault("RES009")
def template(article: Article, rng: Random) -> Planted | None:
    """A placeholder or shortcode that nothing replaced.

    No tag of Liquid below front matter, where a generator reads it, and no
    ``[object Object]`` in an article that shows code and may speak of it.
    """
    text = article.headline(rng)
    choices = [
        (f"{text} {{{{ article.author }}}}", "double braces"),
        (f'[caption id="attachment_512" align="alignleft"]{text}[/caption]', "caption"),
        ('[gallery ids="11,12,13"]', "gallery"),
        ("[vc_row][vc_column]", "page builder"),
        ("<?php the_content(); ?>", "PHP"),
    ]
    if not article.has_front_matter():
        choices.append(("{% include related.html %}", "tag of a template"))
    if not article.has_code():
        choices.append(("[object Object]", "object"))
    return _line(article, rng, choices)


@fault("RES011")
def placeholder(article: Article, rng: Random) -> Planted | None:
    """Text that somebody meant to replace."""
    return _line(
        article,
        rng,
        [
            ("Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "lorem ipsum"),
            ("هذا النص هو مثال لنص يمكن أن يستبدل في نفس المساحة.", "Arabic"),
            ("لورم ایپسوم متن ساختگی با تولید سادگی نامفهوم از صنعت چاپ.", "Persian"),
            ("לורם איפסום דולור סיט אמט, קונסקטורר אדיפיסינג אלית.", "Hebrew"),
            ("TODO: add the numbers", "todo"),
            ("[Insert quote here]", "insert"),
        ],
    )


@fault("RES012")
def model(article: Article, rng: Random) -> Planted | None:
    """What a language model says to whoever asked it, and its marks."""
    first = rng.random() < 0.4 and article.paragraphs
    said = [
        ("As an AI language model, I cannot browse the internet.", "as an AI"),
        ("بصفتي نموذجًا لغويًا، لا أستطيع الوصول إلى الإنترنت.", "Arabic"),
        ("Voici la traduction du texte :", "French"),
        ("Certainly! Here is the translated article:", "certainly"),
    ]
    if first:
        line, name = rng.choice(said)
        number = article.paragraphs[0][0]
        return article.spliced(number, number, [line, ""], 0, name)
    text = article.headline(rng)
    return _line(
        article,
        rng,
        [
            (f"{text}:contentReference[oaicite:2]{{index=2}}", "oaicite"),
            (f"{text} citeturn0search3", "citeturn"),
            (f"{text} 【12†source】", "source bracket"),
            ("<|im_start|>assistant", "chat markup"),
            (f"[{text}](https://www.city-herald.example/a?utm_source=chatgpt.com)", "utm_source"),
        ],
    )


@fault("RES013")
def tokens(article: Article, rng: Random) -> Planted | None:
    """Tokens that a translation engine should have put back or never shown.

    Pieces of words only in an article without code: a text about programs may show them.
    """
    text = article.headline(rng)
    choices = [
        (f"{text} ⟦3⟧ {text}", "bracketed number"),
        (f"{text} __PH_4__ {text}", "placeholder"),
        (f'{text} <x id="2"/> {text}', "XLIFF"),
        (f"{text} <unk> {text}", "unknown word"),
        (f">>ara<< {text}", "language token"),
        (f"{text} ⁇ {text}", "double question mark"),
    ]
    if " " in text and not article.has_code():
        choices.append((f"▁{text.replace(' ', ' ▁')}", "SentencePiece"))
    return _line(article, rng, choices)
