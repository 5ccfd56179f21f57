"""Asterisks that a scan takes for those of bold text, or for glued, are what patterns say."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from contentlint.core import glued_bold, unsure_bold

_PLAIN = r"[^*`\[\]<\n\\_~$]*"
_WORDS = rf"{_PLAIN}(?:(?<=[^\W_])_(?=[^\W_]){_PLAIN})*"
_BOLD = [
    re.compile(
        rf"{marks}(?<![*\\]{marks})(?:(?<!\w{marks})(?=[^\s*])|(?=\w))"
        rf"{_WORDS}(?:\[{_WORDS}(?:\[{_WORDS}\]{_WORDS})*\]{_WORDS})*"
        rf"(?:(?<=\w){marks}(?!\*)|(?<=[^\s\w]){marks}(?![\w*]))"
    )
    for marks in (r"\*\*", r"\*\*\*")
]
TEXTS = st.lists(
    st.sampled_from(
        [*"**** \n[]()_`<\\~$.a", "**", "**", "***", "a_b", "b", "é", "ب", "\u00a0", "١"]
    )
).map("".join)


@given(TEXTS)
def test_sure_bold_text_is_what_a_pattern_matches(text: str) -> None:
    expected = []
    pairs = re.compile(r"\*\*|\\\*\\\*")
    m = pairs.search(text)
    while m:
        bold = _BOLD[0].match(text, m.start()) or _BOLD[1].match(text, m.start())
        if bold is None:
            expected.append(m.start())
        m = pairs.search(text, (bold or m).end())
    assert unsure_bold(text) == expected


@given(TEXTS)
def test_glued_asterisks_are_what_a_pattern_matches(text: str) -> None:
    glued = re.compile(r"\*\*(?<=\S..)(?=[\w*])")
    pairs = [m.start() for m in re.finditer(r"\*\*", text)]
    assert glued_bold(text) == [at for at in pairs if glued.match(text, at)]
