from __future__ import annotations

import pytest

from extraction.layer import Verdict, judge, reread_latin_1
from tests.extraction.making import ACT


def _shifted(text: str) -> str:
    return "".join(chr(ord(char) + 1) if "а" <= char.lower() <= "ю" else char for char in text)


def test_a_page_of_an_act_is_good() -> None:
    assert judge(ACT) is Verdict.GOOD


def test_an_english_page_and_a_table_of_numbers_are_good() -> None:
    english = "The committee shall publish its report before the end of the year, as the council decided."
    assert judge(english, russian=False) is Verdict.GOOD
    assert judge(english) is Verdict.GOOD
    assert judge("01 04 0100000000 100 12 345,6\n" * 10) is Verdict.GOOD


@pytest.mark.parametrize(
    "text",
    [
        _shifted(ACT),
        "".join(chr(0xE000 + ord(char) % 256) if char.isalpha() else char for char in ACT),
        "".join(chr(1 + ord(char) % 8) if char.isalpha() else char for char in ACT),
        "(cid:12)(cid:40)(cid:7) " * 30,
        ACT.replace("а", "\ufffd").replace("о", "\ufffd"),
        "nOCTAHOBnEHME o6 yTBep>KAeHMM nopflAKa npeAOCTaBneHMfl cy6cMAMM B COOTBeTCTBMM c 3aKOHOM",
    ],
    ids=["shifted letters", "private use", "control characters", "cid", "replacement", "read as English"],
)
def test_garbage_is_told_from_language(text: str) -> None:
    assert judge(text) is Verdict.GARBAGE


def test_cp1251_taken_for_latin_1_is_repaired_exactly() -> None:
    spoilt = ACT.replace("№", "N").encode("cp1251").decode("latin-1")
    assert judge(spoilt) is Verdict.LATIN_1
    assert reread_latin_1(spoilt) == ACT.replace("№", "N")


def test_a_few_signs_are_no_layer() -> None:
    assert judge("стр. 3") is Verdict.FEW
