"""Content made safe to print: the one place where a character becomes ``⟨U+202E⟩``.

A linter that echoes an override re-creates the attack it reports
(CVE-2021-42574), and a terminal obeys escape sequences from any file.
"""

from __future__ import annotations

import re

FSI, PDI = "\u2068", "\u2069"
"""First Strong Isolate and Pop Directional Isolate: set an excerpt apart from its line."""

# C0, DEL, C1; soft hyphen, CGJ, ALM, invisible fillers; zero-width, bidi controls, separators;
# word joiner to deprecated format characters; BOM; lone surrogates; interlinear annotation;
# noncharacters of the BMP; format characters of hieroglyphs, shorthand and music; tags and
# variation selectors supplement.
INVISIBLE = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ud800-\udfff\ufff9-\ufffb"
    "\ufffe\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# Joiners belong to the spelling of Persian and to emoji: an excerpt without them reads wrongly.
_DANGEROUS = re.compile(f"[{INVISIBLE}]".replace("\u200b-\u200f", "\u200b\u200e\u200f"))


def code_point(char: str) -> str:
    """``U+202E`` for U+202E; of an undecodable byte (U+DC80-U+DCFF) ``0x80``."""
    n = ord(char)
    return f"0x{n - 0xDC00:02X}" if 0xDC80 <= n <= 0xDCFF else f"U+{n:04X}"


def _show(m: re.Match[str]) -> str:
    return f"⟨{code_point(m[0])}⟩"


def visible(text: str) -> str:
    """Every invisible or control character as ``⟨U+XXXX⟩``; line ends too."""
    return _INVISIBLE.sub(_show, text)


def excerpt(text: str) -> str:
    """As ``visible``, but U+200C and U+200D stay, so that words keep their shape."""
    return _DANGEROUS.sub(_show, text)


def quote(text: str, limit: int = 60) -> str:
    """A piece of content for the middle of a message: visible, cut to ``limit`` code points."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return visible(text)
