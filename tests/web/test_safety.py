"""Headers, forms, sessions, hosts, sizes, addresses of proxies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.web.conftest import INSIDE, OUTSIDE, client_of, send, sign_in, staff_of, token_of, words
from tests.web.district import PASSWORD, District
from web.guards import answers_to
from web.network import counted_address
from web.pages.display import local_path
from web.services import SiteSettings

ADDRESSES = (
    "/",
    "/search?q=бюджет",
    "/records/1",
    "/nothing",
    "/staff/sign-in",
    "/api/v1/search?q=x",
    "/health",
    "/static/css/base.css",
    "/feeds/new.xml",
    "/en/",
    "/display/large",
)

NEW = "/staff/selections/new"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers_of_safety(reader: TestClient, address: str) -> None:
    headers = reader.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    "address", ["/", "/search?q=бюджет района", "/records/1", "/staff/sign-in", "/headings"]
)
def test_pages_have_no_inline_script_or_style_and_ask_nobody_else(reader: TestClient, address: str) -> None:
    page = reader.get(address).text
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert "<script>" not in page
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_another_host_name_is_refused(reader: TestClient) -> None:
    assert reader.get("/", headers={"host": "evil.example"}).status_code == 400
    assert answers_to("Library.Local:8000", ("library.local",))
    assert answers_to("[::1]:8000", ("[::1]",))
    assert answers_to("a.library.ru", ("*.library.ru",))
    assert not answers_to("library.ru.evil.example", ("library.ru", "*.library.ru"))
    assert not answers_to("", ("library.ru", "*"))


@pytest.mark.parametrize(
    "host",
    [
        "localhost:80@evil.example",
        "localhost:1/evil",
        "[::1]evil.example",
        "localhost:x",
        "localhost?",
        "local host",
    ],
)
def test_what_only_begins_with_a_name_of_the_site_is_refused(reader: TestClient, host: str) -> None:
    assert not answers_to(host, ("localhost", "[::1]", "*"))
    assert reader.get("/", headers={"host": host}).status_code == 400


def test_a_body_over_the_limit_is_refused(district: District) -> None:
    client = client_of(district, body_limit=2000)
    page = client.get("/staff/sign-in")
    fields = {"token": token_of(page.text), "name": "x", "password": "y" * 5000}
    assert client.post("/staff/sign-in", data=fields).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(50):
            yield b"name=" + b"x" * 100 + b"&"

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/staff/sign-in", content=pieces(), headers=form).status_code == 413


def test_a_length_that_is_no_number_is_refused(reader: TestClient) -> None:
    for length in (b"-1", b"1e3", b"\xb2", b"9" * 20):
        answer = reader.post("/staff/sign-in", content=b"", headers={b"content-length": length})
        assert answer.status_code == 413


def test_a_very_long_address_is_refused(reader: TestClient) -> None:
    assert reader.get("/search?q=" + "a" * 9000).status_code == 400


def test_a_form_without_its_token_changes_nothing(librarian: TestClient, district: District) -> None:
    answer = librarian.post(NEW, data={"title": "Подложная", "kind": "list"})
    assert answer.status_code == 403
    assert "Ничего не изменено" in words(answer.text)
    with district.services.database.read() as work:
        assert "Подложная" not in [one.title for one in work.selections.page()[0]]


def test_a_token_of_another_session_does_not_fit(district: District) -> None:
    other = token_of(staff_of(district, "Главный").get(NEW).text)
    client = staff_of(district, "Иванова")
    assert client.post(NEW, data={"title": "Чужая", "token": other}).status_code == 403


def test_a_form_sent_from_another_site_is_refused_even_with_a_token(librarian: TestClient) -> None:
    token = token_of(librarian.get(NEW).text)
    answer = librarian.post(
        NEW, data={"title": "Х", "token": token}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


def test_signing_in_asks_for_a_token_too(district: District) -> None:
    client = client_of(district)
    assert client.post("/staff/sign-in", data={"name": "Иванова", "password": PASSWORD}).status_code == 403


def test_a_form_of_another_kind_is_no_form(reader: TestClient) -> None:
    assert reader.post("/staff/sign-in", json={"name": "x"}).status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts_and_secure_where_the_site_is(
    district: District,
) -> None:
    client = client_of(district)
    cookie = send(client, "/staff/sign-in", "/staff/sign-in", name="Иванова", password=PASSWORD).headers[
        "set-cookie"
    ]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    behind = client_of(district, proxies=(ip_network("192.168.1.20/32"),))
    page = behind.get("/staff/sign-in", headers={"x-forwarded-proto": "https"})
    assert "Secure" in page.headers["set-cookie"]


def test_wrong_passwords_are_answered_alike_and_later_each_time(district: District) -> None:
    client = client_of(district)
    for name in ("Иванова", "Никто"):
        answer = send(client, "/staff/sign-in", "/staff/sign-in", name=name, password="неверный")
        assert answer.status_code == 403
        assert "Имя или пароль не подошли" in words(answer.text)
        with district.services.database.write() as work:
            for _ in range(7):
                work.accounts._failed(name, datetime.now(UTC))
        waiting = send(client, "/staff/sign-in", "/staff/sign-in", name=name, password=PASSWORD)
        assert waiting.status_code == 429
        assert int(waiting.headers["retry-after"]) >= 1
        assert "Попробуйте через" in words(waiting.text)


def test_a_changed_password_ends_all_sessions(district: District) -> None:
    first, second = sign_in(client_of(district), "Иванова"), staff_of(district, "Иванова")
    fields = {"old": PASSWORD, "new": "другой пароль", "again": "другой пароль"}
    answer = send(first, "/staff/password", "/staff/password", **fields)
    assert answer.status_code == 303
    for client in (first, second):
        assert client.get("/staff/intake").status_code == 303


def test_a_password_is_not_changed_by_who_does_not_know_it(district: District) -> None:
    client = staff_of(district, "Иванова")
    for old, new, again in (
        ("неверный", "другой пароль", "другой пароль"),
        (PASSWORD, "другой пароль", "иной пароль"),
        (PASSWORD, "мал", "мал"),
    ):
        fields = {"old": old, "new": new, "again": again}
        assert send(client, "/staff/password", "/staff/password", **fields).status_code == 400
    assert client.get("/staff/intake").status_code == 200
    sign_in(client_of(district), "Иванова")


def test_signing_out_ends_the_session_on_the_server(district: District) -> None:
    client = staff_of(district, "Иванова")
    kept = client.cookies["veche_session"]
    assert send(client, NEW, "/staff/sign-out").status_code == 303
    client.cookies.set("veche_session", kept)
    assert client.get("/staff/intake").status_code == 303


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_an_address_elsewhere_is_no_way_back(onward: str) -> None:
    assert local_path(onward) == "/"
    assert local_path("/search?q=1") == "/search?q=1"


def test_after_signing_in_nobody_is_sent_elsewhere(district: District) -> None:
    fields = {"name": "Иванова", "password": PASSWORD, "next": "//evil.example"}
    answer = send(client_of(district), "/staff/sign-in", "/staff/sign-in", **fields)
    assert answer.headers["location"] == "/"


def test_a_forwarded_address_is_believed_from_named_proxies_only(district: District) -> None:
    address = f"/records/{district.press}"
    forwarded = {"x-forwarded-for": "192.168.1.5"}
    pretending = client_of(district, at=OUTSIDE)
    assert "Депутаты" not in pretending.get(address, headers=forwarded).text
    proxy = client_of(district, at=OUTSIDE, proxies=(ip_network("203.0.113.9/32"),))
    assert "Депутаты" in proxy.get(address, headers=forwarded).text
    told = {"x-forwarded-for": "192.168.1.5, 198.51.100.7"}
    assert "Депутаты" not in proxy.get(address, headers=told).text
    near = client_of(district, at=INSIDE, proxies=(ip_network("192.168.1.20/32"),))
    assert "Депутаты" not in near.get(address, headers={"x-forwarded-for": "198.51.100.7"}).text
    assert "Депутаты" not in near.get(address, headers={"x-forwarded-for": "nothing"}).text
    assert "Депутаты" not in near.get(address).text


def test_the_secret_and_the_password_are_not_shown_by_accident(district: District) -> None:
    assert repr(district.services.secret) not in repr(district.services)
    assert PASSWORD not in repr(staff_of(district, "Иванова").cookies)


def test_an_unforeseen_error_is_told_with_a_mark_and_without_details(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = district.services
    monkeypatch.setattr(type(services.searcher), "search", _fails)
    client = client_of(district)
    client = TestClient(client.app, client=INSIDE, raise_server_exceptions=False)
    answer = client.get("/search", params={"q": "бюджет"})
    assert answer.status_code == 500
    assert "Запишите знак" in answer.text
    assert "тайная подробность" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def _fails(*_: object) -> None:
    raise ZeroDivisionError("тайная подробность")


def test_a_selection_without_a_title_is_the_fault_of_the_form(
    librarian: TestClient,
) -> None:
    answer = send(librarian, NEW, NEW, title=" ", kind="dossier")
    assert answer.status_code == 400
    assert "Назовите подборку" in words(answer.text)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "нет"])
def test_a_day_at_the_edge_of_the_calendar_is_no_error_of_the_site(librarian: TestClient, day: str) -> None:
    assert librarian.get(f"/staff/receipts/{day}").status_code == 404
    assert librarian.get("/staff/intake", params={"day": day}).status_code == 200


@pytest.mark.parametrize(
    ("address", "other", "alike"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("198.51.100.7", "198.51.100.8", False),
        ("::ffff:198.51.100.7", "198.51.100.7", True),
    ],
)
def test_a_network_of_ipv6_is_counted_as_one_asker(address: str, other: str, *, alike: bool) -> None:
    counted = [
        counted_address(
            Request({"type": "http", "client": (one, 1), "headers": []}), SiteSettings(library_name="")
        )
        for one in (address, other)
    ]
    assert (counted[0] == counted[1]) == alike
