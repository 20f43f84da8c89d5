from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.act_bounds import split_acts
from language.requisites import read_requisites
from tests.language.effort import effort

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
    assert effort(lambda: split_acts("РЕШЕНИЕ\n№ 5\n" * 20_000), enough=6) < 6


def _parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_acts(text)]


BARE = _act(2, "О дорогах").partition("Приложение")[0]


@pytest.mark.parametrize(
    "above",
    [
        "Приложение\nк решению Совета депутатов\nот 01.03.2012 № 1\n\n",
        "Приложение № 2\nк Порядку\n\nФОРМА\n\n",
        "Образец решения о предоставлении участка\n\n",
        "Утверждён\nрешением Совета депутатов\n",
        "2. Изложить решение в следующей редакции:\n\n",
        "2. Изложить решение в следующей редакции:\n«О порядке\n",
    ],
)
def test_an_act_attached_to_another_or_quoted_in_it_stays_with_it(above: str) -> None:
    text = _act(1, "О бюджете").partition("Приложение")[0] + above + BARE
    assert _parts(text) == [text]


@pytest.mark.parametrize("mark", ["«", '"'])
def test_a_new_wording_in_quotation_marks_stays_with_its_act(mark: str) -> None:
    text = (
        _act(1, "О бюджете").replace("1. Внести изменения", "1. Изложить так:") + mark + BARE.strip() + "».\n"
    )
    assert _parts(text) == [text]


@pytest.mark.parametrize(
    "requisites", ["от «___» ________ 2012 г. № ___", "от 02.03.2012 № ____", "от __.__.____ № 2", "№ 2"]
)
def test_a_form_with_blanks_is_no_act(requisites: str) -> None:
    text = _act(1, "О бюджете") + BARE.replace("от 02.03.2012 № 2", requisites)
    assert _parts(text) == [text]


def test_a_head_that_repeats_the_day_and_number_is_the_same_act() -> None:
    text = _act(1, "О бюджете") * 2
    assert _parts(text) == [text]


def test_minutes_that_quote_decisions_stay_whole() -> None:
    text = "ПРОТОКОЛ\nот 05.03.2012 № 5\nзаседания Совета\n\n" + _act(1, "О бюджете") + _act(2, "О дорогах")
    assert _parts(text) == [text]


def test_a_page_or_a_signature_ends_the_act_above() -> None:
    one, two = (BARE.replace("02.03.2012 № 2", f"0{at}.03.2012 № {at}").strip() for at in (1, 2))
    signed = one.replace("И.И. Седов", "И.И. Седов\nПредседатель Совета депутатов П.П. Лужков")
    assert _parts(f"{signed}\n{two}") == [f"{signed}\n", two]
    assert _parts(f"{one}\nЗАРЕЧНЫЙ РАЙОН\f{two}") == [f"{one}\nЗАРЕЧНЫЙ РАЙОН\f", two]


@pytest.mark.parametrize("between", [" | ", "\t"])
def test_a_table_ends_the_attachment_above(between: str) -> None:
    table = f"Приложение\nк решению\nУлица{between}Дни\nРечная{between}среда\n"
    parts = [BARE.replace("02.03.2012 № 2", "01.03.2012 № 1") + table, BARE]
    assert _parts("".join(parts)) == parts


def test_acts_whose_issuer_is_printed_once_are_told_by_their_kinds() -> None:
    headless = [
        f"РАСПОРЯЖЕНИЕ\nот {at:02}.03.2012 № {at}-р\nО дежурстве\n1. Назначить дежурных по селу"
        " на праздничные дни.\n2. Контроль оставляю за собой, доложить письменно.\nГлава И.И. Седов\n\n"
        for at in (1, 2, 3)
    ]
    assert _parts("".join(headless)) == headless


def test_heads_in_mixed_case_are_cut_too() -> None:
    titles = ["О бюджете", "О дорогах", "О налоге"]
    acts = [_act(number, title).replace("Р Е Ш Е Н И Е", "Решение") for number, title in enumerate(titles, 1)]
    acts = [act.replace("СОВЕТ ДЕПУТАТОВ ТАЛЬСКОГО", "Совет депутатов Тальского") for act in acts]
    parts = _parts(BULLETIN + "".join(acts))
    read = [{reading.field: reading.value for reading in reversed(read_requisites(part))} for part in parts]
    assert [each["title"] for each in read] == titles


def test_the_word_for_a_kind_within_a_text_begins_no_act() -> None:
    text = _act(1, "О бюджете") + "Порядок учёта\nРешение\nот 05.03.2012 № 9\n1. Принимается комиссией.\n" * 2
    assert len(_parts(text)) == 1
