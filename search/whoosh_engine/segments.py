"""One segment of the index: written in whole blocks of Whoosh's codec, read back as arrays.

Whoosh's own readers can read what is written here; tests hold that.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from array import array
from collections.abc import Iterator
from io import BytesIO
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from search.whoosh_engine.columns import Columns
from search.whoosh_engine.damage import damaged, reading
from search.whoosh_engine.library import fields, filetables, formats, numeric, whoosh3
from search.whoosh_engine.postings import FieldPostings, Ints, PackedPositions, PackedValues, decode_places
from search.whoosh_engine.storage import SyncedStorage

COLUMNS_EXT = ".dcs"
_TERM_INFO = struct.Struct("!BfIBBfII")
_EXTENT = struct.Struct("!qi")
_LENGTH = struct.Struct("!i")
_FIELD = struct.Struct("!H")
_BLOCK_HEAD = len(whoosh3.WHOOSH3_HEADER_MAGIC) + _LENGTH.size
_PICKLE = 3  # has bytes and arrays as they are, without the frames of later protocols
_LEVEL, _WORTH_PACKING = 1, 128  # of zlib, in bytes
_FEW = 16
_SMALL = 2000  # documents of a segment whose terms are kept in memory once they are asked for
_LENGTH_BYTE = numeric.length_to_byte(1)

Weights = npt.NDArray[np.float32]


class TermField(fields.FieldType):  # type: ignore[misc]
    """A field whose terms come ready from the analysis; ``placed`` says whether places are kept."""

    def __init__(self, placed: bool) -> None:
        self.format = PackedPositions() if placed else formats.Existence()
        self.analyzer = None
        self.vector = None
        self.column_type = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.multitoken_query = "default"


class Segment(whoosh3.W3Segment):  # type: ignore[misc]
    """A segment that knows the size and the checksum of each of its files."""

    seals: dict[str, tuple[int, int]]
    _fieldlengths: ClassVar[dict[str, int]] = {}  # Whoosh's own scorers ask for it


def write_segment(
    storage: SyncedStorage, name: str, postings: dict[str, FieldPostings], columns: Columns
) -> Segment:
    """Write the files of a new segment and return it."""
    segment = Segment(whoosh3.W3Codec(), name, doccount=len(columns.records))
    terms = filetables.OrderedHashWriter(segment.create_file(storage, whoosh3.W3Codec.TERMS_EXT))
    blocks = segment.create_file(storage, whoosh3.W3Codec.POSTS_EXT)
    terms.extras["fieldmap"] = {field: at for at, field in enumerate(sorted(postings))}
    for at, field in enumerate(sorted(postings)):
        _write_field(terms, blocks, _FIELD.pack(at), postings[field])
    terms.close()
    blocks.close()
    with segment.create_file(storage, COLUMNS_EXT) as file:
        file.write(pickle.dumps(columns, 5))
    segment.seals = {
        extension: _seal(storage, segment, extension)
        for extension in (whoosh3.W3Codec.TERMS_EXT, whoosh3.W3Codec.POSTS_EXT, COLUMNS_EXT)
    }
    return segment


def _seal(storage: SyncedStorage, segment: Segment, extension: str) -> tuple[int, int]:
    with (storage.path / segment.make_filename(extension)).open("rb") as file:
        check = size = 0
        while piece := file.read(1 << 20):
            check, size = zlib.crc32(piece, check), size + len(piece)
    return size, check


def verify_segment(storage: SyncedStorage, segment: Segment) -> list[str]:
    """Names of files that are not as they were written."""
    return [
        segment.make_filename(extension)
        for extension, seal in segment.seals.items()
        if not (storage.path / segment.make_filename(extension)).is_file()
        or _seal(storage, segment, extension) != seal
    ]


def _write_field(terms: Any, blocks: Any, prefix: bytes, postings: FieldPostings) -> None:
    bounds, documents = postings.bounds.tolist(), postings.documents
    steps = np.diff(documents, prepend=0)
    firsts = postings.bounds[:-1]
    steps[firsts] = documents[firsts]
    steps_list, weights_list = steps.tolist(), postings.weights.tolist()
    documents_list, offsets = documents.tolist(), postings.offsets.tolist()
    at = blocks.tell()
    for term, start, end in zip(postings.terms, bounds, bounds[1:], strict=False):
        weights = weights_list[start:end]
        head = (sum(weights), end - start, _LENGTH_BYTE, _LENGTH_BYTE, max(weights))
        first, last = documents_list[start], documents_list[end - 1]
        values = _values(postings.places, offsets, start, end)
        if end - start == 1:
            inlined = pickle.dumps(((first,), tuple(weights), values or (b"",)), _PICKLE)
            terms.add(prefix + term, _TERM_INFO.pack(1, *head, first, last) + inlined)
            continue
        data = pickle.dumps((_numbers(steps_list[start:end]), _equal_weights(weights), values), _PICKLE)
        level = _LEVEL if len(data) >= _WORTH_PACKING else 0
        if level:
            data = zlib.compress(data, level)
        info = pickle.dumps((end - start, last, head[4], level, _LENGTH_BYTE, _LENGTH_BYTE), _PICKLE)
        blocks.write(whoosh3.WHOOSH3_HEADER_MAGIC + _LENGTH.pack(-len(info) - len(data)) + info + data)
        length = _BLOCK_HEAD + len(info) + len(data)
        extent = _EXTENT.pack(at, length)
        at += length
        terms.add(prefix + term, _TERM_INFO.pack(0, *head, first, last) + extent)


def _values(places: bytes | None, offsets: list[int], start: int, end: int) -> Any:
    if places is None:
        return None
    if end - start <= _FEW:
        return tuple([places[offsets[at] : offsets[at + 1]] for at in range(start, end)])
    base = offsets[start]
    ends = array("I", [offset - base for offset in offsets[start + 1 : end + 1]])
    return PackedValues(ends, places[base : offsets[end]])


def _numbers(numbers: list[int]) -> Any:
    if len(numbers) <= _FEW:
        return tuple(numbers)
    most = max(numbers)
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", numbers)


def _equal_weights(weights: list[int]) -> Any:
    """As Whoosh has them: None for all ones, one number for all the same."""
    first = weights[0]
    if weights.count(first) == len(weights):
        return None if first == 1 else float(first)
    return _numbers(weights)


class SegmentReader:
    """Reads one segment; safe between threads, since it never changes."""

    def __init__(self, storage: SyncedStorage, segment: Segment) -> None:
        self.name: str = segment.segment_id()
        with reading(self.name):
            self._open(storage, segment)

    def _open(self, storage: SyncedStorage, segment: Segment) -> None:
        for extension, (size, _) in segment.seals.items():
            if storage.file_length(segment.make_filename(extension)) != size:
                raise damaged(f"обрезан файл {segment.make_filename(extension)}")
        terms_file = storage.open_file(segment.make_filename(whoosh3.W3Codec.TERMS_EXT))
        self._terms = filetables.OrderedHashReader(terms_file, segment.seals[whoosh3.W3Codec.TERMS_EXT][0])
        self._fields: dict[str, int] = self._terms.extras["fieldmap"]
        self._blocks = storage.open_file(segment.make_filename(whoosh3.W3Codec.POSTS_EXT))
        columns = storage.open_file(segment.make_filename(COLUMNS_EXT))
        self._held: dict[str, frozenset[str]] = {}
        # The folder is the library's own, mode 0700: what is unpickled here was written by write_segment.
        self.columns: Columns = pickle.loads(columns.get(0, segment.seals[COLUMNS_EXT][0]))  # noqa: S301

    def __len__(self) -> int:
        return len(self.columns.records)

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields."""
        return tuple(self._fields)

    def has(self, field: str, term: str) -> bool:
        """Whether a document of the segment, deleted ones included, holds the term."""
        if len(self) > _SMALL:
            return self._key(field, term) in self._terms
        return term in self._all_of(field)

    def held(self, field: str, terms: frozenset[str]) -> frozenset[str]:
        """Those of some terms that a document of the segment, deleted ones included, holds."""
        if len(self) > _SMALL:
            return frozenset(term for term in terms if self._key(field, term) in self._terms)
        return terms & self._all_of(field)

    def _all_of(self, field: str) -> frozenset[str]:
        held = self._held.get(field)
        if held is None:
            held = self._held[field] = frozenset(self.terms_from(field, ""))
        return held

    def _key(self, field: str, term: str) -> bytes:
        return _FIELD.pack(self._fields.get(field, 0xFFFF)) + term.encode()

    def postings(self, field: str, term: str) -> tuple[Ints, Weights, Any] | None:
        """Documents, weights and the packed values of a term, or None."""
        with reading(self.name):
            try:
                at, length = self._terms.range_for_key(self._key(field, term))
            except KeyError:
                return None
            return self._read(self._terms.dbfile.get(at, length))

    def _read(self, info: bytes) -> tuple[Ints, Weights, Any]:
        if info[0]:
            documents, weights, values = pickle.loads(info[_TERM_INFO.size :])  # noqa: S301
            return np.array(documents, np.int64), np.array(weights, np.float32), values
        at, length = _EXTENT.unpack_from(info, _TERM_INFO.size)
        block = BytesIO(self._blocks.get(at + _BLOCK_HEAD, length - _BLOCK_HEAD))
        count, _, _, level, *_ = pickle.load(block)  # noqa: S301
        data = block.read()
        steps, weights, values = pickle.loads(zlib.decompress(data) if level else data)  # noqa: S301
        return np.cumsum(np.array(steps, np.int64)), _weights(weights, count), values

    def terms_from(self, field: str, prefix: str) -> Iterator[str]:
        """Terms that begin with a prefix, in order."""
        start = self._key(field, prefix)
        with reading(self.name):
            for key in self._terms.keys_from(start):
                if not key.startswith(start):
                    return
                yield key[_FIELD.size :].decode()

    def field(self, field: str) -> Iterator[tuple[bytes, Ints, Weights, Any]]:
        """All terms of a field with their postings, in order."""
        start = self._key(field, "")
        with reading(self.name):
            for key, info in self._terms.items_from(start):
                if not key.startswith(start):
                    return
                yield (key[_FIELD.size :], *self._read(info))


def _weights(weights: Any, count: int) -> Weights:
    if weights is None or isinstance(weights, float):
        return np.full(count, weights or 1.0, np.float32)
    return np.array(weights, np.float32)


def places(values: Any) -> tuple[Ints, Ints]:
    """How many places each posting has, and all places in order."""
    with reading("мест слов"):
        data, ends = packed(values)
        return decode_places(data, ends)


def packed(values: Any) -> tuple[bytes, Ints]:
    """The bytes of all values and where each ends."""
    if isinstance(values, PackedValues):
        return values.data, np.array(values.ends, np.int64)
    return b"".join(values), np.cumsum([len(value) for value in values])
