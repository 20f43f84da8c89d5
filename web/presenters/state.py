"""The state of an act as a reader sees it: one word with a shape, and the sentence of the banner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acts.status import WITHOUT_FORCE, StatusView, statuses
from catalog.model import Record, RecordClass, Status
from catalog.unit_of_work import UnitOfWork
from language.wording import day
from web.presenters.layout import Way
from web.presenters.requisites import act_link, by_text_of
from web.presenters.spots import said_at
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class StateView:
    """A state.

    Attributes:
        code: names its shape and colour.
        word: «действует», «утратил силу».
        since: «с 1 января 2024 г.», or "".
        cause: link to the act that caused it, or None.
        confirmed: whether a librarian has confirmed it.
        sentence: the words that it rests on, or "".
        basis: «по тексту решения № 44/1, не проверено», or "" once it is confirmed.
        place: address of these words in the text, or "".
        contradicted: links to acts that speak of the act as if it were alive after its end.
    """

    code: str
    word: str
    since: str
    cause: Way | None
    confirmed: bool
    sentence: str
    basis: str = ""
    place: str = ""
    contradicted: tuple[Way, ...] = ()


def states(visit: Visit, work: UnitOfWork, records: Sequence[Record]) -> dict[int, StateView]:
    """The states of acts as of today; facts, publications and letters have none."""
    acts = {record.id: record for record in records if record.record_class == RecordClass.ACT}
    found = {
        number: view
        for number, view in statuses(work, list(acts), visit.services.clock.today()).items()
        if view.status is not Status.UNKNOWN or acts[number].kind not in WITHOUT_FORCE
    }
    causes = {
        number
        for view in found.values()
        for relation in ([view.cause] if view.cause else []) + list(view.contradicted)
        for number in (relation.record, relation.target)
        if number is not None
    }
    others = {
        number: record
        for number, record in work.records.many(sorted(causes)).items()
        if str(record.visibility) in visit.visibility and record.withdrawn_at is None
    }
    return {number: _state(visit, number, view, others) for number, view in found.items()}


def _state(visit: Visit, number: int, view: StatusView, others: dict[int, Record]) -> StateView:
    language = visit.language
    cause, basis = None, "" if view.confirmed else visit.t("state.unconfirmed")
    if view.cause is not None:
        actor = view.cause.target if view.cause.record == number else view.cause.record
        if actor in others and actor != number:
            cause = act_link(visit, others[actor])
            basis = "" if view.confirmed else by_text_of(visit, others[actor])
    # The words of an act that is not for the asker are not told, though the state that it brought is.
    spoken = view.cause is None or view.cause.record in (number, *others)
    told_since = view.since is not None and view.status in (Status.AMENDED, Status.REPEALED, Status.NOT_YET)
    return StateView(
        code=str(view.status),
        word=visit.t(f"status.{view.status}"),
        since=day(view.since, language) if told_since and view.since else "",
        cause=cause,
        confirmed=view.confirmed,
        sentence=view.sentence if spoken else "",
        basis=basis,
        place=said_at(visit, others[view.cause.record], view.cause)
        if view.cause and view.cause.record in others
        else "",
        contradicted=tuple(
            act_link(visit, others[relation.record])
            for relation in view.contradicted
            if relation.record in others
        ),
    )
