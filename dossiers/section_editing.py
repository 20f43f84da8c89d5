"""Editing the sections of a selection; each change is one step."""

from __future__ import annotations

from dataclasses import replace

from catalog.errors import VecheError
from catalog.selections import Draft, Selection
from catalog.unit_of_work import UnitOfWork
from dossiers import arranging
from dossiers.arranging import Step
from dossiers.editing import LONGEST_TITLE, Hand, change, require_section


def add_section(  # noqa: PLR0913 - a section with its place
    work: UnitOfWork, selection: int, title: str, hand: Hand, *, note: str = "", position: int | None = None
) -> Selection:
    """Add a section at a position from 1, or at the end.

    Raises:
        VecheError: it has no title.
    """
    named = _section_title(title)
    return change(
        work,
        selection,
        hand,
        "add-section",
        lambda draft: arranging.with_section(draft, named, note.strip(), position),
    )


def change_section(  # noqa: PLR0913 - what of it is changed
    work: UnitOfWork,
    selection: int,
    section: int,
    hand: Hand,
    *,
    title: str | None = None,
    note: str | None = None,
) -> Selection:
    """Give a section another title or note.

    Raises:
        NotFound: it is not in the draft.
        VecheError: it has no title.
    """
    named = None if title is None else _section_title(title)

    def step(draft: Draft) -> Draft:
        require_section(draft, section)
        found = next(one for one in draft.sections if one.id == section)
        changed = replace(
            found,
            title=found.title if named is None else named,
            note=found.note if note is None else note.strip(),
        )
        return arranging.section_changed(draft, changed)

    return change(work, selection, hand, "edit-section", step)


def move_section(work: UnitOfWork, selection: int, section: int, target: Step | int, hand: Hand) -> Selection:
    """Move a section with what stands in it, by a step or to a position from 1.

    Raises:
        NotFound: it is not in the draft.
    """

    def step(draft: Draft) -> Draft:
        require_section(draft, section)
        return arranging.section_moved(draft, section, target)

    return change(work, selection, hand, "move-section", step)


def delete_section(work: UnitOfWork, selection: int, section: int, hand: Hand) -> Selection:
    """Remove a section; its records stay, without a section.

    Raises:
        NotFound: it is not in the draft.
    """

    def step(draft: Draft) -> Draft:
        require_section(draft, section)
        return arranging.without_section(draft, section)

    return change(work, selection, hand, "delete-section", step)


def _section_title(title: str) -> str:
    named = " ".join(title.split())[:LONGEST_TITLE]
    if not named:
        raise VecheError("Назовите раздел.")
    return named
