"""The same article, or nearly the same, in several files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import words
from contentlint.model.diagnostic import Collected, Fact, Match
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.text.similarity.clusters import finding
from contentlint.text.similarity.fingerprint import key
from contentlint.text.similarity.minhash import resemblance, sketch
from contentlint.text.unicode.fold import light

_BLOCKING = 16
"""Hashes by which near copies are found: at a resemblance of 0.8 all 16 smallest hashes differ in
one of 10^11 pairs."""
_BUCKET = 50
"""Documents of a bucket that are compared with each other; boilerplate fills buckets."""


class Options(NamedTuple):
    min_words: int = 50
    """The minimum number of words: shorter articles are not compared."""
    near: bool = False
    """Also report similar articles. Otherwise only articles with the same words are reported."""
    threshold: float = 0.8
    """For ``near``: the proportion (0 to 1) of five-word sequences that two articles must have in
    common."""


def collect(doc: Document, options: Options) -> Iterator[Fact]:
    """Return the fingerprint of the article, followed by its sketch if ``near`` is set."""
    prose = doc.prose
    if prose.count(" ") + prose.count("\n") + 1 < options.min_words:
        return
    found = words(light(prose.replace(OBJECT, " ").replace(MARK, "")))
    if len(found) < options.min_words:
        return
    first = next((b for b in doc.blocks if b.kind != "front_matter"), doc.blocks[0])
    end = min(first.end, doc.line_span(first.line).end)
    keys = (key(" ".join(found)), *(sketch(found) if options.near else ()))
    yield Fact(Span(first.start, max(end, first.start)), keys, f"{len(found)} words")


def compare(facts: Sequence[Collected], files: int, options: Options) -> Iterator[Match]:
    """Yield one finding for each group of copies, exact or near."""
    groups: dict[int, list[Collected]] = {}
    for fact in facts:
        groups.setdefault(fact.keys[0], []).append(fact)
    same = list(groups.values())
    clusters: list[tuple[list[Collected], str]] = []
    alike: set[int] = set()
    if options.near:
        for near in _near([group[0].keys[1:] for group in same], options.threshold):
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


def _near(sketches: Sequence[Sequence[int]], threshold: float) -> list[list[int]]:
    """Return groups of indices whose sketches are similar, directly or through other members."""
    buckets: dict[int, list[int]] = {}
    for index, values in enumerate(sketches):
        for value in values[:_BLOCKING]:
            buckets.setdefault(value, []).append(index)
    parent = list(range(len(sketches)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    compared: set[tuple[int, int]] = set()
    for bucket in buckets.values():
        near = bucket[:_BUCKET]
        for position, b in enumerate(near):
            for a in near[:position]:
                if (a, b) not in compared and root(a) != root(b):
                    compared.add((a, b))
                    if resemblance(sketches[a], sketches[b]) >= threshold:
                        parent[root(b)] = root(a)
    groups: dict[int, list[int]] = {}
    for index in range(len(sketches)):
        groups.setdefault(root(index), []).append(index)
    return [group for group in groups.values() if len(group) > 1]
