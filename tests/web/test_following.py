"""Following by mail: asked for, confirmed from the letter, left; nobody learns who follows."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from catalog.selections import Selection
from tests.web.conftest import OUTSIDE, client_of, token_of, words
from tests.web.district import District
from tests.web.dossiers import published

SITE = "http://biblioteka.local"
READER = "reader@zarechny.example"


@pytest.fixture
def dossier(district: District) -> Selection:
    """A dossier that readers see."""
    return published(district, "Бюджет района", [district.budget])[0]


@pytest.fixture
def mailing(district: District) -> TestClient:
    """A reader of a site that sends mail."""
    return client_of(district, at=OUTSIDE, by_mail=True, site_address=SITE)


def ask(client: TestClient, dossier: Selection, email: str):  # type: ignore[no-untyped-def]
    address = f"/follow/dossier/{dossier.slug}"
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, data={"token": token_of(page.text), "email": email})


def link_in_letter(district: District) -> str:
    with district.services.database.read() as work:
        (mail,) = work.mails.due(district.services.clock.now())
    found = re.search(rf"{SITE}(/follow/\S+)", mail.body)
    assert found is not None
    return found.group(1)


def test_following_is_asked_for_confirmed_and_left(
    mailing: TestClient, district: District, dossier: Selection
) -> None:
    answer = ask(mailing, dossier, READER)
    assert "Почти готово" in words(answer.text)
    with district.services.database.read() as work:
        assert work.followers.count(dossier.id) == 0
    link = link_in_letter(district)
    page = mailing.get(link)
    assert page.headers["referrer-policy"] == "no-referrer"
    with district.services.database.read() as work:
        assert work.followers.count(dossier.id) == 0  # a program that looks into mail has only looked
    assert "Вы следите" in words(mailing.post(link, data={"token": token_of(page.text)}).text)
    with district.services.database.read() as work:
        assert work.followers.count(dossier.id) == 1
    leaving = mailing.get(f"{link}/leave")
    assert "стёрт" in words(mailing.post(f"{link}/leave", data={"token": token_of(leaving.text)}).text)
    assert mailing.get(link).status_code == 404
    assert mailing.get(f"{link}/leave").status_code == 404


def test_asking_again_says_the_same_and_sends_no_second_letter(
    mailing: TestClient, district: District, dossier: Selection
) -> None:
    first, second = (words(ask(mailing, dossier, READER).text) for _ in range(2))
    assert first == second
    link_in_letter(district)


def test_a_wrong_address_is_told_beside_the_field(mailing: TestClient, dossier: Selection) -> None:
    answer = ask(mailing, dossier, "не адрес\r\nBcc: x@y.example")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_where_no_mail_is_sent_the_feed_is_offered(district: District, dossier: Selection) -> None:
    client = client_of(district, at=OUTSIDE)
    page = client.get(f"/follow/dossier/{dossier.slug}").text
    assert 'id="email"' not in page
    assert f"/feeds/dossiers/{dossier.slug}.xml" in page


def test_what_readers_do_not_see_is_not_followed(mailing: TestClient, district: District) -> None:
    hidden, _ = published(district, "Закрытое", [district.budget], public=False)
    assert mailing.get(f"/follow/dossier/{hidden.slug}").status_code == 404
    assert mailing.get("/follow/dossier/no-such").status_code == 404
    assert mailing.get("/follow/no-kind/slug").status_code == 404
    assert mailing.get("/follow/" + "x" * 500).status_code == 404
    assert mailing.get("/follow/wrong/leave").status_code == 404


def test_too_many_requests_are_put_off(mailing: TestClient, dossier: Selection) -> None:
    answers = [ask(mailing, dossier, f"r{at}@zarechny.example").status_code for at in range(6)]
    assert answers == [200] * 5 + [429]


def test_who_follows_on_the_english_pages_is_written_to_in_english(
    mailing: TestClient, district: District, dossier: Selection
) -> None:
    address = f"/en/follow/dossier/{dossier.slug}"
    page = mailing.get(address)
    mailing.post(address, data={"token": token_of(page.text), "email": READER})
    with district.services.database.read() as work:
        (mail,) = work.mails.due(district.services.clock.now())
    assert mail.subject.startswith("Confirm that you follow")
    found = re.search(rf"{SITE}(/en/follow/\S+)", mail.body)
    assert found is not None
    assert "you" in mailing.get(found.group(1)).text
