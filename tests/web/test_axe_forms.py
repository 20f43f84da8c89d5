"""Axe on the pages that only a form, an edition or a place in a text leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page

from catalog.model import Value, ValueSource
from tests.web.district import COUNCIL, District, act, relation
from tests.web.test_browser import WIDTHS, faults_here
from tests.web.test_desk_keyboard import running, window
from tests.web.test_editions import Charter, charter

__all__ = ["charter"]
pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def staff(district: District) -> Iterator[Page]:
    """A window of a librarian at a site of the test's own."""
    with running(district) as address, window(district, address, script=True) as page:
        yield page


def press(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.click(selector)


def at_each_width(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at every width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += faults_here(page, f"{page.url} at {width}")
    return found


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_steps_of_a_bulk_edit_have_no_violation(staff: Page, district: District, language: str) -> None:
    staff.goto(f"{language}/staff/bulk?record={district.doubtful}&record={district.budget}")
    staff.select_option("[name=field]", "place")
    staff.fill("[name=value]", "с. Заречное")
    press(staff, "main button[value=preview]")
    found = at_each_width(staff)
    press(staff, "main button[value=apply]")
    found += at_each_width(staff)
    press(staff, "main form button")
    assert found + at_each_width(staff) == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_preview_of_a_rule_has_no_violation(staff: Page, district: District, language: str) -> None:
    staff.goto(f"{language}/staff/rules")
    staff.locator("[name=category]").last.select_option("budget")
    staff.locator("[name=headings]").last.check()
    with staff.expect_navigation():
        staff.locator("button[value=preview]").last.click()
    assert at_each_width(staff) == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_desk_and_what_waits_have_no_violation(staff: Page, district: District, language: str) -> None:
    staff.goto(f"{language}/staff/review/{district.doubtful}")
    found = at_each_width(staff)
    press(staff, "button[value=as-is] >> visible=true")
    found += at_each_width(staff)
    for way in ("review", "changes", "changes?tab=drafts", "changes?tab=press", "completeness"):
        staff.goto(f"{language}/staff/{way}")
        found += at_each_width(staff)
    assert found == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_editions_places_drafts_and_contradictions_have_no_violation(
    staff: Page, district: District, charter: Charter, language: str
) -> None:
    late = "Внести в решение от 14 ноября 2013 г. № 112 изменения."
    draft = replace(
        act("О тишине", COUNCIL, "", "", "ПРОЕКТ\n\nО тишине", kind="проект решения", status_read="draft"),
        values=(
            Value("title", "О тишине", ValueSource.READ, page=1, start=8, end=16),
            Value("draft", "1", ValueSource.READ),
            Value("proposals_until", "2026-12-15", ValueSource.READ),
        ),
    )
    with district.services.database.write() as work:
        said = relation("amends", "112", date(2013, 11, 14), late)
        changing = work.records.add(act("О позднем", COUNCIL, "2023-05-01", "30/1", late, relations=(said,)))
        (told,) = work.relations.of_record(changing)
        number = work.records.add(draft)
    found = []
    for way in (
        f"/records/{charter.record}",
        f"/records/{charter.record}/editions/{charter.former}",
        f"/records/{charter.record}/editions/{charter.former}/compare/{charter.newer}",
        f"/records/{district.old}",
        f"/records/{changing}/pages/1?said={told.id}",
        f"/records/{number}/pages/1?spot=8-16",
        "/drafts",
        "/",
        "/headings",
    ):
        staff.goto(f"{language}{way}")
        found += at_each_width(staff)
    assert found == []
