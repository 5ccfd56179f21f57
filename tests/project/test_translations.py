"""The translations: complete, with the placeholders of the English, and free of our own faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from conftest import ROOT
from pairs import give_source

from contentlint import Linter
from contentlint._util import escape, translation
from contentlint.cli.main import main
from contentlint.engine import linter as engine
from contentlint.engine import ruleset, wording
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Rule
from contentlint.source import formats
from tools import translations

LANGUAGES = translation.LANGUAGES[1:]
RULES = {rule.code: rule for rule in ruleset.full().rules}
WORDS = {"ar": "كلمة", "fa": "واژه", "he": "מילה", "ur": "لفظ"}
"""What stands in place of a placeholder, and before a phrase that begins with a mark."""
_PLACEHOLDER = re.compile(r"\{\w*\}")
_GLUED = re.compile(r"(?<=[\w)}])(?<! و)(?=\{)")
_OPENING = ('"', "«", "(", "`", "[")
_ABOUT_ARTICLES = ("COR", "CAP", "DUP", "STR", "NUM002", "RES", "SRC016")
"""Rules about whole articles, which say nothing of a sentence."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def messages(language: str) -> Mapping[str, Any]:
    return wording.load(str(ROOT / "rules" / wording.FOLDER), language)


def phrases(tables: Mapping[str, Any], *above: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each phrase in the tables of a rule: its keys, the last of which is the English, and it."""
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from phrases(value, *above, key)
        elif above:
            yield (*above, key), value


@every_language
def test_every_rule_is_translated(language: str) -> None:
    found = messages(language)
    assert sorted(found) == sorted([*RULES, "kinds"])
    for code, rule in RULES.items():
        wanted = {key for key in ("summary", "message", "help", "why") if getattr(rule, key)}
        assert wanted <= found[code].keys(), code


@every_language
def test_phrases_are_the_same_in_every_language(language: str) -> None:
    for code in (*RULES, "kinds"):
        first, other = (
            sorted(keys for keys, _ in phrases(messages(each)[code])) for each in ("ar", language)
        )
        assert first == other, code


@every_language
def test_texts_have_the_paragraphs_and_the_code_of_the_english(language: str) -> None:
    code = re.compile(r"`[^`]+`")
    for each, rule in RULES.items():
        own = messages(language)[each]["why"]
        assert own.strip().count("\n\n") == rule.why.strip().count("\n\n"), each
        assert set(code.findall(rule.why)) <= set(code.findall(own)), each


_CONTENT = ("right", "shown", "other", "detected", "guess")
"""Placeholders of what stands in the article, or would stand there."""
_NAMED = re.compile(
    "|".join([*map(re.escape, escape.NAMES.values()), r"U\+[0-9A-F]+|0x[0-9A-F]+", r'"[^"]*"'])
)
"""Characters, whose names the program translates, and quotations."""


def english_phrases(found: Finding, doc: Document, rule: Rule) -> Iterator[tuple[str, str]]:
    """The table and the text of each phrase of a finding that is no content."""
    content = doc.text + doc.missing_source
    if doc.counterpart is not None:
        content += doc.counterpart.doc.text + doc.counterpart.doc.path
    if found.fix is not None:
        yield "fixes", found.fix.title
    for related in found.related:
        yield "related", related.message
    for name, value in found.values.items():
        named = f"{{{name}}}" in rule.message
        if isinstance(value, str) and named and name not in _CONTENT:
            words = re.findall("[A-Za-z]{2,}", _NAMED.sub("", value))
            if not all(word in content for word in words):
                yield f"values.{name}", value


def test_phrases_of_the_fixtures_are_translated() -> None:
    """What our own rules find in their fixtures is all ours, or the content of the article."""
    missing = set()
    for code, rule in RULES.items():
        bound = ruleset.bind(rule)
        for path in sorted((ROOT / "tests" / "rules" / code).glob("bad*.*")):
            doc = formats.read(path.name, path.read_bytes())
            if rule.counterpart:
                give_source(doc, path.parent, path.name)
            for _, found in engine.examine(doc, [bound], (), frozenset()).found:
                for table, phrase in english_phrases(found, doc, rule):
                    for language in LANGUAGES:
                        given = wording.of(language)
                        assert given is not None
                        if given._table(rule, table).of(phrase) is None:
                            missing.add((code, table, phrase))
    assert missing == set()


def forms(message: Message) -> list[str]:
    given = message.string
    return [given] if isinstance(given, str) else [*(given or ())]


def english(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else [*message.id]


@cache
def catalogue(language: str) -> Catalog:
    path = translations.LOCALE / language / "LC_MESSAGES" / "contentlint.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@every_language
def test_catalogues_have_the_words_of_the_program(language: str) -> None:
    """Run ``python -m tools.translations`` after a change of words."""
    own = {(m.context, *english(m)) for m in catalogue(language) if m.id}
    assert own == {(m.context, *english(m)) for m in translations.template() if m.id}


@every_language
def test_every_word_is_translated_with_its_placeholders(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy and all(forms(message)), message.id
        wanted = set(_PLACEHOLDER.findall(english(message)[-1]))
        for form in forms(message):
            there = set(_PLACEHOLDER.findall(form))
            # Of one and two things a language may have words in place of the number.
            assert wanted - {"{n}"} <= there <= wanted, message.id
        assert wanted <= set(_PLACEHOLDER.findall(forms(message)[-1])), message.id


@every_language
def test_the_program_speaks_what_the_files_say(language: str) -> None:
    """Run ``python -m tools.translations`` after a change of a file."""
    translation.use(language)
    for message in catalogue(language):
        if isinstance(message.id, str) and message.id and not message.context:
            assert translation.gettext(message.id) == message.string


@cache
def linter(language: str) -> Linter:
    return Linter(
        {
            "lang": language,
            "preview": True,
            "select": ["ALL"],
            "ignore": [*_ABOUT_ARTICLES],
        }
    )


def faults(language: str, text: str, source: str) -> Iterator[str]:
    """Our findings in a translation, but for what the English quotes, too."""
    word = WORDS[language]
    # What is inserted right after a letter or a bracket begins with a space or a mark.
    shown = _PLACEHOLDER.sub(word, _GLUED.sub(" ", text))
    if not shown[:1].isalnum():
        shown = f"{word} {shown}" if shown[:1] in _OPENING else f"{word}{shown}"
    if shown.endswith(":"):  # a label
        shown = f"{shown} {word}"
    for found in linter(language).text(f"{shown.strip()}\n").diagnostics:
        if shown[found.start : found.end].strip() not in source:
            yield f"{found.code} {found.message}: {text}"


@every_language
def test_messages_of_rules_have_none_of_our_findings(language: str) -> None:
    wrong: list[str] = []
    for code, stanza in messages(language).items():
        for key in ("summary", "message", "help", "why") if code in RULES else ():
            wrong += faults(language, stanza.get(key, ""), getattr(RULES[code], key))
        for keys, text in phrases(stanza):
            wrong += faults(language, text, keys[-1])
    assert wrong == []


@every_language
def test_words_of_the_program_have_none_of_our_findings(language: str) -> None:
    wrong: list[str] = []
    for message in catalogue(language):
        for form in forms(message) if message.id else ():
            wrong += faults(language, form, " ".join(english(message)))
    assert wrong == []


# The guide of the first ten minutes

_FENCED = re.compile(r"(?ms)^```.*?^```$")


@every_language
def test_guide_has_the_headings_and_the_commands_of_the_english(language: str) -> None:
    """What the commands print in the language, ``test_guides`` compares."""
    own, source = (
        (ROOT / "docs" / folder / "start.md").read_text(encoding="utf-8")
        for folder in (language, "")
    )
    commands = re.compile(r"(?m)^\$ .*$")
    assert commands.findall(own) == commands.findall(source)
    levels = re.compile(r"(?m)^#+")
    assert levels.findall(_FENCED.sub("", own)) == levels.findall(_FENCED.sub("", source))


@every_language
def test_links_of_a_guide_lead_to_pages(language: str) -> None:
    folder = ROOT / "docs" / language
    text = (folder / "start.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", _FENCED.sub("", text)):
        assert (folder / target).exists(), target


@every_language
def test_guide_has_none_of_our_findings(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check", "--no-cache", "--format", "concise", f"docs/{language}"]) == 0
    assert capsys.readouterr().out == ""


def test_words_are_found_wherever_they_are_in_the_code() -> None:
    words = translations.template()
    assert "Fold all" in words, "it is in an f-string"
    assert words["{n} file"].id == ("{n} file", "{n} files")
    error = words.get("error", "severity")
    assert error is not None
    assert error.id == "error"
    assert words["line {place}"].auto_comments == ["{place} is a line and a column, such as 12:4."]
