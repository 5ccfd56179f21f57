"""Articles in folders, and what contentlint finds in them; nothing here is ever written."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from contentlint.engine import ruleset
from contentlint.model.diagnostic import Diagnostic, FileResult
from contentlint.run.runner import run
from contentlint.run.session import Request, Selection, Session
from contentlint.source.discovery import Discovery

STRUCTURAL = frozenset(
    "DUP001 DUP007 IMG001 IMG002 TBL003 SRC002 SRC003 SRC004 SRC009 SRC017 BID001 BID002 "
    "ENC001 ENC003 ENC004 RES001 RES009 RES011".split()
)
"""Rules whose false alarms are counted apart: their errors claim that a file is broken."""


class Checked(NamedTuple):
    """One file of a corpus and its findings of every severity."""

    name: str
    """Path below the root it was found under, with ``/``."""
    path: Path
    diagnostics: tuple[Diagnostic, ...]


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which rules run; the default profile when none is given."""
    group = parser.add_argument_group("rules")
    group.add_argument("--profile", metavar="NAME")
    group.add_argument("--select", metavar="RULE", help="only these; a,b,c")
    group.add_argument("--extend-select", metavar="RULE", default="", help="these too")
    group.add_argument("--preview", action="store_true", help="rules in preview too")
    group.add_argument("--all", action="store_true", help="every rule, also those that are off")
    group.add_argument("--jobs", type=int, default=0, metavar="N", help="processes")


def session_of(args: argparse.Namespace) -> Session:
    """A session with the rules of the arguments, blind to every configuration file."""
    select = None if args.select is None else tuple(args.select.split(","))
    if args.all:
        select = tuple(rule.code for rule in ruleset.builtin().rules)
    return Session(
        Request(
            Selection(
                isolated=True,
                profile=args.profile,
                select=select,
                extend_select=tuple(filter(None, args.extend_select.split(","))),
                preview=args.preview,
            )
        )
    )


def check(session: Session, root: Path, jobs: int = 0) -> list[Checked]:
    """Check every article below a folder (or one file), in the order of their paths.

    Raises:
        SystemExit: a file could not be checked completely: the figures would be wrong.
    """
    found = Discovery(session.resolver.configs.of, respect_gitignore=False).find([str(root)])
    results: list[FileResult] = list(run(session, found.targets, jobs))
    broken = [*found.incomplete, *(entry for result in results for entry in result.incomplete)]
    if broken:
        lines = sorted({f"{e.path}: {e.rule or 'not read'}: {e.reason}" for e in broken})
        raise SystemExit("not fully checked, no figures:\n" + "\n".join(lines[:20]))
    base = root if root.is_dir() else root.parent
    return [
        Checked(_name(result.path, base), Path(result.path), result.diagnostics)
        for result in results
    ]


def _name(path: str, base: Path) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/")


def sha256(path: Path) -> str:
    """The hexadecimal digest of a file's bytes: its name in committed verdicts."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """A Markdown table, one line each; every column after the first is right-aligned."""
    yield "| " + " | ".join(head) + " |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"
