"""Fixtures of the catalogue's tests."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from catalog.stores import accounts


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed at the least cost; how strong the real hash is has a test of its own."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: hasher)
    accounts._no_password.cache_clear()
