"""What stands in the form of an order: as it was typed, what it is about, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from catalog.errors import NotFound, VecheError
from catalog.orders import CONTACTS, Channel, Order, OrderDraft
from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from desk.wishes import formats_for
from dossiers.exports.all import FORMATS
from web.access import Needs, sees
from web.presenters.requisites import act_name, first_upper, shown_title
from web.visit import Visit

_LONGEST_ADDRESS = 500
_LATER_CONTACTS = ("email", "phone", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the form, as they came.

    Attributes:
        subject: what is wanted.
        channel: how; "" before it is chosen.
        format: of the file.
        needed_by: the day, as it was typed.
        customer: how they are addressed.
        organisation: department or body.
        email: or "".
        phone: or "".
        address: or "".
        note: for staff alone; asked for on the desk only.
        selection: «kind/slug» that is asked for, or "".
        again: number of the order that is repeated, or "".
        key: that opens that order, or "".
        mark: of this form, so that it is placed once.
    """

    subject: str = ""
    channel: str = ""
    format: str = ""
    needed_by: str = ""
    customer: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    selection: str = ""
    again: str = ""
    key: str = ""
    mark: str = ""

    @classmethod
    def read(cls, value_of: Callable[[str], str]) -> Typed:
        """The fields of a sent form."""
        return cls(**{field.name: value_of(field.name) for field in fields(cls)})

    @property
    def way(self) -> Channel | None:
        """The channel, if one is chosen."""
        return Channel(self.channel) if self.channel in tuple(Channel) else None

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that the channel has."""
        return formats_for(self.way, tuple(FORMATS)) if self.way else ()

    @property
    def contacts(self) -> tuple[tuple[str, bool], ...]:
        """Contacts that the channel needs or may use, with whether they are needed; needed ones first."""
        if self.way is None:
            return ()
        asked = CONTACTS[self.way]
        found = [(name, name in asked.needed) for name in _LATER_CONTACTS if name in asked.kept]
        return tuple(sorted(found, key=lambda one: not one[1]))

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """What is typed already, for the step that asks for the channel anew."""
        named = [(field.name, str(getattr(self, field.name))) for field in fields(self)]
        return tuple((name, value) for name, value in named if value and name != "channel")

    def draft(self, *, account: int | None, selection: int | None, again_of: int | None) -> OrderDraft:
        """The order that is meant.

        Raises:
            VecheError: no channel is chosen, or the day is none.
        """
        if self.way is None:
            raise VecheError("Выберите, как передать подборку.")
        return OrderDraft(
            subject=self.subject,
            channel=self.way,
            format=self.format if self.format in self.formats else self.formats[0],
            customer=self.customer,
            organisation=self.organisation,
            email=self.email,
            phone=self.phone,
            address=self.address,
            note=self.note,
            account=account,
            selection=selection,
            needed_by=day_of(self.needed_by),
            again_of=again_of,
        )


def day_of(text: str) -> date | None:
    """A day as a browser sends it or as people type it, None for "".

    Raises:
        VecheError: it is no day.
    """
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise VecheError("Такого дня нет.", "Напишите день так: 05.03.2027.")


def typed_of(order: Order | OrderDraft, **more: str) -> Typed:
    """The form filled as an order is."""
    named = {field.name for field in fields(Typed)} & {field.name for field in fields(order)}
    plain = {name: str(getattr(order, name) or "") for name in named - {"channel", "selection"}}
    return Typed(**(plain | {"channel": order.channel.value} | more))


def prefilled(visit: Visit, work: UnitOfWork) -> Typed:
    """The form as an address asks for it: of a selection, a record or a search.

    Raises:
        NotFound: what it names is not for the asker.
    """
    asked = visit.asked
    typed = Typed(
        channel=asked.get("channel", ""),
        customer=visit.actor,
        selection=asked.get("selection", "").strip()[:_LONGEST_ADDRESS],
    )
    if typed.selection:
        return replace(typed, subject=visit.t("ordering.of_selection", title=named(visit, work, typed).title))
    if asked.get("record"):
        return replace(typed, subject=_of_record(visit, work, asked["record"]))
    if asked.get("search"):
        return replace(typed, subject=visit.t("ordering.of_search", q=asked["search"].strip()[:300]))
    return typed


def named(visit: Visit, work: UnitOfWork, typed: Typed) -> Selection:
    """The selection that the form names, if the asker may see it.

    Raises:
        NotFound: there is none, or it is not for the asker; both read the same.
    """
    kind, _, slug = typed.selection.partition("/")
    found = work.selections.by_slug(SelectionKind(kind), slug) if kind in tuple(SelectionKind) else None
    seen = found is not None and ((found.public and found.issue) or visit.may(Needs.LIBRARIAN))
    if found is None or found.removed_at or not seen:
        raise NotFound(visit.t("ordering.no_selection"), visit.t("ordering.no_selection_next"))
    return found


def _of_record(visit: Visit, work: UnitOfWork, number: str) -> str:
    plain = number.isascii() and number.isdigit() and len(number) <= 15
    record = work.records.get(int(number)) if plain else None
    if record is None or record.withdrawn_at or not sees(record, visit.account):
        raise NotFound("Такой записи в каталоге нет.", "Проверьте номер или найдите документ поиском.")
    name, title = first_upper(act_name(visit, record)), shown_title(visit, record)
    return title if name == title or title in name else f"{name} «{title}»"
