"""The words of rules in a language other than English.

``rules/messages/<language>.toml`` has a table for each rule, with translations of its ``summary``,
``message``, ``help`` and ``why``. The tables ``fixes`` and ``related`` below it translate what a
check calls its fixes and related places, and ``values.NAME`` the phrases that it puts in place of
``{NAME}``. Their keys are English phrases, in which ``{}`` stands for anything; the translation
has the same pieces as ``{}``, or as ``{0}`` and ``{1}`` in another order.

The table ``kinds`` has the same tables for each kind: its phrases, in rules of users.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING, lazy_regex, translation
from contentlint.config.table import Fault, read_table, refuse
from contentlint.config.toml import shown
from contentlint.engine import built, ruleset
from contentlint.engine.messages import Phrase, filled
from contentlint.engine.options import kinds
from contentlint.model.errors import suggest
from contentlint.model.rule import Rule

if TYPE_CHECKING:
    import re
    from typing import Any, Final, TypeAlias

    _Errors: TypeAlias = Iterator[tuple[tuple[str, ...], str]]
    """What is wrong at which keys of a stanza."""

FOLDER: Final = "messages"
"""The folder of a rule set with the translations."""
_TEXTS: Final = ("summary", "message", "help", "why")
_TABLES: Final = ("fixes", "related", "values")
_KINDS: Final = "kinds"
_PIECE: Final = lazy_regex.compile(r"\{(\d*)\}")


class Wording:
    """The translations of a language."""

    def __init__(self, language: str, stanzas: Mapping[str, Any]) -> None:
        """``stanzas`` are checked ones, as ``load`` returns them."""
        self.language: Final = language
        self._stanzas: Final = stanzas
        self._phrases: Final[dict[tuple[str, str], Phrases]] = {}
        self._rules: tuple[Mapping[str, Rule], Mapping[str, Rule]] = ({}, {})

    def message(self, rule: Rule, values: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
        """Return the message of a finding and its values, for ``messages.filled``."""
        own = {key: self._value(rule, key, value) for key, value in values.items()}
        return self._text(rule, "message") or rule.message, own

    def fix(self, rule: Rule, title: str) -> str:
        """Return the title of a fix."""
        return self._table(rule, "fixes").sentence(title)

    def related(self, rule: Rule, message: str) -> str:
        """Return the message of a related place."""
        return self._table(rule, "related").sentence(message)

    def rule(self, rule: Rule) -> Rule:
        """Return a rule with its summary, message, help and why in the language."""
        texts: dict[str, Any] = {key: self._text(rule, key) for key in _TEXTS}
        return rule._replace(**{key: text for key, text in texts.items() if text})

    def rules(self, rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
        """Return rules by code, as ``rule`` does for each."""
        if self._rules[0] is not rules:
            self._rules = rules, {code: self.rule(rule) for code, rule in rules.items()}
        return self._rules[1]

    def _text(self, rule: Rule, key: str) -> str:
        if key == "message" and self.language in rule.messages:
            return rule.messages[self.language]
        found: str = self._stanzas.get(rule.code, {}).get(key, "")
        return found

    def _value(self, rule: Rule, name: str, value: object) -> object:
        if isinstance(value, str):
            return self._table(rule, f"values.{name}").of(value) or value
        return _Number(value)

    def _table(self, rule: Rule, name: str) -> Phrases:
        owner = rule.code if rule.code in self._stanzas else rule.kind
        found = self._phrases.get((owner, name))
        if found is None:
            table = self._stanzas.get(owner) or self._stanzas.get(_KINDS, {}).get(owner, {})
            for key in name.split("."):
                table = table.get(key, {})
            found = self._phrases[owner, name] = Phrases(table)
        return found


class _Number:
    """A number, or its digits, that is written in the digits of the language in use."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return translation.number(self._value)

    def __format__(self, form: str) -> str:
        return translation.number(self._value, form)


