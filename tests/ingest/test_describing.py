"""How sources of values come together in a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.arrivals import Arrival, LedgerState
from catalog.choosing import choose
from catalog.model import RecordClass, RecordDraft, Value, ValueSource, Visibility
from extraction.protocol import Extracted
from ingest.describing import BUDGET_FOLDER, FOLDER_CATEGORY, draft_of, informed
from ingest.offsets import PageOffsets
from ingest.relating import relation_name
from language.description import describe
from language.readings import Citation, Description, Reading, Relation
from tests.ingest.stations import decision


def arrival(path: str = "Акты/акт.txt", **told: object) -> Arrival:
    row = Arrival(
        id=1, parent=None, path=path, origin="intake", location="", record_class=RecordClass.ACT,
        source_name="", size=1, mtime_ns=1, inode=1, state=LedgerState.EXTRACTED, sha256="0" * 64,
        attempts=1, next_try=None, reason_code="", reason_params={}, record=None, sidecar={}, held=False,
        lease=None,
        seen=datetime(2026, 11, 24, tzinfo=UTC), finished=None, milliseconds=None, source_removed=False,
    )  # fmt: skip
    return replace(row, **told)  # type: ignore[arg-type]


def drafted(row: Arrival, *pages: str, **told: object) -> RecordDraft:
    extracted = Extracted("text/plain", pages, "born" if pages else "none", "text", "1", **told)  # type: ignore[arg-type]
    return draft_of(row, extracted, describe(extracted.text, "", row.record_class))


def shown(draft: RecordDraft, field: str) -> Value | None:
    return next(
        (value for value in choose(draft.values).values if value.field == field and value.shown), None
    )


RECOGNISED = """АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА
ПОСТАНОВЛЕНИЕ

{}
с. Заречное

О проведении субботника

В соответствии с Уставом района администрация ПОСТАНОВЛЯЕТ:
1. Провести субботник 27 апреля.

