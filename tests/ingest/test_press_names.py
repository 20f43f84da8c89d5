"""Names of clippings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.press_names import PressName, headline_in, is_newspaper, read_press_name


@pytest.mark.parametrize(
    ("path", "newspaper", "expected"),
    [
        (
            "Пресса/Знамя/Знамя 2012-03-05 №18 с2 О бюджете.docx",
            "Знамя",
            PressName("Знамя", "2012-03-05", "18", "2", "О бюджете"),
        ),
        (
            "Знамя_05.03.2012_N18_стр. 2-3_О бюджете.txt",
            "",
            PressName("Знамя", "2012-03-05", "18", "2–3", "О бюджете"),
        ),
        (
            "Пресса/Знамя/2012-03-05/№ 18/О бюджете.txt",
            "Знамя",
            PressName("Знамя", "2012-03-05", "18", None, "О бюджете"),
        ),
        ("О бюджете 5 марта 2012 г..txt", "", PressName("", "2012-03-05", None, None, "О бюджете")),
        ("Пресса/Знамя/Знамя о весне.txt", "Знамя", PressName("Знамя", None, None, None, "о весне")),
        ("Работаем с 9 часов.txt", "", PressName("", None, None, None, "Работаем с 9 часов")),
        ("вырезки.zip!/Заря №7 (1204) Сев.doc", "", PressName("Заря", None, "7", None, "Сев")),
    ],
)
def test_a_clipping_is_read_from_its_name_and_folders(path: str, newspaper: str, expected: PressName) -> None:
    assert read_press_name(path, newspaper) == expected


@given(st.text(max_size=60))
def test_any_name_is_read_without_an_error(name: str) -> None:
    assert isinstance(read_press_name(name).title, str)


def test_a_headline_is_found_in_the_text_with_its_signs() -> None:
    text = "Заречная новь\n12 января 2024 г., № 2\nНаказ выполнен: что дальше?\nЖители просили о нём."
    place = headline_in(text, "Наказ выполнен что дальше")
    assert place is not None
    assert text[slice(*place)] == "Наказ выполнен: что дальше?"


def test_a_headline_that_the_text_does_not_bear_is_not_found() -> None:
    assert headline_in("Заречная новь\nДругое заглавие\n", "Бюджет принят") is None
    assert headline_in("Бюджет принят\n", "") is None


def test_the_name_of_a_newspaper_is_no_headline() -> None:
    assert is_newspaper("«Заречная новь»", "Заречная новь")
    assert not is_newspaper("Заречная новь растёт", "Заречная новь")
    assert not is_newspaper("", "")


def test_a_page_at_the_start_of_a_name_is_no_part_of_the_headline() -> None:
    name = read_press_name("Заречная новь/2025/№23/с3 Наказ выполнен.docx", "Заречная новь")
    assert (name.number, name.title) == ("23", "Наказ выполнен")
