"""Rule sets: stanzas of TOML to rules, and rules bound to the modules that check them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import LANGUAGES
from contentlint.config import schema
from contentlint.config.table import Fault, Place, Table, read_table, read_toml, refuse
from contentlint.config.toml import is_strings, shown
from contentlint.engine import built, kind_modules
from contentlint.engine.options import (
    checker_of,
    kind_module,
    named_option,
    needs_of,
    option_types,
    options_of,
)
from contentlint.model.diagnostic import SEVERITIES, Finding
from contentlint.model.document import ORIGINS, Document
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import MAY_CHANGE, MAY_REMOVE, SUPPRESS, BoundRule, Rule, Words
from contentlint.model.rule import RuleSet as RuleSet
from contentlint.source.files import shown_path
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any

    from contentlint.config.positions import Keys
    from contentlint.model.rule import Check

CODE = lazy_regex.compile(r"[A-Z]{3}[0-9]{3}")
_NAME = lazy_regex.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
REQUIRED = ("kind", "message")
"""The keys that every stanza must have."""
EXPLAINED = ("why", "source", "bad", "good")
"""The keys that our own rules must have too, and those of users for ``test-rules --strict``."""
_STRING, _STRINGS, _FLAG, _TABLE = "a string", "a list of strings", "true or false", "a table"
MESSAGE = "a string, or a table of strings by language"
TYPES = {
    "name": _STRING,
    "kind": _STRING,
    "severity": _STRING,
    "message": MESSAGE,
    "languages": _STRINGS,
    "tags": _STRINGS,
    "status": _STRING,
    "enabled": _FLAG,
    "origins": _STRINGS,
    "infos": _STRINGS,
    "lowered": _STRINGS,
    "since": _STRING,
    "fix": _STRING,
    "may-change": _STRINGS,
    "may-remove": _STRING,
    "may-reveal": _STRINGS,
    "options": _TABLE,
    "summary": _STRING,
    "why": _STRING,
    "source": _STRING,
    "help": _STRING,
    "bad": _STRINGS,
    "good": _STRINGS,
    "fixed": _STRINGS,
    "bad-source": _STRINGS,
    "good-source": _STRINGS,
    "example-format": _STRING,
    "example-options": _TABLE,
    "example-translation": _TABLE,
    "example-links": _TABLE,
    "unused-options": _STRINGS,
    "suppress": _STRING,
}
"""The keys of a stanza, which are Rule's fields, and the types of their values in TOML."""
CHOICES = {
    "severity": SEVERITIES,
    "status": ("stable", "preview"),
    "fix": ("none", "safe", "unsafe", "sometimes"),
    "example-format": ("markdown", "mdx", "text"),
    "may-remove": MAY_REMOVE,
    "suppress": SUPPRESS,
}
_SOURCES = {"bad-source": "bad", "good-source": "good"}
"""The keys with the sources of examples that are translations, and those of the examples."""
_OWN = ("name", "severity", *EXPLAINED)
LISTED = {
    "origins": ("origin", ORIGINS),
    "infos": ("origin", ORIGINS),
    "lowered": ("severity", SEVERITIES),
    "may-change": ("value", MAY_CHANGE),
}
"""The keys that take values from a list: the name of a value, and the list."""


