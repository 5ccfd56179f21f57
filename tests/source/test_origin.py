"""Origins: told by folders, generators and texts; said in configuration; what depends on them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from calling import Cli, alone
from conftest import ROOT
from trees import tree

from contentlint.source.generators import Sites
from contentlint.source.origin import Origins, of_signs, sign_of

PEOPLE = "---\ntitle: A day at the sea\ndraft: false\n---\n\nWe went to the sea.\n"
PAGE = "![A hall](https://cdn.example.com/hall.jpg)\n\nThe hall was full.\n"
NOTICE = "Text.\n\nThis document was translated using [Co-op Translator](https://example.com).\n"
PLAIN = "The council met on Monday.\n"
WRAPPED = (
    "The council met on Monday in the old hall beside the river, and\n"
    "the members spoke about the budget of the coming year for more\n"
    "than four hours before the chairman closed the meeting with the\n"
    "promise that the second reading would begin on the next Tuesday\n"
    "of the month.\n"
)


def told(root: Path, name: str) -> str:
    return Origins(Sites()).of(str(root / name)).origin


# By generators


@pytest.mark.parametrize(
    ("file", "settings", "inside", "outside"),
    [
        ("mkdocs.yml", "site_name: x\n", "docs/a/b.md", "examples/a.md"),
        ("mkdocs.yml", "docs_dir: manual  # here\n", "manual/a.md", "docs/a.md"),
        ("hugo.toml", 'baseURL = "/"\n', "content/posts/a.md", "notes.md"),
        ("hugo.yaml", 'contentDir: "texts"\n', "texts/a.md", "content/a.md"),
        ("config.toml", 'baseURL = "/"\n', "content/a.md", "a.md"),
        ("config.toml", 'base_url = "/"\n', "content/a.md", "a.md"),
        ("config/_default/hugo.toml", 'contentDir = "c"\n', "c/a.md", "content/a.md"),
        ("docusaurus.config.js", "module.exports = {\n  path: 'api',\n}\n", "api/a.md", "a.md"),
        ("docusaurus.config.ts", "export default {}\n", "blog/a.md", "static/a.md"),
        ("docs/.vitepress/config.mts", "export default {}\n", "docs/ar/a.md", "a.md"),
        ("docs/.vitepress/config.ts", "  srcDir: './src',\n", "docs/src/a.md", "docs/a.md"),
        ("astro.config.mjs", "", "src/content/docs/a.md", "a.md"),
        ("_config.yml", "source_dir: source\n", "source/_posts/a.md", "a.md"),
        ("site/_config.yml", "title: x\n", "site/a.md", "a.md"),
        ("docs/conf.py", "extensions = []\n", "docs/a.md", "a.md"),
        ("book.toml", "[book]\n", "src/a.md", "a.md"),
        ("docs/_quarto.yml", "", "docs/a.md", "a.md"),
        ("vault/.obsidian/app.json", "{}", "vault/a.md", "a.md"),
        ("docs/docs.json", '{"navigation": []}', "docs/a.md", "a.md"),
    ],
)
def test_a_generator_speaks_for_its_content_only(
    tmp_path: Path, file: str, settings: str, inside: str, outside: str
) -> None:
    tree(tmp_path, {file: settings, inside: PLAIN, outside: PLAIN})
    assert (told(tmp_path, inside), told(tmp_path, outside)) == ("authored", "unknown")


@pytest.mark.parametrize(
    ("file", "settings"),
    [
        ("config.toml", "[server]\nport = 80\n"),
        ("config.yml", "port: 80\n"),
        ("conf.py", "PORT = 80\n"),
        ("book.toml", "[shop]\n"),
        ("docs.json", "{}"),
    ],
)
def test_a_file_that_only_has_the_name_says_nothing(
    tmp_path: Path, file: str, settings: str
) -> None:
    tree(tmp_path, {file: settings, "content/a.md": PLAIN, "src/a.md": PLAIN})
    assert [told(tmp_path, name) for name in ("content/a.md", "src/a.md")] == ["unknown"] * 2


def test_nothing_above_the_root_of_the_repository_counts(tmp_path: Path) -> None:
    tree(tmp_path, {"_config.yml": "title: x\n", "a.md": PEOPLE}, repository=False)
    tree(tmp_path / "inner", {"texts/a.md": PLAIN})
    assert told(tmp_path, "inner/texts/a.md") == "unknown"
    assert told(tmp_path, "texts/a.md") == "authored"


def test_settings_that_are_no_file_do_not_hang(tmp_path: Path) -> None:
    tree(tmp_path, {"docs/a.md": PLAIN})
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "mkdocs.yml")
    assert told(tmp_path, "docs/a.md") in ("authored", "unknown")


# By folders


@pytest.mark.parametrize(
    "folder",
    ["i18n/ar/docusaurus-plugin-content-docs/current", "translations/pt-BR", "a/i18n/zh_Hans/b"],
)
def test_folders_of_translations_come_before_the_generator(tmp_path: Path, folder: str) -> None:
    tree(tmp_path, {"docusaurus.config.js": "", f"{folder}/a.md": PEOPLE})
    assert told(tmp_path, f"{folder}/a.md") == "translated"


@pytest.mark.parametrize("folder", ["i18n", "translations/notes", "docs/ar", "i18n/Readme"])
def test_other_folders_are_no_translations(tmp_path: Path, folder: str) -> None:
    tree(tmp_path, {f"{folder}/a.md": PLAIN})
    assert told(tmp_path, f"{folder}/a.md") == "unknown"


# By texts

LONG = "The council met on Monday in the old hall. " * 5 + "\n"
TEXTS = [
    ([], None),
    ([PLAIN] * 8, None),
    ([PEOPLE] * 4 + [PLAIN] * 4, "authored"),
    ([PEOPLE] * 4 + [PAGE] * 4, "authored"),
    ([PEOPLE] * 3 + [PAGE] * 5, "extracted"),
    ([PEOPLE] * 3 + [LONG] * 5, "authored"),
    ([PEOPLE] * 2 + [LONG] * 6, "extracted"),
    ([PAGE] * 3 + [PLAIN] * 5, "extracted"),
    ([NOTICE] * 4 + [PEOPLE] * 4, "translated"),
    ([NOTICE] * 3 + [PEOPLE] * 5, "authored"),
    (["---\n"], None),
]


@pytest.mark.parametrize(("texts", "expected"), TEXTS)
def test_the_texts_of_a_folder_have_one_origin(texts: list[str], expected: str | None) -> None:
    found = of_signs([sign_of(text) for text in texts])
    assert (found and found.origin) == expected


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 'x'\n+++\ntext\n",
        "---\ntitle: x\nurl: /a/b/\n---\ntext\n",
        "{{< note >}}\nText.\n{{< /note >}}\n",
        "> [!NOTE]\n> Text.\n",
        "Text, [see][one].\n\n[one]: https://example.com\n",
        "Text, [see][1].\n\n[1]: https://example.com\n",
        "---\nsource: https://example.com/a\n---\n{% set a = 1 %}\n",
        "Text, see [the guide](../guide.md#start).\n",
        "```python\nprint()\n```\n",
        "<!-- to do -->\n",
        "- [ ] milk\n- [x] bread\n",
        "Run `make`.\n",
        "<details>\n\nText.\n\n</details>\n",
        "# Title\nText.\n",
        "+ milk\n+ bread\n",
        WRAPPED,
        WRAPPED + ("\n| a |" + " b |" * 40) * 3 + "\n",
        LONG + "\n```python\nprint()\n```\n",
        PAGE + "\n<div>\n\nText.\n\n</div>\n",
        PAGE + "\n```python\nprint()\n```\n",
    ],
)
def test_what_people_write(text: str) -> None:
    assert sign_of(text).origin == "authored"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\nhostname: example.com\n---\ntext\n",
        '---\ntitle: x\nsource: "https://example.com/a"\n---\ntext\n',
        PAGE,
        "![A hall](//cdn.example.com/hall.jpg)\n",
        "![]()\n",
        "name |\n\nText.\n",
        LONG,
        "会议于星期一在河边的旧礼堂举行，委员们讨论了下一年度的预算，讨论持续了四个多小时，主席随后宣布散会并约定下周二再议。\n",
        WRAPPED + PAGE,
        WRAPPED + "\n" + LONG,
        "Run `make`.\n\n" + PAGE,
        PAGE + "\nText, [see][1].\n\n[1]: https://example.com\n",
    ],
)
def test_what_extractors_write(text: str) -> None:
    assert sign_of(text).origin == "extracted"


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        PEOPLE + NOTICE,
        "تمت ترجمة هذا المستند باستخدام خدمة الترجمة الآلية.\n",
        "このドキュメントは AI によって自動翻訳されています。\n",
    ],
)
def test_what_translators_write(text: str) -> None:
    assert sign_of(text).origin == "translated"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "| a | b |\n| - | - |\n| 1 | 2 |\n",
        "[![build](https://example.com/a.svg)](https://example.com)\n",
        "![A hall](https://user-images.githubusercontent.com/1/a.png)\n",
        "[The guide](https://example.com/guide.md)\n",
        "This article is about machine translation.\n",
        "* * *\n",
    ],
)
def test_what_anybody_may_write(text: str) -> None:
    assert sign_of(text).origin == "unknown"


@pytest.mark.parametrize("name", ["README.md", "readme.markdown", "CHANGELOG.md", "LICENSE.txt"])
def test_names_that_people_give(name: str) -> None:
    assert sign_of(LONG, name).origin == "authored"
    assert sign_of(NOTICE, name).origin == "translated"
    assert sign_of(LONG, "a-readme.md").origin == "extracted"


# By the texts of a tree


def test_folders_of_few_texts_have_the_origin_of_their_tree(tmp_path: Path) -> None:
    tree(tmp_path, {f"lessons/{n}/lesson.md": PEOPLE for n in range(9)})
    tree(tmp_path, {"lessons/9/lesson.md": PAGE, "lessons/a/b/lesson.md": PLAIN})
    tree(tmp_path, {f"pages/{n}/page.md": PAGE for n in range(9)})
    origins = Origins(Sites())
    lessons = {origins.of(str(path)).origin for path in (tmp_path / "lessons").rglob("*.md")}
    pages = {origins.of(str(path)).origin for path in (tmp_path / "pages").rglob("*.md")}
    assert (lessons, pages) == ({"authored"}, {"extracted"})


def test_pages_in_the_folder_of_a_site_are_not_those_of_its_authors(tmp_path: Path) -> None:
    tree(tmp_path, {"mkdocs.yml": "", **{f"docs/old/{n}.md": PAGE for n in range(3)}})
    tree(tmp_path, {"docs/few/1.md": PAGE, **{f"docs/plain/{n}.md": LONG for n in range(9)}})
    tree(tmp_path, {f"docs/some/{n}.md": PEOPLE if n == 5 else PAGE for n in range(6)})
    news = "---\ntitle: x\nsource: https://example.com/a\n---\n"
    tree(tmp_path, {f"docs/news/{n}.md": news for n in range(6)})
    tree(tmp_path, {f"docs/one/{n}.md": PAGE if n == 5 else LONG for n in range(8)})
    tree(tmp_path, {f"docs/code/{n}.md": PAGE if n == 5 else LONG for n in range(7)})
    tree(tmp_path, {"docs/code/7.md": "Run `make`.\n"})
    pages, texts = ("old", "one"), ("few", "plain", "some", "news", "code")
    found = {name: told(tmp_path, f"docs/{name}/1.md") for name in (*pages, *texts)}
    assert found == dict.fromkeys(pages, "extracted") | dict.fromkeys(texts, "authored")


@pytest.mark.parametrize("generator", ["mkdocs.yml", "package.json"])
def test_notices_speak_for_a_folder_named_after_a_language(tmp_path: Path, generator: str) -> None:
    tree(tmp_path, {generator: "", "docs/en/a/x.md": PEOPLE, "docs/en/b/x.md": PEOPLE})
    tree(tmp_path, {"docs/ja/a/x.md": NOTICE, "docs/ja/b/x.md": NOTICE, "docs/ja/c/x.md": PLAIN})
    found = [told(tmp_path, f"docs/{name}/x.md") for name in ("en/a", "ja/a", "ja/c")]
    assert found == ["authored", "translated", "translated"]


def test_what_a_readme_links_to_is_written_by_people(tmp_path: Path) -> None:
    tree(tmp_path, {f"issues/{n}.md": PAGE for n in range(4)})
    tree(tmp_path, {f"pages/{n}.md": PAGE for n in range(4)})
    links = "".join(f"- [Issue {n}](issues/{n}.md)\n" for n in range(4))
    (tmp_path / "README.md").write_text(links + "- [A page](pages/1.md)\n", encoding="utf-8")
    assert told(tmp_path, "issues/1.md") == "authored"
    assert told(tmp_path, "pages/1.md") == "extracted"


def test_a_readme_is_no_evidence_for_other_texts(tmp_path: Path) -> None:
    tree(tmp_path, {"README.md": PEOPLE, **{f"texts/{n}.md": PLAIN for n in range(4)}})
    assert told(tmp_path, "texts/1.md") == "unknown"
    assert told(tmp_path, "from-standard-input.md") == "unknown"
    assert told(tmp_path, "README.md") == "authored"


def test_neighbours_and_folders_without_signs_are_treated_alike(tmp_path: Path) -> None:
    files = {f"posts/{n}.md": PEOPLE for n in range(5)} | {f"posts/{n}.md": PLAIN for n in (5, 6)}
    tree(tmp_path, {**files, "posts/old/a.md": PLAIN})
    origins = Origins(Sites())
    found = {origins.of(str(tmp_path / name)).origin for name in (*files, "posts/old/a.md")}
    assert found == {"authored"}


def test_what_lies_above_a_folder_outside_repositories_is_not_read(tmp_path: Path) -> None:
    tree(tmp_path, {"a.md": PEOPLE, "b/a.md": PLAIN}, repository=False)
    assert told(tmp_path, "b/a.md") == "unknown"


def test_links_in_a_sample_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, {"elsewhere/a.md": PEOPLE, "here/a.md": PLAIN})
    for n in range(9):
        (tmp_path / f"here/l{n}.md").symlink_to(tmp_path / "elsewhere/a.md")
    assert told(tmp_path, "here/a.md") == "unknown"


# What is said


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command, in a folder of the test's own."""
    alone(tmp_path, monkeypatch)
    return Cli(capsys, "--format", "json", "--exit-zero")


