"""Mail that goes out: a row first, in one transaction with what it tells of; one sender sends it later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from catalog.errors import Conflict, NotFound
from catalog.order_tables import mails
from catalog.orders import Mail, MailDraft, MailState
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import reserve


class MailStore:
    """Mails and how far they have come."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
        self._audit = audit

    def queue(self, draft: MailDraft, moment: datetime) -> Mail:
        """Put a mail into the line; one whose message id is there already is given back instead."""
        known = self._connection.execute(select(mails).where(mails.c.message_id == draft.message_id)).first()
        if known is not None:
            return _mail(known)
        row = {name: getattr(draft, name) for name in MailDraft.__slots__}
        row["order_id"], row["publication_id"] = row.pop("order"), row.pop("publication")
        (id,) = reserve(self._connection, mails, 1)
        row |= {"id": id, "state": MailState.WAITING.value, "attempts": 0, "error": "", "created": moment}
        self._connection.execute(mails.insert().values(row))
        return self.existing(id)

    def get(self, id: int) -> Mail | None:
        """A mail, or None."""
        row = self._connection.execute(select(mails).where(mails.c.id == id)).first()
        return None if row is None else _mail(row)

    def existing(self, id: int) -> Mail:
        """A mail.

        Raises:
            NotFound: there is none.
        """
        found = self.get(id)
        if found is None:
            raise NotFound("Такого письма нет.")
        return found

    def of_order(self, order: int) -> list[Mail]:
        """The mails about an order, the first first."""
        query = select(mails).where(mails.c.order_id == order).order_by(mails.c.id)
        return [_mail(row) for row in self._connection.execute(query)]

    def in_states(self, states: frozenset[MailState], limit: int = 100, offset: int = 0) -> list[Mail]:
        """Mails in any of some states, the newest first."""
        named = [state.value for state in sorted(states)]
        query = select(mails).where(mails.c.state.in_(named)).order_by(mails.c.id.desc())
        return [_mail(row) for row in self._connection.execute(query.limit(limit).offset(offset))]

    def counts(self) -> dict[MailState, int]:
        """How many mails stand in each state."""
        query = select(mails.c.state, func.count()).group_by(mails.c.state)
        return {MailState(state): count for state, count in self._connection.execute(query)}

    def due(self, moment: datetime, limit: int = 100) -> list[Mail]:
        """Waiting mails whose time has come, the oldest first."""
        come = or_(mails.c.next_try.is_(None), mails.c.next_try <= moment)
        query = select(mails).where(mails.c.state == MailState.WAITING.value, come)
        return [_mail(row) for row in self._connection.execute(query.order_by(mails.c.id).limit(limit))]

    def begin(self, id: int) -> bool:
        """From here on nobody knows whether it went; False if it does not wait any more."""
        changed = self._connection.execute(
            update(mails)
            .where(mails.c.id == id, mails.c.state == MailState.WAITING.value)
            .values(state=MailState.SENDING.value, attempts=mails.c.attempts + 1, next_try=None)
        )
        return changed.rowcount == 1

    def went(self, id: int, state: MailState, moment: datetime) -> None:
        """It was sent, or laid into the outbox."""
        self._put(id, state=state.value, sent=moment, error="", next_try=None)

    def postpone(self, id: int, until: datetime, error: str, *, tried: bool) -> None:
        """It waits and is tried again.

        Args:
            id: of the mail.
            until: not before.
            error: what keeps it.
            tried: whether this counts as a try that ``begin`` has not counted.
        """
        attempts = {"attempts": mails.c.attempts + 1} if tried else {}
        self._put(id, state=MailState.WAITING.value, next_try=until, error=error, **attempts)

    def fail(self, id: int, error: str) -> None:
        """It is given up."""
        self._put(id, state=MailState.FAILED.value, next_try=None, error=error)

    def doubt(self, id: int, error: str) -> None:
        """It was broken off where nobody knows whether it went."""
        self._put(id, state=MailState.DOUBTFUL.value, next_try=None, error=error)

    def cancel(self, order: int, why: str) -> None:
        """Mails about an order that still wait are not sent."""
        waiting = (mails.c.order_id == order, mails.c.state == MailState.WAITING.value)
        self._connection.execute(
            update(mails).where(*waiting).values(state=MailState.FAILED.value, next_try=None, error=why)
        )

    def cancel_one(self, id: int, *, why: str, moment: datetime, actor: str) -> Mail:
        """A librarian stops a mail that still waits.

        Raises:
            Conflict: it does not wait any more.
        """
        changed = self._connection.execute(
            update(mails)
            .where(mails.c.id == id, mails.c.state == MailState.WAITING.value)
            .values(state=MailState.FAILED.value, next_try=None, error=why)
        )
        if not changed.rowcount:
            raise Conflict("Это письмо уже не ждёт отправки.", "Откройте страницу снова.")
        self._audit.add(actor, "cancel-mail", f"mail:{id}", "state", "waiting", "failed", moment=moment)
        return self.existing(id)

    def forget_follower(self, follower: int) -> None:
        """Forget the letters to a follower who has left; those that still wait do not go."""
        names = (mails.c.message_id.startswith(f"{kind}.{follower}.") for kind in ("follow", "issue"))
        own = (mails.c.order_id.is_(None), or_(*names))
        waiting = update(mails).where(*own, mails.c.state == MailState.WAITING.value)
        self._connection.execute(waiting.values(state=MailState.FAILED.value, next_try=None))
        self._connection.execute(update(mails).where(*own).values(recipient="", body="", error=""))

    def forget_letters_to_followers(self, before: datetime) -> int:
        """Forget to whom letters to followers went that were written before a moment; how many."""
        on_their_way = (MailState.WAITING.value, MailState.SENDING.value)
        over = (mails.c.created < before, mails.c.state.not_in(on_their_way), mails.c.recipient != "")
        old = update(mails).where(mails.c.order_id.is_(None), *over)
        return self._connection.execute(old.values(recipient="", body="", error="")).rowcount

    def left_sending(self) -> list[Mail]:
        """Mails that a sender, who is gone, left in ``sending``."""
        query = select(mails).where(mails.c.state == MailState.SENDING.value).order_by(mails.c.id)
        return [_mail(row) for row in self._connection.execute(query)]

    def settle(self, id: int, *, went: bool, moment: datetime, actor: str, recipient: str = "") -> Mail:
        """A librarian decides about a mail that failed or is doubtful: it has reached them, or send it again.

        Args:
            id: of the mail.
            went: it has reached them.
            moment: now.
            actor: the librarian.
            recipient: to whom it is sent again, if the address was corrected meanwhile.

        Raises:
            Conflict: it is neither failed nor doubtful nor lies in the outbox.
        """
        mail = self.existing(id)
        settled = (MailState.DOUBTFUL, MailState.FAILED, MailState.WRITTEN)
        if mail.state not in settled:
            raise Conflict("С этим письмом всё уже решено.", "Откройте страницу снова.")
        if went:
            self.went(id, MailState.SENT, moment)
        else:
            corrected = {"recipient": recipient} if recipient else {}
            self._put(id, state=MailState.WAITING.value, attempts=0, next_try=None, error="", **corrected)
        after = self.existing(id)
        self._audit.add(
            actor, "settle-mail", f"mail:{id}", "state", mail.state.value, after.state.value, moment=moment
        )
        return after

    def _put(self, id: int, **values: Any) -> None:
        self._connection.execute(update(mails).where(mails.c.id == id).values(**values))


def _mail(row: Row[*tuple[Any, ...]]) -> Mail:
    values = row._asdict()
    values["order"], values["publication"] = values.pop("order_id"), values.pop("publication_id")
    return Mail(**values | {"state": MailState(row.state)})
