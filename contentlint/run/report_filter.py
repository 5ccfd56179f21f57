"""Restricts a report to new findings: those beyond the baseline, or on changed lines."""

from __future__ import annotations

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
from contentlint.source.tree import Tree

if TYPE_CHECKING:
    from argparse import Namespace

    from contentlint.run.baseline import Baseline

RulesFor = Callable[[FileResult], Sequence[BoundRule]]


class ReportFilters(NamedTuple):
    """What a run reports of its findings; the defaults report all of them."""

    baseline: Baseline | None = None
    write: str = ""
    """The path of the baseline to write in place of a report; ``""`` for none."""
    prune: bool = False
    """True to remove stale entries from ``baseline``."""
    fail_on_stale: bool = False
    changed: Mapping[str, Sequence[tuple[int, int]]] | None = None
    """The changed lines of each file that differs from ``since``: first and last, from 1."""
    since: str = ""
    """The commit of ``--diff-base``. Fixes apply to all lines of a changed file."""
    untrusted: bool = False

    def needs_all(self) -> bool:
        """Return True if ``apply`` needs the findings of every severity, with fingerprints."""
        return bool(self.baseline or self.write or self.changed is not None)


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
    """Return the filters of a run: those of its arguments, and of the current folder's settings.

    Raises:
        ConfigError: a baseline cannot be read, git does not know the commit, or
            two options contradict each other.
    """
    config = over(resolver.configs.of(""), resolver.inline)
    path = args.baseline or config.baseline
    if args.write_baseline is not None:
        if args.baseline or args.prune_baseline or args.fail_on_stale or args.diff_base is not None:
            raise ConfigError(
                "--write-baseline records all findings; do not combine it with another baseline"
            )
        if args.diff:
            raise ConfigError("--diff writes nothing, so it cannot write a baseline")
        return ReportFilters(write=args.write_baseline or config.baseline or BASELINE)
    if (args.prune_baseline or args.fail_on_stale) and not path:
        raise ConfigError("--prune-baseline and --fail-on-stale need a --baseline")
    changed = None
    if args.diff_base is not None:
        from contentlint.run import diff_base  # runs git

        changed = diff_base.since(args.diff_base, paths, untrusted=args.untrusted)
    return ReportFilters(
        baseline=_read(path, resolver.configs.named) if path else None,
        prune=args.prune_baseline,
        fail_on_stale=args.fail_on_stale,
        changed=changed,
        since=args.diff_base or "",
        untrusted=args.untrusted,
    )


def _read(path: str, tree: Tree) -> Baseline:
    from contentlint.run import baseline  # most runs have none

    return baseline.read(path, tree)


def apply(
    filters: ReportFilters, results: Sequence[FileResult], least: str, rules_for: RulesFor
) -> Filtered:
    """Remove the findings that are not new, and write the baseline if that is requested.

    ``least`` is the least severity of the report. ``rules_for`` returns the rules that were on
    for a file.

    Raises:
        ContentlintError: the baseline cannot be written.
    """
    if filters.write:
        return _written(filters.write, results)
    found = list(results)
    if filters.changed is not None:
        from contentlint.run import diff_base

        changed = filters.changed
        if any(result.repair.applied for result in found):  # fixes may have moved lines
            paths = [result.path for result in found]
            changed = diff_base.since(filters.since, paths, untrusted=filters.untrusted)
        found = diff_base.only(found, changed)
    if filters.baseline is None:
        if filters.changed is not None:
            found = [_at_least(result, least) for result in found]
        return Filtered(found, (), (), 0)

    from contentlint.run import baseline

    def checked(result: FileResult, complete: bool) -> frozenset[str]:
        rules = (bound.rule for bound in rules_for(result))
        return frozenset(rule.code for rule in rules if complete or CROSS_FILE not in rule.tags)

    applied = baseline.apply(filters.baseline, found, least, checked)
    path, messages = visible(filters.baseline.path), []
    if applied.accepted:
        messages.append(f"{many(len(applied.accepted), 'finding')} known to {path}")
    stale = baseline.total(applied.stale) if filters.changed is None else 0
    if stale and filters.prune:
        baseline.write(baseline.pruned(filters.baseline, applied.stale))
        messages.append(f"forgot {many(stale, 'finding')} in {path}")
    elif stale:
        messages.append(f"{many(stale, 'finding')} of {path} not found any more (--prune-baseline)")
    fails = bool(stale and filters.fail_on_stale and not filters.prune)
    return Filtered(applied.results, applied.accepted, messages, int(fails))


def _written(path: str, results: Sequence[FileResult]) -> Filtered:
    from contentlint.run import baseline

    made = baseline.of_results(path, results)
    baseline.write(made)
    total, files = baseline.total(made.files), len(made.files)
    message = f"wrote {visible(path)}: {many(total, 'finding')} in {many(files, 'file')}"
    cleared = [r._replace(diagnostics=(), counts=baseline.counted(())) for r in results]
    return Filtered(cleared, (), (message,), 0)


def _at_least(result: FileResult, severity: str) -> FileResult:
    kept = tuple(d for d in result.diagnostics if rank(d.severity) >= rank(severity))
    return result._replace(diagnostics=kept)