def shown(cli: Cli, *args: str) -> Mapping[str, str]:
    found = cli("config", *args, "--format", "json")
    assert found.code == 0, found.err
    entry: Mapping[str, str] = json.loads(found.out)["settings"]["origin"]
    return entry


def test_the_command_line_wins_over_overrides_over_the_file_over_the_folder(
    tmp_path: Path, cli: Cli
) -> None:
    config = 'origin = "extracted"\n\n[[overrides]]\nfiles = ["b/**"]\norigin = "translated"\n'
    tree(tmp_path, {"mkdocs.yml": "", "docs/a.md": PLAIN, "b/a.md": PLAIN})
    assert shown(cli, "docs/a.md") == {
        "value": "authored",
        "origin": "content of MkDocs: mkdocs.yml",
    }
    assert shown(cli, "b/a.md")["origin"] == "no evidence"
    (tmp_path / "contentlint.toml").write_text(config, encoding="utf-8")
    assert shown(cli, "docs/a.md") == {"value": "extracted", "origin": "contentlint.toml"}
    assert shown(cli, "b/a.md") == {
        "value": "translated",
        "origin": "contentlint.toml: overrides #1",
    }
    inline = shown(cli, "b/a.md", "--config", 'origin = "unknown"')
    assert inline == {"value": "unknown", "origin": "--config"}
    line = shown(cli, "b/a.md", "--origin", "authored")
    assert line == {"value": "authored", "origin": "command line"}


