"""What is kept of each document beside its terms: facets, filters, sorting, visibility, status in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from language.normal import fold
from search.engine import IndexDocument

CLASSES = ("act", "press", "fact")
VISIBILITIES = ("public", "staff", "held")
NO_DAY = 0
LAST_DAY = date.max.toordinal() + 1
TITLE_KEY = 48

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Names:
    """One name a document, by number of the name; 0 is no name."""

    names: tuple[str, ...]
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Tags:
    """Any number of names a document: pairs of document and name, documents rising."""

    names: tuple[str, ...]
    documents: Numbers
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Intervals:
    """Statuses in time: from ``since`` up to, not including, ``until`` (ordinals of days)."""

    names: tuple[str, ...]
    documents: Numbers
    codes: Numbers
    since: Numbers
    until: Numbers


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of some documents; all arrays but those of tags and intervals have one value a document."""

    records: Numbers
    lengths: Numbers
    title_lengths: Numbers
    classes: npt.NDArray[np.uint8]
    visibility: npt.NDArray[np.uint8]
    days: Numbers
    title_keys: npt.NDArray[np.bytes_]
    kinds: Names
    issuers: Names
    categories: Tags
    headings: Tags
    statuses: Intervals


def build_columns(
    documents: Sequence[IndexDocument], lengths: npt.NDArray[np.int64], title_lengths: npt.NDArray[np.int64]
) -> Columns:
    """The columns of documents in their order; lengths are weighted counts of words, of all and of titles."""
    return Columns(
        records=np.array([one.record for one in documents], np.int32),
        lengths=lengths.astype(np.int32),
        title_lengths=title_lengths.astype(np.int32),
        classes=np.array([CLASSES.index(one.record_class) for one in documents], np.uint8),
        visibility=np.array([VISIBILITIES.index(one.visibility) for one in documents], np.uint8),
        days=np.array([one.date.toordinal() if one.date else NO_DAY for one in documents], np.int32),
        title_keys=np.array([title_key(one.title) for one in documents], f"S{TITLE_KEY}"),
        kinds=_names([one.kind for one in documents]),
        issuers=_names([one.issuer for one in documents]),
        categories=_tags([one.categories for one in documents]),
        headings=_tags([one.headings for one in documents]),
        statuses=_intervals(documents),
    )


def title_key(title: str) -> bytes:
    """Sorts as a reader expects: without quotes and case; Cyrillic letters stand in order in cp1251."""
    return fold(title).lstrip("«\"„“' ").encode("cp1251", "replace")[:TITLE_KEY]


def _names(values: Sequence[str]) -> Names:
    codes = {"": 0}
    numbers = [codes.setdefault(value, len(codes)) for value in values]
    return Names(tuple(codes), np.array(numbers, np.int32))


def _tags(values: Sequence[Sequence[str]]) -> Tags:
    codes: dict[str, int] = {}
    pairs = [
        (at, codes.setdefault(name, len(codes)))
        for at, names in enumerate(values)
        for name in dict.fromkeys(names)
    ]
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return Tags(tuple(codes), both[:, 0].copy(), both[:, 1].copy())


def _intervals(documents: Sequence[IndexDocument]) -> Intervals:
    codes: dict[str, int] = {}
    rows = [
        (
            at,
            codes.setdefault(status.status, len(codes)),
            status.since.toordinal() if status.since else NO_DAY,
            status.until.toordinal() if status.until else LAST_DAY,
        )
        for at, one in enumerate(documents)
        for status in one.statuses
    ]
    table = np.array(rows, np.int32).reshape(-1, 4)
    return Intervals(tuple(codes), *(table[:, at].copy() for at in range(4)))


def select_columns(columns: Columns, kept: npt.NDArray[np.bool_]) -> Columns:
    """The columns of some of the documents."""
    renumbered = np.cumsum(kept, dtype=np.int32) - 1

    def tags(some: Tags) -> Tags:
        here = kept[some.documents]
        return Tags(some.names, renumbered[some.documents[here]], some.codes[here])

    now = columns.statuses
    here = kept[now.documents]
    return Columns(
        records=columns.records[kept],
        lengths=columns.lengths[kept],
        title_lengths=columns.title_lengths[kept],
        classes=columns.classes[kept],
        visibility=columns.visibility[kept],
        days=columns.days[kept],
        title_keys=columns.title_keys[kept],
        kinds=Names(columns.kinds.names, columns.kinds.codes[kept]),
        issuers=Names(columns.issuers.names, columns.issuers.codes[kept]),
        categories=tags(columns.categories),
        headings=tags(columns.headings),
        statuses=Intervals(
            now.names, renumbered[now.documents[here]], now.codes[here], now.since[here], now.until[here]
        ),
    )


def join_columns(parts: Sequence[Columns]) -> Columns:
    """Columns of several segments as one, documents numbered through."""
    bases = np.cumsum([0, *(len(part.records) for part in parts)])[:-1]

    def flat(name: str) -> npt.NDArray[np.int32]:
        return np.concatenate([getattr(part, name) for part in parts])

    def names(some: list[Names]) -> Names:
        table, maps = _join_names([one.names for one in some], [""])
        return Names(table, np.concatenate([to[one.codes] for to, one in zip(maps, some, strict=True)]))

    def tags(some: list[Tags]) -> Tags:
        table, maps = _join_names([one.names for one in some], [])
        return Tags(
            table,
            np.concatenate([one.documents + base for one, base in zip(some, bases, strict=True)]).astype(
                np.int32
            ),
            np.concatenate([to[one.codes] for to, one in zip(maps, some, strict=True)]),
        )

    statuses = [part.statuses for part in parts]
    table, maps = _join_names([one.names for one in statuses], [])
    return Columns(
        records=flat("records"),
        lengths=flat("lengths"),
        title_lengths=flat("title_lengths"),
        classes=np.concatenate([part.classes for part in parts]),
        visibility=np.concatenate([part.visibility for part in parts]),
        days=flat("days"),
        title_keys=np.concatenate([part.title_keys for part in parts]),
        kinds=names([part.kinds for part in parts]),
        issuers=names([part.issuers for part in parts]),
        categories=tags([part.categories for part in parts]),
        headings=tags([part.headings for part in parts]),
        statuses=Intervals(
            table,
            np.concatenate([one.documents + base for one, base in zip(statuses, bases, strict=True)]).astype(
                np.int32
            ),
            np.concatenate([to[one.codes] for to, one in zip(maps, statuses, strict=True)]),
            np.concatenate([one.since for one in statuses]),
            np.concatenate([one.until for one in statuses]),
        ),
    )


def _join_names(
    tables: Sequence[tuple[str, ...]], first: list[str]
) -> tuple[tuple[str, ...], list[npt.NDArray[np.int32]]]:
    """One table of names for several, and for each the numbers that its own become."""
    codes = {name: at for at, name in enumerate(first)}
    maps = [np.array([codes.setdefault(name, len(codes)) for name in table], np.int32) for table in tables]
    return tuple(codes), maps
