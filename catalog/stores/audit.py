"""The audit trail: who changed what, when, from what to what."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Row, or_, select

from catalog.accounts import AuditEntry
from catalog.tables import audit


class AuditStore:
    """Entries are only added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(  # noqa: PLR0913, PLR0917 - a sentence: who did what to what, from, to
        self,
        actor: str,
        action: str,
        subject: str,
        field: str = "",
        before: str = "",
        after: str = "",
        *,
        moment: datetime | None = None,
    ) -> None:
        """Write one entry.

        Args:
            actor: name of the account, or of the machine's part that acts (``intake``).
            action: machine code, for example ``correct``.
            subject: what was changed, for example ``record:17``.
            field: which part of it.
            before: its former value.
            after: its new value.
            moment: when; now if not given.
        """
        self._connection.execute(
            audit.insert().values(
                moment=moment or datetime.now(UTC),
                actor=actor,
                action=action,
                subject=subject,
                field=field,
                before=before,
                after=after,
            )
        )

    def of(self, subject: str) -> list[AuditEntry]:
        """All entries on one subject, the newest first."""
        query = select(audit).where(audit.c.subject == subject).order_by(audit.c.id.desc())
        return [_entry(row) for row in self._connection.execute(query)]

    def list(self, limit: int = 100, offset: int = 0, text: str = "") -> list[AuditEntry]:
        """Entries, the newest first, narrowed by a piece of their actor, action, subject or values."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit).offset(offset)
        if text:
            columns = (audit.c.actor, audit.c.action, audit.c.subject, audit.c.before, audit.c.after)
            query = query.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
        return [_entry(row) for row in self._connection.execute(query)]


def _entry(row: Row[*tuple[object, ...]]) -> AuditEntry:
    return AuditEntry(**row._asdict())
