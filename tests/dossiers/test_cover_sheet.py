from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx

from dossiers.cover_sheet import CoverSheet, cover_sheet, file_name

SHEET = CoverSheet(
    library="Заречная центральная районная библиотека",
    number="2026-0012",
    placed=date(2026, 5, 18),
    written=date(2026, 5, 20),
    customer="Семёнова А. П.",
    organisation="Финансовое управление Заречного района",
    way="курьером",
    destination="с. Заречное, ул. Речная, 1",
    subject="Бюджет района\nза пять лет",
    enclosed="Досье «Бюджет района», выпуск № 3",
    as_of=date(2026, 5, 20),
    code="0A1B-2C3D-4E5F",
    check_at="http://biblioteka.local/check",
    sheets=21,
)


def words(sheet: CoverSheet) -> str:
    document = docx.Document(io.BytesIO(cover_sheet(sheet)))
    rows = [cell.text for row in document.tables[0].rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows]).replace("\u00a0", " ")


def test_a_cover_sheet_says_from_whom_to_whom_what_and_how_many_sheets() -> None:
    told = words(SHEET)
    for one in (
        "Заречная центральная районная библиотека",
        "к заказу № 2026-0012 от 18 мая 2026 г.",
        "Семёнова А. П., Финансовое управление Заречного района",
        "курьером",
        "с. Заречное, ул. Речная, 1",
        "Бюджет района за пять лет",
        "Досье «Бюджет района», выпуск № 3",
        "на 20 мая 2026 г.",
        "0A1B-2C3D-4E5F (http://biblioteka.local/check)",
        "21 лист",
        "Официальным опубликованием документов они не являются",
        "Передал:",
        "Получил:",
    ):
        assert one in told


def test_what_is_not_known_is_left_for_the_hand_or_out() -> None:
    told = words(replace(SHEET, sheets=None, destination="", as_of=None, code=""))
    assert "________ листов" in told
    assert "Куда" not in told
    assert "Код проверки" not in told
    assert "Сведения о действии" not in told


def test_the_same_sheet_is_the_same_file() -> None:
    assert cover_sheet(SHEET) == cover_sheet(SHEET)
    assert file_name(SHEET) == "Сопроводительный лист 2026-0012.docx"
