"""Limits on the rules of users: slow patterns, findings, and time, while other threads work."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from contentlint._util import time_limit
from contentlint._util.time_limit import within
from contentlint.engine import budget
from contentlint.engine.ruleset import bind, builtin
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import LimitError
from contentlint.model.rule import BoundRule, Rule
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
    return budget.limited(bind(rule)._replace(check=check))


def run(rule: BoundRule, times: int = 1) -> int:
    """How much a rule finds in a document, checked several times; it raises LimitError."""
    doc = formats.read("a.md", b"x\n")
    assert rule.check is not None
    return sum(len([*rule.check(doc)]) for _ in range(times))


@pytest.mark.usefixtures("another")
def test_time_of_another_thread_does_not_stop_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "SECONDS", 0.08)
    assert run(limited(0.055)) == 1
    with pytest.raises(LimitError, match="stopped after"):
        run(limited(10))


@pytest.mark.usefixtures("another")
def test_time_of_another_thread_is_not_added_to_that_of_all_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "IN_ALL", 0.09)
    assert run(limited(0.03), times=2) == 2
    with pytest.raises(LimitError):
        run(limited(0.03), times=5)


def test_body_that_ends_in_time_is_not_stopped_later() -> None:
    with within(0.05, LimitError):
        pass
    spend(0.1)


def test_error_that_a_rule_catches_comes_again() -> None:
    stopped = pytest.raises(LimitError, match=r"^stopped after 0\.05 s of processor time$")
    with stopped, within(0.05, LimitError):
        with contextlib.suppress(LimitError):
            spend(10)
        spend(10)


class Clock:
    """One that is set by hand."""

    now = 10.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time_limit, "clock", made)
    return made


def test_signal_counts_in_the_body_and_when_the_time_is_over(clock: Clock) -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    end = clock.now + 100 - time_limit.TICK
    with within(100, LimitError):
        handler = signal.getsignal(signal.SIGVTALRM)
        assert callable(handler)
        left, again = signal.getitimer(signal.ITIMER_VIRTUAL)
        assert 90 < left <= 100.1
        assert again == pytest.approx(0.1, abs=0.02)
        clock.now = end - 0.001
        handler(0, None)
        clock.now = end
        with pytest.raises(LimitError, match=r"^stopped after 100 s of processor time$"):
            handler(0, None)
    handler(0, None)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) == before
    with pytest.raises(KeyError), within(100, LimitError):
        raise KeyError
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_there_is_no_limit_where_there_is_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def body() -> None:
        with within(0.02, LimitError):
            spend(0.05)
            ran.append(1)

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    monkeypatch.delattr(signal, "SIGVTALRM")
    body()
    assert ran == [1, 1]


# What a rule may do


def of_user(**options: object) -> Rule:
    return Rule("HSE001", "house", "pattern", "warning", "x", options=options)


SLOW = "(a+)+$"


@pytest.mark.parametrize(
    "key", ["pattern", "first", "second", "patterns", "exceptions", "ignore", "deny-pattern"]
)
def test_slow_pattern_is_named_whatever_option_holds_it(key: str) -> None:
    value = SLOW if key in ("pattern", "first", "second", "deny-pattern") else ("a", SLOW, "b")
    (line,) = budget.slow_patterns(of_user(**{key: value}))
    assert line.startswith(f"HSE001: {key}: '(a+)+$': ")
    assert line.endswith("exponential time")
    (same,) = budget.slow_patterns(of_user(**{key.replace("-", "_"): value}))
    assert same == line
    assert list(budget.slow_patterns(of_user(**{key: "a+"}))) == []
    assert list(budget.slow_patterns(of_user(other=SLOW))) == []


def test_exception_between_slashes_is_a_pattern_without_them() -> None:
    (line,) = budget.slow_patterns(of_user(exceptions=("/(a+)+$/",)))
    assert line.startswith("HSE001: exceptions: '/(a+)+$/': ")
    assert list(budget.slow_patterns(of_user(exceptions=("/+/+/+/+",)))) == []
    assert len(list(budget.slow_patterns(of_user(exceptions=("/X+X+X+/",))))) == 1
    assert len(list(budget.slow_patterns(of_user(ignore=("/+/+/+/+",))))) == 1


def test_slow_patterns_of_our_own_are_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "slow_patterns", lambda rule: [rule.code])
    rules = (*builtin().rules[:3], of_user(pattern=SLOW))
    assert list(budget.slow_patterns_of_users(rules)) == ["HSE001"]


def finding(count: int) -> Iterator[Finding]:
    for n in range(count):
        yield Finding(Span(n, n + 1))


@pytest.mark.parametrize("task", ["check", "collect"])
def test_findings_up_to_the_limit_are_kept(monkeypatch: pytest.MonkeyPatch, task: str) -> None:
    monkeypatch.setattr(budget, "FINDINGS", 5)
    doc = formats.read("a.md", b"abcdefgh\n")
    for count, kept in ((5, 5), (6, 5), (9, 5)):
        # The findings stand for facts, too.
        make: Any = lambda d, n=count: finding(n if d is doc else 0)  # noqa: E731
        given: dict[str, Any] = {"check": None, "collect": None, task: make}
        held = budget.limited(bind(builtin().rules[0])._replace(**given))
        other = held.collect if task == "check" else held.check
        run = held.check if task == "check" else held.collect
        assert other is None
        assert run is not None
        found = run(doc)
        assert [next(iter(found)) for _ in range(kept)] == list(finding(kept))
        if count > kept:
            with pytest.raises(LimitError, match=r"^more than 5 findings$"):
                next(iter(found))
        assert list(found) == []


@pytest.mark.parametrize(
    ("characters", "size"), [(9, 1), (999_999, 1), (1_000_000, 2), (2_999_999, 3)]
)
def test_time_of_all_rules_together_is_added_up(
    characters: int, size: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second for a rule and five for all, for each million characters begun."""
    allowed = []

    @contextlib.contextmanager
    def noted(seconds: float, error: type[Exception]) -> Iterator[None]:
        assert error is LimitError
        allowed.append(seconds)
        yield

    def check(_: Document) -> Iterator[Finding]:
        clock.now += 0.75 * size
        yield Finding(Span(0, 1))

    monkeypatch.setattr(time_limit, "within", noted)
    doc = formats.read("a.txt", b"x" * characters)
    rule = budget.limited(bind(builtin().rules[0])._replace(check=check, collect=None))
    assert rule.check is not None
    for _ in range(6):
        assert len(list(rule.check(doc))) == 1
    assert allowed == [size, size, size, size, size, size]
    assert len(list(rule.check(doc))) == 1
    assert allowed[6] == 0.5 * size
    reason = f"not run: the configuration's rules have used {5 * size} s of processor time"
    with pytest.raises(LimitError) as caught:
        list(rule.check(doc))
    assert str(caught.value) == reason
    assert len(allowed) == 7


def test_time_that_a_failing_rule_took_counts(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limit, "within", lambda *_: contextlib.nullcontext())

    def check(_: Document) -> Iterator[Finding]:
        clock.now += 3
        raise KeyError("a fault of the rule")

    doc = formats.read("a.md", b"x\n")
    rule = budget.limited(bind(builtin().rules[0])._replace(check=check, collect=None))
    assert rule.check is not None
    for error in (KeyError, KeyError, LimitError):
        with pytest.raises(error):
            list(rule.check(doc))


def test_a_tick_of_the_clock_is_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    account = formats.read("a.md", b"x\n").fact(budget._Account)
    for seconds in (0.0, time_limit.TICK):
        monkeypatch.setattr(budget, "IN_ALL", seconds)
        with pytest.raises(LimitError, match="not run"):
            account.left()
    monkeypatch.setattr(budget, "IN_ALL", 2 * time_limit.TICK)
    assert account.left() == 2 * time_limit.TICK
