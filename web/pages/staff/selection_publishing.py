"""Publishing an issue: what it will hold, what changes, what is left out and why; with a preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.responses import Response

from catalog.errors import Conflict, VecheError
from catalog.issues import Issue
from catalog.model import Record
from catalog.selections import Selection, SelectionKind
from dossiers import editing
from dossiers.drafts import read_draft
from dossiers.exports.indexes import indexes
from dossiers.publication import Change, Publication
from dossiers.publishing import Imprint, freeze, imprint, publish
from web.pages.staff.selection_conflicts import told_of_others
from web.pages.staff.selections import hand_of, selection_in_path
from web.presenters.getting import ways_to_get
from web.presenters.issue import ChangeView, change_views, issue_line, issue_view
from web.templating import page
from web.visit import Visit

MOST_COMPILER = 200


def show(visit: Visit) -> Response:
    """What the next issue would be."""
    return _shown(visit)


def _shown(visit: Visit, *, said: str = "") -> Response:
    as_of = _as_of(visit)
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work)
        draft = read_draft(work, selection, as_of)
        records = work.records.many([one.record for one in draft.changes])
        issue = draft.last
        values = {
            "hidden": [(one, visit.t(f"selecting.hidden_{one.hidden}")) for one in draft.hidden],
            "count": sum(len(part.entries) for part in draft.sections) - len(draft.hidden),
            "waiting": (len(draft.offered), len(draft.leaving)),
            "changes": _by_sort(visit, draft.changes, records),
            "last": (issue, issue_line(visit, issue)) if issue else None,
            "getting": ways_to_get(visit, work, issue) if issue and _just_published(visit, issue) else (),
        }
    return page(
        visit,
        "staff/selection_publish.html",
        current="selections",
        status=409 if said else 200,
        selection=selection,
        as_of=as_of,
        said=said,
        compiler=visit.form.text("compiler") or visit.actor,
        **values,
    )


def _just_published(visit: Visit, issue: Issue) -> bool:
    return visit.asked.get("published", "") == str(issue.number)


def _by_sort(
    visit: Visit, changes: Sequence[Change], records: Mapping[int, Record]
) -> list[tuple[str, list[ChangeView]]]:
    views = change_views(visit, changes, records)
    found = [(what, [one for one in views if one.what == what]) for what in ("came", "went", "status")]
    return [(what, some) for what, some in found if some]


def _as_of(visit: Visit) -> date:
    """The day that is asked for; today if none is, or one that is to come."""
    today = visit.services.clock.today()
    try:
        asked = date.fromisoformat(visit.form.text("as_of") or visit.asked.get("as_of", ""))
    except ValueError:
        return today
    return min(asked, today)


def _said(visit: Visit, compiler: str = "") -> Imprint:
    services = visit.services
    return imprint(services.settings.library_name, services.clock, compiler, _as_of(visit))


@told_of_others
def take(visit: Visit) -> Response:
    """Publish; with it the selection is opened to readers where that is asked for."""
    form = visit.form
    try:
        with visit.services.database.write() as work:
            selection, hand = selection_in_path(visit, work), hand_of(visit)
            if form.text("public") == "1" and not selection.public:
                opened = editing.change_head(work, selection.id, hand, public=True)
                hand = hand_of(visit, opened.version)
            issue = publish(work, selection.id, hand, _said(visit, form.text("compiler")[:MOST_COMPILER]))
    except Conflict as conflict:
        if conflict.when is not None:
            raise
        return _shown(visit, said=f"{conflict} {conflict.hint}".strip())
    except VecheError as error:
        return _shown(visit, said=f"{error} {error.hint}".strip())
    return visit.to(
        "selection-publish",
        selection=selection.id,
        ask={"published": str(issue.number), "as_of": issue.as_of.isoformat()},
    )


def preview(visit: Visit) -> Response:
    """The next issue as readers will see it."""
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work)
        publication = freeze(work, selection, _said(visit, visit.actor))
        issue = _issue_to_come(visit, selection, publication)
        view = issue_view(visit, work, selection, issue, publication)
    return page(
        visit,
        "issue.html",
        current="selections",
        view=view,
        line=issue_line(visit, issue),
        indexes=indexes(publication) if selection.kind is SelectionKind.LIST else (),
        getting=(),
        can_edit=True,
        preview=True,
    )


def _issue_to_come(visit: Visit, selection: Selection, publication: Publication) -> Issue:
    return Issue(
        id=0,
        selection=selection.id,
        number=publication.number,
        kind=publication.kind,
        title=publication.title,
        as_of=date.fromisoformat(publication.as_of),
        moment=visit.services.clock.now(),
        actor=visit.actor,
        entries=len(publication.entries),
        content_sha256="",
        code="",
    )
