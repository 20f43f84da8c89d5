"""The page of a record, its text, its files."""

from __future__ import annotations

from html import unescape

from starlette.testclient import TestClient

from catalog.model import Visibility
from tests.web.conftest import client_of, staff_of, words
from tests.web.district import COUNCIL, District, act
from web.pages.records import file_header


def test_the_banner_answers_whether_it_is_in_force_before_the_text(
    reader: TestClient, shared: District
) -> None:
    page = reader.get(f"/records/{shared.budget}").text
    said = words(page)
    assert "Действует с изменениями. Последнее изменение: решение от 27 июня 2024 г. № 47/2" in said
    assert page.index('class="banner') < page.index('class="sheet"')


def test_a_repealed_act_names_what_repealed_it_and_the_words_of_it(
    reader: TestClient, shared: District
) -> None:
    said = words(reader.get(f"/records/{shared.old}").text)
    assert "Утратил силу. С 15 февраля 2022 г., основание — решение от 15 февраля 2022 г. № 18/2" in said
    assert "библиотекарем не проверено" in said
    assert "Признать утратившим силу решение от 14 ноября 2013 г. № 112" in said


def test_a_draft_says_that_it_has_no_force(reader: TestClient, shared: District) -> None:
    assert "Это проект: силы он не имеет." in words(reader.get(f"/records/{shared.draft}").text)


def test_every_requisite_says_where_it_was_read(reader: TestClient, shared: District) -> None:
    page = reader.get(f"/records/{shared.budget}").text
    assert f'<a href="/records/{shared.budget}/pages/2#page">с.\u00a02</a>' in page.replace(
        "с. 2", "с.\u00a02"
    )
    assert "из описания к файлу" in page


def test_other_readings_are_for_staff_only(district: District) -> None:
    assert "41/8" not in client_of(district).get(f"/records/{district.budget}").text
    staff = staff_of(district, "Помощник")
    assert "41/8" in staff.get(f"/records/{district.budget}").text


def test_pages_of_text_carry_the_marks_of_the_query(reader: TestClient, shared: District) -> None:
    page = reader.get(f"/records/{shared.budget}/pages/2", params={"q": "бюджеты"}).text
    assert "<mark>бюджета</mark>" in page
    assert "Страница 2 из 3" in words(page)
    assert reader.get(f"/records/{shared.budget}/pages/4").status_code == 404
    assert reader.get(f"/records/{shared.budget}/pages/0").status_code == 404


def test_a_page_of_any_length_is_answered_soon_and_says_that_it_is_cut(district: District) -> None:
    long = "Решение о бюджете района принято. " * 40_000
    with district.services.database.write() as work:
        record = work.records.add(act("О длинном", COUNCIL, "2024-01-01", "900", long))
    page = client_of(district).get(f"/records/{record}?q=бюджет").text
    assert "показана не до конца" in words(page)
    assert len(page) < 3_000_000


def test_a_hit_leads_on_to_the_next_one_and_back_to_its_page_of_results(
    reader: TestClient, shared: District
) -> None:
    results = reader.get("/search", params={"q": "награждении", "class": "act", "page": "2"}).text
    first = unescape(results.split('<h2><a href="')[1].split('"')[0])
    assert first.endswith("&at=11")
    page = reader.get(first).text
    assert "› 11 из 25" in words(page)
    assert "page=2" in page.split('class="crumbs')[1].split("</p>")[0]
    after = unescape(page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])
    assert after.endswith("&at=12")
    assert "› 12 из 25" in words(reader.get(after).text)
    assert "из 25" not in words(reader.get(f"/records/{shared.fact}?q=награждении&at=3").text)
    for place in ("0", "-1", "x", "99999999", "9" * 20):
        assert reader.get(f"/records/{shared.fact}?q=награждении&at={place}").status_code == 200


def test_the_whole_text_has_all_pages(reader: TestClient, shared: District) -> None:
    page = words(reader.get(f"/records/{shared.budget}/text").text)
    assert "Земельный налог 18 220,5" in page
    assert "Утвердить основные характеристики" in page


