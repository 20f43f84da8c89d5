"""Who sees and does what: the same on every way to a record."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from catalog.accounts import Account, Role
from tests.web.conftest import INSIDE, OUTSIDE, client_of, staff_of
from tests.web.district import COUNCIL, District, act
from tests.web.ordering import fulfilled_by
from web.access import Needs, may, sees_text, visibility
from web.endpoint import Page
from web.routes import PAGES

SECRET = "тайнослово"


@pytest.mark.parametrize("name", ["", "Помощник", "Иванова"])
def test_hidden_records_are_hidden_on_every_way(district: District, name: str) -> None:
    client = staff_of(district, name) if name else client_of(district)
    seen = {"": (404, 404), "Помощник": (200, 404), "Иванова": (200, 200)}[name]
    for record, status in zip((district.staff, district.held), seen, strict=True):
        assert client.get(f"/records/{record}").status_code == status
        assert client.get(f"/records/{record}/pages/1").status_code == status
        assert client.get(f"/records/{record}/text").status_code == status
        assert client.get(f"/api/v1/records/{record}").status_code == status
    found = client.get("/api/v1/search", params={"q": SECRET}).json()
    assert found["total"] == seen.count(200)
    assert SECRET not in client.get("/feeds/new.xml").text
    assert "О закрытом вопросе" not in client.get("/feeds/new.xml").text


def test_a_withdrawn_record_is_nowhere_but_on_its_own_page(reader: TestClient, shared: District) -> None:
    assert reader.get("/api/v1/search", params={"q": "изъятослово"}).json()["total"] == 0
    assert f"/records/{shared.withdrawn}" not in reader.get("/feeds/new.xml").text
    assert f'/records/{shared.withdrawn}"' not in reader.get("/headings/kk-decisions").text


BATCH = {"actor": "Иванова", "field": "place", "value": "с. Заречное", "items": []}
STAFF = [page for page in PAGES if page.needs > Needs.NOBODY]
WITHOUT = frozenset({"arrival-picture"})  # the files of this district have no pages to be drawn
VALUES = {
    "sha256": "0" * 64,
    "record": "1",
    "arrival": "1",
    "day": "2026-11-24",
    "slug": "byudzhet-rajona",
    "relation": "1",
    "account": "1",
    "issuer": "1",
    "key": "0123456789ab",
    "other": "2",
    "selection": "1",
    "number": "1",
    "order": "2026-0001",
    "mail": "1",
}


@pytest.mark.parametrize("page", STAFF, ids=lambda page: page.name)
def test_staff_pages_are_closed_to_readers(reader: TestClient, page: Page) -> None:
    path = _path(page.path)
    if page.show:
        answer = reader.get(path)
        assert answer.status_code == (403 if page.plain else 303)
        assert page.plain or answer.headers["location"].startswith("/staff/sign-in?next=")
    if page.take:
        assert reader.post(path, data={"x": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "rank"),
    [("Помощник", Needs.CLERK), ("Иванова", Needs.LIBRARIAN), ("Главный", Needs.ADMINISTRATOR)],
)
def test_every_staff_page_asks_for_its_own_role(district: District, name: str, rank: Needs) -> None:
    client = staff_of(district, name)
    with district.services.database.write() as work:
        work.notes.set("bulk:0123456789ab", json.dumps(BATCH))
        for number in (1, 2, 3, 4, 6, 7, 8):
            work.records.add(act("О вопросе", COUNCIL, f"2021-0{number}-05", str(number), "Текст."))
        assert work.sources.find(COUNCIL) == 1
    fulfilled_by(district, account=name)
    for page in STAFF:
        if page.show:
            status = client.get(_path(page.path)).status_code
            found = 404 if page.name in WITHOUT else 200
            assert status == (found if rank >= page.needs else 403), page.name


def _path(path: str) -> str:
    for name, value in VALUES.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_a_disabled_account_may_do_nothing() -> None:
    gone = Account(1, "Бывший", Role.ADMINISTRATOR, disabled=True)
    assert not may(gone, Needs.CLERK)
    assert visibility(gone) == {"public"}
    assert not sees_text("press", gone, inside=False)


def test_press_is_read_inside_or_by_staff(district: District) -> None:
    address = f"/records/{district.press}"
    assert "Депутаты" in client_of(district, at=INSIDE).get(address).text
    assert "Депутаты" not in client_of(district, at=OUTSIDE).get(address).text
    assert "Депутаты" in staff_of(district, "Помощник", at=OUTSIDE).get(address).text


def test_metrics_are_for_the_library_alone(reader: TestClient, stranger: TestClient) -> None:
    assert "veche_records" in reader.get("/metrics").text
    assert stranger.get("/metrics").status_code == 403
