"""Translations that the settings of Crowdin and Lunaria describe."""

from __future__ import annotations

import json

import pytest

from contentlint.cli.declared_layouts import layouts
from contentlint.cli.layouts import Layout
from contentlint.cli.layouts import layouts as by_name

PAGES = ("a.md", "b/c.md", "b/d.md")


def spread(*folders: str) -> list[str]:
    return [f"{folder}{page}" for folder in folders for page in PAGES]


def found(paths: list[str], **files: str) -> list[Layout]:
    """``crowdin`` and ``lunaria`` are the texts of the two files."""
    names = {"crowdin.yml": files.get("crowdin"), "lunaria.config.json": files.get("lunaria")}
    return layouts(paths, lambda name: names.get(name) or "")


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
