"""The other pages: the first one, headings, English, display, feed, API, errors."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import client_of, words
from tests.web.district import LIBRARY, District

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_first_page_teaches_and_shows_all_categories_with_counts(reader: TestClient) -> None:
    page = reader.get("/")
    said = words(page.text)
    assert "Что решила местная власть" in said
    assert "34 акта, 1 публикация и 1 факт с 2013 года." in said
    assert "131 закон" in said
    assert page.text.count("category=") == 25
    assert "Местный бюджет 6" in said
    assert "Досье и папки публикаций" in said


def test_an_empty_library_says_what_to_do(tmp_path: object, district: District) -> None:
    with district.services.database.write() as work:
        for record in list(work.records.ids()):
            work.records.withdraw(record, "пусто", actor="Иванова")
    district.index()
    assert "Документов пока нет" in words(client_of(district).get("/").text)


def test_headings_lead_to_their_records(reader: TestClient) -> None:
    assert "Каталог библиотеки" in words(reader.get("/headings").text)
    page = words(reader.get("/headings/pp-budget?sort=oldest").text)
    assert "О бюджетном процессе в Заречном районе" in page
    assert reader.get("/headings/no-such").status_code == 404
    assert reader.get("/headings/pp-budget?sort=x&page=abc").status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/search?q=бюджет", "/records/1", "/headings", "/lists", "/staff/sign-in"]
)
def test_every_page_has_an_english_twin_with_a_way_back(reader: TestClient, address: str) -> None:
    page = reader.get(f"/en{address}")
    assert page.status_code == 200
    assert '<html lang="en"' in page.text
    assert 'hreflang="ru"' in page.text
    assert 'href="/en/search"' in page.text
    assert '<html lang="ru"' in reader.get(address).text


def test_a_site_whose_language_is_english_keeps_russian_under_its_own_name(district: District) -> None:
    client = client_of(district, language="en")
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="ru"' in client.get("/ru/").text


def test_titles_stay_russian_on_english_pages(reader: TestClient) -> None:
    page = reader.get("/en/search?q=бюджет").text
    assert 'lang="ru">О' in page
    assert "in force, amended" in words(page)


def test_large_type_and_contrast_are_kept_and_start_again_clears_them(shared: District) -> None:
    client = client_of(shared)
    answer = client.get("/display/large?back=/search?q=1")
    assert answer.headers["location"] == "/search?q=1"
    assert 'class="large"' in client.get("/").text
    client.get("/display/contrast?back=/")
    assert 'class="large contrast"' in client.get("/").text
    client.get("/display/large?back=/")
    assert 'class="contrast"' in client.get("/").text
    assert client.get("/start-again").headers["location"] == "/"
    assert 'class="contrast"' not in client.get("/").text
    assert client.get("/display/huge").status_code == 404


def test_boxes_remember_nothing_that_was_typed(reader: TestClient) -> None:
    assert 'autocomplete="off"' in reader.get("/").text
    assert "no-cache" in reader.get("/search?q=бюджет").headers["cache-control"]


def test_the_feed_is_well_formed_and_names_the_newest(reader: TestClient) -> None:
    answer = reader.get("/feeds/new.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)  # noqa: S314 - made by the site itself
    assert len(feed.findall(f"{ATOM}entry")) == 36
    assert LIBRARY in str(feed.findtext(f"{ATOM}title"))
    for name in ("id", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
        assert all(entry.findtext(f"{ATOM}{name}") for entry in feed.findall(f"{ATOM}entry"))


def test_titles_with_markup_and_control_letters_keep_the_feed_well_formed(district: District) -> None:
    with district.services.database.write() as work:
        record = work.records.get(district.fact)
        assert record is not None
        changes = {"title": "<b>&\x0b]]>"}
        work.records.correct(record.id, changes, actor="Иванова", version=record.version)
    ElementTree.fromstring(client_of(district).get("/feeds/new.xml").text)  # noqa: S314 - made by the site itself


def test_the_api_answers_as_it_is_described(reader: TestClient, shared: District) -> None:
    described = reader.get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]
    found = reader.get("/api/v1/search", params={"q": "бюджет", "limit": 3, "offset": 1}).json()
    assert set(found) == set(schemas["Answer"]["required"])
    assert len(found["hits"]) == 3
    assert set(found["hits"][0]) == set(schemas["Hit"]["required"])
    record = reader.get(f"/api/v1/records/{shared.budget}").json()
    assert set(record) == set(schemas["Record"]["required"])
    assert record["status"] == "amended"
    assert {one["relation"] for one in record["relations"]} == {"amends", "reports"}
    for name, of in (("relations", "Relation"), ("editions", "Edition")):
        assert record[name]
        assert all(set(one) == set(schemas[of]["required"]) for one in record[name])
    assert set(record["status_cause"]) == set(schemas["Cause"]["required"])
    assert set(record["sources"]["date"]) == set(schemas["Source"]["required"])
    assert record["originals"][0]["sha256"] == shared.sha256
    json.dumps(described)


def test_the_api_names_the_act_that_brought_a_state_and_who_has_confirmed_it(district: District) -> None:
    client = client_of(district)
    told = client.get(f"/api/v1/records/{district.old}").json()
    assert told["status"] == "repealed"
    cause = told["status_cause"]
    assert (cause["record"], cause["relation"], cause["state"]) == (district.repealing, "repeals", "read")
    assert cause["sentence"].startswith("Признать утратившим силу")
    with district.services.database.write() as work:
        work.relations.confirm(cause["id"], True, actor="Иванова")
    told = client.get(f"/api/v1/records/{district.old}").json()
    assert told["status_cause"]["state"] == "confirmed"
    assert [one["state"] for one in told["relations"] if one["id"] == cause["id"]] == ["confirmed"]
    assert told["contradictions"] == []


def test_the_api_tells_errors_in_json(reader: TestClient) -> None:
    for address, status in (
        ("/api/v1/records/9999", 404),
        ("/api/v1/records/x", 404),
        ("/api/v1/search?q=a&limit=101", 400),
        ("/api/v1/search?q=a&offset=-1", 400),
        ("/api/v1/nothing", 404),
    ):
        answer = reader.get(address)
        assert answer.status_code == status, address
        assert answer.json()["error"]["status"] == status


def test_press_texts_stay_inside_also_through_the_api(stranger: TestClient, shared: District) -> None:
    found = stranger.get("/api/v1/search", params={"q": "депутаты приняли", "class": "press"}).json()
    assert found["hits"][0]["snippet"] == ""
    assert stranger.get(f"/api/v1/records/{shared.press}").json()["originals"] == []


def test_health_says_how_far_the_index_is(district: District) -> None:
    client = client_of(district)
    told = client.get("/health").json()
    assert told["status"] == "ok"
    assert told["behind"] == 0
    with district.services.database.write() as work:
        work.queue.add([district.fact])
    assert client.get("/health").json()["behind"] == 1


def test_errors_say_what_happened_and_offer_a_way_on(reader: TestClient) -> None:
    page = reader.get("/no/such/page")
    assert page.status_code == 404
    assert 'role="search"' in page.text
    assert "На первую страницу" in words(page.text)
    assert reader.post("/search").status_code == 405
    assert reader.get("/en/no/such").status_code == 404


def test_pages_answer_head_requests(reader: TestClient) -> None:
    answer = reader.head("/records/1")
    assert answer.status_code == 200
    assert answer.content == b""


def test_fonts_and_styles_come_from_the_site_with_their_licence(reader: TestClient) -> None:
    assert reader.get("/static/fonts/pt-serif-cyrillic-400-normal.woff2").status_code == 200
    assert "SIL OPEN FONT LICENSE" in reader.get("/static/fonts/OFL-PT-Serif.txt").text
    assert "immutable" in reader.get("/static/css/base.css?v=1").headers["cache-control"]
    assert reader.get("/static/../app.py").status_code == 404
