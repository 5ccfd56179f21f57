"""Limits on the rules that users write: processor time, and findings.

A pattern of theirs may try more ways to divide a text than there are seconds
in a year. Time is that of the processor, so that a busy machine finds the same
as an idle one. Windows has no such timer, and so no limit of time.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator

from contentlint._util.time_limit import within
from contentlint.model.document import Document
from contentlint.model.errors import LimitError
from contentlint.model.rule import BoundRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SECONDS = 1.0
"""Of processor time, for one rule and each million characters begun."""
IN_ALL = 5.0
"""The same, for all users' rules together."""
FINDINGS = 100_000
"""Of one rule in one file."""
_TICK = 0.01
"""Seconds that the timer may be early by: the system counts in ticks of a clock."""


def limited(bound: BoundRule) -> BoundRule:
    """The rule, held to the limits; where it goes over, ``LimitError`` is raised behind what
    it has found."""
    check, collect = bound.check, bound.collect
    return bound._replace(
        check=None if check is None else _limited(check),
        collect=None if collect is None else _limited(collect),
    )


def _limited(function: Callable[[Document, Any], Iterable[Any]]) -> Callable[..., Iterator[Any]]:
    def run(doc: Document, options: Any) -> Iterator[Any]:
        found: list[Any] = []
        fault: LimitError | None = None
        try:
            with _charged(doc.fact(_Account)):
                for one in function(doc, options):
                    if len(found) == FINDINGS:
                        raise LimitError(f"more than {FINDINGS} findings")
                    found.append(one)
        except LimitError as limit:
            fault = limit
        yield from found
        if fault is not None:
            raise fault

    return run


class _Account:
    """What users' rules have spent on a document."""

    def __init__(self, doc: Document) -> None:
        self.size = 1 + len(doc.text) // 1_000_000
        self.spent = 0.0

    def left(self) -> float:
        """Seconds for the next rule.

        Raises:
            LimitError: there are none.
        """
        left = min(SECONDS * self.size, IN_ALL * self.size - self.spent)
        if left <= _TICK:
            whole = f"{IN_ALL * self.size:g} s of processor time"
            raise LimitError(f"not run: the configuration's rules have taken {whole}")
        return left


@contextlib.contextmanager
def _charged(account: _Account) -> Iterator[None]:
    """Raise LimitError in the body when it takes longer than there is left."""
    started = time.process_time()
    try:
        with within(account.left(), LimitError):
            yield
    finally:
        account.spent += time.process_time() - started
