from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from catalog.issues import IssueFilter
from catalog.model import RecordClass, Visibility
from catalog.selections import SelectionKind
from dossiers.editing import add_records, remove_records
from dossiers.one_off import forget_one_off
from dossiers.publishing import imprint, publish
from language.wording import day
from tests.dossiers.stock import StoppedClock
from tests.web.conftest import OUTSIDE, client_of, send, staff_of, words
from tests.web.district import LIBRARY, PAPER, District, act
from tests.web.dossiers import hand, make_files, next_issue, published

FORM = "/exports/new?publication={code}&format=html"
ADDRESS = re.compile(r"/exports/[\w-]+")


def test_a_dossier_tells_its_issue_its_day_and_the_state_of_each_act(district: District) -> None:
    selection, issue = published(
        district,
        "Бюджет района",
        [district.budget, district.old],
        introduction="**Сначала** решение на текущий год.",
        theme="Откуда деньги",
    )
    page = client_of(district).get(f"/dossiers/{selection.slug}")
    assert page.status_code == 200
    said = words(page.text)
    assert "Выпуск 1 от" in said
    assert "статусы актов на 24 ноября 2026 г." in said
    assert "Откуда деньги" in said
    assert "<strong>Сначала</strong>" in page.text
    assert issue.code in said
    assert "действует с изменениями" in said
    assert f'href="/records/{district.budget}"' in page.text


def test_an_issue_stays_as_it_was_and_says_what_an_act_is_today(district: District) -> None:
    selection, _issue = published(district, "Бюджет", [district.budget], as_of=date(2024, 1, 10))
    said = words(client_of(district).get(f"/dossiers/{selection.slug}").text)
    assert "статусы актов на 10 января 2024 г." in said
    assert "Сегодня: действует с изменениями" in said


def test_an_earlier_issue_leads_to_the_newest_and_changes_are_told(district: District) -> None:
    selection, _first = published(district, "Бюджет", [district.budget])
    next_issue(district, selection, [district.old])
    client = client_of(district)
    old = words(client.get(f"/dossiers/{selection.slug}/issues/1").text)
    assert "Это прежний выпуск. Читать выпуск 2" in old
    assert "Это прежний выпуск" not in words(client.get(f"/dossiers/{selection.slug}").text)
    changes = words(client.get(f"/dossiers/{selection.slug}/issues/2/changes").text)
    assert "Добавлено (1)" in changes
    assert client.get(f"/dossiers/{selection.slug}/issues/1/changes").status_code == 404
    listed = words(client.get(f"/dossiers/{selection.slug}/issues").text)
    assert listed.index("Выпуск 2") < listed.index("Выпуск 1")


@pytest.mark.parametrize(
    "path", ["/dossiers/{slug}", "/dossiers/{slug}/issues/1", "/feeds/dossiers/{slug}.xml"]
)
def test_a_dossier_that_is_not_open_is_not_there_for_readers(district: District, path: str) -> None:
    selection, issue = published(district, "Закрытое досье", [district.budget], public=False)
    client = client_of(district)
    assert client.get(path.format(slug=selection.slug)).status_code == 404
    assert "Закрытое" not in client.get("/dossiers").text
    assert client.get(f"/exports/new?publication={issue.code}").status_code == 404
    assert client.get(f"/check/{issue.code}").status_code == 404


def test_what_was_closed_since_is_told_by_its_number_alone(district: District) -> None:
    selection, _issue = published(district, "Бюджет", [district.budget, district.old])
    client = client_of(district)
    title = "О бюджете Заречного района на 2024 год"
    assert title in words(client.get(f"/dossiers/{selection.slug}").text)
    with district.services.database.write() as work:
        work.records.set_visibility(district.budget, Visibility.STAFF, actor="Иванова")
    for path in (f"/dossiers/{selection.slug}", f"/dossiers/{selection.slug}/issues/1"):
        said = words(client.get(path).text)
        assert title not in said
        assert f"Документ {district.budget} изъят или закрыт." in said


def test_what_is_closed_is_named_neither_by_changes_nor_by_indexes(district: District) -> None:
    title = "О бюджете Заречного района на 2024 год"
    records = [district.old, district.press]
    selection, _issue = published(district, "Список", records, kind=SelectionKind.LIST)
    next_issue(district, selection, [district.budget])
    client, address = client_of(district), f"/lists/{selection.slug}/issues/2"
    assert title in words(client.get(f"{address}/changes").text)
    with district.services.database.read() as work:
        author = work.records.shown_values([district.press], ("author",))[district.press]["author"]
    surname = author.split()[-1]
    assert surname in client.get(address).text
    with district.services.database.write() as work:
        for record in (district.budget, district.press):
            work.records.set_visibility(record, Visibility.STAFF, actor="Иванова")
    told = words(client.get(f"{address}/changes").text)
    assert f"Документ {district.budget} изъят или закрыт." in told
    assert title not in told
    assert surname not in client.get(address).text
    assert title not in client.get(f"/api/v1{address}").text


