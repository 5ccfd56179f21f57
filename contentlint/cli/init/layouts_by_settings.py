"""Translations that the settings of Crowdin, Lunaria, MkDocs or Hugo describe: read as data, never
run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.cli.init import site_settings
from contentlint.cli.init.layouts_by_name import Layout, is_large_enough
from contentlint.config import schema
from contentlint.model.errors import ConfigError
from contentlint.parity.pairs import Pairs

if TYPE_CHECKING:
    from typing import Any

_FILES = ("crowdin.yml", "crowdin.yaml", "lunaria.config.json")
_ENTRY = lazy_regex.compile(
    r"""["']?\b(source|translation)["']?[ \t]*:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}]+))"""
)
_LANGUAGE = lazy_regex.compile(
    "%(?:two_letters_code|three_letters_code|locale|locale_with_underscore|language|"
    "android_code|osx_code|osx_locale)%"
)
_NAME = lazy_regex.compile(r"%original_file_name%|%file_name%\.%file_extension%")
_MANY = lazy_regex.compile(r"\*\*/\*(?:\.(\w+|\*))?$")
_ONE = lazy_regex.compile(r"\*(?:\.(\w+|\*))?$")


def layouts(
    paths: Iterable[str], read: Callable[[str], str], names_in: Callable[[str], Iterable[str]]
) -> list[Layout]:
    """Return the trees among some files that a program's settings describe, the largest first.

    ``read`` returns the text of a file of settings, given by its path, and ``""`` for a file that
    does not exist; ``names_in`` returns the names in a folder.
    """
    names = frozenset(paths)
    found: dict[str, Layout] = {}
    for source, target, codes in _declared(read, names_in):
        one = _counted(source, target, codes, names)
        known = found.get(target)
        if one and (not known or sum(one.pairs.values()) > sum(known.pairs.values())):
            found[target] = one
    return sorted(found.values(), key=lambda each: (-sum(each.pairs.values()), each.target))


def _declared(
    read: Callable[[str], str], names_in: Callable[[str], Iterable[str]]
) -> Iterator[site_settings.Declared]:
    for file in _FILES:
        text = read(file)
        patterns = _of_lunaria(text) if file.endswith(".json") else _of_crowdin(text)
        yield from (site_settings.Declared(source, target, {}) for source, target in patterns)
    yield from site_settings.declared(read, names_in)


def _of_crowdin(text: str) -> Iterator[tuple[str, str]]:
    """Yield the patterns of ``crowdin.yml``."""
    source = ""
    for m in _ENTRY.finditer(text):
        value = next(filter(None, m.groups()[1:]))
        if m[1] == "source":
            source = value
        elif source:
            both = _patterns(source.strip("/"), value.strip("/"))
            if both is not None:
                yield both
            source = ""


def _patterns(source: str, target: str) -> tuple[str, str] | None:
    """Return a pair of Crowdin's patterns as ours; None if they cannot be."""
    many, one = _MANY.search(source), _ONE.search(source)
    star = many or one
    before = source[: star.start()] if star else source
    name = "{path}" if many else "{name}" if one else ""
    suffix = next((m[1] for m in (many, one) if m and m[1] not in (None, "*")), "")
    target = _LANGUAGE.sub("{lang}", target)
    if not name:
        folder, _, last = before.rpartition("/")
        target = target.replace("%original_path%", folder)
        target = _NAME.sub(lambda _: last, target).replace("//", "/").strip("/")
        return None if "%" in target or "*" in target else (before, target)
    own = before + name
    if "%file_name%.{lang}.%file_extension%" in target and suffix:
        own = f"{before}{name}.{suffix}"
        target = target.replace("%file_name%.{lang}.%file_extension%", f"{name}.{{lang}}.{suffix}")
    target = _NAME.sub(lambda _: name, target)
    target = target.replace(f"%original_path%/{name}", before + name)
    target = target.replace(f"**/{name}", name)
    if "%" in target or "*" in target or "*" in before:
        return None
    return own, target.strip("/")


def _of_lunaria(text: str) -> Iterator[tuple[str, str]]:
    """Yield the patterns of ``lunaria.config.json``."""
    try:
        data: Any = json.loads(text) if text else {}
        default = str(_table(_table(data).get("defaultLocale")).get("lang", "en"))
        files = _table(data).get("files", [])
        listed = files if isinstance(files, list) else []
        entries = [_table(each).get("pattern") for each in listed]
    except (ValueError, RecursionError):
        return
    for pattern in entries:
        main = locales = pattern
        if isinstance(pattern, dict):
            main, locales = pattern.get("main"), pattern.get("locales")
        if not isinstance(main, str) or not isinstance(locales, str):
            continue
        target = _of_signs(locales.replace("@lang", "{lang}"))
        # Where the sources have no folder of their own, the name of the language is left out.
        for code in (default + "/", ""):
            yield _of_signs(main.replace("@lang/", code)), target


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _of_signs(pattern: str) -> str:
    return pattern.replace("@path", "{path}").strip("/")


def _counted(
    source: str, target: str, codes: Mapping[str, str], there: frozenset[str]
) -> Layout | None:
    """Return the tree of two patterns with its pairs; None if they are wrong or pair few files.
    Without ``codes`` the languages are those found."""
    names = {code: name for code, name in codes.items() if code != name}
    table = {
        "source": source,
        "target": target,
        "languages": [*codes] or ["und"],
        "lang-map": names,
    }
    try:
        first = schema.parse({"translations": [table]}, "", "").translations[0]
    except ConfigError:
        return None
    pairs = Pairs(first if codes else first._replace(languages=()))
    counts: dict[str, int] = {}
    for name in there:
        claim = pairs.claim(name)
        if claim is not None and not there.isdisjoint(claim.sources):
            counts[claim.lang] = counts.get(claim.lang, 0) + 1
    if not is_large_enough(counts):
        return None
    known = {code: name for code, name in names.items() if code in counts}
    return Layout(source, target, dict(sorted(counts.items())), known)
