"""The page of a rule, for ``contentlint explain`` and for docs/rules/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import excerpt, fault, multiline
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked
from contentlint._util.translation import severity as severity_name
from contentlint._util.width import columns
from contentlint.config.toml import written
from contentlint.engine.examples import reported
from contentlint.engine.options import described, option_types, options_class, shown_type
from contentlint.engine.ruleset import full, measured, names
from contentlint.model.document import ORIGINS
from contentlint.model.errors import ConfigError, listed_by, suggest
from contentlint.model.rule import Rule

if TYPE_CHECKING:
    from typing import Any

    from contentlint.engine.wording import Wording
    from contentlint.model.diagnostic import Diagnostic

_FIXES = {
    # Translators: no fix.
    "none": marked("none"),
    # Translators: a fix that applies without a question.
    "safe": marked("safe"),
    # Translators: a fix that may change the meaning of a text, or lose a part of it.
    "unsafe": marked("unsafe"),
    # Translators: of fixes.
    "sometimes": marked("safe in some cases, unsafe in others"),
}
_WIDTH = 88
"""The longest line of an option's description, in columns."""
_LINKS = "links"
"""The tag of rules that judge what ``contentlint links`` has recorded."""
_JUDGING = "See [Precision](../quality/README.md) for how findings are judged."
_ORIGINS = "See [Origins](../origin.md) for what extracted, translated and authored text is."
_KEPT = {
    "fault": " Keep the default: other rules report the other faults.",
    "metric": " Keep the default, to which the limits and the message belong.",
}
"""What is added to the description of an option that distinguishes the rules of a kind."""
_OF_AN_ORIGIN = lazy_regex.compile(
    r"\b(?:authored|extracted|translated)\s+"
    r"(?:and\s+\w+\s+)?(?:article|file|text|document)s?\b|\bunknown\s+origin\b"
)
_WHERE = {
    "block": "Before and after the block, with blank lines:",
    "file": "Anywhere in the file, below its front matter:",
}
"""Where the comments of ``suppression`` belong."""
_NO_BREAK = "\u00a0"
_NO_NEWLINE = "\\ No newline at end of file"
_LONGEST_TABLE = 200
"""Code points of a default that is shown whole; of a longer table only the keys are."""
_GENERATED = (
    "<!-- Written by `python -m contentlint.report.rule_page docs/rules` from rules/*.toml. -->"
)

_LEGEND = """\
*On for* gives the texts for which the default profile enables the rule: `all` texts, or only those
of the named [origins](../origin.md). A rule that is `off` runs if you select it; a rule in
`preview` runs if you select it by its code or pass `--preview`. A *fix* is `safe`, `unsafe` or
`sometimes` safe. Without `--unsafe-fixes` only safe fixes are applied; see [Fixes](../fixes.md)."""


def find(name: str, rules: Sequence[Rule] = ()) -> Rule:
    """Return the built-in rule, or the one of ``rules``, with a code or a name.

    Raises:
        ConfigError: there is no such rule.
    """
    every = (*full().rules, *rules)
    for rule in every:
        if name in (rule.code, rule.name) or name.upper() == rule.code:
            return rule
    raise ConfigError(
        suggest(
            "rule",
            name,
            names(every),
            listed_by("contentlint rules"),
        )
    )


def page(
    name: str, style: Style, rules: Sequence[Rule] = (), wording: Wording | None = None
) -> str:
    """Return the page of a rule for a terminal; right-to-left lines are isolated one by one.

    ``wording`` translates the texts of the rule; the descriptions of its options, its precision
    and its source are in English.
    """
    rule = find(name, rules)
    if wording is not None:
        rule = wording.rule(rule)
    known = {key: _isolated(value, style) for key, value in facts(rule).items()}
    example = _example(rule, wording)
    known[_("Message")] = (
        style.sentence(example.message, example.quoted)
        if example
        else _isolated(rule.message, style)
    )
    if rule.help:
        known[_("Help")] = _isolated(rule.help, style)
    width = max(map(columns, known)) + len(": ")
    lines = [
        f"{style.bold(rule.code)} {style.bold(rule.name)}",
        *([_isolated(rule.summary, style)] if rule.summary else ()),
        "",
        *(
            f"{style.filled(key)}:{' ' * (width - columns(key) - 1)}{value}"
            for key, value in known.items()
        ),
        *(["", _isolated(rule.why.strip(), style)] if rule.why else ()),
    ]
    lines += [*_example_lines(rule, style), *_option_lines(rule, style)]
    figures = measured().get(rule.code)
    if figures:
        # Translators: how often findings of the rule were right.
        lines += ["", f"{style.filled(_('Precision:'))} {figures}"]
    # Translators: who says that it is a fault.
    source = [f"{style.filled(_('Source:'))} {multiline(rule.source)}"] if rule.source else []
    # Translators: the comment that suppresses the rule follows.
    lines += ["", *source, f"{style.filled(_('Suppress:'))} {suppression(rule)}"]
    every = "\n".join(lines).split("\n")
    return "".join(f"{style.line(line)}\n" for line in every)