def test_what_went_and_is_still_open_is_named_with_its_address(district: District) -> None:
    selection, _issue = published(district, "Бюджет", [district.budget, district.old])
    with district.services.database.write() as work:
        saved = work.selections.get(selection.id)
        assert saved is not None
        saved = remove_records(work, saved.id, [district.budget], hand(district, saved.version))
        publish(work, saved.id, hand(district, saved.version), imprint(LIBRARY, district.services.clock))
    page = client_of(district).get(f"/dossiers/{selection.slug}/issues/2/changes").text
    assert f'href="/records/{district.budget}"' in page


def test_after_something_was_closed_a_file_without_it_is_made_and_given_out(district: District) -> None:
    _selection, issue = published(district, "Бюджет", [district.budget, district.old])
    client, form = client_of(district), FORM.format(code=issue.code)
    first = send(client, form, "/exports/new", publication=issue.code, format="html").headers["location"]
    make_files(district)
    assert "О бюджете Заречного района" in client.get(f"{first}/file").text
    with district.services.database.write() as work:
        work.records.set_visibility(district.budget, Visibility.HELD, actor="Иванова")
    assert client.get(f"{first}/file").status_code == 303
    again = send(client, form, "/exports/new", publication=issue.code, format="html").headers["location"]
    assert again != first
    make_files(district)
    told = client.get(f"{again}/file")
    assert told.status_code == 200
    assert "О бюджете Заречного района" not in told.text
    assert issue.code in told.text


def test_a_press_folder_shows_descriptions(district: District) -> None:
    selection, _issue = published(district, "О бюджете", [district.press], kind=SelectionKind.PRESS)
    page = client_of(district, at=OUTSIDE).get(f"/press/{selection.slug}")
    assert "– Текст :" in words(page.text)
    assert "// Заречная новь" in words(page.text)


def test_the_feed_has_an_entry_for_each_issue(district: District) -> None:
    selection, _issue = published(district, "Бюджет", [district.budget])
    next_issue(district, selection, [district.old])
    feed = ElementTree.fromstring(client_of(district).get(f"/feeds/dossiers/{selection.slug}.xml").text)  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    summaries = [words(entry.findtext(f"{atom}summary") or "") for entry in entries]
    assert summaries == ["добавлен 1 документ", "1 документ"]


def test_a_file_is_asked_for_made_and_fetched_piece_by_piece(district: District) -> None:
    _selection, issue = published(district, "Бюджет", [district.budget])
    client = client_of(district)
    asked = send(client, FORM.format(code=issue.code), "/exports/new", publication=issue.code, format="html")
    assert asked.status_code == 303
    address = asked.headers["location"]
    waiting = client.get(address)
    assert "Файл ждёт очереди" in words(waiting.text)
    assert waiting.headers["refresh"] == "2"
    assert client.get(f"{address}/file").status_code == 303
    assert make_files(district) == 1
    ready = client.get(address)
    assert "Файл готов" in words(ready.text)
    assert "refresh" not in ready.headers
    whole = client.get(f"{address}/file")
    assert whole.headers["etag"] == f'"{hashlib.sha256(whole.content).hexdigest()}"'
    assert "filename*=UTF-8''" in whole.headers["content-disposition"]
    part = client.get(
        f"{address}/file", headers={"range": "bytes=100-199", "if-range": whole.headers["etag"]}
    )
    assert part.status_code == 206
    assert part.content == whole.content[100:200]
    again = send(client, FORM.format(code=issue.code), "/exports/new", publication=issue.code, format="html")
    assert again.headers["location"] == address


def test_a_file_with_a_document_that_was_closed_since_is_not_given_out(district: District) -> None:
    _selection, issue = published(district, "Бюджет", [district.budget])
    client = client_of(district)
    address = send(
        client, FORM.format(code=issue.code), "/exports/new", publication=issue.code, format="html"
    ).headers["location"]
    make_files(district)
    with district.services.database.write() as work:
        work.records.withdraw(district.budget, "По письму", actor="Иванова")
    assert "Срок хранения файла вышел" in words(client.get(address).text)
    assert client.get(f"{address}/file").status_code == 303


