"""The tables ``[[translations]]``, ``[glossary]`` and ``[glossary-avoid]``, checked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.config.table import Fault, Place, Table
from contentlint.config.toml import is_strings, shown

if TYPE_CHECKING:
    from typing import Any

ORDERS = ("source", "free")
CODES = ("comments", "exact", "free")
_DOCS = "docusaurus-plugin-content"
PRESETS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "hugo": (
        ("content/en/{path}", "content/{lang}/{path}"),
        ("content/{path}.md", "content/{path}.{lang}.md"),
    ),
    "docusaurus": (
        ("docs/{path}", f"i18n/{{lang}}/{_DOCS}-docs/current/{{path}}"),
        ("blog/{path}", f"i18n/{{lang}}/{_DOCS}-blog/{{path}}"),
        ("src/pages/{path}", f"i18n/{{lang}}/{_DOCS}-pages/{{path}}"),
        (
            "versioned_docs/version-{name}/{path}",
            f"i18n/{{lang}}/{_DOCS}-docs/version-{{name}}/{{path}}",
        ),
    ),
    "vitepress": (
        ("docs/en/{path}", "docs/{lang}/{path}"),
        ("docs/{path}", "docs/{lang}/{path}"),
    ),
    "starlight": (
        ("src/content/docs/en/{path}", "src/content/docs/{lang}/{path}"),
        ("src/content/docs/{path}", "src/content/docs/{lang}/{path}"),
    ),
    "nextra": (
        ("content/en/{path}", "content/{lang}/{path}"),
        ("pages/en/{path}", "pages/{lang}/{path}"),
    ),
    "mkdocs-i18n": (
        ("docs/en/{path}", "docs/{lang}/{path}"),
        ("docs/{path}.md", "docs/{path}.{lang}.md"),
    ),
    "jekyll": (
        ("_articles/{name}", "_articles/{lang}/{name}"),
        ("_i18n/en/{path}", "_i18n/{lang}/{path}"),
    ),
    "co-op-translator": (("{path}", "translations/{lang}/{path}"),),
    "readme": (
        ("README.md", "README.{lang}.md"),
        ("README.md", "README-{lang}.md"),
        ("README.md", "README_{lang}.md"),
    ),
    "tldr": (("pages/{path}", "pages.{lang}/{path}"),),
}
"""By name, the patterns of sources and of their translations."""
_KEYS = (
    *("preset", "folder", "source", "target", "languages", "lang-map", "exclude"),
    *("order", "code", "span-free", "commit-key", "diverges"),
)
_PLACEHOLDER = lazy_regex.compile(r"\{([^{}]*)\}")
_LANG = "lang"
_PARTS = ("path", "name")


class Translations(NamedTuple):
    """A table of ``[[translations]]``."""

    pairs: tuple[tuple[str, str], ...]
    """The patterns of a source and of its translation, relative to ``root``, with slashes."""
    root: str
    """The folder of the configuration file."""
    languages: tuple[str, ...] = ()
    """The codes of the translations; empty: those found."""
    lang_map: Mapping[str, str] = {}
    """By code, how paths write it."""
    exclude: tuple[str, ...] = ()
    """Globs, relative to ``root``, of sources and translations that are not compared."""
    order: str = ORDERS[0]
    """As in ``Counterpart``, like the two fields below."""
    code: str = CODES[0]
    span_free: tuple[str, ...] = ()
    commit_key: str = ""
    """The key of the front matter with the commit of the source that was translated, as a path
    like ``l10n.sourceCommit``; ``""`` if there is none."""
    diverges: Mapping[str, str] = {}
    """By path of a translation, relative to ``root``: why it is an edition of its own."""
    place: Place | None = None


class Terms(NamedTuple):
    """The tables ``[glossary]`` and ``[glossary-avoid]``."""

    keep: tuple[str, ...] = ()
    renderings: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    """By language and term of the source."""
    avoided: Mapping[str, Mapping[str, tuple[str, ...]]] = {}

    def over(self, weaker: Terms) -> Terms:
        """Add the terms of a weaker configuration, except those that this one has."""
        return Terms(
            tuple(dict.fromkeys(weaker.keep + self.keep)),
            _added(weaker.renderings, self.renderings),
            _added(weaker.avoided, self.avoided),
        )


def _added(
    weaker: Mapping[str, Mapping[str, tuple[str, ...]]],
    stronger: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return {
        language: {**weaker.get(language, {}), **stronger.get(language, {})}
        for language in (*weaker, *stronger)
    }


def tables(reader: Table, root: str) -> tuple[Translations, ...]:
    """Return the tables of a configuration; a wrong one is missing, and a fault."""
    found = []
    for index, entry in enumerate(reader.tables("translations")):
        table = reader.within(entry, f"translations #{index + 1}", "translations", index)
        faults = len(table.faults)
        one = _translations(table, root)
        if len(table.faults) == faults:
            found.append(one)
    _claimed_twice(found, reader)
    return tuple(found)


def _translations(table: Table, root: str) -> Translations:
    table.only(_KEYS)
    languages = table.strings("languages") or ()
    pairs = tuple(_pairs(table))
    for source, target in pairs:
        _check_pair(table, source, target, languages)
    exclude = table.strings("exclude") or ()
    for index, glob in enumerate(exclude):
        from contentlint.source.ignore import is_glob

        if not is_glob(glob):
            table.wrong(f"{glob!r} is not a valid glob", "exclude", index)
    return Translations(
        pairs,
        root,
        languages,
        _strings_by(table, "lang-map"),
        exclude,
        table.choice("order", ORDERS) or ORDERS[0],
        table.choice("code", CODES) or CODES[0],
        _expressions(table, "span-free"),
        table.string("commit-key") or "",
        _reasons(table),
        table.place,
    )


def _pairs(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the patterns of a table: its own, or those of its preset."""
    preset, folder = table.choice("preset", tuple(PRESETS)), table.string("folder") or ""
    source, target = table.string("source"), table.string("target")
    known = PRESETS.get(preset or "", ())
    if source is None and target is None and known:
        given = known
    else:
        first = known[0] if known else ("", "")
        given = ((source or first[0], target or first[1]),)
    before = folder.strip("/") + "/" if folder.strip("/") else ""
    for key, pattern in zip(("source", "target"), given[0], strict=True):
        if not pattern:
            table.wrong(f"{key} is missing or empty; write it, or a preset", key)
    if folder and _leaves(folder):
        table.wrong(f"folder: {folder!r} is outside the project", "folder")
    yield from ((before + source, before + target) for source, target in given)


