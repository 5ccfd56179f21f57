"""Every rule against its own examples and its folder of fixtures in tests/rules/.

A folder holds ``bad.*`` and ``good.*`` (``.md``, ``.mdx`` or ``.txt``; several may
be told apart by ``bad-name.md``; a rule that compares files gets all of a kind at
once, and so it does the examples of its stanza; the origin of ``bad-authored.md`` is
``authored``), ``expected.txt``, ``fixed.*`` for each bad file
when the rule has a fix, a ``contentlint.toml`` when options are needed, and
``links.jsonl`` with what the web answers, as `check --links` reads it.
For a rule that compares translations with their sources, ``source-bad.md`` is the
source of ``bad.md``; a translation without such a file has lost its source. A
``contentlint.toml`` may have ``[[translations]]`` and a ``[glossary]`` for it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT
from pairs import give_source

from contentlint._util.style import Style
from contentlint.config import select
from contentlint.config.load import read_config
from contentlint.engine import cross_file, examples, linter, ruleset
from contentlint.fix import loop
from contentlint.model.diagnostic import FileResult, Finding, Fix
from contentlint.model.document import ORIGINS, Document
from contentlint.model.report import Report
from contentlint.model.rule import BoundRule, Rule, example_data
from contentlint.report.formats import concise
from contentlint.report.rule_page import suppression
from contentlint.run.examples import failures
from contentlint.source import formats, observations
from contentlint.source.siblings import Siblings

RULES = [rule for rule in ruleset.full().rules if rule.kind != "suppression"]
PAIRED = frozenset(rule.code for rule in RULES if rule.counterpart)
FOLDER = ROOT / "tests" / "rules"
SET = ruleset.builtin()
KNOWN = ruleset.names(SET.rules)

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def bound(rule: Rule) -> BoundRule:
    """The rule with the options of its fixture folder."""
    path = FOLDER / rule.code / "contentlint.toml"
    options = {}
    if path.exists():
        read = read_config(str(path))
        assert read is not None
        options = dict(select.setting(rule, list(read.layers)).options)
    return ruleset.bind(rule, options=options)


def document(name: str, data: bytes, language: str = "", folder: Path | None = None) -> Document:
    """``folder``: where the files lie that the article names."""
    doc = formats.read(name, data, language=language)
    if folder is not None:
        doc.lookup = partial(Siblings().exists, str(folder), "")
        if folder.name in PAIRED:
            give_source(doc, folder, name)
        links = folder / "links.jsonl"
        if links.exists():
            doc.observations = observations.read(str(links))[0]
    return doc


def fixture(path: Path) -> Document:
    doc = document(path.name, path.read_bytes(), folder=path.parent)
    doc.origin = next((each for each in ORIGINS if path.stem.endswith(f"-{each}")), doc.origin)
    return doc


def lint(doc: Document, rules: Sequence[BoundRule]) -> FileResult:
    result = linter.lint(doc, rules, SET.precedence, KNOWN)
    assert not result.incomplete
    return result


def lint_all(docs: Sequence[Document], rule: BoundRule) -> list[FileResult]:
    """Each for itself, then compared with each other."""
    results = cross_file.compare([lint(doc, [rule]) for doc in docs], lambda _: [rule], "info")
    assert not any(result.incomplete for result in results)
    return results


def findings(rule: Rule, doc: Document) -> list[Finding]:
    return found_by(bound(rule), doc)


def found_by(rule: BoundRule, doc: Document) -> list[Finding]:
    found, broken, _ = linter.run(doc, [rule])
    assert not broken
    return [finding for _, finding in found]


def files(rule: Rule, stem: str) -> list[Path]:
    paths = sorted((FOLDER / rule.code).glob(stem + "*"))
    return [path for path in paths if path.suffix in formats.FORMATS]


@every_rule
def test_examples_of_the_stanza_do_what_they_show(rule: Rule) -> None:
    assert list(failures(rule)) == []


SAFETIES = {"none": set(), "safe": {True}, "unsafe": {False}}
"""By what the page says of fixes: whether they are safe."""


@every_rule
def test_fixes_are_as_safe_as_the_page_says(rule: Rule) -> None:
    checked = [(bound(rule), fixture(path)) for path in files(rule, "bad")]
    sources = rule.bad_source or [None] * len(rule.bad)
    checked += [
        (
            ruleset.bind(rule, options=rule.example_options),
            examples.document(rule, text, source=source),
        )
        for text, source in zip(rule.bad, sources, strict=True)
    ]
    seen = {
        found.fix.safe
        for this, doc in checked
        for _, found in linter.examine(doc, [this], (), frozenset()).found
        if found.fix
    }
    if rule.fix == "sometimes":
        assert False in seen, "no fix is unsafe"
    else:
        assert seen <= SAFETIES[rule.fix]


@every_rule
def test_bad_examples_are_found_in_texts_of_every_origin(rule: Rule) -> None:
    """A page shows no example that is no finding in the text that the reader has before them."""
    this = ruleset.bind(rule, options=rule.example_options)
    for origin in () if this.compare or rule.counterpart else rule.origins or ORIGINS:
        for text in rule.bad:
            doc = examples.document(rule, text)
            doc.origin = origin
            assert found_by(this, doc), f"nothing is found in {origin} text in {text!r}"


@every_rule
def test_the_comment_on_the_page_suppresses_a_bad_example(rule: Rule) -> None:
    this = ruleset.bind(rule, options=rule.example_options)
    without = this.compare or rule.counterpart or rule.example_links
    for text in () if without or rule.example_format == "text" else rule.bad:
        doc = examples.document(rule, text)
        line = min(doc.line_at(max(finding.span.start, 0)) for finding in found_by(this, doc))
        comment = suppression(rule)
        lines = text.split("\n")
        if rule.suppress == "line":
            lines.insert(line, comment)
        elif rule.suppress == "block":
            lines = comment.replace("…", f"\n\n{text}\n\n").split("\n")
        else:
            lines += ["", comment, ""]
        data = example_data("\n".join(lines))
        again = document(f"example{Path(doc.path).suffix}", data, doc.language)
        result = lint(again, [this])
        if rule.suppress == "line":
            assert result.suppressed, text
        else:
            # A comment may be a line too many for the share that an example of three lines has.
            assert not result.diagnostics, text


@every_rule
def test_good_fixture_is_silent(rule: Rule) -> None:
    assert files(rule, "good"), "no good fixture"
    for result in lint_all([fixture(path) for path in files(rule, "good")], bound(rule)):
        assert [d.message for d in result.diagnostics] == [], result.path


@every_rule
def test_bad_fixture_gives_what_is_expected(rule: Rule, update: bool) -> None:
    assert files(rule, "bad"), "no bad fixture"
    out = io.StringIO()
    results = lint_all([fixture(path) for path in files(rule, "bad")], bound(rule))
    assert any(result.diagnostics for result in results)
    for result in results:
        assert result.diagnostics or bound(rule).compare, f"{result.path} is silent"
        report = Report(1, result.diagnostics, 0, (), "info", "0", result.counts)
        concise.write(report, out, Style())
    golden = FOLDER / rule.code / "expected.txt"
    if update:
        golden.write_text(out.getvalue(), encoding="utf-8")
    assert out.getvalue() == golden.read_text(encoding="utf-8")


@every_rule
def test_findings_lie_in_the_text_and_fill_their_message(rule: Rule) -> None:
    for path in [] if bound(rule).compare else files(rule, "bad"):
        doc = fixture(path)
        for finding in findings(rule, doc):
            start, end = finding.span
            assert -1 <= start <= end <= len(doc.text)
            assert finding.severity in (None, rule.severity, *rule.lowered)
            for related in finding.related:
                where = doc.counterpart.doc if related.in_source and doc.counterpart else doc
                assert 0 <= related.span.start <= related.span.end <= len(where.text)
            if finding.fix:
                assert rule.fix != "none", "the stanza says that there is no fix"
                assert rule.fix != "safe" or finding.fix.safe
        result = lint(doc, [bound(rule)])  # a message with a name that nothing fills is incomplete
        assert rule.fix != "unsafe" or not any(d.fix and d.fix.safe for d in result.diagnostics)


@every_rule
def test_fixes_settle_and_bring_nothing_new(rule: Rule, update: bool) -> None:
    everything = [ruleset.bind(r) for r in RULES if on_by_default(r) and r.code != rule.code]
    this = bound(rule)
    if rule.fix == "none":
        return
    for path in files(rule, "bad"):
        doc = fixture(path)
        if not any(f.fix for f in findings(rule, doc)):
            continue
        fixed = fix(path, path.read_bytes(), this)
        golden = path.with_name(path.name.replace("bad", "fixed", 1))
        if update:
            golden.write_bytes(fixed)
        assert fixed == golden.read_bytes(), path.name
        assert fix(path, fixed, this) == fixed
        again = document(path.name, fixed, folder=path.parent)
        before = {d.code for d in lint(doc, everything).diagnostics}
        after = {d.code for d in lint(again, everything).diagnostics}
        assert after <= before, f"fixing brings {after - before}"


def on_by_default(rule: Rule) -> bool:
    return rule.enabled and rule.status == "stable"


def fix(path: Path, data: bytes, rule: BoundRule) -> bytes:
    """The file after every fix of the rule, safe or not, has been applied until none is left."""

    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = document(path.name, data, folder=path.parent)
        return doc, [(rule.rule.code, f.fix) for f in found_by(rule, doc) if f.fix]

    settled = loop.settle(data, look)
    assert not settled.fault
    return settled.data
