"""Formats for other programs: each read by its own schema, or by a port of what reads it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from conftest import ROOT
from markdown_it import MarkdownIt
from referencing import Registry, Resource

from contentlint._util.escape import FSI, PDI, excerpt, visible
from contentlint._util.style import Style
from contentlint.cli import schemas
from contentlint.cli.main import main
from contentlint.model.diagnostic import (
    NO_EXCERPT,
    Counts,
    Diagnostic,
    Excerpt,
    Incomplete,
    Position,
    ReportedFix,
    ReportedRelated,
    TextEdit,
    worst_first,
)
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import columns, formats, paths
from contentlint.report.fingerprints import fingerprints
from contentlint.report.formats import github, markdown

ELSEWHERE = ("full", "concise", "grouped", "json", "html")
FORMATS = [name for name in formats.names() if name not in ELSEWHERE]
"""Those without tests of hostile content elsewhere: in test_reporters and test_html_report."""
HOSTILE = {
    "harmless": "x",
    "clear": "\x1b[2J",
    "c1": "\x9b31m",
    "nul": "a\x00b",
    "lines": "a\r\nb\x0b\x0c\x85c\u2028d",
    "tab": "a\tb",
    "override": "\u202eabc\u202c",
    "pop": f"{PDI}{PDI}{FSI}",
    "surrogates": "\udc80 \ud800",
    "noncharacters": "\ufffe\uffff",
    "tags": "\U000e0041",
    "github": "x\n::error::y",
    "github twice escaped": "%0A::error::y %25 %2525",
    "github properties": "a,line=9::b:c,d",
    "legacy": "##[error]x ##[add-mask]e",
    "azure": "x]\n##vso[task.complete result=Failed;]y;code=z%AZP25%3B%5D",
    "xml": '<a b="c">]]>&amp;\'',
    "cdata": "<![CDATA[x]]>",
    "ticks": "` `` ```` `",
    "tick": "`",
    "space": " ",
    "html": '<img src=x onerror=alert(1)><!-- </details>"',
    "markup": "**b** _i_ | c | [l](http://x) ![i](y) # h\\",
    "people": "@name #1 https://example.org www.example.org a@example.org",
    "link": "[text](1) \\[t\\](0) {0} {{1}}",
    "arabic": "ملف جديد، نسخة 2: أخيرة",
    "joiners": "می\u200cشود 👩\u200d👩",
    "emoji": "😀😀 نص",
    "long": "نص " * 3000,
}
PLACE = Position(2, 7, 2, 9)
LINES = ("first", "😀😀 teh [نص]()", "third", "نص آخر", "")
RULE = Rule("AAA001", "first-rule", "k", "error", "m", why="Because\nof this.", help="do it")


def diagnostic(text: str = "x", severity: str = "error", **rest: Any) -> Diagnostic:
    """A finding with content in every field that can hold some; two edits on one line."""
    edits = (TextEdit(PLACE, text), TextEdit(Position(2, 10, 2, 10), text))
    made = Diagnostic(
        f"{text.replace(chr(0), '')}.md",
        PLACE,
        "AAA001",
        "first-rule",
        severity,
        f"message {text}",
        ReportedFix(True, f"title {text}", edits),
        (ReportedRelated(PLACE, f"related {text}", f"{text} b.md"), ReportedRelated(PLACE, text)),
        NO_EXCERPT,
    )
    return made._replace(**rest)


def report(*diagnostics: Diagnostic, **rest: Any) -> Report:
    grades = [d.severity for d in diagnostics]
    counts = Counts(grades.count("info"), grades.count("warning"), grades.count("error"), 0)
    made = Report(1, diagnostics, 0, (), "info", "0.1.0", counts, {"AAA001": RULE})
    return made._replace(**{"lines_of": lambda _: LINES, **rest})


def hostile(text: str) -> Report:
    return report(
        diagnostic(text),
        diagnostic(text, "warning", position=Position(2, 7, 3, 2)),
        diagnostic(text, "info", path="b.md"),
        incomplete=(Incomplete(f"{text}.txt", f"reason {text}", "AAA001"), Incomplete("a", text)),
        accepted=(diagnostic(text, path="c.md"),),
        rules={"AAA001": RULE._replace(why=f"why {text}", help=f"help {text}", tags=(text,))},
        languages={f"clean {text}.md": "ar"},
    )


def write(form: str, what: Report) -> str:
    out = io.StringIO()
    formats.load(form).write(what, out, Style())
    return out.getvalue()


# All of them


@pytest.mark.parametrize("form", formats.names())
def test_format_writes_its_golden_file(form: str, update: bool) -> None:
    excerpt = Excerpt("قبل نص بعد", 4, 6, True, False)
    sample = hostile("نص، 2 😀")
    sample = sample._replace(diagnostics=tuple(d._replace(excerpt=excerpt) for d in sample[1]))
    found = write(form, sample)
    if form == "html":  # without the assets, and the hashes of them
        found = re.sub(r"(?s)(<(style|script)>).+?(?=</\2>)|sha256-[^']+", r"\1", found)
    golden = ROOT / "tests" / "formats" / f"{form}.txt"
    if update:
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == found


@pytest.mark.parametrize("form", formats.names())
def test_format_declares_what_it_is(form: str) -> None:
    module, declared = formats.load(form), formats.declaration(form)
    assert isinstance(declared, formats.Format)
    assert hasattr(module, "lines") == declared.streams


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more format, in a module that nothing else names."""
    (tmp_path / "zzz.py").write_text(
        "from contentlint._util.escape import visible\n"
        "from contentlint.report.formats import Format\n\n"
        "FORMAT = Format(excerpt=8, streams=True)\n\n"
        "def write(report, out, style):\n"
        "    out.writelines(lines(report.diagnostics, report.rules, style))\n\n"
        "def lines(found, rules, style):\n"
        "    for d in found:\n"
        "        yield f'{visible(d.path)}\\t{d.code}\\t{len(d.excerpt.text)}\\n'\n"
    )
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    yield
    sys.modules.pop("contentlint.report.formats.zzz")


