"""The configuration: its keys, checked, as frozen values."""

from __future__ import annotations

import os
from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import LANGUAGES
from contentlint.config.table import Fault, Place, Table, refuse
from contentlint.config.toml import is_strings
from contentlint.config.user import LINK_KEYS, name_in_messages
from contentlint.config.values import age_of, file_size
from contentlint.model import dialects
from contentlint.model.diagnostic import SEVERITIES
from contentlint.model.document import ORIGINS, Suppression
from contentlint.model.rule import Words

if TYPE_CHECKING:
    from typing import Any

    from contentlint.config.translations import Terms, Translations

BASELINE = "contentlint-baseline.json"
"""The default name of the baseline to write."""
PARAGRAPHS = ("auto", "line", "blank-line")
FAIL_ON = (*SEVERITIES, "never")


class RuleSetting(NamedTuple):
    """The table ``[rules.CODE]``."""

    severity: str | None = None
    options: Mapping[str, Any] = {}


class Layer(NamedTuple):
    """The rule settings of one source; later layers are stronger."""

    source: str
    select: tuple[str, ...] | None = None
    """None if the source does not select; otherwise it replaces the selection of weaker layers."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = {}
    """By code or name, as written."""
    profile: bool = False
    """True for a profile, whose ``ALL`` means the rules enabled by default for the origin."""
    place: Place | None = None
    """Where ``source`` is; None if it is no file."""

    def sets_anything(self) -> bool:
        """Return True if the layer sets anything."""
        return self.select is not None or bool(self.extend_select or self.ignore or self.rules)


class Override(NamedTuple):
    """A table of ``[[overrides]]``."""

    files: tuple[str, ...]
    """Globs, relative to ``root``; empty: every file."""
    layer: Layer
    root: str = ""
    """The folder of the configuration file."""
    languages: tuple[str, ...] = ()
    """The languages of the documents that it is for; empty: all."""
    lang: str | None = None
    paragraphs: str | None = None
    origin: str | None = None
    dialect: str | None = None


class Spelling(NamedTuple):
    """The table ``[spelling]``: words of a house."""

    words: tuple[str, ...] = ()
    """Words that are right as they are."""
    wrong: tuple[str, ...] = ()
    """Pairs ``wrong>right``."""
    files: tuple[str, ...] = ()
    """Absolute paths of text files with more of both, one a line."""


class Links(NamedTuple):
    """The table ``[links]``: what a repository may say of the links that are asked for."""

    exclude: tuple[str, ...] = ()
    """Globs of URLs that are not asked for, and of which nothing is reported."""
    max_age: int = 0
    """In seconds, after which a URL is asked for again; 0: the usual ages."""
    fail_on: str = ""
    """The least severity of findings about answers that makes the exit code 1, or ``never``;
    ``""``: ``error``, which is for dead links."""


class Config(NamedTuple):
    """A configuration file with the files that it extends, every value checked."""

    source: str = ""
    root: str = ""
    """The folder that globs are relative to."""
    extends: tuple[str, ...] = ()
    """As written; ``config.load`` reads them and merges them below this one."""
    rule_sets: tuple[str, ...] = ()
    """Rule-set files, as written; absolute paths once ``config.load`` has resolved them."""
    plugins: tuple[str, ...] = ()
    """Names of the plugins to load; see ``contentlint.engine.plugins``."""
    words: Mapping[str, Words] = {}
    """Entries to add to word lists, by the name of the list and the language."""
    spelling: Spelling = Spelling()
    links: Links = Links()
    profile: str | None = None
    layers: tuple[Layer, ...] = ()
    """Its layers from the weakest: those of the files it extends, then its own."""
    overrides: tuple[Override, ...] = ()
    lang: str | None = None
    paragraphs: str | None = None
    origin: str | None = None
    """How the articles were produced, one of ``ORIGINS``; None: inferred from their folders."""
    dialect: str | None = None
    """The program that reads the articles, a key of ``dialects.DIALECTS``; None: inferred from the
    files above them."""
    preview: bool | None = None
    site_root: str = ""
    """The folder that addresses beginning with ``/`` start from; ``""`` if unknown."""
    baseline: str = ""
    """The baseline file; ``""`` for none."""
    cache_dir: str = ""
    """The folder of the cache; ``""`` for a folder beside this file."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool | None = None
    max_file_size: int = 0
    """In bytes; larger files are not checked, and the run fails. 0: no limit."""
    max_findings: int = 0
    """Of one rule in one file; if there are more, the run fails. 0: no limit."""
    ui_lang: str | None = None
    """The language of messages, one of ``translation.LANGUAGES``."""
    min_severity: str | None = None
    fail_on: str | None = None
    suppressions: tuple[Suppression, ...] = ()
    suppression_places: tuple[Place, ...] = ()
    translations: tuple[Translations, ...] = ()
    """The tables ``[[translations]]``: which files are translations of which."""
    glossary: Terms | None = None
    """The tables ``[glossary]`` and ``[glossary-avoid]``; None without them."""
    sources: Mapping[str, Place] = {}
    """The file that sets each key, by the key as written."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with the files; values that are wrong are missing."""