def _example_lines(rule: Rule, style: Style) -> Iterator[str]:
    """Yield the lines of the examples, with what they are checked with."""
    # Translators: the titles of examples with a fault, and without.
    for title, examples in zip((_("Bad:"), _("Good:")), _examples(rule), strict=True):
        if examples:
            yield from ("", style.bold(style.filled(title)))
        for n, texts in enumerate(examples):
            for role, text in texts:
                if n > 0 or role != texts[0][0]:
                    yield ""
                if role:
                    yield f"    {style.filled(_(role))}"
                for line in shown_lines(text, rule):
                    yield f"    {style.isolated(multiline(excerpt(line)))}" if line else ""
    if rule.example_options:
        # Translators: the options follow with which the examples are checked.
        label = style.filled(_("Options of the examples:"))
        yield from ("", f"{label} {style.isolated(_assumed(rule))}")
    if rule.example_translation:
        # Translators: the settings follow with which the examples are compared.
        label = style.filled(_("Settings of the examples:"))
        yield from ("", f"{label} {style.isolated(_settings(rule.example_translation))}")
    if rule.example_links:
        # Translators: URLs follow, each with what the web answers in the examples, such as "dead".
        yield from ("", style.filled(_("Links in the examples:")))
        yield from (f"    {style.isolated(line)}" for line in _answers(rule))


def _option_lines(rule: Rule, style: Style) -> Iterator[str]:
    """Yield the lines of the options, whose descriptions are wrapped."""
    from textwrap import wrap

    options = [*option_rows(rule)]
    if options:
        yield from ("", style.bold(style.filled(_("Options:"))))
    for name, kind, default, about in options:
        if default:
            value = style.filled(_("default: {value}"), value=style.isolated(default))
            kind = f"{kind}, {value}"
        yield f"    {style.bold(name)} ({kind})"
        for line in wrap(about, _WIDTH):
            yield f"        {_isolated(line, style, english=True)}"


_NO_SOURCE = marked("A translation without a source:")
_SOURCE = marked("In the source:")
_TRANSLATION = marked("In the translation:")


def _examples(rule: Rule) -> Iterator[list[list[tuple[str, str]]]]:
    """Yield the bad examples, then the good ones: each is a text or, for a rule that compares a
    translation with its source, both, with what they are."""
    for texts, sources in ((rule.bad, rule.bad_source), (rule.good, rule.good_source)):
        if not sources:
            yield [[("", text)] for text in texts]
            continue
        yield [
            [(_SOURCE, source), (_TRANSLATION, text)] if source else [(_NO_SOURCE, text)]
            for text, source in zip(texts, sources, strict=True)
        ]


def _isolated(text: str, style: Style, *, english: bool = False) -> str:
    """Isolate each line of a rule's text, because an English line may begin with an Arabic word.

    A house rule's own text may be in Arabic, unless it is known to be ``english``.
    """
    text = multiline(text)
    if not style.isolate or text.isascii():
        return text
    from contentlint._util import isolates

    rtl = not english and isolates.is_mostly_rtl(text)
    return "\n".join(
        isolates.isolated(line, () if rtl else isolates.runs(line), str, rtl=rtl)
        for line in text.split("\n")
    )


def _example(rule: Rule, wording: Wording | None = None) -> Diagnostic | None:
    """Return what a rule reports in its first bad example; None if its message is always the same,
    or if nothing is found."""
    return reported(rule, wording) if "{" in rule.message else None


def facts(rule: Rule) -> Mapping[str, str]:
    """Return the labels and values at the head of a page, in order, above message and help."""
    state = _("on by default")
    if rule.counterpart:
        # Translators: of a rule that compares a translation with its source.
        state = _("on by default for translations whose source the configuration gives")
    elif _LINKS in rule.tags:
        # Translators: of a rule that judges what the command "links" has recorded.
        state = _("on by default with --links")
    if rule.origins:
        # Translators: {texts} is such as "extracted and translated text".
        state = _("on by default only for {texts}").format(texts=_texts(rule.origins))
    if rule.status == "preview":
        state = _("preview; select it by its code, or pass --preview")
    elif not rule.enabled:
        state = _("off by default; select it by its code or name")
    return {
        _("Severity"): _severity(rule),
        # Translators: whether a rule is on.
        _("State"): state,
        _("Fix"): _(_FIXES[rule.fix]),
        _("Languages"): ", ".join(sorted(rule.languages)) or _("text in any language"),
        # Translators: the version of contentlint that has had the rule first.
        _("Since"): rule.since,
    }