@pytest.mark.usefixtures("one_more")
def test_a_module_is_all_that_a_format_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("A line of text before ![]() and a line of text after it.\n")
    assert formats.names()[-1] == "zzz", "after those in order"
    command = ["check", "--isolated", "--no-cache", "--select=IMG001", "a.md"]
    for options in (["--format=zzz"], ["--format=zzz", "--format=json=out.json"]):
        assert main([*command, *options]) == 1
        assert capsys.readouterr().out == "a.md\tIMG001\t21\n"
    main(["check", "--help"])
    assert ", zzz, or auto" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_invisible_reaches_the_output(form: str, name: str) -> None:
    text = write(form, hostile(HOSTILE[name]))
    if form == "markdown":
        text = text.replace(FSI, "").replace(PDI, "")
    own = invisible(write(form, hostile("x")))
    assert invisible(text) <= own | {"U+200C", "U+200D"}
    assert own <= {"U+0009", "U+000A"}
    text.encode("utf-8")


def invisible(text: str) -> set[str]:
    kinds = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
    return {f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in kinds}


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_content_adds_no_line_and_no_tab_and_style_changes_nothing(form: str) -> None:
    expected = write(form, hostile("x"))
    for name, text in HOSTILE.items():
        found = write(form, hostile(text))
        if name != "surrogates" or form not in ("sarif", "rdjson"):  # there the fix is left out
            assert found.count("\n") == expected.count("\n"), name
        assert found.count("\t") == expected.count("\t"), name
    out = io.StringIO()
    formats.load(form).write(hostile("نص"), out, Style(True, True))
    assert out.getvalue() == write(form, hostile("نص"))


@pytest.mark.parametrize("form", FORMATS)
def test_empty_report_is_well_formed(form: str) -> None:
    text = write(form, report())
    if form in ("jsonl", "sarif", "gitlab", "rdjson"):
        json.loads(text)
    elif form in ("junit", "checkstyle"):
        ET.fromstring(text)
    elif form == "markdown":
        assert "nothing found" in text
    elif form in ("github", "rdjsonl", "azure"):
        assert text == ""


# Paths


def test_paths_are_relative_to_the_current_folder() -> None:
    inside = os.path.join(os.getcwd(), "a", "ب.md")
    assert [paths.relative(p) for p in ("a.md", "./a//b.md", inside, "../x.md")] == [
        "a.md",
        "a/b.md",
        "a/ب.md",
        "../x.md",
    ]
    assert paths.relative("/elsewhere/..x/a.md") == "/elsewhere/..x/a.md"
    assert paths.relative(os.path.join(os.getcwd(), "..x")) == "..x"


@pytest.mark.parametrize("name", HOSTILE)
def test_uri_is_ascii_and_decodes_to_the_bytes_of_the_name(name: str) -> None:
    path = paths.relative(f"{HOSTILE[name]}.md")
    uri = paths.uri(path)
    assert re.fullmatch(r"(?:file:///)?(?:[A-Za-z0-9_.~/-]|%[0-9A-F]{2})+", uri)
    if name != "surrogates":  # one of the two is no byte of a file name
        decoded = unquote_to_bytes(uri.removeprefix("file://"))
        assert decoded == path.encode("utf-8", "surrogateescape")
    assert paths.uri("a:b c,د.md") == "a%3Ab%20c%2C%D8%AF.md"
    assert paths.uri("\udc80") == "%80"


# CSV


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_csv_is_a_row_a_finding_and_says_the_same(name: str) -> None:
    text = HOSTILE[name]
    found = rows(write("csv", hostile(text)))
    assert [row["severity"] for row in found] == ["error", "warning", "info"]
    assert found[0]["message"] == excerpt(f"message {text}").replace(";=", ";'=")
    path = excerpt(diagnostic(text).path)
    assert found[0]["path"] in (path, f"'{path}")
    assert {len(row) for row in found} == {11}


def test_csv_has_these_columns() -> None:
    made = diagnostic("x", excerpt=Excerpt("a\tb c", 2, 3, True, False))
    (row,) = rows(write("csv", report(made)))
    place = {"path": "x.md", "line": "2", "column": "7", "end_line": "2", "end_column": "9"}
    rule = {"severity": "error", "code": "AAA001", "name": "first-rule"}
    assert row == place | rule | {"message": "message x", "fix": "safe", "text": "…a ⟦b⟧ c"}
    unsafe = diagnostic(fix=ReportedFix(False, "t", ()))
    assert [r["fix"] for r in rows(write("csv", report(unsafe, diagnostic(fix=None))))] == [
        "unsafe",
        "",
    ]


