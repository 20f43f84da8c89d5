"""What every engine keeps: one set of tests, run over each by a subclass with an ``engine`` fixture."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import Engine, IndexDocument, StatusInterval
from search.requests import Filters
from search.results import FacetValue
from tests.search.documents import COUNCIL, document, request


def found(engine: Engine, query: str, **changes: Any) -> list[int]:
    """Records found, in order."""
    answer = engine.search(request(query, limit=1000, **changes))
    assert answer.total == len(answer.hits)
    return [hit.record for hit in answer.hits]


def held(engine: Engine, *documents: IndexDocument) -> None:
    engine.update(documents, (), engine.queue_number() + 1)


def counts(values: tuple[FacetValue, ...]) -> dict[str, int]:
    return {one.value: one.count for one in values}


BUDGET = document(
    1, "Утвердить бюджет района на 2024 год", title="О бюджете", number="131-п", date=date(2024, 3, 5)
)
ROADS = document(2, "Ремонт дорог посёлка за счёт средств бюджета. Совет депутатов решил.", title="О дорогах")
HYPHEN = document(3, "Усть-Кубинский округ, распоряжение № 131-р от 12 марта 2012 г.", title="Об округе")


class EngineContract:
    """Tests of an engine that is empty at first."""

    def test_an_empty_index_answers_with_nothing(self, engine: Engine) -> None:
        answer = engine.search(request("бюджет"))
        assert (answer.total, answer.hits, engine.count(), engine.queue_number()) == (0, (), 0, 0)
        assert engine.records() == frozenset()

    def test_any_form_of_a_word_finds_all_forms(self, engine: Engine) -> None:
        held(engine, BUDGET, ROADS, HYPHEN, document(4, "Много людей шло по улице"))
        assert set(found(engine, "бюджетами")) == {1, 2}
        assert found(engine, "человек идти") == [4]

    def test_the_letter_yo_is_ye(self, engine: Engine) -> None:
        held(engine, ROADS)
        assert found(engine, "поселок счет") == found(engine, "посёлок счёт") == [2]

    @pytest.mark.parametrize(
        "number", ["131-п", "N 131-П", "№131-п", "№ 131 - П", "Nо 131-п", "131п", "131 п"]
    )
    def test_an_act_number_is_one_whole_in_every_shape(self, engine: Engine, number: str) -> None:
        held(engine, BUDGET, HYPHEN)
        assert found(engine, number) == [1]

    @pytest.mark.parametrize(
        "day", ["12.03.2012", "12 марта 2012 г.", "12 марта 2012 года", "2012-03-12", "12.3.2012"]
    )
    def test_a_day_is_one_term_in_every_shape(self, engine: Engine, day: str) -> None:
        held(engine, BUDGET, HYPHEN, document(5, "Постановление от 12.03.2012"), document(6, "12.03.2013"))
        assert set(found(engine, day)) == {3, 5}

    @pytest.mark.parametrize("query", ["Усть-Кубинский", "Усть Кубинский", "устькубинского", "кубинский"])
    def test_a_hyphenated_name_is_found_whole_joined_and_by_its_parts(
        self, engine: Engine, query: str
    ) -> None:
        held(engine, BUDGET, HYPHEN)
        assert found(engine, query) == [3]

    def test_a_compound_number_is_whole(self, engine: Engine) -> None:
        held(
            engine,
            document(1, "Решение № 38/298"),
            document(2, "Решение № 38/299"),
            document(3, "дело 01-02/345"),
        )
        assert found(engine, "38/298") == [1]
        assert found(engine, "01-02/345") == [3]
        assert set(found(engine, "38")) == {1, 2}

    @pytest.mark.parametrize(
        "query", ["131 закон", "закон 131", "131-ФЗ", "131 ФЗ", "ФЗ 131", "ФЗ-131", "№ 131-фз"]
    )
    def test_a_federal_law_is_found_by_its_number_in_any_words(self, engine: Engine, query: str) -> None:
        law = document(1, "Федеральный закон № 131-ФЗ об общих принципах", number="131-ФЗ")
        held(engine, law, document(2, "О законе и о пункте 131"), document(3, "Закон о тишине"))
        assert found(engine, query)[0] == 1

    def test_lookalike_letters_are_mended_in_text_and_query(self, engine: Engine) -> None:
        held(engine, document(1, "Решение о бюджeте"), document(2, "cовет депутатов"))
        assert found(engine, "бюджет") == [1]
        assert found(engine, "cовет") == found(engine, "совет") == [2]

    def test_acronyms_stand_as_they_are(self, engine: Engine) -> None:
        held(engine, document(1, "ИНН 7700000000 МБОУ"), document(2, "Инна и обои"))
        assert found(engine, "ИНН") == [1]
        assert found(engine, "МБОУ") == [1]

    def test_roman_numerals_are_latin_whatever_they_were_typed_in(self, engine: Engine) -> None:
        held(engine, document(1, "Совет ХIV созыва"), document(2, "Совет XIII созыва"))
        assert found(engine, "XIV созыв")[:1] == [1]
        assert found(engine, "ХIV") == [1]
        assert found(engine, "14") == [1]

    def test_words_in_the_wrong_layout_are_found_and_told(self, engine: Engine) -> None:
        held(engine, BUDGET, ROADS)
        answer = engine.search(request(",.l;tn hfqjyf"))
        assert answer.hits[0].record == 1
        assert [(one.after, one.why) for one in answer.understood] == [("бюджет района", "layout")]

    def test_a_query_taken_literally_is_not_mended(self, engine: Engine) -> None:
        held(engine, BUDGET)
        assert found(engine, ",.l;tn", literal=True) == []

    def test_one_slip_is_mended_where_one_word_is_near(self, engine: Engine) -> None:
        held(engine, BUDGET)
        answer = engine.search(request("бюджт"))
        assert [hit.record for hit in answer.hits] == [1]
        assert [(one.before, one.after, one.why) for one in answer.understood] == [
            ("бюджт", "бюджет", "typo")
        ]

    def test_several_words_near_are_suggested(self, engine: Engine) -> None:
        held(engine, document(1, "кошка"), document(2, "мошка"))
        answer = engine.search(request("лошка"))
        assert answer.total == 0
        assert set(answer.suggestions) == {"кошка", "мошка"}
        assert answer.missing == ("лошка",)

    def test_a_slip_that_stands_in_a_record_too_is_no_obstacle(self, engine: Engine) -> None:
        texts = [document(number, "программа") for number in range(1, 60)]
        held(engine, *texts, document(60, "програма"), document(61, "програмка"))
        assert (
            engine.search(request("программа")).total == 59
        )  # one slip from both, but hardly meant as the other
        answer = engine.search(request("програма"))
        assert [hit.record for hit in answer.hits] == [60]
        assert answer.suggestions[0] == "программа"

    def test_documents_with_all_words_come_first_and_are_told_apart(self, engine: Engine) -> None:
        whole = document(1, "Ремонт крыши школы " + "и прочее разное " * 200)
        part = document(2, "Ремонт крыши, ремонт крыши, ремонт крыши")
        held(engine, part, whole, document(3, "Школы района"), document(4, "Школы"), document(5, "Школы"))
        answer = engine.search(request("ремонт крыши школы"))
        assert [(hit.record, hit.all_words) for hit in answer.hits] == [(1, True), (2, False)]
        assert (answer.total, answer.total_all_words) == (2, 1)

    def test_a_document_with_less_than_a_third_of_the_weight_is_no_hit(self, engine: Engine) -> None:
        held(engine, *(document(number, "район") for number in range(1, 9)), document(9, "паспорт"))
        answer = engine.search(request("район заграничный паспорт вертолёта"))
        assert answer.total == 0 or {hit.record for hit in answer.hits} == {9}
        assert "вертолёта" in answer.missing

    def test_stop_and_question_words_weigh_nothing(self, engine: Engine) -> None:
        held(engine, BUDGET, ROADS)
        assert set(found(engine, "что такое бюджет")) == set(found(engine, "бюджет"))

    def test_stop_words_alone_are_looked_for(self, engine: Engine) -> None:
        held(engine, document(1, "или"), document(2, "нет"))
        assert found(engine, "или") == [1]

    def test_a_phrase_is_words_side_by_side(self, engine: Engine) -> None:
        held(engine, BUDGET, document(7, "район утвердил: на бюджет"), document(8, "бюджетом районов"))
        assert set(found(engine, '"бюджет района"')) == set(found(engine, "«бюджет района»")) == {1, 8}

    def test_a_phrase_may_hold_a_day_and_a_number(self, engine: Engine) -> None:
        held(engine, HYPHEN, document(4, "№ 131-р и ещё от 12.03.2012"))
        assert found(engine, "«№ 131-р от 12.03.2012»") == [3]

    def test_operators_in_capitals(self, engine: Engine) -> None:
        held(engine, document(1, "бюджет района"), document(2, "бюджет"), document(3, "смета"))
        assert found(engine, "бюджет И района") == [1]
        assert set(found(engine, "бюджет ИЛИ смета")) == {1, 2, 3}
        assert found(engine, "бюджет НЕ района") == [2]
        assert found(engine, "(бюджет OR смета) NOT района AND бюджет") == [2]

    def test_capitals_are_no_operators_where_all_is_capitals(self, engine: Engine) -> None:
        held(engine, document(1, "бюджет и район"), document(2, "бюджет"))
        assert set(found(engine, "БЮДЖЕТ И РАЙОН")) >= {1}
        assert engine.search(request("БЮДЖЕТ ИЛИ РАЙОН")).total_all_words == 1

    def test_a_minus_after_a_blank_excludes_and_no_other_does(self, engine: Engine) -> None:
        held(engine, document(1, "бюджет района"), document(2, "бюджет посёлка"), document(3, "№ 2-п"))
        assert found(engine, "бюджет -района") == [2]
        assert set(found(engine, "-бюджет")) == {1, 2}
        assert found(engine, "2-п") == [3]

    def test_a_prefix_finds_all_that_begins_so(self, engine: Engine) -> None:
        held(engine, document(1, "дорога"), document(2, "дорожный"), document(3, "вода"))
        assert set(found(engine, "дор*")) == {1, 2}

    def test_a_star_is_every_record(self, engine: Engine) -> None:
        held(engine, BUDGET, ROADS, HYPHEN, document(4))
        assert set(found(engine, "*")) == {1, 2, 3, 4}

    @pytest.mark.parametrize(
        "query", ["", "   ", "()", "!!!", "-", "«»", '"', "***-", "НЕ", "И ИЛИ", "AND", "№", "\x00"]
    )
    def test_a_query_of_nothing_is_no_error(self, engine: Engine, query: str) -> None:
        held(engine, document(1, "бюджет"))
        assert engine.search(request(query)).total in {0, 1}

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(alphabet='абв ИЛНЕOR()"«»*-№1.,;[]{}\\/~^:+x', max_size=60))
    def test_no_query_is_an_error(self, engine: Engine, query: str) -> None:
        if not engine.count():
            held(engine, BUDGET, ROADS, HYPHEN)
        answer = engine.search(request(query, limit=3))
        assert answer.total >= answer.total_all_words >= 0

    @pytest.mark.parametrize(
        "query",
        [
            "бюджет " * 20000,
            "(" * 5000 + "а" + ")" * 5000,
            "а* " * 3000,
            "*б" * 3000,
            "НЕ " * 3000 + "а",
            '"а ' * 3000,
        ],
    )
    def test_a_hostile_query_is_bounded(self, engine: Engine, query: str) -> None:
        held(engine, BUDGET)
        assert engine.search(request(query)).total <= 1

    def test_the_title_weighs_more_than_the_text(self, engine: Engine) -> None:
        rest = "и ещё много слов о разном"
        held(
            engine,
            document(1, f"торговля {rest}", title="Отчёт"),
            document(2, f"отчёт {rest}", title="Торговля"),
        )
        assert found(engine, "торговля") == [2, 1]

    def test_the_act_of_a_number_comes_before_those_that_cite_it(self, engine: Engine) -> None:
        citing = document(
            1, "Изменить постановление № 45-п, в постановлении № 45-п, № 45-п", title="Об изменении № 45-п"
        )
        held(
            engine,
            citing,
            document(2, "О порядке", number="45-п", date=date(2020, 1, 2), kind="постановление"),
        )
        assert found(engine, "постановление 45-п") == [2, 1]

    def test_acts_come_before_the_press_unless_the_words_ask_for_it(self, engine: Engine) -> None:
        held(engine, document(1, "газета о дороге", record_class="press"), document(2, "газета о дороге"))
        assert found(engine, "дорога") == [2, 1]
        assert set(found(engine, "газета дорога")) == {1, 2}

    def test_visibility_holds_for_hits_counts_facets_and_words(self, engine: Engine) -> None:
        held(
            engine,
            document(1, "открытый документ", kind="решение"),
            document(2, "тайный документ", visibility="staff", kind="приказ"),
            document(3, "отложенный документ", visibility="held"),
        )
        answer = engine.search(request("документ"))
        assert [hit.record for hit in answer.hits] == [1]
        assert counts(answer.facets["kind"]) == {"решение": 1}
        hidden = engine.search(request("тайный"))
        assert (hidden.total, hidden.missing) == (0, ("тайный",))
        assert engine.search(request("тайны")).suggestions == ()
        assert set(found(engine, "документ", visibility=frozenset({"public", "staff"}))) == {1, 2}
        assert engine.count() == 3

    def test_filters_narrow_and_values_of_one_field_are_alternatives(self, engine: Engine) -> None:
        held(
            engine,
            document(1, "а1", kind="решение", issuer=COUNCIL, categories=("budget",), date=date(2020, 1, 31)),
            document(
                2,
                "а1",
                kind="приказ",
                categories=("budget", "roads"),
                headings=("10", "10.2"),
                date=date(2021, 2, 1),
            ),
            document(3, "а1", record_class="press", date=date(2022, 3, 1)),
            document(4, "а1"),
        )
        wanted = {
            Filters(kind=("решение", "приказ")): {1, 2},
            Filters(issuer=(COUNCIL,)): {1},
            Filters(category=("roads",)): {2},
            Filters(category=("budget",), kind=("решение",)): {1},
            Filters(heading=("10",)): {2},
            Filters(record_class=("press", "fact")): {3},
            Filters(year=(2020, 2022)): {1, 3},
            Filters(dated_from=date(2020, 1, 31), dated_to=date(2021, 2, 1)): {1, 2},
            Filters(dated_to=date(2020, 12, 31)): {1},
            Filters(kind=("нет такого",)): set(),
        }
        for filters, records in wanted.items():
            assert set(found(engine, "*", filters=filters)) == records, filters

    def test_facets_count_the_whole_answer(self, engine: Engine) -> None:
        held(
            engine,
            *(
                document(number, "акт", kind="решение", categories=("budget", "roads"))
                for number in range(1, 31)
            ),
            document(31, "акт", kind="приказ", date=date(2020, 1, 1), record_class="press"),
            document(32, "другое", kind="приказ"),
        )
        facets = engine.search(request("акт", limit=1)).facets
        assert counts(facets["kind"]) == {"решение": 30, "приказ": 1}
        assert counts(facets["category"]) == {"budget": 30, "roads": 30}
        assert counts(facets["class"]) == {"act": 30, "press": 1}
        assert counts(facets["year"]) == {"2020": 1}
        assert set(facets) == {"class", "category", "issuer", "kind", "status", "year"}
        assert engine.search(request("акт", facets=False)).facets == {}

    def test_status_is_as_of_the_day_of_the_request(self, engine: Engine) -> None:
        day = date(2025, 1, 1)
        spans = (StatusInterval("in-force", None, day), StatusInterval("repealed", day, None))
        held(engine, document(1, "акт", statuses=spans))
        repealed = Filters(status=("repealed",))
        assert found(engine, "акт", filters=repealed, today=date(2024, 12, 31)) == []
        assert found(engine, "акт", filters=repealed, today=day) == [1]
        answer = engine.search(request("акт", today=date(2024, 12, 31)))
        assert counts(answer.facets["status"]) == {"in-force": 1}
        assert answer.hits[0].status == "in-force"

    def test_sorting(self, engine: Engine) -> None:
        held(
            engine,
            document(1, "акт", title="«Ёлка»", date=date(2020, 1, 1)),
            document(2, "акт", title="Берёза", date=date(2022, 1, 1)),
            document(3, "акт", title="яблоня"),
        )
        assert found(engine, "акт", sort="newest") == [2, 1, 3]
        assert found(engine, "акт", sort="oldest") == [1, 2, 3]
        assert found(engine, "акт", sort="title") == [2, 1, 3]

    @pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
    def test_pages_to_any_depth_repeat_nothing_and_miss_nothing(self, engine: Engine, sort: str) -> None:
        held(engine, *(document(number, "акт " * (number % 5 + 1)) for number in range(1, 301)))
        pages = [engine.search(request("акт", limit=7, offset=at, sort=sort)).hits for at in range(0, 301, 7)]
        records = [hit.record for hits in pages for hit in hits]
        assert records == found(engine, "акт", sort=sort)
        assert sorted(records) == list(range(1, 301))
        assert engine.search(request("акт", limit=0)).total == 300

    def test_a_record_is_replaced_and_deleted(self, engine: Engine) -> None:
        held(engine, document(1, "старое"), document(2, "второе"))
        engine.update([document(1, "новое")], [2, 99], 7)
        assert (found(engine, "старое"), found(engine, "новое"), found(engine, "второе")) == ([], [1], [])
        assert (engine.queue_number(), engine.count(), engine.records()) == (7, 1, frozenset({1}))

    def test_of_one_record_twice_in_a_commit_the_last_counts(self, engine: Engine) -> None:
        held(engine, document(1, "первое"), document(1, "последнее"))
        assert (found(engine, "последнее"), found(engine, "первое"), engine.count()) == ([1], [], 1)

    def test_every_commit_is_a_generation(self, engine: Engine) -> None:
        before = engine.generation()
        held(engine, document(1, "а"))
        assert engine.generation() > before

    def test_many_small_commits_answer_as_one_large(self, engine: Engine) -> None:
        for number in range(1, 61):
            engine.update(
                [document(number, f"слово{number % 7} общее")],
                [number - 1] if number % 10 == 0 else [],
                number,
            )
        gone = {number - 1 for number in range(10, 61, 10)}
        assert set(found(engine, "общее")) == set(range(1, 61)) - gone
        assert set(found(engine, "слово3")) == set(range(3, 61, 7)) - gone
        assert set(found(engine, '"слово3 общее"')) == set(range(3, 61, 7)) - gone

    def test_readers_in_threads_see_whole_generations(self, engine: Engine) -> None:
        held(engine, *(document(number, "общее слово") for number in range(1, 21)))
        seen: list[int] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                seen.append(engine.search(request("общее")).total)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for step in range(8):
            records = range(1 + 20 * step, 21 + 20 * step)
            engine.update([document(one + 20, "общее слово") for one in records], records, step)
        done.set()
        for thread in threads:
            thread.join()
        assert set(seen) == {20}
