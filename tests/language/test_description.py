"""The whole description of a text: class, status, conflicts, and that nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.description import describe

HEAD = "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nот 05.03.2012 № 45-п\nО порядке учёта дорог\n"
BODY = "\nВ соответствии с уставом района ПОСТАНОВЛЯЮ:\n1. Утвердить порядок.\n"
NEWS = (
    "Мост через Таль открыли раньше срока\n\nВ субботу в селе Тальское открыли новый мост. На праздник "
    "пришли жители трёх улиц. «Мы ждали этого дня пять лет», — сказала учительница Анна Седова. Строители "
    "закончили работу на месяц раньше. По мосту уже идёт школьный автобус. Глава района поздравил всех с "
    "праздником.\n"
)


def test_an_act_is_described_whole() -> None:
    description = describe(HEAD + BODY)
    assert description.record_class == "act"
    assert description.value("kind") == "постановление"
    assert description.value("issuer") == "Администрация Заречного района"
    assert description.value("title") == "О порядке учёта дорог"
    assert description.status == "in-force"
    assert description.conflicts == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (HEAD + BODY, "in-force"),
        ("ПРОЕКТ\n" + HEAD.replace("от 05.03.2012 № 45-п", "от ______ № ___") + BODY, "draft"),
        (HEAD + "(в ред. постановления от 12.02.2015 № 159)\n" + BODY, "amended"),
        (
            HEAD + "Список изменяющих документов\n(в ред. постановления от 12.02.2015 № 159)\n" + BODY,
            "amended",
        ),
        (
            HEAD
            + "Постановлением от 03.05.2015 № 98 настоящее постановление признано утратившим силу\n"
            + BODY,
            "repealed",
        ),
        ("Утратил силу с 1 января 2015 года\n" + HEAD + BODY, "repealed"),
        (HEAD + BODY + "2. Признать утратившим силу постановление от 01.02.2010 № 7.\n", "in-force"),
        ("", "unknown"),
        ("О порядке учёта дорог", "unknown"),
        (NEWS, "unknown"),
    ],
)
def test_the_status_is_what_the_text_says_of_itself(text: str, status: str) -> None:
    assert describe(text).status == status


def test_an_act_of_a_later_day_is_not_yet_in_force() -> None:
    text = HEAD + BODY + "2. Настоящее постановление вступает в силу с 1 января 2013 года.\n"
    assert describe(text, today=date(2012, 6, 1)).status == "not-yet"
    assert describe(text, today=date(2013, 1, 1)).status == "in-force"
    assert describe(text).status == "in-force"


@pytest.mark.parametrize(
    ("text", "given_class", "record_class"),
    [
        (NEWS, None, "press"),
        (NEWS, "act", "act"),
        (HEAD + BODY, None, "act"),
        (HEAD, "press", "press"),
        ("", None, "act"),
    ],
)
def test_the_class_is_told_from_the_text_unless_it_is_known(
    text: str, given_class: str | None, record_class: str
) -> None:
    assert describe(text, record_class=given_class).record_class == record_class


def test_the_headline_of_a_clipping_is_its_title() -> None:
    description = describe(NEWS)
    assert description.value("title") == "Мост через Таль открыли раньше срока"
    assert description.value("kind") is None


def test_a_title_alone_is_answered() -> None:
    description = describe("«О порядке учёта дорог Заречного района».")
    assert description.value("title") == "О порядке учёта дорог Заречного района"
    assert description.value("kind") is None


def test_a_file_name_that_disagrees_is_a_conflict_and_the_body_is_shown() -> None:
    description = describe(HEAD + BODY, "Постановление № 54-п от 05.03.2012.doc")
    assert [(conflict.field, conflict.readings) for conflict in description.conflicts] == [
        ("number", (("read", "45-п"), ("file-name", "54-п")))
    ]
    assert description.value("number") == "45-п"


@pytest.mark.parametrize("name", ["Постановление N 45-П от 5 марта 2012.doc", "пост 45-п.doc", "45.doc"])
def test_the_same_in_other_letters_is_no_conflict(name: str) -> None:
    assert describe(HEAD + BODY, name).conflicts == ()


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_text_gets_a_status_and_a_class(text: str) -> None:
    description = describe(text)
    assert description.status in {"in-force", "amended", "repealed", "not-yet", "draft", "unknown"}
    assert description.record_class in {"act", "press"}
