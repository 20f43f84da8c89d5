from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.description import describe
from language.press_credits import page_numbers, read_credits
from language.readings import Reading
from tests.language.effort import effort

BODY = "Мост открыли.\n" + "Жители рады мосту. " * 25


def _values(text: str) -> dict[str, str]:
    return {reading.field: reading.value for reading in read_credits(text)}


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("И. Иванов", "И. Иванов"),
        ("О. ПЕТРОВА.", "О. Петрова"),
        ("П.С. Иванов", "П. С. Иванов"),
        ("Иванов П.С.", "Иванов П. С."),
        ("Иван ИВАНОВ, корреспондент", "Иван Иванов"),
        ("Собкор Анна Петрова-Седова", "Анна Петрова-Седова"),
        ("Автор: Мария Седова", "Мария Седова"),
        ("подготовила О. Петрова", "подготовила О. Петрова"),
        ("Подготовил материал И. Иванов", None),
        ("Беседу вёл Иван Иванов. Фото автора.", "беседу вёл Иван Иванов"),
        ("Записала О. Петрова", "записала О. Петрова"),
        ("П. Иванов, О. Петрова и А. Сидоров", "П. Иванов, О. Петрова, А. Сидоров"),
        (
            "П. Иванов, О. Петрова, А. Сидоров, И. Белов, Ю. Луговой",
            "П. Иванов, О. Петрова, А. Сидоров, И. Белов, Ю. Луговой",
        ),
        ("Пресс-служба администрации района", "Пресс-служба администрации района"),
        ("Озёрская область", None),
        ("Красная Поляна", None),
        ("Фото И. Иванова", None),
        ("Читайте об этом на сайте.", None),
    ],
)
@pytest.mark.parametrize("place", ["behind", "before"])
def test_an_author_is_read_from_a_line_of_his_own(line: str, author: str | None, place: str) -> None:
    text = f"ДОРОГА К ШКОЛЕ\n{BODY}\n{line}" if place == "behind" else f"ДОРОГА К ШКОЛЕ\n{line}\n{BODY}"
    assert _values(text).get("author") == author


@pytest.mark.parametrize("line", ["Мария Седова", "МАРИЯ СЕДОВА", "Мария Седова, глава школы"])
def test_a_bare_name_is_an_author_behind_the_text_and_may_be_a_caption_in_front(line: str) -> None:
    assert _values(f"Дорога к школе\n{BODY}\n{line}")["author"] == "Мария Седова"
    assert "author" not in _values(f"Дорога к школе\n{line}\n{BODY}")


def test_a_signature_below_a_post_is_not_the_author_of_the_paper() -> None:
    assert "author" not in _values(f"Объявление\n{BODY}\nГлава района\nИ. И. Седов")


@pytest.mark.parametrize(
    ("line", "pages"),
    [
        ("с2", "2"),
        ("С. 2", "2"),
        ("стр. 1, 3", "1, 3"),
        ("с. 8-61", "8–61"),
        ("2-я полоса", "2"),
        ("Знамя. – 2012. – 5 марта (№ 18). – С. 2", "2"),
        ("Маяк // 2021. 7 мая. С. 1,3", "1, 3"),
        ("Окончание на стр. 3", None),
        ("С 5 марта изменится расписание", None),
        ("Прочитано 12 с. доклада", None),
    ],
)
def test_pages_are_read_from_a_line_of_their_own_or_an_imprint(line: str, pages: str | None) -> None:
    assert _values(f"{line}\nДорога к школе\n{BODY}").get("press_pages") == pages


@pytest.mark.parametrize(
    ("told", "kept"),
    [("2", "2"), ("1,3", "1, 3"), ("8-61", "8–61"), ("8 — 61", "8–61"), ("1 ; 3 - 5", "1, 3–5"), ("", "")],
)
def test_numbers_of_pages_have_one_form(told: str, kept: str) -> None:
    assert page_numbers(told) == kept
    assert page_numbers(kept) == kept


def test_credits_are_read_for_press_alone() -> None:
    text = f"С. 2\nДорога к школе\n{BODY}\nИ. Иванов"
    of_press = describe(text, record_class="press")
    assert (of_press.value("author"), of_press.value("press_pages")) == ("И. Иванов", "2")
    assert describe(text, record_class="act").value("author") is None


def test_places_are_those_of_the_text() -> None:
    text = f"C. 2\nДорога к школе\n{BODY}\nО.  ПЕТРОВА."
    readings: tuple[Reading, ...] = read_credits(text)
    assert [text[one.start : one.end] for one in readings if one.field == "press_pages"] == ["C. 2"]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="АИ.ванов ,и\nстр12-Фото", max_size=120))
def test_any_lines_give_places_within_the_text(text: str) -> None:
    for reading in read_credits(text):
        assert reading.value
        assert 0 <= reading.start < reading.end <= len(text)


@pytest.mark.parametrize("pattern", ["А. Иванов, ", "И. ", "с. 1, ", "Иванов И.", "А-А", "автор: "])
def test_a_megabyte_of_names_is_read_in_a_second(pattern: str) -> None:
    text = pattern * (1_000_000 // len(pattern))
    assert effort(lambda: read_credits(text), enough=1.5) < 1.5


def test_a_text_that_begins_with_blank_pages_is_read() -> None:
    assert _values("\n" * 5000 + f"Дорога к школе\n{BODY}\nО. Петрова") == {"author": "О. Петрова"}
    assert _values("\n" * 5000) == {}


def test_an_author_whose_first_name_begins_with_a_p_is_no_settlement() -> None:
    text = "Мост закрыт\n\nС понедельника тяжёлые машины едут кругом.\n\n                П. Дорожкин"
    found = describe(text, record_class="press")
    assert found.value("author") == "П. Дорожкин"
    assert found.value("place") is None
