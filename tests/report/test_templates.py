"""Reports in a form of the user's own: what fields give, what is refused, and that content stays
where it was put."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from calling import Cli, alone, write
from conftest import ROOT
from markdown_it import MarkdownIt
from test_output_formats import HOSTILE, RULE, diagnostic

from contentlint._util.escape import encodable
from contentlint._util.style import Style
from contentlint.model.diagnostic import Counts, Excerpt, Incomplete
from contentlint.model.errors import ConfigError
from contentlint.model.report import Report
from contentlint.report import template
from contentlint.report.template import fields
from contentlint.report.template.contexts import FORMS, PLAIN

GUIDE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def report(text: str) -> Report:
    """Three findings in two files, and a file that could not be read, all full of a text."""
    around = Excerpt(f"a {text} {text} b", 2, 2 + len(text), True, False)
    found = (
        diagnostic(text, excerpt=around),
        diagnostic(text, "warning", fix=None, excerpt=around),
        diagnostic(text, path=f"sub/{text.replace(chr(0), '')}.md", excerpt=around),
    )
    lost = (Incomplete(f"{text}.md", f"no {text}"),)
    counts = Counts(4, 1, 2, 2)
    rules = {"AAA001": RULE._replace(help=f"help {text}")}
    return Report(3, found, 1, lost, "warning", "0.2.0", counts, rules, {found[0].path: "ar"})


def rendered(text: str, given: Report, suffix: str = ".txt") -> str:
    out = io.StringIO()
    template.parse(text, f"t{suffix}", FORMS.get(suffix, PLAIN)).write(given, out, Style())
    return out.getvalue()


# What a template gives

ALL = """\
contentlint ${version}: ${shown} of ${findings} findings in ${files} files
${errors} ${warnings} ${infos} ${suppressed} ${fixable} $1 $${x} $$
${if suppressed}
  some are suppressed
${end}
${if not findings}
nothing
${end}
  ${for file}
${path} [${language}] ${findings}: ${errors}/${warnings}/${infos}
    ${for finding}
  ${line}:${column}-${end_line}:${end_column} ${severity} ${code} ${name}: ${message}\
${if fix} (${fix})${end}${if not last},${end}
  ${ text }|${before}|${found}|${after}|${help}
    ${end}
  ${end}
${for rule}${code}=${findings}/${errors}/${warnings}/${infos} ${name}${end}
${for incomplete}
lost ${path}: ${reason}${rule}
${end}"""
GIVES = """\
contentlint 0.2.0: 3 of 7 findings in 3 files
2 1 4 1 2 $1 ${x} $$
  some are suppressed
x.md [ar] 2: 1/1/0
  2:7-2:9 error AAA001 first-rule: message x (safe),
  …a ⟦x⟧ x b|…a |x| x b|help x
  2:7-2:9 warning AAA001 first-rule: message x
  …a ⟦x⟧ x b|…a |x| x b|help x
sub/x.md [] 1: 1/0/0
  2:7-2:9 error AAA001 first-rule: message x (safe)
  …a ⟦x⟧ x b|…a |x| x b|help x
