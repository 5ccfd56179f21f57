"""The origin of texts: written by people, extracted from pages, or translated by machines.

Each folder has one verdict, so that its files are treated alike. It is based on the names of the
folders, on the generator of the site, and on a sample of the texts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from zlib import crc32

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import ORIGINS
from contentlint.model.errors import ReadError
from contentlint.model.language_codes import is_code
from contentlint.source.files import folder_of, shown_path
from contentlint.source.formats import FORMATS, suffix_of
from contentlint.source.generators import Sites

AUTHORED, EXTRACTED, TRANSLATED, UNKNOWN = ORIGINS

_TRANSLATIONS = ("i18n", "translations")
"""In folders with these names, each folder named after a language contains a translation."""
_ABOUT = ("readme", "license", "changelog", "contributing", "code_of_conduct", "security")
"""How the names of texts about a project begin: people write them."""
_SAMPLE = 8
"""Number of texts of a folder or tree that are read."""
_FEW = 3
"""Fewer texts than this are no sample."""
_FOLDERS = 32
"""Number of folders of a tree in which texts are looked for."""
_INDEX, _INDEX_HEAD = "README.md", 16384
"""The text in the root of a repository whose links are considered, and the bytes of it."""
_HEAD, _TAIL = 4096, 2048
"""Bytes of each text: translation notices are often at the end."""


class Verdict(NamedTuple):
    """The origin of the texts in a folder."""

    origin: str
    why: str
    """The reason for the verdict, for people."""


_UNDECIDED = Verdict(UNKNOWN, "no evidence")


class Origins:
    """The verdict on each folder, computed once."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._tree = sites.tree
        self._by_shown: dict[str, Verdict] = {}
        self._names: dict[str, list[str]] = {}
        self._readmes: dict[str, str] = {}
        self._by_texts: dict[str, Verdict | None] = {}
        self._by_trees: dict[str, Verdict | None] = {}

    def of(self, path: str) -> Verdict:
        """Return the verdict on the folder of a file; a README has its own where that has none."""
        shown = folder_of(path)
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = self._verdict(os.path.abspath(shown))
        if found is _UNDECIDED and _is_about(os.path.basename(path)):
            return self._of_texts(os.path.abspath(shown)) or found
        return found

    def _verdict(self, folder: str) -> Verdict:
        above, in_repository = self._sites.above(folder)
        language = _translation(os.path.relpath(folder, above[-1]))
        if language:
            return Verdict(TRANSLATED, f"the folder {language}")
        # Outside a repository, the texts in the folders above are not considered.
        inside = above if in_repository else above[:1]
        tree = inside[-2] if len(inside) > 1 else ""  # the one in the root of the repository
        for n, place in enumerate(inside[:-1]):
            if is_code(os.path.basename(place)):
                # Texts in other languages, perhaps the sources of these, show nothing of them.
                inside, tree = inside[: n + 1], place
                break
        for place in inside:
            if _is_language(os.path.basename(place)):
                found = self._of_tree(place)
                if found and found.origin == TRANSLATED:
                    return found
        for file, site in self._sites.of(folder):
            return self._unlike_its_site(folder) or Verdict(
                AUTHORED, f"content of {site.generator.name}: {file}"
            )
        if in_repository and self._is_linked(folder, above[-1]):
            return Verdict(AUTHORED, f"linked from {shown_path(os.path.join(above[-1], _INDEX))}")
        if tree and len(self._texts(folder)) < _FEW:
            found = self._of_tree(tree)
            if found:
                return found
        for place in inside:
            # A README alone is no evidence for other texts.
            if self._articles(place):
                found = self._of_texts(place)
                if found:
                    return found
        return _UNDECIDED

    def _listing(self, folder: str) -> list[str]:
        """Return the names in a folder, in an order that an added name does not change."""
        if folder not in self._names:
            names = self._sites.names(folder)
            self._names[folder] = sorted(names, key=lambda name: (crc32(os.fsencode(name)), name))
        return self._names[folder]

    def _articles(self, folder: str) -> list[str]:
        """Return the names of the texts in a folder that are not about a project."""
        names = [name for name in self._listing(folder) if suffix_of(name) in FORMATS]
        return [name for name in names if not _is_about(name)]

    def _texts(self, folder: str) -> list[str]:
        """Return the names of the articles in a folder; of all texts, if there are none."""
        return self._articles(folder) or [
            name for name in self._listing(folder) if suffix_of(name) in FORMATS
        ]

    def _folders(self, folder: str) -> Iterator[str]:
        """Yield the paths of the folders in a folder, except links and hidden ones."""
        for name in self._listing(folder):
            if name[0] != "." and suffix_of(name) not in FORMATS:
                path = os.path.join(folder, name)
                if self._tree.is_folder(path) and not self._tree.is_link(path):
                    yield path

    def _signs(self, folder: str, most: int = _SAMPLE) -> Iterator[Sign]:
        """Yield the signs of a sample of the texts in a folder."""
        count = 0
        for name in self._texts(folder):
            path = os.path.join(folder, name)
            try:
                if self._tree.is_link(path):
                    continue
                text = self._tree.ends(path, _HEAD, _TAIL).decode("utf-8", "replace")
            except ReadError:
                continue
            if text.strip():
                yield sign_of(text, name)
                count += 1
                if count == most:
                    return

    def _is_linked(self, folder: str, root: str) -> bool:
        """Return True if the README of a repository links to several texts in a folder."""
        if root not in self._readmes:
            try:
                text = self._tree.ends(os.path.join(root, _INDEX), _INDEX_HEAD)
            except ReadError:
                text = b""
            self._readmes[root] = text.decode("utf-8", "replace").replace("](./", "](")
        path = os.path.relpath(folder, root).replace(os.sep, "/")
        return self._readmes[root].count(f"]({path}/") >= _FEW

    def _of_texts(self, folder: str) -> Verdict | None:
        """Return the verdict that a sample of the texts in a folder supports, if any."""
        if folder not in self._by_texts:
            found = of_signs(list(self._signs(folder)))
            self._by_texts[folder] = _placed(found, folder)
        return self._by_texts[folder]

    def _of_tree(self, folder: str) -> Verdict | None:
        """Return the verdict that a sample of the texts in and below a folder supports, if any."""
        if folder not in self._by_trees:
            signs = list(self._signs(folder, _SAMPLE // 2))
            places = [folder]
            for place in places:  # the nearest first
                if len(signs) == _SAMPLE:
                    break
                if place != folder:
                    signs += self._signs(place, 1)
                places += islice(self._folders(place), _FOLDERS - len(places))
            self._by_trees[folder] = _placed(of_signs(signs), folder)
        return self._by_trees[folder]

    def _unlike_its_site(self, folder: str) -> Verdict | None:
        """Return the verdict on texts of a site that clearly do not come from its authors."""
        if len(self._texts(folder)) < _FEW:
            return None
        signs = []
        for sign in self._signs(folder):
            # Authors name the sources of their articles in front matter, too.
            if sign.certain and (sign.origin == AUTHORED or sign.what == _ADDRESS):
                return None  # as in nearly all folders: after the first text
            signs.append(sign)
        certain = sum(sign.certain for sign in signs)
        # One is enough where a whole sample has no sign of authors.
        whole = len(signs) == _SAMPLE and not any(sign.origin == AUTHORED for sign in signs)
        found = of_signs(signs) if len(signs) >= _FEW and certain > (0 if whole else 1) else None
        return _placed(found, folder) if found and found.origin != AUTHORED else None


def _placed(verdict: Verdict | None, folder: str) -> Verdict | None:
    return verdict and verdict._replace(why=f"{verdict.why} in {shown_path(folder)}")


def _translation(path: str) -> str:
    """Return the part of a path with a folder of translations and its language; else ``""``."""
    parts = path.split(os.sep)
    for name, language in pairwise(parts):
        if name in _TRANSLATIONS and _is_language(language):
            return f"{name}/{language}"
    return ""


def _is_about(name: str) -> bool:
    """Return True for ``README.md`` and the like."""
    return name.lower().startswith(_ABOUT)


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


class Sign(NamedTuple):
    """What a text shows of its origin."""

    origin: str
    what: str = ""
    certain: bool = False
    """True if texts of another origin hardly ever show it."""


_NO_SIGN = Sign(UNKNOWN)
_ADDRESS = "front matter with the address of a page"


def of_signs(signs: Sequence[Sign]) -> Verdict | None:
    """Return the verdict that the signs of some texts support; None if there is none."""
    count = dict.fromkeys(ORIGINS, 0)
    weight = dict.fromkeys(ORIGINS, 0)
    for sign in signs:
        count[sign.origin] += 1
        weight[sign.origin] += 2 if sign.certain else 1
    if count[TRANSLATED] and 2 * count[TRANSLATED] >= len(signs):
        origin = TRANSLATED
    elif not count[AUTHORED] and not count[EXTRACTED]:
        return None
    else:
        origin = AUTHORED if weight[AUTHORED] >= weight[EXTRACTED] else EXTRACTED
    kinds = [sign.what for sign in signs if sign.origin == origin]
    what = max(dict.fromkeys(kinds), key=kinds.count)
    if len(signs) > 1:
        what = f"{what} in {kinds.count(what)} of {len(signs)} texts"
    return Verdict(origin, what)


def sign_of(text: str, name: str = "") -> Sign:
    """Return what a text, or the ends of one, and the name of its file show of its origin."""
    if _has_notice(text):
        return Sign(TRANSLATED, "a notice of machine translation", certain=True)
    lines = text.split("\n")
    fields = _front_matter(lines)
    if fields is not None:
        if _names_page(fields) and not _has_shortcode(lines):
            return Sign(EXTRACTED, _ADDRESS, certain=True)
        return Sign(AUTHORED, "front matter", certain=True)
    if _is_about(name):
        return Sign(AUTHORED, "names such as README", certain=True)
    for what, shows in _SIGNS_OF_AUTHORS:
        if shows(lines):
            return Sign(AUTHORED, what, certain=True)
    for what, shows in _SIGNS_OF_PAGES:
        if shows(lines):
            return Sign(EXTRACTED, what, certain=True)
    for what, shows in _HINTS_OF_AUTHORS:
        if shows(lines):
            return Sign(AUTHORED, what)
    if _has_paragraph_lines(lines):
        return Sign(EXTRACTED, "paragraphs on one line, without syntax of authors")
    return _NO_SIGN


_NOTICES = {
    "ranslat": (
        "Co-op Translator",
        "achine-translated",
        "achine translated",
        "ranslated by AI",
        "ranslated using AI",
        "ranslated with AI",
        "ranslated by ChatGPT",
        "ranslated with DeepL",
        "ranslated by DeepL",
        "ranslated by Google",
        "ranslated with Google",
    ),
    "CO_OP_TRANSLATOR_METADATA": ("",),
    "CO-OP TRANSLATOR DISCLAIMER": ("",),
    "ترجم": ("ترجمة آلية", "خدمة الترجمة الآلية", "ترجمه ماشینی", "ترجمهٔ ماشینی", "مشینی ترجمہ"),
    "תרגום": ("תרגום מכונה", "תרגום מבוסס בינה מלאכותית"),
    "aschinell": ("aschinell übersetzt",),
    "utomat": (
        "raduit automatiquement",
        "raducido automáticamente",
        "raduzido automaticamente",
        "radotto automaticamente",
    ),
    "otomatik": ("otomatik olarak çevril",),
    "машинн": ("машинным перевод", "машинного перевод"),
    "翻": ("自動翻訳され", "機械翻訳され", "由机器翻译", "由 AI 翻译", "由AI翻译"),
}
"""Notices of machine translation, by a part of them that few texts have."""


def _has_notice(text: str) -> bool:
    return any(
        part in text and any(notice in text for notice in notices)
        for part, notices in _NOTICES.items()
    )


_BY_EXTRACTORS = frozenset(("hostname", "sitename", "fingerprint"))
"""Fields that only extractors write."""
_ADDRESSES = frozenset(("url", "source_url", "source"))
"""Fields in which extractors and clippers store the address of the page."""


def _front_matter(lines: Sequence[str]) -> dict[str, str] | None:
    """Return the fields of YAML or TOML front matter and their values on the same line; None if
    there is none."""
    fence = lines[0].strip("\ufeff \t\r")
    sign = {"---": ":", "+++": "="}.get(fence)
    if sign is None:
        return None
    fields: dict[str, str] = {}
    for line in lines[1:]:
        if line.rstrip() in (fence, "..."):
            return fields or None
        name, found, value = line.partition(sign)
        if found and not line[:1].isspace():
            fields[name.strip("\"' \t").lower()] = value.strip("\"' \t\r")
    return None


def _names_page(fields: dict[str, str]) -> bool:
    return not _BY_EXTRACTORS.isdisjoint(fields) or any(
        fields.get(name, "").startswith("http") for name in _ADDRESSES
    )


_SHORTCODES = ("{{<", "{{%", "{% ", "{%- ", ":::", "!!! ", "??? ", '=== "', "> [!", "<<< @/", "![[")


def _has_shortcode(lines: Sequence[str]) -> bool:
    return any(line.lstrip().startswith(_SHORTCODES) for line in lines)


def _has_definition(lines: Sequence[str]) -> bool:
    """Return True for lines ``[label]: target``."""
    return any(not label.isdecimal() for label in _labels(lines))


def _has_numbered_definition(lines: Sequence[str]) -> bool:
    """Return True for lines ``[1]: target``, which converters write, too."""
    return any(label.isdecimal() for label in _labels(lines))


def _labels(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if line[:1] == "[" and "]: " in line:
            label = line[1 : line.index("]: ")]
            if "[" not in label:
                yield label


def _has_code_of_language(lines: Sequence[str]) -> bool:
    for line in lines:
        line = line.strip()
        if line[:3] in ("```", "~~~"):
            info = line.lstrip("`~")
            if info and "`" not in info:
                return True
    return False


def _has_link_to_markdown(lines: Sequence[str]) -> bool:
    """Return True for links to the sources of other articles of the site."""
    for line in lines:
        if ".md" in line:
            for suffix in (".md)", ".md#", ".mdx)", ".mdx#"):
                end = line.find(suffix)
                start = line.rfind("](", 0, end) if end > 0 else -1
                if start >= 0 and "://" not in line[start:end]:
                    return True
    return False


def _has_comment(lines: Sequence[str]) -> bool:
    return any(line.lstrip().startswith(("<!--", "[//]: #")) for line in lines)


def _has_task(lines: Sequence[str]) -> bool:
    return any(line.lstrip()[1:6] in (" [ ] ", " [x] ", " [X] ") for line in lines)


def _has_html(lines: Sequence[str]) -> bool:
    for line in lines:
        line = line.lstrip()
        if line[:1] == "<" and line[1:2].isalpha() and not line.startswith("<http"):
            return True
    return False


_SIGNS_OF_AUTHORS: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("code with its language", _has_code_of_language),
    ("shortcodes or directives", _has_shortcode),
    ("reference links", _has_definition),
    ("links to Markdown files", _has_link_to_markdown),
    ("comments", _has_comment),
    ("task lists", _has_task),
    ("HTML", _has_html),
)


def _has_inline_code(lines: Sequence[str]) -> bool:
    return any(line.count("`") >= 2 and line.lstrip()[:3] != "```" for line in lines)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return True if a paragraph has four or more lines that end at a wrap width, and none is on
    one line."""
    if _has_paragraph_lines(lines):
        return False
    run = 0
    for line in lines:
        inside = 50 <= len(line.rstrip()) <= 100 and line[0].isalpha()
        run = run + 1 if inside else 0
        if run == 4:
            return True
    return False


def _is_typed(lines: Sequence[str]) -> bool:
    """Return True for headings without a blank line below, and bullets that converters do not
    write."""
    return any(
        line.startswith(("+ ", "-  ", "*  ")) or (_is_heading(line) and below[:1].isalpha())
        for line, below in pairwise(lines)
    )


def _is_heading(line: str) -> bool:
    return line[:1] == "#" and line.lstrip("#")[:1] == " "


_HINTS_OF_AUTHORS: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("inline code", _has_inline_code),
    ("numbered reference links", _has_numbered_definition),
    ("lines wrapped by hand", _is_wrapped),
    ("Markdown typed by hand", _is_typed),
)


def _has_absolute_image(lines: Sequence[str]) -> bool:
    for line in lines:
        start = line.find("![")
        if start >= 0 and line[start - 1 : start] != "[":  # no badge in a link
            target = line[line.find("](", start) + 2 :]
            # Authors upload images to GitHub.
            if target.startswith(("http", "//", "data:")) and "github" not in target[:30]:
                return True
    return False


def _has_empty_image(lines: Sequence[str]) -> bool:
    return any("![](" in line for line in lines)


def _has_stray_row(lines: Sequence[str]) -> bool:
    """Return True if a table row, or half of one, is on its own."""
    rows = [line.rstrip().endswith("|") for line in lines]
    around = zip([False, *rows], rows, [*rows[1:], False], strict=False)
    return any(row and not before and not after for before, row, after in around)


_SIGNS_OF_PAGES: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("images with absolute addresses", _has_absolute_image),
    ("empty images", _has_empty_image),
    ("stray table rows", _has_stray_row),
)


def _has_paragraph_lines(lines: Sequence[str]) -> bool:
    """Return True if a paragraph is longer than the lines that people wrap."""
    return any(
        (len(line) > 100 and line[0] != "|")
        # Chinese, Japanese and the like
        or (len(line) > 40 and " " not in line[:40] and not line[:40].isascii())
        for line in lines
    )