def over(weaker: Config, stronger: Config) -> Config:
    """Merge two configurations: stronger values replace weaker ones, rules and overrides add up."""
    single = {
        key.replace("-", "_"): getattr(weaker, key.replace("-", "_"))
        for key in weaker.sources
        if key not in stronger.sources and key not in _ADDED
    }
    words = {
        name: merged(weaker.words.get(name, {}), stronger.words.get(name, {}))
        for name in (*weaker.words, *stronger.words)
    }
    return stronger._replace(
        **single,
        layers=weaker.layers + stronger.layers,
        overrides=weaker.overrides + stronger.overrides,
        rule_sets=tuple(dict.fromkeys(weaker.rule_sets + stronger.rule_sets)),
        plugins=tuple(dict.fromkeys(weaker.plugins + stronger.plugins)),
        suppressions=weaker.suppressions + stronger.suppressions,
        suppression_places=weaker.suppression_places + stronger.suppression_places,
        words=words,
        spelling=Spelling(*map(_joined, weaker.spelling, stronger.spelling)),
        translations=weaker.translations + stronger.translations,
        glossary=_glossary(weaker.glossary, stronger.glossary),
        links=_links_over(weaker.links, stronger.links),
        sources={**weaker.sources, **stronger.sources},
    )


def _links_over(weaker: Links, stronger: Links) -> Links:
    exclude = _joined(weaker.exclude, stronger.exclude)
    return Links(exclude, stronger.max_age or weaker.max_age, stronger.fail_on or weaker.fail_on)


def _joined(weaker: tuple[str, ...], stronger: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(weaker + stronger))


def _glossary(weaker: Terms | None, stronger: Terms | None) -> Terms | None:
    if weaker is None or stronger is None:
        return stronger or weaker
    return stronger.over(weaker)


def merged(base: Words, more: Words) -> dict[str, tuple[str, ...]]:
    """Merge two word lists, each entry once."""
    return {
        language: tuple(dict.fromkeys((*base.get(language, ()), *more.get(language, ()))))
        for language in (*base, *more)
    }


_LAYER_KEYS = {"select", "extend-select", "ignore", "rules"}
_READING = ("paragraphs", "origin", "dialect")
_KEYS = _LAYER_KEYS | {"profile", "overrides", "lang", *_READING, "preview"}
_KEYS |= {"include", "exclude", "respect-gitignore", "site-root", "min-severity", "fail-on"}
_KEYS |= {"extends", "rule-sets", "plugins", "words", "spelling", "baseline", "cache-dir"}
_KEYS |= {"max-file-size", "max-findings", "suppressions", "ui-lang", "links"}
_TRANSLATIONS, _GLOSSARY = "translations", ("glossary", "glossary-avoid")
_KEYS |= {_TRANSLATIONS, *_GLOSSARY}
_OVERRIDE_KEYS = _LAYER_KEYS | {"files", "languages", "lang", *_READING}
_ADDED = _LAYER_KEYS | {"overrides", "extends", "rule-sets", "plugins", "words", "spelling"}
_ADDED |= {"suppressions", "links", _TRANSLATIONS, *_GLOSSARY}
"""Keys whose values a stronger configuration adds to, and does not replace."""


