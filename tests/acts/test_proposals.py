"""Drafts find their acts and articles the acts they are about, in whichever order they arrive."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest

from acts.proposals import keep_proposals, propose
from catalog.database import Database
from catalog.model import RecordClass, RecordDraft, Status, Value, ValueSource
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import act, cites, text, values

TITLE = "Об утверждении Правил благоустройства территории Заречного района"
BODY = (
    "Рассмотрев предложения жителей, Совет депутатов решил утвердить прилагаемые Правила благоустройства. "
    "Собственники зданий содержат фасады в чистоте, убирают прилегающие участки, своевременно вывозят мусор, "
    "не допускают складирования дров на улице дольше трёх суток и высаживают деревья с согласия отдела."
)
OTHER_BODY = (
    "В целях подготовки к отопительному сезону котельные проверяются комиссией до пятнадцатого сентября, "
    "запас угля создаётся на сорок пять суток, графики отключений согласуются с советами многоквартирных "
    "домов, ответственность за исполнение несут заместитель главы и начальник участка тепловых сетей."
)


def draft(day: str = "2024-02-01", title: str = TITLE, **changes: Any) -> RecordDraft:
    given: dict[str, Any] = {
        "kind": "проект решения",
        "number": "",
        "day": day,
        "title": title,
        "text": text(BODY),
    } | changes
    made = act(**given)
    return RecordDraft(
        record_class=made.record_class,
        values=(*made.values, Value("draft", "1", ValueSource.READ)),
        text=made.text,
        received=changes.get("received", made.received),
        status_read=Status.DRAFT,
    )


def adopted(number: str = "12", day: str = "2024-02-20", title: str = TITLE, **changes: Any) -> RecordDraft:
    given: dict[str, Any] = {"number": number, "day": day, "title": title, "text": text(BODY)}
    return act(**(given | changes))


def press(title: str, body: str, day: str = "2024-03-01", **changes: Any) -> RecordDraft:
    return RecordDraft(
        record_class=RecordClass.PRESS,
        values=values(title=title, date=day, issuer="Заречные вести"),
        text=text(body),
        received=datetime(2024, 3, 1, tzinfo=UTC),
        **changes,
    )


def kept(work: UnitOfWork, *drafts: RecordDraft) -> list[int]:
    """The drafts catalogued one after another, each with its proposals kept; their numbers."""
    numbers = []
    for one in drafts:
        number = work.records.add(one)
        keep_proposals(work, [number])
        numbers.append(number)
    return numbers


def proposed(work: UnitOfWork, record: int) -> list[tuple[str, int | None]]:
    return [(one.draft.relation, one.target) for one in work.relations.of_record(record) if one.proposed]


def test_a_draft_finds_its_act_whichever_comes_first(database: Database) -> None:
    with database.write() as work:
        project, decision = kept(work, draft(), adopted())
        assert proposed(work, project) == [("draft-of", decision)]
        (relation,) = work.relations.of_record(project)
        assert relation.confirmed is None
        assert relation.draft.confidence > 0.9
    with database.write() as work:
        late = adopted("31", "2025-02-20", title="О порядке выпаса скота в Заречном районе")
        decision, project = kept(work, late, draft("2025-01-20", "О порядке выпаса скота в Заречном районе"))
        assert proposed(work, project) == [("draft-of", decision)]


@pytest.mark.parametrize(
    "other",
    [
        adopted(day="2024-01-10"),
        adopted(day="2026-01-10"),
        adopted(kind="постановление"),
        adopted(issuer="Совет депутатов Приозёрного района"),
        adopted(title="Об утверждении Правил благоустройства территории Заречного района на 2024 год"),
        adopted(title="Об утверждении Порядка выпаса скота на территории Заречного района"),
        adopted(title=f"О проекте решения «{TITLE}»"),
        draft("2024-02-20"),
    ],
    ids=["earlier", "too-late", "kind", "issuer", "year", "title", "hearings", "draft"],
)
def test_an_act_that_differs_is_not_the_one(sqlite_database: Database, other: RecordDraft) -> None:
    with sqlite_database.write() as work:
        project, number = kept(work, draft(), other)
        assert ("draft-of", number) not in proposed(work, project)


def test_a_slip_in_the_title_and_a_missing_issuer_or_day_only_lower_the_confidence(
    sqlite_database: Database,
) -> None:
    with sqlite_database.write() as work:
        (number,) = kept(work, adopted())
        sure = propose(work, kept(work, draft())[0])
        slip = propose(work, kept(work, draft(title=TITLE.replace("Правил ", "Правила ")))[0])
        blank = propose(work, kept(work, draft(day="", issuer=""))[0])
        assert [one.target for found in (sure, slip, blank) for one in found] == [number] * 3
        assert blank[0].draft.confidence < sure[0].draft.confidence


def test_of_two_acts_of_one_title_the_text_tells_which(sqlite_database: Database) -> None:
    title = "О внесении изменений в решение «О бюджете Заречного района»"
    with sqlite_database.write() as work:
        _first, second, project = kept(
            work,
            adopted("20", "2024-03-01", title, text=text(OTHER_BODY)),
            adopted("33", "2024-06-01", title),
            draft("2024-02-01", title),
        )
        assert proposed(work, project) == [("draft-of", second)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_every_order_of_arrival_gives_the_same_links(
    sqlite_database: Database, order: tuple[int, ...]
) -> None:
    clipping = press(
        "Как содержать дворы", "Депутаты утвердили правила благоустройства территории. Дворы чище."
    )
    documents = [draft(), adopted(), adopted("44", "2024-03-15", text=text(OTHER_BODY)), clipping]
    with sqlite_database.write() as work:
        came = dict(zip(order, kept(work, *(documents[at] for at in order)), strict=True))
        project, decision = came[0], came[1]
        assert proposed(work, project) == [("draft-of", decision)]
        assert sorted(proposed(work, came[3])) == sorted([("reports", decision), ("reports", came[2])])


def test_what_a_librarian_refused_is_not_proposed_again(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        project, decision = kept(work, draft(), adopted())
        (relation,) = work.relations.of_record(project)
        work.relations.confirm(relation.id, False, actor="Иванова")
        keep_proposals(work, [decision, project])
        assert [one.confirmed for one in work.relations.of_record(project)] == [False]


def test_a_corrected_title_lets_the_link_go(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        project, decision = kept(work, draft(), adopted())
        work.records.correct(decision, {"title": "О земельном налоге"}, actor="Иванова", version=1)
        keep_proposals(work, [decision])
        assert proposed(work, project) == []


def test_a_draft_taken_for_an_act_has_links_of_its_own_no_more(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        project, _decision = kept(work, draft(), adopted())
        work.records.correct(project, {"draft": "", "kind": "решение"}, actor="Иванова", version=1)
        keep_proposals(work, [project])
        assert proposed(work, project) == []


def test_an_article_is_linked_by_a_programme_and_says_by_which_sentence(database: Database) -> None:
    with database.write() as work:
        programme, _other, article = kept(
            work,
            act(title="Об утверждении муниципальной программы «Чистая вода»", day="2024-01-15"),
            act(number="13", title="О земельном налоге на территории района", day="2024-01-20"),
            press("Колодцы", "Зима была снежной. По программе «Чистая вода» отремонтируют восемь колодцев."),
        )
        assert proposed(work, article) == [("reports", programme)]
        (relation,) = work.relations.of_record(article)
        assert relation.draft.sentence == "По программе «Чистая вода» отремонтируют восемь колодцев."
        assert relation.draft.text == "чистая вода"


def test_an_article_that_names_the_act_itself_gets_no_second_link(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        body = "По программе «Чистая вода» отремонтируют восемь колодцев."
        named = press("Колодцы", body, relations=(cites("reports"),))
        programme, article = kept(
            work, act(title="Об утверждении муниципальной программы «Чистая вода»"), named
        )
        relations = work.relations.of_record(article)
        assert [(one.target, one.proposed) for one in relations] == [(programme, False)]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Хоккей", "Наша команда выиграла кубок области со счётом семь два."),
        ("В районе", "Муниципальный район утвердил решение об организации деятельности администрации."),
        ("Воду привезли", "Чистая рубашка и вода из-под крана: хозяйке на заметку."),
    ],
)
def test_an_article_on_something_else_is_not_linked(sqlite_database: Database, title: str, body: str) -> None:
    with sqlite_database.write() as work:
        *_acts, article = kept(
            work,
            adopted(),
            act(number="14", title="Об утверждении муниципальной программы «Чистая вода»"),
            act(number="15", title="Об утверждении положения об администрации Заречного района"),
            press(title, body),
        )
        assert proposed(work, article) == []


def test_withdrawn_unknown_and_dateless_records_have_no_proposals(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        (project,) = kept(work, draft())
        assert propose(work, 999) == []
        keep_proposals(work, [999])
        dateless = kept(work, act(number="", day="", title=TITLE))[0]
        assert propose(work, dateless) == []
        work.records.withdraw(project, "ошибка", actor="Иванова")
        assert propose(work, project) == []


def test_of_two_villages_the_one_that_the_article_names_is_meant(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        title = "О содержании колодцев, родников и водоразборных колонок {}"
        own, _other, article = kept(
            work,
            act(issuer="Совет Сосновского сельсовета", title=title.format("Сосновского сельсовета")),
            act(issuer="Совет Липовского сельсовета", title=title.format("Липовского сельсовета")),
            press(
                "Вода рядом", "В Сосновском сельсовете взялись за содержание колодцев, родников и колонок."
            ),
        )
        assert proposed(work, article) == [("reports", own)]
