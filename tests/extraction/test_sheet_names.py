"""Names of sheets in the text of a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.blocks import Line
from demo.formats import xlsx
from extraction.formats.sheets import extract
from extraction.protocol import Limits


@pytest.mark.parametrize("given", ["Лист1", "Лист 2", "Sheet1"])
def test_a_name_that_the_program_gave_is_left_out(given: str, tmp_path: Path) -> None:
    path = tmp_path / "таблица.xlsx"
    path.write_bytes(xlsx.render([Line("Сведения об исполнении бюджета")], sheet=given))
    assert extract(path, Limits()).pages == ("Сведения об исполнении бюджета",)


def test_a_name_that_a_person_gave_heads_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "таблица.xlsx"
    path.write_bytes(xlsx.render([Line("Сумма")], sheet="Доходы 2024"))
    assert extract(path, Limits()).pages == ("Доходы 2024\nСумма",)