def parse(data: Mapping[str, Any], source: str, root: str) -> Config:
    """Check the values of a configuration.

    Raises:
        ConfigError: every error, one a line, each with ``source`` and the key.
    """
    faults: list[Fault] = []
    config = of_table(Table(data, Place(source), faults), root)
    refuse(faults)
    return config


def of_table(reader: Table, root: str) -> Config:
    """Return a table as a configuration, which starts its paths from ``root``.

    Wrong values are missing; the table has the faults.
    """
    reader.only(_KEYS)
    overrides = [
        _override(reader.within(entry, f"overrides #{index + 1}", "overrides", index), root)
        for index, entry in enumerate(reader.tables("overrides"))
    ]
    layer = _layer(reader)
    suppressions = [
        reader.within(entry, f"suppressions #{index + 1}", "suppressions", index)
        for index, entry in enumerate(reader.tables("suppressions"))
    ]
    translations, glossary = _translations(reader, root)
    site_root, known = reader.string("site-root"), reader.string("baseline")
    cache_dir = reader.string("cache-dir")
    return Config(
        source=str(reader.place),
        root=root,
        extends=reader.strings("extends") or (),
        rule_sets=reader.strings("rule-sets") or (),
        plugins=reader.strings("plugins") or (),
        words=word_lists(reader),
        spelling=_spelling(reader, root),
        links=_links(reader),
        profile=reader.string("profile"),
        layers=(layer,) if _LAYER_KEYS.intersection(reader.data) else (),
        overrides=tuple(overrides),
        lang=reader.language("lang"),
        paragraphs=reader.choice("paragraphs", PARAGRAPHS),
        origin=reader.choice("origin", ORIGINS),
        dialect=reader.choice("dialect", dialects.NAMES),
        preview=reader.flag("preview"),
        site_root=os.path.join(root, site_root) if site_root is not None else "",
        baseline=os.path.join(root, known) if known else "",
        cache_dir=os.path.join(root, cache_dir) if cache_dir else "",
        include=reader.strings("include") or (),
        exclude=reader.strings("exclude") or (),
        respect_gitignore=reader.flag("respect-gitignore"),
        max_file_size=file_size(reader),
        max_findings=reader.number("max-findings") or 0,
        ui_lang=reader.choice("ui-lang", LANGUAGES),
        min_severity=reader.choice("min-severity", SEVERITIES),
        fail_on=reader.choice("fail-on", FAIL_ON),
        suppressions=tuple(_suppression(each, root) for each in suppressions),
        suppression_places=tuple(each.place for each in suppressions),
        translations=translations,
        glossary=glossary,
        sources={key: reader.place for key in reader.data if key in _KEYS},
    )


def _translations(reader: Table, root: str) -> tuple[tuple[Translations, ...], Terms | None]:
    """Return the tables about translations; most configurations have none."""
    keys = (_TRANSLATIONS, *_GLOSSARY)
    if not any(key in reader.data for key in keys):
        return (), None
    from contentlint.config import translations

    has_terms = any(key in reader.data for key in _GLOSSARY)
    terms = translations.terms(reader) if has_terms else None
    return translations.tables(reader, root), terms


def word_lists(table: Table) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the ``[words.NAME]`` tables, lists by language; a wrong one is empty, and a fault."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, lists in table.table("words", "[words.NAME]").items():
        if not isinstance(lists, Mapping) or not all(map(is_strings, lists.values())):
            expected = "expected lists of strings by language, like ar = ['…']"
            inner = lists if isinstance(lists, Mapping) else {}
            first = next((key for key in inner if not is_strings(inner[key])), "")
            table.wrong(f"words.{name}: {expected}", "words", name, first)
            lists = {}
        found[name] = {language: tuple(entries) for language, entries in lists.items()}
    return found


