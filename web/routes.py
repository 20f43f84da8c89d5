"""The one list of named pages; Russian has no prefix, English stands under ``/en``, or the other way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

from catalog.selections import SelectionKind
from dossiers.publishing import ADDRESSES
from web.access import Needs
from web.endpoint import Page, endpoint
from web.pages import (
    api,
    api_orders,
    api_selections,
    check,
    compare,
    display,
    document_tables,
    drafts,
    editions,
    exports,
    feeds,
    following,
    headings,
    home,
    issues,
    orders,
    page_pictures,
    periods,
    records,
    search,
    service,
)
from web.pages.staff import (
    audit,
    bulk,
    changes,
    closing,
    completeness,
    desk,
    desk_steps,
    edit,
    intake,
    mails,
    review,
    rules,
    selection_about,
    selection_adding,
    selection_editor,
    selection_publishing,
    selections,
    sign_in,
    users,
)
from web.pages.staff import editions as staff_editions
from web.pages.staff import headings as staff_headings
from web.pages.staff import order as staff_order
from web.pages.staff import orders as staff_orders
from web.sentences import LANGUAGES
from web.services import Services

CLERK, LIBRARIAN, ADMINISTRATOR = Needs.CLERK, Needs.LIBRARIAN, Needs.ADMINISTRATOR


def _selection_pages(kind: SelectionKind) -> tuple[Page, ...]:
    """The pages of dossiers; those of press folders and lists are the same below other addresses."""
    top = ADDRESSES[kind]
    return (
        Page(f"{kind}-index", top, show=issues.index(kind)),
        Page(f"{kind}", f"{top}/{{slug}}", show=issues.latest(kind)),
        Page(f"{kind}-issues", f"{top}/{{slug}}/issues", show=issues.issues(kind)),
        Page(f"{kind}-issue", f"{top}/{{slug}}/issues/{{number}}", show=issues.issue(kind)),
        Page(f"{kind}-changes", f"{top}/{{slug}}/issues/{{number}}/changes", show=issues.changes(kind)),
        Page(f"{kind}-cover", f"{top}/{{slug}}/issues/{{number}}/cover", show=issues.cover(kind)),
        Page(f"api-{kind}-index", f"/api/v1{top}", show=api_selections.index(kind), plain=True),
        Page(f"api-{kind}", f"/api/v1{top}/{{slug}}", show=api_selections.selection(kind), plain=True),
        Page(
            f"api-{kind}-issue",
            f"/api/v1{top}/{{slug}}/issues/{{number}}",
            show=api_selections.issue(kind),
            plain=True,
        ),
        Page(f"{kind}-feed", f"/feeds{top}/{{slug}}.xml", show=feeds.issues(kind), plain=True),
    )


STAFF_SELECTION_PAGES: tuple[Page, ...] = (
    Page("records-select", "/staff/records/select", selection_adding.choose, selection_adding.put, LIBRARIAN),
    Page("selections", "/staff/selections", show=selections.index, needs=LIBRARIAN),
    Page("selection-new", "/staff/selections/new", selections.new, selections.create, LIBRARIAN),
    *(
        Page(f"selection-{name}", f"/staff/selections/{{selection}}{path}", show, take, LIBRARIAN)
        for name, path, show, take in (
            ("editor", "", selection_editor.show, selection_editor.take),
            ("sections", "/sections", None, selection_editor.sections),
            ("undo", "/undo", None, selection_editor.undo),
            ("refresh", "/refresh", None, selection_editor.refresh),
            ("add", "/add", selection_adding.search, selection_adding.add),
            ("about", "/about", selection_about.show, selection_about.take),
            ("history", "/history", selection_about.history, None),
            ("preview", "/preview", selection_publishing.preview, None),
            ("publish", "/publish", selection_publishing.show, selection_publishing.take),
            ("remove", "/remove", None, selections.remove),
            ("restore", "/restore", None, selections.restore),
        )
    ),
)

ORDER_PAGES: tuple[Page, ...] = (
    Page("order-new", "/orders/new", orders.new, orders.take),
    Page("order", "/orders/{order}", show=orders.show),
    Page("order-withdraw", "/orders/{order}/withdraw", take=orders.withdraw),
    Page("order-file", "/orders/{order}/file", take=orders.make_file),
    Page("follow-leave", "/follow/{token}/leave", following.to_leave, following.leave),
    Page("follow", "/follow/{kind}/{slug}", following.show, following.ask),
    Page("follow-confirm", "/follow/{token}", following.to_confirm, following.confirm),
    Page("staff-orders", "/staff/orders", show=staff_orders.index, needs=CLERK),
    Page("staff-orders-register", "/staff/orders/register", show=staff_orders.register_file, needs=CLERK),
    Page("staff-order", "/staff/orders/{order}", staff_order.show, staff_order.take, needs=LIBRARIAN),
    Page("order-edit", "/staff/orders/{order}/edit", staff_order.edit, staff_order.save, needs=LIBRARIAN),
    Page("order-sheet", "/staff/orders/{order}/sheet", show=staff_order.sheet, needs=LIBRARIAN),
    Page("staff-mails", "/staff/mails", show=mails.index, needs=LIBRARIAN),
    Page("staff-mail", "/staff/mails/{mail}", take=mails.take, needs=LIBRARIAN),
    Page("api-orders", "/api/v1/orders", show=api_orders.index, needs=CLERK, plain=True),
    Page("api-order", "/api/v1/orders/{order}", show=api_orders.one, needs=CLERK, plain=True),
)

PAGES: tuple[Page, ...] = (
    Page("home", "/", show=home.home),
    Page("search", "/search", show=search.results),
    Page("printed-list", "/search/list", show=search.printed_list),
    Page("record", "/records/{record}", show=records.record),
    Page("record-page", "/records/{record}/pages/{number}", show=records.numbered_page),
    Page("page-picture", "/records/{record}/pages/{number}/picture", show=page_pictures.picture, plain=True),
    Page("record-tables", "/records/{record}/tables", show=document_tables.tables),
    Page("record-table", "/records/{record}/tables/{number}/csv", show=document_tables.table, plain=True),
    Page("record-text", "/records/{record}/text", show=records.whole_text),
    Page("compare", "/records/{record}/compare/{other}", show=compare.compare),
    Page("edition", "/records/{record}/editions/{edition}", show=editions.edition),
    Page(
        "compare-editions", "/records/{record}/editions/{edition}/compare/{other}", show=editions.comparison
    ),
    Page("drafts", "/drafts", show=drafts.drafts),
    Page("headings", "/headings", show=headings.headings),
    Page("heading", "/headings/{heading}", show=headings.heading),
    *_selection_pages(SelectionKind.DOSSIER),
    *_selection_pages(SelectionKind.PRESS),
    Page("press-digest", "/press/{slug}/digest", show=periods.digest),
    Page("list-arrivals", "/lists/arrivals", show=periods.arrivals),
    Page("list-deposit", "/lists/deposit", show=periods.deposit),
    *_selection_pages(SelectionKind.LIST),
    Page("export-new", "/exports/new", exports.new, exports.order),
    Page("export", "/exports/{token}", show=exports.show),
    Page("export-file", "/exports/{token}/file", show=exports.file, plain=True),
    Page("check", "/check", show=check.check),
    Page("check-code", "/check/{code}", show=check.check_of),
    Page("display", "/display/{what}", show=display.switch),
    Page("start-again", "/start-again", show=display.start_again),
    Page("sign-in", "/staff/sign-in", show=sign_in.show, take=sign_in.take),
    Page("sign-out", "/staff/sign-out", take=sign_in.sign_out, needs=CLERK),
    Page("own-password", "/staff/password", sign_in.own_password, sign_in.change_password, needs=CLERK),
    Page("intake", "/staff/intake", show=intake.ledger, needs=CLERK),
    Page("arrival", "/staff/intake/{arrival}", show=intake.arrival, needs=CLERK),
    Page("arrival-picture", "/staff/intake/{arrival}/pages/{number}", show=intake.picture, needs=CLERK),
    Page("arrival-retry", "/staff/intake/{arrival}/retry", take=intake.retry, needs=LIBRARIAN),
    Page("receipt", "/staff/receipts/{day}", show=intake.receipt, needs=CLERK),
    Page("review", "/staff/review", show=review.review, needs=LIBRARIAN),
    Page("desk-undo", "/staff/review/undo", take=desk_steps.undo, needs=LIBRARIAN),
    Page("desk", "/staff/review/{record}", show=desk.show, needs=LIBRARIAN),
    Page("changes", "/staff/changes", show=changes.changes, needs=LIBRARIAN),
    Page("bulk", "/staff/bulk", bulk.show, bulk.take, needs=LIBRARIAN),
    Page("bulk-done", "/staff/bulk/{key}", bulk.done, bulk.undo, needs=LIBRARIAN),
    Page("completeness", "/staff/completeness", show=completeness.show, needs=LIBRARIAN),
    Page("completeness-csv", "/staff/completeness/table", show=completeness.table, needs=LIBRARIAN),
    Page(
        "acquisition-letter",
        "/staff/completeness/{issuer}/letter",
        show=completeness.letter,
        needs=LIBRARIAN,
    ),
    Page("record-edit", "/staff/records/{record}/edit", edit.show, edit.save, needs=LIBRARIAN),
    Page("record-headings", "/staff/records/{record}/headings", take=edit.set_headings, needs=LIBRARIAN),
    Page(
        "record-visibility", "/staff/records/{record}/visibility", take=edit.set_visibility, needs=LIBRARIAN
    ),
    Page("record-withdraw", "/staff/records/{record}/withdraw", take=edit.withdraw, needs=LIBRARIAN),
    Page("record-reread", "/staff/records/{record}/reread", take=intake.reread, needs=LIBRARIAN),
    Page("record-gather", "/staff/records/{record}/gather", take=edit.join, needs=LIBRARIAN),
    Page("record-restore", "/staff/records/{record}/restore", take=edit.restore, needs=LIBRARIAN),
    Page(
        "edition-split",
        "/staff/records/{record}/editions/{edition}/split",
        take=staff_editions.split,
        needs=LIBRARIAN,
    ),
    Page(
        "file-split",
        "/staff/records/{record}/originals/{sha256}/split",
        take=staff_editions.split_file,
        needs=LIBRARIAN,
    ),
    Page("record-join", "/staff/records/{record}/join", take=staff_editions.join_record, needs=LIBRARIAN),
    Page(
        "original-destroy",
        "/staff/records/{record}/originals/{sha256}",
        take=edit.destroy,
        needs=ADMINISTRATOR,
    ),
    Page(
        "relation-confirm",
        "/staff/records/{record}/relations/{relation}",
        take=edit.confirm_relation,
        needs=LIBRARIAN,
    ),
    *STAFF_SELECTION_PAGES,
    Page(
        "staff-headings", "/staff/headings", staff_headings.headings, staff_headings.change, needs=LIBRARIAN
    ),
    Page("rules", "/staff/rules", rules.rules, rules.change, needs=LIBRARIAN),
    Page("closing", "/staff/closing", closing.rules, closing.change, needs=LIBRARIAN),
    *ORDER_PAGES,
    Page("audit", "/staff/audit", show=audit.audit, needs=LIBRARIAN),
    Page("users", "/staff/users", users.users, users.add, needs=ADMINISTRATOR),
    Page("user", "/staff/users/{account}", take=users.change, needs=ADMINISTRATOR),
    Page("original", "/originals/{record}/{sha256}", show=records.original, plain=True),
    Page("feed", "/feeds/new.xml", show=feeds.feed, plain=True),
    Page("robots", "/robots.txt", show=service.robots, plain=True),
    Page("health", "/health", show=service.health, plain=True),
    Page("metrics", "/metrics", show=service.metrics, plain=True),
    Page("api-search", "/api/v1/search", show=api.search, plain=True),
    Page("api-record", "/api/v1/records/{record}", show=api.record, plain=True),
    Page("api-description", "/api/v1/openapi.json", show=api.description, plain=True),
)


# Name -> path, and whether it is for machines: no language stands in front of it.
PATHS = {page.name: (page.path, page.plain) for page in PAGES} | {"static": ("/static/{path}", True)}


class Assets(StaticFiles):
    """Style sheets and fonts; an address with a version may be kept for a year."""

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with the time that it may be kept."""
        response = await super().get_response(path, scope)
        lasting = b"v=" in scope.get("query_string", b"") or path.endswith(".woff2")
        response.headers["cache-control"] = (
            "public, max-age=31536000, immutable" if lasting else "public, max-age=3600"
        )
        return response


def all_routes(services: Services) -> list[BaseRoute]:
    """Every route of the site."""
    usual = services.settings.language
    found: list[BaseRoute] = [_route(page, services) for page in PAGES]
    found.append(Mount("/static", Assets(directory=Path(__file__).parent / "static"), name="static"))
    found += [
        Mount(f"/{language}", routes=_in_language(services), name=language)
        for language in LANGUAGES
        if language != usual
    ]
    return found


def _in_language(services: Services) -> Sequence[BaseRoute]:
    return [_route(page, services) for page in PAGES if not page.plain]


def _route(page: Page, services: Services) -> Route:
    return Route(page.path, endpoint(page, services), methods=page.methods, name=page.name)
