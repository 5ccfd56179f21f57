"""Which passages of a translation belong to which of its source."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from contentlint.model.document import Document
from contentlint.parity import programme
from contentlint.parity.alignment import align, place
from contentlint.parity.costs import Weighed
from contentlint.parity.units import Alignment
from contentlint.source import formats

LETTERS = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def document(text: str) -> Document:
    return formats.read("a.md", text.encode("utf-8"), paragraphs="blank-line")


def passages(count: int, seed: int, script: int) -> list[str]:
    """Paragraphs in a script whose lengths and sentences depend on the seed alone."""
    lengths = random.Random(seed)
    letters = random.Random(seed + script)
    return [
        " ".join(
            "".join(letters.choices(LETTERS[script], k=length)) + "."
            for length in lengths.choices(range(9, 99), k=lengths.randint(1, 5))
        )
        for _ in range(count)
    ]


def pages(count: int, seed: int = 1, titles: bool = True) -> tuple[list[str], list[str]]:
    """The blocks of a page and of its translation, of which every fifth is a heading."""
    both = [passages(count, seed, script) for script in (0, 1)]
    if titles:
        for page in both:
            for number in range(0, count, 5):
                page[number] = f"## {page[number][:9]}"
    return both[0], both[1]


def aligned(source: Sequence[str], target: Sequence[str], order: str = "source") -> Alignment:
    return align(document("\n\n".join(source)), document("\n\n".join(target)), order)


def numbers(runs: Sequence[tuple[int, int]]) -> list[int]:
    return [number for first, last in runs for number in range(first, last)]


def test_an_equal_page_is_paired_one_by_one() -> None:
    for seed in range(9):
        found = aligned(*pages(40, seed))
        assert [(pair.source, pair.target) for pair in found.pairs] == [(n, n) for n in range(40)]
        assert not found.missing and not found.added and not found.out_of_step


def test_a_passage_that_is_missing_or_added_is_named_and_shifts_nothing() -> None:
    right = 0
    for seed in range(40):
        source, target = pages(25, seed)
        at = random.Random(seed).choice([n for n in range(1, 25) if n % 5])
        fewer = target[:at] + target[at + 1 :]
        found, back = aligned(source, fewer), aligned(fewer, source)
        assert len(numbers(found.missing)) <= 1
        assert numbers(back.added) == numbers(found.missing), "the other way round it is the same"
        right += numbers(found.missing) == [at]
    assert right >= 34  # what is as long as its neighbour can be either


def test_the_place_of_what_is_missing_is_behind_the_passage_before() -> None:
    source, target = pages(12)
    found = aligned(source, target[:3] + target[4:])
    assert place(found, 3) == len("\n\n".join(target[:3]))


def test_joined_and_split_passages_are_not_missing() -> None:
    for seed in range(20):
        source, target = pages(25, seed)
        for at in (1, 7, 13):
            joined = [*target[:at], f"{target[at]} {target[at + 1]}", *target[at + 2 :]]
            assert not aligned(source, joined).missing, (seed, at)
            assert not aligned(joined, source).added, (seed, at)


def test_a_list_that_became_a_paragraph_is_not_missing() -> None:
    source, target = pages(20)
    items = [f"{n}. {text}" for n, text in enumerate(passages(4, 7, 0), 1)]
    rows = " ".join(passages(4, 7, 1))
    found = aligned(source[:10] + items + source[10:], [*target[:10], rows, *target[10:]])
    assert not found.missing and not found.added


def test_a_passage_with_links_that_moved_is_moved() -> None:
    source, target = pages(20)
    links = "[{}](https://example.org/map) `map.txt` 1234 [{}](https://example.org/list)"
    found = aligned(
        [*source[:3], links.format("map", "list"), *source[3:]],
        [*target[:14], links.format("خريطة", "قائمة"), *target[14:]],
    )
    assert [pair.source for pair in found.moved] == [3]
    assert not found.missing and not found.added


def test_in_a_free_order_nothing_is_missing_that_is_elsewhere() -> None:
    source, target = pages(20, titles=False)
    shuffled = target[:]
    random.Random(3).shuffle(shuffled)
    found = aligned(source, shuffled, "free")
    assert not found.missing and not found.added
    assert numbers(aligned(source, shuffled[1:], "free").missing)


def test_a_page_that_lacks_much_is_out_of_step() -> None:
    source, target = pages(30)
    assert aligned(source, target[:12]).out_of_step
    assert not aligned(source, target[:25]).out_of_step


def test_a_fence_that_is_never_closed_swallows_and_loses_nothing() -> None:
    source, target = pages(20)
    code = "```sh\nmake tea\n```"
    found = aligned([*source[:8], code, *source[8:]], [*target[:8], "```sh\nmake tea", *target[8:]])
    assert not found.missing and not found.out_of_step


def test_a_title_in_the_front_matter_is_not_missing() -> None:
    source, target = pages(12)
    found = aligned(["# Tea", *source], ["---\ntitle: شاي\n---", *target])
    assert not found.missing
    assert not aligned(["---\ntitle: Tea\n---", *source], ["# شاي", *target]).added


def test_lines_that_seem_to_be_paragraphs_are_compared_with_paragraphs() -> None:
    source, target = pages(20)
    lines = "\n\n".join(source).replace(". ", ".\n")
    one = formats.read("a.md", lines.encode(), paragraphs="line")
    assert one.paragraphs == "line"
    found = align(one, document("\n\n".join(target)))
    assert not found.missing and not found.added


def test_a_large_pair_costs_no_more_cells_than_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = []
    table = programme.table

    def counted(sources: Sequence[Weighed], targets: Sequence[Weighed]) -> object:
        height, width = len(sources), len(targets)
        used.append(height * min(2 * (abs(height - width) + 20) + 1, width))
        return table(sources, targets)

    monkeypatch.setattr(programme, "table", counted)
    source, target = pages(2000, titles=False)
    found = aligned(source, target[:1300] + target[1303:])
    assert found.out_of_step or len(numbers(found.missing)) <= 3
    assert used and sum(used) <= programme.MOST_CELLS
    del used[:]
    # Too many are missing for a band: nothing of it is aligned, and the pair is out of step.
    assert aligned(source, target[::2]).out_of_step
    assert sum(used) <= programme.MOST_CELLS


@pytest.mark.parametrize(
    "lengths",
    [
        [(145, 100), (157, 130), (166, 237), (93, 137)],
        [(113, 67), (101, 132), (145, 202), (68, 65)],
        [(172, 184), (163, 239), (111, 163)],
    ],
)
def test_items_stay_in_step_where_the_next_one_is_closer_in_length(
    lengths: Sequence[tuple[int, int]],
) -> None:
    source, target = pages(25)
    source[6:6] = [f"- {'a' * length}." for length, _ in lengths]
    target[6:6] = [f"- {'ا' * length}." for _, length in lengths]
    found = aligned(source, target)
    assert not found.missing and not found.added


def test_a_passage_on_the_last_line_of_another_is_not_missing() -> None:
    source, target = pages(25, titles=False)
    source[7:9] = [" ".join(["a" * 80 + "."] * 3), "b" * 40]
    target[7:9] = [" ".join(["ا" * 60 + "."] * 3) + "\n" + "ب" * 36]
    assert not aligned(source, target).missing
    target[7] = target[7].partition("\n")[0]
    assert numbers(aligned(source, target).missing) == [8]


def test_a_page_with_the_text_of_another_is_out_of_step() -> None:
    def page(script: int, lengths: Sequence[tuple[int, int]]) -> list[str]:
        letter = LETTERS[script][0]
        return ["# Page", *(" ".join([f"{letter * n}."] * times) for n, times in lengths)]

    source = [(116, 2), (78, 3), (95, 4), (58, 2), (105, 3), (41, 2)]
    assert not aligned(page(0, source), page(1, source)).out_of_step
    other = [(95, 3), (43, 4), (99, 3), (48, 4), (112, 4), (111, 2)]
    assert aligned(page(0, source), page(1, other)).out_of_step


def test_an_item_that_is_indented_as_code_is_not_missing() -> None:
    source, target = pages(10)
    source[9] = "1. What is it?\n\n    * " + "It is a wheel that turns " * 3 + "slowly."
    target[9] = "۱. ما هذا؟\n\n    * " + "إنها عجلة تدور على مهل " * 3 + "دائمًا."
    assert not aligned(source, target).missing


def test_a_page_with_the_pictures_of_another_one_is_out_of_step() -> None:
    ours, theirs = pages(14, titles=False)

    def pictured(texts: Sequence[str], name: str) -> Document:
        return document(
            "\n\n".join(f"{text}\n\n![]({name}{i}.png)" for i, text in enumerate(texts))
        )

    source = pictured(ours, "a")
    assert not align(source, pictured(theirs[:10], "a")).out_of_step
    assert not align(source, pictured(theirs, "b")).out_of_step
    assert align(source, pictured(theirs[:10], "b")).out_of_step


def test_a_heading_moves_with_its_passage() -> None:
    ours, theirs = pages(12, titles=False)
    links = (
        "See [a](https://example.org/a), [b](https://example.org/b), [c](https://example.org/c)."
    )
    moved = "# T\n\n" + links
    source = [*ours[:2], moved, *ours[2:]]
    target = [*theirs[:9], moved, *theirs[9:]]
    found = align(document("\n\n".join(source)), document("\n\n".join(target)))
    assert [found.source[pair.source].kind for pair in found.moved] == ["heading", "paragraph"]
    assert not found.missing
