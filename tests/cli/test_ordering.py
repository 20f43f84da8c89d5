"""Orders with the real program: placed, fulfilled, their files made and mailed by the office."""

from __future__ import annotations

import csv
import hashlib
import io
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.clock import Clock
from catalog.database import Database
from catalog.home import Home
from catalog.orders import Channel, OrderDraft, OrderFilter
from desk.orders import OrderDesk, Step
from dossiers.publishing import imprint, publish_record
from tests.cli.in_process import Program as InProcess
from tests.cli.programs import Program, running, until
from tests.desk.mail_server import Postbox, free_port, mail_server
from tests.dossiers.stock import act

CUSTOMER = "otdel@zarechny.example"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_PORT": str(free_port())}
    mail |= {"MAIL_FROM": "biblioteka@zarechny.example", "SITE_ADDRESS": "http://biblioteka.local"}
    given = mail | {"HOME": str(tmp_path / "home"), "RESERVE_MIB": "16"}
    return {f"VECHE_{name}": value for name, value in given.items()}


@pytest.fixture
def inside(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[InProcess]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield InProcess(monkeypatch, capsys)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def publication(settings: dict[str, str], migrated_sqlite: bytes) -> int:
    """A home with a record, its publication, and an order by mail that asks for it."""
    home, clock = Home.open(Path(settings["VECHE_HOME"]), create=True), Clock.from_environment()
    home.database.write_bytes(migrated_sqlite)
    with Database.open(home.database_url) as database, database.write() as work:
        record = work.records.add(act("О содержании колодцев"))
        issue = publish_record(work, record, imprint("Библиотека", clock), actor="Иванова")
        wish = OrderDraft(
            subject="О колодцах", channel=Channel.MAIL, format="docx", customer="Отдел", email=CUSTOMER
        )
        OrderDesk(clock, home.secret(), "zarechny.example").place(work, wish)
    return issue.id


def test_an_order_is_served_from_the_command_line_and_its_file_comes_by_mail(
    inside: InProcess, publication: int, settings: dict[str, str], tmp_path: Path
) -> None:
    postbox = Postbox()
    listed = inside.line("order", "list")
    number = listed["number"]
    assert (listed["state"], listed["subject"], listed["overdue"]) == ("new", "О колодцах", False)
    assert inside.run("order", "accept", number).code == 0
    assert inside.run("order", "fulfil", number, "--publication", str(publication)).code == 0
    with mail_server(postbox, port=int(settings["VECHE_SMTP_PORT"])):
        assert inside.run("office", "--once").code == 0
        assert inside.run("office", "--once").code == 0
    assert [one["Subject"] for one in postbox.mails] == [
        f"Заказ № {number} получен",
        f"Заказ № {number} принят в работу",
        f"Заказ № {number} готов",
    ]
    (part,) = list(postbox.mails[-1].iter_attachments())
    exports = Path(settings["VECHE_HOME"]) / "exports"
    made = [path.read_bytes() for path in exports.iterdir() if path.is_file()]
    assert [hashlib.sha256(one).digest() for one in made] == [hashlib.sha256(part.get_content()).digest()]
    assert str(part.get_filename()).endswith(".docx")
    shown = inside.line("order", "show", number)
    assert shown["state"] == "sent"
    assert [step["state"] for step in shown["events"]] == ["new", "accepted", "ready", "sent"]
    assert {mail["state"] for mail in shown["mails"]} == {"sent"}
    told = inside.run("order", "show", number).out
    assert f"Номер: {number}" in told
    assert "Состояние: отправлен" in told
    assert "Как передать: по электронной почте" in told
    assert inside.run("order", "close", number).code == 0
    assert inside.run("order", "refuse", number, "поздно").code == 10
    row = inside.line("order", "register")
    assert (row["number"], row["state"], row["librarian"]) == (number, "закрыт", "veche order")
    target = tmp_path / "журнал.csv"
    assert inside.run("order", "register", str(target)).code == 0
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    assert [len(rows), rows[1][0]] == [2, number]


def test_what_is_wrong_is_said_with_an_exit_code_of_its_own(inside: InProcess) -> None:
    assert inside.run("order", "list").err.strip()
    assert inside.run("order", "show", "2026-0001").code == 3
    assert inside.run("order", "list", "--state", "lost").code == 2
    assert inside.run("order", "fulfil", "2026-0001").code == 2


@pytest.mark.slow
def test_the_running_program_makes_files_and_sends_mail_and_lets_no_second_office_in(
    publication: int, settings: dict[str, str]
) -> None:
    program, postbox = Program(Path(settings["VECHE_HOME"]), settings), Postbox()
    home = Home.open(program.home)
    with mail_server(postbox, port=int(settings["VECHE_SMTP_PORT"])), running(program, "serve") as site:
        assert until(lambda: len(postbox.came) == 1, 90)
        assert program.run("office").returncode == 4
        with Database.open(home.database_url) as database, database.write() as work:
            (order,) = work.orders.find(OrderFilter()).orders
            desk = OrderDesk(Clock.from_environment(), home.secret(), "zarechny.example")
            desk.fulfil(work, Step(order.id, order.version, "Иванова"), publication)
        assert until(lambda: len(postbox.came) == 2, 90)
    assert site.process.returncode == 0
    assert len(list(postbox.mails[-1].iter_attachments())) == 1
