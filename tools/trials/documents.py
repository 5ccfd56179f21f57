"""Hostile articles: read in time that grows with their size, and no fault hides in them."""

from __future__ import annotations

import json
import math
import re
import resource
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from contentlint.engine import linter, ruleset
from contentlint.engine.linter import RuleTable
from contentlint.engine.render import Shown
from contentlint.model.diagnostic import Incomplete
from contentlint.run import runner
from contentlint.run.resolve import UNTRUSTED_FINDINGS
from contentlint.source import formats
from tools.trials.apart import answer
from tools.trials.figures import Figure, Tier, counted, sized
from tools.trials.hostile_texts import MAKERS, Make

NAMES = ("a.md", "a.txt")
CANARY = "\n\nلا\u202eشيء هنا ![]()\n"
"""Faults of the raw text and of the markup, at the end of what a parser may give up on."""
_PLANTED = ("BID002", "IMG001")
_RATIO, _TIMES_NORMAL = 2.5, 10.0
_A_FINDING = 40e-6
"""Seconds that a finding may cost: a text can be made of nothing else."""
_TRIES = 5
_KILL = 60
"""Seconds of processor time after which a case has failed."""
_MOST_MEMORY = 2_000_000_000
_FLOOR = 0.15
"""Seconds below which a ratio says nothing."""
_PROSE = (
    "# عنوان المقال\n\nهذا نص عادي من مقال طويل، فيه جمل وأرقام مثل 1,250 و[رابط](https://a.example/b).\n\n"
    "This is an ordinary paragraph of an article, with a few words and a [link](https://b.example/c).\n\n"
    "- بند أول\n- بند ثان\n\n> اقتباس قصير من مصدر.\n\n![صورة](a.jpg)\n\n"
)


class Outcome(NamedTuple):
    seconds: float
    found: bool
    """True if what was planted is among the findings."""
    megabytes: float
    incomplete: tuple[str, ...]
    findings: int
    fault: str = ""

    def rate(self, megabytes: float, usual: float) -> float:
        """How many times as long as ordinary text of this size, the findings aside."""
        own = self.seconds - self.findings * _A_FINDING
        return max(own, 0.0) / megabytes / usual


@cache
def rules() -> RuleTable:
    """Those of the default profile."""
    return RuleTable(
        [
            ruleset.bind(rule)
            for rule in ruleset.builtin().rules
            if rule.enabled and rule.status == "stable"
        ]
    )


@cache
def every_rule() -> RuleTable:
    """All that are built in, with the options of their examples, and one of each kind that users
    write rules of."""
    given = [r._replace(options={**r.options, **r.example_options}) for r in ruleset.full().rules]
    for number, path in enumerate(sorted(Path(ruleset.folder(), "templates").glob("*.toml")), 1):
        (rule,) = ruleset.read_family(str(path), ruleset.word_lists()).rules
        given.append(rule._replace(code=f"HSE{number:03}"))
    return RuleTable([*map(ruleset.bind, given)])


def look(name: str, text: str, bound: RuleTable) -> Outcome:
    """Read and check a text in this process, under the limits for strangers' articles."""
    data = text.encode("utf-8", "surrogateescape")
    known = ruleset.names(ruleset.builtin().rules)
    started = time.process_time()
    doc = formats.read(name, data)
    doc.comments = []
    chains = ruleset.builtin().precedence
    result = linter.lint(doc, bound, chains, known, Shown("warning"), UNTRUSTED_FINDINGS)
    seconds = time.process_time() - started
    codes = {d.code for d in result.diagnostics}
    # Behind a fence that nothing closes an image is code, and no fault.
    code = any(b.kind == "code" and b.end >= len(doc.text.rstrip()) for b in doc.blocks)
    wanted = _PLANTED if name.endswith(".md") and not code else _PLANTED[:1]
    return Outcome(
        seconds,
        codes.issuperset(wanted),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        tuple(f"{i.rule}: {i.reason}" for i in result.incomplete),
        result.counts.total() + sum(map(_left_out, result.incomplete)),
    )


def _left_out(entry: Incomplete) -> int:
    m = re.match(r"\d+ findings, (\d+) more", entry.reason)
    return int(m[1]) if m else 0


def apart(name: str, text: str, bound: RuleTable) -> Outcome:
    """As ``look``, in a process of its own that may not take more than its share."""
    said = answer(lambda: json.dumps(look(name, text, bound)), _KILL, _MOST_MEMORY)
    if not said:
        return Outcome(_KILL, False, 0, (), 0, "killed, or no answer")
    values: list[Any] = json.loads(said)
    return Outcome(*values)


