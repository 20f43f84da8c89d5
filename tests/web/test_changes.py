"""What the machine proposes is confirmed or refused by a librarian, with the sentence before the eyes."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from catalog.model import Proposal, RelationDraft
from tests.web.conftest import client_of, staff_of, token_of, words
from tests.web.district import District


def answer(client: TestClient, tab: str, verdict: str) -> str:
    """Answer the first question of a tab; where that leads."""
    page = client.get(f"/staff/changes?tab={tab}").text
    address = re.search(r'action="(/staff/records/\d+/relations/\d+)"', page)
    assert address is not None
    sent = client.post(address[1], data={"token": token_of(page), "back": tab, "answer": verdict})
    assert sent.status_code == 303
    return str(sent.headers["location"])


def test_each_change_of_status_is_asked_with_its_sentence_and_whose_text_it_is(
    librarian: TestClient, district: District
) -> None:
    said = words(librarian.get("/staff/changes").text)
    assert "изменения статуса (3)" in said
    assert "признаёт утратившим силу решение от 14 ноября 2013 г. № 112" in said
    assert "Признать утратившим силу решение от 14 ноября 2013 г. № 112 «О бюджетном процессе»." in said
    assert "по тексту решения № 18/2, не проверено" in said


def test_a_confirmed_change_loses_its_mark_and_a_refused_one_its_effect(district: District) -> None:
    librarian = staff_of(district, "Иванова")
    reader = client_of(district)
    assert "не проверено" in words(reader.get(f"/records/{district.old}").text)
    assert answer(librarian, "status", "yes") == "/staff/changes?tab=status&done=relation"
    assert "не проверено" not in words(reader.get(f"/records/{district.old}").text)
    assert "Утратил силу" in words(reader.get(f"/records/{district.old}").text)
    for _ in district.amendments:
        answer(librarian, "status", "no")
    assert "Действует с изменениями" not in words(reader.get(f"/records/{district.budget}").text)
    assert "Здесь решать нечего" in words(librarian.get("/staff/changes").text)
    with district.services.database.read() as work:
        assert [entry.action for entry in work.audit.list(3)] == ["relation"] * 3


def test_a_draft_and_press_are_asked_on_tabs_of_their_own(district: District) -> None:
    librarian = staff_of(district, "Иванова")
    with district.services.database.write() as work:
        draft = RelationDraft("draft-of", "О налоге", sentence="О налоге", confidence=0.91)
        work.relations.propose(district.draft, [Proposal(district.draft, district.budget, draft)])
        report = RelationDraft("reports", "О бюджете", sentence="Депутаты приняли бюджет.", confidence=0.7)
        work.relations.propose(district.press, [Proposal(district.press, district.old, report)])
    page = words(librarian.get("/staff/review").text)
    assert "проекты и их акты (1) , пресса об актах (1)" in page
    assert "вероятно, 91 %; не проверено" in words(librarian.get("/staff/changes?tab=drafts").text)
    assert "Депутаты приняли бюджет." in words(librarian.get("/staff/changes?tab=press").text)
    answer(librarian, "drafts", "yes")
    answer(librarian, "press", "no")
    page = words(librarian.get("/staff/review").text)
    assert "проекты и их акты" not in page
    assert "Пресса об этом" not in words(client_of(district).get(f"/records/{district.old}").text)
    assert librarian.get("/staff/changes?tab=%01&page=-1").status_code == 200


def test_questions_are_for_librarians(district: District) -> None:
    assert staff_of(district, "Помощник").get("/staff/changes").status_code == 403
    assert client_of(district).get("/staff/changes").status_code in (302, 303, 403)
