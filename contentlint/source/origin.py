"""The origin of texts: written by people, extracted from pages, or translated by machines.

Each folder has one verdict, so that its files are treated alike. It is based on the name of the
folder, on the generator of its site, or else on a sample of the texts in it or above it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from zlib import crc32

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import ORIGINS
from contentlint.model.errors import ReadError
from contentlint.source.files import folder_of, read_ends, shown_path
from contentlint.source.formats import FORMATS, suffix_of
from contentlint.source.generators import Sites

AUTHORED, EXTRACTED, TRANSLATED, UNKNOWN = ORIGINS

_TRANSLATIONS = ("i18n", "translations")
"""In folders with these names, each folder named after a language contains a translation."""
_SAMPLE = 8
"""Number of texts of a folder that are read."""
_HEAD, _TAIL = 4096, 1024
"""Bytes of each text: translation notices are often at the end."""


class Verdict(NamedTuple):
    """The origin of the texts in a folder."""

    origin: str
    why: str
    """The reason for the verdict, for people."""


_UNDECIDED = Verdict(UNKNOWN, "nothing tells it")


class Origins:
    """The verdict on each folder, computed once."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._by_shown: dict[str, Verdict] = {}
        self._texts: dict[str, Verdict | None] = {}

    def of(self, path: str) -> Verdict:
        """Return the verdict on the folder of a file."""
        shown = folder_of(path)
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = self._verdict(os.path.abspath(shown))
        return found

    def _verdict(self, folder: str) -> Verdict:
        above, in_repository = self._sites.above(folder)
        language = _translation(os.path.relpath(folder, above[-1]))
        if language:
            return Verdict(TRANSLATED, f"the folder {language}")
        for file, site in self._sites.of(folder):
            return Verdict(AUTHORED, f"content of {site.generator.name}: {file}")
        # Outside a repository, the folders above are not considered.
        for place in above if in_repository else above[:1]:
            if place not in self._texts:
                self._texts[place] = self._of_texts(place)
            found = self._texts[place]
            if found is not None:
                return found
        return _UNDECIDED

    def _of_texts(self, folder: str) -> Verdict | None:
        """Return the verdict that a sample of the texts in a folder supports, if any."""
        names = [name for name in self._sites.names(folder) if suffix_of(name) in FORMATS]
        # By a hash of the name: an added file changes at most one of the sample.
        names.sort(key=lambda name: (crc32(os.fsencode(name)), name))
        texts = []
        for name in names:
            path = os.path.join(folder, name)
            try:
                if not os.path.islink(path):
                    texts.append(read_ends(path, _HEAD, _TAIL).decode("utf-8", "replace"))
            except ReadError:
                continue
            if len(texts) == _SAMPLE:
                break
        found = of_texts(texts)
        return found and found._replace(why=f"{found.why} in {shown_path(folder)}")


def _translation(path: str) -> str:
    """Return the part of a path with a folder of translations and its language; else ``""``."""
    parts = path.split(os.sep)
    for name, language in pairwise(parts):
        if name in _TRANSLATIONS and _is_language(language):
            return f"{name}/{language}"
    return ""


def _is_language(name: str) -> bool:
    """Return True for ``ar``, ``pt-BR``, ``zh_Hans`` and the like."""
    first, *others = name.replace("_", "-").split("-")
    return (
        2 <= len(first) <= 3
        and first.isascii()
        and first.isalpha()
        and first.islower()
        and all(2 <= len(other) <= 4 and other.isascii() and other.isalnum() for other in others)
    )


# Properties of texts


def of_texts(texts: Sequence[str]) -> Verdict | None:
    """Return the verdict that most of some texts, or enough of them, support; None if there is
    none.

    ``texts`` may be beginnings of texts.
    """
    texts = [text for text in texts if text.strip()]
    lines = [text.split("\n") for text in texts]
    few = (len(texts) + 1) // 2
    notices = sum(map(_has_notice, texts))
    if texts and notices >= few:
        return Verdict(TRANSLATED, f"a notice of machine translation in {_of(notices, texts)}")
    by_people = sum(map(_is_authored, lines))
    if texts and by_people >= few:
        what = "front matter, shortcodes or reference links"
        return Verdict(AUTHORED, f"{what} in {_of(by_people, texts)}")
    extracted = [any(sign(each) for sign in _EXTRACTED) for each in lines]
    rest = [each for each, found in zip(lines, extracted, strict=True) if not found]
    wrapped = sum(map(_is_wrapped, rest))
    if wrapped >= max(few, 2):  # a single wrapped text is no evidence
        return Verdict(AUTHORED, f"lines wrapped by hand in {_of(wrapped, texts)}")
    from_pages = sum(extracted)
    if from_pages and 3 * from_pages >= len(texts):
        return Verdict(EXTRACTED, f"remains of pages in {_of(from_pages, texts)}")
    return None


