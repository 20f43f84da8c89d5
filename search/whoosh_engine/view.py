"""What one asker may see of one generation: segments numbered through, postings of visible documents only."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from search.whoosh_engine.columns import VISIBILITIES, Columns
from search.whoosh_engine.postings import Ints
from search.whoosh_engine.segments import SegmentReader, Weights, places

Mask = npt.NDArray[np.bool_]
K1, B = 1.2, 0.75  # of BM25
_CACHED_POSTINGS = 2_000_000
_MOST_PREFIXED = 1024


@dataclass(frozen=True, slots=True)
class Postings:
    """Visible documents that hold a term, rising, with their weights."""

    documents: Ints
    weights: Weights

    def __len__(self) -> int:
        return len(self.documents)


NOTHING = Postings(np.zeros(0, np.int64), np.zeros(0, np.float32))


class _Recent:
    """The most recently used values, bounded by the sum of their sizes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._values: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> Any:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Any, value: Any, size: int) -> None:
        with self._lock:
            if key in self._values:
                return
            self._values[key] = (value, size)
            self._size += size
            while self._size > self._limit and len(self._values) > 1:
                _, (_, freed) = self._values.popitem(last=False)
                self._size -= freed


class View:
    """The visible part of a generation.

    Attributes:
        size: documents of all segments, hidden and deleted ones included.
        columns: of all of them.
        visible: which may be seen.
        count: how many may be seen.
        norm: what BM25 sets against the weight of a word in each document, by its length.
        title_norm: the same for the title alone.
    """

    def __init__(
        self, segments: Sequence[SegmentReader], columns: Columns, alive: Mask, visibility: frozenset[str]
    ) -> None:
        self._segments = segments
        self._bases = list(itertools.accumulate((len(one) for one in segments), initial=0))
        self.columns = columns
        self.size = len(columns.records)
        seen = np.array([name in visibility for name in VISIBILITIES])
        self.visible: Mask = alive & seen[columns.visibility]
        self.count = int(np.count_nonzero(self.visible))
        self._all_visible = self.count == self.size
        self.norm = self._norm(columns.lengths)
        self.title_norm = self._norm(columns.title_lengths)
        self._postings = _Recent(_CACHED_POSTINGS)
        self._places = _Recent(_CACHED_POSTINGS)
        self._statuses: dict[date, npt.NDArray[np.int32]] = {}

    def _norm(self, counts: npt.NDArray[np.int32]) -> Weights:
        lengths = counts.astype(np.float32)
        mean = float(lengths[self.visible].mean()) if self.count else 1.0
        return np.float32(K1) * (np.float32(1 - B) + np.float32(B / max(mean, 1.0)) * lengths)

    def postings(self, field: str, term: str) -> Postings:
        """Visible documents with a term."""
        found: Postings | None = self._postings.get((field, term))
        if found is None:
            found = self._join(field, term)
            self._postings.put((field, term), found, len(found) + 64)
        return found

    def _join(self, field: str, term: str) -> Postings:
        documents, weights = [], []
        for base, segment in zip(self._bases, self._segments, strict=False):
            read = segment.postings(field, term)
            if read is not None:
                documents.append(read[0] + base)
                weights.append(read[1])
        if not documents:
            return NOTHING
        numbers, weight = np.concatenate(documents), np.concatenate(weights)
        if self._all_visible:
            return Postings(numbers, weight)
        shown = self.visible[numbers]
        return Postings(numbers[shown], weight[shown])

    def count_with(self, field: str, term: str) -> int:
        """How many visible documents hold a term."""
        return len(self.postings(field, term))

    def places(self, field: str, term: str) -> Ints:
        """All places of a term in visible documents: document << 32 | place, rising."""
        found: Ints | None = self._places.get((field, term))
        if found is None:
            found = self._join_places(field, term)
            self._places.put((field, term), found, len(found) + 64)
        return found

    def _join_places(self, field: str, term: str) -> Ints:
        parts = []
        for base, segment in zip(self._bases, self._segments, strict=False):
            read = segment.postings(field, term)
            if read is not None:
                counts, found = places(read[2])
                parts.append(np.repeat(read[0] + base, counts) << 32 | found)
        if not parts:
            return np.zeros(0, np.int64)
        keys = np.concatenate(parts)
        return keys if self._all_visible else keys[self.visible[keys >> 32]]

    def with_prefix(self, field: str, prefix: str) -> list[str]:
        """Terms that begin with a prefix, at most about a thousand."""
        found: set[str] = set()
        for segment in self._segments:
            found.update(itertools.islice(segment.terms_from(field, prefix), _MOST_PREFIXED))
        return sorted(found)[:_MOST_PREFIXED]

    def holds(self, field: str, term: str) -> bool:
        """Whether any visible document holds a term; cheap for terms that are nowhere."""
        return any(one.has(field, term) for one in self._segments) and self.count_with(field, term) > 0

    def counts(self, field: str, terms: frozenset[str]) -> dict[str, int]:
        """How many visible documents hold each of some terms; those that are nowhere are left out."""
        held = frozenset[str]().union(*(one.held(field, terms) for one in self._segments))
        return {term: count for term in held if (count := self.count_with(field, term))}

    def statuses(self, today: date) -> npt.NDArray[np.int32]:
        """The status of each document as of a day, as a number of ``columns.statuses.names``; -1 for none."""
        found = self._statuses.get(today)
        if found is None:
            now, day = self.columns.statuses, today.toordinal()
            found = np.full(self.size, -1, np.int32)
            here = (now.since <= day) & (day < now.until)
            found[now.documents[here]] = now.codes[here]
            self._statuses[today] = found
        return found
