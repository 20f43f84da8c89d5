"""The feed of what is new, in Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from catalog.errors import NotFound
from catalog.issues import Issue, IssueFilter
from catalog.model import Record, Visibility
from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.publication import from_json
from web.pages.issues import PageOf
from web.presenters.issue import issue_line
from web.presenters.requisites import dated_and_numbered, shown_title
from web.visit import Visit

LENGTH = 50
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def issues(kind: SelectionKind) -> PageOf:
    """The feed of one selection: an entry an issue, with what changed in it."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            slug = str(visit.request.path_params["slug"])
            found = work.selections.by_slug(kind, slug)
            if found is None or not (found.public and found.issue) or found.removed_at is not None:
                raise NotFound(visit.t(f"selections.{kind}.none"), visit.t(f"selections.{kind}.where"))
            rows, _total = work.publications.page(IssueFilter(selection=found.id), limit=LENGTH)
            entries = [_issue_entry(visit, work, found, one) for one in rows]
        updated = max(one.moment for one in rows)
        return _feed(
            visit,
            rows[0].title,
            str(visit.request.url_for(f"{kind}-feed", slug=slug)),
            str(visit.request.url_for(f"{kind}", slug=slug)),
            updated,
            entries,
        )

    return show


def _issue_entry(visit: Visit, work: UnitOfWork, selection: Selection, issue: Issue) -> str:
    address = str(
        visit.request.url_for(f"{selection.kind}-issue", slug=selection.slug, number=str(issue.number))
    )
    changed: dict[str, int] = {}
    for change in from_json(work.publications.content(issue.id)).changes:
        changed[change.what] = changed.get(change.what, 0) + 1
    told = [
        visit.t(f"issue.feed_{what}", n=changed[what])
        for what in ("came", "went", "status")
        if what in changed
    ]
    summary = "; ".join(told) or visit.t("count.documents", n=issue.entries)
    title = f"{issue.title}. {issue_line(visit, issue)}"
    return (
        f"<entry><id>{_text(address)}</id><title>{_text(title)}</title>"
        f'<link rel="alternate" href={quoteattr(address)}/>'
        f"<updated>{_moment(issue.moment)}</updated><summary>{_text(summary)}</summary></entry>"
    )


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
    return _feed(
        visit,
        visit.t("feed.title"),
        str(visit.request.url_for("feed")),
        str(visit.request.url_for("home")),
        max((record.catalogued for record in records), default=visit.services.started),
        [_entry(visit, record) for record in records],
    )


def _feed(  # noqa: PLR0913, PLR0917 - the parts of a feed
    visit: Visit, title: str, here: str, page: str, updated: datetime, entries: Sequence[str]
) -> Response:
    library = visit.services.settings.library_name
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><id>{_text(here)}</id>'
        f"<title>{_text(title)}: {_text(library)}</title>"
        f"<author><name>{_text(library)}</name></author>"
        f'<link rel="self" href={quoteattr(here)}/><link rel="alternate" href={quoteattr(page)}/>'
        f"<updated>{_moment(updated)}</updated>" + "".join(entries) + "</feed>\n"
    )
    return Response(body, media_type="application/atom+xml; charset=utf-8")
