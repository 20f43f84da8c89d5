"""The page of one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acts.drafts import is_draft
from acts.links import links_of
from catalog.model import Edition, Original, Record, Status
from catalog.unit_of_work import UnitOfWork
from dossiers.bibliography import Circumstances, bibliographic_record
from ingest.near_copies import DRAFT, SIGNED, rank_of
from language.paragraphs import unwrapped
from search.analysis import readable
from web.access import Needs, sees_text
from web.found import places
from web.marking import Marks, Span
from web.paging import Paging
from web.presenters.asked import Asked
from web.presenters.card import CardRow, Where, card, subjects, title_place
from web.presenters.common_file import CommonFile, common_files, open_originals
from web.presenters.drafts import DraftView, draft_view
from web.presenters.editions import EditionView, edition_views
from web.presenters.journal import JournalLine, journal_line
from web.presenters.layout import Way
from web.presenters.lifeline import Lifeline, lifeline
from web.presenters.marks import mark_views
from web.presenters.page_picture import doubtful_places
from web.presenters.page_text import LONGEST_PAGE, TextPage, blocks
from web.presenters.relations import Ties, ties
from web.presenters.requisites import shown_title
from web.presenters.results import NO_COUNTS
from web.presenters.spots import asked_spots, in_readable
from web.presenters.state import StateView, states
from web.visit import Visit

LONGEST_SEARCHED = 5_000_000
_NAMED_ROLES = frozenset({SIGNED, DRAFT})


@dataclass(frozen=True, slots=True)
class FoundPages:
    """Where the places are.

    Attributes:
        total: in the whole record.
        before: link to the nearest page before this one with a place, or "".
        after: likewise behind it.
        pages: links to all pages with places.
    """

    total: int
    before: str
    after: str
    pages: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """An original to take away."""

    name: str
    size: int
    address: str
    sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything that the page of a record shows.

    Attributes:
        record: itself.
        title: shown.
        title_place: where it was read, or None.
        state: of an act, or None.
        rows: of the card.
        categories: links.
        headings: links.
        annotation: or "".
        text_closed: whether the text is kept for the library's own network.
        waiting: whether it has no text yet.
        text: the page shown, or None.
        found: places of the query, or None.
        pages: links to the neighbours and the ends.
        files: originals, those of the edition shown first.
        editions: from the first to the newest, none where there is but one.
        common: files that hold other records too.
        ties: relations.
        life: what happened to the act as a drawing and a table, or None.
        bibliography: the record as lists print it.
        marks: what is uncertain, for staff.
        history: entries of the audit, for staff.
        asked: the search from which the reader came.
        held_back: ``staff`` or ``held`` for a record that readers do not see, else "".
        address: of the record.
        draft: until when proposals are taken and what the draft became, or None for anything else.
    """

    record: Record
    title: str
    title_place: Where | None
    state: StateView | None
    rows: tuple[CardRow, ...]
    categories: tuple[Way, ...]
    headings: tuple[Way, ...]
    annotation: str
    text_closed: bool
    waiting: bool
    text: TextPage | None
    found: FoundPages | None
    pages: tuple[Way | None, ...]
    files: tuple[FileView, ...]
    editions: tuple[EditionView, ...]
    common: tuple[CommonFile, ...]
    ties: Ties
    life: Lifeline | None
    bibliography: str
    marks: tuple[Way, ...]
    history: tuple[JournalLine, ...]
    asked: Asked
    held_back: str
    address: str
    draft: DraftView | None


def page_address(visit: Visit, record: int, number: int, asked: Asked) -> str:
    """The address of a page of a record."""
    return visit.url("record-page", record=record, number=number) + asked.suffix + "#page"


@dataclass(frozen=True, slots=True)
class LaidUpon:
    """What is laid upon a text.

    Attributes:
        links: (start, end, page, address) of citations.
        spots: places that are asked for.
        doubts: figures and dates that were read uncertainly.
    """

    links: tuple[tuple[int, int, int, str], ...]
    spots: tuple[Span, ...] = ()
    doubts: tuple[Span, ...] = ()


def text_page(visit: Visit, record: Record, page: tuple[int, str], asked: Asked, upon: LaidUpon) -> TextPage:
    """One page of text, given with its number, with its marks and links."""
    number, text = page
    clean = readable(text[:LONGEST_PAGE])
    shown = unwrapped(clean)
    spans = places(shown, asked.terms)
    cited = [Span(start, end, address) for start, end, at, address in upon.links if at == number]
    return TextPage(
        number,
        blocks(
            shown,
            Marks(spans, *(in_readable(text, clean, kind) for kind in (cited, upon.spots, upon.doubts))),
        ),
        len(spans),
        page_address(visit, record.id, number, asked),
        len(text) > LONGEST_PAGE,
        tuple(dict.fromkeys(text[span.start : span.end] for span in upon.doubts)),
    )


