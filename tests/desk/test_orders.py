from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.orders import Channel, MailState, OrderFilter, OrderState
from catalog.stores.orders import hashed
from desk.orders import Step
from tests.desk.desks import CUSTOMER, LIBRARIAN, MovingClock, desk, publication, step, wish


def test_an_order_placed_is_answered_by_a_letter_and_a_token_of_its_own(database: Database) -> None:
    with database.write() as work:
        placed = desk().place(work, wish(needed_by=date(2026, 5, 29)))
        assert (placed.order.number, placed.order.state) == ("2026-0001", OrderState.NEW)
        assert placed.order.token_sha256 == hashed(placed.token)
        found = work.orders.by_token(placed.token)
        assert found == placed.order
        (letter,) = work.mails.of_order(placed.order.id)
        assert letter.recipient == CUSTOMER
        assert letter.subject == "Заказ № 2026-0001 получен"
        assert "29\u00a0мая 2026" in letter.body
        assert placed.token not in repr((letter, work.orders.events(placed.order.id)))


def test_a_receipt_holds_no_words_of_who_ordered(database: Database) -> None:
    words = {"subject": "КУПИТЕ-ЗДЕСЬ", "customer": "ВЫИГРЫШ", "organisation": "СПАМ", "note": "ЖМИТЕ"}
    with database.write() as work:
        order = desk().place(work, wish(**words)).order
        desk().withdraw(work, order.id, message="ОБЯЗАТЕЛЬНО")
        refused = desk().place(work, wish(**words)).order
        desk().refuse(work, step(refused, "Такого у нас нет."))
        letters = [mail for id in (order.id, refused.id) for mail in work.mails.of_order(id)]
        assert len(letters) == 4
        told = " ".join(mail.subject + mail.body for mail in letters)
        for word in (*words.values(), "ОБЯЗАТЕЛЬНО"):
            assert word not in told


def test_one_address_gets_few_letters_a_day_that_strangers_set_off(database: Database) -> None:
    clock = MovingClock()
    office = desk(clock)
    with database.write() as work:
        placed = [office.place(work, wish(email=address)) for address in (CUSTOMER, CUSTOMER.title()) * 2]
        assert [one.unwritten for one in placed] == [False] * 4
        office.withdraw(work, placed[0].order.id)
        late = office.place(work, wish())
        assert late.unwritten
        assert work.mails.of_order(late.order.id) == []
        (_, note) = work.orders.events(late.order.id)
        assert ("уже 5" in note.message, note.told) == (True, False)
        office.withdraw(work, placed[1].order.id)
        assert len(work.mails.of_order(placed[1].order.id)) == 1
        assert not office.place(work, wish(email="drugoj@zarechny.example")).unwritten
        assert not office.place(work, wish(), actor="Отдел экономики").unwritten
        office.accept(work, step(late.order))
        assert len(work.mails.of_order(late.order.id)) == 1
        clock.forward(hours=25)
        assert not office.place(work, wish()).unwritten


def test_who_ordered_in_english_is_written_to_in_english(database: Database) -> None:
    with database.write() as work:
        order = desk().place(work, wish(language="en", needed_by=date(2026, 5, 29))).order
        accepted = desk().accept(work, step(order))
        desk().fulfil(work, step(accepted), publication(work))
        letters = work.mails.of_order(order.id)
        assert [letter.subject for letter in letters] == [
            "Order 2026-0001 received",
            "Order 2026-0001 taken up",
            "Order 2026-0001 is ready",
        ]
        assert "Needed by 29 May 2026.\n" in letters[0].body
        assert "is ready: «Бюджет района». What" in letters[2].body
        assert {letter.language for letter in letters} == {"en"}
        kept = work.orders.get(order.id)
        assert kept is not None
        assert (kept.language, desk().again(kept).language) == ("en", "en")


def test_a_wish_with_faults_is_not_placed_and_all_faults_are_said(database: Database) -> None:
    with database.write() as work:
        with pytest.raises(VecheError) as raised:
            desk().place(work, wish(subject="", email="", needed_by=date(2020, 1, 1)))
        assert "какая подборка" in str(raised.value)
        assert "адрес электронной почты" in str(raised.value)
        assert "уже прошёл" in str(raised.value)
        assert work.orders.find(OrderFilter()).total == 0


def test_a_customer_without_mail_gets_no_letter_and_has_their_page(database: Database) -> None:
    with database.write() as work:
        placed = desk().place(work, wish(channel=Channel.LINK, email=""))
        after = desk().accept(work, step(placed.order, "Возьмём и 2020 год"))
        assert work.mails.of_order(after.id) == []
        assert work.orders.events(after.id)[-1].message == "Возьмём и 2020 год"
        assert work.orders.events(after.id)[-1].told


@pytest.mark.parametrize("channel", list(Channel))
def test_an_order_is_served_through_each_channel(database: Database, channel: Channel) -> None:
    contacts = {"email": CUSTOMER, "phone": "2-14-55", "address": "с. Заречное, ул. Речная, 1"}
    with database.write() as work:
        placed = desk().place(work, wish(channel=channel, **contacts)).order
        accepted = desk().accept(work, step(placed))
        ready = desk().fulfil(work, step(accepted, "С описью"), publication(work))
        assert (ready.state, ready.publication is not None) == (OrderState.READY, True)
        job = work.exports.live(ready.publication or 0, "pdf")
        assert job is not None
        letter = work.mails.of_order(placed.id)[-1]
        by_letter = channel in (Channel.LINK, Channel.MAIL)
        assert (letter.publication, letter.format) == ((job.publication, "pdf") if by_letter else (None, ""))
        assert "«Бюджет района»" in letter.body
        assert "С описью" in letter.body
        told = {Channel.COURIER: "Речная", Channel.POST: "Речная", Channel.FAX: "2-14-55"}
        assert told.get(channel, "") in letter.body
        sent = desk().send_out(work, step(ready))
        assert desk().close(work, step(desk().hand_over(work, step(sent)))).state is OrderState.CLOSED


