"""Mail goes out to a real server: once, whole, and not at all where nobody knows."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from catalog.database import Database
from catalog.errors import Conflict
from catalog.home import Home
from catalog.issues import ExportState
from catalog.model import Visibility
from catalog.orders import Channel, Mail, MailState, Order, OrderState
from desk.links import order_token
from desk.mailing import Post, body_of, send_due, settle
from desk.smtp import Server
from tests.desk.desks import (
    CUSTOMER,
    FILE_NAME,
    GO_ON,
    LIBRARIAN,
    NOW,
    SECRET,
    SITE,
    MovingClock,
    desk,
    made,
    post,
    publication,
    step,
    wish,
)
from tests.desk.mail_server import Postbox, certificate, free_port, mail_server, only
from tests.dossiers.stock import act

CONTENT = bytes(range(256)) * 64
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")


def server(port: int, **changes: Any) -> Server:
    given: dict[str, Any] = {"security": "none", "seconds": 5.0}
    return Server("127.0.0.1", port, **(given | changes))


def fulfilled(
    database: Database, home: Home, *, content: bytes = CONTENT, ready: bool = True, **changes: Any
) -> Order:
    """An order whose file is made and whose letter waits; its letter of receipt is out of the way."""
    with database.write() as work:
        placed = desk().place(work, wish(**changes)).order
        for mail in work.mails.of_order(placed.id):
            work.mails.went(mail.id, MailState.SENT, MovingClock().now())
        order = desk().fulfil(work, step(placed), publication(work, f"Бюджет {placed.number}"))
        job = work.exports.live(order.publication or 0, "pdf")
    assert job is not None
    if ready:
        made(database, home, job, content)
    return order


def letter_of(database: Database, order: Order) -> Mail:
    with database.read() as work:
        return work.mails.of_order(order.id)[-1]


def state_of(database: Database, order: Order) -> OrderState:
    with database.read() as work:
        found = work.orders.get(order.id)
    assert found is not None
    return found.state


def last_step(database: Database, order: Order) -> str:
    with database.read() as work:
        return work.orders.events(order.id)[-1].message


def attachment_of(postbox: Postbox) -> Any:
    (found,) = postbox.mails
    (part,) = list(found.iter_attachments())
    return part


def text_of(postbox: Postbox) -> str:
    (found,) = postbox.mails
    part = found.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ")


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def test_a_letter_brings_the_file_as_it_was_made_and_the_order_is_sent(
    database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(database, home)
    with mail_server(postbox) as port:
        room = post(database, home, server(port))
        assert send_due(room, GO_ON) == 1
        assert send_due(room, GO_ON) == 0
    part = attachment_of(postbox)
    assert part.get_filename() == FILE_NAME
    assert hashlib.sha256(part.get_content()).digest() == hashlib.sha256(CONTENT).digest()
    assert postbox.mails[0]["Subject"] == f"Заказ № {order.number} готов"
    assert postbox.mails[0]["To"] == CUSTOMER
    assert f"{SITE}/orders/{order.number}?key={order_token(SECRET, order.number)}" in text_of(postbox)
    mail = letter_of(database, order)
    assert (mail.state, mail.attempts, mail.error) == (MailState.SENT, 1, "")
    assert postbox.mails[0]["Message-ID"] == f"<{mail.message_id}>"
    assert state_of(database, order) is OrderState.SENT


def test_a_letter_waits_for_its_file(sqlite_database: Database, home: Home, postbox: Postbox) -> None:
    order = fulfilled(sqlite_database, home, ready=False)
    with mail_server(postbox) as port:
        room = post(sqlite_database, home, server(port))
        assert send_due(room, GO_ON) == 0
        mail = letter_of(sqlite_database, order)
        assert (mail.state, mail.attempts, mail.error) == (MailState.WAITING, 0, "Файл ещё готовится.")
        with sqlite_database.read() as work:
            job = work.exports.live(order.publication or 0, "pdf")
        assert job is not None
        made(sqlite_database, home, job, CONTENT)
        room.clock.forward(minutes=1)  # type: ignore[attr-defined]
        assert send_due(room, GO_ON) == 1
    assert attachment_of(postbox).get_content() == CONTENT


def test_a_file_that_tells_of_what_was_closed_meanwhile_is_made_anew_before_it_goes(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    with sqlite_database.write() as work:
        record = work.records.add(act("О семье Петровых"))
        placed = desk().place(work, wish()).order
        for mail in work.mails.of_order(placed.id):
            work.mails.went(mail.id, MailState.SENT, MovingClock().now())
        issue = publication(work, records=[record])
        desk().fulfil(work, step(placed), issue)
        (waiting,) = work.exports.of_publication(issue)
    made(sqlite_database, home, waiting, CONTENT)
    with sqlite_database.write() as work:
        work.records.set_visibility(record, Visibility.HELD, actor=LIBRARIAN)
        work.audit.add(LIBRARIAN, "visibility", f"record:{record}", moment=NOW)
    with mail_server(postbox) as port:
        assert send_due(post(sqlite_database, home, server(port)), GO_ON) == 0
    assert postbox.mails == []
    with sqlite_database.read() as work:
        again, before = work.exports.of_publication(waiting.publication)
    assert (again.state, before.state) == (ExportState.WAITING, ExportState.EXPIRED)


def test_a_file_that_cannot_be_made_is_told_to_the_librarian(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home, ready=False)
    with sqlite_database.write() as work:
        job = work.exports.live(order.publication or 0, "pdf")
        assert job is not None
        work.exports.fail(job.id, "damaged", "оригинал повреждён", MovingClock().now())
    with mail_server(postbox) as port:
        room = post(sqlite_database, home, server(port))
        assert send_due(room, GO_ON) == 0
        assert letter_of(sqlite_database, order).state is MailState.FAILED
        assert "оригинал повреждён" in last_step(sqlite_database, order)
        with sqlite_database.write() as work:
            settle(work, letter_of(sqlite_database, order).id, went=False, actor=LIBRARIAN, clock=room.clock)
            again = work.exports.live(order.publication or 0, "pdf")
        assert again is not None
        made(sqlite_database, home, again, CONTENT)
        assert send_due(room, GO_ON) == 1
    assert state_of(sqlite_database, order) is OrderState.SENT


def test_a_damaged_file_is_not_sent(sqlite_database: Database, home: Home, postbox: Postbox) -> None:
    order = fulfilled(sqlite_database, home)
    (path,) = home.exports.iterdir()
    path.write_bytes(b"other")
    with mail_server(postbox) as port:
        send_due(post(sqlite_database, home, server(port)), GO_ON)
    assert letter_of(sqlite_database, order).error == "Файл повреждён: его контрольная сумма другая."
    assert postbox.came == []
    assert state_of(sqlite_database, order) is OrderState.READY


def test_a_file_over_the_limit_goes_by_its_address_and_the_letter_says_why(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    fulfilled(sqlite_database, home, content=b"x" * 3_000_000)
    with mail_server(postbox) as port:
        assert send_due(post(sqlite_database, home, server(port), limit=1 << 20), GO_ON) == 1
    with sqlite_database.read() as work:
        (job,) = work.exports.page()[0]
    assert list(postbox.mails[0].iter_attachments()) == []
    assert "Файл (2,9 МБ) слишком велик для почты" in text_of(postbox)
    assert f"{SITE}/exports/{job.token}" in text_of(postbox)
    assert "действует до 19 июня 2026 г." in text_of(postbox)


def test_a_file_over_the_limit_of_the_server_goes_by_its_address(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home, content=b"x" * 100_000)
    with mail_server(postbox, data_size_limit=50_000) as port:
        assert send_due(post(sqlite_database, home, server(port)), GO_ON) == 1
    assert "слишком велик для почты" in text_of(postbox)
    assert state_of(sqlite_database, order) is OrderState.SENT


def test_a_server_that_finds_a_letter_too_large_afterwards_gets_the_address(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    fulfilled(sqlite_database, home)
    postbox.to_data.append("552 5.3.4 message too big")
    with mail_server(postbox) as port:
        assert send_due(post(sqlite_database, home, server(port)), GO_ON) == 1
    assert "слишком велик для почты" in text_of(postbox)


def test_a_large_file_without_an_address_of_the_site_is_told_to_the_librarian(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home, content=b"x" * 3_000_000)
    with mail_server(postbox) as port:
        send_due(post(sqlite_database, home, server(port), limit=1 << 20, site=""), GO_ON)
    assert "передайте файл другим путём" in last_step(sqlite_database, order)


def test_an_order_by_link_gets_the_address_alone(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home, channel=Channel.LINK)
    with mail_server(postbox) as port:
        send_due(post(sqlite_database, home, server(port)), GO_ON)
    assert f"{SITE}/exports/" in text_of(postbox)
    assert "слишком велик" not in text_of(postbox)
    assert state_of(sqlite_database, order) is OrderState.SENT


def test_while_the_server_is_down_nothing_is_lost_and_tries_grow_rarer(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    first, second = fulfilled(sqlite_database, home), fulfilled(sqlite_database, home)
    port = free_port()
    room = post(sqlite_database, home, server(port))
    pauses = []
    for attempt in (1, 2, 3):
        assert send_due(room, GO_ON) == 0
        mail, other = letter_of(sqlite_database, first), letter_of(sqlite_database, second)
        assert [mail.state, other.state] == [MailState.WAITING] * 2
        assert [mail.attempts, other.attempts] == [attempt] * 2
        assert mail.error == "Сервер почты 127.0.0.1 не отвечает: соединения никто не принимает."
        assert mail.next_try is not None
        pauses.append((mail.next_try - room.clock.now()).total_seconds() / 60)
        assert send_due(room, GO_ON) == 0
        assert letter_of(sqlite_database, first).attempts == attempt
        room.clock.forward(minutes=pauses[-1])  # type: ignore[attr-defined]
    assert pauses == [1, 5, 15]
    with mail_server(postbox) as port:
        assert send_due(post(sqlite_database, home, server(port), clock=room.clock), GO_ON) == 2
    assert len(postbox.came) == 2


def test_after_two_days_a_letter_is_given_up_and_can_be_sent_again_by_hand(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home)
    room = post(sqlite_database, home, server(free_port()))
    began = room.clock.now()
    while (mail := letter_of(sqlite_database, order)).state is MailState.WAITING:
        send_due(room, GO_ON)
        room.clock.forward(hours=4)  # type: ignore[attr-defined]
    assert mail.state is MailState.FAILED
    assert (room.clock.now() - began).days >= 2
    assert "Два дня" in last_step(sqlite_database, order)
    with sqlite_database.write() as work:
        settle(work, mail.id, went=False, actor=LIBRARIAN, clock=room.clock)
    with mail_server(postbox) as port:
        assert send_due(post(sqlite_database, home, server(port), clock=room.clock), GO_ON) == 1
    assert len(postbox.came) == 1


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_a_temporary_refusal_is_tried_again(
    sqlite_database: Database, home: Home, postbox: Postbox, where: str
) -> None:
    order = fulfilled(sqlite_database, home)
    answers = postbox.to_recipient if where == "recipient" else postbox.to_data
    answers.append("451 4.7.1 greylisted, come again")
    with mail_server(postbox) as port:
        room = post(sqlite_database, home, server(port))
        send_due(room, GO_ON)
        mail = letter_of(sqlite_database, order)
        assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
        assert "451 4.7.1 greylisted" in mail.error
        room.clock.forward(minutes=1)  # type: ignore[attr-defined]
        assert send_due(room, GO_ON) == 1
    assert len(postbox.came) == 1


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_a_lasting_refusal_fails_with_the_words_of_the_server(
    sqlite_database: Database, home: Home, postbox: Postbox, where: str
) -> None:
    refused, other = fulfilled(sqlite_database, home), fulfilled(sqlite_database, home)
    answers = postbox.to_recipient if where == "recipient" else postbox.to_data
    answers.append("550 5.1.1 no such user")
    with mail_server(postbox) as port:
        send_due(post(sqlite_database, home, server(port)), GO_ON)
    mail = letter_of(sqlite_database, refused)
    assert mail.state is MailState.FAILED
    assert mail.error == "Сервер почты не принял письмо: 550 5.1.1 no such user."
    assert "550 5.1.1" in last_step(sqlite_database, refused)
    assert state_of(sqlite_database, refused) is OrderState.READY
    assert state_of(sqlite_database, other) is OrderState.SENT


def test_a_server_that_never_answers_leaves_the_letter_in_doubt(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home)
    postbox.silent = True
    with mail_server(postbox) as port:
        send_due(post(sqlite_database, home, server(port, seconds_for_data=0.5)), GO_ON)
    mail = letter_of(sqlite_database, order)
    assert mail.state is MailState.DOUBTFUL
    assert "неизвестно, ушло ли оно" in last_step(sqlite_database, order)
    with sqlite_database.write() as work:
        settle(work, mail.id, went=True, actor=LIBRARIAN, clock=MovingClock())
        with pytest.raises(Conflict):
            settle(work, mail.id, went=False, actor=LIBRARIAN, clock=MovingClock())
    assert state_of(sqlite_database, order) is OrderState.SENT


def test_a_server_that_is_slow_to_greet_is_not_waited_for_long(sqlite_database: Database, home: Home) -> None:
    order = fulfilled(sqlite_database, home)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        send_due(post(sqlite_database, home, server(mute.getsockname()[1], seconds=0.3)), GO_ON)
    mail = letter_of(sqlite_database, order)
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert "не дождались ответа" in mail.error


def password_file(folder: Path, password: str, mode: int = 0o600) -> Path:
    path = folder / "пароль"
    path.write_text(password + "\n", encoding="utf-8")
    path.chmod(mode)
    return path


@contextmanager
def guarded(postbox: Postbox) -> Iterator[int]:
    options = {"authenticator": only("biblioteka", "слово".encode().hex()), "auth_required": True}
    with mail_server(postbox, auth_require_tls=False, **options) as port:
        yield port


@pytest.mark.parametrize(
    ("password", "mode", "told"),
    [
        ("слово".encode().hex(), 0o600, ""),
        ("wrong", 0o600, "Сервер почты не пускает: 535"),
        ("слово", 0o600, "латинских знаков"),
        ("слово".encode().hex(), 0o644, "могут прочесть другие"),
    ],
)
def test_the_library_logs_in_and_says_what_keeps_it_out(
    sqlite_database: Database, home: Home, postbox: Postbox, tmp_path: Path,
    password: str, mode: int, told: str,
) -> None:  # fmt: skip
    order = fulfilled(sqlite_database, home)
    secret = password_file(tmp_path, password, mode)
    with guarded(postbox) as port:
        way_in = server(port, user="biblioteka", password_file=secret)
        send_due(post(sqlite_database, home, way_in), GO_ON)
    mail = letter_of(sqlite_database, order)
    assert told in mail.error
    assert password not in mail.error
    assert (mail.state is MailState.SENT) == (told == "")


def test_a_server_without_logins_and_one_that_is_not_there_are_told(
    sqlite_database: Database, home: Home, postbox: Postbox, tmp_path: Path
) -> None:
    order = fulfilled(sqlite_database, home)
    secret = password_file(tmp_path, "word")
    with mail_server(postbox) as port:
        way_in = server(port, user="biblioteka", password_file=secret)
        room = post(sqlite_database, home, way_in)
        send_due(room, GO_ON)
    assert "не предлагает входа" in letter_of(sqlite_database, order).error
    room.clock.forward(minutes=1)  # type: ignore[attr-defined]
    nowhere = Server("mail.invalid", 25, "none", seconds=5.0)
    send_due(post(sqlite_database, home, nowhere, clock=room.clock), GO_ON)
    assert "не найти" in letter_of(sqlite_database, order).error


def test_a_server_that_wants_a_login_keeps_the_letter_waiting(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home)
    with guarded(postbox) as port:
        send_due(post(sqlite_database, home, server(port)), GO_ON)
    mail = letter_of(sqlite_database, order)
    assert mail.state is MailState.WAITING
    assert "530" in mail.error


def test_where_a_closed_way_is_asked_for_no_open_one_is_taken(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home)
    with mail_server(postbox) as port:
        send_due(post(sqlite_database, home, server(port, security="starttls")), GO_ON)
    assert "STARTTLS" in letter_of(sqlite_database, order).error
    assert postbox.came == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_closed_way_is_taken_where_the_certificate_is_trusted_and_not_elsewhere(
    sqlite_database: Database, home: Home, postbox: Postbox, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, security: str,
) -> None:  # fmt: skip
    order = fulfilled(sqlite_database, home)
    context, trusted = certificate(tmp_path)
    name = "tls_context" if security == "starttls" else "ssl_context"
    with mail_server(postbox, **{name: context}) as port:
        room = post(sqlite_database, home, server(port, security=security))
        send_due(room, GO_ON)
        mail = letter_of(sqlite_database, order)
        assert mail.state is MailState.WAITING
        assert "Защищённое соединение с сервером почты не получилось" in mail.error
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        room.clock.forward(minutes=1)  # type: ignore[attr-defined]
        assert send_due(room, GO_ON) == 1
    assert attachment_of(postbox).get_content() == CONTENT


def test_without_a_server_letters_lie_whole_in_the_outbox(sqlite_database: Database, home: Home) -> None:
    order = fulfilled(sqlite_database, home)
    assert send_due(post(sqlite_database, home, None), GO_ON) == 1
    (path,) = home.outbox.iterdir()
    assert path.name == f"2026-05-20 000002 Заказ № {order.number} готов.eml"
    laid = Postbox([path.read_bytes()])
    assert attachment_of(laid).get_content() == CONTENT
    mail = letter_of(sqlite_database, order)
    assert mail.state is MailState.WRITTEN
    assert path.name in last_step(sqlite_database, order)
    assert state_of(sqlite_database, order) is OrderState.READY
    with sqlite_database.write() as work:
        settle(work, mail.id, went=True, actor=LIBRARIAN, clock=MovingClock())
    assert state_of(sqlite_database, order) is OrderState.SENT


def test_the_name_of_a_letter_in_the_outbox_has_the_day_of_the_library(
    sqlite_database: Database, home: Home
) -> None:
    clock = MovingClock()
    clock.forward(hours=12)  # 21:30 by Greenwich, half past midnight in Moscow
    with sqlite_database.write() as work:
        desk(clock).place(work, wish())
    assert send_due(post(sqlite_database, home, None, clock=clock), GO_ON) == 1
    (path,) = home.outbox.iterdir()
    assert path.name.startswith("2026-05-21 000001 ")


def test_the_closing_lines_of_an_english_letter_are_english(sqlite_database: Database, home: Home) -> None:
    order = fulfilled(sqlite_database, home, language="en")
    room = post(sqlite_database, home, None)
    assert send_due(room, GO_ON) == 1
    (path,) = home.outbox.iterdir()
    laid = Postbox([path.read_bytes()])
    text = laid.mails[0].get_body().get_content()  # type: ignore[union-attr]
    assert "is attached." in text
    assert f"The page of the order: {SITE}/en/orders/{order.number}?key=" in text
    assert laid.mails[0]["Content-Language"] == "en"
    english = post(sqlite_database, home, None, language="en")
    with sqlite_database.read() as work:
        mail = work.mails.of_order(order.id)[-1]
        assert f"{SITE}/orders/{order.number}?key=" in body_of(english, mail, work.orders.get(order.id), None)


def test_an_outbox_that_cannot_be_written_keeps_the_letter_waiting(
    sqlite_database: Database, home: Home
) -> None:
    order = fulfilled(sqlite_database, home)
    home.outbox.write_text("a file where the folder belongs")
    room = post(sqlite_database, home, None)
    assert send_due(room, GO_ON) == 0
    mail = letter_of(sqlite_database, order)
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)
    assert "Письмо не записано в папку" in mail.error
    home.outbox.unlink()
    room.clock.forward(minutes=5)  # type: ignore[attr-defined]
    assert send_due(room, GO_ON) == 1


@pytest.mark.needs_root
def test_a_full_disk_keeps_the_letter_waiting_and_leaves_nothing_half_written(
    sqlite_database: Database, home: Home
) -> None:
    order = fulfilled(sqlite_database, home, content=os.urandom(2 << 20))
    home.outbox.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(home.outbox)], check=True)
    try:
        assert send_due(post(sqlite_database, home, None), GO_ON) == 0
        assert list(home.outbox.iterdir()) == []
    finally:
        subprocess.run(["umount", str(home.outbox)], check=True)
    assert "на диске нет места" in letter_of(sqlite_database, order).error


def test_two_senders_at_once_do_not_send_twice(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    for _ in range(4):
        fulfilled(sqlite_database, home)
    counts: list[int] = []
    with mail_server(postbox) as port:
        room = post(sqlite_database, home, server(port))
        senders = [threading.Thread(target=lambda: counts.append(send_due(room, GO_ON))) for _ in range(3)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join(30)
        counts.append(send_due(room, GO_ON))
    assert sum(counts) == len(postbox.came) == 4


def test_a_sender_told_to_stop_leaves_the_rest_waiting(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home)
    stop = threading.Event()
    stop.set()
    with mail_server(postbox) as port:
        assert send_due(post(sqlite_database, home, server(port)), stop) == 0
    mail = letter_of(sqlite_database, order)
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)


KILLED = """
import sys, threading
from pathlib import Path
sys.path[:0] = sys.argv[4:]
from catalog.database import Database
from catalog.home import Home
from desk.mailing import send_due
from desk.smtp import Server
from tests.desk.desks import post
with Database.open(sys.argv[1]) as database:
    home = Home.open(Path(sys.argv[2]))
    server = Server("127.0.0.1", int(sys.argv[3]), "none")
    send_due(post(database, home, server), threading.Event())
"""


def test_a_letter_is_not_sent_again_by_itself_when_its_sender_was_killed(
    sqlite_database: Database, home: Home, postbox: Postbox
) -> None:
    order = fulfilled(sqlite_database, home)
    postbox.silent = True
    with mail_server(postbox) as port:
        arguments = [sqlite_database.url, str(home.path), str(port), *sys.path]
        with subprocess.Popen([sys.executable, "-c", KILLED, *arguments]) as sender:
            assert postbox.got.wait(30)
            sender.send_signal(signal.SIGKILL)
            sender.wait(10)
        postbox.silent = False
        assert letter_of(sqlite_database, order).state is MailState.SENDING
        room: Post = post(sqlite_database, home, server(port))
        assert send_due(room, GO_ON) == 1
        assert send_due(room, GO_ON) == 0
        mail = letter_of(sqlite_database, order)
        assert mail.state is MailState.DOUBTFUL
        assert len(postbox.came) == 1
        with sqlite_database.write() as work:
            settle(work, mail.id, went=False, actor=LIBRARIAN, clock=room.clock)
        assert send_due(room, GO_ON) == 1
    assert len(postbox.came) == 2
    assert {one["Message-ID"] for one in postbox.mails} == {f"<{mail.message_id}>"}
