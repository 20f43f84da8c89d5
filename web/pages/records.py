"""A record: its page, the pages of its text, its whole text, its print, and the way to its originals."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from catalog.errors import NotFound
from catalog.model import Record, RecordClass
from catalog.unit_of_work import UnitOfWork
from ingest.editions import JOINED
from ingest.rereading import is_asked
from web.access import Needs, sees, sees_text
from web.presenters.asked import asked_from
from web.presenters.common_file import open_originals
from web.presenters.page_picture import in_pictures
from web.presenters.page_text import TextPage
from web.presenters.page_views import behind, page_views, wants_picture
from web.presenters.record import LaidUpon, record_page, text_page
from web.presenters.requisites import act_name
from web.templating import page
from web.visit import Visit

WHOLE_TEXT = 2_000_000
_ACTIVE = ("html", "svg", "xml", "script", "pdf")
_RESERVED = re.compile(r'[\x00-\x1f\x7f-\x9f"\\/:*?<>|\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+')


def number_in_path(visit: Visit, name: str) -> int:
    """A number in the path.

    Raises:
        HTTPException: 404, it is no number that a record could have.
    """
    text = str(visit.request.path_params[name])
    if not (text.isascii() and text.isdigit() and len(text) <= 15) or (len(text) > 1 and text[0] == "0"):
        raise HTTPException(404)
    return int(text)


def seen_record(visit: Visit, work: UnitOfWork, number: int) -> Record:
    """A record that the asker may see, withdrawn or not.

    Raises:
        NotFound: there is none, or it is not for the asker; both read the same.
    """
    record = work.records.get(number)
    if record is None or not sees(record, visit.account):
        raise NotFound("Такой записи в каталоге нет.", "Проверьте номер или найдите документ поиском.")
    return record


def withdrawn_page(visit: Visit, record: Record) -> Response:
    """What is said of a record that was taken out of sight."""
    # A title may name people; of an act its kind, date and number are enough to know it by.
    named = record.record_class == RecordClass.ACT and (record.date or record.number)
    name = act_name(visit, record) if named or visit.may(Needs.LIBRARIAN) else ""
    joined = JOINED.fullmatch(record.withdrawn_reason)
    return page(
        visit,
        "withdrawn.html",
        status=410,
        record=record,
        name=name,
        joined_to=visit.url("record", record=joined[1]) if joined else "",
        can_restore=visit.may(Needs.LIBRARIAN),
    )


def _shown(visit: Visit, number: int, template: str) -> Response:
    asked = asked_from(visit, number_in_path(visit, "record"))
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        if record.withdrawn_at is not None:
            return withdrawn_page(visit, record)
        if number != 1 and number > max(record.pages, 1):
            raise HTTPException(404)
        asked = in_pictures(asked) if wants_picture(visit, record) else asked
        shown = record_page(visit, work, record, number, asked)
        leaf = behind(visit, work, record, number)
        librarian = visit.may(Needs.LIBRARIAN)
        rereading = librarian and is_asked(work, record.id)
    views = page_views(visit, record, (number, leaf), asked)
    return page(
        visit, template, page=shown, views=views, number=number, librarian=librarian, rereading=rereading
    )


def record(visit: Visit) -> Response:
    """The page of a record, with the first page of its text."""
    return _shown(visit, 1, "record.html")


def numbered_page(visit: Visit) -> Response:
    """The page of a record, with a page of its text that the address names."""
    number = number_in_path(visit, "number")
    if number < 1:
        raise HTTPException(404)
    return _shown(visit, number, "record.html")


def whole_text(visit: Visit) -> Response:
    """All pages of the text one below the other; a very long one is cut between pages, and that is said."""
    asked = asked_from(visit, number_in_path(visit, "record"))
    with visit.services.database.read() as work:
        found = seen_record(visit, work, number_in_path(visit, "record"))
        if found.withdrawn_at is not None:
            return withdrawn_page(visit, found)
        shown = record_page(visit, work, found, 1, asked)
        texts = work.texts.pages(found.id) if not shown.text_closed else ()
        taken: list[TextPage] = []
        size = 0
        for number, text in enumerate(texts, 1):
            size += len(text)
            if size > WHOLE_TEXT and taken:
                break
            taken.append(text_page(visit, found, (number, text), asked, LaidUpon(shown.ties.links)))
    return page(visit, "whole_text.html", page=shown, texts=taken, left=len(texts) - len(taken))


def file_header(name: str) -> str:
    """``Content-Disposition`` for any file name (RFC 6266), with a plain one for old programs."""
    clean = _RESERVED.sub("_", PurePath(name).name).strip(" .") or "original"
    plain = clean.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_").replace(";", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def original(visit: Visit) -> Response:
    """An original as received, always to be saved, never to be shown by the browser."""
    sha256 = str(visit.request.path_params["sha256"])
    with visit.services.database.read() as work:
        found = seen_record(visit, work, number_in_path(visit, "record"))
        if found.withdrawn_at is not None:
            return withdrawn_page(visit, found)
        if not sees_text(found.record_class, visit.account, inside=visit.inside):
            raise HTTPException(403)
        held = next((one for one in open_originals(visit, work, found.id) if one.sha256 == sha256), None)
    path = visit.services.originals.path(sha256) if held else None
    if held is None or path is None or not path.is_file():
        raise NotFound("Такого файла у записи нет.", "Вернитесь к записи: её файлы перечислены справа.")
    harmless = held.media_type and not any(word in held.media_type for word in _ACTIVE)
    return FileResponse(
        path,
        media_type=held.media_type if harmless else "application/octet-stream",
        headers={
            "content-disposition": file_header(held.name),
            "content-security-policy": "sandbox; default-src 'none'",
            "cache-control": "private, no-cache",
            "etag": f'"{sha256}"',
        },
    )
