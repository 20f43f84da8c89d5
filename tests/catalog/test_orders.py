from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.accounts import Role
from catalog.database import Database
from catalog.errors import Conflict, NotFound
from catalog.orders import (
    CONTACTS,
    NEXT,
    Channel,
    MailDraft,
    MailState,
    Order,
    OrderDraft,
    OrderFilter,
    OrderSort,
    OrderState,
)
from catalog.table_lines import chunks_of, clear, load, tables_of
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import NOW

LIBRARIAN = "Иванова"


def draft(subject: str = "Бюджет района за пять лет", **changes: Any) -> OrderDraft:
    given: dict[str, Any] = {"channel": Channel.LINK, "format": "pdf", "customer": "Семёнова А. П."}
    return OrderDraft(subject=subject, **(given | changes))


def placed(work: UnitOfWork, subject: str = "Бюджет района за пять лет", **changes: Any) -> Order:
    year = changes.pop("year", 2026)
    moment = changes.pop("moment", NOW)
    return work.orders.place(
        draft(subject, **changes), lambda number: f"ключ {number}", year=year, moment=moment
    )


def moved(work: UnitOfWork, order: Order, *states: OrderState, moment: datetime = NOW) -> Order:
    for state in states:
        order = work.orders.move(order.id, state, version=order.version, moment=moment, actor=LIBRARIAN)
    return order


def test_orders_are_numbered_by_year_without_gaps(database: Database) -> None:
    with database.write() as work:
        assert [placed(work).number for _ in range(3)] == ["2026-0001", "2026-0002", "2026-0003"]
        assert placed(work, year=2027).number == "2027-0001"
        assert placed(work).number == "2026-0004"


def test_an_order_that_is_undone_leaves_no_gap(database: Database) -> None:
    def broken_off() -> None:
        with database.write() as work:
            placed(work)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with database.write() as work:
        assert placed(work).number == "2026-0001"


def test_numbers_go_on_past_four_figures(database: Database) -> None:
    with database.write() as work:
        order = placed(work)
        work.orders._connection.exec_driver_sql(
            f"UPDATE orders SET number = '2026-9999' WHERE id = {order.id}"  # noqa: S608
        )
        assert [placed(work).number for _ in range(2)] == ["2026-10000", "2026-10001"]


