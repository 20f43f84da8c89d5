"""The tables of the catalogue. What changes here needs a migration beside it (``catalog/migrations``)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

from catalog.columns import FilePath, Moment, Names, Parameters, Unsigned, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


sources = Table(
    "sources",
    metadata,
    _number(),
    Column("type", String(16), nullable=False),
    Column("name", Words, nullable=False),
    sqlite_autoincrement=True,
)
source_names = Table(
    "source_names",
    metadata,
    _number(),
    Column("source_id", ForeignKey(sources.c.id), nullable=False, index=True),
    Column("type", String(16), nullable=False),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    UniqueConstraint("type", "name_key"),
    sqlite_autoincrement=True,
)
originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("destroyed_at", Moment),
    Column("destroyed_reason", Words, nullable=False, server_default=""),
)
texts = Table(
    "texts",
    metadata,
    _number(),
    Column("sha256", ForeignKey(originals.c.sha256), index=True),
    Column("extractor", Words, nullable=False),
    Column("version", Words, nullable=False),
    Column("text_layer", String(8), nullable=False),
    Column("media_type", Words, nullable=False),
    Column("waiting", Words, nullable=False, index=True),
    Column("notes", Names, nullable=False),
    Column("pages", Integer, nullable=False),
    sqlite_autoincrement=True,
)
pages = Table(
    "pages",
    metadata,
    Column("text_id", ForeignKey(texts.c.id), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
)
page_words = Table(  # where the words of a page that was read from its picture stand on it
    "page_words",
    metadata,
    Column("text_id", ForeignKey(texts.c.id), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("words", Words, nullable=False),
)
text_bands = Table(  # by which texts that are nearly the same are found
    "text_bands",
    metadata,
    Column("text_id", ForeignKey(texts.c.id), primary_key=True, autoincrement=False),
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
    Index("ix_text_bands_band_value", "band", "value"),
)
records = Table(
    "records",
    metadata,
    _number(),
    Column("key", Words, unique=True),
    Column("record_class", String(8), nullable=False),
    Column("kind", Words),
    Column("issuer", Words),
    Column("issuer_id", ForeignKey(sources.c.id), index=True),
    Column("date", Date, index=True),
    Column("number", Words),
    Column("number_key", Words),
    Column("match_key", Words, index=True),
    Column("title", Words, nullable=False),
    Column("place", Words),
    Column("register_number", Words),
    Column("level", Words),
    Column("signed", Date),
    Column("published", Date),
    Column("in_force_from", Date),
    Column("in_force_until", Date),
    Column("proposals_until", Date, index=True),
    Column("publication", Words),
    Column("draft", Boolean, nullable=False),
    Column("visibility", String(8), nullable=False),
    Column("received", Moment, nullable=False),
    Column("catalogued", Moment, nullable=False),
    Column("text_id", ForeignKey(texts.c.id), nullable=False, index=True),
    Column("text_layer", String(8), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("file_name", Words, nullable=False),
    Column("marks", Names, nullable=False),
    Column("status_read", String(16), nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_reason", Words, nullable=False),
    Column("needs_review", Boolean, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index("ix_records_identity", "issuer_id", "kind", "date", "number_key"),
    Index("ix_records_draft_issuer", "draft", "issuer_id"),
    Index("ix_records_class_date", "record_class", "date"),
    sqlite_autoincrement=True,
)
record_values = Table(
    "record_values",
    metadata,
    _number(),
    Column("record_id", ForeignKey(records.c.id), nullable=False, index=True),
    Column("field", String(24), nullable=False),
    Column("value", Words, nullable=False),
    Column("source", String(12), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("page", Integer),
    Column("start_at", Integer),
    Column("end_at", Integer),
    Column("reader_version", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("shown", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
editions = Table(
    "editions",
    metadata,
    _number(),
    Column("record_id", ForeignKey(records.c.id), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("as_of", Date),
    Column("text_id", ForeignKey(texts.c.id), nullable=False, index=True),
    sqlite_autoincrement=True,
)
parts = Table(
    "parts",
    metadata,
    _number(),
    Column("edition_id", ForeignKey(editions.c.id), nullable=False, index=True),
    Column("sha256", ForeignKey(originals.c.sha256), nullable=False, index=True),
    Column("text_id", ForeignKey(texts.c.id), nullable=False, index=True),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", FilePath, nullable=False),
    sqlite_autoincrement=True,
)
relations = Table(
    "relations",
    metadata,
    _number(),
    Column("record_id", ForeignKey(records.c.id), nullable=False, index=True),
    Column("target_id", ForeignKey(records.c.id), index=True),
    Column("relation", String(16), nullable=False),
    Column("words", Words, nullable=False),
    Column("kind", Words),
    Column("issuer", Words),
    Column("number", Words),
    Column("date", Date),
    Column("title", Words),
    Column("article", Words),
    Column("part", Words),
    Column("point", Words),
    Column("sentence", Words, nullable=False),
    Column("page", Integer),
    Column("start_at", Integer),
    Column("end_at", Integer),
    Column("confidence", Float, nullable=False),
    Column("effective", Date),
    Column("confirmed", Boolean),
    Column("match_key", Words, index=True),
    Column("proposed", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)
categories = Table(
    "categories",
    metadata,
    Column("slug", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label_ru", Words, nullable=False),
    Column("label_en", Words, nullable=False),
    Column("bbk", Words, nullable=False),
    Column("udc", Words, nullable=False),
    Column("test_rank", Integer, nullable=False),
)
category_cues = Table(
    "category_cues",
    metadata,
    _number(),
    Column("slug", ForeignKey(categories.c.slug), nullable=False, index=True),
    Column("cue", Words, nullable=False),
    Column("cancels", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
headings = Table(
    "headings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("parent", ForeignKey("headings.id"), index=True),
    Column("position", Integer, nullable=False),
    Column("label_ru", Words, nullable=False),
    Column("label_en", Words, nullable=False),
    Column("bbk", Words, nullable=False),
    Column("udc", Words, nullable=False),
)
category_headings = Table(
    "category_headings",
    metadata,
    Column("slug", ForeignKey(categories.c.slug), primary_key=True),
    Column("heading_id", ForeignKey(headings.c.id), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)
record_categories = Table(
    "record_categories",
    metadata,
    Column("record_id", ForeignKey(records.c.id), primary_key=True, autoincrement=False),
    Column("slug", Words, primary_key=True, index=True),  # an import may bring categories of its own
    Column("position", Integer, nullable=False),
    Column("source", String(12), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("cue", Words, nullable=False),
)
record_headings = Table(
    "record_headings",
    metadata,
    Column("record_id", ForeignKey(records.c.id), primary_key=True, autoincrement=False),
    Column("heading_id", ForeignKey(headings.c.id), primary_key=True),
    Column("source", String(12), nullable=False),  # entered, categories, rule, or above (for counting)
    Index("ix_record_headings_heading", "heading_id", "record_id"),
)
heading_rules = Table(
    "heading_rules",
    metadata,
    _number(),
    Column("category", Words, nullable=False),
    Column("record_class", String(8), nullable=False),
    Column("kind", Words, nullable=False),
    Column("issuer_id", ForeignKey(sources.c.id), index=True),
    Column("first_year", Integer),
    Column("last_year", Integer),
    Column("words", Words, nullable=False),
    Column("headings", Names, nullable=False),
    sqlite_autoincrement=True,
)
closing_rules = Table(  # what comes in closed until a librarian opens it
    "closing_rules",
    metadata,
    _number(),
    Column("record_class", String(8), nullable=False),
    Column("kind", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("pattern", String(16), nullable=False),  # passport, phone, ...; "" for none
    sqlite_autoincrement=True,
)
accounts = Table(
    "accounts",
    metadata,
    _number(),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", Words, nullable=False),
    Column("disabled", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("name_key", Words, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_failure", Moment, nullable=False),
)
askings = Table(
    "askings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("what", String(16), nullable=False),
    Column("whom", String(64), nullable=False),  # a keyed hash: an address that is kept nowhere else
    Column("moment", Moment, nullable=False, index=True),
    Index("ix_askings_what_whom_moment", "what", "whom", "moment"),
    sqlite_autoincrement=True,
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account_id", ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("opened", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    _number(),
    Column("moment", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", Words, nullable=False, index=True),
    Column("field", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    sqlite_autoincrement=True,
)
ledger = Table(
    "ledger",
    metadata,
    _number(),
    Column("parent_id", ForeignKey("ledger.id"), index=True),
    Column("path", FilePath, nullable=False),
    Column("origin", String(8), nullable=False),
    Column("location", FilePath, nullable=False),
    Column("place", String(64), nullable=False, server_default=""),
    Column("record_class", String(8), nullable=False),
    Column("source_name", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("inode", Unsigned, nullable=False),
    Column("state", String(12), nullable=False),
    Column("phase", Integer, nullable=False),  # seen, work, to clean, closed
    Column("sha256", String(64), index=True),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Moment),
    Column("reason_code", String(32), nullable=False),
    Column("reason_params", Parameters, nullable=False),
    Column("record_id", ForeignKey(records.c.id), index=True),
    Column("sidecar", Parameters, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("lease_host", Words),
    Column("lease_boot", Words),
    Column("lease_process", Integer),
    Column("lease_started", Words),
    Column("seen", Moment, nullable=False),
    Column("finished", Moment, index=True),
    Column("milliseconds", Integer),
    Column("source_removed", Boolean, nullable=False),
    Index("ix_ledger_phase_id", "phase", "id"),
    Index("ix_ledger_lease", "phase", "lease_process", "id"),
    Index("ix_ledger_place_phase", "place", "phase"),
    Index("ix_ledger_state", "state"),
    sqlite_autoincrement=True,
)
index_queue = Table(
    "index_queue",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("record_id", ForeignKey(records.c.id), nullable=False, index=True),
    sqlite_autoincrement=True,
)
notes = Table(
    "notes",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Words, nullable=False),
)
