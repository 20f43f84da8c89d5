"""Whoever was written to before letters had a language was written to in Russian."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from catalog.database import TABLES, Database, tables_version
from catalog.migrating import migrate, migrate_connection
from catalog.orders import MailState

_ORDER = (
    "INSERT INTO orders (number, token_sha256, customer, organisation, email, phone, address, subject,"
    " format, channel, state, note, created, changed, version) VALUES ('2026-0001', 'ab', 'Семёнова', '',"
    " 'otdel@zarechny.example', '', '', 'Бюджет', 'pdf', 'mail', 'new', '', '2026-05-20 09:30:00',"
    " '2026-05-20 09:30:00', 1)"
)
_MAIL = (
    "INSERT INTO mails (message_id, order_id, recipient, subject, body, format, state, attempts, error,"
    " created) SELECT '1@x', id, email, 'Заказ', 'Здравствуйте', '', 'waiting', 0, '', created FROM orders"
)


@pytest.mark.parametrize(
    "empty_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_orders_and_letters_of_an_older_version_are_russian(empty_url: str) -> None:
    with Database.open(empty_url) as database:
        with database.connection() as connection:
            migrate_connection(connection, "0005")
            connection.execute(text(_ORDER))
            connection.execute(text(_MAIL))
        migrate(database)
        assert tables_version(database) == TABLES
        with database.read() as work:
            order = work.orders.by_number("2026-0001")
            (mail,) = work.mails.in_states(frozenset(MailState))
        assert order is not None
        assert (order.language, mail.language, mail.order) == ("ru", "ru", order.id)