def test_customers_at_once_get_numbers_of_their_own(database: Database) -> None:
    start = threading.Barrier(4)
    numbers: list[str] = []

    def customer() -> None:
        start.wait(10)
        for _ in range(3):
            with database.write() as work:
                numbers.append(placed(work).number)

    threads = [threading.Thread(target=customer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(numbers) == [f"2026-{number:04}" for number in range(1, 13)]


def test_the_own_page_opens_by_its_token_and_only_a_hash_is_kept(database: Database) -> None:
    with database.write() as work:
        order = placed(work)
        found = work.orders.by_token("ключ 2026-0001")
        assert found is not None
        assert found.id == order.id
        assert work.orders.by_token("ключ") is None
        assert "ключ" not in repr(found)
        assert work.orders.by_number(" 2026-0001 ") == order


@pytest.mark.parametrize("before", list(OrderState))
def test_states_follow_one_another_only_as_the_table_says(database: Database, before: OrderState) -> None:
    ways: dict[OrderState, tuple[OrderState, ...]] = {
        OrderState.NEW: (),
        OrderState.ACCEPTED: (OrderState.ACCEPTED,),
        OrderState.READY: (OrderState.READY,),
        OrderState.SENT: (OrderState.READY, OrderState.SENT),
        OrderState.HANDED_OVER: (OrderState.READY, OrderState.HANDED_OVER),
        OrderState.REFUSED: (OrderState.REFUSED,),
        OrderState.WITHDRAWN: (OrderState.WITHDRAWN,),
        OrderState.CLOSED: (OrderState.READY, OrderState.SENT, OrderState.CLOSED),
    }
    with database.write() as work:
        for after in OrderState:
            order = moved(work, placed(work), *ways[before])
            assert order.state is before
            if after in NEXT[before]:
                assert moved(work, order, after).state is after
            else:
                with pytest.raises(Conflict):
                    moved(work, order, after)


def test_every_state_can_be_reached_and_every_channel_says_what_it_asks() -> None:
    assert set(NEXT) == set(OrderState)
    assert {after for states in NEXT.values() for after in states} == set(OrderState) - {OrderState.NEW}
    assert set(CONTACTS) == set(Channel)
    assert "phone" not in CONTACTS[Channel.LINK].kept


def test_an_order_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    with database.write() as work:
        order = placed(work)
        changed = work.orders.change(
            order.id, version=order.version, moment=NOW, actor=LIBRARIAN, note="позвонить"
        )
        assert (changed.note, changed.version) == ("позвонить", 2)
        with pytest.raises(Conflict):
            work.orders.change(order.id, version=order.version, moment=NOW, actor="Петрова", note="нет")
        with pytest.raises(Conflict):
            moved(work, order, OrderState.ACCEPTED)
        with pytest.raises(NotFound):
            work.orders.change(99, version=1, moment=NOW, actor="", note="")


def test_steps_tell_the_life_of_an_order_and_the_audit_names_no_customer(database: Database) -> None:
    with database.write() as work:
        order = moved(work, placed(work, email="a@example.org"), OrderState.ACCEPTED)
        work.orders.say(order.id, "Уточните годы", moment=NOW, actor=LIBRARIAN, told=True)
        order = work.orders.change(
            order.id, version=order.version, moment=NOW, actor=LIBRARIAN, email="b@example.org", format="docx"
        )
        steps = work.orders.events(order.id)
        assert [(step.state.value, step.actor, step.message, step.told) for step in steps] == [
            ("new", "", "", False),
            ("accepted", LIBRARIAN, "", False),
            ("accepted", LIBRARIAN, "Уточните годы", True),
        ]
        assert work.orders.events_of([order.id, 99]) == {order.id: steps, 99: []}
        written = [(entry.action, entry.field, entry.after) for entry in work.audit.of(f"order:{order.id}")]
        assert written == [
            ("change-order", "format", "docx"),
            ("change-order", "email", ""),
            ("move-order", "state", "accepted"),
            ("place-order", "number", "2026-0001"),
        ]


def test_orders_are_found_by_state_day_channel_customer_and_words(database: Database) -> None:
    with database.write() as work:
        account = work.accounts.add("Отдел экономики", "слово из слов", Role.CLERK, actor="")
        budget = placed(work, needed_by=date(2026, 5, 10), organisation="Финансовое управление")
        roads = placed(work, "О дорогах", needed_by=date(2026, 5, 25), channel=Channel.POST, account=account)
        done = moved(work, placed(work, "Ёлки", needed_by=date(2026, 5, 1)), OrderState.REFUSED)
        late = placed(work, "Школы 100%", year=2027, moment=NOW + timedelta(days=300))

        def found(sort: OrderSort = OrderSort.OLDEST, **wanted: Any) -> list[int]:
            return [order.id for order in work.orders.find(OrderFilter(**wanted), sort).orders]

        assert found(states=frozenset({OrderState.NEW})) == [budget.id, roads.id, late.id]
        assert found(overdue_on=date(2026, 5, 11)) == [budget.id]
        assert found(overdue_on=date(2026, 5, 10)) == []
        assert found(due_by=date(2026, 5, 25)) == [budget.id, roads.id]
        assert found(channel=Channel.POST) == found(account=account) == [roads.id]
        assert found(year=2027) == found(placed_from=NOW + timedelta(days=1)) == [late.id]
        assert found(placed_until=NOW + timedelta(days=1)) == [budget.id, roads.id, done.id]
        assert found(text="бюджет РАЙОНА") == [budget.id]
        assert found(text="финансовое 2026-0001") == [budget.id]
        assert found(text="100%") == [late.id]
        assert found(text="%") == [late.id]
        assert found(text="ёлки") == [done.id]
        assert found(OrderSort.DUE) == [done.id, budget.id, roads.id, late.id]
        assert found(OrderSort.NEWEST) == [late.id, done.id, roads.id, budget.id]
        assert found(OrderSort.CUSTOMER)[-1] == budget.id
        assert len(found(OrderSort.CHANGED)) == 4
        page = work.orders.find(OrderFilter(), OrderSort.OLDEST, limit=2, offset=1)
        assert ([order.id for order in page.orders], page.total) == ([roads.id, done.id], 4)
        assert work.orders.counts() == {OrderState.NEW: 3, OrderState.REFUSED: 1}
        assert budget.overdue(date(2026, 5, 11))
        assert not done.overdue(date(2026, 5, 11))


def test_who_placed_a_settled_order_is_forgotten_and_the_order_is_not(database: Database) -> None:
    with database.write() as work:
        account = work.accounts.add("Отдел экономики", "слово из слов", Role.CLERK, actor="")
        who: dict[str, Any] = {"email": "a@example.org", "phone": "1-23", "address": "с. Заречное"}
        who |= {"organisation": "Отдел", "account": account, "note": "звонил муж"}
        old = work.orders.place(
            draft(**who), lambda number: number, year=2026, moment=NOW, actor="Отдел экономики"
        )
        sent = moved(work, old, OrderState.READY, OrderState.SENT)
        work.orders.say(sent.id, "Алла Петровна, готово", moment=NOW, actor=LIBRARIAN, told=True)
        mail = MailDraft(message_id="1@x", recipient="a@example.org", subject="з", body="Алла", order=sent.id)
        work.mails.queue(mail, NOW)
        owed = placed(work, **who)
        recent = moved(work, placed(work, **who), OrderState.REFUSED, moment=NOW + timedelta(days=9))
        assert work.orders.erase_personal(NOW + timedelta(days=1), NOW) == ["2026-0001"]
        assert work.orders.erase_personal(NOW + timedelta(days=1), NOW) == []
        after = work.orders.get(sent.id)
        assert after is not None
        assert (after.number, after.subject, after.state) == ("2026-0001", sent.subject, OrderState.CLOSED)
        kept = repr((after, work.orders.events(sent.id), work.mails.of_order(sent.id)))
        for words in ("example", "1-23", "Заречное", "Отдел", "Алла", "Семёнова", "муж"):
            assert words not in kept
        assert [step.state.value for step in work.orders.events(sent.id)][:3] == ["new", "ready", "sent"]
        assert work.orders.get(owed.id) == owed
        assert work.orders.get(recent.id) == recent


def mail(message_id: str = "1@zarechny.example", **changes: Any) -> MailDraft:
    given: dict[str, Any] = {"recipient": "a@example.org", "subject": "Заказ", "body": "Готов"}
    return MailDraft(message_id=message_id, **(given | changes))


def test_a_mail_waits_begins_and_goes_once(database: Database) -> None:
    with database.write() as work:
        first = work.mails.queue(mail(), NOW)
        assert work.mails.queue(mail(body="другое"), NOW) == first
        assert [one.id for one in work.mails.due(NOW)] == [first.id]
        assert work.mails.begin(first.id)
        assert not work.mails.begin(first.id)
        assert [one.attempts for one in work.mails.left_sending()] == [1]
        work.mails.went(first.id, MailState.SENT, NOW)
        assert work.mails.due(NOW) == work.mails.left_sending() == []
        assert work.mails.counts() == {MailState.SENT: 1}
        with pytest.raises(Conflict):
            work.mails.settle(first.id, went=False, moment=NOW, actor=LIBRARIAN)
        with pytest.raises(NotFound):
            work.mails.existing(99)


def test_a_mail_put_off_comes_again_when_its_time_has_come(database: Database) -> None:
    with database.write() as work:
        one = work.mails.queue(mail(), NOW)
        work.mails.postpone(one.id, NOW + timedelta(minutes=5), "сервер занят", tried=True)
        assert work.mails.due(NOW) == []
        (again,) = work.mails.due(NOW + timedelta(minutes=5))
        assert (again.attempts, again.error) == (1, "сервер занят")


def test_a_librarian_settles_a_doubtful_mail(database: Database) -> None:
    with database.write() as work:
        once, again = work.mails.queue(mail("1@x"), NOW), work.mails.queue(mail("2@x"), NOW)
        for one in (once, again):
            work.mails.begin(one.id)
            work.mails.doubt(one.id, "неизвестно")
        assert len(work.mails.in_states(frozenset({MailState.DOUBTFUL}))) == 2
        assert work.mails.settle(once.id, went=True, moment=NOW, actor=LIBRARIAN).state is MailState.SENT
        waiting = work.mails.settle(again.id, went=False, moment=NOW, actor=LIBRARIAN)
        assert (waiting.state, waiting.attempts) == (MailState.WAITING, 0)
        assert work.audit.of(f"mail:{once.id}")[0].after == "sent"
        work.mails.fail(again.id, "нет такого ящика")
        failed = work.mails.get(again.id)
        assert failed is not None
        assert failed.error == "нет такого ящика"


def test_a_mail_that_waited_when_a_backup_was_made_is_in_doubt_after_a_restore(database: Database) -> None:
    with database.write() as work:
        waits, went = work.mails.queue(mail("1@x"), NOW), work.mails.queue(mail("2@x"), NOW)
        work.mails.went(went.id, MailState.SENT, NOW)
    with database.connection() as connection:
        (table,) = (one for one in tables_of(connection) if one.name == "mails")
        lines = [line for lot, _ in chunks_of(connection, table) for line in lot.splitlines()]
    with database.connection() as connection:
        clear(connection, [table])
        assert load(connection, table, lines) == 2
    with database.read() as work:
        found = work.mails.existing(waits.id)
        assert found.state is MailState.DOUBTFUL
        assert "восстановлен из копии" in found.error
        assert work.mails.existing(went.id).state is MailState.SENT


@given(st.lists(st.sampled_from(list(OrderState)), max_size=12))
def test_no_way_leads_out_of_a_final_state(way: list[OrderState]) -> None:
    state, ended = OrderState.NEW, False
    for after in way:
        if after in NEXT[state]:
            assert not ended
            state = after
        ended = not NEXT[state]
    assert ended == (state in (OrderState.CLOSED, OrderState.WITHDRAWN))
