from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from catalog.accounts import Role
from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.signing_in import sign_in
from catalog.stores import accounts
from tests.catalog.drafts import NOW

pytestmark = pytest.mark.usefixtures("quick_hashes")
PASSWORD = "очень длинный пароль"
SECOND = timedelta(seconds=1)


def add(database: Database, name: str = "Иванова", role: Role = Role.LIBRARIAN) -> int:
    with database.write() as work:
        return work.accounts.add(name, PASSWORD, role, actor="veche user")


def test_an_account_is_known_by_name_and_password_alone(database: Database) -> None:
    number = add(database)
    account = sign_in(database, " ИВАНОВА ", PASSWORD, NOW).account
    assert account is not None
    assert (account.id, account.name, account.role) == (number, "Иванова", Role.LIBRARIAN)
    assert sign_in(database, "Иванова", PASSWORD + " ", NOW).account is None
    assert sign_in(database, "Петрова", PASSWORD, NOW).account is None
    assert sign_in(database, "Иванова", "x" * 100_000, NOW).account is None


def test_the_real_hash_is_argon2id(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher)
    add(database)
    with database.read() as work:
        assert str(work.accounts.stored_password("Иванова")).startswith("$argon2id$")
        assert PASSWORD not in str(work.audit.list())


@pytest.mark.parametrize("name", ["Иванова", "нет такой"])
def test_wrong_passwords_are_answered_later_each_time_known_name_or_not(
    database: Database, name: str
) -> None:
    add(database)
    moment, waits = NOW, []
    for _ in range(7):
        assert sign_in(database, name, "wrong password", moment).wait == 0
        with database.read() as work:
            waits.append(work.accounts.wait_seconds(name, moment))
        if waits[-1]:
            early = sign_in(database, name, PASSWORD, moment)
            assert (early.account, early.wait) == (None, waits[-1])
        moment += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 1, 2, 4, 8, 16]
    with database.read() as work:
        assert any(entry.action == "sign-in-refused" for entry in work.audit.list())


def test_the_wait_ends_at_a_quarter_of_an_hour(database: Database) -> None:
    with database.write() as work:
        for _ in range(60):
            work.accounts.note_try("Иванова", right=False, moment=NOW)
        assert work.accounts.wait_seconds("Иванова", NOW) == 900


def test_a_right_password_wipes_the_failures(database: Database) -> None:
    add(database)
    for _ in range(2):
        sign_in(database, "Иванова", "wrong password", NOW)
    assert sign_in(database, "Иванова", PASSWORD, NOW).account is not None
    for _ in range(2):
        assert sign_in(database, "Иванова", "wrong password", NOW).wait == 0
    assert sign_in(database, "Иванова", PASSWORD, NOW).account is not None


def test_sessions_end_with_time_sign_out_and_a_new_password(database: Database) -> None:
    number = add(database)
    with database.write() as work:
        first, second = (work.accounts.open_session(number, NOW) for _ in range(2))
        assert work.accounts.session(first, NOW + SECOND) == work.accounts.get(number)
        assert work.accounts.session(first, NOW + timedelta(hours=13)) is None
        assert work.accounts.session("made up", NOW) is None
        work.accounts.close_session(first)
        assert work.accounts.session(first, NOW) is None
        assert work.accounts.session(second, NOW) is not None
        work.accounts.set_password(number, PASSWORD + "!", actor="Иванова")
        assert work.accounts.session(second, NOW) is None
    assert sign_in(database, "Иванова", PASSWORD, NOW).account is None
    assert sign_in(database, "Иванова", PASSWORD + "!", NOW).account is not None


def test_a_disabled_account_is_out_at_once(database: Database) -> None:
    number = add(database)
    with database.write() as work:
        token = work.accounts.open_session(number, NOW)
        work.accounts.disable(number, actor="Администратор")
        assert work.accounts.session(token, NOW) is None
    assert sign_in(database, "Иванова", PASSWORD, NOW).account is None
    with database.write() as work:
        work.accounts.disable(number, disabled=False, actor="Администратор")
    assert sign_in(database, "Иванова", PASSWORD, NOW).account is not None


def test_the_last_administrator_stays(database: Database) -> None:
    first = add(database, "Первый", Role.ADMINISTRATOR)
    with database.write() as work:
        with pytest.raises(Conflict):
            work.accounts.disable(first, actor="Первый")
        with pytest.raises(Conflict):
            work.accounts.set_role(first, Role.CLERK, actor="Первый")
    add(database, "Второй", Role.ADMINISTRATOR)
    with database.write() as work:
        work.accounts.set_role(first, Role.CLERK, actor="Второй")
        assert [account.role for account in work.accounts.list()] == [Role.ADMINISTRATOR, Role.CLERK]


def test_names_are_taken_once_and_passwords_are_long_enough(database: Database) -> None:
    add(database)
    with database.write() as work:
        with pytest.raises(Conflict):
            work.accounts.add("иванова", PASSWORD, Role.CLERK, actor="")
        for name, password in (("", PASSWORD), ("Петрова", "короткий"[:7]), ("Петрова", "x" * 2000)):
            with pytest.raises(VecheError):
                work.accounts.add(name, password, Role.CLERK, actor="")
        with pytest.raises(NotFound):
            work.accounts.set_password(99, PASSWORD, actor="")
