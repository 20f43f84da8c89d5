"""Letters and what became of them: those that failed or may not have gone are settled here."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.orders import MailState
from desk.mailing import settle
from web.pages.records import number_in_path
from web.paging import Paging, asked_page
from web.presenters.layout import Way
from web.presenters.orders import mail_view
from web.templating import page
from web.visit import Visit

SIZE = 30
TABS: Mapping[str, frozenset[MailState]] = {
    "attention": frozenset({MailState.FAILED, MailState.DOUBTFUL}),
    "waiting": frozenset({MailState.WAITING, MailState.SENDING}),
    "written": frozenset({MailState.WRITTEN}),
    "sent": frozenset({MailState.SENT}),
    "all": frozenset(MailState),
}


def index(visit: Visit) -> Response:
    """Letters by what became of them, the newest first."""
    asked = visit.asked.get("tab", "")
    number, here = asked_page(visit.asked.get("page")), visit.url("staff-mails")
    with visit.services.database.read() as work:
        counts = work.mails.counts()
        sums = {tab: sum(counts.get(state, 0) for state in states) for tab, states in TABS.items()}
        usual = next((tab for tab in ("attention", "waiting", "written") if sums[tab]), "all")
        tab = asked if asked in TABS else usual
        found = work.mails.in_states(TABS[tab], limit=SIZE, offset=(number - 1) * SIZE)
        orders = {mail.id: work.orders.get(mail.order) for mail in found if mail.order is not None}
    return page(
        visit,
        "staff/mails.html",
        current="staff-mails",
        tab=tab,
        mails=[mail_view(visit, mail, orders.get(mail.id)) for mail in found],
        total=sums[tab],
        by_mail=visit.services.settings.by_mail,
        tabs=[
            Way(
                f"{visit.t(f'mails.tab_{one}')} ({sums[one]})",
                f"{here}?{urlencode({'tab': one})}",
                one == tab,
            )
            for one in TABS
        ],
        pages=[
            None
            if at is None
            else Way(str(at), f"{here}?{urlencode({'tab': tab, 'page': at})}", at == number)
            for at in Paging(number, SIZE, sums[tab]).numbers
        ],
    )


def take(visit: Visit) -> Response:
    """It has arrived, send it again, or stop it."""
    mail, what, clock = number_in_path(visit, "mail"), visit.form.text("do"), visit.services.clock
    if what not in ("again", "went", "cancel"):
        raise HTTPException(400)
    with visit.services.database.write() as work:
        if what == "cancel":
            why = visit.t("mails.cancelled")
            after = work.mails.cancel_one(mail, why=why, moment=clock.now(), actor=visit.actor)
        else:
            after = settle(work, mail, went=what == "went", actor=visit.actor, clock=clock)
        order = None if after.order is None else work.orders.get(after.order)
    done = {"done": f"mail_{what}"}
    if order is not None and visit.form.text("back") == "order":
        return visit.to("staff-order", order=order.number, ask=done)
    return visit.to("staff-mails", ask=done | {"tab": visit.form.text("tab") or "all"})
