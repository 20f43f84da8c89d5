"""Mail goes out: one sender at a time takes what waits; nothing goes twice, and nothing is lost.

Before a mail is handed to the server it stands in ``sending``. If the sender dies there, nobody knows whether
it went: it is not sent again but shown to a librarian, who asks the customer or looks into the mailbox.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import CannotEnclose, HomeLocked, MailUnavailable, NotFound, StorageError
from catalog.home import Home
from catalog.orders import Channel, Mail, MailState, Order, OrderState
from catalog.stores.orders import hashed
from catalog.unit_of_work import UnitOfWork
from desk.enclosures import Enclosure, attachment, enclosure, lines_about, ready_job
from desk.letters import said
from desk.links import order_page, order_token, site_in
from desk.mail_message import Written, on_the_wire
from desk.orders import OFFICE
from desk.outbox import lay_into
from desk.smtp import Answer, Fate, Line, Server, line_to
from dossiers.issuing import order_export

NOT_KNOWN = (
    "Программа остановилась, когда отдавала письмо серверу: неизвестно, ушло ли оно. Спросите заказчика "
    "или посмотрите в почтовом ящике библиотеки, а потом отметьте, что письмо дошло, или отправьте снова."
)
GIVEN_UP = "Два дня письмо не удавалось отправить."
_PAUSES = (1, 5, 15, 30, 60, 120, *(240,) * 12)  # minutes between tries; two days in all
_WAIT_FOR_FILE = timedelta(seconds=5)
_WAIT_FOR_ROOM = timedelta(minutes=2)
_LEAVE = re.compile(r"^https?://\S+/follow/\S+/leave$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The library's post room.

    Attributes:
        database: the catalogue.
        home: with the files made and the outbox.
        clock: now and today.
        secret: of the home; tokens are made of it.
        library: its name.
        sender: address that mail comes from.
        site: address under which readers know the site, or "".
        language: of its pages without a language in their address.
        limit: the largest file that is attached, in bytes.
        server: that takes mail; None: mail is laid into the outbox.
    """

    database: Database
    home: Home
    clock: Clock
    secret: bytes
    library: str
    sender: str
    site: str
    language: str = "ru"
    limit: int
    server: Server | None


def send_due(post: Post, stopping: threading.Event) -> int:
    """Send all mail whose time has come; how many were settled one way or another.

    Nothing is done while another sender is at work on this home.
    """
    try:
        with post.home.lock("mail"):
            return _send_due(post, stopping)
    except HomeLocked:
        return 0