@pytest.mark.parametrize(
    "formula",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠1"),
        *("a;=1", "a; -1", 'a";"=1', ";@x"),
    ],
)
def test_no_cell_of_csv_is_a_formula(formula: str) -> None:
    what = report(
        diagnostic(path=formula, message=formula, excerpt=Excerpt(formula, 0, 0, False, False))
    )
    (row,) = rows(write("csv", what._replace(rules={})))
    for value in row.values():
        for delimiter in ",;":  # as a spreadsheet may split the line
            (cells,) = csv.reader([f'"{value.replace(chr(34), chr(34) * 2)}"'], delimiter=delimiter)
            assert not any(re.match(r"\s*[=+\-@＝＋－＠]", each) for each in cells), value
    for line in write("csv", what).splitlines():
        for bare in line.split(";"):
            assert not re.match(r"[\s\"]*[=+\-@＝＋－＠]", bare), line


@pytest.mark.parametrize("start", ["\t=1", "\r=1", "\r\n=1", "\0=1"])
def test_a_control_character_does_not_hide_a_formula(start: str) -> None:
    (row,) = rows(write("csv", report(diagnostic(message=start))))
    assert row["message"].startswith("⟨") and row["message"].endswith("=1")


# Fingerprints


def keys(lines: Sequence[str], *found: Diagnostic, **rest: Any) -> list[str]:
    return list(fingerprints(found, lambda _: lines, **rest))


def at(line: int, **rest: Any) -> Diagnostic:
    return diagnostic(position=Position(line, 1, line, 2), **rest)


def test_fingerprint_is_of_the_content_and_not_of_the_place() -> None:
    (key,) = keys(["a", "نص  هنا"], at(2))
    assert re.fullmatch("[0-9a-f]{16}", key)
    assert key == "47ee973672bf7eb2", "a baseline written by an older version must still match"
    assert keys(["x", "y", " نص هنا "], at(3)) == [key]
    assert keys(["a", "نص هنا"], at(2, message="other", severity="info")) == [key]
    for changed in (at(2, path="b.md"), at(2, code="AAA002"), at(1)):
        assert keys(["a", "نص هنا"], changed) != [key]


def test_equal_findings_of_a_file_are_counted() -> None:
    lines = ["a", "a", "b", "a"]
    three = keys(lines, at(1), at(2), at(4))
    assert len(set(three)) == 3
    assert keys(lines, at(2), at(4)) == three[:2], "one repaired leaves the keys of the others"
    both = [at(1, path="a"), at(1, path="b")]
    assert len(set(keys(lines, *both))) == 2
    assert len(set(keys(lines, *both, name_of=lambda _: ""))) == 1


def test_fingerprint_of_more_lines_and_of_none() -> None:
    two, whole = Position(1, 1, 2, 2), Position(1, 1, 2, 1)
    assert keys(["a", "b"], diagnostic(position=two)) != keys(["a", "c"], diagnostic(position=two))
    assert keys(["a", "b"], diagnostic(position=whole)) == keys(["a"], diagnostic(position=whole))
    assert keys([], at(1)) == keys([], at(7)) != keys([], at(1, message="other"))


def test_a_finding_that_says_what_it_is_about_needs_no_lines() -> None:
    same, other = at(1, fingerprint="a" * 16), at(2, fingerprint="b" * 16)
    assert keys(["x", "x"], same, other) == keys([], same, other)
    assert len({*keys(["x", "x"], same, other), *keys(["x"], at(1))}) == 3
    assert keys([], same) == keys([], at(9, message="other", fingerprint="a" * 16))


def test_most_keys_outlive_a_line_put_above() -> None:
    lines = [f"line {n % 700}" for n in range(10_000)]
    found = [at(n + 1) for n in range(10_000)]
    before = keys(lines, *found)
    assert len(set(before)) == 10_000
    after = keys(["line 7", *lines], *(at(n + 2) for n in range(10_000)))
    assert before == after


# JSON Lines


@pytest.mark.parametrize("name", HOSTILE)
def test_jsonl_follows_its_schema_and_holds_what_json_holds(name: str) -> None:
    schema = schemas.report()
    known = Registry().with_resource(schema["$id"], Resource.from_contents(schema))
    line = jsonschema.Draft202012Validator({"$ref": f"{schema['$id']}#/$defs/line"}, registry=known)
    what = hostile(HOSTILE[name])
    records = [json.loads(text) for text in write("jsonl", what).splitlines()]
    for record in records:
        line.validate(record)
    assert [r.pop("type") for r in records] == ["finding"] * 3 + ["summary"]
    whole = json.loads(write("json", what))
    assert records[:-1] == whole.pop("findings")
    assert records[-1] == whole
    for spoiled in ({**records[0]}, {**records[0], "type": "summary"}, {"type": "summary"}):
        assert not line.is_valid(spoiled)


# SARIF

