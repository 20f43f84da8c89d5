"""Workbooks as the eye sees them: XLSX, XLSB, XLS and ODS."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from extraction.formats import ods, sheet_styles, sheets
from extraction.formats.sheets import extract
from extraction.means import Means
from extraction.protocol import Extracted, Limits
from extraction.reasons import UnreadableError
from extraction.tables.reading import read_tables
from search.analysis import token_list
from tests.extraction import making
from tests.extraction.sheet_making import Rows, ods_cell, ods_row, saved, xls, xlsb, xlsx
from tests.extraction.sheet_making import ods as made_ods

Make = Callable[[Rows], bytes]
BUDGET: Rows = [
    [("Код", ""), ("Сумма", ""), ("Доля", ""), ("Дата", "")],
    [(1001.0, "0000000"), (1234567.5, "#,##0.00"), (0.0875, "0.0%"), (40973.0, "[$-419]d mmmm yyyy;@")],
    [(104.0, "0000"), (-5.0, "0.00;(0.00)"), (962839.4, ""), (0.5, "h:mm")],
]
SEEN = "Код\tСумма\tДоля\tДата\n0001001\t1 234 567,50\t8,8%\t5 марта 2012\n0104\t(5,00)\t962839,4\t12:00"


def _read(tmp_path: Path, data: bytes) -> Extracted:
    path = tmp_path / "таблица"
    path.write_bytes(data)
    return extract(path, Limits())


def _seen(tmp_path: Path, data: bytes) -> str:
    return _read(tmp_path, data).text.replace("\u00a0", " ")


@pytest.mark.parametrize("make", [xlsx, xlsb, xls])
def test_cells_are_written_as_the_sheet_shows_them(tmp_path: Path, make: Make) -> None:
    read = _read(tmp_path, make(BUDGET))
    assert read.text.replace("\u00a0", " ") == SEEN
    assert read.notes == ()


@pytest.mark.parametrize("make", [xlsx, xlsb, xls])
def test_a_long_number_that_lost_its_end_is_said_to_have(tmp_path: Path, make: Make) -> None:
    read = _read(
        tmp_path, make([[("Счёт", ""), (40101810700000010107.0, "0"), (40101810700000010107.0, "")]])
    )
    assert read.text == "Счёт\t40101810700000000000\t4,01018E+19"
    assert read.notes == ("numbers-rounded",)


@pytest.mark.parametrize("make", [xlsx, xlsb, xls])
def test_a_format_that_is_not_understood_leaves_the_value_with_a_comma(tmp_path: Path, make: Make) -> None:
    assert _seen(tmp_path, make([[(0.5, "# ?/?"), (1234.5, "##0.0E+0"), ("да", "0")]])) == "0,5\t1234,5\tда"


@pytest.mark.parametrize("make", [xlsx, xlsb, xls])
def test_text_has_what_its_format_adds(tmp_path: Path, make: Make) -> None:
    assert _seen(tmp_path, make([[("сто", '@" руб."'), ("0104", "@")]])) == "сто руб.\t0104"


@pytest.mark.parametrize("make", [xlsx, xls])
def test_days_counted_from_1904_are_the_same_days(tmp_path: Path, make: Callable[..., bytes]) -> None:
    value: object = dt.date(2012, 3, 5) if make is xlsx else 40973.0 - 1462
    assert _seen(tmp_path, make([[(value, "d mmmm yyyy")]], date1904=True)) == "5 марта 2012"


def test_a_cell_far_from_the_corner_has_its_own_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for place, code in (("C3", "000"), ("AB5", "0.00"), ("D5", "0%")):
        book.active[place] = 1
        book.active[place].number_format = code
    assert _seen(tmp_path, saved(book)).replace("\t", "") == "001\n100%1,00"


def test_merged_cells_hidden_rows_columns_and_sheets_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Расходы", None, 5])
    sheet.append(["Дороги", 409, 7])
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("Черновик")
    hidden["A1"] = 0.5
    hidden["A1"].number_format = "0%"
    hidden.sheet_state = "veryHidden"
    assert _read(tmp_path, saved(book)).pages == ("Расходы\t\t5\nДороги\t409\t7", "Черновик\n50%")


def test_numbers_written_by_another_program_have_their_formats(tmp_path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Итоги & суммы")
        sheet.write_number(1, 1, 1234.5, book.add_format({"num_format": 4}))
        sheet.write_datetime(2, 1, dt.datetime(2012, 3, 5, 14, 30), book.add_format({"num_format": 22}))  # noqa: DTZ001
    assert _seen(tmp_path, out.getvalue()) == "Итоги & суммы\n1 234,50\n05.03.2012 14:30"


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    parts[name] = change(parts[name])
    return making.package(dict(parts))


def test_attributes_in_any_order_and_names_with_a_prefix_are_read(tmp_path: Path) -> None:
    def change(part: bytes) -> bytes:
        return part.replace(b'<c r="A1" s="1"', b"<c t='n' s='1' r='A1'")

    data = _with_part(xlsx([[(5.0, "000")]]), "xl/worksheets/sheet1.xml", change)
    assert _seen(tmp_path, data) == "005"


def test_styles_that_cannot_be_read_leave_the_values_and_say_so(tmp_path: Path) -> None:
    def change(part: bytes) -> bytes:
        return b'<!DOCTYPE x [<!ENTITY a "b">]>' + part[part.index(b"<styleSheet") :]

    read = _read(tmp_path, _with_part(xlsx([[(1234.5, "#,##0.00")]]), "xl/styles.xml", change))
    assert (read.text, read.notes) == ("1234,5", ("numbers-as-stored",))


def test_a_sheet_too_large_for_formats_gives_its_values_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_styles, "_FORMATTED_MIB", 0)
    read = _read(tmp_path, xlsx([[(1234.5, "#,##0.00")]]))
    assert (read.text, read.notes) == ("1234,5", ("numbers-as-stored",))


def test_an_xls_too_large_for_formats_gives_its_values_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_FORMATTED_XLS_MIB", 0)
    read = _read(tmp_path, xls([[(1234.5, "#,##0.00"), (40973.0, "dd.mm.yyyy")]]))
    assert (read.text, read.notes) == ("1234,5\t05.03.2012", ("numbers-as-stored",))


def test_an_xls_that_one_reader_cannot_read_is_read_by_the_other_which_says_so(tmp_path: Path) -> None:
    place, beyond = struct.pack("<HHH", 0, 1, 1), struct.pack("<HHH", 0, 1, 999)
    data = xls([[("Сумма", ""), (1234.5, "#,##0.00")]])
    assert data.count(place) == 1
    read = _read(tmp_path, data.replace(place, beyond))
    assert (read.text, read.notes) == ("Сумма\t1234,5", ("numbers-as-stored",))


def test_a_number_beyond_every_calendar_does_not_lose_its_workbook(tmp_path: Path) -> None:
    assert _seen(tmp_path, xlsx([[(1e12, "[h]:mm"), (1.25, "[h]:mm")]])) == "1000000000000\t30:00"


def test_a_fault_inside_the_reader_is_damage_of_the_file_and_no_death(tmp_path: Path) -> None:
    data = _with_part(xlsb(BUDGET), "xl/_rels/workbook.bin.rels", lambda _: b"")
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, data)
    assert (refused.value.code, refused.value.params["detail"]) == ("damaged", "PanicException")


def test_a_workbook_without_formats_is_read_without_its_styles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sheet_styles, "_xml_cells", unwanted)
    assert _seen(tmp_path, xlsx([[("Код", ""), (5.0, ""), ("0104", "@")]])) == "Код\t5\t0104"


def test_formats_reach_the_tables_with_what_is_uncertain(tmp_path: Path) -> None:
    path = tmp_path / "бюджет.xlsx"
    path.write_bytes(
        xlsx([[("Код", ""), ("Счёт", "")], [(104.0, "0000"), (4e19, "0")], [(1.0, "0000"), (5.0, "0")]])
    )
    (table,) = read_tables(path, "", None, Means(tmp_path, Limits()))
    assert table.rows[1] == ("0104", "40000000000000000000")
    assert table.notes == ("numbers-rounded",)


def test_a_sum_of_a_sheet_is_found_as_one_printed_in_an_act(tmp_path: Path) -> None:
    told = _read(tmp_path, xlsx([[("Всего", ""), (1234567.5, "#,##0.00"), (1234567.5, "0.0")]])).text
    assert token_list(told) == token_list("Всего 1 234 567,50 1234567,5")


# OpenDocument


def test_an_ods_gives_the_text_that_it_shows(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("Код"), ods_cell("0001001", "1001"), ods_cell("8,8%", "0.0875", "percentage"))
    rows += ods_row(ods_cell("Сумма"), ods_cell("1\u202f234\u202f567,50  ₽", "1234567.5", "currency"))
    read = _read(tmp_path, made_ods({"Лист1": rows, "Расходы": ods_row(ods_cell("Дороги"))}))
    assert read.pages == ("Код\t0001001\t8,8%\nСумма\t1\u00a0234\u00a0567,50 ₽", "Расходы\nДороги")
    assert read.notes == ()


def test_repeated_cells_and_rows_of_an_ods_stand_as_often_as_they_are_seen(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="3"/>'
    twice = ods_cell("5", "5", more=' table:number-columns-repeated="2"')
    tail = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = ods_row(empty, twice, tail, more=' table:number-rows-repeated="2"')
    rows += ods_row(tail, more=' table:number-rows-repeated="1048000"') + ods_row(ods_cell("Конец"))
    assert _read(tmp_path, made_ods({"Лист1": rows})).text == "\t\t\t5\t5\n\t\t\t5\t5\nКонец"


def test_an_ods_repeated_beyond_the_limit_is_refused_without_being_made(tmp_path: Path) -> None:
    wide = ods_cell("слово", more=' table:number-columns-repeated="16384"')
    rows = ods_row(wide, more=' table:number-rows-repeated="1048576"')
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, made_ods({"Лист1": rows}))
    assert refused.value.code == "over-limit"


def test_merged_and_hidden_cells_of_an_ods_are_read_and_remarks_are_not(tmp_path: Path) -> None:
    wide = ods_cell("Расходы", more=' table:number-columns-spanned="2"')
    remark = "<office:annotation><text:p>проверить</text:p></office:annotation>"
    marked = f"<table:table-cell>{remark}<text:p>Дороги</text:p><text:p>и мосты</text:p></table:table-cell>"
    rows = ods_row(wide, "<table:covered-table-cell/>", ods_cell("7", "7"))
    hidden = ods_row(marked, more=' table:visibility="collapse"')
    rows += f"<table:table-row-group>{hidden}</table:table-row-group>"
    head = f"<table:table-header-rows>{ods_row(ods_cell('Имя'))}</table:table-header-rows>"
    assert _read(tmp_path, made_ods({"Лист1": head + rows})).text == "Имя\nРасходы\t\t7\nДороги и мосты"


def test_values_of_an_ods_whose_program_wrote_no_text_are_given_in_russian(tmp_path: Path) -> None:
    def cell(kind: str, name: str, value: str) -> str:
        return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"/>'

    cells = [
        cell("float", "value", "1234.5"),
        cell("percentage", "value", "0.0875"),
        cell("date", "date-value", "2012-03-05"),
        cell("date", "date-value", "2012-03-05T14:30:00"),
        cell("time", "time-value", "PT30H05M00S"),
        cell("boolean", "boolean-value", "true"),
        cell("string", "string-value", "слово"),
    ]
    told = "1234,5\t8,75%\t05.03.2012\t05.03.2012 14:30\t30:05:00\tИСТИНА\tслово"
    assert _read(tmp_path, made_ods({"Лист1": ods_row(*cells)})).text == told


def test_a_zero_that_an_ods_does_not_show_stays_unseen(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("Дороги"), ods_cell("", "0"), ods_cell("5", "5"))
    assert _read(tmp_path, made_ods({"Лист1": rows})).text == "Дороги\t\t5"


def test_a_long_number_of_an_ods_is_said_to_have_lost_its_end(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("40101810700000000000", "40101810700000000000"))
    assert _read(tmp_path, made_ods({"Лист1": rows})).notes == ("numbers-rounded",)


def test_what_formulas_of_an_ods_took_from_elsewhere_is_no_sheet(tmp_path: Path) -> None:
    foreign = f"<table:table>{ods_row(ods_cell('чужое'))}</table:table>"
    linked = f"<table:dde-links><table:dde-link>{foreign}</table:dde-link></table:dde-links>"
    data = made_ods(
        {"Лист1": ods_row(ods_cell("своё")), "'file:///a.ods'#$Лист1": ods_row(ods_cell("5"))}, before=linked
    )
    assert _read(tmp_path, data).pages == ("своё",)


def test_an_ods_too_large_for_its_text_gives_its_values_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ods, "CONTENT_MIB", 0)
    read = _read(tmp_path, made_ods({"Лист1": ods_row(ods_cell("8,8%", "0.0875", "percentage"))}))
    assert (read.text, read.notes) == ("0,0875", ("numbers-as-stored",))


def test_an_encrypted_ods_is_told(tmp_path: Path) -> None:
    manifest = '<manifest xmlns="m"><file-entry><encryption-data/></file-entry></manifest>'
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": mime, "content.xml": "\x01\x02", "META-INF/manifest.xml": manifest}
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, making.package(dict(parts)))
    assert refused.value.code == "encrypted"
