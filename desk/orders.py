"""The desk of orders: what customers and librarians do with an order, each step with the letter about it.

A step, its letter and the file that it asks for are one transaction: whoever sees the step sees them all.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.clock import Clock
from catalog.errors import Conflict, NotFound, VecheError
from catalog.issues import Issue
from catalog.orders import Channel, MailDraft, Order, OrderDraft, OrderState
from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from desk.addresses import mail_address
from desk.asking_limit import LETTERS, AskingDesk
from desk.letters import letter, said, shortened
from desk.links import order_token
from desk.wishes import faults, tidied
from desk.working_days import working_day_after
from dossiers.editing import create
from dossiers.exports.all import FORMATS
from dossiers.exports.words import quoted
from dossiers.issuing import order_export
from language.wording import day

SOON_WORKING_DAYS = 2
LONGEST_MESSAGE = 4000
LONGEST_TITLE = 200
OFFICE = "office"  # what nobody does by hand
_NOT_WRITTEN = (
    f"Письмо заказчику не отправлено: на этот адрес за сутки их ушло уже {LETTERS.per_day}. "
    "То, что пишет библиотекарь, уйдёт как обычно."
)
_TAKEN_BACK = (OrderState.ACCEPTED, OrderState.REFUSED, OrderState.WITHDRAWN)
_BY_LETTER = (Channel.LINK, Channel.MAIL)


@dataclass(frozen=True, slots=True)
class Placed:
    """An order just placed.

    Attributes:
        order: as it is kept.
        token: of the customer's own page; nobody can tell it later.
        unwritten: whether no receipt goes, because the address got too many letters today.
    """

    order: Order
    token: str
    unwritten: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a librarian does with an order, as the form or the command sends it.

    Attributes:
        order: number of its row.
        version: of the order as they saw it.
        actor: name of their account.
        message: for the customer, or "".
    """

    order: int
    version: int
    actor: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class OrderDesk:
    """Where orders are placed and served.

    Attributes:
        clock: now and today.
        secret: of the home; tokens are made of it.
        domain: of the library's mail, for the ids of letters.
        formats: in which files can be had.
    """

    clock: Clock
    secret: bytes
    domain: str = "localhost"
    formats: Sequence[str] = tuple(FORMATS)

    def faults(self, draft: OrderDraft) -> dict[str, str]:
        """What keeps a draft from being placed: name of the field -> sentence for the customer."""
        return faults(tidied(draft), self.clock.today(), self.formats)

    def place(self, work: UnitOfWork, draft: OrderDraft, *, actor: str = "") -> Placed:
        """Take an order.

        Args:
            work: a writing transaction.
            draft: as it was typed.
            actor: name of the account; "" is a customer without one.

        Raises:
            VecheError: something in it is missing or too much; all of it is said.
        """
        found = self.faults(draft)
        if found:
            raise VecheError("Заказ не принят. " + " ".join(found.values()))
        clean = tidied(draft)
        if clean.email:
            clean = replace(clean, email=mail_address(clean.email))
        today, moment = self.clock.today(), self.clock.now()
        order = work.orders.place(
            clean,
            lambda number: order_token(self.secret, number),
            year=today.year,
            moment=moment,
            actor=actor,
        )
        unwritten = not self._by_themselves(work, order, "placed", actor)
        return Placed(order, order_token(self.secret, order.number), unwritten)

    def again(self, order: Order) -> OrderDraft:
        """The same wish once more («как в прошлом году»), for the customer to look over and place."""
        return OrderDraft(
            subject=order.subject,
            channel=order.channel,
            format=order.format,
            customer=order.customer,
            organisation=order.organisation,
            email=order.email,
            phone=order.phone,
            address=order.address,
            account=order.account,
            selection=order.selection,
            needed_by=_next_year(order.needed_by, self.clock.today()),
            language=order.language,
            again_of=order.id,
        )

    def accept(self, work: UnitOfWork, step: Step) -> Order:
        """A librarian takes an order up, or takes up again what was refused or came back."""
        after = self._move(work, step, OrderState.ACCEPTED)
        self._letter(work, after, "accepted", step.message)
        return after

    def amend(self, work: UnitOfWork, step: Step, **changes: Any) -> Order:
        """A librarian corrects what the order says: its day, form, channel, contacts, selection or note.

        Raises:
            VecheError: it could not have been placed like this; all of it is said.
            Conflict: the order was changed meanwhile.
        """
        before = _existing(work, step.order)
        names = [name for name in OrderDraft.__slots__ if name != "again_of"]
        draft = tidied(OrderDraft(**{name: getattr(before, name) for name in names} | changes))
        found = faults(draft, self.clock.today(), self.formats)
        if draft.needed_by == before.needed_by:
            found.pop("needed_by", None)
        if found:
            raise VecheError(" ".join(found.values()))
        email = mail_address(draft.email) if draft.email else ""
        values = {name: getattr(draft, name) for name in names if name != "account"} | {"email": email}
        return work.orders.change(
            step.order, version=step.version, moment=self.clock.now(), actor=step.actor, **values
        )

    def write(self, work: UnitOfWork, order: int, message: str, *, actor: str) -> Order:
        """Write to the customer: on their own page, and by mail where an address is known.

        Raises:
            VecheError: nothing is written, or too much.
        """
        said = _message(message, required=True)
        found = _existing(work, order)
        work.orders.say(order, said, moment=self.clock.now(), actor=actor, told=True)
        self._letter(work, found, "message", said)
        return found

    def fulfil(self, work: UnitOfWork, step: Step, publication: int, *, format: str = "") -> Order:
        """What was ordered is compiled: its file is made, and the customer is written to once it is there.

        Args:
            work: a writing transaction.
            step: by a librarian.
            publication: what the order is fulfilled by.
            format: of the file, if another one than was ordered.

        Raises:
            Conflict: the order was changed meanwhile, or cannot be fulfilled any more.
            NotFound: there is no such order or publication.
        """
        issue = work.publications.require(publication)
        before = _existing(work, step.order)
        chosen = format or before.format
        if chosen not in self.formats:
            raise VecheError(f"Файлов вида «{chosen}» нет.", f"Выберите: {', '.join(self.formats)}.")
        order_export(work, publication, chosen, requested_by=step.actor, clock=self.clock)
        changes: dict[str, int | str] = {"publication": publication, "format": chosen}
        if before.selection is None and issue.selection is not None:
            changes["selection"] = issue.selection
        after = self._move(work, step, OrderState.READY, changes)
        self._letter(work, after, f"ready-{after.channel.value}", step.message, issue)
        return after

    def fulfil_by_selection(self, work: UnitOfWork, step: Step, selection: int, *, format: str = "") -> Order:
        """The same by the last issue of a selection.

        Raises:
            Conflict: nothing of it is published yet.
        """
        issue = work.publications.last(selection)
        if issue is None:
            raise Conflict("У этой подборки ещё нет выпуска.", "Сначала опубликуйте её.")
        return self.fulfil(work, step, issue.id, format=format)

    def begin_selection(
        self, work: UnitOfWork, step: Step, kind: SelectionKind = SelectionKind.DOSSIER
    ) -> tuple[Order, Selection]:
        """Make an empty selection for an order that nothing fulfils yet; the order names it from now on.

        Raises:
            Conflict: the order was changed meanwhile.
        """
        order = _existing(work, step.order)
        title = shortened(" ".join(order.subject.split()), LONGEST_TITLE)
        made = create(work, kind, title, actor=step.actor, clock=self.clock)
        moment = self.clock.now()
        after = work.orders.change(
            step.order, version=step.version, moment=moment, actor=step.actor, selection=made.id
        )
        return after, made

    def send_out(self, work: UnitOfWork, step: Step) -> Order:
        """It has left the library by courier, fax or post, or a librarian has sent the letter by hand."""
        after = self._move(work, step, OrderState.SENT)
        if step.message.strip():
            self._letter(work, after, "message", step.message)
        return after

    def hand_over(self, work: UnitOfWork, step: Step) -> Order:
        """The customer has it."""
        return self._move(work, step, OrderState.HANDED_OVER)

    def refuse(self, work: UnitOfWork, step: Step) -> Order:
        """The library cannot do it; the message says why.

        Raises:
            VecheError: no reason is given.
        """
        reason = _message(step.message, required=True)
        after = self._move(work, step, OrderState.REFUSED)
        self._letter(work, after, "refused", reason)
        return after

    def close(self, work: UnitOfWork, step: Step) -> Order:
        """The matter is settled."""
        return self._move(work, step, OrderState.CLOSED)

    def withdraw(self, work: UnitOfWork, order: int, *, actor: str = "", message: str = "") -> Order:
        """The customer does not want it any more.

        Raises:
            Conflict: it was sent or settled already.
        """
        step = Step(order, _existing(work, order).version, actor, message)
        after = self._move(work, step, OrderState.WITHDRAWN)
        self._by_themselves(work, after, "withdrawn", actor)
        return after

    def soon(self) -> date:
        """Orders wanted by this day are due soon."""
        return working_day_after(self.clock.today(), SOON_WORKING_DAYS)

    def _move(
        self,
        work: UnitOfWork,
        step: Step,
        state: OrderState,
        changes: dict[str, int | str] | None = None,
    ) -> Order:
        said = _message(step.message)
        if state in _TAKEN_BACK and _existing(work, step.order).state is OrderState.READY:
            work.mails.cancel(step.order, "Не отправлено: заказ тем временем изменился.")
        return work.orders.move(
            step.order,
            state,
            version=step.version,
            moment=self.clock.now(),
            actor=step.actor,
            message=said,
            told=bool(said),
            changes=changes,
        )

    def _by_themselves(self, work: UnitOfWork, order: Order, name: str, actor: str) -> bool:
        """Write what a customer set off; False where a stranger's address has got too many of such today.

        The address may be of somebody who knows nothing of it, so that these letters are few a day.
        """
        desk = AskingDesk(self.clock, self.secret)
        if order.email and not actor and not desk.allows(work, LETTERS, order.email.lower()):
            work.orders.say(order.id, _NOT_WRITTEN, moment=self.clock.now(), actor=OFFICE, told=False)
            return False
        self._letter(work, order, name)
        return True

    def _letter(
        self, work: UnitOfWork, order: Order, name: str, message: str = "", issue: Issue | None = None
    ) -> None:
        """Put a letter to the customer into the line, if they have given an address."""
        if not order.email:
            return
        language = order.language
        wanted = order.needed_by and said("wanted", language, day=day(order.needed_by, language))
        written = letter(
            name,
            language,
            number=order.number,
            subject=" ".join(order.subject.split()),
            message=message.strip(),
            wanted=f"{wanted}\n" if wanted else "",
            address=order.address,
            phone=order.phone,
            title="" if issue is None else named(issue, language),
            as_of="" if issue is None else day(issue.as_of, language),
        )
        encloses = issue is not None and order.channel in _BY_LETTER
        draft = MailDraft(
            message_id=f"order.{order.number}.{secrets.token_hex(12)}@{self.domain}",
            recipient=order.email,
            subject=written.subject,
            body=written.body,
            order=order.id,
            publication=issue.id if issue is not None and encloses else None,
            format=order.format if encloses else "",
            language=language,
        )
        work.mails.queue(draft, self.clock.now())


def named(issue: Issue, language: str = "ru") -> str:
    """A publication as a letter names it: «„Бюджет района“, выпуск № 3»."""
    title = quoted(issue.title)
    return said("issue", language, title=title, number=str(issue.number)) if issue.number else title


def _existing(work: UnitOfWork, order: int) -> Order:
    found = work.orders.get(order)
    if found is None:
        raise NotFound("Такого заказа нет.")
    return found


def _message(text: str, *, required: bool = False) -> str:
    said = text.replace("\r\n", "\n").strip()
    if required and not said:
        raise VecheError("Напишите, что сообщить заказчику.")
    if len(said) > LONGEST_MESSAGE:
        raise VecheError(f"Сообщение длиннее {LONGEST_MESSAGE} знаков: сократите.")
    return said


def _next_year(wanted: date | None, today: date) -> date | None:
    """The same day a year later, if it is still to come and not too far."""
    if wanted is None:
        return None
    leap_day = (wanted.month, wanted.day) == (2, 29)
    again = wanted.replace(year=wanted.year + 1, day=28 if leap_day else wanted.day)
    return again if today <= again else None
