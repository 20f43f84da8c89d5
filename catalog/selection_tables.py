"""Tables of selections, their published issues and the files made of them.

What changes here needs a migration beside it (``catalog/migrations``).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from catalog.columns import Moment, Parameters, Words
from catalog.tables import metadata, records, texts

selections = Table(
    "selections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),  # dossier, press, list
    Column("slug", String(80), nullable=False),
    Column("title", Words, nullable=False),
    Column("theme", Words, nullable=False),
    Column("audience", Words, nullable=False),
    Column("introduction", Words, nullable=False),
    Column("cover", String(64), nullable=False),  # SHA-256 of a picture among the originals, or ""
    Column("query", Parameters, nullable=False),  # the request that keeps it fresh; none: by hand alone
    Column("grouping", String(12), nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("public", Boolean, nullable=False),
    Column("refresh_days", Integer, nullable=False),  # 0: only when asked
    Column("refreshed", Moment),
    Column("created_by", Words, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("kind", "slug"),
    sqlite_autoincrement=True,
)
selection_sections = Table(
    "selection_sections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("selection_id", ForeignKey(selections.c.id), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("note", Words, nullable=False),
    sqlite_autoincrement=True,
)
selection_entries = Table(
    "selection_entries",
    metadata,
    Column("selection_id", ForeignKey(selections.c.id), primary_key=True, autoincrement=False),
    Column("record_id", ForeignKey(records.c.id), primary_key=True, autoincrement=False, index=True),
    Column("section_id", ForeignKey(selection_sections.c.id), index=True),
    Column("position", Integer, nullable=False),
    Column("place", String(8), nullable=False),  # in, out (excluded), offered, leaving
    Column("pinned", Boolean, nullable=False),
    Column("note", Words, nullable=False),
    Column("added", Moment, nullable=False),
    Column("added_by", Words, nullable=False),
)
selection_steps = Table(
    "selection_steps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("selection_id", ForeignKey(selections.c.id), nullable=False, index=True),
    Column("version", Integer, nullable=False),  # that the step led to
    Column("moment", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", String(24), nullable=False),
    Column("before", Words, nullable=False),  # the draft before the step, as JSON
    sqlite_autoincrement=True,
)
publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("selection_id", ForeignKey(selections.c.id)),
    Column("number", Integer),  # of the issue; none for a single act or the result of a search
    Column("kind", String(8), nullable=False),  # dossier, press, list, record, search
    Column("title", Words, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("moment", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("content", Words, nullable=False),  # canonical JSON, never changed
    Column("content_sha256", String(64), nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    UniqueConstraint("selection_id", "number"),
    sqlite_autoincrement=True,
)
publication_texts = Table(
    "publication_texts",
    metadata,
    Column("publication_id", ForeignKey(publications.c.id), primary_key=True, autoincrement=False),
    Column("text_id", ForeignKey(texts.c.id), primary_key=True, autoincrement=False, index=True),
)
issued_files = Table(
    "issued_files",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("publication_id", ForeignKey(publications.c.id), nullable=False, index=True),
    Column("format", String(8), nullable=False),
    Column("name", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("release", Words, nullable=False),
    Column("made", Moment, nullable=False),
    UniqueConstraint("publication_id", "sha256"),
    sqlite_autoincrement=True,
)
past_files = Table(  # of publications that were made for once and are gone
    "past_files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("code", String(16), primary_key=True, index=True),
    Column("format", String(8), nullable=False),
    Column("made", Moment, nullable=False),
)
exports = Table(  # jobs: their files can be made again, so no backup holds them
    "exports",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("publication_id", ForeignKey(publications.c.id), nullable=False, index=True),
    Column("format", String(8), nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("state", String(8), nullable=False),  # waiting, working, ready, failed, expired
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("file", Words, nullable=False),  # its name below exports/
    Column("name", Words, nullable=False),  # under which it is downloaded
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason_code", String(32), nullable=False),
    Column("reason", Words, nullable=False),
    Column("requested_by", Words, nullable=False),
    Column("created", Moment, nullable=False),
    Column("started", Moment),
    Column("finished", Moment),
    Column("expires", Moment),
    Index("ix_exports_state_id", "state", "id"),
    sqlite_autoincrement=True,
)
followers = Table(
    "followers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("selection_id", ForeignKey(selections.c.id), nullable=False, index=True),
    Column("address", Words, nullable=False),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("asked", Moment, nullable=False),
    Column("confirmed", Moment),
    Column("told", Integer, nullable=False),  # the last issue that they were told of
    Column("language", String(2), nullable=False),  # that they are written to in
    UniqueConstraint("selection_id", "address"),
    sqlite_autoincrement=True,
)