def test_the_title_of_a_saved_record_is_told_to_nobody_once_it_is_closed(district: District) -> None:
    client, title = client_of(district), "О бюджете Заречного района на 2024 год"
    form = f"/exports/new?record={district.budget}"
    asked = send(client, form, "/exports/new", record=str(district.budget), format="html")
    address = asked.headers["location"]
    make_files(district)
    with district.services.database.read() as work:
        (issue,), _total = work.publications.page(IssueFilter(kind="record"))
    sum_of = hashlib.sha256(client.get(f"{address}/file").content).hexdigest()
    pages = (address, f"/check/{issue.code}", f"/check?q={sum_of}", f"/exports/new?publication={issue.code}")
    assert all(title in words(client.get(page).text) for page in pages)
    with district.services.database.write() as work:
        work.records.set_visibility(district.budget, Visibility.HELD, actor="Иванова")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert title not in words(answer.text)
    assert f"Документ {district.budget} изъят или закрыт." in words(client.get(pages[1]).text)


def test_a_file_is_kept_for_its_days(district: District) -> None:
    _selection, issue = published(district, "Бюджет", [district.budget])
    client = client_of(district)
    address = send(
        client, FORM.format(code=issue.code), "/exports/new", publication=issue.code, format="ris"
    ).headers["location"]
    make_files(district)
    with district.services.database.write() as work:
        job = work.exports.by_token(address.rsplit("/", 1)[1])
        assert job is not None
        assert job.expires is not None
        assert job.finished is not None
        assert job.expires - job.finished > timedelta(days=20)


@pytest.mark.parametrize("of", ["record", "search"])
def test_a_record_and_what_was_found_are_saved_too(district: District, of: str) -> None:
    client = client_of(district)
    which = str(district.budget) if of == "record" else "q=бюджет"
    asked = send(
        client,
        f"/exports/new?{of}={which.replace('=', '%3D')}",
        "/exports/new",
        **{of: which, "format": "csv"},
    )
    assert asked.status_code == 303, asked.text
    assert make_files(district) == 1
    text = client.get(f"{asked.headers['location']}/file").content.decode("utf-8-sig")
    assert "41/3" in text


def test_records_that_are_not_for_readers_are_not_saved(district: District) -> None:
    client = client_of(district)
    for record in (district.staff, district.held, 999_999):
        assert client.get(f"/exports/new?record={record}").status_code == 404
    librarian = staff_of(district, "Иванова")
    assert librarian.get(f"/exports/new?record={district.held}").status_code == 404
    shown = f"/exports/new?record={district.budget}"
    assert send(librarian, shown, "/exports/new", record=district.held, format="csv").status_code == 404


def test_a_stranger_who_asks_for_file_after_file_has_to_wait(district: District) -> None:
    _selection, issue = published(district, "Бюджет", [district.budget])
    client = client_of(district, at=OUTSIDE)
    shown = FORM.format(code=issue.code)
    codes = [
        send(client, shown, "/exports/new", publication=issue.code, format="csv").status_code
        for _ in range(41)
    ]
    assert codes == [303] * 40 + [429]


def test_a_code_and_a_sum_tell_what_the_library_issued(district: District) -> None:
    selection, issue = published(district, "Бюджет", [district.budget])
    client = client_of(district)
    address = send(
        client, FORM.format(code=issue.code), "/exports/new", publication=issue.code, format="html"
    ).headers["location"]
    make_files(district)
    data = client.get(f"{address}/file").content
    typed = client.get("/check", params={"q": issue.code.lower().replace("-", " ")})
    assert typed.headers["location"] == f"/check/{issue.code}"
    told = client.get(f"/check/{issue.code}")
    assert "Всё верно: это выпустила библиотека." in words(told.text)
    assert f'href="/dossiers/{selection.slug}/issues/1"' in told.text
    same = client.get("/check", params={"q": hashlib.sha256(data).hexdigest()})
    assert "Этот файл выдала библиотека, он не изменён." in words(same.text)
    other = client.get("/check", params={"q": hashlib.sha256(data + b" ").hexdigest()})
    assert "Такого библиотека не выпускала." in words(other.text)
    assert client.get("/check/AAAA-AAAA-AAAA").status_code == 404


