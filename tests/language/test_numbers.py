from __future__ import annotations

import pytest

from language.normal import clean, number_key
from language.numbers import bare_number, find_numbers, find_register_number, without_number


@pytest.mark.parametrize(
    "number",
    [
        "133", "7а", "38/298", "18/1", "5/4.1", "28/3", "53-РД", "128-р", "115-сд", "924-п", "02-17", "9-75",
        "34-452р", "156-I", "1498/63-09-3", "П/45-12-1", "68-IV ДГ", "1-ПГ", "09-10/пз-н", "01.04/131",
        "3788-п/1", "146-ЗСО", "389 III-СД", "1757 ВХ-2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", ["№ ", "№", "N ", "в„– "])
def test_a_number_is_read_whole_behind_any_sign(number: str, sign: str) -> None:
    found = list(find_numbers(clean(f"от 05.03.2012 {sign}{number}")))
    assert [number_key(each.value) for each in found] == [number_key(number)]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("№ 648/48Об утверждении плана", "648/48"),
        ("№ 12 О бюджете", "12"),
        ("№ 12 - О бюджете", "12"),
        ("№ 12. Об утверждении", "12"),
        ("№ 12 ОБ УТВЕРЖДЕНИИ", "12"),
        ("№ 12от 5 марта", "12"),
        ("№ 12 г. Заречный", "12"),
        ("№ 12/0345 - ГС", "12/0345-ГС"),
        ("№ _90_________", "90"),
        ("№ _______", ""),
        ("№", ""),
    ],
)
def test_a_number_ends_where_the_title_begins(line: str, number: str) -> None:
    assert [found.value for found in find_numbers(clean(line))] == [number]


@pytest.mark.parametrize(
    "line",
    ["Заседание № 30", "сессия № 5", "Экз. № 1", "Приложение № 2", "дело № 14", "школа № 3", "тел. № 5"],
)
def test_a_number_of_something_else_is_passed_over(line: str) -> None:
    assert list(find_numbers(line)) == []


def test_the_note_without_a_number_is_known() -> None:
    assert without_number("от 05.03.2012 № б/н") is not None
    assert without_number("об/наружено") is None


def test_a_number_without_a_sign_is_read_alone_only() -> None:
    assert bare_number(" 45-п ") == "45-п"
    assert bare_number("45 домов") == ""


def test_a_register_number_is_told_by_its_letters() -> None:
    found = find_register_number("зарегистрирован RU335093012009002, лист 5")
    assert found is not None
    assert found.value == "RU335093012009002"
    assert find_register_number("RU 123") is None
