"""JUnit XML: a suite per file, a failed case per finding, and a passed case for a clean file.

The format has no positions, so names and texts contain them; columns count code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import xml
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic, Incomplete
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.paths import relative

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format()


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the document; the suite of a file that was not fully checked has an error."""
    found: dict[str, list[Diagnostic]] = {path: [] for path in report.languages}
    lost: dict[str, list[Incomplete]] = {}
    for d in report.diagnostics:
        found.setdefault(d.path, []).append(d)
    for entry in report.incomplete:
        found.setdefault(entry.path, [])
        lost.setdefault(entry.path, []).append(entry)
    failures, errors = len(report.diagnostics), len(report.incomplete)
    clean = sum(not each and path not in lost for path, each in found.items())
    tests = failures + errors + clean + (not found)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<testsuites name="contentlint" {_counts(tests, failures, errors)}>\n')
    for path, diagnostics in found.items():
        _suite(path, diagnostics, lost.get(path, ()), out)
    if not found:  # some readers reject a document without a case
        suite = f'  <testsuite name="contentlint" {_counts(1, 0, 0)}>\n'
        out.write(suite + _case("no files", "contentlint", "") + "  </testsuite>\n")
    out.write("</testsuites>\n")


def _counts(tests: int, failures: int, errors: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="0" time="0"'


def _suite(
    path: str, diagnostics: Iterable[Diagnostic], lost: Iterable[Incomplete], out: TextIO
) -> None:
    shown = xml(relative(path))
    names: Counter[str] = Counter()
    failures = [_failure(d, shown, names) for d in diagnostics]
    errors = [_error(entry, shown, names) for entry in lost]
    cases = failures + errors or [_case(shown, "contentlint", shown)]
    counts = _counts(len(cases), len(failures), len(errors))
    out.write(f'  <testsuite name="{shown}" {counts}>\n')
    out.write("".join(cases) + "  </testsuite>\n")


def _failure(d: Diagnostic, path: str, names: Counter[str]) -> str:
    place = f"{path}:{d.position.line}:{d.position.column}"
    message = xml(d.message)
    body = (
        f'      <failure message="{message}" type="{d.severity}">'
        f"{place}: {d.severity} {d.code} {xml(d.name)}: {message}</failure>\n"
    )
    name = _unique(f"{d.code} {place}", names)
    return _case(name, f"contentlint.{d.code}", path, body)


def _error(entry: Incomplete, path: str, names: Counter[str]) -> str:
    text = xml(entry.reason)
    body = f'      <error message="{text}" type="incomplete">{path}: {text}</error>\n'
    name = _unique(f"not fully checked {path}", names)
    return _case(name, f"contentlint.{xml(entry.rule or 'incomplete')}", path, body)


def _unique(name: str, names: Counter[str]) -> str:
    """Return a name not used before: of cases with the same name, GitLab keeps only the first."""
    names[name] += 1
    return name if names[name] == 1 else f"{name} ({names[name]})"


def _case(name: str, classname: str, path: str, body: str = "") -> str:
    """Return a case; all values are already escaped."""
    file = f' file="{path}"' if path else ""
    head = f'    <testcase name="{name}" classname="{classname}"{file} time="0"'
    return f"{head}>\n{body}    </testcase>\n" if body else f"{head}/>\n"
