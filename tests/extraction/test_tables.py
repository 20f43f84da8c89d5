from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Limits, Refused, Table
from extraction.tables.heads import head_rows, is_figure
from extraction.tables.pieces import Piece, joined
from extraction.tables.reading import by_tabs
from tests.extraction.budget_pages import HEAD, budget_pdf, budget_rows
from tests.extraction.making import ACT, docx, odt, para, pdf, xlsx

Tables = Callable[[bytes], tuple[Table, ...]]


@pytest.fixture
def tables(pool: ExtractionPool, tmp_path: Path) -> Tables:
    def found(data: bytes, pages: list[int] | None = None) -> tuple[Table, ...]:
        path = tmp_path / "given"
        path.write_bytes(data)
        told = pool.tables(path, "", pages)
        assert not isinstance(told, Refused)
        return told

    return found


@pytest.mark.parametrize("repeat", [True, False])
def test_a_budget_over_many_pages_is_one_table_with_whole_rows(tables: Tables, repeat: bool) -> None:
    rows = budget_rows(40)
    (table,) = tables(budget_pdf(rows, repeat=repeat, above="Приложение 4\n\nтыс. рублей"))
    assert table.rows == (HEAD, *rows)
    assert (table.first_page, table.last_page, table.header_rows) == (1, 4, 1)
    assert table.caption == "Приложение 4\nтыс. рублей"
    assert table.confidence == 1.0
    assert any(note.startswith("rows-joined:") for note in table.notes)


def test_tables_of_chosen_pages_alone(pool: ExtractionPool, tmp_path: Path) -> None:
    path = tmp_path / "budget.pdf"
    path.write_bytes(budget_pdf(budget_rows(40)))
    told = pool.tables(path, "application/pdf", [2])
    assert not isinstance(told, Refused)
    assert [(table.first_page, table.last_page) for table in told] == [(2, 2)]


def test_two_tables_of_the_same_columns_stay_two(tables: Tables) -> None:
    rows = budget_rows(3)
    above = "#pagebreak()\nПриложение 6 к решению о бюджете района"
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    second = f"{above}\n#table(columns: (1fr, 1cm, 1cm, 3cm, 1.2cm, 3cm), stroke: 0.5pt, {cells})"
    found = tables(budget_pdf(rows, below=second))
    assert [(table.first_page, len(table.rows)) for table in found] == [(1, 4), (2, 3)]


def test_a_page_without_lines_has_no_table_and_a_broken_file_a_reason(
    tables: Tables, pool: ExtractionPool, tmp_path: Path
) -> None:
    assert tables(pdf([ACT])) == ()
    (tmp_path / "broken").write_bytes(b"%PDF-1.7\nnothing")
    refused = pool.tables(tmp_path / "broken", "application/pdf")
    assert isinstance(refused, Refused)
    assert refused.reason_code == "damaged"


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def test_tables_of_docx_keep_merged_cells_and_their_own_head(tables: Tables) -> None:
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + _cell("Доходы", '<w:gridSpan w:val="2"/>')
    head += _cell("Год", '<w:vMerge w:val="restart"/>') + "</w:tr>"
    second = "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + _cell("код") + _cell("имя") + _cell("", "<w:vMerge/>")
    body = f"<w:tr>{_cell('1 01')}{_cell('Налог')}{_cell('2012')}</w:tr>"
    table = f"<w:tbl>{head}{second}</w:tr>{body}</w:tbl>"
    (found,) = tables(docx(para("Приложение 1") + table))
    assert found.rows == (("Доходы", "", "Год"), ("код", "имя", ""), ("1 01", "Налог", "2012"))
    assert (found.header_rows, found.caption) == (2, "Приложение 1")


