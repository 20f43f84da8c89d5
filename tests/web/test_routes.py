"""The list of pages: each name and each address stands once."""

from __future__ import annotations

from collections import Counter

from web.routes import PAGES


def test_no_name_and_no_address_stands_twice() -> None:
    names = Counter(page.name for page in PAGES)
    addresses = Counter(page.path for page in PAGES)
    assert [name for name, count in (names + addresses).items() if count > 1] == []