SARIF = jsonschema.Draft4Validator(
    json.loads((ROOT / "tests/schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for child in value.values() if isinstance(value, dict) else value:
            yield from texts(child)


def run_of(what: Report) -> Any:
    log = json.loads(write("sarif", what))
    SARIF.validate(log)
    assert all(texts(log)), "GitHub refuses empty texts"
    (run,) = log["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return run


@pytest.mark.parametrize(
    "spoil",
    [
        lambda run: run["results"][0].update(level="info"),
        lambda run: run["results"][0].update(extra=1),
        lambda run: run["results"][0]["message"].pop("text"),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["region"].update(
            startColumn=0
        ),
        lambda run: run.update(columnKind="bytes"),
    ],
)
def test_the_schema_of_sarif_refuses_what_is_wrong(spoil: Callable[[Any], object]) -> None:
    log = json.loads(write("sarif", hostile("x")))
    assert SARIF.is_valid(log)
    spoil(log["runs"][0])
    assert not SARIF.is_valid(log)


def shown_by_sarif(text: str) -> str:
    """A message as 3.11.5 and 3.11.6 have it shown; fails on a placeholder or a link."""
    assert not re.search(r"(?<!\\)\[(?:[^\\\[\]]|\\.)*\]\(", text), text
    assert not re.search(r"(?<!\{)(?:\{\{)*\{\d+\}", text), text
    text = text.replace("{{", "{").replace("}}", "}")
    return re.sub(r"\\([\\\[\]])", r"\1", text) if re.search(r"\\\]\(", text) else text


@pytest.mark.parametrize("name", HOSTILE)
def test_sarif_of_hostile_content_is_valid_and_says_the_same(name: str) -> None:
    text = HOSTILE[name]
    run = run_of(hostile(text))
    first = run["results"][0]
    assert shown_by_sarif(first["message"]["text"]) == excerpt(f"message {text}")
    assert shown_by_sarif(first["relatedLocations"][0]["message"]["text"]) == excerpt(
        f"related {text}"
    )
    uri = first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == paths.uri(diagnostic(text).path)
    related = first["relatedLocations"]
    assert [r["physicalLocation"]["artifactLocation"]["uri"] for r in related] == [
        paths.uri(f"{text} b.md"),
        uri,
    ]
    if name == "surrogates":
        assert "fixes" not in first, "no UTF-8 can hold what it inserts"
    else:
        (change,) = first["fixes"][0]["artifactChanges"]
        assert change["replacements"][1]["insertedContent"]["text"] == text


def test_sarif_result() -> None:
    run = run_of(report(diagnostic(severity="warning"), incomplete=()))
    region = {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 9}
    insertion = {**region, "startColumn": 10, "endColumn": 10}
    place = {"artifactLocation": {"uri": "x.md"}, "region": region}
    (result,) = run["results"]
    key = result.pop("partialFingerprints")["contentlint/v1"]
    assert key == keys(LINES, diagnostic(), name_of=lambda _: "")[0]
    assert result == {
        "ruleId": "AAA001",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "message x"},
        "locations": [{"physicalLocation": place}],
        "relatedLocations": [
            {
                "id": 0,
                "physicalLocation": {**place, "artifactLocation": {"uri": "x%20b.md"}},
                "message": {"text": "related x"},
            },
            {"id": 1, "physicalLocation": place, "message": {"text": "x"}},
        ],
        "fixes": [
            {
                "description": {"text": "title x"},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "x.md"},
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": "x"}},
                            {"deletedRegion": insertion, "insertedContent": {"text": "x"}},
                        ],
                    }
                ],
                "properties": {"safe": True},
            }
        ],
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_sarif_rules_are_described_within_the_limits_of_github() -> None:
    long = RULE._replace(code="AAA002", why="كلمة {x} " * 900, tags=tuple(map(str, range(30))))
    built_in = diagnostic(code="IMG001", name="empty-image")
    bare = Rule("IMG001", "empty-image", "image", "error", "m")
    unknown = diagnostic(code="ZZZ009", name="not-there", severity="info")
    rules = {"AAA001": RULE, "AAA002": long, "IMG001": bare}
    what = report(diagnostic(), diagnostic(code="AAA002"), built_in, unknown, rules=rules)
    found = run_of(what)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in found] == ["AAA001", "AAA002", "IMG001", "ZZZ009"]
    for rule in found:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert len(rule["properties"].get("tags", ())) <= 10
    assert found[0]["fullDescription"]["text"] == "Because of this."
    assert found[0]["help"]["text"] == "do it"
    assert "Because\nof this." in found[0]["help"]["markdown"]
    assert found[0]["defaultConfiguration"] == {"level": "error"}
    assert found[1]["fullDescription"]["text"].endswith("…")
    assert "restore the image" in found[2]["help"]["text"], "read from the rule sets"
    assert found[2]["shortDescription"]["text"].startswith("Image with neither source")
    assert len(found[2]["fullDescription"]["text"]) > 100
    assert found[3]["shortDescription"]["text"] == "Not there"
    assert found[3]["properties"]["problem.severity"] == "recommendation"


