"""Personal data are told from what offices print of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.personal_data import (
    CERTAIN,
    PersonalKind,
    find_personal_data,
    inn_is_right,
    snils_is_right,
)
from tests.language.effort import effort

PERSONAL = [
    ("passport", "паспорт 4510 123456, выдан ОВД Заречного района", "4510 123456"),
    ("passport", "Паспорт гражданина РФ серии 45 10 № 123456", "45 10 № 123456"),
    ("passport", "паспорт: серия 4510, номер 123456", "4510, номер 123456"),
    ("passport", "Серия 4510 номер 123456\nвыдан 12.03.2001 Зареченским РОВД", "Серия 4510 номер 123456"),
    ("passport", "Паспортные данные:\n\n45 10 123456", "45 10 123456"),
    ("passport", "документ, удостоверяющий личность: 4510\u00a0123456", "4510\u00a0123456"),
    ("passport", "заграничный паспорт 71 № 1234567", "71 № 1234567"),
    ("passport", "паспорт 45-10 123456", "45-10 123456"),
    ("passport", "пасп. 45 10 123 456", "45 10 123 456"),
    ("passport", "паспорт серии 45 10 № 123456", "45 10 № 123456"),
    ("passport", "паспортные данные: 4510 123456", "4510 123456"),
    ("snils", "СНИЛС 112-233-445 95", "112-233-445 95"),
    ("passport", "паспорт серии 45\n10 № 123456", "45\n10 № 123456"),
    ("passport", "паспорт серии 45 10 №\n123\n456", "45 10 №\n123\n456"),
    ("passport", "паспорт 45 1О Ne 12З456 выдан", "45 1О Ne 12З456"),
    ("snils", "СНИЛС 112-233-\n445 95", "112-233-\n445 95"),
    ("snils", "СНИЛС 123-456-789 00", "123-456-789 00"),
    ("snils", "СНИЛС: 12345678900", "12345678900"),
    ("snils", "страховой номер индивидуального лицевого счёта: 11223344595", "11223344595"),
    ("snils", "Петров И. И. 112-233-445 95 с. Заречное", "112-233-445 95"),
    ("inn", "ИНН 500100732259", "500100732259"),
    ("inn", "ИНН гражданина 500100732259", "500100732259"),
    ("phone", "сотовый: 8-912-34-567-89", "8-912-34-567-89"),
    ("phone", "8 912 3456-789", "8 912 3456-789"),
    ("phone", "8.912.345.67.89", "8.912.345.67.89"),
    ("phone", "приёмная; Петрова Анна Ивановна, тел. 8-912-345-67-89", "8-912-345-67-89"),
    ("phone", "Приёмная, Петрова А. И., тел. 8-912-345-67-89", "8-912-345-67-89"),
    ("phone", "звоните 8-902-123-45-67", "8-902-123-45-67"),
    ("phone", "+7 (902) 123 45 67", "+7 (902) 123 45 67"),
    ("phone", "дом. тел. 2-15-43", "дом. тел. 2-15-43"),
    ("birth-date", "Иванова Анна, 12.03.1975 года рождения", "12.03.1975 года рождения"),
    ("birth-date", "Иванов П. С., 5 мая 1961 г. р.", "5 мая 1961 г. р."),
    ("birth-date", "Дата рождения: 12 марта 1975", "Дата рождения: 12 марта 1975"),
    ("birth-date", "родилась 12 марта 1975 года в с. Заречное", "родилась 12 марта 1975"),
    ("birth-date", "Иванов П. С., род. 12.03.1975", "род. 12.03.1975"),
    (
        "home-address",
        "проживает: с. Заречное, ул. Мира, дом 3",
        "проживает: с. Заречное, ул. Мира, дом 3",
    ),
    (
        "home-address",
        "место регистрации: ул. Мира, д. 5, кв. 3",
        "место регистрации: ул. Мира, д. 5, кв. 3",
    ),
    (
        "home-address",
        "Иванова А. П., зарегистрированная по адресу: ул. Мира, д. 5",
        "зарегистрированная по адресу: ул. Мира, д. 5",
    ),
    (
        "home-address",
        "зарегистрированного по адресу: с. Заречное, ул. Мира, д. 5",
        "зарегистрированного по адресу: с. Заречное, ул. Мира, д. 5",
    ),
    (
        "home-address",
        "проживающей в с. Заречное, ул. Мира, д. 5; ",
        "проживающей в с. Заречное, ул. Мира, д. 5",
    ),
    ("e-mail", "почта anna.ivanova@mail.ru", "anna.ivanova@mail.ru"),
]
OF_OFFICES = [
    "Администрация Заречного района, тел. (8352) 2-11-11, факс 2-11-12, ИНН 7707083893",
    "паспорт муниципальной программы «Чистая вода», код 4510 123456",
    "паспорт транспортного средства 4510 123456",
    "технический паспорт 4510 123456 здания школы",
    "112-233-445 96",
    "Паспорт. 10 лет 3 мес. — особо лиловоо золотой",
    "СНИЛС 000-000-000 00",
    "Приёмная администрации: 8-912-345-67-89",
    "факс 8 912 345-67-89",
    "ЕДДС района: 112, 8-922-111-22-33",
    "телефон для справок: 8-912-345-67-89",
    "электронная почта администрации adm-zarechnoe@mail.ru",
    "многоквартирный дом. Тел. 22-33-44",
    "жилой дом тел. 2-22-33",
    "ул. Мира, дом 22-24-26",
    "8 912 345 6 789",
    "организации, зарегистрированной в порядке, действующем с 1 декабря 2022 года",
    "гражданин, проживающий в Заречном районе, подаёт заявление в пятидневный срок",
    "компания «Мир», зарегистрированная по адресу: с. Заречное, ул. Мира, д. 5",
    "123 456 789 47 рублей",
    "ИНН 500100732258",
    "граждан 2007 года рождения поставить на воинский учёт",
    "дети, родившиеся 1 января 2007 года",
    "общество зарегистрировано по адресу: с. Заречное, ул. Мира, д. 5",
    "управляющая компания, расположенная по адресу: с. Заречное, ул. Мира, д. 5",
    "проживающих в сельской местности Заречного района",
    "официальный сайт zarechny-district.gov.ru, priemnaya@zarechny-district.gov.ru",
    "бюджетная классификация 000 2 02 15001 05 0000 150 1 123 456,78",
    "кадастровый номер 21:05:010101:1234, площадь 4510 кв. м, 123456 рублей",
    "Паспорт гражданина предъявляется на приёме. Приём по адресу: ул. Мира, д. 1.",
]


@pytest.mark.parametrize(("kind", "text", "words"), PERSONAL)
def test_personal_data_are_found_where_they_stand(kind: str, text: str, words: str) -> None:
    found = [span for span in find_personal_data(text) if span.kind == kind]
    assert [text[span.start : span.end].strip(" ,;") for span in found] == [words]
    assert found[0].confidence >= CERTAIN


@pytest.mark.parametrize("text", OF_OFFICES)
def test_what_an_office_prints_of_itself_is_no_personal_data(text: str) -> None:
    assert [span for span in find_personal_data(text) if span.confidence >= CERTAIN] == []


def test_only_what_is_asked_for_is_looked_for() -> None:
    text = "паспорт 4510 123456, тел. 8-902-123-45-67"
    assert {span.kind for span in find_personal_data(text, [PersonalKind.PHONE])} == {PersonalKind.PHONE}


@given(st.integers(min_value=1_001_999, max_value=999_999_998))
def test_one_pair_of_check_digits_is_right_for_a_number(number: int) -> None:
    digits = f"{number:09d}"
    right = [check for check in range(100) if snils_is_right(f"{digits}{check:02d}")]
    assert len(right) == (0 if len(set(digits)) == 1 else 1)


@given(st.integers(min_value=10**9, max_value=10**10 - 1))
def test_one_pair_of_check_digits_is_right_for_a_tax_number(number: int) -> None:
    assert sum(inn_is_right(f"{number}{check:02d}") for check in range(100)) == 1


@given(st.text("паспорт 0123456789-+()@.,\nадресуродилсяНИЛ", max_size=400), st.integers(0, 50))
def test_places_lie_in_the_text_in_their_order_and_move_with_it(text: str, before: int) -> None:
    found = find_personal_data(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert list(found) == sorted(found, key=lambda span: (span.start, span.end))
    shifted = find_personal_data("\n" * before + text)
    assert [(span.kind, span.start - before) for span in shifted] == [
        (span.kind, span.start) for span in found
    ]


@pytest.mark.parametrize(
    "word", ["паспорт ", "проживающий ", "12 ", "страховой номер ", "123-", "a.b@", "дом "]
)
def test_the_time_grows_with_the_length_alone(word: str) -> None:
    def took(count: int) -> float:
        return effort(lambda: find_personal_data(word * count))

    assert took(16_000) < 8 * max(took(4_000), 0.05)
