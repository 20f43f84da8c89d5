"""An order in a browser, by a clerk and a librarian: the real program, a real mail server."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from catalog.orders import OrderState
from tests.cli.programs import Program, running, until
from tests.desk.mail_server import Postbox, free_port, mail_server
from tests.web.district import PASSWORD, District, close_services, open_services
from tests.web.dossiers import published
from tests.web.ordering import CUSTOMER, kept
from tests.web.test_axe_forms import press
from tests.web.test_browser import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORDS = "Сессия в пятницу."


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _signed_in(browser: Browser, site: str, name: str) -> Page:
    """A window without script in which somebody has signed in by the form, by keyboard."""
    page = browser.new_context(base_url=site, locale="ru-RU", java_script_enabled=False).new_page()
    page.goto("/staff/sign-in")
    page.focus("#name")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def _by_keyboard(page: Page, words: str) -> None:
    """Go with the Tab key to the link or button that says this, and press Enter there."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText || ''"):
            break
    else:
        pytest.fail(f"the Tab key does not reach «{words}»")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _place(clerk: Page, slug: str) -> str:
    """A clerk orders a dossier by mail, from its page; the number of the order."""
    clerk.goto(f"/dossiers/{slug}")
    _by_keyboard(clerk, "Заказать на бумаге или по почте")
    clerk.focus("[name=channel]:checked")
    clerk.keyboard.press("ArrowDown")
    assert clerk.is_checked("[name=channel][value=mail]")
    _by_keyboard(clerk, "Дальше")
    assert clerk.input_value("#subject") == "«Бюджет района»"
    clerk.focus("#email")
    clerk.keyboard.type("otdel@")
    clerk.keyboard.press("Enter")
    clerk.wait_for_selector("#email-fault")
    clerk.fill("#email", CUSTOMER)
    _by_keyboard(clerk, "Отправить заказ")
    found = re.search(r"2\d{3}-\d{4}", clerk.inner_text("h1"))
    assert found is not None
    return found.group()


def _serve(librarian: Page, number: str) -> None:
    """A librarian takes the order up and fulfils it by the issue that it names."""
    librarian.goto("/staff/orders")
    press(librarian, f"text={number}")
    press(librarian, "text=Взять в работу")
    assert "Заказ взят в работу" in librarian.inner_text("[role=status]")
    assert librarian.is_checked("[name=publication]")
    librarian.fill("#m-fulfil", WORDS)
    press(librarian, "text=Выполнить этим выпуском")
    assert "файл готовится" in librarian.inner_text("[role=status]")


def test_a_clerk_orders_a_librarian_fulfils_and_the_file_comes_by_mail(
    made_home: tuple[Path, District], tmp_path: Path
) -> None:
    home = Path(shutil.copytree(made_home[0], tmp_path / "home"))
    services = open_services(home)
    district = replace(made_home[1], services=services)
    try:
        selection, issue = published(district, "Бюджет района", [district.budget, district.old])
    finally:
        close_services(services)
    port, postbox = free_port(), Postbox()
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_PORT": str(port)}
    mail |= {"MAIL_FROM": "biblioteka@zarechny.example", "SITE_ADDRESS": "http://biblioteka.local"}
    program = Program(
        home, {f"VECHE_{name}": value for name, value in (mail | {"RESERVE_MIB": "16"}).items()}
    )
    with _chromium() as browser, mail_server(postbox, port=port), running(program, "serve") as site:
        clerk = _signed_in(browser, site.address, "Помощник")
        number = _place(clerk, selection.slug)
        _serve(_signed_in(browser, site.address, "Иванова"), number)
        assert until(lambda: len(postbox.came) == 3, 90)
        subjects = [one["Subject"] for one in postbox.mails]
        assert subjects == [
            f"Заказ № {number} получен",
            f"Заказ № {number} принят в работу",
            f"Заказ № {number} готов",
        ]
        letter = postbox.mails[-1]
        (part,) = list(letter.iter_attachments())
        content = part.get_content()
        assert content.startswith(b"%PDF")
        body = letter.get_body()
        assert body is not None
        assert WORDS in body.get_content()
        assert until(lambda: "отправлен" in _state(clerk), 30)
        assert WORDS in clerk.inner_text(".course")
        with clerk.expect_download() as fetched:
            clerk.click("text=Скачать")
        assert Path(fetched.value.path()).read_bytes() == content
        clerk.goto(f"/check?q={hashlib.sha256(content).hexdigest()}")
        assert "Этот файл выдала библиотека" in clerk.inner_text("main")
    services = open_services(home)
    try:
        after = kept(replace(district, services=services), number)
        assert (after.state, after.publication) == (OrderState.SENT, issue.id)
    finally:
        close_services(services)


def _state(page: Page) -> str:
    page.reload()
    return page.inner_text(".order-state")
