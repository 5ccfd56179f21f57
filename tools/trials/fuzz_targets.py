"""What is tried with whatever comes: a target makes an input from a seed and checks what came."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contentlint.config import schema as configuration
from contentlint.config.load import Configs, wrong_globs
from contentlint.config.table import Fault, Place, Table, parse_table, refuse
from contentlint.config.toml import decode
from contentlint.engine import budget, linter, ruleset
from contentlint.engine.options import options_class
from contentlint.fix import patch
from contentlint.fix.apply import splice
from contentlint.frontmatter import metadata
from contentlint.model.errors import ConfigError, ReadError
from contentlint.model.rule import Rule, example_data
from contentlint.report.formats import names as report_formats
from contentlint.run import baseline
from contentlint.run.request import Limits, Reading, Request, Selection
from contentlint.run.resolve import Resolver
from contentlint.run.rule_sets import named_words
from contentlint.run.session import Session
from contentlint.source import formats
from contentlint.source.ignore import Filter
from tools.trials import documents, fixes, mutants, outputs
from tools.trials.watched import ROOT

Target = Callable[[random.Random], str]
"""From a seed to what is wrong; "": nothing, "-": the input did not count."""


def _lint(name: str) -> Target:
    def target(rng: random.Random) -> str:
        data = mutants.article(rng)
        try:
            doc = formats.read(name, data)
        except ReadError:
            return "-"
        if len(doc.prose) != len(doc.text):
            return "prose and text differ in length"
        result = linter.lint(doc, documents.rules(), SET.precedence, KNOWN)
        if result.incomplete:
            return str(result.incomplete[0])
        keys = [d.sort_key() for d in result.diagnostics]
        if keys != sorted(keys):
            return "not in order"
        for d in result.diagnostics:
            line, column, end_line, end_column = d.position
            first, last = doc.lines[line - 1], doc.lines[end_line - 1]
            inside = 1 <= column <= len(first) + 1 and 1 <= end_column <= len(last) + 1
            if not inside or (line, column) > (end_line, end_column):
                return f"{d.code}: {d.position} is no place"
        return ""

    return target


SET = ruleset.builtin()
KNOWN = ruleset.names(SET.rules)
SESSION = Session(Request(Selection(isolated=True)))


def _fix(rng: random.Random) -> str:
    data = mutants.article(rng, 60)
    try:
        return next(fixes.violations("a.md", data, SESSION), "")
    except ReadError:
        return "-"


def _bytes(rng: random.Random) -> str:
    """Decoded, and put back as it was."""
    data = mutants.article(rng, 20)
    try:
        doc = formats.read("a.md", data)
    except ReadError:
        return "-"
    return "" if splice(data, doc, []) == data else "other bytes without an edit"


def _suppressed(rng: random.Random) -> str:
    """Comments take findings away and bring their own; they bring no others."""
    words = (
        "",
        "-line",
        "-next-line",
        "-file",
        " PUN001",
        " ALL",
        " XYZ999",
        ": why",
        ",",
        "-enable",
    )
    comment = "<!-- contentlint-disable" + "".join(rng.choices(words, k=3)) + " -->\n"
    data = mutants.article(rng, 60)
    at = data.find(b"\n\n") + 1
    try:
        doc = formats.read("a.md", data[:at] + comment.encode() + data[at:])
    except ReadError:
        return "-"
    shown = linter.lint(doc, documents.rules(), SET.precedence, KNOWN)
    doc.comments = []
    everything = linter.lint(doc, documents.rules(), SET.precedence, KNOWN)
    if shown.incomplete:
        return str(shown.incomplete[0])
    there = {(d.code, d.position) for d in everything.diagnostics}
    new = [d.code for d in shown.diagnostics if (d.code, d.position) not in there]
    return f"new findings: {new}" if any(not code.startswith("SUP") for code in new) else ""


CONFIGS = (
    'profile = "default"\nselect = ["PUN", "space-before-punctuation"]\nignore = ["STR018"]\n',
    'lang = "ar"\n[rules.PUN001]\nseverity = "error"\noptions.marks = "،؛؟"\n',
    '[[overrides]]\nfiles = ["archive/**"]\nignore = ["NUM"]\nlang = "fa"\n',
    'extends = ["a.toml"]\nrule-sets = ["b.toml"]\nplugins = ["x"]\nmax-file-size = "10MB"\n',
    '[words.names]\nar = ["كلمة", "عبارة"]\nen = ["word"]\n',
    'include = ["*.md"]\nexclude = ["b/**"]\nmin-severity = "info"\nfail-on = "never"\n',
)
_STANZAS = (
    '[HSE001]\nname = "house"\nkind = "pattern"\nseverity = "error"\nmessage = "{found}"\n'
    'why = "w"\nhelp = "h"\nsource = "s"\noptions.pattern = "a+b"\n'
    'bad = ["aab\\n"]\ngood = ["c\\n"]\n',
    '[HSE002]\nname = "house-two"\nkind = "existence"\nseverity = "info"\nmessage = "x"\n'
    'languages = ["ar"]\nwhy = "w"\nhelp = "h"\nsource = "s"\noptions.tokens = ["من الجدير"]\n'
    'bad = ["من الجدير\\n"]\ngood = ["c\\n"]\n',
)


@cache
def _configurations() -> tuple[dict[str, Any], ...]:
    """Those above, and one for each rule, with all of its options."""
    found = [decode(text)[0] for text in CONFIGS]
    for rule in ruleset.full().rules:
        made = {**options_class(rule.kind)._field_defaults, **rule.options}
        options = {name.replace("_", "-"): _as_toml(value) for name, value in made.items()}
        found.append({"rules": {rule.code: {"severity": "error", "options": options}}})
    return tuple(found)


@cache
def _rule_sets() -> tuple[dict[str, Any], ...]:
    """Those above, and every stanza of our own."""
    found = [decode(text)[0] for text in _STANZAS]
    for path in sorted((ROOT / "rules").glob("*.toml")):
        whole = decode(path.read_text(encoding="utf-8"))[0]
        found += [{code: each} for code, each in whole.items() if ruleset.CODE.fullmatch(code)]
    return tuple(found)


def _as_toml(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _as_toml(each) for key, each in value.items()}
    return list(value) if isinstance(value, (tuple, frozenset)) else value


def resolve(config: configuration.Config) -> None:
    """Resolve a configuration without its rule sets and plugins.

    Raises:
        ConfigError: it is wrong.
    """
    resolver = Resolver(Selection(isolated=True), Limits(), Reading())
    configs = Configs(given=config._replace(rule_sets=(), plugins=()))
    vars(resolver)["configs"] = configs  # a configuration that no file has
    resolver.settings("a.md")


def _config(rng: random.Random) -> str:
    """The text of one, or what it says, made wrong; everything in it is looked at."""
    try:
        faults: list[Fault] = []
        if rng.randrange(2):
            table = parse_table(mutants.text(rng, CONFIGS), "x.toml", faults)
        else:
            table = Table(mutants.values(rng, _configurations()), Place("x.toml"), faults)
        config = configuration.of_table(table, os.getcwd())
        refuse([*faults, *wrong_globs(config)])
        resolve(config)
    except ConfigError as error:
        return "" if str(error).startswith("x.toml") else f"not said where: {error}"
    return "".join(
        _raised(code, given) for layer in config.layers for code, given in layer.rules.items()
    )


def _raised(code: str, given: configuration.RuleSetting) -> str:
    """What a rule raises on its own examples under options that were taken for good ones."""
    rule = _rules()[code]
    bound = ruleset.bind(rule, options=named_words(rule.kind, given.options, {}, []))
    if bound.check is None:
        return ""
    name = {"text": "a.txt", "mdx": "a.mdx"}.get(rule.example_format, "a.md")
    for text in (*rule.bad, *rule.good)[:3]:
        doc = formats.read(name, example_data(text))
        for entry in linter.run(doc, (budget.limited(bound),))[1]:
            if entry.reason.startswith("the rule raised"):
                return f"{code}: {entry.reason}"
    return ""


@cache
def _rules() -> dict[str, Rule]:
    return {label: rule for rule in ruleset.full().rules for label in (rule.code, rule.name)}


def _stanzas(rng: random.Random) -> str:
    try:
        faults: list[Fault] = []
        if rng.randrange(2):
            table = parse_table(mutants.text(rng, _STANZAS), "x.toml", faults)
        else:
            table = Table(mutants.values(rng, _rule_sets()), Place("x.toml"), faults)
        rules = ruleset.parse_stanzas(table.place, table.data, ruleset.word_lists(), faults)
        refuse(faults)
        for rule in rules:
            ruleset.bind(rule)
    except ConfigError as error:
        return "" if str(error) else "an error without words"
    return ""


def _report(rng: random.Random) -> str:
    form = rng.choice(report_formats())
    written = outputs.rendered(form, "".join(rng.choices(outputs.NASTY, k=rng.randint(1, 6))))
    return outputs.plain_faults(form, written)


def _baseline(rng: random.Random) -> str:
    whole = json.dumps(
        {
            "schema": "contentlint.baseline/1",
            "files": {"a.md": [{"rule": "PUN001", "key": "0" * 16, "count": 2, "sample": "x"}]},
        },
        indent=1,
    )
    path = Path(tempfile.gettempdir()) / f"contentlint-trial-{os.getpid()}.json"
    path.write_text(mutants.text(rng, (whole,)), encoding="utf-8")
    try:
        baseline.read(str(path))
    except ConfigError:
        pass
    finally:
        path.unlink()
    return ""


def _diff(rng: random.Random) -> str:
    """Our patch, applied by a reader that is not ours, gives the new bytes."""
    old = mutants.article(rng, 60)
    lines = old.splitlines(keepends=True) or [b""]
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(lines))
        lines[at : at + rng.randrange(3)] = rng.choices(
            (b"new\n", b"x\r\n", b"end", b"\n"), k=rng.randrange(3)
        )
        lines = lines or [b""]
    new = b"".join(lines)
    made = patch.diff("a b.md", old, new)
    if applied(old, made) != new:
        return "the patch gives something else"
    return ""


def applied(old: bytes, made: bytes) -> bytes:
    """A unified diff applied to bytes, lines ended by a line feed only."""
    rows = [each + b"\n" for each in old.split(b"\n")]
    rows[-1] = rows[-1][:-1]
    rows = rows if rows[-1] else rows[:-1]
    out: list[bytes] = []
    at = 0
    body = made.split(b"\n")
    number = 2
    while number < len(body) - 1:
        m = re.match(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", body[number])
        assert m, body[number]
        left, right = int(m[2] or 1), int(m[4] or 1)
        start = int(m[1]) - (1 if left else 0)
        out += rows[at:start]
        at = start
        number += 1
        while left or right:
            sign, row = body[number][:1], body[number][1:] + b"\n"
            number += 1
            if number < len(body) and body[number].startswith(b"\\"):
                row = row[:-1]
                number += 1
            if sign in b"- ":
                assert rows[at] == row, (rows[at], row)
                at += 1
                left -= 1
            if sign in b"+ ":
                out.append(row)
                right -= 1
    return b"".join(out + rows[at:])


def _metadata(rng: random.Random) -> str:
    fence = rng.choice(("---\n", "+++\n", ""))
    seeds = (
        "title: x\ntags: [a, b]\nauthor: {name: y}\ndate: 2024-01-02\nbody: |\n  a\n",
        'title = "x"\ntags = ["a"]\n[author]\nname = "y"\n',
        '{"title": "x", "tags": ["a", {"b": null}], "n": 1e5}\n',
        "a: &x [*x, *x]\nb: !!binary aa\n? c\n: d\ne: 'f\n",
    )
    data = (fence + mutants.text(rng, seeds) + fence + "\nx\n").encode()
    doc = formats.read("a.md", data)
    found = doc.fact(metadata.read)
    return "" if isinstance(found, metadata.Metadata) else "no metadata"


def _glob(rng: random.Random) -> str:
    glob = mutants.text(rng, ("archive/**/*.md", "!a/[b-d]?", "\\#x", "**/", "a//b", "[[:alpha:]]"))
    try:
        name = mutants.text(rng, ("a/b.md", "archive/x/y.md")) or "a.md"
        Filter([glob], os.getcwd()).verdict(name)
    except ConfigError:
        return ""
    except ValueError as error:  # a name with NUL is none
        return "" if "null" in str(error) else str(error)
    return ""


TARGETS: dict[str, tuple[int, Target]] = {
    "articles in Markdown": (26, _lint("a.md")),
    "articles in plain text": (8, _lint("a.txt")),
    "fixes": (10, _fix),
    "bytes": (6, _bytes),
    "suppressions": (6, _suppressed),
    "configurations": (7, _config),
    "rule sets": (6, _stanzas),
    "reports": (7, _report),
    "baselines": (6, _baseline),
    "patches": (6, _diff),
    "front matter": (6, _metadata),
    "globs": (6, _glob),
}
"""Each with its share of the runs, in percent."""
