"""Finds translations by the names of files and folders alone, for the proposal of ``init``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from contentlint._util.namedtuple import NamedTuple
from contentlint.config.translations import PRESETS
from contentlint.model.language_codes import is_code, normalized

_LEAST_PAIRS = 2
_LEAST_SHARE = 0.3
"""The least part of a language's paths that exist in the source: a folder with fewer has another
reason for its name."""
_FEW = 100
"""A tree with a part of the pairs of the largest one as small as this is a coincidence of names."""
_BESIDE = ("i18n", "translations", "translation", "locales", "localized")
"""Folders with a folder for each language, beside the source."""
_USUAL = ("en", "en-us", "en-gb")
"""Codes of the source, if several languages have the same paths."""


class Layout(NamedTuple):
    """A tree of translations."""

    source: str
    """Its patterns, as in ``[[translations]]``."""
    target: str
    pairs: Mapping[str, int]
    """The number of pairs by language, as paths write its code."""
    names: Mapping[str, str] = {}
    """By language, how paths write it where that is not its code."""


def is_large_enough(pairs: Mapping[str, int]) -> bool:
    """Return True if so many pairs of files are no coincidence."""
    return sum(pairs.values()) >= _LEAST_PAIRS


def layouts(paths: Iterable[str], declared: Iterable[Layout] = ()) -> list[Layout]:
    """Return the trees among some files, given by their paths with slashes; the largest first.

    ``declared`` are those that the settings of a program describe.
    """
    names = frozenset(paths)
    said = [*declared]
    found = [*said, *_folders(names), *_suffixes(names)]
    # Of equally large ones, those that are declared come first.
    found.sort(key=lambda each: (-sum(each.pairs.values()), each not in said, each.target))
    # Of two readings of the same files, such as that of a tree inside another, the larger counts.
    kept: list[Layout] = []
    for each in found:
        size = sum(each.pairs.values())
        if kept and size * _FEW < sum(kept[0].pairs.values()):
            break
        if not any(_covers(other, each) for other in kept):
            kept.append(each)
    return kept


def _covers(larger: Layout, smaller: Layout) -> bool:
    before, behind = (each.target.partition("{lang}")[0] for each in (larger, smaller))
    return behind.startswith(before) and set(smaller.pairs) <= set(larger.pairs)


def _folders(names: frozenset[str]) -> Iterator[Layout]:
    """Yield the trees in which a folder has the code of a language in its name."""
    groups: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in names:
        parts = name.split("/")
        for depth, part in enumerate(parts[:-1]):
            above = "/".join([*parts[:depth], ""])
            rest = "/".join(parts[depth + 1 :])
            stem, dot, code = part.rpartition(".")
            if is_code(code if dot else part):
                groups[above, stem + dot][code if dot else part].add(rest)
    for (above, stem), by_code in groups.items():
        if stem:  # pages.ar beside pages
            sources = {name for name in names if name.startswith(f"{above}{stem[:-1]}/")}
            before = f"{above}{stem[:-1]}/"
            yield from _layout(by_code, sources, before, above + stem, "/")
            continue
        inside = [*_from_source(above, by_code)]
        outside = [*_from_above(names, above, by_code)]
        # Where the folder above has the source, its translations resemble each other, too.
        yield from inside if _size(inside) > _size(outside) else outside


def _from_source(above: str, by_code: Mapping[str, set[str]]) -> Iterator[Layout]:
    """Yield the tree whose source is a folder of a language, too."""
    source = _source_code(by_code, beside=_last(above) in _BESIDE)
    if source:
        others = {code: rests for code, rests in by_code.items() if code != source}
        sources = {f"{above}{source}/{rest}" for rest in by_code[source]}
        yield from _layout(others, sources, f"{above}{source}/", above, "/")


def _size(found: Iterable[Layout]) -> int:
    return sum(sum(each.pairs.values()) for each in found)


def _from_above(
    names: frozenset[str], above: str, by_code: Mapping[str, set[str]]
) -> Iterator[Layout]:
    """Yield the trees whose source is no folder of a language: the folder above, or one beside."""
    if _last(above) in _BESIDE:
        parent = above[: -len(_last(above)) - 1]
        for source, target in (
            *PRESETS["docusaurus"][:3],
            ("{path}", "translations/{lang}/{path}"),
        ):
            inner = target.partition("{lang}/")[2].partition("{path}")[0]
            rests = {
                code: {rest.removeprefix(inner) for rest in rests if rest.startswith(inner)}
                for code, rests in by_code.items()
            }
            before = parent + source.partition("{path}")[0]
            yield from _layout(rests, names, before, above, f"/{inner}")
        return
    sources = {
        name
        for name in names
        if name.startswith(above) and name[len(above) :].partition("/")[0] not in by_code
    }
    yield from _layout(by_code, sources, above, above, "/")


def _layout(
    by_code: Mapping[str, set[str]],
    sources: Iterable[str],
    before: str,
    above: str,
    behind: str,
) -> Iterator[Layout]:
    """Yield the tree of translations at ``above`` + code + ``behind`` + rest, whose sources are at
    ``before`` + rest, if it is one."""
    there = {name[len(before) :] for name in sources if name.startswith(before)}
    pairs = {}
    for code, rests in sorted(by_code.items()):
        both = len(rests & there)
        if both >= _LEAST_PAIRS and both >= _LEAST_SHARE * len(rests):
            pairs[code] = both
    if pairs:
        yield Layout(f"{before}{{path}}", f"{above}{{lang}}{behind}{{path}}", pairs)


def _last(folder: str) -> str:
    """Return the name of a folder, whose path ends with a slash."""
    return folder.rstrip("/").rpartition("/")[2]


def _source_code(by_code: Mapping[str, set[str]], *, beside: bool) -> str:
    """Return the code of the source among folders of languages; ``""`` if it is elsewhere, as it
    may be if these are in a folder ``beside`` it."""
    usual = [code for code in by_code if normalized(code) in _USUAL]
    if len(by_code) < 2 or (beside and not usual):
        return ""
    return min(usual or by_code, key=lambda code: (-len(by_code[code]), code))


def _suffixes(names: frozenset[str]) -> Iterator[Layout]:
    """Yield the trees in which names of files end in the code of a language: ``a.ar.md``."""
    groups: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    folders: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name in names:
        folder, _, last = name.rpartition("/")
        stem, _, suffix = last.rpartition(".")
        for sign in (".", "-", "_"):
            base, found, code = stem.partition(sign) if sign != "." else stem.rpartition(sign)
            if not found or not base or not is_code(code) or normalized(code) in _USUAL:
                continue
            if sign != "." and base.upper() != "README":
                continue
            path = f"{folder}/{base}" if folder else base
            own = next((f".{c}" for c in _USUAL if f"{path}.{c}.{suffix}" in names), "")
            if own or f"{path}.{suffix}" in names:
                key = (sign if sign == "." else f"{path}{sign}", own, suffix)
                groups[key][code] += 1
                folders[key].append(folder)
    for key, pairs in groups.items():
        sign, own, suffix = key
        if not is_large_enough(pairs):
            continue
        if sign != ".":
            yield Layout(f"{sign[:-1]}.{suffix}", f"{sign}{{lang}}.{suffix}", dict(pairs))
            continue
        before = _common(folders[key])
        source, target = f"{before}{{path}}{own}.{suffix}", f"{before}{{path}}.{{lang}}.{suffix}"
        yield Layout(source, target, dict(sorted(pairs.items())))


def _common(folders: Iterable[str]) -> str:
    """Return the deepest folder that some lie in, with a slash at the end, or ``""``."""
    split = [folder.split("/") if folder else [] for folder in folders]
    common = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "/".join([*common, ""])
