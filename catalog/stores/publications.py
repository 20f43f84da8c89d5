"""Publications (выпуски): added once, never changed, with the texts and files that belong to them.

Those that are no issue of a selection go in time (``PastFileStore``).
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from catalog.errors import Conflict, NotFound
from catalog.issues import Issue, IssuedFile, IssueFilter, NewIssue
from catalog.selection_tables import issued_files, publication_texts, publications
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, reserve
from catalog.stores.selection_reading import spelt

_COLUMNS = tuple(column for column in publications.c if column.name != "content")


class PublicationStore:
    """What was published, and which files of it were issued. There is no way to change either."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
        self._audit = audit

    def next_number(self, selection: int) -> int:
        """The number of the next issue of a selection; holds until the end of a writing transaction."""
        query = select(func.max(publications.c.number)).where(publications.c.selection_id == selection)
        return (self._connection.execute(query).scalar() or 0) + 1

    def add(self, new: NewIssue) -> Issue:
        """Keep a publication; the same content again is the publication that stands already.

        Raises:
            Conflict: the number is not the next one of its selection.
        """
        sha256 = hashlib.sha256(new.content.encode()).hexdigest()
        known = self.by_code(new.code)
        if known is not None and known.content_sha256 == sha256:
            return known
        if new.selection is not None and new.number != self.next_number(new.selection):
            raise Conflict("Выпуск с этим номером уже есть.", "Повторите: номер будет следующим.")
        (id_,) = reserve(self._connection, publications, 1)
        row: dict[str, Any] = {
            "id": id_,
            "selection_id": new.selection,
            "number": new.number,
            "kind": new.kind,
        }
        row |= {"title": new.title, "as_of": new.as_of, "moment": new.moment, "actor": new.actor}
        row |= {"entries": new.entries, "content": new.content, "content_sha256": sha256, "code": new.code}
        self._connection.execute(publications.insert().values(row))
        pins = [{"publication_id": id_, "text_id": text} for text in dict.fromkeys(new.texts)]
        insert_all(self._connection, publication_texts, pins)
        if new.selection is not None:  # what a reader saves for once is nobody's deed on the catalogue
            issue = f"{new.number or ''} {new.code}".strip()
            self._audit.add(new.actor, "publish", f"selection:{new.selection}", "issue", "", issue)
        return self.require(id_)

    def get(self, id: int) -> Issue | None:
        """A publication by its number, or None."""
        return next(iter(self._found(_all().where(publications.c.id == id))), None)

    def require(self, id: int) -> Issue:
        """A publication by its number.

        Raises:
            NotFound: there is none.
        """
        found = self.get(id)
        if found is None:
            raise NotFound("Такого выпуска нет.")
        return found

    def content(self, id: int) -> str:
        """The canonical content of a publication.

        Raises:
            NotFound: there is none.
        """
        text = self._connection.execute(
            select(publications.c.content).where(publications.c.id == id)
        ).scalar()
        if text is None:
            raise NotFound("Такого выпуска нет.")
        return str(text)

    def by_code(self, code: str) -> Issue | None:
        """The publication of a code, or None."""
        return next(iter(self._found(_all().where(publications.c.code == code))), None)

    def issue(self, selection: int, number: int) -> Issue | None:
        """An issue of a selection by its number, or None."""
        own = _all().where(publications.c.selection_id == selection, publications.c.number == number)
        return next(iter(self._found(own)), None)

    def last(self, selection: int) -> Issue | None:
        """The last issue of a selection, or None."""
        own = _all().where(publications.c.selection_id == selection)
        return next(iter(self._found(own.order_by(publications.c.number.desc()).limit(1))), None)

    def alike(self, kind: str, title: str, as_of: date, limit: int = 20) -> list[Issue]:
        """The last publications of a kind, title and day that are no issues of a selection."""
        held = publications.c
        own = (held.selection_id.is_(None), held.kind == kind, held.title == title, held.as_of == as_of)
        return self._found(_all().where(*own).order_by(held.id.desc()).limit(limit))

    def page(
        self, wanted: IssueFilter | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[list[Issue], int]:
        """One page of publications, the newest first, and how many there are."""
        conditions = _conditions(wanted or IssueFilter())
        counted = select(func.count()).select_from(publications).where(*conditions)
        query = _all().where(*conditions).order_by(publications.c.id.desc())
        total = self._connection.execute(counted).scalar() or 0
        return self._found(query.limit(limit).offset(offset)), total

    def texts(self, id: int) -> list[int]:
        """The texts that a publication holds on to."""
        query = select(publication_texts.c.text_id).where(publication_texts.c.publication_id == id)
        return list(self._connection.execute(query.order_by(publication_texts.c.text_id)).scalars())

    def add_issued(self, file: IssuedFile) -> IssuedFile:
        """Note a file that was made; the same bytes of the same publication are noted once."""
        own = (issued_files.c.publication_id == file.publication, issued_files.c.sha256 == file.sha256)
        known = next(iter(self._issued(*own)), None)
        if known is not None:
            return known
        row = {"publication_id": file.publication, "format": file.format, "name": file.name}
        row |= {"size": file.size, "sha256": file.sha256, "release": file.release, "made": file.made}
        self._connection.execute(issued_files.insert().values(row))
        return self._issued(*own)[0]

    def issued(self, id: int) -> list[IssuedFile]:
        """The files of a publication that were ever issued, the oldest first."""
        return self._issued(issued_files.c.publication_id == id)

    def issued_by_sha256(self, sha256: str) -> list[IssuedFile]:
        """The issued files with these bytes."""
        return self._issued(issued_files.c.sha256 == sha256)

    def _issued(self, *conditions: ColumnElement[bool]) -> list[IssuedFile]:
        query = select(issued_files).where(*conditions).order_by(issued_files.c.id)
        return [_issued(row) for row in self._connection.execute(query)]

    def _found(self, query: Select[*tuple[Any, ...]]) -> list[Issue]:
        return [_issue(row) for row in self._connection.execute(query)]


def _all() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)


def _conditions(wanted: IssueFilter) -> list[ColumnElement[bool]]:
    held = publications.c
    found: list[ColumnElement[bool]] = []
    if wanted.selection is not None:
        found.append(held.selection_id == wanted.selection)
    if wanted.kind:
        found.append(held.kind == wanted.kind)
    if wanted.text:
        found.append(or_(spelt(held.title, wanted.text), held.code == wanted.text.strip().upper()))
    if wanted.since is not None:
        found.append(held.moment >= wanted.since)
    if wanted.until is not None:
        found.append(held.moment < wanted.until)
    return found


def _issue(row: Row[*tuple[Any, ...]]) -> Issue:
    values = row._asdict()
    return Issue(selection=values.pop("selection_id"), **values)


def _issued(row: Row[*tuple[Any, ...]]) -> IssuedFile:
    values = row._asdict()
    return IssuedFile(publication=values.pop("publication_id"), **values)
