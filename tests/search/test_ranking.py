"""The act that was meant stands first: its title, its kind, the main act before its changes and its draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from search.engine import IndexDocument, StatusInterval
from search.requests import SearchRequest
from search.whoosh_engine import WhooshEngine

TABLE = "Раздел подраздел сумма бюджета района на 2024 год. " * 300


def act(
    record: int, title: str, text: str, *, kind: str = "решение", record_class: str = "act"
) -> IndexDocument:
    return IndexDocument(
        record=record,
        record_class=record_class,
        title=title,
        kind=kind,
        issuer="Собрание депутатов",
        number=f"{record}",
        date=date(2023, 12, 1),
        place="",
        categories=(),
        headings=(),
        visibility="public",
        statuses=(StatusInterval("in-force", None, None),),
        pages=(text,),
    )


BUDGET = "О бюджете Заречного района на 2024 год и на плановый период 2025 и 2026 годов"
COLLECTION = (
    act(1, BUDGET, TABLE),
    act(2, f"О внесении изменений в решение Собрания «{BUDGET}»", "Изменить бюджет района на 2024 год."),
    act(3, f"О назначении публичных слушаний по проекту решения «{BUDGET}»", "Слушания о бюджете района."),
    act(4, BUDGET, "Проект бюджета района на 2024 год.", kind="проект решения"),
    act(5, "Бюджет принят", "Принят бюджет района на 2024 год.", kind="", record_class="press"),
    act(6, "О дорогах", "Расходы бюджета района на дороги в 2024 году."),
)
OTHERS = tuple(
    act(number, f"Об уборке улицы № {number}", f"Убрать улицу № {number}. Ответственный назначается.")
    for number in range(100, 200)
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    with WhooshEngine.create(Path(tmp_path_factory.mktemp("ranking"))) as made:
        made.update((*COLLECTION, *OTHERS), (), 1)
        yield made


def order(engine: WhooshEngine, query: str) -> list[int]:
    return [hit.record for hit in engine.search(SearchRequest(query, date(2024, 6, 1))).hits]


@pytest.mark.parametrize(
    "query", ["О бюджете Заречного района на 2024 год", "бюджет района", "решение о бюджете района"]
)
def test_a_long_act_with_the_title_asked_for_stands_above_short_ones_that_speak_of_it(
    engine: WhooshEngine, query: str
) -> None:
    assert order(engine, query)[0] == 1


def test_a_change_that_is_asked_for_stands_first(engine: WhooshEngine) -> None:
    assert order(engine, "о внесении изменений в бюджет района")[0] == 2


def test_a_draft_that_is_asked_for_stands_above_the_act(engine: WhooshEngine) -> None:
    found = order(engine, "проект решения о бюджете района")
    assert found.index(4) < found.index(1)


def test_the_press_comes_first_only_when_it_is_asked_for(engine: WhooshEngine) -> None:
    assert order(engine, "бюджет принят")[0] != order(engine, "бюджет района")[0]
    assert order(engine, "статья бюджет принят")[0] == 5