def found_pages(
    visit: Visit, record: Record, pages: Sequence[str], number: int, asked: Asked
) -> FoundPages | None:
    """On which pages the query is found; None without a query and for a text too long to look through."""
    if not asked.terms or sum(map(len, pages)) > LONGEST_SEARCHED:
        return None
    counts = {at: len(places(readable(text), asked.terms)) for at, text in enumerate(pages, 1)}
    holding = [at for at, count in counts.items() if count]
    return FoundPages(
        total=sum(counts.values()),
        before=next(
            (page_address(visit, record.id, at, asked) for at in reversed(holding) if at < number), ""
        ),
        after=next((page_address(visit, record.id, at, asked) for at in holding if at > number), ""),
        pages=tuple(Way(str(at), page_address(visit, record.id, at, asked), at == number) for at in holding),
    )


def _role(visit: Visit, original: Original, *, alone: bool) -> str:
    """What a file is among several of one act."""
    return "" if alone or original.role not in _NAMED_ROLES else visit.t(f"copies.{original.role}")


def _file(visit: Visit, record: Record, original: Original, *, alone: bool) -> FileView:
    return FileView(
        name=original.name or original.sha256[:12],
        size=original.size,
        address=visit.url("original", record=record.id, sha256=original.sha256),
        sha256=original.sha256,
        note=visit.t("record.waiting_short") if original.waiting else _role(visit, original, alone=alone),
    )


def record_page(visit: Visit, work: UnitOfWork, record: Record, number: int, asked: Asked) -> RecordPage:
    """The page of a record with one page of its text."""
    values = work.records.values(record.id)
    shown = {value.field: value.value for value in values if value.shown}
    open_text = sees_text(record.record_class, visit.account, inside=visit.inside)
    texts = work.texts.pages(record.id) if open_text else ()
    links = links_of(work, record, visit.visibility)
    tied = ties(visit, record, links)
    has_text = any(text.strip() for text in texts)
    text = texts[number - 1] if has_text and number <= len(texts) else None
    spots = asked_spots(visit, work, record, (number, text)) if text is not None else ()
    doubts = doubtful_places(work.texts.words(record.id, number), text) if text is not None else []
    upon = LaidUpon(tied.links, spots, tuple(doubts))
    slugs, headings = subjects(
        visit,
        record,
        work.records.headings(record.id),
        work.headings.tree(NO_COUNTS),
        work.headings.categories(NO_COUNTS),
    )
    state = states(visit, work, [record]).get(record.id)
    originals = open_originals(visit, work, record.id) if open_text else []
    editions = work.editions.of_record(record.id) if open_text else []
    newest = {sha256 for one in editions if one.shown for sha256 in one.originals}
    originals = sorted(originals, key=lambda one: (one.sha256 not in newest, rank_of(one.role)))
    return RecordPage(
        record=record,
        title=shown_title(visit, record),
        title_place=title_place(visit, record, values),
        state=state,
        rows=tuple(row for row in card(visit, record, values) if row.label != visit.t("field.annotation")),
        categories=slugs,
        headings=headings,
        annotation=shown.get("annotation", ""),
        text_closed=not open_text,
        waiting=open_text and not has_text,
        text=text_page(visit, record, (number, text), asked, upon) if text is not None else None,
        found=found_pages(visit, record, texts, number, asked) if text is not None else None,
        pages=_page_links(visit, record, number, len(texts), asked) if has_text else (),
        files=tuple(_file(visit, record, one, alone=len(originals) == 1) for one in originals),
        editions=edition_views(visit, record, editions),
        common=common_files(visit, work, record),
        ties=tied,
        life=lifeline(visit, links, tied.events),
        bibliography=bibliographic_record(record, shown, _circumstances(state, editions)),
        marks=mark_views(visit, record.marks) if visit.may(Needs.CLERK) else (),
        history=tuple(journal_line(visit, one) for one in work.audit.of(f"record:{record.id}"))
        if visit.may(Needs.CLERK)
        else (),
        asked=asked,
        held_back="" if str(record.visibility) == "public" else str(record.visibility),
        address=str(visit.request.url_for("record", record=str(record.id))),
        draft=draft_view(visit, record, links.adopted) if is_draft(record) else None,
    )


def _circumstances(state: StateView | None, editions: Sequence[Edition]) -> Circumstances:
    """What the bibliographic record says of the edition shown and of the state of the act."""
    edition = next((one for one in editions if one.shown), None)
    return Circumstances(
        status=Status(state.code) if state else None,
        amended=bool(edition and edition.amended),
        as_of=edition.as_of if edition else None,
    )


def _page_links(
    visit: Visit, record: Record, number: int, total: int, asked: Asked
) -> tuple[Way | None, ...]:
    return tuple(
        None if at is None else Way(str(at), page_address(visit, record.id, at, asked), at == number)
        for at in Paging(number, 1, total).numbers
    )
