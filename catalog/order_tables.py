"""Tables of orders for selections and of the mail that goes out.

What changes here needs a migration beside it (``catalog/migrations``).
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from catalog.columns import Moment, Words
from catalog.selection_tables import publications, selections
from catalog.tables import accounts, metadata

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("number", String(16), nullable=False, unique=True),  # 2026-0012
    Column("token_sha256", String(64), nullable=False, unique=True),  # of the customer's own address
    Column("account_id", ForeignKey(accounts.c.id), index=True),
    Column("customer", Words, nullable=False),
    Column("organisation", Words, nullable=False),
    Column("email", Words, nullable=False),
    Column("phone", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("selection_id", ForeignKey(selections.c.id), index=True),
    Column("publication_id", ForeignKey(publications.c.id), index=True),
    Column("format", String(8), nullable=False),
    Column("channel", String(8), nullable=False),  # link, mail, courier, fax, post, pick-up
    Column("needed_by", Date),
    Column("state", String(12), nullable=False),
    Column("note", Words, nullable=False),  # for staff alone
    Column("again_of", ForeignKey("orders.id"), index=True),
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("language", String(2), nullable=False),  # that the customer is written to in
    Index("ix_orders_state_needed", "state", "needed_by"),
    sqlite_autoincrement=True,
)
order_events = Table(
    "order_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("order_id", ForeignKey(orders.c.id), nullable=False, index=True),
    Column("moment", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("state", String(12), nullable=False),
    Column("message", Words, nullable=False),
    Column("told", Boolean, nullable=False),  # whether the customer was written to
    sqlite_autoincrement=True,
)
mails = Table(
    "mails",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("message_id", Words, nullable=False, unique=True),
    Column("order_id", ForeignKey(orders.c.id), index=True),
    Column("recipient", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("publication_id", ForeignKey(publications.c.id), index=True),  # what is attached
    Column("format", String(8), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, sending, sent, written, failed
    Column("attempts", Integer, nullable=False),
    Column("next_try", Moment),
    Column("error", Words, nullable=False),
    Column("created", Moment, nullable=False),
    Column("sent", Moment),
    Column("language", String(2), nullable=False),
    Index("ix_mails_state_next", "state", "next_try"),
    sqlite_autoincrement=True,
)
