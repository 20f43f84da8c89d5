"""The picture of a page: for whom the file itself is, in a few widths, drawn by a process of its own."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import NotFound
from web.access import sees_text
from web.page_pictures import WIDTH, WIDTHS
from web.pages.records import number_in_path, seen_record
from web.presenters.page_picture import open_leaf
from web.visit import Visit


def _width(visit: Visit) -> int:
    """The width that the address asks for, from a fixed few.

    Raises:
        HTTPException: 400, it is none of them.
    """
    text = visit.asked.get("width", str(WIDTH))
    if text not in map(str, WIDTHS):
        raise HTTPException(400)
    return int(text)


def picture(visit: Visit) -> Response:
    """A page of a record as PNG; a browser that kept it asks each time whether it may still show it."""
    number, width = number_in_path(visit, "number"), _width(visit)
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        if record.withdrawn_at is not None:
            raise HTTPException(410)
        if not sees_text(record.record_class, visit.account, inside=visit.inside):
            raise HTTPException(403)
        leaf = open_leaf(visit, work, record, number)
    if leaf is None:
        raise NotFound("У этой страницы нет изображения.", "Откройте её текст.")
    sha256 = leaf.held.sha256
    headers = {"cache-control": "private, no-cache", "etag": f'"{sha256}-{leaf.page}-{width}"'}
    if headers["etag"] in [one.strip() for one in visit.request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    path = visit.services.originals.path(sha256)
    drawn = visit.services.pictures.page(path, leaf.page, width, sha256=sha256)
    if drawn is None:
        raise NotFound("Эту страницу не удаётся нарисовать.", "Откройте её текст или скачайте файл.")
    return Response(drawn, media_type="image/png", headers=headers)
