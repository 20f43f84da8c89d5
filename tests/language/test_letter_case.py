from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.letter_case import sentence_case
from language.values import tidy, unquoted


@pytest.mark.parametrize(
    ("printed", "quiet"),
    [
        ("ОБ УТВЕРЖДЕНИИ ПОРЯДКА УЧЁТА ДОРОГ", "Об утверждении порядка учёта дорог"),
        ("О ВНЕСЕНИИ ИЗМЕНЕНИЙ В РЕШЕНИЕ ДУМЫ", "О внесении изменений в решение Думы"),
        ("О БЮДЖЕТЕ РОССИЙСКОЙ ФЕДЕРАЦИИ", "О бюджете Российской Федерации"),
        (
            "О МО «ТАЛЬСКОЕ СЕЛЬСКОЕ ПОСЕЛЕНИЕ» НА XIV СЕССИИ",
            "О МО «Тальское сельское поселение» на XIV сессии",
        ),
        ("ОБ ОПЛАТЕ ЖКХ В Г. ОЛЬХОВСКЕ", "Об оплате ЖКХ в г. Ольховске"),
        ("О СОЦИАЛЬНО-ЭКОНОМИЧЕСКОМ РАЗВИТИИ", "О социально-экономическом развитии"),
        ("О ПРИЁМЕ И.И. СЕДОВА", "О приёме И.И. Седова"),
        ("ПРОГНОЗ социально-экономического развития", "Прогноз социально-экономического развития"),
        ("О порядке «НАРОДНЫЙ БЮДЖЕТ» в МКУ ЕДДС", "О порядке «Народный бюджет» в МКУ ЕДДС"),
        ("О порядке учёта", "О порядке учёта"),
    ],
)
def test_capitals_come_down_and_names_stay(printed: str, quiet: str) -> None:
    assert sentence_case(printed) == quiet


@given(st.text(alphabet='АБВГДЕабвгде «»"-.0123№', max_size=80))
def test_only_the_case_of_letters_changes(text: str) -> None:
    assert sentence_case(text).lower() == text.lower()


@pytest.mark.parametrize(
    ("printed", "tidied"),
    [
        ("МР « Усть - Тальский » , от 5 мая 2012 г .", "МР «Усть-Тальский», от 5 мая 2012 г."),
        ("муници-\nпального района", "муниципального района"),
        ("№ 172 - ФЗ « О планах »", "№ 172-ФЗ «О планах»"),
        ("район - центр края", "район - центр края"),
        ("О  бюджете\n\tрайона", "О бюджете района"),
    ],
)
def test_a_value_is_one_tidy_line(printed: str, tidied: str) -> None:
    assert tidy(printed) == tidied


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("«О бюджете»", "О бюджете"),
        ('"О бюджете".', "О бюджете"),
        ("«О плане «Дороги»»", "О плане «Дороги»"),
        ("«Дороги» и «Мосты»", "«Дороги» и «Мосты»"),
        ("О плане «Дороги»", "О плане «Дороги»"),
        ('"О бюджете" Опубликовано: 5 мая', "О бюджете"),
        ("О программе на 2012 г.", "О программе на 2012 г."),
    ],
)
def test_outer_quotes_go_and_inner_ones_stay(printed: str, bare: str) -> None:
    assert unquoted(printed) == bare
