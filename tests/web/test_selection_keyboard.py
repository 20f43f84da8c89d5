"""A dossier is made by keyboard alone, with script and without, and by dragging; axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from dossiers.arranging import standing
from tests.web.district import District
from tests.web.test_browser import WIDTHS, faults_here
from tests.web.test_desk_keyboard import running, window
from tests.web.test_selection_editor import draft_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
MOST_TABS = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def enter(page: Page) -> None:
    """Press Enter where it leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def make(page: Page, title: str) -> str:
    """A dossier with what «бюджет» finds, by keys alone; its address."""
    page.goto("/staff/selections")
    tab_to(page, "a.button[href*='/new']")
    enter(page)
    assert page.evaluate("document.activeElement.id") == "title"
    page.keyboard.insert_text(title)
    enter(page)
    address = page.url
    tab_to(page, "a.button[href*='/add']")
    enter(page)
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.insert_text("бюджет")
    enter(page)
    tab_to(page, "button[value=all]")
    enter(page)
    return address


@pytest.mark.parametrize("script", [True, False])
def test_a_dossier_is_made_divided_and_published_without_a_mouse(district: District, *, script: bool) -> None:
    with running(district) as address, window(district, address, script=script) as page:
        made = make(page, "Бюджет района")
        before = standing(draft_of(district, made), None)
        assert len(before) == 6
        tab_to(page, "#new-section")
        page.keyboard.insert_text("Сначала прочесть")
        enter(page)
        (section,) = draft_of(district, made).sections
        last = before[-1]
        tab_to(page, f"button[value='up:{last}']")
        enter(page)
        assert page.evaluate("document.activeElement.value") == f"up:{last}"
        enter(page)
        moved = standing(draft_of(district, made), None)
        assert moved.index(last) == len(before) - 3
        tab_to(page, "a[href*='edit=']")
        enter(page)
        assert page.evaluate("document.activeElement.id") == "note"
        page.keyboard.insert_text("Читать **сначала**")
        tab_to(page, "#place")
        page.keyboard.press("ArrowDown")
        tab_to(page, ".panel button[value=save]")
        enter(page)
        noted = next(one for one in draft_of(district, made).entries if one.note)
        assert noted.section == section.id
        page.goto(made)
        tab_to(page, "a.button[href*='/publish']")
        enter(page)
        tab_to(page, "#compiler")
        tab_to(page, "main form[method=post] button.button")
        enter(page)
        assert "Выпуск 1 опубликован." in page.inner_text("main")


def test_an_entry_is_dragged_before_another_and_into_a_section(district: District) -> None:
    with running(district) as address, window(district, address, script=True) as page:
        made = make(page, "Бюджет района")
        first, second, third = standing(draft_of(district, made), None)[:3]
        with page.expect_navigation():
            page.drag_and_drop(f"#r{third} .what", f"#r{first}", target_position={"x": 300, "y": 5})
        assert standing(draft_of(district, made), None)[:3] == [third, first, second]
        page.locator(f"#r{first} button[value='down:{first}']").focus()
        with page.expect_navigation():
            page.keyboard.press("Alt+ArrowUp")
        assert standing(draft_of(district, made), None)[:3] == [first, third, second]
        page.fill("#new-section", "Раздел")
        with page.expect_navigation():
            page.click(".add-section button")
        (section,) = draft_of(district, made).sections
        with page.expect_navigation():
            page.drag_and_drop(f"#r{first} .what", f"[data-into='{section.id}']")
        assert standing(draft_of(district, made), section.id) == [first]


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_only_forms_lead_to_has_no_violation(district: District, language: str) -> None:
    found: list[str] = []

    def look(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found.extend(faults_here(page, f"{page.url} at {width}"))

    with running(district) as address, window(district, address, script=True) as page:
        made = f"{address}{language}/staff/selections/{district.selection}"
        page.goto(f"{made}?edit={district.budget}")
        page.fill("#note", "Моё слово")
        page.evaluate("document.querySelector('[data-entries] [name=version]').value = '1'")
        with page.expect_navigation():
            page.click(".panel button[value=save]")
        assert page.input_value("main textarea") == "Моё слово"
        look(page)
        with page.expect_navigation():
            page.click("main form button.button")
        page.goto(f"{made}/publish")
        look(page)
        with page.expect_navigation():
            page.click("main form[method=post] button.button")
        look(page)
        page.goto(f"{made}/add?q=бюджет&class=press")
        with page.expect_navigation():
            page.click("button[value=keep]")
        look(page)
        page.goto(made)
        with page.expect_navigation():
            page.click(".ask-again button")
        look(page)
        with page.expect_navigation():
            page.locator("main button[value^='exclude'], main button[value^='refuse:']").first.click()
        page.goto(f"{made}?section=excluded")
        look(page)
    assert found == []
