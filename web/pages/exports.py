"""Files of publications: asked for by a form, made apart, fetched by an address that nobody guesses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from catalog.errors import NotFound
from catalog.issues import ExportJob, ExportState, Issue
from catalog.selections import SelectionKind
from catalog.unit_of_work import UnitOfWork
from desk.asking_limit import FILES
from dossiers.entries import is_open
from dossiers.exports.all import FORMATS
from dossiers.information_lists import Period, arrivals, deposit_register
from dossiers.issuing import is_closed_since, order_export
from dossiers.press_folders import digest
from dossiers.publishing import Imprint, imprint, publish_once, publish_record, publish_search
from web.access import Needs
from web.addresses import SearchAddress
from web.network import counted_address
from web.pages.issues import seen_selection_at
from web.pages.records import file_header
from web.presenters.named_issue import named_issue
from web.templating import form_page, page
from web.visit import Visit

MOST_HITS = 500
REFRESH_SECONDS = 2
_OF = ("publication", "record", "search", "arrivals", "deposit", "digest")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What files are asked of, as the address says it.

    Attributes:
        of: one of ``publication`` (a code), ``record`` (a number), ``search`` (the address of a search),
            ``arrivals``, ``deposit`` (two days with «..») and ``digest`` (a folder and two days).
        which: value of it.
    """

    of: str
    which: str

    @classmethod
    def read(cls, values: QueryParams | dict[str, str]) -> Asked:
        """The first thing that is asked of.

        Raises:
            HTTPException: 400, of nothing.
        """
        for of in _OF:
            which = values.get(of, "").strip()
            if which and len(which) <= _LONGEST:
                return cls(of, which)
        raise HTTPException(400)


def new(visit: Visit) -> Response:
    """The form: in which format."""
    asked = Asked.read(visit.asked)
    with visit.services.database.read() as work:
        name, back = _named(visit, work, asked)
    chosen = visit.asked.get("format", "")
    return form_page(
        visit,
        "export_new.html",
        asked=asked,
        name=name,
        back=back,
        formats=tuple(FORMATS),
        chosen=chosen if chosen in FORMATS else next(iter(FORMATS)),
    )


def order(visit: Visit) -> Response:
    """Ask for the file, and go to where it will be."""
    services = visit.services
    asked = Asked.read({name: visit.form.text(name) for name in _OF})
    if not visit.account and not _allowed(visit):
        return page(visit, "export_later.html", status=429)
    hits = _found(visit, asked) if asked.of == "search" else ()
    with services.database.write() as work:
        issue = _published(visit, work, asked, hits)
        job = order_export(
            work, issue.id, visit.form.text("format"), requested_by=visit.actor, clock=services.clock
        )
    return visit.to("export", token=job.token)


def _allowed(visit: Visit) -> bool:
    whence = counted_address(visit.request, visit.services.settings)
    with visit.services.database.write(durable=False) as work:
        return visit.services.askings.allows(work, FILES, whence)


def _named(visit: Visit, work: UnitOfWork, asked: Asked) -> tuple[str, str]:
    """How the thing is called, and the address of its page."""
    match asked.of:
        case "publication":
            issue = named_issue(visit, work, _issue(visit, work, asked.which))
            return issue.title, _page_of(visit, work, issue)
        case "record":
            record = work.records.get(_number(asked.which))
            if record is None or not is_open(record):
                raise NotFound("Такой записи в каталоге нет.")
            return record.title, visit.url("record", record=record.id)
        case "search":
            return visit.t("export.of_search"), f"{visit.url('search')}?{asked.which}"
        case "digest":
            selection = seen_selection_at(visit, work, SelectionKind.PRESS, _parts(asked)[0])
            return selection.title, visit.url("press", slug=selection.slug)
    return visit.t(f"export.of_{asked.of}"), visit.url(f"list-{asked.of}")


def _published(visit: Visit, work: UnitOfWork, asked: Asked, hits: tuple[int, ...]) -> Issue:
    said = imprint(visit.services.settings.library_name, visit.services.clock)
    match asked.of:
        case "publication":
            return _issue(visit, work, asked.which)
        case "record":
            return publish_record(work, _number(asked.which), said, actor=visit.actor)
        case "search":
            address = SearchAddress.read(QueryParams(asked.which))
            return publish_search(
                work,
                hits,
                said,
                title=visit.t("export.search_title", q=address.q)
                if address.q.strip("* ")
                else visit.t("export.of_search"),
                address=f"/search?{urlencode(parse_qsl(asked.which))}",
                actor=visit.actor,
            )
    return _published_list(visit, work, asked, said)


