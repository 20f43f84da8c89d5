"""What was issued for once goes in time, and its sums stay; issues and what is needed do not go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.database import Database
from catalog.issues import ExportState, IssuedFile
from catalog.orders import Channel, MailDraft, OrderDraft
from catalog.past_files import PastFile
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import act
from tests.catalog.test_publications import dossier, new

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=31)


def issued(work: UnitOfWork, publication: int, sha256: str, format: str = "pdf") -> IssuedFile:
    file = IssuedFile(0, publication, format, "О бюджете.pdf", 10, sha256, "1", NOW)
    return work.publications.add_issued(file)


def once(work: UnitOfWork, code: str, **changes: Any) -> int:
    return work.publications.add(new(code=code, **changes)).id


def job(work: UnitOfWork, publication: int, state: ExportState) -> None:
    made = work.exports.add(publication, "pdf", total=1, token=f"{publication}", requested_by="", moment=NOW)
    if state is ExportState.FAILED:
        work.exports.fail(made.id, "x", "x", NOW)
    elif state is ExportState.WORKING:
        work.exports.begin(made.id, NOW)
    elif state in (ExportState.READY, ExportState.EXPIRED):
        work.exports.begin(made.id, NOW)
        work.exports.finish(made.id, "1.pdf", issued(work, publication, "ab" * 32), LATER)
    if state is ExportState.EXPIRED:
        work.exports.expire(made.id)


def test_what_was_made_for_once_leaves_its_sums_and_lets_its_text_go(database: Database) -> None:
    with database.write() as work:
        record = work.records.add(act())
        text = work.texts.shown_by([record])[record]
        publication = once(work, "AAAA-BBBB-CCCC", texts=(text,), title="слова читателя")
        job(work, publication, ExportState.EXPIRED)
        issued(work, publication, "cd" * 32, "csv")
        assert work.past_files.over(NOW) == []
        assert work.past_files.over(LATER) == [publication]
        work.past_files.keep_sums_alone([publication])
        assert work.publications.by_code("AAAA-BBBB-CCCC") is None
        assert work.publications.issued_by_sha256("ab" * 32) == []
        assert work.exports.by_token(str(publication)) is None
        assert work.past_files.by_code("AAAA-BBBB-CCCC") == [
            PastFile("ab" * 32, "AAAA-BBBB-CCCC", "pdf", NOW),
            PastFile("cd" * 32, "AAAA-BBBB-CCCC", "csv", NOW),
        ]
        assert [one.format for one in work.past_files.by_sha256("cd" * 32)] == ["csv"]
        assert work.past_files.by_sha256("ef" * 32) == work.past_files.by_code("X") == []
        assert len(list(work.texts.of_text(text))) == 2  # the record shows it
        assert once(work, "NEXT") > publication


def test_a_text_that_only_a_gone_publication_named_goes_with_it(database: Database) -> None:
    with database.write() as work:
        first, second = work.records.add_many([act(), act("13")])
        texts = work.texts.shown_by([first, second])
        publication = once(work, "A1", texts=(texts[first],))
        work.editions._connection.exec_driver_sql(
            f"UPDATE records SET text_id = {texts[second]} WHERE id = {first}"  # noqa: S608
        )
        work.editions._connection.exec_driver_sql(
            f"UPDATE editions SET text_id = {texts[second]} WHERE text_id = {texts[first]}"  # noqa: S608
        )
        work.past_files.keep_sums_alone([publication])
        assert list(work.texts.of_text(texts[first])) == []
        assert len(list(work.texts.of_text(texts[second]))) == 2


def test_what_somebody_still_needs_stays(database: Database) -> None:
    with database.write() as work:
        selection = dossier(work)
        work.publications.add(new(selection, 1, "ISSUE"))
        for state in (ExportState.WAITING, ExportState.WORKING, ExportState.READY):
            job(work, once(work, f"J-{state.value}"), state)
        ordered, enclosed = once(work, "ORDER"), once(work, "MAIL")
        wish = OrderDraft(subject="Бюджет", channel=Channel.LINK, format="pdf", customer="Семёнова")
        order = work.orders.place(wish, lambda number: number, year=2026, moment=NOW)
        work.orders.change(order.id, version=1, moment=NOW, actor="", publication=ordered)
        letter = MailDraft(
            message_id="1@x", recipient="a@x.example", subject="", body="", publication=enclosed
        )
        work.mails.queue(letter, NOW)
        failed = once(work, "J-failed")
        job(work, failed, ExportState.FAILED)
        nobody = once(work, "NOBODY", moment=NOW - timedelta(days=1))
        young = once(work, "YOUNG", moment=LATER)
        assert work.past_files.over(LATER) == [failed, nobody]
        assert work.past_files.over(LATER, 1) == [failed]
        work.past_files.keep_sums_alone([failed, nobody])
        assert work.publications.page()[1] == 7
        assert work.publications.get(young) is not None
        assert work.past_files.by_code("NOBODY") == []  # no file of it was ever issued


def test_what_is_saved_for_once_stands_in_no_journal(database: Database) -> None:
    with database.write() as work:
        once(work, "WORDS", title="слова читателя")
        work.publications.add(new(dossier(work), 1, "ISSUE"))
        assert [one.after for one in work.audit.list() if one.action == "publish"] == ["1 ISSUE"]
