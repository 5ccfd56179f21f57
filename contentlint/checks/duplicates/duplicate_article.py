"""The same article, or nearly the same, in several files."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Sequence

from contentlint._util.digest import hash64
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import band_keys, runs, shared
from contentlint.model.diagnostic import Collected, Fact, Match
from contentlint.model.document import Document, Span
from contentlint.text.measures.parts import plain_prose
from contentlint.text.similarity.clusters import finding
from contentlint.text.similarity.keys import light_words
from contentlint.text.similarity.pairs import groups, pairs


class Options(NamedTuple):
    min_words: int = 50
    """The minimum number of words: shorter articles are not compared."""
    near: bool = False
    """Also report similar articles. Otherwise only articles with the same words are reported."""
    threshold: float = 0.8
    """For ``near``: the proportion (0 to 1) of five-word sequences that two articles must have in
    common. Below 0.7 some pairs are missed."""


def collect(doc: Document, options: Options) -> Iterator[Fact]:
    """Return the hash of the article; with ``near`` its keys follow, and its sequences of words are
    the value, in base 64."""
    prose = doc.prose
    if prose.count(" ") + prose.count("\n") + 1 < options.min_words:
        return
    found = light_words(doc, doc.fact(plain_prose))
    if len(found) < options.min_words:
        return
    first = next((b for b in doc.blocks if b.kind != "front_matter"), doc.blocks[0])
    end = min(first.end, doc.line_span(first.line).end)
    hashes = runs(found) if options.near else b""
    keys = (hash64(" ".join(found)), *band_keys(hashes))
    value = b2a_base64(hashes, newline=False).decode()
    yield Fact(Span(first.start, max(end, first.start)), keys, f"{len(found)} words", value)


def compare(facts: Sequence[Collected], files: int, options: Options) -> Iterator[Match]:
    """Yield one finding for each group of copies, exact or near."""
    groups: dict[int, list[Collected]] = {}
    for fact in facts:
        groups.setdefault(fact.keys[0], []).append(fact)
    same = list(groups.values())
    clusters: list[tuple[list[Collected], str]] = []
    alike: set[int] = set()
    if options.near:
        for near in _near([group[0] for group in same], options.threshold):
            alike.update(near)
            members = [fact for index in near for fact in same[index]]
            clusters.append((sorted(members, key=_place), "almost the same"))
    clusters += [
        (group, "the same")
        for index, group in enumerate(same)
        if len(group) > 1 and index not in alike
    ]
    for cluster, how in clusters:
        match = finding(cluster, f"{how} article", {"how": how})
        if match is not None:
            yield match


def _place(fact: Collected) -> tuple[object, ...]:
    return fact.path, fact.position


def _near(articles: Sequence[Collected], threshold: float) -> list[list[int]]:
    """Return groups of indices of similar articles, directly or through other members."""
    keys = [fact.keys[1:] for fact in articles]
    candidates = pairs(keys, [fact.keys[0] for fact in articles])
    hashes = {
        index: a2b_base64(articles[index].value)
        for index in {i for pair in candidates for i in pair}
    }
    alike = [(a, b) for a, b in candidates if shared(hashes[a], hashes[b]) >= threshold]
    return groups(len(articles), alike)
