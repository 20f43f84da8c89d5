from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.orders import CONTACTS, Channel, OrderDraft
from desk.wishes import LONGEST, faults, tidied

TODAY = date(2026, 5, 20)
FORMATS = ("pdf", "docx", "zip")


def wish(**changes: Any) -> OrderDraft:
    given: dict[str, Any] = {"subject": "Бюджет района", "channel": Channel.LINK, "format": "pdf"}
    return OrderDraft(**(given | {"customer": "Семёнова А. П."} | changes))


def found(**changes: Any) -> dict[str, str]:
    return faults(tidied(wish(**changes)), TODAY, FORMATS)


def test_a_plain_wish_has_no_fault() -> None:
    assert found() == {}
    assert found(needed_by=TODAY, organisation="Отдел", customer="") == {}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"subject": " \n "}, {"subject"}),
        ({"customer": "", "organisation": " "}, {"customer"}),
        ({"channel": Channel.MAIL}, {"email"}),
        ({"channel": Channel.MAIL, "email": "нет"}, {"email"}),
        ({"channel": Channel.FAX}, {"phone"}),
        ({"channel": Channel.FAX, "phone": "нет номера"}, {"phone"}),
        ({"channel": Channel.COURIER}, {"address"}),
        ({"channel": Channel.POST, "format": "zip", "address": "с. Заречное"}, {"format"}),
        ({"format": "exe"}, {"format"}),
        ({"needed_by": TODAY - timedelta(days=1)}, {"needed_by"}),
        ({"needed_by": TODAY + timedelta(days=400)}, {"needed_by"}),
        ({"subject": "о" * 1001, "customer": "и" * 201}, {"subject", "customer"}),
    ],
)
def test_each_fault_is_told_beside_its_field(changes: dict[str, Any], fields: set[str]) -> None:
    told = found(**changes)
    assert set(told) == fields
    assert all(sentence.endswith(".") for sentence in told.values())


def test_contacts_that_a_channel_does_not_use_are_not_kept() -> None:
    contacts = {"email": "a@zarechny.example", "phone": "1-23-45", "address": "с. Заречное"}
    for channel in Channel:
        clean = tidied(wish(channel=channel, **contacts))
        kept = {name for name in contacts if getattr(clean, name)}
        assert kept == CONTACTS[channel].kept
    assert tidied(wish(**contacts)).phone == ""


@given(st.text(max_size=50), st.text(max_size=50))
def test_what_is_typed_is_kept_in_lines_without_unseen_signs(subject: str, customer: str) -> None:
    clean = tidied(wish(subject=subject, customer=customer))
    assert "\n" not in clean.customer
    assert "\r" not in clean.subject
    assert "\x00" not in clean.subject
    assert tidied(clean) == clean


def test_every_field_of_a_form_has_a_longest_length() -> None:
    texts = {"subject", "customer", "organisation", "phone", "address", "note"}
    assert set(LONGEST) == texts