COMMENTS = "The council met on Monday and passed the budget.\n\n0 Comments\n"


def codes(cli: Cli, *args: str) -> list[str]:
    return [each["code"] for each in json.loads(cli.check(*args).out)["findings"]]


@pytest.mark.parametrize(
    ("args", "on"),
    [
        ((), False),
        (("--profile", "ci"), False),
        (("--select", "RES"), False),
        (("--extend-select", "RES"), False),
        (("--select", "ALL"), True),
        (("--select", "RES001"), True),
        (("--extend-select", "comment-widget"), True),
        (("--origin", "unknown"), True),
        (("--config", "select = ['ALL']"), True),
    ],
)
def test_a_rule_runs_on_other_origins_where_it_is_asked_for(
    tmp_path: Path, cli: Cli, args: tuple[str, ...], on: bool
) -> None:
    tree(tmp_path, {"mkdocs.yml": "", "docs/a.md": COMMENTS})
    assert ("RES001" in codes(cli, *args)) == on


def test_the_cache_knows_the_origin(tmp_path: Path, cli: Cli) -> None:
    tree(tmp_path, {"docs/a.md": COMMENTS})
    assert "RES001" in codes(cli)
    (tmp_path / "mkdocs.yml").write_text("", encoding="utf-8")
    assert "RES001" not in codes(cli)
    (tmp_path / "mkdocs.yml").unlink()
    assert "RES001" in codes(cli)


