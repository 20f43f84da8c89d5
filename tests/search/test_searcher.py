"""Answers joined with the catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.database import Database
from catalog.model import Visibility
from search.indexer import Indexer
from search.searcher import Searcher
from tests.catalog.drafts import act, marks, text
from tests.search.documents import COUNCIL, request


@pytest.fixture
def searcher(database: Database, indexer: Indexer) -> Searcher:
    with database.write() as unit:
        draft = act(
            number="131-п", text=text("Начало <текста>", "Ремонт дороги & моста в посёлке"), key="внешний"
        )
        unit.records.add(replace(draft, categories=marks("budget")))
        unit.records.add(act(number="7", title="О школе", text=text("Устав школы")))
    indexer.drain()
    return Searcher(indexer.engine(), database)


def test_a_hit_shows_the_requisites_of_the_record_and_the_page_of_its_words(searcher: Searcher) -> None:
    result = searcher.search(request("ремонт дорог"))
    (hit,) = result.hits
    assert (hit.key, hit.title, hit.number, hit.date, hit.kind) == (
        "внешний",
        "О бюджете",
        "131-п",
        "2024-03-05",
        "решение",
    )
    assert (hit.page, hit.pages, hit.all_words, hit.record_class) == (2, 2, True, "act")
    assert hit.snippet == "<mark>Ремонт</mark> <mark>дороги</mark> &amp; моста в посёлке"
    assert result.took_ms > 0


def test_a_record_found_by_its_title_alone_shows_its_beginning(searcher: Searcher) -> None:
    (hit,) = searcher.search(request("бюджет")).hits
    assert (hit.page, hit.snippet) == (None, "Начало &lt;текста&gt;")


def test_facets_are_labelled(searcher: Searcher) -> None:
    facets = searcher.search(request("*")).facets
    assert [(one.value, one.label, one.count) for one in facets["class"]] == [("act", "Акты", 2)]
    assert [(one.value, one.count) for one in facets["category"]] == [("budget", 1)]
    assert facets["category"][0].label not in {"", "budget"}
    assert [one.value for one in facets["issuer"]] == [COUNCIL]


def test_what_was_closed_after_indexing_is_not_shown(searcher: Searcher, database: Database) -> None:
    (hit,) = searcher.search(request("школа")).hits
    with database.write() as unit:
        unit.records.set_visibility(hit.record, Visibility.HELD, actor="мария")
    assert searcher.search(request("школа")).hits == ()


def test_no_snippets_are_cut_when_none_are_asked_for(searcher: Searcher) -> None:
    (hit,) = searcher.search(request("ремонт дорог", snippets=False)).hits
    assert (hit.page, hit.snippet) == (None, "")
