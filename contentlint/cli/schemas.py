"""JSON Schemas of the files that users write: editors complete and check them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import LANGUAGES
from contentlint.config.schema import FAIL_ON, PARAGRAPHS
from contentlint.config.translations import CODES, ORDERS, PRESETS
from contentlint.engine.options import choices, described, kinds, options_class
from contentlint.engine.ruleset import CHOICES, CODE, LISTED, MESSAGE, REQUIRED, SHARED, TYPES, full
from contentlint.model import dialects
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
    MESSAGE: {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {language: {"type": "string"} for language in LANGUAGES},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
}


def _described(schema: Schema, text: str) -> Schema:
    return {"description": text, **schema}


_PATHS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
_RENDERINGS: Schema = {
    "description": "Renderings by term.",
    "type": "object",
    "additionalProperties": {"anyOf": [_STRINGS, {"type": "string"}]},
}
_TRANSLATIONS: Schema = {
    "description": "Which files are translations of which.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "preset": _described({"enum": [*PRESETS]}, "Layout of a site: fills the patterns."),
            "folder": _described({"type": "string"}, "Folder of the site, from this file."),
            "source": _described({"type": "string"}, "Path of a source, as content/en/{path}."),
            "target": _described(
                {"type": "string"}, "Path of its translations, as content/{lang}/{path}."
            ),
            "languages": _described(_STRINGS, "Codes of the translations' languages."),
            "lang-map": _described(_PATHS, "How paths write a code, by code."),
            "exclude": _described(_STRINGS, "Files that are not compared: globs."),
            "order": _described({"enum": [*ORDERS]}, "free: passages may be in any order."),
            "code": _described({"enum": [*CODES]}, "What may differ in blocks of code."),
            "span-free": _described(_STRINGS, "What may be translated in code spans: patterns."),
            "commit-key": _described(
                {"type": "string"}, "Key of the front matter with the commit that was translated."
            ),
            "diverges": _described(_PATHS, "Translations that differ on purpose, with a reason."),
        },
        "additionalProperties": False,
        "anyOf": [{"required": ["preset"]}, {"required": ["source", "target"]}],
    },
}


def report() -> Schema:
    """Return the schema of the JSON report."""
    path = os.path.join(
        os.path.dirname(os.path.dirname(__file__)), "report", "formats", "report.schema.json"
    )
    with open(path, encoding="utf-8") as file:
        found: Schema = json.load(file)
        return found


def configuration() -> Schema:
    """Return the schema of ``contentlint.toml`` and ``[tool.contentlint]``, with all options."""
    rules = full().rules
    layer: Schema = {
        "select": _described(
            _STRINGS,
            "Rules to enable, and no others: codes, names, prefixes, tags or ALL.",
        ),
        "extend-select": _described(_STRINGS, "Rules to enable in addition."),
        "ignore": _described(_STRINGS, "Rules to disable."),
        "rules": _described(
            {
                "type": "object",
                "properties": {rule.code: _rule_setting(rule) for rule in rules},
                "additionalProperties": _setting({"type": "object"}),
            },
            "Severity and options of rules, by code or name.",
        ),
    }
    reading: Schema = {
        "lang": {
            "description": "Language of the articles: a BCP 47 primary subtag, such as ar.",
            "type": "string",
            "pattern": "^[a-z]{2,3}$",
        },
        "paragraphs": {"description": "What ends a paragraph.", "enum": list(PARAGRAPHS)},
        "origin": {"description": "How the articles were produced.", "enum": list(ORIGINS)},
        "dialect": {
            "description": "The site generator that the articles are written for.",
            "enum": list(dialects.NAMES),
        },
    }
    override = {
        "files": _described(
            _STRINGS, "Files that the override applies to: globs, relative to this file."
        ),
        "languages": _described(
            _STRINGS, "Languages of the documents that the override applies to."
        ),
        **layer,
        **reading,
    }
    return {
        "$schema": _DRAFT,
        "title": "contentlint.toml",
        "type": "object",
        "properties": {
            "profile": {
                "description": "Profile that selects rules, such as default, ci or strict.",
                "type": "string",
            },
            "extends": _described(
                _STRINGS, "Configuration files whose settings this file inherits."
            ),
            "rule-sets": _described(_STRINGS, "Rule sets: files with rules of your own."),
            "plugins": _described(
                _STRINGS, "Installed plugins to load; the command line must allow them."
            ),
            "words": {
                "description": "Entries to add to word lists, by list and language.",
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _STRINGS},
            },
            "spelling": {
                "description": "Words of your house.",
                "type": "object",
                "properties": {
                    "words": _described(_STRINGS, "Words that are right as they are."),
                    "wrong": _described(_STRINGS, "Misspellings of your own: wrong>right."),
                    "words-file": {
                        "description": "Text file with more of both, one a line.",
                        "type": "string",
                    },
                },
                "additionalProperties": False,
            },
            **layer,
            **reading,
            "preview": {"description": "Enable rules in preview, too.", "type": "boolean"},
            "include": _described(_STRINGS, "Files to check: globs. Others are skipped."),
            "exclude": _described(_STRINGS, "Files and folders to skip: globs."),
            "respect-gitignore": {"description": "Skip files that git ignores.", "type": "boolean"},
            "site-root": {
                "description": "Folder where a path such as /a.jpg starts.",
                "type": "string",
            },
            "max-file-size": {
                "description": "Largest file to check, such as 10MB.",
                "type": "string",
            },
            "max-findings": {
                "description": "Most findings of one rule in one file.",
                "type": "integer",
                "minimum": 1,
            },
            "baseline": {
                "description": "Baseline: a file of accepted findings, which are not reported.",
                "type": "string",
            },
            "cache-dir": {"description": "Folder of the cache.", "type": "string"},
            "ui-lang": {
                "description": "Language of messages.",
                "enum": list(LANGUAGES),
            },
            "min-severity": {
                "description": "Least severity of the findings in the report.",
                "enum": list(SEVERITIES),
            },
            "fail-on": {
                "description": "Least severity of the findings that make the exit code 1.",
                "enum": list(FAIL_ON),
            },
            "links": {
                "description": "What is asked of the web, and what its answers mean for the run.",
                "type": "object",
                "properties": {
                    "exclude": _described(
                        _STRINGS, "URLs that are not asked for: globs such as https://a.example/**."
                    ),
                    "max-age": {
                        "description": "Age of an answer after which it is asked for again, as 3d.",
                        "type": "string",
                        "pattern": "^[0-9]{1,6}[smhd]$",
                    },
                    "fail-on": {
                        "description": "Least severity of findings about answers that makes the "
                        "exit code 1.",
                        "enum": list(FAIL_ON),
                    },
                },
                "additionalProperties": False,
            },
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
            "translations": _TRANSLATIONS,
            "glossary": {
                "description": "Terms of the sources, and how translations render them.",
                "type": "object",
                "properties": {"keep": _described(_STRINGS, "Words that are not translated.")},
                "additionalProperties": _RENDERINGS,
            },
            "glossary-avoid": {
                "description": "Renderings of terms that translations avoid, by language.",
                "type": "object",
                "additionalProperties": _RENDERINGS,
            },
            "suppressions": {
                "description": "Suppressions of rules on lines that have a text.",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "file": {
                            "description": "The article, relative to this file.",
                            "type": "string",
                        },
                        "rules": _described(_STRINGS, "Rules to suppress: codes or names."),
                        "text": {
                            "description": "Text on the line: a few words are enough.",
                            "type": "string",
                        },
                        "reason": {"description": "Why.", "type": "string"},
                    },
                    "required": ["file", "rules", "text"],
                    "additionalProperties": False,
                },
            },
        },
        "additionalProperties": False,
    }


def rule_set() -> Schema:
    """Return the schema of a rule set."""
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
    """Return the schema of the options of a kind; ``given`` has the defaults of a rule."""
    options_type = options_class(kind)
    about = described(kind)
    fields: Schema = {}
    for name, hint in options_type.__annotations__.items():
        written = getattr(hint, "__forward_arg__", hint)
        known = choices(written)
        schema: Schema = {"enum": list(known)}
        if not known:
            schema = dict(_PLAIN[written.removesuffix(" | None")])
        if about.get(name):
            schema["description"] = about[name]
        default = (given or {}).get(name, options_type._field_defaults.get(name))
        if isinstance(default, tuple):
            default = [*default]
        if isinstance(default, (bool, int, float, str, list)):
            schema["default"] = default
        fields[name.replace("_", "-")] = schema
    # Names with underscores are valid, too; editors do not propose names of patterns.
    other = {
        f"^{name}$": fields[name.replace("_", "-")] for name in options_type._fields if "_" in name
    }
    found = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**found, "patternProperties": other} if other else found


def _rule_setting(rule: Rule) -> Schema:
    own = {key.replace("-", "_"): value for key, value in rule.options.items()}
    return _described(_setting(options(rule.kind, own)), f"{rule.name}: {rule.summary}")


def _setting(given: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {"severity": {"enum": list(SEVERITIES)}, "options": given},
        "additionalProperties": False,
    }
