"""Each fate that a file may have, on the real road."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.arrivals import Arrival, LedgerState
from catalog.leases import current_lease
from catalog.model import RecordClass, Visibility
from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from ingest.road import Road
from tests.ingest.stations import Station, decision, station, zipped


def test_a_readable_act_is_catalogued_and_its_source_removed(home: Station) -> None:
    path = home.drop("решение 41-3.txt", decision())
    row = home.take(path)
    assert (row.state, row.reason_code, row.source_removed) == (LedgerState.CATALOGUED, "", True)
    assert not path.exists()
    assert row.record is not None
    with home.database.read() as work:
        record = work.records.get(row.record)
        originals = work.originals.of_record(row.record)
        relations = work.relations.of_record(row.record)
    assert record is not None
    assert (record.kind, record.number, str(record.date)) == ("решение", "41/3", "2023-12-22")
    assert record.title == "О бюджете Заречного района на 2024 год"
    assert originals[0].name == "решение 41-3.txt"
    assert home.originals.whole(originals[0].sha256)
    assert {"repeals", "basis"} == {relation.draft.relation for relation in relations}
    repeal = next(found.draft for found in relations if found.draft.relation == "repeals")
    assert (repeal.number, repeal.page) == ("18/2", 1)
    assert "утратившим силу" in repeal.sentence


def test_the_same_bytes_again_are_a_duplicate_of_the_first_record(home: Station) -> None:
    first = home.take(home.drop("а.txt", decision()))
    again = home.drop("копия/б.txt", decision())
    row = home.take(again)
    assert (row.state, row.record, row.source_removed) == (LedgerState.DUPLICATE, first.record, True)
    assert not again.exists()


def test_a_text_copy_with_other_bytes_becomes_one_more_original(home: Station) -> None:
    first = home.take(home.drop("а.txt", decision()))
    row = home.take(home.drop("б.txt", decision().replace("\n", "\r\n").encode("cp1251")))
    assert (row.state, row.record, row.reason_code) == (LedgerState.CATALOGUED, first.record, "merged")
    with home.database.read() as work:
        assert [original.name for original in work.originals.of_record(first.record or 0)] == [
            "а.txt",
            "б.txt",
        ]


def test_another_text_of_the_same_identity_is_a_record_marked_as_maybe_the_same(home: Station) -> None:
    first = home.take(home.drop("а.txt", decision()))
    other = decision(point="Утвердить " + " и ".join(f"перечень строек номер {at}" for at in range(300, 340)))
    row = home.take(home.drop("б.txt", other))
    assert row.record != first.record
    with home.database.read() as work:
        record = work.records.get(row.record or 0)
    assert record is not None
    assert f"maybe-same:{first.record}" in record.marks


def test_a_held_copy_is_not_merged_into_a_public_record(home: Station) -> None:
    first = home.take(home.drop("а.txt", decision()))
    home.drop("б.toml", "сначала библиотекарь = true\n")
    row = home.take(home.drop("б.txt", decision() + "\n"))
    assert row.record != first.record
    with home.database.read() as work:
        record = work.records.get(row.record or 0)
    assert record is not None
    assert record.visibility is Visibility.HELD
    assert list(home.acts.iterdir()) == []


def test_an_empty_file_is_moved_to_the_rejected_with_a_reason(home: Station) -> None:
    path = home.drop("пустой.pdf", b"")
    row = home.take(path)
    assert (row.state, row.reason_code, row.source_removed) == (LedgerState.REJECTED, "empty", True)
    assert not path.exists()
    assert (home.rejected / "пустой.pdf").exists()
    assert "пустой.pdf — Файл пуст" in (home.rejected / "почему.txt").read_text("utf-8-sig")
    assert row.sha256
    assert home.originals.path(row.sha256).exists()


def test_a_rejected_file_is_taken_up_again_from_its_copy(home: Station) -> None:
    row = home.take(home.drop("пустой.pdf", b""))
    with home.database.write() as work:
        work.ledger.retry(row.id, actor="librarian")
    again = home.road.process(home.claimed(row.id))
    assert (again.state, again.reason_code) == (LedgerState.REJECTED, "empty")


def test_a_file_that_went_away_before_it_was_stored_is_gone(home: Station) -> None:
    path = home.drop("а.txt", decision())
    number = home.seen(path)
    path.unlink()
    assert home.road.process(home.claimed(number)).state is LedgerState.GONE


def test_a_link_and_a_pipe_are_rejected_unopened(home: Station) -> None:
    target = home.drop("а.txt", decision(), folder="..")
    link, pipe = home.acts / "ссылка.txt", home.acts / "труба.txt"
    link.symlink_to(target)
    os.mkfifo(pipe)
    assert home.take(link).reason_code == "link"
    assert home.take(pipe).reason_code == "not-a-file"
    assert target.exists()
    assert {path.name for path in home.rejected.iterdir()} == {"ссылка.txt", "труба.txt", "почему.txt"}


def test_a_file_that_changed_since_it_settled_settles_again(home: Station) -> None:
    path = home.drop("а.txt", decision())
    number = home.seen(path)
    path.write_text(decision() + "и ещё")
    row = home.road.process(home.claimed(number))
    assert (row.state, row.size) == (LedgerState.SEEN, path.stat().st_size)
    assert path.exists()


def test_a_source_that_changed_after_it_was_stored_stays_in_its_folder(home: Station) -> None:
    path = home.drop("а.txt", decision())
    number = home.seen(path)
    home.road.store([home.claimed(number)])
    assert home.row(number).state is LedgerState.STORED
    path.write_text("совсем другое")
    row = home.road.process(home.claimed(number))
    assert row.state is LedgerState.CATALOGUED
    assert path.read_text() == "совсем другое"


def test_an_archive_is_opened_and_each_member_has_its_fate(home: Station, tmp_path: Path) -> None:
    first = home.take(home.drop("а.txt", decision()))
    inner = zipped(tmp_path / "внутри.zip", {"д/в.txt": decision(number="7", day="1 марта 2024")})
    path = zipped(
        home.acts / "архив.zip",
        {
            "копия.txt": decision(),
            "новый.txt": decision(number="5", day="2 марта 2024"),
            "вн.zip": inner,
            "0.txt": b"",
        },
    )
    told: list[tuple[str, LedgerState]] = []
    number = home.seen(path)
    row = home.road.process(home.claimed(number), lambda one: told.append((one.path, one.state)))
    assert row.state is LedgerState.OPENED
    assert row.reason_params == {"files": "4", "new": "2", "known": "1", "rejected": "1"}
    assert not path.exists()
    assert told == [
        ("Акты/архив.zip!/копия.txt", LedgerState.DUPLICATE),
        ("Акты/архив.zip!/новый.txt", LedgerState.CATALOGUED),
        ("Акты/архив.zip!/вн.zip!/д/в.txt", LedgerState.CATALOGUED),
        ("Акты/архив.zip!/вн.zip", LedgerState.OPENED),
        ("Акты/архив.zip!/0.txt", LedgerState.REJECTED),
        ("Акты/архив.zip", LedgerState.OPENED),
    ]
    with home.database.read() as work:
        assert work.ledger.children(row.id)[0].record == first.record


def test_a_large_archive_gives_others_their_turn(home: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.road._TURN", 0.0)
    members = {f"{n}.txt": decision(number=str(n), day="2 марта 2024") for n in range(3)}
    archive = home.seen(zipped(home.acts / "архив.zip", dict(members)))
    row = home.road.process(home.claimed(archive))
    assert row.state is LedgerState.EXTRACTED
    alone = home.seen(home.drop("один.txt", decision(number="77", day="3 марта 2024")))
    with home.database.write() as work:
        claimed = work.ledger.claim(current_lease(), home.road.clock.now())
    assert claimed is not None
    assert claimed.id == alone  # and not a member, though these have waited longer
    assert home.road.process(claimed).state is LedgerState.CATALOGUED
    turns = 0
    while not home.row(archive).state.final:
        with home.database.write() as work:
            later = work.ledger.claim(
                current_lease(), home.road.clock.now() + timedelta(hours=1), ids=[archive]
            )
        assert later is not None
        home.road.process(later)
        turns += 1
    assert turns == 2
    assert home.row(archive).state is LedgerState.OPENED


def test_archives_too_deep_in_one_another_are_rejected_by_name(
    tmp_path: Path, extraction: ExtractionPool
) -> None:
    with station(tmp_path / "дом", extraction, Limits(depth=2)) as home:
        archive = zipped(tmp_path / "0.zip", {"а.txt": decision()})
        for level in (1, 2):
            archive = zipped(tmp_path / f"{level}.zip", {f"{level - 1}.zip": archive})
        row = home.take(home.drop("матрёшка.zip", archive.read_bytes()))
        rows, _ = list_all(home)
    assert row.state is LedgerState.OPENED
    assert row.reason_params["rejected"] == "1"
    assert [(one.path.count("!/"), one.reason_code) for one in rows if one.state is LedgerState.REJECTED] == [
        (2, "over-limit")
    ]


def test_the_budget_of_members_holds_across_nesting(tmp_path: Path, extraction: ExtractionPool) -> None:
    with station(tmp_path / "дом", extraction, Limits(entries=5)) as home:
        inner = zipped(tmp_path / "в.zip", {f"{at}.txt": decision(number=str(at)) for at in range(4)})
        path = zipped(home.acts / "а.zip", {"1.zip": inner, "2.zip": inner.read_bytes() + b" "})
        home.take(path)
        rows, _ = list_all(home)
    refused = [one for one in rows if one.state is LedgerState.REJECTED]
    assert [one.path for one in refused] == ["Акты/а.zip!/2.zip", "Акты/а.zip!/1.zip!/3.txt"]
    assert {one.reason_params["limit"] for one in refused} == {"entries"}


def test_an_archive_without_files_is_rejected(home: Station) -> None:
    row = home.take(zipped(home.acts / "а.zip", {}))
    assert (row.state, row.reason_code) == (LedgerState.REJECTED, "empty")
    assert (home.rejected / "а.zip").exists()


def test_a_picture_is_catalogued_by_its_name_and_waits(home: Station) -> None:
    row = home.take(home.drop("Схема границ.png", png()))
    assert row.state is LedgerState.CATALOGUED
    assert row.reason_code in {"image", "no-ocr", "scan"}
    with home.database.read() as work:
        record = work.records.get(row.record or 0)
    assert record is not None
    assert (record.title, record.text_layer) == ("Схема границ", "none")
    assert {"waiting", "title-from-name"} <= set(record.marks)


def test_a_clipping_is_described_by_its_folder_and_name(home: Station) -> None:
    text = (
        "О бюджете\n\nНа заседании обсуждали решение Собрания депутатов от 15.02.2022 № 18/2. "
        + "Слова. " * 80
    )
    path = home.drop("Знамя/Знамя 2012-03-05 №18 с2 О бюджете.txt", text, folder="Пресса")
    row = home.take(path, RecordClass.PRESS)
    with home.database.read() as work:
        record = work.records.get(row.record or 0)
        relations = work.relations.of_record(row.record or 0)
    assert record is not None
    assert (record.issuer, str(record.date), record.number) == ("Знамя", "2012-03-05", "18")
    assert {relation.draft.relation for relation in relations} <= {"reports"}


def test_work_goes_on_from_the_state_that_a_crash_left(tmp_path: Path, extraction: ExtractionPool) -> None:
    with station(tmp_path, extraction) as home:
        path = home.drop("а.txt", decision())
        number = home.seen(path)
        home.road.store([home.claimed(number)])
        with home.database.write() as work:
            work.ledger.advance(number, LedgerState.EXTRACTED)  # its reading was lost with the crash
    with station(tmp_path, extraction) as home:
        row = home.road.process(home.claimed(number))
        assert row.state is LedgerState.CATALOGUED
        assert not path.exists()


def test_a_source_that_could_not_be_removed_is_removed_later(home: Station) -> None:
    path = home.drop("а.txt", decision())
    number = home.seen(path)
    road = Road(home.database, home.originals, home.road.extraction, home.road.clock, home.home / "scratch")
    home.acts.chmod(0o500)
    try:
        row = road.process(home.claimed(number))
    finally:
        home.acts.chmod(0o700)
    assert row.state is LedgerState.CATALOGUED
    if path.exists():  # not so for root, whom no permission stops
        with home.database.read() as work:
            (left,) = work.ledger.to_clean()
        assert road.clean(left)
    assert not path.exists()


def list_all(home: Station) -> tuple[list[Arrival], int]:
    with home.database.read() as work:
        return work.ledger.list(limit=100, sort="oldest")


def png() -> bytes:
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes([255] * 30) for _ in range(10))
    head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
