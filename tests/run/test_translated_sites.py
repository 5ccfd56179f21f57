"""Whole sites with translations, checked from the command line as their editors would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from calling import Cli, alone, write
from conftest import ROOT

TABLE = """\
[[translations]]
source = "content/en/{path}"
target = "content/{lang}/{path}"
languages = ["ar", "fa"]
"""
PAGE = ROOT / "tests" / "rules" / "TRA016"
ENGLISH = (PAGE / "source-good.md").read_text(encoding="utf-8")
ARABIC = (PAGE / "good.md").read_text(encoding="utf-8")
BLOCKS = ARABIC.split("\n\n")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    alone(tmp_path, monkeypatch)
    for name in ("GIT_INDEX_FILE", "PRE_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    write("contentlint.toml", f'min-severity = "info"\nselect = ["TRA"]\n{TABLE}')
    return Cli(capsys)


def pair(source: str, target: str, name: str = "a.md") -> None:
    write(f"content/en/{name}", source)
    write(f"content/ar/{name}", target)


def found(cli: Cli, *argv: str) -> list[dict[str, Any]]:
    ran = cli("check", "--format", "json", *(argv or ["content"]))
    assert ran.code < 2, ran.err
    findings: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    return findings


def codes(cli: Cli, *argv: str) -> list[str]:
    return [each["code"] for each in found(cli, *argv)]


# Layouts


DOCS = "docusaurus-plugin-content-docs/current"
LAYOUTS = [
    ("hugo", "content/en/{}.md", "content/ar/{}.md"),
    ("hugo", "content/{}.md", "content/{}.ar.md"),
    ("docusaurus", "docs/{}.md", f"i18n/ar/{DOCS}/{{}}.md"),
    ("docusaurus", "blog/{}.md", "i18n/ar/docusaurus-plugin-content-blog/{}.md"),
    ("docusaurus", "src/pages/{}.md", "i18n/ar/docusaurus-plugin-content-pages/{}.md"),
    (
        *("docusaurus", "versioned_docs/version-2.0/{}.md"),
        "i18n/ar/docusaurus-plugin-content-docs/version-2.0/{}.md",
    ),
    ("vitepress", "docs/en/{}.md", "docs/ar/{}.md"),
    ("vitepress", "docs/{}.md", "docs/ar/{}.md"),
    ("starlight", "src/content/docs/en/{}.mdx", "src/content/docs/ar/{}.mdx"),
    ("starlight", "src/content/docs/{}.mdx", "src/content/docs/ar/{}.mdx"),
    ("nextra", "content/en/{}.mdx", "content/ar/{}.mdx"),
    ("nextra", "pages/en/{}.mdx", "pages/ar/{}.mdx"),
    ("mkdocs-i18n", "docs/{}.md", "docs/{}.ar.md"),
    ("mkdocs-i18n", "docs/en/{}.md", "docs/ar/{}.md"),
    ("jekyll", "_articles/{}.md", "_articles/ar/{}.md"),
    ("jekyll", "_i18n/en/{}.md", "_i18n/ar/{}.md"),
    ("co-op-translator", "lessons/{}.md", "translations/ar/lessons/{}.md"),
    ("tldr", "pages/linux/{}.md", "pages.ar/linux/{}.md"),
]


@pytest.mark.parametrize(("preset", "source", "target"), LAYOUTS)
def test_layout_of_three_pages(preset: str, source: str, target: str, cli: Cli) -> None:
    write("contentlint.toml", f'[[translations]]\npreset = "{preset}"\nlanguages = ["ar"]\n')
    for name in ("a", "b"):
        write(source.format(name), ENGLISH)
    for name in ("a", "c"):  # the source of the second does not exist
        write(target.format(name), ARABIC)
    shown = cli("config", target.format("a")).out
    assert f"# translation into ar of {source.format('a')}  (contentlint.toml" in shown
    gone = f"# translation into ar of {source.format('c')}, which does not exist"
    assert gone in cli("config", target.format("c")).out
    assert f"# translated into ar: {target.format('a')}" in cli("config", source.format("a")).out
    assert "# trans" not in cli("config", source.format("b")).out
    ran = cli("check", "--select", "TRA", "--min-severity", "info", ".")
    assert [line.partition(" translation")[0] for line in ran.out.splitlines()] == [
        f"{target.format('c')}:1:1: info TRA017"
    ]
    status = json.loads(cli("translations", "--format", "json").out)["pairs"]
    assert {each["target"]: each["status"] for each in status} == {
        target.format("a"): "unknown",  # without a history
        target.format("b"): "missing",
        target.format("c"): "orphan",
    }


# What is missing, and where


SENTENCES = [
    (
        "The library opens at 8:30 and closes at 19:00 from Sunday to Thursday.",
        "تفتح المكتبة في الساعة 8:30 وتغلق في الساعة 19:00 من الأحد إلى الخميس.",
    ),
    (
        "Every reader may borrow 14 books for 21 days. Whoever needs a book for longer can renew "
        "the loan twice, unless somebody else waits for it.",
        "يحق لكل قارئ أن يستعير 14 كتابا لمدة 21 يوما. ومن احتاج إلى كتاب مدة أطول جاز له أن يجدد "
        "الإعارة مرتين، ما لم يكن غيره في انتظاره.",
    ),
    (
        "Write to [the desk](mailto:desk@library.example) if the catalogue lacks a book.",
        "اكتب إلى [مكتب الإعارة](mailto:desk@library.example) إن لم تجد كتابا في الفهرس.",
    ),
    (
        "The reading room on the second floor has 46 seats, a scanner, and a shelf of "
        "dictionaries that nobody may take home. It is quiet there, except on the mornings when "
        "schools come.",
        "في قاعة المطالعة في الطابق الثاني 46 مقعدا وماسح ضوئي ورف للمعاجم لا يجوز لأحد أن "
        "يأخذها إلى بيته. ويسود فيها الهدوء، إلا في الصباح حين تأتي المدارس.",
    ),
    (
        "Start `catalogue --all` at a terminal beside the stairs to see what is new.",
        "شغّل `catalogue --all` على أحد الأجهزة بجانب الدرج لترى ما هو جديد.",
    ),
    (
        "Children under 12 get a card of their own, and their parents sign for it.",
        "يحصل الأطفال دون سن 12 عاما على بطاقة خاصة بهم، ويوقع عليها أهلهم.",
    ),
]


def test_each_of_twenty_pages_lacks_its_third_paragraph(cli: Cli) -> None:
    lost = {}
    for number in range(20):
        start, step = number % 6, (1, 5)[number // 6 % 2]
        order = [SENTENCES[(start + n * step) % 6] for n in range(6)]
        source = [f"# Page {number}", *(english for english, _ in order)]
        target = [f"# صفحة {number}", *(arabic for _, arabic in order)]
        lost[f"content/ar/{number}.md"] = source[3], len(target[2])
        write(f"content/en/{number}.md", "\n\n".join(source) + "\n")
        write(f"content/ar/{number}.md", "\n\n".join([*target[:3], *target[4:]]) + "\n")
    findings = found(cli)
    assert len(findings) == 20
    for each in findings:
        text, width = lost.pop(each["path"])
        assert each["code"] == "TRA001"
        # Behind the second paragraph.
        assert (each["line"], each["column"], each["end_column"]) == (5, width + 1, width + 1)
        (there,) = each["related"]
        assert (there["path"], there["line"]) == (each["pair"]["source"], 7)
        assert each["detail"] == {"source": [text], "target": ""}
    assert lost == {}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (ARABIC, []),
        (ENGLISH, ["TRA012"]),
        ("\n\n".join(BLOCKS[: len(BLOCKS) * 2 // 5]), ["TRA016"]),
        (
            "\n\n".join(
                f'<p dir="rtl">\n{block.strip()}\n</p>' if block[0].isalpha() else block
                for block in BLOCKS
            ),
            [],
        ),
    ],
    ids=["faithful", "copy", "two fifths", "elements"],
)
def test_page_has_one_finding_or_none(target: str, expected: Sequence[str], cli: Cli) -> None:
    pair(ENGLISH, target)
    assert codes(cli) == expected


def test_both_sides_report_the_same(cli: Cli) -> None:
    pair(ENGLISH, "\n\n".join(BLOCKS[:3] + BLOCKS[4:]).replace("420", "240"))
    one, other = (found(cli, f"content/{lang}/a.md") for lang in ("ar", "en"))
    assert one == other == found(cli)
    assert {each["path"] for each in one} == {"content/ar/a.md"}
    assert {each["code"] for each in one} == {"TRA001", "TRA032"}


def test_what_one_side_lacks_the_other_has_more(cli: Cli) -> None:
    fewer = "\n\n".join(BLOCKS[:3] + BLOCKS[4:])
    pair(ENGLISH, fewer)
    (missing,) = found(cli, "--preview")
    swapped = TABLE.replace("content/en", "content/ar").replace('"ar", "fa"', '"en"')
    write("contentlint.toml", f'min-severity = "info"\nselect = ["TRA"]\n{swapped}')
    (added,) = found(cli, "--preview")
    assert (missing["code"], added["code"]) == ("TRA001", "TRA008")
    assert (missing["path"], added["path"]) == ("content/ar/a.md", "content/en/a.md")
    assert missing["detail"]["source"] == [added["detail"]["target"]]


# What a translator does not change


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        *(
            ("It costs 1,234.5 dinars a year.", f"يكلف {number} دينارا في السنة.", code)
            for number, code in (
                ("١٬٢٣٤٫٥", ""),
                ("۱۲۳۴٫۵", ""),
                ("1.234,5", ""),
                ("1\u00a0234,5", ""),
                ("1\u202f234,5", ""),
                ("1 234,5", ""),
                ("١٬٢٤٣٫٥", "TRA041"),
            )
        ),
        ("You have 30 days to reply.", "أمامك الثلاثين يوما كي ترد.", ""),
        ("It was built in 2024.", "در سال ۱۴۰۳ ساخته شد.", ""),
        ("It came out on 2023-08-26.", "صدر في 26.08.2023.", ""),
        ("A contrast of 4.5 is enough.", "يكفي تباين قدره 45.", "TRA041"),
        ("Use version 1.2.4 of it.", "استخدم الإصدار 12.4 منه.", "TRA041"),
        ("Read [this](/en/guide).", "اقرأ [هذا](/ar/guide).", ""),
        (
            "Read [this](https://en.wikipedia.org/wiki/Sea).",
            "اقرأ [هذا](https://ar.wikipedia.org/wiki/بحر).",
            "",
        ),
        (
            "Read [this](https://x.example/?id=4).",
            "اقرأ [هذا](https://x.example/؟id=4).",
            "TRA022",
        ),
        ('Write `"*"` in the list.', "اكتب « * » في القائمة.", "TRA033"),
        ("```sh\n# all\nmake\nmake it\n```", "```sh\n# الكل\nmake\nmake it\n```", ""),
        ("```sh\n# all\nmake\nmake it\n```", "```sh\n# الكل\nmake\n```", "TRA031"),
        *(
            ("Enter your password here now.", f"أدخل الآن {words} هنا.", code)
            for words, code in (
                ("كلمة المرور", ""),
                ("وكلمة مرورها", ""),
                ("لكلمة مرورك", ""),
                ("بكلمات المرور", "TRA061"),
                ("الرمز", "TRA061"),
            )
        ),
    ],
)
def test_passage(source: str, target: str, code: str, cli: Cli) -> None:
    glossary = '[glossary.ar]\n"password" = ["كلمة مرور"]\n'
    write("contentlint.toml", Path("contentlint.toml").read_text(encoding="utf-8") + glossary)
    pair(
        ENGLISH.replace("## Tyres", f"{source}\n\n## Tyres"),
        ARABIC.replace("## الإطارات", f"{target}\n\n## الإطارات"),
    )
    assert codes(cli) == ([code] if code else [])


def fixed(cli: Cli, *argv: str) -> str:
    cli("fix", "--quiet", *argv, "content/ar")
    return Path("content/ar/a.md").read_text(encoding="utf-8")


def test_fix_replaces_one_sign_of_an_address(cli: Cli) -> None:
    target = f"{ARABIC}\nاقرأ [القائمة](https://x.example/list؟id=4) كلها؟\n"
    pair(f"{ENGLISH}\nRead all of the [list](https://x.example/list?id=4)?\n", target)
    assert fixed(cli) == target.replace("list؟", "list?")


def test_fix_leaves_a_line_that_code_lacks_and_restores_code_beside_its_comments(cli: Cli) -> None:
    source = f"{ENGLISH}\n```sh\n# the chain\nlog add chain\nlog add --km 420\nlog show\n```\n"
    target = f"{ARABIC}\n```sh\n# السلسلة\nlog add chain\nlog add --km 240\nlog show\n```\n"
    pair(source, target)
    assert codes(cli) == ["TRA032"]
    assert fixed(cli) == target
    assert fixed(cli, "--unsafe-fixes") == target.replace("240", "420")
    shorter = target.replace("log add --km 240\n", "")
    pair(source, shorter)
    assert codes(cli) == ["TRA031"]
    assert fixed(cli, "--unsafe-fixes") == shorter


# Limits, workers, hostile files


def test_page_of_two_thousand_paragraphs_says_something(cli: Cli) -> None:
    """Paragraphs without anything to align by, in the same number and in another one."""
    few, many = (
        "\n\n".join(
            ["# عنوان", *("كلام بلا علامات ولا أعداد فيه. " * (1 + n * 7 % 5) for n in range(size))]
        )
        for size in (1500, 2000)
    )
    source = "\n\n".join(
        [
            "# Title",
            *(
                "Words without any signs or numbers in them. " * (1 + n * 7 % 5)
                for n in range(2000)
            ),
        ]
    )
    pair(source, many, "even.md")
    pair(source, few, "odd.md")
    assert {each["path"] for each in found(cli)} == {"content/ar/odd.md"}


def built(jobs: str, pure: str = "") -> bytes:
    env = {**os.environ, "CONTENTLINT_PURE": pure}
    argv = ["check", "--no-cache", "--format", "json", "--jobs", jobs, "content"]
    done = subprocess.run(
        [sys.executable, "-m", "contentlint", *argv], capture_output=True, check=False, env=env
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.mark.slow
def test_workers_and_pure_python_report_the_same_bytes(cli: Cli) -> None:
    del cli
    for number in range(40):
        pair(ENGLISH, "\n\n".join(BLOCKS[:3] + BLOCKS[4:]) * (number % 3 + 1), f"{number}.md")
    one = built("1")
    assert b'"pair"' in one
    assert built("8") == one
    assert built("2", "1") == one


WRONG = [
    (TABLE + TABLE, "contentlint.toml:7: translations #2: target: another table has the same"),
    (
        TABLE.replace("{lang}/{path}", "{lang}/{path}/{path}"),
        "contentlint.toml:3: translations #1: target: {path} occurs twice",
    ),
    (
        TABLE.replace("content/{lang}", "../{lang}"),
        "contentlint.toml:3: translations #1: target: '../{lang}/{path}' is outside the project",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_wrong_table_is_an_error_with_its_line(text: str, message: str, cli: Cli) -> None:
    write("contentlint.toml", text)
    pair(ENGLISH, ENGLISH)
    for command in ("check", "translations", "config"):
        ran = cli(command, "content/ar/a.md")
        assert ran.code == 2
        assert message in re.sub(r"(toml:\d+):\d+:", r"\1:", ran.err)


@pytest.mark.parametrize("side", ["en", "ar"])
def test_partner_that_is_a_link_out_of_the_project_is_not_read(
    side: str, cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "passwd"
    secret.write_text("root:x:0:0: the secret of somebody else\n", encoding="utf-8")
    pair(ENGLISH, ARABIC)
    Path(f"content/{side}/a.md").unlink()
    Path(f"content/{side}/a.md").symlink_to(secret)
    other = {"en": "ar", "ar": "en"}[side]
    for command in (["check"], ["translations", "--status"], ["translations", "--html", "pages"]):
        ran = cli(*command, f"content/{other}/a.md")
        assert "secret of" not in ran.out + ran.err
        assert not any("secret of" in page.read_text("utf-8") for page in Path().glob("pages/*"))
        assert ran.code == 2
        key, line = {"en": ("source", 4), "ar": ("target", 5)}[side]
        where = (
            f"contentlint.toml:{line}: translations #1: {key}: content/{side}/a.md is a link that"
        )
        assert where in re.sub(r"(toml:\d+):\d+:", r"\1:", ran.err)
