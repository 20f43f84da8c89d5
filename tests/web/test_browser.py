"""The pages in Chromium: axe finds no violation, nothing is wider than the window, the keyboard is enough."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.district import PASSWORD, District

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
WIDTHS = (1280, 390)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BUDGET = quote("бюджет района")
READERS = (
    "/",
    "/search",
    f"/search?q={BUDGET}",
    f"/search?q={BUDGET}&class=act&year=2024",
    f"/search?q={quote('кикимора')}",
    f"/search/list?q={BUDGET}",
    "/records/{budget}",
    f"/records/{{budget}}/pages/2?q={BUDGET}",
    "/records/{budget}/text",
    "/records/{old}",
    "/records/{old}/compare/{budget}",
    "/records/{draft}",
    "/drafts",
    "/records/{press}",
    "/records/{fact}",
    "/records/{scan}",
    "/records/{table}",
    "/records/{withdrawn}",
    "/headings",
    "/headings/pp-budget",
    "/dossiers",
    "/press",
    "/lists",
    "/lists/{list_slug}",
    "/lists/{list_slug}/issues",
    "/lists/arrivals?from=2020-01-01",
    "/lists/deposit",
    "/no-such-page",
    "/staff/sign-in",
)
STAFF = (
    "/staff/intake",
    "/staff/intake?tab=rejected",
    "/staff/intake/{archive}",
    "/staff/intake/{rejected}",
    "/staff/receipts/{today}",
    "/staff/review",
    "/staff/review/{doubtful}",
    "/staff/changes",
    "/staff/completeness",
    "/staff/bulk?record={doubtful}&record={budget}",
    "/staff/records/{doubtful}/edit",
    "/records/{doubtful}",
    f"/search?q={BUDGET}",
    "/staff/selections",
    "/staff/selections?tab=removed",
    "/staff/selections/new",
    "/staff/selections/{selection}",
    "/staff/selections/{selection}?section=none&edit={budget}&checked=all",
    "/staff/selections/{selection}/about",
    "/staff/selections/{selection}/history",
    f"/staff/selections/{{selection}}/add?q={BUDGET}",
    "/staff/selections/{selection}/add",
    "/staff/selections/{selection}/publish",
    "/staff/selections/{selection}/preview",
    "/staff/records/select?record={budget}&record={old}",
    "/staff/headings",
    "/staff/rules",
    "/staff/audit",
    "/staff/users",
    "/staff/password",
)
SAMPLE = ("/", f"/search?q={BUDGET}", f"/records/{{budget}}/pages/1?q={BUDGET}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    if not os.path.exists(CHROMIUM):  # noqa: PTH110 - a plain question
        pytest.skip("no Chromium (make system)")
    with sync_playwright() as driver:
        launched = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A window of a reader."""
    context = _context(browser, server)
    yield context.new_page()
    context.close()


# The box of the search shows the focus of what stands in it.
FOCUS = "getComputedStyle(document.activeElement.closest('.search') || document.activeElement).outlineStyle"


def _context(browser: Browser, server: str, **more: object) -> BrowserContext:
    return browser.new_context(base_url=server, locale="ru-RU", **more)  # type: ignore[arg-type]


def _filled(address: str, district: District) -> str:
    names = {name: getattr(district, name) for name in District.__slots__ if name != "services"}
    today = datetime.now(UTC).astimezone(district.services.clock.zone).date()
    return address.format(**names, today=today.isoformat())


def _sign_in(context: BrowserContext, district: District, server: str) -> None:
    with district.services.database.write() as work:
        account = work.accounts.by_name("Главный")
        assert account is not None
        token = work.accounts.open_session(account.id, datetime.now(UTC))
    context.add_cookies([{"name": "veche_session", "value": token, "url": server}])


def _faults(window: Page, address: str) -> list[str]:
    """What is wrong with a page, in words."""
    window.goto(address)
    return faults_here(window, address)


def faults_here(window: Page, address: str) -> list[str]:
    """What is wrong with the page that a window shows, in words."""
    wide = window.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found = [f"{address}: wider than the window"] if wide else []
    for violation in Axe().run(window, options=RULES).response["violations"]:
        nodes = "; ".join(str(node["html"])[:160] for node in violation["nodes"][:3])
        found.append(f"{address}: {violation['id']}: {nodes}")
    return found


