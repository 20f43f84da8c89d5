"""Publishing: a draft, a record or the result of a search frozen into a publication and kept for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from catalog.clock import Clock
from catalog.errors import Conflict, NotFound, VecheError
from catalog.issues import Issue, NewIssue
from catalog.selections import STANDING, Draft, Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import closed_change
from dossiers.editing import Hand, refusal_with_moment
from dossiers.entries import described, is_open, with_contents
from dossiers.grouping import divided
from dossiers.printable import one_line
from dossiers.publication import Change, Entry, Publication, Section, from_json, numbered, to_json
from dossiers.statuses import entry_named

ADDRESSES = {SelectionKind.DOSSIER: "/dossiers", SelectionKind.PRESS: "/press", SelectionKind.LIST: "/lists"}
_KINDS = {
    SelectionKind.DOSSIER: "досье",
    SelectionKind.PRESS: "папке публикаций",
    SelectionKind.LIST: "информационном списке",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every publication says of its making (выходные сведения).

    Attributes:
        library: that issues it.
        as_of: the day that statuses hold for.
        moment: of publishing.
        compiler: who made it, or "".
    """

    library: str
    as_of: date
    moment: datetime
    compiler: str = ""

    @property
    def stamp(self) -> str:
        """The moment as publications write it: ISO, UTC, whole seconds."""
        return f"{self.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def imprint(library: str, clock: Clock, compiler: str = "", as_of: date | None = None) -> Imprint:
    """An imprint of this moment; statuses hold for today if no day is given."""
    return Imprint(library, as_of or clock.today(), clock.now(), compiler)


def publish(work: UnitOfWork, selection: int, hand: Hand, said: Imprint) -> Issue:
    """Publish the draft of a selection as its next issue, in the transaction of ``work``.

    Raises:
        NotFound: there is no such selection, or it was removed.
        Conflict: somebody changed the draft since it was shown, or nothing is new since the last issue.
        VecheError: there is nothing in it to publish.
    """
    try:
        saved = work.selections.require(selection, hand.version)
    except Conflict as conflict:
        raise refusal_with_moment(conflict, hand.clock) from conflict
    frozen = freeze(work, saved, said)
    if not frozen.entries:
        raise VecheError(
            f"В {_KINDS[saved.kind]} нет ни одного открытого документа.", "Добавьте документы и повторите."
        )
    last = last_publication(work, selection)
    if last is not None and _apart_from_its_moment(frozen) == _apart_from_its_moment(last):
        raise Conflict(f"С выпуска {last.number} ничего не изменилось.", "Новый выпуск не нужен.")
    return store_publication(work, frozen, actor=hand.actor, selection=selection)


def _apart_from_its_moment(publication: Publication) -> Publication:
    """What is left to compare with another issue."""
    return replace(publication, number=0, moment="", address="", changes=())


def freeze(work: UnitOfWork, saved: Selection, said: Imprint) -> Publication:
    """The draft of a selection as its next issue would be; records that readers may not see are left out."""
    draft = work.selections.draft(saved.id)
    records = work.records.many([one.record for one in draft.entries if one.place in STANDING])
    open_ = [record for record in records.values() if is_open(record)]
    entries = {one.record: one for one in with_contents(work, described(work, open_, said.as_of).values())}
    sections = divided(by_hand(draft, entries), draft.grouping, levels_of(work, list(entries)))
    number = work.publications.next_number(saved.id)
    publication = numbered(
        Publication(
            kind=saved.kind.value,
            title=draft.title,
            library=said.library,
            as_of=said.as_of.isoformat(),
            moment=said.stamp,
            number=number,
            theme=draft.theme,
            audience=draft.audience,
            introduction=draft.introduction,
            first_day=draft.first_day.isoformat() if draft.first_day else "",
            last_day=draft.last_day.isoformat() if draft.last_day else "",
            compiler=said.compiler,
            cover=draft.cover,
            address=f"{ADDRESSES[saved.kind]}/{saved.slug}/issues/{number}",
            texts=saved.kind is not SelectionKind.LIST,
            sections=sections,
        )
    )
    changes = changes_since(last_publication(work, saved.id), publication.entries)
    known = work.records.many([one.record for one in changes])
    seen = {number for number, record in known.items() if is_open(record)}
    told = tuple(one if one.record in seen else closed_change(one) for one in changes)
    return replace(publication, changes=told)


def by_hand(draft: Draft, entries: Mapping[int, Entry]) -> tuple[Section, ...]:
    """The sections of a draft with those of its entries that are given; what has no section stands first."""
    found: dict[int | None, list[Entry]] = {None: [], **{one.id: [] for one in draft.sections}}
    for one in draft.entries:
        if one.place in STANDING and one.record in entries:
            found[one.section].append(replace(entries[one.record], note=one.note))
    headed = [Section(one.title, one.note, tuple(found[one.id])) for one in draft.sections]
    return (Section("", "", tuple(found[None])), *headed)