def _spelling(table: Table, root: str) -> Spelling:
    inner = table.within(table.table("spelling", "[spelling]"), "spelling", "spelling")
    inner.only(("words", "wrong", "words-file"))
    words, wrong = inner.strings("words") or (), inner.strings("wrong") or ()
    file = inner.string("words-file")
    for index, entry in enumerate(words):
        if not entry.strip() or ">" in entry:
            inner.wrong(f"words: expected a word, not {entry!r}", "words", index)
    for index, entry in enumerate(wrong):
        if not is_pair(entry):
            message = f"wrong: expected a pair like wrong>right, not {entry!r}"
            inner.wrong(message, "wrong", index)
    return Spelling(words, wrong, (os.path.join(root, file),) if file else ())


def _links(table: Table) -> Links:
    inner = table.within(table.table("links", "[links]"), "links", "links")
    for key in LINK_KEYS:
        if key in inner.data:
            inner.wrong(f"{key}: only {name_in_messages()} may set it", key)
    inner.only(("exclude", "max-age", "fail-on", *LINK_KEYS))
    age = inner.string("max-age")
    seconds = 0
    if age is not None:
        try:
            seconds = age_of(age)
        except ValueError as error:
            inner.wrong(f"max-age: {error}", "max-age")
    return Links(inner.strings("exclude") or (), seconds, inner.choice("fail-on", FAIL_ON) or "")


def is_pair(entry: str) -> bool:
    """Return True for ``wrong>right``."""
    return entry.count(">") == 1 and all(map(str.strip, entry.split(">")))


def _override(table: Table, root: str) -> Override:
    table.only(_OVERRIDE_KEYS)
    files, languages = table.strings("files"), table.strings("languages")
    if not files and not languages and not {"files", "languages"} & _mistaken(table):
        table.wrong("files is missing or empty", "files")
    if languages and {"lang", *_READING} & set(table.data):
        table.wrong(
            "lang, paragraphs, origin and dialect decide how a file is read, before its language is"
            " known",
            next(key for key in table.data if key in ("lang", *_READING)),
        )
    return Override(
        files or (),
        _layer(table),
        root,
        languages or (),
        table.language("lang"),
        table.choice("paragraphs", PARAGRAPHS),
        table.choice("origin", ORIGINS),
        table.choice("dialect", dialects.NAMES),
    )


def _suppression(table: Table, root: str) -> Suppression:
    table.only(("file", "rules", "text", "reason"))
    file, rules, text = table.string("file"), table.strings("rules"), table.string("text")
    for key, value in (("file", file), ("rules", rules), ("text", (text or "").strip())):
        if not value and (value is not None or key not in table.data):
            table.wrong(f"{key} is missing or empty", key)
    path = os.path.normpath(os.path.join(root, file or ""))
    return Suppression(path, rules or (), text or "", table.string("reason") or "")


def _mistaken(table: Table) -> set[str]:
    """Return the keys of lists that hold something else, which is an error already."""
    return {key for key in ("files", "languages") if not is_strings(table.data.get(key, []))}


def _layer(table: Table) -> Layer:
    return Layer(
        str(table.place),
        table.strings("select"),
        table.strings("extend-select") or (),
        table.strings("ignore") or (),
        _rules(table),
        place=table.place,
    )


def _rules(table: Table) -> dict[str, RuleSetting]:
    found = {}
    for code, entry in table.table("rules", "[rules.CODE]").items():
        if not isinstance(entry, Mapping):
            expected = f"expected a table, written [rules.{code}]"
            table.wrong(f"rules.{code}: {expected}", "rules", code)
            continue
        inner = table.within(entry, f"rules.{code}", "rules", code)
        inner.only(("severity", "options"))
        found[code] = RuleSetting(inner.choice("severity", SEVERITIES), inner.table("options"))
    return found


def profile_layer(name: str, data: Mapping[str, Any]) -> Config:
    """Return a profile as the weakest configuration."""
    found = parse(data, f"profile {name}", "")
    return found._replace(layers=tuple(each._replace(profile=True) for each in found.layers))
