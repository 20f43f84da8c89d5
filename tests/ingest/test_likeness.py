"""Two files of one act."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.likeness import nearly_same

POINTS = [
    f"{number}. Утвердить расходы бюджета Заречного района по разделу {number} в сумме {number * 1371},4 "
    f"тыс. рублей и поручить управлению номер {number} исполнение настоящего пункта до {number} декабря."
    for number in range(1, 12)
]


def test_a_word_copy_and_its_pdf_are_nearly_the_same() -> None:
    word = "\n".join(POINTS)
    pages = (word[:600].replace("исполнение", "испол-\nнение") + "\n- 1 -", "2\n" + word[600:])
    assert nearly_same([word], pages)


def test_an_edition_with_other_sums_is_another_text() -> None:
    amended = "\n".join(POINTS).replace("1371,4", "1999,0").replace("4113,4", "5000,1")
    assert not nearly_same(POINTS, [amended])


def test_another_attachment_of_the_same_act_is_another_text() -> None:
    assert not nearly_same(
        POINTS, [point.replace("Утвердить расходы", "Перечень доходов")[:60] for point in POINTS]
    )


def test_texts_that_are_empty_or_very_short_are_the_same_only_to_the_letter() -> None:
    assert not nearly_same([""], [""])
    assert nearly_same(["Об отпуске."], ["Об отпуске."])
    assert not nearly_same(["Об отпуске."], ["Об отпусках."])


@given(st.text(alphabet="абв 1\n", max_size=80), st.text(alphabet="абв 1\n", max_size=80))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert nearly_same([one], [other]) == nearly_same([other], [one])
