from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.proposals import read_proposals
from language.requisites import read_requisites
from tests.language.effort import effort

PUBLISHED = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "until", "words"),
    [
        (
            "Предложения и замечания принимаются до 15 марта 2024 года.",
            "2024-03-15",
            "15 марта 2024 года",
        ),
        (
            "Предложения принимаются в письменной форме по адресу: с. Тальское, ул. Мира, д. 5, каб. 3, "
            "до 17 часов 15 марта 2024 года.",
            "2024-03-15",
            "15 марта 2024 года",
        ),
        ("Предложения по проекту принимаются до 17.00 15.03.2024 г.", "2024-03-15", "15.03.2024 г."),
        (
            "Срок приёма предложений: с 01.03.2024 по 15.03.2024 включительно.",
            "2024-03-15",
            "15.03.2024",
        ),
        ("Срок приема предложений: 01.03.2024 - 15.03.2024", "2024-03-15", "15.03.2024"),
        ("Замечания можно подавать с 1 по 15 марта 2024 г.", "2024-03-15", "15 марта 2024 г."),
        ("Дата окончания приема предложений: 15.03.2024", "2024-03-15", "15.03.2024"),
        ("Последний день приёма замечаний – 15 марта 2024 года", "2024-03-15", "15 марта 2024 года"),
        ("Прием предложений\nосуществляется\nпо 15 марта 2024\nгода", "2024-03-15", "15 марта 2024\nгода"),
        (
            "Жители имеют право до 22 января 2019 года внести предложения к Правилам.",
            "2019-01-22",
            "22 января 2019 года",
        ),
    ],
)
def test_the_last_day_for_proposals_is_read_with_its_place(text: str, until: str, words: str) -> None:
    found = read_proposals(text)
    assert found is not None
    assert (found.value, text[found.start : found.end]) == (until, words)
    assert found.confidence > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Публичные слушания состоятся 20 марта 2024 года. Предложения принимаются в администрации.",
        "Предложения принимаются до 15 марта.",
        "Предложения направляются в течение 10 дней со дня опубликования.",
        "Работы вести до 15 марта 2024 года. Замечаний нет.",
        "Совет рассмотрел предложения от 15 марта 2024 года.",
        "",
    ],
)
def test_a_day_that_is_not_told_is_not_guessed(text: str) -> None:
    assert read_proposals(text) is None


@pytest.mark.parametrize(
    ("term", "until"),
    [
        ("10 дней", "2024-03-11"),
        ("10 (десяти) календарных дней", "2024-03-11"),
        ("тридцати дней", "2024-03-31"),
        ("месяца", "2024-04-01"),
    ],
)
def test_a_term_counts_from_a_known_day_of_publication(term: str, until: str) -> None:
    text = f"Предложения направляются в течение {term} со дня официального опубликования."
    found = read_proposals(text, PUBLISHED)
    assert found is not None
    assert found.value == until
    assert found.confidence < 0.7


def test_working_days_are_not_counted() -> None:
    assert read_proposals("Замечания подаются в течение 5 рабочих дней со дня размещения.", PUBLISHED) is None


def test_two_last_days_are_for_a_person_to_look_at() -> None:
    text = "Предложения принимаются до 10.03.2024. Замечания к карте принимаются до 15.03.2024."
    found = read_proposals(text)
    assert found is not None
    assert (found.value, found.note) == ("2024-03-10", "several-days")
    assert found.confidence < 0.6


BODY = "1. Утвердить бюджет.\nПредложения и замечания принимаются до 15 ноября 2023 года.\n"
HEAD = "СОВЕТ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА\nРЕШЕНИЕ\n"


def _until(text: str) -> list[str]:
    return [reading.value for reading in read_requisites(text) if reading.field == "proposals_until"]


def test_a_draft_and_a_notice_of_one_have_a_last_day_for_proposals() -> None:
    draft = f"ПРОЕКТ\n{HEAD}от ______ № ____\nО бюджете района\nСовет РЕШИЛ:\n{BODY}"
    notice = f"ИЗВЕЩЕНИЕ\nо проведении публичных слушаний по проекту бюджета\n{BODY}"
    hearings = f"{HEAD}от 01.11.2023 № 5\nО назначении публичных слушаний\nСовет РЕШИЛ:\n{BODY}"
    assert [_until(text) for text in (draft, notice, hearings)] == [["2023-11-15"]] * 3


def test_an_adopted_act_has_none() -> None:
    assert _until(f"{HEAD}от 01.12.2023 № 7\nО бюджете района\nСовет РЕШИЛ:\n{BODY}") == []


def test_the_last_day_of_a_notice_is_not_its_own_day() -> None:
    text = f"ИЗВЕЩЕНИЕ\nо проведении общественных обсуждений\n{BODY}"
    assert not [reading for reading in read_requisites(text) if reading.field == "date"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Предложения",
                " принимаются",
                " до",
                " 15 марта 2024 года",
                " 10 дней",
                ".",
                "\n",
                " со дня",
                " срок",
            ]
        ),
        max_size=40,
    )
)
def test_what_is_found_is_a_day_within_the_text(words: list[str]) -> None:
    text = "".join(words)
    found = read_proposals(text, PUBLISHED)
    if found:
        assert date.fromisoformat(found.value) >= PUBLISHED
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    "pattern", ["предложения принимаются до ", "замечания. ", "предложения до 5 ч ", "срок "]
)
def test_a_megabyte_of_proposals_is_read_in_a_second(pattern: str) -> None:
    text = pattern * (1_000_000 // len(pattern))
    assert effort(lambda: read_proposals(text), enough=1) < 1
