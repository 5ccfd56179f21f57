"""The command ``config``: shows the settings of a file, and the source of each."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import json_text, visible
from contentlint.cli import language
from contentlint.cli.parser import selection, text_or_json
from contentlint.cli.session import session_of
from contentlint.config.schema import Config, over
from contentlint.config.select import decision
from contentlint.config.toml import written
from contentlint.config.values import age_written
from contentlint.model.dialects import BY_SUFFIX, NONE
from contentlint.model.errors import ReadError
from contentlint.model.rule import Rule
from contentlint.report import console
from contentlint.run.resolve import Resolver
from contentlint.run.session import Session
from contentlint.source.files import shown_path
from contentlint.source.formats import FORMATS, suffix_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

BUILT_IN = "built in"
_DEFAULTS: Mapping[str, Any] = {
    "profile": "default",
    "lang": "",
    "paragraphs": "auto",
    "origin": "",
    "dialect": "",
    "preview": False,
    "include": (),
    "exclude": (),
    "respect-gitignore": True,
    "site-root": "",
    "baseline": "",
    "cache-dir": "",
    "max-file-size": None,
    "max-findings": None,
    "ui-lang": "en",
    "min-severity": "warning",
    "fail-on": "warning",
    "rule-sets": (),
}
"""The keys of a configuration with one value, in the order of the output, and their defaults."""
_LIMITS = ("max-file-size", "max-findings")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "path",
        nargs="?",
        default="",
        metavar="PATH",
        help="file to show settings for (default: any file in the current folder)",
    )
    text_or_json(parser)
    selection(parser)


def run(args: Namespace) -> int:
    """Print the settings, and return the exit code.

    Raises:
        ConfigError: the configuration is wrong.
    """
    session = session_of(args)
    resolver = session.resolver
    path = args.path
    config = resolver.configs.of(path)
    resolver.check_command_line([config])
    resolver.settings(path)
    found = {
        "path": path or ".",
        "files": list(dict.fromkeys(map(str, config.sources.values()))),
        "user_file": own_file(resolver, config),
        "settings": settings(resolver, path, args),
        "tables": tables(resolver, path),
        "prose_fences": prose_fences(session, path),
        "translation": translation(resolver, path),
        "rules": [row(rule, resolver, path) for rule in resolver.sets(config).set.rules],
    }
    if args.format == "json":
        import json

        console.output().write(json_text(json.dumps(found, indent=2)) + "\n")
    else:
        console.output().write("".join(f"{visible(line)}\n" for line in _lines(found)))
    return 0


def own_file(resolver: Resolver, config: Config) -> dict[str, Any] | None:
    """Return the path of the user's own file, and if it applies here; None if there is none."""
    path = resolver.configs.grants.path
    counts = bool(resolver.configs.granted(config).path)
    return {"path": shown_path(path), "counts": counts} if path else None


def settings(resolver: Resolver, path: str, args: Namespace) -> dict[str, Any]:
    """Return the value and the origin of each of ``_DEFAULTS``, as JSON values."""
    config = resolver.configs.of(path)
    both = over(config, resolver.inline)
    granted = resolver.configs.granted(config)
    profile = resolver.profile(config)
    found = {}
    for key, default in _DEFAULTS.items():
        field = key.replace("-", "_")
        value, origin = default, BUILT_IN
        given = getattr(args, field, None)
        if given not in (None, False):
            value, origin = given, "command line"
        elif key == "cache-dir" and granted.cache_dir and key not in resolver.inline.sources:
            value, origin = granted.cache_dir, shown_path(granted.path)
        elif key in both.sources:
            value, origin = getattr(both, field), str(both.sources[key])
        elif key in profile.sources:
            value, origin = getattr(profile, field), str(profile.sources[key])
        if key == "origin":
            value, origin = resolver.origin(path)
        if key == "dialect":
            value, origin = _dialect(resolver, path)
        if key == "ui-lang":
            value, origin = language.of_run(args, resolver, (path,))
        if key in _LIMITS and not value:
            continue  # no limit, for which TOML has no value
        if key == "rule-sets":
            value = [shown_path(path) for path in value]
        if key == "max-file-size":
            value = f"{value} B"
        found[key] = {
            "value": list(value) if isinstance(value, tuple) else value,
            "origin": origin,
        }
    return found


def tables(resolver: Resolver, path: str) -> dict[str, Any]:
    """Return what is set in ``[links]``, ``[spelling]``, ``[[suppressions]]``, ``[[translations]]``
    and ``[glossary]``, that of the file only, as JSON values; keys that are not set are left out.

    Files add to the lists of those that they extend, so values have no one origin.
    """
    config = over(resolver.configs.of(path), resolver.inline)
    links, own = config.links, resolver.configs.granted(resolver.configs.of(path)).links
    spelling = config.spelling
    found: dict[str, Any] = {
        "links": {
            "exclude": links.exclude,
            "max-age": age_written(links.max_age),
            "fail-on": links.fail_on,
            "allow-private": own.allow_private,
            "proxy": own.proxy,
            "user-agent-contact": own.contact,
            "host-rate": f"{own.host_rate:g}/s" if own.host_rate else "",
        },
        "spelling": {
            "words": spelling.words,
            "wrong": spelling.wrong,
            "words-file": [shown_path(each) for each in spelling.files],
        },
    }
    found = {
        name: {key: list(v) if isinstance(v, tuple) else v for key, v in table.items() if v}
        for name, table in found.items()
    }
    at = os.path.abspath(path) if path else ""
    found["suppressions"] = [
        {"rules": list(each.rules), "text": each.text, "reason": each.reason}
        for each in config.suppressions
        if each.file == at
    ]
    if config.translations or config.glossary:
        found.update(_translation_tables(resolver, config, path))
    return {name: table for name, table in found.items() if table}


