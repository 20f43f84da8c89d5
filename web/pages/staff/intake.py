"""The intake as a librarian sees it: what came, what it is, what is wrong and what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.arrivals import FINAL_STATES, Arrival, LedgerState
from catalog.errors import NotFound
from catalog.unit_of_work import UnitOfWork
from ingest.names import shown
from ingest.reading_again import REREAD
from ingest.rereading import ask_to_reread, is_asked
from ingest.room import INTAKE_STATE, NO_ROOM
from web.access import Needs
from web.page_pictures import is_drawn
from web.pages.display import local_path
from web.pages.headings import page_links
from web.pages.records import number_in_path, seen_record
from web.paging import Paging, asked_page
from web.presenters.intake import ArrivalView, IntakeFigures, ago, arrival_views
from web.presenters.journal import JournalLine, journal_line
from web.presenters.layout import Way
from web.presenters.reading import ReadingView, readings, sample, texts_of
from web.templating import page
from web.visit import Visit

SIZE = 30
SORTS = ("newest", "oldest", "path")
_USUAL_CLAIMS = 2  # a file is taken up to be stored, and again to be read
_YEARS = (1900, 2999)
WORKING = tuple(state for state in LedgerState if state not in FINAL_STATES)
TABS: tuple[tuple[str, tuple[LedgerState, ...] | None], ...] = (
    ("all", None),
    ("working", WORKING),
    ("rejected", (LedgerState.REJECTED,)),
    ("duplicate", (LedgerState.DUPLICATE,)),
    ("opened", (LedgerState.OPENED,)),
)


def _day(text: str) -> date | None:
    """A day that has neighbours; the first and the last of the calendar have not."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _YEARS[0] <= day.year <= _YEARS[1] else None


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _figures(visit: Visit, work: UnitOfWork) -> IntakeFigures:
    services = visit.services
    counts = work.ledger.counts()
    today = services.clock.now().astimezone(services.clock.zone).date()
    finished = work.ledger.finished_on(today, services.clock.zone)
    free = shutil.disk_usage(services.disk).free
    backup = _moment(work.notes.get("last_backup"))
    days = (services.clock.now() - backup).days if backup else None
    return IntakeFigures(
        taken_today=sum(1 for one in finished if one.state == LedgerState.CATALOGUED),
        working=work.ledger.unfinished(),
        review=work.records.review_queue(limit=1, offset=0)[1],
        rejected=counts[LedgerState.REJECTED],
        free=free,
        disk_low=free < services.settings.reserve_mib << 20 or _stands(work),
        last_scan=ago(visit, _moment(work.notes.get("last_scan"))),
        last_backup=ago(visit, backup),
        backup_overdue=days is None or days >= services.settings.backup_reminder_days,
    )


def _stands(work: UnitOfWork) -> bool:
    """Whether the intake itself has noted that there is no room."""
    try:
        return bool(json.loads(work.notes.get(INTAKE_STATE) or "{}").get("state") == NO_ROOM)
    except (ValueError, AttributeError):
        return False


def ledger(visit: Visit) -> Response:
    """The ledger: filtered, sorted, paged; all of it in the address."""
    tab = visit.asked.get("tab", "all")
    states = dict(TABS).get(tab)
    tab = tab if tab in dict(TABS) else "all"
    text = visit.asked.get("text", "").strip()[:200]
    day = _day(visit.asked.get("day", ""))
    sort = visit.asked.get("sort", "newest")
    sort = sort if sort in SORTS else "newest"
    number = asked_page(visit.asked.get("page"))
    with visit.services.database.read() as work:
        found, total = work.ledger.list(
            state=states,
            text=text,
            day=day,
            zone=visit.services.clock.zone,
            sort=sort,
            limit=SIZE,
            offset=(number - 1) * SIZE,
        )
        counts = work.ledger.counts()
        views = arrival_views(visit, work, found)
        read = _readings(visit, work, found, views)
        figures = _figures(visit, work)
    here = visit.url("intake")
    asked = {"tab": tab, "text": text, "day": day.isoformat() if day else "", "sort": sort}
    local_today = visit.services.clock.now().astimezone(visit.services.clock.zone).date()
    return page(
        visit,
        "staff/intake.html",
        current="intake",
        figures=figures,
        arrivals=views,
        readings=read,
        tabs=[
            Way(
                visit.t(f"intake.tab_{name}") + (f" ({sum(counts[one] for one in of)})" if of else ""),
                f"{here}?{urlencode({'tab': name})}",
                name == tab,
            )
            for name, of in TABS
        ],
        sorts=[
            Way(visit.t(f"intake.sort_{one}"), f"{here}?{urlencode({**asked, 'sort': one})}", one == sort)
            for one in SORTS
        ],
        asked=asked,
        links=page_links(here, asked, Paging(number, SIZE, total)),
        total=total,
        can_retry=visit.may(Needs.LIBRARIAN),
        receipt_today=visit.url("receipt", day=local_today.isoformat()),
        receipt_before=visit.url("receipt", day=(local_today - timedelta(days=1)).isoformat()),
    )


