"""Librarians make dossiers on the site: add, divide, move, note, undo, publish; and two of them at once."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from catalog.model import TextDraft, Visibility
from catalog.selections import Draft, Place, SelectionKind
from dossiers.arranging import standing
from dossiers.editing import add_records, change_head, create
from tests.web.conftest import client_of, send, staff_of, token_of, words
from tests.web.district import COUNCIL, District, act
from tests.web.dossiers import hand, published

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
VERSION = re.compile(r'name="version" value="(\d+)"')


def begun(client: TestClient, title: str = "Бюджет района", kind: str = "dossier") -> str:
    """The address of a new selection."""
    new = "/staff/selections/new"
    made = send(client, new, new, kind=kind, title=title)
    assert made.status_code == 303, words(made.text)
    return str(made.headers["location"])


def fill_in(client: TestClient, address: str, to: str = "", /, **fields: object):  # type: ignore[no-untyped-def]
    """Send a form of a page as it is shown now, with its version."""
    page = client.get(address).text
    found = VERSION.search(page)
    assert found, words(page)
    data = {"token": token_of(page), "version": found.group(1), **fields}
    return client.post(to or address.split("?", maxsplit=1)[0], data=data)


def draft_of(district: District, address: str) -> Draft:
    with district.services.database.read() as work:
        return work.selections.draft(int(address.rsplit("/", maxsplit=1)[-1].split("?", maxsplit=1)[0]))


def put(client: TestClient, address: str, *records: int, section: int = 0) -> None:
    number = address.rsplit("/", maxsplit=1)[-1]
    choosing = "/staff/records/select?" + "&".join(f"record={one}" for one in records)
    page = client.get(choosing).text
    fields = {"token": token_of(page), "into": f"{number}:{section}", "back": "/", "record": records}
    assert client.post("/staff/records/select", data=fields).status_code == 303


def test_a_dossier_is_made_divided_noted_and_published_by_plain_forms(
    librarian: TestClient, district: District
) -> None:
    address = begun(librarian)
    put(librarian, address, district.budget, district.old, *district.amendments)
    assert fill_in(librarian, address, f"{address}/sections", do="add", title="Изменения").status_code == 303
    (section,) = draft_of(district, address).sections
    many = fill_in(librarian, address, do="many-move", to=section.id, record=list(district.amendments))
    assert many.status_code == 303
    panel = {"edit": district.budget, "note": "**Читать** сначала", "place": 0, "position": 1, "was": 1}
    note = fill_in(librarian, address, do="save", **panel)
    assert note.headers["location"].endswith(f"#r{district.budget}")
    assert "<strong>Читать</strong>" in librarian.get(address).text
    publish = f"{address}/publish"
    said = words(librarian.get(publish).text)
    assert "В выпуск 1 войдёт: 4 документа" in said
    done = fill_in(librarian, publish, as_of="2026-11-20", compiler="Иванова", public="1")
    after = words(librarian.get(done.headers["location"]).text)
    assert "Выпуск 1 опубликован." in after
    assert "PDF" in after
    page = client_of(district).get("/dossiers/byudzhet-rajona")
    assert "1. Изменения" in words(page.text)
    assert "статусы актов на 20 ноября 2026 г." in words(page.text)
    assert "<strong>Читать</strong>" in page.text
    again = fill_in(librarian, publish, as_of="2026-11-20", compiler="Иванова")
    assert again.status_code == 409
    assert "ничего не изменилось" in words(again.text)


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("down:{0}", (1, 0, 2)),
        ("last:{0}", (1, 2, 0)),
        ("first:{2}", (2, 0, 1)),
        ("up:{2}", (0, 2, 1)),
        ("before:{2}:{0}", (2, 0, 1)),
        ("after:{0}:{2}", (1, 2, 0)),
        ("after:{0}:{1}", (1, 0, 2)),
        ("up:{0}", (0, 1, 2)),
        ("into:{0}:0", (1, 2, 0)),
        ("remove:{1}", (0, 2)),
    ],
)
def test_every_button_of_an_entry_moves_it_where_it_says(
    librarian: TestClient, district: District, order: str, after: tuple[int, ...]
) -> None:
    records = (district.budget, district.old, district.draft)
    address = begun(librarian)
    put(librarian, address, *records)
    assert fill_in(librarian, address, do=order.format(*records)).status_code == 303
    assert standing(draft_of(district, address), None) == [records[at] for at in after]


@pytest.mark.parametrize("order", ["", "fly:1", "up:x", "up:1:2:3", "many-fly", "before:1"])
def test_an_order_that_is_none_changes_nothing(librarian: TestClient, district: District, order: str) -> None:
    address = begun(librarian)
    put(librarian, address, district.budget)
    assert fill_in(librarian, address, do=order).status_code in (400, 404)


def test_undo_names_the_step_and_takes_it_back(librarian: TestClient, district: District) -> None:
    address = begun(librarian)
    put(librarian, address, district.budget, district.old)
    assert "Отменить: добавлено 2 документа" in words(librarian.get(address).text)
    assert fill_in(librarian, address, f"{address}/undo", which="undo").status_code == 303
    assert draft_of(district, address).entries == ()
    assert "Вернуть: добавлено 2 документа" in words(librarian.get(address).text)
    fill_in(librarian, address, f"{address}/undo", which="redo")
    assert len(draft_of(district, address).entries) == 2


def test_the_second_of_two_librarians_is_told_keeps_what_was_typed_and_repeats_it(district: District) -> None:
    first, second = staff_of(district, "Иванова"), staff_of(district, "Главный")
    address = begun(first)
    put(first, address, district.budget)
    seen = second.get(f"{address}?edit={district.budget}").text
    found = VERSION.search(seen)
    assert found
    put(first, address, district.old)
    fields = {"token": token_of(seen), "version": found.group(1), "do": "save", "edit": district.budget}
    fields |= {"note": "Длинное слово,\nнабранное долго", "place": "0", "position": "1", "was": "1"}
    late = second.post(address, data=fields)
    assert late.status_code == 409
    said = words(late.text)
    assert "Пока вы правили, правил и другой" in said
    assert re.search(r"Иванова , \S+: добавлен 1 документ", said)
    assert "Длинное слово,\nнабранное долго</textarea>" in late.text
    assert [one.note for one in draft_of(district, address).entries] == ["", ""]
    newer = VERSION.search(late.text)
    assert newer
    assert second.post(address, data=fields | {"version": newer.group(1)}).status_code == 303
    notes = {one.record: one.note for one in draft_of(district, address).entries}
    assert notes == {district.budget: "Длинное слово,\nнабранное долго", district.old: ""}


def test_the_head_is_kept_and_a_preview_keeps_nothing(librarian: TestClient, district: District) -> None:
    about = f"{begun(librarian)}/about"
    fields = {"title": "Дороги", "introduction": "*Курсив* <script>", "grouping": "year", "refresh_days": "0"}
    shown = fill_in(librarian, about, do="preview", **fields)
    assert "<em>Курсив</em> &lt;script&gt;" in shown.text
    assert draft_of(district, about.removesuffix("/about")).title == "Бюджет района"
    wrong = fill_in(librarian, about, do="save", **fields, first_day="2026-05-01", last_day="2026-01-01")
    assert wrong.status_code == 400
    assert "Начало периода позже его конца" in words(wrong.text)
    assert 'value="Дороги"' in wrong.text
    assert fill_in(librarian, about, do="save", **fields, first_day="2026-01-01").status_code == 303
    kept = draft_of(district, about.removesuffix("/about"))
    assert (kept.title, kept.grouping, kept.first_day) == ("Дороги", "year", date(2026, 1, 1))


def test_what_a_request_finds_is_shown_added_and_keeps_the_dossier_fresh(
    librarian: TestClient, district: District
) -> None:
    address = begun(librarian)
    adding = f"{address}/add?q=бюджет&class=act"
    page = librarian.get(adding)
    assert "Нашлось 5 документов" in words(page.text)
    fill_in(librarian, adding, do="checked", request="q=бюджет&class=act", record=[district.budget])
    assert "уже стоит" in words(librarian.get(adding).text)
    assert "4 из них ещё не стоят" in words(librarian.get(adding).text)
    done = fill_in(librarian, adding, do="all", request="q=бюджет&class=act", to="0")
    assert done.status_code == 303
    assert len(draft_of(district, address).entries) == 5
    fill_in(librarian, adding, do="keep", request="q=бюджет&class=press")
    assert draft_of(district, address).query == {"q": "бюджет", "class": "press"}
    asked = send(librarian, address, f"{address}/refresh")
    assert "section=offered" in asked.headers["location"]
    places = [one.place for one in draft_of(district, address).entries]
    assert places.count(Place.OFFERED) == 1
    offered = librarian.get(f"{address}?section=offered")
    assert "Принять" in words(offered.text)
    fill_in(librarian, f"{address}?section=offered", do=f"accept:{district.press}", section="offered", to="0")
    kept = draft_of(district, address).entry(district.press)
    assert kept is not None
    assert kept.place is Place.IN
    fill_in(librarian, f"{address}?section=leaving", do="refuse-all", section="leaving")
    assert all(one.place is Place.IN for one in draft_of(district, address).entries)


def test_publishing_tells_what_is_left_out_and_why(librarian: TestClient, district: District) -> None:
    address = begun(librarian)
    put(librarian, address, district.budget, district.held, district.staff)
    said = words(librarian.get(f"{address}/publish").text)
    assert "войдёт: 1 документ" in said
    assert "придержан: в выпуск не войдёт" in said
    assert "служебный: в выпуск не войдёт" in said
    preview = librarian.get(f"{address}/preview")
    assert "Он ещё не опубликован" in words(preview.text)
    assert "О вопросе под замком" not in words(preview.text)


def test_a_removed_dossier_is_gone_for_readers_and_can_be_brought_back(
    librarian: TestClient, district: District
) -> None:
    selection, _issue = published(district, "Бюджет", [district.budget])
    address = f"/staff/selections/{selection.id}"
    assert fill_in(librarian, address, f"{address}/remove").status_code == 303
    assert client_of(district).get(f"/dossiers/{selection.slug}").status_code == 410
    removed = "/staff/selections?tab=removed"
    assert "Бюджет" in words(librarian.get(removed).text)
    assert send(librarian, removed, f"{address}/restore").status_code == 303
    assert client_of(district).get(f"/dossiers/{selection.slug}").status_code == 200


def test_selections_are_found_by_kind_words_and_what_waits(librarian: TestClient, district: District) -> None:
    begun(librarian, "Дороги", "press")
    begun(librarian, "Мосты", "dossier")
    listed = words(librarian.get("/staff/selections?kind=press").text)
    assert "Дороги" in listed
    assert "Мосты" not in listed
    assert "Мосты" in words(librarian.get("/staff/selections?q=мост").text)
    assert "Ничего не нашлось" in words(librarian.get("/staff/selections?tab=waiting").text)


def test_a_large_dossier_shows_one_section_at_a_time_and_stays_quick(
    librarian: TestClient, district: District
) -> None:
    with district.services.database.write() as work:
        records = work.records.add_many(
            [act(f"О вопросе {at}", COUNCIL, "2014-02-03", f"{at}/9", "Текст.") for at in range(300)]
        )
        saved = create(work, SelectionKind.DOSSIER, "Большое", actor="Иванова", clock=district.services.clock)
        add_records(work, saved.id, records, hand(district, saved.version))
    address = f"/staff/selections/{saved.id}"
    librarian.get(address)
    begun_at = time.perf_counter()
    page = librarian.get(address)
    seconds = time.perf_counter() - begun_at
    assert page.text.count('class="entry"') == 50
    assert len(page.content) < 120_000
    assert seconds < 1.5
    last = librarian.get(f"{address}?section=none&page=6")
    assert "300." in words(last.text)


def test_results_and_records_lead_into_a_dossier(librarian: TestClient, district: District) -> None:
    found = librarian.get("/search?q=бюджет").text
    assert f'name="record" value="{district.budget}" form="choose"' in found
    assert "/staff/records/select" in librarian.get(f"/records/{district.budget}").text
    assert "/staff/records/select" not in client_of(district).get("/search?q=бюджет").text
    assert "/exports/new?search=" in client_of(district).get("/search?q=бюджет").text
    nothing = librarian.get("/staff/records/select")
    assert "Не отмечено ни одного документа" in words(nothing.text)
    choosing = f"/staff/records/select?record={district.budget}"
    page = librarian.get(choosing).text
    fields = {"token": token_of(page), "title": "Новое досье", "kind": "dossier", "record": district.budget}
    made = librarian.post("/staff/records/select", data=fields | {"then": "open"})
    assert [one.record for one in draft_of(district, made.headers["location"].split("?")[0]).entries] == [
        district.budget
    ]


def test_lists_of_a_period_are_read_and_saved(district: District) -> None:
    client = client_of(district)
    page = client.get("/lists/arrivals?from=2020-01-01&to=2030-01-01")
    assert "О бюджете Заречного района" in words(page.text)
    assert "/exports/new?arrivals=2020-01-01..2030-01-01" in page.text
    assert client.get("/lists/arrivals?from=2030-01-01&to=2020-01-01").status_code == 400
    assert client.get("/lists/deposit").status_code == 200
    folder, _issue = published(district, "О бюджете", [district.press], kind=SelectionKind.PRESS)
    told = client.get(f"/press/{folder.slug}/digest?from=2000-01-01&to=2030-01-01&by=newspaper")
    assert "Бюджет принят с дефицитом" in words(told.text)
    assert f"/exports/new?digest={folder.slug}:2000-01-01..2030-01-01" in told.text


@pytest.mark.parametrize(("kind", "top"), [("dossier", "dossiers"), ("press", "press"), ("list", "lists")])
def test_the_api_tells_issues_without_what_was_closed(district: District, kind: str, top: str) -> None:
    selection, issue = published(
        district, "Всё вместе", [district.budget, district.old, district.press], kind=SelectionKind(kind)
    )
    published(district, "Закрытое", [district.budget], kind=SelectionKind(kind), public=False)
    with district.services.database.write() as work:
        work.records.set_visibility(district.old, Visibility.STAFF, actor="Иванова")
    client = client_of(district)
    listed = client.get(f"/api/v1/{top}").json()
    assert "Всё вместе" in [one["title"] for one in listed["selections"]]
    assert "Закрытое" not in [one["title"] for one in listed["selections"]]
    whole = client.get(f"/api/v1/{top}/{selection.slug}").json()
    told = client.get(f"/api/v1/{top}/{selection.slug}/issues/1").json()
    assert whole["issue"] == told
    assert told["code"] == issue.code
    documents = {one["record"]: one for section in told["sections"] for one in section["documents"]}
    assert documents[district.budget]["closed"] is False
    assert set(documents[district.old]) == {"position", "record", "closed"}
    assert documents[district.press]["files"] == []
    assert client.get(f"/api/v1/{top}/{selection.slug}/issues/9").status_code == 404
    assert client.get(f"/api/v1/{top}/zakrytoe").status_code == 404
    schema = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert set(told) == set(schema["Issue"]["properties"])
    assert set(whole) == set(schema["Selection"]["properties"])


def test_the_cover_is_a_picture_of_an_open_record_alone(
    librarian: TestClient, district: District, tmp_path: Path
) -> None:
    file = tmp_path / "обложка.png"
    file.write_bytes(PNG)
    stored = district.services.originals.put(file)
    with district.services.database.write() as work:
        work.originals.add(stored.sha256, stored.size, "image/png", NOW)
        picture = work.records.add(
            replace(
                act("О гербе", COUNCIL, "2020-05-06", "7", ""),
                text=TextDraft(stored.sha256, ("",), "none", "1", "none", "image/png"),
                file_name="обложка.png",
            )
        )
    address = begun(librarian)
    put(librarian, address, district.budget, picture)
    assert "обложка.png" in librarian.get(f"{address}/about").text
    fields = {"title": "Бюджет района", "grouping": "sections", "refresh_days": "0", "public": "1"}
    fill_in(librarian, f"{address}/about", do="save", cover=stored.sha256, **fields)
    fill_in(librarian, f"{address}/publish", as_of="2026-11-20")
    client, cover = client_of(district), "/dossiers/byudzhet-rajona/issues/1/cover"
    assert cover in client.get("/dossiers/byudzhet-rajona").text
    shown = client.get(cover)
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert "sandbox" in shown.headers["content-security-policy"]
    with district.services.database.write() as work:
        work.records.set_visibility(picture, Visibility.STAFF, actor="Иванова")
    assert client.get(cover).status_code == 404
    assert cover not in client.get("/dossiers/byudzhet-rajona").text


def test_a_draft_that_is_open_but_has_no_issue_is_not_there_for_readers(district: District) -> None:
    with district.services.database.write() as work:
        clock = district.services.clock
        saved = create(work, SelectionKind.PRESS, "Рано", actor="Иванова", clock=clock)
        saved = add_records(work, saved.id, [district.press], hand(district, saved.version))
        change_head(work, saved.id, hand(district, saved.version), public=True)
    client = client_of(district)
    for path in (
        "/press/rano",
        "/press/rano/digest?from=2000-01-01",
        "/api/v1/press/rano",
        "/feeds/press/rano.xml",
        "/orders/new?selection=press/rano",
        "/follow/press/rano",
    ):
        assert client.get(path).status_code == 404
