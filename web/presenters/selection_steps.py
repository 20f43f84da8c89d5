"""Steps of a draft in words: who did what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dossiers.deeds import Deed, StepTold
from dossiers.undoing import REDO, UNDO
from web.visit import Visit

MOST_WORDS = 3
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class StepView:
    """A step: who, when, and what, in words."""

    actor: str
    moment: datetime
    what: str


def step_view(visit: Visit, told: StepTold) -> StepView:
    """A step for people."""
    what = deed_words(visit, told.deeds) or visit.t("deed.nothing")
    if told.step.action in (UNDO, REDO):
        what = visit.t(f"deed.{told.step.action}", what=what)
    return StepView(told.step.actor, told.step.moment, what)


def deed_words(visit: Visit, deeds: Iterable[Deed], most: int = MOST_WORDS) -> str:
    """«добавлено 12 документов, изменено 2 слова библиотекаря»."""
    return ", ".join(_words(visit, one) for one in list(deeds)[:most])


def _words(visit: Visit, deed: Deed) -> str:
    names = deed.names
    if deed.what == "head":
        names = tuple(visit.t(f"selecting.f_{name}").lower() for name in names)
    listed = ", ".join(names[:_MOST_NAMES]) + ("…" if len(names) > _MOST_NAMES else "")
    return visit.t(f"deed.{deed.what}", n=deed.count, names=listed)