def test_tables_of_odt(tables: Tables) -> None:
    def cell(text: str) -> str:
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    head = f"<table:table-header-rows><table:table-row>{cell('Имя')}{cell('Сумма')}</table:table-row>"
    rows = f"<table:table-row>{cell('Дороги')}{cell('15,5')}</table:table-row>"
    text = f"<text:p>тыс. рублей</text:p><table:table>{head}</table:table-header-rows>{rows}</table:table>"
    (found,) = tables(odt(text))
    assert found.rows == (("Имя", "Сумма"), ("Дороги", "15,5"))
    assert (found.header_rows, found.caption) == (1, "тыс. рублей")


def test_a_sheet_is_a_table_under_its_titles(tables: Tables) -> None:
    rows: list[list[object]] = [["Приложение 5"], ["Код", "", "Имя", "Сумма"], ["0102", "", "Глава", 15.5]]
    (found,) = tables(xlsx({"Расходы": rows, "Пусто": []}))
    assert found.rows == (("Код", "Имя", "Сумма"), ("0102", "Глава", "15,5"))
    assert found.caption == "Расходы\nПриложение 5"
    assert found.header_rows == 1


def test_rows_of_text_divided_by_tabs_are_a_doubtful_table() -> None:
    text = "Смета\nИмя\tСумма\nДоходы\nНалог\t15\n\nконец"
    (found,) = by_tabs(text, 3, 0.6)
    assert found.rows == (("Имя", "Сумма"), ("Доходы", ""), ("Налог", "15"))
    assert (found.first_page, found.caption, found.confidence) == (3, "Смета", 0.6)


def _piece(page: int, *rows: tuple[str, ...], above: str = "", below: str = "") -> Piece:
    return Piece(page, list(rows), (10.0, 60.0, 90.0), above, below, above, 1.0)


def test_a_title_of_a_section_at_a_page_end_is_no_half_of_a_row() -> None:
    sections = [("Общие вопросы", ""), ("Глава", "10"), ("Оборона", ""), ("Дума", "12"), ("Призыв", "11")]
    (table,) = joined([_piece(1, ("Имя", "Сумма"), *sections), _piece(2, ("Дороги", ""), ("Ремонт", "7"))])
    assert table.rows[-2:] == (("Дороги", ""), ("Ремонт", "7"))
    assert table.notes == ()


def test_text_between_parts_what_looks_like_one_table() -> None:
    row = ("Глава", "10")
    told = joined([_piece(1, row, row), _piece(2, row, above="Приложение 2"), _piece(3, row, above="- 3 -")])
    assert [(table.first_page, table.last_page) for table in told] == [(1, 1), (2, 3)]


def test_only_the_line_of_column_numbers_may_come_again() -> None:
    numbers = ("1", "2")
    (table,) = joined([_piece(1, ("Имя", "Сумма"), numbers, ("А", "5")), _piece(2, numbers, ("Б", "6"))])
    assert table.rows == (("Имя", "Сумма"), numbers, ("А", "5"), ("Б", "6"))
    assert table.header_rows == 2


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Имя", "Сумма"), ("А", "5,0")], 1),
        ([("А", "5,0"), ("Б", "6,0")], 0),
        ([("Имя", "Год"), ("", "2012"), ("А", "5,0")], 2),
        ([("Имя", "Сумма"), ("Доходы", ""), ("А", "5,0")], 1),
        ([("Имя", "Срок"), ("А", "до мая"), ("Б", "до июня")], 1),
    ],
)
def test_the_head_ends_above_the_figures(rows: list[tuple[str, ...]], expected: int) -> None:
    assert head_rows(rows) == expected


def test_years_and_dates_are_no_figures() -> None:
    told = {
        cell
        for cell in ("2012", "12.03.2012", "1 234,5", "-7", "0102", "12 %", "", "ст. 5")
        if is_figure(cell)
    }
    assert told == {"1 234,5", "-7", "0102", "12 %"}


def test_more_text_in_tables_than_allowed_is_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("имя;сумма\n" + "дороги;15\n" * 2000, encoding="utf-8")
    with ExtractionPool(1, Limits(output_chars=5000), tmp_path / "s", ocr=False) as pool:
        refused = pool.tables(path, "text/csv")
    assert isinstance(refused, Refused)
    assert refused.reason_code == "over-limit"
