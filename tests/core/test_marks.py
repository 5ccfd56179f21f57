"""Invisible characters are found in any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contentlint import core
from contentlint.model.document import Document
from contentlint.source import formats


def read(text: str) -> Document:
    return formats.read("a.txt", text.encode("utf-8", "surrogatepass"))


STRAYS = frozenset(
    map(
        chr,
        (
            *(*range(9), 11, 12, *range(14, 32), *range(127, 160)),
            *(0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060),
            *(*range(0x2066, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFE)),
            *range(0xE0000, 0xE0080),
        ),
    )
)


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_invisibles_are_exactly_those_that_are_there(text: str) -> None:
    doc = read("x" + text)
    assert core.invisibles(doc) == STRAYS & set(doc.text)


@given(st.lists(st.sampled_from(sorted(STRAYS)), max_size=5), st.text("aا漢’é"))
def test_invisibles_in_any_script(strays: list[str], text: str) -> None:
    doc = read("x" + text.join(strays) + text)
    assert core.invisibles(doc) == STRAYS & set(doc.text)


def test_undecodable_bytes_are_invisibles() -> None:
    doc = formats.read("a.txt", b"caf\xe9")
    assert core.invisibles(doc) == {"\udce9"}
