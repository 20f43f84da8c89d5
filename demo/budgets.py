"""Figures and tables of the district budget: every total is the sum of its lines.

Sums are whole tenths of a thousand rubles. A budget is named ``2024`` (as adopted), ``2024+2`` (after the
second decision on amendments), ``2024/q1``, ``2024/h1``, ``2024/9m`` or ``2024/year`` (executed).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("texts") / "budget.toml"
_SHARES = {"q1": 215, "h1": 462, "9m": 713, "year": 991}
_AMENDED = {"q1": 1, "h1": 2, "9m": 3, "year": 4}  # decisions on amendments made by the end of a period
_RESERVE = {1: 25, 2: 50}  # not yet allotted expenditure of the planning period, in thousandths

Sums = dict[str, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """Income and expenditure by code, and their totals."""

    income: Sums
    expense: Sums

    @property
    def total_income(self) -> int:
        """The sum of all income."""
        return sum(self.income.values())

    @property
    def total_expense(self) -> int:
        """The sum of all expenditure."""
        return sum(self.expense.values())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


def values(name: str) -> dict[str, str]:
    """The placeholders of a text about the budget ``name``: totals, differences and tables."""
    if "/" in name:
        return _execution(*name.split("/"))
    year, _, amendment = name.partition("+")
    return _plan(int(year), int(amendment or 0))


def adopted(year: int, amendments: int = 0) -> Budget:
    """The plan of a year after some decisions on amendments."""
    income, expense = _data()["totals"].get(str(year), (None, None))
    budget = Budget(_lines("income", year, income), _lines("expense", year, expense))
    for change in _data()["amendment"][:amendments]:
        for side, sums in (("income", budget.income), ("expense", budget.expense)):
            for code, delta in change[side]:
                sums[code] += _tenths(delta)
    return budget


def executed(year: int, period: str) -> Budget:
    """What came in and was spent since the beginning of the year."""
    plan = _planned(year, period)
    totals = _data()["executed"].get(str(year)) if period == "year" else None
    income, expense = totals or (None, None)
    return Budget(
        _shares(plan.income, _SHARES[period], income, _balance("income")),
        _shares(plan.expense, _SHARES[period], expense, _balance("expense")),
    )


def _planned(year: int, period: str) -> Budget:
    """The plan as amended by the end of a period."""
    return adopted(year, _AMENDED[period] if year == 2024 else 0)


def money(tenths: int) -> str:
    """A sum as tables print it: ``-1 234,5``."""
    whole, tenth = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + f"{whole:,}".replace(",", " ") + f",{tenth}"


def _tenths(thousands: float) -> int:
    return round(thousands * 10)


def _balance(side: str) -> str:
    return next(str(line["code"]) for line in _data()[side] if line.get("balance"))


def _lines(side: str, year: int, total: float | None) -> Sums:
    factor = _data()["factors"].get(str(year), 1000)
    sums = {line["code"]: _tenths(line["sum"]) * factor // 1000 for line in _data()[side]}
    return _balanced(sums, total, _balance(side))


def _shares(plan: Sums, share: int, total: float | None, balance: str) -> Sums:
    """Each line a little before or behind the common share, the same way at every run."""
    spread = 4 if share > 900 else 9
    sums = {
        code: amount * min(share + (place * 7 % (2 * spread + 1) - spread), 1000) // 1000
        for place, (code, amount) in enumerate(plan.items())
    }
    return _balanced(sums, total, balance)


def _balanced(sums: Sums, total: float | None, balance: str) -> Sums:
    if total is not None:
        sums[balance] += _tenths(total) - sum(sums.values())
    return sums


def _plan(year: int, amendment: int) -> dict[str, str]:
    budget = adopted(year, amendment)
    before = adopted(year, max(amendment - 1, 0))
    later = [adopted(year + step) for step in (1, 2)]
    reserves = [budget_.total_expense * _RESERVE[step] // 1000 for step, budget_ in enumerate(later, start=1)]
    found = {
        "income": money(budget.total_income),
        "expense": money(budget.total_expense),
        "deficit": money(budget.total_expense - budget.total_income),
        "income_before": money(before.total_income),
        "expense_before": money(before.total_expense),
        "transfers": money(sum(amount for code, amount in budget.income.items() if code[4] == "2")),
        "road_fund": money(budget.expense["803 0409 0310120410 244"]),
        "reserve_fund": money(budget.expense["803 0111 9990007050 870"]),
        "library": money(budget.expense["806 0801 0220100590 611"]),
        "table_income": _income_table([budget]),
        "table_sections": _section_table([budget]),
        "table_managers": _manager_table(budget),
        "table_sources": _source_table(budget),
        "table_changes": _change_table(amendment) if amendment else "",
    }
    for step, (planned, reserve) in enumerate(zip(later, reserves, strict=True), start=1):
        found |= {
            f"income_{step}": money(planned.total_income),
            f"expense_{step}": money(planned.total_income),
            f"reserve_{step}": money(reserve),
        }
    return found


def _execution(year: str, period: str) -> dict[str, str]:
    plan = _planned(int(year), period)
    fact = executed(int(year), period)
    balance = fact.total_income - fact.total_expense
    return {
        "income": money(fact.total_income),
        "expense": money(fact.total_expense),
        "balance": money(abs(balance)),
        "balance_words": "превышение доходов над расходами (профицит)"
        if balance >= 0
        else "превышение расходов над доходами (дефицит)",
        "plan_income": money(plan.total_income),
        "plan_expense": money(plan.total_expense),
        "percent_income": _percent(plan.total_income, fact.total_income),
        "percent_expense": _percent(plan.total_expense, fact.total_expense),
        "own": money(sum(amount for code, amount in fact.income.items() if code[4] == "1")),
        "library": money(fact.expense["806 0801 0220100590 611"]),
        "table_income": _income_table([plan, fact]),
        "table_sections": _section_table([plan, fact]),
    }


def _percent(plan: int, fact: int) -> str:
    return f"{fact / plan * 100:.1f}".replace(".", ",") if plan else "–"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _sums(budgets: list[Budget], amount: Callable[[Budget], int]) -> list[str]:
    """The sum cells of one row: one plan, or plan, fact and percent."""
    amounts = [amount(budget) for budget in budgets]
    cells = [money(value) for value in amounts]
    return [*cells, _percent(*amounts)] if len(amounts) == 2 else cells


def _heads(budgets: list[Budget]) -> list[str]:
    return ["Сумма"] if len(budgets) == 1 else ["Утверждено", "Исполнено", "%"]


def _within(side: str, prefix: str, *, start: int = 0) -> Callable[[Budget], int]:
    """The sum of the lines whose code has ``prefix`` from the place ``start``."""

    def amount(budget: Budget) -> int:
        sums: Mapping[str, int] = getattr(budget, side)
        return sum(value for code, value in sums.items() if code.startswith(prefix, start))

    return amount


def _income_table(budgets: list[Budget]) -> str:
    names, groups = {line["code"]: line["name"] for line in _data()["income"]}, _data()["groups"]
    rows, shown = [_row("Код", "Наименование", *_heads(budgets))], set[str]()
    for code, name in names.items():
        for group, prefix in ((f"{code[4]} 00", code[4]), (code[4:8], code[4:8])):
            if group not in shown:
                shown.add(group)
                cells = _sums(budgets, _within("income", prefix, start=4))
                rows.append(_row(f"000 {group} 00000 00 0000 000", groups[group], *cells))
        rows.append(_row(code, name, *_sums(budgets, _within("income", code))))
    rows.append(_row("", "ВСЕГО ДОХОДОВ", *_sums(budgets, lambda budget: budget.total_income)))
    return "\n".join(rows)


def _section_table(budgets: list[Budget]) -> str:
    sections = _data()["sections"]
    used = sorted({code[4:8] for code in budgets[0].expense})
    rows, shown = [_row("Наименование", "Рз", "ПР", *_heads(budgets))], set[str]()
    for code in used:
        section = code[:2]
        if section not in shown:
            shown.add(section)
            rows.append(
                _row(
                    sections[f"{section}00"],
                    section,
                    "00",
                    *_sums(budgets, _within("expense", section, start=4)),
                )
            )
        rows.append(
            _row(sections[code], section, code[2:], *_sums(budgets, _within("expense", code, start=4)))
        )
    rows.append(_row("ВСЕГО РАСХОДОВ", "", "", *_sums(budgets, lambda budget: budget.total_expense)))
    return "\n".join(rows)


def _manager_table(budget: Budget) -> str:
    names = {line["code"]: line["name"] for line in _data()["expense"]}
    rows = [_row("Наименование", "ГРБС", "Рз", "ПР", "ЦСР", "ВР", "Сумма")]
    for manager, title in _data()["managers"].items():
        rows.append(_row(title, manager, "", "", "", "", money(_within("expense", manager)(budget))))
        for code, amount in budget.expense.items():
            if code.startswith(manager):
                _, section, item, kind = code.split()
                rows.append(_row(names[code], manager, section[:2], section[2:], item, kind, money(amount)))
    rows.append(_row("ВСЕГО", "", "", "", "", "", money(budget.total_expense)))
    return "\n".join(rows)


def _source_table(budget: Budget) -> str:
    deficit = budget.total_expense - budget.total_income
    return "\n".join(
        [
            _row("Код", "Наименование", "Сумма"),
            _row(
                "000 01 05 00 00 00 0000 000",
                "Изменение остатков средств на счетах по учёту средств бюджетов",
                money(deficit),
            ),
            _row(
                "804 01 05 02 01 05 0000 510",
                "Увеличение прочих остатков денежных средств бюджетов муниципальных районов",
                money(-budget.total_income),
            ),
            _row(
                "804 01 05 02 01 05 0000 610",
                "Уменьшение прочих остатков денежных средств бюджетов муниципальных районов",
                money(budget.total_expense),
            ),
            _row("", "ВСЕГО ИСТОЧНИКОВ", money(deficit)),
        ]
    )


def _change_table(amendment: int) -> str:
    change = _data()["amendment"][amendment - 1]
    names = {line["code"]: line["name"] for side in ("income", "expense") for line in _data()[side]}
    rows = [_row("Код", "Наименование", "Изменение (+, -)")]
    for code, delta in [*change["income"], *change["expense"]]:
        rows.append(_row(code, names[code], ("+" if delta > 0 else "") + money(_tenths(delta))))
    return "\n".join(rows)
