"""Two records side by side: a draft and the act that it became, two editions, two that may be the same."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import NotFound
from web.access import sees_text
from web.pages.records import number_in_path, seen_record
from web.presenters.comparison import Fold, compared
from web.presenters.requisites import act_link, first_upper, shown_title
from web.templating import page
from web.visit import Visit


def compare(visit: Visit) -> Response:
    """The texts of two records, paragraph by paragraph."""
    numbers = (number_in_path(visit, "record"), number_in_path(visit, "other"))
    with visit.services.database.read() as work:
        both = [seen_record(visit, work, number) for number in numbers]
        if any(record.withdrawn_at is not None for record in both):
            raise NotFound("Один из документов изъят.", "Сравнить можно те, что есть в каталоге.")
        if not all(sees_text(record.record_class, visit.account, inside=visit.inside) for record in both):
            raise HTTPException(403)
        left, right = (work.texts.pages(number) for number in numbers)
    ways = [act_link(visit, record) for record in both]
    return page(
        visit,
        "compare.html",
        ways=ways,
        names=[first_upper(way.label) for way in ways],
        titles=[shown_title(visit, record) for record in both],
        turned=visit.url("compare", record=numbers[1], other=numbers[0]),
        empty=not any(text.strip() for text in left) or not any(text.strip() for text in right),
        found=compared(left, right),
        is_fold=lambda row: isinstance(row, Fold),
    )
