"""Runs the examples of rules as tests, for ``contentlint test-rules`` and our own tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from contentlint.engine import cross_file, linter
from contentlint.engine.budget import limited
from contentlint.engine.examples import SUFFIX, document, findings, pair
from contentlint.engine.ruleset import bind
from contentlint.fix import loop
from contentlint.model.diagnostic import Finding, Fix
from contentlint.model.document import Document
from contentlint.model.rule import BoundRule, Rule, example_data
from contentlint.source import formats


def failures(rule: Rule) -> Iterator[str]:
    """Yield a description of each example of a rule that fails, of one or several lines.

    Every text in ``bad`` must have a finding, and no text in ``good``; texts in ``fixed`` must be
    those in ``bad`` after all fixes. A rule that compares files gets all texts of a list together.
    """
    bound = limited(bind(rule, options=rule.example_options))
    if bound.compare:
        yield from _compared(rule, bound)
        return
    for key, texts, sources in (
        ("bad-source", rule.bad, rule.bad_source),
        ("good-source", rule.good, rule.good_source),
    ):
        if rule.counterpart and texts and not sources:
            yield f"{key}: missing; the rule compares translations with their sources"
    for text, source in _with_sources(rule.bad, rule.bad_source):
        found = findings(bound, document(rule, text, source=source))
        if isinstance(found, str):
            yield found
        elif not found:
            yield f"bad: nothing is found in\n{_quoted(text)}"
        else:
            yield from _messages(rule, found)
    for text, source in _with_sources(rule.good, rule.good_source):
        found = findings(bound, document(rule, text, source=source))
        if found:
            shown = found if isinstance(found, str) else _first(rule, found)
            yield f"good: {shown} in\n{_quoted(text)}"
    for (text, source), wanted in zip(
        _with_sources(rule.bad, rule.bad_source), rule.fixed, strict=False
    ):
        got = fixed(rule, bound, text, source)
        if got != wanted:
            lines = wanted.splitlines(), got.splitlines()
            diff = list(unified_diff(*lines, "fixed", "what the fix gives", lineterm="", n=1))
            yield "\n".join(["fixed: another text than the fix gives", *diff])


def _with_sources(texts: Sequence[str], sources: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the examples, each with the text of its source; None if it is no translation."""
    given: Sequence[str | None] = sources or [None] * len(texts)
    return zip(texts, given, strict=True)


def fixed(rule: Rule, bound: BoundRule, text: str, source: str | None = None) -> str:
    """Return a text after all fixes of a rule, including unsafe ones; ``source`` is as for
    ``document``."""
    name = "example" + SUFFIX[rule.example_format]
    first = document(rule, text)

    def examine(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read(name, data, language=first.language, paragraphs=first.paragraphs)
        pair(doc, source, rule.example_translation)
        doc.observations = first.observations
        found = findings(bound, doc)
        if isinstance(found, str):
            return doc, []
        return doc, [(rule.code, f.fix) for f in found if f.fix]

    settled = loop.settle(example_data(text), examine)
    return settled.fault or settled.data.decode("utf-8", "backslashreplace")


def _compared(rule: Rule, bound: BoundRule) -> Iterator[str]:
    for key, texts, wanted in (("bad", rule.bad, True), ("good", rule.good, False)):
        docs = [document(rule, text, str(index)) for index, text in enumerate(texts)]
        results = [linter.lint(doc, [bound], (), frozenset()) for doc in docs]
        results = cross_file.compare(results, lambda _: [bound], "info")
        broken = [entry.reason for result in results for entry in result.incomplete]
        messages = [d.message for result in results for d in result.diagnostics]
        if broken:
            yield f"{key}: {broken[0]}"
        elif texts and bool(messages) != wanted:
            found = messages[0] if messages else "nothing is found"
            yield f"{key}: {found} in these files, read together"


def _messages(rule: Rule, found: Sequence[Finding]) -> Iterator[str]:
    """Yield a failure if the findings lack a value that the message of the rule names."""
    try:
        for finding in found:
            rule.message.format(**finding.values)
    except KeyError as error:
        names = ", ".join("{" + name + "}" for name in found[0].values) or "none"
        yield f"message: nothing fills {{{error.args[0]}}}; the kind gives {names}"


def _first(rule: Rule, found: Sequence[Finding]) -> str:
    try:
        return rule.message.format(**found[0].values)
    except KeyError:
        return rule.message


def _quoted(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))
