"""Dialects: told by the generator's files and by suffixes; said in configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Cli, alone
from trees import tree

from contentlint.model.dialects import COLONS, DIALECTS, JSX, of_format
from contentlint.source import formats
from contentlint.source.dialect import Dialects
from contentlint.source.generators import GENERATORS, Sites


def dialect(root: Path, name: str) -> str:
    return Dialects(Sites()).of(str(root / name))[0]


@pytest.mark.parametrize(
    ("file", "settings", "inside", "expected"),
    [
        ("hugo.toml", 'baseURL = "/"\n', "content/posts/a.md", "hugo"),
        ("config.toml", 'baseURL = "/"\n', "content/a.md", "hugo"),
        ("config.toml", 'base_url = "/"\n', "content/a.md", "none"),
        ("config/_default/hugo.toml", "", "content/a.md", "hugo"),
        ("_config.yml", "title: x\n", "_posts/a.md", "jekyll"),
        ("_config.yml", "source_dir: source\n", "source/_posts/a.md", "hexo"),
        ("_config.yml", "new_post_name: :title.md\n", "source/_posts/a.md", "hexo"),
        ("_config.yml", "sphinx:\n  x: y\nsphinx_key: 1\n", "a.md", "jekyll"),
        ("_config.yml", "title: x\nsphinx:\n  x: y\n", "a.md", "sphinx"),
        ("docusaurus.config.ts", "export default {}\n", "i18n/ar/docs/a.md", "docusaurus"),
        ("mkdocs.yml", "docs_dir: manual\n", "manual/a/b.md", "mkdocs"),
        ("docs/.vitepress/config.mts", "export default {}\n", "docs/ar/a.md", "vitepress"),
        ("docs/.vuepress/config.js", "", "docs/a.md", "vuepress"),
        ("astro.config.mjs", "", "src/content/docs/a.md", "starlight"),
        ("next.config.js", "", "content/a.md", "mdx"),
        ("docs/conf.py", "extensions = []\n", "docs/a.md", "sphinx"),
        ("_quarto.yml", "", "a.md", "quarto"),
        ("vault/.obsidian/app.json", "{}", "vault/a.md", "obsidian"),
        ("book.toml", "[book]\n", "src/a.md", "mdbook"),
        ("book.json", "{}", "ar/a.md", "gitbook"),
        ("1-js/01-a/article.md", "x\n", "2-ui/article.md", "javascript.info"),
        (".github/workflows/a.yml", "", "docs/a.md", "github"),
        ("pelicanconf.py", "", "content/a.md", "none"),
        ("package.json", "{}", "a.md", "none"),
    ],
)
def test_the_file_of_a_generator_above_names_the_dialect(
    tmp_path: Path, file: str, settings: str, inside: str, expected: str
) -> None:
    tree(tmp_path, {file: settings, inside: "Text.\n"})
    assert dialect(tmp_path, inside) == expected


def test_the_nearest_generator_counts(tmp_path: Path) -> None:
    files = {"hugo.toml": "", "content/docs/mkdocs.yml": "", "content/docs/docs/a.md": "Text.\n"}
    tree(tmp_path, {**files, "content/a.md": "Text.\n"})
    assert dialect(tmp_path, "content/docs/docs/a.md") == "mkdocs"
    assert dialect(tmp_path, "content/a.md") == "hugo"


@pytest.mark.parametrize("editor", [".obsidian/app.json", ".foam/a.json"])
def test_a_site_is_read_by_its_generator_whatever_edits_it(tmp_path: Path, editor: str) -> None:
    tree(tmp_path, {"docusaurus.config.js": "", editor: "{}", "docs/a.md": "", "notes/a.md": ""})
    assert dialect(tmp_path, "docs/a.md") == "docusaurus"
    assert dialect(tmp_path, "notes/a.md") == "obsidian"


def test_files_that_a_generator_does_not_read_have_the_dialect_of_their_host(
    tmp_path: Path,
) -> None:
    tree(tmp_path, {"hugo.toml": "", ".github/x.yml": "", "README.md": "", "content/a.md": ""})
    assert dialect(tmp_path, "README.md") == "github"
    assert dialect(tmp_path, "content/a.md") == "hugo"


def test_each_generator_names_a_dialect_that_there_is() -> None:
    for generators in GENERATORS.values():
        for generator in generators:
            assert generator.dialect in ("", *DIALECTS)


def test_a_suffix_adds_to_the_dialect_of_the_folder() -> None:
    assert formats.read("a.mdx", b"").dialect.name == "mdx"
    assert formats.read("a.qmd", b"").dialect.name == "quarto"
    assert formats.read("a.qmd", b"", dialect="hugo").dialect.name == "hugo"
    assert of_format("none", "markdown").name == "none"
    assert of_format("hugo", "text").name == "none"
    features = of_format("starlight", "mdx").features
    assert features & JSX
    assert features & COLONS
    assert not of_format("starlight", "markdown").features & JSX


# Said


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command, in a folder of the test's own."""
    alone(tmp_path, monkeypatch)
    return Cli(capsys)