def folder() -> str:
    """Return the folder of the built-in rule sets: in the wheel, else beside the package.

    An editable install has no copy in the package and reads the checkout.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "_rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def builtin() -> RuleSet:
    """Return the built-in rule sets, which are read once in a process."""
    global _builtin
    if _builtin is None:
        where = folder()
        _builtin = _of_wheel(os.path.join(where, built.RULES)) or built.cached_rules(where, load)
    return _builtin


_builtin: RuleSet | None = None


def _of_wheel(path: str) -> RuleSet | None:
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        found = built.unpack_rules(file.read())
    compiled = os.path.join(os.path.dirname(path), built.PATTERNS)
    if os.path.exists(compiled):
        with open(compiled, "rb") as file:
            built.install_patterns(file.read())
    return found


def full() -> RuleSet:
    """Return the built-in rule sets read from TOML, with the fields that their pages show."""
    return load(folder())


def measured() -> Mapping[str, str]:
    """Return, by code, how often a rule was right on real text; ``{}`` if nothing was measured."""
    path = os.path.join(folder(), "measured.toml")
    return read_toml(path) if os.path.exists(path) else {}


def word_lists() -> Mapping[str, Words]:
    """Return the built-in word lists by name."""
    return builtin().words


def load(directory: str) -> RuleSet:
    """Read a folder of our own: families, ``words/``, ``profiles/`` and ``precedence.toml``.

    A rule may give no kind if ``contentlint.checks`` has a module for it.

    Raises:
        ConfigError: anything in it is wrong; it names all errors of a file, one a line.
    """
    words = _words_in(directory)
    rules: list[Rule] = []
    families: dict[str, str] = {}
    precedence: tuple[tuple[str, ...], ...] = ()
    for path, stem in _toml_files(directory):
        if stem == "precedence":
            precedence = _chains(shown_path(path), read_toml(path))
        elif stem != "measured":  # see ``measured``; the quality scripts write it
            family = read_family(path, words, stem)
            families[family.prefix] = family.about
            rules.extend(family.rules)
    profiles = {
        stem: read_toml(path) for path, stem in _toml_files(os.path.join(directory, "profiles"))
    }
    rules.sort(key=lambda rule: rule.code)
    refuse([*_taken(rules, (), Place(shown_path(directory)))])
    return RuleSet(tuple(rules), precedence, profiles, words, families)


class Family(NamedTuple):
    """A file of stanzas."""

    prefix: str
    about: str
    words: Mapping[str, Words]
    """Its own word lists and the entries that it adds to others."""
    rules: tuple[Rule, ...]
    """With a fault in the file, the rule of a wrong stanza has no kind."""
    place: Place


class Sets(NamedTuple):
    """The rules and word lists of a configuration."""

    set: RuleSet
    words: Mapping[str, Words] = {}
    """Word lists by name; empty if the configuration adds none to the built-in ones."""
    places: Mapping[str, Place] = {}
    """Where the stanzas of rules that are not built in are, by code."""
    faults: tuple[Fault, ...] = ()


def read_family(
    path: str, words: Mapping[str, Words], checks: str = "", tree: Tree = DISK
) -> Family:
    """Read a file of stanzas as ``family_of`` does.

    Raises:
        ConfigError: every error of the file, one a line.
    """
    faults: list[Fault] = []
    family = family_of(path, words, faults, checks, tree)
    refuse(faults)
    return family


def family_of(
    path: str, words: Mapping[str, Words], faults: list[Fault], checks: str = "", tree: Tree = DISK
) -> Family:
    """Read a file of stanzas with its ``[set]`` table; ``words`` are the lists it may name.

    ``checks`` is the folder of ``contentlint.checks`` with the modules of rules that give no kind;
    in rule sets of users every rule gives one.
    """
    table = read_table(path, faults, tree)
    own = schema.word_lists(table)
    data = dict(table.data)
    data.pop("words", None)
    stem = os.path.splitext(os.path.basename(path))[0]
    data.pop("set", None)
    prefix, about, shared = _family(table, stem.upper())
    if shared:
        data = {c: {**shared, **s} if isinstance(s, dict) else s for c, s in data.items()}
    rules = parse_stanzas(table.place, data, _with(words, own), faults, checks)
    return Family(prefix, about, own, tuple(rules), table.place)


def with_families(
    base: RuleSet, paths: Sequence[str], more: Mapping[str, Words], tree: Tree = DISK
) -> Sets:
    """Return a rule set with files of stanzas and word list entries added, and all word lists.

    Entries added to a list reach every rule that takes its words from that list. The faults are
    those of the files; one of them is a code or a name that is taken.
    """
    faults: list[Fault] = []
    places: dict[str, Place] = {}
    words = word_lists()
    rules = list(base.rules)
    families = dict(base.families)
    added = dict(more)
    for path in paths:
        family = family_of(path, _with(words, added), faults, tree=tree)
        faults += _taken(family.rules, rules, family.place)
        rules += family.rules
        places.update((rule.code, family.place.at(rule.code)) for rule in family.rules)
        families.setdefault(family.prefix, family.about)
        added = _with(added, family.words)
    words = _with(words, added)
    rules = [
        rule._replace(
            options={
                **rule.options,
                **{key: words[name] for key, name in rule.lists.items() if name in added},
            },
            late=False,
            needs=(),  # those of the built form do not know the added entries
        )
        if not added.keys().isdisjoint(rule.lists.values())
        else rule
        for rule in rules
    ]
    rules.sort(key=lambda rule: rule.code)
    found = base._replace(rules=tuple(rules), families=families)
    return Sets(found, words, places, tuple(faults))


def _with(words: Mapping[str, Words], more: Mapping[str, Words]) -> dict[str, Words]:
    return {
        name: schema.merged(words.get(name, {}), more.get(name, {})) for name in (*words, *more)
    }


def _words_in(directory: str) -> dict[str, Words]:
    return {
        stem: _words(shown_path(path), read_toml(path))
        for path, stem in _toml_files(os.path.join(directory, "words"))
    }


def _chains(path: str, data: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    chains = data.get("chains", [])
    if set(data) - {"chains"} or not isinstance(chains, list) or not all(map(is_strings, chains)):
        raise ConfigError(f"{path}: expected chains, a list of lists of codes, and nothing else")
    return tuple(map(tuple, chains))


SHARED = ("may-change", "may-remove", "may-reveal")
"""The keys of ``[set]`` that count for each stanza of the file that does not have its own."""


def _family(table: Table, stem: str) -> tuple[str, str, dict[str, Any]]:
    """Return the prefix, the subject and the values of ``SHARED`` that ``[set]`` gives."""
    head = table.within(table.table("set"), "set", "set")
    head.only(("prefix", "about", *SHARED))
    given = (
        head.choices("may-change", MAY_CHANGE),
        head.choice("may-remove", MAY_REMOVE),
        head.strings("may-reveal"),
    )
    shared = {k: head.data[k] for k, value in zip(SHARED, given, strict=True) if value is not None}
    return head.string("prefix") or stem, head.string("about") or "", shared


def _taken(rules: Sequence[Rule], others: Sequence[Rule], place: Place) -> Iterator[Fault]:
    """Yield a fault for each code and name that two rules share; TOML checks codes of one file."""
    taken = {label for rule in others for label in (rule.code, rule.name)}
    for rule in rules:
        for label in dict.fromkeys((rule.code, rule.name)):
            if label in taken:
                key = ("name",) if label == rule.name else ()
                yield Fault(place.at(rule.code, *key, label=rule.code), f"{label} is taken")
            taken.add(label)


def _toml_files(directory: str) -> Iterator[tuple[str, str]]:
    if not os.path.isdir(directory):
        return
    for name in sorted(os.listdir(directory)):
        if name.endswith(".toml"):
            yield os.path.join(directory, name), name[: -len(".toml")]


def _words(path: str, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    lists = {}
    for language, entries in data.items():
        if not is_strings(entries):
            raise ConfigError(f"{path}: {language}: expected a list of strings")
        lists[language] = tuple(entries)
    return lists


# A stanza


def parse_stanzas(
    place: Place,
    stanzas: Mapping[str, Any],
    words: Mapping[str, Words],
    faults: list[Fault],
    checks: str = "",
) -> list[Rule]:
    """Turn the stanzas of one file into rules; options are checked against their kinds.

    ``checks`` is as for ``family_of``. What is wrong is added to ``faults``; the rule of a wrong
    stanza has its code, name and tags, so that they are not unknown where they are selected.
    """
    rules = []
    for code, stanza in stanzas.items():
        if checks and isinstance(stanza, dict) and "kind" not in stanza:
            name = str(stanza.get("name", ""))
            if kind_modules.has_check(checks, name):
                stanza = {**stanza, "kind": name}
        wrong = list(_stanza_errors(code, stanza, (*REQUIRED, *_OWN) if checks else REQUIRED))
        bad = {key for keys, _ in wrong for key in keys}
        if isinstance(stanza, dict) and bad.isdisjoint(("kind", "options", "example-options")):
            checked = {key: stanza[key] for key in _CHECKED if key in stanza and key not in bad}
            try:
                rule = _rule(code, {"message": "", **checked} if wrong else stanza, words)
            except ConfigError as error:
                wrong += [(_key_of(text, stanza), text) for text in str(error).split("\n")]
        if not wrong:
            rules.append(rule)
            continue
        faults += [Fault(place.at(code, *keys, label=code), text) for keys, text in wrong]
        known: Mapping[str, Any] = stanza if isinstance(stanza, dict) else {}
        tags = known.get("tags", [])
        name = str(known.get("name", code.lower()))
        rules.append(
            Rule(code, name, "", "warning", "", tags=tuple(tags) if is_strings(tags) else ())
        )
    return rules


_CHECKED = ("kind", "message", "options", "example-options")
"""The keys of a stanza that its kind checks."""


def _key_of(text: str, stanza: Mapping[str, Any]) -> Keys:
    """Return the keys in a stanza of the value that an error of ``_rule`` is about."""
    if text.startswith("message: "):
        return ("message",)
    for key in ("options", "example-options"):
        option = named_option(text, stanza.get(key, {}))
        if option:
            return key, option
    return ("kind",) if text.startswith("unknown kind") else ("options",)


def _stanza_errors(code: str, stanza: Any, required: Sequence[str]) -> Iterator[tuple[Keys, str]]:
    """Yield what is wrong with the form of a stanza, each with the keys of the value."""
    if not CODE.fullmatch(code):
        yield (), "a code is three capital letters and three digits, like PUN001"
    if not isinstance(stanza, dict):
        yield (), f"expected a table, not {shown(stanza)}"
        return
    for key in required:
        if not stanza.get(key):
            yield (key,), f"{key} is missing or empty"
    for key, value in stanza.items():
        text = "" if not value and key in required else _value_error(key, value, stanza)
        if text:
            yield (key,), text


def _value_error(key: str, value: Any, stanza: Mapping[str, Any]) -> str:
    """Return what is wrong with a value of a stanza; ``""`` if nothing is."""
    if key not in TYPES:
        return suggest("key", key, TYPES)
    if not _fits(value, TYPES[key]):
        return f"{key}: expected {TYPES[key]}, not {shown(value)}"
    if key in CHOICES and value not in CHOICES[key]:
        return f"{key} is one of {', '.join(CHOICES[key])}, not {shown(value)}"
    if key in LISTED and set(value) - set(LISTED[key][1]):
        what, there = LISTED[key]
        wrong = next(each for each in value if each not in there)
        return f"{key}: {suggest(what, wrong, there)}"
    if key == "fixed" and len(value) > len(stanza.get("bad", ())):
        return "fixed: has more entries than bad"
    if key in _SOURCES and len(value) != len(stanza.get(_SOURCES[key], ())):
        return f"{key}: expected one entry for each of {_SOURCES[key]}"
    if key == "name" and not _NAME.fullmatch(value):
        return f"name: expected lower-case words joined by hyphens, not {shown(value)}"
    if key == "message":
        return next(_message_errors(value), "")
    return ""


def _message_errors(message: str | Mapping[str, str]) -> Iterator[str]:
    texts = {"": message} if isinstance(message, str) else message
    for language, text in texts.items():
        if language and language not in LANGUAGES:
            yield f"message: {suggest('language', language, LANGUAGES)}"
        elif not all(map(str.isidentifier, fields(text))):
            yield f"message: braces hold one name, like {{found}}; not {shown(text)}"


def _fits(value: Any, wanted: str) -> bool:
    if wanted == MESSAGE and isinstance(value, dict):
        return is_strings([*value.values()])
    if wanted == MESSAGE:
        return isinstance(value, str)
    if wanted == _STRINGS:
        return is_strings(value)
    kind = {_STRING: str, _FLAG: bool, _TABLE: dict}[wanted]
    return isinstance(value, kind)


def fields(message: str) -> list[str]:
    """Return what is in braces; ``[""]`` if they are not balanced."""
    from string import Formatter

    try:
        return [field for _, field, _, _ in Formatter().parse(message) if field is not None]
    except ValueError:
        return [""]


def _rule(code: str, stanza: Mapping[str, Any], words: Mapping[str, Any]) -> Rule:
    values: dict[str, Any] = {"name": code.lower(), "severity": "warning"}
    for key, value in stanza.items():
        field = key.replace("-", "_")
        if field == "languages":
            value = frozenset(value)
        elif isinstance(value, list):
            value = tuple(value)
        elif key == "message" and isinstance(value, dict):
            values["messages"] = value
            value = value.get("en") or next(iter(value.values()))
        values[field] = value
    kind, given = str(values["kind"]), values.get("options", {})
    values["lists"] = _named_lists(kind, given)
    values["counterpart"] = getattr(kind_module(kind), "COUNTERPART", False)
    wrong: list[str] = []
    options = values["options"] = with_words(kind, given, words, wrong)
    assumed = with_words(kind, values.get("example_options", {}), words, wrong)
    values["example_options"] = assumed
    rule = Rule(code=code, **values)
    try:
        _check_placeholders(rule, options_of(rule.kind, {**options, **assumed}))
    except ConfigError as error:
        wrong.append(str(error))
    if wrong:
        raise ConfigError("\n".join(wrong))
    return rule


def _check_placeholders(rule: Rule, options: Any) -> None:
    """Raise ConfigError if a message names a value that its kind does not give."""
    module = kind_module(rule.kind)
    known = list(getattr(module, "PLACEHOLDERS", ()))
    if not known:
        return
    if hasattr(module, "placeholders"):
        known += module.placeholders(options)
    wrong = [
        suggest("placeholder", field, known)
        for message in dict.fromkeys((rule.message, *rule.messages.values()))
        for field in fields(message)
        if field not in known
    ]
    if wrong:
        raise ConfigError("\n".join(f"message: {text}" for text in wrong))


def deprecations(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield a line for each rule whose kind has a deprecated name."""
    for rule in rules:
        new = kind_modules.DEPRECATED.get(rule.kind.replace("_", "-"))
        if new:
            yield f"{rule.code}: kind {rule.kind!r} is deprecated; write {new!r}"


