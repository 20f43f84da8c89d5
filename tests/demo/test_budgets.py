"""Figures of the demo budgets: totals are the sums of their lines, and years and periods agree."""

from __future__ import annotations

import re

import pytest

from demo import budgets

YEARS = (2023, 2024, 2025)
NAMES = ("2023", "2024", "2024+1", "2024+4", "2025", "2023/q1", "2024/h1", "2024/9m", "2024/year", "2025/h1")
_SUM = re.compile(r"-?\d{1,3}(?: \d{3})*,\d")


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def _tenths(text: str) -> int:
    assert _SUM.fullmatch(text), text
    return int(text.replace(" ", "").replace(",", ""))


@pytest.mark.parametrize("name", NAMES)
def test_sections_add_up_to_the_total(name: str) -> None:
    values = budgets.values(name)
    rows = _rows(values["table_sections"])[1:]
    *lines, total = rows
    of_sections = sum(_tenths(row[3]) for row in lines if row[2] == "00")
    of_subsections = sum(_tenths(row[3]) for row in lines if row[2] != "00")
    assert of_sections == of_subsections == _tenths(total[3])


@pytest.mark.parametrize("name", NAMES)
def test_income_lines_add_up_to_the_total(name: str) -> None:
    rows = _rows(budgets.values(name)["table_income"])[1:]
    *lines, total = rows
    leaves = sum(_tenths(row[2]) for row in lines if not row[0].startswith("000"))
    groups = sum(_tenths(row[2]) for row in lines if row[0].startswith(("000 1 00", "000 2 00")))
    assert leaves == groups == _tenths(total[2])


@pytest.mark.parametrize("year", YEARS)
def test_the_deficit_is_expenditure_less_income_and_equals_its_sources(year: int) -> None:
    values = budgets.values(str(year))
    deficit = _tenths(values["deficit"])
    assert deficit == _tenths(values["expense"]) - _tenths(values["income"])
    sources = _rows(values["table_sources"])
    assert deficit == _tenths(sources[-1][2]) == _tenths(sources[2][2]) + _tenths(sources[3][2])


@pytest.mark.parametrize("year", YEARS)
def test_managers_add_up_to_the_total(year: int) -> None:
    rows = _rows(budgets.values(str(year))["table_managers"])[1:]
    blocks = sum(_tenths(row[6]) for row in rows if row[1] and not row[2])
    assert blocks == _tenths(rows[-1][6])


@pytest.mark.parametrize("year", YEARS)
def test_codes_have_twenty_digits_and_the_element_of_a_district(year: int) -> None:
    budget = budgets.adopted(year)
    for code in budget.income:
        digits = code.replace(" ", "")
        assert len(digits) == 20
        assert digits[11:13] in {"01", "02", "05"}
    for code in budget.expense:
        assert len(code.replace(" ", "")) == 20


def test_each_amendment_starts_from_the_figures_of_the_one_before() -> None:
    for number in (1, 2, 3, 4):
        before, after = budgets.values(f"2024+{number - 1}"), budgets.values(f"2024+{number}")
        assert after["income_before"] == before["income"]
        assert after["expense_before"] == before["expense"]


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_execution_grows_through_the_year(year: int) -> None:
    totals = [budgets.executed(year, period) for period in ("q1", "h1", "9m")]
    assert [one.total_expense for one in totals] == sorted(one.total_expense for one in totals)
    assert all(amount >= 0 for one in totals for amount in (*one.income.values(), *one.expense.values()))


def test_money_is_printed_as_tables_print_it() -> None:
    assert budgets.money(5123407) == "512 340,7"
    assert budgets.money(-15) == "-1,5"
    assert budgets.money(0) == "0,0"
