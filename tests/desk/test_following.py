from __future__ import annotations

import re

import pytest

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.home import Home
from catalog.orders import Mail, MailState
from catalog.selections import Selection
from catalog.unit_of_work import UnitOfWork
from desk.following import Following
from desk.mailing import send_due
from desk.smtp import Server
from dossiers import editing
from dossiers.editing import Hand
from dossiers.publishing import imprint, publish
from tests.desk.desks import CUSTOMER, GO_ON, LIBRARIAN, LIBRARY, SECRET, SITE, MovingClock, post
from tests.desk.mail_server import Postbox, mail_server
from tests.dossiers.stock import act, selection

CLOCK = MovingClock()


def following(clock: Clock = CLOCK, *, by_mail: bool = True, site: str = SITE) -> Following:
    return Following(clock, SECRET, site, by_mail, "zarechny.example")


def letters(work: UnitOfWork) -> list[Mail]:
    return work.mails.in_states(frozenset(MailState))[::-1]


def token_in(mail: Mail) -> str:
    found = re.search(r"/follow/([\w-]+)", mail.body)
    assert found is not None
    return found.group(1)


def published(work: UnitOfWork, saved: Selection) -> Selection:
    """A further record is taken in, and a further issue published."""
    record = work.records.add(act(f"О бюджете {saved.version}", number=str(saved.version)))
    saved = editing.add_records(work, saved.id, [record], Hand(LIBRARIAN, saved.version, CLOCK))
    publish(work, saved.id, Hand(LIBRARIAN, saved.version, CLOCK), imprint(LIBRARY, CLOCK))
    found = work.selections.get(saved.id)
    assert found is not None
    return found


def test_an_address_follows_only_after_it_has_confirmed(database: Database) -> None:
    with database.write() as work:
        saved = published(work, selection(work, public=True))
        following().ask(work, saved.id, "Otdel@zarechny.example", language="ru")
        (asked,) = letters(work)
        assert (asked.recipient, "подтвердите" in asked.body) == (CUSTOMER, True)
        saved = published(work, saved)
        assert following().tell(work) == 0
        assert following().confirm(work, token_in(asked)).address == CUSTOMER
        assert work.followers.count(saved.id) == 1
        assert following().tell(work) == 0
        saved = published(work, saved)
        assert following().tell(work) == 1
        assert following().tell(work) == 0
        issue = letters(work)[-1]
        assert issue.subject == f"«Бюджет района»: выпуск № {saved.issue}"
        assert f"{SITE}/dossiers/{saved.slug}" in issue.body
        assert "3\u00a0документа" in issue.body


