"""Bibliographic records against the patterns of ГОСТ Р 7.0.100-2018."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import Record, RecordClass, Status, Visibility
from dossiers.bibliography import Circumstances, bibliographic_record

NOW = datetime(2024, 1, 10, tzinfo=UTC)
EMPTY = Record(
    **dict.fromkeys((one.name for one in fields(Record)), None)  # type: ignore[arg-type]
    | {
        "id": 7,
        "record_class": RecordClass.ACT,
        "title": "",
        "draft": False,
        "visibility": Visibility.PUBLIC,
        "received": NOW,
        "catalogued": NOW,
        "text_layer": "born",
        "pages": 0,
        "file_name": "скан_7.pdf",
        "marks": (),
        "status_read": "in-force",
        "withdrawn_reason": "",
        "needs_review": False,
        "version": 1,
        "categories": (),
    }
)
DECISION = replace(
    EMPTY,
    kind="решение",
    issuer="Собрание депутатов Заречного района",
    date=date(2010, 7, 5),
    number="53-РД",
    title="О бюджетном процессе в Заречном районе",
)
ARTICLE = replace(
    EMPTY,
    record_class=RecordClass.PRESS,
    issuer="Заречная новь",
    date=date(2019, 3, 14),
    title="Дорога к школе",
)
PAPER = {"paper_copy": "шкаф 2"}


def told(record: Record, values: dict[str, str] | None = None, beside: Circumstances | None = None) -> str:
    return bibliographic_record(record, values or {}, beside or Circumstances()).replace("\u00a0", " ")


def test_an_act_in_the_network_has_its_address_and_the_day_on_which_it_was_opened() -> None:
    beside = Circumstances(url="http://zarechny.example/doc/36", accessed=date(2024, 1, 10))
    assert told(DECISION, {}, beside) == (
        "О бюджетном процессе в Заречном районе : решение Собрания депутатов Заречного района "
        "от 5 июля 2010 года № 53-РД. – Текст : электронный. – URL: http://zarechny.example/doc/36 "
        "(дата обращения: 10.01.2024)."
    )


@pytest.mark.parametrize(
    ("kind", "issuer", "said"),
    [
        ("постановление", "Администрация Заречного района", "постановление администрации Заречного района"),
        ("решение", "Заречная районная Дума", "решение Заречной районной Думы"),
        ("устав", "Заречный сельский Совет депутатов", "устав Заречного сельского Совета депутатов"),
        ("закон", "Заречная область", "закон Заречной области"),
        ("федеральный закон", "Российская Федерация", "Федеральный закон"),
    ],
)
def test_the_kind_is_followed_by_its_body_in_the_genitive(kind: str, issuer: str, said: str) -> None:
    record = replace(DECISION, kind=kind, issuer=issuer)
    assert f" : {said} от 5 июля 2010 года № 53-РД. – Текст" in told(record)


@pytest.mark.parametrize(
    ("kind", "said"), [("постановление", "утратило"), ("приказ", "утратил"), ("программа", "утратила")]
)
def test_an_act_that_has_ended_says_so(kind: str, said: str) -> None:
    ended = told(replace(DECISION, kind=kind), {}, Circumstances(status=Status.REPEALED))
    assert f"№ 53-РД : {said} силу. – Текст : электронный." in ended


def test_an_unpublished_act_of_the_library_in_a_later_edition() -> None:
    record = replace(
        DECISION,
        title="О сельском бюджете на 2018 год",
        issuer="Сосновская сельская Дума",
        date=date(2017, 12, 22),
        number="82",
        place="с. Сосновка",
        pages=24,
    )
    beside = Circumstances(amended=True, as_of=date(2018, 12, 7))
    assert told(record, PAPER | {"not_published": "1"}, beside) == (
        "О сельском бюджете на 2018 год : решение Сосновской сельской Думы от 22 декабря 2017 года № 82 : "
        "(в редакции от 7 декабря 2018 года). – Текст : непосредственный. – Сосновка, 2017. – 24 с. – "
        "Документ опубликован не был."
    )


def test_an_act_published_in_a_newspaper() -> None:
    record = replace(DECISION, publication="газета «Заречная новь» от 16.11.2018 № 46, с. 3-9")
    assert told(record, PAPER).endswith(
        "№ 53-РД. – Текст : непосредственный // Заречная новь. – 2018. – 16 нояб. – № 46. – С. 3–9."
    )


@pytest.mark.parametrize(
    ("publication", "host"),
    [
        (
            "«Заречная новь», 2023, 28 декабря, № 101, с. 3–9",
            "Заречная новь. – 2023. – 28 дек. – № 101. – С. 3–9.",
        ),
        ("официальный сайт администрации района", "официальный сайт администрации района."),
    ],
)
def test_a_publication_told_otherwise_is_printed_as_far_as_it_is_understood(
    publication: str, host: str
) -> None:
    assert f"Текст : электронный // {host}" in told(replace(DECISION, publication=publication))


def test_a_title_that_begins_with_the_kind_does_not_repeat_it() -> None:
    charter = replace(EMPTY, kind="устав", title="Устав Заречного района", place="с. Заречное", pages=45)
    charter = replace(charter, date=date(2019, 2, 1))
    assert told(charter, PAPER, Circumstances(amended=True)) == (
        "Устав Заречного района : от 1 февраля 2019 года : (с изменениями и дополнениями). – "
        "Текст : непосредственный. – Заречное, 2019. – 45 с."
    )


@pytest.mark.parametrize(
    ("author", "head"),
    [
        ("", "Дорога к школе. – Текст"),
        ("П. С. Иванов", "Иванов, П. С. Дорога к школе / П. С. Иванов. – Текст"),
        ("Иванов Пётр Сергеевич", "Иванов, П. С. Дорога к школе / П. С. Иванов. – Текст"),
        ("Е. Катютина", "Катютина, Е. Дорога к школе / Е. Катютина. – Текст"),
        (
            "П.С. Иванов, О. Петрова и Сидоров А.",
            "Иванов, П. С. Дорога к школе / П. С. Иванов, О. Петрова, А. Сидоров. – Текст",
        ),
        (
            "П. Иванов; О. Петрова; А. Сидоров; И. Кузнецов",
            "Дорога к школе / П. Иванов, О. Петрова, А. Сидоров, И. Кузнецов. – Текст",
        ),
        (
            "П. Иванов, О. Петрова, А. Сидоров, И. Кузнецов, Ю. Белов",
            "Дорога к школе / П. Иванов, О. Петрова, А. Сидоров [и др.]. – Текст",
        ),
        ("Иванов, П. С., Петрова, О.", "Иванов, П. С. Дорога к школе / П. С. Иванов, О. Петрова. – Текст"),
        ("подготовила О. Петрова", "Дорога к школе / подготовила О. Петрова. – Текст"),
        ("пресс-служба администрации района", "Дорога к школе / пресс-служба администрации района. – Текст"),
    ],
)
def test_authors_stand_in_the_heading_and_behind_the_stroke(author: str, head: str) -> None:
    assert told(ARTICLE, {"author": author}).startswith(head)


def test_an_article_names_its_newspaper_day_number_and_pages() -> None:
    values = PAPER | {"author": "П. С. Иванов", "press_pages": "2"}
    assert told(ARTICLE, values) == (
        "Иванов, П. С. Дорога к школе / П. С. Иванов. – Текст : непосредственный // Заречная новь. – 2019. – "
        "14 марта. – С. 2."
    )
    article = replace(
        ARTICLE, issuer="Газета «Маяк»", place="г. Заречный", number="18", date=date(2021, 9, 7)
    )
    assert told(article, {"press_pages": "1, 3 - 5"}).endswith(
        "// Маяк (Заречный). – 2021. – 7 сент. – № 18. – С. 1, 3–5."
    )


def test_every_month_is_shortened_by_the_standard() -> None:
    months = [
        told(replace(ARTICLE, date=date(2020, month, 1))).split("2020. – 1 ")[1] for month in range(1, 13)
    ]
    assert months == [
        "янв.", "февр.", "марта.", "апр.", "мая.", "июня.", "июля.", "авг.", "сент.", "окт.", "нояб.", "дек.",
    ]  # fmt: skip


def test_a_title_with_a_sign_of_its_own_keeps_it() -> None:
    assert told(replace(ARTICLE, title="Кто виноват?")).startswith("Кто виноват?. – Текст")
    assert told(replace(ARTICLE, title="И снова весна…")).startswith("И снова весна… – Текст")
    assert told(replace(ARTICLE, title="О дороге.")).startswith("О дороге. – Текст")


def test_what_has_no_title_goes_by_its_requisites_and_else_by_its_file() -> None:
    untitled = replace(DECISION, title="")
    assert told(untitled).startswith("Решение Собрания депутатов Заречного района от 5 июля 2010 года")
    assert told(EMPTY) == "[скан_7.pdf]. – Текст : электронный."


def test_an_attachment_goes_by_its_own_title_and_names_its_act() -> None:
    attached = replace(DECISION, kind="приложение", title="Положение о бюджетном процессе")
    values = {"parent": "решение Собрания депутатов от 5 июля 2010 г. № 53-РД"}
    assert " : приложение к решению Собрания депутатов от 5 июля 2010 г. № 53-РД. –" in told(attached, values)
    charter = replace(attached, kind="устав", title="Устав Заречного района")
    assert told(charter, values).startswith("Устав Заречного района : утв. решением Собрания депутатов от 5")


def test_a_title_that_begins_with_its_kind_still_names_its_body() -> None:
    record = replace(DECISION, kind="заключение", title="Заключение по проекту бюджета")
    assert " : заключение Собрания депутатов Заречного района от 5 июля 2010 года № 53-РД." in told(record)


def test_an_article_of_an_unknown_newspaper_stands_in_none() -> None:
    assert told(replace(ARTICLE, issuer=None, date=None, number="23"), {"press_pages": "3"}) == (
        "Дорога к школе. – Текст : электронный. – № 23. – С. 3."
    )


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=20), st.booleans())
def test_any_words_make_one_line_that_ends_with_a_point(
    title: str, author: str, pages: str, press: bool
) -> None:
    record = replace(ARTICLE if press else DECISION, title=title)
    line = told(record, {"author": author, "press_pages": pages})
    assert line.endswith((".", "…"))
    assert " – " in line
    assert "\n" not in line