AAA001=3/2/1/0 first-rule
lost x.md: no x
"""


def test_every_field_and_section() -> None:
    assert rendered(ALL, report("x")) == GIVES


def test_findings_without_files_and_an_empty_report() -> None:
    text = "${for finding}${path},${end}|${for incomplete}x${end}${if not shown}none${end}"
    assert rendered(text, report("x")) == "x.md,x.md,sub/x.md,|x"
    assert rendered(text, report("x")._replace(diagnostics=(), incomplete=())) == "|none"


# What is refused


@pytest.mark.parametrize(
    ("suffix", "text", "said"),
    [
        (".txt", "a\n ${versoin}", "2:2: unknown field 'versoin'; did you mean 'version'?"),
        (
            ".txt",
            "${message}",
            "1:1: ${message} has a value only between ${for finding} and ${end}",
        ),
        (".txt", "${for file}${line}${end}", "1:12: ${line} has a value only between ${for find"),
        (".txt", "${if last}${end}", "1:1: ${last} has a value only between ${for finding}"),
        (".txt", "${if vershun}${end}", "1:1: unknown field 'vershun'; did you mean 'version'?"),
        (".txt", "${for findings}${end}", "1:1: unknown part 'findings'; did you mean 'finding'?"),
        (".txt", "${for rule}${for finding}${end}${end}", "1:12: nothing can be repeated inside"),
        (".txt", "${for file}${for file}${end}${end}", "1:12: unknown part 'file'; there are: fi"),
        (".txt", "x ${end}", "1:3: ${end} has no ${for …} or ${if …}"),
        (".txt", "${if files}\n", "1:1: ${if files} has no ${end}"),
        *(
            (
                ".txt",
                tag,
                f"1:1: expected a field such as ${{message}}, or ${{for finding}}, "
                f"${{if fix}}, ${{end}}; not {tag}",
            )
            for tag in (
                *("${}", "${version!r}", "${version:>9}", "${version.real}", "${version[0]}"),
                *("${__class__.x}", "${VERSION}", "${unless files}", "${version"),
            )
        ),
        (".json", '{"a": "${version}"}', "1:8: ${version} is a string with quotation marks of its"),
        (".json", '["${if files}", ${end}""]', "1:3: ${if files} begins and ends in different pl"),
        (".csv", '"${version}"', "1:2: ${version} is a cell with quotation marks of its own"),
        (".csv", "a ${version}", "1:3: ${version} is a whole cell; put a separator before it"),
        (".csv", "${version}${version}", "1:11: ${version} is a whole cell; put a separator"),
        (".csv", "a${if files},${end}${version}", "1:2: ${if files} begins and ends in different"),
    ],
)
def test_wrong_template_is_refused_with_place_and_text(suffix: str, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        rendered(text, report("x"), suffix)
    assert f"t{suffix}:{said}" in str(caught.value)
    line = text.split("\n")[int(said.partition(":")[0]) - 1].strip()
    assert f" | {line}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<script>x = '@'</script>", "would become part of the <script>"),
        ("<SCRIPT \n a='>'>@", "would become part of the <script>"),
        ("<style>p { x: @ }</style>", "would become part of the <style>"),
        ("<p class=@>", "is inside a tag; put it into the quotation marks of an attribute"),
        ("<p @>", "is inside a tag"),
        ("<@>", "is inside a tag"),
        ("</@>", "is inside a tag"),
        ("<p@>", "is inside a tag"),
        ("<p a@='x'>", "is inside a tag"),
        ("<p a='x'@>", "is inside a tag"),
        ("<!DOCTYPE @>", "is inside a tag"),
        ("<![CDATA[ @ ]]>", "is inside a tag"),
        ("<p onclick='x(@)'>", "would become code in the attribute onclick"),
        ("<p\n ONCLICK = \"x('@')\">", "would become code in the attribute onclick"),
        ("<p style='color: @'>", "would become code in the attribute style"),
        ("<a href='@'>", "would begin the address in href; write ./ or the site before it"),
        ("<img a = 'b' src = \" @\">", "would begin the address in src"),
        ('<a href="java@">', "would begin the address in href"),
    ],
)
def test_content_may_not_stand_where_html_cannot_escape_it(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        rendered(f"${{for finding}}{text.replace('@', '${message}')}${{end}}", report("x"), ".html")
    assert f"${{message}} {said}" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "<${if files}script${end}>",
        "<scr${if files}ipt${end}>",
        "<p on${if files}click${end}='x'>",
        "${if files}<p>${end}'${if files}<a title='${end}'>",
        "${if files}<!--${end}x-->",
        "${if files}<script>${end}",
    ],
)
def test_section_leaves_html_in_the_place_where_it_found_it(text: str) -> None:
    with pytest.raises(ConfigError, match="begins and ends in different places of the markup"):
        rendered(text, report("x"), ".html")


def test_all_errors_come_at_once_by_line() -> None:
    with pytest.raises(ConfigError) as caught:
        rendered("${end}\n${x}\n${if y}\n", report("x"))
    places = re.findall(r"^t\.txt:(\d+:\d+): ", str(caught.value), re.MULTILINE)
    assert places == ["1:1", "2:1", "3:1", "3:1"]


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("x" * template.LARGEST)
    template.load(str(path))
    path.write_text("x" * (template.LARGEST + 1))
    with pytest.raises(ConfigError, match="larger than 1000000 bytes"):
        template.load(str(path))
    deep = "${if files}" * template.DEEPEST, "${end}" * template.DEEPEST
    assert rendered("x".join(deep), report("x")) == "x"
    with pytest.raises(ConfigError, match="more than 20 sections inside one another"):
        rendered(f"{deep[0]}${{if files}}x${{end}}{deep[1]}", report("x"))


# Content stays where it was put

FIELDS = ("path", "message", "help", "text", "before", "found", "after")
EACH = "${for finding}%s${end}"


@pytest.mark.parametrize("name", HOSTILE)
def test_json_gives_the_content_back(name: str) -> None:
    pairs = ", ".join(f'"{field}": ${{{field}}}' for field in (*FIELDS, "severity", "line"))
    text = "[" + EACH % f"{{{pairs}}}${{if not last}},${{end}}" + "]"
    given = report(HOSTILE[name])
    found = json.loads(rendered(text, given, ".json"))
    assert [each["message"] for each in found] == [encodable(d.message) for d in given.diagnostics]
    assert (found[0]["severity"], found[0]["line"]) == ("error", 2)
    assert [set(each) for each in found] == [{*FIELDS, "severity", "line"}] * 3


@pytest.mark.parametrize("name", HOSTILE)
def test_csv_keeps_its_cells_and_has_no_formula(name: str) -> None:
    for content in (HOSTILE[name], f"={HOSTILE[name]}", f'",\n"=1+1"{HOSTILE[name]}'):
        text = EACH % (",".join(f"${{{field}}}" for field in (*FIELDS, "code", "line")) + "\n")
        rows = list(csv.reader(io.StringIO(rendered(text, report(content), ".csv")), strict=True))
        assert [len(row) for row in rows] == [len(FIELDS) + 2] * 3
        assert [row[-2:] for row in rows] == [["AAA001", "2"]] * 3
        assert not any(
            cell.lstrip(' "').startswith(("=", "+", "-", "@")) for r in rows for cell in r
        )


class Tags(HTMLParser):
    """The tags and attributes of a page; the values of attributes only of those without content."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [key for key, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.found.append(data)

    def handle_pi(self, data: str) -> None:
        self.found.append(data)


