"""Tables of what came as a budget are read beside the work of the intake, and kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.derived import DerivedFiles
from extraction.pool import ExtractionPool
from extraction.protocol import Limits, Refused, Table
from ingest.adding import add_paths
from ingest.budget_tables import read_budgets
from ingest.chores import Chores
from ingest.document_tables import Part, kept_tables, part_of, read_tables, shown_text
from tests.extraction.budget_pages import budget_pdf, budget_rows
from tests.ingest.stations import Station, decision, station

ROWS = budget_rows(6)


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[Station]:
    """A home with a budget and an act in it."""
    above = decision().replace("\n", "\n\n")
    files = {"бюджет.pdf": budget_pdf(ROWS, above=above), "акт.txt": decision(number="7").encode()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    scratch = tmp_path / "pool"
    scratch.mkdir()
    with ExtractionPool(1, Limits(), scratch, ocr=False) as pool, station(tmp_path / "home", pool) as opened:
        opened.road.derived = DerivedFiles(tmp_path / "home" / "derived")
        list(add_paths([tmp_path / "акт.txt"], opened.road))
        list(add_paths([tmp_path / "бюджет.pdf"], opened.road, record_class="budget"))
        yield opened


def budget_of(home: Station) -> Part:
    """The part of a file behind the budget."""
    with home.database.read() as work:
        held = shown_text(work, 2)
    assert held is not None
    assert held.name == "бюджет.pdf"
    return part_of(held)


def test_the_tables_of_a_budget_are_read_once_and_kept(taken: Station) -> None:
    derived = taken.road.derived
    assert derived is not None
    assert kept_tables(derived, budget_of(taken)) is None
    assert [read_budgets(taken.road) for _ in range(2)] == [1, 0]
    found = kept_tables(derived, budget_of(taken))
    assert not isinstance(found, Refused)
    assert found is not None
    assert found[-1].rows[1:] == tuple(ROWS)
    shutil.rmtree(derived.folder)  # after a restore it is not there
    assert read_budgets(taken.road) == 1


def test_the_intake_comes_first(taken: Station) -> None:
    taken.seen(taken.drop("ещё один.txt", decision(number="8")))
    assert read_budgets(taken.road) == 0


def test_tables_go_when_the_file_is_gone(taken: Station) -> None:
    derived = taken.road.derived
    assert derived is not None
    read_budgets(taken.road)
    part = budget_of(taken)
    Chores(taken.road, 90).begin()
    assert kept_tables(derived, part)
    taken.originals.delete(part.sha256)
    Chores(taken.road, 90).begin()
    assert kept_tables(derived, part) is None


def test_a_refusal_is_kept_unless_it_may_pass(taken: Station, tmp_path: Path) -> None:
    class Refusing:
        def __init__(self, *, retry: bool) -> None:
            self.retry = retry

        def tables(self, *_: object) -> Refused:
            return Refused("damaged", {"detail": "x"}, retry=self.retry)

    derived, part = DerivedFiles(tmp_path / "derived"), Part("a" * 64, "application/pdf", 1, 2, "born")
    read_tables(Refusing(retry=True), taken.originals, derived, part, ())
    assert kept_tables(derived, part) is None
    read_tables(Refusing(retry=False), taken.originals, derived, part, ())
    assert kept_tables(derived, part) == Refused("damaged", {"detail": "x"})
    derived.put(part.sha256, part.name, b"tno json")
    assert kept_tables(derived, part) is None


def test_recognised_pages_give_their_tables_by_tabs(taken: Station, tmp_path: Path) -> None:
    class Nothing:
        def tables(self, *_: object) -> tuple[Table, ...]:
            return ()

    derived, part = DerivedFiles(tmp_path / "derived"), Part("a" * 64, "image/png", 3, 4, "ocr")
    pages = ("Слова", "Доходы\t1 240,5\nРасходы\t980,0")
    found = read_tables(Nothing(), taken.originals, derived, part, pages)
    assert not isinstance(found, Refused)
    (table,) = found
    assert (table.first_page, table.rows) == (2, (("Доходы", "1 240,5"), ("Расходы", "980,0")))
    assert "from-text" in table.notes
    assert kept_tables(derived, part) == (table,)
