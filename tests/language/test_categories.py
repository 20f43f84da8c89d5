from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.categories import suggest
from tests.language.effort import effort

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("categories.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
TABLE = tomllib.loads(files("language").joinpath("data", "categories.toml").read_text("utf-8"))["categories"]


def slugs(title: str, text: str = "", kind: str | None = None) -> list[str]:
    return [one.slug for one in suggest(title, text, kind)]


@pytest.mark.parametrize("half", ["develop", "measure", "fresh"])
def test_titles_labelled_by_hand_get_their_category(half: str) -> None:
    rows = [row for row in ROWS if row[0] == half]
    first = sum(slugs(title)[0] == category for _, category, _, title in rows)
    among_three = sum(category in slugs(title)[:3] for _, category, _, title in rows)
    assert len(rows) >= 75
    assert first >= 0.9 * len(rows)
    assert among_three >= 0.98 * len(rows)


@pytest.mark.parametrize("row", [row for row in ROWS if row[2]], ids=lambda row: row[3][:40])
def test_a_second_category_is_among_the_first_three(row: list[str]) -> None:
    assert set(row[2].split()) <= set(slugs(row[3])[:3])


def test_every_category_of_the_taxonomy_has_cues_and_labelled_titles() -> None:
    taxonomy = json.loads(files("catalog").joinpath("data", "taxonomy.json").read_text("utf-8"))["categories"]
    assert {row["slug"]: row["rank"] for row in TABLE} == {row["id"]: row["test_rank"] for row in taxonomy}
    assert {row[1] for row in ROWS} == {row["slug"] for row in TABLE}


def test_every_cue_is_a_phrase_that_can_match() -> None:
    for row in TABLE:
        for cue in (*row["strong"], *row["weak"], *row["hint"], *row["not"]):
            words = cue.split()
            assert words[0] != "~"
            assert words[-1] != "~"
            assert all(part.rstrip("*") for word in words for part in word.split("|"))


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("О ВНЕСЕНИИ ИЗМЕНЕНИЙ В РЕШЕНИЕ ДУМЫ ОТ 01.12.2010 № 7 «О ЗЕМЕЛЬНОМ НАЛОГЕ»", "taxes"),
        (
            "О внесение изменений в постановление от 05.02.2014 № 9 «Об утверждении плана работы»",
            "work-plans",
        ),
        ("О признании утратившим силу решения «О бюджете района на 2011 год»", "budget"),
        ("О порядке отбывания наказания в виде исправительных работ", "employment"),
        ("Об отчёте об исполнении бюджета за 2015 год", "budget-execution"),
        ("О безопасности людей на водных объектах", "emergency"),
        ("О конкурсе рисунков ко Дню города", "current-events"),
        ("Об уставе ТОС «Луговой»", "formation"),
        ("О порядке исполнения бюджета района по источникам", "budget"),
    ],
)
def test_what_looks_alike_is_told_apart(title: str, category: str) -> None:
    assert slugs(title)[0] == category


def test_a_draft_stands_beside_its_topic() -> None:
    assert slugs("О земельном налоге", kind="проект решения")[:2] == ["taxes", "drafts"]
    assert slugs("", "ПРОЕКТ\nРЕШЕНИЕ\nО земельном налоге\n")[:2] == ["taxes", "drafts"]


def test_a_draft_without_a_topic_is_a_draft() -> None:
    assert slugs("Об ином", kind="проект постановления")[0] == "drafts"


def test_an_act_without_a_topic_falls_back_to_the_legal_acts() -> None:
    assert slugs("Об ином") == ["charter-acts"]
    assert slugs("", "") == ["charter-acts"]


def test_the_head_of_the_text_only_proposes() -> None:
    text = "В соответствии с решением об исполнении бюджета за 2012 год и планом приватизации"
    suggested = slugs("О земельном налоге", text)
    assert suggested[0] == "taxes"
    assert {"budget-execution", "privatization"} <= set(suggested)


def test_the_cue_is_shown_in_the_words_of_the_title() -> None:
    first = suggest("Об отчёте об исполнении\nбюджета района", "", None)[0]
    assert first.cue == "отчёте об исполнении"
    assert 0.8 <= first.confidence <= 1


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_words_get_distinct_categories_of_the_table(title: str, text: str) -> None:
    suggested = slugs(title, text)
    known = {row["slug"] for row in TABLE}
    assert suggested
    assert len(suggested) == len(set(suggested))
    assert set(suggested) <= known


def test_a_long_text_costs_no_more_than_its_head() -> None:
    suggest("О бюджете", "бюджет " * 300, None)
    text = "бюджет " * 500_000
    assert effort(lambda: suggest("О бюджете", text, None), enough=0.5) < 0.5
