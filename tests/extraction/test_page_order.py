"""The lines of a PDF page stand as the eye meets them, whatever the order in which they were drawn."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extraction.formats import pdf
from extraction.page_order import Line, ordered
from extraction.protocol import Extracted, Limits
from extraction.word_boxes import pdf_word_boxes
from tests.extraction import making

WIDTH = 5
"""Of a letter of the made font at 10 points."""


def _page(tmp_path: Path, *drawn: tuple[int, int, str]) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(making.pdf([b"".join(making.text_at(*one) for one in drawn)]))
    read = pdf.extract(path, Limits())
    assert isinstance(read, Extracted)
    return read.pages[0]


def test_headings_that_a_spreadsheet_draws_last_stand_over_their_rows(tmp_path: Path) -> None:
    drawn = [(50, 700, "1 Начислено 6 317"), (50, 680, "2 Собрано 6 100"), (50, 640, "1 Выплачено 5 900")]
    drawn += [(90, 720, "Доходы"), (90, 660, "Расходы"), (60, 760, "Отчёт товарищества")]
    assert _page(tmp_path, *drawn).splitlines() == [
        "Отчёт товарищества",
        "Доходы",
        "1 Начислено 6 317",
        "2 Собрано 6 100",
        "Расходы",
        "1 Выплачено 5 900",
    ]


def test_words_moved_up_have_their_boxes_where_they_now_stand(tmp_path: Path) -> None:
    text = _page(tmp_path, (50, 700, "Решили так"), (50, 680, "и подписали"), (50, 760, "Протокол собрания"))
    boxes = pdf_word_boxes(tmp_path / "page.pdf", 1, text)
    assert all(text[box.start : box.end] == box.text for box in boxes)
    assert len(boxes) == 6


def test_a_page_with_words_off_it_is_put_in_order_too(tmp_path: Path) -> None:
    drawn = [(50, 700, "1 Начислено"), (50, 680, "2 Собрано"), (50, 9000, "счётчик"), (50, 760, "Отчёт")]
    assert _page(tmp_path, *drawn).splitlines() == ["Отчёт", "1 Начислено", "2 Собрано"]


def test_columns_are_left_as_they_were_drawn(tmp_path: Path) -> None:
    left = [(50, 700 - 24 * n, f"левая строка {n}") for n in range(6)]
    right = [(330, 700 - 24 * n, f"правая строка {n}") for n in range(6)]
    between = [(330, 688 - 24 * n, f"правая строка {n}") for n in range(6)]
    for columns in (left + right, left + between):
        assert _page(tmp_path, *columns).splitlines() == [text for _, _, text in columns]


def _line(text: str, left: float, base: float) -> Line:
    right = left + WIDTH * len(text)
    return Line(text, left, right, left, right, base, base, 10)


def test_a_number_drawn_in_two_parts_is_one_number_and_cells_are_one_row() -> None:
    cells = [_line("Ед.", 50, 100), _line("3", 200, 100.4), _line("4", 205.1, 100.4), _line("–", 300, 99.9)]
    assert ordered(cells) == ["Ед. 34 –"]


def test_a_line_below_is_not_the_same_row() -> None:
    assert ordered([_line("раз", 50, 100), _line("два", 80, 88)]) == ["раз", "два"]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 800)), max_size=30))
def test_no_line_is_lost_or_read_twice(places: list[tuple[int, int]]) -> None:
    lines = [_line(f"ряд{number}", left, base) for number, (left, base) in enumerate(places)]
    told = "".join(ordered(lines)).replace(" ", "")
    assert sorted(told.split("ряд")[1:]) == sorted(str(number) for number in range(len(places)))
