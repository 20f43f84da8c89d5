"""Anybody can ask whether the library issued a file."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import update

from catalog.database import Database
from catalog.issues import IssuedFile
from catalog.selection_tables import publications
from catalog.unit_of_work import UnitOfWork
from dossiers.checking import check_code, check_sha256, code_of
from dossiers.publishing import Imprint, publish_record
from tests.dossiers.stock import NOW, TODAY, act


def issued(work: UnitOfWork) -> tuple[str, IssuedFile]:
    issue = publish_record(work, work.records.add(act()), Imprint("Библиотека", TODAY, NOW), actor="")
    sha256 = hashlib.sha256(b"file").hexdigest()
    file = IssuedFile(0, issue.id, "pdf", "О бюджете.pdf", 4, sha256, "Вече 1", NOW)
    return issue.code, work.publications.add_issued(file)


def test_a_code_leads_to_what_was_published_and_its_files(database: Database) -> None:
    with database.write() as work:
        code, file = issued(work)
        found = check_code(work, f" {code.lower().replace('-', ' ')} ")
        assert found is not None
        assert (found.issue.code, found.whole, found.files, found.file) == (code, True, (file,), None)
        assert found.publication.code == code
        assert check_code(work, "0000-0000-0000") is None
        assert check_code(work, "") is None


def test_bytes_are_known_by_their_sum(database: Database) -> None:
    with database.write() as work:
        code, file = issued(work)
        for found in (
            check_sha256(work, hashlib.sha256(b"file").hexdigest()),
            check_sha256(work, file.sha256.upper()),
        ):
            assert [(one.issue.code, one.file) for one in found] == [(code, file)]
        assert check_sha256(work, hashlib.sha256(b"fil").hexdigest()) == ()
        assert check_sha256(work, "не сумма") == ()


def test_a_content_that_was_changed_in_the_catalogue_is_not_whole(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        code, _ = issued(work)
    with sqlite_database.connection() as connection:
        changed = publications.c.content.op("||")(" ")
        connection.execute(update(publications).values(content=changed))
    with sqlite_database.read() as work:
        found = check_code(work, code)
        assert found is not None
        assert not found.whole


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-efgh-1234", "ABCD-EFGH-1234"),
        ("АВСЕ НКМР ТХОО", "ABCE-HKMP-TX00"),
        ("O1LI–0000—0000", "0111-0000-0000"),
        ("ABCD-EFGH", ""),
        ("ABCD-EFGH-1234-5", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert code_of(typed) == code
