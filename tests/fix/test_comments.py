"""Where suppression comments are added, and that the page looks the same with them."""

from __future__ import annotations

import re
from random import Random

import pytest
from markdown_it import MarkdownIt

from contentlint.fix import apply
from contentlint.fix.comments import places
from contentlint.fix.verify import same_blocks
from contentlint.source import formats


def commented(text: str, *lines: int, name: str = "a.md") -> str:
    """The text with comments for a finding on each of these lines, from 0; unchanged if there is
    no place for one."""
    doc = formats.read(name, text.encode())
    found = places(doc, {line: ["PUN001"] for line in lines}, "why")
    return apply.apply(doc.text, [edit for place in found for edit in place.edits])


def shown(text: str) -> str:
    """What a browser shows of a page: no comments, and white space as one space."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html).replace(" <", "<").strip()


NEXT = "<!-- contentlint-disable-next-line PUN001: why -->\n"
OPEN = "<!-- contentlint-disable PUN001: why -->\n\n"
CLOSE = "\n\n<!-- contentlint-enable PUN001 -->"

ADDED = [
    ("نص\n", 0, f"{NEXT}نص\n"),
    ("نص\n\nنص\n", 2, f"نص\n\n{NEXT}نص\n"),
    ("نص\nنص\n\nنص\n", 1, f"{OPEN}نص\nنص{CLOSE}\n\nنص\n"),
    ("نص\nنص", 1, f"{OPEN}نص\nنص{CLOSE}"),
    ("نص\n\n# عنوان\n", 2, f"نص\n\n{NEXT}# عنوان\n"),
    ("---\na: b\n---\nنص\n", 3, f"---\na: b\n---\n\n{NEXT}نص\n"),
    ("---\na: b\n---\n\nنص\n", 4, f"---\na: b\n---\n\n{NEXT}نص\n"),
    ("- بند\n- بند\n\nنص\n", 1, f"{OPEN}- بند\n- بند{CLOSE}\n\nنص\n"),
    ("- بند\n\n- بند\n\n  نص\n\nنص\n", 4, f"{OPEN}- بند\n\n- بند\n\n  نص{CLOSE}\n\nنص\n"),
    ("نص\n\n- # أ\n\n- # ب\n\nنص\n", 4, f"نص\n\n{OPEN}- # أ\n\n- # ب{CLOSE}\n\nنص\n"),
    ("| أ |\n|---|\n| ب |\n\nنص\n", 2, f"{OPEN}| أ |\n|---|\n| ب |{CLOSE}\n\nنص\n"),
    ("```\nx\n\ny\n```\n\nنص\n", 3, f"{OPEN}```\nx\n\ny\n```{CLOSE}\n\nنص\n"),
    ("نص\n\n    x\n\n    y\n\nنص\n", 4, f"{OPEN}نص\n\n    x\n\n    y{CLOSE}\n\nنص\n"),
    ("<div>\nx\n</div>\n\nنص\n", 1, f"{OPEN}<div>\nx\n</div>{CLOSE}\n\nنص\n"),
    ("> نص\n> نص\n", 1, f"{OPEN}> نص\n> نص{CLOSE}\n"),
    ("أ\n: ب\n\n: ج\n\nنص\n", 3, f"{OPEN}أ\n: ب\n\n: ج{CLOSE}\n\nنص\n"),
    (
        "نص\n\n{{< x >}}\n\nنص\n\n{{< /x >}}\n\nنص\n",
        4,
        f"نص\n\n{OPEN}{{{{< x >}}}}\n\nنص\n\n{{{{< /x >}}}}{CLOSE}\n\nنص\n",
    ),
]


@pytest.mark.parametrize(("text", "line", "expected"), ADDED)
def test_comment_stands_between_blocks(text: str, line: int, expected: str) -> None:
    assert commented(text, line) == expected
    assert shown(expected) == shown(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\na: b\n---\n\nنص\n", 1),  # front matter has no comments
        ("# عنوان\n\nنص\n", 0),  # generators take the first line of the text for the title
        ("---\na: b\n---\n\n# عنوان\n\nنص\n", 4),
        ("Title: نص\n\nنص\n", 0),  # MultiMarkdown's metadata
        ("---\n\nنص\n", 0),
        ("", 0),
    ],
)
def test_no_comment_where_it_would_take_a_meaning_away(text: str, line: int) -> None:
    assert commented(text, line) == text


def test_mdx_has_comments_of_its_own() -> None:
    expected = "{/* contentlint-disable-next-line PUN001: why */}\nنص\n"
    assert commented("نص\n", 0, name="a.mdx") == expected


def test_one_comment_names_the_rules_of_all_lines() -> None:
    doc = formats.read("a.md", "نص\nنص\n".encode())
    (place,) = places(doc, {0: ["PUN001", "IMG001"], 1: ["PUN001", "ENC001"]}, "why")
    assert place.lines == {0, 1}
    assert "disable ENC001, IMG001, PUN001: why" in place.edits[0].text
    assert "enable ENC001, IMG001, PUN001 -->" in place.edits[1].text


def test_blocks_are_compared_without_suppressions() -> None:
    plain, other, front_matter = (
        formats.read("a.md", text.encode())
        for text in ("نص\n\n---\n", f"{NEXT}نص\n\n{NEXT}---\n", f"---\n{NEXT}---\nنص\n\n---\n")
    )
    assert same_blocks(plain, other)
    assert not same_blocks(plain, front_matter)


PIECES = (
    "نص",
    "نص  ",
    "# عنوان",
    "- بند",
    "- بند\n\n  نص",
    "  - بند",
    "1. بند",
    "- # عنوان",
    "2) > نص",
    "- ```\n  x\n  ```",
    "    code",
    "> نص",
    "```\nx\n\ny\n```",
    "| أ |\n|---|\n| ب |",
    "<div>\nx\n</div>",
    "<!-- x -->",
    "---",
    "===",
    "[أ]: b",
    *[""] * 9,
)


@pytest.mark.parametrize("seed", range(1000))
def test_page_looks_the_same_wherever_findings_are(seed: int) -> None:
    chosen = Random(seed)
    text = "".join(f"{chosen.choice(PIECES)}\n" for _ in range(chosen.randint(1, 12)))
    count = text.count("\n")
    lines = {chosen.randrange(count) for _ in range(chosen.randint(1, 3))}
    new = commented(text, *lines)
    # In an open fence, for one, a comment is code; ``run.add_suppressions`` then leaves it out.
    if same_blocks(formats.read("a.md", text.encode()), formats.read("a.md", new.encode())):
        assert shown(new) == shown(text)
