"""Columns that a text takes on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex

# A name that stands for a character is never cut.
_UNIT = lazy_regex.compile("\u27e8[^\u27e8\u27e9]*\u27e9|.", lazy_regex.DOTALL)
_JAMO = range(0x1160, 0x1200)
"""Vowels and final consonants of Hangul, which the first one of a syllable includes."""
_EMOJI_STYLE = "\ufe0f"
_JOINERS = "\u200c\u200d"


def columns(text: str) -> int:
    """Return the columns of a text whose invisible characters are named, but for joiners.

    Combining marks take none, East Asian wide characters and emoji two. Where terminals differ, as
    for emoji of several parts, this is the most that one of them takes.
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    from unicodedata import category, east_asian_width

    if char == _EMOJI_STYLE:  # it may widen the sign before it
        return 1
    if char in _JOINERS or category(char) in ("Mn", "Me") or ord(char) in _JAMO:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def first(text: str, room: int) -> str:
    """Return the first words of a text that fit in ``room`` columns, of a long word its beginning.

    A text that was cut ends in ``…``.
    """
    if columns(text) <= room:
        return text
    units = _UNIT.findall(text)
    kept = _fitting(units, room - 1)
    return "".join(units[: _at_word(units, kept)]).rstrip() + "…"


def last(text: str, room: int) -> str:
    """Return the last words that fit; a text that was cut begins with ``…``."""
    if columns(text) <= room:
        return text
    units = _UNIT.findall(text)[::-1]
    kept = _fitting(units, room - 1)
    while kept and not columns(units[kept - 1]):
        kept -= 1  # a mark without its letter
    return "…" + "".join(units[: _at_word(units, kept)][::-1]).lstrip()


def middle_cut(text: str, room: int) -> str:
    """Return the beginning and the end of a text with ``…`` between them, in ``room`` columns."""
    if columns(text) <= room:
        return text
    return first(text, room - room // 2) + last(text, room // 2 + 1)[1:]


def _fitting(units: Iterable[str], room: int) -> int:
    """Return how many units fit."""
    count = 0
    for unit in units:
        room -= columns(unit)
        if room < 0:
            break
        count += 1
    return count


def _at_word(units: list[str], kept: int) -> int:
    """Return the length of the first ``kept`` units without the word that they end within."""
    if units[kept] == " " or " " not in units[kept // 2 : kept]:
        return kept
    return kept - units[:kept][::-1].index(" ")
