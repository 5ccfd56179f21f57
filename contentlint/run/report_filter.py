"""Restricts a report to new findings: those beyond the baseline, or on changed lines."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import many
from contentlint.config.schema import BASELINE, over
from contentlint.model.diagnostic import Diagnostic, FileResult, rank
from contentlint.model.errors import ConfigError
from contentlint.model.rule import BoundRule
from contentlint.run.resolve import CROSS_FILE, Resolver
from contentlint.source.files import folder_of, shown_path
from contentlint.source.tree import Tree

if TYPE_CHECKING:
    from argparse import Namespace

    from contentlint.run.baseline import Applied, Baseline, TextOf

RulesFor = Callable[[FileResult], Sequence[BoundRule]]


class ReportFilters(NamedTuple):
    """What a run reports of its findings; the defaults report all of them."""

    baselines: Mapping[str, Baseline] = {}
    """By path."""
    baseline_of: Callable[[str], str] | None = None
    """Return the path of the baseline of a file, or ``""``; None if there are no baselines."""
    write: str = ""
    """The path of the baseline to write in place of a report; ``""`` for none."""
    prune: bool = False
    """True to remove stale entries from the baselines."""
    fail_on_stale: bool = False
    suppress: str = ""
    """The reason with which to suppress what is reported; ``""`` to suppress nothing."""
    folders: tuple[str, ...] = ()
    """The real paths of the folders to check, for the baselines."""
    changed: Mapping[str, Sequence[tuple[int, int]]] | None = None
    """The changed lines of each file that differs from ``since``: first and last, from 1."""
    since: str = ""
    """The commit of ``--diff-base``. Fixes apply to all lines of a changed file."""
    untrusted: bool = False
    links_fail_on: str = ""
    """With observations of links, the least severity of findings about them that makes the exit
    code 1, or ``never``; ``""``: they count as others do."""

    def needs_all(self) -> bool:
        """Return True if ``apply`` needs the findings of every severity, with fingerprints."""
        return bool(self.baselines or self.write or self.changed is not None or self.links_fail_on)

    def context(self) -> int:
        """Return the code points on each side of a finding that the baseline to write needs; 0
        if no baseline is written."""
        if not self.write:
            return 0
        from contentlint.run import baseline

        return baseline.CONTEXT


class Filtered(NamedTuple):
    """The results after filtering, and the part of the baseline in it."""

    results: Sequence[FileResult]
    """The results, with new findings only."""
    accepted: tuple[Diagnostic, ...]
    """The findings in the baseline."""
    messages: Sequence[str]
    """Lines about the baseline, for the end of the run."""
    exit: int
    """The least exit code of the run."""


def from_arguments(args: Namespace, resolver: Resolver, paths: Sequence[str]) -> ReportFilters:
    """Return the filters of a run: those of its arguments, and the baselines of its files.

    Raises:
        ConfigError: a baseline cannot be read, git does not know the commit, or
            two options contradict each other.
    """

    def baseline_of(path: str) -> str:
        return args.baseline or over(resolver.configs.of(path), resolver.inline).baseline

    reason = _reason(args)
    named = dict.fromkeys(map(baseline_of, {folder_of(path): path for path in paths}.values()))
    found = [path for path in named or {baseline_of(""): None} if path]
    if args.write_baseline is not None:
        if args.baseline or args.prune_baseline or args.fail_on_stale or args.diff_base is not None:
            raise ConfigError(
                "--write-baseline records all findings; do not combine it with another baseline"
            )
        if args.diff:
            raise ConfigError("--diff writes nothing, so it cannot write a baseline")
        if not args.write_baseline and len(found) > 1:
            shown = ", ".join(map(shown_path, found))
            raise ConfigError(f"--write-baseline: these files have several baselines: {shown}")
        return ReportFilters(write=args.write_baseline or (found or [BASELINE])[0])
    if (args.prune_baseline or args.fail_on_stale) and not found:
        raise ConfigError("--prune-baseline and --fail-on-stale need a --baseline")
    changed = None
    if args.diff_base is not None:
        from contentlint.run import diff_base  # runs git

        changed = diff_base.since(args.diff_base, paths, untrusted=args.untrusted)
    folders = [path for path in args.paths or [os.curdir] if os.path.isdir(path)]
    return ReportFilters(
        baselines={path: _read(path, resolver.configs.named) for path in found},
        baseline_of=baseline_of if found else None,
        prune=args.prune_baseline,
        fail_on_stale=args.fail_on_stale,
        suppress=reason,
        folders=tuple(map(os.path.realpath, folders)) if found else (),
        changed=changed,
        since=args.diff_base or "",
        untrusted=args.untrusted,
    )


def _reason(args: Namespace) -> str:
    """Return the reason with which to suppress what is reported; ``""`` to suppress nothing."""
    if not args.add_suppressions:
        if args.reason is not None:
            raise ConfigError("--reason is for --add-suppressions only")
        return ""
    if args.untrusted:
        raise ConfigError("--add-suppressions: suppressions do not count with --untrusted")
    others = {
        "--fix": args.fix or args.fix_only,
        "--diff": args.diff,
        "--write-baseline": args.write_baseline is not None,
        "standard input": "-" in args.paths or args.stdin_filename,
    }
    for what, given in others.items():
        if given:
            raise ConfigError(f"--add-suppressions does not go with {what}")
    from contentlint.run import add_suppressions  # most runs add none

    return add_suppressions.check_reason(args.reason)


def _read(path: str, tree: Tree) -> Baseline:
    from contentlint.run import baseline  # most runs have none

    return baseline.read(path, tree)


def apply(
    filters: ReportFilters,
    results: Sequence[FileResult],
    least: str,
    rules_for: RulesFor,
    text_of: TextOf,
) -> Filtered:
    """Remove the findings that are not new, and write the baseline if that is requested.

    ``least`` is the least severity of the report. ``rules_for`` returns the rules that were on
    for a file, ``text_of`` its content.

    Raises:
        ContentlintError: the baseline cannot be written.
    """
    if filters.write:
        return _written(filters.write, results, text_of)
    found = list(results)
    if filters.changed is not None:
        from contentlint.run import diff_base

        changed = filters.changed
        if any(result.repair.applied for result in found):  # fixes may have moved lines
            paths = [result.path for result in found]
            changed = diff_base.since(filters.since, paths, untrusted=filters.untrusted)
        found = diff_base.only(found, changed)
    if filters.baseline_of is None:
        if filters.changed is not None:
            found = [at_least(result, least) for result in found]
        return Filtered(found, (), (), 0)

    from contentlint.run import baseline

    def checked(result: FileResult, complete: bool) -> frozenset[str]:
        rules = (bound.rule for bound in rules_for(result))
        return frozenset(rule.code for rule in rules if complete or CROSS_FILE not in rule.tags)

    accepted: list[Diagnostic] = []
    messages: list[str] = []
    stale = 0
    partial = filters.changed is not None
    places = [filters.baseline_of(result.path) for result in found]
    for path, known in filters.baselines.items():
        numbers = [number for number, place in enumerate(places) if place == path]
        own = [found[number] for number in numbers]
        applied = baseline.apply(
            known, own, least, checked, text_of, folders=filters.folders, partial=partial
        )
        for number, result in zip(numbers, applied.results, strict=True):
            found[number] = result
        accepted += applied.accepted
        gone = 0 if partial else baseline.total(applied.stale)
        stale += gone
        if filters.prune and not partial:
            new = baseline.pruned(applied, own, text_of)
            if new != known:
                baseline.write(new)
        messages += _messages(shown_path(path), applied, gone, prune=filters.prune)
    found = [
        result if place else at_least(result, least)
        for result, place in zip(found, places, strict=True)
    ]
    fails = bool(stale and filters.fail_on_stale and not filters.prune)
    return Filtered(found, tuple(accepted), messages, int(fails))


def _messages(path: str, applied: Applied, stale: int, *, prune: bool) -> list[str]:
    path = visible(path)
    messages = []
    if applied.accepted:
        moved = f", {applied.moved} in moved text" if applied.moved else ""
        messages.append(f"{many(len(applied.accepted), 'finding')} recorded in {path}{moved}")
    if stale and prune:
        messages.append(f"removed {many(stale, 'finding')} from {path}")
    elif stale:
        messages.append(f"{many(stale, 'stale finding')} in {path}; remove with --prune-baseline")
    return messages


def _written(path: str, results: Sequence[FileResult], text_of: TextOf) -> Filtered:
    from contentlint.run import baseline

    made = baseline.of_results(path, results, text_of)
    baseline.write(made)
    total, files = baseline.total(made.files), len(made.files)
    message = (
        f"wrote {visible(shown_path(path))}: {many(total, 'finding')} in {many(files, 'file')}"
    )
    cleared = [r._replace(diagnostics=(), counts=baseline.counted(())) for r in results]
    return Filtered(cleared, (), (message,), 0)


def at_least(result: FileResult, severity: str) -> FileResult:
    """Return a result without the diagnostics below a severity, which it still counts."""
    kept = tuple(d for d in result.diagnostics if rank(d.severity) >= rank(severity))
    return result._replace(diagnostics=kept)