def test_links_lead_both_ways(reader: TestClient, shared: District) -> None:
    first, _ = shared.amendments
    assert f'href="/records/{first}"' in reader.get(f"/records/{shared.budget}").text
    assert f'href="/records/{shared.budget}"' in reader.get(f"/records/{first}").text
    assert f'href="/records/{shared.press}"' in reader.get(f"/records/{shared.budget}").text


def test_a_scan_says_that_it_waits_for_reading(reader: TestClient, shared: District) -> None:
    page = words(reader.get(f"/records/{shared.scan}").text)
    assert "Текст ждёт чтения." in page
    assert "скан_0007.pdf" in page


def test_a_withdrawn_record_answers_gone_with_its_reason(reader: TestClient, shared: District) -> None:
    answer = reader.get(f"/records/{shared.withdrawn}")
    assert answer.status_code == 410
    assert "Прислан по ошибке" in answer.text
    assert reader.get(f"/api/v1/records/{shared.withdrawn}").status_code == 410


def test_numbers_that_are_none_are_not_found(reader: TestClient) -> None:
    for number in ("0", "01", "-1", "999999", "1e3", "9" * 30, "١", "x"):
        assert reader.get(f"/records/{number}").status_code == 404, number


def test_text_of_the_press_stays_inside_the_library(
    reader: TestClient, stranger: TestClient, shared: District
) -> None:
    address = f"/records/{shared.press}"
    assert "Депутаты приняли" in reader.get(address).text
    outside = stranger.get(address)
    assert outside.status_code == 200
    assert "Депутаты приняли" not in outside.text
    assert "О бюджете на 2024 год." in outside.text
    assert "Депутаты приняли" not in stranger.get(address + "/text").text
    assert "Депутаты приняли" not in stranger.get(address + "/pages/1").text


def test_an_original_is_saved_whole_and_never_shown(reader: TestClient, shared: District) -> None:
    answer = reader.get(f"/originals/{shared.budget}/{shared.sha256}")
    assert answer.status_code == 200
    assert answer.content == b"PK made bytes of a made document"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert (
        "filename*=UTF-8''%D0%A0%D0%B5%D1%88%D0%B5%D0%BD%D0%B8%D0%B5%2041-3.docx"
        in answer.headers["content-disposition"]
    )
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_part_of_an_original_can_be_asked_for(reader: TestClient, shared: District) -> None:
    address = f"/originals/{shared.budget}/{shared.sha256}"
    part = reader.get(address, headers={"range": "bytes=3-6"})
    assert part.status_code == 206
    assert part.content == b"made"
    assert reader.get(address, headers={"range": "bytes=900-"}).status_code == 416


def test_an_original_is_given_through_its_own_record_only(reader: TestClient, shared: District) -> None:
    assert reader.get(f"/originals/{shared.old}/{shared.sha256}").status_code == 404
    assert reader.get(f"/originals/{shared.budget}/..%2f..%2fsecret").status_code == 404
    assert reader.get(f"/originals/{shared.budget}/{'0' * 64}").status_code == 404


def test_the_original_of_a_record_closed_since_is_not_given(district: District) -> None:
    client = client_of(district)
    with district.services.database.write() as work:
        work.records.set_visibility(district.budget, Visibility.HELD, actor="Иванова")
    assert client.get(f"/originals/{district.budget}/{district.sha256}").status_code == 404


def test_names_of_files_survive_in_the_header_of_a_download() -> None:
    header = file_header('a"b\r\nc;%.docx')
    assert "\r" not in header
    assert "\n" not in header
    assert header.count('"') == 2
    assert file_header("../../etc/passwd").startswith('attachment; filename="passwd"')
    assert file_header("").startswith('attachment; filename="original"')


def test_the_title_of_a_hidden_cause_is_not_told(district: District) -> None:
    with district.services.database.write() as work:
        work.records.set_visibility(district.repealing, Visibility.HELD, actor="Иванова")
    page = client_of(district).get(f"/records/{district.old}").text
    assert f"/records/{district.repealing}" not in page
