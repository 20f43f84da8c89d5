"""Following a selection («следить за досье») by mail: confirmed first, one letter an issue, left at will."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from catalog.clock import Clock
from catalog.errors import Conflict, NotFound
from catalog.followers import Follower
from catalog.issues import Issue
from catalog.orders import MailDraft
from catalog.unit_of_work import UnitOfWork
from desk.addresses import mail_address
from desk.asking_limit import LETTERS, AskingDesk
from desk.letters import counted_in, letter, said
from desk.links import confirm_page, follower_token, leave_page, site_in
from dossiers.publication import from_json
from language.wording import day

_CONFIRM_DAYS = 7
_ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Following:
    """Where people begin and cease to follow.

    Attributes:
        clock: now and today.
        secret: of the home; tokens are made of it.
        site: address under which readers know the site; "" where none is known.
        language: of its pages without a language in their address.
        by_mail: whether a mail server is set.
        domain: of the library's mail, for the ids of letters.
    """

    clock: Clock
    secret: bytes
    site: str
    by_mail: bool
    domain: str = "localhost"
    language: str = "ru"

    @property
    def possible(self) -> bool:
        """Whether mail is offered; otherwise only the feed is."""
        return self.by_mail and bool(self.site)

    def ask(self, work: UnitOfWork, selection: int, address: str, *, language: str) -> None:
        """Write to an address that somebody wants to follow with; nobody learns whether it follows already.

        Nor do they learn that this address has been written to too often today already.

        Raises:
            VecheError: it is no address of mail.
            Conflict: no mail is sent from here.
            NotFound: there is no such selection that readers see.
        """
        if not self.possible:
            raise Conflict("Письма отсюда не отправляются.", "Следить можно по ленте новостей подборки.")
        clean = mail_address(address).lower()
        found = work.selections.get(selection)
        if found is None or not found.public or found.removed_at is not None:
            raise NotFound("Такой подборки нет.")
        moment = self.clock.now()
        token = follower_token(self.secret, selection, clean)
        follower = work.followers.ask(selection, clean, token, language=language, moment=moment)
        asked_lately = follower.asked != moment and moment - follower.asked < _ASK_AGAIN
        if follower.confirmed is not None or asked_lately:
            return
        if not AskingDesk(self.clock, self.secret).allows(work, LETTERS, clean):
            return
        work.followers.ask_again(follower.id, language, moment)
        page = confirm_page(site_in(self.site, language, self.language), token)
        written = letter("follow", language, title=found.title, confirm=page)
        mail = MailDraft(
            message_id=f"follow.{follower.id}.{int(moment.timestamp())}@{self.domain}",
            recipient=clean,
            subject=written.subject,
            body=written.body,
            language=language,
        )
        work.mails.queue(mail, moment)

    def confirm(self, work: UnitOfWork, token: str) -> Follower:
        """It was they.

        Raises:
            NotFound: the token is of nobody, or too old.
        """
        found = _of_token(work, token)
        work.followers.confirm(found.id, self.clock.now())
        return found

    def leave(self, work: UnitOfWork, token: str) -> Follower:
        """Forget a follower.

        Raises:
            NotFound: the token is of nobody.
        """
        found = _of_token(work, token)
        work.followers.leave(found.id)
        work.mails.forget_follower(found.id)
        return found

    def tell(self, work: UnitOfWork) -> int:
        """Queue a letter about the newest issue to each who has not had one; how many."""
        told = 0
        pages: dict[int, str] = {}
        for follower, number in work.followers.to_tell():
            issue = work.publications.issue(follower.selection, number)
            found = work.selections.get(follower.selection)
            shown = found is not None and found.public and found.removed_at is None
            if issue is not None and shown and self.possible:
                if issue.id not in pages:
                    pages[issue.id] = from_json(work.publications.content(issue.id)).address
                work.mails.queue(self._issue_letter(follower, issue, pages[issue.id]), self.clock.now())
                told += 1
            work.followers.note_told(follower.id, number)
        return told

    def forget(self, work: UnitOfWork) -> int:
        """Forget addresses that have not confirmed for a week, and letters older than that; how many."""
        before = self.clock.now() - timedelta(days=_CONFIRM_DAYS)
        return work.followers.forget_unconfirmed(before) + work.mails.forget_letters_to_followers(before)

    def _issue_letter(self, follower: Follower, issue: Issue, page: str) -> MailDraft:
        token = follower_token(self.secret, follower.selection, follower.address)
        language = follower.language
        site = site_in(self.site, language, self.language)
        written = letter(
            "issue",
            language,
            title=issue.title,
            issue=str(issue.number),
            entries=counted_in("documents", language, issue.entries),
            as_of=day(issue.as_of, language),
            page=f"{site}{page}",
        )
        leave = f"{said('leave', language)}\n{leave_page(site, token)}"
        return MailDraft(
            message_id=f"issue.{follower.id}.{follower.selection}.{issue.number}@{self.domain}",
            recipient=follower.address,
            subject=written.subject,
            body=f"{written.body}\n\n{leave}",
            language=language,
        )


def _of_token(work: UnitOfWork, token: str) -> Follower:
    found = work.followers.by_token(token)
    if found is None:
        raise NotFound("Ссылка больше не действует.", "Попросите письмо ещё раз на странице подборки.")
    return found
