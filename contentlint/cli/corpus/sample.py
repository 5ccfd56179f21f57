"""``corpus sample``: draws documents of a scan for people to judge."""

from __future__ import annotations

import json

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import json_text
from contentlint._util.translation import gettext as _
from contentlint.cli.parser import listed, number_from
from contentlint.model.errors import ConfigError, listed_by, suggest
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("out", metavar="FOLDER", help=_("the folder of the results of a scan"))
    parser.add_argument(
        "-n",
        "--count",
        type=number_from(1),
        default=50,
        metavar="N",
        help=_("draw N documents (default: 50)"),
    )
    parser.add_argument(
        "--rule", default="", metavar="CODE", help=_("only documents with findings of this rule")
    )
    parser.add_argument(
        "--reason",
        default="",
        metavar="TEXT",
        help=_("only documents with a reason that begins with TEXT"),
    )
    parser.add_argument(
        "--decision", choices=("keep", "drop"), help=_("only documents that are kept, or dropped")
    )
    parser.add_argument(
        "--stratify",
        action="append",
        metavar="NAME",
        help=_("as many documents of each host, language, reason or rule, separated by commas"),
    )
    parser.add_argument(
        "--html", action="store_true", help=_("write an HTML page to read, instead of JSON Lines")
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help=_("write the sample to FILE, not to standard output")
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help=_("seed of the random draw (default: 0)")
    )


def run(args: Namespace) -> int:
    """Write the sample, and return the exit code.

    Raises:
        ConfigError: an argument is wrong, or decisions are asked for and there are none.
        ContentlintError: the sample cannot be written.
        ReadError: the folder has no results of a scan, or a file cannot be read again.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import plan, sample
    from contentlint.corpus.results import Results

    strata = listed(args.stratify)
    for name in strata:
        if name not in sample.STRATA:
            raise ConfigError(f"--stratify: {suggest('name', name, sample.STRATA)}")
    results = Results(args.out)
    made = plan.read(results)
    codes = made.checker().codes() if args.rule else {"": ""}
    if args.rule not in codes:
        see = listed_by("contentlint rules")
        raise ConfigError(f"--rule: {suggest('rule', args.rule, codes, see)}")
    wanted = sample.Wanted(
        args.count,
        codes[args.rule],
        args.reason,
        None if args.decision is None else args.decision == "keep",
        strata,
        args.seed,
    )
    drawn = sample.draw(results, made, wanted)
    path = "" if args.output in (None, "-") else args.output
    if args.html:
        from contentlint.report.html import corpus as html

        console.hand_over("".join(html.sample(drawn)).encode("utf-8"), path)
        return 0
    lines = (json_text(json.dumps(document, ensure_ascii=False)) + "\n" for document in drawn)
    if path:
        console.hand_over("".join(lines).encode("utf-8"), path)
        return 0
    for line in lines:
        console.write(line)
    return 0
