"""The address of a search holds all its state."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from web.addresses import SearchAddress
from web.paging import Paging, asked_page

NAMES = st.text(min_size=1, max_size=20).filter(
    lambda text: text.isprintable() and text == text.encode("utf-8", "ignore").decode()
)
MANY = st.lists(NAMES, max_size=3, unique=True).map(tuple)
ADDRESSES = st.builds(
    SearchAddress,
    q=st.text(max_size=50).filter(lambda text: text == text.encode("utf-8", "ignore").decode()),
    record_class=MANY,
    category=MANY,
    heading=MANY,
    issuer=MANY,
    kind=MANY,
    status=MANY,
    year=st.lists(st.integers(1, 9999).map(str), max_size=3, unique=True).map(tuple),
    dated_from=st.none() | st.dates(),
    dated_to=st.none() | st.dates(),
    sort=st.sampled_from(["relevance", "newest", "oldest", "title"]),
    page=st.integers(1, 1_000_000),
    literal=st.booleans(),
)


@given(ADDRESSES)
def test_what_an_address_says_is_read_back_unchanged(address: SearchAddress) -> None:
    assert SearchAddress.read(QueryParams(address.query_string())) == address


@given(st.text(max_size=200))
def test_any_address_is_read_without_an_error(text: str) -> None:
    read = SearchAddress.read(QueryParams(text))
    read.request(date(2026, 1, 1), frozenset({"public"}))


@given(ADDRESSES, NAMES)
def test_a_value_put_in_and_taken_out_leaves_nothing_behind(address: SearchAddress, value: str) -> None:
    narrowed = address.with_value("issuer", value)
    assert narrowed.has("issuer", value)
    assert narrowed.page == 1
    assert not narrowed.without("issuer", value).has("issuer", value)


def test_taking_all_narrowing_away_keeps_the_words() -> None:
    address = SearchAddress(q="бюджет", year=("2024",), dated_from=date(2024, 1, 1), page=3)
    assert address.is_narrowed
    assert address.widened() == SearchAddress(q="бюджет")
    assert not address.widened().is_narrowed


def test_a_narrowed_search_without_words_asks_for_every_record() -> None:
    day = date(2026, 1, 1)
    assert SearchAddress(year=("2024",)).request(day, frozenset()).query == "*"
    assert SearchAddress().request(day, frozenset()).query == ""


@given(st.integers(1, 500), st.integers(1, 50), st.integers(0, 5000))
def test_the_pages_offered_hold_the_ends_and_hide_no_single_one(page: int, size: int, total: int) -> None:
    paging = Paging(page, size, total)
    numbers = [number for number in paging.numbers if number is not None]
    assert numbers[0] == 1
    assert paging.pages in numbers
    assert numbers == sorted(set(numbers))
    for before, after in zip(paging.numbers, paging.numbers[1:], strict=False):
        assert not (before is None and after is None)
    for before, gap, after in zip(paging.numbers, paging.numbers[1:], paging.numbers[2:], strict=False):
        if gap is None and before is not None and after is not None:
            assert after - before > 2


def test_a_page_that_is_none_is_the_first() -> None:
    assert [asked_page(text) for text in (None, "", "x", "0", "-1", "٣", "7")] == [1, 1, 1, 1, 1, 1, 7]
