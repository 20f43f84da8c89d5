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
    """The issue itself; one of a single record that was closed since is called by that record's number."""
    if issue.kind != _OF_ONE_RECORD:
        return issue
    publication = from_json(work.publications.content(issue.id))
    if closed_at(work, publication) is None:
        return issue
    (entry,) = publication.entries
    return replace(issue, title=visit.t("issue.closed", record=entry.record))
