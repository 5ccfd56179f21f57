"""``contentlint init``: what it proposes for a folder, what it shows, and what it writes."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
import tomli
from calling import Cli, Ran, alone, write

from contentlint.cli.init import sample
from contentlint.config import schema as config
from contentlint.source.discovery import Target

ARABIC = (
    "بني الجسر القديم قبل مئتي عام في وسط المدينة، ثم جرفه السيل في شتاء بعيد. أعاد الأهالي بناءه "
    "من حجارة الوادي، وعملوا في ذلك ثلاثة أعوام. واليوم يعبره التلاميذ كل صباح إلى مدرستهم، ويجلس "
    "عليه الصيادون بعد العصر. وتقول البلدية إنها ستصلح الدرج المؤدي إليه قبل الصيف، وإن العمل فيه "
    "لن يمنع الناس من المرور."
)
ENGLISH = (
    "The old bridge was built two hundred years ago in the middle of the town, and the river took "
    "it away in one of the winters that followed. The people of the town built it again."
)
DANISH = (
    "Det er en bro som ligger på den anden side af en park med en kirke, og det er den som byen "
    "har fået på et kort. Det er en god ting med den bro, som det er med en havn på den side."
)
ARTICLE = f"# الجسر القديم\n\n{ARABIC}\n"
AUTHORED = f"---\ntitle: الجسر\n---\n\n{ARTICLE}"
SPACED = "قال الوزير ، إن العمل سيبدأ غدا.\n"
PIPED = "![]() |\n\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    return alone(folder, monkeypatch)


class Init(Cli):
    """``contentlint init``, with a person at a terminal who answers."""

    def __init__(
        self, capture: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        super().__init__(capture)
        self.patch = monkeypatch

    def answered(self, answers: str, *argv: str) -> Ran:
        stdin = io.TextIOWrapper(io.BytesIO("".join(f"{a}\n" for a in answers).encode()))
        for stream in (stdin, sys.stdout):
            self.patch.setattr(stream, "isatty", lambda: True)
        self.patch.setattr(sys, "stdin", stdin)
        return self("init", *argv)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Init:
    return Init(capsys, monkeypatch)


def proposed(cli: Cli, *argv: str) -> tuple[str, config.Config]:
    """Return the text of the proposal, and the configuration that it is."""
    ran = cli("init", "--stdout", *argv)
    assert (ran.code, ran.err) == (0, "")
    return ran.out, config.parse(tomli.loads(ran.out), "proposed", os.getcwd())


def settings() -> dict[str, object]:
    return tomli.loads(Path("contentlint.toml").read_text(encoding="utf-8"))


# What is written


def test_it_writes_what_differs_from_the_defaults(cli: Init) -> None:
    write("articles/a.md", ARTICLE)
    ran = cli("init")
    assert ran.code == 0
    assert "wrote contentlint.toml. Review it, then run: contentlint check .\n" in ran.err
    assert settings() == {"lang": "ar", "origin": "extracted"}
    assert cli("check", ".").code == 0


def test_nothing_is_overwritten_without_force(cli: Init) -> None:
    write("a.md", ARTICLE)
    write("contentlint.toml", "# mine\n")
    again = cli("init")
    assert again.code == 2 and "already exists; --stdout prints the configuration" in again.err
    assert again.out == "" and Path("contentlint.toml").read_text() == "# mine\n"
    assert cli("init", "--force").code == 0 and settings()["lang"] == "ar"


def test_a_file_that_appears_meanwhile_is_not_overwritten(cli: Init) -> None:
    write("a.md", ARTICLE)
    original = sample.rows

    def rows(files: object) -> object:
        write("contentlint.toml", "# mine\n")
        return original(files)  # type: ignore[arg-type]

    cli.patch.setattr(sample, "rows", rows)
    assert cli("init").code == 2
    assert Path("contentlint.toml").read_text() == "# mine\n"


def test_settings_in_pyproject_are_not_replaced(cli: Init) -> None:
    write("a.md", ARTICLE)
    write("pyproject.toml", '[tool.contentlint]\nlang = "ar"\n')
    ran = cli("init")
    assert ran.code == 2 and "pyproject.toml: has settings that" in ran.err
    assert not Path("contentlint.toml").exists()


def test_settings_of_a_folder_above_are_named(cli: Init) -> None:
    write("site/a.md", ARTICLE)
    write("contentlint.toml", 'lang = "ar"\n')
    ran = cli("init", "site")
    assert ran.code == 0 and "contentlint.toml does not apply in site any more\n" in ran.err


def test_it_takes_a_folder(cli: Init) -> None:
    write("site/a.md", ARTICLE)
    assert cli("init", "site").code == 0
    assert Path("site", "contentlint.toml").exists() and not Path("contentlint.toml").exists()
    assert "no such folder" in cli("init", "none").err


def test_an_empty_folder_has_a_proposal_too(cli: Init) -> None:
    text, found = proposed(cli)
    assert "proposed after reading 0 of 0 files." in text
    assert found.sources == {}
    assert cli("init").code == 0


def test_two_runs_propose_the_same(cli: Init) -> None:
    for n in range(5):
        write(f"{n}/a.md", ARTICLE + SPACED + PIPED)
    assert cli("init", "--yes").out == cli("init", "--yes", "--force").out != ""


def test_files_that_are_no_text_are_counted(cli: Init) -> None:
    write("a.md", ARTICLE)
    write("b.md", b"\xff\x00\x81" * 500)
    ran = cli("init")
    assert ran.code == 0 and "1 of 2 files; 1 cannot be read" in ran.out


# At a terminal


def test_a_terminal_shows_the_proposal_and_asks(cli: Init) -> None:
    write("a.md", ARTICLE)
    ran = cli.answered("xy")
    assert 'lang = "ar"' in ran.out and ran.out.count("write contentlint.toml? [y]es [n]o ") == 2
    assert settings()["lang"] == "ar"


@pytest.mark.parametrize("answers", ["n", "", "b"])
def test_without_a_yes_nothing_is_written(cli: Init, answers: str) -> None:
    write("a.md", ARTICLE)
    ran = cli.answered(answers)
    assert ran.code == 0 and "nothing written" in ran.out
    assert not Path("contentlint.toml").exists()


def test_yes_asks_nothing(cli: Init) -> None:
    write("a.md", ARTICLE)
    assert "[y]es" not in cli.answered("", "--yes").out
    assert Path("contentlint.toml").exists()


def test_a_terminal_offers_a_baseline_for_an_old_archive(cli: Init) -> None:
    write("a.md", ARTICLE + PIPED * 100)
    ran = cli.answered("b")
    assert "[b]aseline" in ran.out and "wrote contentlint-baseline.json: " in ran.err
    assert settings()["baseline"] == "contentlint-baseline.json"
    again = cli("check", ".")
    assert (again.code, again.out) == (0, "")


# Baseline


def test_many_findings_make_a_baseline_advisable(cli: Init) -> None:
    write("a.md", ARTICLE + PIPED * 100)
    text, found = proposed(cli)
    assert "errors and warnings exist" in text and "check --write-baseline" in text
    assert found.baseline == "" and '# baseline = "contentlint-baseline.json"' in text
    write("a.md", ARTICLE + PIPED)
    assert "baseline" not in proposed(cli)[0]


def test_baseline_records_the_existing_findings(cli: Init) -> None:
    write("a.md", ARTICLE + PIPED)
    assert cli("check", ".").code == 1
    ran = cli("init", "--baseline")
    assert ran.code == 0 and settings()["baseline"] == "contentlint-baseline.json"
    assert json.loads(Path("contentlint-baseline.json").read_text())["files"]["a.md"]
    assert cli("check", ".").code == 0
    write("b.md", ARTICLE + PIPED)
    assert cli("check", ".").code == 1


def test_an_existing_baseline_is_kept_and_named(cli: Init) -> None:
    write("a.md", ARTICLE + PIPED)
    assert cli("check", ".", "--write-baseline").code == 0
    before = Path("contentlint-baseline.json").read_text()
    assert "already exists" in cli("init", "--baseline").err
    assert cli("init").code == 0 and cli("check", ".").code == 0
    assert Path("contentlint-baseline.json").read_text() == before


# Languages


def test_languages_that_detection_finds_are_left_to_it(cli: Init) -> None:
    for n in range(4):
        write(f"ar/{n}.md", ARTICLE)
        write(f"en/{n}.md", f"# The old bridge\n\n{ENGLISH}\n")
    text, found = proposed(cli)
    assert (found.lang, found.overrides) == (None, ())
    assert "# ar (4 files), en (4 files).\n" in text


def test_a_language_in_names_is_set_where_detection_takes_it_for_another(cli: Init) -> None:
    for n in range(4):
        write(f"docs/en/{n}.md", f"# The old bridge\n\n{ENGLISH}\n")
        write(f"docs/da/{n}.md", f"# Den gamle bro\n\n{DANISH}\n")
        write(f"blog/{n}.da.md", f"# Den gamle bro\n\n{DANISH}\n")
        write(f"it/{n}.md", f"# The servers\n\n{ENGLISH}\n")
        write(f"no/{n}.md", f"# The other bridges\n\n{ENGLISH}\n")
    _, found = proposed(cli)
    assert {(o.files, o.lang) for o in found.overrides} == {
        (("docs/da/**",), "da"),
        (("*.da.md",), "da"),
    }


# Origins


def test_folders_of_other_origins_are_overrides(cli: Init) -> None:
    write("docusaurus.config.js", "")
    for n in range(3):
        write(f"docs/{n}.md", AUTHORED)
        write(f"i18n/fa/{n}.md", AUTHORED)
    text, found = proposed(cli)
    assert found.origin is None
    assert [(o.files, o.origin) for o in found.overrides] == [(("i18n/**",), "translated")]
    assert '# by a machine; if people translated them: origin = "authored"\n' in text


def test_an_origin_that_the_site_decides_is_not_set(cli: Init) -> None:
    write("hugo.toml", "")
    write("content/a.md", AUTHORED)
    text, found = proposed(cli)
    assert found.origin is None
    assert "# The origin is detected: authored (content of Hugo: hugo.toml).\n" in text


def test_an_unknown_origin_is_asked_for(cli: Init) -> None:
    write("a.txt", "قال.\n")
    assert '# origin = "authored"\n' in proposed(cli)[0]


# Sites


def test_images_show_the_root_of_the_site_and_are_looked_up(cli: Init) -> None:
    write("hugo.toml", "")
    for n in range(10):
        write(f"static/{n}.png", "")
    shown = "\n\n".join(f"![جسر قديم](/{n}.png)" for n in range(11))
    write("content/a.md", f"{AUTHORED}\n{shown}\n")
    text, found = proposed(cli)
    assert found.site_root == os.path.join(os.getcwd(), "static")
    assert "# Where images with addresses like /a.jpg lie (10 of 11).\n" in text
    assert found.layers[0].extend_select == ("broken-local-image",)
    assert "# 10 of 11 images in the site exist; the others are broken.\n" in text
    ran = cli("init")
    assert "error IMG006 broken-local-image: 1 finding in 1 of 1 file\n" in ran.out
    assert "IMG006" in cli("check", ".").out


def test_images_that_lie_nowhere_propose_nothing(cli: Init) -> None:
    write("hugo.toml", "")
    write("static/a.png", "")
    shown = "\n\n".join(f"![جسر قديم](/cdn/{n}.png)\n\n![](b/{n}.png)" for n in range(11))
    write("content/a.md", f"{AUTHORED}\n{shown}\n")
    _, found = proposed(cli)
    assert found.site_root == "" and found.layers == ()


def test_themes_and_templates_are_excluded(cli: Init) -> None:
    write("hugo.toml", "")
    write("content/a.md", AUTHORED)
    write("themes/x/README.md", ARTICLE + PIPED)
    write("archetypes/default.md", "---\ntitle: x\n---\n")
    text, found = proposed(cli)
    assert "proposed after reading 1 of 1 file." in text
    assert found.exclude == ("/archetypes/**", "/themes/**")
    assert cli("init").code == 0 and cli("check", ".").code == 0


def test_content_of_a_site_is_never_excluded(cli: Init) -> None:
    write("hugo.toml", 'contentDir = "static"\n')
    write("static/a.md", AUTHORED)
    assert proposed(cli)[1].exclude == ()


def test_syntax_without_a_generator_names_the_dialect(cli: Init) -> None:
    for n in range(3):
        write(f"{n}.md", f'{AUTHORED}\n!!! note "Note"\n    {ARABIC}\n')
    text, found = proposed(cli)
    assert found.dialect == "mkdocs" and "# 3 files with syntax of mkdocs, whose" in text
    write("_config.yml", "")
    assert proposed(cli)[1].dialect is None
    Path("_config.yml").unlink()
    write("4.md", f"{AUTHORED}\n![[page]]\n")
    assert proposed(cli)[1].dialect is None


def test_names_of_folders_set_nothing(cli: Init) -> None:
    folder = '#!"\nignore = ["ENC"]\n#[x]*\\'
    for n in range(3):
        write(f"docs/{n}.md", AUTHORED)
        write(f"{folder}/i18n/ar/{n}.md", AUTHORED)
    _, found = proposed(cli)
    assert found.layers == () and len(found.overrides) == 1
    assert cli("init").code == 0
    shown = cli("config", f"{folder}/i18n/ar/1.md", "--format", "json").out
    origin = json.loads(shown)["settings"]["origin"]
    assert origin == {"value": "translated", "origin": "contentlint.toml: overrides #1"}


# Rules


def test_examples_have_places_and_excerpts(cli: Init) -> None:
    for n in range(5):
        write(f"{n}.md", f"{ARTICLE}\nقال {n} ،ثم مضى\n\n{PIPED * (n == 0)}")
    out = cli("init").out
    assert out.index("error IMG001 empty-image") < out.index("warning PUN")
    rule = re.escape("warning PUN001 space-before-punctuation: 5 findings in 5 of 5 files\n")
    example = r"  {}\.md:5:6\n  \| قال {}⟦ ،⟧.*\n"
    three = "".join(example.format(n, n) for n in (0, 1, 3))
    assert re.search(f"{rule}{three}  to see all: contentlint check --select PUN001 \\.\n", out)


def test_infos_are_listed_with_a_way_to_see_them(cli: Init) -> None:
    write("a.md", ARTICLE + "\n\n[نص](https://example.com/a?utm_source=b)\n")
    out = cli("init").out
    assert "Infos, which are not shown by default: SRC008 tracking-parameters (1)" in out
    assert "  to see all: contentlint check --min-severity info .\n" in out


def test_a_habit_of_authors_becomes_an_info(cli: Init) -> None:
    for n in range(12):
        write(f"{n}.md", AUTHORED + SPACED * (n < 8))
    text, found = proposed(cli)
    assert "# In 8 of 12 files: a habit here, not a slip." in text
    assert found.layers[0].rules["PUN001"].severity == "info"
    assert "in most files, so proposed as info" in cli("init").out
    assert cli("check", ".").code == 0
    assert cli("check", ".", "--min-severity", "info").out.count("info PUN001") == 8


def test_a_slip_stays_a_warning(cli: Init) -> None:
    for n in range(12):
        write(f"{n}.md", AUTHORED + SPACED * (n < 6))
    assert proposed(cli)[1].layers == ()


@pytest.mark.parametrize("text", [AUTHORED + "![]()\n", ARTICLE + SPACED + "![]() |\n"])
def test_errors_and_the_faults_of_an_import_are_never_lowered(cli: Init, text: str) -> None:
    for n in range(12):
        write(f"{n}.md", text)
    before = cli("check", ".", "--no-cache").out
    assert "error IMG001" in before
    assert cli("init").code == 0 and not {"ignore", "select", "rules"} & set(settings())
    assert cli("check", ".", "--no-cache").out == before


def test_what_is_commented_out_is_valid_when_it_is_used(cli: Init) -> None:
    write("content/a.md", f"---\ntitle: الجسر\ndate: 2025-03-01\n---\n\n{ARTICLE}{PIPED * 100}")
    text, _ = proposed(cli)
    used = re.sub(r"^# ([a-z][\w.-]* = )", r"\1", text, flags=re.MULTILINE)
    assert {"baseline", "extend-select", "rules"} <= set(tomli.loads(used))
    required = tomli.loads(used)["rules"]["front-matter-invalid"]["options"]["required-keys"]
    assert required == ["title", "date"]
    write("contentlint.toml", used)
    assert cli("check", ".", "--write-baseline").code == 0
    assert cli("check", ".").code == 0


# The sample


def targets(*sizes: int) -> list[Target]:
    return [Target(str(n), size) for n, size in enumerate(sizes)]


def test_a_sample_is_spread_evenly() -> None:
    chosen = [int(path) for path in sample.choose(targets(*[10] * 3000))]
    assert len(set(chosen)) == sample.MOST_FILES and chosen == sorted(chosen)
    assert {n // 10 for n in chosen} == set(range(300))  # one of ten files in a row
    assert set(Counter(n % 10 for n in chosen).values()) <= set(range(25, 36))  # not the same one
    assert sample.choose(targets(1, 2, 3)) == ["0", "1", "2"]
    assert sample.choose([]) == []


def test_a_sample_is_limited_by_its_size() -> None:
    assert len(sample.choose(targets(*[400_000] * 100))) == 10
    assert sample.choose(targets(50, 3_000_000, 50)) == ["0", "2"]
    assert sample.choose(targets(4_000_000, 3_000_000)) == ["1"]


def test_a_terminal_isolates_content_but_nothing_inside_a_command(cli: Init) -> None:
    write("مقالات/a.md", f"{ARTICLE}\nقال الرجل ،ثم مضى\n")
    out = cli.answered("n", "مقالات").out
    assert "\u2066مقالات/a.md:5:10\u2069\n" in out
    assert "\u2066contentlint check --select PUN001 'مقالات'\u2069\n" in out
    assert "in \u2068مقالات\u2069" in out
