"""Article-like files that were not checked: which, why, and when no run may pass because of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from contentlint._util.escape import visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked, ngettext, number, plural
from contentlint.model.diagnostic import Incomplete, LeftOut
from contentlint.source.discovery import Discovery, Found
from contentlint.source.formats import FORMATS, is_article_like, suffix_of

SUFFIXES = marked(".md, .markdown, .mdx, .qmd or .txt")
_REMOVED = {
    "--exclude": plural(
        "{n} path removed by exclude on the command line",
        "{n} paths removed by exclude on the command line",
    ),
    "exclude": plural(
        "{n} path removed by exclude in the configuration",
        "{n} paths removed by exclude in the configuration",
    ),
    "--include": plural(
        "{n} file not matched by include of the command line",
        "{n} files not matched by include of the command line",
    ),
    "include": plural(
        "{n} file not matched by include of the configuration",
        "{n} files not matched by include of the configuration",
    ),
    ".gitignore": plural("{n} path ignored by git", "{n} paths ignored by git"),
    "link": plural("{n} link not followed", "{n} links not followed"),
    "suffix": plural(
        "{n} file with a suffix other than {suffixes}",
        "{n} files with a suffix other than {suffixes}",
    ),
    "folder": plural("{n} folder never searched", "{n} folders never searched"),
    "cache-dir": plural("{n} folder of the cache", "{n} folders of the cache"),
    "--diff-base": plural("{n} file not changed", "{n} files not changed"),
}
"""For each key of ``Found.filtered`` what it removes, and the reason."""
REASONS = {
    "--exclude": marked("removed by exclude on the command line"),
    "exclude": marked("removed by exclude in the configuration"),
    "--include": marked("not matched by include of the command line"),
    "include": marked("not matched by include of the configuration"),
    ".gitignore": marked("ignored by git"),
    "link": marked("behind links that are not followed"),
    "suffix": marked("with a suffix other than {suffixes}"),
    "folder": marked("in folders that are never searched"),
    "cache-dir": marked("in the folder of the cache"),
    "--diff-base": marked("not changed"),
    "submodule": marked("in submodules, of which no lines are compared"),
    "bound": marked("in folders with too many files to search"),
    "unknown": marked("not found in the folders"),
}
"""Why article-like files were left out, by ``LeftOut.by``."""
_ON_PURPOSE = frozenset({"--exclude", "--include", "exclude", "include", ".gitignore"})
_NAMED = 3
"""The number of files that a line names for each reason."""


def removed(filtered: Mapping[str, int]) -> str:
    """Return what the filters removed, of ``Found.filtered``; ``""`` if nothing."""
    return _(", ").join(
        ngettext(*forms, filtered[by]).format(suffixes=_(SUFFIXES))
        for by, forms in _REMOVED.items()
        if by in filtered
    )


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
    reason = _("nothing was checked; left out were {files}").format(files=articles(left))
    return Incomplete(".", reason)


def articles(left_out: Iterable[LeftOut]) -> str:
    """Return how many files were left out for which reason, and the names of some: safe to
    print."""
    names: dict[str, list[str]] = {by: [] for by in REASONS}
    for path, by in left_out:
        names[by].append(visible(path))
    found = [
        # Translators: why files were left out, and the names of some.
        (
            len(each),
            _("{reason} ({names})").format(
                reason=_(REASONS[by]).format(suffixes=_(SUFFIXES)), names=_few(each)
            ),
        )
        for by, each in names.items()
        if each
    ]
    total = ngettext("{n} article-like file", "{n} article-like files", sum(n for n, _why in found))
    if len(found) == 1:
        return f"{total} {found[0][1]}"
    return _(", ").join((total, *(f"{number(n)} {why}" for n, why in found)))


def _few(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = _(", ").join(names[:_NAMED])
    if more <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=shown)
