"""Translations that ``init`` finds by the names of files, and the tables that it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from calling import Cli, alone, write
from proposed_layouts import PAGES, accepted, spread

from contentlint.cli.init.layouts_by_name import Layout, layouts
from contentlint.config.load import Configs
from contentlint.run.partners import Partners

DOCS = "docusaurus-plugin-content-docs/current"


FOUND: list[tuple[Sequence[str], str, str, dict[str, int]]] = [
    (
        spread("content/en/", "content/ar/", "content/fa/"),
        *("content/en/{path}", "content/{lang}/{path}", {"ar": 3, "fa": 3}),
    ),
    (spread("en/", "zh-Hant/"), "en/{path}", "{lang}/{path}", {"zh-Hant": 3}),
    (
        [*spread("docs/de/", "docs/ar/"), "docs/de/e.md"],
        *("docs/de/{path}", "docs/{lang}/{path}", {"ar": 3}),
    ),
    (spread("docs/", "docs/ar/"), "docs/{path}", "docs/{lang}/{path}", {"ar": 3}),
    # The folder above has the source, also if its translations resemble each other.
    (
        [*spread("docs/", "docs/ar/", "docs/fa/"), "docs/ar/e.md", "docs/fa/e.md"],
        *("docs/{path}", "docs/{lang}/{path}", {"ar": 3, "fa": 3}),
    ),
    (
        [*spread("src/", "src/en/", "src/ar/", "src/fa/"), "src/en/e.md"],
        *("src/{path}", "src/{lang}/{path}", {"ar": 3, "en": 3, "fa": 3}),
    ),
    (
        spread("docs/", f"i18n/ar/{DOCS}/", f"i18n/fa/{DOCS}/"),
        *("docs/{path}", f"i18n/{{lang}}/{DOCS}/{{path}}", {"ar": 3, "fa": 3}),
    ),
    (
        spread("", "translations/ar/", "translations/he/"),
        *("{path}", "translations/{lang}/{path}", {"ar": 3, "he": 3}),
    ),
    (
        ["docs/a.md", "docs/a.ar.md", "docs/b/c.md", "docs/b/c.ar.md", "docs/b/c.fa.md"],
        *("docs/{path}.md", "docs/{path}.{lang}.md", {"ar": 2, "fa": 1}),
    ),
    (
        ["a.en.md", "a.ar.md", "b.en.md", "b.ar.md"],
        *("{path}.en.md", "{path}.{lang}.md", {"ar": 2}),
    ),
    (
        ["README.md", "README-ar.md", "README-zh_CN.md", "docs/a.md"],
        *("README.md", "README-{lang}.md", {"ar": 1, "zh_CN": 1}),
    ),
    (spread("pages/", "pages.ar/"), "pages/{path}", "pages.{lang}/{path}", {"ar": 3}),
    (
        spread("_articles/", "_articles/fa/"),
        *("_articles/{path}", "_articles/{lang}/{path}", {"fa": 3}),
    ),
]


@pytest.mark.parametrize(("paths", "source", "target", "pairs"), FOUND)
def test_layout_is_found(
    paths: Sequence[str], source: str, target: str, pairs: dict[str, int]
) -> None:
    assert layouts(paths) == [Layout(source, target, pairs)]
    assert layouts(reversed(paths)) == layouts(paths)


@pytest.mark.parametrize(
    "paths",
    [
        [],
        spread("docs/", "img/"),
        # Words that are codes, without the paths of the source.
        [*spread("docs/"), "docs/to/x.md", "docs/is/y.md", "docs/no/z.md"],
        # One page of a folder that has the name of a language.
        ["docs/a.md", "docs/it/a.md"],
        # Less than a third of the folder's pages.
        [*spread("docs/", "docs/it/"), *(f"docs/it/{n}.md" for n in range(20))],
        ["notes.md", "notes.old.md", "notes.new.md"],
        ["a.md", "b.md", "c-ar.md"],
    ],
)
def test_other_folders_are_no_translations(paths: Sequence[str]) -> None:
    assert layouts(paths) == []


def test_trees_of_several_editions_are_found_the_largest_first() -> None:
    paths = spread("2019/en/", "2019/ar/", "2023/en/", "2023/ar/", "2023/fa/")
    assert [(each.source, each.pairs) for each in layouts(paths)] == [
        ("2023/en/{path}", {"ar": 3, "fa": 3}),
        ("2019/en/{path}", {"ar": 3}),
    ]


def test_coincidence_of_names_beside_a_large_tree_is_dropped() -> None:
    pages = [f"{n}.md" for n in range(300)]
    paths = [f"{folder}/{page}" for folder in ("en", "ar") for page in pages]
    paths += ["node.md", "node.io.md", "socket.md", "socket.io.md"]
    assert [each.source for each in layouts(paths)] == ["en/{path}"]


@pytest.mark.parametrize(("paths", "source", "target", "pairs"), FOUND)
def test_proposed_table_pairs_as_many_files_as_it_says(
    paths: Sequence[str],
    source: str,
    target: str,
    pairs: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    alone(tmp_path, monkeypatch)
    cli = Cli(capsys)
    total = sum(pairs.values())
    table = accepted(cli, paths)
    assert table.startswith(f"{total} pairs of files (")
    assert source in table
    assert target in table
    config = Configs().of("x.md")
    partners = Partners(config.translations, config.glossary)
    found = [partners.partner(path) for path in paths]
    assert len([each for each in found if each is not None and not each.missing]) == total
    for path, partner in zip(paths, found, strict=True):
        if partner is not None and not partner.missing:
            shown = cli("config", path).out
            assert f"# translation into {partner.claim.lang} of {partner.source}  (" in shown
    assert f"Pairs:     {total} pairs of files" in cli("init", "--yes", "--force").out


def test_nothing_is_compared_before_the_table_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone(tmp_path, monkeypatch)
    cli = Cli(capsys)
    text = "# Page\n\n" + "A long enough sentence of a page that nobody translated.\n\n" * 3
    for lang in ("en", "ar"):
        for page in PAGES:
            write(f"content/{lang}/{page}", text)
    assert "TRA" not in cli("check", "--min-severity", "info").out
    assert cli("init", "--yes").code == 0
    assert "# [[translations]]" in Path("contentlint.toml").read_text(encoding="utf-8")
    assert "TRA" not in cli("check", "--min-severity", "info").out
