"""Saved lists become selections of kind ``list``: their drafts, open to readers where they were.

An issue is made of more than tables, so the first one of each is published when the program starts next
(``dossiers.moved_lists``); the notes ``moved-list:...`` name those that wait for it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_words, _number = sa.Text(), sa.Integer()
_moment = sa.DateTime(timezone=True)
_lists = sa.table(
    "saved_lists",
    *(sa.column(name, _words) for name in ("slug", "title", "note", "created_by")),
    *(sa.column(name, _number) for name in ("id", "version")),
    sa.column("public", sa.Boolean()),
    sa.column("changed", _moment),
)
_items = sa.table(
    "saved_list_items",
    *(sa.column(name, _number) for name in ("list_id", "record_id", "position")),
    sa.column("note", _words),
)
_selections = sa.table(
    "selections",
    *(sa.column(name, _number) for name in ("id", "refresh_days", "version")),
    *(
        sa.column(name, _words)
        for name in (
            *("kind", "slug", "title", "theme", "audience", "introduction"),
            *("cover", "query", "grouping", "created_by"),
        )
    ),
    sa.column("public", sa.Boolean()),
    sa.column("changed", _moment),
)
_entries = sa.table(
    "selection_entries",
    *(sa.column(name, _number) for name in ("selection_id", "record_id", "position")),
    *(sa.column(name, _words) for name in ("place", "note", "added_by")),
    sa.column("pinned", sa.Boolean()),
    sa.column("added", _moment),
)
_notes = sa.table("notes", sa.column("key", _words), sa.column("value", _words))


def upgrade() -> None:
    """Move the rows, name the open lists, and drop the old tables."""
    connection = op.get_bind()
    taken = {
        slug
        for (slug,) in connection.execute(sa.select(_selections.c.slug).where(_selections.c.kind == "list"))
    }
    for row in connection.execute(sa.select(_lists).order_by(_lists.c.id)).mappings().all():
        _move(connection, dict(row), taken)
    op.drop_table("saved_list_items")
    op.drop_table("saved_lists")


def _move(connection: sa.Connection, row: dict[str, Any], taken: set[str]) -> None:
    slug, at = row["slug"], 2
    while slug in taken:
        slug, at = f"{row['slug'][:70]}-{at}", at + 1
    taken.add(slug)
    head = {name: row[name] for name in ("title", "public", "created_by", "changed", "version")}
    empty = dict.fromkeys(("theme", "audience", "cover"), "")
    head |= empty | {"kind": "list", "slug": slug, "introduction": row["note"], "query": "{}"}
    head |= {"grouping": "sections", "refresh_days": 0}
    connection.execute(_selections.insert().values(head))
    found = sa.select(_selections.c.id).where(_selections.c.kind == "list", _selections.c.slug == slug)
    number = connection.execute(found).scalar_one()
    items = connection.execute(
        sa.select(_items).where(_items.c.list_id == row["id"]).order_by(_items.c.position)
    )
    common = {"selection_id": number, "place": "in", "pinned": False}
    common |= {"added": row["changed"], "added_by": row["created_by"]}
    entries = [
        common | {"record_id": item["record_id"], "position": at, "note": item["note"]}
        for at, item in enumerate(items.mappings(), 1)
    ]
    if entries:
        connection.execute(_entries.insert(), entries)
    if entries and row["public"]:
        connection.execute(_notes.insert().values(key=f"moved-list:{number}", value="1"))
