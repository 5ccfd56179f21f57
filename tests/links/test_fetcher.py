"""Runs over many URLs, on a web and a clock of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

import pytest
from fake_web import PAGE, Asked, Given, Web, answer

from contentlint.engine import ruleset
from contentlint.links import estimate
from contentlint.links.answer import Answer, Hop
from contentlint.links.fetcher import Fetcher
from contentlint.links.guard import Guard, parse
from contentlint.links.options import Clock, Options
from contentlint.links.phrases import lists_of
from contentlint.links.robots import DAY, Dated
from contentlint.links.robots_cache import RobotsCache
from contentlint.links.throttle import Limits
from contentlint.links.wanted import Place, Wanted
from contentlint.model.observation import Observation

LISTS = lists_of(ruleset.word_lists())


def wanted(url: str, *fragments: str, use: str = "links") -> Wanted:
    return Wanted(url, url, (Place("a.md", 1, 1),), fragments, frozenset({use}), "ar")


class Result(NamedTuple):
    fetcher: Fetcher
    by_url: dict[str, Observation]

    def kinds(self) -> dict[str, str]:
        return {url: each.kind for url, each in self.by_url.items()}

    def reasons(self) -> dict[str, str]:
        return {url: each.looks[-1].reason for url, each in self.by_url.items()}


def clock_of(web: Web) -> Clock:
    return Clock(web.clock.now, web.clock.now, web.clock.sleep)


def asked_for(
    web: Web,
    urls: Iterable[str | Wanted],
    known: Mapping[str, Observation] | None = None,
    *,
    limits: Limits = Limits(),  # noqa: B008
    budget: float = 0.0,
    robots: bool = True,
    confirm: bool = False,
    rules: dict[str, Dated] | None = None,
) -> Result:
    cache = RobotsCache(
        {} if rules is None else {**rules},
        web.clock.now,
        (lambda *_: None) if rules is None else rules.__setitem__,
    )
    options = Options(limits=limits, budget=budget, confirm=confirm)
    fetcher = Fetcher(web, LISTS, known or {}, cache if robots else None, options, clock_of(web))
    each = [wanted(url) if isinstance(url, str) else url for url in urls]
    return Result(fetcher, {found.url: found for found in fetcher.fetch(each)})


def test_a_page_is_asked_for_once_after_robots() -> None:
    web = Web()
    found = asked_for(web, ["https://a.example.com/x"])
    assert found.kinds() == {"https://a.example.com/x": "ok"}
    assert web.urls(all_of_them=True) == [
        "https://a.example.com/robots.txt",
        "https://a.example.com/x",
    ]
    assert web.asked[1].at - web.asked[0].at >= 1
    assert web.asked[1][3:] == (65_536, "ar")


def test_more_is_read_for_a_fragment() -> None:
    web = Web({"https://a.example.com/x": PAGE + b"<p id=here>" + b"Words of the page. " * 60})
    found = asked_for(web, [wanted("https://a.example.com/x", "here", "there")])
    assert web.asked[-1].limit == 1_000_000
    assert found.by_url["https://a.example.com/x"].fragments == {"here": True, "there": False}


@pytest.mark.parametrize("status", [404, 403, 405, 500])
def test_only_success_is_believed_of_head(status: int) -> None:
    url = "https://a.example.com/i.png"
    web = Web({url: [status, 200]})
    assert asked_for(web, [wanted(url, use="images")]).kinds() == {url: "ok"}
    assert [(a.method, a.url) for a in web.asked[1:]] == [("HEAD", url), ("GET", url)]


def test_head_is_enough_for_a_file() -> None:
    web = Web()
    assert asked_for(web, ["https://a.example.com/x.pdf"]).kinds() == {
        "https://a.example.com/x.pdf": "ok"
    }
    assert [a.method for a in web.asked] == ["GET", "HEAD"]


def test_robots_txt_is_obeyed_and_asked_for_once_an_origin() -> None:
    rules = b"User-agent: *\nDisallow: /no\n"
    web = Web({"https://a.example.com/robots.txt": rules})
    urls = ["https://a.example.com/no/1", "https://a.example.com/yes", "http://a.example.com/no/2"]
    found = asked_for(web, urls)
    assert found.kinds() == {urls[0]: "unknown", urls[1]: "ok", urls[2]: "ok"}
    assert found.reasons()[urls[0]] == "robots"
    assert sum(url.endswith("robots.txt") for url in web.urls(all_of_them=True)) == 2
    assert urls[0] not in web.urls()
    web = Web({"https://a.example.com/robots.txt": rules})
    assert set(asked_for(web, urls, robots=False).kinds().values()) == {"ok"}
    assert web.urls() == urls


@pytest.mark.parametrize(("status", "kind"), [(500, "unknown"), (404, "ok"), (403, "ok")])
def test_failure_of_robots_txt(status: int, kind: str) -> None:
    web = Web({"https://a.example.com/robots.txt": status})
    assert asked_for(web, ["https://a.example.com/x"]).kinds() == {"https://a.example.com/x": kind}


def test_crawl_delay_is_kept() -> None:
    web = Web({"https://a.example.com/robots.txt": b"User-agent: *\nCrawl-delay: 4\n"})
    asked_for(web, [f"https://a.example.com/{n}" for n in range(4)])
    times = [a.at for a in web.asked]
    assert all(b - a >= 4 for a, b in pairwise(times[1:]))


@pytest.mark.parametrize("fault", ["timeout", "reset", "name-failed"])
def test_failed_connections_are_tried_again_at_the_end(fault: str) -> None:
    url = "https://a.example.com/x"
    web = Web({url: [fault, PAGE]})
    others = [f"https://a.example.com/{n}" for n in range(3)]
    assert asked_for(web, [url, *others]).kinds()[url] == "ok"
    assert web.urls()[-1] == url
    times = [a.at for a in web.asked if a.url == url]
    assert times[1] - times[0] >= 5
    web = Web({url: fault})
    assert asked_for(web, [url]).kinds() == {url: "unknown"}
    assert web.urls() == [url, url]


def test_name_that_does_not_exist_is_looked_up_twice_for_all_its_urls() -> None:
    urls = [f"https://gone.example.com/{n}" for n in range(50)]
    web = Web({"https://gone.example.com/robots.txt": "name-unknown"})
    found = asked_for(web, urls)
    assert set(found.kinds().values()) == {"failing"}
    assert len(found.kinds()) == 50
    assert web.urls(all_of_them=True) == ["https://gone.example.com/robots.txt"] * 2
    assert web.asked[1].at - web.asked[0].at >= 30


def test_one_look_up_proves_nothing() -> None:
    url = "https://gone.example.com/x"
    web = Web({"https://gone.example.com/robots.txt": ["timeout", "name-unknown"]})
    assert asked_for(web, [url]).kinds() == {url: "unknown"}
    web = Web({"https://gone.example.com/robots.txt": "name-unknown"})
    found = asked_for(web, [url], budget=20)
    assert found.kinds() == {}
    assert found.fetcher.unasked == 1
    web = Web({url: "name-unknown"})
    assert asked_for(web, [url], budget=20, robots=False).reasons() == {url: "name-failed"}


def test_private_and_wrong_urls_are_counted_only() -> None:
    web = Web({"https://inside.example.com/robots.txt": "private"})
    urls = ["https://inside.example.com/1", "https://inside.example.com/2", "http://localhost/x"]
    found = asked_for(web, [*urls, "https://a b/"])
    assert found.kinds() == {}
    assert found.fetcher.refused == {"private": 3, "malformed": 1}
    assert web.urls() == []


def test_robots_txt_is_asked_for_once_a_day() -> None:
    url, rules = "https://a.example.com/no/1", b"User-agent: *\nDisallow: /no\nCrawl-delay: 4\n"
    robots = "https://a.example.com/robots.txt"
    web, kept = Web({robots: rules}), dict[str, Dated]()
    assert asked_for(web, [url], rules=kept).reasons() == {url: "robots"}
    assert list(kept) == ["https://a.example.com"]
    web.asked.clear()
    others = [f"https://a.example.com/{n}" for n in range(3)]
    assert asked_for(web, [url, *others], rules=kept).reasons()[url] == "robots"
    assert web.urls() == others
    assert robots not in web.urls(all_of_them=True)
    assert all(b.at - a.at >= 4 for a, b in pairwise(web.asked))
    web.asked.clear()
    web.clock.at += DAY
    asked_for(web, [url], rules=kept)
    assert web.urls(all_of_them=True) == [robots]
    web.asked.clear()
    web.clock.at -= DAY / 2  # nothing is known of tomorrow
    asked_for(web, [url], rules=kept)
    assert web.urls(all_of_them=True) == [robots]


@pytest.mark.parametrize("given", [500, 503, "timeout", "name-unknown"])
def test_no_failure_of_robots_txt_is_kept(given: Given) -> None:
    kept: dict[str, Dated] = {}
    asked_for(
        Web({"https://a.example.com/robots.txt": given}), ["https://a.example.com/x"], rules=kept
    )
    assert kept == {}


def refusal(seconds: int, status: int = 429) -> Callable[[Asked], Answer]:
    return lambda asked: answer(asked, status)._replace(retry_after=seconds)


@pytest.mark.parametrize("status", [429, 503])
def test_a_refusal_is_waited_for(status: int) -> None:
    url = "https://a.example.com/x"
    web = Web({url: [refusal(90, status), PAGE]})
    assert asked_for(web, [url, "https://a.example.com/y"]).kinds()[url] == "ok"
    times = {a.url: a.at for a in web.asked}
    assert times[url] - web.asked[1].at >= 90
    assert times["https://a.example.com/y"] - web.asked[1].at >= 90


def test_a_host_that_refuses_too_often_is_left() -> None:
    urls = [f"https://a.example.com/{n}" for n in range(20)]
    web = Web(dict.fromkeys(urls, 429))
    found = asked_for(web, [*urls, "https://b.example.com/"])
    assert len([url for url in web.urls() if "//a." in url]) == 3
    assert found.kinds()["https://b.example.com/"] == "ok"
    assert {kind for url, kind in found.kinds().items() if "//a." in url} == {"unknown"}
    assert found.fetcher.left + found.fetcher.asked == 21


@pytest.mark.parametrize("robots", [True, False])
def test_a_long_wait_is_remembered(robots: bool) -> None:
    urls = [f"https://a.example.com/{n}" for n in range(5)]
    refused = "https://a.example.com/robots.txt" if robots else urls[0]
    web = Web({refused: refusal(999_999)})
    found = asked_for(web, urls)
    assert len(web.urls(all_of_them=True)) <= 3
    (known,) = [each for each in found.by_url.values() if each.not_before]
    assert known.not_before >= web.clock.at + 900_000
    again = asked_for(web, [*urls, "https://b.example.com/"], found.by_url)
    assert again.kinds() == {"https://b.example.com/": "ok"}
    assert again.fetcher.left == 5


def test_the_budget_ends_a_run_and_the_next_one_goes_on() -> None:
    large = [f"https://large.example.com/{n}" for n in range(500)]
    small = [f"https://h{n}.example.com/" for n in range(50)]
    web = Web()
    found = asked_for(web, [*large, *small], budget=30)
    assert set(small) <= set(found.kinds())
    first = {url for url in web.urls() if "//large." in url}
    assert 25 <= len(first) <= 32
    assert found.fetcher.unasked == 500 - len(first)
    assert not set(found.kinds()) & set(large) - first
    web.asked.clear()
    asked_for(web, large, found.by_url, budget=30)
    assert not first & set(web.urls())


def test_the_host_is_asked_for_what_it_cannot_have_once() -> None:
    page = b"<title>Plan</title><p>Few words."
    urls = [f"https://a.example.com/d/{n}" for n in range(5)]
    web = Web(dict.fromkeys(urls, page))
    assert set(asked_for(web, urls).kinds().values()) == {"ok"}
    (probe,) = [url for url in web.urls(all_of_them=True) if "contentlint-" in url]
    assert probe.startswith("https://a.example.com/d/contentlint-")

    class Same(Web):
        @staticmethod
        def _usual(url: str) -> Given:
            return 404 if url.endswith("/robots.txt") else page

    assert set(asked_for(Same(), urls).kinds().values()) == {"suspicious"}


def test_probe_of_another_host_obeys_its_robots_txt() -> None:
    url, final = "https://a.example.com/d/x", "https://www.a.example.com/d/x"
    moved = answer(Asked(0, "GET", url), b"<title>Plan</title><p>Few words.")
    moved = moved._replace(final=final, hops=(Hop(url, 301),))
    web = Web(
        {url: moved, "https://www.a.example.com/robots.txt": b"User-agent: *\nDisallow: /d/\n"}
    )
    assert asked_for(web, [url]).kinds() == {url: "moved"}
    assert not any("contentlint-" in each.url for each in web.asked)


def test_urls_that_end_on_one_page_are_judged_together() -> None:
    final = "https://a.example.com/all"
    urls = [f"https://a.example.com/d/{n}" for n in range(3)]

    def lead(asked: Asked) -> Answer:
        return answer(asked, PAGE)._replace(final=final, hops=(Hop(asked.url, 301),))

    found = asked_for(Web(dict.fromkeys(urls, lead)), urls)
    assert set(found.reasons().values()) == {"same-end"}


def leads(web: Web, final: str, *, longer: float = 0.0) -> Callable[[Asked], Answer]:
    """A redirect to a page that takes some seconds of the real time."""

    def lead(asked: Asked) -> Answer:
        before_hop = web.hops[asked.url]
        assert before_hop is not None
        there = answer(asked, PAGE)._replace(final=final, hops=(Hop(asked.url, 301),))
        if fault := before_hop(parse(final)):
            return there._replace(status=0, body=b"", fault=fault)
        with web.counted(final):
            threading.Event().wait(longer)
        return there

    return lead


def test_the_robots_txt_of_a_redirect_s_target_is_obeyed() -> None:
    web, kept = Web(), dict[str, Dated]()
    urls = [f"https://h{n}.example.com/x" for n in range(6)]
    finals = ["https://to.example.com/no/x", "https://to.example.com/yes"]
    robots = "https://to.example.com/robots.txt"
    lead = {url: leads(web, finals[n % 2]) for n, url in enumerate(urls)}
    web.answers = {**lead, robots: b"User-agent: *\nDisallow: /no\n"}
    reasons = asked_for(web, urls, rules=kept).reasons()
    assert [reasons[url] for url in urls] == ["robots", "200"] * 3
    assert web.urls(all_of_them=True).count(robots) == 1
    assert "https://to.example.com" in kept
    web.asked.clear()
    assert asked_for(web, urls, rules=kept).reasons() == reasons
    assert robots not in web.urls(all_of_them=True)
    assert set(asked_for(web, urls, robots=False).reasons().values()) == {"200"}


@pytest.mark.parametrize(
    ("given", "reason"), [(404, "200"), (500, "robots"), (503, "left"), ("timeout", "200")]
)
def test_failure_of_the_robots_txt_of_a_redirect_s_target(given: Given, reason: str) -> None:
    web, url = Web({"https://to.example.com/robots.txt": given}), "https://a.example.com/x"
    web.answers = {**web.answers, url: leads(web, "https://to.example.com/")}
    assert asked_for(web, [url]).reasons() == {url: reason}


def test_the_same_host_is_not_asked_for_another_robots_txt() -> None:
    web, url = Web(), "http://a.example.com/x"
    web.answers = {url: leads(web, "https://a.example.com/")}
    assert asked_for(web, [url]).kinds() == {url: "moved"}
    assert web.urls(all_of_them=True) == ["http://a.example.com/robots.txt", url]


def test_two_redirects_are_at_their_target_at_once() -> None:
    web = Web()
    urls = [f"https://h{n}.example.com/x" for n in range(12)]
    own = [f"https://to.example.com/{n}" for n in range(4)]
    web.answers = {
        **{url: leads(web, "https://to.example.com/x", longer=0.01) for url in urls},
        **{url: leads(web, url, longer=0.01) for url in own},
    }
    found = asked_for(web, [*urls, *own], limits=Limits(rate=0))
    assert set(found.kinds().values()) == {"moved", "ok"}
    assert web.most_at_once["to.example.com"] == 2


def test_redirects_wait_for_their_host_too() -> None:
    web = Web()
    times = []

    def lead(asked: Asked) -> Answer:
        before_hop = web.hops[asked.url]
        assert before_hop is not None
        assert before_hop(parse("https://to.example.com/x")) == ""
        times.append(web.clock.at)
        return answer(asked, PAGE)._replace(final="https://to.example.com/x")

    urls = [f"https://h{n}.example.com/x" for n in range(8)]
    web.answers = dict.fromkeys(urls, lead)
    asked_for(web, urls)
    assert all(b - a >= 1 for a, b in pairwise(sorted(times)))


def test_refusal_after_a_redirect_is_that_of_the_last_host() -> None:
    final = "https://to.example.com/x"
    web = Web()
    urls = [f"https://h{n}.example.com/x" for n in range(9)]

    def lead(asked: Asked) -> Answer:
        hops = (Hop(asked.url, 302),)
        before_hop = web.hops[asked.url]
        assert before_hop is not None
        if fault := before_hop(parse(final)):
            return answer(asked, fault)._replace(final=final, hops=hops)
        return answer(asked, 429)._replace(final=final, hops=hops)

    web.answers = dict.fromkeys(urls, lead)
    found = asked_for(web, [*urls, "https://h1.example.com/y"])
    assert found.kinds()["https://h1.example.com/y"] == "ok"
    assert found.reasons()[urls[-1]] in ("left", "429")
    assert set(found.kinds().values()) == {"ok", "unknown"}


def test_confirm_looks_again_after_a_minute() -> None:
    web = Web({"https://a.example.com/x": 404, "https://a.example.com/y": [404, PAGE]})
    urls = ["https://a.example.com/x", "https://a.example.com/y"]
    assert set(asked_for(web, urls).kinds().values()) == {"failing"}
    web = Web(web.answers)
    found = asked_for(web, urls, confirm=True)
    assert found.kinds() == {"https://a.example.com/x": "dead", "https://a.example.com/y": "ok"}
    times = [a.at for a in web.asked if a.url == urls[0]]
    assert times[1] - times[0] >= 60


def test_a_failure_of_ours_costs_one_answer() -> None:
    def fail(asked: Asked) -> Answer:
        raise ValueError(asked.url)

    found = asked_for(Web({"https://a.example.com/x": fail}), ["https://a.example.com/x"])
    assert found.reasons() == {"https://a.example.com/x": "protocol"}


def test_answers_so_far_are_there_at_an_interrupt() -> None:
    web = Web()
    fetcher = Fetcher(web, LISTS, {}, None, Options(), clock_of(web))
    results = fetcher.fetch([wanted(f"https://h{n}.example.com/") for n in range(20)])
    kept = [next(results) for _ in range(5)]
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    assert len(kept) == 5


def test_limits_on_many_hosts_on_a_real_clock() -> None:
    running = most = 0
    lock = threading.Lock()

    def slow(asked: Asked) -> Answer:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.005)
        with lock:
            running -= 1
        return answer(asked, PAGE)

    urls = [f"https://h{n % 100}.example.com/{n}" for n in range(300)]
    found = asked_for(Web(dict.fromkeys(urls, slow)), urls, limits=Limits(rate=0))
    assert set(found.kinds().values()) == {"ok"}
    assert 2 < most <= 32


def test_estimate_of_a_run() -> None:
    counts = estimate.requests(
        [wanted(f"https://a.example.com/{n}") for n in range(99)], Guard(), ()
    )
    assert counts == {"a.example.com": 100}
    assert estimate.seconds(100, 100, Limits()) == pytest.approx(100)
    assert estimate.seconds(100, 64_000, Limits()) == pytest.approx(1000)
    assert estimate.seconds(0, 0, Limits(rate=0)) == 0
