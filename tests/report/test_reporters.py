"""Reports: their form, and that nothing hostile in names or content reaches the reader's screen."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint._util.escape import FSI, LRI, PDI, RLI
from contentlint._util.style import Style
from contentlint._util.width import columns
from contentlint.engine import linter
from contentlint.engine.ruleset import builtin
from contentlint.model.diagnostic import (
    Counts,
    Diagnostic,
    Edit,
    Excerpt,
    Finding,
    Fix,
    Incomplete,
    LeftOut,
    Position,
    Related,
    ReportedFix,
    ReportedPair,
    ReportedRelated,
    TextEdit,
)
from contentlint.model.document import Span
from contentlint.model.report import Report
from contentlint.model.rule import BoundRule, Rule
from contentlint.report import formats as report_formats
from contentlint.source import formats

SCHEMA = json.loads(
    files("contentlint").joinpath("report/formats/report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
STYLES = [Style(colour, isolate) for colour in (False, True) for isolate in (False, True)]
HOSTILE = {
    "clear": "\x1b[2J",
    "title": "\x1b]0;title\x07",
    "link": "\x1b]8;;http://x\x1b\\y",
    "c1": "\x9b31m",
    "nul": "\x00",
    "delete": "\x7f",
    "overwrite": "a\rb",
    "lines": "a\nb\x0b\x0c\x85c",
    "separators": "a\u2028b\u2029c",
    "override": "\u202eabc\u202c",
    "isolates": "\u2066a\u2067b\u2068c",
    "pop": "\u2069\u2069",
    "marks": "\u200e\u200f\u061c",
    "surrogates": "\udfff-\ud800-\udc80",
    "tags": "\U000e0041\U000e007f",
    "arabic": "نص عربي، مع English و\u202e123\u202c.",
    "joiners": "می\u200cشود 👩\u200d👩",
    "sgr": "\x1b[0m\x1b[31mred",
}
PLACE = Position(3, 7, 3, 9)


def diagnostic(text: str = "x", severity: str = "error", **rest: Any) -> Diagnostic:
    made = Diagnostic(
        f"{text}.md",
        PLACE,
        "AAA001",
        "first-rule",
        severity,
        f"message {text}",
        ReportedFix(True, f"title {text}", (TextEdit(PLACE, text), TextEdit(PLACE, ""))),
        (ReportedRelated(PLACE, f"related {text}"),),
        Excerpt(f"before {text}{text} after", 7, 7 + len(text), True, False),
        quoted=() if text.isascii() else ((8, 8 + len(text)),),
        start=20,
        end=22,
        pair=ReportedPair(f"{text} source.md", "en", "ar", 0.5, 1.25, (text, ""), text),
    )
    return made._replace(**rest)


def report(*diagnostics: Diagnostic, **rest: Any) -> Report:
    """A report as a run makes it: every finding counted, those below warning not kept."""
    grades = [d.severity for d in diagnostics]
    safe = sum(d.fix is not None and d.fix.safe for d in diagnostics)
    counts = Counts(grades.count("info"), grades.count("warning"), grades.count("error"), safe)
    shown = tuple(d for d in diagnostics if d.severity != "info")
    return Report(1, shown, 0, (), "warning", "0.1.0", counts)._replace(**rest)


def write(form: str, what: Report, style: Style = Style()) -> str:  # noqa: B008
    out = io.StringIO()
    report_formats.load(form).write(what, out, style)
    return out.getvalue()


def as_json(what: Report) -> Any:
    data = json.loads(write("json", what))
    VALIDATOR.validate(data)
    return data


# Nothing hostile gets through


def stripped_of_our_own(text: str, style: Style) -> str:
    """Without what we write ourselves: SGR from a short list, and isolates in balance."""
    if style.colour:
        text = re.sub(r"\x1b\[(?:0|1|2|31|33|36|4;31)m", "", text)
    if style.isolate:
        for line in text.split("\n"):
            depth = 0
            for char in line:
                depth += (char in (LRI, RLI, FSI)) - (char == PDI)
                assert 0 <= depth <= 3, line
            assert depth == 0, line
        text = re.sub(f"[{LRI}{RLI}{FSI}{PDI}]", "", text)
    return text


def hostile_characters(text: str) -> list[str]:
    found = []
    for char in text:
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\n\u200c\u200d":
            found.append(f"U+{ord(char):04X}")
    return found


@pytest.mark.parametrize("style", STYLES, ids=lambda s: f"{s.colour:d}{s.isolate:d}")
@pytest.mark.parametrize("form", ["full", "concise", "grouped", "json"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_control_character_reaches_the_output(form: str, name: str, style: Style) -> None:
    text = HOSTILE[name]
    what = report(diagnostic(text), incomplete=(Incomplete(text, f"reason {text}", "AAA001"),))
    written = write(form, what, Style() if form == "json" else style)
    bare = stripped_of_our_own(written, Style() if form == "json" else style)
    assert hostile_characters(bare) == []
    written.encode("utf-8")  # and no lone surrogate


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_adds_no_line(name: str) -> None:
    harmless, hostile = report(diagnostic()), report(diagnostic(HOSTILE[name]))
    for form in ("full", "concise", "grouped", "json"):
        assert write(form, hostile).count("\n") == write(form, harmless).count("\n")


@pytest.mark.parametrize("name", HOSTILE)
def test_json_holds_the_content_unchanged(name: str) -> None:
    text = HOSTILE[name]
    (finding,) = as_json(report(diagnostic(text)))["findings"]
    assert finding["path"] == f"{text}.md"
    assert finding["message"] == f"message {text}"
    assert finding["fix"]["edits"][0]["text"] == text
    assert finding["related"][0]["message"] == f"related {text}"


def test_place_and_code_never_share_a_line_with_content() -> None:
    first, *rest = write("full", report(diagnostic("نص"))).split("\n")
    assert first == "نص.md:3:7: error AAA001 first-rule"
    assert not any("AAA001" in line for line in rest)


def test_only_right_to_left_content_is_isolated() -> None:
    style = Style(isolate=True)
    plain = write("full", report(diagnostic("plain")._replace(excerpt=EMPTY)), style)
    assert plain == write("full", report(diagnostic("plain")._replace(excerpt=EMPTY)))
    latin = write("concise", report(diagnostic("née 摄影 …")), style)
    assert latin == "née 摄影 ….md:3:7: error AAA001 [*] message née 摄影 …\n"


def test_a_place_runs_from_left_to_right_and_each_value_in_its_own_direction() -> None:
    style = Style(isolate=True)
    line = write("concise", report(diagnostic("نص")), style)
    assert line == (f"{LRI}نص.md:3:7:{PDI} error AAA001 [*] {LRI}message {FSI}نص{PDI}{PDI}\n")
    lines = write("full", report(diagnostic("نص")), style).split("\n")
    assert lines[0] == f"{LRI}نص.md:3:7{PDI}: error AAA001 first-rule"
    assert lines[1] == f"  {LRI}message {FSI}نص{PDI}{PDI}"
    assert lines[3] == f"  see 3:7: {LRI}related {FSI}نص{PDI}{PDI}"
    assert lines[4] == f"  fix: {LRI}title {FSI}نص{PDI}{PDI}"


def test_the_title_of_a_fix_isolates_what_the_message_quotes_as_a_whole() -> None:
    message, title = "25 مارس in place of x", "write 25 مارس (1)"
    made = diagnostic(message=message, quoted=((0, 7), (20, 21)), fix=ReportedFix(True, title, ()))
    written = write("full", report(made), Style(isolate=True))
    assert f"  {LRI}{FSI}25 مارس{PDI} in place of x{PDI}\n" in written
    assert f"  fix: {LRI}write {FSI}25 مارس{PDI} (1){PDI}\n" in written


def test_the_help_isolates_its_examples() -> None:
    rule = builtin().rules[0]._replace(help="write ك, and (1) لا")
    what = report(diagnostic(), rules={"AAA001": rule})
    written = write("full", what, Style(isolate=True))
    assert f"  help: {LRI}write {FSI}ك{PDI}, and (1) {FSI}لا{PDI}{PDI}\n" in written


EMPTY = Excerpt("", 0, 0, False, False)


# The form of each


def test_concise_is_a_line_a_finding() -> None:
    written = write(
        "concise",
        report(
            diagnostic(),
            diagnostic(severity="warning", fix=None),
            diagnostic(fix=ReportedFix(False, "t", ())),
            diagnostic(severity="info"),
        ),
    )
    assert written == (
        "x.md:3:7: error AAA001 [*] message x\n"
        "x.md:3:7: warning AAA001 message x\n"
        "x.md:3:7: error AAA001 message x\n"
    )


def test_grouped_has_a_block_for_each_file() -> None:
    far = Position(12, 3, 12, 4)
    written = write(
        "grouped",
        report(
            diagnostic(),
            diagnostic(severity="warning", fix=None, position=far),
            diagnostic("نص", fix=ReportedFix(False, "t", ())),
        ),
    )
    assert written == (
        "x.md\n"
        "   3:7  error    AAA001  [*] message x\n"
        "  12:3  warning  AAA001      message x\n"
        "\n"
        "نص.md\n"
        "  3:7  error    AAA001      message نص\n"
        "\n"
    )
    styled = write("grouped", report(diagnostic("نص")), Style(True, True))
    assert f"\x1b[1m{LRI}نص.md{PDI}\x1b[0m\n" in styled
    assert f"[*] {LRI}message {FSI}نص{PDI}{PDI}\n" in styled


def test_full_shows_line_fault_message_related_places_and_fix() -> None:
    assert write("full", report(diagnostic("نص"))) == (
        "نص.md:3:7: error AAA001 first-rule\n"
        "  message نص\n"
        "  | …before ⟦نص⟧نص after\n"
        "  see 3:7: related نص\n"
        "  fix: title نص\n"
        "\n"
    )


def test_full_gives_the_help_of_the_rule_with_the_fix_and_without() -> None:
    rules = {rule.code: rule for rule in builtin().rules}
    found = diagnostic(code="IMG001", name="empty-image")
    for each in (found, found._replace(fix=None)):
        text = write("full", report(each)._replace(rules=rules))
        assert "\n  help: remove the empty image, or restore the image\n" in text
    said = found._replace(fix=ReportedFix(False, "remove the line of the empty image", ()))
    text = write("full", report(said)._replace(rules=rules))
    assert "\n  help: or restore the image\n" in text
    assert "help:" not in write("full", report(diagnostic()))


@pytest.mark.parametrize(
    ("excerpt", "line"),
    [
        (Excerpt("abc", 1, 2, False, False), "  | a⟦b⟧c\n"),
        (Excerpt("abc", 1, 1, False, False), "  | a⟦⟧bc\n"),
        (Excerpt("abc", 0, 2, True, True), "  | …⟦ab⟧c…\n"),
        (Excerpt("abc", 0, 3, True, True), "  | …⟦abc…⟧\n"),
        (Excerpt("  ab ", 4, 5, False, False), "  | ab⟦ ⟧\n"),
        (Excerpt("\u00a0\u00a0ab", 3, 4, False, False), "  | ⟨no-break space × 2⟩a⟦b⟧\n"),
        (Excerpt("\u3000ab", 2, 3, False, False), "  | \u3000a⟦b⟧\n"),
        (Excerpt("a\tb\tc", 3, 4, False, False), "  | a b⟦⟨tab⟩⟧c\n"),
        (Excerpt("a\u200bb", 1, 2, False, False), "  | a⟦⟨zero width space⟩⟧b\n"),
    ],
)
def test_fault_is_marked_in_its_line(excerpt: Excerpt, line: str) -> None:
    assert line in write("full", report(diagnostic(excerpt=excerpt)))


@pytest.mark.parametrize("text", ["", "   "])
def test_blank_line_is_not_shown(text: str) -> None:
    shown = write("full", report(diagnostic(excerpt=Excerpt(text, 0, len(text), False, False))))
    assert "  |" not in shown


def test_place_where_something_is_missing_is_seen_in_colour_too() -> None:
    what = report(diagnostic(excerpt=Excerpt("abc", 1, 1, False, False)))
    assert "a\x1b[4;31m⟦⟧\x1b[0mbc" in write("full", what, Style(colour=True))


LONG = "وصل الوفد صباح أمس إلى المدينة ، ثم غادرها مساء اليوم نفسه على متن طائرة خاصة من المطار"


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (0, f"{LONG[:31]}⟦،⟧{LONG[32:]}"),
        (100, f"{LONG[:31]}⟦،⟧{LONG[32:]}"),
        (60, "…صباح أمس إلى المدينة ⟦،⟧ ثم غادرها مساء اليوم نفسه…"),
        (40, "…إلى المدينة ⟦،⟧ ثم غادرها مساء…"),
        (10, "…لمدينة ⟦،⟧ ثم غادر…"),
    ],
)
def test_excerpt_is_as_wide_as_the_terminal(width: int, line: str) -> None:
    made = diagnostic(excerpt=Excerpt(LONG, 31, 32, False, False))
    shown = write("full", report(made), Style(width=width)).split("\n")[2]
    assert shown == f"  | {line}"
    assert columns(shown) <= max(width, 26) or not width


def test_a_fault_wider_than_the_terminal_is_cut_in_its_middle() -> None:
    made = diagnostic(excerpt=Excerpt(LONG, 0, 50, False, True))
    shown = write("full", report(made), Style(width=40)).split("\n")[2]
    assert shown == "  | ⟦وصل الوفد صباح…غادرها مساء ال⟧يوم…"


@given(
    st.text(st.sampled_from("a b نل\u064e\u200c\u200f中😀❤\ufe0f"), min_size=1, max_size=200),
    st.integers(0, 200),
    st.integers(0, 200),
    st.integers(24, 120),
    st.sampled_from(STYLES),
)
def test_no_excerpt_is_wider_than_the_terminal(
    text: str, start: int, length: int, width: int, style: Style
) -> None:
    start = min(start, len(text))
    made = diagnostic(excerpt=Excerpt(text, start, min(start + length, len(text)), True, True))
    written = write("full", report(made), style._replace(width=width))
    for line in stripped_of_our_own(written, style).split("\n"):
        if line.startswith("  |"):
            assert columns(line) <= width


def test_without_a_terminal_another_report_does_not_widen_the_excerpt() -> None:
    text = "a" * 200
    wide = diagnostic(excerpt=Excerpt(text, 100, 101, False, False))
    narrow = diagnostic(excerpt=Excerpt("a" * 121, 60, 61, True, True))
    assert write("full", report(wide)) == write("full", report(narrow))


def test_excerpt_has_the_direction_of_its_line_where_it_begins_in_the_other_script() -> None:
    style = Style(isolate=True)

    def shown(text: str, *, cut: bool) -> str:
        made = diagnostic(excerpt=Excerpt(text, 0, 0, cut, False))
        return write("full", report(made), style).split("\n")[2]

    assert shown("iPhone هو هاتف جديد", cut=False).startswith(f"  | {LRI}")
    assert shown("iPhone هو هاتف جديد", cut=True).startswith(f"  | {RLI}…")
    assert shown("\u200fiPhone هو هاتف جديد", cut=False).startswith(f"  | {RLI}")
    assert shown("\u200eقال iPhone", cut=False).startswith(f"  | {LRI}")
    # What is cut to fit still says which way the line runs.
    long = "قال " + "a" * 90
    style = Style(isolate=True, width=40)
    assert shown(long, cut=False).startswith(f"  | {RLI}")


def test_of_many_related_places_three_are_shown() -> None:
    many = tuple(ReportedRelated(PLACE, f"place {n}") for n in range(9))
    written = write("full", report(diagnostic(related=many)))
    assert written.count("  see") == 4
    assert "  see more places\n" in written


@pytest.mark.parametrize(("form", "expected"), [("full", ""), ("concise", ""), ("grouped", "")])
def test_nothing_found_is_nothing_written(form: str, expected: str) -> None:
    assert write(form, report()) == expected
    assert write(form, report(diagnostic(severity="info"))) == expected


# JSON and its schema


def test_json_report_has_the_promised_form() -> None:
    what = report(
        diagnostic(),
        diagnostic(severity="warning", fix=None, related=(), pair=None),
        diagnostic(severity="info"),
        files=4,
        suppressed=2,
        incomplete=(Incomplete("b.md", "binary file, not text"), Incomplete("c", "r", "AAA001")),
        left_out=(LeftOut("d.mkd", "suffix"),),
    )
    place = {"line": 3, "column": 7, "end_line": 3, "end_column": 9}
    head = {"path": "x.md", **place, "start": 20, "end": 22, "code": "AAA001", "name": "first-rule"}
    edits = [{**place, "text": "x"}, {**place, "text": ""}]
    assert as_json(what) == {
        "schema": "contentlint.report/1",
        "tool": {"name": "contentlint", "version": "0.1.0"},
        "column_unit": "codepoint",
        "summary": {
            "files": 4,
            "findings": 3,
            "errors": 1,
            "warnings": 1,
            "infos": 1,
            "suppressed": 2,
            "fixable": 2,
        },
        "findings": [
            {
                **head,
                "severity": "error",
                "message": "message x",
                "fix": {"safe": True, "title": "title x", "edits": edits},
                "related": [{"path": "x.md", **place, "message": "related x"}],
                "pair": {
                    "source": "x source.md",
                    "source_lang": "en",
                    "lang": "ar",
                    "drift": 0.5,
                    "ratio": 1.25,
                },
                "detail": {"source": ["x", ""], "target": "x"},
            },
            {**head, "severity": "warning", "message": "message x", "fix": None, "related": []},
        ],
        "incomplete": [
            {"path": "b.md", "reason": "binary file, not text", "rule": None},
            {"path": "c", "reason": "r", "rule": "AAA001"},
        ],
        "left_out": [{"path": "d.mkd", "reason": "suffix"}],
    }


def test_empty_json_report_has_every_key() -> None:
    data = as_json(report(files=0))
    assert (data["findings"], data["incomplete"]) == ([], [])


def test_json_is_the_same_each_time_and_ends_with_a_line_end() -> None:
    what = report(diagnostic("نص"), diagnostic())
    assert write("json", what) == write("json", what)
    assert write("json", what).endswith("}\n")
    assert "نص" in write("json", what), "letters stay legible"


@pytest.mark.parametrize("name", HOSTILE)
def test_report_of_hostile_content_through_the_linter_is_valid(name: str) -> None:
    text = HOSTILE[name]
    fix = Fix((Edit(Span(0, 1), text),), False, "do it")
    finding = Finding(Span(0, len(text)), {"found": text}, fix, (Related(Span(0, 1), "here"),))
    rule = Rule("AAA001", "first-rule", "k", "error", "found {found}")
    bound = BoundRule(rule, lambda _: [finding], (), frozenset(), "error", False)
    data = text.encode("utf-8", "surrogatepass")
    doc = formats.read(f"{name}.txt", data)
    finding = finding._replace(span=Span(0, len(doc.text)))
    result = linter.lint(doc, [bound], (), frozenset())
    assert not result.incomplete
    for form in ("full", "concise", "json"):
        assert hostile_characters(write(form, report(*result.diagnostics))) == []
    as_json(report(*result.diagnostics))


def objects(schema: Any) -> Any:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_schema_is_strict_in_every_object() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = list(objects(SCHEMA))
    assert len(found) == 13
    for schema in found:
        assert schema["additionalProperties"] is False
        assert schema["required"] == [
            name for name in schema["properties"] if name not in ("pair", "detail")
        ]
        assert {"pair", "detail"} & schema["properties"].keys() == {
            *schema.get("dependentRequired", ())
        }


def spoiled() -> list[tuple[str, Any]]:
    """A valid report, wrong in one place each time."""
    good = write("json", report(diagnostic(), incomplete=(Incomplete("a", "b"),)))
    changes: dict[str, Any] = {
        "schema": lambda r: r.update(schema="contentlint.report/2"),
        "unit": lambda r: r.update(column_unit="byte"),
        "extra": lambda r: r.update(more=1),
        "no findings": lambda r: r.pop("findings"),
        "null findings": lambda r: r.update(findings=None),
        "no tool version": lambda r: r["tool"].pop("version"),
        "count": lambda r: r["summary"].update(files=-1),
        "line": lambda r: r["findings"][0].update(line=0),
        "column": lambda r: r["findings"][0].update(column=1.5),
        "code": lambda r: r["findings"][0].update(code="AAA1"),
        "severity": lambda r: r["findings"][0].update(severity="fatal"),
        "no fix": lambda r: r["findings"][0].pop("fix"),
        "fix": lambda r: r["findings"][0].update(fix=[]),
        "no edits": lambda r: r["findings"][0]["fix"].update(edits=[]),
        "edit": lambda r: r["findings"][0]["fix"]["edits"][0].pop("end_line"),
        "related": lambda r: r["findings"][0].update(related=None),
        "rule": lambda r: r["incomplete"][0].update(rule=""),
        "no rule": lambda r: r["incomplete"][0].pop("rule"),
    }
    found = []
    for name, change in changes.items():
        data = json.loads(good)
        change(data)
        found.append((name, data))
    return found


@pytest.mark.parametrize(("name", "data"), spoiled())
def test_schema_refuses_what_is_wrong(name: str, data: Any) -> None:
    assert not VALIDATOR.is_valid(data), name
