"""What format codes of spreadsheets make of numbers: what Excel and LibreOffice show in Russian."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.formats.number_formats import BUILT_IN, built_in, number_format
from extraction.formats.number_places import GROUP, general

_ACCOUNTS = '_-* #,##0.00_р_._-;\\-* #,##0.00_р_._-;_-* "-"??_р_._-;_-@_-'
_DAY = 40973.0
"""5 March 2012, a Monday."""


def shown(code: str, value: float) -> str:
    form = number_format(code)
    assert form is not None
    return form.number(float(value)).replace(GROUP, "~")


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ("0000000", 1001, "0001001"),
        ("0000000", -1, "-0000001"),
        ("00", 123, "123"),
        ("0", 0.5, "1"),
        ("0.0%", 0.0875, "8,8%"),
        ("0%", 1, "100%"),
        ("#,##0.00", 1234567.5, "1~234~567,50"),
        ("#,##0", 999.5, "1~000"),
        ("#,##0", 0.4, "0"),
        ("0,000", 5, "0~005"),
        ("0.00", 1.005, "1,01"),
        ("0.00", 2.675, "2,68"),
        ("0.00", -0.001, "-0,00"),
        ("0.0##", 1.5, "1,5"),
        ("0.##", 5, "5"),
        ("#.##", 0.5, ",5"),
        ("#", 0, ""),
        ("?0.0?", 5, "5,0"),
        ("0.00E+00", 12345, "1,23E+04"),
        ("0.0E-0", 0.00012, "1,2E-4"),
        ("0E+0", 9.9, "1E+1"),
        ("#,##0.0,", 1234567, "1~234,6"),
        ("0.0,,", 1234567, "1,2"),
    ],
)
def test_figures_have_the_places_of_their_code(code: str, value: float, told: str) -> None:
    assert shown(code, value) == told


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ('#,##0.00"р."', 1234, "1~234,00р."),
        ("#,##0.00\\ [$₽-419]", 5, "5,00 ₽"),
        ("[$$-409]#,##0", 5, "$5"),
        ('"№ "0', 7, "№ 7"),
        ("№ 0", 7, "№ 7"),
        ('0,"тыс."', 15500, "16тыс."),
        ("000\\-000\\-000\\ 00", 12345678901, "123-456-789 01"),
        ("00\\ 00\\ 000000", 4501123456, "45 01 123456"),
        ("000\\ 0\\ 00", 12345678, "12345 6 78"),
        ("#\\ ##0", 5, "5"),
        ("0.00\\ 00", 1.2345, "1,23 45"),
        ('0.0"%"', 5, "5,0%"),
        ('General" руб."', 12.5, "12,5 руб."),
        ("* 0", 5, "5"),
        ("_-0_-", 5, "5"),
        ('"да";"нет"', 1, "да"),
    ],
)
def test_words_and_signs_stand_around_and_between_figures(code: str, value: float, told: str) -> None:
    assert shown(code, value) == told


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        (_ACCOUNTS, 1234.5, "1~234,50"),
        (_ACCOUNTS, -1234.5, "-1~234,50"),
        (_ACCOUNTS, 0, "-"),
        ("0.00;(0.00)", -5, "(5,00)"),
        ("0.00;(0.00)", 0, "0,00"),
        ("0;-0;", 0, ""),
        ("0.00_);[Red]\\(0.00\\)", -5, "(5,00)"),
        ("[Красный]0", -5, "-5"),
        ("[>=1000]#,##0;0.0", 1500, "1~500"),
        ("[>=1000]#,##0;0.0", 5, "5,0"),
        ("[>=1000]#,##0;0.0", -5, "-5,0"),
        ("[<0]-0.0;[>=100]0;0.00", -5, "-5,0"),
        ("[<0]-0.0;[>=100]0;0.00", 5, "5,00"),
        ("0.00;@", 5, "5,00"),
    ],
)
def test_each_number_has_the_section_of_its_sign_or_condition(code: str, value: float, told: str) -> None:
    assert shown(code, value) == told


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ("dd.mm.yyyy", _DAY, "05.03.2012"),
        ("[$-419]d mmmm yyyy;@", _DAY, "5 марта 2012"),
        ("[$-FC19]dd mmmm yyyy \\г\\.;@", _DAY, "05 марта 2012 г."),
        ("[$-ru-RU]d mmmm yyyy", _DAY, "5 марта 2012"),
        ("[$-419]mmmm yyyy;@", _DAY, "Март 2012"),
        ("[$-419]d mmm yy;@", _DAY, "5 мар 12"),
        ("dddd, d mmmm", _DAY, "понедельник, 5 марта"),
        ("ddd", _DAY, "Пн"),
        ("mmmmm", _DAY, "М"),
        ("[$-409]mmmm d, yyyy", _DAY, "March 5, 2012"),
        ("[$-F800]dddd, mmmm dd, yyyy", _DAY, "5 марта 2012 г."),
        ("[$-F400]h:mm:ss AM/PM", _DAY + 0.75, "18:00:00"),
        ("dd/mm/yy", _DAY, "05.03.12"),
        ("dd\\/mm\\/yy", _DAY, "05/03/12"),
        ("yyyy-mm-dd", _DAY, "2012-03-05"),
        ("dd.mm.yyyy h:mm", _DAY + 0.52, "05.03.2012 12:28"),
        ("dd.mm.yyyy", _DAY + 0.999999, "05.03.2012"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ("h:mm A/P", 0.01, "12:14 A"),
        ("[h]:mm", 1.25, "30:00"),
        ("[mm]:ss", 0.5, "720:00"),
        ("mm:ss.0", 0.0123, "17:42,7"),
        ("hh:mm:ss", 0.999999, "00:00:00"),
        ("dd.mm.yyyy", 1, "01.01.1900"),
        ("dd.mm.yyyy", 60, "29.02.1900"),
        ("dd.mm.yyyy", 61, "01.03.1900"),
        ("dd.mm.yyyy", 2_958_465, "31.12.9999"),
    ],
)
def test_days_and_times_are_written_as_in_russian_excel(code: str, value: float, told: str) -> None:
    assert shown(code, value) == told


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        (";;;", 5, "5"),
        ("#", 0.3, "0,3"),
        ("dd.mm.yyyy", -5, "-5"),
        ("dd.mm.yyyy", 1e9, "1000000000"),
        ("0.00", float("inf"), "inf"),
    ],
)
def test_what_a_code_would_hide_or_cannot_show_is_given_as_stored(code: str, value: float, told: str) -> None:
    assert shown(code, value) == told


@pytest.mark.parametrize(
    "code",
    [
        "",
        "General",
        "GENERAL",
        "Основной",
        "@",
        "# ?/?",
        "##0.0E+0",
        "[$-411]ggge",
        "[$-422]mmmm",
        "bogus",
        "0;0;0;0;0",
        "x" * 2000,
    ],
)
def test_a_code_that_changes_nothing_or_is_not_understood_leaves_the_value(code: str) -> None:
    assert number_format(code) is None


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        (_ACCOUNTS, "нет", "нет"),
        ('@" руб."', "сто", "сто руб."),
        ('0;-0;0;"[" @ "]"', "сто", "[ сто ]"),
        (";;;", "сто", "сто"),
        ("0.00", "сто", "сто"),
    ],
)
def test_text_has_what_its_section_adds(code: str, text: str, told: str) -> None:
    form = number_format(code)
    assert form is not None
    assert form.text(text) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (5, "5"),
        (1 / 3, "0,333333333"),
        (49265911.01611, "49265911,01611"),
        (12345678901.34, "12345678901,34"),
        (432601234567, "432601234567"),
        (999_999_999_999_999, "999999999999999"),
        (40101810700000010107, "4,01018E+19"),
        (1e-7, "0,0000001"),
        (1.23456789e-5, "1,23457E-05"),
        (99999.9999999999, "100000"),
        (-2.5, "-2,5"),
    ],
)
def test_a_number_without_a_format_keeps_what_was_typed(value: float, told: str) -> None:
    assert general(float(value)) == told


def test_a_long_number_ends_in_zeros_and_not_in_figures_that_nobody_typed() -> None:
    assert shown("0", float(40101810700000010107)) == "40101810700000000000"


def test_days_by_number_are_those_of_the_system_whatever_is_written() -> None:
    assert built_in(14, "m/d/yy") == "dd.mm.yyyy"
    assert built_in(4) == "#,##0.00"
    assert built_in(44, "0.0") == "0.0"
    assert built_in(163) == ""


@pytest.mark.parametrize("code", ["0" + "%" * 80, "0" + "," * 300, "0." + "0" * 900])
def test_a_code_of_absurd_length_leaves_the_value(code: str) -> None:
    assert number_format(code) is None


@pytest.mark.parametrize("code", ["0" + "%" * 10, "#,##0." + "0" * 30, "0.0,,,,", "0" * 900, "0.0E+0"])
@pytest.mark.parametrize("value", [1.7e308, 5e-324, -1.7e308])
def test_the_longest_and_the_smallest_number_are_shown(code: str, value: float) -> None:
    assert shown(code, value)


def test_every_built_in_code_but_fractions_and_engineering_is_understood() -> None:
    assert {number for number, code in BUILT_IN.items() if number_format(code) is None} == {12, 13, 48, 49}


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 12), st.booleans())
def test_figures_are_the_number_rounded_to_its_places(value: float, places: int, grouped: bool) -> None:
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    told = shown(code, value).replace("~", "").replace(",", ".")
    unit = Decimal(1).scaleb(-places)
    exact = Decimal(f"{value:.15g}")
    assert abs(Decimal(told) - exact) <= unit / 2
    assert len(told.partition(".")[2]) == places


@given(st.floats(0, 1e15), st.sampled_from(["#,##0", "#,##0.00"]))
def test_thousands_stand_in_threes(value: float, code: str) -> None:
    assert re.fullmatch(r"\d{1,3}(~\d{3})*(,\d\d)?", shown(code, value))


@given(st.floats(-1e14, 1e14))
def test_a_number_without_a_format_is_near_what_is_stored(value: float) -> None:
    told = float(general(value).replace(",", "."))
    assert told == pytest.approx(value, rel=1e-5, abs=1e-9)


@given(
    st.text(alphabet='\n\t0#?.,%;@ \\_*"[]$-419FCEe+/ymdhsApP:рубгGneral<>=1', max_size=24),
    st.floats() | st.floats(0, 60_000),
    st.text(max_size=5),
)
def test_no_code_breaks_and_none_loses_a_number(code: str, value: float, text: str) -> None:
    form = number_format(code)
    if form is not None:
        told = form.number(value)
        assert told or value == 0
        assert not set(told) & set("\n\t\r\x0b\x0c")
        assert isinstance(form.text(text), str)