def _send_due(post: Post, stopping: threading.Event) -> int:
    with post.database.read() as work:
        left = work.mails.left_sending()
        due = work.mails.due(post.clock.now())
    if left:
        with post.database.write() as work:
            for mail in left:
                _doubt(work, post, mail, NOT_KNOWN)
    ready = [letter for mail in due if (letter := _prepared(post, mail)) is not None]
    if not ready:
        return len(left)
    if post.server is None:
        return len(left) + _lay_all(post, ready, stopping)
    return len(left) + _send_all(post, post.server, ready, stopping)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail that can go now."""

    mail: Mail
    order: Order | None
    enclosure: Enclosure | None


def _prepared(post: Post, mail: Mail) -> _Letter | None:
    """A mail with its file, or None where it has to wait for it or cannot go."""
    try:
        with post.database.read() as work:
            order = work.orders.get(mail.order) if mail.order is not None else None
            job = None if mail.publication is None else ready_job(work, mail)
        if mail.publication is not None and job is None:
            with post.database.write() as work:
                order_export(work, mail.publication, mail.format, requested_by=OFFICE, clock=post.clock)
                work.mails.postpone(
                    mail.id, post.clock.now() + _WAIT_FOR_FILE, "Файл ещё готовится.", tried=False
                )
            return None
        found = None if job is None else enclosure(job, order, post.limit, site=post.site)
    except (CannotEnclose, NotFound) as error:
        with post.database.write() as work:
            _fail(work, post, mail, str(error))
        return None
    return _Letter(mail, order, found)


def _send_all(post: Post, server: Server, letters: Sequence[_Letter], stopping: threading.Event) -> int:
    """Send over one line; what keeps the server from taking any mail puts all of them off."""
    settled: set[int] = set()
    try:
        with line_to(server, post.sender.rpartition("@")[2]) as line:
            for letter in letters:
                if stopping.is_set():
                    break
                _send(post, line, letter)
                settled.add(letter.mail.id)
    except MailUnavailable as error:
        words = f"{error} {error.hint}".strip()
        with post.database.write() as work:
            for letter in letters:
                if letter.mail.id not in settled:
                    _put_off(work, post, letter.mail, words)
    return len(settled)


def _send(post: Post, line: Line, letter: _Letter) -> None:
    """Offer a mail and hand it over; a file that the server finds too large goes by its address.

    Raises:
        MailUnavailable: the server takes no mail at all now.
    """
    try:
        content = _content(post, letter)
        answer = _offered(post, line, letter, content)
        if answer.fate is Fate.TOO_LARGE and letter.enclosure is not None and letter.enclosure.attached:
            smaller = enclosure(letter.enclosure.job, letter.order, -1, site=post.site)
            by_address = _Letter(letter.mail, letter.order, smaller)
            answer = _offered(post, line, by_address, _content(post, by_address))
    except CannotEnclose as error:
        with post.database.write() as work:
            _fail(work, post, letter.mail, str(error))
        return
    with post.database.write() as work:
        _note(work, post, letter, answer)


def _offered(post: Post, line: Line, letter: _Letter, content: bytes) -> Answer:
    mail = letter.mail
    if 0 < line.largest < len(content):
        return Answer(Fate.TOO_LARGE, "письмо больше, чем принимает сервер")
    refused = line.offer(post.sender, mail.recipient, len(content))
    if refused is not None:
        return refused
    with post.database.write() as work:
        if not work.mails.begin(mail.id) and work.mails.existing(mail.id).state is not MailState.SENDING:
            return Answer(Fate.UNKNOWN, "письмо тем временем изменилось")
    return line.hand_over(content)


def _note(work: UnitOfWork, post: Post, letter: _Letter, answer: Answer) -> None:
    """Write down what became of a mail."""
    mail = work.mails.existing(letter.mail.id)
    if answer.fate is Fate.TAKEN:
        note_sent(work, mail, post.clock)
    elif answer.fate is Fate.UNKNOWN:
        _doubt(work, post, mail, f"{NOT_KNOWN} ({answer.words})")
    elif answer.fate is Fate.LATER:
        _put_off(work, post, mail, f"Сервер почты просит подождать: {answer.words}.")
    else:
        _fail(work, post, mail, f"Сервер почты не принял письмо: {answer.words}.")


def note_sent(work: UnitOfWork, mail: Mail, clock: Clock) -> None:
    """A mail has gone; an order that it brought its file to is sent by this."""
    work.mails.went(mail.id, MailState.SENT, clock.now())
    order = None if mail.order is None else work.orders.get(mail.order)
    if order is None or mail.publication is None or mail.publication != order.publication:
        return
    if order.state is OrderState.READY and order.channel in (Channel.LINK, Channel.MAIL):
        work.orders.move(order.id, OrderState.SENT, version=order.version, moment=clock.now(), actor=OFFICE)


def settle(work: UnitOfWork, mail: int, *, went: bool, actor: str, clock: Clock) -> Mail:
    """A librarian decides about a mail that failed, is doubtful or lies in the outbox.

    Args:
        work: a writing transaction.
        mail: number of its row.
        went: it has reached the customer; otherwise it is sent again.
        actor: the librarian.
        clock: now.

    Raises:
        Conflict: nothing is to be decided about it any more.
    """
    before = work.mails.existing(mail)
    order = None if before.order is None else work.orders.get(before.order)
    recipient = "" if order is None else order.email
    after = work.mails.settle(mail, went=went, moment=clock.now(), actor=actor, recipient=recipient)
    if went:
        note_sent(work, after, clock)
    elif after.publication is not None:
        order_export(work, after.publication, after.format, requested_by=actor, clock=clock)
    return work.mails.existing(mail)


def _put_off(work: UnitOfWork, post: Post, mail: Mail, words: str) -> None:
    """Try again later, or give up after two days."""
    current = work.mails.existing(mail.id)
    tried = current.state is not MailState.SENDING  # otherwise this try is counted already
    attempts = current.attempts + tried
    if attempts > len(_PAUSES):
        _fail(work, post, mail, f"{GIVEN_UP} {words}")
        return
    until = post.clock.now() + timedelta(minutes=_PAUSES[attempts - 1])
    work.mails.postpone(mail.id, until, words, tried=tried)


def _fail(work: UnitOfWork, post: Post, mail: Mail, words: str) -> None:
    work.mails.fail(mail.id, words)
    _tell_staff(work, post, mail, f"Письмо «{mail.subject}» не ушло. {words}")


def _doubt(work: UnitOfWork, post: Post, mail: Mail, words: str) -> None:
    work.mails.doubt(mail.id, words)
    _tell_staff(work, post, mail, f"Письмо «{mail.subject}»: {words}")


def _tell_staff(work: UnitOfWork, post: Post, mail: Mail, words: str) -> None:
    if mail.order is not None:
        work.orders.say(mail.order, words, moment=post.clock.now(), actor=OFFICE, told=False)


def _lay_all(post: Post, letters: Sequence[_Letter], stopping: threading.Event) -> int:
    """Lay mails into the outbox as files, to be sent by hand."""
    laid = 0
    for letter in letters:
        if stopping.is_set():
            break
        mail = letter.mail
        try:
            name = lay_into(post.home.outbox, mail, _content(post, letter), post.clock.zone)
        except (StorageError, CannotEnclose) as error:
            with post.database.write() as work:
                if isinstance(error, CannotEnclose):
                    _fail(work, post, mail, str(error))
                else:
                    until = post.clock.now() + _WAIT_FOR_ROOM
                    work.mails.postpone(mail.id, until, f"{error} {error.hint}", tried=False)
            continue
        with post.database.write() as work:
            work.mails.went(mail.id, MailState.WRITTEN, post.clock.now())
            _tell_staff(work, post, mail, f"Письмо лежит в папке outbox: «{name}». Отправьте его вручную.")
        laid += 1
    return laid


def _content(post: Post, letter: _Letter) -> bytes:
    """The bytes of a mail.

    Raises:
        CannotEnclose: its file is not what was made.
    """
    mail, found = letter.mail, letter.enclosure
    leave = _LEAVE.search(mail.body) if mail.order is None else None
    written = Written(
        sender=post.sender,
        sender_name=post.library,
        recipient=mail.recipient,
        subject=mail.subject,
        body=body_of(post, mail, letter.order, found),
        moment=post.clock.now().astimezone(post.clock.zone),
        message_id=mail.message_id,
        language=mail.language,
        unsubscribe=leave.group() if leave else "",
        attachment=None if found is None else attachment(found, post.home.exports),
    )
    return on_the_wire(written)


def body_of(post: Post, mail: Mail, order: Order | None, found: Enclosure | None) -> str:
    """The text of a mail with its closing lines: about the file, the order's page, the library."""
    parts, site = [mail.body], site_in(post.site, mail.language, post.language)
    if found is not None:
        parts.append("\n".join(lines_about(found, site, post.clock, mail.language)))
    if order is not None and site:
        token = order_token(post.secret, order.number)
        if hashed(token) == order.token_sha256:
            parts.append(said("page", mail.language, page=order_page(site, order.number, token)))
    parts.append("\n".join(filter(None, ("-- ", post.library, post.site))))
    return "\n\n".join(parts)
