"""Who may do and see what; the one place where roles are compared."""

from __future__ import annotations

from enum import IntEnum

from catalog.accounts import Account, Role
from catalog.model import Record, RecordClass, Visibility
from catalog.orders import Order


class Needs(IntEnum):
    """The least role that a page asks for, in rising order."""

    NOBODY = 0
    CLERK = 1
    LIBRARIAN = 2
    ADMINISTRATOR = 3


_RANK = {Role.CLERK: Needs.CLERK, Role.LIBRARIAN: Needs.LIBRARIAN, Role.ADMINISTRATOR: Needs.ADMINISTRATOR}
_SEEN = {
    Needs.NOBODY: frozenset({Visibility.PUBLIC}),
    Needs.CLERK: frozenset({Visibility.PUBLIC, Visibility.STAFF}),
    Needs.LIBRARIAN: frozenset(Visibility),
    Needs.ADMINISTRATOR: frozenset(Visibility),
}


def rank(account: Account | None) -> Needs:
    """The rank of an account; nobody and a disabled account have none."""
    if account is None or account.disabled:
        return Needs.NOBODY
    return _RANK[account.role]


def may(account: Account | None, needs: Needs) -> bool:
    """Whether an account suffices."""
    return rank(account) >= needs


def visibility(account: Account | None) -> frozenset[str]:
    """Which records an account sees: readers the public ones, librarians also those still held."""
    return frozenset(str(one) for one in _SEEN[rank(account)])


def sees_text(record_class: str, account: Account | None, *, inside: bool) -> bool:
    """Whether text and files are shown: those of the press inside the library or to staff only."""
    return record_class != RecordClass.PRESS or inside or may(account, Needs.CLERK)


def sees(record: Record, account: Account | None) -> bool:
    """Whether an account may know that a record exists."""
    return str(record.visibility) in visibility(account)


def sees_all_orders(account: Account | None) -> bool:
    """Whether an account sees everybody's orders; others see those that they placed."""
    return may(account, Needs.LIBRARIAN)


def sees_order(order: Order, account: Account | None) -> bool:
    """Whether an account sees an order without the key of its page."""
    if sees_all_orders(account):
        return True
    return account is not None and may(account, Needs.CLERK) and order.account == account.id
