"""What a customer may ask for: lengths, days, and which contacts the chosen channel needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from catalog.errors import VecheError
from catalog.orders import CONTACTS, Channel, OrderDraft
from desk.addresses import mail_address
from dossiers.printable import one_line, printable

LONGEST = {"subject": 1000, "customer": 200, "organisation": 300, "phone": 40, "address": 300, "note": 2000}
FARTHEST_DAYS = 366
PAPER_FORMATS = ("pdf", "docx")
_CONTACTS = ("email", "phone", "address")
_MISSING = {
    "email": "Напишите адрес электронной почты: заказ придёт на него.",
    "phone": "Напишите номер факса.",
    "address": "Напишите адрес, по которому доставить заказ.",
}
_CALLED = {"customer": "Имя", "organisation": "Название организации", "phone": "Номер"} | {
    "address": "Адрес",
    "subject": "Пожелание",
    "note": "Заметка",
}
_FEWEST_DIGITS = 3


def formats_for(channel: Channel, formats: Collection[str]) -> tuple[str, ...]:
    """The formats that make sense through a channel: what is handed over on paper has to be printed."""
    by_wire = channel in (Channel.LINK, Channel.MAIL)
    return tuple(name for name in formats if by_wire or name in PAPER_FORMATS)


def tidied(draft: OrderDraft) -> OrderDraft:
    """The draft with even spaces, without unseen characters and without what the channel does not use."""
    kept = CONTACTS[draft.channel].kept
    contacts = {name: one_line(getattr(draft, name)) if name in kept else "" for name in _CONTACTS}
    return replace(
        draft,
        subject=_lines(draft.subject),
        customer=one_line(draft.customer),
        organisation=one_line(draft.organisation),
        email=contacts["email"],
        phone=contacts["phone"],
        address=contacts["address"],
        note=_lines(draft.note),
    )


def faults(draft: OrderDraft, today: date, formats: Collection[str]) -> dict[str, str]:
    """What is wrong with a tidied draft: name of the field -> sentence for the customer."""
    found = {
        name: f"{_CALLED[name]} длиннее {most} знаков: сократите."
        for name, most in LONGEST.items()
        if len(getattr(draft, name)) > most
    }
    if not draft.subject:
        found["subject"] = "Напишите, какая подборка нужна."
    if not draft.customer and not draft.organisation:
        found["customer"] = "Напишите, как к вам обращаться, или вашу организацию."
    for name in CONTACTS[draft.channel].needed:
        if not getattr(draft, name):
            found[name] = _MISSING[name]
    return (
        found | _faults_of_contacts(draft) | _faults_of_day(draft, today) | _faults_of_format(draft, formats)
    )


def _faults_of_contacts(draft: OrderDraft) -> dict[str, str]:
    found = {}
    if draft.email:
        try:
            mail_address(draft.email)
        except VecheError as error:
            found["email"] = f"{error} {error.hint}"
    if draft.phone and sum(sign.isdigit() for sign in draft.phone) < _FEWEST_DIGITS:
        found["phone"] = "В номере должны быть цифры."
    return found


def _faults_of_day(draft: OrderDraft, today: date) -> dict[str, str]:
    if draft.needed_by is None:
        return {}
    if draft.needed_by < today:
        return {"needed_by": "Этот день уже прошёл."}
    if draft.needed_by > today + timedelta(days=FARTHEST_DAYS):
        return {"needed_by": "Назовите день не дальше чем через год."}
    return {}


def _faults_of_format(draft: OrderDraft, formats: Collection[str]) -> dict[str, str]:
    possible = formats_for(draft.channel, formats)
    if draft.format in possible:
        return {}
    names = ", ".join(name.upper() for name in possible)
    return {"format": f"Так можно получить: {names}."}


def _lines(text: str) -> str:
    return "\n".join(one_line(line) for line in printable(text).split("\n")).strip()
