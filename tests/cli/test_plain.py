"""Arguments that are told apart without argparse are what argparse makes of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contentlint.cli import parser
from contentlint.cli.parser import module
from contentlint.cli.simple_parser import NotSimpleError, SimpleParser

PLAINLY_RIGHT = [
    "check",
    "check a.md",
    "check a.md b.md -q",
    "check --fix a.md b.md --quiet",
    "check --format json --format=html=x.html -o - a",
    "check - --stdin-filename a.md",
    "check --select PUN,BID --select=ORT --ignore X --config lang='ar' --config b=c=d .",
    "check -j 2 --max-file-size 10MB --lang AR --paragraphs line --color=never",
    "check --max-findings=3 --max-findings 4",
    "check -j2 a.md",
    "fix -i a --unsafe-fixes",
    "rules --format json --select PUN",
    "test-rules --builtin",
]
FOR_ARGPARSE = [
    "check a -q b",
    "check -- a",
    "check -qv",
    "check -qj2",
    "check -q2",
    "check -x2",
    "check -jx",
    "check -j=2",
    "check --format= a",
    "check --format",
    "check --lang -q",
    "check --quiet=yes",
    "check --write-baseline",
    "check --write-baseline=x a",
    "check -h",
    "check --help",
    "check --jobs 0",
    "check --color blue",
    "check --fi",
    "check --fixes",
    "check --select -x",
    "explain PUN001",
    "schema config",
    "init",
    "cache",
    "cache a",
    "completion bash",
]


def plainly(argv: Sequence[str]) -> dict[str, object]:
    taken = SimpleParser()
    module(argv[0]).arguments(taken)
    return vars(taken.parse(argv[1:], argv[0]))


@pytest.mark.parametrize("line", PLAINLY_RIGHT)
def test_they_are_as_argparse_has_them(line: str) -> None:
    name, *argv = line.split()
    assert plainly([name, *argv]) == vars(parser._parse_with_argparse(name, argv))
    assert vars(parser.parse([name, *argv])) == plainly([name, *argv])


@pytest.mark.parametrize("line", FOR_ARGPARSE)
def test_what_is_not_plainly_right_is_left_to_argparse(line: str) -> None:
    with pytest.raises(NotSimpleError):
        plainly(line.split())


def test_no_value_is_shared() -> None:
    one = plainly(["check", "--config", "a=b"])
    assert plainly(["check"])["config"] == [] and one["config"] == ["a=b"]
    paths = plainly(["check"])["paths"]
    assert isinstance(paths, list)
    paths.append("x")
    assert plainly(["check"])["paths"] == []


def test_actions_that_are_not_known_are_left_to_argparse() -> None:
    with pytest.raises(NotSimpleError):
        SimpleParser().add_argument("--count", action="count")
    with pytest.raises(NotSimpleError):
        SimpleParser().add_argument("--many", nargs="+")
