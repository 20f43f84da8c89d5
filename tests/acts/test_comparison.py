"""Two editions side by side: articles are aligned, words are kept, added or removed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts.comparison import BlockPair, Comparison, Piece, compare, compare_words

FORMER = """Статья 1. Общие положения
1. Бюджет района утверждается Советом депутатов.
2. Проект бюджета вносит глава района до 15 ноября.

Статья 2. Доходы
1. Доходы поступают в бюджет района.
2. Штрафы зачисляются полностью.
Статья 3. Вступление в силу
Настоящее решение вступает в силу со дня опубликования."""
LATER = """Статья 1. Общие положения
1. Бюджет района утверждается Советом депутатов.
2. Проект бюджета вносит глава района до 1 декабря.
3. К проекту прилагается прогноз.

Статья 2. Доходы
1. Доходы поступают в бюджет района.
Статья 3. Вступление в силу
Настоящее решение вступает в силу со дня опубликования."""


def told(comparison: Comparison) -> list[tuple[str, str]]:
    return [(block.change, block.label) for block in comparison.blocks if block.change != "same"]


def words(pieces: tuple[Piece, ...], *fates: str) -> str:
    return "".join(piece.text for piece in pieces if piece.fate in fates)


def test_points_are_aligned_and_their_words_compared() -> None:
    comparison = compare(FORMER, LATER)
    assert told(comparison) == [("changed", "2"), ("added", "3"), ("removed", "2")]
    changed = comparison.blocks[2]
    assert [(piece.text.strip(), piece.fate) for piece in changed.after] == [
        ("2. Проект бюджета вносит глава района до", "kept"),
        ("1 декабря", "added"),
        (".", "kept"),
    ]
    assert words(changed.before, "removed").strip() == "15 ноября"
    assert comparison.counts == {"same": 6, "changed": 1, "added": 1, "removed": 1}
    assert comparison.differs


def test_the_same_point_of_another_article_is_not_its_partner() -> None:
    comparison = compare(
        "Статья 1\n2. Проект вносит глава.\nСтатья 2\n2. Штрафы зачисляются полностью.",
        "Статья 1\n2. Проект вносит Совет.\nСтатья 2\n2. Пени зачисляются наполовину.",
    )
    assert [block.change for block in comparison.blocks] == ["same", "changed", "same", "changed"]
    assert words(comparison.blocks[3].before, "removed", "kept") == "2. Штрафы зачисляются полностью."


def test_what_only_looks_different_is_the_same() -> None:
    former = "1. Утвердить «Положение о наградах» – приложение.\n2. Решение ещё действует."
    later = '1.  Утвердить "Положение о\n наградах" - приложение.\n\n2. Решение еще действует.'
    assert not compare(former, later).differs


def test_pages_and_lines_may_be_broken_elsewhere() -> None:
    one = compare(["1. Бюджет района утверждается", "Советом депутатов."], LATER.splitlines()[1])
    assert not one.differs


def test_only_changes_with_what_stands_around_them_are_shown() -> None:
    shown = compare(FORMER, LATER).changes(around=0)
    assert [block.label if block else None for block in shown] == [None, "2", "3", None, "2", None]
    assert compare(FORMER, FORMER).changes() == (None,)
    assert compare("", "").blocks == ()


def test_a_renumbered_point_is_a_changed_one() -> None:
    (block,) = compare(
        "7. Контроль возложить на главу района.", "8. Контроль возложить на главу района."
    ).blocks
    assert (block.change, words(block.after, "added").strip(" .")) == ("changed", "8")


def test_an_island_of_a_short_word_between_changes_is_changed_too() -> None:
    before, after = compare_words("зимой и летом вместе", "осенью и весной вместе")
    assert [(piece.text, piece.fate) for piece in before] == [
        ("зимой и летом ", "removed"),
        ("вместе", "kept"),
    ]
    assert [(piece.text, piece.fate) for piece in after] == [
        ("осенью и весной ", "added"),
        ("вместе", "kept"),
    ]


TEXTS = st.text(st.sampled_from("аб1. \nСтатья)«»,ё"), max_size=200)


@given(TEXTS, TEXTS)
def test_nothing_of_either_text_is_lost(former: str, later: str) -> None:
    comparison = compare(former, later)

    def put_together(side: str) -> list[str]:
        blocks = (getattr(block, side) for block in comparison.blocks)
        return "".join("".join(piece.text for piece in pieces) + " " for pieces in blocks).split()

    assert "".join(put_together("before")) == "".join(former.split())
    assert "".join(put_together("after")) == "".join(later.split())


@given(TEXTS, TEXTS)
def test_fates_belong_to_their_side_and_kept_words_are_in_both(former: str, later: str) -> None:
    for block in compare(former, later).blocks:
        assert {piece.fate for piece in block.before} <= {"kept", "removed"}
        assert {piece.fate for piece in block.after} <= {"kept", "added"}
        assert bool(block.before) == (block.change != "added")
        assert bool(block.after) == (block.change != "removed")


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert not compare(text, text).differs


def _long(seed: int, points: int) -> str:
    return "\n".join(
        f"{at}. Точка {at * seed % 97} и слова {at % 7} о деле {at * 31 % 11}." for at in range(1, points)
    )


@pytest.mark.parametrize(
    ("former", "later"),
    [
        (_long(3, 3_000), _long(5, 3_000)),
        ("слово и дело, " * 12_000, "дело и слово, " * 12_000),
        ("1. Утратил силу.\n" * 5_000, "2. Утратил силу.\n" * 5_000),
    ],
    ids=["all-points-changed", "one-long-paragraph", "the-same-words-again"],
)
def test_long_texts_take_bounded_time(former: str, later: str) -> None:
    began = time.process_time()
    comparison = compare(former, later)
    assert time.process_time() - began < 6
    assert comparison.differs
    assert isinstance(comparison.blocks[0], BlockPair)
