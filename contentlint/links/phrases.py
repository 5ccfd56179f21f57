"""Recognises by its phrases a page that stands for another: a missing page, an offer, a wall."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from contentlint._util.namedtuple import NamedTuple
from contentlint.links.pages import Page
from contentlint.model.rule import Words
from contentlint.text.unicode import fold
from contentlint.text.urls import hosts

_TITLE_WORDS = 12
_SITE_WORDS = 4
"""The most words of the name of a site that a title has beside a phrase."""
_BESIDE_SITE = re.compile(r"\s+[-|·•:/«»‹›\u2013\u2014\u2015]+\s+|\s*[|\u2014]+\s*")
"""What stands between the title of a page and the name of its site."""
_SENTENCE = re.compile(r"[.!?؟:،,;؛…۔]+(?:\s+|$)")
_EDGES = " \t.,:;!?¡¿؟،؛…۔'\"“”«»()[]{}<>*#-\u2013\u2014"
_STATUS = "404"


class Lists(NamedTuple):
    """Phrases under the ``light`` profile, and domains."""

    missing: frozenset[str] = frozenset()
    """What pages say that stand for a missing one."""
    interjections: frozenset[str] = frozenset()
    """What they say before it: "oops", "sorry"."""
    parking: frozenset[str] = frozenset()
    """Domains that show pages of domains that nobody uses."""
    for_sale: tuple[str, ...] = ()
    """What the titles of such pages say."""
    walls: frozenset[str] = frozenset()
    """What pages say that let no program pass."""


def lists_of(words: Mapping[str, Words]) -> Lists:
    """Return the lists of a judge from word lists by name, see ``ruleset.word_lists``."""

    def phrases(name: str) -> Iterator[str]:
        for entries in words.get(name, {}).values():
            yield from (fold.light(entry) for entry in entries)

    parking = words.get("parking-hosts", {}).values()
    return Lists(
        frozenset(phrases("missing-pages")),
        frozenset(phrases("apologies")),
        hosts.ascii_forms(host for entries in parking for host in entries),
        tuple(phrases("domain-offers")),
        frozenset(phrases("bot-walls")),
    )


def says_missing(page: Page, lists: Lists) -> bool:
    """Return True if the title or the first heading says that there is no such page.

    One phrase must be all that it says, beside the name of a site: an article about such pages says
    more.
    """
    for text in (page.title, page.heading):
        if _tells(text, lists, lists.missing):
            return True
        if _tells(text, lists, frozenset({_STATUS})):
            # A museum of cars has a page "404", too; its heading says what that is.
            rest = page.heading if text is page.title else page.title
            if not rest or _STATUS in rest or _tells(rest, lists, lists.missing):
                return True
    return False


def _tells(text: str, lists: Lists, phrases: frozenset[str]) -> bool:
    folded = fold.light(text)
    if sum(any(map(str.isalnum, word)) for word in folded.split()) > _TITLE_WORDS:
        return False
    told, others = folded.strip(_EDGES) in phrases, []
    for segment in map(fold.light, _BESIDE_SITE.split(fold.space(text))):
        sentences = [part.strip(_EDGES) for part in _SENTENCE.split(segment)]
        said = [part for part in sentences if part and part not in lists.interjections]
        named = segment.strip(_EDGES) in phrases
        if named or (phrases.intersection(said) and phrases.issuperset({*said} - {_STATUS})):
            told = True
        elif said and said != [_STATUS]:
            others.append(segment.split())
    return told and len(others) <= 1 and all(len(words) <= _SITE_WORDS for words in others)


def is_wall(page: Page, lists: Lists) -> bool:
    """Return True if a page only asks its reader to prove that they are no program."""
    title = fold.light(page.title)
    return title in lists.walls or title.strip(_EDGES) in lists.walls


def is_offer(page: Page, lists: Lists, asked: str, final: str) -> bool:
    """Return True if a title offers the domain itself for sale.

    ``asked`` is the host that was asked for, and ``final`` the one that gave the page.
    """
    title = f" {fold.light(page.title)} "
    if len(title.split()) > _TITLE_WORDS:
        return False
    spaced = _spaced(title)
    if not any(f" {phrase} " in spaced for phrase in lists.for_sale):
        return False
    site = hosts.site_of(asked)
    return hosts.site_of(final) != site or site in title


def _spaced(title: str) -> str:
    return f" {' '.join(word.strip(_EDGES) for word in title.split())} "
