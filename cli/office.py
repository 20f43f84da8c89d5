"""``veche office``: what is done for people while nobody waits at a desk; and the desk for commands."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import typer

from catalog.errors import VecheError
from catalog.issues import ExportJob, ExportState
from cli import output
from cli.sentences import say
from cli.stopping import told_to_stop
from cli.wiring import Station, opened
from desk import office as rounds
from desk.asking_limit import AskingDesk
from desk.following import Following
from desk.mailing import Post, send_due
from desk.office import Task
from desk.orders import OrderDesk
from desk.smtp import Server
from dossiers.issuing import Issuing, make_waiting, remove_expired
from dossiers.moved_lists import publish_moved
from dossiers.one_off import forget_one_off
from dossiers.refreshing import refresh_due
from search.searcher import Searcher
from search.whoosh_engine import WhooshEngine

LOCK = "office"
_MINUTE, _HOUR = 60.0, 3600.0
_NOBODY = "biblioteka@localhost"  # mails in the outbox are sent by a person, whose program puts its own


def office(once: Annotated[bool, typer.Option("--once", help=say("office_once"))] = False) -> None:
    """Make the files and send the mail that wait."""
    with opened(create=True) as station:
        stop = told_to_stop()
        if not once:
            go_on(station, stop)
            return
        with station.home.lock(LOCK), _tasks(station, stop) as tasks:
            done = rounds.once([*tasks.making, *tasks.others], stop, _tell)
        output.message(say("office_done", done=done))


def go_on(station: Station, stop: threading.Event) -> None:
    """Work until told to stop.

    Raises:
        HomeLocked: another office is at work on this home.
    """
    with station.home.lock(LOCK), _tasks(station, stop) as tasks:
        rounds.run(tasks.making, tasks.others, stop, _tell)


def order_desk(station: Station) -> OrderDesk:
    """The desk of orders of this home."""
    return OrderDesk(station.clock, station.home.secret(), _sender(station).rpartition("@")[2])


@dataclass(frozen=True, slots=True)
class _Tasks:
    making: Sequence[Task]
    others: Sequence[Task]


@contextmanager
def _tasks(station: Station, stop: threading.Event) -> Iterator[_Tasks]:
    settings, database, clock = station.settings, station.database, station.clock
    issuing = Issuing(
        station.home, database, station.originals, clock, settings.export_days, failed=_tell_unexpected
    )
    post = _post(station)
    following = Following(
        clock,
        post.secret,
        post.site,
        post.server is not None,
        post.sender.rpartition("@")[2],
        post.language,
    )

    def make() -> int:
        with database.read() as work:
            waits = work.exports.next_waiting() or work.exports.page(ExportState.WORKING, 1)[0]
        return make_waiting(issuing, stop) if waits else 0

    def tell_followers() -> int:
        with database.read() as work:
            if not work.followers.to_tell(1):
                return 0
        with database.write() as work:
            return following.tell(work)

    def forget() -> int:
        before = clock.now() - timedelta(days=settings.order_days)
        with database.write() as work:
            AskingDesk(clock, post.secret).forget(work)
            return following.forget(work) + len(work.orders.erase_personal(before, clock.now()))

    def tidy() -> int:
        return remove_expired(issuing) + forget_one_off(database, clock, settings.one_off_days)

    with WhooshEngine(station.home.index) as engine:
        searcher = Searcher(engine, database)
        yield _Tasks(
            [Task(say("office_making"), make)],
            [
                Task(say("office_mail"), lambda: send_due(post, stop)),
                Task(say("office_followers"), tell_followers, every=5.0),
                Task(
                    say("office_lists"),
                    lambda: publish_moved(database, settings.library_name, clock),
                    every=_HOUR,
                ),
                Task(say("office_refreshing"), lambda: refresh_due(database, searcher, clock), every=_MINUTE),
                Task(say("office_tidying"), tidy, every=_HOUR),
                Task(say("office_forgetting"), forget, every=_HOUR),
            ],
        )


def _post(station: Station) -> Post:
    settings = station.settings
    server = None
    if settings.smtp_host:
        server = Server(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_user,
            settings.smtp_password_file,
        )
    return Post(
        database=station.database,
        home=station.home,
        clock=station.clock,
        secret=station.home.secret(),
        library=settings.library_name,
        sender=_sender(station),
        site=settings.site_address,
        language=settings.language,
        limit=settings.mail_limit_mib << 20,
        server=server,
    )


def _sender(station: Station) -> str:
    return station.settings.mail_from or _NOBODY


def _tell(task: str, error: VecheError) -> None:
    output.message(say("office_trouble", task=task, error=error))


def _tell_unexpected(job: ExportJob, error: Exception) -> None:
    """A defect of ours: the whole of it belongs into the journal of the service."""
    output.message(say("office_trouble", task=say("office_making"), error=f"№ {job.id}"))
    output.message("".join(traceback.format_exception(error)))
