"""What is missing: the table, the same for a table program, and the letter that asks a body for it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from acts.completeness import Series, completeness
from catalog.errors import NotFound
from catalog.unit_of_work import UnitOfWork
from dossiers.exports.formats import DOCX_TYPE
from web.pages.headings import page_links
from web.pages.records import file_header, number_in_path
from web.paging import Paging, asked_page
from web.presenters.completeness import as_csv, series_view
from web.templating import page
from web.visit import Visit

SIZE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; None asks for all."""

    issuer: int | None
    first: int | None
    last: int | None
    missing: bool

    @property
    def query(self) -> dict[str, str]:
        """As parameters of an address."""
        named = (("issuer", self.issuer), ("from", self.first), ("to", self.last))
        found = {name: str(value) for name, value in named if value is not None}
        return found | ({"missing": "1"} if self.missing else {})


def _number(text: str | None, most: int) -> int | None:
    text = (text or "").strip()
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 16 and 0 < int(text) <= most else None
    )


def _asked(visit: Visit) -> Asked:
    first, last = (_number(visit.asked.get(name), 9998) for name in ("from", "to"))
    if first and last and first > last:
        first, last = last, first
    issuer = _number(visit.asked.get("issuer"), 10**15)
    return Asked(issuer, first, last, visit.asked.get("missing") == "1")


def _found(work: UnitOfWork, asked: Asked) -> list[Series]:
    found = completeness(work, asked.issuer, asked.first, asked.last)
    return [one for one in found if one.gaps or not asked.missing]


def show(visit: Visit) -> Response:
    """The table, narrowed by issuer and years."""
    asked = _asked(visit)
    number = asked_page(visit.asked.get("page"))
    with visit.services.database.read() as work:
        found = _found(work, asked)
        issuers = [(one.id, one.name, one.id == asked.issuer) for one in work.sources.list()]
    part = found[(number - 1) * SIZE : number * SIZE]
    query = f"?{urlencode(asked.query)}" if asked.query else ""
    address = visit.url("acquisition-letter", issuer=asked.issuer) + query if asked.issuer else ""
    to_ask = sum(gap.count for one in found for gap in one.to_ask())
    return page(
        visit,
        "staff/completeness.html",
        current="completeness",
        asked=asked,
        issuers=issuers,
        rows=[series_view(visit, one) for one in part],
        held=sum(one.held for one in found),
        missing=sum(one.missing for one in found),
        links=page_links(visit.url("completeness"), asked.query, Paging(number, SIZE, len(found))),
        csv=visit.url("completeness-csv") + query,
        letter=address if to_ask else "",
        to_ask=to_ask,
    )


def table(visit: Visit) -> Response:
    """The same for a table program."""
    with visit.services.database.read() as work:
        found = _found(work, _asked(visit))
    name = f"{visit.t('completeness.file')} {visit.services.clock.today().isoformat()}.csv"
    return Response(
        as_csv(visit, found),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": file_header(name), "cache-control": "no-store"},
    )


def letter(visit: Visit) -> Response:
    """The letter to one body."""
    # it brings the writer of DOCX, and letters are rare
    from dossiers.acquisition_letter import Letter, acquisition_letter, file_name

    asked = _asked(visit)
    issuer = number_in_path(visit, "issuer")
    with visit.services.database.read() as work:
        if work.sources.get(issuer) is None:
            raise NotFound("Такого органа в каталоге нет.", "Выберите орган в таблице полноты.")
        found = completeness(work, issuer, asked.first, asked.last)
    made = Letter(visit.services.settings.library_name, found, visit.services.clock.today())
    if not made.rows:
        raise NotFound(
            "Пропусков, о которых стоило бы спрашивать, нет.", "Выберите другие годы или другой орган."
        )
    return Response(
        acquisition_letter(made),
        media_type=DOCX_TYPE,
        headers={"content-disposition": file_header(file_name(made)), "cache-control": "no-store"},
    )
