"""What was issued for once leaves its sums; askings of strangers are counted; letters have a language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WRITTEN_TO = ("orders", "mails", "followers")


def upgrade() -> None:
    """Add both tables and the columns; whoever was written to before was written to in Russian."""
    op.create_table(
        "past_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "code", name="pk_past_files"),
    )
    op.create_index("ix_past_files_code", "past_files", ["code"])
    op.create_table(
        "askings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("whom", sa.String(length=64), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_askings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_askings_what_whom_moment", "askings", ["what", "whom", "moment"])
    op.create_index("ix_askings_moment", "askings", ["moment"])
    for table in _WRITTEN_TO:
        op.add_column(table, sa.Column("language", sa.String(2), nullable=False, server_default="ru"))
