"""Bands of texts: texts that have one in common may be nearly the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Select, bindparam, func, or_, select, union_all

from catalog.model import RecordClass
from catalog.stores.bulk import insert_all, lots
from catalog.tables import editions, records, text_bands

_MOST, _MOST_LOOKED_AT = 20, 2_000


@dataclass(frozen=True, slots=True)
class NearText:
    """A text that has bands in common with another.

    Attributes:
        record: that it belongs to.
        edition: of that record.
        bands: how many they have in common.
    """

    record: int
    edition: int
    bands: int


class TextBandStore:
    """A text of too few words has one band that says nothing, so that it is not asked for again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def near(self, bands: Sequence[int], *, blank: bool, least: int = 1) -> list[NearText]:
        """Editions of acts whose texts have bands in common with a text, those with most first.

        Args:
            bands: of the text; of too short a one there are none.
            blank: only records of drafts, or without a day or number.
            least: how many bands at least.
        """
        if len(bands) < 2:
            return []
        common = self._common(bands, least)
        conditions = [records.c.record_class == RecordClass.ACT.value, records.c.withdrawn_at.is_(None)]
        if blank:
            conditions.append(or_(records.c.draft, records.c.number_key.is_(None), records.c.date.is_(None)))
        found: list[NearText] = []
        for lot in lots(common):
            query = (
                select(editions.c.record_id, editions.c.id, editions.c.text_id)
                .join(records, records.c.id == editions.c.record_id)
                .where(editions.c.text_id.in_(lot), *conditions)
            )
            found += [
                NearText(row.record_id, row.id, common[row.text_id])
                for row in self._connection.execute(query)
            ]
        return sorted(found, key=lambda one: (-one.bands, one.edition))[:_MOST]

    def _common(self, bands: Sequence[int], least: int) -> dict[int, int]:
        """Text -> how many bands it has in common; asked band by band, which an index answers."""
        values: dict[str, int] = {f"band{at}": value for at, value in enumerate(bands)}
        rows = self._connection.execute(_common(len(bands)), values | {"least": least})
        return {row.text_id: row.number for row in rows}

    def put(self, bands: Mapping[int, Sequence[int]]) -> None:
        """Keep the bands of texts that have none yet."""
        rows = [
            {"text_id": text, "band": at, "value": value}
            for text, values in bands.items()
            for at, value in enumerate(values)
        ]
        insert_all(self._connection, text_bands, rows)

    def missing(self, after: int, limit: int) -> list[int]:
        """Texts of editions of acts that have no bands, by number, from behind one on."""
        has = select(text_bands.c.text_id).where(text_bands.c.text_id == editions.c.text_id).exists()
        query = (
            select(editions.c.text_id)
            .join(records, records.c.id == editions.c.record_id)
            .where(editions.c.text_id > after, records.c.record_class == RecordClass.ACT.value, ~has)
            .order_by(editions.c.text_id)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())


@cache
def _common(count: int) -> Select[tuple[int, int]]:
    """The question for texts with bands in common, put together once."""
    same = union_all(
        *(
            select(text_bands.c.text_id).where(
                text_bands.c.band == at, text_bands.c.value == bindparam(f"band{at}")
            )
            for at in range(count)
        )
    ).subquery()
    number = func.count().label("number")
    query = select(same.c.text_id, number).group_by(same.c.text_id).having(number >= bindparam("least"))
    return query.order_by(number.desc(), same.c.text_id).limit(_MOST_LOOKED_AT)
