"""What is proposed and no librarian has decided on: changes of status, drafts with their acts, press."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from acts.status import CHANGING, ENDING
from catalog.model import Relation
from catalog.unit_of_work import UnitOfWork
from language.wording import NBSP
from web.pages.headings import page_links
from web.paging import Paging, asked_page
from web.presenters.layout import Way
from web.presenters.requisites import act_link, by_text_of, first_upper, shown_title
from web.templating import page
from web.visit import Visit

SIZE = 20
_LONGEST = 420
# Name of the tab -> relations, and whether only those that no text says.
TABS: dict[str, tuple[tuple[str, ...], bool | None]] = {
    "status": (tuple(sorted(CHANGING | ENDING)), None),
    "drafts": (("draft-of",), None),
    "press": (("reports",), True),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a librarian.

    Attributes:
        relation: its number.
        record: number of the record that says it.
        acting: link to that record, by its name.
        acting_title: its title, or "".
        said: «признаёт утратившим силу».
        target: link to the other record, by its name.
        target_title: its title, or "".
        basis: «по тексту решения № 44/1, не проверено», or «вероятно, 87 %; не проверено».
        sentence: that it rests on, or "".
    """

    relation: int
    record: int
    acting: Way
    acting_title: str
    said: str
    target: Way
    target_title: str
    basis: str
    sentence: str


def counts(work: UnitOfWork) -> dict[str, int]:
    """How many questions wait on each tab."""
    return {
        name: work.relations.undecided(names, proposed=proposed, limit=1)[1]
        for name, (names, proposed) in TABS.items()
    }


def tabs(visit: Visit, work: UnitOfWork, current: str) -> list[Way]:
    """The tabs with their counts."""
    here = visit.url("changes")
    return [
        Way(
            f"{visit.t(f'changes.tab_{name}')} ({count})",
            f"{here}?{urlencode({'tab': name})}",
            name == current,
        )
        for name, count in counts(work).items()
    ]


def changes(visit: Visit) -> Response:
    """The questions of one tab."""
    asked = visit.asked.get("tab", "status")
    tab = asked if asked in TABS else "status"
    number = asked_page(visit.asked.get("page"))
    names, proposed = TABS[tab]
    with visit.services.database.read() as work:
        found, total = work.relations.undecided(
            names, proposed=proposed, limit=SIZE, offset=(number - 1) * SIZE
        )
        questions = _questions(visit, work, found)
        ways = tabs(visit, work, tab)
    return page(
        visit,
        "staff/changes.html",
        current="review",
        tab=tab,
        tabs=ways,
        questions=questions,
        total=total,
        links=page_links(visit.url("changes"), {"tab": tab}, Paging(number, SIZE, total)),
    )


def _questions(visit: Visit, work: UnitOfWork, relations: list[Relation]) -> list[Question]:
    ends = {one.record for one in relations} | {one.target for one in relations if one.target is not None}
    records = work.records.many(sorted(ends))
    found = []
    for one in relations:
        acting, target = records[one.record], records[one.target or 0]
        acting_way, target_way = act_link(visit, acting), act_link(visit, target)
        titles = [shown_title(visit, record) for record in (acting, target)]
        percent = f"{one.draft.confidence:.0%}".replace("%", f"{NBSP}%")
        likely = visit.t("relation.likely", percent=percent)
        found.append(
            Question(
                relation=one.id,
                record=acting.id,
                acting=Way(first_upper(acting_way.label), acting_way.address),
                acting_title=titles[0] if titles[0] != acting_way.label else "",
                said=visit.t(f"changes.{one.draft.relation}"),
                target=target_way,
                target_title=titles[1] if titles[1] != target_way.label else "",
                basis=visit.t("relation.likely", percent=likely)
                if one.proposed
                else by_text_of(visit, acting),
                sentence=_end_of(one.draft.sentence),
            )
        )
    return found


def _end_of(sentence: str) -> str:
    """A sentence; of one that has swallowed the head of its act the end, where it says what it does."""
    if len(sentence) <= _LONGEST:
        return sentence
    return "…" + sentence[-_LONGEST:].partition(" ")[2]