def levels_of(work: UnitOfWork, records: Sequence[int]) -> dict[int, str]:
    """Record -> the level of power that its card tells, as far as it does."""
    return {number: one.level for number, one in work.records.many(records).items() if one.level}


def last_publication(work: UnitOfWork, selection: int) -> Publication | None:
    """The last issue of a selection with its content, or None."""
    issue = work.publications.last(selection)
    return None if issue is None else from_json(work.publications.content(issue.id))


def changes_since(before: Publication | None, entries: Iterable[Entry]) -> tuple[Change, ...]:
    """What came, what changed its status and what went since an issue; nothing for the first one."""
    if before is None:
        return ()
    was = {one.record: one for one in before.entries}
    now = {one.record: one for one in entries}
    came = [Change("came", one.record, named(one)) for key, one in now.items() if key not in was]
    changed = [
        Change("status", one.record, named(one), was[key].status_words, one.status_words)
        for key, one in now.items()
        if key in was and was[key].status_words != one.status_words
    ]
    went = [Change("went", one.record, named(one)) for key, one in was.items() if key not in now]
    return (*came, *changed, *went)


def named(entry: Entry) -> str:
    """An entry by its title, with kind, day and number."""
    when = date.fromisoformat(entry.date) if entry.date else None
    return entry_named(entry.title, entry.record_class, entry.kind, entry.issuer, when, entry.number)


def store_publication(
    work: UnitOfWork, publication: Publication, *, actor: str, selection: int | None = None
) -> Issue:
    """Keep a publication for good, with the texts that it names.

    Raises:
        Conflict: its number is not the next one of the selection.
    """
    return work.publications.add(
        NewIssue(
            selection=selection,
            number=publication.number or None,
            kind=publication.kind,
            title=publication.title,
            as_of=date.fromisoformat(publication.as_of),
            moment=datetime.fromisoformat(publication.moment),
            actor=actor,
            entries=len(publication.entries),
            content=to_json(publication),
            code=publication.code,
            texts=tuple(one.text for one in publication.entries if one.text is not None),
        )
    )


def publish_record(work: UnitOfWork, record: int, said: Imprint, *, actor: str) -> Issue:
    """Publish one record, so that files of it can be made; the same content of that day is published once.

    Raises:
        NotFound: it is not there or not open to readers.
    """
    found = work.records.get(record)
    if found is None or not is_open(found):
        raise NotFound("Такого документа для читателей нет.")
    (entry,) = described(work, [found], said.as_of).values()
    return _publish_found(work, "record", named(entry), f"/records/{record}", [record], said, actor)


def publish_search(  # noqa: PLR0913 - what was found, how it is called, where it is found again
    work: UnitOfWork, records: Sequence[int], said: Imprint, *, title: str, address: str, actor: str
) -> Issue:
    """Publish what a search found, in its order; closed records are left out.

    Args:
        work: a writing unit of work.
        records: numbers, in order.
        said: the imprint.
        title: of the list, for example the query.
        address: of the search on the site, without the host.
        actor: who asks for it.

    Raises:
        VecheError: nothing of it is open.
    """
    return _publish_found(work, "search", title, address, records, said, actor)


def _publish_found(  # noqa: PLR0913, PLR0917 - the parts of a publication that is no issue
    work: UnitOfWork,
    kind: str,
    title: str,
    address: str,
    records: Sequence[int],
    said: Imprint,
    actor: str,
) -> Issue:
    entries = open_entries(work, records, said.as_of)
    publication = numbered(
        Publication(
            kind=kind,
            title=one_line(title),
            library=said.library,
            as_of=said.as_of.isoformat(),
            moment=said.stamp,
            compiler=said.compiler if kind == "search" else "",
            address=address,
            sections=(Section("", "", tuple(entries)),),
        )
    )
    return publish_once(work, publication, actor=actor)


def open_entries(work: UnitOfWork, records: Sequence[int], as_of: date) -> list[Entry]:
    """Records as entries with texts and files, in their order, without those that readers may not see."""
    held = work.records.many(records)
    open_ = [held[one] for one in dict.fromkeys(records) if one in held and is_open(held[one])]
    return with_contents(work, described(work, open_, as_of).values())


def publish_once(work: UnitOfWork, publication: Publication, *, actor: str) -> Issue:
    """Keep a publication that is no issue of a selection; the same of the same day is kept once.

    Raises:
        VecheError: it holds nothing.
    """
    if not publication.entries:
        raise VecheError("Среди найденного нет ни одного открытого документа.")
    as_of = date.fromisoformat(publication.as_of)
    for issue in work.publications.alike(publication.kind, publication.title, as_of):
        stands = from_json(work.publications.content(issue.id))
        if replace(publication, moment=stands.moment) == stands:
            return issue
    return store_publication(work, publication, actor=actor)
