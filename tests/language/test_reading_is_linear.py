"""Hostile texts: a million signs of the kinds that make patterns slow are read in the time of any other."""

from __future__ import annotations

import pytest

from language.dates import find_blank_dates, find_dates
from language.mojibake import mend
from language.normal import clean
from language.requisites import read_document
from tests.language.effort import effort

PATTERNS = (
    "1", " ", "а ", "А", "«", '"', "О ", "№", "№ ", "\n", " \n", "1.", "1-", "_", "|", "aа", "от ",
    "12.03.2012 ", "12 марта ", "решение ", "РЕШЕНИЕ\n", "Р Е Ш", "районный ", "(", ")»", "IVX", "ххххІ",
    "О\n", "Глава ", "к решению ", "Приложение\n", "а-", "Р°", "Ð", "утверждён\nпостановлением ",
    "вступает в силу с ", "муниципальное образование\n", "\r", "\f", "\t",
    "от 18 октября № 5\n", "№ 24 р ", "«O5» декабря 2OO8 ", "Приложение № 1\n", "Судья 101 военного суда ",
    "УСТАНОВИЛ:\n", "Извещение № 1 от ", "предложения до ", "Приложение 4\nк Положению о ", "УТВЕРЖДАЮ\n",
)  # fmt: skip
SMALL, LARGE = 15_000, 60_000


def _seconds(text: str) -> float:
    def read() -> None:
        read_document(text)
        clean(text)
        mend(text)
        list(find_dates(text))
        list(find_blank_dates(text))

    return effort(read)


@pytest.mark.parametrize("pattern", PATTERNS, ids=repr)
def test_four_times_the_text_takes_about_four_times_as_long(pattern: str) -> None:
    small, large = (pattern * (size // len(pattern)) for size in (SMALL, LARGE))
    _seconds(small)
    assert _seconds(large) < 0.05 + 9 * _seconds(small)


@pytest.mark.long
@pytest.mark.parametrize("pattern", PATTERNS, ids=repr)
def test_a_million_signs_are_read_in_a_second(pattern: str) -> None:
    text = (pattern * (1_000_000 // len(pattern) + 1))[:1_000_000]
    assert _seconds(text) < 1.5
