"""Finds the files of a command, and reports those that filters removed."""

from __future__ import annotations

import sys

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import line_start
from contentlint._util.translation import gettext as _
from contentlint.cli import summary
from contentlint.cli.parser import FAILED, listed
from contentlint.model.errors import ConfigError, ContentlintError
from contentlint.model.record import Record
from contentlint.report import console
from contentlint.run.resolve import Resolver
from contentlint.source import formats
from contentlint.source.discovery import Discovery, Found, Target

if TYPE_CHECKING:
    from argparse import Namespace


def discover(args: Namespace, resolver: Resolver) -> tuple[Found, Record | None]:
    """Return the files to check, and the record of standard input if that is checked instead.

    Raises:
        ConfigError: a filter is wrong, or standard input is mixed with paths.
        ContentlintError: standard input is closed.
    """
    untrusted = resolver.limits.untrusted
    since = getattr(args, "diff_base", None)
    if since is not None and (args.watch or args.show_files or args.write_baseline is not None):
        since = None  # it does not count, or is an error
    # With --diff-base, git knows what has changed.
    discovery = _discovery(args, resolver, audit=untrusted and since is None)
    if "-" in args.paths or (args.stdin_filename and not args.paths):
        return _standard_input(args, discovery)
    if args.stdin_filename:
        raise ConfigError("--stdin-filename is for standard input: give - instead of paths")
    paths = args.paths or ["."]
    found = discovery.find(paths)._replace(strict=untrusted)
    if since is not None:
        from contentlint.run import left_out

        found = found._replace(left_out=left_out.changed(since, found, discovery, paths))
    return found, None


def _discovery(args: Namespace, resolver: Resolver, *, audit: bool = False) -> Discovery:
    inline = resolver.inline
    return Discovery(
        resolver.configs.of,
        include=listed(args.include) or inline.include,
        exclude=(*listed(args.exclude), *inline.exclude),
        force_exclude=args.force_exclude,
        respect_gitignore=inline.respect_gitignore is not False and not args.no_respect_gitignore,
        stamped=not getattr(args, "no_cache", False),  # only the cache needs stamps
        audit=audit,
        tree=resolver.configs.found,
    )


def with_translations(args: Namespace, resolver: Resolver, found: Found) -> Found:
    """Return the files to check with those that are translations of some of them.

    Raises:
        ConfigError: two tables take a file for a translation, or a source is a link that leaves the
            project: said here once, before any worker starts.
    """
    if not (resolver.inline.translations or resolver.configs.translate()):
        return found
    from contentlint.run import partners

    more = partners.added(resolver.partners, _discovery(args, resolver), found.targets)
    return found._replace(translations=more)


def _standard_input(args: Namespace, discovery: Discovery) -> tuple[Found, Record]:
    if len(args.paths) > 1:
        raise ConfigError("standard input (-) cannot be mixed with paths")
    name = args.stdin_filename or "stdin.md"
    if formats.suffix_of(name) not in formats.FORMATS:
        known = ", ".join(formats.FORMATS)
        raise ConfigError(
            f"--stdin-filename: {name}: the suffix selects the format; use one of {known}"
        )
    if sys.stdin is None:
        raise ContentlintError("standard input is closed")
    record = formats.record(name, sys.stdin.buffer.read())
    if not discovery.keeps(name):
        return Found((), discovery.filtered, (), named=True), record
    return Found((Target(name, len(record.data)),), {}, ()), record


def show_files(args: Namespace, found: Found) -> int:
    """List the files, and return the exit code."""
    console.write("".join(f"{line_start(target.path)}\n" for target in found.targets))
    say_left_out(args, found)
    for path, why, _rule in found.incomplete:
        console.fail(f"{path}: {_(why)}")
    return FAILED if found.incomplete else 0


def say_left_out(args: Namespace, found: Found) -> None:
    """Report what filters removed: if paths were named, nothing is left, or with ``--verbose``;
    and the article-like files among it that the user has hardly left out on purpose."""
    if args.quiet:
        return
    checked = found.targets or found.incomplete
    everything = args.verbose or not checked
    lines = [] if checked else [summary.nothing(found, getattr(args, "diff_base", "") or "")]
    if checked and (found.named or args.verbose):
        lines = [summary.filtered(found)]
    if found.left_out:
        from contentlint.run import left_out

        left = found.left_out
        if not (everything or found.strict):
            left = left_out.unexpected(left)
        if left:
            lines.append(_("not checked: {files}").format(files=left_out.articles(left)))
    if any(lines):
        console.say("; ".join(filter(None, lines)))
