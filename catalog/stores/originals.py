"""Rows of the originals; their bytes are kept by ``catalog.originals``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from catalog.errors import NotFound
from catalog.model import Original, SharedPart
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import lots
from catalog.tables import editions, originals, parts, texts

_COLUMNS = (
    originals.c.sha256,
    originals.c.size,
    originals.c.media_type,
    parts.c.name,
    parts.c.role,
    originals.c.stored_at,
    texts.c.extractor,
    texts.c.version.label("extractor_version"),
    texts.c.text_layer,
    texts.c.waiting,
    texts.c.notes,
)


class OriginalRows:
    """Which bytes are held, and what was destroyed."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
        self._audit = audit

    def add(self, sha256: str, size: int, media_type: str, stored_at: datetime) -> bool:
        """Note bytes that have been stored; False when they were known. Destroyed ones are known anew."""
        known = self._connection.execute(
            select(originals.c.destroyed_at).where(originals.c.sha256 == sha256)
        ).first()
        if known is None:
            row = {"sha256": sha256, "size": size, "media_type": media_type, "stored_at": stored_at}
            self._connection.execute(originals.insert().values(row))
            return True
        if known.destroyed_at is None:
            return False
        self._connection.execute(
            update(originals)
            .where(originals.c.sha256 == sha256)
            .values(destroyed_at=None, destroyed_reason="", stored_at=stored_at)
        )
        return True

    def set_media_type(self, sha256: str, media_type: str) -> None:
        """Note the type that the bytes turned out to have."""
        self._connection.execute(
            update(originals).where(originals.c.sha256 == sha256).values(media_type=media_type)
        )

    def media_type(self, sha256: str) -> str | None:
        """What the bytes are, or None for unknown ones."""
        query = select(originals.c.media_type).where(originals.c.sha256 == sha256)
        return self._connection.execute(query).scalar()

    def of_record(self, record: int) -> list[Original]:
        """The originals of a record that are held, in the order in which they came."""
        return self.of_records([record]).get(record, [])

    def of_records(self, ids: Sequence[int]) -> dict[int, list[Original]]:
        """The same for many records; those without originals are left out."""
        joined = parts.join(editions, parts.c.edition_id == editions.c.id)
        joined = joined.join(originals, originals.c.sha256 == parts.c.sha256)
        found: dict[int, list[Original]] = {}
        for lot in lots(ids):
            query = (
                select(editions.c.record_id, *_COLUMNS)
                .select_from(joined.join(texts, texts.c.id == parts.c.text_id))
                .where(editions.c.record_id.in_(lot), originals.c.destroyed_at.is_(None))
                .order_by(parts.c.id)
            )
            for row in self._connection.execute(query):
                values = row._asdict()
                found.setdefault(values.pop("record_id"), []).append(_original(values))
        return found

    def sharers(self, sha256s: Iterable[str]) -> dict[str, set[int]]:
        """Original -> all records that have a part of it."""
        found: dict[str, set[int]] = {}
        for lot in lots(sha256s):
            query = (
                select(parts.c.sha256, editions.c.record_id)
                .join(editions, editions.c.id == parts.c.edition_id)
                .where(parts.c.sha256.in_(lot))
            )
            for sha256, record in self._connection.execute(query):
                found.setdefault(sha256, set()).add(record)
        return found

    def shared(self, record: int) -> list[SharedPart]:
        """What all records have of the originals that a record shares with others, in their order."""
        own = (
            select(parts.c.sha256)
            .join(editions, editions.c.id == parts.c.edition_id)
            .where(editions.c.record_id == record)
        )
        query = (
            select(editions.c.record_id, parts.c.sha256, parts.c.name, parts.c.first_page, parts.c.last_page)
            .join(editions, editions.c.id == parts.c.edition_id)
            .where(parts.c.sha256.in_(own))
            .order_by(parts.c.id)
        )
        found = [SharedPart(*row) for row in self._connection.execute(query)]
        common = {part.sha256 for part in found if part.record != record}
        return [part for part in found if part.sha256 in common]

    def get(self, sha256: str) -> Original | None:
        """One original with the name and the reading of its first record; archives have neither."""
        joined = originals.outerjoin(parts, parts.c.sha256 == originals.c.sha256)
        query = (
            select(*_COLUMNS)
            .select_from(joined.outerjoin(texts, texts.c.id == parts.c.text_id))
            .where(originals.c.sha256 == sha256, originals.c.destroyed_at.is_(None))
            .order_by(parts.c.id)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _original(row._asdict())

    def has(self, sha256: str) -> bool:
        """Whether the bytes are held."""
        query = select(originals.c.sha256).where(
            originals.c.sha256 == sha256, originals.c.destroyed_at.is_(None)
        )
        return self._connection.execute(query).first() is not None

    def all_sha256(self) -> Iterator[str]:
        """All that must be held, in order."""
        query = select(originals.c.sha256).where(originals.c.destroyed_at.is_(None))
        yield from self._connection.execute(query.order_by(originals.c.sha256)).scalars()

    def sizes(self) -> dict[str, int]:
        """SHA-256 -> bytes of all that must be held."""
        query = select(originals.c.sha256, originals.c.size).where(originals.c.destroyed_at.is_(None))
        return {row.sha256: row.size for row in self._connection.execute(query)}

    def destroy(self, sha256: str, reason: str, *, actor: str) -> None:
        """Note that the bytes are no longer kept; the caller removes the file after the commit.

        Raises:
            NotFound: no such bytes are held.
        """
        held = self.get(sha256)
        if held is None:
            raise NotFound("Такого подлинника в хранилище нет.")
        self._connection.execute(
            update(originals)
            .where(originals.c.sha256 == sha256)
            .values(destroyed_at=datetime.now(UTC), destroyed_reason=reason)
        )
        self._audit.add(actor, "destroy-original", f"original:{sha256}", "name", held.name, reason)


def _original(values: dict[str, Any]) -> Original:
    defaults: dict[str, Any] = {
        "name": "",
        "role": "",
        "extractor": "",
        "extractor_version": "",
        "text_layer": "none",
    }
    defaults |= {"waiting": "", "notes": ()}
    for name, default in defaults.items():
        if values[name] is None:
            values[name] = default
    return Original(**values)
