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
    codes: list[i64] = []
    ends: list[i64] = [0]
    end: i64 = 0
    for at, token in enumerate(tokens):
        codes.append(first.setdefault(token, at))
        end += len(token)
        ends.append(end)
    places: list[i64] = list(range(len(codes)))
    result: list[tuple[int, int]] = []
    size: i64 = 2
    last: i64 = most
    while size <= last:
        places, codes = _longer(places, codes)
        result.append(_characters(places, codes, ends, size))
        size += 1
    return result


def _longer(places: list[i64], codes: list[i64]) -> tuple[list[i64], list[i64]]:
    """Return the places and codes of the sequences one token longer that occur more than once."""
    count: i64 = len(places)
    slots: i64 = 8
    while slots < 2 * count:
        slots *= 2
    table: list[i64] = [-1] * slots
    owner: list[i64] = []
    times: list[i64] = []
    i: i64 = 0
    while i < count - 1:
        if places[i + 1] != places[i] + 1:
            owner.append(-1)
            times.append(0)
            i += 1
            continue
        one, two = codes[i], codes[i + 1]
        slot: i64 = ((one * 31 + two) * _FACTOR >> 15) & (slots - 1)
        j: i64 = table[slot]
        while j >= 0 and (codes[j] != one or codes[j + 1] != two):
            slot = (slot + 1) & (slots - 1)
            j = table[slot]
        if j < 0:
            table[slot] = i
            j = i
        owner.append(j)
        times.append(0)
        times[j] += 1
        i += 1
    kept: list[i64] = []
    numbers: list[i64] = []
    i = 0
    size: i64 = len(owner)
    while i < size:
        j = owner[i]
        if j >= 0 and times[j] > 1:
            kept.append(places[i])
            numbers.append(places[j])
        i += 1
    return kept, numbers


def _characters(places: list[i64], codes: list[i64], ends: list[i64], size: i64) -> tuple[int, int]:
    """Return the two numbers of ``repeated_grams`` for the sequences of one size."""
    count: i64 = len(places)
    if not count:
        return 0, 0
    times: dict[i64, i64] = {}
    again: i64 = 0
    free: i64 = 0
    seen: set[i64] = set()
    i: i64 = 0
    while i < count:
        at, code = places[i], codes[i]
        times[code] = times.get(code, 0) + 1
        if at >= free:
            if code in seen:
                free = at + size
                again += ends[free] - ends[at]
            else:
                seen.add(code)
        i += 1
    top: i64 = -1
    best: i64 = 0
    for code in times:
        if times[code] > best:
            best = times[code]
            top = code
    return int((ends[top + size] - ends[top] + size - 1) * best), int(again)
