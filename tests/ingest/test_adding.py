"""What ``veche add`` answers for each file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from catalog.arrivals import ArrivalDraft, LedgerState
from catalog.leases import current_lease
from catalog.model import RecordClass
from ingest.adding import AddAnswer, add_paths
from ingest.settling import Look
from tests.ingest.stations import CLOCK, Station, decision, zipped


def answers(home: Station, *paths: Path, record_class: str = "act") -> dict[str, AddAnswer]:
    return {answer.path: answer for answer in add_paths(paths, home.road, record_class=record_class)}


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "сдано"
    (made / "вложено").mkdir(parents=True)
    (made / "решение.txt").write_text(decision())
    (made / "вложено" / ".скрытый.tmp").write_text(decision(number="5", day="2 марта 2024"))
    (made / "пустой.pdf").write_bytes(b"")
    return made


def test_every_file_is_answered_and_no_source_touched(home: Station, tmp_path: Path) -> None:
    given = folder(tmp_path)
    (given / "ссылка.txt").symlink_to(given / "решение.txt")
    os.mkfifo(given / "труба")
    before = sorted((path, path.lstat().st_mtime_ns) for path in given.rglob("*"))
    found = answers(home, given)
    assert {Path(path).name: (one.outcome, one.reason_code) for path, one in found.items()} == {
        "решение.txt": ("catalogued", ""),
        ".скрытый.tmp": ("catalogued", ""),
        "пустой.pdf": ("rejected", "empty"),
        "ссылка.txt": ("rejected", "link"),
        "труба": ("rejected", "not-a-file"),
    }
    assert all(one.reason for one in found.values() if one.outcome == "rejected")
    assert sorted((path, path.lstat().st_mtime_ns) for path in given.rglob("*")) == before
    assert set(found) == {str(path) for path in given.rglob("*") if not path.is_dir() or path.is_symlink()}


def test_the_same_folder_again_is_all_duplicates(home: Station, tmp_path: Path) -> None:
    given = folder(tmp_path)
    first = answers(home, given)
    again = answers(home, given)
    for path, one in again.items():
        if first[path].outcome == "catalogued":
            assert (one.outcome, one.record) == ("duplicate", first[path].record)


def test_members_are_answered_before_their_archive(home: Station, tmp_path: Path) -> None:
    inner = zipped(tmp_path / "в.zip", {"1.txt": decision()})
    path = zipped(tmp_path / "а.zip", {"в.zip": inner, "пусто.txt": b""})
    paths = [answer.path for answer in add_paths([path], home.road)]
    assert paths == [
        f"{path}!/в.zip!/1.txt",
        f"{path}!/в.zip",
        f"{path}!/пусто.txt",
        str(path),
    ]
    rows = answers(home, path)
    assert rows[str(path)].reason == "2 файла: 1 уже есть, 1 не принят"


def test_a_description_is_used_and_answered_with_its_document(home: Station, tmp_path: Path) -> None:
    (tmp_path / "акт.txt").write_text(decision())
    (tmp_path / "акт.toml").write_text('место = "п. Дальний"\n')
    (tmp_path / "_описание.toml").write_text('поставщик = "Администрация"\n')
    (tmp_path / "сам.toml").write_text('a = "просто файл"\n')
    (tmp_path / "битый.txt").write_text(decision(number="9", day="3 марта 2024"))
    (tmp_path / "битый.toml").write_text("вид = \n")
    found = {Path(path).name: one for path, one in answers(home, *tmp_path.glob("*.t*")).items()}
    assert found["акт.toml"].record == found["акт.txt"].record
    assert (found["акт.toml"].outcome, found["акт.toml"].reason_code) == ("catalogued", "sidecar")
    assert found["_описание.toml"].reason_code == "sidecar-folder"
    assert found["сам.toml"].record is not None
    assert (found["битый.toml"].outcome, found["битый.txt"].outcome) == ("rejected", "catalogued")
    with home.database.read() as work:
        record = work.records.get(found["акт.txt"].record or 0)
        values = {value.field: value.value for value in work.records.values(found["акт.txt"].record or 0)}
    assert record is not None
    assert record.place == "п. Дальний"
    assert values["supplier"] == "Администрация"


def test_a_budget_is_an_act_of_the_category_budget(home: Station, tmp_path: Path) -> None:
    path = tmp_path / "расходы.csv"
    path.write_text("Код;Сумма\n0104;1200,5\n0113;300\n" * 5)
    (one,) = answers(home, path, record_class="budget").values()
    with home.database.read() as work:
        record = work.records.get(one.record or 0)
    assert record is not None
    assert record.categories[0] == "budget"
    assert "tables" in record.marks


def test_a_row_that_another_worker_holds_is_waited_for(home: Station, tmp_path: Path) -> None:
    path = tmp_path / "акт.txt"
    path.write_text(decision())
    look = Look.of(path.lstat())
    draft = ArrivalDraft(str(path), "add", str(path), RecordClass.ACT, "", *look.as_row())
    with home.database.write() as work:
        number = work.ledger.see(draft, CLOCK.now())
        work.ledger.settle(number, *look.as_row())
    held = home.claimed(number)
    seen: list[AddAnswer] = []
    adding = threading.Thread(target=lambda: seen.extend(add_paths([path], home.road, parallel=1)))
    adding.start()
    assert home.road.process(held).state is LedgerState.CATALOGUED
    adding.join(20)
    assert [one.outcome for one in seen] in (["catalogued"], ["duplicate"])


def test_work_left_by_a_dead_process_is_free(home: Station, tmp_path: Path) -> None:
    path = home.drop("а.txt", decision())
    number = home.seen(path)
    dead = current_lease().__class__("elsewhere", "another boot", 1, "1")
    with home.database.write() as work:
        assert work.ledger.claim(dead, CLOCK.now(), ids=[number])
    assert home.road.process(home.claimed(number)).state is LedgerState.CATALOGUED


def test_names_of_windows_are_answered_as_given_and_shown_composed(home: Station, tmp_path: Path) -> None:
    names = ["Акт и\u0306.txt", "я" * 125 + ".txt", "точки...", "ПРОБЕЛ В КОНЦЕ .txt"]
    for at, name in enumerate(names):
        (tmp_path / name).write_text(decision(number=str(at), day=f"{at + 1} марта 2024"))
    (tmp_path / os.fsdecode("реш.txt".encode("cp1251"))).write_text(decision(number="77"))
    found = answers(home, *tmp_path.glob("*.txt"), tmp_path / "точки...")
    assert {one.outcome for one in found.values()} == {"catalogued"}
    assert {str(tmp_path / name) for name in names} <= set(found)
    with home.database.read() as work:
        shown = {record.file_name for record in work.records.many(range(1, 10)).values()}
    assert {"Акт й.txt", "реш.txt", "точки..."} <= shown


def test_an_article_that_came_first_finds_the_act_it_is_about(home: Station, tmp_path: Path) -> None:
    title = "О программе «Чистая вода Заречья» на 2024 год"
    article = (
        "Заречные вести\n\nДепутаты приняли программу «Чистая вода Заречья». Колодцы вычистят к осени.\n"
    )
    path = tmp_path / "Заречные вести 2023-12-28 №101 с1 Чистая вода.txt"
    path.write_text(article)
    found = answers(home, path, record_class="press")
    act = tmp_path / "решение.txt"
    act.write_text(decision(title=title))
    number = answers(home, act)[str(act)].record
    assert number is not None
    with home.database.read() as work:
        said = work.relations.to_record(number)
    assert [(one.record, one.draft.relation, one.proposed) for one in said] == [
        (found[str(path)].record, "reports", True)
    ]
