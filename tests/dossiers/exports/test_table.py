from __future__ import annotations

import csv
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.exports.table import safe_cell, write_csv, write_xlsx
from dossiers.publication import Publication, Section
from tests.dossiers.exports.samples import HOSTILE, Folder, dossier, hostile, unheard


def csv_rows(publication: Publication, folder: Folder) -> list[dict[str, str]]:
    target = folder.root.parent / "table.csv"
    write_csv(publication, folder, target, unheard)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";", strict=True))


def workbook(publication: Publication, folder: Folder) -> openpyxl.Workbook:
    target = folder.root.parent / "table.xlsx"
    write_xlsx(publication, folder, target, unheard)
    return openpyxl.load_workbook(target)


def test_csv_is_read_back_with_all_requisites(folder: Folder) -> None:
    publication = dossier(folder)
    first, _scan, clipping, _fact = csv_rows(publication, folder)
    assert first["№"] == "1"
    assert first["Вид"] == "решение"
    assert first["Дата"] == "05.03.2024"
    assert first["Номер"] == "12/3"
    assert (
        first["Статус на\u00a01\u00a0июля 2024\u00a0г."] == "действует с изменениями от 25 июня 2024 г. № 66"
    )
    assert first["Файлы"] == "реш 12 (2) испр.pdf; реш 12.DOC"
    assert first["SHA-256"] == "; ".join(file.sha256 for file in publication.entries[0].files)
    assert first["Код проверки"] == publication.code
    assert clipping["Файлы"] == clipping["SHA-256"] == ""
    assert "авторским правом" in clipping["Примечание"]


def test_csv_has_the_mark_and_the_line_ends_that_excel_wants(folder: Folder) -> None:
    csv_rows(dossier(folder), folder)
    octets = (folder.root.parent / "table.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\r\n") == octets.count(b"\n") == 5


@given(st.text())
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@"))
    assert safe_cell(text).removeprefix("'") in {text, text.removeprefix("'")}


def test_xlsx_is_read_back_with_a_frozen_head_and_a_filter(folder: Folder) -> None:
    publication = dossier(folder)
    book = workbook(publication, folder)
    sheet = book["Опись"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:V5"
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert first["Дата"].isoformat() == "2024-03-05T00:00:00"
    assert first["Номер"] == "12/3"
    assert first["Страниц"] == 2
    assert first["Заголовок"] == "О бюджете Заречного района на 2024 год"
    assert sheet.max_row == 5
    assert book["О выпуске"]["B1"].value == "Досье «Бюджет района: от проекта до „исполнения“», выпуск\u00a03"
    assert book.properties.created.isoformat() == "2024-07-01T08:30:15"


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_are_text_in_both(folder: Folder, words: str) -> None:
    publication = hostile(folder, words)
    for row in csv_rows(publication, folder):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row.values())
        assert row["№"].isdigit()
    for sheet in workbook(publication, folder):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_days_before_excel_s_own_are_written_out(folder: Folder) -> None:
    publication = dossier(folder)
    old = replace(publication.entries[0], date="1899-12-31")
    publication = replace(publication, sections=(Section("", "", (old,)),))
    assert csv_rows(publication, folder)[0]["Дата"] == "31.12.1899"
    assert workbook(publication, folder)["Опись"]["F2"].value == "31.12.1899"


@pytest.mark.parametrize("cell", ["\u2009=1+1", "\ufeff=1+1", "\u200b@SUM(A1)", "＝1+1", "\r=1+1", "\nтекст"])
def test_a_formula_behind_signs_that_are_not_seen_is_held_back(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
