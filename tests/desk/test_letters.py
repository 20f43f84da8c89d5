from __future__ import annotations

import re
from datetime import date

import pytest

from catalog.orders import Channel
from desk.letters import counted_in, letter, letters, said
from language.wording import day

LANGUAGES = ("ru", "en")
WORDS = dict.fromkeys(
    (
        *("number", "subject", "message", "wanted", "address", "phone", "title", "as_of", "confirm", "issue"),
        *("entries", "page"),
    ),
    "слово",
)


EACH = [(name, language) for language in LANGUAGES for name in letters(language)]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_letter_is_filled_in(name: str, language: str) -> None:
    written = letter(name, language, **WORDS)
    assert "слово" in written.body
    assert "{" not in written.subject + written.body
    assert written.body == written.body.strip()
    assert "\n\n\n" not in written.body


def test_there_is_a_letter_for_each_channel() -> None:
    assert {f"ready-{channel.value}" for channel in Channel} <= set(letters("ru"))


def test_both_languages_have_the_same_letters_with_the_same_blanks() -> None:
    def blanks(language: str) -> dict[str, list[str]]:
        return {
            name: sorted(set(re.findall(r"{\w+}", found["subject"] + found["body"])))
            for name, found in letters(language).items()
        }

    assert blanks("ru") == blanks("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_that_nobody_has_looked_at_hold_no_words_of_who_ordered(language: str) -> None:
    for name in ("placed", "withdrawn", "refused"):
        told = letters(language)[name]
        for word in ("subject", "customer", "address", "phone"):
            assert f"{{{word}}}" not in told["subject"] + told["body"]


def test_shared_words_are_in_both_languages() -> None:
    assert said("wanted", "en", day=day(date(2026, 12, 1), "en")) == "Needed by 1 December 2026."
    assert said("until", "ru", day="1 декабря 2026\u00a0г.").startswith(
        "Ссылка действует до 1 декабря 2026\u00a0г.;"
    )
    assert [counted_in("documents", "ru", number) for number in (1, 3, 11)] == [
        "1\u00a0документ",
        "3\u00a0документа",
        "11\u00a0документов",
    ]
    assert [counted_in("documents", "en", number) for number in (1, 7)] == ["1 document", "7 documents"]


def test_braces_of_a_customer_are_words_and_a_long_subject_is_cut() -> None:
    written = letter("follow", "ru", title="{confirm} " + "о" * 300, confirm="http://x")
    assert "{confirm}" in written.subject
    assert len(written.subject) == 200
    assert written.subject.endswith("…")


def test_quotation_marks_are_not_doubled_and_a_year_ends_its_sentence() -> None:
    wanted = said("wanted", "ru", day=day(date(2026, 12, 1)))
    words = WORDS | {"subject": "«Бюджет района»", "wanted": f"{wanted}\n"}
    body = letter("accepted", "ru", **words).body
    assert ", «Бюджет района»," in body
    assert "“Бюджет района”" in letter("accepted", "en", **words).body
    assert "Нужен к 1\u00a0декабря 2026\u00a0г.\n" in body
    nested = letter("follow", "ru", title="Решение «О бюджете»", confirm="http://x")
    assert nested.subject.endswith("подборкой «Решение „О бюджете“»")
