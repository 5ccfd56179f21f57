"""The budget of the rules that users write: slow patterns, processor time, findings.

A pattern may have more ways to divide a text than can ever be tried. Those
that may be slow are named when a rule set is loaded, and each rule is stopped
when its time is over. Time is the processor time of the thread, so that a busy
machine finds the same as an idle one. Windows has no such timer, and so no limit
of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from contentlint._util import TYPE_CHECKING
from contentlint.model.document import Document
from contentlint.model.errors import LimitError
from contentlint.model.rule import BoundRule, Rule

if TYPE_CHECKING:
    from typing import Any

_PATTERNS = ("pattern", "patterns", "first", "second", "exceptions", "ignore", "deny-pattern")
"""The options of kinds that hold regular expressions."""
SECONDS = 1.0
"""Processor time for one rule, for each million characters or part of it."""
IN_ALL = 5.0
"""Processor time for all users' rules together, for each million characters or part of it."""
FINDINGS = 100_000
"""Findings of one rule in one file."""


def slow_patterns_of_users(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield a line for each slow pattern of the rules that are not built in."""
    from contentlint.engine.ruleset import builtin

    own = {rule.code for rule in builtin().rules}
    for rule in rules:
        if rule.code not in own:
            yield from slow_patterns(rule)


def slow_patterns(rule: Rule) -> Iterator[str]:
    """Yield a line for each pattern of a rule that may be slow."""
    from contentlint.text.match.redos import hazard  # most runs have no rules of users

    for key in _PATTERNS:
        value = rule.options.get(key, rule.options.get(key.replace("-", "_"), ()))
        for pattern in (value,) if isinstance(value, str) else value:
            fault = hazard(pattern.strip("/") if key == "exceptions" else pattern)
            if fault:
                yield f"{rule.code}: {key}: {pattern!r}: {fault}"


def limited(bound: BoundRule) -> BoundRule:
    """Return the rule held to the limits.

    Past a limit, its checker raises LimitError after it has yielded what it found.
    """
    check, collect = bound.check, bound.collect
    return bound._replace(
        check=None if check is None else _limited(check),
        collect=None if collect is None else _limited(collect),
    )


def _limited(
    function: Callable[[Document], Iterable[Any]],
) -> Callable[[Document], Iterator[Any]]:
    def run(doc: Document) -> Iterator[Any]:
        from contentlint._util.time_limit import clock, within  # most runs have no rules of users

        found: list[Any] = []
        fault: LimitError | None = None
        account = doc.fact(_Account)
        started = clock()
        try:
            with within(account.left(), LimitError):
                for one in function(doc):
                    if len(found) == FINDINGS:
                        raise LimitError(f"more than {FINDINGS} findings")
                    found.append(one)
        except LimitError as limit:
            fault = limit
        finally:
            account.spent += clock() - started
        yield from found
        if fault is not None:
            raise fault

    return run


class _Account:
    """The processor time that users' rules have spent on a document."""

    def __init__(self, doc: Document) -> None:
        self.size = 1 + len(doc.text) // 1_000_000
        self.spent = 0.0

    def left(self) -> float:
        """Return the seconds that the next rule may take.

        Raises:
            LimitError: there are none.
        """
        from contentlint._util.time_limit import TICK

        left = min(SECONDS * self.size, IN_ALL * self.size - self.spent)
        if left <= TICK:
            whole = f"{IN_ALL * self.size:g} s of processor time"
            raise LimitError(f"not run: the configuration's rules have used {whole}")
        return left
