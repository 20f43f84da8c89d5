"""Orders with the real program: placed, fulfilled, their files made and mailed by the office."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from catalog.clock import Clock
from catalog.database import Database
from catalog.home import Home
from catalog.orders import Channel, OrderDraft, OrderFilter
from desk.orders import OrderDesk
from dossiers.publishing import imprint, publish_record
from tests.cli.programs import Program, running, until
from tests.desk.mail_server import Postbox, free_port, mail_server

pytestmark = pytest.mark.slow
CUSTOMER = "otdel@zarechny.example"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    mail = {
        "VECHE_SMTP_HOST": "127.0.0.1",
        "VECHE_SMTP_SECURITY": "none",
        "VECHE_SMTP_PORT": str(free_port()),
    }
    mail |= {
        "VECHE_MAIL_FROM": "biblioteka@zarechny.example",
        "VECHE_SITE_ADDRESS": "http://biblioteka.local",
    }
    return Program(tmp_path / "home", mail | {"VECHE_RESERVE_MIB": "16"})


def ordered(program: Program, tmp_path: Path) -> int:
    """A record, its publication, and an order by mail; gives the number of the publication."""
    feed = tmp_path / "feed.jsonl"
    row = {
        "id": "1",
        "class": "act",
        "title": "О содержании колодцев",
        "text": "Колодцы содержать в чистоте.",
    }
    feed.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert program.run("import", str(feed)).returncode == 0
    home, clock = Home.open(program.home), Clock.from_environment()
    with Database.open(home.database_url) as database, database.write() as work:
        issue = publish_record(work, 1, imprint("Библиотека", clock), actor="Иванова")
        wish = OrderDraft(
            subject="О колодцах", channel=Channel.MAIL, format="docx", customer="Отдел", email=CUSTOMER
        )
        OrderDesk(clock, home.secret(), "zarechny.example").place(work, wish)
        assert work.orders.find(OrderFilter()).total == 1
    return issue.id


def test_an_order_is_served_from_the_command_line_and_its_file_comes_by_mail(
    program: Program, tmp_path: Path
) -> None:
    publication, postbox = ordered(program, tmp_path), Postbox()
    (listed,) = program.lines("order", "list", "--json")
    number = listed["number"]
    assert (listed["state"], listed["subject"], listed["overdue"]) == ("new", "О колодцах", False)
    assert program.run("order", "accept", number).returncode == 0
    assert program.run("order", "fulfil", number, "--publication", str(publication)).returncode == 0
    with mail_server(postbox, port=int(program.changes["VECHE_SMTP_PORT"])):
        assert program.run("office", "--once").returncode == 0
        assert program.run("office", "--once").returncode == 0
    assert [one["Subject"] for one in postbox.mails] == [
        f"Заказ № {number} получен",
        f"Заказ № {number} принят в работу",
        f"Заказ № {number} готов",
    ]
    (part,) = list(postbox.mails[-1].iter_attachments())
    made = [path.read_bytes() for path in (program.home / "exports").iterdir() if path.is_file()]
    assert [hashlib.sha256(one).digest() for one in made] == [hashlib.sha256(part.get_content()).digest()]
    assert str(part.get_filename()).endswith(".docx")
    (shown,) = program.lines("order", "show", number, "--json")
    assert shown["state"] == "sent"
    assert [step["state"] for step in shown["events"]] == ["new", "accepted", "ready", "sent"]
    assert {mail["state"] for mail in shown["mails"]} == {"sent"}
    assert program.run("order", "close", number).returncode == 0
    assert program.run("order", "refuse", number, "поздно").returncode == 10
    (row,) = program.lines("order", "register", "--json")
    assert (row["number"], row["state"], row["librarian"]) == (number, "закрыт", "veche order")
    target = tmp_path / "журнал.csv"
    assert program.run("order", "register", str(target)).returncode == 0
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    assert [len(rows), rows[1][0]] == [2, number]


def test_what_is_wrong_is_said_with_an_exit_code_of_its_own(program: Program) -> None:
    assert program.run("order", "list").stderr.strip()
    assert program.run("order", "show", "2026-0001").returncode == 3
    assert program.run("order", "list", "--state", "lost").returncode == 2
    assert program.run("order", "fulfil", "2026-0001").returncode == 2


def test_the_running_program_makes_files_and_sends_mail_and_lets_no_second_office_in(
    program: Program, tmp_path: Path
) -> None:
    publication, postbox = ordered(program, tmp_path), Postbox()
    (listed,) = program.lines("order", "list", "--json")
    with (
        mail_server(postbox, port=int(program.changes["VECHE_SMTP_PORT"])),
        running(program, "serve") as site,
    ):
        assert program.run("office").returncode == 4
        assert until(lambda: len(postbox.came) == 1, 60)
        assert (
            program.run("order", "fulfil", listed["number"], "--publication", str(publication)).returncode
            == 0
        )
        assert until(lambda: len(postbox.came) == 2, 90)
    assert site.process.returncode == 0
    assert len(list(postbox.mails[-1].iter_attachments())) == 1
