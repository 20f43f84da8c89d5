"""What a publication is called on pages that whoever knows its code or a token may open."""

from __future__ import annotations

from dataclasses import replace

from catalog.issues import Issue
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import closed_at
from dossiers.publication import from_json
from web.visit import Visit

_OF_ONE_RECORD = "record"


def named_issue(visit: Visit, work: UnitOfWork, issue: Issue) -> Issue:
    """The issue; one of a single record that was closed since is called by the number of that record."""
    if not is_nameless(work, issue):
        return issue
    (entry,) = from_json(work.publications.content(issue.id)).entries
    return replace(issue, title=visit.t("issue.closed", record=entry.record))


def is_nameless(work: UnitOfWork, issue: Issue) -> bool:
    """Whether the title of a publication is that of a document which readers may not see any more."""
    if issue.kind != _OF_ONE_RECORD:
        return False
    return closed_at(work, from_json(work.publications.content(issue.id))) is not None