PAGE = """\
<!doctype html><title>${findings}</title><!-- ${version} -->
${for finding}
<!-- ${message} --><p class="${severity}" title='${message}' data-x = "${text}"><a
href="https://example.org/${path}#L${line}">${path}</a> ${before}<mark>${found}</mark>${after}</p>
${message}
${end}
<textarea>${for incomplete}${path} ${reason}${end}</textarea>
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_html_keeps_its_tags(name: str) -> None:
    page = rendered(PAGE, report(HOSTILE[name]), ".html")
    assert Tags(page).found == Tags(rendered(PAGE, report("x"), ".html")).found
    assert not re.search(r"(?m)^\s*::|##\[", page)


NOTE = """\
# ${findings}
${for finding}
- ${path} **${code}** ${message}
| a | b |
| - | - |
| ${message} | ${text} |

<div title="${message}">${message}

${message}</div>

${message}: `${message}` [x](${path})
${end}
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_keeps_its_marks(name: str) -> None:
    text = NOTE.replace("\n\n${message}: `${message}` [x](${path})", "")
    pages = [
        MarkdownIt("commonmark", {"linkify": False})
        .enable("table")
        .render(rendered(text, report(content), ".md"))
        for content in (HOSTILE[name], "x")
    ]
    assert Tags(pages[0]).found == Tags(pages[1]).found
    assert "@name" not in rendered(text, report(HOSTILE[name]), ".md")


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_lets_nothing_out_even_where_code_does_not_belong(name: str) -> None:
    page = MarkdownIt("commonmark").render(rendered(NOTE, report(HOSTILE[name]), ".md"))
    assert not any(
        isinstance(tag, tuple) and tag[0] in ("img", "script", "a") for tag in Tags(page).found
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_plain_text_keeps_its_lines_and_commands_nobody(name: str) -> None:
    text = EACH % "".join(f"${{{field}}}\n" for field in FIELDS)
    shown = rendered(text, report(HOSTILE[name]))
    assert shown.count("\n") == 3 * len(FIELDS)
    assert len(shown.splitlines()) == 3 * len(FIELDS)
    assert not re.search(r"(?m)^\s*::|##\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


PIECES = (
    *("<p>", "</p>", "<a href='", '<a href="./', "'", '"', ">", "<", " ", "\n", "x", "=", "/"),
    *("<!--", "-->", "<script>", "</script>", "<style ", "<p title='", ' title="', "onclick='"),
    *("${message}", "${found}", "${path}", "${severity}", "${line}", "${if fix}", "${end}"),
    *("<textarea>", "</textarea>", "<!", "</", "src=", "<p", "-"),
)
BREAKS = (
    *("x", "' onerror=alert(1) ", '" onerror="alert(1)', "<img src=x>", "--><b>", "</p><b>"),
    *("img src=x onerror=alert(1) ", "</textarea><b>", "=1", "/", ">"),
)


def test_no_accepted_html_lets_content_add_a_tag_or_an_attribute() -> None:
    chance = random.Random(26)
    accepted = 0
    for _ in range(10_000):
        pieces = "".join(chance.choices(PIECES, k=chance.randrange(2, 9)))
        try:
            made = template.parse(EACH % pieces, "t.html", FORMS[".html"])
        except ConfigError:
            continue
        accepted += "${message}" in pieces
        pages = []
        for content in BREAKS:
            out = io.StringIO()
            given = report(content)._replace(diagnostics=report(content).diagnostics[:1])
            made.write(given, out, Style())
            pages.append(Tags(out.getvalue()).found)
        assert all(page == pages[0] for page in pages), pieces
    assert accepted > 100


# On the command line


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    alone(tmp_path, monkeypatch)
    write("a.md", "![]()\n")
    write("t.txt", EACH % "${path}: ${message}\n")
    return Cli(capsys, "--no-cache", "--quiet", "--select", "IMG001", "a.md")


SAID = "a.md: image with neither source nor alternative text\n"


def test_template_is_the_report(cli: Cli) -> None:
    assert cli.check("--template", "t.txt") == (1, SAID, "")
    assert cli.check("--template", "t.txt", "-o", "out.txt").out == ""
    assert Path("out.txt").read_text() == SAID


def test_template_is_one_report_of_several(cli: Cli) -> None:
    write("t.csv", EACH % "${line},${message}\n")
    ran = cli.check("--format", "concise", "--template", "t.txt=a.txt", "--template=t.csv=b.csv")
    assert ran.out == f"a.md:1:1: error IMG001 {SAID[6:]}"
    assert Path("a.txt").read_text() == SAID
    text = "image with neither source nor alternative text"
    assert Path("b.csv").read_bytes().decode("utf-8") == f'\ufeff1,"{text}"\n'


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--template", "none.txt"), "--template: none.txt: no such file or directory"),
        (("--template", "t.txt="), "--template: t.txt=: expected a file name after ="),
        (("--template", "t.txt=t.txt"), "--template: t.txt: would be overwritten by the report"),
        (("--template", "t.txt", "--format=json"), "--template: two reports would go to standard"),
        (("--template", "t.txt=a.md"), "--output: a.md: would overwrite one of the checked files"),
        (("--template", "bytes.txt"), "--template: bytes.txt: not UTF-8"),
    ],
)
def test_wrong_argument_is_an_error_before_anything_is_checked(
    cli: Cli, argv: tuple[str, ...], said: str
) -> None:
    write("bytes.txt", b"\xff")
    ran = cli.check(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"contentlint: error: {said}")


