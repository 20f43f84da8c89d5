"""Selections with issues and exports, orders and mail; open drafts, near copies, closing rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, and the column by which open drafts are found."""
    op.create_table(
        "closing_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_class", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pattern", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closing_rules"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "selections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("cover", sa.String(length=64), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("grouping", sa.String(length=12), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("refresh_days", sa.Integer(), nullable=False),
        sa.Column("refreshed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_selections"),
        sa.UniqueConstraint("kind", "slug", name="uq_selections_kind_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "followers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["selection_id"], ["selections.id"], name="fk_followers_selection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_followers"),
        sa.UniqueConstraint("selection_id", "address", name="uq_followers_selection_id_address"),
        sa.UniqueConstraint("token_sha256", name="uq_followers_token_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_followers_selection_id", "followers", ["selection_id"], unique=False)
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["selection_id"], ["selections.id"], name="fk_publications_selection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.UniqueConstraint("code", name="uq_publications_code"),
        sa.UniqueConstraint("selection_id", "number", name="uq_publications_selection_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "selection_sections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["selection_id"], ["selections.id"], name="fk_selection_sections_selection_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_selection_sections"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_selection_sections_selection_id", "selection_sections", ["selection_id"], unique=False
    )
    op.create_table(
        "selection_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["selection_id"], ["selections.id"], name="fk_selection_steps_selection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_selection_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_selection_steps_selection_id", "selection_steps", ["selection_id"], unique=False)
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name="fk_exports_publication_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sa.UniqueConstraint("token", name="uq_exports_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exports_publication_id", "exports", ["publication_id"], unique=False)
    op.create_index("ix_exports_state_id", "exports", ["state", "id"], unique=False)
    op.create_table(
        "issued_files",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name="fk_issued_files_publication_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_issued_files"),
        sa.UniqueConstraint("publication_id", "sha256", name="uq_issued_files_publication_id_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_issued_files_publication_id", "issued_files", ["publication_id"], unique=False)
    op.create_index("ix_issued_files_sha256", "issued_files", ["sha256"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=True),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("again_of", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_orders_account_id"),
        sa.ForeignKeyConstraint(["again_of"], ["orders.id"], name="fk_orders_again_of"),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name="fk_orders_publication_id"),
        sa.ForeignKeyConstraint(["selection_id"], ["selections.id"], name="fk_orders_selection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("number", name="uq_orders_number"),
        sa.UniqueConstraint("token_sha256", name="uq_orders_token_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_orders_account_id", "orders", ["account_id"], unique=False)
    op.create_index("ix_orders_again_of", "orders", ["again_of"], unique=False)
    op.create_index("ix_orders_publication_id", "orders", ["publication_id"], unique=False)
    op.create_index("ix_orders_selection_id", "orders", ["selection_id"], unique=False)
    op.create_index("ix_orders_state_needed", "orders", ["state", "needed_by"], unique=False)
    op.create_table(
        "page_words",
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_page_words_text_id"),
        sa.PrimaryKeyConstraint("text_id", "number", name="pk_page_words"),
    )
    op.create_table(
        "publication_texts",
        sa.Column("publication_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name="fk_publication_texts_publication_id"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_publication_texts_text_id"),
        sa.PrimaryKeyConstraint("publication_id", "text_id", name="pk_publication_texts"),
    )
    op.create_index("ix_publication_texts_text_id", "publication_texts", ["text_id"], unique=False)
    op.create_table(
        "text_bands",
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_text_bands_text_id"),
        sa.PrimaryKeyConstraint("text_id", "band", name="pk_text_bands"),
    )
    op.create_index("ix_text_bands_band_value", "text_bands", ["band", "value"], unique=False)
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_mails_order_id"),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name="fk_mails_publication_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
        sa.UniqueConstraint("message_id", name="uq_mails_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mails_order_id", "mails", ["order_id"], unique=False)
    op.create_index("ix_mails_publication_id", "mails", ["publication_id"], unique=False)
    op.create_index("ix_mails_state_next", "mails", ["state", "next_try"], unique=False)
    op.create_table(
        "order_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_events_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_order_events_order_id", "order_events", ["order_id"], unique=False)
    op.create_table(
        "selection_entries",
        sa.Column("selection_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_selection_entries_record_id"),
        sa.ForeignKeyConstraint(
            ["section_id"], ["selection_sections.id"], name="fk_selection_entries_section_id"
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"], ["selections.id"], name="fk_selection_entries_selection_id"
        ),
        sa.PrimaryKeyConstraint("selection_id", "record_id", name="pk_selection_entries"),
    )
    op.create_index("ix_selection_entries_record_id", "selection_entries", ["record_id"], unique=False)
    op.create_index("ix_selection_entries_section_id", "selection_entries", ["section_id"], unique=False)
    op.add_column("records", sa.Column("proposals_until", sa.Date(), nullable=True))
    op.create_index("ix_records_proposals_until", "records", ["proposals_until"], unique=False)
