"""The last step at the desk, kept for the one who made it, so that one key takes it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from starlette.responses import Response

from acts.correcting import take_back
from catalog.errors import Conflict
from catalog.model import Record, Value, ValueSource
from catalog.unit_of_work import UnitOfWork
from web.presenters.layout import Way
from web.presenters.requisites import shown_title
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class Step:
    """What one press of «дальше» has done.

    Attributes:
        record: its number.
        version: that it has had since.
        former: corrected field -> what a person had entered before, or None for nothing.
        marks: that it had before.
    """

    record: int
    version: int
    former: Mapping[str, str | None]
    marks: tuple[str, ...]


def former_of(values: list[Value], changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """What a person had entered before into the fields that change."""
    entered = {one.field: one.value for one in values if one.source is ValueSource.ENTERED}
    return {name: entered.get(name) for name in changes}


def keep_step(visit: Visit, work: UnitOfWork, before: Record, former: Mapping[str, str | None]) -> None:
    """Remember a step in the transaction that makes it."""
    after = work.records.get(before.id)
    if after is not None:
        step = Step(before.id, after.version, former, before.marks)
        work.notes.set(_key(visit), json.dumps(asdict(step), ensure_ascii=False))


def last_step(visit: Visit, work: UnitOfWork) -> Step | None:
    """The last step of who asks; None when there is none, or the record has been changed since."""
    told = json.loads(work.notes.get(_key(visit)) or "null")
    if told is None:
        return None
    step = Step(told["record"], told["version"], told["former"], tuple(told["marks"]))
    record = work.records.get(step.record)
    return step if record is not None and record.version == step.version else None


def step_way(visit: Visit, work: UnitOfWork) -> Way | None:
    """The record of the last step by its title, for the button that takes it back."""
    step = last_step(visit, work)
    record = work.records.get(step.record) if step else None
    return Way(shown_title(visit, record), visit.url("desk", record=record.id)) if record else None


def undo(visit: Visit) -> Response:
    """Take the last step back: the record stands in the queue again as it was.

    Raises:
        Conflict: there is nothing to take back.
    """
    with visit.services.database.write() as work:
        step = last_step(visit, work)
        if step is None:
            raise Conflict("Отменять нечего: запись с тех пор изменили.", "Найдите её и исправьте карточку.")
        take_back(work, step.record, step.former, actor=visit.actor, version=step.version)
        work.records.ask_again(step.record, step.marks, actor=visit.actor)
        work.notes.set(_key(visit), "null")
    return visit.to("desk", record=step.record, ask={"done": "undone"})


def _key(visit: Visit) -> str:
    return f"desk:{visit.account.id if visit.account else 0}"