def _translation_tables(resolver: Resolver, config: Config, path: str) -> dict[str, Any]:
    """Return the tables about translations; those that count for it if the file is one."""
    from contentlint.cli import translation_tables

    partners = resolver.partners(path) if path else None
    claim = partners.claim(path) if partners is not None else None
    own = config.translations if claim is None else (claim.table,)
    terms = config.glossary
    lang = claim.lang if claim is not None else ""
    return {
        "translations": list(translation_tables.tables(own)),
        **(translation_tables.glossary(terms, lang) if terms is not None else {}),
    }


def _table_lines(found: Mapping[str, Any]) -> Iterator[str]:
    for name, given in found.items():
        several = isinstance(given, list)
        for table in given if several else [given]:
            yield ""
            yield f"[[{name}]]" if several else f"[{name}]"
            yield from (f"{key} = {written(value)}" for key, value in table.items())


def _dialect(resolver: Resolver, path: str) -> tuple[str, str]:
    """Return the dialect of a file and the reason, which may be its suffix."""
    value, why = resolver.dialect(path)
    suffix = suffix_of(path)
    if FORMATS.get(suffix) == "text":
        return NONE, "plain text"
    if value == NONE and suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix], f"the suffix {suffix}"
    return value, why


def prose_fences(session: Session, path: str) -> list[dict[str, Any]]:
    """Return the fences of a file whose bodies are prose in its dialect: their lines (from 1) and
    what follows their backticks. Empty if the file does not exist or cannot be read."""
    try:
        doc = session.read(session.open(path))
    except (ReadError, ValueError):
        return []
    found = []
    for block in doc.blocks:
        line = doc.line(block.line).strip()
        name = line.lstrip("`~").strip()
        if block.kind == "directive" and line[:1] in ("`", "~") and name:
            found.append({"line": block.line + 1, "name": name})
    return found


def translation(resolver: Resolver, path: str) -> dict[str, Any] | None:
    """Return what ``[[translations]]`` says of a file: the source that it is a translation of, and
    its own translations; None if it says nothing."""
    partners = resolver.partners(path) if path else None
    if partners is None:
        return None
    partner = partners.partner(path)
    found: dict[str, Any] = {}
    if partner is not None:
        table = partner.claim.table
        found = {
            "source": partner.source,
            "exists": not partner.missing,
            "language": partner.claim.lang,
            "origin": str(table.place),
        }
    own = [{"path": at, "language": lang} for at, lang in partners.translations(path)]
    return {**found, "translations": own} if found or own else None


def row(rule: Rule, resolver: Resolver, path: str) -> dict[str, Any]:
    """Return the settings of a rule as JSON values; origins name a layer, or are ``BUILT_IN``."""
    layers = resolver.layers_for(path)
    on, origin = decision(rule, layers, resolver.preview(path), resolver.origin(path)[0])
    severity, options = (rule.severity, BUILT_IN), {}
    for layer in layers:
        for key in (rule.name, rule.code):
            given = layer.rules.get(key)
            if given and given.severity:
                severity = given.severity, layer.source
            for name, value in given.options.items() if given else ():
                options[name] = {"value": value, "origin": layer.source}
    return {
        "code": rule.code,
        "name": rule.name,
        "on": on,
        "decided": origin or BUILT_IN,
        "severity": {"value": severity[0], "origin": severity[1]},
        "options": options,
    }


def _lines(found: Mapping[str, Any]) -> list[str]:
    """Return the values as TOML with their origins as comments; rules only if they are changed."""
    lines = [f"# {found['path']}"]
    own = found["user_file"]
    if own:
        part = "" if own["counts"] else ", which is part of this repository and does not count"
        lines.append(f"# your own file: {own['path']}{part}")
    lines += [
        f"{key} = {written(entry['value'])}".ljust(32) + f"  # {entry['origin']}"
        for key, entry in found["settings"].items()
    ]
    for fence in found["prose_fences"]:
        lines.append(f"# line {fence['line']}: the fence {fence['name']} contains prose")
    lines += _translation_lines(found["translation"] or {})
    rules = found["rules"]
    lines.append(f"# {sum(rule['on'] for rule in rules)} of {len(rules)} rules are on")
    groups: dict[str, list[str]] = {}
    for rule in rules:
        if not rule["decided"].startswith("profile ") and rule["decided"] != BUILT_IN:
            state = "on" if rule["on"] else "off"
            groups.setdefault(f"{state} ({rule['decided']})", []).append(rule["code"])
    for title, codes in groups.items():
        lines += textwrap.wrap(
            f"{title}: {' '.join(codes)}", 96, initial_indent="# ", subsequent_indent="#   "
        )
    lines += _table_lines(found["tables"])
    for rule in rules:
        lines += _rule_lines(rule)
    return lines


def _translation_lines(found: Mapping[str, Any]) -> Iterator[str]:
    if "source" in found:
        gone = "" if found["exists"] else ", which does not exist"
        source, language, origin = found["source"], found["language"], found["origin"]
        yield f"# translation into {language} of {source}{gone}  ({origin})"
    for each in found.get("translations", ()):
        yield f"# translated into {each['language']}: {each['path']}"


def _rule_lines(rule: Mapping[str, Any]) -> Sequence[str]:
    severity = rule["severity"]
    if severity["origin"] == BUILT_IN and not rule["options"]:
        return ()
    lines = ["", f"[rules.{rule['code']}]  # {rule['name']}"]
    if severity["origin"] != BUILT_IN:
        lines.append(f"severity = {written(severity['value'])}  # {severity['origin']}")
    lines += [
        f"options.{name} = {written(entry['value'])}  # {entry['origin']}"
        for name, entry in rule["options"].items()
    ]
    return lines
