"""A sample of the articles in a folder: which are read, and what they show."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.images import images
from contentlint.core import RECOGNIZED
from contentlint.frontmatter import block
from contentlint.model.diagnostic import Diagnostic, FileResult, rank
from contentlint.model.dialects import HOSTS
from contentlint.model.document import Document
from contentlint.model.languages import LANGUAGES, lookup

if TYPE_CHECKING:
    from contentlint.source.discovery import Target

MOST_FILES, MOST_BYTES = 300, 4_000_000
"""The most files that are read, and about the most bytes."""
_LARGE = 1_000_000
"""Bytes from which a file is not read, unless all are that large."""
_EXAMPLES = _FEW = 3
_ENOUGH = 10
"""Images from which their addresses show what they mean."""
_MOST = 0.8
"""The share of images that exist at least if their addresses are read rightly."""


class Seen(NamedTuple):
    """A file of the sample."""

    path: str
    """As displayed."""
    name: str
    """The path below the surveyed folder, with slashes."""
    language: str
    """Declared in front matter, or detected; ``""`` if unknown."""
    origin: tuple[str, str]
    """The origin, and the reason."""
    dialect: tuple[str, str]
    """The dialect, and the reason."""
    fields: tuple[str, ...]
    """The keys of the front matter."""
    syntax: frozenset[str]
    """The dialects whose syntax it has, if no generator's file says which it is."""
    images: tuple[str, ...]
    """The addresses of images in the site: paths, which may begin with a slash."""
    found: tuple[Diagnostic, ...]


class Row(NamedTuple):
    """The findings of a rule in the sample."""

    code: str
    name: str
    severity: str
    """The highest one."""
    findings: int
    files: int
    """The number of files with findings."""
    safe: int
    """The number of findings with a safe fix."""
    examples: tuple[Diagnostic, ...]


class Group(NamedTuple):
    """The sampled files of a language, as the names of folders or files have it."""

    glob: str
    language: str
    seen: tuple[Seen, ...]


class Folder(NamedTuple):
    """A folder with an origin of its own."""

    glob: str
    origin: str
    why: str


