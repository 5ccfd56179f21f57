"""Findings put into the words of a report by the process that found them.

What a worker sends is then one text a file, and the parent has only to write it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from contentlint.diagnostic import FileResult
from contentlint.rule import Rule
from contentlint.style import Style

_MOST = 10_000
"""Findings of one file whose text may be held at once; more are told one after the other."""


def told(
    result: FileResult, telling: tuple[str, bool, bool], rules: Mapping[str, Rule]
) -> FileResult:
    """A result with the text of its findings in place of them; ``telling`` as in ``Request``."""
    found = result.diagnostics
    if not 0 < len(found) <= _MOST:
        return result
    name, *style = telling
    reporter = import_module(f"contentlint.reporters.{name}")
    text = "".join(reporter.lines(found, rules, Style(*style)))
    return result._replace(diagnostics=(), told=(len(found), text))
