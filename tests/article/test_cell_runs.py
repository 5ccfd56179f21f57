"""contentlint.article.tables: the cells of one table, one a line."""

from __future__ import annotations

from contentlint.article.tables import CellRun, piped_cell_runs, plain_cell_runs
from contentlint.source import formats


def with_pipes(text: str) -> list[CellRun]:
    return list(piped_cell_runs(formats.read("a.md", text.encode())))


def without(text: str) -> list[CellRun]:
    return list(plain_cell_runs(formats.read("a.md", text.encode()), 40, 2))


def test_records_of_one_width() -> None:
    (table,) = with_pipes("| a |\nb |\n| 1 |\n2 |\n\n| 3 |\n4 |\n")
    assert table == CellRun(0, 6, [["a", "b"], ["1", "2"], ["3", "4"]])


def test_a_title_above_is_left_out() -> None:
    (table,) = with_pipes("| Title |\n| a |\nb |\n| 1 |\n2 |\n| 3 |\n4 |\n")
    assert table.first == 1


def test_a_heading_above_whole_rows() -> None:
    (table,) = with_pipes("a |\nb |\n| 1 | 2 |\n| 3 | 4 |\n")
    assert table == CellRun(0, 3, [["a", "b"], ["1", "2"], ["3", "4"]])


def test_two_records_or_changing_widths_are_none() -> None:
    assert not with_pipes("| a |\nb |\n| 1 |\n2 |\n")
    assert not with_pipes("| a |\nb |\n| 1 |\n2 |\nx |\n| 3 |\n4 |\n")
    assert not with_pipes("| a |\n| b |\n| c |\n")
    assert not with_pipes("| a |\nb |\ntext\n| 1 |\n2 |\ntext\n| 3 |\n4 |\n")


def test_columns_with_units() -> None:
    text = "Sum\n\nTime\n\nRate\n\n5.000 €\n\n36 Mo\n\n2,0 %\n\n8.000 €\n\n48 Mo\n\n2,5 %\n"
    (table,) = without(text)
    assert table.rows[2] == ["8.000 €", "48 Mo", "2,5 %"]


def test_lists_are_no_table() -> None:
    assert not without("\n\n".join("abcdefghi"))
    assert not without("A\n\nB\n\nC\n\n1 €\n\nx\n\ny\n\n2 %\n\nx\n\ny\n")
    assert not without("News\n\n18:00\n\nFilm\n\n19:00\n\nSport\n\n20:00\n\nEnd\n\n21:00\n\nx\n")
    # The heading's columns must differ.
    assert not without("A\n\nA\n\nA\n\n1 €\n\n2 €\n\n3 €\n\n1 €\n\n2 €\n\n3 €\n")
