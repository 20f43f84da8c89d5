"""When mail or files go wrong: what the pages of an order say then, and how it comes right."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalog.home import Home
from catalog.orders import Channel, MailState, OrderState
from desk.mailing import Post, send_due
from desk.smtp import Server
from tests.desk.mail_server import Postbox, free_port, mail_server
from tests.web.conftest import OUTSIDE, client_of, staff_of, token_of, words
from tests.web.district import LIBRARY, District
from tests.web.dossiers import make_files, published
from tests.web.ordering import desk_at, kept, ordered, step_of

SITE = "http://biblioteka.local"
STOP = threading.Event()


@dataclass(frozen=True)
class Ready:
    """An order whose file is made, and its letter that waits."""

    district: District
    number: str
    key: str

    def post(self, server: Server | None, **changes: Any) -> Post:
        """The library's post room."""
        services = self.district.services
        given: dict[str, Any] = {"site": SITE, "limit": 10 << 20, "library": LIBRARY}
        given |= {"sender": "biblioteka@zarechny.example"}
        return Post(
            database=services.database,
            home=Home(services.disk),
            clock=services.clock,
            secret=services.secret,
            server=server,
            **(given | changes),
        )

    def desk_says(self) -> str:
        """The page of the order on the librarians' desk, in words."""
        return words(staff_of(self.district, "Иванова").get(f"/staff/orders/{self.number}").text)

    def customer_says(self) -> str:
        """The customer's page, in words."""
        answer = client_of(self.district, at=OUTSIDE).get(f"/orders/{self.number}?key={self.key}")
        return words(answer.text)

    def again(self) -> None:
        """Let all letters be due now."""
        with self.district.services.database.write() as work:
            for mail in work.mails.in_states(frozenset({MailState.WAITING})):
                before = self.district.services.clock.now() - timedelta(minutes=1)
                work.mails.postpone(mail.id, before, mail.error, tried=False)


@pytest.fixture
def ready(district: District) -> Ready:
    """An order by mail, fulfilled, its file made."""
    return fulfilled(district)


def fulfilled(district: District, **wish: Any) -> Ready:
    placed = ordered(district, **wish)
    _, issue = published(district, "Бюджет района", [district.budget])
    with district.services.database.write() as work:
        desk_at(district).fulfil(work, step_of(district, placed.order.number), issue.id)
    make_files(district)
    return Ready(district, placed.order.number, placed.token)


@contextmanager
def post_with_server(ready: Ready, **options: Any) -> Iterator[tuple[Post, Postbox]]:
    postbox = Postbox()
    with mail_server(postbox, **options) as port:
        yield ready.post(Server("127.0.0.1", port, "none")), postbox


def test_while_the_server_is_down_the_letter_waits_and_says_so(ready: Ready) -> None:
    port = free_port()
    send_due(ready.post(Server("127.0.0.1", port, "none")), STOP)
    said = ready.desk_says()
    assert "ждёт отправки" in said
    assert "соединения никто не принимает" in said
    assert "письмо с файлом скоро уйдёт" in ready.customer_says()
    ready.again()
    with post_with_server(ready) as (post, postbox):
        send_due(post, STOP)
        send_due(post, STOP)
    assert len(postbox.came) == 2
    assert kept(ready.district, ready.number).state is OrderState.SENT
    assert "Подборка отправлена вам" in ready.customer_says()


def test_a_file_that_the_server_finds_too_large_goes_by_its_address_and_says_why(ready: Ready) -> None:
    with post_with_server(ready, data_size_limit=9_000) as (post, postbox):
        send_due(post, STOP)
    letter = postbox.mails[-1]
    assert list(letter.iter_attachments()) == []
    body = letter.get_body()
    assert body is not None
    said = body.get_content()
    assert "слишком велик для почты" in said
    address = next(line for line in said.splitlines() if line.startswith(f"{SITE}/exports/"))
    page = client_of(ready.district, at=OUTSIDE).get(address.removeprefix(SITE))
    assert "Скачать" in words(page.text)
    assert "отправлено" in ready.desk_says()


def test_a_file_over_the_limit_without_an_address_of_the_site_is_told_to_the_librarian(ready: Ready) -> None:
    postbox = Postbox()
    with mail_server(postbox) as port:
        server = Server("127.0.0.1", port, "none")
        send_due(ready.post(server, site="", limit=10), STOP)
    said = ready.desk_says()
    assert "не ушло" in said
    assert "больше, чем можно приложить к письму" in said
    assert "Письма: не ушло 1" in said
    assert kept(ready.district, ready.number).state is OrderState.READY


