from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.dates import find_blank_dates, find_dates, full_year, month_number, parse_date

GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@given(DAYS)
def test_a_day_is_read_back_from_each_of_its_shapes(day: date) -> None:
    month = GENITIVE[day.month - 1]
    for written in (
        f"{day:%d.%m.%Y}",
        f"от{day:%d.%m.%Y}г.",
        f"{day:%d.%m.} {day:%Y} года",
        f"{day:%d.%m.%y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {month} {day.year} г.",
        f"«{day.day:02}» {month} {day.year}",
        f'" {day.day} " {month.upper()} {day.year} ГОДА',
        f"________{day.day:02} {month} {day.year}_______",
        f"от {day.day}. {month} {day.year} г.",
    ):
        assert [found.day for found in find_dates(written)] == [day], written


@given(DAYS, st.text(alphabet="абв ,;()", max_size=12))
def test_the_place_of_a_day_holds_the_day(day: date, before: str) -> None:
    text = f"{before} {day:%d.%m.%Y} года, № 5"
    found = next(find_dates(text))
    assert parse_date(text[found.start : found.end]) == day


@pytest.mark.parametrize(
    "text", ["31.02.2012", "264.2", "1.2.3.4", "2012-13-01", "п. 5.1.12", "№ 12-05", "мая 2012"]
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("«____» ______ 2024 года", 2024),
        ("« » 2017год", 2017),
        ("____мая 2022 года", 2022),
        ("«__» мая 2022", 2022),
        ("__.__.2020", 2020),
        ("от «  » _______ 20__ г.", None),
        ("от ______________", None),
    ],
)
def test_a_place_left_open_for_a_day_is_seen(text: str, year: int | None) -> None:
    assert [blank.year for blank in find_blank_dates(text)] == [year]
    assert parse_date(text) is None


def test_the_title_of_a_budget_is_no_open_day() -> None:
    assert list(find_blank_dates("«О бюджете» 2012")) == []


def test_the_name_of_a_town_behind_a_day_stays_out_of_it() -> None:
    found = next(find_dates("27.05.2014   г. Заречный"))
    assert found.end == len("27.05.2014")


def test_years_of_two_figures_are_of_the_right_century() -> None:
    assert [full_year(year) for year in (0, 49, 50, 99, 2012)] == [2000, 2049, 1950, 1999, 2012]


def test_months_are_known_in_all_cases() -> None:
    assert [month_number(word) for word in ("март", "Марта", "МАЕ", "мая", "июнь", "июле")] == [
        3,
        3,
        5,
        5,
        6,
        7,
    ]
    assert month_number("мартышка") is None
