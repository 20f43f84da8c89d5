from __future__ import annotations

from desk import asking_limit
from desk.asking_limit import AskingLimit


def test_an_address_may_ask_some_times_an_hour_and_again_when_the_hour_is_over() -> None:
    limit = AskingLimit(per_hour=2)
    assert [limit.allows("10.0.0.1", second) for second in (0, 10, 20, 3599)] == [True, True, False, False]
    assert limit.allows("10.0.0.2", 20)
    assert limit.allows("10.0.0.1", 3601)
    assert not limit.allows("10.0.0.1", 3602)


def test_addresses_are_forgotten_and_never_fill_the_memory() -> None:
    limit = AskingLimit()
    asking_limit._ADDRESSES_AT_MOST, before = 50, asking_limit._ADDRESSES_AT_MOST
    try:
        for number in range(500):
            assert limit.allows(f"10.0.0.{number}", 1.0)
        assert len(limit._asked) <= 51
    finally:
        asking_limit._ADDRESSES_AT_MOST = before
    assert limit.allows("10.0.0.1", 9999.0)
    assert len(limit._asked) == 1
