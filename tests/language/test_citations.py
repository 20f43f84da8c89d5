from __future__ import annotations

import tomllib
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.citations import find_citations
from language.readings import Citation, Reading
from tests.language.effort import effort

CASES = tomllib.loads(Path(__file__).with_name("citation_cases.toml").read_text("utf-8"))["cases"]
PIECES = (
    "решение", "решения Думы", "постановлением", "от 12.12.2012", " № 5", "№ 131-ФЗ", "131-ФЗ", "«О бюджете»",
    "«", "»", '"', "(", ")", "признать утратившим силу", "внести в", "в ред.", "статьи 5, 7", "пункт 3",
    "Устав района", "Бюджетный кодекс РФ", "настоящее", "следующие изменения:", ";", ", ", ". ", "\n", " ",
    "Федеральный закон", "закон 131", "утверждённое", "отменить", "İ", "в„–",
)  # fmt: skip
ADVERSARIAL = (
    "закон ", "131-ФЗ ", "решение № 5 ", "от 12.12.2012 ", ", от 12.12.2012 № 5", "«", '"', "« О решение ",
    "(", "статьи 5, ", "1, ", " ", "\n", "№ ", "1", "5-", "решение № 5/", "в ред. от 12.12.2012 № 5, ",
    "Устав ", "бюджетный кодекс ", "признать утратившим силу решение № 5; ", "приложение к решению ",
    "закон «", "решение (", "А-", "решение от 12.12.2012 № 5 О бюджете ", "Статья 1 Бюджетного, ", "а",
)  # fmt: skip


def row(found: Citation) -> str:
    values = (found.kind, found.number, found.date, found.article, found.part, found.point, found.relation)
    return " | ".join("-" if value is None else value for value in values)


def rows(text: str, *readings: Reading) -> list[str]:
    return [row(found) for found in find_citations(text, readings)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_text_cites_what_a_reader_finds_in_it(case: dict[str, object]) -> None:
    assert rows(str(case["text"])) == case["cites"]


def test_one_act_and_relation_is_one_citation_with_its_places_joined() -> None:
    text = (
        "В соответствии со статьёй 35 Федерального закона от 06.10.2003 № 131-ФЗ «Об общих принципах» и "
        "частью 2 статьи 44 Федерального закона № 131-ФЗ, статьями 5, 7 указанного Федерального закона"
    )
    assert rows(text) == ["федеральный закон | 131-ФЗ | 2003-10-06 | 35; 44; 5; 7 | 2 | - | cites"]


def test_an_act_that_is_leaned_on_and_amended_is_two_citations() -> None:
    text = (
        "В соответствии с решением Думы от 01.02.2012 № 3 Дума решила:\n"
        "1. Внести в решение Думы от 01.02.2012 № 3 следующие изменения:"
    )
    assert rows(text) == [
        "решение | 3 | 2012-02-01 | - | - | - | cites",
        "решение | 3 | 2012-02-01 | - | - | - | amends",
    ]


def test_the_heading_of_the_text_is_no_citation() -> None:
    heading = "РЕШЕНИЕ\nСовета депутатов\nот 30.03.2012 № 48\n"
    text = heading + "О внесении изменений в решение от 29.11.2011 № 7 «О налоге»\n"
    assert rows(text) == ["решение | 7 | 2011-11-29 | - | - | - | amends"]


def test_an_attachment_behind_its_act_does_not_make_the_act_cite_itself() -> None:
    heading = "РЕШЕНИЕ\nСовета депутатов\nот 30.03.2012 № 48\nО порядке\nУтвердить порядок (приложение).\n"
    corner = "Приложение № 1\nк решению Совета депутатов\nот 30.03.2012 № 48\n"
    assert rows(heading + corner + "1. Применяется Трудовой кодекс РФ.") == [
        "Трудовой кодекс РФ | - | - | - | - | - | cites"
    ]


def test_an_attachment_alone_cites_the_act_that_approved_it() -> None:
    text = "Приложение № 1\nк решению Совета депутатов\nот 30.03.2012 № 48\nПОРЯДОК\n"
    own = (
        Reading("date", "2012-03-30", "read", 42, 52, 0.9),
        Reading("number", "48", "read", 53, 57, 0.9),
        Reading("kind", "приложение", "read", 0, 10, 0.9),
    )
    assert rows(text, *own) == ["решение | 48 | 2012-03-30 | - | - | - | cites"]


def test_an_act_approved_inline_stays_a_citation_though_it_was_read_as_the_texts_own() -> None:
    text = "Положения о наградах, утверждённого решением сельского Совета от 18.12.2009 года № 12"
    own = (Reading("date", "2009-12-18", "read", 0, 1, 0.5), Reading("number", "12", "read", 0, 1, 0.5))
    assert rows(text, *own) == ["решение | 12 | 2009-12-18 | - | - | - | cites"]


def test_the_charter_does_not_cite_itself() -> None:
    text = "УСТАВ\nЗаречного района\nСтатья 1. Настоящий Устав действует на территории района."
    assert rows(text, Reading("kind", "устав", "read", 0, 5, 0.9)) == []


def test_a_citation_keeps_its_title_issuer_place_and_sentence() -> None:
    text = (
        "1. Утвердить состав. 2. Признать утратившим силу решение Думы Заречного района "
        "от 01.02.2012 № 3 «О составе комиссии». 3. Опубликовать."
    )
    (found,) = find_citations(text)
    assert found.title == "О составе комиссии"
    assert found.issuer == "Дума Заречного района"
    assert text[found.start : found.end] == "решение Думы Заречного района от 01.02.2012 № 3"
    assert text[slice(*found.sentence)].startswith("2. Признать утратившим")
    assert text[slice(*found.sentence)].endswith("комиссии».")


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("Приостановить действие решения Думы от 01.02.2012 № 3", "suspends"),
        ("Продлить срок действия решения Думы от 01.02.2012 № 3", "extends"),
        ("Дополнить решение Думы от 01.02.2012 № 3 пунктом 4", "supplements"),
        ("Признать утратившим силу пункт 2 решения Думы от 01.02.2012 № 3", "repeals-part"),
        ("Внести в решение Думы от 01.02.2012 № 3 изменения", "amends"),
        ("Положение, утверждённое решением Думы от 01.02.2012 № 3", "approves"),
        ("В соответствии с решением Думы от 01.02.2012 № 3", "basis"),
    ],
)
def test_the_effect_says_more_than_the_relation(text: str, effect: str) -> None:
    (found,) = find_citations(text)
    assert found.effect == effect


