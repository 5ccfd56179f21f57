"""The configuration file that ``init`` proposes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util.escape import visible
from contentlint._util.style import many
from contentlint.cli.init import sample
from contentlint.cli.init.layouts_by_name import Layout
from contentlint.cli.init.survey import BROKEN_IMAGE, Survey
from contentlint.config.schema import BASELINE
from contentlint.config.toml import written
from contentlint.model.document import ORIGINS
from contentlint.model.languages import lookup

AUTHORED, EXTRACTED, TRANSLATED, UNKNOWN = ORIGINS
_MADE = {
    AUTHORED: "Written or translated by people",
    EXTRACTED: "Probably extracted from web pages",
    TRANSLATED: "Translated by a machine",
}
_LASTING = ("content of ", "the folder ")
"""How reasons for an origin begin that further articles do not change: nothing need be set."""
FRONT_MATTER = "front-matter-invalid"
"""A rule that is off by default, and may be proposed, as ``BROKEN_IMAGE``."""
_MOST_LANGUAGES = 8
_MOST_TREES = 8
"""Trees of translations that are proposed."""
_MOST_FOLDERS = 12
"""Folders of an origin of their own, from which they are left to detection."""


# The file


def text(found: Survey, *, baseline: bool = False) -> str:
    """Return a configuration file: what differs from the defaults, with reasons.

    With ``baseline`` the existing findings are in one.
    """
    read = f"{len(found.seen)} of {many(found.files, 'file')}"
    lines = [
        f"# contentlint settings, proposed after reading {read}. Settings that are not listed here",
        "# have their defaults.",
        "# `contentlint config FILE` shows the settings of a file, `contentlint explain CODE`",
        "# explains a rule.",
        "",
        *_language(found),
        *_origin(found),
        *_dialect(found),
        *_site_root(found),
        *_exclude(found),
        *_baseline(found, baseline),
        *_images(found),
        *_front_matter(found),
        *_habits(found),  # tables come last: keys after a table would belong to it
        *_overrides(found),
        *_translations(found),
    ]
    # Names of folders are content: a line end in one must not begin a setting.
    return "\n".join(map(visible, lines)).rstrip() + "\n"


def _language(found: Survey) -> list[str]:
    known = sample.languages(found.seen)
    language = sample.only_language(found.seen)
    if not known:
        return ["# The languages of the articles are unknown.", '# lang = "ar"', ""]
    if not language or sample.misread(found.seen):
        return ["# The language of each file is detected:", f"# {listed(known)}.", ""]
    of = f"{known[language]} of {many(len(found.seen), 'file')}"
    return [f"# {lookup(language).name}: {of}.", f'lang = "{language}"', ""]


def listed(counts: Counter[str]) -> str:
    """Return the languages with the most files, and these numbers."""
    shown = [f"{name} ({many(n, 'file')})" for name, n in counts.most_common(_MOST_LANGUAGES)]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {many(more, 'other')}" if more else "")


def _origin(found: Survey) -> list[str]:
    origins = found.origins()
    if found.seen and not origins:
        return [
            "# How the articles were made is unknown. If people wrote them, or translated them:",
            f'# origin = "{AUTHORED}"',
            "",
        ]
    if len(origins) != 1:  # or there are overrides
        return []
    (origin,) = origins
    reasons = Counter(each.origin[1] for each in found.seen if each.origin[0] == origin)
    why = reasons.most_common(1)[0][0]
    if why.startswith(_LASTING):
        return [f"# The origin is detected: {origin} ({why}).", ""]
    return [f"# {_MADE[origin]} ({why}).", f'origin = "{origin}"', ""]


def _dialect(found: Survey) -> list[str]:
    name, n = found.dialect
    if not name:
        return []
    why = f"# {many(n, 'file')} with syntax of {name}, whose own files are not here."
    return [why, f'dialect = "{name}"', ""]


def _site_root(found: Survey) -> list[str]:
    root, there, of = found.site_root
    if not root:
        return []
    why = f"# Where images with addresses like /a.jpg lie ({there} of {of})."
    return [why, f"site-root = {written(root)}", ""]


def _exclude(found: Survey) -> list[str]:
    if not found.exclude:
        return []
    listed = ", ".join(f"{folder} ({many(n, 'file')})" for folder, n in found.exclude)
    globs = [f"/{folder}/**" for folder, _ in found.exclude]
    return [f"# No articles of this site: {listed}.", f"exclude = {written(globs)}", ""]


def _baseline(found: Survey, known: bool) -> list[str]:
    if known:
        return [
            "# The findings that existed already; only new ones are reported.",
            f'baseline = "{BASELINE}"',
            "",
        ]
    old = found.old_findings()
    if not old:
        return []
    return [
        f"# About {old:,} errors and warnings exist. To have only new ones reported, record these",
        "# by `contentlint check --write-baseline` in this folder, and add:",
        f'# baseline = "{BASELINE}"',
        "",
    ]


def _images(found: Survey) -> list[str]:
    missing, number = found.images
    if not number:
        return []
    if missing:
        why = f"{number - missing} of {number} images in the site exist; the others are broken"
    else:
        why = f"All {number} images in the site exist; one that does not is an error"
    return [f"# {why}.", f"extend-select = {written([BROKEN_IMAGE])}", ""]


def _front_matter(found: Survey) -> list[str]:
    number, keys = sample.common_fields(found.seen)
    if not keys or number * 2 < len(found.seen):
        return []
    both = [BROKEN_IMAGE, FRONT_MATTER] if found.images[1] else [FRONT_MATTER]
    select = f"extend-select = {written(both)}"
    return [
        f"# Nearly all {number} files with front matter have these keys. To require them, and to",
        "# check dates and languages:",
        f"# with {select}" if found.images[1] else f"# {select}",
        # A dotted key, not a table: the keys below would belong to the table.
        f"# rules.{FRONT_MATTER}.options.required-keys = {written(keys)}",
        "",
    ]


def _habits(found: Survey) -> Iterator[str]:
    for row in sample.rows(found.seen):
        if found.is_habit(row):
            where = f"In {row.files} of {many(len(found.seen), 'file')}"
            fix = "; `contentlint fix` repairs it" if row.safe else ""
            yield f"# {where}: a habit here, not a slip. Shown with --min-severity info{fix}."
            yield f"[rules.{row.code}]  # {row.name}"
            yield 'severity = "info"'
            yield ""


def _overrides(found: Survey) -> Iterator[str]:
    tables: dict[str, list[str]] = {}
    for glob, language, members in sample.misread(found.seen):
        counts = listed(sample.languages(members))
        name = lookup(language).name
        tables.setdefault(glob, []).append(
            f'lang = "{language}"  # {name}, as its name has it; detected: {counts}'
        )
    for glob, origin, why in _own_origins(found):
        tables.setdefault(glob, []).append(f'origin = "{origin}"  # {why}')
    for glob, keys in tables.items():
        yield "[[overrides]]"
        yield f"files = [{written(glob)}]"
        yield from keys
        if keys[-1].startswith(f'origin = "{TRANSLATED}"'):
            yield '# by a machine; if people translated them: origin = "authored"'
        yield ""


def _translations(found: Survey) -> Iterator[str]:
    """Yield a table for each tree of translations, as comments: comparing is for the user to
    begin."""
    for tree in found.translations[:_MOST_TREES]:
        yield f"# Translations: {pairs_of(tree)}. To compare them with their sources:"
        yield "# [[translations]]"
        yield f"# source = {visible(written(tree.source))}"
        yield f"# target = {visible(written(tree.target))}"
        yield f"# languages = {written([*tree.pairs])}"
        if tree.names:
            yield f"# lang-map = {visible(written(dict(tree.names)))}"
        yield ""


def pairs_of(tree: Layout) -> str:
    """Return how many pairs of files a tree has, in all and by language."""
    largest = Counter(tree.pairs).most_common(_MOST_LANGUAGES)
    shown = ", ".join(f"{code} {n:,}" for code, n in largest)
    more = len(tree.pairs) - len(largest)
    rest = f" and {many(more, 'other language')}" if more else ""
    return f"{many(sum(tree.pairs.values()), 'pair')} of files ({shown}{rest})"


def _own_origins(found: Survey) -> list[sample.Folder]:
    origins = found.origins()
    if len(origins) < 2:
        return []
    usual = AUTHORED if AUTHORED in origins else EXTRACTED
    folders = sample.by_folder(found.seen, usual)
    return folders if len(folders) <= _MOST_FOLDERS else []
