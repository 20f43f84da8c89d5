from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from language.act_bounds import split_acts
from language.requisites import read_requisites

BULLETIN = "ВЕСТНИК ЗАРЕЧНОГО РАЙОНА\nВыпуск 5\n\n"


def _act(number: int, title: str) -> str:
    return (
        "РОССИЙСКАЯ ФЕДЕРАЦИЯ\nОЗЕРСКАЯ ОБЛАСТЬ\nСОВЕТ ДЕПУТАТОВ ТАЛЬСКОГО СЕЛЬСОВЕТА\n\nР Е Ш Е Н И Е\n\n"
        f"от {number:02}.03.2012 № {number}\nс. Тальское\n\n{title}\n\n"
        "В соответствии с уставом Совет РЕШИЛ:\n"
        "1. Внести изменения в решение от 01.02.2010 № 7.\n\nГлава сельсовета И.И. Седов\n\n"
        "Приложение\nк решению Совета депутатов\n\nПОРЯДОК\nучёта дорог\n1. Дороги учитываются.\n\n"
    )


def test_a_bulletin_is_cut_between_its_acts() -> None:
    titles = ["О бюджете", "О дорогах", "О налоге"]
    text = BULLETIN + "".join(_act(number, title) for number, title in enumerate(titles, 1))
    parts = [text[start:end] for start, end in split_acts(text)]
    assert "".join(parts) == text
    read = [{reading.field: reading.value for reading in reversed(read_requisites(part))} for part in parts]
    assert [each["title"] for each in read] == titles
    assert [each["number"] for each in read] == ["1", "2", "3"]


def test_one_act_with_its_attachments_stays_whole() -> None:
    text = _act(1, "О бюджете")
    assert split_acts(text) == ((0, len(text)),)


def test_a_text_without_acts_stays_whole() -> None:
    assert split_acts("Мост открыли.\nВсе рады.") == ((0, 23),)
    assert split_acts("") == ((0, 0),)


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*_act(3, "О лесе").splitlines(), ""]), max_size=60))
def test_the_parts_are_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join(text[start:end] for start, end in split_acts(text)) == text


def test_twenty_thousand_kinds_are_cut_in_seconds() -> None:
    start = time.process_time()
    split_acts("РЕШЕНИЕ\n№ 5\n" * 20_000)
    assert time.process_time() - start < 6
