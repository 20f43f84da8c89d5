"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table
    """Make all tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name_key", name="uq_accounts_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "categories",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_ru", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("bbk", sa.Text(), nullable=False),
        sa.Column("udc", sa.Text(), nullable=False),
        sa.Column("test_rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_categories"),
    )
    op.create_table(
        "headings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("parent", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_ru", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("bbk", sa.Text(), nullable=False),
        sa.Column("udc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["headings.id"], name="fk_headings_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_headings"),
    )
    op.create_index("ix_headings_parent", "headings", ["parent"])
    op.create_table(
        "notes",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_notes"),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_originals"),
    )
    op.create_table(
        "saved_lists",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_lists"),
        sa.UniqueConstraint("slug", name="uq_saved_lists_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name_key", name="pk_sign_in_failures"),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "category_cues",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("cancels", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["categories.slug"], name="fk_category_cues_slug"),
        sa.PrimaryKeyConstraint("id", name="pk_category_cues"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_category_cues_slug", "category_cues", ["slug"])
    op.create_table(
        "category_headings",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("heading_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["heading_id"], ["headings.id"], name="fk_category_headings_heading_id"),
        sa.ForeignKeyConstraint(["slug"], ["categories.slug"], name="fk_category_headings_slug"),
        sa.PrimaryKeyConstraint("slug", "heading_id", name="pk_category_headings"),
    )
    op.create_index("ix_category_headings_heading_id", "category_headings", ["heading_id"])
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sessions_account_id"),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_table(
        "source_names",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_names_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source_names"),
        sa.UniqueConstraint("type", "name_key", name="uq_source_names_type_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_source_names_source_id", "source_names", ["source_id"])
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("text_layer", sa.String(length=8), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name="fk_texts_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_texts_sha256", "texts", ["sha256"])
    op.create_index("ix_texts_waiting", "texts", ["waiting"])
    op.create_table(
        "pages",
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_pages_text_id"),
        sa.PrimaryKeyConstraint("text_id", "number", name="pk_pages"),
    )
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("record_class", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("match_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("register_number", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("publication", sa.Text(), nullable=True),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(length=8), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("catalogued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("text_layer", sa.String(length=8), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("status_read", sa.String(length=16), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["sources.id"], name="fk_records_issuer_id"),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_records_text_id"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("key", name="uq_records_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_records_date", "records", ["date"])
    op.create_index("ix_records_identity", "records", ["issuer_id", "kind", "date", "number_key"])
    op.create_index("ix_records_issuer_id", "records", ["issuer_id"])
    op.create_index("ix_records_match_key", "records", ["match_key"])
    op.create_index("ix_records_needs_review", "records", ["needs_review"])
    op.create_index("ix_records_text_id", "records", ["text_id"])
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_editions_record_id"),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_editions_text_id"),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_editions_record_id", "editions", ["record_id"])
    op.create_index("ix_editions_text_id", "editions", ["text_id"])
    op.create_table(
        "index_queue",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_index_queue_record_id"),
        sa.PrimaryKeyConstraint("number", name="pk_index_queue"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_index_queue_record_id", "index_queue", ["record_id"])
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("record_class", sa.String(length=8), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("inode", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason_params", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("sidecar", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("lease_host", sa.Text(), nullable=True),
        sa.Column("lease_boot", sa.Text(), nullable=True),
        sa.Column("lease_process", sa.Integer(), nullable=True),
        sa.Column("lease_started", sa.Text(), nullable=True),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("source_removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["ledger.id"], name="fk_ledger_parent_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_ledger_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ledger_finished", "ledger", ["finished"])
    op.create_index("ix_ledger_location_phase", "ledger", ["location", "phase"])
    op.create_index("ix_ledger_parent_id", "ledger", ["parent_id"])
    op.create_index("ix_ledger_phase_id", "ledger", ["phase", "id"])
    op.create_index("ix_ledger_record_id", "ledger", ["record_id"])
    op.create_index("ix_ledger_sha256", "ledger", ["sha256"])
    op.create_index("ix_ledger_state", "ledger", ["state"])
    op.create_table(
        "record_categories",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_categories_record_id"),
        sa.PrimaryKeyConstraint("record_id", "slug", name="pk_record_categories"),
    )
    op.create_index("ix_record_categories_slug", "record_categories", ["slug"])
    op.create_table(
        "record_headings",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("heading_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["heading_id"], ["headings.id"], name="fk_record_headings_heading_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_headings_record_id"),
        sa.PrimaryKeyConstraint("record_id", "heading_id", name="pk_record_headings"),
    )
    op.create_index("ix_record_headings_heading", "record_headings", ["heading_id", "record_id"])
    op.create_table(
        "record_values",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start_at", sa.Integer(), nullable=True),
        sa.Column("end_at", sa.Integer(), nullable=True),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_values_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record_values"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_record_values_record_id", "record_values", ["record_id"])
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("point", sa.Text(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start_at", sa.Integer(), nullable=True),
        sa.Column("end_at", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("match_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_relations_record_id"),
        sa.ForeignKeyConstraint(["target_id"], ["records.id"], name="fk_relations_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_relations_match_key", "relations", ["match_key"])
    op.create_index("ix_relations_record_id", "relations", ["record_id"])
    op.create_index("ix_relations_target_id", "relations", ["target_id"])
    op.create_table(
        "saved_list_items",
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["saved_lists.id"], name="fk_saved_list_items_list_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_saved_list_items_record_id"),
        sa.PrimaryKeyConstraint("list_id", "record_id", name="pk_saved_list_items"),
    )
    op.create_index("ix_saved_list_items_record_id", "saved_list_items", ["record_id"])
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_parts_edition_id"),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name="fk_parts_sha256"),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_parts_text_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_parts_edition_id", "parts", ["edition_id"])
    op.create_index("ix_parts_sha256", "parts", ["sha256"])
    op.create_index("ix_parts_text_id", "parts", ["text_id"])
