"""Published issues (выпуски) of selections and the files made of them, as dataclasses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ExportState(StrEnum):
    """States of the making of a file."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Issue:
    """A publication without its content; issues of selections are counted, others are not.

    Attributes:
        id: its number.
        selection: number of the selection, or None.
        number: of the issue, from 1 without gaps, or None.
        kind: ``dossier``, ``press``, ``list``, ``record`` or ``search``.
        title: as published.
        as_of: the day that statuses hold for.
        moment: when it was published.
        actor: by whom.
        entries: how many documents it holds.
        content_sha256: of its canonical content.
        code: by which its files are checked.
    """

    id: int
    selection: int | None
    number: int | None
    kind: str
    title: str
    as_of: dt.date
    moment: datetime
    actor: str
    entries: int
    content_sha256: str
    code: str


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which publications are listed; an empty value narrows nothing.

    Attributes:
        selection: number of a selection.
        kind: of the publication.
        text: a piece of the title or the code.
        since: published on this moment or later.
        until: published before this moment.
    """

    selection: int | None = None
    kind: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewIssue:
    """A publication about to be kept.

    Attributes:
        selection: number of the selection, or None.
        number: of the issue, as ``PublicationStore.next_number`` gave it, or None.
        kind: of the publication.
        title: shown.
        as_of: the day that statuses hold for.
        moment: of publishing.
        actor: who publishes.
        entries: how many documents it holds.
        content: canonical JSON.
        code: by which its files are checked.
        texts: numbers of the texts that it names; they are kept as long as it is.
    """

    selection: int | None
    number: int | None
    kind: str
    title: str
    as_of: dt.date
    moment: datetime
    actor: str
    entries: int
    content: str
    code: str
    texts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportJob:
    """The making of one file of a publication.

    Attributes:
        id: its number.
        publication: of which.
        format: machine name of the format.
        token: under which its file is fetched; nobody guesses it.
        state: how far it is.
        done: entries written.
        total: of how many.
        file: name of the file below ``exports/``, or "".
        name: under which it is downloaded, or "".
        size: in bytes.
        sha256: of the bytes, or "".
        attempts: how often it was begun.
        reason_code: why it failed, or "".
        reason: the same for people, or "".
        requested_by: who asked for it.
        created: when it was asked for.
        started: when it was begun last, or None.
        finished: when it was ready or failed, or None.
        expires: when its file is removed, or None.
    """

    id: int
    publication: int
    format: str
    token: str
    state: ExportState
    done: int
    total: int
    file: str
    name: str
    size: int
    sha256: str
    attempts: int
    reason_code: str
    reason: str
    requested_by: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file that the library has issued; the row stays when the file is gone.

    Attributes:
        id: its number; 0 before it is kept.
        publication: of which.
        format: machine name of the format.
        name: under which it is downloaded.
        size: in bytes.
        sha256: of the bytes.
        release: of the program that made it.
        made: when.
    """

    id: int
    publication: int
    format: str
    name: str
    size: int
    sha256: str
    release: str
    made: datetime
