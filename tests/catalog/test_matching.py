from __future__ import annotations

import pytest

from catalog.matching import Candidate, Cited, meant, same_issuer, same_kind

OWN = "Совет депутатов Заречного района"
ADMINISTRATION = "Администрация Заречного муниципального района"
FOREIGN = "Совет депутатов Приозёрного района"


def cited(kind: str | None = "решение", issuer: str | None = None, by: str | None = OWN) -> Cited:
    return Cited("amends", kind, issuer, 1, by)


def candidate(
    record: int, issuer: str | None, kind: str | None = "решение", source: int | None = None
) -> Candidate:
    return Candidate(record, kind, issuer, source if source is not None else record, draft=False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (OWN, "Совет депутатов", True),
        (OWN, "Советом депутатов Заречного района", True),
        (OWN, FOREIGN, False),
        ("Администрация района", ADMINISTRATION, True),
        (OWN, ADMINISTRATION, False),
        (OWN, None, False),
        ("", OWN, False),
        ("№ 1", "№ 2", False),
    ],
)
def test_names_of_one_body(one: str | None, other: str | None, same: bool) -> None:
    assert same_issuer(one, other) is same
    assert same_issuer(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("решение", "Решение", True),
        ("закон", "федеральный закон", True),
        (None, "решение", True),
        ("решение", "постановление", False),
        ("решение", "проект решения", False),
    ],
)
def test_kinds_that_may_be_one(one: str | None, other: str | None, same: bool) -> None:
    assert same_kind(one, other) is same


def test_the_body_that_is_named_decides() -> None:
    assert meant(cited(issuer=FOREIGN), [candidate(2, OWN), candidate(3, FOREIGN)]) == 3
    assert meant(cited(issuer=OWN), [candidate(3, FOREIGN)]) is None


def test_a_body_means_itself_when_it_names_none() -> None:
    assert meant(cited(), [candidate(2, FOREIGN), candidate(3, OWN)]) == 3
    assert meant(cited(), [candidate(2, FOREIGN)]) is None


def test_a_body_means_itself_by_a_general_name() -> None:
    assert meant(cited(issuer="Совет депутатов"), [candidate(2, FOREIGN)]) is None
    assert meant(cited(issuer="Совет депутатов"), [candidate(2, FOREIGN), candidate(3, OWN)]) == 3


def test_a_neighbour_is_not_meant_by_a_general_name() -> None:
    general = cited(issuer="Совет депутатов", by=ADMINISTRATION)
    assert meant(general, [candidate(2, FOREIGN)]) is None
    assert meant(general, [candidate(2, FOREIGN), candidate(3, OWN)]) == 3


def test_laws_of_the_state_need_no_issuer() -> None:
    law = candidate(2, "Российская Федерация", "федеральный закон")
    assert meant(cited(kind="федеральный закон"), [law]) == 2
    assert meant(cited(kind="закон"), [law]) == 2


def test_two_equally_likely_bodies_leave_it_open() -> None:
    unknown = cited(by=None)
    assert meant(unknown, [candidate(2, OWN), candidate(3, FOREIGN)]) is None
    assert meant(unknown, [candidate(2, OWN)]) == 2


def test_of_two_copies_of_one_act_the_first_is_meant() -> None:
    assert meant(cited(), [candidate(5, OWN, source=1), candidate(4, OWN, source=1)]) == 4


def test_an_act_is_never_its_own_target() -> None:
    assert meant(cited(), [candidate(1, OWN)]) is None


def test_an_attachment_is_meant_only_by_its_kind() -> None:
    attachment = candidate(2, OWN, "приложение")
    assert meant(cited(kind=None), [attachment]) is None
    assert meant(cited(kind="приложение"), [attachment]) == 2


def test_a_charter_is_meant_by_the_decision_that_adopted_it() -> None:
    charter = candidate(4, OWN, kind="устав", source=9)
    assert meant(cited(), [charter]) == 4
    assert meant(cited(), [charter, candidate(5, OWN, source=9)]) == 5
    assert meant(Cited("attachment-of", "решение", None, 1, OWN), [charter]) is None
    assert meant(cited(kind="приказ"), [charter]) is None


def test_a_newspaper_writes_of_acts_of_others() -> None:
    article = Cited("reports", "решение", None, 1, "Заречная новь")
    assert meant(article, [candidate(2, OWN)]) == 2
    assert meant(article, [candidate(2, OWN), candidate(3, FOREIGN)]) is None
    assert meant(Cited("cites", "решение", None, 1, "Заречная новь"), [candidate(2, OWN)]) is None
