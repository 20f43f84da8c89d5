"""Requisites beside those of the header: places in the text, endings, captions, attachments, file names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.readings import FIELDS, Reading
from language.requisites import read_requisites

ACT = """РОССИЙСКАЯ ФЕДЕРАЦИЯ
ОЗЕРСКАЯ ОБЛАСТЬ
ЗАРЕЧНЫЙ РАЙОН

СОВЕТ ДЕПУТАТОВ ТАЛЬСКОГО СЕЛЬСОВЕТА
пятого созыва

Р Е Ш Е Н И Е

от 31.10. 2018 года                  № 28/3
с. Тальское

О ЗЕМЕЛЬНОМ НАЛОГЕ НА ТЕРРИТОРИИ
ТАЛЬСКОГО СЕЛЬСОВЕТА НА 2019 ГОД

В соответствии с главой 31 Налогового кодекса Российской Федерации Совет депутатов РЕШИЛ:
1. Установить земельный налог.
2. Настоящее решение вступает в силу с 1 января 2019 года и действует до 31 декабря 2019 года.

Глава Тальского сельсовета                                   И.И. Седов

Опубликовано: «Заречные вести», № 12 (204) от 15.11.2018

Приложение
к решению Совета депутатов
от 31.10.2018 № 28/3
"""


def _shown(text: str, file_name: str = "") -> dict[str, Reading]:
    shown: dict[str, Reading] = {}
    for reading in read_requisites(text, file_name):
        shown.setdefault(reading.field, reading)
    return shown


def test_every_requisite_of_an_act_is_read() -> None:
    values = {field: reading.value for field, reading in _shown(ACT).items()}
    assert values == {
        "kind": "решение",
        "issuer": "Совет депутатов Тальского сельсовета",
        "date": "2018-10-31",
        "number": "28/3",
        "title": "О земельном налоге на территории Тальского сельсовета на 2019 год",
        "place": "с. Тальское",
        "session": "Пятого созыва",
        "signatory": "Глава Тальского сельсовета И.И. Седов",
        "published": "2018-11-15",
        "in_force_from": "2019-01-01",
        "in_force_until": "2019-12-31",
    }


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        ("kind", "Р Е Ш Е Н И Е"),
        ("issuer", "СОВЕТ ДЕПУТАТОВ ТАЛЬСКОГО СЕЛЬСОВЕТА"),
        ("date", "31.10. 2018 года"),
        ("number", "№ 28/3"),
        ("title", "О ЗЕМЕЛЬНОМ НАЛОГЕ НА ТЕРРИТОРИИ\nТАЛЬСКОГО СЕЛЬСОВЕТА НА 2019 ГОД"),
        ("place", "с. Тальское"),
    ],
)
def test_a_reading_points_at_its_words(field: str, printed: str) -> None:
    reading = _shown(ACT)[field]
    assert ACT[reading.start : reading.end] == printed


def test_places_hold_in_a_text_read_with_the_wrong_table() -> None:
    spoilt = "".join(bytes([octet]).decode("cp1251") if octet != 0x98 else "\x98" for octet in ACT.encode())
    reading = _shown(spoilt)["date"]
    assert reading.value == "2018-10-31"
    assert spoilt[reading.start : reading.end].startswith("31.10. 2018 ")


def test_readings_come_in_the_order_of_the_fields() -> None:
    order = [FIELDS.index(reading.field) for reading in read_requisites(ACT)]
    assert order == sorted(order)


def test_the_body_wins_over_the_caption_and_both_are_kept() -> None:
    caption = "Решение Совета депутатов Тальского сельсовета от 20.11.2018 № 28/3 О земельном налоге\n\n"
    dates = [
        (reading.source, reading.value)
        for reading in read_requisites(caption + ACT)
        if reading.field == "date"
    ]
    assert dates == [("read", "2018-10-31"), ("caption", "2018-11-20")]


def test_an_adopted_copy_that_still_bears_the_word_draft_is_the_act() -> None:
    kind = _shown("ПРОЕКТ\n" + ACT)["kind"]
    assert (kind.value, kind.note) == ("решение", "draft-mark")


def test_a_draft_is_one_whatever_dates_its_title_holds() -> None:
    text = ACT.replace("от 31.10. 2018 года                  № 28/3", "«____» ________ 2018 года   № ____")
    shown = _shown("ПРОЕКТ\n" + text)
    assert shown["kind"].value == "проект решения"
    assert "date" not in shown
    assert "number" not in shown


def test_a_number_below_the_signature_dates_the_act() -> None:
    text = ACT.replace("от 31.10. 2018 года                  № 28/3\n", "").replace(
        "\n\nОпубликовано", "\n\nс. Тальское\n31 октября 2018 года\n№ 28/3\n\nОпубликовано"
    )
    shown = _shown(text)
    assert (shown["date"].value, shown["number"].value) == ("2018-10-31", "28/3")


def test_an_attachment_bears_the_requisites_of_its_parent_and_a_title_of_its_own() -> None:
    text = (
        "Приложение № 2\nк постановлению администрации\nЗаречного района\nот 5 марта 2012 г. № 45-п\n\n"
        "ПОРЯДОК\nПРЕДОСТАВЛЕНИЯ СУБСИДИЙ\n\n1. Общие положения\n"
    )
    values = {field: reading.value for field, reading in _shown(text).items()}
    assert values == {
        "kind": "приложение",
        "issuer": "Администрация Заречного района",
        "date": "2012-03-05",
        "number": "45-п",
        "title": "Порядок предоставления субсидий",
        "parent": "постановление администрации Заречного района от 05.03.2012 № 45-п",
    }


def test_the_number_of_a_meeting_a_copy_or_a_newspaper_is_not_the_number_of_the_act() -> None:
    text = (
        "ДУМА ЗАРЕЧНОГО РАЙОНА\nЗаседание № 30\nРЕШЕНИЕ\nот 05.03.2012\nЭкз. № 1\nО бюджете\nВ целях учёта\n"
    )
    assert "number" not in _shown(text)


def test_a_card_of_a_portal_gives_what_the_body_lacks() -> None:
    text = (
        "Основная информация\nДата опубликования: | 17 марта 2020г. |\n"
        "Номер документа: | RU52066719202000025 |\n"
        "Принявший орган: | Совет депутатов Тальского сельсовета |\nТип документа: | Решения |\n"
        "РЕШЕНИЕ\n17.03.2020 № 11\nО бюджете\nВ соответствии с законом РЕШИЛ:\n"
    )
    shown = _shown(text)
    assert shown["register_number"].value == "RU52066719202000025"
    assert shown["published"].value == "2020-03-17"
    assert (shown["issuer"].value, shown["issuer"].source) == (
        "Совет депутатов Тальского сельсовета",
        "caption",
    )


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "Решение № 41-3 от 05.03.2012 О бюджете района.docx",
            {"kind": "решение", "number": "41-3", "date": "2012-03-05", "title": "О бюджете района"},
        ),
        ("реш 12 (2) испр.doc", {"kind": "решение", "number": "12"}),
        ("пост_45-п_2012-03-05.pdf", {"kind": "постановление", "number": "45-п", "date": "2012-03-05"}),
        ("проект решения о бюджете.doc", {"kind": "проект решения"}),
        ("scan0001.pdf", {}),
        ("отчет за 2012 год.doc", {}),
    ],
)
def test_a_file_name_says_what_it_says_and_no_more(name: str, wanted: dict[str, str]) -> None:
    assert {field: reading.value for field, reading in _shown("", name).items()} == wanted


def test_a_file_name_never_fills_a_place_left_blank_in_the_body() -> None:
    text = "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nот ________ 2012 г. № ____\nО бюджете\nВ целях\n"
    assert "number" not in _shown(text, "Постановление № 7 от 05.03.2012.doc")


def test_the_coming_into_force_at_signing_is_the_day_of_the_act() -> None:
    text = ACT.replace("с 1 января 2019 года и действует до 31 декабря 2019 года", "со дня его подписания")
    assert _shown(text)["in_force_from"].value == "2018-10-31"


def test_an_empty_text_has_no_requisites() -> None:
    assert read_requisites("") == ()
    assert read_requisites(" \n\n ") == ()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(ACT.splitlines()), max_size=40), st.text(max_size=40))
def test_any_shuffle_of_lines_is_read_and_each_place_lies_inside_the_text(
    lines: list[str], noise: str
) -> None:
    text = "\n".join([*lines, noise])
    for reading in read_requisites(text):
        assert reading.value
        assert 0 <= reading.start < reading.end <= len(text)
        assert 0 < reading.confidence <= 1


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("Постановление о прудах", "постановление", "О прудах"),
        ("Решение о бюджете района на 2024 год", "решение", "О бюджете района на 2024 год"),
        ("Бюджет принят", None, "Бюджет принят"),
        ("Пруд вычистили за неделю.", None, None),
        ("Внести в решение от 12.02.2015 № 5 «О прудах» следующие изменения", None, None),
    ],
)
def test_a_title_that_stands_alone_is_read(line: str, kind: str | None, title: str | None) -> None:
    found = {reading.field: reading.value for reading in read_requisites(line)}
    assert (found.get("kind"), found.get("title")) == (kind, title)


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("ЗАТО Заречный 5 февраля 2013 года", "ЗАТО Заречный"),
        ("ЗАТО пос. Луговой Озерской области 5 февраля 2013 года", "ЗАТО пос. Луговой Озерской области"),
        ("5 февраля 2013 года\nЗАТО ЗАРЕЧНЫЙ", "ЗАТО Заречный"),
    ],
)
def test_a_closed_town_is_a_place_beside_a_day(printed: str, place: str) -> None:
    text = (
        f"Р Е Ш Е Н И Е\n{printed}\n101 гарнизонный военный суд в составе председательствующего, рассмотрев"
    )
    values = {one.field: one.value for one in reversed(read_requisites(text))}
    assert (str(values["date"]), values["place"]) == ("2013-02-05", place)
