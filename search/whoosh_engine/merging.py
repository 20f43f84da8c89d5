"""Small segments joined into larger ones by joining their arrays; no text is read again."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from search.whoosh_engine.columns import join_columns, select_columns
from search.whoosh_engine.generations import NAME, Folder, Generation
from search.whoosh_engine.inversion import WORDS
from search.whoosh_engine.postings import FieldPostings, Ints
from search.whoosh_engine.segments import Segment, SegmentReader, packed, write_segment
from search.whoosh_engine.view import Mask

FAN = 6
MOST_DOCUMENTS = 3000
_LOOK_UP = 512  # terms between two looks at whether something more urgent has come

Interrupted = Callable[[], bool]


class InterruptionError(Exception):
    """Something more urgent has come: what was begun is left."""


def never() -> bool:
    """Nothing is more urgent."""
    return False


def due(alive: Sequence[int], deleted: Sequence[int]) -> list[int]:
    """Which segments to join now: ``FAN`` of one order of size, or one that is mostly deleted documents.

    Orders are powers of ``FAN``, so a document is joined a logarithmic number of times and segments stay few.
    """
    orders: dict[int, list[int]] = {}
    for at, count in enumerate(alive):
        if count < MOST_DOCUMENTS:
            orders.setdefault(math.floor(math.log(max(count, 1), FAN) + 1e-9), []).append(at)
    for order in sorted(orders):
        if len(orders[order]) >= FAN:
            return orders[order]
    return next(([at] for at, gone in enumerate(deleted) if gone > alive[at]), [])


def merge_due(folder: Folder, most: int | None = None, interrupted: Interrupted = never) -> bool:
    """Join what is due in one commit; the caller holds the lock.

    Args:
        folder: where the segments lie.
        most: no more documents than this, or None.
        interrupted: asked from time to time whether to leave it.

    Returns:
        Whether anything was done.
    """
    generation = folder.read()
    deleted = [segment.deleted_count() for segment in generation.segments]
    alive = [
        segment.doc_count_all() - gone for segment, gone in zip(generation.segments, deleted, strict=True)
    ]
    chosen = due(alive, deleted)
    if not chosen or (most is not None and sum(alive[at] for at in chosen) > most):
        return False
    parts = [generation.segments[at] for at in chosen]
    try:
        merged = merge(folder, parts, interrupted)
    except InterruptionError:
        return False
    rest = tuple(one for at, one in enumerate(generation.segments) if at not in chosen)
    folder.write(Generation(generation.number + 1, generation.queue_number, (*rest, merged)))
    return True


def merge(folder: Folder, segments: Sequence[Segment], interrupted: Interrupted = never) -> Segment:
    """One new segment of the documents of several that are not deleted.

    Raises:
        InterruptionError: before anything was written.
    """
    readers = [SegmentReader(folder.storage, segment) for segment in segments]
    kept = [_kept(segment) for segment in segments]
    counts = [int(np.count_nonzero(mask)) for mask in kept]
    bases = np.cumsum([0, *counts])[:-1]
    numbers = [np.cumsum(mask) - 1 + base for mask, base in zip(kept, bases, strict=True)]
    columns = join_columns(
        [select_columns(one.columns, mask) for one, mask in zip(readers, kept, strict=True)]
    )
    fields = {}
    for field in sorted({field for one in readers for field in one.fields}):
        terms = _watched(_all_terms(field, readers), interrupted)
        fields[field] = _merge_field(terms, kept, numbers, placed=field == WORDS)
    return write_segment(folder.storage, NAME, fields, columns)


def _kept(segment: Segment) -> Mask:
    mask = np.ones(segment.doc_count_all(), np.bool_)
    for document in segment.deleted_docs():
        mask[document] = False
    return mask


def _merge_field(
    found_terms: Iterator[tuple[bytes, int, Any]],
    kept: Sequence[Mask],
    numbers: Sequence[Ints],
    *,
    placed: bool,
) -> FieldPostings:
    terms: list[bytes] = []
    bounds = [0]
    documents, weights, lengths, data = [], [], [], []
    for term, at, (found, weight, values) in found_terms:
        here = kept[at][found]
        if not here.any():
            continue
        if not terms or terms[-1] != term:
            terms.append(term)
            bounds.append(bounds[-1])
        documents.append(numbers[at][found[here]])
        weights.append(weight[here])
        bounds[-1] += int(np.count_nonzero(here))
        if placed:
            some, sizes = _kept_values(values, here)
            data.append(some)
            lengths.append(sizes)
    return FieldPostings(
        terms,
        np.array(bounds, np.int64),
        _joined(documents),
        _joined(weights),
        b"".join(data) if placed else None,
        np.cumsum(np.concatenate([[0], *lengths])).astype(np.int64),
    )


def _watched(
    terms: Iterator[tuple[bytes, int, Any]], interrupted: Interrupted
) -> Iterator[tuple[bytes, int, Any]]:
    for count, one in enumerate(terms):
        if count % _LOOK_UP == 0 and interrupted():
            raise InterruptionError
        yield one


def _all_terms(field: str, readers: Sequence[SegmentReader]) -> Iterator[tuple[bytes, int, Any]]:
    """Terms of all segments in order, of one term in the order of the segments."""

    def of(at: int) -> Iterator[tuple[bytes, int, Any]]:
        return ((term, at, rest) for term, *rest in readers[at].field(field))

    return heapq.merge(*(of(at) for at in range(len(readers))), key=lambda one: (one[0], one[1]))


def _kept_values(values: Any, here: Mask) -> tuple[bytes, Ints]:
    data, ends = packed(values)
    sizes = np.diff(ends, prepend=0)
    if here.all():
        return data, sizes
    whole = np.repeat(here, sizes)
    return np.frombuffer(data, np.uint8)[whole].tobytes(), sizes[here]


def _joined(parts: Sequence[Any]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
