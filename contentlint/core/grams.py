"""How much of a text its repeated sequences of tokens make up.

Tokens and sequences are numbered by the place where they occur first. A sequence repeats only
where both shorter ones in it do, so each size looks at what is left of the size before.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_FACTOR: Final = 0x9E3779B1


def repeated_grams(tokens: list[str], most: int) -> list[tuple[int, int]]:
    """Return, for each number of tokens from 2 to ``most``, two numbers of characters: of all
    occurrences of the commonest sequence, with spaces between its tokens; and of the sequences
    that occurred before, without overlap and without spaces. Both are 0 if none occurs twice.

    Of several that are as common the first one counts.
    """
    first: dict[str, i64] = {}
    every: list[i64] = []
    times: list[i64] = [0] * len(tokens)
    ends: list[i64] = [0]
    end: i64 = 0
    for at, token in enumerate(tokens):
        code: i64 = first.setdefault(token, at)
        every.append(code)
        times[code] += 1
        end += len(token)
        ends.append(end)
    places: list[i64] = []
    codes: list[i64] = []
    i: i64 = 0
    while i < len(every):
        code = every[i]
        if times[code] > 1:
            places.append(i)
            codes.append(code)
        i += 1
    result: list[tuple[int, int]] = []
    size: i64 = 2
    last: i64 = most
    while size <= last:
        if places:
            every, times = _longer(places, codes, len(tokens))
            places, codes, top, again = _repeated(places, every, times, ends, size)
            result.append((top, again))
        else:
            result.append((0, 0))
        size += 1
    return result


def _longer(places: list[i64], codes: list[i64], count: i64) -> tuple[list[i64], list[i64]]:
    """Return the numbers of the sequences one token longer that begin at some places, -1 for none,
    and how often each number below ``count`` occurs."""
    slots: i64 = 8
    while slots < 2 * len(places):
        slots *= 2
    table: list[i64] = [-1] * slots
    found: list[i64] = []
    times: list[i64] = [0] * count
    i: i64 = 0
    last: i64 = len(places) - 1
    while i < last:
        code: i64 = -1
        if places[i + 1] == places[i] + 1:
            one, two = codes[i], codes[i + 1]
            code = one
            # Where the shorter ones occurred first they followed each other, or else did not.
            if two != one + 1:
                slot: i64 = ((one * 31 + two) * _FACTOR >> 15) & (slots - 1)
                j: i64 = table[slot]
                while j >= 0 and (codes[j] != one or codes[j + 1] != two):
                    slot = (slot + 1) & (slots - 1)
                    j = table[slot]
                if j < 0:
                    table[slot] = i
                    j = i
                code = places[j]
            times[code] += 1
        found.append(code)
        i += 1
    return found, times


def _repeated(
    places: list[i64], found: list[i64], times: list[i64], ends: list[i64], size: i64
) -> tuple[list[i64], list[i64], int, int]:
    """Return the places and numbers of the sequences of one size that occur more than once, and
    the two numbers of ``repeated_grams`` for them."""
    kept: list[i64] = []
    codes: list[i64] = []
    top: i64 = 0
    best: i64 = 0
    again: i64 = 0
    free: i64 = 0
    seen = [False] * len(times)
    for i, code in enumerate(found):
        if code < 0 or times[code] < 2:
            continue
        at = places[i]
        kept.append(at)
        codes.append(code)
        if times[code] > best:
            best = times[code]
            top = code
        if at >= free:
            if seen[code]:
                free = at + size
                again += ends[free] - ends[at]
            else:
                seen[code] = True
    if not best:
        return kept, codes, 0, 0
    return kept, codes, int((ends[top + size] - ends[top] + size - 1) * best), int(again)
