"""The editions of an act: the text of a former one, and two of them side by side."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import NotFound
from catalog.model import Edition, Record
from catalog.unit_of_work import UnitOfWork
from web.access import sees_text
from web.pages.records import WHOLE_TEXT, number_in_path, seen_record, withdrawn_page
from web.presenters.comparison import Fold, compared_by_article
from web.presenters.editions import edition_address, edition_name, edition_pages, edition_views
from web.presenters.layout import Way
from web.presenters.requisites import act_name, shown_title
from web.templating import page
from web.visit import Visit


def _asked(visit: Visit, work: UnitOfWork, record: Record, name: str) -> tuple[Edition, list[Edition]]:
    """The edition that the address names, among all of the record."""
    if not sees_text(record.record_class, visit.account, inside=visit.inside):
        raise HTTPException(403)
    number = number_in_path(visit, name)
    editions = work.editions.of_record(record.id)
    found = next((one for one in editions if one.id == number), None)
    if found is None:
        raise NotFound("Такой редакции у записи нет.", "Вернитесь к записи: её редакции перечислены там.")
    return found, editions


def edition(visit: Visit) -> Response:
    """The whole text of one edition with its files."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        if record.withdrawn_at is not None:
            return withdrawn_page(visit, record)
        found, editions = _asked(visit, work, record, "edition")
        texts = work.editions.texts([found.id])[found.id]
        files = [one for one in work.originals.of_record(record.id) if one.sha256 in found.originals]
    shown = edition_pages(texts, WHOLE_TEXT)
    return page(
        visit,
        "edition.html",
        record=record,
        title=shown_title(visit, record),
        edition=found,
        name=edition_name(visit, found),
        editions=edition_views(visit, record, editions, found.id),
        texts=shown,
        left=len(texts) - len(shown),
        files=files,
    )


def comparison(visit: Visit) -> Response:
    """Two editions of a record side by side, by article and word."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        if record.withdrawn_at is not None:
            return withdrawn_page(visit, record)
        both = [_asked(visit, work, record, name)[0] for name in ("edition", "other")]
        texts = work.editions.texts([one.id for one in both])
    left, right = (texts[one.id] for one in both)
    names = [edition_name(visit, one) for one in both]
    name, title = act_name(visit, record), shown_title(visit, record)
    title = title if name == title else f"{title} ({name})"
    return page(
        visit,
        "compare.html",
        ways=[Way(name, edition_address(visit, record, one)) for name, one in zip(names, both, strict=True)],
        names=names,
        titles=[title, title],
        turned=visit.url("compare-editions", record=record.id, edition=both[1].id, other=both[0].id),
        empty=not any(text.strip() for text in left) or not any(text.strip() for text in right),
        found=compared_by_article(left, right),
        is_fold=lambda row: isinstance(row, Fold),
    )
