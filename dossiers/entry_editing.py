"""Editing single entries of a selection in one step: the librarian's word together with the place."""

from __future__ import annotations

from catalog.selections import Draft, Selection
from catalog.unit_of_work import UnitOfWork
from dossiers import arranging
from dossiers.arranging import Into
from dossiers.editing import Hand, change, require_entry, require_section


def edit_entry(  # noqa: PLR0913 - what of it is changed
    work: UnitOfWork, selection: int, record: int, hand: Hand, *, note: str, where: Into | None
) -> Selection:
    """Give an entry another note and, where one is told, another place.

    Raises:
        NotFound: the record or the section is not in the draft.
    """

    def step(draft: Draft) -> Draft:
        require_entry(draft, record)
        noted = arranging.noted(draft, record, note.strip())
        if where is None:
            return noted
        require_section(draft, where.section)
        return arranging.moved(noted, record, where)

    return change(work, selection, hand, "note" if where is None else "edit-entry", step)
