"""Thirty doubtful records are checked at the desk by keyboard alone, as fast as a librarian types."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from catalog.model import RecordDraft, TextDraft, Value, ValueSource
from language.wording import day
from tests.web.district import BOARD, District, act
from web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.long]
CHROMIUM = "/usr/bin/chromium"
HOW_MANY = 30
KEY = 0.12
"""Seconds for a key: some 500 signs a minute is a typist, a librarian needs twice that."""
LOOK = 3.0
"""Seconds to look at a record before the first key."""
TAKE = "Alt+1"
SUBJECTS = ("дорог", "колодцев", "парков", "мостов", "библиотек", "школ", "ярмарок", "переправ")


@dataclass(frozen=True)
class Doubt:
    """A record with what a librarian does about it: keys that are pressed, or words that are typed."""

    record: int
    keys: tuple[str, ...]
    field: str
    value: str


def doubtful(chance: random.Random, at: int) -> tuple[RecordDraft, tuple[str, ...], str, str]:
    """A record of one of the sorts of doubt, the keys that settle it, and the value that is right."""
    when = date(2012, 1, 10) + timedelta(days=chance.randrange(4000))
    number, subject = f"{chance.randrange(10, 400)}-п", chance.choice(SUBJECTS)
    title = f"О содержании {subject} района, вопрос {at}"
    text = f"ПОСТАНОВЛЕНИЕ\n\nот {day(when)} № {number}\n\n{title}\n\n1. Утвердить порядок."
    made = replace(
        act(title, BOARD, when.isoformat(), number, text, kind="постановление"),
        text=TextDraft(None, (text,), "import", "1", "born", "text/plain"),
    )
    sort = at % 4
    if sort == 0:  # the name of the file has another number, the text is right
        other = Value("number", f"{chance.randrange(500, 900)}-п", ValueSource.FILE_NAME, 0.8)
        return replace(made, values=(*made.values, other)), ("Enter",), "number", number
    if sort == 1:  # the sidecar has a slip, the text is right
        slip = Value("date", (when - timedelta(days=365)).isoformat(), ValueSource.SIDECAR)
        return replace(made, values=(*made.values, slip)), (TAKE, "Enter"), "date", when.isoformat()
    if sort == 2:  # a number read badly from a scan: it is typed
        start = text.index("№ ") + 2
        misread = Value("number", "1О-п", ValueSource.READ, 0.3, page=1, start=start, end=start + len(number))
        values = (*(one for one in made.values if one.field != "number"), misread)
        return replace(made, values=values), ("Control+A", *number, "Enter"), "number", number
    vague = replace(made.values[2], value=f"файл {at}", source=ValueSource.FILE_NAME, confidence=0.3)
    values = (*(one for one in made.values if one.field != "title"), vague)
    keys = ("Control+A", *title, "Control+Enter")
    return replace(made, values=values, marks=("doubt:title",)), keys, "title", title


def fill_queue(district: District) -> list[Doubt]:
    """A queue of nothing but thirty made doubts."""
    chance = random.Random(7)  # noqa: S311 - a made queue, the same each time
    with district.services.database.write() as work:
        for number in work.records.review_order():
            work.records.mark_reviewed(number, actor="Иванова")
        found = []
        for at in range(HOW_MANY):
            draft, keys, field, value = doubtful(chance, at)
            found.append(Doubt(work.records.add(draft), keys, field, value))
        assert set(work.records.review_order()) == {one.record for one in found}
    return found


@contextmanager
def running(district: District) -> Iterator[str]:
    """The address of a running site."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            create_app(district.services), log_level="warning", proxy_headers=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def window(district: District, address: str, *, script: bool) -> Iterator[Page]:
    """A window in which a librarian is signed in."""
    with district.services.database.write() as work:
        account = work.accounts.by_name("Иванова")
        assert account is not None
        token = work.accounts.open_session(account.id, datetime.now(UTC))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(base_url=address, locale="ru-RU", java_script_enabled=script)
        context.add_cookies([{"name": "veche_session", "value": token, "url": address}])
        yield context.new_page()
        browser.close()


def press(page: Page, key: str) -> None:
    """Press a key; those of the pages («Alt+о») go past the driver, which knows Latin letters alone."""
    letter = key.removeprefix("Alt+")
    if letter != key:
        typed = {"modifiers": 1, "key": letter, "text": letter, "unmodifiedText": letter}
        session = page.context.new_cdp_session(page)
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", **typed})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", "modifiers": 1, "key": letter})
        session.detach()
    elif letter.isascii():
        page.keyboard.press(key)
    else:
        page.keyboard.insert_text(letter)


def settle(page: Page, keys: tuple[str, ...], *, script: bool = False) -> None:
    """Press the keys that settle a doubt, each for as long as a person takes; the next page is there."""
    for key in keys[:-1]:
        press(page, key)
        page.wait_for_timeout(KEY * 1000)
        if key == TAKE and not script:  # without script another reading is taken by the server
            page.wait_for_url("**done=saved")
    before = page.url
    press(page, keys[-1])
    page.wait_for_url(lambda url: url.split("?")[0] != before.split("?")[0])


def record_at(page: Page) -> int:
    """The record that stands at the desk."""
    return int(page.url.rsplit("/", 1)[1].split("?", maxsplit=1)[0])


@pytest.mark.parametrize("script", [True, False])
def test_a_queue_of_thirty_is_emptied_by_keyboard_in_under_five_minutes(
    district: District, *, script: bool
) -> None:
    queue = fill_queue(district)
    doubts = {one.record: one for one in queue}
    with running(district) as address, window(district, address, script=script) as page:
        page.goto("/staff/review")
        begun, keys = time.monotonic(), 1
        press(page, "Alt+о")
        page.wait_for_url("**/staff/review/*")
        while doubts:
            doubt = doubts.pop(record_at(page))
            assert page.locator(":focus").get_attribute("name") == doubt.field
            page.wait_for_timeout(LOOK * 1000)
            pressed = (
                doubt.keys if script else tuple(key.replace("Control+Enter", "Alt+о") for key in doubt.keys)
            )
            settle(page, pressed, script=script)
            keys += len(pressed)
        seconds = time.monotonic() - begun
        assert "Проверять нечего" in page.inner_text("main")
    print(f"script={script}: {seconds:.0f} s, {keys / HOW_MANY:.1f} keys a record")  # noqa: T201 - the figure
    assert seconds < 300
    with district.services.database.read() as work:
        assert work.records.review_order() == []
        records = work.records.many([one.record for one in queue])
    assert [str(getattr(records[one.record], one.field)) for one in queue] == [one.value for one in queue]


def test_skip_and_undo_are_keys_too(district: District) -> None:
    fill_queue(district)
    with running(district) as address, window(district, address, script=False) as page:
        page.goto("/staff/review")
        press(page, "Alt+о")
        page.wait_for_url("**/staff/review/*")
        first = record_at(page)
        settle(page, ("Alt+п",))
        second = record_at(page)
        assert second != first
        settle(page, ("Alt+в",))
        assert "осталось 29" in page.inner_text(".crumbs")
        settle(page, ("Alt+ю",))
        assert record_at(page) == second
        assert "осталось 30" in page.inner_text(".crumbs")
