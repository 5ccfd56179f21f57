"""How right contentlint is, measured: ``python -m benchmarks.quality COMMAND``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks import clean, extractors, figures, labels, plant, sample, score
from benchmarks.corpus import add_rule_options

COMMANDS = {
    "clean": (clean, "findings per 100 files of clean text"),
    "sample": (sample, "draw findings to be judged"),
    "score": (score, "precision from verdicts"),
    "extractors": (extractors, "what is found after each of several extractors"),
    "figures": (figures, "write what the rules' pages say of their precision"),
    "labels": (labels, "which labelled faults are found"),
    "plant": (plant, "which planted faults are found"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; Markdown or JSON lines go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, about) in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=module.__doc__)
        module.add(command)
        if module not in (sample, score, figures):
            add_rule_options(command)
        command.set_defaults(run=module.main)
    args = parser.parse_args(argv)
    return int(args.run(args))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.exit(main())
