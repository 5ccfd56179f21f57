"""Finds the sources of translations whose names have changed, for the status of translations.

``check`` does not guess: to it, such a translation has no source.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import marked
from contentlint.frontmatter.metadata import read as read_metadata
from contentlint.model.document import Document
from contentlint.model.language_codes import is_code
from contentlint.parity.staleness import passages

_KEYS = ("translationKey", "slug", "id", "permalink")
"""The keys of the front matter by which a page is known in all languages, the surest first."""
_BLOCKS = 3
"""Blocks of code that two pages share and no other source has, if they are the same page."""
_RICH = 20
"""Code points of a block from which it is no coincidence."""
BY_FRONT_MATTER = marked("known by its front matter")
BY_CODE = marked("known by its code")


class Signs(NamedTuple):
    """What shows which page a file is, in whatever language."""

    values: Mapping[str, str]
    """By key of the front matter."""
    code: frozenset[str]
    """Its blocks of code."""


def signs(doc: Document) -> Signs:
    """Return the signs of a document."""
    fields = doc.fact(read_metadata).fields
    given = [(key, fields[key].value) for key in _KEYS if key in fields]
    code = [each.key for each in doc.fact(passages) if each.code and len(each.key) >= _RICH]
    return Signs(
        {key: _without_language(str(v)) for key, v in given if isinstance(v, (str, int)) and v},
        frozenset(code),
    )


def renamed(known: Mapping[str, Signs], sources: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the source that an orphan seems to have and the reason, by the path of the orphan.

    ``known`` are the signs of translations into one language without a source, and of ``sources``,
    the files that have no translation into it. Where two files come into question, none is taken.
    """
    found: dict[str, tuple[str, str]] = {}
    ways = [(BY_FRONT_MATTER, _by_value(key, known)) for key in _KEYS]
    for why, by_path in (*ways, (BY_CODE, _by_code(known, sources))):
        taken = {source for source, _ in found.values()}
        orphans = [path for path in known.keys() - {*sources} if path not in found]
        one_each = _matched(by_path, orphans, [path for path in sources if path not in taken])
        found.update({orphan: (source, why) for orphan, source in one_each})
    return found


def _matched(
    known: Mapping[str, Sequence[str]], orphans: Iterable[str], sources: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Yield the orphans and sources that share what is known of them with no other one."""
    first, second = (_by_sign(known, paths) for paths in (orphans, sources))
    pairs = Counter(
        (first[sign][0], second[sign][0])
        for sign in first.keys() & second.keys()
        if len(first[sign]) == len(second[sign]) == 1
    )
    partners: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            partners[one].add(other)
    for (orphan, source), _ in sorted(pairs.items()):
        if len(partners[orphan]) == len(partners[source]) == 1:
            yield orphan, source


def _by_sign(known: Mapping[str, Sequence[str]], paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for sign in known.get(path, ()):
            found[sign].append(path)
    return found


def _by_value(key: str, known: Mapping[str, Signs]) -> dict[str, list[str]]:
    return {path: [each.values[key]] for path, each in known.items() if key in each.values}


def _without_language(value: str) -> str:
    """Return an address without a language at its beginning: ``/ar/guide/`` is ``guide``."""
    first, slash, rest = value.strip("/").partition("/")
    return rest if slash and is_code(first) else value.strip("/")


def _by_code(known: Mapping[str, Signs], sources: Iterable[str]) -> dict[str, list[str]]:
    """Return the source whose blocks of code a page has, by path; a source has its own."""
    there = [path for path in sources if path in known]
    owners = Counter(key for path in there for key in known[path].code)
    of = {key: path for path in there for key in known[path].code if owners[key] == 1}
    found: dict[str, list[str]] = {path: [path] for path in there}
    for path in known.keys() - found.keys():
        shared = Counter(of[key] for key in known[path].code if key in of)
        found[path] = [source for source, n in shared.items() if n >= _BLOCKS]
    return found