def test_stranger_may_not_change_the_template(cli: Cli) -> None:
    run = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(("git", "init", "-q"), check=True)
    subprocess.run(("git", "add", "."), check=True)
    subprocess.run((*run, "commit", "-qm", "x"), check=True)
    write("t.txt", "${for finding}changed${end}")
    write("a.md", "![]()\n\n![]()\n")
    assert cli.check("--template", "t.txt").out == "changedchanged"
    assert cli.check("--untrusted", "--diff-base", "HEAD", "--template", "t.txt").out == SAID
    ran = cli.check("--untrusted", "--template", "t.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "--template: t.txt: " in ran.err


@pytest.mark.parametrize("name", ["desk.md", "page.html", "findings.json"])
def test_example_is_a_template(name: str) -> None:
    path = ROOT / "examples" / "templates" / name
    made = template.load(str(path))
    out = io.StringIO()
    made.write(report(HOSTILE["html"]), out, Style())
    if path.suffix == ".json":
        assert len(json.loads(out.getvalue())["findings"]) == 3
    else:
        assert "<img" not in out.getvalue()


def test_guide_names_every_field_and_suffix() -> None:
    section = GUIDE.partition("## In a form of your own\n")[2].partition("\n## ")[0]
    names = {*fields.RUN, *fields.PARTS, *(name for part in fields.PARTS.values() for name in part)}
    for name in (*names, "last", *FORMS):
        assert f"`{name}`" in section, name
