"""The command ``explain``: prints the page of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.escape import visible
from contentlint.cli import language
from contentlint.cli.parser import WHEN, listed
from contentlint.engine import ruleset, wording
from contentlint.model.errors import ConfigError, ContentlintError
from contentlint.model.rule import Rule
from contentlint.report import console, rule_page
from contentlint.run.request import Request, Selection
from contentlint.run.session import Session

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("rule", metavar="CODE", help="code or name of the rule")
    parser.add_argument("--color", choices=WHEN, default="auto", help="when to colour the output")
    parser.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="also search the rule sets of this configuration (default: the one that applies here)",
    )
    parser.add_argument(
        "--plugins",
        action="append",
        metavar="NAME",
        help="allow the configuration to load these plugins, separated by commas",
    )
    parser.add_argument(
        "--word", metavar="WORD", help="explain why a spelling rule reports this Arabic word"
    )
    parser.add_argument("--isolated", action="store_true", help="ignore all configuration files")
    language.arguments(parser)


def run(args: Namespace) -> int:
    """Print the page, and return the exit code.

    Raises:
        ConfigError: there is no such rule, or it has no list of words.
    """
    if args.word is not None:
        console.output().write(
            "".join(f"{visible(line)}\n" for line in _word(args.rule, args.word))
        )
        return 0
    own = ruleset.names(ruleset.builtin().rules)
    is_own = not own.isdisjoint((args.rule, args.rule.upper()))
    more: Sequence[Rule] = ()
    try:
        session = _session(args)
        spoken, _origin = language.of_run(args, session.resolver)
        translation.use(spoken, args.ui_digits or "")
        if not is_own:
            more = _rules(session)
    except ContentlintError:
        # A wrong configuration does not hide the page of a built-in rule.
        if not is_own:
            raise
    out = console.output()
    style = console.style(args.color, "auto", out.isatty())
    out.write(rule_page.page(args.rule, style, more, wording.of(translation.language())))
    return 0


def _word(label: str, word: str) -> Iterator[str]:
    """Yield the lines about a word of the list of misspellings.

    Raises:
        ConfigError: the rule does not use the list.
    """
    from contentlint.article import spelling  # the pages of rules need no list

    rules = [rule for rule in ruleset.builtin().rules if rule.kind == "spelling"]
    if label.upper() not in ruleset.names(rules) and label not in ruleset.names(rules):
        listed = ", ".join(rule.code for rule in rules)
        raise ConfigError(f"--word: {label} has no word list; rules with one: {listed}")
    entry = spelling.word_list().entry(word)
    if not entry:
        yield f"{word}: not in the list of misspelled Arabic words"
        return
    form = spelling.entry_form(entry)
    yield f"{word}: written for {' or '.join(form.rights)}"
    yield from (f"class {letter}: {spelling.CLASSES[letter]}" for letter in form.letters)
    code = [rule.code for rule in rules if form.letters[0] in rule.options.get("classes", "")]
    yield f"reported by {', '.join(code)}" + (
        "" if form.strong else ", only in an article that has other misspelled words"
    )
    yield "source: tools/spelling/ar.txt, built from Ayaspell's dictionary and word frequencies"
    yield "if it is right in your articles: [spelling] words in contentlint.toml"


def _session(args: Namespace) -> Session:
    plugins = listed(args.plugins)
    return Session(Request(Selection(tuple(args.config), isolated=args.isolated, plugins=plugins)))


def _rules(session: Session) -> Sequence[Rule]:
    """Return the rules of the user's rule sets."""
    own = {rule.code for rule in ruleset.builtin().rules}
    resolver = session.resolver
    found = resolver.sets(resolver.configs.of("")).set.rules
    return [rule for rule in found if rule.code not in own]
