"""The command ``test-rules``: runs the examples of rules as tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import multiline, visible
from contentlint._util.style import many
from contentlint.cli.parser import selection
from contentlint.cli.session import session_of
from contentlint.config.load import word_entries
from contentlint.config.schema import over
from contentlint.config.table import Fault, refuse
from contentlint.engine import budget, ruleset
from contentlint.engine.ruleset import EXPLAINED
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Rule
from contentlint.report import console
from contentlint.run import examples
from contentlint.run.rule_sets import wrong_patterns
from contentlint.source.files import shown_path

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

OK, FAILED = 0, 1


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="rule sets to test (default: those in the configuration)",
    )
    parser.add_argument("--builtin", action="store_true", help="also test the built-in rules")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="a rule without a reason, a source or examples fails",
    )
    selection(parser)


def run(args: Namespace) -> int:
    """Test the rules; return 1 if one fails.

    Raises:
        ConfigError: a rule set is wrong, or there is none.
    """
    rules = list(_rules(args))
    failed = 0
    out = console.output()
    style = console.style("never", "auto", out.isatty())
    for rule in rules:
        faults = [*examples.failures(rule)]
        if args.strict:
            faults += (f"{key} is missing" for key in EXPLAINED if not getattr(rule, key))
        for fault in faults:
            failed += 1
            first, *rest = fault.split("\n")
            out.write(f"{rule.code} {rule.name}: {style.sentence(first)}\n")
            out.write("".join(f"{multiline(visible(line))}\n" for line in rest))
        for warning in budget.slow_patterns(rule):
            console.warn(warning)
    for line in ruleset.deprecations(rules):
        console.warn(line)
    console.plainly(f"{many(len(rules), 'rule')} tested, {many(failed, 'fault')}")
    return FAILED if failed else OK


def _rules(args: Namespace) -> Iterator[Rule]:
    resolver = session_of(args).resolver
    config = over(resolver.configs.of(""), resolver.inline)
    if config.plugins:
        resolver.sets(resolver.configs.of(""))  # loads their kinds
    paths: Sequence[str] = [os.path.abspath(path) for path in args.files] or config.rule_sets
    if args.builtin:
        yield from (rule for rule in ruleset.full().rules if rule.kind != "suppression")
    elif not paths:
        raise ConfigError(
            "no rule set to test: name one, or list it under rule-sets in contentlint.toml; "
            "--builtin tests contentlint's own"
        )
    base = ruleset.builtin()
    own = {rule.code for rule in base.rules}
    if paths:
        faults: list[Fault] = []
        found = ruleset.with_families(base, paths, word_entries(config, faults))
        refuse([*faults, *found.faults, *wrong_patterns(found)])
        yield from (rule for rule in found.set.rules if rule.code not in own)
        for path in paths:
            console.say(f"tested: {shown_path(path)}")