def _published_list(visit: Visit, work: UnitOfWork, asked: Asked, said: Imprint) -> Issue:
    clock = visit.services.clock
    if asked.of == "digest":
        slug, period = _parts(asked)
        selection = seen_selection_at(visit, work, SelectionKind.PRESS, slug)
        made = digest(work, selection, period, said, published=True)
    else:
        made = {"arrivals": arrivals, "deposit": deposit_register}[asked.of](
            work, period_of(asked.which), said, clock
        )
    return publish_once(work, made, actor=visit.actor)


def _found(visit: Visit, asked: Asked) -> tuple[int, ...]:
    """Numbers of the hits of a search, in their order, as everybody sees them."""
    address = SearchAddress.read(QueryParams(asked.which))
    request = address.request(visit.services.clock.today(), frozenset({"public"}), size=MOST_HITS)
    answer = visit.services.searcher.search(replace(request, offset=0, snippets=False, facets=False))
    return tuple(hit.record for hit in answer.hits)


def _parts(asked: Asked) -> tuple[str, Period]:
    slug, _, days = asked.which.partition(":")
    return slug, period_of(days)


def period_of(text: str) -> Period:
    """Two days with «..» between them.

    Raises:
        HTTPException: 400, they are none.
    """
    first, _, last = text.partition("..")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as error:
        raise HTTPException(400) from error


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise HTTPException(400)
    return int(text)


def _issue(visit: Visit, work: UnitOfWork, code: str) -> Issue:
    """A publication by its code, if the asker may see the selection that it is of."""
    issue = work.publications.by_code(code)
    if issue is not None and issue.selection is not None:
        selection = work.selections.get(issue.selection)
        if selection is None or not (selection.public or visit.may(Needs.LIBRARIAN)):
            issue = None
    if issue is None:
        raise NotFound("Такого выпуска нет.", "Проверьте код или найдите досье по названию.")
    return issue


def _page_of(visit: Visit, work: UnitOfWork, issue: Issue) -> str:
    selection = work.selections.get(issue.selection) if issue.selection else None
    if selection is None:
        return visit.url("check-code", code=issue.code)
    return visit.url(f"{selection.kind}-issue", slug=selection.slug, number=issue.number)


def _job(visit: Visit, work: UnitOfWork) -> ExportJob:
    token = str(visit.request.path_params["token"])
    job = work.exports.by_token(token) if len(token) <= 64 else None
    if job is None:
        raise NotFound(visit.t("export.unknown"), visit.t("export.unknown_next"))
    return job


def show(visit: Visit) -> Response:
    """How far a file is; the page asks again by itself until it is there."""
    with visit.services.database.read() as work:
        job = _job(visit, work)
        issue = named_issue(visit, work, work.publications.require(job.publication))
        back = _page_of(visit, work, issue)
        state = _state(visit, work, job)
    answer = page(
        visit, "export.html", job=job, issue=issue, state=state.value, back=back, seconds=REFRESH_SECONDS
    )
    if state in (ExportState.WAITING, ExportState.WORKING):
        answer.headers["refresh"] = str(REFRESH_SECONDS)
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer"
    return answer


def _state(visit: Visit, work: UnitOfWork, job: ExportJob) -> ExportState:
    """The state of a job.

    A file has expired when its days are over, when it is not there any more, and when a document in it was
    withdrawn or closed since.
    """
    if job.state is not ExportState.READY:
        return job.state
    over = job.expires is not None and job.expires <= visit.services.clock.now()
    gone = not (visit.services.exports / job.file).is_file()
    return ExportState.EXPIRED if over or gone or is_closed_since(work, job) else job.state


def file(visit: Visit) -> Response:
    """The file itself; a broken transfer goes on where it stopped."""
    with visit.services.database.read() as work:
        job = _job(visit, work)
        state = _state(visit, work, job)
    if state is not ExportState.READY:
        return visit.to("export", token=job.token)
    return FileResponse(
        visit.services.exports / job.file,
        media_type="application/octet-stream",
        headers={
            "content-disposition": file_header(job.name),
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox; default-src 'none'",
            "cache-control": "private, no-cache",
            "etag": f'"{job.sha256}"',
            "referrer-policy": "no-referrer",
        },
    )
