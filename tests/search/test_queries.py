"""A reader's query -> tree."""

from __future__ import annotations

import pytest

from search.analysis import Terms
from search.queries import LONGEST, MOST_PREFIXES, MOST_WORDS, parse
from search.results import Understood
from search.trees import Both, Either, Everything, Loose, Phrase, Prefix, Query, Without, Word, leaves
from search.whoosh_engine.slips import one_slip_away
from tests.search.documents import TODAY


class Known:
    """A lexicon of some words."""

    def __init__(self, *words: str) -> None:
        self.words = frozenset(words)

    def knows(self, given: Terms) -> bool:
        return given.whole in self.words

    def near(self, word: str) -> list[str]:
        return sorted(self.words.intersection(one_slip_away(word)))

    def likelier(self, word: str, given: Terms) -> list[str]:
        return []


HELD = Known(
    "бюджет",
    "район",
    "школа",
    "дорога",
    "131-фз",
    "131-п",
    "131",
    "закон",
    "устькубинский",
    "снт",
    "2025",
    "sport",
)


def understood(query: str, *, literal: bool = False) -> Query:
    return parse(query, HELD, TODAY, literal=literal)


def loose(query: str) -> Loose:
    tree = understood(query).tree
    assert isinstance(tree, Loose)
    return tree


def typed(query: str) -> list[str]:
    return [one.text for one in loose(query).wanted]


def test_plain_words_are_wanted_and_stop_words_passed_over() -> None:
    assert typed("О бюджете и о дороге") == ["бюджете", "дороге"]
    assert typed("что такое бюджет") == ["бюджет"]


@pytest.mark.parametrize(
    "quoted", ['"бюджет района"', "«бюджет района»", "“бюджет района”", "„бюджет района“"]
)
def test_quotes_of_any_shape_make_a_required_phrase(quoted: str) -> None:
    tree = loose(f"{quoted} дорога")
    assert tree.required == (Phrase("бюджет района", ("бюджет", "район")),)
    assert [one.text for one in tree.wanted] == ["дорога"]


def test_a_quote_left_open_is_passed_over() -> None:
    assert typed('"бюджет района') == ["бюджет", "района"]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("бюджет И дорога", Both),
        ("бюджет AND дорога", Both),
        ("бюджет ИЛИ дорога", Either),
        ("бюджет OR дорога", Either),
    ],
)
def test_operators(query: str, kind: type) -> None:
    tree = understood(query).tree
    assert isinstance(tree, kind)
    assert [leaf.text for leaf in leaves(tree)] == ["бюджет", "дорога"]


@pytest.mark.parametrize("query", ["бюджет НЕ дорога", "бюджет NOT дорога", "бюджет И НЕ дорога"])
def test_not_denies_one_word(query: str) -> None:
    tree = understood(f"{query} школа").tree
    assert isinstance(tree, Both)
    assert [type(part) for part in tree.parts] == [Word, Without, Word]


def test_or_binds_least_and_brackets_group() -> None:
    tree = understood("бюджет школа ИЛИ дорога").tree
    assert isinstance(tree, Either)
    assert isinstance(tree.parts[0], Both)
    grouped = understood("бюджет И (школа ИЛИ дорога)").tree
    assert isinstance(grouped, Both)
    assert isinstance(grouped.parts[1], Either)


@pytest.mark.parametrize(
    "query", ["БЮДЖЕТ И ДОРОГА", "УСТАВ ИЛИ РЕГЛАМЕНТ", "бюджет и дорога", "бюджет или дорога", "И", "НЕ И"]
)
def test_these_are_no_operators(query: str) -> None:
    assert isinstance(understood(query).tree, Loose)


@pytest.mark.parametrize("query", ["бюджет -дорога", "бюджет  -дорога школа"])
def test_a_minus_after_a_blank_excludes(query: str) -> None:
    assert [leaf.text for leaf in loose(query).excluded if isinstance(leaf, Word)] == ["дорога"]


@pytest.mark.parametrize(
    "query", ["-бюджет", "2-п", "Усть-Кубинский", "бюджет - дорога", "бюджет – дорога", "бюджет -"]
)
def test_these_are_no_minus(query: str) -> None:
    assert loose(query).excluded == ()


def test_words_in_brackets_are_an_aside() -> None:
    tree = loose("бюджет (вариант 5)")
    assert [one.text for one in tree.wanted] == ["бюджет"]
    assert [one.text for one in tree.asides] == ["вариант", "5"]
    assert typed("(бюджет)") == ["бюджет"]


def test_a_star_behind_letters_is_a_prefix() -> None:
    assert loose("дор*").wanted == (Prefix("дор*", "дор"),)
    assert loose("бюджет -дор*").excluded == (Prefix("дор*", "дор"),)


def test_a_star_alone_is_every_record() -> None:
    assert loose("*").required == (Everything(),)
    assert typed("* бюджет") == ["бюджет"]


@pytest.mark.parametrize("query", ["", " ", "()", "!!! ...", "«»", "№", "-"])
def test_nothing_is_asked_for(query: str) -> None:
    assert understood(query).tree is None


def test_limits() -> None:
    words = leaves(understood(" ".join(f"слово{number}" for number in range(300))).tree)
    assert len(words) <= MOST_WORDS
    prefixes = [leaf for leaf in leaves(understood("дор* шко* " * 20).tree) if isinstance(leaf, Prefix)]
    assert len(prefixes) == MOST_PREFIXES
    assert [note.why for note in understood("бюджет " * LONGEST).understood] == ["cut"]


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        (",.l;tn hfqjyf", [(",.l;tn hfqjyf", "бюджет района", "layout")]),
        (",.l;tn d rfpfyb", [(",.l;tn d rfpfyb", "бюджет в казани", "layout")]),
        ("бюджeт", [("бюджeт", "бюджет", "lookalike")]),
        ("CHT", [("CHT", "СНТ", "lookalike")]),
        ("ызщке", [("ызщке", "sport", "layout")]),
        ("бюджт", [("бюджт", "бюджет", "typo")]),
        ("131 закон", [("131", "131-ФЗ", "number")]),
        ("закон 131", [("131", "131-ФЗ", "number")]),
        ("131 ФЗ", [("131 ФЗ", "131-ФЗ", "number")]),
        ("ФЗ 131", [("ФЗ 131", "131-ФЗ", "number")]),
        ("131 п", [("131 п", "131-п", "number")]),
        ("бюджет за прошлый год", [("прошлый год", "2025 год", "date")]),
        ("бюджет в следующем году", []),
        ("131-п", []),
        ("бюджет района", []),
        ("pdf", []),
        ("район 12 и 131", []),
    ],
)
def test_what_was_meant_is_told(query: str, notes: list[tuple[str, str, str]]) -> None:
    assert understood(query).understood == tuple(Understood(*note) for note in notes)


@pytest.mark.parametrize("query", [",.l;tn", "бюджт", "131 закон", "прошлый год"])
def test_a_literal_query_is_taken_as_typed(query: str) -> None:
    assert understood(query, literal=True).understood == ()


def test_words_that_no_record_holds_may_be_left_out() -> None:
    assert "бюджет дорога" in understood("бюджет вертолёта дорога").suggestions


def test_a_number_that_no_record_holds_may_be_asked_by_its_figures() -> None:
    assert understood("131-кх").suggestions == ("131",)


def test_the_press_is_asked_for_by_its_words() -> None:
    assert understood("статья о дороге").wants_press
    assert not understood("решение о дороге").wants_press
