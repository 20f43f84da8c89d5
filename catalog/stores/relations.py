"""References between acts: kept as read, resolved once both acts are there, in whichever order they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, or_, select, update

from catalog.errors import NotFound
from catalog.keys import match_key, number_key
from catalog.matching import Candidate, Cited, meant, same_kind
from catalog.model import Proposal, Relation, RelationDraft
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, lots
from catalog.stores.index_queue import IndexQueue
from catalog.tables import records, relations

DONE_TO_OTHERS = ("amends", "supplements", "suspends", "extends", "repeals", "repeals-part")
ATTACHMENT_OF = "attachment-of"
SAID_OF_ITSELF = ("repealed-by", "edition", "edition-of")
_DRAFT_COLUMNS = (
    "relation", "kind", "issuer", "number", "date", "title", "article", "part", "point", "sentence", "page",
    "confidence", "effective",
)  # fmt: skip


class RelationStore:
    """What acts say of each other. A proposal of the machine stays unconfirmed until a librarian looks."""

    def __init__(self, connection: Connection, audit: AuditStore, queue: IndexQueue) -> None:
        self._connection = connection
        self._audit = audit
        self._queue = queue

    def of_record(self, record: int) -> list[Relation]:
        """What a record says of others, in the order of its text."""
        return self._found(relations.c.record_id == record)

    def to_record(self, record: int) -> list[Relation]:
        """What others say of a record."""
        return self._found(relations.c.target_id == record)

    def get(self, relation: int) -> Relation | None:
        """One relation, or None."""
        return next(iter(self._found(relations.c.id == relation)), None)

    def effects_on(self, ids: Sequence[int]) -> dict[int, list[Relation]]:
        """For each record the relations that its status is computed from, without those that were refused."""
        found: dict[int, list[Relation]] = {}
        stands = or_(relations.c.confirmed.is_(None), relations.c.confirmed)
        for lot in lots(ids):
            done = self._found(
                relations.c.target_id.in_(lot), relations.c.relation.in_(DONE_TO_OTHERS), stands
            )
            said = self._found(
                relations.c.record_id.in_(lot), relations.c.relation.in_(SAID_OF_ITSELF), stands
            )
            for relation in done:
                found.setdefault(relation.target or 0, []).append(relation)
            for relation in said:
                found.setdefault(relation.record, []).append(relation)
        return found

    def undecided(
        self, names: Sequence[str], *, proposed: bool | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[list[Relation], int]:
        """Relations between held records that no librarian has decided on, the newest first, and their count.

        Args:
            names: of the relations.
            proposed: only what the machine concluded (True), only what a text says (False), or both.
            limit: at most so many.
            offset: after so many.
        """
        other = records.alias()
        open_ = (
            relations.c.confirmed.is_(None),
            relations.c.relation.in_(names),
            relations.c.target_id != relations.c.record_id,
            records.c.withdrawn_at.is_(None),
            other.c.withdrawn_at.is_(None),
            *(() if proposed is None else (relations.c.proposed.is_(proposed),)),
        )
        joined = relations.join(records, records.c.id == relations.c.record_id).join(
            other, other.c.id == relations.c.target_id
        )
        total = self._connection.execute(select(func.count()).select_from(joined).where(*open_)).scalar()
        query = select(relations).select_from(joined).where(*open_).order_by(relations.c.id.desc())
        rows = self._connection.execute(query.limit(limit).offset(offset))
        return [_relation(row) for row in rows], total or 0

    def confirm(self, relation: int, confirmed: bool, *, actor: str) -> None:
        """A librarian says that a relation is right, or that it is not.

        Raises:
            NotFound: no such relation.
        """
        before = self._existing(relation)
        self._connection.execute(
            update(relations).where(relations.c.id == relation).values(confirmed=confirmed)
        )
        self._changed(before, "confirmed", _word(before.confirmed), _word(confirmed), actor)

    def point(self, relation: int, target: int | None, *, actor: str) -> None:
        """A librarian says which record is meant; that counts as confirmed."""
        before = self._existing(relation)
        confirmed = True if target is not None else None
        self._connection.execute(
            update(relations).where(relations.c.id == relation).values(target_id=target, confirmed=confirmed)
        )
        self._changed(before, "target", str(before.target or ""), str(target or ""), actor)
        self._queue.add([target] if target is not None else [])

    def _changed(self, relation: Relation, field: str, before: str, after: str, actor: str) -> None:
        subject = f"record:{relation.record}"
        self._audit.add(actor, "relation", subject, f"relation:{relation.id}:{field}", before, after)
        self._queue.add(id_ for id_ in (relation.record, relation.target) if id_ is not None)

    def put_many(self, drafts: Mapping[int, Sequence[RelationDraft]], replaced: Iterable[int]) -> set[int]:
        """Keep what records say, in place of what those of ``replaced`` said before.

        What a librarian decided on the same reference stays. The records have to be written before.

        Returns:
            The records that the relations lead to, now or before.
        """
        decided: dict[tuple[object, ...], Row[*tuple[Any, ...]]] = {}
        touched: set[int] = set()
        replaced = list(replaced)
        for lot in lots(replaced):
            read = (relations.c.record_id.in_(lot), relations.c.proposed.is_(False))
            for row in self._connection.execute(select(relations).where(*read)):
                if row.target_id is not None:
                    touched.add(row.target_id)
                if row.confirmed is not None:
                    decided[_identity(row.record_id, _draft(row))] = row
            self._connection.execute(delete(relations).where(*read))
        rows = [
            _row(record, draft, decided.get(_identity(record, draft)))
            for record, found in drafts.items()
            for draft in found
        ]
        self._aim([row for row in rows if row["match_key"] and row["confirmed"] is None])
        insert_all(self._connection, relations, rows)
        touched |= self._aim_at_attached(replaced)
        return touched | {row["target_id"] for row in rows if row["target_id"] is not None}

    def with_proposals(self, ids: Sequence[int]) -> set[int]:
        """Those of the records on an end of which something is proposed and not decided."""
        found: set[int] = set()
        open_ = (relations.c.proposed, relations.c.confirmed.is_(None))
        for lot in lots(ids):
            for end in (relations.c.record_id, relations.c.target_id):
                found.update(self._connection.execute(select(end).where(end.in_(lot), *open_)).scalars())
        return found

    def propose(self, record: int, proposals: Sequence[Proposal]) -> None:
        """Keep what is concluded for a record, in place of what was concluded for it before.

        What a librarian decided stays, and is not proposed again; nor is what a text says already.

        Args:
            record: on one end of each proposal.
            proposals: all of them.
        """
        ends = or_(relations.c.record_id == record, relations.c.target_id == record)
        rows = list(self._connection.execute(select(relations).where(ends)))
        former = {_pair(row): row for row in rows if row.proposed and row.confirmed is None}
        stands = {_pair(row) for row in rows if not row.proposed or row.confirmed is not None}
        wanted = {(one.record, one.target, one.draft.relation): one for one in proposals}
        wanted = {pair: one for pair, one in wanted.items() if pair not in stands}
        kept = {pair for pair in wanted if pair in former and _draft(former[pair]) == wanted[pair].draft}
        gone = [former[pair].id for pair in former.keys() - kept]
        for lot in lots(gone):
            self._connection.execute(delete(relations).where(relations.c.id.in_(lot)))
        fresh = {pair: one for pair, one in wanted.items() if pair not in kept}
        given = {"proposed": True, "match_key": None}
        insert_all(
            self._connection,
            relations,
            [_row(one.record, one.draft, None) | given | {"target_id": one.target} for one in fresh.values()],
        )
        self._queue.add({end for pair in fresh.keys() ^ (former.keys() - kept) for end in pair[:2]})

    def tie(self, record: int, target: int, draft: RelationDraft) -> None:
        """Link two records by how they came: it is certain, and stays when either is read anew."""
        ends = (relations.c.record_id == record, relations.c.target_id == target)
        if any(one.draft.relation == draft.relation for one in self._found(*ends)):
            return
        given = {"proposed": True, "confirmed": True, "match_key": None, "target_id": target}
        insert_all(self._connection, relations, [_row(record, draft, None) | given])
        self._queue.add([record, target])
        if draft.relation == ATTACHMENT_OF:
            self._aim_at_attached([target])

    def _aim_at_attached(self, letters: Iterable[int]) -> set[int]:
        """Let what letters name mean what came with them, if its number says so; the records found.

        A letter often names its files without their day or body. Such a citation loses its key: no act that
        comes later takes it over.
        """
        found: set[int] = set()
        tied = relations.alias()
        columns = (records.c.id, records.c.kind, records.c.number, records.c.date)
        for lot in lots(list(letters)):
            ends = (tied.c.target_id.in_(lot), tied.c.relation == ATTACHMENT_OF, tied.c.proposed)
            query = select(tied.c.target_id.label("letter"), *columns).join(
                records, records.c.id == tied.c.record_id
            )
            came = list(self._connection.execute(query.where(*ends, records.c.number.is_not(None))))
            if not came:
                continue
            open_ = (relations.c.target_id.is_(None), relations.c.confirmed.is_(None))
            named = select(relations).where(relations.c.record_id.in_(lot), *open_)
            for row in list(self._connection.execute(named.where(relations.c.number.is_not(None)))):
                fits = {one.id for one in came if one.letter == row.record_id and _fits(row, one)}
                if len(fits) == 1:
                    values = {"target_id": fits.pop(), "match_key": None}
                    self._connection.execute(
                        update(relations).where(relations.c.id == row.id).values(**values)
                    )
                    found.add(values["target_id"])
        self._queue.add(found)
        return found

    def _aim(self, rows: Sequence[dict[str, Any]]) -> None:
        """Set the target of rows that are about to be inserted."""
        candidates = self._candidates({row["match_key"] for row in rows})
        rows = [row for row in rows if row["match_key"] in candidates]
        issuers: dict[int, str | None] = {}
        for lot in lots({row["record_id"] for row in rows}):
            query = select(records.c.id, records.c.issuer).where(records.c.id.in_(lot))
            issuers.update({row.id: row.issuer for row in self._connection.execute(query)})
        for row in rows:
            cited = Cited(
                row["relation"], row["kind"], row["issuer"], row["record_id"], issuers[row["record_id"]]
            )
            row["target_id"] = meant(cited, candidates[row["match_key"]])

    def rematch(self, ids: Sequence[int], *, own: bool) -> set[int]:
        """Look again at relations that lead to these records, or might.

        Args:
            ids: records whose requisites are new or have changed.
            own: look also at what the records themselves say (their issuer has changed).

        Returns:
            All records on both ends of what has changed.
        """
        changed: set[int] = set()
        for lot in lots(ids):
            keys = select(records.c.match_key).where(records.c.id.in_(lot), records.c.match_key.is_not(None))
            wanted = [relations.c.match_key.in_(list(self._connection.execute(keys).scalars()))]
            wanted.append(relations.c.target_id.in_(lot))
            if own:
                wanted.append(relations.c.record_id.in_(lot))
            for condition in wanted:
                changed |= self._rematch(
                    select(relations, records.c.issuer.label("by_issuer"))
                    .join(records, records.c.id == relations.c.record_id)
                    .where(condition, relations.c.confirmed.is_(None), relations.c.match_key.is_not(None))
                )
        return changed

    def _rematch(self, query: Select[*tuple[Any, ...]]) -> set[int]:
        rows = list(self._connection.execute(query))
        candidates = self._candidates({row.match_key for row in rows})
        moved: dict[int, int | None] = {}
        changed: set[int] = set()
        for row in rows:
            cited = Cited(row.relation, row.kind, row.issuer, row.record_id, row.by_issuer)
            target = meant(cited, candidates.get(row.match_key, ()))
            if target != row.target_id:
                moved[row.id] = target
                changed |= {id_ for id_ in (row.record_id, row.target_id, target) if id_ is not None}
        for relation, target in moved.items():
            self._connection.execute(
                update(relations).where(relations.c.id == relation).values(target_id=target)
            )
        return changed

    def _candidates(self, keys: set[str]) -> dict[str, list[Candidate]]:
        found: dict[str, list[Candidate]] = {}
        columns = (records.c.id, records.c.kind, records.c.issuer, records.c.issuer_id, records.c.draft)
        for lot in lots(keys):
            query = select(records.c.match_key, *columns).where(
                records.c.match_key.in_(lot), records.c.record_class == "act"
            )
            for key, *values in self._connection.execute(query):
                found.setdefault(key, []).append(Candidate(*values))
        return found

    def _found(self, *conditions: Any) -> list[Relation]:
        query = select(relations).where(*conditions).order_by(relations.c.id)
        return [_relation(row) for row in self._connection.execute(query)]

    def _existing(self, relation: int) -> Relation:
        found = self.get(relation)
        if found is None:
            raise NotFound("Такой связи в каталоге нет.")
        return found


def _relation(row: Row[*tuple[Any, ...]]) -> Relation:
    return Relation(row.id, row.record_id, row.target_id, _draft(row), row.confirmed, row.proposed)


def _draft(row: Row[*tuple[Any, ...]]) -> RelationDraft:
    values = row._asdict()
    return RelationDraft(
        text=row.words, start=row.start_at, end=row.end_at, **{name: values[name] for name in _DRAFT_COLUMNS}
    )


def _row(record: int, draft: RelationDraft, decided: Row[*tuple[Any, ...]] | None) -> dict[str, Any]:
    row = {name: getattr(draft, name) for name in _DRAFT_COLUMNS}
    row |= {"record_id": record, "words": draft.text, "start_at": draft.start, "end_at": draft.end}
    row["match_key"] = match_key(draft.date, draft.number)
    row["target_id"] = decided.target_id if decided else None
    row["confirmed"] = decided.confirmed if decided else None
    row["proposed"] = False
    return row


def _fits(cited: Row[*tuple[Any, ...]], record: Row[*tuple[Any, ...]]) -> bool:
    """Whether a citation may mean a record that came with its letter."""
    return (
        number_key(cited.number) == number_key(record.number)
        and cited.date in (None, record.date)
        and same_kind(cited.kind, record.kind)
    )


def _pair(row: Row[*tuple[Any, ...]]) -> tuple[int, int, str]:
    return (row.record_id, row.target_id, row.relation)


def _identity(record: int, draft: RelationDraft) -> tuple[object, ...]:
    return (record, draft.relation, draft.kind, draft.issuer, draft.date, draft.number, draft.text)


def _word(confirmed: bool | None) -> str:
    return {None: "", True: "да", False: "нет"}[confirmed]