def test_a_rule_of_the_user_is_not_described_as_a_built_in_one() -> None:
    own = Rule("IMG001", "own-name", "pattern", "error", "m", help="own help")
    found = run_of(report(diagnostic(code="IMG001"), rules={"IMG001": own}))
    (rule,) = found["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "own help"
    assert rule["fullDescription"]["text"] == "Own name"


def test_sarif_marks_what_the_baseline_knows() -> None:
    new, old = diagnostic(), diagnostic(position=Position(1, 1, 1, 2))
    run = run_of(report(new, accepted=(old,), has_baseline=True))
    first, second = run["results"]
    assert (first["baselineState"], second["baselineState"]) == ("new", "unchanged")
    assert "suppressions" not in first
    assert second["suppressions"] == [{"kind": "external", "status": "accepted"}]
    empty = run_of(report(new, has_baseline=True))["results"][0]
    assert empty["baselineState"] == "new"
    assert "baselineState" not in run_of(report(new))["results"][0]


def test_sarif_counts_equal_findings_together_with_those_of_the_baseline() -> None:
    old, new = diagnostic(), diagnostic(position=PLACE._replace(column=8))
    run = run_of(report(new, accepted=(old,)))
    found = [result["partialFingerprints"]["contentlint/v1"] for result in run["results"]]
    assert found == keys(LINES, old, new, name_of=lambda _: "")[::-1]


def test_sarif_keeps_the_worst_results_and_says_how_many_are_left_out() -> None:
    few = [diagnostic(severity="error", path="z.md") for _ in range(10)]
    many = [diagnostic(severity="info", path=f"{n}.md", related=()) for n in range(5995)]
    old = (diagnostic(path="old.md"),)
    (run,) = json.loads(write("sarif", report(*many, *few, accepted=old)))["runs"]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error"] * 10 + ["note"] * 4990
    assert run["properties"]["omittedResults"] == 1006
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("1006 results are left out")
    assert run["invocations"][0]["executionSuccessful"] is True


def test_incomplete_run_is_not_successful() -> None:
    what = report(incomplete=(Incomplete("ن.md", "not found"), Incomplete("b", "raised", "AAA001")))
    (invocation,) = run_of(what)["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    assert first["message"]["text"] == "not fully checked: not found"
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%D9%86.md"
    assert second["associatedRule"] == {"id": "AAA001"}


def test_related_places_are_limited_and_an_edit_of_nothing_is_no_fix() -> None:
    many = tuple(ReportedRelated(PLACE, "m") for _ in range(300))
    nothing = ReportedFix(True, "t", (TextEdit(Position(1, 1, 1, 1), ""),))
    (result,) = run_of(report(diagnostic(related=many, fix=nothing)))["results"]
    assert len(result["relatedLocations"]) == 100
    assert "fixes" not in result


def test_description_without_a_space_is_cut() -> None:
    rules = {"AAA001": RULE._replace(why="x" * 2000)}
    (rule,) = run_of(report(diagnostic(), rules=rules))["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"] == "x" * 1023 + "…"


# GitHub


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


GITHUB_COMMANDS = {"error", "warning", "notice", "add-mask", "stop-commands", "debug", "set-output"}


def github_command(line: str) -> Command | None:
    """ActionCommand.TryParseV2 of actions/runner, then its TryParse of the older form."""
    trimmed = line.lstrip()
    end = trimmed.find("::", 2)
    if trimmed.startswith("::") and end >= 0:
        name, _, rest = trimmed[2:end].partition(" ")
        if name in GITHUB_COMMANDS:
            pairs = (p.split("=", 1) for p in rest.strip().split(",") if p)
            marks = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
            values = {p[0]: replaced(p[1], marks) for p in pairs if len(p) == 2 and p[1]}
            return Command(name, values, replaced(trimmed[end + 2 :], (*marks[:2], marks[4])))
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name = line[start + 3 : end].partition(" ")[0]
    return Command(name, {}, line[end + 1 :]) if name in GITHUB_COMMANDS else None


def replaced(text: str, marks: Sequence[tuple[str, str]]) -> str:
    for written, meant in marks:
        text = text.replace(written, meant)
    return text


def github_commands(text: str) -> list[Command]:
    found = [github_command(line) for line in text.splitlines()]
    assert None not in found
    return [command for command in found if command]


def test_the_port_of_the_runner_sees_what_is_injected() -> None:
    assert github_command("  ::error file=a%2C::x%0Ay%2525") == ("error", {"file": "a,"}, "x\ny%25")
    assert github_command("text ##[add-mask]e") == ("add-mask", {}, "e")
    assert github_command("text ::error::x") is None


@pytest.mark.parametrize("name", HOSTILE)
def test_github_gets_exactly_our_commands(name: str) -> None:
    text = HOSTILE[name]
    found = github_commands(write("github", hostile(text)))
    assert [c.name for c in found] == ["error", "error", "error", "warning", "notice"]
    path = excerpt(paths.relative(f"{text}.txt"))
    shown = visible(f"reason {text}")
    assert found[0].properties == {"file": path, "title": "AAA001"}
    assert found[0].data == columns.cut(f"not fully checked: {shown}", 4096)
    message = columns.cut(excerpt(f"message {text}") + "\nhelp: " + excerpt(f"help {text}"), 4096)
    assert [c.data for c in found[2:]] == [message] * 3
    assert found[2].properties == {
        "file": excerpt(paths.relative(diagnostic(text).path)),
        "line": "2",
        "endLine": "2",
        "col": "9",
        "endColumn": "11",
        "title": "AAA001 first-rule",
    }
    assert columns.utf16(found[2].data) <= 4096


def test_github_gets_no_columns_of_more_lines() -> None:
    over, whole = Position(2, 3, 3, 2), Position(2, 3, 4, 1)
    found = github_commands(
        write("github", report(diagnostic(position=over), diagnostic(position=whole)))
    )
    for command in found:
        assert command.properties["endLine"] == "3"
        assert "col" not in command.properties
        assert "endColumn" not in command.properties


def test_github_annotates_the_worst_and_counts_the_others() -> None:
    grades = ["info"] * 20 + ["warning"] * 30 + ["error"] * 4
    what = report(*(diagnostic(severity=g, path=f"{n:03}.md") for n, g in enumerate(grades)))
    found = github_commands(write("github", what))
    assert [c.name for c in found] == ["error"] * 4 + ["warning"] * 10 + ["notice"] * 10
    assert found[-1].data == "31 more, not annotated here"
    assert found[4].properties["file"] == "020.md"


def test_github_needs_no_line_for_what_fits() -> None:
    ten = report(*(diagnostic(severity="info") for _ in range(10)))
    assert len(github_commands(write("github", ten))) == 10
    assert "more" not in write("github", ten)


def test_summary_of_a_step_has_all_that_fits_into_its_bytes() -> None:
    what = report(*(diagnostic("نص" * 40, path=f"{n % 9}.md") for n in range(900)))
    text = github.summary(what)
    assert text.count("\n- ") == 900
    assert len(write("markdown", what)) <= 60_000
    more = report(*(diagnostic("نص" * 400, path=f"{n}.md") for n in range(2000)))
    assert 900_000 < len(github.summary(more).encode()) <= 1_000_000


# GitLab


@pytest.mark.parametrize("name", HOSTILE)
def test_gitlab_takes_every_entry(name: str) -> None:
    text = HOSTILE[name]
    found = json.loads(write("gitlab", hostile(text)))
    assert len(found) == 3
    for entry in found:
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["description"] == excerpt(f"AAA001: message {text}")
        assert entry["check_name"] == "AAA001"
        assert re.fullmatch("[0-9a-f]{16}", entry["fingerprint"])
        assert not entry["location"]["path"].startswith("./")
        assert entry["location"]["lines"]["begin"] == 2
    assert len({entry["fingerprint"] for entry in found}) == 3
    path = paths.relative(diagnostic(text).path)
    assert found[0]["location"]["path"] == re.sub("[\ud800-\udfff]", lambda m: visible(m[0]), path)


def test_gitlab_knows_a_finding_again() -> None:
    many = [diagnostic(position=Position(n, 1, n, 2)) for n in range(1, 400)]
    lines = [f"line {n % 7}" for n in range(400)]
    first = json.loads(write("gitlab", report(*many, lines_of=lambda _: lines)))
    shifted = [
        d._replace(position=Position(d.position[0] + 1, 1, d.position[0] + 1, 2)) for d in many
    ]
    again = json.loads(write("gitlab", report(*shifted, lines_of=lambda _: ["new", *lines])))
    assert [e["fingerprint"] for e in first] == [e["fingerprint"] for e in again]
    assert len({e["fingerprint"] for e in first}) == 399
    assert [e["severity"] for e in json.loads(write("gitlab", hostile("x")))] == [
        "major",
        "minor",
        "info",
    ]


# XML


@pytest.mark.parametrize("name", HOSTILE)
def test_junit_is_one_failure_a_finding(name: str) -> None:
    text = HOSTILE[name]
    root = ET.fromstring(write("junit", hostile(text)))
    assert (root.tag, {child.tag for child in root}) == ("testsuites", {"testsuite"})
    for suite in (root, *root):
        cases = list(suite.iter("testcase"))
        assert (
            suite.attrib.items()
            >= {
                "tests": str(len(cases)),
                "failures": str(len(list(suite.iter("failure")))),
                "errors": str(len(list(suite.iter("error")))),
                "skipped": "0",
            }.items()
        )
    cases = list(root.iter("testcase"))
    named = [(case.get("name"), case.get("classname")) for case in cases]
    assert len(set(named)) == len(named) == 6
    assert all(len(case) <= 1 for case in cases)
    shown = excerpt(f"message {text}")
    path = excerpt(paths.relative(diagnostic(text).path))
    failure = cases[1][0]
    assert failure.get("message") == shown
    assert failure.get("type") == "error"
    assert failure.text == f"{path}:2:7: error AAA001 first-rule: {shown}"
    assert (cases[0].get("name"), len(cases[0])) == (
        excerpt(paths.relative(f"clean {text}.md")),
        0,
    )
    assert next(root.iter("error")).text == (
        f"{excerpt(paths.relative(text + '.txt'))}: {excerpt(f'reason {text}')}"
    )


def test_junit_tells_equal_findings_apart_and_is_never_empty() -> None:
    root = ET.fromstring(write("junit", report(diagnostic(), diagnostic())))
    assert [case.get("name") for case in root.iter("testcase")] == [
        "AAA001 x.md:2:7",
        "AAA001 x.md:2:7 (2)",
    ]
    empty = ET.fromstring(write("junit", report(files=0)))
    assert (len(list(empty.iter("testcase"))), empty.get("tests")) == (1, "1")
    clean = ET.fromstring(write("junit", report(languages={"a.md": "", "b.md": "ar"})))
    assert [case.get("file") for case in clean.iter("testcase")] == ["a.md", "b.md"]


@pytest.mark.parametrize("name", HOSTILE)
def test_checkstyle_has_a_file_a_path_and_an_error_a_finding(name: str) -> None:
    text = HOSTILE[name]
    root = ET.fromstring(write("checkstyle", hostile(text)))
    assert root.tag == "checkstyle"
    names = [file.get("name") for file in root]
    assert len(set(names)) == len(names)
    assert names[0] == excerpt(paths.relative(diagnostic(text).path))
    errors = list(root.iter("error"))
    assert [e.get("severity") for e in errors] == ["error", "warning", "info"]
    for error in errors:
        assert dict(error.attrib) == {
            "line": "2",
            "column": "7",
            "severity": error.get("severity"),
            "message": excerpt(f"message {text}"),
            "source": "contentlint.AAA001",
        }
    assert [e.text for e in root.iter("exception")] == [
        f"not fully checked: {excerpt(f'reason {text}')}",
        f"not fully checked: {excerpt(text)}",
    ]


# reviewdog

RDF: Mapping[str, Mapping[str, str]] = {
    "DiagnosticResult": {"diagnostics": "*Diagnostic", "source": "Source", "severity": "str"},
    "Diagnostic": {
        "message": "str",
        "location": "Location",
        "severity": "str",
        "source": "Source",
        "code": "Code",
        "suggestions": "*Suggestion",
        "original_output": "str",
    },
    "Location": {"path": "str", "range": "Range"},
    "Range": {"start": "Position", "end": "Position"},
    "Position": {"line": "int", "column": "int"},
    "Suggestion": {"range": "Range", "text": "str"},
    "Source": {"name": "str", "url": "str"},
    "Code": {"value": "str", "url": "str"},
}
"""proto/rdf/reviewdog.proto as protojson reads it: a key it does not know is an error."""


def check_rdf(value: Any, kind: str) -> None:
    if kind.startswith("*"):
        assert isinstance(value, list)
        for item in value:
            check_rdf(item, kind[1:])
    elif kind == "str":
        assert isinstance(value, str)
        value.encode("utf-8")  # protojson refuses lone surrogates
    elif kind == "int":
        assert type(value) is int
        assert 1 <= value < 2**31
    else:
        for key, child in value.items():
            check_rdf(child, RDF[kind][key])
        if kind == "Diagnostic":
            assert value["severity"] in ("ERROR", "WARNING", "INFO")
            assert value["message"]
            assert value["location"]["path"]


def test_the_port_of_protojson_refuses_what_it_does_not_know() -> None:
    wrongs: list[Any] = [{"message": "m", "more": 1}, {"message": "\ud800"}, {"suggestions": {}}]
    for wrong in wrongs:
        with pytest.raises((AssertionError, KeyError, UnicodeEncodeError)):
            check_rdf(wrong, "Diagnostic")


@pytest.mark.parametrize("name", HOSTILE)
def test_reviewdog_reads_both_forms_and_they_say_the_same(name: str) -> None:
    text = HOSTILE[name]
    whole = json.loads(write("rdjson", hostile(text)))
    check_rdf(whole, "DiagnosticResult")
    lines = [json.loads(line) for line in write("rdjsonl", hostile(text)).splitlines()]
    check_rdf(lines, "*Diagnostic")
    assert [line.pop("source") for line in lines] == [whole["source"]] * 3
    assert lines == whole["diagnostics"]
    first = lines[0]
    assert first["message"] == excerpt(f"message {text}")
    assert first["location"]["range"] == {
        "start": {"line": 2, "column": 13},
        "end": {"line": 2, "column": 15},
    }
    if name == "surrogates":
        assert "suggestions" not in first
        assert first["location"]["path"] == "⟨0x80⟩ ⟨U+D800⟩.md"
    else:
        assert first["location"]["path"] == paths.relative(diagnostic(text).path)
        assert applied(first["suggestions"][0]) == f"😀😀 teh{text}ن{text}ص]()"


def applied(suggestion: Any) -> str:
    """The second line with a suggestion carried out on its bytes."""
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    assert start["line"] == end["line"] == 2
    line = LINES[1].encode()
    text: bytes = suggestion["text"].encode()
    return (line[: start["column"] - 1] + text + line[end["column"] - 1 :]).decode()


def suggestions(*edits: TextEdit, **rest: Any) -> Any:
    what = report(diagnostic(fix=ReportedFix(False, "t", edits)), **rest)
    return json.loads(write("rdjson", what))["diagnostics"][0].get("suggestions")


def test_a_fix_is_one_suggestion_or_none() -> None:
    one = TextEdit(Position(2, 9, 2, 11), "")
    two = TextEdit(Position(3, 1, 3, 3), "TH")
    (found,) = suggestions(one)
    assert applied(found) == "😀😀 teh []()"
    (found,) = suggestions(one, two)
    assert found["text"] == "]()\nTH"
    assert found["range"] == {
        "start": {"line": 2, "column": 15},
        "end": {"line": 3, "column": 3},
    }
    assert suggestions(one, lines_of=lambda _: ()) is not None
    assert suggestions(one, two, lines_of=lambda _: ()) is None
    assert suggestions(TextEdit(Position(1, 1, 1, 1), "")) is None
    assert suggestions() is None


# Azure


def azure_command(line: str) -> Command | None:
    """Command.TryParse of the agent, with percent signs decoded."""
    start = line.find("##vso[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, rest = line[start + 6 : end].partition(" ")
    marks = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))
    pairs = (p.split("=", 1) for p in rest.split(";") if p)
    values = {p[0]: replaced(p[1], marks) for p in pairs if len(p) == 2}
    return Command(name, values, replaced(line[end + 1 :], marks))


@pytest.mark.parametrize("name", HOSTILE)
def test_azure_gets_exactly_our_commands(name: str) -> None:
    text = HOSTILE[name]
    found = [azure_command(line) for line in write("azure", hostile(text)).splitlines()]
    path = excerpt(paths.relative(diagnostic(text).path))
    lost = {"type": "error", "sourcepath": excerpt(paths.relative(f"{text}.txt"))}
    message = excerpt(f"message {text}")
    place = {"linenumber": "2", "columnnumber": "7", "code": "AAA001"}
    logissue = "task.logissue"
    assert found[0] == (
        logissue,
        {**lost, "code": "AAA001"},
        f"not fully checked: {excerpt(f'reason {text}')}",
    )
    assert found[2:] == [
        (logissue, {"type": "error", "sourcepath": path, **place}, message),
        (logissue, {"type": "warning", "sourcepath": path, **place}, message),
        (logissue, {"type": "warning", "sourcepath": "b.md", **place}, f"info: {message}"),
    ]


# Markdown


def tokens(text: str) -> Iterator[Any]:
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table"]).parse(text):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_of_hostile_content_has_the_structure_of_harmless(name: str) -> None:
    text = HOSTILE[name]
    found = list(tokens(write("markdown", hostile(text))))
    expected = [token.type for token in tokens(write("markdown", hostile("x")))]
    if text > "b":  # the order of the files is that of their names
        assert [token.type for token in found] == expected
    assert sorted(token.type for token in found) == sorted(expected)
    codes = [token.content for token in found if token.type == "code_inline"]
    bare = [code.replace(FSI, "").replace(PDI, "") for code in codes]
    assert excerpt(f"message {text}") in bare
    assert excerpt(paths.relative(diagnostic(text).path)) in bare
    for code in codes:
        isolated = code.startswith(FSI) and code.endswith(PDI) and code.count(FSI) == 1
        assert isolated != code.isascii()


def test_markdown_report() -> None:
    what = report(
        diagnostic("نص", path="b.md"),
        diagnostic(severity="warning", path="a.md", fix=None),
        files=4,
        suppressed=1,
        accepted=(diagnostic(),),
        incomplete=(Incomplete("c.md", "not found"), Incomplete("d.md", "raised", "AAA001")),
    )
    assert write("markdown", what) == (
        "### contentlint: 2 findings\n"
        "\n"
        "| files | errors | warnings | infos | suppressed | with a safe fix | in the baseline |\n"
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| 4 | 1 | 1 | 0 | 1 | 0 | 1 |\n"
        "\n"
        "#### Not fully checked\n"
        "\n"
        "- `c.md`: `not found`\n"
        "- `d.md` AAA001: `raised`\n"
        "\n"
        "#### `a.md`\n"
        "\n"
        "- 2:7 **warning** AAA001 first-rule: `message x`\n"
        "\n"
        "#### `b.md`\n"
        "\n"
        f"- 2:7 **error** AAA001 first-rule, has a safe fix: `{FSI}message نص{PDI}`\n"
    )


def test_markdown_keeps_the_worst_of_many() -> None:
    many = [diagnostic("y" * 90, "info", path=f"{n}.md") for n in range(900)]
    text = write("markdown", report(*many, diagnostic("worst", path="z.md")))
    assert 59_000 < len(text) <= 60_000
    assert "worst" in text
    (left,) = re.findall(r"\n(\d+) more\n\Z", text)
    assert int(left) + text.count("\n- ") == 901


def test_what_was_not_checked_does_not_fill_the_report() -> None:
    for char in ("`", "\U000e0041", "ن"):
        lost = tuple(Incomplete(char * 4000 + str(n), char * 4000) for n in range(500))
        text = write("markdown", report(diagnostic(), incomplete=lost))
        assert len(text) <= 60_000
        assert "- 480 more\n" in text
        assert "message x" in text


def test_a_single_huge_finding_hides_no_other() -> None:
    text = write("markdown", report(diagnostic("y" * 70_000, path="a"), diagnostic("seen")))
    assert "seen" in text
    assert text.endswith("\n1 more\n")


def test_worst_first_is_by_severity_then_path() -> None:
    found = [diagnostic(severity=s, path=p) for s, p in (("info", "a"), ("error", "b"))]
    found += [diagnostic(severity="error", path="a")]
    assert [(d.severity, d.path) for d in worst_first(found)] == [
        ("error", "a"),
        ("error", "b"),
        ("info", "a"),
    ]


def test_markdown_limit_counts_what_it_is_told_to() -> None:
    what = report(*(diagnostic("نص" * 20, path=f"{n}.md") for n in range(100)))
    assert len(markdown.render(what, 3000, columns.utf8).encode()) <= 3000
