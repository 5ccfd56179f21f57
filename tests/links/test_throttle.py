"""Requests to many hosts, on a clock of the test's own: none is asked too often or too much."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

import pytest

from contentlint.links.throttle import Limits, Throttle


class Request(NamedTuple):
    host: str
    number: int
    began: float
    ended: float


def simulated(
    queues: Mapping[str, int],
    limits: Limits,
    takes: Callable[[], float],
    address: Callable[[str], str] = lambda _: "",
) -> list[Request]:
    """Ask for everything that is queued, with a clock that jumps; return what was asked when."""
    throttle: Throttle[int] = Throttle(limits)
    for host, count in queues.items():
        for number in range(count):
            throttle.add(host, number, 0.0)
    now, running, done = 0.0, [], []  # type: ignore[var-annotated]
    while throttle.waiting or running:
        while (begun := throttle.next(now)) is not None:
            request = Request(*begun, now, now + takes())
            heappush(running, (request.ended, len(done) + len(running), request))
            done.append(request)
        wait = throttle.wait(now)
        if running and (wait is None or running[0][0] <= now + wait):
            request = heappop(running)[2]
            now = max(now, request.ended)
            throttle.end(request.host, now, address(request.host))
        else:
            assert wait is not None, "nothing runs, and nothing may start"
            now += wait
    assert throttle.running == 0
    return done


def most_at_once(requests: list[Request]) -> int:
    changes = [(r.began, 1) for r in requests] + [(r.ended, -1) for r in requests]
    most = at_once = 0
    for _, change in sorted(changes):
        at_once += change
        most = max(most, at_once)
    return most


def address_of(host: str) -> int:
    return int(host[1:]) % 25


@pytest.mark.parametrize("seed", range(20))
def test_limits_hold_whatever_the_answers_take(seed: int) -> None:
    chance = random.Random(seed)
    queues = {f"h{n}": chance.randrange(1, 30) for n in range(40)}
    limits = Limits(rate=chance.choice([0, 0.5, 1, 3]))
    done = simulated(
        queues,
        limits,
        lambda: chance.choice([0.01, 0.3, 4.0]) * chance.random(),
        lambda host: f"address {address_of(host)}",
    )
    assert Counter(r.host for r in done) == queues
    assert most_at_once(done) <= 32
    by_host: dict[str, list[Request]] = defaultdict(list)
    by_address: dict[int, list[Request]] = defaultdict(list)
    for request in done:
        by_host[request.host].append(request)
    for host, requests in by_host.items():
        assert most_at_once(requests) <= 2
        assert [r.number for r in requests] == sorted(r.number for r in requests)
        begins = [r.began for r in requests]
        gaps = [b - a for a, b in pairwise(begins)]
        if limits.rate:
            assert min(gaps, default=9) >= 1 / limits.rate - 1e-9
        # Before its first answer, the address of a host is unknown.
        known = min(r.ended for r in requests)
        by_address[address_of(host)] += [r for r in requests if r.began >= known]
    assert all(most_at_once(requests) <= 2 for requests in by_address.values())


def test_hosts_take_turns() -> None:
    done = simulated({"large": 5000, **{f"h{n}": 1 for n in range(50)}}, Limits(), lambda: 0.5)
    small = [r for r in done if r.host != "large"]
    assert max(r.ended for r in small) < 2
    assert sum(r.began < 30 for r in done if r.host == "large") <= 32


def test_a_fast_run_uses_all_that_it_may() -> None:
    queues = {f"h{n}": 10 for n in range(100)}
    done = simulated(queues, Limits(rate=0), lambda: 0.02)
    assert max(r.ended for r in done) < 1000 * 0.02 / 32 * 1.1


def test_a_host_that_is_held_is_asked_later() -> None:
    throttle: Throttle[str] = Throttle()
    throttle.add("a", "x", 0.0)
    throttle.hold("a", 7.0)
    assert throttle.next(0.0) is None
    assert throttle.wait(0.0) == 7.0
    assert throttle.next(7.0) == ("a", "x")


def test_what_is_first_goes_first_and_what_is_dropped_does_not() -> None:
    throttle: Throttle[str] = Throttle(Limits(rate=0, at_host=1))
    for item in "ab":
        throttle.add("h", item, 0.0)
    throttle.add("h", "c", 0.0, first=True)
    assert throttle.next(0.0) == ("h", "c")
    assert (throttle.queued(), throttle.longest()) == (["h"], 2)
    assert throttle.drop("h") == ["a", "b"]
    throttle.end("h", 1.0)
    assert (throttle.next(1.0), throttle.wait(1.0), throttle.waiting) == (None, None, 0)


def test_a_host_that_is_dropped_lets_in_others_at_its_address() -> None:
    throttle: Throttle[int] = Throttle(Limits(rate=0, at_host=1, at_address=1))
    for host in "abc":
        throttle.add(host, 0, 0.0)
        assert throttle.next(0.0) == (host, 0)
    for host in "abc":
        throttle.end(host, 0.0, "one address")
        throttle.add(host, 1, 0.0)
    assert throttle.next(0.0) == ("a", 1)
    assert throttle.next(0.0) is None
    assert throttle.drop("b") == [1]
    throttle.end("a", 1.0)
    assert throttle.next(1.0) == ("c", 1)
