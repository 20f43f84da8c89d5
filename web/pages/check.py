"""Whether the library issued a file: by its code or by its SHA-256 (проверка подлинности)."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from catalog.unit_of_work import UnitOfWork
from dossiers.checking import Checked, check_code, check_past, check_sha256, code_of, sha256_of
from web.access import Needs
from web.presenters.issue import issue_line
from web.presenters.named_issue import named_issue
from web.templating import page
from web.visit import Visit

_LONGEST = 200


def check(visit: Visit) -> Response:
    """The form, and what is known of a SHA-256; a code leads to the page of its publication."""
    asked = visit.asked.get("q", "").strip()[:_LONGEST]
    if code_of(asked):
        return RedirectResponse(visit.url("check-code", code=code_of(asked)), status_code=303)
    with visit.services.database.read() as work:
        found = tuple(one for one in check_sha256(work, asked) if _told(visit, work, one))
        return _answer(visit, work, asked, found)


def check_of(visit: Visit) -> Response:
    """What the library published under a code."""
    code = str(visit.request.path_params["code"])[:_LONGEST]
    with visit.services.database.read() as work:
        found = check_code(work, code)
        told = (found,) if found is not None and _told(visit, work, found) else ()
        return _answer(visit, work, code, told, strict=True)


def _answer(
    visit: Visit, work: UnitOfWork, asked: str, found: tuple[Checked, ...], *, strict: bool = False
) -> Response:
    """What is known of a file, or that it is not kept any more; where ``strict``, nothing is 404."""
    shown = [_named(visit, work, one) for one in found]
    ways = [(one, _way(visit, work, one), issue_line(visit, one.issue)) for one in shown]
    past = () if ways else check_past(work, asked)
    return page(
        visit,
        "check.html",
        status=404 if strict and not (ways or past) else 200,
        asked=asked,
        found=ways,
        past=past,
        by_sum=bool(sha256_of(asked)),
    )


def _named(visit: Visit, work: UnitOfWork, checked: Checked) -> Checked:
    """The same without the names of a document that was closed since."""
    issue = named_issue(visit, work, checked.issue)
    return checked if issue is checked.issue else replace(checked, issue=issue, files=())


def _told(visit: Visit, work: UnitOfWork, checked: Checked) -> bool:
    """Whoever holds a file may know that it was issued; an issue that no reader may see is not told of."""
    selection = work.selections.get(checked.issue.selection) if checked.issue.selection else None
    return selection is None or selection.public or bool(checked.files) or visit.may(Needs.LIBRARIAN)


def _way(visit: Visit, work: UnitOfWork, checked: Checked) -> str:
    """The page of the issue, or "" where it has none that the asker may see."""
    selection = work.selections.get(checked.issue.selection) if checked.issue.selection else None
    if selection is None or selection.removed_at or not (selection.public or visit.may(Needs.LIBRARIAN)):
        return ""
    return visit.url(f"{selection.kind}-issue", slug=selection.slug, number=checked.issue.number)
