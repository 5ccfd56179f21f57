"""Translations that the settings of Crowdin, Lunaria, MkDocs and Hugo describe."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from calling import Cli, alone, write
from proposed_layouts import accepted, spread

from contentlint.cli.init.layouts_by_name import Layout
from contentlint.cli.init.layouts_by_name import layouts as by_name
from contentlint.cli.init.layouts_by_settings import layouts


def found(paths: list[str], **files: str) -> list[Layout]:
    """``crowdin`` and ``lunaria`` are the texts of the two files."""
    names = {"crowdin.yml": files.get("crowdin"), "lunaria.config.json": files.get("lunaria")}
    return of(paths, {name: text for name, text in names.items() if text})


def of(paths: Iterable[str], files: Mapping[str, str]) -> list[Layout]:
    def names_in(folder: str) -> list[str]:
        return [name[len(folder) + 1 :] for name in files if name.startswith(f"{folder}/")]

    return layouts(paths, lambda name: files.get(name, ""), names_in)


CROWDIN = [
    # source, translation, paths, and what is found
    (
        *("/en/**/*.md", "/%locale%/**/%original_file_name%", spread("en/", "ar/")),
        Layout("en/{path}", "{lang}/{path}", {"ar": 3}),
    ),
    (
        *("docs/**/*", "/i18n/%two_letters_code%/%original_path%/%original_file_name%"),
        spread("docs/", "i18n/fa/docs/"),
        Layout("docs/{path}", "i18n/{lang}/docs/{path}", {"fa": 3}),
    ),
    (
        *("/docs/**/*.md", "/docs/**/%file_name%.%locale%.%file_extension%"),
        ["docs/a.md", "docs/a.pt-BR.md", "docs/b.md", "docs/b.pt-BR.md"],
        Layout("docs/{path}.md", "docs/{path}.{lang}.md", {"pt-BR": 2}),
    ),
    (
        *("/docs/**/*.md", "/%original_path%/%file_name%.%locale%.%file_extension%"),
        ["docs/a.md", "docs/a.pt-BR.md", "docs/b/c.md", "docs/b/c.pt-BR.md"],
        Layout("docs/{path}.md", "docs/{path}.{lang}.md", {"pt-BR": 2}),
    ),
    (
        *("/posts/*.md", "/posts/%two_letters_code%/%original_file_name%"),
        ["posts/a.md", "posts/b.md", "posts/ar/a.md", "posts/ar/b.md"],
        Layout("posts/{name}", "posts/{lang}/{name}", {"ar": 2}),
    ),
    (
        *("/README.md", "/README.%two_letters_code%.md", ["README.md", "README.ar.md"]),
        None,
    ),
    (
        *("/README.md", "/docs/%locale%/%original_file_name%"),
        ["README.md", "docs/ar/README.md", "docs/fa/README.md"],
        Layout("README.md", "docs/{lang}/README.md", {"ar": 1, "fa": 1}),
    ),
    ("/en/**/*.md", "/%custom%/**/%original_file_name%", spread("en/", "ar/"), None),
    ("/*/x/**/*.md", "/%locale%/**/%original_file_name%", spread("en/x/", "ar/"), None),
    ("/en/**/*.md", "/../%locale%/**/%original_file_name%", spread("en/", "ar/"), None),
]


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize(("source", "translation", "paths", "wanted"), CROWDIN)
def test_crowdin(
    source: str, translation: str, paths: list[str], wanted: Layout | None, quote: str
) -> None:
    text = (
        "project_id: 1\nfiles:\n"
        f"  - source: {quote}{source}{quote}\n    translation: {quote}{translation}{quote}\n"
    )
    assert found(paths, crowdin=text) == ([wanted] if wanted is not None else [])


def test_lunaria_with_and_without_a_folder_of_the_source() -> None:
    def settings(pattern: object) -> str:
        return json.dumps(
            {"defaultLocale": {"lang": "en"}, "files": [{"location": "x", "pattern": pattern}]}
        )

    wanted = Layout("docs/{path}", "docs/{lang}/{path}", {"ar": 3})
    paths = spread("docs/", "docs/ar/")
    assert found(paths, lunaria=settings("docs/@lang/@path")) == [wanted]
    both = {"main": "docs/@path", "locales": "docs/@lang/@path"}
    assert found(paths, lunaria=settings(both)) == [wanted]
    paths = spread("docs/en/", "docs/ar/")
    wanted = Layout("docs/en/{path}", "docs/{lang}/{path}", {"ar": 3})
    assert found(paths, lunaria=settings("docs/@lang/@path")) == [wanted]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "[" * 5000, '{"files": 1}', '{"files": [1, {"pattern": 2}]}', "null"]
)
def test_settings_that_are_no_settings_say_nothing(text: str) -> None:
    assert found(spread("en/", "ar/"), lunaria=text, crowdin=text) == []


def test_what_is_declared_counts_where_names_say_less() -> None:
    paths = spread("manual/", "out/arabic-ar/")
    assert by_name(paths) == []
    translation = "out/arabic-%locale%/**/%file_name%.%file_extension%"
    text = f"files: [{{source: 'manual/**/*', translation: '{translation}'}}]"
    declared = found(paths, crowdin=text)
    assert by_name(paths, declared) == [
        Layout("manual/{path}", "out/arabic-{lang}/{path}", {"ar": 3})
    ]


def test_same_tree_by_name_and_by_settings_is_one() -> None:
    paths = spread("en/", "ar/", "fa/")
    text = "files:\n - source: /en/**/*.md\n   translation: /%locale%/**/%original_file_name%\n"
    assert len(by_name(paths, found(paths, crowdin=text))) == 1


SUFFIXES = ["docs/a.md", "docs/a.ar.md", "docs/b/c.md", "docs/b/c.ar.md", "docs/b/c.fa.md"]
NEW_I18N = """\
site_name: Manual
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
plugins:
  - search
  - i18n:
      docs_structure: {structure}
      languages:
        - locale: en
          default: true
          name: English
        - locale: ar
          name: العربية
        - locale: fa
          name: فارسی