def test_several_issues_at_once_are_one_letter_about_the_newest(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        saved = published(work, selection(work, public=True))
        following().ask(work, saved.id, CUSTOMER, language="ru")
        following().confirm(work, token_in(letters(work)[0]))
        saved = published(work, published(work, saved))
        assert following().tell(work) == 1
        assert "выпуск № 3" in letters(work)[-1].subject


def test_who_leaves_is_forgotten(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        saved = published(work, selection(work, public=True))
        following().ask(work, saved.id, CUSTOMER, language="ru")
        token = token_in(letters(work)[0])
        following().confirm(work, token)
        following().leave(work, token)
        published(work, saved)
        assert following().tell(work) == 0
        assert work.followers.count(saved.id) == 0
        for again in (following().leave, following().confirm):
            with pytest.raises(NotFound):
                again(work, token)


def test_nothing_that_was_written_to_who_has_left_tells_their_address_and_nothing_more_goes(
    database: Database,
) -> None:
    with database.write() as work:
        saved = published(work, selection(work, public=True))
        for address in (CUSTOMER, "drugoj@zarechny.example"):
            following().ask(work, saved.id, address, language="ru")
        tokens = [token_in(one) for one in letters(work)]
        for token in tokens:
            following().confirm(work, token)
        published(work, saved)
        following().tell(work)
        following().leave(work, tokens[0])
        told = letters(work)
        left = [(one.state, one.recipient, one.body != "") for one in told]
        other = (MailState.WAITING, "drugoj@zarechny.example", True)
        gone = (MailState.FAILED, "", False)
        assert sorted(left) == sorted([gone, other, gone, other])


def test_to_whom_a_letter_went_is_forgotten_after_a_week(sqlite_database: Database) -> None:
    clock = MovingClock()
    with sqlite_database.write() as work:
        saved = published(work, selection(work, public=True))
        following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        (asked,) = letters(work)
        following(clock).confirm(work, token_in(asked))
        work.mails.went(asked.id, MailState.SENT, clock.now())
        clock.forward(days=6)
        assert following(clock).forget(work) == 0
        clock.forward(days=2)
        assert following(clock).forget(work) == 1
        assert following(clock).forget(work) == 0
        (after,) = letters(work)
        assert (after.recipient, after.body, after.subject != "") == ("", "", True)
        assert work.followers.count(saved.id) == 1


def test_asking_twice_writes_once_and_tells_nobody_who_follows(sqlite_database: Database) -> None:
    clock = MovingClock()
    with sqlite_database.write() as work:
        saved = selection(work, public=True)
        for _ in range(3):
            following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        assert len(letters(work)) == 1
        clock.forward(hours=2)
        following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        assert len(letters(work)) == 2
        following(clock).confirm(work, token_in(letters(work)[0]))
        clock.forward(hours=2)
        following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        assert len(letters(work)) == 2


def test_who_never_confirms_is_forgotten_after_a_week(sqlite_database: Database) -> None:
    clock = MovingClock()
    with sqlite_database.write() as work:
        saved = selection(work, public=True)
        following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        token = token_in(letters(work)[0])
        clock.forward(days=6)
        assert following(clock).forget(work) == 0
        clock.forward(days=2)
        assert following(clock).forget(work) == 1
        with pytest.raises(NotFound):
            following(clock).confirm(work, token)


def test_without_mail_or_an_address_of_the_site_only_the_feed_is_offered(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        saved = selection(work, public=True)
        for cannot in (following(by_mail=False), following(site="")):
            assert not cannot.possible
            with pytest.raises(Conflict, match="не отправляются"):
                cannot.ask(work, saved.id, CUSTOMER, language="ru")


def test_only_what_readers_see_is_followed(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        saved = selection(work, public=False)
        for unseen in (saved.id, 99):
            with pytest.raises(NotFound):
                following().ask(work, unseen, CUSTOMER, language="ru")
        with pytest.raises(VecheError, match="не адрес"):
            following().ask(work, saved.id, "a@b\nBcc: c@d.example", language="ru")


def test_a_letter_about_an_issue_tells_programs_of_mail_how_to_leave(
    sqlite_database: Database, home: Home
) -> None:
    postbox = Postbox()
    with sqlite_database.write() as work:
        saved = published(work, selection(work, public=True))
        following().ask(work, saved.id, CUSTOMER, language="ru")
        token = token_in(letters(work)[0])
        following().confirm(work, token)
        published(work, saved)
        following().tell(work)
    with mail_server(postbox) as port:
        room = post(sqlite_database, home, Server("127.0.0.1", port, "none"))
        assert send_due(room, GO_ON) == 2
    assert postbox.mails[0]["List-Unsubscribe"] is None
    assert postbox.mails[1]["List-Unsubscribe"] == f"<{SITE}/follow/{token}/leave>"


def test_who_began_to_follow_in_english_is_written_to_in_english(database: Database) -> None:
    with database.write() as work:
        saved = published(work, selection(work, public=True))
        following().ask(work, saved.id, CUSTOMER, language="en")
        (asked,) = letters(work)
        assert (asked.language, asked.subject) == ("en", "Confirm that you follow “Бюджет района”")
        assert f"{SITE}/en/follow/" in asked.body
        following().confirm(work, token_in(asked))
        saved = published(work, saved)
        assert following().tell(work) == 1
        issue = letters(work)[-1]
        assert issue.subject == f"“Бюджет района”: issue {saved.issue}"
        assert "2 documents, as of 20 May 2026" in issue.body
        assert f"{SITE}/en/dossiers/{saved.slug}" in issue.body
        assert "To get no more letters of this kind:\n" in issue.body
        assert issue.body.endswith("/leave")


def test_whoever_asks_again_is_written_to_in_the_language_of_the_last_time(database: Database) -> None:
    clock = MovingClock()
    with database.write() as work:
        saved = published(work, selection(work, public=True))
        following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        clock.forward(hours=2)
        following(clock).ask(work, saved.id, CUSTOMER, language="en")
        assert [mail.language for mail in letters(work)] == ["ru", "en"]
        found = work.followers.by_token(token_in(letters(work)[-1]))
        assert found is not None
        assert found.language == "en"


def test_one_address_is_asked_about_few_selections_a_day(database: Database) -> None:
    clock = MovingClock()
    with database.write() as work:
        shelves = [published(work, selection(work, f"Досье {at}", public=True)) for at in range(7)]
        for saved in shelves:
            following(clock).ask(work, saved.id, CUSTOMER, language="ru")
        assert len(letters(work)) == 5
        clock.forward(hours=25)
        following(clock).ask(work, shelves[-1].id, CUSTOMER, language="ru")
        assert len(letters(work)) == 6