def run(tier: Tier) -> Iterator[Figure]:
    size = sized(tier, 20_000, 1_000_000, 1_000_000)
    faults: list[str] = []
    worst, rate, silent, cases = 0.0, 0.0, list[str](), 0
    for case in _cases(size, rules()):
        cases += 1
        worst, rate = max(worst, case.ratio), max(rate, case.times)
        if case.whole.fault or case.ratio > _RATIO or case.times > _TIMES_NORMAL:
            faults.append(str(case))
        # The fault may be one of those that are too many.
        hidden = any(code in reason for code in _PLANTED for reason in case.whole.incomplete)
        if not (case.whole.found or hidden):
            silent.append(str(case))
    yield counted("hostile articles, each bounded", cases, 160, faults, ("P5",))
    if worst:  # small ones are read in no time, of which nothing follows
        yield _growth("hostile articles: time at twice the size", worst, ())
    yield Figure(
        "hostile articles: slowest, beside an ordinary one",
        f"x {rate:.1f}",
        f"<= {_TIMES_NORMAL:.0f}, and {_A_FINDING * 1e6:.0f} us a finding",
        rate <= _TIMES_NORMAL,
        ("P5",),
    )
    yield counted("planted faults found in hostile articles", cases, 160, silent, ("P6",), "missed")
    if tier != "quick":
        size = sized(tier, 0, 250_000, 1_000_000)
        seen = [*_cases(size, every_rule(), most=math.inf)]
        steep = [str(case) for case in seen if case.whole.fault or case.ratio > _RATIO]
        title = f"hostile articles and all {len(every_rule().rules)} rules: time at twice the size"
        yield _growth(title, max(case.ratio for case in seen), steep)


def _growth(title: str, worst: float, faults: Sequence[str]) -> Figure:
    passed = worst <= _RATIO and not faults
    return Figure(title, f"x {worst:.2f}", f"<= {_RATIO}", passed, ("P5",), tuple(faults))


class Case(NamedTuple):
    """A hostile text in a format."""

    title: str
    whole: Outcome
    ratio: float
    """The time for the whole beside that for half of it; 0 where the whole takes no time."""
    times: float
    """The time for the whole beside that for an ordinary text of its size."""

    def __str__(self) -> str:
        took, fault = self.whole.seconds, self.whole.fault
        return f"{self.title}: {took:.2f} s, ratio {self.ratio:.1f}, x {self.times:.1f} {fault}"


def _cases(size: int, bound: RuleTable, most: float = _TIMES_NORMAL) -> Iterator[Case]:
    """All texts in all formats; one that takes over ``most`` times the usual is tried again."""
    usual = normal(bound)
    for make in MAKERS.values():  # what is loaded when it is needed is no part of the times
        for name in NAMES:
            look(name, _text(make, 500), bound)
    runner.calm_collector()  # as in every run: else it goes through what was there, and often
    for title, make in MAKERS.items():
        for name in NAMES:
            half, whole = _pair(name, make, size, bound, usual * most)
            times = whole.rate(_megabytes(make, size), usual)
            yield Case(f"{title} in {name}", whole, _ratio(half, whole), times)


def _pair(
    name: str, make: Make, size: int, bound: RuleTable, most: float
) -> tuple[Outcome, Outcome]:
    """Half of the size and the whole in turns; where that looks wrong, also where a megabyte takes
    over ``most`` seconds, the fastest of five each: other work on the machine makes a run slower
    and never faster."""
    found: list[tuple[Outcome, Outcome]] = []
    for _ in range(_TRIES):
        half, whole = (apart(name, _text(make, n), bound) for n in (size // 2, size))
        found.append((half, whole))
        half, whole = (min(each) for each in zip(*found, strict=True))
        slow = whole.rate(_megabytes(make, size), most) > 1
        if whole.fault or not (slow or _ratio(half, whole) > _RATIO):
            break
    return half, whole


def _ratio(half: Outcome, whole: Outcome) -> float:
    return whole.seconds / half.seconds if whole.seconds > _FLOOR else 0.0


def _megabytes(make: Make, size: int) -> float:
    return len(_text(make, size).encode("utf-8", "surrogateescape")) / 1e6


def _text(make: Make, size: int) -> str:
    return make(size) + CANARY


def normal(bound: RuleTable) -> float:
    """Seconds for a megabyte of ordinary text."""
    text = _PROSE * (1_000_000 // len(_PROSE.encode()))
    return min(look("a.md", text, bound).seconds for _ in range(3)) / (len(text.encode()) / 1e6)
