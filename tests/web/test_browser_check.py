from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_browser import browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "size", [0, 1, 55, 56, 63, 64, 65, 119, 1000, (1 << 20) - 1, 1 << 20, (2 << 20) + 57]
)
def test_the_sum_of_a_chosen_file_is_computed_in_the_browser(
    server: str,
    page: Page,  # noqa: F811 - the fixture
    tmp_path: Path,
    size: int,
) -> None:
    data = bytes(at * 31 % 251 for at in range(size))
    (tmp_path / "файл.pdf").write_bytes(data)
    page.goto(f"{server}/check")
    page.set_input_files("#file", tmp_path / "файл.pdf")
    page.wait_for_url("**/check?q=*")
    expect(page.locator("#code")).to_have_value(hashlib.sha256(data).hexdigest())
    expect(page.get_by_text("Такого библиотека не выпускала.")).to_be_visible()
