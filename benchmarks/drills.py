"""Fixes and baselines tried out on whole corpora: ``python -m benchmarks.drills``.

``fix PATH…`` copies each folder, fixes the copy, and checks what must hold;
see ``benchmarks.fix_drill``. ``baseline PATH…`` lives with a baseline through
the changes that articles see; see ``benchmarks.baseline_drill``. Only the
copies are ever written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import baseline_drill, fix_drill
from benchmarks.corpus import add_rule_options
from contentlint.engine import ruleset


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drill", choices=("fix", "baseline"))
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--unsafe-fixes", action="store_true")
    add_rule_options(parser)
    args = parser.parse_args()
    options = [f"--{name}={value}" for name in ("profile", "select") if (value := vars(args)[name])]
    options += [f"--extend-select={args.extend_select}"] if args.extend_select else []
    options += ["--preview"] if args.preview else []
    options += [f"--jobs={args.jobs}"] if args.jobs else []
    if args.all:
        options.append("--select=" + ",".join(rule.code for rule in ruleset.builtin().rules))
    drill = baseline_drill.drill
    if args.drill == "fix":
        drill = fix_drill.drill
        options += ["--unsafe-fixes"] if args.unsafe_fixes else []
    held = [drill(path, options) for path in args.paths]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