def test_a_long_repeal_list_keeps_kind_issuer_and_relation_of_its_head() -> None:
    items = [f"от {day:02}.03.2011 № {day}-р «О вопросе {day}»" for day in range(1, 29)]
    text = "Признать утратившими силу распоряжения главы района:\n" + ";\n".join(items) + "."
    found = find_citations(text)
    assert [one.number for one in found] == [f"{day}-р" for day in range(1, 29)]
    assert {one.relation for one in found} == {"repeals"}
    assert {one.kind for one in found} == {"распоряжение"}
    assert {one.issuer for one in found} == {"Глава района"}


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=120, deadline=None)
def test_any_text_gives_citations_that_lie_in_it(text: str) -> None:
    seen = set()
    for found in find_citations(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 <= found.sentence[0] <= found.sentence[1] <= len(text)
        assert found.kind or found.number or found.date
        key = (found.kind, found.number, found.date, found.relation, found.title, found.issuer)
        assert key not in seen
        seen.add(key)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_text_of_any_letters_is_read(text: str) -> None:
    assert all(text[found.start : found.end] for found in find_citations(text))


@given(
    st.integers(1, 9999).map(str),
    st.sampled_from(["", "-п", "-р", "/3", "-ПП", "-НПА", "а"]),
    st.dates(min_value=date(1993, 1, 1), max_value=date(2030, 12, 31)),
)
def test_number_and_day_come_back_as_written(number: str, tail: str, day: date) -> None:
    text = f"Внести в решение Думы от {day:%d.%m.%Y} № {number}{tail} «О плате» следующие изменения:"
    assert rows(text) == [f"решение | {number}{tail} | {day:%Y-%m-%d} | - | - | - | amends"]


@pytest.mark.parametrize(
    "order",
    [
        "Внести в пункт 3 решения районной Думы от 12.05.2015 № 14 изменение, изложив его в редакции",
        "Признать утратившим силу пункт 3 решения районной Думы от 12.05.2015 № 14",
    ],
)
def test_the_heading_of_an_act_is_no_citation_though_its_order_follows_at_once(order: str) -> None:
    text = f"Постановление\nот 01.02.2020 № 5\n{order}"
    assert rows(text) == ["решение | 14 | 2015-05-12 | - | - | 3 | amends"]


@pytest.mark.parametrize("pattern", ADVERSARIAL)
def test_time_grows_no_faster_than_the_text(pattern: str) -> None:
    taken = []
    for size in (6_000, 24_000):
        text = pattern * (size // len(pattern))
        taken.append(effort(partial(find_citations, text)))
    assert taken[1] < 9 * max(taken[0], 0.02)


@pytest.mark.long
@pytest.mark.parametrize("pattern", ADVERSARIAL)
def test_a_megabyte_of_one_pattern_is_read_in_linear_time(pattern: str) -> None:
    taken = []
    for size in (500_000, 1_000_000):
        text = pattern * (size // len(pattern.encode()))
        taken.append(effort(partial(find_citations, text)))
    assert taken[1] < 3 * max(taken[0], 0.1)
