"""What the machine concludes for a record that has come or changed: its act or draft, the press about it.

Which record arrived first makes no difference: for each record on the other side the same question is asked
as if that one had come last.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from acts.drafts import adopted_of, drafts_of, is_draft
from acts.press_links import acts_in_article, articles_on_act
from catalog.model import Proposal, Record, RecordClass
from catalog.unit_of_work import UnitOfWork


def propose(work: UnitOfWork, record: int) -> list[Proposal]:
    """What is concluded for one record; nothing is kept.

    Args:
        work: an open unit of work.
        record: its number; one that is unknown or withdrawn has no proposals.
    """
    found = work.records.get(record)
    if found is None or found.withdrawn_at is not None:
        return []
    if found.record_class is RecordClass.PRESS:
        return acts_in_article(work, found)
    if is_draft(found):
        return adopted_of(work, found)
    if found.record_class is not RecordClass.ACT:
        return []
    beside = [one for other in _beside(work, found) for one in propose(work, other)]
    return [proposal for proposal in beside if proposal.target == record]


def keep_proposals(work: UnitOfWork, records: Sequence[int]) -> None:
    """Conclude for records that have just been written, and keep it in the same transaction.

    Args:
        work: a unit of work that writes.
        records: their numbers.
    """
    before = work.relations.with_proposals(records)
    if not (before or work.surveys.has_drafts() or work.surveys.has_press()):
        return  # an import of acts alone costs three questions
    found = work.records.many(list(records))
    for number in dict.fromkeys(records):
        record = found.get(number)
        if record is None:
            continue
        if record.record_class is RecordClass.ACT and not is_draft(record):
            _keep_of_act(work, record, before)
        else:
            work.relations.propose(number, propose(work, number))


def _keep_of_act(work: UnitOfWork, act: Record, before: Container[int]) -> None:
    """Ask anew for each draft and article that the act may belong to, or belonged to until now."""
    others = set(_beside(work, act))
    if act.id in before:
        others |= {one.record for one in work.relations.to_record(act.id) if one.proposed}
        if any(one.proposed for one in work.relations.of_record(act.id)):  # it was taken for a draft
            work.relations.propose(act.id, propose(work, act.id))
    for other in sorted(others):
        work.relations.propose(other, propose(work, other))


def _beside(work: UnitOfWork, act: Record) -> list[int]:
    """Drafts and articles that an adopted act may belong to."""
    if act.kind == "приложение" or act.withdrawn_at is not None:
        return []
    return [*drafts_of(work, act), *articles_on_act(work, act)]