def test_a_file_that_is_kept_no_more_can_still_be_checked(district: District) -> None:
    client = client_of(district)
    address = send(client, "/exports/new?search=q%3Dбюджет", "/exports/new", search="q=бюджет", format="csv")
    where = address.headers["location"]
    make_files(district)
    data = client.get(f"{where}/file").content
    code = re.search(r"/check/([0-9A-Z-]{14})", client.get(where).text)
    assert code is not None
    with district.services.database.write() as work:
        issue = work.publications.by_code(code[1])
        assert issue is not None
        (job,) = work.exports.of_publication(issue.id)
        work.exports.expire(job.id)
    later = district.services.clock.now() + timedelta(days=31)
    zone = district.services.clock.zone
    assert forget_one_off(district.services.database, StoppedClock(zone, later.date(), later), 30) == 1
    today = day(issue.moment.astimezone(zone).date()).replace("\u00a0", " ")
    told = client.get(f"/check/{code[1]}")
    assert told.status_code == 200
    assert f"Файл с этим кодом библиотека выдала {today}, сам файл больше не хранится." in words(told.text)
    same = client.get("/check", params={"q": hashlib.sha256(data).hexdigest()})
    assert f"Этот файл библиотека выдала {today}, сам файл больше не хранится." in words(same.text)
    assert "бюджет" not in words(same.text)
    assert "no longer kept" in client.get(f"/en/check/{code[1]}").text
    other = client.get("/check", params={"q": hashlib.sha256(data + b" ").hexdigest()})
    assert "Такого библиотека не выпускала." in words(other.text)
    assert client.get(where).status_code == 404


def test_the_words_of_a_saved_search_are_seen_by_who_holds_its_code_alone(
    district: District, capfd: pytest.CaptureFixture[str]
) -> None:
    client, secret = client_of(district), "развод соседки"
    asked = f"q={secret} OR бюджет"
    sent = send(client, f"/exports/new?search={quote(asked)}", "/exports/new", search=asked, format="csv")
    where = sent.headers["location"]
    assert secret in client.get(where).text
    code = re.search(r"/check/([0-9A-Z-]{14})", client.get(where).text)
    assert code is not None
    librarian = staff_of(district, "Иванова")
    for path in (
        "/staff/audit",
        "/staff/orders",
        "/staff",
        "/dossiers",
        "/lists",
        "/metrics",
        "/api/v1/dossiers",
    ):
        for browser in (librarian, client_of(district, at=OUTSIDE)):
            shown = browser.get(path).text
            assert secret not in shown, path
            assert code[1] not in shown, path
    make_files(district)
    said = capfd.readouterr()
    assert secret not in said.out + said.err


def test_every_page_of_a_dossier_has_its_english_twin(district: District) -> None:
    selection, issue = published(district, "Бюджет", [district.budget])
    client = client_of(district)
    for path in (
        "/dossiers", f"/dossiers/{selection.slug}", f"/dossiers/{selection.slug}/issues", "/press", "/check",
        f"/check/{issue.code}", f"/exports/new?publication={issue.code}",
    ):  # fmt: skip
        assert client.get(f"/en{path}").status_code == 200, path


def test_a_digest_without_days_begins_with_the_newest_article(district: District) -> None:
    selection, _issue = published(district, "О бюджете", [district.press], kind=SelectionKind.PRESS)
    page = words(client_of(district).get(f"/press/{selection.slug}/digest").text)
    assert "1 документ" in page
    assert "ничего нет" not in page


def test_a_dossier_of_several_bodies_names_the_body_of_each_act(district: District) -> None:
    alone, _issue = published(district, "Одно", [district.budget])
    several, _issue = published(district, "Разное", [district.budget, district.doubtful])
    client = client_of(district)
    assert "Решение · Собрание депутатов" not in words(client.get(f"/dossiers/{alone.slug}").text)
    assert "Решение · Собрание депутатов" in words(client.get(f"/dossiers/{several.slug}").text)


def test_a_digest_shows_readers_what_was_published_alone(district: District) -> None:
    selection, _issue = published(district, "О бюджете", [district.press], kind=SelectionKind.PRESS)
    with district.services.database.write() as work:
        clipping = act("Ещё не выпущенная статья", PAPER, "2024-01-20", "3", "Текст статьи.")
        number = work.records.add(replace(clipping, record_class=RecordClass.PRESS))
        saved = work.selections.get(selection.id)
        assert saved is not None
        add_records(work, saved.id, [number], hand(district, saved.version))
    address = f"/press/{selection.slug}/digest?from=2000-01-01&to=2030-01-01"
    client = client_of(district)
    assert "не выпущенная" not in words(client.get(address).text)
    next_issue(district, selection, [])
    assert "не выпущенная" in words(client.get(address).text)