"""
OLD_I18N = """\
docs_dir: ./manual/
plugins:
  search: {}
  i18n:
    docs_structure: folder
    default_language: en
    languages: {default: {name: English}, en: English, ar: العربية}
"""
LANGUAGES = """\
defaultContentLanguage = "{own}"
[languages.en]
contentDir = "{en}"
[languages.ar]
contentdir = "{ar}"
[languages.fa]
weight = 3
"""
SITES = [
    # The file of settings, its text, the paths, and what is found.
    (
        *("mkdocs.yml", NEW_I18N.format(structure="folder"), spread("docs/en/", "docs/ar/")),
        Layout("docs/en/{path}", "docs/{lang}/{path}", {"ar": 3}),
    ),
    (
        *("mkdocs.yml", NEW_I18N.format(structure="suffix"), SUFFIXES),
        Layout("docs/{path}.md", "docs/{path}.{lang}.md", {"ar": 2, "fa": 1}),
    ),
    (
        *("mkdocs.yml", NEW_I18N.format(structure="suffix")),
        ["docs/a.en.md", "docs/a.ar.md", "docs/b.en.md", "docs/b.ar.md"],
        Layout("docs/{path}.en.md", "docs/{path}.{lang}.md", {"ar": 2}),
    ),
    (
        *("mkdocs.yaml", OLD_I18N, spread("manual/en/", "manual/ar/")),
        Layout("manual/en/{path}", "manual/{lang}/{path}", {"ar": 3}),
    ),
    (
        *("hugo.toml", LANGUAGES.format(own="en", en="content/en", ar="content/ar")),
        spread("content/en/", "content/ar/"),
        Layout("content/en/{path}", "content/{lang}/{path}", {"ar": 3}),
    ),
    (
        *("config.toml", LANGUAGES.format(own="AR", en="content/english", ar="content/arabic")),
        spread("content/english/", "content/arabic/"),
        Layout("content/arabic/{path}", "content/{lang}/{path}", {"en": 3}, {"en": "english"}),
    ),
    (
        *("hugo.toml", LANGUAGES.format(own="en", en="content/flute", ar="content/guitar")),
        spread("content/flute/", "content/guitar/"),
        Layout("content/flute/{path}", "content/{lang}/{path}", {"ar": 3}, {"ar": "guitar"}),
    ),
    (
        *("hugo.toml", LANGUAGES.format(own="en", en="content", ar="content.ar")),
        spread("content/", "content.ar/"),
        Layout("content/{path}", "content.{lang}/{path}", {"ar": 3}),
    ),
    (
        *("hugo.toml", LANGUAGES.format(own="en", en="content", ar="i18n/arabic/content")),
        spread("content/", "i18n/arabic/content/"),
        Layout("content/{path}", "i18n/arabic/content/{path}", {"ar": 3}),
    ),
    (
        "hugo.yaml",
        "languages:\n  en:\n    weight: 1\n  fa:\n    weight: 2\n",
        ["content/a.md", "content/a.fa.md", "content/b.md", "content/b.fa.md"],
        Layout("content/{path}.md", "content/{path}.{lang}.md", {"fa": 2}),
    ),
    (
        "config/_default/languages.json",
        '{"en": {"contentDir": "texts/en"}, "ar": {"contentDir": "texts/ar"}}',
        spread("texts/en/", "texts/ar/"),
        Layout("texts/en/{path}", "texts/{lang}/{path}", {"ar": 3}),
    ),
    (
        "config/_default/languages.ar.toml",
        'contentDir = "arabic"\n',
        spread("content/", "arabic/"),
        Layout("content/{path}", "{lang}/{path}", {"ar": 3}, {"ar": "arabic"}),
    ),
]


@pytest.mark.parametrize(("file", "text", "paths", "wanted"), SITES)
def test_settings_of_a_site(file: str, text: str, paths: list[str], wanted: Layout) -> None:
    assert of(paths, {file: text}) == [wanted]
    assert of(paths, {}) == []


@pytest.mark.parametrize("file", ["mkdocs.yml", "hugo.toml", "hugo.yaml", "hugo.json"])
@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "a: [", "[" * 5000, "{" * 5000, "- " * 5000, "x" * 65_536),
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + "plugins: [*c, *c]\n" * 5000,
        "plugins: [{i18n: [1]}, 2, {i18n: {languages: [3, {locale: [4]}]}}]",
        "plugins: {i18n: {languages: 5, default_language: {a: b}}}",
        'languages = 3\ncontentDir = ["content"]\n',
        'contentDir = "../../etc"\n[languages.ar]\ncontentDir = "/etc"\n',
        '[languages.ar]\ncontentDir = "{path}/{lang}"\n[languages."../fa"]\n',
        '{"languages": {"ar": null, "": {"contentDir": 7}}}',
        "!!python/object/apply:os.system [exit]",
    ],
)
def test_damaged_and_hostile_settings_of_a_site_say_nothing(file: str, text: str) -> None:
    assert of([*spread("content/", "x/"), "/etc/a.md", "/etc/b.md"], {file: text}) == []


@pytest.mark.parametrize(("file", "text", "paths", "wanted"), SITES)
def test_proposal_of_declared_languages_pairs_the_files(
    file: str,
    text: str,
    paths: list[str],
    wanted: Layout,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    alone(tmp_path, monkeypatch)
    write(file, text)
    cli = Cli(capsys)
    total = sum(wanted.pairs.values())
    assert accepted(cli, paths).startswith(f"{total} pairs of files (")
    shown = [cli("config", path).out for path in paths]
    assert sum("# translation into " in each for each in shown) == total
    assert not any("which does not exist" in each for each in shown)
