from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from dossiers.exports.html import write
from dossiers.publication import Publication
from tests.dossiers.exports.samples import HOSTILE, Folder, dossier, hostile, unheard

CHROMIUM = Path("/usr/bin/chromium")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CODE_OF_ITS_OWN = "script", "iframe", "object", "embed", "form", "link", "base"


def page(publication: Publication, folder: Folder) -> Path:
    target = folder.root.parent / "page.html"
    write(publication, folder, target, unheard)
    return target


def parsed(publication: Publication, folder: Folder) -> html.HtmlElement:
    return html.fromstring(page(publication, folder).read_bytes())


def test_it_asks_nothing_of_anybody(folder: Folder) -> None:
    tree = parsed(dossier(folder), folder)
    assert not list(tree.iter(*CODE_OF_ITS_OWN))
    assert [image.get("src", "")[:21] for image in tree.iter("img")] == ["data:image/png;base64"]
    assert "url(" not in "".join(style.text or "" for style in tree.iter("style"))


def test_every_link_within_leads_somewhere_and_every_name_is_given_once(folder: Folder) -> None:
    tree = parsed(dossier(folder), folder)
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))
    links = [a.get("href", "") for a in tree.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    assert [link for link in links if not link.startswith("#")] == ["https://zarechny.example/plan"]
    assert {f"d{at}" for at in range(1, 5)} <= {link[1:] for link in links}


def test_headings_go_down_step_by_step(folder: Folder) -> None:
    tree = parsed(dossier(folder), folder)
    levels = [int(str(element.tag)[1]) for element in tree.iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_of_a_text_are_tables(folder: Folder) -> None:
    tree = parsed(dossier(folder), folder)
    rows = [[cell.text for cell in row] for row in tree.findall(".//div[@class='text']//tr")]
    assert rows[1:] == [["Налог на доходы", "800,0"], ["Земельный налог", "434,5"]]


def test_heads_of_a_text_stand_in_the_middle_and_signatures_on_two_sides(folder: Folder) -> None:
    tree = parsed(dossier(folder), folder)
    (text,) = tree.findall(".//div[@class='text']")
    centred = [line.text for line in text.iterfind("p[@class='centre']")]
    assert centred == ["СОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА", "РЕШЕНИЕ"]
    sides = [[side.text for side in line] for line in text.iterfind("p[@class='sides']")]
    assert sides == [["Глава", "И. П. Рекин"]]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_are_words(folder: Folder, words: str) -> None:
    octets = page(hostile(folder, words), folder).read_bytes()
    tree = html.fromstring(octets)
    assert not list(tree.iter(*CODE_OF_ITS_OWN))
    assert not [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", octets.decode())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium (make system)")
    with sync_playwright() as driver:
        launched = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("words", [None, HOSTILE[-5]])
def test_in_a_browser_axe_finds_nothing_and_nothing_is_fetched(
    folder: Folder, browser: Browser, width: int, words: str | None
) -> None:
    publication = dossier(folder) if words is None else hostile(folder, words)
    window = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.goto(page(publication, folder).as_uri())
    faults = [fault["id"] for fault in Axe().run(window, options=RULES).response["violations"]]
    wide = window.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    window.close()
    assert faults == []
    assert not wide
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []
