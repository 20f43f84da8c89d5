"""The page of results."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.web.conftest import client_of, words
from tests.web.district import COUNCIL, District


def test_the_heading_names_the_total_and_its_parts_by_class(reader: TestClient) -> None:
    said = words(reader.get("/search", params={"q": "бюджет"}).text)
    assert "Найдено 6: 5 актов, 1 публикация" in said


def test_the_state_of_an_act_and_the_act_that_repealed_it_stand_in_its_line(
    reader: TestClient, shared: District
) -> None:
    page = reader.get("/search", params={"q": "бюджетном процессе"}).text
    assert "утратил силу" in words(page)
    assert f'href="/records/{shared.repealing}"' in page


def test_amendments_stand_under_their_act_and_are_counted(reader: TestClient, shared: District) -> None:
    page = reader.get("/search", params={"q": "бюджет района"}).text
    first, second = shared.amendments
    assert page.count(f'<h2><a href="/records/{shared.budget}?') == 1
    assert f'<h2><a href="/records/{first}' not in page
    assert f'href="/records/{first}"' in page
    assert f'href="/records/{second}"' in page
    assert "2 изменения стоят под своими актами" in words(page)


def test_in_other_orders_nothing_is_folded(reader: TestClient, shared: District) -> None:
    page = reader.get("/search", params={"q": "бюджет района", "sort": "newest"}).text
    assert f'<h2><a href="/records/{shared.amendments[0]}?' in page


def test_a_hit_leads_to_its_page_with_the_query(reader: TestClient, shared: District) -> None:
    page = reader.get("/search", params={"q": "кассовых разрывов"}).text
    assert f"/records/{shared.budget}/pages/2?q=" in page


def test_a_query_in_the_wrong_layout_is_explained_and_can_be_undone(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": ",.l;tn"}).text
    assert "исправлена раскладка" in words(page)
    assert "literal=1" in page
    literal = words(reader.get("/search", params={"q": ",.l;tn", "literal": "1"}).text)
    assert "исправлена раскладка" not in literal


def test_a_chosen_value_narrows_and_its_link_takes_it_away(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": "бюджет", "class": "press"}).text
    assert "Найдено: 1 публикация" in words(page)
    assert 'aria-current="true"' in page
    assert "Убрать всё" in page


def test_paging_reaches_the_last_page_and_keeps_the_narrowing(reader: TestClient) -> None:
    asked = {"q": "награждении", "class": "act", "page": "3"}
    page = reader.get("/search", params=asked).text
    assert page.count('class="hit"') == 5
    assert "class=act" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page


def test_a_page_far_behind_the_last_one_is_empty_but_whole(reader: TestClient) -> None:
    answer = reader.get("/search", params={"q": "награждении", "page": "99999"})
    assert answer.status_code == 200
    assert "25 актов" in words(answer.text)


def test_nothing_found_offers_ways_on(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": "кикимора", "year": "2024"}).text
    said = words(page)
    assert "Ничего не нашлось" in said
    assert "Слова «кикимора» нет ни в одном документе" in said
    assert "искать те же слова без ограничений" in said


def test_a_word_that_no_document_has_is_named_and_can_be_left_out(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": "земельный налог кикимора"}).text
    assert "Слова «кикимора» нет" in words(page)
    assert "Искать «земельный налог»" in words(page)


def test_documents_with_a_part_of_the_words_are_told_apart(reader: TestClient) -> None:
    said = words(reader.get("/search", params={"q": "бюджет дефицитом"}).text)
    assert "по всем словам — 1" in said.lower()
    assert "только часть слов" in said


def test_an_empty_query_asks_for_words_and_a_narrowed_one_lists_all(reader: TestClient) -> None:
    assert "Как спрашивать" in reader.get("/search").text
    listed = words(reader.get("/search", params={"q": "", "issuer": COUNCIL}).text)
    assert "Найдено: 6 актов" in listed


def test_signs_and_nonsense_are_answered_without_an_error(reader: TestClient) -> None:
    for query in ("***", "((", "-", '"', "НЕ", "«»", "\u0001", "a" * 1000, "🙂"):
        assert reader.get("/search", params={"q": query}).status_code == 200
    odd = {"q": "бюджет", "page": "-1", "sort": "x", "year": "abc", "from": "вчера", "status": "<script>"}
    assert reader.get("/search", params=odd).status_code == 200


def test_what_was_typed_is_shown_escaped(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": '"><script>alert(1)</script>', "issuer": "<b>x</b>"}).text
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_list_for_paper_has_every_hit_of_the_answer(reader: TestClient) -> None:
    page = reader.get("/search/list", params={"q": "награждении"}).text
    assert page.count("О награждении".replace(" ", "\u00a0")) >= 25
    assert "Статусы актов на 24 ноября 2026 г." in words(page)


def test_text_of_the_press_is_not_in_snippets_outside_the_library(
    reader: TestClient, stranger: TestClient
) -> None:
    asked = {"q": "депутаты приняли", "class": "press"}
    assert "Депутаты" in reader.get("/search", params=asked).text
    outside = reader_text = stranger.get("/search", params=asked).text
    assert "Бюджет" in reader_text
    assert "Депутаты</mark>" not in outside
    assert 'class="snippet"' not in outside


def test_a_damaged_index_is_told_while_the_site_goes_on(district: District) -> None:
    client = client_of(district)
    for path in sorted((district.services.disk / "index").rglob("*")):
        if path.is_file():
            path.write_bytes(b"")
    answer = client.get("/search", params={"q": "бюджет"})
    assert answer.status_code == 503
    assert "Поиск готовится" in answer.text
    assert client.get(f"/records/{district.budget}?q=бюджет").status_code == 200
    assert client.get("/health").status_code == 503
    assert client.get("/").status_code == 200
