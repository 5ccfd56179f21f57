"""The languages that the settings of MkDocs (its plugin i18n) or Hugo name, and where the texts of
each lie: read as data, never run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config import toml
from contentlint.frontmatter import yaml
from contentlint.frontmatter.values import Collector, UnreadableError
from contentlint.model.document import Span
from contentlint.model.language_codes import normalized

if TYPE_CHECKING:
    from typing import Any

_MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
_DATA = ("toml", "yaml", "yml", "json")
_FOLDER = "config/_default"
"""Where Hugo looks for settings that are split into files."""
_HUGO = tuple(
    f"{folder}{name}.{end}"
    for folder in ("", f"{_FOLDER}/")
    for name in ("hugo", "config")
    for end in _DATA
)
_BORDERS = ("", "/", ".", "-", "_")
"""What stands before a code at the end of a folder's name."""


class Declared(NamedTuple):
    """Where settings say that translations are."""

    source: str
    """Its patterns, as in ``[[translations]]``."""
    target: str
    names: Mapping[str, str]
    """By code of a language, how paths write it."""


def declared(
    read: Callable[[str], str], names_in: Callable[[str], Iterable[str]]
) -> Iterator[Declared]:
    """Yield what the settings of MkDocs and Hugo say.

    ``read`` returns the text of a file of settings, given by its path, and ``""`` for a file that
    does not exist; ``names_in`` returns the names in a folder.
    """
    for name in _MKDOCS:
        yield from _of_mkdocs(_data(name, read(name)))
    settings: dict[str, Any] = {}
    for name in _HUGO:
        settings = {**_lowered(_data(name, read(name))), **settings}
    languages = {**_table(settings.get("languages"))}
    for name in sorted(names_in(_FOLDER)):  # languages.toml, languages.ar.toml
        stem, _, end = name.rpartition(".")
        first, _, code = stem.partition(".")
        if first == "languages" and end in _DATA:
            data = _data(name, read(f"{_FOLDER}/{name}"))
            languages.update({code: data} if code else data)
    yield from _of_hugo(settings, languages)


def _data(name: str, text: str) -> dict[str, Any]:
    """Return the values of a file of settings; none if it cannot be read."""
    if name.endswith(".toml"):
        return toml.decode(text)[0]
    if name.endswith(".json"):
        try:
            return _table(json.loads(text or "{}"))
        except (ValueError, RecursionError):
            return {}
    found = Collector()
    try:
        yaml.read(text, Span(0, len(text)), found)
    except UnreadableError:
        return {}
    return {path: field.value for path, field in found.fields.items()}


def _of_mkdocs(settings: Mapping[str, Any]) -> Iterator[Declared]:
    plugins = settings.get("plugins")
    listed = plugins if isinstance(plugins, list) else [plugins]
    plugin = next((_table(each["i18n"]) for each in map(_table, listed) if "i18n" in each), {})
    given = plugin.get("languages")
    entries = [*map(_table, given)] if isinstance(given, list) else []
    codes = [str(each["locale"]) for each in entries if "locale" in each]
    # The plugin's older form: names by code.
    codes = codes or [code for code in _table(given) if code != "default"]
    firsts = [str(each.get("locale", "")) for each in entries if each.get("default") is True]
    default = firsts[0] if firsts else str(plugin.get("default_language", ""))
    names = {code: code for code in codes if code != default}
    docs = _folder(settings.get("docs_dir")) or "docs"
    if not default or not names:
        return
    if plugin.get("docs_structure") == "folder":
        yield Declared(f"{docs}/{default}/{{path}}", f"{docs}/{{lang}}/{{path}}", names)
        return
    for own in ("", f".{default}"):
        yield Declared(f"{docs}/{{path}}{own}.md", f"{docs}/{{path}}.{{lang}}.md", names)


def _of_hugo(settings: Mapping[str, Any], languages: Mapping[str, Any]) -> Iterator[Declared]:
    default = str(settings.get("defaultcontentlanguage", "en"))
    content = _folder(settings.get("contentdir")) or "content"
    folders = {
        code: _folder(_lowered(_table(each)).get("contentdir")) or content
        for code, each in languages.items()
    }
    own = next((each for code, each in folders.items() if _is_same(code, default)), content)
    targets: dict[str, dict[str, str]] = {}
    for code, folder in folders.items():
        if not _is_same(code, default):
            pattern, name = _pattern(own, folder, code)
            targets.setdefault(pattern, {})[code] = name
    for pattern, names in targets.items():
        end = "{path}.md" if pattern == own else "{path}"
        target = f"{own}/{{path}}.{{lang}}.md" if pattern == own else f"{pattern}/{{path}}"
        yield Declared(f"{own}/{end}", target, names)


def _pattern(own: str, folder: str, code: str) -> tuple[str, str]:
    """Return the folder of a language with ``{lang}`` in place of its name, and that name; the
    folder alone if it has no name, or is that of the source."""
    if folder == own:
        return own, code
    before, name = folder[: -len(code)], folder[-len(code) :]
    if _is_same(name, code) and before[-1:] in _BORDERS:
        return f"{before}{{lang}}", name
    parts = folder.split("/")
    theirs = own.split("/")
    differ = [n for n, pair in enumerate(zip(parts, theirs, strict=False)) if len({*pair}) > 1]
    if len(parts) != len(theirs) or len(differ) != 1:
        return folder, code
    name = parts[differ[0]]
    parts[differ[0]] = "{lang}"
    return "/".join(parts), name


def _folder(value: object) -> str:
    """Return the path of a folder without slashes at its ends; ``""`` for what is no string."""
    return value.removeprefix("./").strip("/") if isinstance(value, str) else ""


def _is_same(code: str, other: str) -> bool:
    return normalized(code) == normalized(other)


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _lowered(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its keys as Hugo compares them."""
    return {key.lower(): value for key, value in table.items()}