def test_an_order_is_fulfilled_by_the_last_issue_of_a_selection_in_another_format(
    database: Database,
) -> None:
    with database.write() as work:
        order = desk().place(work, wish()).order
        with pytest.raises(NotFound):
            desk().fulfil(work, step(order), 99)
        with pytest.raises(VecheError, match="exe"):
            desk().fulfil(work, step(order), publication(work), format="exe")
        with pytest.raises(Conflict, match="ещё нет выпуска"):
            desk().fulfil_by_selection(work, step(order), 99)
        ready = desk().fulfil(work, step(order), publication(work), format="docx")
        assert ready.format == "docx"
        assert work.mails.of_order(order.id)[-1].format == "docx"


def test_a_selection_is_begun_for_an_order_that_nothing_fulfils_yet(database: Database) -> None:
    with database.write() as work:
        order = desk().place(work, wish(subject="Бюджет\n" + "и ещё " * 100)).order
        after, made = desk().begin_selection(work, step(order))
        assert after.selection == made.id
        assert made.title.startswith("Бюджет и ещё")
        assert len(made.title) <= 200
        with pytest.raises(Conflict):
            desk().begin_selection(work, step(order))


def test_two_librarians_at_once_do_not_overwrite_one_another(database: Database) -> None:
    with database.write() as work:
        seen = desk().place(work, wish()).order
        desk().accept(work, step(seen))
        with pytest.raises(Conflict, match="тем временем"):
            desk().refuse(work, Step(seen.id, seen.version, "Петрова", "Нет таких документов"))


def test_a_refusal_needs_its_reason_and_can_be_thought_over(database: Database) -> None:
    with database.write() as work:
        order = desk().place(work, wish()).order
        with pytest.raises(VecheError, match="что сообщить"):
            desk().refuse(work, step(order, "  "))
        refused = desk().refuse(work, step(order, "Эти документы к нам не поступали."))
        assert "не поступали" in work.mails.of_order(order.id)[-1].body
        assert desk().accept(work, step(refused)).state is OrderState.ACCEPTED


def test_a_customer_withdraws_and_what_waited_to_be_sent_is_not_sent(database: Database) -> None:
    with database.write() as work:
        order = desk().place(work, wish()).order
        ready = desk().fulfil(work, step(order), publication(work))
        assert desk().withdraw(work, ready.id).state is OrderState.WITHDRAWN
        states = [mail.state for mail in work.mails.of_order(order.id)]
        assert states == [MailState.FAILED, MailState.FAILED, MailState.WAITING]
        assert work.mails.of_order(order.id)[-1].subject == "Заказ № 2026-0001 отозван"
        with pytest.raises(Conflict):
            desk().withdraw(work, ready.id)


def test_a_letter_to_the_customer_leaves_the_state_as_it_is(database: Database) -> None:
    with database.write() as work:
        order = desk().place(work, wish()).order
        assert desk().write(work, order.id, "За какие годы?", actor=LIBRARIAN).state is OrderState.NEW
        assert "За какие годы?" in work.mails.of_order(order.id)[-1].body
        with pytest.raises(VecheError, match="4000"):
            desk().write(work, order.id, "а" * 4001, actor=LIBRARIAN)
        with pytest.raises(NotFound):
            desk().write(work, 99, "Кому?", actor=LIBRARIAN)


@pytest.mark.parametrize(
    ("wanted", "again"),
    [
        (date(2026, 5, 29), date(2027, 5, 29)),
        (date(2024, 2, 29), None),
        (date(2025, 6, 1), date(2026, 6, 1)),
        (None, None),
    ],
)
def test_an_order_is_repeated_as_last_year(
    database: Database, wanted: date | None, again: date | None
) -> None:
    with database.write() as work:
        order = desk().place(work, wish()).order
        draft = desk().again(replace(order, needed_by=wanted))
        assert draft.needed_by == again
        assert (draft.subject, draft.email, draft.again_of) == (order.subject, order.email, order.id)


def test_a_repeated_order_names_the_one_that_it_repeats(database: Database) -> None:
    with database.write() as work:
        first = desk().place(work, wish()).order
        second = desk().place(work, desk().again(first)).order
        assert (second.number, second.again_of) == ("2026-0002", first.id)


def test_a_librarian_amends_an_order_as_it_could_have_been_placed(database: Database) -> None:
    with database.write() as work:
        order = desk().place(work, wish(needed_by=date(2026, 5, 29))).order
        changed: dict[str, Any] = {"channel": Channel.POST, "address": "с. Заречное", "note": "срочно"}
        after = desk().amend(work, step(order), **changed)
        assert (after.channel, after.address, after.note) == (Channel.POST, "с. Заречное", "срочно")
        assert desk().amend(work, step(after), channel=Channel.LINK).address == ""
        with pytest.raises(VecheError, match="номер факса"):
            desk().amend(work, step(after), channel=Channel.FAX)


def test_orders_due_soon_are_those_of_the_next_two_working_days() -> None:
    assert desk().soon() == date(2026, 5, 22)
