"""Editions of one act are one record, in whichever order their texts arrive."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import Conflict, VecheError
from catalog.model import Edition, Record, ValueSource
from extraction.pool import ExtractionPool
from ingest.describers import InlineDescriber
from ingest.editions import destroy, join, split_off
from tests.ingest.stations import Station, decision, station

ADOPTED = decision(number="5/1", day="14 июня 2005", title="О бюджетном процессе в Заречном районе")
DAYS = {"20.03.2014": "45/2", "27.05.2021": "9/1", "25.04.2024": "45/1"}


def amended(*days: str) -> str:
    """The decision with amendments of some days: a note in its head, and other words."""
    named = ", ".join(f"от {day} № {DAYS[day]}" for day in days)
    note = f"(в редакции решений Собрания депутатов Заречного района {named})"
    words = " ".join(f"Бюджет района рассматривается в чтении, введённом {day}." for day in days)
    title = "О бюджетном процессе в Заречном районе"
    return ADOPTED.replace(title, f"{title}\n{note}").replace("2. Признать", f"{words}\n2. Признать")


TEXTS = (ADOPTED, amended("20.03.2014"), amended(*DAYS))


def editions_of(home: Station, number: int | None) -> list[Edition]:
    with home.database.read() as work:
        return work.editions.of_record(number or 0)


def record_of(home: Station, number: int | None) -> Record:
    with home.database.read() as work:
        found = work.records.get(number or 0)
    assert found is not None
    return found


def dates(home: Station, number: int | None) -> list[tuple[str, bool]]:
    return [(str(one.as_of), one.shown) for one in editions_of(home, number)]


def test_an_amended_text_becomes_an_edition_and_is_what_the_record_shows(home: Station) -> None:
    first = home.take(home.drop("а.txt", ADOPTED))
    row = home.take(home.drop("б.txt", TEXTS[2]))
    assert (row.record, row.reason_code) == (first.record, "edition")
    assert dates(home, row.record) == [("None", False), ("2024-04-25", True)]
    record = record_of(home, row.record)
    assert (record.status_read, record.file_name) == ("amended", "б.txt")
    with home.database.read() as work:
        assert "45/1" in "".join(work.texts.pages(record.id))
        (taken,) = work.records.for_index([record.id])
        assert "45/1" in "".join(taken.pages)
        assert [one.name for one in work.originals.of_record(record.id)] == ["а.txt", "б.txt"]


def test_a_copy_goes_to_the_edition_of_its_day(home: Station) -> None:
    for at, text in enumerate(TEXTS):
        home.take(home.drop(f"{at}.txt", text))
    row = home.take(home.drop("копия.txt", TEXTS[1].replace("\n", "\r\n")))
    held = editions_of(home, row.record)
    assert [len(one.originals) for one in held] == [1, 2, 1]
    assert [one.shown for one in held] == [False, False, True]


def test_another_text_of_the_same_day_is_no_edition(home: Station) -> None:
    first = home.take(home.drop("а.txt", TEXTS[1]))
    words = " и ".join(f"перечень строек номер {at}" for at in range(300, 340))
    row = home.take(home.drop("б.txt", TEXTS[1].replace("2. Признать", f"{words}\n2. Признать")))
    assert row.record != first.record
    assert f"maybe-same:{first.record}" in record_of(home, row.record).marks


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(list(permutations(range(3)))))
def test_the_order_of_arrival_does_not_matter(
    order: tuple[int, ...], extraction: ExtractionPool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with station(tmp_path_factory.mktemp("порядок"), extraction) as home:
        rows = [home.take(home.drop(f"{at}.txt", TEXTS[at])) for at in order]
        assert len({row.record for row in rows}) == 1
        number = rows[0].record or 0
        assert dates(home, number) == [("None", False), ("2014-03-20", False), ("2024-04-25", True)]
        record = record_of(home, number)
        with home.database.read() as work:
            said = [one.draft.number for one in work.relations.of_record(number)]
            shown = {value.field: value.value for value in work.records.values(number) if value.shown}
        assert (record.file_name, record.status_read, record.pages) == ("2.txt", "amended", 1)
        assert (shown["number"], shown["date"]) == ("5/1", "2005-06-14")
        assert {"45/2", "9/1", "45/1"} <= set(said)
        assert not any(mark.startswith("maybe-same") for mark in record.marks)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_an_edition_is_split_off_and_joined_again(home: Station, which: int) -> None:
    rows = [home.take(home.drop(f"{at}.txt", text)) for at, text in enumerate(TEXTS)]
    number = rows[0].record or 0
    edition = editions_of(home, number)[which]
    with home.database.write() as work:
        fresh = split_off(work, InlineDescriber(), edition, actor="Иванова")
        assert work.audit.of(f"record:{fresh}")[0].action == "split-edition"
    assert len(editions_of(home, number)) == 2
    assert editions_of(home, number)[-1].shown
    (alone,) = editions_of(home, fresh)
    assert (alone.shown, alone.as_of, alone.originals) == (True, edition.as_of, edition.originals)
    assert record_of(home, fresh).file_name == f"{which}.txt"
    assert home.row(rows[which].id).record == fresh
    with home.database.write() as work:
        join(work, InlineDescriber(), number, fresh, actor="Иванова")
    assert dates(home, number) == [("None", False), ("2014-03-20", False), ("2024-04-25", True)]
    assert record_of(home, number).file_name == "2.txt"
    assert home.row(rows[which].id).record == number
    assert str(number) in record_of(home, fresh).withdrawn_reason
    with pytest.raises(Conflict), home.database.write() as work:
        work.records.restore_withdrawn(fresh, actor="Иванова")


def test_what_cannot_be_parted_or_joined_is_refused(home: Station) -> None:
    number = home.take(home.drop("а.txt", ADOPTED)).record or 0
    (only,) = editions_of(home, number)
    with pytest.raises(Conflict), home.database.write() as work:
        split_off(work, InlineDescriber(), only, actor="Иванова")
    for other in (number, number + 100):
        with pytest.raises(VecheError), home.database.write() as work:
            join(work, InlineDescriber(), number, other, actor="Иванова")


def test_what_a_person_entered_stays_when_a_newer_edition_comes(home: Station) -> None:
    number = home.take(home.drop("а.txt", ADOPTED)).record or 0
    with home.database.write() as work:
        version = record_of(home, number).version
        work.records.correct(number, {"title": "Своё название"}, actor="Иванова", version=version)
    home.take(home.drop("б.txt", TEXTS[2]))
    assert record_of(home, number).title == "Своё название"


def gone(home: Station, sha256: str) -> None:
    with home.database.write() as work:
        destroy(work, InlineDescriber(), sha256, "Решение суда", actor="Главный")


def correct_by_hand(home: Station, corrected: int, **changes: str) -> None:
    with home.database.write() as work:
        record = work.records.get(corrected)
        assert record is not None
        work.records.correct(corrected, changes, actor="Иванова", version=record.version)


def test_a_record_goes_back_to_the_edition_before_when_the_file_of_the_newest_is_destroyed(
    home: Station,
) -> None:
    row = [home.take(home.drop(f"{at}.txt", text)) for at, text in enumerate(TEXTS)][-1]
    correct_by_hand(home, row.record or 0, place="с. Заречное")
    newest = editions_of(home, row.record)[-1]
    gone(home, newest.originals[0])
    assert dates(home, row.record) == [("None", False), ("2014-03-20", True)]
    record = record_of(home, row.record)
    assert (record.file_name, record.place, record.pages) == ("1.txt", "с. Заречное", 1)
    with home.database.read() as work:
        assert "45/1" not in "".join(work.texts.pages(record.id))
        (entry,) = work.audit.of(f"original:{newest.originals[0]}")
        assert entry.after == "Решение суда"


def test_an_edition_with_a_copy_is_read_from_the_copy_when_its_file_is_destroyed(home: Station) -> None:
    home.take(home.drop("а.txt", TEXTS[0]))
    first = home.take(home.drop("б.txt", TEXTS[1]))
    home.take(home.drop("копия.txt", TEXTS[1].replace("\n", "\r\n")))
    newest = editions_of(home, first.record)[-1]
    gone(home, newest.originals[0])
    after = editions_of(home, first.record)[-1]
    assert (after.id, after.shown, after.originals) == (newest.id, True, newest.originals[1:])
    assert record_of(home, first.record).file_name == "копия.txt"


def test_a_former_edition_whose_file_is_destroyed_is_no_more_and_the_newest_stays(home: Station) -> None:
    row = [home.take(home.drop(f"{at}.txt", text)) for at, text in enumerate(TEXTS)][-1]
    gone(home, editions_of(home, row.record)[0].originals[0])
    assert dates(home, row.record) == [("2014-03-20", False), ("2024-04-25", True)]


def test_a_record_of_one_file_stays_as_a_card_when_that_is_destroyed(home: Station) -> None:
    row = home.take(home.drop("а.txt", ADOPTED))
    gone(home, editions_of(home, row.record)[0].originals[0])
    record = record_of(home, row.record)
    assert (record.pages, record.number, record.title) == (0, "5/1", "О бюджетном процессе в Заречном районе")


def test_a_split_record_takes_along_what_was_entered_where_its_text_tells_nothing_else(home: Station) -> None:
    home.take(home.drop("а.txt", ADOPTED))
    row = home.take(home.drop("б.txt", TEXTS[2]))
    correct_by_hand(home, row.record or 0, place="с. Заречное", number="5/11", session="двенадцатая")
    former, _ = editions_of(home, row.record)
    with home.database.write() as work:
        fresh = split_off(work, InlineDescriber(), former, actor="Иванова")
        entered = {
            one.field: one.value for one in work.records.values(fresh) if one.source is ValueSource.ENTERED
        }
    assert entered == {"place": "с. Заречное", "number": "5/11", "session": "двенадцатая"}


def test_a_split_record_keeps_its_own_number_where_its_text_has_another(home: Station) -> None:
    home.take(home.drop("а.txt", ADOPTED))
    row = home.take(home.drop("б.txt", TEXTS[2]))
    other = home.take(home.drop("в.txt", decision(number="77", day="1 июня 2020", title="О тишине")))
    with home.database.write() as work:
        join(work, InlineDescriber(), row.record or 0, other.record or 0, actor="Иванова")
    correct_by_hand(home, row.record or 0, number="5/11")
    joined = next(one for one in editions_of(home, row.record) if other.sha256 in one.originals)
    with home.database.write() as work:
        fresh = split_off(work, InlineDescriber(), joined, actor="Иванова")
    assert (record_of(home, fresh).number, record_of(home, row.record).number) == ("77", "5/11")
