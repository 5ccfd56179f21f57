"""What a run leaves out because it is old: the baseline, and lines that did not change."""

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
from contentlint.run.resolve import CROSS_FILE
from contentlint.run.session import Session

if TYPE_CHECKING:
    from argparse import Namespace

    from contentlint.run.baseline import Baseline

RulesFor = Callable[[FileResult], Sequence[BoundRule]]


class Old(NamedTuple):
    """What was asked for."""

    baseline: Baseline | None = None
    write: str = ""
    prune: bool = False
    fail_on_stale: bool = False
    changed: Mapping[str, Sequence[tuple[int, int]]] | None = None
    """The files that have changed since the commit named, with their lines."""
    since: str = ""
    """That commit. Fixes apply to the whole of a file that has changed."""

    def needs_everything(self) -> bool:
        return bool(self.baseline or self.write or self.changed is not None)


class Outcome(NamedTuple):
    results: list[FileResult]
    accepted: tuple[Diagnostic, ...]
    lines: list[str]
    """What is said of it at the end."""
    exit: int


def of(args: Namespace, session: Session, paths: Sequence[str]) -> Old:
    """What the arguments, and the configuration of the current folder, ask for.

    Raises:
        ConfigError: a baseline cannot be read, git does not know the commit, or
            two of them contradict each other.
    """
    config = over(session.configs.of(""), session.inline)
    path = args.baseline or config.baseline
    if args.write_baseline is not None:
        if args.baseline or args.prune_baseline or args.fail_on_stale or args.diff_base is not None:
            raise ConfigError("--write-baseline takes everything found: no other baseline with it")
        if args.diff:
            raise ConfigError("--diff writes nothing, and so no baseline")
        return Old(write=args.write_baseline or config.baseline or BASELINE)
    if (args.prune_baseline or args.fail_on_stale) and not path:
        raise ConfigError("--prune-baseline and --fail-on-stale need a --baseline")
    changed = None
    if args.diff_base is not None:
        from contentlint.run import diff_base  # asks git, in a process of its own

        changed = diff_base.since(args.diff_base, paths)
    return Old(
        baseline=_read(path) if path else None,
        prune=args.prune_baseline,
        fail_on_stale=args.fail_on_stale,
        changed=changed,
        since=args.diff_base or "",
    )


def _read(path: str) -> Baseline:
    from contentlint.run import baseline  # most runs have none

    return baseline.read(path)


def settle(old: Old, results: Sequence[FileResult], shown: str, rules_for: RulesFor) -> Outcome:
    """Leave out what is old, and write the baseline where that was asked for.

    ``rules_for`` gives the rules that a file was checked under.

    Raises:
        ContentlintError: it cannot be written.
    """
    if old.write:
        return _written(old.write, results)
    found = list(results)
    if old.changed is not None:
        from contentlint.run import diff_base

        changed = old.changed
        if any(result.repair.applied for result in found):  # its lines may be others by now
            changed = diff_base.since(old.since, [result.path for result in found])
        found = diff_base.only(found, changed)
    if old.baseline is None:
        if old.changed is not None:
            found = [_at_least(result, shown) for result in found]
        return Outcome(found, (), [], 0)

    from contentlint.run import baseline

    def on(result: FileResult, whole: bool) -> frozenset[str]:
        rules = (bound.rule for bound in rules_for(result))
        return frozenset(rule.code for rule in rules if whole or CROSS_FILE not in rule.tags)

    applied = baseline.apply(old.baseline, found, shown, on)
    path, lines = visible(old.baseline.path), []
    if applied.accepted:
        lines.append(f"{many(len(applied.accepted), 'finding')} known to {path}")
    gone = baseline.total(applied.stale) if old.changed is None else 0
    if gone and old.prune:
        baseline.write(baseline.pruned(old.baseline, applied.stale))
        lines.append(f"forgot {many(gone, 'finding')} in {path}")
    elif gone:
        lines.append(f"{many(gone, 'finding')} of {path} not found any more (--prune-baseline)")
    stale = bool(gone and old.fail_on_stale and not old.prune)
    return Outcome(applied.results, applied.accepted, lines, int(stale))


def _written(path: str, results: Sequence[FileResult]) -> Outcome:
    from contentlint.run import baseline

    made = baseline.made_of(path, results)
    baseline.write(made)
    total, files = baseline.total(made.files), len(made.files)
    line = f"wrote {visible(path)}: {many(total, 'finding')} in {many(files, 'file')}"
    cleared = [r._replace(diagnostics=(), counts=baseline.counted(())) for r in results]
    return Outcome(cleared, (), [line], 0)


def _at_least(result: FileResult, shown: str) -> FileResult:
    kept = tuple(d for d in result.diagnostics if rank(d.severity) >= rank(shown))
    return result._replace(diagnostics=kept)
