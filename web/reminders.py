"""What waits for a librarian, said beside the links that lead there: late orders, letters that did not go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.accounts import Account
from catalog.orders import MailState, OrderFilter
from catalog.unit_of_work import UnitOfWork
from web.access import sees_all_orders
from web.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Reminders:
    """How much waits.

    Attributes:
        late_orders: that the library owes beyond their day.
        failed_mails: letters that did not go or may not have gone.
    """

    late_orders: int = 0
    failed_mails: int = 0

    def label(self, t: Sentences, page: str, usual: str) -> str:
        """The words of a link to a page, with what waits there."""
        if page == "staff-orders" and self.late_orders:
            return t("ways.orders_late", n=self.late_orders)
        if page == "staff-mails" and self.failed_mails:
            return t("ways.mails_failed", n=self.failed_mails)
        return t(usual)


NOTHING = Reminders()


def reminders_of(work: UnitOfWork, account: Account | None, today: date) -> Reminders:
    """What waits for an account; nothing for those who do not serve orders."""
    if not sees_all_orders(account):
        return NOTHING
    mails = work.mails.counts()
    return Reminders(
        late_orders=work.orders.find(OrderFilter(overdue_on=today), limit=0).total,
        failed_mails=mails.get(MailState.FAILED, 0) + mails.get(MailState.DOUBTFUL, 0),
    )
