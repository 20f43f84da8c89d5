"""The feed of what is new, in Atom (RFC 4287)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from catalog.model import Record, Visibility
from web.presenters.requisites import dated_and_numbered, shown_title
from web.visit import Visit

LENGTH = 50
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _text(words: str) -> str:
    return escape(_UNWRITABLE.sub("", words))


def _entry(visit: Visit, record: Record) -> str:
    address = str(visit.request.url_for("record", record=str(record.id)))
    dated = dated_and_numbered(record.date, record.number, visit.language)
    summary = " · ".join(part for part in (record.kind or "", record.issuer or "", dated) if part)
    return (
        f"<entry><id>{_text(address)}</id><title>{_text(shown_title(visit, record))}</title>"
        f'<link rel="alternate" href={quoteattr(address)}/>'
        f"<updated>{_moment(record.catalogued)}</updated><summary>{_text(summary)}</summary></entry>"
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def feed(visit: Visit) -> Response:
    """The last records that everybody may see, whoever asks."""
    with visit.services.database.read() as work:
        records = work.records.newest(LENGTH, frozenset({str(Visibility.PUBLIC)}))
    updated = max((record.catalogued for record in records), default=visit.services.started)
    here = str(visit.request.url_for("feed"))
    home = str(visit.request.url_for("home"))
    library = visit.services.settings.library_name
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><id>{_text(here)}</id>'
        f"<title>{_text(visit.t('feed.title'))}: {_text(library)}</title>"
        f"<author><name>{_text(library)}</name></author>"
        f'<link rel="self" href={quoteattr(here)}/><link rel="alternate" href={quoteattr(home)}/>'
        f"<updated>{_moment(updated)}</updated>"
        + "".join(_entry(visit, record) for record in records)
        + "</feed>\n"
    )
    return Response(body, media_type="application/atom+xml; charset=utf-8")
