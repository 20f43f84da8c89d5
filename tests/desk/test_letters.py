from __future__ import annotations

from datetime import date

import pytest

from catalog.orders import Channel
from desk.letters import letter, letters
from language.wording import day

WORDS = dict.fromkeys(
    (
        *("number", "subject", "message", "wanted", "address", "phone", "title", "as_of", "confirm", "issue"),
        *("entries", "page"),
    ),
    "слово",
)


@pytest.mark.parametrize("name", letters())
def test_every_letter_is_filled_in(name: str) -> None:
    written = letter(name, **WORDS)
    assert "слово" in written.body
    assert "{" not in written.subject + written.body
    assert written.body == written.body.strip()
    assert "\n\n\n" not in written.body


def test_there_is_a_letter_for_each_channel() -> None:
    assert {f"ready-{channel.value}" for channel in Channel} <= set(letters())


def test_braces_of_a_customer_are_words_and_a_long_subject_is_cut() -> None:
    written = letter("follow", title="{confirm} " + "о" * 300, confirm="http://x")
    assert "{confirm}" in written.subject
    assert len(written.subject) == 200
    assert written.subject.endswith("…")


def test_quotation_marks_are_not_doubled_and_a_year_ends_its_sentence() -> None:
    words = WORDS | {"subject": "«Бюджет района»", "wanted": f"Нужен к {day(date(2026, 12, 1))}.\n"}
    body = letter("placed", **words).body
    assert ": «Бюджет района»." in body
    assert "Нужен к 1\u00a0декабря 2026\u00a0г.\n" in body
    nested = letter("follow", title="Решение «О бюджете»", confirm="http://x")
    assert nested.subject.endswith("подборкой «Решение „О бюджете“»")
