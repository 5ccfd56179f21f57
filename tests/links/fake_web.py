"""A web and a clock for tests: nothing is sent, and no time passes but on the clock."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from contentlint.links.answer import Answer
from contentlint.links.guard import Address, Guard, parse

PAGE = (
    b"<title>A ministry's plan for trains</title><p>" + b"The plan has forty pages of text. " * 100
)
Given: TypeAlias = "int | str | bytes | Answer | Callable[[Asked], Answer]"
"""A status, a fault, the body of a page, or the whole answer."""


class Asked(NamedTuple):
    at: float
    method: str
    url: str
    limit: int = 0
    language: str = ""


class Clock:
    """Time that passes only in sleep, or with an answer that takes some."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        assert 0 <= seconds < 1e6
        self.at += seconds


class Web:
    """Answers by URL, one after the other and the last again and again; else a page."""

    def __init__(self, answers: Mapping[str, Given | Sequence[Given]] | None = None) -> None:
        self.answers: Mapping[str, Given | Sequence[Given]] = answers or {}
        self.clock = Clock()
        self.guard = Guard()
        self.is_there = True
        """False if there is no network."""
        self.is_closed = False
        self.looked_up: list[str] = []
        self.asked: list[Asked] = []
        self.hops: dict[str, Callable[[Address], str] | None] = {}
        """By URL, what is to be called before a redirect from it is followed."""
        self.most_at_once: dict[str, int] = {}
        """By host, the largest number of requests in ``counted``."""
        self._at_once: dict[str, int] = defaultdict(int)
        self._counts: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def parse(self, url: str) -> Address:
        return parse(url, self.guard)

    def resolves(self, name: str) -> bool:
        self.looked_up.append(name)
        return self.is_there

    def trusts_somebody(self) -> bool:
        return True

    def close(self) -> None:
        self.is_closed = True

    def ask(
        self,
        url: str,
        method: str,
        limit: int,
        language: str = "",
        before_hop: Callable[[Address], str] | None = None,
    ) -> Answer:
        with self._lock:
            asked = Asked(self.clock.at, method, url, limit, language)
            self.asked.append(asked)
            self.hops[url] = before_hop
            given = self.answers.get(url)
            if given is None:
                given = self._usual(url)
            if isinstance(given, list):
                number = min(self._counts[url], len(given) - 1)
                self._counts[url] += 1
                given = given[number]
        return answer(asked, given)  # type: ignore[arg-type]

    @contextmanager
    def counted(self, url: str) -> Iterator[None]:
        """Count a request at the host of a URL."""
        host = parse(url, self.guard).host
        with self._lock:
            self._at_once[host] += 1
            self.most_at_once[host] = max(self.most_at_once.get(host, 0), self._at_once[host])
        yield
        with self._lock:
            self._at_once[host] -= 1

    @staticmethod
    def _usual(url: str) -> Given:
        return 404 if url.endswith("/robots.txt") or "contentlint-" in url else PAGE

    def urls(self, *, all_of_them: bool = False) -> list[str]:
        """What was asked for in order, robots.txt and probes among it only if wanted."""
        others = () if all_of_them else ("/robots.txt", "/contentlint-")
        return [each.url for each in self.asked if not any(o in each.url for o in others)]


def answer(asked: Asked, given: Given) -> Answer:
    if isinstance(given, Answer):
        return given
    if callable(given):
        return given(asked)
    base = Answer(asked.url, asked.method, asked.url)
    if isinstance(given, str):
        return base._replace(fault=given)
    if isinstance(given, int):
        return base._replace(status=given)
    body = given if asked.method == "GET" else b""
    return base._replace(status=200, body=body, content_type="text/html; charset=utf-8")