def test_a_full_outbox_keeps_the_letters_and_says_what_to_do(ready: Ready) -> None:
    outbox = Home(ready.district.services.disk).outbox
    if outbox.is_dir():
        outbox.rmdir()
    outbox.write_text("a file where the folder belongs")
    send_due(ready.post(None), STOP)
    assert "Письмо не записано в папку" in ready.desk_says()
    assert "Освободите место" in ready.desk_says()
    outbox.unlink()
    ready.again()
    send_due(ready.post(None), STOP)
    assert "лежит в папке писем" in ready.desk_says()
    assert len(list(outbox.glob("*.eml"))) == 2


def test_a_letter_in_the_outbox_is_marked_as_sent_by_hand_and_the_order_goes_on(ready: Ready) -> None:
    send_due(ready.post(None), STOP)
    librarian = staff_of(ready.district, "Иванова")
    page = librarian.get(f"/staff/orders/{ready.number}").text
    with ready.district.services.database.read() as work:
        mail = work.mails.of_order(kept(ready.district, ready.number).id)[-1]
    sent = {"token": token_of(page), "do": "went", "back": "order"}
    assert librarian.post(f"/staff/mails/{mail.id}", data=sent).status_code == 303
    assert kept(ready.district, ready.number).state is OrderState.SENT


def test_a_server_that_breaks_off_leaves_a_letter_that_nobody_sends_again_by_itself(ready: Ready) -> None:
    postbox = Postbox(silent=True)
    with mail_server(postbox) as port:
        send_due(ready.post(Server("127.0.0.1", port, "none", seconds=1, seconds_for_data=0.3)), STOP)
        came = len(postbox.came)
        ready.again()
        send_due(ready.post(Server("127.0.0.1", port, "none", seconds=1, seconds_for_data=0.3)), STOP)
    assert len(postbox.came) <= came + 1  # the other letter, never the same one
    assert len({one["Message-ID"] for one in postbox.mails}) == len(postbox.came)
    assert "неизвестно, ушло ли" in ready.desk_says()


def test_a_refused_address_is_corrected_and_the_letter_sent_again(ready: Ready) -> None:
    postbox = Postbox(to_recipient=["550 no such user", "550 no such user"])
    with mail_server(postbox) as port:
        post = ready.post(Server("127.0.0.1", port, "none"))
        send_due(post, STOP)
        assert "не ушло" in ready.desk_says()
        librarian = staff_of(ready.district, "Иванова")
        with ready.district.services.database.read() as work:
            mail = work.mails.of_order(kept(ready.district, ready.number).id)[-1]
        token = token_of(librarian.get("/staff/mails").text)
        for _ in range(2):  # pressed twice
            librarian.post(f"/staff/mails/{mail.id}", data={"token": token, "do": "again"})
        send_due(post, STOP)
        send_due(post, STOP)
    assert len(postbox.came) == 1


def test_an_expired_link_says_so_and_the_file_is_made_again(district: District) -> None:
    ready = fulfilled(district, channel=Channel.LINK)
    with district.services.database.write() as work:
        publication = kept(district, ready.number).publication
        (job,) = work.exports.of_publication(publication or 0)
        work.exports.expire(job.id)
    remove_files(district.services.exports)
    assert "Срок хранения файла вышел" in ready.customer_says()
    reader: TestClient = client_of(district, at=OUTSIDE)
    gone = reader.get(f"/exports/{job.token}")
    assert "Срок хранения файла вышел" in words(gone.text)
    page = reader.get(f"/orders/{ready.number}?key={ready.key}").text
    sent = {"token": token_of(page), "key": ready.key}
    assert reader.post(f"/orders/{ready.number}/file", data=sent).status_code == 303
    assert "Файл ещё готовится" in ready.customer_says()
    make_files(district)
    assert "Скачать" in ready.customer_says()


def remove_files(folder: Path) -> None:
    """What the office does with files whose days are over."""
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()


def test_a_site_without_mail_tells_librarians_where_letters_lie(district: District) -> None:
    assert "Почтовый сервер не задан" in words(staff_of(district, "Иванова").get("/staff/mails").text)
    sending = replace(district, services=replace(
        district.services, settings=replace(district.services.settings, by_mail=True)
    ))  # fmt: skip
    assert "Почтовый сервер не задан" not in words(staff_of(sending, "Иванова").get("/staff/mails").text)
