"""Postings of one field as arrays, and the bytes in which places are kept.

Places of a term in a document are written as differences, seven bits a byte (LEB128); the high bit says
that the number goes on. A block of Whoosh's codec holds the documents as differences, the weights, and one
value of bytes for each document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from typing_extensions import override

from search.whoosh_engine.library import formats

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
_WIDEST = 5


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """The postings of a field, term after term, documents rising within a term.

    Attributes:
        terms: in rising order of bytes.
        bounds: where the postings of each term begin; one more than terms.
        documents: numbers within the segment.
        weights: whole weights.
        places: bytes of the places of all postings, or None for a field without places.
        offsets: where the bytes of each posting begin; one more than postings.
    """

    terms: list[bytes]
    bounds: Ints
    documents: Ints
    weights: Ints
    places: bytes | None
    offsets: Ints


class PackedValues:
    """Values of a block as one run of bytes with the length of each; Whoosh reads them by index."""

    __slots__ = ("data", "ends")

    def __init__(self, ends: Any, data: bytes) -> None:
        self.ends = ends
        self.data = data

    @override
    def __reduce__(self) -> tuple[type[PackedValues], tuple[Any, bytes]]:
        return PackedValues, (self.ends, self.data)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, at: int) -> bytes:
        return self.data[self.ends[at - 1] if at else 0 : self.ends[at]]


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """The format of a field with places, for Whoosh's own matchers."""

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Places of one posting."""
        found: list[int] = np.cumsum(decode_numbers(np.frombuffer(valuestring, np.uint8))).tolist()
        return found

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many places."""
        return len(self.decode_positions(valuestring))


def encode_numbers(numbers: Ints) -> tuple[bytes, Ints]:
    """Numbers as LEB128; returns the bytes and where each number begins (one more than numbers)."""
    width = np.ones(len(numbers), np.int64)
    for step in range(1, _WIDEST):
        width += numbers >= 1 << 7 * step
    begins = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(width, out=begins[1:])
    out = np.zeros(int(begins[-1]), np.uint8)
    for step in range(int(width.max(initial=0))):
        some = np.flatnonzero(width > step)
        more = np.where(width[some] > step + 1, 128, 0)
        out[begins[some] + step] = ((numbers[some] >> 7 * step) & 127) | more
    return out.tobytes(), begins


def decode_numbers(data: Bytes) -> Ints:
    """The numbers of LEB128 bytes."""
    last = data < 128
    if last.all():
        return data.astype(np.int64)
    ends = np.flatnonzero(last)
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    step = np.arange(len(data)) - np.repeat(starts, ends - starts + 1)
    return np.add.reduceat((data & 127).astype(np.int64) << 7 * step, starts)


def decode_places(data: bytes, ends: Ints) -> tuple[Ints, Ints]:
    """Places of several postings: how many each has, and all of them in order.

    ``ends`` says where the bytes of each posting end.
    """
    raw = np.frombuffer(data, np.uint8)
    numbers = decode_numbers(raw)
    upto = np.cumsum(raw < 128)[ends - 1]
    counts = np.diff(upto, prepend=0)
    total = np.cumsum(numbers)
    before = np.zeros(len(counts), np.int64)
    before[1:] = total[upto[:-1] - 1]
    return counts, total - np.repeat(before, counts)