@pytest.mark.parametrize(("name", "on"), [("docs/new.md", False), ("new.md", True)])
def test_standard_input_has_the_origin_of_its_folder(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, on: bool
) -> None:
    tree(tmp_path, {"mkdocs.yml": "", "docs/a.md": PLAIN})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(COMMENTS.encode())))
    assert ("RES001" in codes(cli, "-", "--stdin-filename", name)) == on


@pytest.mark.parametrize(
    ("config", "error"),
    [
        ('origin = "authord"', "origin: unknown value 'authord'; did you mean 'authored'?"),
        (
            '[[overrides]]\nlanguages = ["ar"]\norigin = "authored"',
            "lang, paragraphs, origin and dialect decide how a file is read",
        ),
    ],
)
def test_what_cannot_be_said_is_an_error(tmp_path: Path, cli: Cli, config: str, error: str) -> None:
    tree(tmp_path, {"contentlint.toml": config, "a.md": PLAIN})
    found = cli.check()
    assert found.code == 2
    assert error in found.err


def test_this_project_has_no_say_over_its_examples() -> None:
    root = ROOT
    found = {name: told(root, name) for name in ("docs/start.md", "examples/news-ar/articles/a.md")}
    assert found == {"docs/start.md": "authored", "examples/news-ar/articles/a.md": "extracted"}
