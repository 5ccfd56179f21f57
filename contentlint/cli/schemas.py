"""JSON Schemas of what users write, so that their editors complete and check it."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING
from contentlint.config.schema import FAIL_ON, PARAGRAPHS
from contentlint.engine.options import choices, kind_module, kinds
from contentlint.engine.ruleset import CHOICES, CODE, LISTED, REQUIRED, SHARED, TYPES, full
from contentlint.model.diagnostic import SEVERITIES
from contentlint.model.document import ORIGINS
from contentlint.model.rule import Rule

if TYPE_CHECKING:
    from typing import Any

Schema = dict[str, "Any"]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_STRINGS: Schema = {"type": "array", "items": {"type": "string"}}
_WORDS: Schema = {
    "description": 'Entries by language, or a list by name: { words = "share" }.',
    "anyOf": [
        {"type": "object", "additionalProperties": _STRINGS},
        {
            "type": "object",
            "properties": {"words": {"type": "string"}},
            "required": ["words"],
            "additionalProperties": False,
        },
    ],
}
_PLAIN: Mapping[str, Schema] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "str": {"type": "string"},
    "tuple[str, ...]": {"anyOf": [_STRINGS, {"type": "string"}]},
    "Mapping[str, str]": {"type": "object", "additionalProperties": {"type": "string"}},
    "Mapping[str, float]": {"type": "object", "additionalProperties": {"type": "number"}},
    "Words": _WORDS,
}
_STANZA: Mapping[str, Schema] = {
    "a string": {"type": "string"},
    "a list of strings": _STRINGS,
    "true or false": {"type": "boolean"},
    "a table": {"type": "object"},
}


def report() -> Schema:
    """The JSON report's, as it is published."""
    path = os.path.join(
        os.path.dirname(os.path.dirname(__file__)), "report", "formats", "report.schema.json"
    )
    with open(path, encoding="utf-8") as file:
        found: Schema = json.load(file)
        return found


def configuration() -> Schema:
    """That of ``contentlint.toml`` and of ``[tool.contentlint]``, with every rule's options."""
    rules = full().rules
    layer: Schema = {
        "select": _described(_STRINGS, "Only these rules: codes, names, prefixes, tags or ALL."),
        "extend-select": _described(_STRINGS, "These rules too."),
        "ignore": _described(_STRINGS, "Not these rules."),
        "rules": _described(
            {
                "type": "object",
                "properties": {rule.code: _rule_setting(rule) for rule in rules},
                "additionalProperties": _setting({"type": "object"}),
            },
            "Severity and options of a rule, by code or name.",
        ),
    }
    reading: Schema = {
        "lang": {
            "description": "The language of the articles: a BCP 47 primary subtag.",
            "type": "string",
            "pattern": "^[a-z]{2,3}$",
        },
        "paragraphs": {"description": "What ends a paragraph.", "enum": list(PARAGRAPHS)},
        "origin": {"description": "How the articles came to be.", "enum": list(ORIGINS)},
    }
    override = {
        "files": _described(_STRINGS, "Globs, relative to this file."),
        "languages": _described(_STRINGS, "Only documents in these languages."),
        **layer,
        **reading,
    }
    return {
        "$schema": _DRAFT,
        "title": "contentlint.toml",
        "type": "object",
        "properties": {
            "profile": {"description": "What is on to begin with.", "type": "string"},
            "extends": _described(_STRINGS, "Configurations under this one."),
            "rule-sets": _described(_STRINGS, "Files with rules of your own."),
            "plugins": _described(_STRINGS, "Installed plugins whose rules are wanted."),
            "words": {
                "description": "Entries added to word lists, by the list's name and language.",
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _STRINGS},
            },
            **layer,
            **reading,
            "preview": {"description": "Rules in preview too.", "type": "boolean"},
            "include": _described(_STRINGS, "Only files like these."),
            "exclude": _described(_STRINGS, "No files like these."),
            "respect-gitignore": {"description": "Leave out what git ignores.", "type": "boolean"},
            "site-root": {"description": "Where an address like /a.jpg starts.", "type": "string"},
            "max-file-size": {"description": "Like 10MB.", "type": "string"},
            "max-findings": {
                "description": "Of one rule in one file.",
                "type": "integer",
                "minimum": 1,
            },
            "baseline": {"description": "The file of known findings.", "type": "string"},
            "cache-dir": {"description": "What is kept between runs.", "type": "string"},
            "min-severity": {"description": "What is shown.", "enum": list(SEVERITIES)},
            "fail-on": {"description": "What makes the exit 1.", "enum": list(FAIL_ON)},
            "overrides": {
                "description": "Other settings for some files or languages.",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": override,
                    "additionalProperties": False,
                    "anyOf": [{"required": ["files"]}, {"required": ["languages"]}],
                },
            },
        },
        "additionalProperties": False,
    }


