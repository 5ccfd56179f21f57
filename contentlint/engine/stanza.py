"""One stanza of a rule set to a Rule, every field of it checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util import lazy_regex
from contentlint.config.toml import is_strings, shown
from contentlint.engine.options import check_options, option_types
from contentlint.model.diagnostic import SEVERITIES
from contentlint.model.document import ORIGINS
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import MAY_CHANGE, MAY_REMOVE, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CODE = lazy_regex.compile(r"[A-Z]{3}[0-9]{3}")
_NAME = lazy_regex.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
REQUIRED = ("name", "kind", "severity", "message", "why", "source", "bad", "good")
_STRING, _STRINGS, _FLAG, _TABLE = "a string", "a list of strings", "true or false", "a table"
TYPES = {
    "name": _STRING,
    "kind": _STRING,
    "severity": _STRING,
    "message": _STRING,
    "languages": _STRINGS,
    "tags": _STRINGS,
    "status": _STRING,
    "enabled": _FLAG,
    "origins": _STRINGS,
    "since": _STRING,
    "fix": _STRING,
    "may-change": _STRINGS,
    "may-remove": _STRING,
    "may-reveal": _STRINGS,
    "options": _TABLE,
    "why": _STRING,
    "source": _STRING,
    "help": _STRING,
    "bad": _STRINGS,
    "good": _STRINGS,
    "fixed": _STRINGS,
    "example-format": _STRING,
    "example-options": _TABLE,
}
"""The keys of a stanza: Rule's fields as TOML writes them."""
CHOICES = {
    "severity": SEVERITIES,
    "status": ("stable", "preview"),
    "fix": ("none", "safe", "unsafe", "sometimes"),
    "example-format": ("markdown", "mdx", "text"),
    "may-remove": MAY_REMOVE,
}
LISTED = {"origins": ("origin", ORIGINS), "may-change": ("value", MAY_CHANGE)}
"""The keys that list some of a few values: what one is called, and the values."""


def parse(
    path: str, stanzas: Mapping[str, Any], words: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[Rule]:
    """Stanzas of one file to rules; their options are checked against their kinds.

    Raises:
        ConfigError: every error of the file, one a line.
    """
    rules, errors = [], []
    for code, stanza in stanzas.items():
        wrong = list(_stanza_errors(code, stanza))
        if wrong:
            errors += [f"{path}: {code}: {text}" for text in wrong]
            continue
        try:
            rules.append(_rule(code, stanza, words))
        except ConfigError as error:
            errors += [f"{path}: {code}: {text}" for text in str(error).split("\n")]
    if errors:
        raise ConfigError("\n".join(errors))
    return rules


def _stanza_errors(code: str, stanza: Any) -> Iterator[str]:
    if not CODE.fullmatch(code):
        yield "a code is three capital letters and three digits, like PUN001"
    if not isinstance(stanza, dict):
        yield f"expected a table, not {shown(stanza)}"
        return
    for key in REQUIRED:
        if not stanza.get(key):
            yield f"{key} is missing or empty"
    for key, value in stanza.items():
        if key not in TYPES:
            yield suggest("key", key, TYPES)
        elif not value and key in REQUIRED:
            continue
        elif not _fits(value, TYPES[key]):
            yield f"{key}: expected {TYPES[key]}, not {shown(value)}"
        elif key in CHOICES and value not in CHOICES[key]:
            yield f"{key} is one of {', '.join(CHOICES[key])}, not {shown(value)}"
        elif key in LISTED and set(value) - set(LISTED[key][1]):
            what, there = LISTED[key]
            wrong = next(each for each in value if each not in there)
            yield f"{key}: {suggest(what, wrong, there)}"
        elif key == "fixed" and len(value) > len(stanza.get("bad", ())):
            yield "fixed: has more entries than bad"
        elif key == "name" and not _NAME.fullmatch(value):
            yield f"name: expected lower-case words joined by hyphens, not {shown(value)}"
        elif key == "message" and not _is_template(value):
            yield f"message: braces hold one name, like {{found}}; not {shown(value)}"


def _fits(value: Any, wanted: str) -> bool:
    if wanted == _STRINGS:
        return is_strings(value)
    kind = {_STRING: str, _FLAG: bool, _TABLE: dict}[wanted]
    return isinstance(value, kind)


def _is_template(message: str) -> bool:
    from string import Formatter

    try:
        fields = [field for _, field, _, _ in Formatter().parse(message) if field is not None]
    except ValueError:
        return False
    return all(field.isidentifier() for field in fields)


def _rule(code: str, stanza: Mapping[str, Any], words: Mapping[str, Any]) -> Rule:
    values: dict[str, Any] = {}
    for key, value in stanza.items():
        field = key.replace("-", "_")
        if field == "languages":
            value = frozenset(value)
        elif isinstance(value, list):
            value = tuple(value)
        values[field] = value
    kind, given = str(values["kind"]), values.get("options", {})
    values["lists"] = named_lists(kind, given)
    options = values["options"] = with_words(kind, given, words)
    shown = values.get("example_options", {})
    assumed = values["example_options"] = with_words(kind, shown, words)
    rule = Rule(code=code, **values)
    check_options(rule.kind, {**options, **assumed})
    return rule


def with_words(kind: str, options: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Options with the word lists that they name (``{ words = "credits" }``) put in.

    Raises:
        ConfigError: there is no list of that name, or no such kind.
    """
    found = dict(options)
    for key, name in named_lists(kind, options).items():
        if name not in words:
            raise ConfigError(suggest("word list", name, words))
        found[key] = words[name]
    return found


def named_lists(kind: str, options: Mapping[str, Any]) -> dict[str, str]:
    """The options that name a word list, and the name."""
    types = option_types(kind)
    return {
        key: value["words"]
        for key, value in options.items()
        # A list under the name "words" is a language's own entries; a string names a list.
        if isinstance(value, dict)
        and isinstance(value.get("words"), str)
        and types.get(key.replace("-", "_")) == "Words"
    }
