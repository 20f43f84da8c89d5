"""The tables of a document, and each of them for a spreadsheet."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from catalog.errors import NotFound, TooBusy
from catalog.model import Record
from dossiers.exports.document_table import csv_lines
from extraction.protocol import Refused
from ingest.document_tables import Found, Part, part_of
from web.access import sees_text
from web.page_pictures import is_drawn
from web.pages.records import file_header, number_in_path, seen_record, withdrawn_page
from web.presenters.asked import Asked, asked_from
from web.presenters.document_tables import table_views
from web.presenters.page_picture import in_pictures
from web.presenters.page_views import open_text
from web.presenters.requisites import act_name, shown_title
from web.templating import page
from web.visit import Visit


def _asked(visit: Visit) -> tuple[Record, Part | None, tuple[str, ...]]:
    """The record that the address names, the part of a file behind it, and its text."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        held = open_text(visit, work, record) if record.withdrawn_at is None else None
        texts = work.texts.pages(record.id) if held and held.text_layer == "ocr" else ()
    return record, part_of(held) if held else None, texts


def _state(found: Found | None, *, closed: bool, part: Part | None) -> str:
    """What is said of the tables: ``closed``, ``no-file``, ``reading``, ``unread``, ``none`` or ``here``."""
    if closed or part is None:
        return "closed" if closed else "no-file"
    if found is None:
        return "reading"
    if isinstance(found, Refused):
        return "unread"
    return "here" if found else "none"


def _pictures(visit: Visit, record: Record, part: Part | None, asked: Asked) -> str:
    """The address of the first page as its picture, or ""."""
    if part is None or not is_drawn(part.media_type):
        return ""
    return visit.url("record-page", record=record.id, number=1) + in_pictures(asked).suffix + "#page"


def tables(visit: Visit) -> Response:
    """All tables of a document; one that takes long is read while the reader may go elsewhere."""
    record, part, texts = _asked(visit)
    if record.withdrawn_at is not None:
        return withdrawn_page(visit, record)
    closed = not sees_text(record.record_class, visit.account, inside=visit.inside)
    found = visit.services.tables.of(part, texts) if part else None
    asked = asked_from(visit, record.id)
    shown = () if found is None or isinstance(found, Refused) else found
    return page(
        visit,
        "tables.html",
        record=record,
        name=act_name(visit, record),
        title=shown_title(visit, record),
        state=_state(found, closed=closed, part=part),
        tables=table_views(visit, record, shown, asked),
        back=visit.url("record", record=record.id) + asked.suffix,
        pictures=_pictures(visit, record, part, asked),
        again=visit.url("record-tables", record=record.id) + asked.suffix,
        file=visit.url("original", record=record.id, sha256=part.sha256) if part else "",
    )


def table(visit: Visit) -> Response:
    """One table for a spreadsheet."""
    record, part, texts = _asked(visit)
    if record.withdrawn_at is not None:
        raise HTTPException(410)
    if not sees_text(record.record_class, visit.account, inside=visit.inside):
        raise HTTPException(403)
    found = visit.services.tables.of(part, texts) if part else ()
    if found is None:
        raise TooBusy("Таблицы этого документа ещё читаются.", "Подождите минуту и попробуйте снова.")
    number = number_in_path(visit, "number")
    if isinstance(found, Refused) or not 1 <= number <= len(found):
        raise NotFound("Такой таблицы у документа нет.", "Вернитесь к таблицам документа.")
    name = f"{act_name(visit, record)} {visit.t('tables.file', n=number)}.csv"
    return StreamingResponse(
        csv_lines(found[number - 1]),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": file_header(name), "cache-control": "private, no-cache"},
    )