def rule_set() -> Schema:
    """That of a file of stanzas."""
    stanza: Schema = {
        "type": "object",
        "properties": {key: _STANZA[wanted] for key, wanted in TYPES.items()},
        "required": list(REQUIRED),
        "additionalProperties": False,
    }
    stanza["properties"] |= {key: {"enum": list(given)} for key, given in CHOICES.items()}
    stanza["properties"] |= {
        key: {"type": "array", "items": {"enum": list(given)}} for key, (_, given) in LISTED.items()
    }
    stanza["properties"]["kind"] = {"enum": kinds()}
    stanza["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"properties": {"options": options(kind)}},
        }
        for kind in kinds()
    ]
    return {
        "$schema": _DRAFT,
        "title": "A rule set of contentlint",
        "type": "object",
        "properties": {
            "set": {
                "type": "object",
                "properties": {
                    "prefix": {"type": "string"},
                    "about": {"type": "string"},
                    **{key: stanza["properties"][key] for key in SHARED},
                },
                "additionalProperties": False,
            },
            "words": {"type": "object"},
        },
        "patternProperties": {f"^{CODE.pattern}$": stanza},
        "additionalProperties": False,
    }


def options(kind: str, given: Mapping[str, Any] | None = None) -> Schema:
    """That of the options of a kind; ``given`` are a rule's own values, shown as defaults."""
    made = kind_module(kind).Options
    about = described(kind)
    fields: Schema = {}
    for name, hint in made.__annotations__.items():
        written = getattr(hint, "__forward_arg__", hint)
        known = choices(written)
        schema: Schema = {"enum": list(known)}
        if not known:
            schema = dict(_PLAIN[written.removesuffix(" | None")])
        if about.get(name):
            schema["description"] = about[name]
        default = (given or {}).get(name, made._field_defaults.get(name))
        if isinstance(default, (bool, int, float, str)):
            schema["default"] = default
        fields[name.replace("_", "-")] = schema
    # Underscores are taken as well; as patterns, editors do not propose them.
    other = {f"^{name}$": fields[name.replace("_", "-")] for name in made._fields if "_" in name}
    found = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**found, "patternProperties": other} if other else found


def described(kind: str) -> dict[str, str]:
    """What the module of a kind says under each field of its options."""
    path = kind_module(kind).__file__
    assert path is not None
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    body: Sequence[ast.stmt] = next(
        node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Options"
    )
    found = {}
    for field, text in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(text.value.value).replace("``", "`").split())
    return found


def _rule_setting(rule: Rule) -> Schema:
    own = {key.replace("-", "_"): value for key, value in rule.options.items()}
    return _described(_setting(options(rule.kind, own)), f"{rule.name}: {rule.message}")


def _setting(given: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {"severity": {"enum": list(SEVERITIES)}, "options": given},
        "additionalProperties": False,
    }


def _described(schema: Schema, text: str) -> Schema:
    return {"description": text, **schema}
