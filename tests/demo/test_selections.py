"""The demo's selections, made of the collection as the real road took it in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acts import status
from catalog.selections import SelectionFilter
from demo import build
from demo.selections import Shelves, make_selections
from dossiers.publication import Publication, from_json
from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from ingest.adding import add_paths
from search.indexer import Indexer
from search.searcher import Searcher
from search.whoosh_engine import WhooshEngine
from tests.demo.test_taken_in import CLASSES
from tests.ingest.stations import station


@pytest.fixture(scope="module")
def issues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Publication]]:
    folder, home = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("home")
    build(folder)
    (home / "extraction").mkdir()
    with (
        ExtractionPool(2, Limits(), home / "extraction", ocr=False) as pool,
        station(home, pool) as opened,
    ):
        for name, record_class in CLASSES.items():
            list(add_paths([folder / name], opened.road, record_class=record_class))
        Indexer(opened.database, home / "index", status.intervals).bring_up_to_date()
        with WhooshEngine(home / "index") as engine:
            searcher = Searcher(engine, opened.database)
            make_selections(Shelves(opened.database, searcher, opened.road.clock, "Районная библиотека"))
        with opened.database.read() as work:
            found = []
            for saved in work.selections.page(SelectionFilter(public=True), limit=100)[0]:
                assert saved.issue_id is not None
                found.append(from_json(work.publications.content(saved.issue_id)))
            yield found


@pytest.mark.long
def test_the_demo_has_a_selection_of_each_kind(issues: list[Publication]) -> None:
    assert {issue.kind for issue in issues} == {"dossier", "press", "list"}
    assert all(section.entries for issue in issues for section in issue.sections)


@pytest.mark.long
def test_the_second_issue_on_the_budget_says_what_changed(issues: list[Publication]) -> None:
    budget = next(issue for issue in issues if issue.title == "Бюджет района")
    assert budget.number == 2
    assert {"came", "status"} <= {change.what for change in budget.changes}
    assert [section.title for section in budget.sections] == [
        "Как принимается бюджет", "Бюджеты по годам", "Исполнение", "Пресса о бюджете",
    ]  # fmt: skip


@pytest.mark.long
def test_clippings_are_described_and_withheld(issues: list[Publication]) -> None:
    press = [entry for issue in issues for entry in issue.entries if entry.record_class == "press"]
    assert press
    assert {entry.withheld for entry in press} == {"press"}
    assert all(not entry.files and entry.text is None for entry in press)