def shown(cli: Cli, *args: str) -> tuple[str, str]:
    """Return the dialect and its source in the output of ``config``."""
    found = cli("config", "--format=json", *args)
    assert found.code == 0
    setting = json.loads(found.out)["settings"]["dialect"]
    return setting["value"], setting["origin"]


def test_configuration_names_the_dialect_and_why(tmp_path: Path, cli: Cli) -> None:
    tree(tmp_path, {"mkdocs.yml": "", "docs/a.md": "x\n", "docs/b.mdx": "x\n", "c.mdx": "x\n"})
    assert shown(cli, "docs/a.md") == ("mkdocs", "content of MkDocs: mkdocs.yml")
    assert shown(cli, "docs/b.mdx") == ("mkdocs", "content of MkDocs: mkdocs.yml")
    assert shown(cli, "c.mdx") == ("mdx", "the suffix .mdx")
    assert shown(cli, "c.qmd") == ("quarto", "the suffix .qmd")
    assert shown(cli, "docs/a.txt") == ("none", "plain text")
    why = "no configuration file of a site generator in its folder or above"
    assert shown(cli, "c.md") == ("none", why)
    assert shown(cli, "--dialect=hugo", "docs/a.md") == ("hugo", "command line")
    text = 'dialect = "none"\n[[overrides]]\nfiles = ["docs/**"]\ndialect = "quarto"\n'
    (tmp_path / "contentlint.toml").write_text(text)
    assert shown(cli, "c.md") == ("none", "contentlint.toml")
    assert shown(cli, "docs/a.md") == ("quarto", "contentlint.toml: overrides #1")


def test_configuration_names_the_fences_that_contain_prose(tmp_path: Path, cli: Cli) -> None:
    text = '```smart header="a"\nText.\n```\n\n```js\na()\n```\n'
    tree(tmp_path, {"1-js/a.md": text})
    assert "# line 1: the fence smart header" in cli("config", "1-js/a.md").out
    found = json.loads(cli("config", "--format=json", "1-js/a.md").out)
    assert [fence["line"] for fence in found["prose_fences"]] == [1]
    assert "fence" not in cli("config", "--dialect=none", "1-js/a.md").out


@pytest.mark.parametrize("value", ['"Hugo"', '""', "1"])
def test_an_unknown_dialect_is_an_error(tmp_path: Path, cli: Cli, value: str) -> None:
    (tmp_path / "contentlint.toml").write_text(f"dialect = {value}\n")
    (tmp_path / "a.md").write_text("x\n")
    found = cli("check")
    assert found.code == 2
    assert "dialect" in found.err


def test_the_cache_knows_the_dialect(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("The council met.\n\n%%The hall , was full.%%\n")
    check = ("check", "--select=PUN001", "--origin=authored", "--exit-zero")
    assert "PUN001" in cli(*check).out
    (tmp_path / "docs/.obsidian").mkdir()
    assert "PUN001" not in cli(*check).out
    (tmp_path / "docs/.obsidian").rmdir()
    assert "PUN001" in cli(*check).out
