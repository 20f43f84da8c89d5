from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.article_bounds import headline_of, split_articles
from tests.language.effort import effort

BODY = (
    "С понедельника тяжёлые машины едут в Луговое кругом, через Сосновку, – лишних четырнадцать километров.\n"
    "Причина – опоры моста, которые подмыло осенью. Школьников возят автобусами.\n"
)
TOP = "ЗАРЕЧНАЯ НОВЬ\nГазета Заречного района\n5 марта 2024 года, № 10 (5120)\n\n"
HEADLINES = ("МОСТ ЗАКРЫТ ДЛЯ ГРУЗОВИКОВ", "ВЕСНА ИДЁТ!", "БЮДЖЕТ ПРИНЯТ\nДЕПУТАТЫ СПОРИЛИ ДОЛГО")


def _issue(signed: str = "П. Дорожкин", top: str = TOP) -> str:
    return top + "".join(f"{headline}\n{BODY}{signed}\n\n" for headline in HEADLINES)


def _parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_articles(text)]


@pytest.mark.parametrize(
    "signed",
    [
        "П. Дорожкин",
        "Н. К. СТРОКИНА",
        "Пётр ДОРОЖКИН",
        "Строкина Н.К.",
        "Соб. инф.",
        "Автор: П. Дорожкин\nФото автора",
    ],
)
def test_an_issue_is_cut_below_the_signatures(signed: str) -> None:
    parts = _parts(_issue(signed))
    assert "".join(parts) == _issue(signed)
    assert [part.startswith(headline) for part, headline in zip(parts[1:], HEADLINES[1:], strict=True)] == [
        True
    ] * 2
    found = [headline_of(part, opens_issue=not at) for at, part in enumerate(parts)]
    assert [part[slice(*place)] for part, place in zip(parts, found, strict=True) if place] == list(HEADLINES)


@pytest.mark.parametrize(
    "text",
    [
        _issue(top="ЗАРЕЧНАЯ НОВЬ\n\n"),
        _issue(signed=""),
        TOP + "".join(f"{headline.capitalize()}\n{BODY}П. Дорожкин\n" for headline in HEADLINES),
        f"{TOP}МОСТ ЗАКРЫТ ДЛЯ ГРУЗОВИКОВ\n{BODY}П. Дорожкин\nОТ РЕДАКЦИИ\nЖдём писем.\n",
        f"{TOP}МОСТ ЗАКРЫТ ДЛЯ ГРУЗОВИКОВ\n{BODY}ЧТО ДАЛЬШЕ С МОСТОМ\n{BODY}П. Дорожкин\n",
        BODY,
        "",
    ],
)
def test_what_does_not_surely_hold_several_articles_stays_whole(text: str) -> None:
    assert split_articles(text) == ((0, len(text)),)


def test_a_text_without_a_headline_has_none() -> None:
    assert headline_of(BODY) is None


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*_issue().splitlines(), ""]), max_size=60))
def test_the_articles_are_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join(_parts(text)) == text


def test_a_megabyte_of_headlines_is_cut_in_seconds() -> None:
    text = TOP + "ВЕСНА ИДЁТ\nП. Дорожкин\n" * 25_000
    assert effort(lambda: split_articles(text), enough=6) < 6
