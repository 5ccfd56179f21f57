"""Hostile content in every field of every report, read by parsers that are not ours."""

from __future__ import annotations

import io
import random
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from contentlint._util.escape import FSI, PDI
from contentlint._util.style import Style
from contentlint.model.diagnostic import Excerpt
from contentlint.model.report import Report
from contentlint.report.formats import names as report_formats
from tools.trials.figures import Figure, Tier, counted, sized, standing_in

ROOT = Path(__file__).resolve().parent.parent.parent
# The parsers, schemas and ports of runners are those of the tests.
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "report")]
import test_html_report as page  # noqa: E402
import test_output_formats as forms  # noqa: E402

_LEAST = 10_800
github_command, azure_command = forms.github_command, forms.azure_command
replaced = forms.replaced
# fmt: off
NASTY = (
    *("\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x00", "\r"),
    *("\n", "\r\n", "\u2028", "\x85", "\x7f", "\t"),
    *("\u202e", "\u202d", "\u2067", "\u2066", "\u2069"),
    *("\u200e", "\u061c", "\u200b", "\ufeff", "\ufffe"),
    *("\udc80", "\ud800", "\U000e0041", "\u200c", "\u200d", "\u00ad", "\u0301", "😀", "نص", "中"),
    *("::error::", "::set-output name=a::b"),
    *("::add-mask::e", "%0A::error::x", "%25", "##[error]x"),
    *("##[add-mask]e", "##vso[task.complete]x"),
    *("##teamcity[x]", "##", "[", "::", "a,line=9", ":", ";"),
    *("<script>", "</script>", "<!--", "-->", "]]>"),
    *("<![CDATA[", "&amp;", "&#x27;", "\"", "'", ">", "<"),
    *("` ", "``", "[a](b)", "![](x)", "|", "*", "_", "#"),
    *("\\", "{0}", "{{", "}", "](", "@name", "http://a.b"),
    *("=1+1", "-1", "+1", "../", "//", "?", "$(x)", "`x`", " ", "  ", "\ufdd0", "\x1f", "…"),
)
# fmt: on
_JOINERS = frozenset("\u200c\u200d")
_CHECKS: dict[str, tuple[Callable[[str], None], ...]] = {
    "jsonl": (forms.test_jsonl_follows_its_schema_and_holds_what_json_holds,),
    "sarif": (forms.test_sarif_of_hostile_content_is_valid_and_says_the_same,),
    "github": (forms.test_github_gets_exactly_our_commands,),
    "gitlab": (forms.test_gitlab_takes_every_entry,),
    "junit": (forms.test_junit_is_one_failure_a_finding,),
    "checkstyle": (forms.test_checkstyle_has_a_file_a_path_and_an_error_a_finding,),
    "rdjson": (forms.test_reviewdog_reads_both_forms_and_they_say_the_same,),
    "azure": (forms.test_azure_gets_exactly_our_commands,),
    "markdown": (forms.test_markdown_of_hostile_content_has_the_structure_of_harmless,),
    "csv": (forms.test_csv_is_a_row_a_finding_and_says_the_same,),
    "html": (
        page.test_hostile_content_adds_no_element_and_no_attribute,
        page.test_no_control_character_comes_through,
    ),
}


def texts(count: int) -> list[str]:
    """Hostile pieces alone, then strung together at random, always the same."""
    chance = random.Random(7)
    found = dict.fromkeys((*forms.HOSTILE.values(), *page.HOSTILE.values(), *NASTY))
    while len(found) < count:
        found["".join(chance.choices(NASTY, k=chance.randint(2, 6)))] = None
    return list(found)[:count]


def violations(form: str, text: str) -> str:
    """What is wrong with a report of this format that is full of a text; "": nothing."""
    forms.HOSTILE["trial"] = text
    # Between backticks, the page shows a rule's own words as code; behind an @ begins a host.
    page.HOSTILE["trial"] = text.replace("`", "\u00b4").replace("@", "\uff20")
    try:
        return plain_faults(form, rendered(form, text)) or _parsed(form, text)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"


def rendered(form: str, text: str) -> str:
    """A report with a text in every field."""
    return forms.write(form, _full(text))


def plain_faults(form: str, written: str) -> str:
    """What no report may hold, whatever its format."""
    return _bare(form, written) or _commands(form, written)


def _full(text: str) -> Report:
    what = forms.hostile(text)
    excerpt = Excerpt(f"before {text}{text} after", 7, 7 + len(text), True, False)
    # Of two clauses at least: one alone is left out below a safe fix.
    rules = {code: r._replace(help=f"do this, then {text}") for code, r in what.rules.items()}
    found = tuple(d._replace(excerpt=excerpt) for d in what.diagnostics)
    return what._replace(diagnostics=found, rules=rules)


def _bare(form: str, written: str) -> str:
    """A character that moves the cursor, hides or turns text around, where nothing else may."""
    written.encode("utf-8")
    if form == "markdown":
        written = written.replace(FSI, "").replace(PDI, "")
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    found = {c for c in written if unicodedata.category(c) in kinds} - _JOINERS
    found -= _separators(form)
    return f"{sorted(map(ascii, found))} in the output" if found else ""


@cache
def _separators(form: str) -> frozenset[str]:
    """Return the line ends and tabs that a format writes itself."""
    return frozenset("\n\t") & frozenset(rendered(form, "x"))


def _commands(form: str, written: str) -> str:
    """A line that a CI runner would obey, where it is not our own."""
    for line in written.split("\n"):
        if form != "github" and forms.github_command(line):
            return f"a command to GitHub: {line[:100]!r}"
        if form != "azure" and forms.azure_command(line):
            return f"a command to Azure: {line[:100]!r}"
        if line.lstrip().startswith("##teamcity["):
            return f"a command to TeamCity: {line[:100]!r}"
    return ""


def _parsed(form: str, text: str) -> str:
    """What the parser of the format has against it."""
    name = "surrogates" if any("\ud800" <= c <= "\udfff" for c in text) else "trial"
    if form in ("sarif", "rdjson") and name == "surrogates":
        return ""  # where the fix is left out; what it holds instead is a test's own case
    for check in _CHECKS.get(form, ()):
        if form == "html" and (not text.strip() or not _JOINERS.isdisjoint(text)):
            continue  # nothing to show is not shown; an excerpt keeps its joiners
        try:
            check("trial")
        except AssertionError as error:
            return f"{check.__name__}: {str(error)[:200]}"
    if form in ("concise", "full"):
        return _lines(form, text)
    return ""


def _lines(form: str, text: str) -> str:
    """Content brings no line of its own into a report for people."""
    for style in (Style(), Style(colour=True, isolate=True)):
        counts = []
        for each in ("x", text):
            out = io.StringIO()
            import_module(f"contentlint.report.formats.{form}").write(_full(each), out, style)
            counts.append(out.getvalue().count("\n"))
        if counts[0] != counts[1]:
            return f"{counts[1]} lines in place of {counts[0]}"
    return ""


def run(tier: Tier) -> Iterator[Figure]:
    wanted = sized(tier, 1_000, _LEAST, 50_000)
    faults, done = [], 0
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        for text in texts(-(-wanted // len(report_formats()))):
            for form in report_formats():
                done += 1
                if fault := violations(form, text):
                    faults.append(f"{form}: {text!r}: {fault}")
    name = f"hostile renderings in {len(report_formats())} formats"
    yield counted(name, done, wanted, faults, ("P8",), "violations")