def with_words(
    kind: str, options: Mapping[str, Any], words: Mapping[str, Any], wrong: list[str]
) -> dict[str, Any]:
    """Return options in which named word lists (``{ words = "credits" }``) are filled in.

    A list that does not exist is empty, and an error in ``wrong``.

    Raises:
        ConfigError: there is no such kind.
    """
    found = dict(options)
    for key, name in _named_lists(kind, options).items():
        if name not in words:
            wrong.append(f"option {key!r}: {suggest('word list', name, words)}")
        found[key] = words.get(name, {})
    return found


def _named_lists(kind: str, options: Mapping[str, Any]) -> dict[str, str]:
    """Return the options that name a word list, each with that name."""
    types = option_types(kind)
    return {
        key: value["words"]
        for key, value in options.items()
        # Under the key "words", a string names a list; a list holds entries of a language.
        if isinstance(value, dict)
        and isinstance(value.get("words"), str)
        and types.get(key.replace("-", "_")) == "Words"
    }


# A rule that is ready to run


def bind(
    rule: Rule, *, severity: str | None = None, options: Mapping[str, Any] | None = None
) -> BoundRule:
    """Load the checker of a rule with its options; the user's override the stanza's.

    Raises:
        ConfigError: the user's options are wrong; it names the rule.
    """
    if rule.late and not options:
        return BoundRule(
            rule,
            _Late(rule),
            rule.needs,
            rule.languages,
            severity or rule.severity,
            severity is not None,
        )
    if options:
        rule = rule._replace(options={**rule.options, **options})
    try:
        values = options_of(rule.kind, rule.options)
        # The built form has them: computing them takes patterns apart.
        needs = (() if options else rule.needs) or needs_of(rule.kind, values)
        checker = checker_of(rule.kind, values)
        if options:
            lazy_regex.compile_in(vars(checker))
    except ConfigError as error:
        raise ConfigError("\n".join(f"{rule.code}: {t}" for t in str(error).split("\n"))) from None
    except Exception as error:
        import re

        if isinstance(error, (re.error, OverflowError, RecursionError)):
            raise ConfigError(f"{rule.code}: invalid pattern in the options: {error}") from None
        raise
    return BoundRule(
        rule,
        getattr(checker, "check", None),
        needs,
        rule.languages,
        severity or rule.severity,
        severity is not None,
        getattr(checker, "collect", None),
        getattr(checker, "compare", None),
    )


class _Late:
    """A check that is loaded for the first document that its rule may find something in.

    When one file is checked, half of the rules never meet such a document; importing their
    modules would take a third of the run.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._loaded: Check | None = None

    def load(self) -> Check:
        """Return the check with its options."""
        if self._loaded is None:
            kind = self.rule.kind
            # Needs are not computed again: for phrases, that takes milliseconds.
            self._loaded = checker_of(kind, options_of(kind, self.rule.options)).check
        return self._loaded

    def __call__(self, doc: Document) -> Iterable[Finding]:
        return self.load()(doc)


def built_in(rules: Iterable[BoundRule]) -> bool:
    """Return True if all rules are built in and have their own options and word lists."""
    return all(type(bound.check) is _Late for bound in rules)


def names(rules: Sequence[Rule]) -> frozenset[str]:
    """Return every code and name, which selectors and suppressions use."""
    return frozenset([r.code for r in rules] + [r.name for r in rules])