Глава района И. И. Петров
"""


@pytest.mark.parametrize(
    ("line", "doubts"),
    [
        ("от 22 мая от. № 110-п", {"doubt:date"}),
        ("от 22 мая 2024 г.", {"doubt:number"}),
        ("22 м", {"doubt:date", "doubt:number"}),
        ("от 22 мая 2024 г. № 110-п", set()),
    ],
)
def test_a_recognised_act_whose_day_or_number_is_not_read_has_to_be_looked_at(
    line: str, doubts: set[str]
) -> None:
    pages = (RECOGNISED.format(line),)
    extracted = Extracted("image/tiff", pages, "ocr", "images+ocr", "1")
    draft = draft_of(arrival(), extracted, describe(extracted.text, "", RecordClass.ACT))
    assert {mark for mark in draft.marks if mark.startswith("doubt:")} == doubts
    born = draft_of(
        arrival(), replace(extracted, text_layer="born"), describe(extracted.text, "", RecordClass.ACT)
    )
    assert born.marks == ()


def test_a_heading_that_recognition_took_for_the_title_has_to_be_looked_at() -> None:
    extracted = Extracted("image/jpeg", ("",), "ocr", "images+ocr", "1")
    for words in ("Постановление. от 20. мая 2024 г. № 107-п с. Заречное", "—_ (@) субботнике"):
        title = Reading("title", words, "read", 0, 1, 0.9)
        described = replace(describe("", "", RecordClass.ACT), readings=(title,))
        assert "doubt:title" in draft_of(arrival(), extracted, described).marks


def test_sidecar_stands_above_what_is_read_and_the_folder_below() -> None:
    row = arrival(sidecar={"number": "42/1"}, source_name="Администрация посёлка Дальний")
    draft = drafted(row, decision())
    number, issuer = shown(draft, "number"), shown(draft, "issuer")
    assert number is not None
    assert issuer is not None
    assert (number.value, number.source) == ("42/1", ValueSource.SIDECAR)
    assert issuer.source is ValueSource.READ
    assert {"conflict:number", "conflict:issuer"} <= set(choose(draft.values).marks)


def test_a_folder_that_names_part_of_the_issuer_is_no_conflict() -> None:
    draft = drafted(arrival(source_name="Собрание депутатов"), decision())
    assert "conflict:issuer" not in choose(draft.values).marks


def test_a_reading_knows_its_page_and_its_place_there() -> None:
    draft = drafted(arrival(), "Обложка\n", decision())
    number = shown(draft, "number")
    assert number is not None
    assert number.page == 2
    assert number.start is not None
    assert decision()[number.start : number.end].endswith("41/3")
    repeal = next(relation for relation in draft.relations if relation.relation == "repeals")
    assert repeal.page == 2
    assert repeal.sentence.startswith("2. Признать") or repeal.sentence.startswith("Признать")


@pytest.mark.parametrize(
    ("path", "metadata", "title"),
    [
        ("Акты/реш_12 (2) испр.doc", {}, "реш 12 (2) испр"),
        ("Акты/скан.pdf", {"title": "Перечень дорог посёлка Дальний"}, "Перечень дорог посёлка Дальний"),
        ("Акты/скан.pdf", {"title": "Microsoft Word - реш.doc"}, "скан"),
        ("Акты/.pdf", {}, ".pdf"),
    ],
)
def test_a_title_always_exists(path: str, metadata: dict[str, str], title: str) -> None:
    draft = drafted(arrival(path), metadata=metadata)
    found = shown(draft, "title")
    assert found is not None
    assert found.value == title
    assert ("title-from-name" in draft.marks) == (found.source is ValueSource.FILE_NAME)


def test_a_budget_folder_makes_budgets_and_reports_of_their_execution() -> None:
    told = {FOLDER_CATEGORY: BUDGET_FOLDER}
    plan = drafted(arrival("Бюджеты/план.xlsx", sidecar=told), "Код\tСумма\n0104\t5")
    report = drafted(arrival("Бюджеты/Исполнение за 2023.xlsx", sidecar=told), "Код\tСумма\n0104\t5")
    assert "budget" in {mark.slug for mark in plan.categories}
    assert "budget-execution" in {mark.slug for mark in report.categories}
    assert "tables" in plan.marks


def test_categories_of_a_description_come_first() -> None:
    draft = drafted(arrival(sidecar={"categories": "taxes; elections"}), decision())
    assert [mark.slug for mark in draft.categories][:2] == ["taxes", "elections"]
    assert draft.categories[0].source is ValueSource.SIDECAR


@pytest.mark.parametrize(
    ("told", "visibility"),
    [({}, Visibility.PUBLIC), ({"held": "1"}, Visibility.HELD), ({"visibility": "staff"}, Visibility.STAFF)],
)
def test_who_may_see_it_is_told_beside_the_file(told: dict[str, str], visibility: Visibility) -> None:
    assert drafted(arrival(sidecar=told), decision()).visibility is visibility


def test_an_article_has_not_the_requisites_of_the_act_that_it_is_about() -> None:
    row = arrival("Пресса/Знамя/Заметка.txt", record_class=RecordClass.PRESS, source_name="Знамя")
    draft = drafted(row, decision())
    issuer = shown(draft, "issuer")
    assert issuer is not None
    assert issuer.value == "Знамя"
    assert shown(draft, "number") is None
    assert {relation.relation for relation in draft.relations} == {"reports"}


def test_a_description_that_came_late_is_used(tmp_path: Path) -> None:
    document = tmp_path / "акт.txt"
    document.write_text(decision())
    (tmp_path / "акт.toml").write_text('класс = "пресса"\nгазета = "Знамя"\nпроба = 1\n')
    row = informed(arrival(location=str(document)))
    assert (row.record_class, row.source_name) == (RecordClass.PRESS, "Знамя")
    assert "sidecar-fault" in drafted(row, decision()).marks


@pytest.mark.parametrize(
    ("relation", "effect", "name"),
    [
        ("amends", "", "amends"),
        ("amends", "suspends", "suspends"),
        ("cites", "basis", "basis"),
        ("cites", "approves", "cites"),
        ("cites", "", "cites"),
        ("edition", "", "edition-of"),
        ("repeals", "", "repeals"),
        ("repealed-by", "", "repealed-by"),
    ],
)
def test_relations_have_the_names_of_the_catalogue(relation: Relation, effect: str, name: str) -> None:
    citation = Citation(
        "текст",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        relation,
        0,
        5,
        (0, 5),
        effect,
    )
    assert relation_name(citation) == name


AMENDMENT = decision(
    number="47/2",
    day="27 июня 2024",
    title="О внесении изменений в решение от 22 декабря 2023 г. № 41/3",
    point=(
        "Внести в решение Собрания депутатов Заречного района от 22 декабря 2023 г. № 41/3 (в редакции"
        " решения от 28 марта 2024 г. № 44/1) изменения согласно приложению."
    ),
)


def test_an_edition_named_behind_another_act_does_not_make_this_one_amended() -> None:
    relations = {(one.relation, one.number) for one in drafted(arrival(), AMENDMENT).relations}
    assert ("amends", "41/3") in relations
    assert ("cites", "44/1") in relations
    assert not any(name == "edition-of" for name, _ in relations)


def test_an_act_named_above_its_own_attachment_is_not_cited_by_itself() -> None:
    corner = (
        "\nПриложение\nк решению Собрания депутатов Заречного района\nот 27 июня 2024 г. № 47/2\nИЗМЕНЕНИЯ\n"
    )
    relations = drafted(arrival(), AMENDMENT + corner).relations
    assert all(one.number != "47/2" for one in relations)


def test_a_text_without_any_reading_is_still_a_record() -> None:
    draft = draft_of(
        arrival(), Extracted("text/plain", (), "none", "", ""), Description("act", (), "unknown", (), (), ())
    )
    assert shown(draft, "title") is not None


@given(st.lists(st.text(alphabet="аб\n", max_size=6), min_size=1, max_size=5), st.data())
def test_every_offset_of_the_joined_text_is_found_on_its_page(pages: list[str], data: st.DataObject) -> None:
    joined = "\f".join(pages)
    start = data.draw(st.integers(0, max(len(joined) - 1, 0)))
    page, within, end = PageOffsets(pages).place(start, start + 1)
    assert page is not None
    assert within is not None
    assert end is not None
    if joined[start : start + 1] not in ("", "\f"):
        assert pages[page - 1][within:end] == joined[start]


def test_an_article_is_filed_by_its_words_where_its_headline_tells_nothing() -> None:
    path = "Пресса/Знамя/Знамя 2024-04-12 №15 с1 Вода идёт на убыль.txt"
    row = arrival(path=path, record_class=RecordClass.PRESS)
    article = "Вода идёт на убыль\nРежим повышенной готовности пока сохраняется. Штаб дежурит.\n"
    assert [mark.slug for mark in drafted(row, article).categories] == ["emergency"]


def test_a_folder_that_names_no_body_is_only_a_hint() -> None:
    draft = drafted(arrival(source_name="С флешки администрации"), decision())
    assert "conflict:issuer" not in choose(draft.values).marks
    alone = drafted(arrival(source_name="Сосновский сельсовет"), "Перечень площадок\nул. Лесная, 3\n")
    issuer = shown(alone, "issuer")
    assert issuer is not None
    assert issuer.value == "Сосновский сельсовет"


def test_the_day_of_an_act_is_not_the_day_of_the_article_about_it() -> None:
    path = "Пресса/Знамя/Знамя 2023-11-10 №45 с1 Мост закрыт.txt"
    article = (
        "Мост закрыт\nПостановление администрации района от 3 ноября 2023 года № 131-п подписал глава.\n"
    )
    draft = drafted(arrival(path=path, record_class=RecordClass.PRESS), article)
    day = shown(draft, "date")
    assert day is not None
    assert day.value == "2023-11-10"
    assert "conflict:date" not in choose(draft.values).marks
