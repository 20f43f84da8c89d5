"""Headers read as a librarian reads them: cases in our own words after the layouts of real acts."""

from __future__ import annotations

from collections import Counter

import pytest

from language.requisites import read_requisites
from tests.language.header_cases import FIELDS, HeaderCase, begins, same, shown, written_cases

CASES = written_cases()
BLANK = [case for case in CASES if "" in (case.wanted.get("date"), case.wanted.get("number"))]
# What must be right of a hundred headers that nobody looked at while the reader was built.
LEAST = {"kind": 0.98, "issuer": 0.92, "date": 0.98, "number": 0.98, "title": 0.92}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.half == "develop"], ids=lambda case: case.name
)
def test_a_header_is_read_whole(case: HeaderCase) -> None:
    got = shown(case.text)
    wrong = {
        field: got.get(field)
        for field, wanted in case.wanted.items()
        if not same(field, wanted, got.get(field, ""))
    }
    assert not wrong, case.wanted


@pytest.mark.parametrize("case", BLANK, ids=lambda case: case.name)
def test_what_a_header_leaves_open_stays_open(case: HeaderCase) -> None:
    got = shown(case.text)
    for field in ("date", "number"):
        if case.wanted.get(field) == "":
            assert field not in got


def test_headers_kept_aside_are_read_as_well_as_promised() -> None:
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    starts = 0
    for case in CASES:
        if case.half != "measure":
            continue
        got = shown(case.text)
        for field in FIELDS:
            if field in case.wanted:
                judged[field] += 1
                right[field] += same(field, case.wanted[field], got.get(field, ""))
        starts += "title" in case.wanted and begins(case.wanted["title"], got.get("title", ""))
    assert sum(judged.values()) > 100
    assert starts >= 0.95 * judged["title"]
    shares = {field: right[field] / judged[field] for field in FIELDS}
    assert all(shares[field] >= least for field, least in LEAST.items()), shares


def test_the_register_number_below_a_title_is_none_of_it() -> None:
    text = (
        "СОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА\nРЕШЕНИЕ\nот 20 марта 2014 г. № 45/2\n"
        "О внесении изменений в Устав\nГосударственный регистрационный номер RU995010002014001\n"
        "Собрание депутатов РЕШИЛО:\n1. Внести изменения."
    )
    found = {reading.field: reading.value for reading in reversed(read_requisites(text))}
    assert found["title"] == "О внесении изменений в Устав"
    assert found["register_number"] == "RU995010002014001"
