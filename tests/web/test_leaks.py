"""A stranger who follows every link meets nothing of what is not for him, whatever is hidden and wherever."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import quote, unquote, urldefrag

import pytest
from starlette.testclient import TestClient

from catalog.model import RecordClass, Visibility
from catalog.selections import SelectionKind
from dossiers.editing import Hand, add_records, change_head, create
from dossiers.publishing import imprint, publish
from tests.web.conftest import INSIDE, OUTSIDE, client_of, staff_of, words
from tests.web.district import BOARD, COUNCIL, LIBRARY, PAPER, District, act, relation

_LINK = re.compile(r'(?:href|action|src)="([^"]+)"')
_MOST_PAGES = 400
REPEATED = re.compile("q=|search=")
SECRET_NUMBER, SECRET_TITLE = "777-сек", "О вопросе особойважности"
SECRET_SENTENCE = "Признать утратившим силу решение № 41/3 тайнофраза"
PRESS_SENTENCE = "Газетнофраза: депутаты отменили решение № 41/3"
PRESS_TEXT = "Газетнотекст о том, как принимали решение."


@pytest.fixture
def secrets(district: District) -> dict[str, int]:
    """Records that are not for readers, tied to an act that is; and a clipping tied to it as well."""
    repeal = relation("repeals", "41/3", date(2023, 12, 22), SECRET_SENTENCE)
    hidden = act(SECRET_TITLE, COUNCIL, "2025-03-03", SECRET_NUMBER, SECRET_SENTENCE, relations=(repeal,))
    clipping = act(
        "Об отмене пишут",
        PAPER,
        "2025-03-04",
        "9",
        PRESS_TEXT,
        relations=(relation("cites", "41/3", date(2023, 12, 22), PRESS_SENTENCE),),
    )
    with district.services.database.write() as work:
        numbers = {
            "held": work.records.add(replace(hidden, visibility=Visibility.HELD)),
            "staff": work.records.add(
                replace(
                    act(SECRET_TITLE, BOARD, "2025-03-05", SECRET_NUMBER, SECRET_SENTENCE),
                    visibility=Visibility.STAFF,
                )
            ),
            "withdrawn": work.records.add(act(SECRET_TITLE, BOARD, "2025-03-06", "778-п", SECRET_SENTENCE)),
            "press": work.records.add(replace(clipping, record_class=RecordClass.PRESS)),
        }
        work.records.withdraw(numbers["withdrawn"], "Прислано по ошибке", actor="Иванова")
    for kind in SelectionKind:
        fill_selections(district, kind, tuple(numbers.values()))
    district.index()
    return numbers


def fill_selections(district: District, kind: SelectionKind, hidden: tuple[int, ...]) -> None:
    """A published selection and one for librarians, with all that is hidden in their drafts and words."""
    clock = district.services.clock
    with district.services.database.write() as work:
        for title, public in ((f"Открытая подборка {kind}", True), ("Закрытаяподборка", False)):
            saved = create(work, kind, title, actor="Иванова", clock=clock, public=public)
            saved = add_records(
                work,
                saved.id,
                [district.budget, *hidden],
                Hand("Иванова", saved.version, clock),
                note="Слово",
            )
            publish(work, saved.id, Hand("Иванова", saved.version, clock), imprint(LIBRARY, clock))
            after = work.selections.get(saved.id)
            assert after is not None
            draft = change_head(
                work, saved.id, Hand("Иванова", after.version, clock), introduction="Черновоеслово"
            )
            assert draft.issue == 1


def crawled(client: TestClient, seeds: list[str]) -> dict[str, str]:
    """Every page that can be reached, by its address."""
    waiting, pages = deque(seeds), dict[str, str]()
    while waiting and len(pages) < _MOST_PAGES:
        address = waiting.popleft()
        if address in pages or address.startswith(("/static", "/display", "/start-again", "/originals")):
            continue
        answer = client.get(address)
        pages[address] = unescape(unquote(answer.text))
        waiting.extend(
            link
            for found in _LINK.findall(answer.text)
            if (link := urldefrag(unescape(found))[0]).startswith("/") and link.count("&") < 3
        )
    return pages


def seeds(district: District, numbers: dict[str, int]) -> list[str]:
    asked = (SECRET_NUMBER, "особойважности", "тайнофраза", "газетнофраза", "газетнотекст", "*", "решение")
    found = [
        "/",
        "/feeds/new.xml",
        "/dossiers",
        "/press",
        "/lists",
        "/headings",
        "/health",
        f"/records/{district.budget}",
    ]
    for word in asked:
        found += [f"{way}?q={quote(word)}" for way in ("/search", "/search/list", "/api/v1/search")]
    for number in numbers.values():
        found += [
            f"/records/{number}",
            f"/records/{number}/text",
            f"/records/{number}/pages/1?q={quote('тайнофраза')}",
            f"/api/v1/records/{number}",
            f"/en/records/{number}",
        ]
    return [*found, f"/api/v1/records/{district.budget}"]


@pytest.mark.slow
@pytest.mark.parametrize("place", [INSIDE, OUTSIDE])
def test_no_page_tells_a_reader_of_what_is_hidden(
    district: District, secrets: dict[str, int], place: tuple[str, int]
) -> None:
    pages = crawled(client_of(district, at=place), seeds(district, secrets))
    assert len(pages) > 60
    for address, page in pages.items():
        if not REPEATED.search(address):  # a search says again what was asked
            assert SECRET_NUMBER not in page, address
            assert "особойважности" not in page, address
            assert "тайнофраза" not in page, address
        assert "Закрытаяподборка" not in page, address
        assert "Черновоеслово" not in page, address
        for name in ("held", "staff"):
            assert f"/records/{secrets[name]}?" not in page.replace(address, ""), address


@pytest.mark.parametrize("name", ["held", "staff", "withdrawn"])
def test_a_search_for_the_words_of_a_hidden_record_is_a_search_for_nothing(
    district: District, secrets: dict[str, int], name: str
) -> None:
    client = client_of(district)
    for word in (SECRET_NUMBER, "особойважности", "тайнофраза", "тайнофр*", "«утратившим силу решение»"):
        told = client.get("/api/v1/search", params={"q": word}).json()
        assert secrets[name] not in [hit["record"] for hit in told["hits"]]
        assert told["suggestions"] == [] or "тайно" not in "".join(told["suggestions"])
    slip = client.get("/api/v1/search", params={"q": "тайнафраза"}).json()
    assert "тайнофраза" not in str(slip["understood"]) + str(slip["suggestions"])


@pytest.mark.slow
def test_the_words_of_a_clipping_stay_inside_the_library(district: District, secrets: dict[str, int]) -> None:
    for address, page in crawled(client_of(district, at=OUTSIDE), seeds(district, secrets)).items():
        plain = page.lower()
        if not REPEATED.search(address):
            assert "газетнофраза" not in plain, address
            assert "газетнотекст" not in plain, address
        assert "как принимали решение" not in plain, address
        assert "депутаты отменили" not in plain, address
    for client in (client_of(district, at=INSIDE), staff_of(district, "Помощник", at=OUTSIDE)):
        assert "Газетнотекст" in client.get(f"/records/{secrets['press']}").text
        assert "Газетнофраза" in client.get(f"/records/{secrets['press']}").text


def test_the_state_that_a_hidden_act_brought_is_told_without_its_words(
    district: District, secrets: dict[str, int]
) -> None:
    reader = client_of(district).get(f"/records/{district.budget}").text
    assert "утратил силу" in reader.lower()
    assert "тайнофраза" not in reader
    assert "тайнофраза" in staff_of(district, "Иванова").get(f"/records/{district.budget}").text


def test_a_withdrawn_clipping_keeps_its_title_to_itself(district: District, secrets: dict[str, int]) -> None:
    with district.services.database.write() as work:
        work.records.withdraw(secrets["press"], "Прислана по ошибке", actor="Иванова")
    address = f"/records/{secrets['press']}"
    assert client_of(district).get(address).status_code == 410
    assert "Об отмене пишут" not in words(client_of(district).get(address).text)
    assert "Об отмене пишут" in words(staff_of(district, "Иванова").get(address).text)
