"""Asks for many URLs at once, politely, and yields what is known of each after its answer.

The caller's thread decides and judges; others only wait for answers. Each request is a ``_Task``:
for robots.txt, for a URL, or for a page that a host cannot have, which shows how the host answers
then. ``links.throttle`` says when a task may start.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from secrets import choice
from string import ascii_lowercase

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links import estimate, judge, pages
from contentlint.links.answer import Answer
from contentlint.links.guard import Refused
from contentlint.links.options import Clock, Options
from contentlint.links.pages import Page
from contentlint.links.phrases import Lists
from contentlint.links.redirects import Redirects, Shared
from contentlint.links.robots import ALL, LARGEST, SLOWEST, Robots
from contentlint.links.robots_cache import RobotsCache
from contentlint.links.throttle import Throttle
from contentlint.links.wanted import Wanted
from contentlint.model.observation import Observation

if TYPE_CHECKING:
    from typing import Final

    from contentlint.links.asks import Asks

_START: Final = 65_536
"""Bytes of a page that are read."""
_WHOLE: Final = 1_000_000
"""Bytes that are read to look for a fragment."""
_LONGEST_WAIT: Final = 120
"""The longest ``Retry-After`` that is waited for, in seconds."""
_MOST_REFUSALS: Final = 3
_REFUSALS: Final = (429, 503)
_AGAIN: Final = 5.0
"""Seconds until a URL that could not be reached is tried again."""
_LOOKED_UP_AGAIN: Final = 30.0
"""The same for a name that does not exist: the resolver may have been wrong."""
CONFIRMED_NOW: Final = 60
"""Seconds between two looks of which the second confirms the first at once."""
_GRACE: Final = 20.0
"""Seconds that requests under way have left when the time is over."""
_UNREACHED: Final = frozenset({"timeout", "reset", "name-failed", "name-unknown"})
_OF_HOST: Final = frozenset({*_UNREACHED, "tls", "private", "protocol"})
"""Faults that all URLs of a host have in common."""
_REFUSED: Final = frozenset({"private", "url"})
_FILES: Final = (
    ".7z .avi .bmp .csv .doc .docx .epub .gif .gz .ico .jpeg .jpg .m4a .mov .mp3 .mp4 .odt .ogg "
    ".pdf .png .ppt .pptx .rar .rtf .svg .tar .tgz .wav .webm .webp .xls .xlsx .zip"
).split()
"""Suffixes of what is no page: only its existence is of interest."""


class _Task(NamedTuple):
    """A request."""

    kind: str
    """``robots``, ``url`` or ``probe``."""
    url: str
    host: str
    origin: str
    """Scheme, host and port."""
    path: str
    """With the query."""
    wanted: Wanted | None = None
    """Of ``url``."""
    method: str = "GET"
    tried: Answer | None = None
    """The answer of the first try, if this is the second."""


class Fetcher:
    """One run over many URLs.

    Attributes:
        end: when the time is over, of the clock that is never set.
        asked: the number of URLs that have been asked for and judged.
        left: the number of URLs not asked for because their host does not want it now.
        unasked: the number of URLs not asked for because the time was over.
        refused: the number of URLs that are not asked for by reason, of ``wanted.NOT_ASKED``.
        requests: the number of requests that have begun.
    """

    def __init__(
        self,
        client: Asks,
        lists: Lists,
        known: Mapping[str, Observation],
        robots: RobotsCache | None,
        options: Options,
        clock: Clock,
    ) -> None:
        """``known`` has the observations by key. ``robots`` is None if no robots.txt is to be asked
        for nor obeyed."""
        self._client: Final = client
        self._lists: Final = lists
        self._known: Final = dict(known)
        self._now: Final = clock.now
        self._clock: Final = clock.steady
        self._sleep: Final = clock.sleep
        self._limits: Final = options.limits
        self.end: Final = clock.steady() + options.budget if options.budget else float("inf")
        self._robots: Final = robots
        self._confirm: Final = options.confirm
        self._throttle: Final[Throttle[_Task]] = Throttle(options.limits)
        self._rules: Final[dict[str, Robots | None]] = {}
        """By origin, None while they are asked for."""
        self._behind_rules: Final[dict[str, list[_Task]]] = defaultdict(list)
        self._of_host: Final[dict[str, Answer]] = {}
        """Answers to robots.txt that hold for each URL of an origin."""
        self._probes: Final[dict[str, Answer | None]] = {}
        """By host, None while they are asked for."""
        self._behind_probe: Final[dict[str, list[tuple[Wanted, Answer]]]] = defaultdict(list)
        self._titles: Final[dict[str, set[str]]] = defaultdict(set)
        self._refusals: Final[Counter[str]] = Counter()
        self._hosts_left: Final[set[str]] = set()
        self._later: list[tuple[float, _Task]] = []
        """Second tries, with their time."""
        self._tasks: Final[SimpleQueue[_Task | None]] = SimpleQueue()
        self._answers: Final[SimpleQueue[tuple[_Task, Answer, Sequence[str]]]] = SimpleQueue()
        """With the hosts that redirects have led to."""
        self._shared: Final = Shared(client, self._throttle, robots, self._hosts_left, clock)
        self._threads = 0
        self.asked = self.left = self.unasked = self.requests = 0
        self.refused: Final[Counter[str]] = Counter()

    def fetch(self, wanted: Iterable[Wanted]) -> Iterator[Observation]:
        """Ask for URLs, and yield each observation as soon as it is known.

        Those that have to do with several URLs come again at the end.
        """
        try:
            yield from self._round(wanted)
            if self._confirm:
                yield from self._second_look(wanted)
            yield from self._keep(judge.with_same_ends(self._known.values()))
        finally:
            for _ in range(self._threads):
                self._tasks.put(None)

    def _task(self, kind: str, url: str, wanted: Wanted | None = None) -> _Task:
        """Return the task of a URL.

        Raises:
            Refused: it is not asked for.
        """
        address = self._client.parse(url)
        method = "HEAD" if wanted is not None and _is_file(address.path, wanted) else "GET"
        return _Task(kind, url, address.host, address.origin, address.path, wanted, method)

    def seconds_left(self) -> float:
        """Return an estimate of the time that the rest takes, at most the rest of the budget."""
        waiting = self._throttle.waiting + sum(map(len, self._behind_rules.values()))
        rest = estimate.seconds(self._throttle.longest(), waiting, self._limits)
        return min(rest, max(self.end - self._clock(), 0.0))

    def hosts_left(self) -> int:
        """Return the number of hosts that have URLs to be asked for."""
        return len({*self._throttle.queued(), *filter(self._behind_rules.get, self._behind_rules)})

    # Rounds

    def _round(self, wanted: Iterable[Wanted]) -> Iterator[Observation]:
        now = self._now()
        closed = self._closed_hosts(now)
        for each in sorted(wanted, key=self._last_asked):
            try:
                task = self._task("url", each.url, each)
            except Refused as refused:
                self.refused["private" if refused.fault == "private" else "malformed"] += 1
                continue
            if task.host in closed:
                self.left += 1
                continue
            yield from self._enter(task)
        yield from self._ask_all()

    def _last_asked(self, wanted: Wanted) -> int:
        known = self._known.get(wanted.key)
        return known.asked if known else 0

    def _closed_hosts(self, now: float) -> set[str]:
        """Return the hosts that have asked in an earlier run to be left alone until later."""
        closed = set()
        for known in self._known.values():
            if known.not_before > now:
                with suppress(Refused):
                    closed.add(self._task("url", known.url).host)
        return closed

    def _second_look(self, wanted: Iterable[Wanted]) -> Iterator[Observation]:
        """Ask again for what has failed once, a minute after the first failure."""
        failing = [w for w in wanted if self._kind(w) == "failing"]
        if not failing or self._clock() >= self.end:
            return
        first = max(self._known[w.key].first_failed for w in failing)
        wait = first + CONFIRMED_NOW - self._now()
        if wait > 0:
            self._sleep(min(wait, self.end - self._clock()))
        for origin in self._of_host:
            self._rules.pop(origin, None)
        self._of_host.clear()
        yield from self._round(failing)

    def _kind(self, wanted: Wanted) -> str:
        known = self._known.get(wanted.key)
        return known.kind if known else ""

    # The loop

    def _ask_all(self) -> Iterator[Observation]:
        throttle = self._throttle
        while True:
            clock = self._clock()
            if clock >= self.end:
                yield from self._stop()
                return
            while (begun := throttle.next(clock)) is not None:
                self._begin(begun[1])
            if not throttle.waiting and self._later and self._later[0][0] <= clock:
                yield from self._try_again(clock)
                continue
            if not (throttle.waiting or throttle.running or self._later):
                return
            for task, answer in self._received(self._wait(clock)):
                yield from self._take(task, answer)

    def _wait(self, clock: float) -> float:
        """Return the seconds until the next request may start, or the time is over."""
        waits = [self.end - clock]
        wait = self._throttle.wait(clock)
        if wait is not None:
            waits.append(wait)
        if self._later and not self._throttle.waiting:
            waits.append(max(self._later[0][0] - clock, 0.0))
        return min(waits)

    def _received(self, wait: float) -> Iterator[tuple[_Task, Answer]]:
        """Yield the answers that are there, and end their requests; wait for the first one for some
        seconds."""
        if not self._throttle.running:
            self._sleep(wait)
            return
        try:
            found = self._answers.get(timeout=min(wait, _FOREVER))
            while True:
                task, answer, visited = found
                self._throttle.end(task.host, self._clock(), answer.address, visited)
                yield task, answer
                found = self._answers.get_nowait()
        except Empty:
            return

    def _begin(self, task: _Task) -> None:
        self.requests += 1
        if self._threads < self._throttle.running:
            self._threads += 1
            # As daemons: an interrupt does not wait for them.
            threading.Thread(target=self._work, daemon=True).start()
        self._tasks.put(task)

    def _work(self) -> None:
        """Answer tasks in a thread until there is none."""
        while (task := self._tasks.get()) is not None:
            wanted = task.wanted
            limit = LARGEST if task.kind == "robots" else _START
            if wanted is not None and any(map(pages.is_looked_for, wanted.fragments)):
                limit = _WHOLE
            language = wanted.language if wanted else ""
            redirects = Redirects(self._shared, task.host, obeys=task.kind != "robots")
            ask = partial(self._client.ask, task.url, task.method, limit, language, redirects)
            try:
                if task.kind == "robots" and self._robots is not None:
                    answer = self._robots.ask(task.origin, ask)
                else:
                    answer = ask()
            except Exception as error:  # a fault of ours must not cost the other answers
                detail = f"{type(error).__name__}: {error}"
                answer = Answer(task.url, task.method, task.url, fault="protocol", detail=detail)
            self._answers.put((task, answer, redirects.visited))

    def _try_again(self, clock: float) -> Iterator[Observation]:
        due = [task for at, task in self._later if at <= clock]
        self._later = [each for each in self._later if each[0] > clock]
        for task in due:
            self._throttle.add(task.host, task, clock)
            if task.host in self._hosts_left:
                yield from self._drop(task.host, task.tried)

    def _stop(self) -> Iterator[Observation]:
        """Count what is not asked for any more, and wait for what is under way."""
        waiting = [task for host in self._throttle.queued() for task in self._throttle.drop(host)]
        waiting += [task for tasks in self._behind_rules.values() for task in tasks]
        self._behind_rules.clear()
        later, self._later = self._later, []
        for _, task in later:
            yield from self._end_without_second_try(task)
        end = self._clock() + _GRACE
        while self._throttle.running and self._clock() < end:
            for task, answer in self._received(end - self._clock()):
                if task.kind == "url" and _is_final(task, answer):
                    yield from self._end_without_second_try(task._replace(tried=answer))
                elif task.kind == "url":
                    waiting.append(task)
        for each in self._behind_probe.values():
            for wanted, answer in each:
                yield from self._judged(wanted, answer)
        self._behind_probe.clear()
        self.unasked += sum(task.kind == "url" for task in waiting)

    def _end_without_second_try(self, task: _Task) -> Iterator[Observation]:
        answer = task.tried
        if answer is None or task.wanted is None:
            self.unasked += task.wanted is not None
            return
        if answer.fault == "name-unknown":
            answer = answer._replace(fault="name-failed")
        yield from self._judged(task.wanted, answer)

    # Robots

    def _enter(self, task: _Task, *, first: bool = False) -> Iterator[Observation]:
        """Queue a task, behind the rules of its origin if they are not known yet."""
        if task.host in self._hosts_left:
            self.left += task.kind == "url"
            return
        if self._robots is None:
            self._throttle.add(task.host, task, self._clock(), first=first)
            return
        origin = task.origin
        if origin in self._of_host:
            yield from self._end_all([task], self._of_host[origin])
        elif origin not in self._rules and self._learn(task):
            yield from self._enter(task, first=first)
        elif origin not in self._rules:
            self._rules[origin] = None
            self._behind_rules[origin].append(task)
            robots = self._task("robots", f"{origin}/robots.txt")
            self._throttle.add(task.host, robots, self._clock(), first=True)
        elif (rules := self._rules[origin]) is None:
            self._behind_rules[origin].append(task)
        elif rules.allows(task.path):
            self._throttle.add(task.host, task, self._clock(), first=first)
        else:
            answer = Answer(task.url, task.method, task.url, fault="robots")
            yield from self._end_all([task], answer)

    def _take_robots(self, task: _Task, answer: Answer) -> Iterator[Observation]:
        origin = task.origin
        waiting = self._behind_rules.pop(origin, [])
        if answer.fault in _OF_HOST and not answer.hops:
            self._of_host[origin] = answer
            yield from self._end_all(waiting, answer)
            return
        if not self._learn(task):  # it is behind a redirect that leads nowhere
            self._rules[origin] = ALL
        for each in waiting:
            yield from self._enter(each)

    def _learn(self, task: _Task) -> bool:
        """Take over the rules of a task's origin; return False if they are not known."""
        rules = self._robots.of(task.origin) if self._robots is not None else None
        if rules is None:
            return False
        self._rules[task.origin] = rules
        if rules.delay:
            self._throttle.slow(task.host, min(rules.delay, SLOWEST))
        return True

    def _end_all(self, tasks: Iterable[_Task], answer: Answer) -> Iterator[Observation]:
        """End tasks with an answer to another URL of their host."""
        for task in tasks:
            own = answer._replace(url=task.url, method=task.method, final=task.url)
            if task.kind == "probe":
                yield from self._take_probe(task, own)
            else:
                yield from self._take_url(task, own)

    # Answers

    def _take(self, task: _Task, answer: Answer) -> Iterator[Observation]:
        if answer.fault == "name-unknown" and task.tried is not None:
            if task.tried.fault != "name-unknown":  # only two look-ups prove that
                answer = answer._replace(fault="name-failed")
        if answer.status in _REFUSALS:
            yield from self._take_refusal(task, answer)
        elif answer.fault in _UNREACHED and task.tried is None and task.kind != "probe":
            wait = _LOOKED_UP_AGAIN if answer.fault == "name-unknown" else _AGAIN
            again = task._replace(tried=answer, method="GET")
            self._later.append((self._clock() + wait, again))
            self._later.sort(key=lambda each: each[0])
        elif task.kind == "robots":
            yield from self._take_robots(task, answer)
        elif task.kind == "probe":
            yield from self._take_probe(task, answer)
        elif _is_final(task, answer):
            yield from self._take_url(task, answer)
        else:
            again = task._replace(method="GET", tried=None)
            self._throttle.add(task.host, again, self._clock(), first=True)

    def _take_refusal(self, task: _Task, answer: Answer) -> Iterator[Observation]:
        """Wait as long as a host wants, or leave it if it wants too much."""
        host = self._host_of(answer) or task.host
        self._refusals[host] += 1
        refused = self._refusals[host]
        wait = answer.retry_after or 2 ** (refused - 1)
        again = task._replace(tried=answer)
        if refused < _MOST_REFUSALS and wait <= _LONGEST_WAIT and host not in self._hosts_left:
            self._throttle.hold(host, self._clock() + wait)
            # Behind the others: the refusal may be about this URL only.
            first = task.kind == "robots"
            self._throttle.add(task.host, again, self._clock(), first=first)
            return
        self._hosts_left.add(host)
        if task.kind == "robots" or host == task.host:
            self._hosts_left.add(task.host)
            self._throttle.add(task.host, again, self._clock(), first=True)
            yield from self._drop(task.host, answer)
        elif task.kind == "probe":
            yield from self._take_probe(task, answer)
        elif task.wanted is not None:
            yield from self._judged(task.wanted, answer)
        if host != task.host:
            yield from self._drop(host, answer)

    def _host_of(self, answer: Answer) -> str:
        """Return the host that has given an answer; ``""`` if that cannot be known."""
        try:
            return self._client.parse(answer.final).host
        except Refused:
            return ""

    def _drop(self, host: str, answer: Answer | None) -> Iterator[Observation]:
        """End what is queued for a host that is asked for nothing more in this run."""
        dropped = self._throttle.drop(host)
        for tasks in self._behind_rules.values():
            dropped += [task for task in tasks if task.host == host]
            tasks[:] = [task for task in tasks if task.host != host]
        for task in dropped:
            if task.kind == "probe":
                yield from self._take_probe(task, Answer(task.url, "GET", task.url, fault="left"))
            elif task.wanted is not None and (task.tried or answer) is not None:
                # One observation is enough to remember until when the host is left.
                own = task.tried or answer
                assert own is not None
                if task.tried is None:
                    own = own._replace(url=task.url, final=task.url, hops=())
                yield from self._judged(task.wanted, own)
                answer = None
            elif task.wanted is not None:
                self.left += 1

    def _take_url(self, task: _Task, answer: Answer) -> Iterator[Observation]:
        wanted = task.wanted
        assert wanted is not None
        if answer.fault in _REFUSED and not answer.hops:
            self.refused["private" if answer.fault == "private" else "malformed"] += 1
            return
        if not (200 <= answer.status < 300 and answer.body):
            yield from self._judged(wanted, answer)
            return
        page = pages.read(answer.body, answer.content_type, whole=answer.whole)
        host = self._host_of(answer) if answer.hops else task.host
        titles = self._titles[host]
        probed = judge.needs_probe(answer, page, titles) and host not in self._hosts_left
        if page.title:
            titles.add(page.title)
        if not probed or not host:
            yield from self._judged(wanted, answer, page=page)
        elif host not in self._probes:
            try:
                probe = self._task("probe", judge.probe_url(answer.final, _letters()))
            except Refused:  # the URL is too long for one more name
                yield from self._judged(wanted, answer, page=page)
                return
            self._probes[host] = None
            self._behind_probe[host].append((wanted, answer))
            yield from self._enter(probe, first=True)
        elif self._probes[host] is None:
            self._behind_probe[host].append((wanted, answer))
        else:
            yield from self._judged(wanted, answer, self._probes[host], page)

    def _take_probe(self, task: _Task, answer: Answer) -> Iterator[Observation]:
        self._probes[task.host] = answer
        for wanted, own in self._behind_probe.pop(task.host, []):
            yield from self._judged(wanted, own, answer)

    def _judged(
        self,
        wanted: Wanted,
        answer: Answer,
        probe: Answer | None = None,
        page: Page | None = None,
    ) -> Iterator[Observation]:
        apart = CONFIRMED_NOW if self._confirm else judge.QUARANTINE
        known = judge.judge(
            answer,
            self._known.get(wanted.key),
            now=int(self._now()),
            lists=self._lists,
            probe=probe,
            apart=apart,
            page=page,
        )
        if wanted.fragments and 200 <= answer.status < 300:
            page = page or pages.read(answer.body, answer.content_type, whole=answer.whole)
            found = pages.fragments_in(page, wanted.fragments)
            known = judge.merge(known, found, filter(pages.is_looked_for, wanted.fragments))
        self.asked += 1
        yield from self._keep([known])

    def _keep(self, observations: Iterable[Observation]) -> Iterator[Observation]:
        for each in list(observations):
            self._known[each.url] = each
            yield each


_FOREVER: Final = 3600.0
"""Seconds; longer waits overflow on some systems."""


def _is_file(path: str, wanted: Wanted) -> bool:
    if wanted.fragments:
        return False
    suffix = path.partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()
    return wanted.uses == {"images"} or f".{suffix}" in _FILES


def _is_final(task: _Task, answer: Answer) -> bool:
    """Return True if an answer says all, and the URL need not be asked for with GET."""
    return task.method == "GET" or 200 <= answer.status < 300 or bool(answer.fault)


def _letters() -> str:
    return "".join(choice(ascii_lowercase) for _ in range(16))
