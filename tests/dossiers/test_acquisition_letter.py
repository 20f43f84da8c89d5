"""The letter asks for what is missing, names the law, and leaves room for a signature."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest

from acts.completeness import Series, series_of
from catalog.errors import VecheError
from catalog.stores.surveys import NumberHeld
from dossiers.acquisition_letter import Letter, acquisition_letter, file_name

LIBRARY = "Заречная районная библиотека"
COUNCIL = "Совет депутатов «Заречный район»"
WRITTEN = date(2024, 5, 20)


def series(numbers: list[int], issuer: int = 1, kind: str = "решение") -> list[Series]:
    day = date(2024, 1, 1)
    return series_of(
        NumberHeld(number, issuer, COUNCIL, kind, day + timedelta(number), str(number)) for number in numbers
    )


def opened(letter: Letter) -> tuple[str, list[list[str]]]:
    document = docx.Document(io.BytesIO(acquisition_letter(letter)))
    (table,) = document.tables
    text = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " ")
    return text, [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def test_it_asks_for_each_gap_and_says_between_which_acts_it_lies() -> None:
    text, rows = opened(Letter(LIBRARY, series([1, 2, 3, 5, 6, 9, 10]), WRITTEN))
    assert rows == [
        ["Вид", "Год", "Номер", "Между какими документами"],
        ["решение", "2024", "№ 4", "после № 3 от 4 января 2024 г., перед № 5 от 6 января 2024 г."],
        ["решение", "2024", "№ 7–8", "после № 6 от 7 января 2024 г., перед № 9 от 10 января 2024 г."],
    ]
    assert "Федерального закона от 29 декабря 1994 г. № 77-ФЗ «Об обязательном экземпляре документов»" in text
    assert f"Кому: {COUNCIL}" in text
    assert LIBRARY in text
    assert "от 20 мая 2024 г." in text
    assert "Всего: 3 номера." in text
    assert "подпись" in text
    assert "____" in text


def test_a_gap_at_the_beginning_of_a_year_has_one_neighbour() -> None:
    _text, rows = opened(Letter(LIBRARY, series([2, 3, 4, 5, 6]), WRITTEN))
    assert rows[1][2:] == ["№ 1", "перед № 2 от 3 января 2024 г."]


def test_what_is_not_sure_is_asked_for_only_when_wanted() -> None:
    few = series([3, 60, 150, 240, 330])
    with pytest.raises(VecheError, match="нет"):
        acquisition_letter(Letter(LIBRARY, few, WRITTEN))
    _text, rows = opened(Letter(LIBRARY, few, WRITTEN, least=0.0))
    assert [row[2] for row in rows[1:]] == ["№ 1–2", "№ 4–59", "№ 61–149", "№ 151–239", "№ 241–329"]


def test_one_letter_goes_to_one_body() -> None:
    both = [*series([1, 2, 4]), *series([1, 2, 4], issuer=2)]
    with pytest.raises(VecheError, match="одному органу"):
        acquisition_letter(Letter(LIBRARY, both, WRITTEN))
    with pytest.raises(VecheError):
        acquisition_letter(Letter(LIBRARY, [], WRITTEN))


def test_the_same_order_gives_the_same_bytes() -> None:
    letter = Letter(LIBRARY, series([1, 2, 4, 5, 6]), WRITTEN)
    assert acquisition_letter(letter) == acquisition_letter(letter)


def test_its_file_can_be_saved_by_windows() -> None:
    letter = Letter(LIBRARY, series([1, 2, 4]), WRITTEN)
    assert file_name(letter) == "Запрос 2024-05-20 Совет депутатов Заречный район.docx"
