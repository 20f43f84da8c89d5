"""Arrivals are found by the SHA-256 of their place: PostgreSQL has no room for long paths in an index."""

from __future__ import annotations

import hashlib
import os

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_AS_DECODED = {0x10F700 + octet: 0xDC00 + octet for octet in range(0x80, 0x100)}


def upgrade() -> None:
    """Add the column, fill it, and let it take the place of the path in the index."""
    op.add_column("ledger", sa.Column("place", sa.String(64), nullable=False, server_default=""))
    ledger = sa.table("ledger", sa.column("id"), sa.column("location"), sa.column("place"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(ledger.c.id, ledger.c.location).where(ledger.c.location != "")).all()
    changes = [{"row": row.id, "found": _place(row.location)} for row in rows]
    if changes:
        statement = sa.update(ledger).where(ledger.c.id == sa.bindparam("row"))
        connection.execute(statement.values(place=sa.bindparam("found")), changes)
    op.drop_index("ix_ledger_location_phase", "ledger")
    op.create_index("ix_ledger_place_phase", "ledger", ["place", "phase"])
    op.create_index("ix_ledger_lease", "ledger", ["phase", "lease_process", "id"], if_not_exists=True)


def _place(location: str) -> str:
    return hashlib.sha256(os.fsencode(location.translate(_AS_DECODED))).hexdigest()
