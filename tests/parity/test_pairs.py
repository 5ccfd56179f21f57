"""Files and their translations by the patterns of a table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contentlint.config import schema
from contentlint.config.translations import PRESETS, Translations
from contentlint.model.language_codes import is_code, primary
from contentlint.parity.pairs import Pairs


def table(**keys: object) -> Translations:
    config = schema.parse({"translations": [keys]}, "test", "/site")
    (found,) = config.translations
    return found


def claimed(pairs: Pairs, path: str) -> tuple[str, Sequence[str]] | None:
    claim = pairs.claim(path)
    return claim and (claim.lang, claim.sources)


LAYOUTS = [
    # preset or patterns, languages, a translation, its language, its source
    ("hugo", ["ar"], "content/ar/a/b.md", "ar", "content/en/a/b.md"),
    ("hugo", ["ar"], "content/blog/b.ar.md", "ar", "content/blog/b.md"),
    (
        *("docusaurus", ["ar"]),
        "i18n/ar/docusaurus-plugin-content-docs/current/intro/a.mdx",
        *("ar", "docs/intro/a.mdx"),
    ),
    (
        *("docusaurus", ["ar"]),
        "i18n/ar/docusaurus-plugin-content-docs/version-2.0/a.md",
        *("ar", "versioned_docs/version-2.0/a.md"),
    ),
    ("docusaurus", [], "i18n/fa/docusaurus-plugin-content-blog/x.md", "fa", "blog/x.md"),
    ("starlight", ["he"], "src/content/docs/he/x.mdx", "he", "src/content/docs/en/x.mdx"),
    ("nextra", ["ur"], "pages/ur/x.mdx", "ur", "pages/en/x.mdx"),
    ("mkdocs-i18n", ["ar"], "docs/a/index.ar.md", "ar", "docs/a/index.md"),
    ("jekyll", ["fa"], "_articles/fa/best.md", "fa", "_articles/best.md"),
    ("co-op-translator", ["ar"], "translations/ar/1/README.md", "ar", "1/README.md"),
    ("readme", ["zh-CN"], "README-zh_CN.md", "zh-CN", "README.md"),
    ("readme", [], "README_AR.md", "AR", "README.md"),
    ("tldr", ["ar"], "pages.ar/linux/tar.md", "ar", "pages/linux/tar.md"),
    (("{path}.md", "{path}.{lang}.md"), ["ar"], "x.y.ar.md", "ar", "x.y.md"),
]


@pytest.mark.parametrize(("layout", "languages", "path", "lang", "source"), LAYOUTS)
def test_layout_pairs_a_translation_with_its_source(
    layout: str | tuple[str, str], languages: list[str], path: str, lang: str, source: str
) -> None:
    keys: dict[str, object] = {"preset": layout}
    if not isinstance(layout, str):
        keys = dict(zip(("source", "target"), layout, strict=True))
    if languages:
        keys["languages"] = languages
    pairs = Pairs(table(**keys))
    found = claimed(pairs, path)
    assert found is not None
    assert found[0] == lang
    assert source in found[1]
    parts = path.split("/")

    def names_in(where: str) -> list[str]:
        depth = len(where.split("/")) if where else 0
        return sorted([parts[depth], "other"]) if path.startswith(where) else ["other"]

    assert (path, lang) in [*pairs.targets(source, names_in)]


def test_every_preset_is_tried() -> None:
    assert {layout[0] for layout in LAYOUTS} >= set(PRESETS) - {"vitepress"}


def test_source_in_the_folder_above_is_no_translation() -> None:
    pairs = Pairs(table(preset="vitepress", languages=["ar", "fa"]))
    assert claimed(pairs, "docs/ar/guide/a.md") == (
        "ar",
        ("docs/en/guide/a.md", "docs/guide/a.md"),
    )
    assert claimed(pairs, "docs/guide/a.md") is None
    assert claimed(pairs, "docs/de/a.md") is None
    found = [*pairs.targets("docs/guide/a.md", lambda _: ["ar", "de", "en", "fa", "guide"])]
    assert found == [("docs/ar/guide/a.md", "ar"), ("docs/fa/guide/a.md", "fa")]


def test_source_is_never_its_own_translation() -> None:
    pairs = Pairs(table(source="content/en/{path}", target="content/{lang}/{path}"))
    assert claimed(pairs, "content/en/a.md") is None
    assert [*pairs.targets("content/en/a.md", lambda _: ["ar", "en", "img", "to"])] == [
        ("content/ar/a.md", "ar"),
        ("content/to/a.md", "to"),
    ]


def test_languages_are_those_of_the_table_however_paths_write_them() -> None:
    pairs = Pairs(
        table(
            source="en/{path}",
            target="{lang}/{path}",
            languages=["fa", "pt-BR"],
            **{"lang-map": {"fa": "fa_IR"}},
        )
    )
    assert claimed(pairs, "fa_IR/a.md") == ("fa", ("en/a.md",))
    assert claimed(pairs, "fa-ir/a.md") == ("fa", ("en/a.md",))
    assert claimed(pairs, "pt_br/a.md") == ("pt-BR", ("en/a.md",))
    assert claimed(pairs, "fa/a.md") is None


def test_mapped_name_counts_without_a_list_of_languages() -> None:
    given = {"lang-map": {"he": "hebrew"}}
    pairs = Pairs(table(source="{path}.md", target="{path}.{lang}.md", **given))
    assert claimed(pairs, "a.hebrew.md") == ("he", ("a.md",))
    assert claimed(pairs, "a.draft.md") is None


def test_excluded_sources_and_translations_are_not_paired() -> None:
    pairs = Pairs(
        table(
            source="content/en/{path}",
            target="content/{lang}/{path}",
            exclude=["content/en/blog/**", "content/ar/about.md"],
        )
    )
    assert claimed(pairs, "content/ar/blog/a.md") is None
    assert claimed(pairs, "content/ar/about.md") is None
    assert claimed(pairs, "content/fa/about.md") is not None
    assert [*pairs.targets("content/en/blog/a.md", lambda _: ["ar"])] == []
    assert [*pairs.targets("content/en/about.md", lambda _: ["ar", "fa"])] == [
        ("content/fa/about.md", "fa")
    ]


def test_one_language_needs_no_placeholder() -> None:
    pairs = Pairs(table(source="en/{path}", target="arabic/{path}", languages=["ar"]))
    assert claimed(pairs, "arabic/a.md") == ("ar", ("en/a.md",))
    assert [*pairs.targets("en/a.md", lambda _: [])] == [("arabic/a.md", "ar")]


def test_folder_moves_a_preset() -> None:
    pairs = Pairs(table(preset="docusaurus", folder="website", languages=["ar"]))
    found = claimed(pairs, "website/i18n/ar/docusaurus-plugin-content-pages/a.md")
    assert found == ("ar", ("website/src/pages/a.md",))


def test_code_of_the_source_is_read_off_its_pattern() -> None:
    for source, target, code in (
        ("content/en/{path}", "content/{lang}/{path}", "en"),
        ("docs/zh-CN/{path}", "docs/{lang}/{path}", "zh-CN"),
        ("{path}.md", "{path}.{lang}.md", ""),
        ("docs/{path}", "docs/{lang}/{path}", ""),
    ):
        assert Pairs(table(source=source, target=target, languages=["ar"])).source_code() == code


def test_signs_of_regular_expressions_are_letters_in_patterns() -> None:
    pairs = Pairs(table(source="a+b/{path}", target="a+b.{lang}/{path}", languages=["ar"]))
    assert claimed(pairs, "a+b.ar/x.md") == ("ar", ("a+b/x.md",))
    assert claimed(pairs, "aab-ar/x.md") is None


def test_codes_of_languages() -> None:
    assert all(map(is_code, ("ar", "fa_IR", "zh-Hans", "zh-Hant-TW", "PT-br", "ckb", "es-419")))
    assert not any(map(is_code, ("", "api", "docs", "ar-", "en-x-y-z", "content", "faq", "img")))
    assert primary("zh_CN") == "zh"
