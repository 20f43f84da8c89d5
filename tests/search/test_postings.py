"""Postings as bytes and back."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.whoosh_engine.postings import PackedPositions, decode_numbers, decode_places, encode_numbers

NUMBERS = st.lists(st.integers(0, 2**34), max_size=200)


@given(NUMBERS)
def test_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    data, begins = encode_numbers(np.array(numbers, np.int64))
    assert decode_numbers(np.frombuffer(data, np.uint8)).tolist() == numbers
    assert begins[-1] == len(data)


@given(
    st.lists(st.lists(st.integers(0, 10**6), min_size=1, max_size=20, unique=True), min_size=1, max_size=20)
)
def test_places_of_several_postings_come_back(postings: list[list[int]]) -> None:
    encoded = []
    for places in map(sorted, postings):
        data, _ = encode_numbers(np.array([b - a for a, b in itertools.pairwise([0, *places])], np.int64))
        encoded.append(data)
        assert PackedPositions().decode_positions(data) == places
    counts, found = decode_places(b"".join(encoded), np.cumsum([len(data) for data in encoded]))
    assert counts.tolist() == [len(places) for places in postings]
    assert found.tolist() == [place for places in postings for place in sorted(places)]