def _check_pair(table: Table, source: str, target: str, languages: tuple[str, ...]) -> None:
    names = {}
    for key, pattern, known in (
        ("source", source, _PARTS),
        ("target", target, (*_PARTS, _LANG)),
    ):
        if not pattern:
            return
        found = names[key] = _PLACEHOLDER.findall(pattern)
        wrong = next((name for name in found if name not in known), None)
        twice = next((name for name in found if found.count(name) > 1), None)
        if wrong is not None or "{" in _PLACEHOLDER.sub("", pattern):
            there = ", ".join(f"{{{name}}}" for name in known)
            shown_name = f"{{{wrong}}}" if wrong is not None else "a brace alone"
            table.wrong(f"{key}: {shown_name} is unknown; there are {there}", key)
            return
        if twice is not None:
            table.wrong(f"{key}: {{{twice}}} occurs twice", key)
            return
        if _leaves(pattern):
            table.wrong(f"{key}: {pattern!r} is outside the project", key)
            return
    if sorted(names["source"]) != sorted(set(names["target"]) - {_LANG}):
        table.wrong("target: has other placeholders than source, besides {lang}", "target")
    elif _LANG not in names["target"] and len(languages) != 1:
        table.wrong("target: {lang} is missing, and languages does not name one language", "target")
    elif source == target:
        table.wrong("target: is the pattern of the source", "target")
    elif not languages and _is_above(source, target):
        message = "languages: needed here: the source is the folder above the translations"
        table.wrong(message, "languages")


def _leaves(pattern: str) -> bool:
    """Return True if a pattern may lead out of the folder of the configuration."""
    return (
        pattern.startswith(("/", "~"))
        or "\\" in pattern
        or ".." in pattern.split("/")
        or os.path.isabs(pattern)
    )


def _is_above(source: str, target: str) -> bool:
    """Return True if any folder below the source could be taken for a language."""
    before, _, behind = target.partition("{lang}")
    return behind.startswith("/") and source == before + behind.removeprefix("/")


def _claimed_twice(found: list[Translations], reader: Table) -> None:
    """Add a fault for each table whose translations another table has already."""
    claimed: set[str] = set()
    for table in found:
        codes = table.languages or ("",)
        own = {f"{code}\0{target}" for _, target in table.pairs for code in codes}
        own |= {f"\0{target}" for _, target in table.pairs if not table.languages}
        if own & claimed and table.place is not None:
            message = "target: another table has the same translations"
            reader.faults.append(Fault(table.place.at("target"), message))
        claimed |= own


def _strings_by(table: Table, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.table(key).items():
        if isinstance(value, str) and value:
            found[name] = value
        else:
            table.wrong(f"{key}.{name}: expected a string, not {shown(value)}", key, name)
    return found


def _reasons(table: Table) -> dict[str, str]:
    found = {}
    for path, reason in table.table("diverges").items():
        if isinstance(reason, str) and reason.strip():
            found[path] = reason
        else:
            table.wrong(f"diverges: {path}: a reason is missing", "diverges", path)
    return found


def _expressions(table: Table, key: str) -> tuple[str, ...]:
    import re

    values = table.strings(key) or ()
    for index, value in enumerate(values):
        try:
            re.compile(value)
        except (re.error, OverflowError, RecursionError) as error:
            table.wrong(f"{key}: invalid pattern: {error}", key, index)
    return values


def terms(reader: Table) -> Terms:
    """Return the glossary; a wrong value is missing, and a fault."""
    inner = reader.within(reader.table("glossary", "[glossary]"), "glossary", "glossary")
    avoid = reader.within(
        reader.table("glossary-avoid", "[glossary-avoid.LANGUAGE]"),
        "glossary-avoid",
        "glossary-avoid",
    )
    keep = inner.strings("keep") or ()
    for index, word in enumerate(keep):
        if not word.strip():
            inner.wrong("keep: an entry is blank", "keep", index)
    return Terms(keep, _by_language(inner, ("keep",)), _by_language(avoid, ()))


def _by_language(table: Table, others: tuple[str, ...]) -> dict[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for language, entries in table.data.items():
        if language in others:
            continue
        if not isinstance(entries, Mapping):
            expected = f"expected a table, written [{table.place.label}.{language}]"
            table.wrong(f"{language}: {expected}", language)
            continue
        found[language] = dict(_renderings(table, language, entries))
    return found


def _renderings(
    table: Table, language: str, entries: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for term, given in entries.items():
        listed = [given] if isinstance(given, str) else given
        if term.strip() and is_strings(listed) and listed and all(map(str.strip, listed)):
            yield term, tuple(listed)
        else:
            message = f"{language}: {term}: expected a list of strings, not {shown(given)}"
            table.wrong(message, language, term)