def _severity(rule: Rule) -> str:
    severity = severity_name(rule.severity)
    if rule.lowered:
        lower = listed(tuple(map(severity_name, rule.lowered)), pattern=_OR)
        # Translators: such as "error (in some cases warning or info)".
        found = _("{severity} (in some cases {lower})")
        severity = found.format(severity=severity, lower=lower)
    if not rule.infos:
        return severity
    if set(rule.infos) >= set(rule.origins or ORIGINS):
        # By default it is never more than that.
        if rule.origins:
            return _("info; {severity} in text of other origins").format(severity=severity)
        return severity_name("info")
    # Translators: {texts} is such as "extracted and translated text".
    info = _("{severity}; info in {texts}")
    return info.format(severity=severity, texts=_texts(rule.infos))


def _names_origins(rule: Rule, options: Sequence[Option]) -> bool:
    """Return True if the head of a page, its text or the description of an option names origins."""
    if rule.origins or (rule.infos and not set(rule.infos) >= set(ORIGINS)):
        return True
    text = " ".join((rule.why, *(option.about for option in options)))
    return bool(_OF_AN_ORIGIN.search(text))


def _texts(origins: Sequence[str]) -> str:
    """Return the texts of some origins: of the last, only the origin is unknown."""
    *_others, unknown = ORIGINS
    known = [_(_ORIGIN[origin]) for origin in origins if origin != unknown]
    # Translators: {origins} is such as "extracted and translated".
    text = _("{origins} text").format(origins=listed(known)) if known else ""
    if unknown not in origins:
        return text
    of_unknown = _("text of unknown origin")
    if not known:
        return of_unknown
    # Translators: such as "extracted and translated text, and text of unknown origin".
    both = _("{text}, and {other}") if len(known) > 1 else _("{text} and {other}")
    return both.format(text=text, other=of_unknown)


_ORIGIN = {
    # Translators: of a text.
    "authored": marked("authored"),
    # Translators: of a text, from a web page or a file.
    "extracted": marked("extracted"),
    # Translators: of a text.
    "translated": marked("translated"),
}


# Translators: the last two of an enumeration; {first} may be such as "a, b".
_AND = marked("{first} and {last}")
# Translators: the last two of an enumeration; {first} may be such as "a, b".
_OR = marked("{first} or {last}")


def listed(words: Sequence[str], pattern: str = _AND) -> str:
    """Join words for a sentence: ``a``, ``a and b``, ``a, b and c``, or with another pattern for
    the last two."""
    *first, last = words
    return _(pattern).format(first=_(", ").join(first), last=last) if first else last


class Option(NamedTuple):
    """An option as the page of a rule describes it."""

    name: str
    type: str
    """What values it takes, such as ``list of strings``."""
    default: str
    """The value in this rule; ``""`` if it has none."""
    about: str
    """Its meaning: a sentence with code in backticks."""


def option_rows(rule: Rule) -> Iterator[Option]:
    """Yield the options that have an effect on a rule; of a word list only the languages are shown,
    of a long table only the keys."""
    defaults = options_class(rule.kind)._field_defaults
    about = described(rule.kind)
    for field, type_ in option_types(rule.kind).items():
        name = field.replace("_", "-")
        key = name if name in rule.options else field
        value = rule.options.get(key, defaults.get(field))
        text = about.get(field, "")
        if name in rule.unused_options:
            continue
        text += _KEPT.get(field, "")
        if type_ == "Words" and value:
            if key in rule.lists:
                here = _code(written({"words": rule.lists[key]}))
                text = f"{text} Default: the built-in word list {here}."
            languages = sorted({*value} - {"und"})
            if "und" in value:
                languages.append("any other" if languages else "any")
            text = f"{text} Languages: {', '.join(languages)}."
            value = None
        shown = "" if value is None else excerpt(written(value))
        if isinstance(value, Mapping) and len(shown) > _LONGEST_TABLE:
            text, shown = f"{text} Entries: {_code(excerpt(written([*value])[1:-1]))}.", ""
        yield Option(name, shown_type(type_), shown, text)


def _assumed(rule: Rule) -> str:
    """Return the options with which the examples are checked, as in a configuration."""
    return _settings(rule.example_options)


def _settings(given: Mapping[str, Any]) -> str:
    return excerpt(", ".join(f"{key} = {written(value)}" for key, value in given.items()))


def _answers(rule: Rule) -> Iterator[str]:
    """Yield a line for each link of the examples: what was observed of it."""
    for url, row in rule.example_links.items():
        known = ", ".join(f"{key} = {written(value)}" for key, value in row.items())
        yield f"{excerpt(url)}: {excerpt(known)}"


