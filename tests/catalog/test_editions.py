"""Editions in the catalogue: the newest is shown whichever came first, and they move between records."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.arrivals import LedgerState
from catalog.checking import check
from catalog.database import Database
from catalog.errors import NotFound
from catalog.home import Home
from catalog.model import RecordDraft
from catalog.originals import OriginalFiles
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import NOW, act, arrival, cites, held, text

FIRST, SECOND = date(2014, 3, 20), date(2021, 5, 27)


def draft(work: UnitOfWork, as_of: date | None) -> RecordDraft:
    """The act as amended on a day, or as adopted."""
    name = f"{as_of or 'принят'}.pdf"
    return act(
        text=text(f"Текст {name}", sha256=held(work, name.encode())),
        file_name=name,
        title=f"О бюджете {name}",
        status_read="amended" if as_of else "in-force",
        as_of=as_of,
        relations=(cites("edition-of", f"{as_of.year}"),) if as_of else (),
    )


@pytest.mark.parametrize(
    "order", [(None, FIRST, SECOND), (SECOND, FIRST, None), (FIRST, None, SECOND), (FIRST, SECOND, None)]
)
def test_the_newest_edition_is_shown_whichever_came_first(
    database: Database, order: tuple[date | None, ...]
) -> None:
    with database.write() as work:
        number = work.records.add(draft(work, order[0]))
        for day in order[1:]:
            work.records.add_edition(number, draft(work, day))
    with database.read() as work:
        editions = work.editions.of_record(number)
        assert [one.as_of for one in editions] == [None, FIRST, SECOND]
        assert [one.amended for one in editions] == [False, True, True]
        assert [one.shown for one in editions] == [False, False, True]
        texts = work.editions.texts([one.id for one in editions])
        assert [texts[one.id] for one in editions] == [
            ("Текст принят.pdf",), (f"Текст {FIRST}.pdf",), (f"Текст {SECOND}.pdf",),
        ]  # fmt: skip
        record = work.records.get(number)
        assert record is not None
        assert (record.title, record.file_name) == (f"О бюджете {SECOND}.pdf", f"{SECOND}.pdf")
        assert work.texts.pages(number) == (f"Текст {SECOND}.pdf",)
        assert [row.pages for row in work.records.for_index([number])] == [(f"Текст {SECOND}.pdf",)]
        assert [one.draft.number for one in work.relations.of_record(number)] == ["2021"]
        assert len(work.originals.of_record(number)) == 3
        assert record.version == 3


def test_a_copy_belongs_to_the_edition_named(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(draft(work, None))
        work.records.add_edition(number, draft(work, FIRST))
        first, second = work.editions.of_record(number)
        copy = text("Текст", sha256=held(work, b"copy"))
        work.records.add_original(number, copy, "копия.pdf", "copy", edition=first.id)
        shown = text("Текст", sha256=held(work, b"another"))
        work.records.add_original(number, shown, "ещё.pdf", "copy")
        assert [len(one.originals) for one in work.editions.of_record(number)] == [2, 2]
        with pytest.raises(NotFound):
            work.records.add_original(number, copy, "копия.pdf", "copy", edition=second.id + 100)
        assert work.texts.pages(number) == (f"Текст {FIRST}.pdf",)


def test_a_new_reading_goes_to_the_edition_of_its_original(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(draft(work, None))
        work.records.add_edition(number, draft(work, FIRST))
        sha256 = held(work, f"{FIRST}.pdf".encode())
        again = act(text=text("Прочитано снова", sha256=sha256), status_read="amended", as_of=SECOND)
        work.records.replace(number, again)
    with database.read() as work:
        first, second = work.editions.of_record(number)
        assert work.editions.texts([first.id, second.id]) == {
            first.id: ("Текст принят.pdf",),
            second.id: ("Прочитано снова",),
        }
        assert (second.as_of, second.shown) == (SECOND, True)


def test_editions_move_to_another_record_with_their_rows_of_the_ledger(
    database: Database, home: Home
) -> None:
    with database.write() as work:
        one, other = work.records.add(draft(work, None)), work.records.add(draft(work, FIRST))
        row = work.ledger.see(arrival(), NOW)
        sha256 = held(work, f"{FIRST}.pdf".encode())
        work.ledger.finish(row, LedgerState.CATALOGUED, sha256=sha256, record=other)
        work.editions.move(work.editions.of_record(other), one)
        assert work.editions.of_record(other) == []
        assert [edition.as_of for edition in work.editions.of_record(one)] == [None, FIRST]
        found = work.ledger.get(row)
        assert found is not None
        assert found.record == one
        assert work.records.by_sha256(sha256) == one


def test_an_edition_is_dissolved_into_another_that_has_its_file(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(draft(work, None))
        work.records.add_edition(number, draft(work, FIRST))
        fresh = work.records.add(draft(work, FIRST))
        (into,) = work.editions.of_record(fresh)
        former = work.editions.of_record(number)[1]
        extra = text("Ещё", sha256=held(work, b"extra"))
        work.records.add_original(number, extra, "ещё.pdf", "copy", edition=former.id)
        former = work.editions.of_record(number)[1]
        assert len(former.originals) == 2
        texts = work.editions.dissolve(former, into)
        assert len(set(texts)) == 2
        assert len(work.editions.of_record(number)) == 1
        assert work.editions.of_record(fresh)[0].originals == former.originals


def test_a_record_that_shows_the_text_of_no_edition_is_a_fault(database: Database, home: Home) -> None:
    files = OriginalFiles(home.originals, home.scratch)
    with database.write() as work:
        one = work.records.add(act())
        other = work.records.add(act(number="13"))
    assert check(database, files).faults == ()
    with database.write() as work:
        work.editions.move(work.editions.of_record(other), one)
    assert check(database, files).faults == (f"Запись {other} показывает текст не своей редакции.",)
    with database.write() as work:
        work.records.withdraw(other, "Объединена", actor="Иванова")
    assert check(database, files).faults == ()
