"""The rules of a host for programs, in its robots.txt (RFC 9309)."""

from __future__ import annotations

import json
from urllib.parse import quote

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links.answer import Answer

if TYPE_CHECKING:
    from typing import Final

AGENT: Final = "contentlint"
"""Our name in robots.txt."""
LARGEST: Final = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB at least."""
DAY: Final = 86_400
"""Seconds for which the rules of a host are believed."""
SLOWEST: Final = 10.0
"""The longest ``Crawl-delay`` that is kept, in seconds."""
_MOST_RULES: Final = 5000
_LONGEST_RULE: Final = 2048
"""Bytes of a pattern; longer ones are not obeyed."""
_OURS: Final = ("user-agent", "allow", "disallow", "crawl-delay")
_UNESCAPED: Final = "%!$&'()*+,/:;=?@[]^`{|}\"<>\\"


class Rule(NamedTuple):
    pattern: str
    """The start of a path, percent-encoded, with ``*`` for anything and ``$`` for the end."""
    allows: bool


class Robots(NamedTuple):
    """The rules for one program."""

    rules: tuple[Rule, ...] = ()
    """The longest pattern first; of patterns that are as long, those that allow."""
    delay: float = 0.0
    """Seconds between two requests; 0 if nothing is said."""

    def allows(self, path: str) -> bool:
        """Return True if a path, with its query, may be asked for."""
        if path == "/robots.txt":
            return True
        path = _encoded(path)
        return next((rule.allows for rule in self.rules if matches(rule.pattern, path)), True)


class Dated(NamedTuple):
    """Rules, and when they were asked for."""

    robots: Robots
    asked: int
    """Seconds since 1970, UTC."""


ALL: Final = Robots()
"""Everything is allowed."""
NOTHING: Final = Robots((Rule("/", allows=False),))


def rules_in(answer: Answer, agent: str) -> Robots | None:
    """Return what an answer to robots.txt allows, as RFC 9309 has it; None if it says nothing,
    because there is none, or the host has refused to give it now."""
    if not answer.status or answer.status in (429, 503):
        return None
    if answer.status >= 500:
        return NOTHING
    if 200 <= answer.status < 300:
        return rules_of(answer.body.decode("utf-8", "replace"), agent)
    return ALL


def written(robots: Robots) -> str:
    """Return rules as a line of JSON, see ``read``."""
    return json.dumps([robots.delay, *robots.rules])


def read(text: object) -> Robots | None:
    """Return the rules of a line that ``written`` may have written; None for any other value."""
    if type(text) is not str:
        return None
    try:
        delay, *rules = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
    if type(delay) not in (int, float) or not 0 <= delay < float("inf"):
        return None
    if len(rules) > _MOST_RULES or not all(map(_is_rule, rules)):
        return None
    return _sorted([Rule(*rule) for rule in rules], float(delay))


def _is_rule(value: object) -> bool:
    if type(value) is not list or [*map(type, value)] != [str, bool]:
        return False
    # Each code point of a pattern may have become four escapes.
    return 0 < len(value[0]) <= 12 * _LONGEST_RULE and value[0].isascii()


def rules_of(text: str, agent: str) -> Robots:
    """Return the rules for a program, named without its version.

    Those of all groups that name it, or else of all groups for ``*``. A group is one or more
    lines with names of programs, and what follows them.
    """
    agent = agent.lower()
    found: dict[str, list[tuple[str, str]]] = {agent: [], "*": []}
    named = set()
    open_groups: set[str] = set()
    in_head = False
    for key, value in _lines(text):
        if key == "user-agent":
            name = _product(value)
            open_groups = {*open_groups, name} if in_head else {name}
            named.add(name)
        else:
            for name in open_groups & found.keys():
                found[name].append((key, value))
        in_head = key == "user-agent"
    return _compiled(found[agent if agent in named else "*"])


def _lines(text: str) -> list[tuple[str, str]]:
    """The lines that are for us: the key in lower case, and the value."""
    pairs = []
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key = key.strip().lower()
        if colon and key in _OURS:
            pairs.append((key, value.strip()))
    return pairs


def _product(value: str) -> str:
    """The name of a program without its version, in lower case: letters, ``_`` and ``-``."""
    if value[:1] == "*":
        return "*"
    length = 0
    while length < len(value) and (value[length].isalpha() or value[length] in "_-"):
        length += 1
    return value[:length].lower()


def _compiled(lines: list[tuple[str, str]]) -> Robots:
    rules: list[Rule] = []
    delay = 0.0
    for key, value in lines:
        if key == "crawl-delay":
            delay = max(delay, _number(value))
        elif value and len(value) <= _LONGEST_RULE and len(rules) < _MOST_RULES:
            rules.append(Rule(_encoded(value), key == "allow"))
    return _sorted(rules, delay)


def _sorted(rules: list[Rule], delay: float) -> Robots:
    rules.sort(key=lambda rule: (-len(rule.pattern), not rule.allows))
    return Robots(tuple(rules), delay)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 < number < float("inf") else 0.0


def _encoded(path: str) -> str:
    """Return a path in the one form in which paths are compared: other scripts percent-encoded,
    escapes in capitals, and none of what needs no escape."""
    if "%" not in path and path.isascii():
        return path
    first, *escaped = quote(path, _UNESCAPED).split("%")
    parts = [first]
    for part in escaped:
        try:
            char = chr(int(part[:2], 16))
        except ValueError:
            parts.append(f"%{part}")
            continue
        plain = char.isascii() and (char.isalnum() or char in "-._~")
        parts.append((char if plain else f"%{part[:2].upper()}") + part[2:])
    return "".join(parts)


def matches(pattern: str, path: str) -> bool:
    """Return True if a path begins as a pattern says. The time is linear in each star."""
    pattern, to_end = (pattern[:-1], True) if pattern.endswith("$") else (pattern, False)
    first, *rest = pattern.split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not to_end or len(path) == len(first)
    at = len(first)
    *middle, last = rest
    for part in middle:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if to_end:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0
