"""The parts of the citation grammar: its tables, places, titles and numbers."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.citation_cues import cues
from language.citation_kinds import codes_named, grammar, kind_word
from language.citation_numbers import core_at, tidy
from language.citation_places import places_after, places_before
from language.citation_titles import quote_end, title_at
from language.citations import find_citations


def _table(name: str) -> dict[str, list[dict[str, str]]]:
    table: dict[str, list[dict[str, str]]] = tomllib.loads(
        files("language").joinpath("data", name).read_text("utf-8")
    )
    return table


KINDS = _table("citation_kinds.toml")
CUES = tomllib.loads(files("language").joinpath("data", "citation_cues.toml").read_text("utf-8"))


@pytest.mark.parametrize("row", KINDS["kinds"], ids=lambda row: row["name"])
def test_every_kind_of_the_table_is_read_in_all_its_forms(row: dict[str, str]) -> None:
    stem = re.sub(r"\[(.).*?\]", r"\1", row["stem"])
    endings = tomllib.loads(files("language").joinpath("data", "citation_kinds.toml").read_text("utf-8"))[
        "declensions"
    ][row["declension"]]
    for ending, cases in endings.items():
        word = kind_word(f"{stem}{ending} от", 0)
        assert word is not None
        assert (word.name, word.cases, word.end) == (row["name"], cases, len(stem + ending))
        assert grammar().anchor.search(f" {stem}{ending} ")


@pytest.mark.parametrize("row", KINDS["codes"], ids=lambda row: row["name"])
def test_every_code_of_the_table_is_named(row: dict[str, str]) -> None:
    plain = {
        "before": re.sub(r"\[а-я\]\+", "ого", row.get("before", "").split("|")[0]).replace(" ?", ""),
        "after": re.sub(r"\[а-я\][+*]", "а", row.get("after", ""))
        .replace("?", "")
        .replace("(право)", "право"),
        "short": row.get("short", "").split("|")[0].replace("?", "").replace(" ", ""),
    }
    if plain["before"]:
        text = f"{plain['before']} кодекса рф"
        word = kind_word(text, text.index("кодекс"))
        assert word is not None
        assert codes_named(text, word) == ([row["name"]], 0, len(text))
    if row.get("after"):
        text = {"об": "кодекс рф об административных правонарушениях"}.get(row["after"][:2], "")
        text = text or "кодекс " + re.sub(r"\[а-я\][+*]", "ого", row["after"])
        word = kind_word(text, 0)
        assert word is not None
        assert codes_named(text, word) == ([row["name"]], 0, len(text))
    if plain["short"]:
        word = kind_word(f"{plain['short']} рф", 0)
        assert word is not None
        assert word.name == row["name"]


def test_every_cue_is_a_pattern_of_its_own_that_needs_letters() -> None:
    for part in ("before", "behind"):
        for listed in CUES[part].values():
            for cue in listed:
                assert not re.compile(cue).search("")
    assert set(cues().before.groupindex) == set(CUES["before"])
    assert set(cues().behind.groupindex) == set(CUES["behind"])


def test_no_cue_behind_a_citation_is_locked_out_by_the_gate() -> None:
    spoken = (
        "признать утратившим силу", "считать утратившим силу", "отменить", "утратило силу",
        "внесены изменения", "вносятся изменения", "дополнить", "приостановить", "продлить", "изложить",
        "исключить", "заменить", "следующие изменения", "читать", "изложен в", "дополнен",
    )  # fmt: skip
    for words in spoken:
        assert cues().first_behind(f" {words} ") is not None


@pytest.mark.parametrize(
    ("text", "article", "part", "point"),
    [
        ("пунктом 1 части 10 статьи 35, статьей 44 ", ["35", "44"], ["10"], ["1"]),
        ("статьями 5, 7 и 12 ", ["5", "7", "12"], [], []),
        ("ст. ст. 15, 16-18 ", ["15", "16-18"], [], []),
        ("частью второй статьи 264.2 ", ["264.2"], ["2"], []),
        ("подпунктом «б» пункта 3 ", [], [], ["3"]),
        ("п.п. 1, 2 ч. 3 ст. 4 указанного ", ["4"], ["3"], ["1", "2"]),
        ("главой 31 ", [], [], []),
        ("статьей 5, согласно ", [], [], []),
    ],
)
def test_places_lead_up_to_an_act(text: str, article: list[str], part: list[str], point: list[str]) -> None:
    places = places_before(text + "закона", len(text))
    assert (places.article, places.part, places.point) == (article, part, point)


def test_places_behind_an_act_end_its_clause() -> None:
    assert places_after(" (статья 15, часть 2).", 0).article == ["15"]
    assert not places_after(", статьей 5 устава района", 0)
    assert not places_after(" пункт 4", 0)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True))
def test_a_list_of_articles_comes_back_whole(numbers: list[int]) -> None:
    listed = ", ".join(map(str, numbers[:-1])) + (" и " if len(numbers) > 1 else "") + str(numbers[-1])
    (found,) = find_citations(f"в соответствии со статьями {listed} Трудового кодекса РФ")
    assert found.article == "; ".join(map(str, numbers))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("«О налоге», от", 10),
        ("«О программе «Развитие» на 2012 год» и", 36),
        ("«О внесении изменений в решение «О налоге»; от", 42),
        ('"О программе "Развитие" на 2012 год" и', 36),
        ('" О программе " Развитие " на 2012 год " ;', 40),
        ("«О программе «Развитие» с 2012 г .\nОпубликовать в газете «Заря»", 23),
        ("«О налоге без конца\n\nДалее", 19),
    ],
)
def test_a_quotation_ends_where_a_reader_ends_it(text: str, end: int) -> None:
    assert quote_end(text, 0) == end


@given(st.text(alphabet='«»"„“ аО.;\n', max_size=80))
def test_a_quotation_ends_inside_the_text(tail: str) -> None:
    assert 0 < quote_end("«" + tail, 0) <= len(tail) + 1


def test_an_unquoted_title_runs_to_the_end_of_its_clause() -> None:
    assert title_at(" О налоге на землю; от 12", 0) == ("О налоге на землю", 18)
    assert title_at(" следующие изменения", 0) is None


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("от 26.04.2007 № 63-ФЗ", "63-ФЗ", "2007-04-26"),
        ("№ 82 от 22.12.2017г.", "82", "2017-12-22"),
        ("от 3 мая 2012 г. № 398", "398", "2012-05-03"),
        ("от 2 марта                     2007 № 25 - ФЗ", "25-ФЗ", "2007-03-02"),
        ("№ 648/48Об утверждении", "648/48", None),
        ("№ 12/0345 - ГС от", "12/0345-ГС", None),
        ("№ 68-IV ДГ ", "68-IV ДГ", None),
        ("№ П/45-12-1,", "П/45-12-1", None),
        ("от 2012 года № 5", "5", None),
        ("от 28.04.2020 № б/н", None, "2020-04-28"),
    ],
)
def test_date_and_number_are_read_in_either_order(text: str, number: str | None, date: str | None) -> None:
    core = core_at(text, text.lower(), 0)
    assert core is not None
    assert (core.number, core.date) == (number, date)


def test_a_law_number_is_written_in_one_way() -> None:
    assert {tidy(number) for number in ("131-ФЗ", "131 ФЗ", "131-Ф3", "131 - фз", "131ФЗ")} == {"131-ФЗ"}
