"""Taking back what was done to a draft, step by step, and doing it again."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.errors import NotFound
from catalog.selections import Selection, SelectionStep
from catalog.unit_of_work import UnitOfWork
from dossiers.editing import Hand, change

UNDO, REDO = "undo", "redo"


def to_undo(steps: Sequence[SelectionStep]) -> SelectionStep | None:
    """The step that an undo takes back, of steps with the newest first; None if there is none."""
    done, _undone = _stacks(steps)
    return done[-1] if done else None


def to_redo(steps: Sequence[SelectionStep]) -> SelectionStep | None:
    """The undo that a redo takes back, or None."""
    _done, undone = _stacks(steps)
    return undone[-1] if undone else None


def _stacks(steps: Sequence[SelectionStep]) -> tuple[list[SelectionStep], list[SelectionStep]]:
    """What can be undone and what can be done again, the next one last."""
    done: list[SelectionStep] = []
    undone: list[SelectionStep] = []
    for step in reversed(steps):
        if step.action == UNDO:
            if done:
                done.pop()
            undone.append(step)
        elif step.action == REDO:
            if undone:
                undone.pop()
            done.append(step)
        else:
            undone.clear()
            done.append(step)
    return done, undone


def undo(work: UnitOfWork, selection: int, hand: Hand) -> Selection:
    """Put the draft back as it was before the last step that is not undone yet; a step of its own.

    Raises:
        NotFound: there is nothing to undo.
    """
    return _back(work, selection, hand, to_undo(work.selections.steps(selection)), UNDO)


def redo(work: UnitOfWork, selection: int, hand: Hand) -> Selection:
    """Take the last undo back.

    Raises:
        NotFound: there is nothing to do again.
    """
    return _back(work, selection, hand, to_redo(work.selections.steps(selection)), REDO)


def _back(work: UnitOfWork, selection: int, hand: Hand, step: SelectionStep | None, action: str) -> Selection:
    if step is None:
        raise NotFound("Отменять больше нечего." if action == UNDO else "Возвращать больше нечего.")
    before = work.selections.before_step(step.id)
    return change(work, selection, hand, action, lambda _draft: before)
