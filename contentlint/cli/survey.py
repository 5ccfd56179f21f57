"""Surveys a sample of the articles in a folder, and proposes a configuration for it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.config.toml import written
from contentlint.frontmatter import block
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.source.origin import AUTHORED, UNKNOWN

SAMPLE = 300
"""The most files that are read."""

_SITE_ROOTS = {"Hugo": "static", "Docusaurus": "static", "Astro": "public", "MkDocs": "docs"}
_SIGNS: Mapping[str, Sequence[str]] = {
    "trafilatura": ("![]() |\n", "\n| ![]("),
    "a reader service (Title:, URL Source:)": ("\nURL Source: ", "\nMarkdown Content:\n"),
    "pandoc": ("\n:::", "{.wp-", "{width="),
    "html2text": ("\n  * [", "\n\n* * *\n\n"),
}
"""Texts that converters produce, and people do not."""


class Survey(NamedTuple):
    files: int
    sampled: int
    suffixes: Counter[str]
    languages: Counter[str]
    """By subtag; ``""`` for texts whose language is unknown."""
    paragraphs: Counter[str]
    origins: Counter[str]
    extractors: Counter[str]
    fields: Counter[str]
    """By key of front matter, the number of sampled files that have it."""
    with_front_matter: int
    by_folder: Mapping[str, Counter[str]]
    """By folder directly below the top, the languages in it."""
    rules: Counter[str]
    """The number of findings by code."""
    generator: str = ""
    site_root: str = ""


def sample(paths: Sequence[str]) -> list[str]:
    """Return at most ``SAMPLE`` of the paths, evenly spaced, in order."""
    step = max(len(paths) / SAMPLE, 1)
    return [paths[int(i * step)] for i in range(min(len(paths), SAMPLE))]


def survey(
    files: int,
    checked: Iterable[tuple[Document, FileResult]],
    top: str,
    generator: str,
    names: Collection[str],
) -> Survey:
    """Count the properties of the sampled documents.

    ``files`` is the number of all files, ``top`` their folder, and ``names`` the entries of that
    folder and of its parent; ``generator`` is the name of the site's generator, or ``""``.
    """
    found = Survey(
        files, 0, Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), 0, {}, Counter()
    )
    folders: dict[str, Counter[str]] = {}
    sampled = with_front_matter = 0
    for doc, result in checked:
        sampled += 1
        found.suffixes[os.path.splitext(doc.path)[1].lower()] += 1
        found.languages[doc.language] += 1
        found.paragraphs[doc.paragraphs] += 1
        found.origins[doc.origin] += 1
        below = os.path.relpath(doc.path, top).replace(os.sep, "/").split("/")
        folders.setdefault(below[0] if len(below) > 1 else "", Counter())[doc.language] += 1
        for name, signs in _SIGNS.items():
            found.extractors[name] += any(sign in doc.text for sign in signs)
        if doc.blocks and doc.blocks[0].kind == "front_matter":
            with_front_matter += 1
            end = doc.blocks[0].last + 1
            keys = block.fields([x.strip() for x in doc.lines[:end]], end)
            found.fields.update(list(keys))
        found.rules.update(d.code for d in result.diagnostics)
    root = _SITE_ROOTS.get(generator, "")
    return found._replace(
        sampled=sampled,
        with_front_matter=with_front_matter,
        by_folder=folders,
        generator=generator,
        site_root=root if root in names else "",
    )


def proposal(found: Survey, names: Mapping[str, str]) -> str:
    """Return a configuration file with comments; ``names`` has the names of rules by code."""
    lines = [
        "# `contentlint config FILE` shows the settings of a file, `contentlint rules` lists the",
        "# rules, and `contentlint explain CODE` explains a rule.",
        f"# Proposed from {found.sampled} of {found.files} files.",
        "",
        '# "ci": only errors fail; "strict": more rules; "minimal": encoding and bidi.',
        'profile = "default"',
        "",
        *_language(found),
        *_origin(found),
        *_reading(found),
        *_front_matter(found),
        *_dirt(found, names),
        *_folders(found),  # tables come last: keys after a table would belong to it
    ]
    return "\n".join(lines).rstrip() + "\n"


def _language(found: Survey) -> list[str]:
    known = Counter({k: n for k, n in found.languages.items() if k})
    if not known:
        return ["# The languages of the articles are unknown.", '# lang = "ar"', ""]
    shown = ", ".join(f"{k} {n}" for k, n in known.most_common())
    language, most = known.most_common(1)[0]
    lines = [f"# Languages seen: {shown}."]
    if most >= 0.95 * known.total():
        lines += [f'lang = "{language}"', ""]
        return lines
    return [*lines, "# The language of each file is detected.", ""]


def _origin(found: Survey) -> list[str]:
    if not found.origins:
        return []
    shown = ", ".join(f"{origin} {count}" for origin, count in found.origins.most_common())
    most = found.origins.most_common(1)[0][0]
    return [
        f"# Origins of the articles, detected from their folders: {shown}.",
        "# `contentlint config FILE` shows the reason; if the origin is wrong, set it here:",
        f'# origin = "{AUTHORED if most == UNKNOWN else most}"',
        "",
    ]


def _folders(found: Survey) -> list[str]:
    """Return overrides for the folders in one language, unless all files are in that language."""
    known = Counter({k: n for k, n in found.languages.items() if k})
    if not known or known.most_common(1)[0][1] >= 0.95 * known.total():
        return []
    lines = []
    for folder, counts in sorted(found.by_folder.items()):
        here = Counter({k: n for k, n in counts.items() if k})
        if folder and here.total() >= 3 and here.most_common(1)[0][1] >= 0.95 * here.total():
            own = here.most_common(1)[0][0]
            lines += [
                "[[overrides]]",
                f"files = [{written(folder + '/**')}]",
                f'lang = "{own}"',
                "",
            ]
    return ["# Folders in one language.", *lines] if lines else []


def _reading(found: Survey) -> list[str]:
    lines = []
    if len(found.paragraphs) == 1 and found.paragraphs["line"]:
        lines += [
            "# Each line is a paragraph in every file, as in the output of extractors.",
            "# This is detected, unless you set it here:",
            '# paragraphs = "line"',
            "",
        ]
    extractor, seen = found.extractors.most_common(1)[0] if found.extractors else ("", 0)
    if seen * 10 >= found.sampled:
        lines += [f"# {seen} of {found.sampled} files look like the output of {extractor}.", ""]
    if found.generator:
        lines.append(f"# A site of {found.generator}.")
    if found.site_root:
        lines.append(
            f'site-root = "{found.site_root}"   # where a path such as /images/a.jpg starts'
        )
    return [*lines, ""] if found.generator else lines


def _front_matter(found: Survey) -> list[str]:
    if found.with_front_matter * 2 < found.sampled:
        return []
    least = 0.95 * found.with_front_matter
    keys = [key for key, n in found.fields.items() if n >= least]
    lines = [f"# Front matter in {found.with_front_matter} of {found.sampled} files."]
    if keys:
        listed = ", ".join(f'"{key}"' for key in keys)
        lines += [
            "# Nearly all have these keys; to require them, and to check dates and languages:",
            '# extend-select = ["front-matter-invalid"]',
            # A dotted key, not a table: the keys below would belong to the table.
            f"# rules.front-matter-invalid.options.required-keys = [{listed}]",
        ]
    return [*lines, ""]


def _dirt(found: Survey, names: Mapping[str, str]) -> list[str]:
    common = found.rules.most_common(8)
    if not common:
        return ["# The sample has no findings.", ""]
    lines = ["# Most findings in the sample (all severities):"]
    lines += [f"#   {code} {names.get(code, '')}: {n}" for code, n in common]
    lines += ["# To ignore the most frequent rule at first:", f'# ignore = ["{common[0][0]}"]', ""]
    return lines
