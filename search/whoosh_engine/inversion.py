"""Documents gathered into a batch and turned into postings by sorting arrays, not by a loop over words."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from language.normal import number_key
from search.analysis import readable, terms, token_list
from search.engine import IndexDocument
from search.whoosh_engine.columns import Columns, build_columns
from search.whoosh_engine.postings import FieldPostings, Ints, encode_numbers

WORDS, STEMS, HEADS, TITLES, OWN = "words", "stems", "heads", "titles", "own"
FIELDS = (HEADS, OWN, STEMS, TITLES, WORDS)
TITLE_WEIGHT = 3
GAP = 100


class _Numbering(dict[str, int]):
    """Gives each new key the next number."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class Batch:
    """Documents that become one segment."""

    def __init__(self) -> None:
        self.documents: list[IndexDocument] = []
        self._surfaces = _Numbering()
        self._tokens = array("I")
        self._zones = array("q")
        self._own: list[tuple[str, int]] = []

    @property
    def size(self) -> int:
        """Words gathered so far."""
        return len(self._tokens)

    def add(self, document: IndexDocument) -> None:
        """Take one document."""
        number = len(self.documents)
        self.documents.append(document)
        place = self._zone(number, document.title, TITLE_WEIGHT, 0)
        for text in (document.kind, document.issuer, document.place, _dated_number(document)):
            place = self._zone(number, text, 1, place)
        for page in document.pages:
            place = self._zone(number, page, 1, place, gap=0)
        self._own += [(term, number) for term in own_terms(document)]

    def _zone(self, number: int, text: str, weight: int, place: int, gap: int = GAP) -> int:
        """Words of one zone from a place on; returns the place behind it."""
        if not text:
            return place
        found = token_list(readable(text))
        self._tokens.extend(map(self._surfaces.__getitem__, found))
        self._zones.extend((number, weight, place, len(found)))
        return place + len(found) + gap

    def columns(self) -> Columns:
        """The columns of the documents."""
        owner, weight, _ = self._spread()
        count = len(self.documents)
        lengths = np.bincount(owner, weight, minlength=count).astype(np.int64)
        return build_columns(
            self.documents, lengths, np.bincount(owner[weight == TITLE_WEIGHT], minlength=count)
        )

    def fields(self) -> dict[str, FieldPostings]:
        """The postings of all fields."""
        owner, weight, place = self._spread()
        surfaces = np.frombuffer(self._tokens, np.uint32) if self._tokens else np.zeros(0, np.uint32)
        analysed = [terms(surface) for surface in self._surfaces]
        word_at, word_term, words = _occurrences(surfaces, [one.words for one in analysed])
        stem_at, stem_term, stems = _occurrences(surfaces, [one.stems for one in analysed])
        head_at, head_term, heads = _occurrences(surfaces, [one.heads for one in analysed])
        titled = weight[word_at] == TITLE_WEIGHT
        own = sorted({term for term, _ in self._own}, key=str.encode)
        numbers = {term: at for at, term in enumerate(own)}
        pairs = np.array([(numbers[term], number) for term, number in self._own], np.int64).reshape(-1, 2)
        return {
            OWN: _plain(own, pairs[:, 0], pairs[:, 1], np.ones(len(pairs), np.int64)),
            HEADS: _plain(heads, head_term, owner[head_at], weight[head_at]),
            STEMS: _plain(stems, stem_term, owner[stem_at], weight[stem_at]),
            TITLES: _ranked(words, word_term[titled], owner[word_at[titled]]),
            WORDS: _placed(words, word_term, word_at, (owner, weight, place)),
        }

    def _spread(self) -> tuple[Ints, Ints, Ints]:
        """For each word its document, weight and place."""
        zones = (
            np.frombuffer(self._zones, np.int64).reshape(-1, 4) if self._zones else np.zeros((0, 4), np.int64)
        )
        counts = zones[:, 3]
        begins = np.cumsum(counts) - counts
        place = np.arange(len(self._tokens)) + np.repeat(zones[:, 2] - begins, counts)
        return np.repeat(zones[:, 0], counts), np.repeat(zones[:, 1], counts), place


def _dated_number(document: IndexDocument) -> str:
    day = f"от {document.date:%d.%m.%Y}" if document.date else ""
    return f"{day} № {document.number}" if document.number else day


def own_terms(document: IndexDocument) -> set[str]:
    """Terms of the document's own number and day, not of those that its text speaks of."""
    found: set[str] = set()
    if document.number:
        key = number_key(document.number)
        found |= {
            key,
            *(term for token in token_list(f"№ {document.number}") for term in terms(token).words[:2]),
        }
    if document.date:
        found.add(f"d{document.date:%Y%m%d}")
    return {term for term in found if term}


def _occurrences(
    surfaces: npt.NDArray[np.uint32], given: list[tuple[str, ...]]
) -> tuple[Ints, Ints, list[str]]:
    """Where each term occurs: index of the word, rank of the term; and the terms in order of their bytes."""
    order = sorted({term for some in given for term in some}, key=str.encode)
    ranks = {term: at for at, term in enumerate(order)}
    counts = np.array([len(some) for some in given], np.int64)
    at, found = [], []
    for layer in range(int(counts.max(initial=0))):
        table = np.array([ranks[some[layer]] if len(some) > layer else 0 for some in given], np.int64)
        here = np.flatnonzero(counts[surfaces] > layer)
        at.append(here)
        found.append(table[surfaces[here]])
    if not at:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), order
    return np.concatenate(at), np.concatenate(found), order


def _ranked(order: list[str], term: Ints, document: Ints) -> FieldPostings:
    """Postings of those terms of an order that occur, weighted by how often."""
    used, ranks = np.unique(term, return_inverse=True)
    return _plain([order[at] for at in used], ranks, document, np.ones(len(document), np.int64))


def _plain(order: list[str], term: Ints, document: Ints, weight: Ints) -> FieldPostings:
    """Postings without places."""
    keys = term << 32 | document
    turn = np.argsort(keys, kind="stable")
    keys = keys[turn]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    heads = keys[starts]
    weights = np.add.reduceat(weight[turn], starts) if len(starts) else np.zeros(0, np.int64)
    bounds = np.searchsorted(heads >> 32, np.arange(len(order) + 1))
    return FieldPostings(_encoded(order), bounds, heads & 0xFFFFFFFF, weights, None, np.zeros(0, np.int64))


def _placed(order: list[str], term: Ints, at: Ints, spread: tuple[Ints, Ints, Ints]) -> FieldPostings:
    """Postings with places; ``at`` says which word, ``spread`` its document, weight and place."""
    keys = term << 32 | at
    keys.sort()
    term, at = keys >> 32, keys & 0xFFFFFFFF
    owner, weight, place = (values[at] for values in spread)
    heads = term << 32 | owner
    starts = np.flatnonzero(np.diff(heads, prepend=-1))
    steps = np.diff(place, prepend=0)
    steps[starts] = place[starts]
    data, begins = encode_numbers(steps)
    weights = np.add.reduceat(weight, starts) if len(starts) else np.zeros(0, np.int64)
    bounds = np.searchsorted(term[starts], np.arange(len(order) + 1))
    offsets = np.append(begins[starts], len(data))
    return FieldPostings(_encoded(order), bounds, owner[starts], weights, data, offsets)


def _encoded(order: Iterable[str]) -> list[bytes]:
    return [term.encode() for term in order]
