"""The whole demo collection taken in by the real road: every outcome as foreseen, requisites read right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.model import Edition, Record
from demo import Expected, build, expected
from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from ingest.adding import AddAnswer, add_paths
from tests.ingest.stations import Station, station

CLASSES = {"Акты": "act", "Бюджеты": "budget", "Пресса": "press"}
FIELDS = ("kind", "issuer", "date", "number", "title")
LEAST = {"kind": 0.97, "issuer": 0.97, "date": 0.98, "number": 0.98, "title": 0.94, "category": 0.9}


@dataclass(frozen=True)
class Taken:
    """What became of the collection.

    Attributes:
        answers: by path in the tree of intake folders.
        records: by number.
        beside: the records that came in one file with the record, itself included.
        said: (what is said, number of the act that says it) by the record that it is said of.
        editions: from the first to the newest, by record.
    """

    answers: dict[str, AddAnswer]
    records: dict[int, Record]
    said: dict[int, set[tuple[str, str | None]]]
    editions: dict[int, list[Edition]]
    beside: dict[int, list[Record]]

    def record(self, path: str) -> Record:
        number = self.answers[path].record
        assert number is not None, path
        return self.records[number]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    folder, home = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("home")
    build(folder)
    (home / "extraction").mkdir()
    with (
        ExtractionPool(2, Limits(), home / "extraction", ocr=False) as pool,
        station(home, pool) as opened,
    ):
        answers = dict(_answers(opened, folder))
        with opened.database.read() as work:
            numbers = set(range(1, work.records.count() + 1))
            records = {number: work.records.get(number) for number in numbers}
            said = {
                number: {
                    (relation.draft.relation, record.number)
                    for relation in work.relations.to_record(number)
                    if (record := records[relation.record])
                }
                for number in numbers
            }
            editions = work.editions.of_records(sorted(numbers))
            beside = {
                number: [record for part in work.originals.shared(number) if (record := records[part.record])]
                for number in numbers
            }
        assert None not in records.values()
        held = {number: record for number, record in records.items() if record}
        yield Taken(answers, held, said, editions, beside)


def _answers(opened: Station, folder: Path) -> Iterator[tuple[str, AddAnswer]]:
    for name, record_class in CLASSES.items():
        for answer in add_paths([folder / name], opened.road, record_class=record_class):
            yield Path(answer.path).relative_to(folder).as_posix(), answer


def _of_folders() -> list[Expected]:
    return [one for one in expected() if one.path.partition("/")[0] in CLASSES]


@pytest.mark.long
def test_every_file_has_the_outcome_that_was_foreseen(taken: Taken) -> None:
    wrong = {
        one.path: taken.answers[one.path].outcome
        for one in _of_folders()
        if taken.answers[one.path].outcome != one.outcome
    }
    assert wrong == {}
    assert all(one.reason for one in taken.answers.values() if one.outcome == "rejected")


@pytest.mark.long
def test_requisites_are_read_as_they_stand(taken: Taken) -> None:
    tried, wrong = Counter[str](), list[str]()
    for one in _of_folders():
        if one.outcome != "catalogued":
            continue
        record = taken.record(one.path)
        read = {field: getattr(record, field) for field in FIELDS}
        read["category"] = record.categories[0] if record.categories else None
        meant = {field: getattr(one, field) for field in FIELDS} | {"category": one.categories[0]}
        for field, value in meant.items():
            if value is None or (one.text_layer == "none" and field in {"category", *FIELDS}):
                continue
            tried[field] += 1
            if _plain(read[field]) != _plain(value):
                wrong.append(f"{field}: {one.path}: {value!r} was read as {read[field]!r}")
    missed = Counter(line.partition(":")[0] for line in wrong)
    shares = {field: 1 - missed[field] / tried[field] for field in tried}
    assert {field: share for field, share in shares.items() if share < LEAST[field]} == {}, "\n".join(wrong)


def _plain(value: object) -> str:
    """A value without the difference of quotation marks: code page 866 has but one kind of them."""
    return re.sub('[«»"]', "'", str(value))


@pytest.mark.long
def test_scans_are_kept_and_wait_for_their_text(taken: Taken) -> None:
    for one in _of_folders():
        if one.text_layer == "none":
            assert taken.record(one.path).text_layer == "none"
    described = taken.record("Акты/Луговской сельсовет/Сканы/скан 0012.pdf")
    assert (described.kind, described.number, str(described.date)) == ("постановление", "41", "2023-10-05")
    assert described.issuer == "Администрация Луговского сельсовета"


@pytest.mark.long
def test_personal_data_are_shown_to_the_staff_only(taken: Taken) -> None:
    assert taken.record("Акты/Администрация Заречного района/2024/22-п опека.docx").visibility == "staff"


@pytest.mark.long
def test_two_copies_of_one_act_are_one_record(taken: Taken) -> None:
    folder = "Акты/Сосновский сельсовет"
    word = taken.answers[f"{folder}/Решение 65 земельный налог.docx"].record
    text = taken.answers[f"{folder}/реш 65 (копия с сайта).txt"].record
    assert word == text


@pytest.mark.long
def test_two_editions_of_the_charter_are_one_record_that_shows_the_newest(taken: Taken) -> None:
    folder = "Акты/Собрание депутатов Заречного района/Устав"
    former, newest = (
        taken.record(f"{folder}/{name}") for name in ("Устав 2005.pdf", "Устав действующая редакция.docx")
    )
    assert former.id == newest.id
    assert (newest.kind, newest.status_read, newest.number) == ("устав", "amended", "5/1")
    assert newest.file_name == "Устав действующая редакция.docx"
    assert [str(one.as_of) for one in taken.editions[newest.id]] == ["None", "2021-05-27"]


@pytest.mark.long
def test_a_file_of_several_acts_is_a_record_for_each_and_no_other_file_is(taken: Taken) -> None:
    for one in _of_folders():
        if one.outcome != "catalogued":
            continue
        meant = [(other.kind, other.date, other.number, other.title) for other in one.others]
        first = taken.record(one.path)
        others = [record for record in taken.beside[first.id] if record.id != first.id]
        assert [(act.kind, act.date, act.number, act.title) for act in others] == meant, one.path


def _said(taken: Taken, number: str) -> set[tuple[str, str | None]]:
    (record,) = (one for one in taken.records.values() if one.number == number and one.record_class == "act")
    return taken.said[record.id]


@pytest.mark.long
def test_the_budget_knows_its_amendments_in_whichever_order_they_came(taken: Taken) -> None:
    amended = {number for name, number in _said(taken, "41/3") if name == "amends"}
    assert amended == {"44/1", "47/2", "49/1", "52/4"}


@pytest.mark.long
@pytest.mark.parametrize("number", ["112", "24/5", "7/4"])
def test_a_last_point_repeals_three_acts(taken: Taken, number: str) -> None:
    assert ("repeals", "18/2") in _said(taken, number)


@pytest.mark.long
def test_newspapers_report_of_acts(taken: Taken) -> None:
    assert ("reports", "2") in _said(taken, "41/3")
    assert ("reports", "45") in _said(taken, "131-п")
