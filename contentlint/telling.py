"""Findings put into the words of a report by the process that found them.

What a worker sends is then one text a file, and the parent has only to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module

from contentlint.diagnostic import Diagnostic, FileResult
from contentlint.rule import Rule
from contentlint.style import Style

_new = tuple.__new__
_MOST = 10_000
"""Findings of one file whose text may be held at once; more are told one after the other."""


def told(
    result: FileResult, telling: tuple[str, bool, bool], rules: Mapping[str, Rule]
) -> FileResult:
    """A result with the text of its findings in place of them; ``telling`` as in ``Request``."""
    found = result.diagnostics
    if not 0 < len(found) <= _MOST:
        return result
    lines, style = _lines(telling)
    text = "".join(lines(found, rules, style))
    # As ``_replace(diagnostics=(), told=…)``, in a fifth of the time; each file asks for it.
    return _new(FileResult, (result[0], (), *result[2:-1], (len(found), text)))


_Lines = Callable[[tuple[Diagnostic, ...], Mapping[str, Rule], Style], Iterable[str]]


@cache
def _lines(telling: tuple[str, bool, bool]) -> tuple[_Lines, Style]:
    """What tells findings in a format, and its style."""
    name, *style = telling
    return import_module(f"contentlint.reporters.{name}").lines, Style(*style)
