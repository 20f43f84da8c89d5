from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from catalog.database import Database
from catalog.errors import Conflict
from catalog.orders import Channel, MailState, OrderFilter, OrderState
from desk.cover_sheets import sheet_of
from desk.register import HEADS, RegisterRow, csv_lines, register
from desk.words import CHANNELS, MAILS, STATES
from tests.desk.desks import LIBRARIAN, LIBRARY, NOW, SITE, MovingClock, desk, publication, step, wish


def test_the_register_tells_each_order_with_its_days_and_how_late_it_was(sqlite_database: Database) -> None:
    clock = MovingClock()
    with sqlite_database.write() as work:
        first = desk().place(work, wish(needed_by=date(2026, 5, 20), organisation="Финансовый отдел")).order
        ready = desk().fulfil(work, step(desk().accept(work, step(first))), publication(work))
        work.orders.say(ready.id, "Звонили", moment=NOW, actor=LIBRARIAN, told=False)
        desk().place(work, desk().again(first))
        one, two = register(work, clock, OrderFilter())
        assert (one.number, one.state, one.librarian, one.served) == (
            "2026-0001",
            "готов",
            LIBRARIAN,
            date(2026, 5, 20),
        )
        assert (one.enclosed, len(one.code), one.channel) == ("«Бюджет района»", 14, "по электронной почте")
        assert (one.late, one.placed, one.since) == (0, date(2026, 5, 20), date(2026, 5, 20))
        assert (two.again_of, two.served, two.enclosed) == ("2026-0001", None, "")
        (chosen,) = register(work, clock, OrderFilter(states=frozenset({OrderState.NEW})))
        assert chosen.number == "2026-0002"


def test_an_order_owed_is_the_later_the_longer_it_is_owed(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        order = desk().place(work, wish(needed_by=date(2026, 5, 20))).order
        work.orders.change(order.id, version=1, moment=NOW, actor="", needed_by=date(2026, 5, 10))
        assert next(register(work, MovingClock(), OrderFilter())).late == 10


def test_the_csv_opens_in_a_spreadsheet_and_no_cell_is_a_formula(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        desk().place(work, wish(subject='=HYPERLINK("http://x";"бюджет")', organisation="+7; отдел"))
        text = "".join(csv_lines(register(work, MovingClock(), OrderFilter())))
    assert text.startswith("\ufeff№ заказа;")
    assert text.endswith("\r\n")
    head, row = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    assert tuple(head) == HEADS
    assert len(row) == len(HEADS) == len(RegisterRow.__slots__)
    assert row[3:5] == ["'+7; отдел", '\'=HYPERLINK("http://x";"бюджет")']
    assert row[1] == "20.05.2026"


def test_a_long_register_is_whole(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        for _ in range(205):
            desk().place(work, wish(email="", channel=Channel.LINK))
        numbers = [row.number for row in register(work, MovingClock(), OrderFilter())]
    assert numbers == [f"2026-{number:04}" for number in range(1, 206)]


def test_a_cover_sheet_goes_with_what_is_compiled(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        wanted = wish(channel=Channel.FAX, phone="2-14-55", email="")
        order = desk().place(work, wanted).order
        with pytest.raises(Conflict):
            sheet_of(work, order, MovingClock(), library=LIBRARY)
        ready = desk().fulfil(work, step(order), publication(work))
        sheet = sheet_of(work, ready, MovingClock(), library=LIBRARY, site=SITE, sheets=12)
    assert (sheet.way, sheet.destination, sheet.sheets) == ("факсом", "2-14-55", 12)
    assert sheet.check_at == f"{SITE}/check"
    assert sheet.enclosed == "«Бюджет района»"


def test_every_state_and_channel_has_a_word() -> None:
    assert set(STATES) == set(OrderState)
    assert set(CHANNELS) == set(Channel)
    assert set(MAILS) == set(MailState)