def shown_lines(text: str, rule: Rule) -> list[str]:
    """Split an example of a rule into lines; its last line end does not begin another line.

    A missing one is shown as ``diff`` shows it, unless all examples of the rule lack it. A no-break
    space is named in the examples of a rule about it.
    """
    if any(_NO_BREAK in each for each in rule.bad):
        text = text.replace(_NO_BREAK, fault(_NO_BREAK))
    lines = text.split("\n")
    if lines[-1] == "" and len(lines) > 1:
        return lines[:-1]
    others = (*rule.bad, *rule.good)
    is_fault = not text.endswith("\r") and any(each.endswith("\n") for each in others)
    return [*lines, _NO_NEWLINE] if is_fault else lines


def _code(text: str) -> str:
    """Return a piece of Markdown code; with more backticks around it than it holds."""
    ticks = "`" if "`" not in text else "``"
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def suppression(rule: Rule) -> str:
    """Return the comment that suppresses the rule; two of them around a block that a comment would
    break."""
    if rule.suppress == "block":
        opened, closed = f"disable {rule.code}: reason", f"enable {rule.code}"
        return f"<!-- contentlint-{opened} --> … <!-- contentlint-{closed} -->"
    where = "file" if rule.suppress == "file" else "next-line"
    return f"<!-- contentlint-disable-{where} {rule.code}: reason -->"


def markdown(rule: Rule) -> str:
    """Return the page of a rule for docs/rules/."""
    options = [*option_rows(rule)]
    example = _example(rule)
    known = {**facts(rule), "Message": _code(example.message if example else rule.message)}
    if rule.help:
        known["Help"] = rule.help
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        _GENERATED,
        "",
        *([f"{rule.summary}.", ""] if rule.summary else ()),
        *(f"- **{key}:** {value}" for key, value in known.items()),
        *(["", _ORIGINS] if _names_origins(rule, options) else ()),
        "",
        "## Why",
        "",
        rule.why.strip(),
    ]
    for title, examples in zip(("Bad", "Good"), _examples(rule), strict=True):
        lines += ["", f"## {title}"]
        for role, text in [each for texts in examples for each in texts]:
            shown = "\n".join(excerpt(line) for line in shown_lines(text, rule))
            fence = "````" if "```" in shown else "```"
            lines += ["", *([role, ""] if role else ()), f"{fence}text", shown, fence]
    if rule.example_options:
        lines += ["", f"The examples are checked with {_code(_assumed(rule))}."]
    if rule.example_translation:
        shown = _code(_settings(rule.example_translation))
        lines += ["", f"The examples are compared with {shown}."]
    if rule.example_links:
        lines += ["", "What was observed of the links in the examples:", ""]
        lines += ["```text", *_answers(rule), "```"]
    if options:
        lines += ["", "## Options", ""]
    for name, kind, default, about in options:
        default = f", default: {_code(default)}" if default else ""
        lines += [f"- **`{name}`** ({kind}{default})  ", f"  {about}"]
    figures = measured().get(rule.code)
    if figures:
        lines += ["", "## Precision", "", figures, "", _JUDGING]
    lines += ["", "## Source", "", rule.source, ""]
    where = _WHERE.get(rule.suppress)
    lines += ["## Suppress", "", *([where, ""] if where else ())]
    lines += ["```markdown", suppression(rule).replace(" … ", "\n\n…\n\n"), "```", ""]
    return "\n".join(lines)


def index(rules: Sequence[Rule], families: Mapping[str, str]) -> str:
    """Return the list of all rules, for docs/rules/README.md.

    ``docs/assets/rules.js`` filters its tables by what their cells say.
    """
    lines = [
        "# Rules",
        "",
        _GENERATED,
        "",
        _LEGEND,
    ]
    for prefix, about in sorted(families.items()):
        here = [rule for rule in rules if rule.code.startswith(prefix)]
        if not here:
            continue
        title = f"## {prefix}: {about.removesuffix('.')}"
        lines += ["", title, "", "| rule | fault | severity | on for | fix |"]
        lines += ["| --- | --- | --- | --- | --- |"]
        for rule in here:
            lines.append(
                f"| [{rule.code}]({rule.code}.md) {rule.name} | {rule.summary} | {rule.severity} "
                f"| {_on_for(rule)} | {rule.fix} |"
            )
    return "\n".join(lines) + "\n"


def _on_for(rule: Rule) -> str:
    """Return the texts for which the default profile runs a rule."""
    if rule.status == "preview":
        return "preview"
    if not rule.enabled:
        return "off"
    return ", ".join(rule.origins) or "all"


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
