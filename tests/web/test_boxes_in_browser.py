"""Boxes lie over the printed words in a browser, at every width; the new views pass axe in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.web.district import District
from tests.web.pictured import Pictured, pictured
from tests.web.test_browser import WIDTHS, _faults, browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser
ASKED = quote("расходов")


@pytest.fixture(scope="module")
def made(shared: District, tmp_path_factory: pytest.TempPathFactory) -> Pictured:
    """Records with pages."""
    return pictured(shared, tmp_path_factory.mktemp("boxed"))


@pytest.fixture(params=WIDTHS)
def window(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window without script, wide or narrow."""
    context = browser.new_context(
        base_url=server, viewport={"width": request.param, "height": 900}, java_script_enabled=True
    )
    yield context.new_page()
    context.close()


def ink(window: Page) -> tuple[float, float, float, float]:
    """Edges of what is printed on the picture, in points of the window."""
    window.evaluate("document.querySelector('.page-picture svg').remove()")
    image = window.locator(".page-picture img")
    place = image.bounding_box()
    assert place is not None
    with Image.open(BytesIO(image.screenshot())) as shot:
        box = shot.convert("L").point([255 * (value < 140) for value in range(256)]).getbbox()
        assert box is not None
        across, down = place["width"] / shot.width, place["height"] / shot.height
    left, top = place["x"], place["y"]
    return left + box[0] * across, top + box[1] * down, left + box[2] * across, top + box[3] * down


def test_the_box_lies_over_the_printed_word(window: Page, made: Pictured) -> None:
    # «Смета расходов»: the word asked for ends the only line of the page.
    window.goto(f"/records/{made.act}/pages/2?q={ASKED}&view=picture")
    window.wait_for_function("document.querySelector('.page-picture img').complete")
    assert window.locator(".page-picture rect.hit").count() == 1
    window.locator(".page-picture img").scroll_into_view_if_needed()
    box = window.locator(".page-picture rect.hit").bounding_box()
    picture = window.locator(".page-picture img").bounding_box()
    assert box is not None
    assert picture is not None
    left, top, right, bottom = ink(window)
    near = 0.012 * picture["width"]
    assert box["x"] + box["width"] == pytest.approx(right, abs=near)
    assert box["x"] > left + 0.3 * (right - left)  # the first word of the line is outside
    assert box["y"] <= top + near
    assert box["y"] + box["height"] >= bottom - near
    assert box["height"] < 3 * (bottom - top)


@pytest.mark.long
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_new_views_have_no_violation(window: Page, made: Pictured, language: str) -> None:
    addresses = (
        f"{language}/records/{made.act}?q={ASKED}&view=picture",
        f"{language}/records/{made.act}/pages/2?q={ASKED}",
        f"{language}/records/{made.scan}?view=picture",
        f"{language}/records/{made.scan}",
        f"{language}/records/{made.unread}",
        f"{language}/records/{made.broken}?view=picture",
        f"{language}/records/{made.budget}/tables",
        f"{language}/records/{made.other}/tables",
        f"{language}/records/{made.broken}/tables",
    )
    assert [fault for one in addresses for fault in _faults(window, one)] == []
