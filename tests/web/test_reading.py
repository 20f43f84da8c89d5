"""What a librarian sees and asks of the reading of documents."""

from __future__ import annotations

from starlette.testclient import TestClient

from ingest.rereading import is_asked
from tests.web.conftest import send, words
from tests.web.district import District


def test_a_librarian_asks_for_a_new_reading_and_sees_that_it_is_asked_for(
    librarian: TestClient, district: District
) -> None:
    record = _with_file(district)
    assert "Прочитать заново" in words(librarian.get(f"/records/{record}").text)
    answer = send(librarian, f"/records/{record}", f"/staff/records/{record}/reread")
    assert answer.headers["location"] == f"/records/{record}?done=reread"
    assert "Ждёт нового чтения" in words(librarian.get(f"/records/{record}").text)
    with district.services.database.read() as work:
        assert is_asked(work, record)


def _with_file(district: District) -> int:
    """A public record that has a file."""
    with district.services.database.read() as work:
        return next(text.record for text in work.texts.held())
