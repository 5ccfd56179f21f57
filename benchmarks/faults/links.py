"""SRC: addresses that are broken, cut, split or translated."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benchmarks.faults.article import PHRASES, Article, Planted, fault

_HOSTS = (
    "www.city-herald.example",
    "news.harbour-post.example",
    "al-akhbar.example",
    "www.thanhnien-moi.example",
)
_WORDS = "harbour council opens new library after long delay mayor says budget vote water".split()
_LINK = re.compile(r"(?<!!)\[([^\[\]]{3,60})\]\((https?://[^()\s]+)\)")


def address(rng: Random, *, query: bool = False) -> str:
    """A well-formed address of an article, with a slug."""
    slug = "-".join(rng.sample(_WORDS, rng.randint(4, 8)))
    number = rng.randint(10000, 999999)
    end = f"?id={number}&page={rng.randint(1, 9)}" if query else ""
    return f"https://{rng.choice(_HOSTS)}/news/{slug}-{number}.html{end}"


def placed(article: Article, rng: Random, url: str, name: str, *, link: bool = True) -> Planted:
    """An address as a source line at the end, in running text, or behind a link."""
    label = PHRASES["source"].get(article.language, "Source")
    way = rng.choice(["source line", "source line", "text", "link" if link else "source line"])
    if way == "source line" or not article.paragraphs:
        return article.at_end([f"{label}: {url}"], f"{name}, source line")
    number = rng.choice(article.paragraphs)[1]
    text = url if way == "text" else f"[{article.headline(rng)}]({url})"
    return article.replaced(number, f"{article.lines[number].rstrip()} {text}", f"{name}, {way}")


@fault("SRC002")
def malformed(article: Article, rng: Random) -> Planted | None:
    """Scheme, host or port that no browser understands."""
    url = address(rng)
    rest = url.removeprefix("https://")
    host, _, path = rest.partition("/")
    bad, name = rng.choice(
        [
            (f"http//{rest}", "no colon"),
            (f"https:/{rest}", "one slash"),
            (f"https:://{rest}", "two colons"),
            (f"htps://{rest}", "scheme misspelt"),
            (f"htttp://{rest}", "scheme misspelt"),
            (f"https://https://{rest}", "scheme twice"),
            (f"http://{host.replace('.', '..', 1)}/{path}", "empty label in host"),
            (f"https://{host}:99999/{path}", "port too large"),
            (f"https:///{path}", "no host"),
        ]
    )
    return placed(article, rng, bad, name)


@fault("SRC003")
def invisible_character(article: Article, rng: Random) -> Planted | None:
    """Something invisible copied along with the address."""
    url = address(rng)
    char = rng.choice("\u200b\u200e\u200f\u2060\ufeff\u00ad\u202c\u00a0")
    host_end = url.index("/news/")
    at, name = rng.choice(
        [
            (len(url), "at the end"),
            (rng.randrange(host_end + 6, len(url) - 5), "in the path"),
            (host_end, "after the host"),
            (len("https://"), "after the scheme"),
        ]
    )
    if char == "\u00a0" and at == len(url):
        char = "\u200b"  # a no-break space after an address is only a space
    if rng.random() < 0.25:
        return placed(article, rng, url + rng.choice(_ENCODED), "encoded, at the end")
    return placed(article, rng, url[:at] + char + url[at:], f"U+{ord(char):04X} {name}")


_ENCODED = ("%E2%80%8B", "%E2%80%8E", "%E2%80%8F", "%C2%A0", "%EF%BB%BF")


@fault("SRC004")
def split_by_a_space(article: Article, rng: Random) -> Planted | None:
    """A space or a line end inside, as translation engines leave it."""
    url = address(rng)
    hyphens = [m.end() for m in re.finditer("-", url) if m.start() > url.index("/news/") + 6]
    cut = rng.choice(hyphens)
    label = PHRASES["source"].get(article.language, "Source")
    if rng.random() < 0.15:
        lines = [f"{label}: {url[:cut]}", url[cut:]]
        return article.at_end(lines, "line end in the slug")._replace(last=article.last_line() + 4)
    bad, name = rng.choice(
        [
            (f"{url[:cut]} {url[cut:]}", "in the slug"),
            (url.replace("https://", "https: //"), "after the colon"),
            (url.replace("https://", "https:// "), "after the scheme"),
            (url.replace("/news/", "/news/ "), "after a slash"),
            (url.replace(".example", " .example"), "before the domain"),
            (url.replace(".html", ". html"), "before the suffix"),
        ]
    )
    return article.at_end([f"{label}: {bad}"], f"{name}, source line")


@fault("SRC009")
def cut_off(article: Article, rng: Random) -> Planted | None:
    """Shortened for display, and copied so."""
    url = address(rng)
    cut = url[: rng.randrange(url.index("/news/") + 10, len(url) - 6)].rstrip("-")
    bad, name = rng.choice(
        [
            (f"{cut}…", "ellipsis"),
            (f"{cut}...", "three dots"),
            (f"{cut[:45]}…{url[-11:]}", "ellipsis in the middle"),
            (f"{cut}%E2%80%A6", "encoded ellipsis"),
            (f"{cut}/%D8%A7%", "half an escape"),
        ]
    )
    return placed(article, rng, bad, name)


@fault("SRC017")
def localized(article: Article, rng: Random) -> Planted | None:
    """Digits or marks of the address translated with the text."""
    url = address(rng, query=True)
    digits = "۰۱۲۳۴۵۶۷۸۹" if article.language in ("fa", "ur") else "٠١٢٣٤٥٦٧٨٩"
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    local = str.maketrans("0123456789", digits)
    changes: list[tuple[str, Callable[[str], str]]] = [
        ("digits of the query", lambda s: _last(s, "?", lambda q: q.translate(local))),
        ("question mark", lambda s: s.replace("?", "؟")),
        ("digits everywhere", lambda s: s.translate(local)),
        ("comma in the query", lambda s: s.replace("&", "،")),
        ("full-width colon", lambda s: s.replace("://", "：//")),
        ("full-width question mark", lambda s: s.replace("?", "？")),
        ("full-width digits", lambda s: _last(s, "?", lambda q: q.translate(wide))),
        ("port", lambda s: s.replace("/news", f":{'8080'.translate(local)}/news", 1)),
    ]
    if article.language in ("zh", "ja", "ko"):
        changes = [c for c in changes if "full-width" in c[0]]
    elif article.language in ("ar", "fa", "ur"):
        changes = [c for c in changes if "full-width" not in c[0]]
    name, change = rng.choice(changes)
    return placed(article, rng, change(url), name)


def _last(text: str, mark: str, change: Callable[[str], str]) -> str:
    before, _, after = text.rpartition(mark)
    return before + mark + change(after)


@fault("SRC019")
def empty_link(article: Article, rng: Random) -> Planted | None:
    """A link without an aim or without a text."""
    found = [
        (number, m)
        for first, last in article.paragraphs
        for number in range(first, last + 1)
        for m in _LINK.finditer(article.lines[number])
    ]
    url = address(rng)
    text = article.headline(rng)
    name = rng.choice(["no aim", "only #", "no text", "nothing", "aim in empty brackets"])
    if found and rng.random() < 0.6:
        number, m = rng.choice(found)
        text, url = m[1], m[2]
        before, after = article.lines[number][: m.start()], article.lines[number][m.end() :]
    elif article.paragraphs:
        number = rng.choice(article.paragraphs)[1]
        before, after = article.lines[number].rstrip() + " ", ""
    else:
        return None
    link = {
        "no aim": f"[{text}]()",
        "only #": f"[{text}](#)",
        "no text": f"[]({url})",
        "nothing": "[]()",
        "aim in empty brackets": f"[{text}](<>)",
    }[name]
    return article.replaced(number, before + link + after, name)


_TRACKING = (
    "utm_source=newsletter&utm_medium=email",
    "utm_campaign=spring",
    "fbclid=IwAR2x9Qm",
    "gclid=Cj0KCQjw",
    "mc_cid=8f2a&mc_eid=77b1",
    "igshid=MzRl",
    "_hsenc=p2ANq",
    "yclid=5501",
)


@fault("SRC008")
def tracking(article: Article, rng: Random) -> Planted | None:
    """What a mailing or a share button hangs on an address."""
    parameters = rng.choice(_TRACKING)
    query = rng.random() < 0.4
    url = address(rng, query=query)
    joined = url + ("&" if query else "?") + parameters
    return placed(article, rng, joined, parameters.partition("=")[0])
