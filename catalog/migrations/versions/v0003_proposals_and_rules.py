"""Relations that the machine proposes apart from what texts say; rules that file records under headings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column, the table, and the indexes by which drafts and clippings are found."""
    op.add_column("relations", sa.Column("proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "heading_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("record_class", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["sources.id"], name="fk_heading_rules_issuer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_heading_rules"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_heading_rules_issuer_id", "heading_rules", ["issuer_id"])
    op.create_index("ix_records_draft_issuer", "records", ["draft", "issuer_id"])
    op.create_index("ix_records_class_date", "records", ["record_class", "date"])