def arrival(visit: Visit) -> Response:
    """One arrival with what was in it."""
    with visit.services.database.read() as work:
        found = work.ledger.get(number_in_path(visit, "arrival"))
        if found is None:
            raise NotFound("Такой строки в журнале приёма нет.")
        view = arrival_views(visit, work, [found])[0]
        rows = work.ledger.children(found.id)
        members = arrival_views(visit, work, rows)
        read = _readings(visit, work, [found, *rows], [view, *members])
        text = texts_of(work, [found]).get(found.id) if view.record else None
        number = asked_page(visit.asked.get("page"))
        page_shown = sample(visit, work, found, text, number) if text else None
        asked = is_asked(work, found.record or 0)
        reread = _rereadings(visit, work, found.record or 0) if view.record else []
        came_in = work.ledger.get(found.parent) if found.parent else None
    return page(
        visit,
        "staff/arrival.html",
        current="intake",
        arrival=found,
        view=view,
        members=members,
        readings=read,
        reading=read.get(found.id),
        sample=page_shown,
        rereading=asked,
        rereadings=reread,
        came_in=shown(came_in.path).replace("\\", "/").rpartition("/")[2] if came_in else "",
        tried=found.attempts if found.attempts > _USUAL_CLAIMS else 0,
        can_retry=visit.may(Needs.LIBRARIAN),
    )


def _rereadings(visit: Visit, work: UnitOfWork, record: int) -> list[JournalLine]:
    """What the last reading of a record that was read again has changed; the text before the requisites."""
    entries = [one for one in work.audit.of(f"record:{record}") if one.action == REREAD]
    last = max((one.moment for one in entries if one.field == "text"), default=None)
    since = [one for one in entries if last is not None and one.moment >= last]
    return [journal_line(visit, one) for one in sorted(since, key=lambda one: one.field != "text")]


def _readings(
    visit: Visit, work: UnitOfWork, arrivals: Sequence[Arrival], views: Sequence[ArrivalView]
) -> dict[int, ReadingView]:
    """How files were read, of those whose records the asker may see."""
    seen = {view.id for view in views if view.record is not None}
    return readings(visit, work, [one for one in arrivals if one.id in seen])


def picture(visit: Visit) -> Response:
    """A page of a file as a picture, drawn by a process that reads files."""
    number = number_in_path(visit, "number")
    with visit.services.database.read() as work:
        arrival = work.ledger.get(number_in_path(visit, "arrival"))
        if arrival is None or arrival.record is None:
            raise HTTPException(404)
        if seen_record(visit, work, arrival.record).withdrawn_at is not None:
            raise HTTPException(410)
        text = texts_of(work, [arrival]).get(arrival.id)
    if text is None or not is_drawn(text.media_type) or not 0 < number <= max(text.pages, 1):
        raise HTTPException(404)
    path = visit.services.originals.path(text.sha256)
    drawn = visit.services.pictures.page(path, text.first_page + number - 1)
    if drawn is None:
        raise HTTPException(404)
    return Response(drawn, media_type="image/png", headers={"cache-control": "private, no-cache"})


def retry(visit: Visit) -> Response:
    """Take a rejected arrival up again."""
    with visit.services.database.write() as work:
        work.ledger.retry(number_in_path(visit, "arrival"), actor=visit.actor)
    back = local_path(visit.form.text("back"))
    if back.split("?")[0] == visit.url("intake"):
        return visit.to("intake", ask={"done": "retry"})
    return visit.to("arrival", arrival=visit.request.path_params["arrival"], ask={"done": "retry"})


def reread(visit: Visit) -> Response:
    """Note that a record is to be read again: the intake does it, here nothing is read."""
    number = number_in_path(visit, "record")
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        ask_to_reread(work, number, actor=visit.actor)
    if visit.form.text("arrival"):
        return visit.to("arrival", arrival=visit.form.number("arrival"), ask={"done": "reread"})
    return visit.to("record", record=number, ask={"done": "reread"})


def receipt(visit: Visit) -> Response:
    """What a day brought, for reading and for paper."""
    day = _day(str(visit.request.path_params["day"]))
    if day is None:
        raise HTTPException(404)
    with visit.services.database.read() as work:
        rows = work.ledger.finished_on(day, visit.services.clock.zone)
        views = arrival_views(visit, work, rows)
        read = _readings(visit, work, rows, views)
    return page(
        visit,
        "staff/receipt.html",
        current="intake",
        day_of=day,
        arrivals=views,
        readings=read,
        before=visit.url("receipt", day=(day - timedelta(days=1)).isoformat()),
    )
