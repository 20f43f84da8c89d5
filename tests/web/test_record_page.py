"""The page of a record, its text, its files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from catalog.model import Proposal, RelationDraft, Visibility
from tests.web.conftest import client_of, staff_of, token_of, words
from tests.web.district import COUNCIL, District, act, relation
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
    assert "(по тексту решения № 18/2, не проверено)" in said
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
    assert "%E2%80%AE" not in file_header("акт\u202efdp.exe")


def test_the_title_of_a_hidden_cause_is_not_told(district: District) -> None:
    with district.services.database.write() as work:
        work.records.set_visibility(district.repealing, Visibility.HELD, actor="Иванова")
    page = client_of(district).get(f"/records/{district.old}").text
    assert f"/records/{district.repealing}" not in page


def test_the_life_of_an_act_is_drawn_and_stands_in_a_table(reader: TestClient, shared: District) -> None:
    page = reader.get(f"/records/{shared.budget}").text
    drawing = page.split('<svg class="life"')[1].split("</svg>")[0]
    assert drawing.count("<circle") == 4
    assert 'class="band amended"' in drawing
    rows = [
        words(row) for row in page.split('class="ledger lived"')[1].split("</table>")[0].split("<tr>")[2:]
    ]
    assert rows[0] == "1 22 декабря 2023 г. принят сам акт"
    assert rows[1] == "2 1 января 2024 г. вступил в силу сам акт"
    assert rows[2].startswith("3 28 марта 2024 г. изменён решение от 28 марта 2024 г. № 44/1")
    assert "по тексту решения № 44/1, не проверено" in rows[2]
    assert "Внести в решение от 22 декабря 2023 г." in rows[2]
    assert len(rows) == 4


def test_an_act_that_nothing_happened_to_has_no_line_of_its_life(
    reader: TestClient, shared: District
) -> None:
    assert 'class="life"' not in reader.get(f"/records/{shared.repealing}").text


def test_stops_of_one_month_stand_one_above_the_other(district: District) -> None:
    sentence = "Внести в решение от 22 декабря 2023 г. № 41/3 изменения."
    with district.services.database.write() as work:
        for day in ("2024-06-28", "2024-07-01"):
            change = relation("amends", "41/3", date(2023, 12, 22), sentence)
            work.records.add(
                act("О внесении изменений", COUNCIL, day, f"48/{day[-1]}", "1.", relations=(change,))
            )
    page = client_of(district).get(f"/records/{district.budget}").text
    heights = [float(one.split('"')[0]) for one in page.split('cy="')[1:]]
    places = [float(one.split('%"')[0]) for one in page.split('cx="')[1:]]
    assert len(set(heights[-3:])) == 3
    assert places == sorted(places)


def test_places_that_say_the_same_are_one_line_and_are_answered_together(district: District) -> None:
    cited = relation("cites", "112", date(2013, 11, 14), "Руководствуясь решением № 112.")
    with district.services.database.write() as work:
        number = work.records.add(
            act(
                "О ссылках",
                COUNCIL,
                "2024-01-01",
                "900",
                "Текст.",
                relations=(replace(cited, article="5"), replace(cited, article="7", text="ст. 7")),
            )
        )
        ids = [one.id for one in work.relations.of_record(number)]
    assert len(ids) == 2
    librarian = staff_of(district, "Иванова")
    page = librarian.get(f"/records/{number}").text
    assert words(page).count("Решение от 14 ноября 2013 г. № 112") == 4  # the line, its place, two buttons
    assert "ст. 5; ст. 7" in words(page)
    answer = librarian.post(
        f"/staff/records/{number}/relations/{ids[0]}",
        data={"token": token_of(page), "answer": "yes", "also": str(ids[1])},
    )
    assert answer.status_code == 303
    with district.services.database.read() as work:
        assert [one.confirmed for one in work.relations.of_record(number)] == [True, True]
    strange = librarian.post(
        f"/staff/records/{number}/relations/{ids[0]}",
        data={"token": token_of(page), "answer": "no", "also": "1"},
    )
    assert strange.status_code == 404
    with district.services.database.read() as work:
        assert [one.confirmed for one in work.relations.of_record(number)] == [True, True]


def test_what_the_machine_only_concludes_is_told_with_how_likely_it_is(district: District) -> None:
    with district.services.database.write() as work:
        said = RelationDraft("reports", "О бюджете", sentence="О бюджете", confidence=0.87)
        work.relations.propose(district.press, [Proposal(district.press, district.old, said)])
    page = words(client_of(district).get(f"/records/{district.old}").text)
    assert "вероятно, 87 %; не проверено" in page


READ_PAGE = (
    "СОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА\n\nРЕШЕНИЕ\n\nот 3 апреля 2025 г.  № 9\n\n"
    "О сносе ветхих за\u00adборов\n\n1. Признать утратившим силу решение\nот 14 ноября 2013 г. № 112.\n"
)


def spotted(page: str) -> list[str]:
    """The words of a page that stand in the places that its address names."""
    return [words(one) for one in re.findall(r'<mark class="spot"[^>]*>(.*?)</mark>', page, re.DOTALL)]


def with_places(district: District) -> int:
    """An act whose requisites and citation know where they were read."""

    def place(words: str) -> dict[str, Any]:
        return {"start": READ_PAGE.index(words), "end": READ_PAGE.index(words) + len(words)}

    known = {"date": "3 апреля 2025 г.", "number": "9\n", "title": "О сносе ветхих за\u00adборов"}
    made = act("О сносе ветхих заборов", COUNCIL, "2025-04-03", "9", READ_PAGE)
    values = tuple(
        replace(one, **place(known[one.field])) if one.field in known else one for one in made.values
    )
    sentence = "Признать утратившим силу решение от 14 ноября 2013 г. № 112."
    said = replace(relation("repeals", "112", date(2013, 11, 14), sentence), **place("решение\nот 14"))
    with district.services.database.write() as work:
        return work.records.add(replace(made, values=values, relations=(said,)))


def test_every_read_requisite_leads_to_its_place_which_is_marked(district: District) -> None:
    client, number = client_of(district), with_places(district)
    page = client.get(f"/records/{number}").text
    ways = [unescape(way) for way in re.findall(rf'href="(/records/{number}/pages/1[?]spot=[^"]+)"', page)]
    marked = [spotted(client.get(way).text) for way in ways]
    assert marked == [["О сносе ветхих заборов"], ["3 апреля 2025 г.", "9"]]
    assert all(way.endswith("#spot") for way in ways)
    assert client.get(ways[0]).text.count('id="spot"') == 1


def test_what_a_change_of_status_rests_on_is_shown_in_the_text_that_says_it(district: District) -> None:
    client, number = client_of(district), with_places(district)
    page = client.get(f"/records/{district.old}").text
    way = re.search(rf'href="(/records/{number}/pages/1[?]said=\d+#spot)"', page)
    assert way is not None
    shown = client.get(way[1]).text
    assert " ".join(spotted(shown)) == "Признать утратившим силу решение от 14 ноября 2013 г. № 112."
    other = re.sub(r"\d+/pages", f"{district.budget}/pages", way[1])
    assert spotted(client.get(other).text) == []


def test_places_that_are_none_are_not_marked(reader: TestClient, shared: District) -> None:
    for asked in ("spot=9-3", "spot=0-9999999", "spot=x", "spot=", "said=0", "said=x", "said=" + "9" * 30):
        assert reader.get(f"/records/{shared.budget}?{asked}").status_code == 200


def test_a_clipping_shows_its_analytic_record_before_its_text_and_outside_too(
    reader: TestClient, stranger: TestClient, shared: District
) -> None:
    for client in (reader, stranger):
        page = client.get(f"/records/{shared.press}").text
        assert page.count('id="bibliography"') == 1
        assert page.index('id="bibliography"') < page.index('id="page"')
        assert (
            "Петрова, И. Бюджет принят с дефицитом / И. Петрова. – Текст : электронный // Заречная новь. – "
            "2023. – 28 дек. – № 101."
        ) in words(page)


def test_an_act_that_has_ended_says_so_in_its_bibliographic_record(
    reader: TestClient, shared: District
) -> None:
    said = words(reader.get(f"/records/{shared.old}").text)
    assert (
        "О бюджетном процессе в Заречном районе : решение Собрания депутатов Заречного района "
        "от 14 ноября 2013 года № 112 : утратило силу. – Текст : электронный."
    ) in said