def _walk(browser: Browser, district: District, server: str, width: int, **how: object) -> list[str]:
    context = _context(browser, server, viewport={"width": width, "height": 900})
    addresses = how.get("addresses")
    assert isinstance(addresses, tuple)
    if how.get("staff"):
        _sign_in(context, district, server)
    window = context.new_page()
    for what in ("large", "contrast"):
        if how.get("display"):
            window.goto(f"/display/{what}?back=/")
    found = [fault for one in addresses for fault in _faults(window, _filled(one, district))]
    context.close()
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_the_three_pages_that_matter_most_have_no_violation(
    browser: Browser, shared: District, server: str, width: int
) -> None:
    assert _walk(browser, shared, server, width, addresses=SAMPLE) == []


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_readers_has_a_violation(
    browser: Browser, shared: District, server: str, width: int
) -> None:
    english = tuple(f"/en{address}" for address in READERS)
    assert _walk(browser, shared, server, width, addresses=READERS + english) == []


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_staff_has_a_violation(
    browser: Browser, shared: District, server: str, width: int
) -> None:
    assert _walk(browser, shared, server, width, addresses=STAFF, staff=True) == []


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_large_type_and_high_contrast_have_no_violation(
    browser: Browser, shared: District, server: str, width: int
) -> None:
    assert _walk(browser, shared, server, width, addresses=READERS, display=True) == []


@pytest.mark.long
def test_pages_hold_at_twice_the_size(browser: Browser, shared: District, server: str) -> None:
    # A window of 1280 at 200 % is one of 640 to the page; at 400 % one of 320 (WCAG 1.4.10).
    for width in (640, 320):
        assert _walk(browser, shared, server, width, addresses=READERS) == []


def test_a_reader_searches_opens_a_hit_and_narrows_without_script(browser: Browser, server: str) -> None:
    context = _context(browser, server, java_script_enabled=False)
    window = context.new_page()
    window.goto("/")
    window.fill("#q", "бюджет района")
    window.press("#q", "Enter")
    assert "Найдено 6" in window.inner_text("h1")
    window.click(".filters a >> text=Акты")
    assert "Найдено: 5 актов" in window.inner_text("h1")
    window.click("text=Открыть на странице с найденным >> nth=0")
    assert window.locator("mark").count() > 0
    window.click("text=К поиску")
    assert window.input_value("#q") == "бюджет района"
    window.click("text=Начать заново")
    assert window.input_value("#q") == ""
    context.close()


def test_a_librarian_signs_in_corrects_a_number_and_signs_out(browser: Browser, district: District) -> None:
    import socket
    import threading

    import uvicorn

    from web.app import create_app

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(16)
        running = uvicorn.Server(
            uvicorn.Config(create_app(district.services), log_level="warning", lifespan="off")
        )
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            context = _context(
                browser, f"http://127.0.0.1:{listening.getsockname()[1]}", java_script_enabled=False
            )
            window = context.new_page()
            window.goto(f"/staff/records/{district.doubtful}/edit")
            window.fill("#name", "Иванова")
            window.fill("#password", PASSWORD)
            _follow(window, "main button")
            _follow(window, "text=взять это")
            assert window.input_value("#f-number") == "137-п"
            _follow(window, "text=Записать, всё проверено")
            assert "№ 137-п" in window.inner_text(".card").replace("\u00a0", " ")
            _follow(window, "text=Выйти")
            assert window.locator("text=Сотрудникам").count() == 1
            context.close()
        finally:
            running.should_exit = True
            thread.join()


def _follow(window: Page, selector: str) -> None:
    """Click what leads to another page, and wait for that page."""
    with window.expect_navigation():
        window.click(selector)


def test_everything_is_reached_by_keyboard_and_focus_is_seen(page: Page) -> None:
    page.goto(f"/search?q={BUDGET}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML"))
        assert page.evaluate(FOCUS) != "none", page.evaluate("document.activeElement.outerHTML")
    assert len(seen) > 30


def test_nothing_is_asked_of_anybody_else_and_the_console_is_silent(page: Page, server: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for address in ("/", f"/search?q={BUDGET}", "/records/1/text", "/en/"):
        page.goto(address)
    assert all(address.startswith(server) for address in asked)
    assert any(address.endswith(".woff2") for address in asked)
    assert said == []


def test_paper_shows_the_library_the_address_and_the_note_but_no_buttons(page: Page) -> None:
    page.goto("/records/1/text")
    page.emulate_media(media="print")
    assert page.is_visible(".foot .address")
    assert not page.is_visible(".ways")
    assert not page.is_visible("[data-print]")
    assert "Не является официальным опубликованием" in page.inner_text(".foot")
