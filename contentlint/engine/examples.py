"""The examples of rules as documents, and what a rule finds in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint.engine import cross_file, linter
from contentlint.engine.budget import limited
from contentlint.engine.render import Shown, worded
from contentlint.engine.ruleset import bind, full, names
from contentlint.model.diagnostic import Diagnostic, Finding
from contentlint.model.document import Document
from contentlint.model.observation import Observation
from contentlint.model.rule import BoundRule, Rule, example_data
from contentlint.source import formats

if TYPE_CHECKING:
    from typing import Any

    from contentlint.engine.wording import Wording

SUFFIX = {"markdown": ".md", "mdx": ".mdx", "text": ".txt"}
"""The end of the name of an example, by its format."""


def document(rule: Rule, text: str, stem: str = "example", source: str | None = None) -> Document:
    """Return an example as a document, in a language of the rule.

    ``source`` is the text of which it is the translation; ``""`` if that does not exist.
    """
    data, name = example_data(text), stem + SUFFIX[rule.example_format]
    doc = formats.read(name, data)
    if rule.languages and doc.language not in rule.languages:
        # The text is too short for its language to be detected.
        doc = formats.read(name, data, language=min(rule.languages))
    doc.observations = observations(rule)
    pair(doc, source, rule.example_translation)
    return doc


def pair(doc: Document, source: str | None, given: Mapping[str, Any] | None = None) -> None:
    """Give a document its source; ``source`` is as for ``document``, ``given`` as
    ``Rule.example_translation``."""
    if source is None:
        return
    name = f"source-{doc.path}"
    if not source:
        doc.missing_source = name
        return
    from contentlint.model.counterpart import Counterpart, Glossary

    other = formats.read(name, example_data(source))
    # An untranslated example is in the language of its source; nothing says what it should be in.
    target = "" if doc.language == other.language else doc.language
    known = given or {}
    renderings, avoided = (_words(known.get(key, {})) for key in ("glossary", "glossary-avoid"))
    doc.counterpart = Counterpart(
        other,
        other.language,
        target,
        known.get("order", "source"),
        known.get("code", "comments"),
        tuple(known.get("span-free", ())),
        known.get("diverges", ""),
        (),
        Glossary(tuple(known.get("keep", ())), renderings, avoided),
    )


def _words(given: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {term: tuple(words) for term, words in given.items()}


def observations(rule: Rule) -> dict[str, Observation] | None:
    """Return what the web answers for the links of a rule's examples; None if it gives none."""
    if not rule.example_links:
        return None
    from contentlint.source.observations import observation_of

    found = [observation_of({"url": url, **row}) for url, row in rule.example_links.items()]
    return {one.url: one for one in found if one is not None}


def findings(bound: BoundRule, doc: Document) -> list[Finding] | str:
    """Return the findings of a rule, or why it failed."""
    found, broken, _ = linter.run(doc, [bound])
    return broken[0].reason if broken else [finding for _, finding in found]


def reported(rule: Rule, wording: Wording | None = None) -> Diagnostic | None:
    """Return the first diagnostic of a rule in its first bad example, or in all of them if it
    compares files; None if there is none. ``wording`` translates it."""
    bound = limited(bind(rule, options=rule.example_options))
    # A suppression comment is judged by what the rule that it names finds.
    others = full().rules if rule.kind == "suppression" else ()
    results = []
    for number, text in enumerate(rule.bad if bound.compare else rule.bad[:1]):
        stem = f"article-{number + 1}" if bound.compare else "example"
        source = rule.bad_source[number] if rule.bad_source else None
        doc = document(rule, text, stem, source)
        named = [bind(other) for other in others if other.code in text]
        examined = linter.examine(doc, [bound, *named], (), names(others))
        results.append(worded(doc, examined, Shown(wording=wording)))
    if bound.compare:
        results = cross_file.compare(results, lambda _: [bound], "info", wording)
    found = (one for result in results for one in result.diagnostics)
    return next((one for one in found if one.code == rule.code), None)
