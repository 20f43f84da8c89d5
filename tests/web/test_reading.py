"""What a librarian sees and asks of the reading of documents."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from catalog.arrivals import ArrivalDraft, LedgerState
from catalog.model import PlacedWord, RecordClass, TextDraft, Visibility
from ingest.copies import note_grouped
from ingest.reading_again import REREAD
from ingest.rereading import is_asked
from tests.web.conftest import client_of, send, staff_of, words
from tests.web.district import COUNCIL, District, act


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


def _arrival(district: District, data: bytes, name: str, layer: str = "born") -> tuple[int, int]:
    """A file that came and was catalogued: number of its arrival, number of its record."""
    services = district.services
    path = services.disk / name
    path.write_bytes(data)
    stored = services.originals.put(path)
    kind = "application/pdf" if name.endswith(".pdf") else "text/plain"
    words = {1: (PlacedWord("РЕШЕНИЕ", 400, 100, 200, 20, 90), PlacedWord("дорог", 1, 2, 3, 4, 80))}
    with services.database.write() as work:
        number = work.ledger.see(ArrivalDraft(name, "add", "", RecordClass.ACT), services.clock.now())
        work.originals.add(stored.sha256, stored.size, kind, services.clock.now())
        work.ledger.advance(number, LedgerState.STORED, sha256=stored.sha256)
        text = TextDraft(
            stored.sha256, ("О ремонте дорог",), "pdf+ocr", "2", layer, kind,
            notes=("ocr-low-confidence:1",), words=words if layer == "ocr" else {},
        )  # fmt: skip
        made = act(name, COUNCIL, "2024-05-02", f"{number}/7")
        record = work.records.add(replace(made, text=text, file_name=name))
        work.ledger.finish(number, LedgerState.CATALOGUED, record=record, milliseconds=420)
    return number, record


def a_page() -> bytes:
    """A PDF of one empty page."""
    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 100)
    document.save(out)
    return out.getvalue()


def test_the_intake_tells_how_each_file_was_read(librarian: TestClient, district: District) -> None:
    number, _record = _arrival(district, a_page(), "скан.pdf", "ocr")
    said = words(librarian.get("/staff/intake").text)
    assert "1 страница · распознан с изображения · уверенность 85 % " in said
    assert "pdf+ocr" not in said
    page = librarian.get(f"/staff/intake/{number}").text
    said = words(page)
    assert "распознан с изображения, уверенность 85 %" in said
    assert "Прочитан программой «pdf+ocr», версия 2 Прочитан за неполную секунду" in said
    assert "О ремонте дорог" in said
    assert f'src="/staff/intake/{number}/pages/1"' in page
    assert "Прочитать заново" in said
    english = words(librarian.get(f"/en/staff/intake/{number}").text)
    assert "recognised from a picture, confidence 85 %" in english


def test_a_page_is_drawn_for_staff_alone(librarian: TestClient, district: District) -> None:
    number, record = _arrival(district, a_page(), "скан.pdf")
    drawn = librarian.get(f"/staff/intake/{number}/pages/1")
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")
    assert librarian.get(f"/staff/intake/{number}/pages/2").status_code == 404
    assert librarian.get(f"/staff/intake/{number}/pages/0").status_code == 404
    assert client_of(district).get(f"/staff/intake/{number}/pages/1").status_code != 200
    with district.services.database.write() as work:
        work.records.set_visibility(record, Visibility.HELD, actor="Иванова")
    clerk = staff_of(district, "Помощник")
    assert clerk.get(f"/staff/intake/{number}/pages/1").status_code == 404
    assert "О ремонте дорог" not in clerk.get(f"/staff/intake/{number}").text


def test_a_text_without_pictures_is_shown_alone(librarian: TestClient, district: District) -> None:
    number, _record = _arrival(district, "О ремонте дорог".encode(), "решение.txt")
    page = librarian.get(f"/staff/intake/{number}").text
    assert "<img" not in page
    assert "О ремонте дорог" in words(page)
    assert librarian.get(f"/staff/intake/{number}/pages/1").status_code == 404


def test_files_of_an_act_say_why_they_stand_together_and_are_parted(
    librarian: TestClient, district: District
) -> None:
    _number, record = _arrival(district, a_page(), "решение.pdf")
    other = district.services.originals.put(_written(district, "скан.pdf", a_page() + b"%"))
    with district.services.database.write() as work:
        work.originals.add(other.sha256, other.size, "application/pdf", district.services.clock.now())
        text = TextDraft(other.sha256, ("О ремонте дорог",), "pdf+ocr", "2", "ocr", "application/pdf")
        work.records.add_original(record, text, "скан.pdf", "signed")
        note_grouped(work, record, other.sha256, "Общих слов 97 %")
        note_grouped(work, record, "7" * 64, "Общих слов 96 %", "с сайта.html")
    page = words(librarian.get(f"/records/{record}").text)
    assert "приём: добавил файл того же акта: с сайта.html. Общих слов 96 %" in page
    assert page.index("скан.pdf , ") < page.index("решение.pdf , ")
    assert "подписанный экземпляр" in page
    form = words(librarian.get(f"/staff/records/{record}/edit").text)
    assert "скан.pdf — подписанный экземпляр. Общих слов 97 %" in form
    answer = send(
        librarian,
        f"/staff/records/{record}/edit",
        f"/staff/records/{record}/originals/{other.sha256}/split",
    )
    fresh = answer.headers["location"]
    assert fresh.endswith("?done=split_file")
    with district.services.database.read() as work:
        assert [one.name for one in work.originals.of_record(record)] == ["решение.pdf"]
    number = int(fresh.split("/")[2].split("?")[0])
    for one, told in (
        (record, f"теперь это запись № {number}"),
        (number, f"отделён от записи № {record}"),
    ):
        assert told in words(librarian.get(f"/staff/records/{one}/edit").text)
    said = words(librarian.get(f"/records/{record}").text)
    assert f"отделил файл: скан.pdf → запись {number}" in said
    send(
        librarian,
        f"/staff/records/{number}/edit",
        f"/staff/records/{record}/join",
        other=str(number),
    )
    with district.services.database.read() as work:
        assert {one.name for one in work.originals.of_record(record)} == {"решение.pdf", "скан.pdf"}
    said = words(librarian.get(f"/records/{record}").text)
    assert f"вернул файл: запись {number} → скан.pdf" in said


def test_a_file_whose_text_waits_says_why_and_a_closed_one_where_to_open_it(
    librarian: TestClient, district: District
) -> None:
    number, record = _arrival(district, a_page(), "скан.pdf")
    with district.services.database.write() as work:
        text = work.texts.held([record])[0]
        work.texts.put_again(
            text.id, TextDraft(text.sha256, (), "", "", "none", "audio/mpeg", waiting="format-later")
        )
        work.records.put_marks(record, ("waiting",))
        work.records.set_visibility(record, Visibility.STAFF, actor="Иванова")
    said = ""
    for address in ("/staff/intake", f"/staff/intake/{number}"):
        said = words(librarian.get(address).text)
        assert "Формат пока не читается: документ сохранён и ждёт чтения." in said
        assert "Читатели этой записи не видят. Открыть её можно на странице записи." in said
    assert "Текст ждёт чтения" not in said
    assert "Страниц" not in said
    assert "Попыток" not in said


def test_what_a_new_reading_has_changed_is_told_where_it_was_asked_for(
    librarian: TestClient, district: District
) -> None:
    number, record = _arrival(district, a_page(), "скан.pdf")
    assert "Прочитан заново" not in words(librarian.get(f"/staff/intake/{number}").text)
    with district.services.database.write() as work:
        work.audit.add("Иванова", REREAD, f"record:{record}", "text", "1 страница", "2 страницы")
        work.audit.add("Иванова", REREAD, f"record:{record}", "number", "1", "2")
    said = words(librarian.get(f"/staff/intake/{number}").text)
    assert "— Иванова Текст: 1 страница → 2 страницы Номер: 1 → 2" in said


def _written(district: District, name: str, data: bytes) -> Path:
    path = district.services.disk / name
    path.write_bytes(data)
    return path