class Phrases:
    """Translations of phrases, some with pieces that vary, and of enumerations of them."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._exact = {key: value for key, value in table.items() if "{}" not in key}
        # The longest first: "{} or {}" also matches "{} or {} or {}".
        varied = [(key, value) for key, value in table.items() if "{}" in key]
        self._varied = sorted(varied, key=lambda pair: -len(pair[0].replace("{}", "")))
        self._patterns: list[tuple[re.Pattern[str], str]] | None = None

    def of(self, phrase: str) -> Phrase | None:
        """Return the translation of a phrase, or None if the phrase is unknown."""
        exact = self._exact.get(phrase)
        if exact is not None:
            return Phrase(exact, {})
        parts = phrase.split(", ")
        if len(parts) > 1 and all(part in self._exact for part in parts):
            return Phrase(translation.gettext(", ").join(map(self._exact.__getitem__, parts)), {})
        if self._patterns is None:
            self._patterns = [(_pattern(key), _named(value)) for key, value in self._varied]
        for pattern, template in self._patterns:
            match = pattern.fullmatch(phrase)
            if match is not None:
                pieces = map(self._piece, match.groups())
                return Phrase(template, {f"_{n}": piece for n, piece in enumerate(pieces)})
        return None

    def sentence(self, phrase: str) -> str:
        """Return the translation of a phrase as a text; an unknown phrase is returned unchanged."""
        found = self.of(phrase)
        return phrase if found is None else filled(*found)[0]

    def _piece(self, piece: str) -> object:
        if piece.replace(",", "").isdecimal():
            return _Number(piece)
        exact = self._exact.get(piece)
        return piece if exact is None else Phrase(exact, {})


def _named(template: str) -> str:
    """Return a template with names for its pieces, ``{}`` or ``{0}``, which ``filled`` asks for."""
    numbers = iter(_numbered(template))
    return _PIECE.sub(lambda _: f"{{_{next(numbers)}}}", template)


def _pattern(template: str) -> re.Pattern[str]:
    import re

    return re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL)


_known: Final[dict[str, Wording | None]] = {}


def of(language: str) -> Wording | None:
    """Return the wording of a language, None for English; it is read once in a process.

    Raises:
        ConfigError: the file of the language is wrong.
    """
    if language not in _known:
        _known[language] = None if language in ("", "en") else Wording(language, _read(language))
    return _known[language]


def _read(language: str) -> Mapping[str, Any]:
    rules = ruleset.folder()
    ready = built.read_messages(os.path.join(rules, built.MESSAGES.format(language)))
    return ready or load(os.path.join(rules, FOLDER), language)


def load(folder: str, language: str) -> Mapping[str, Any]:
    """Read and check the translations of a language in a folder; ``{}`` if there are none.

    Raises:
        ConfigError: every error, one a line.
    """
    path = os.path.join(folder, f"{language}.toml")
    if not os.path.exists(path):
        return {}
    faults: list[Fault] = []
    table = read_table(path, faults)
    rules = {rule.code: rule for rule in ruleset.full().rules}
    known = kinds()
    for kind, phrases in table.data.get(_KINDS, {}).items():
        errors = _errors(phrases, None) if kind in known else [((), "there is no such kind")]
        place = table.place.at(_KINDS, kind, label=kind)
        faults += [Fault(place.at(*keys), text) for keys, text in errors]
    for code, stanza in table.data.items():
        if code == _KINDS:
            continue
        errors = _errors(stanza, rules[code]) if code in rules else [((), "there is no such rule")]
        faults += [Fault(table.place.at(code, *keys, label=code), text) for keys, text in errors]
    refuse(faults)
    return table.data


def _errors(stanza: Mapping[str, Any], rule: Rule | None) -> _Errors:
    """Yield what is wrong in the tables of a rule; without one, of a kind."""
    for key, value in stanza.items():
        if key in _TABLES:
            yield from _phrase_errors((key,), value, deep=key == "values")
        elif rule is None or key not in _TEXTS:
            yield (key,), suggest("key", key, (*_TEXTS, *_TABLES) if rule else _TABLES)
        elif not isinstance(value, str):
            yield (key,), f"{key}: expected a string, not {shown(value)}"
        elif key == "message":
            own, other = set(ruleset.fields(rule.message)), set(ruleset.fields(value))
            if own != other:
                yield (key,), f"{key}: has {_braced(other)}, and the English has {_braced(own)}"


def _phrase_errors(keys: tuple[str, ...], table: Any, *, deep: bool) -> _Errors:
    where = ".".join(keys)
    if not isinstance(table, dict):
        yield keys, f"{where}: expected a table, not {shown(table)}"
        return
    for key, value in table.items():
        if deep:
            yield from _phrase_errors((*keys, key), value, deep=False)
        elif not isinstance(value, str):
            yield (*keys, key), f"{where}: {key}: expected a string, not {shown(value)}"
        elif key.count("{}") != len(set(_numbered(value))):
            yield (*keys, key), f"{where}: {key}: has other pieces than {shown(value)}"


def _numbered(template: str) -> list[str]:
    """Return the numbers of the pieces of a translation; each ``{}`` gets the next."""
    pieces = _PIECE.findall(template)
    return [given or str(number) for number, given in enumerate(pieces)]


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholder"
