"""Limits of processor time on the rules of users, while other threads work."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

from contentlint._util.time_limit import within
from contentlint.engine import limits
from contentlint.engine.ruleset import bind, builtin
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import LimitError
from contentlint.model.rule import BoundRule
from contentlint.source import formats

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not hasattr(time, "thread_time"),
    reason="needs a timer, and a clock of each thread",
)


@pytest.fixture
def another() -> Iterator[None]:
    """A thread that uses the processor as much as the test does."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            sum(range(1000))

    thread = threading.Thread(target=work)
    thread.start()
    yield
    ended.set()
    thread.join()


def spend(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def limited(seconds: float) -> BoundRule:
    """A rule that takes so long, and finds one fault."""

    def check(_: Document) -> Iterator[Finding]:
        spend(seconds)
        yield Finding(Span(0, 1))

    rule = next(rule for rule in builtin().rules if rule.code == "IMG001")
    return limits.limited(bind(rule)._replace(check=check))


def run(rule: BoundRule, times: int = 1) -> int:
    """How much a rule finds in a document, checked several times; it raises LimitError."""
    doc = formats.read("a.md", b"x\n")
    assert rule.check is not None
    return sum(len([*rule.check(doc)]) for _ in range(times))


@pytest.mark.usefixtures("another")
def test_time_of_another_thread_does_not_stop_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.08)
    assert run(limited(0.055)) == 1
    with pytest.raises(LimitError, match="stopped after"):
        run(limited(10))


@pytest.mark.usefixtures("another")
def test_time_of_another_thread_is_not_added_to_that_of_all_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "IN_ALL", 0.09)
    assert run(limited(0.03), times=2) == 2
    with pytest.raises(LimitError):
        run(limited(0.03), times=5)


def test_body_that_ends_in_time_is_not_stopped_later() -> None:
    with within(0.05, LimitError):
        pass
    spend(0.1)
