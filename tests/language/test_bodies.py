from __future__ import annotations

import pytest

from language.bodies import nominative, starts_any_body, starts_body
from language.issuers import genitive, issuer_before_decision, issuer_name, lawgiver


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Тальского районного Совета депутатов", "Тальский районный Совет депутатов"),
        ("Ольховской городской Думы", "Ольховская городская Дума"),
        ("городского Совета", "городской Совет"),
        ("администрации Заречного района", "администрация Заречного района"),
        ("главы администрации посёлка", "глава администрации посёлка"),
        ("Земскому Собранию Заречного района", "Земское Собрание Заречного района"),
        ("исполнительным комитетом", "исполнительный комитет"),
        ("СОБРАНИЯ ПРЕДСТАВИТЕЛЕЙ ЗАРЕЧНОГО РАЙОНА", "СОБРАНИЕ ПРЕДСТАВИТЕЛЕЙ ЗАРЕЧНОГО РАЙОНА"),
        ("территориальной избирательной комиссией", "территориальная избирательная комиссия"),
        ("Контрольно-счётной палаты", "Контрольно-счётная палата"),
        ("начальника управления", "начальник управления"),
        ("Совет депутатов", "Совет депутатов"),
        ("детский сад «Рябинка»", "детский сад «Рябинка»"),
    ],
)
def test_a_body_in_any_case_is_put_into_the_nominative(printed: str, name: str) -> None:
    assert nominative(printed) == name


def test_a_name_is_shown_in_sentence_case_without_what_hangs_on_it() -> None:
    assert issuer_name("СОВЕТА ДЕПУТАТОВ ТАЛЬСКОГО СЕЛЬСОВЕТА,") == "Совет депутатов Тальского сельсовета"
    assert issuer_name("администрации МР « Заречный »") == "Администрация МР «Заречный»"
    assert issuer_name("Тальский районный суд в составе: судьи Седовой") == "Тальский районный суд"


def test_a_body_is_known_at_the_start_of_a_line_only() -> None:
    assert starts_body("СОВЕТ ДЕПУТАТОВ")
    assert starts_body("Минтранс России")
    assert starts_body("МБОУ «Тальская школа»")
    assert not starts_body("Совета депутатов")
    assert starts_any_body("Совета депутатов")
    assert not starts_any_body("О составе Совета депутатов")


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("Тальское муниципальное образование", "Тальского муниципального образования"),
        ("МУНИЦИПАЛЬНОЕ ОБРАЗОВАНИЕ «ТАЛЬСКОЕ»", "МУНИЦИПАЛЬНОГО ОБРАЗОВАНИЯ «ТАЛЬСКОЕ»"),
        ("Заречный муниципальный район", "Заречного муниципального района"),
        ("МО «Тальское»", "МО «Тальское»"),
    ],
)
def test_a_municipality_is_put_into_the_genitive(printed: str, form: str) -> None:
    assert genitive(printed) == form


@pytest.mark.parametrize(
    ("kind", "region", "giver"),
    [
        ("федеральный закон", "", "Российская Федерация"),
        ("закон", "Озерской области", "Озерская область"),
        ("закон", "ОЗЕРСКОГО КРАЯ", "Озерский край"),
        ("закон", "Республики Поляния", "Республика Поляния"),
    ],
)
def test_a_law_is_of_its_land(kind: str, region: str, giver: str) -> None:
    assert lawgiver(kind, region) == giver


def test_the_subject_of_the_deciding_word_is_the_issuer() -> None:
    text = "В соответствии с Положением о Земском Собрании, Дума Заречного района\n\nРЕШИЛА:\n1. Утвердить"
    found = issuer_before_decision(text, 0)
    assert found is not None
    assert found[0] == "Дума Заречного района"
    assert issuer_before_decision("В целях учёта ПОСТАНОВЛЯЮ:", 0) is None
