"""The tables of the demo collection come out of its files cell by cell as its figures are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import budgets
from demo.blocks import Table
from demo.building import files
from demo.texts import Document, documents
from extraction.pool import ExtractionPool
from extraction.protocol import Limits, Refused

pytestmark = pytest.mark.slow
FORMATS = ("pdf", "docx", "odt", "html")  # the others tell no cells, or sums as numbers
Rows = list[list[str]]


def tabled(folder: str) -> list[tuple[str, Document]]:
    """Files of a folder of the collection whose documents hold tables."""
    return [
        (spec.path, document)
        for document in documents()
        for spec in document.files
        if spec.path.startswith(folder) and spec.format in FORMATS and "!/" not in spec.path
        if any(isinstance(block, Table) for block in document.blocks)
    ]


def rows_of(rows: tuple[tuple[str, ...], ...]) -> Rows:
    """Cells on one line each."""
    return [[" ".join(cell.split()) for cell in row] for row in rows]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExtractionPool]:
    """One reading process."""
    with ExtractionPool(1, Limits(), tmp_path_factory.mktemp("pool"), ocr=False) as made:
        yield made


@pytest.fixture(scope="module")
def collection() -> dict[str, bytes]:
    """The files of the collection."""
    return files()


def read(pool: ExtractionPool, folder: Path, data: bytes) -> list[Rows]:
    """The tables of a file."""
    path = folder / "file"
    path.write_bytes(data)
    found = pool.tables(path, "")
    assert not isinstance(found, Refused)
    return [rows_of(table.rows) for table in found]


def test_every_table_of_a_budget_is_read_cell_by_cell(
    pool: ExtractionPool, collection: dict[str, bytes], tmp_path: Path
) -> None:
    seen = 0
    for path, document in tabled("Бюджеты/"):
        expected = [rows_of(block.rows) for block in document.blocks if isinstance(block, Table)]
        assert read(pool, tmp_path, collection[path]) == expected, path
        seen += len(expected)
    assert seen >= 20


def test_the_adopted_budget_holds_the_figures_that_it_was_made_from(
    pool: ExtractionPool, collection: dict[str, bytes], tmp_path: Path
) -> None:
    path = next(path for path, _ in tabled("Бюджеты/") if path.endswith("Решение 52-3 Бюджет 2025.pdf"))
    income, _, managers, sources = read(pool, tmp_path, collection[path])
    plan = budgets.adopted(2025)
    sums = {row[0]: row[-1] for row in income[1:]}
    assert {code: budgets.money(amount) for code, amount in plan.income.items()}.items() <= sums.items()
    spent = {f"{row[1]} {row[2]}{row[3]} {row[4]} {row[5]}": row[6] for row in managers[1:] if row[5]}
    assert spent == {code: budgets.money(amount) for code, amount in plan.expense.items()}
    assert sources[-1][-1] == budgets.money(plan.total_expense - plan.total_income)
