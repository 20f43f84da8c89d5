"""``veche tables``: the tables of a file, without a home, for a person, a program and a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.in_process import Program
from tests.extraction.budget_pages import HEAD, budget_pdf, budget_rows
from tests.extraction.making import ACT, pdf

ROWS = budget_rows(4)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The command line."""
    return Program(monkeypatch, capsys)


@pytest.fixture
def budget(tmp_path: Path) -> str:
    """A budget in a PDF."""
    path = tmp_path / "бюджет.pdf"
    path.write_bytes(budget_pdf(ROWS, above="Приложение 1"))
    return str(path)


def test_a_program_gets_one_object_a_table(program: Program, budget: str) -> None:
    done = program.run("tables", budget, "--json")
    (table,) = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert table["rows"] == [list(HEAD), *map(list, ROWS)]
    assert (table["table"], table["first_page"], table["header_rows"]) == (1, 1, 1)
    assert table["caption"] == "Приложение 1"


def test_a_spreadsheet_gets_csv_and_a_person_lines(program: Program, budget: str) -> None:
    done = program.run("tables", budget, "--csv")
    rows = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff")), delimiter=";"))
    assert [row for row in rows if row] == [list(HEAD), *map(list, ROWS)]
    said = program.run("tables", budget).out
    assert " | ".join(ROWS[0]) in said
    assert said.startswith("Таблица 1, страница 1\nПриложение 1\n")


def test_what_has_no_tables_or_is_not_there_is_said(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "акт.pdf"
    path.write_bytes(pdf([ACT]))
    done = program.run("tables", str(path), "--json")
    assert (done.code, done.out) == (0, "")
    assert "Таблиц не нашлось" in done.err
    path.write_bytes(b"%PDF-1.4 broken")
    assert program.run("tables", str(path)).code == 3
    assert program.run("tables", str(tmp_path / "нет.pdf")).code == 3
    assert program.run("tables").code == 2
    assert program.run("tables", str(path), "--record", "1").code == 2


def test_a_record_without_a_file_is_said_in_a_sentence(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VECHE_HOME", str(tmp_path / "home"))
    done = program.run("tables", "--record", "5")
    assert done.code != 0
    assert "У записи 5 нет файла" in done.err