def choose(targets: Sequence[Target]) -> list[str]:
    """Return the paths of a sample, in order: one of each stretch of the list, whose place in it
    varies, because folders may have equally many files. Two runs return the same."""
    small = [target for target in targets if target.size <= _LARGE]
    small = small or sorted(targets, key=lambda target: target.size)[:1]
    size = sum(target.size for target in small)
    most = min(MOST_FILES, len(small) * MOST_BYTES // max(size, 1)) or 1
    step = max(len(small) / most, 1)
    return [small[int((i + i * 0.618 % 1) * step)].path for i in range(min(len(small), most))]


def seen(
    doc: Document,
    result: FileResult,
    top: str,
    origin: tuple[str, str],
    dialect: tuple[str, str],
) -> Seen:
    """Return what a document of the sample shows; ``top`` is the surveyed folder."""
    name = os.path.relpath(doc.path, top).replace(os.sep, "/")
    fields: Iterable[str] = ()
    if doc.blocks and doc.blocks[0].kind == "front_matter":
        end = doc.blocks[0].last + 1
        fields = block.fields([line.strip() for line in doc.lines[:end]], end)
    return Seen(
        doc.path,
        name,
        doc.language,
        origin,
        dialect,
        tuple(fields),
        frozenset(_syntax(doc) if dialect[0] in HOSTS and doc.syntax.markup else ()),
        tuple(_local(doc)),
        result.diagnostics,
    )


# Rules


def rows(files: Sequence[Seen]) -> list[Row]:
    """Return the findings by rule: the highest severity first, then the most files."""
    by_code: dict[str, list[Diagnostic]] = {}
    for each in files:
        for d in each.found:
            by_code.setdefault(d.code, []).append(d)
    found = [_row(diagnostics) for diagnostics in by_code.values()]
    return sorted(found, key=lambda row: (-rank(row.severity), -row.files, row.code))


def _row(found: Sequence[Diagnostic]) -> Row:
    severity = max((d.severity for d in found), key=rank)
    return Row(
        found[0].code,
        found[0].name,
        severity,
        len(found),
        len({d.path for d in found}),
        sum(d.fix is not None and d.fix.safe for d in found),
        _examples([d for d in found if d.severity == severity]),
    )


def _examples(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return a few findings: of different files and texts, if there are, and evenly spaced."""
    firsts = list({d.path: d for d in reversed(found)}.values())[::-1]
    varied = list({d.excerpt: d for d in reversed(firsts)}.values())[::-1]
    few = next((each for each in (varied, firsts) if len(each) >= _EXAMPLES), found)
    step = max(len(few) / _EXAMPLES, 1)
    return tuple(few[int(i * step)] for i in range(min(len(few), _EXAMPLES)))


# Languages


def languages(files: Iterable[Seen]) -> Counter[str]:
    """Count the files by language; ``""`` is not counted."""
    return Counter(each.language for each in files if each.language)


def only_language(files: Sequence[Seen]) -> str:
    """Return the language of all files, or ``""``.

    Up to a twentieth may be detected as another language of the same script: they are short, or
    mostly code.
    """
    known = languages(files)
    if not known:
        return ""
    language, most = known.most_common(1)[0]
    script = lookup(language).script
    alike = all(lookup(other).script == script for other in known)
    return language if alike and most >= 0.95 * known.total() else ""


def misread(files: Sequence[Seen]) -> list[Group]:
    """Return the files whose names have a language that detection does not find in some of them.

    Where the texts contradict the name, it may mean something else: ``it`` is a department, too.
    """
    groups: dict[tuple[str, str], list[Seen]] = {}
    for each in files:
        key = _named_language(each.name)
        if key:
            groups.setdefault(key, []).append(each)
    usual = next(iter(languages(files).most_common(1)), ("", 0))[0]
    found = []
    for (glob, language), members in groups.items():
        here = languages(members)
        others = here.total() - here[language]
        possible = sum(n for each, n in here.items() if _may_be(language, each, usual))
        named = language not in RECOGNIZED or 2 * here[language] >= here.total()
        if named and possible and possible >= 0.9 * others:
            found.append(Group(glob, language, tuple(members)))
    return found


def _may_be(language: str, detected: str, usual: str) -> bool:
    """Return True if detection may report another language for a text in ``language``; ``usual`` is
    the language of most files, in which some may be left."""
    row, other = lookup(language), lookup(detected)
    if detected == language or row.script != other.script:
        return False
    if row.script == "Arabic" or row.similar == detected:
        return True
    return detected != usual and language not in RECOGNIZED


def _named_language(name: str) -> tuple[str, str] | None:
    """Return the glob of the files with the same language in their names, and the language: of the
    file (``post.fa.md``), else of the innermost folder."""
    *folders, file = name.split("/")
    stem, _, suffix = file.rpartition(".")
    language = _language_of(stem.rpartition(".")[2]) if "." in stem else ""
    if language:
        tag = stem.rpartition(".")[2]
        return f"*.{tag}.{suffix}", language
    for depth in range(len(folders), 0, -1):
        language = _language_of(folders[depth - 1])
        if language:
            return _glob("/".join(folders[:depth])), language
    return None


def _language_of(tag: str) -> str:
    """Return the language of a tag such as ``fa`` or ``pt-BR``; ``""`` if it is not a tag."""
    code, _, region = tag.replace("_", "-").partition("-")
    return code if code in LANGUAGES and len(region) in (0, 2, 3, 4) else ""


# Origins


def by_folder(files: Sequence[Seen], usual: str) -> list[Folder]:
    """Return the folders with another origin than the ``usual`` one, each the highest whose files
    all have the same. Files of unknown origin fit any; a few files do not count."""
    origins: dict[str, Counter[str]] = {}
    for each in files:
        for folder in _folders(each.name):
            origins.setdefault(folder, Counter())[each.origin[0]] += 1
    found: dict[tuple[str, str], list[str]] = {}
    for each in files:
        origin, why = each.origin
        if origin in (usual, "unknown"):
            continue
        alone = (f for f in _folders(each.name) if set(origins[f]) <= {origin, "unknown"})
        folder = next(alone, "")
        if folder:
            found.setdefault((folder, origin), []).append(why)
    return [
        Folder(_glob(folder), origin, reasons[0])
        for (folder, origin), reasons in found.items()
        if len(reasons) >= _FEW
    ]


def _folders(name: str) -> list[str]:
    """Return the folders of a name, the highest first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]


# Dialects

_SYNTAX = {
    "hugo": ("{{<", "{{%"),
    "jekyll": ("{% ",),
    "mkdocs": ("!!! ", "??? ", '=== "', "--8<-- "),
    "docusaurus": (":::note", ":::tip", ":::info", ":::warning", ":::caution", ":::danger"),
    "vitepress": ("::: tip", "::: info", "::: warning", "::: danger", "::: details", "<<< @/"),
    "sphinx": ("```{", ":::{"),
    "obsidian": ("![[",),
}
"""How lines begin that only the program of a dialect reads."""


def _syntax(doc: Document) -> Iterator[str]:
    lines = [
        doc.line(number).lstrip()
        for each in doc.blocks
        if each.kind != "code" or doc.line(each.line).lstrip().startswith("```{")
        for number in range(each.line, each.last + 1)
    ]
    for name, beginnings in _SYNTAX.items():
        if any(line.startswith(beginnings) for line in lines):
            yield name


def syntax_of(files: Sequence[Seen]) -> tuple[str, int]:
    """Return the dialect whose syntax occurs although no generator's file is there, and in how many
    files; ``("", 0)`` if there is none, or several."""
    loose = [each for each in files if each.dialect[0] in HOSTS]
    counts = Counter(name for each in loose for name in each.syntax).most_common(2)
    if len(loose) < 0.9 * len(files) or len(counts) != 1:
        return "", 0
    name, n = counts[0]
    return (name, n) if n >= _FEW and n >= 0.1 * len(loose) else ("", 0)


def _glob(folder: str) -> str:
    """Return the glob of the files in and below a folder."""
    escaped = "".join(f"\\{c}" if c in "\\*?[" else c for c in folder)
    return ("/" if folder[0] in "!#" else "") + escaped + "/**"


# Images


def _local(doc: Document) -> Iterator[str]:
    for image in doc.fact(images):
        source = image.source or "#"
        if source[0] not in "#{<" and "//" not in source[:2] and ":" not in source:
            yield source


def site_root(files: Sequence[Seen], top: str, places: Sequence[str]) -> tuple[str, int, int]:
    """Return the folder in which images whose addresses begin with ``/`` lie, relative to ``top``,
    how many of them lie there, and the number of all; ``("", 0, n)`` if most lie in none.

    ``places`` are the folders to look in.
    """
    from urllib.parse import unquote

    rooted = {each for file in files for each in file.images if each[0] == "/"}
    # A repository must not look up files outside of it.
    sources = [unquote(each.partition("?")[0]) for each in rooted if ".." not in each]
    best, most = "", 0
    for place in places:
        there = sum(os.path.isfile(os.path.join(top, place, source[1:])) for source in sources)
        if there > most:
            best, most = place, there
    return (best, most, len(sources)) if most >= _MOST * len(sources) else ("", 0, len(sources))


def broken(files: Sequence[Seen], found: Mapping[str, Sequence[Diagnostic]]) -> tuple[int, int]:
    """Return how many images in the site are missing, of how many; ``(0, 0)`` if there are few, or
    so many are missing that their addresses mean something else than paths.

    ``found`` has the findings about missing images by path.
    """
    number = sum(len(each.images) for each in files if each.path in found)
    missing = sum(map(len, found.values()))
    few = number < _ENOUGH or missing > (1 - _MOST) * number
    return (0, 0) if few else (missing, number)


# Front matter


def common_fields(files: Sequence[Seen]) -> tuple[int, list[str]]:
    """Return how many files have front matter, and the keys that nearly all of these have."""
    counts: Mapping[str, int] = Counter(key for each in files for key in each.fields)
    number = sum(bool(each.fields) for each in files)
    return number, [key for key, n in counts.items() if n >= 0.95 * number]
