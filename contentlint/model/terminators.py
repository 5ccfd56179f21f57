"""Marks that end a sentence, and marks that may follow them: one named set for each use.

``ENDINGS`` is the whole of Unicode. The others are narrower: where every line is tested, or where
a wrong answer makes a finding, only the marks count that were measured on texts.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# Sentence_Terminal of Unicode 17: full stops, question and exclamation marks of all scripts.
_SENTENCE_TERMINAL = (
    "!.?\u0589\u061d\u061e\u061f\u06d4\u0700\u0701\u0702\u07f9\u0837\u0839\u083d\u083e\u0964"
    "\u0965\u104a\u104b\u1362\u1367\u1368\u166e\u1735\u1736\u17d4\u17d5\u1803\u1809\u1944"
    "\u1945\u1aa8\u1aa9\u1aaa\u1aab\u1b4e\u1b4f\u1b5a\u1b5b\u1b5e\u1b5f\u1b7d\u1b7e\u1b7f"
    "\u1c3b\u1c3c\u1c7e\u1c7f\u2024\u203c\u203d\u2047\u2048\u2049\u2cf9\u2cfa\u2cfb\u2e2e"
    "\u2e3c\u2e53\u2e54\u2e60\u2e61\u3002\ua4ff\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce"
    "\ua8cf\ua92f\ua9c8\ua9c9\uaa5d\uaa5e\uaa5f\uaaf0\uaaf1\uabeb\ufe12\ufe15\ufe16\ufe52"
    "\ufe56\ufe57\uff01\uff0e\uff1f\uff61\U00010a56\U00010a57\U00010f55\U00010f56\U00010f57"
    "\U00010f58\U00010f59\U00010f86\U00010f87\U00010f88\U00010f89\U00011047\U00011048"
    "\U000110be\U000110bf\U000110c0\U000110c1\U00011141\U00011142\U00011143\U000111c5"
    "\U000111c6\U000111cd\U000111de\U000111df\U00011238\U00011239\U0001123b\U0001123c"
    "\U000112a9\U000113d4\U000113d5\U0001144b\U0001144c\U000115c2\U000115c3\U000115c9"
    "\U000115ca\U000115cb\U000115cc\U000115cd\U000115ce\U000115cf\U000115d0\U000115d1"
    "\U000115d2\U000115d3\U000115d4\U000115d5\U000115d6\U000115d7\U00011641\U00011642"
    "\U0001173c\U0001173d\U0001173e\U00011944\U00011946\U00011a42\U00011a43\U00011a9b"
    "\U00011a9c\U00011c41\U00011c42\U00011ef7\U00011ef8\U00011f43\U00011f44\U00016a6e"
    "\U00016a6f\U00016af5\U00016b37\U00016b38\U00016b44\U00016d6e\U00016d6f\U00016e98"
    "\U0001bc9f\U0001da88"
)
ENDINGS: Final = frozenset(_SENTENCE_TERMINAL + "\u2026\u22ef\u0f0d\u0f0e\u037e\u203d\u2e18")
"""Sentence_Terminal, the ellipsis, the Tibetan shad, the Greek question mark."""
FULL_STOPS: Final = ".۔。"
"""At the end of a caption or a name in a credit: full stops only."""
EXCLAMATIONS: Final = "!?؟"
"""Marks that people repeat."""
TITLE_ENDS: Final = (*EXCLAMATIONS, "？", "！")
"""At the end of a line that may be a title all the same."""
TITLE_BREAKS: Final = ".!?؟。！？"
"""Between two sentences of one line, which is then no title; an ellipsis may be part of a title."""
CELL_STOPS: Final = frozenset(".!?؟۔。…:،,;")
"""At the end of a line, which is then no cell of a table: marks between clauses as well."""
CAPTION_ENDS: Final = '.!?؟۔。»”"'
"""At the end of a caption with body text after it; a closing quotation mark ends it as well."""
CREDIT_BREAKS: Final = ".!?؟۔。"
"""Between a sentence and the label of a credit."""
SPACED_BREAKS: Final = ".!?؟۔"
"""The marks of ``CREDIT_BREAKS`` that a space follows."""
SENTENCE_BREAKS: Final = ".!?؟۔…。！？"
"""Between the sentences around a date; ``।`` and ``॥`` do not count."""
QUOTED_ENDS: Final = ".!?؟…"
"""Before the closing quotation mark of a sentence in the Arabic or Hebrew script."""
SPLITTING: Final = ".!?؟…۔。！？।॥"
"""Where running text is split into sentences; each mark costs a search of the whole text."""
ASCII_SPLITTING: Final = ".!?"
"""The marks of ``SPLITTING`` that a text in ASCII can have."""
FULL_WIDTH: Final = "。！？"
"""The marks of ``SPLITTING`` that no space follows."""
PROSE_ENDS: Final = SPLITTING + "።"
"""At the end of a paragraph that is prose: the Ethiopic full stop as well."""
LINE_ENDS: Final = frozenset(PROSE_ENDS + ":։፧")
"""At the end of a line that is a paragraph, in the scripts of the corpora; a colon closes a
lead-in."""

CLOSERS: Final = "\"'»”’)]}›」』）*_﴾\x00"
"""After a mark of ``SPLITTING``: closing quotes and brackets, emphasis, masked markup."""
LINE_CLOSERS: Final = CLOSERS.replace("\x00", "|")
"""After a mark of ``LINE_ENDS``, in text with its markup: a stray pipe as well."""
BOTH_CLOSERS: Final = (
    "\"'\u00bb\u00ab\u201d\u201c\u2019\u2018\u203a\u2039)]}\u300d\u300f\u3011\u3015\u300b\u3009"
    "\uff09\uff3d\uff63\ufd3e\ufd3f*_~|`"
)
"""After a mark of ``ENDINGS``: quotes either way round, brackets, emphasis."""
FINISHED: Final = PROSE_ENDS + CLOSERS
"""The last character of a finished sentence."""
