"""What the tests of the desk stand on: a desk, a post room, publications with files."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from catalog.clock import Clock
from catalog.database import Database
from catalog.home import Home
from catalog.issues import ExportJob, IssuedFile, NewIssue
from catalog.orders import Channel, Order, OrderDraft
from catalog.unit_of_work import UnitOfWork
from desk.mailing import Post
from desk.orders import OrderDesk, Step
from desk.smtp import Server
from dossiers.publication import Entry, Publication, Section, to_json

NOW = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 5, 20)
LIBRARIAN = "Иванова"
SECRET = b"s" * 32
CUSTOMER = "otdel@zarechny.example"
LIBRARY = "Заречная библиотека"
SITE = "http://biblioteka.local"
GO_ON = threading.Event()
FILE_NAME = "Досье «Бюджет района», выпуск 3.pdf"


class MovingClock(Clock):
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        super().__init__(ZoneInfo("Europe/Moscow"), TODAY)
        self.__dict__["moment"] = NOW

    @override
    def now(self) -> datetime:
        moment: datetime = self.__dict__["moment"]
        return moment

    def forward(self, **span: float) -> None:
        self.__dict__["moment"] += timedelta(**span)


def desk(clock: Clock | None = None) -> OrderDesk:
    return OrderDesk(clock or MovingClock(), SECRET, "zarechny.example", ("pdf", "docx", "zip"))


def wish(**changes: Any) -> OrderDraft:
    given: dict[str, Any] = {"subject": "Бюджет района", "channel": Channel.MAIL, "format": "pdf"}
    given |= {"customer": "Семёнова А. П.", "email": CUSTOMER}
    return OrderDraft(**(given | changes))


def step(order: Order, message: str = "") -> Step:
    return Step(order.id, order.version, LIBRARIAN, message)


def publication(
    work: UnitOfWork, title: str = "Бюджет района", selection: int | None = None, records: Sequence[int] = ()
) -> int:
    number = None if selection is None else work.publications.next_number(selection)
    kind = "record" if selection is None else "dossier"
    entries = tuple(Entry(0, record, "act", "О бюджете") for record in records)
    content = Publication(
        kind,
        title,
        LIBRARY,
        TODAY.isoformat(),
        NOW.isoformat(),
        number or 0,
        sections=(Section("", "", entries),),
    )
    new = NewIssue(selection, number, kind, title, TODAY, NOW, LIBRARIAN, 7, to_json(content), content.code)
    return work.publications.add(new).id


def made(database: Database, home: Home, job: ExportJob, content: bytes, name: str = FILE_NAME) -> ExportJob:
    """Make the file of a job as the maker of files does, with bytes of our own."""
    file = f"{job.id}.bin"
    (home.exports / file).write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    issued = IssuedFile(0, job.publication, job.format, name, len(content), sha256, "1", NOW)
    with database.write() as work:
        work.exports.begin(job.id, NOW)
        return work.exports.finish(job.id, file, issued, NOW + timedelta(days=30))


def post(database: Database, home: Home, server: Server | None, **changes: Any) -> Post:
    given: dict[str, Any] = {"clock": MovingClock(), "secret": SECRET, "library": LIBRARY, "site": SITE}
    given |= {"sender": "biblioteka@zarechny.example", "limit": 10 << 20}
    return Post(database=database, home=home, server=server, **(given | changes))
