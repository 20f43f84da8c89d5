"""Exports: jobs that make one file of a publication each; what is lost can be made again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from catalog.errors import NotFound
from catalog.issues import ExportJob, ExportState, IssuedFile
from catalog.selection_tables import exports
from catalog.stores.bulk import reserve

LIVE = (ExportState.WAITING, ExportState.WORKING, ExportState.READY)


class ExportStore:
    """The queue of exports and what became of each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(  # noqa: PLR0913 - the row of a job
        self,
        publication: int,
        format: str,
        *,
        total: int,
        token: str,
        requested_by: str,
        moment: datetime,
    ) -> ExportJob:
        """Put a job into the queue."""
        (id_,) = reserve(self._connection, exports, 1)
        row: dict[str, Any] = {"id": id_, "publication_id": publication, "format": format, "token": token}
        row |= {"state": ExportState.WAITING.value, "done": 0, "total": total, "size": 0, "attempts": 0}
        row |= dict.fromkeys(("file", "name", "sha256", "reason_code", "reason"), "")
        row |= {"requested_by": requested_by, "created": moment}
        row |= dict.fromkeys(("started", "finished", "expires"))
        self._connection.execute(exports.insert().values(row))
        return self.require(id_)

    def get(self, id: int) -> ExportJob | None:
        """A job by its number, or None."""
        return next(iter(self._found(exports.c.id == id)), None)

    def require(self, id: int) -> ExportJob:
        """A job by its number.

        Raises:
            NotFound: there is none.
        """
        found = self.get(id)
        if found is None:
            raise NotFound("Такой выгрузки нет.")
        return found

    def by_token(self, token: str) -> ExportJob | None:
        """A job by the token of its file, or None."""
        return next(iter(self._found(exports.c.token == token)), None)

    def live(self, publication: int, format: str) -> ExportJob | None:
        """The job that makes, or has made, the file of a publication in a format, or None."""
        states = exports.c.state.in_([one.value for one in LIVE])
        own = (exports.c.publication_id == publication, exports.c.format == format, states)
        return next(iter(self._found(*own, newest=True)), None)

    def of_publication(self, publication: int) -> list[ExportJob]:
        """All jobs of a publication, the newest first."""
        return self._found(exports.c.publication_id == publication, newest=True)

    def page(
        self, state: ExportState | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[list[ExportJob], int]:
        """One page of the jobs of a state, or of all, the newest first, and how many there are."""
        conditions = [] if state is None else [exports.c.state == state.value]
        counted = select(func.count()).select_from(exports).where(*conditions)
        query = select(exports).where(*conditions).order_by(exports.c.id.desc())
        rows = self._connection.execute(query.limit(limit).offset(offset))
        return [_job(row) for row in rows], self._connection.execute(counted).scalar() or 0

    def next_waiting(self) -> ExportJob | None:
        """The job that has waited longest, or None."""
        query = select(exports).where(exports.c.state == ExportState.WAITING.value).order_by(exports.c.id)
        row = self._connection.execute(query.limit(1)).first()
        return None if row is None else _job(row)

    def begin(self, id: int, moment: datetime) -> ExportJob:
        """A job is being worked on."""
        values = {"state": ExportState.WORKING.value, "started": moment, "done": 0}
        self._change(id, **values, attempts=exports.c.attempts + 1)
        return self.require(id)

    def take_up_again(self) -> list[ExportJob]:
        """Put what was being worked on back into the queue; only for who holds the lock of the workers."""
        working = self._found(exports.c.state == ExportState.WORKING.value)
        for job in working:
            self._change(job.id, state=ExportState.WAITING.value, done=0)
        return working

    def give_back(self, id: int) -> None:
        """A job that was begun waits again; the attempt does not count."""
        values = {"state": ExportState.WAITING.value, "done": 0}
        self._change(id, **values, attempts=exports.c.attempts - 1)

    def show_progress(self, id: int, done: int, total: int) -> None:
        """Note how many entries are written."""
        self._change(id, done=done, total=total)

    def finish(self, id: int, file: str, issued: IssuedFile, expires: datetime | None) -> ExportJob:
        """A file lies whole below ``exports/`` under its name there."""
        values = {"state": ExportState.READY.value, "file": file, "name": issued.name, "size": issued.size}
        values |= {"sha256": issued.sha256, "finished": issued.made, "expires": expires}
        self._change(id, **values, done=exports.c.total, reason_code="", reason="")
        return self.require(id)

    def fail(self, id: int, reason_code: str, reason: str, moment: datetime) -> ExportJob:
        """A file could not be made."""
        self._change(
            id, state=ExportState.FAILED.value, reason_code=reason_code, reason=reason, finished=moment
        )
        return self.require(id)

    def over(self, moment: datetime) -> list[ExportJob]:
        """Ready jobs whose time has passed."""
        return self._found(exports.c.state == ExportState.READY.value, exports.c.expires <= moment)

    def expire(self, id: int) -> None:
        """The file of a job is not offered any more; the row tells that it was."""
        self._change(id, state=ExportState.EXPIRED.value, file="")

    def files(self) -> set[str]:
        """Names below ``exports/`` that must be there."""
        return set(self._connection.execute(select(exports.c.file).where(exports.c.file != "")).scalars())

    def _change(self, id: int, **values: Any) -> None:
        self._connection.execute(update(exports).where(exports.c.id == id).values(values))

    def _found(self, *conditions: ColumnElement[bool], newest: bool = False) -> list[ExportJob]:
        order = exports.c.id.desc() if newest else exports.c.id
        return [
            _job(row) for row in self._connection.execute(select(exports).where(*conditions).order_by(order))
        ]


def _job(row: Row[*tuple[Any, ...]]) -> ExportJob:
    values = row._asdict()
    values["state"] = ExportState(values["state"])
    return ExportJob(publication=values.pop("publication_id"), **values)
