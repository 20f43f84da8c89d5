from __future__ import annotations

import pytest

from catalog.orders import Channel
from desk.letters import letter, letters

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
