"""Article-like files that were not checked: which, why, and when no run may pass because of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from contentlint._util.escape import visible
from contentlint._util.style import many
from contentlint.model.diagnostic import Incomplete, LeftOut
from contentlint.source.discovery import Discovery, Found
from contentlint.source.formats import FORMATS, is_article_like, suffix_of

SUFFIXES = ".md, .markdown, .mdx, .qmd or .txt"
FILTERS = {
    "--exclude": ("path", "removed by exclude on the command line"),
    "exclude": ("path", "removed by exclude in the configuration"),
    "--include": ("file", "not in include of the command line"),
    "include": ("file", "not in include of the configuration"),
    ".gitignore": ("path", "ignored by git"),
    "link": ("link", "not followed"),
    "suffix": ("file", f"with another suffix than {SUFFIXES}"),
    "folder": ("folder", "never searched"),
    "cache-dir": ("folder", "of the cache"),
    "--diff-base": ("file", "not changed"),
}
"""For each key of ``Found.filtered`` what it removes, and the reason."""
OTHERS = {
    "submodule": "in submodules, of which no lines are compared",
    "bound": "in folders with too many files to search",
    "unknown": "not found in the folders",
}
"""Reasons that only ``LeftOut.by`` has."""
_INSIDE = {
    **{by: reason for by, (_, reason) in FILTERS.items()},
    "link": "behind links that are not followed",
    "folder": "in folders that are never searched",
    "cache-dir": "in the folder of the cache",
    **OTHERS,
}
_ON_PURPOSE = frozenset({"--exclude", "--include", "exclude", "include", ".gitignore"})
_NAMED = 3
"""The number of files that a line names for each reason."""


def changed(
    reference: str, found: Found, discovery: Discovery, paths: Sequence[str]
) -> tuple[LeftOut, ...]:
    """Return the article-like files below the given paths that differ from a commit and were not
    found, or lie in a submodule that differs; a file that git recognizes as a renamed article is
    one of them.

    Raises:
        ConfigError: git does not know the commit, or a configuration is wrong.
    """
    from contentlint.run import diff_base  # runs git

    top, entries = diff_base.differing(reference)
    here = os.path.realpath(os.getcwd())
    checked = {target.path for target in found.targets}
    names: dict[str, str] = {}
    left = []
    for name, before in entries:
        whole = os.path.join(top, name)
        path = os.path.relpath(whole, here).replace(os.sep, "/")
        is_module = os.path.isdir(whole) and not os.path.islink(whole)
        like = is_module or is_article_like(name) or suffix_of(before) in FORMATS
        if path in checked or not like:
            continue
        names = names or {diff_base.name_of(each, top): each for each in checked}
        if is_module:  # git does not compare the lines of its files
            inside = (each for each in names if each.startswith(f"{name}/"))
            left += [LeftOut(names[each], "submodule") for each in inside]
        elif diff_base.name_of(whole, top) not in names:
            by = discovery.left_out_by(path, paths)
            left += [LeftOut(path, by)] if by else []
    return tuple(sorted(left))


def unexpected(left_out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Return the files that no setting of the user leaves out."""
    return tuple(each for each in left_out if each.by not in _ON_PURPOSE)


def refusal(found: Found) -> Incomplete | None:
    """Return why a run that has checked nothing must not pass, or None if it may.

    The options of the command line may leave out everything.
    """
    left = [each for each in found.left_out if each.by not in ("--exclude", "--include")]
    if not found.strict or not left:
        return None
    return Incomplete(".", f"nothing was checked; left out were {articles(left)}")


def articles(left_out: Iterable[LeftOut]) -> str:
    """Return how many files were left out for which reason, and the names of some: safe to
    print."""
    names: dict[str, list[str]] = {by: [] for by in _INSIDE}
    for path, by in left_out:
        names[by].append(visible(path))
    found = [(len(each), f"{_INSIDE[by]} ({_few(each)})") for by, each in names.items() if each]
    total = many(sum(n for n, _ in found), "article-like file")
    if len(found) == 1:
        return f"{total} {found[0][1]}"
    return f"{total}, {', '.join(f'{n} {reason}' for n, reason in found)}"


def _few(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
