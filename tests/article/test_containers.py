"""A copied paragraph is removed safely only where nothing needs it and no author meant it."""

from __future__ import annotations

import pytest

from contentlint.article.containers import containers, is_contained, is_defined, is_verse
from contentlint.engine import linter, ruleset
from contentlint.model.diagnostic import Diagnostic
from contentlint.source import formats

NEWS = (
    "The minister opened the new hall on Sunday morning, and nearly two hundred guests came from "
    "both sides of the river to see it."
)
OTHER = (
    "A ferry carries goods and people across the bay four times a day, as long as the wind blows."
)
FRONT = "---\ntitle: The hall\n---\n\n"
APART = f"{NEWS}\n\n{OTHER}\n\n{NEWS}\n"
ADJACENT = f"{NEWS}\n\n{NEWS}\n\n{OTHER}\n"
SET = ruleset.builtin()


def copy(text: str, origin: str = "unknown", name: str = "a.md") -> Diagnostic:
    """The finding about the one copy of a text."""
    rule = next(rule for rule in SET.rules if rule.code == "DUP001")
    doc = formats.read(name, text.encode(), origin=origin)
    (found,) = linter.lint(doc, [ruleset.bind(rule)], SET.precedence, frozenset()).diagnostics
    assert found.fix is not None
    return found


def is_safe(text: str, origin: str = "unknown", name: str = "a.md") -> bool:
    found = copy(text, origin, name)
    assert found.fix is not None
    return found.fix.safe


@pytest.mark.parametrize("text", [APART, ADJACENT, FRONT + APART, FRONT + ADJACENT])
def test_what_is_authored_is_a_warning_and_removed_by_its_author(text: str) -> None:
    found = copy(text, "authored")
    assert found.severity == "warning"
    assert found.fix is not None and not found.fix.safe


def test_what_follows_in_a_translation_is_a_warning() -> None:
    assert copy(APART, "translated").severity == "warning"
    assert is_safe(FRONT + ADJACENT, "translated")
    assert not is_safe(APART, "translated")


@pytest.mark.parametrize("origin", ["extracted", "unknown"])
def test_what_a_program_made_is_an_error(origin: str) -> None:
    assert copy(APART, origin).severity == "error"
    assert not is_safe(APART, origin)
    assert is_safe(ADJACENT, origin)
    assert is_safe(FRONT + ADJACENT, origin)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<div class="a">', "</div>"),
        ("<Tabs f={() => go()}>", "</Tabs>"),
        ('<Tabs>\n<Tab name="a" />', "</Tabs>"),
        ("{{< tab >}}", "{{< /tab >}}"),
        ('{{% tab name="a" %}}', "{{% /tab %}}"),
        ('{% hint style="info" %}', "{% endhint %}"),
        ("{% callout %}", "{% /callout %}"),
        ('[box kind="a"]', "[/box]"),
        ("::: warning", ":::"),
        (":::tip[A note]", ":::"),
        (":::note", ""),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.txt"])
def test_a_copy_in_a_container_is_not_removed_safely(before: str, after: str, name: str) -> None:
    if name == "a.mdx" and before.startswith(("{", "[")):
        return  # no language of templates
    inside = f"{before}\n\n{OTHER}\n\n{NEWS}\n\n{NEWS}\n\n{after}\n"
    assert not is_safe(inside, name=name)
    behind = f"{before}\n\n{OTHER}\n\n{after}\n\n{NEWS}\n\n{NEWS}\n"
    assert is_safe(behind, name=name) == (after != "")


def test_a_mark_without_the_other_is_no_container() -> None:
    for mark in (
        "<br>",
        "{{< figure a.jpg >}}",
        "{% include a.html %}",
        "[1]",
        "<p>",
        "```\n:::a\n```",
    ):
        assert is_safe(f"{mark}\n\n{OTHER}\n\n{NEWS}\n\n{NEWS}\n"), mark


def test_what_a_paragraph_holds_whole_does_not_hold_it() -> None:
    bold = NEWS.replace("new hall", "<b>new</b> [u]hall[/u]")
    assert is_safe(f"{bold}\n\n{bold}\n\n{OTHER}\n")
    doc = formats.read("a.md", b"<b>one</b>\n")
    (span,) = doc.fact(containers)
    assert tuple(span) == (0, 10)
    assert not is_contained(doc, span)


@pytest.mark.parametrize(
    ("lines", "verse"),
    [
        (["short"] * 4, True),
        (["short", "", "short", "short", "", "short"], True),
        (["short"] * 3, False),
        (["short", "short", "x" * 49, "short", "short"], False),
        (["x" * 48] * 4, True),
    ],
)
def test_four_short_lines_running_are_verse(lines: list[str], verse: bool) -> None:
    doc = formats.read("a.txt", "\n".join(lines).encode())
    assert is_verse(doc, 0, 0) == verse
    assert is_verse(doc, len(lines) - 1, len(lines) - 1) == verse


def test_a_term_stands_above_its_definition() -> None:
    doc = formats.read("a.md", b"Bridge\n\n: what leads over water\n\nWater: what it leads over\n")
    assert is_defined(doc, 0, 0)
    assert is_defined(doc, 2, 2)
    assert not is_defined(doc, 4, 4)
