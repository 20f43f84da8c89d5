"""Accounts of the staff, their passwords and sessions."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, delete, func, select, update

from catalog.accounts import Account, Role
from catalog.errors import Conflict, NotFound, VecheError
from catalog.keys import name_key
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import reserve
from catalog.tables import accounts, sessions, sign_in_failures

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
SESSION_HOURS = 12
FREE_FAILURES = 3
LONGEST_WAIT = 900.0


class AccountStore:
    """Who may sign in. Wrong passwords are answered later and later, known name or not."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
        self._audit = audit

    def add(self, name: str, password: str, role: Role, *, actor: str) -> int:
        """Make an account; its number.

        Raises:
            Conflict: the name is taken.
            VecheError: an empty name or too short a password.
        """
        shown = " ".join(name.split())
        if not name_key(shown):
            raise VecheError("Имя не может быть пустым.")
        _require_password(password)
        if self.by_name(shown) is not None:
            raise Conflict(f"Имя «{shown}» уже занято.")
        row: dict[str, Any] = {
            "name": shown,
            "name_key": name_key(shown),
            "role": Role(role).value,
            "disabled": False,
        }
        (number,) = reserve(self._connection, accounts, 1)
        row |= {"id": number, "password_hash": _hasher().hash(password)}
        self._connection.execute(accounts.insert().values(row))
        self._audit.add(actor, "add-account", f"account:{number}", "name", "", f"{shown}, {role.value}")
        return number

    def wait_seconds(self, name: str, moment: datetime) -> float:
        """How long a name has to wait: nothing for three failures, then 1, 2, 4... up to 900 seconds."""
        row = self._failures(name)
        if row is None or row.failures < FREE_FAILURES:
            return 0.0
        wait = min(LONGEST_WAIT, 2.0 ** min(int(row.failures) - FREE_FAILURES, 30))
        since: float = (moment - row.last_failure).total_seconds()
        return max(0.0, wait - since)

    def verify(self, name: str, password: str, moment: datetime) -> Account | None:
        """The account of a name and password; None when wrong, disabled, unknown or too early. Notes it.

        The look takes long and holds up all writers; the site uses ``catalog.signing_in`` instead.
        """
        if self.wait_seconds(name, moment) > 0:
            return None
        return self.note_try(name, password_fits(self.stored_password(name), password), moment)

    def stored_password(self, name: str) -> str | None:
        """The hash of a name's password; None for an unknown name."""
        query = select(accounts.c.password_hash).where(accounts.c.name_key == name_key(name))
        return self._connection.execute(query).scalar()

    def note_try(self, name: str, right: bool, moment: datetime) -> Account | None:
        """Note a try with a right or wrong password; the account that it lets in."""
        account = self.by_name(name)
        if account is None or not right or account.disabled:
            self._failed(name, moment)
            return None
        key = name_key(name)
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.name_key == key))
        return account

    def _failures(self, name: str) -> Row[*tuple[Any, ...]] | None:
        return self._connection.execute(
            select(sign_in_failures).where(sign_in_failures.c.name_key == name_key(name))
        ).first()

    def _failed(self, name: str, moment: datetime) -> None:
        key = name_key(name)
        row = self._failures(name)
        if row is None:
            values = {"name_key": key, "failures": 1, "last_failure": moment}
            self._connection.execute(sign_in_failures.insert().values(values))
        else:
            self._connection.execute(
                update(sign_in_failures)
                .where(sign_in_failures.c.name_key == key)
                .values(failures=row.failures + 1, last_failure=moment)
            )
        if row is not None and row.failures + 1 >= FREE_FAILURES:
            self._audit.add("", "sign-in-refused", f"name:{key}", "failures", "", str(row.failures + 1))

    def set_password(self, account: int, password: str, *, actor: str) -> None:
        """Give an account another password; all its sessions end."""
        _require_password(password)
        found = self._existing(account)
        self._store_password(account, password)
        self.close_all(account)
        key = name_key(found.name)
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.name_key == key))
        self._audit.add(actor, "password", f"account:{account}", "password")

    def _store_password(self, account: int, password: str) -> None:
        self._connection.execute(
            update(accounts).where(accounts.c.id == account).values(password_hash=_hasher().hash(password))
        )

    def disable(self, account: int, disabled: bool = True, *, actor: str) -> None:
        """Bar an account, or let it in again; its sessions end.

        Raises:
            Conflict: it is the last administrator that can sign in.
        """
        found = self._existing(account)
        if (
            disabled
            and found.role is Role.ADMINISTRATOR
            and not found.disabled
            and self._administrators() == 1
        ):
            raise Conflict("Это последний администратор.", "Сначала заведите другого.")
        self._connection.execute(update(accounts).where(accounts.c.id == account).values(disabled=disabled))
        self.close_all(account)
        words = ("", "да") if disabled else ("да", "")
        self._audit.add(actor, "disable" if disabled else "enable", f"account:{account}", "disabled", *words)

    def set_role(self, account: int, role: Role, *, actor: str) -> None:
        """Give an account other rights."""
        found = self._existing(account)
        last = found.role is Role.ADMINISTRATOR and not found.disabled and self._administrators() == 1
        if last and role is not Role.ADMINISTRATOR:
            raise Conflict("Это последний администратор.", "Сначала заведите другого.")
        self._connection.execute(
            update(accounts).where(accounts.c.id == account).values(role=Role(role).value)
        )
        self._audit.add(actor, "role", f"account:{account}", "role", found.role.value, role.value)

    def _administrators(self) -> int:
        query = select(func.count()).select_from(accounts)
        query = query.where(accounts.c.role == Role.ADMINISTRATOR.value, accounts.c.disabled.is_(False))
        return self._connection.execute(query).scalar() or 0

    def get(self, account: int) -> Account | None:
        """One account, or None."""
        row = self._connection.execute(select(accounts).where(accounts.c.id == account)).first()
        return None if row is None else _account(row)

    def by_name(self, name: str) -> Account | None:
        """The account of a name; letter case counts for nothing."""
        query = select(accounts).where(accounts.c.name_key == name_key(name))
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def list(self) -> list[Account]:
        """All accounts by name."""
        return [
            _account(row) for row in self._connection.execute(select(accounts).order_by(accounts.c.name_key))
        ]

    def open_session(self, account: int, moment: datetime, hours: float = SESSION_HOURS) -> str:
        """Begin a session; the token for the cookie, of which only a hash is kept."""
        token = secrets.token_urlsafe(32)
        self._connection.execute(delete(sessions).where(sessions.c.expires < moment))
        row = {"token_sha256": _hashed(token), "account_id": account, "opened": moment}
        self._connection.execute(sessions.insert().values(**row, expires=moment + timedelta(hours=hours)))
        return token

    def session(self, token: str, moment: datetime) -> Account | None:
        """Who is signed in by a token, or None."""
        query = (
            select(accounts)
            .join(sessions, sessions.c.account_id == accounts.c.id)
            .where(
                sessions.c.token_sha256 == _hashed(token),
                sessions.c.expires > moment,
                accounts.c.disabled.is_(False),
            )
        )
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def close_session(self, token: str) -> None:
        """End a session."""
        self._connection.execute(delete(sessions).where(sessions.c.token_sha256 == _hashed(token)))

    def close_all(self, account: int) -> None:
        """End all sessions of an account."""
        self._connection.execute(delete(sessions).where(sessions.c.account_id == account))

    def _existing(self, account: int) -> Account:
        found = self.get(account)
        if found is None:
            raise NotFound("Такой учётной записи нет.")
        return found


def password_fits(stored: str | None, password: str) -> bool:
    """Whether a password is that of a stored hash; takes as long when there is none."""
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        _hasher().verify(stored or _no_password(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def _require_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise VecheError(f"Пароль короче {SHORTEST_PASSWORD} знаков.")
    if len(password) > LONGEST_PASSWORD:
        raise VecheError(f"Пароль длиннее {LONGEST_PASSWORD} знаков.")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _no_password() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(row.id, row.name, Role(row.role), row.disabled)
