"""Content quoted in a sentence, and which way each of them runs.

On a terminal that applies the bidirectional algorithm, and in a browser, an English message that
begins with an Arabic word would become a paragraph from right to left, with its brackets and
numbers on the wrong side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING, lazy_regex, translation
from contentlint._util.escape import FSI, LRI, PDI, RLI, message

if TYPE_CHECKING:
    from typing import TypeAlias

Spans: TypeAlias = "Sequence[tuple[int, int]]"
"""Half-open ranges of code points (from 0) of one text, ascending, without overlap."""

RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks of scripts that run from right to left, for a class of a pattern."""
_RTL = lazy_regex.compile(f"[{RTL}]")
_NAME = lazy_regex.compile("\u27e8[^\u27e8\u27e9]+\u27e9")
_STRONG = lazy_regex.compile("[^\\W\\d_]|[\u200e\u200f\u061c]")
_LATIN = lazy_regex.compile("[A-Za-z]")
_TERM = r"(?:--?)?[A-Za-z][\w./:=@+#%~-]*(?<![.:])"
_TERMS = lazy_regex.compile(f"{_TERM}(?: {_TERM})*", lazy_regex.ASCII)
RUN = f"[{RTL}](?:[^A-Za-z\u27e8<>&]*[{RTL}])?"
"""The pattern of content that runs from right to left among words that do not."""


def has_rtl(text: str) -> bool:
    """Return True if a text holds anything of a script that runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def is_rtl(text: str, quoted: Spans = ()) -> bool:
    """Return True if the first letter or directional mark outside of what is quoted runs from right
    to left."""
    strong = _STRONG.search("".join(text[a:b] for a, b in _around(text, quoted)))
    return strong is not None and (strong[0] == "\u200f" or has_rtl(strong[0]))


def is_rtl_sentence(text: str, quoted: Spans = ()) -> bool:
    """Return True if a sentence of ours runs from right to left.

    In a language that does, one may begin with a name that does not, such as HTML.
    """
    if is_rtl(text, quoted):
        return True
    return translation.is_rtl() and is_mostly_rtl(
        "".join(text[a:b] for a, b in _around(text, quoted))
    )


def is_mostly_rtl(text: str) -> bool:
    """Return True if more letters of a text run from right to left than there are Latin ones.

    Of several sentences this says more than the first letter, which may belong to an example.
    """
    return len(_RTL.findall(text)) > len(_LATIN.findall(text))


def _around(text: str, quoted: Spans) -> Spans:
    ends = [0, *(end for _, end in quoted)]
    starts = [*(start for start, _ in quoted), len(text)]
    return list(zip(ends, starts, strict=True))


def find(text: str, known: Iterable[str] = ()) -> Spans:
    """Return what a sentence quotes where nobody has noted it, as ``runs`` does.

    In a sentence that runs from right to left, this is what has Latin letters: options, code points
    and names, whose signs would change sides. No other quoted word can be told from its own.
    """
    if not has_rtl(text):
        return ()
    if is_rtl_sentence(text):
        return [m.span() for m in _TERMS.finditer(text)]
    return runs(text, known)


def runs(text: str, known: Iterable[str] = ()) -> Spans:
    """Return where any of the strings ``known`` stands, and every other run from right to left."""
    import re

    # The longest first, where one begins with another.
    there = sorted({each for each in known if has_rtl(each) and each in text}, key=len)[::-1]
    pattern = re.compile("|".join([*map(re.escape, there), RUN]))
    return [m.span() for m in pattern.finditer(text)]


def pieces(text: str, quoted: Spans, *, rtl: bool) -> list[str]:
    """Return a sentence cut into its words and what must be set apart from them, by turns.

    A value without letters from right to left needs that only in a sentence that runs so.
    """
    apart = [(a, b) for a, b in quoted if b > a and (rtl or has_rtl(text[a:b]))]
    cut = [0, *(offset for span in apart for offset in span), len(text)]
    return [text[a:b] for a, b in pairwise(cut)]


def names_apart(shown: str) -> str:
    """Return content with each name of an invisible character in an isolate: it has letters, but
    says nothing about the direction of the content around it."""
    return _NAME.sub(rf"{FSI}\g<0>{PDI}", shown) if "\u27e8" in shown else shown


def isolated(
    text: str,
    quoted: Spans,
    shown: Callable[[str], str] = message,
    *,
    rtl: bool | None = None,
) -> str:
    """Return a sentence in an isolate of its own direction, and in it each value in one of its.

    ``shown`` makes each piece safe to print. Without ``rtl`` the sentence's own words say which
    way it runs. What has no letters from right to left is in no isolate.
    """
    if not has_rtl(text):
        return shown(text)
    if rtl is None:
        rtl = is_rtl_sentence(text, quoted)
    parts = pieces(text, quoted, rtl=rtl)
    for n, part in enumerate(parts):
        parts[n] = f"{FSI}{names_apart(shown(part))}{PDI}" if n % 2 else shown(part)
    return f"{RLI if rtl else LRI}{''.join(parts)}{PDI}"
