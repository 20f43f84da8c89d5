"""Selections of the made district, for the tests of the site."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date

from catalog.home import Home
from catalog.issues import Issue
from catalog.selections import Selection, SelectionKind
from dossiers.editing import Hand, add_records, change_head, create
from dossiers.issuing import Issuing, make_waiting
from dossiers.publishing import imprint, publish
from tests.web.district import LIBRARY, District

ACTOR = "Иванова"


def hand(district: District, version: int) -> Hand:
    """The librarian at work, from a version."""
    return Hand(ACTOR, version, district.services.clock)


def published(
    district: District,
    title: str,
    records: Sequence[int],
    *,
    kind: SelectionKind = SelectionKind.DOSSIER,
    public: bool = True,
    as_of: date | None = None,
    **head: object,
) -> tuple[Selection, Issue]:
    """A selection of records with its first issue."""
    with district.services.database.write() as work:
        clock = district.services.clock
        saved = create(work, kind, title, actor=ACTOR, clock=clock, public=public, **head)
        saved = add_records(work, saved.id, records, hand(district, saved.version))
        issue = publish(work, saved.id, hand(district, saved.version), imprint(LIBRARY, clock, as_of=as_of))
        found = work.selections.get(saved.id)
    assert found is not None
    return found, issue


def next_issue(district: District, selection: Selection, records: Sequence[int], **head: object) -> Issue:
    """One more issue, with more records in it."""
    with district.services.database.write() as work:
        saved = work.selections.get(selection.id)
        assert saved is not None
        saved = add_records(work, saved.id, records, hand(district, saved.version))
        if head:
            saved = change_head(work, saved.id, hand(district, saved.version), **head)
        return publish(
            work, saved.id, hand(district, saved.version), imprint(LIBRARY, district.services.clock)
        )


def make_files(district: District) -> int:
    """What the office does: every file that is waited for."""
    home = Home(district.services.disk)
    services = district.services
    return make_waiting(
        Issuing(home, services.database, services.originals, services.clock), threading.Event()
    )