def _of(count: int, texts: Sequence[str]) -> str:
    return f"{count} of {len(texts)} texts"


_NOTICES = {
    "ranslat": (
        "Co-op Translator",
        "machine-translated",
        "machine translated",
        "translated by AI",
        "translated using AI",
        "translated with AI",
        "translated by ChatGPT",
        "translated with DeepL",
        "translated by DeepL",
        "translated by Google",
        "translated with Google",
    ),
    "CO_OP_TRANSLATOR_METADATA": ("",),
    "ترجم": ("ترجمة آلية", "ترجمه ماشینی", "مشینی ترجمہ"),
    "תרגום מכונה": ("",),
}
"""Notices of machine translation, by a part of them that few texts have."""


def _has_notice(text: str) -> bool:
    return any(
        part in text and any(notice in text for notice in notices)
        for part, notices in _NOTICES.items()
    )


_BY_EXTRACTORS = frozenset(("hostname", "sitename", "fingerprint", "url", "source_url", "source"))
"""Fields in which extractors and clippers store the page of a text."""


def _front_matter(lines: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names of the fields of YAML or TOML front matter; None if there is none."""
    fence = lines[0].strip("\ufeff \t\r")
    sign = {"---": ":", "+++": "="}.get(fence)
    if sign is None:
        return None
    names: list[str] = []
    for line in lines[1:]:
        if line.rstrip() in (fence, "..."):
            return tuple(names) or None
        name, found, _ = line.partition(sign)
        if found and not line[:1].isspace():
            names.append(name.strip("\"' \t").lower())
    return None


def _is_authored(lines: Sequence[str]) -> bool:
    """Return True for front matter in the style of authors, shortcodes, and reference links."""
    names = _front_matter(lines)
    if names is not None:
        return _BY_EXTRACTORS.isdisjoint(names)
    return any(
        line.lstrip().startswith(_SHORTCODES) or ("]: " in line and _is_definition(line))
        for line in lines
    )


_SHORTCODES = ("{{<", "{{%", "{% ", "{%- ", ":::", "!!! ", "??? ", '=== "', "> [!", "<<< @/")


def _is_definition(line: str) -> bool:
    """Return True for ``[label]: target``; extractors use numbers as labels."""
    label, found, _ = line.partition("]: ")
    return bool(found) and label[:1] == "[" and not label[1:].isdecimal() and "[" not in label[1:]


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return True for a paragraph of four or more lines that end at a wrap width."""
    run = 0
    for line in lines:
        inside = 50 <= len(line.rstrip()) <= 100 and line[0].isalpha()
        run = run + 1 if inside else 0
        if run == 4:
            return True
    return False


def _has_absolute_image(lines: Sequence[str]) -> bool:
    return any("](http" in line[line.find("![") :] for line in lines if "![" in line)


def _has_empty_image(lines: Sequence[str]) -> bool:
    return any("![](" in line for line in lines)


def _has_stray_row(lines: Sequence[str]) -> bool:
    """Return True if a table row, or half of one, is on its own."""
    rows = [line.rstrip().endswith("|") for line in lines]
    around = zip([False, *rows], rows, [*rows[1:], False], strict=False)
    return any(row and not before and not after for before, row, after in around)


def _has_source(lines: Sequence[str]) -> bool:
    """Return True for front matter that names the page of a text."""
    names = _front_matter(lines)
    return names is not None and not _BY_EXTRACTORS.isdisjoint(names)


def _is_paragraph_a_line(lines: Sequence[str]) -> bool:
    """Return True if four or more consecutive lines are long, without blank lines."""
    return sum(len(a) > 120 and len(b) > 120 for a, b in pairwise(lines)) >= 4


_EXTRACTED: tuple[Callable[[Sequence[str]], bool], ...] = (
    _has_source,
    _has_absolute_image,
    _has_empty_image,
    _has_stray_row,
    _is_paragraph_a_line,
)
