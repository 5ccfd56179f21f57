"""The page of a rule, for ``contentlint explain`` and for docs/rules/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import excerpt, multiline
from contentlint._util.style import Style
from contentlint.config.toml import written
from contentlint.engine.options import kind_module
from contentlint.engine.ruleset import full, measured, names
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import Rule

if TYPE_CHECKING:
    from typing import Any

_FIXES = {
    "none": "none",
    "safe": "safe",
    "unsafe": "unsafe",
    "sometimes": "safe in some cases, unsafe in others",
}
_GENERATED = (
    "<!-- Written by `python -m contentlint.report.rule_page docs/rules` from rules/*.toml. -->"
)


def find(name: str, rules: Sequence[Rule] = ()) -> Rule:
    """Return the built-in rule, or the one of ``rules``, with a code or a name.

    Raises:
        ConfigError: there is no such rule.
    """
    every = (*full().rules, *rules)
    for rule in every:
        if name in (rule.code, rule.name) or name.upper() == rule.code:
            return rule
    raise ConfigError(suggest("rule", name, names(every), "`contentlint rules` lists them"))


def page(name: str, style: Style, rules: Sequence[Rule] = ()) -> str:
    """Return the page of a rule for a terminal; right-to-left lines are isolated one by one."""
    rule = find(name, rules)
    lines = [
        f"{style.bold(rule.code)} {style.bold(rule.name)}",
        "",
        *(f"{key + ':':<11}{_isolated(value, style)}" for key, value in facts(rule).items()),
        "",
        _isolated(rule.why.strip(), style),
    ]
    for title, examples in (("Bad", rule.bad), ("Good", rule.good)):
        for text in examples:
            lines += ["", style.bold(title + ":")]
            lines += [
                f"    {style.isolated(multiline(excerpt(line)))}" if line else ""
                for line in shown_lines(text)
            ]
    options = option_rows(rule)
    if options:
        lines += ["", style.bold("Options:")]
        lines += [f"    {key} = {default}" for key, default in options]
    figures = measured().get(rule.code)
    if figures:
        lines += ["", f"Measured: {figures}"]
    lines += ["", f"Source: {multiline(rule.source)}", f"Suppress: {suppression(rule)}"]
    return "\n".join(lines) + "\n"


def _isolated(text: str, style: Style) -> str:
    """Isolate each line of a rule's text, because an English line may begin with an Arabic word."""
    text = multiline(text)
    if not style.isolate or text.isascii():
        return text
    from contentlint._util import isolates

    rtl = isolates.is_mostly_rtl(text)
    return "\n".join(
        isolates.isolated(line, () if rtl else isolates.runs(line), str, rtl=rtl)
        for line in text.split("\n")
    )


def facts(rule: Rule) -> Mapping[str, str]:
    """Return the labels and values at the head of a page, in order."""
    state = "on by default"
    if rule.origins:
        state = (
            f"on by default for {listed(rule.origins)} text; elsewhere with its code, name or ALL"
        )
    if rule.status == "preview":
        state = "in preview: on with its code or with --preview"
    elif not rule.enabled:
        state = "off: on with its code or name"
    found = {
        "Severity": rule.severity + (f", info in {listed(rule.infos)} text" if rule.infos else ""),
        "State": state,
        "Fix": _FIXES[rule.fix],
        "Languages": ", ".join(sorted(rule.languages)) or "all",
        "Since": rule.since,
        "Message": rule.message,
    }
    if rule.help:
        found["Help"] = rule.help
    return found


def listed(words: Sequence[str]) -> str:
    """Join words for a sentence: ``a``, ``a and b``, ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def option_rows(rule: Rule) -> Sequence[tuple[str, str]]:
    """Return the options with their values; a word list is shown by its languages."""
    options: Any = kind_module(rule.kind).Options
    rows = []
    for field in options._fields:
        value = rule.options.get(field, rule.options.get(field.replace("_", "-")))
        if value is None:
            value = options._field_defaults.get(field)
        if value is None:
            value = "not set"
        elif (
            isinstance(value, Mapping) and value and all(isinstance(v, str) for v in value.values())
        ):
            value = excerpt(written(value))
        elif isinstance(value, Mapping):
            value = f"word lists ({', '.join(sorted(value))})" if value else "{}"
        elif isinstance(value, bool):
            value = str(value).lower()
        elif isinstance(value, str):
            value = f'"{excerpt(value)}"'
        elif isinstance(value, (list, tuple)):
            value = "[" + ", ".join(f'"{excerpt(v)}"' for v in value) + "]"
        rows.append((field.replace("_", "-"), str(value)))
    return rows


def shown_lines(text: str) -> list[str]:
    """Split an example into lines; its last line end does not begin another line."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" and len(lines) > 1 else lines


def suppression(rule: Rule) -> str:
    """Return the comment that suppresses the rule on the next line."""
    return f"<!-- contentlint-disable-next-line {rule.code}: reason -->"


def markdown(rule: Rule) -> str:
    """Return the page of a rule for docs/rules/."""
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        _GENERATED,
        "",
        *(f"- **{key}:** {value}" for key, value in facts(rule).items()),
        "",
        "## Why",
        "",
        rule.why.strip(),
    ]
    for title, examples in (("Bad", rule.bad), ("Good", rule.good)):
        lines += ["", f"## {title}"]
        for text in examples:
            shown = "\n".join(excerpt(line) for line in shown_lines(text))
            fence = "````" if "```" in shown else "```"
            lines += ["", f"{fence}text", shown, fence]
    options = option_rows(rule)
    if options:
        lines += ["", "## Options", "", "| option | value |", "| --- | --- |"]
        lines += [f"| `{key}` | `{value.replace('|', chr(92) + '|')}` |" for key, value in options]
    figures = measured().get(rule.code)
    if figures:
        lines += ["", "## Measured", "", figures]
    lines += ["", "## Source", "", rule.source, ""]
    lines += ["## Suppress", "", "```markdown", suppression(rule), "```", ""]
    return "\n".join(lines)


def index(rules: Sequence[Rule], families: Mapping[str, str]) -> str:
    """Return the list of all rules, for docs/rules/README.md."""
    lines = [
        "# Rules",
        "",
        _GENERATED,
    ]
    for prefix, about in sorted(families.items()):
        here = [rule for rule in rules if rule.code.startswith(prefix)]
        if not here:
            continue
        lines += ["", f"## {prefix}: {about}", "", "| rule | name | severity | state | fix |"]
        lines += ["| --- | --- | --- | --- | --- |"]
        for rule in here:
            state = "preview" if rule.status == "preview" else "on" if rule.enabled else "off"
            if state == "on" and rule.origins:
                state = f"on: {', '.join(rule.origins)}"
            lines.append(
                f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {state} "
                f"| {rule.fix} |"
            )
    return "\n".join(lines) + "\n"


def write_docs(folder: str) -> None:
    """Write all pages and the list of rules into a folder."""
    from pathlib import Path

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    found = full()
    for rule in found.rules:
        (target / f"{rule.code}.md").write_text(markdown(rule), encoding="utf-8")
    (target / "README.md").write_text(index(found.rules, found.families), encoding="utf-8")


if __name__ == "__main__":
    import sys

    write_docs(sys.argv[1])
