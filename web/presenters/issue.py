"""A published issue as readers see it: as it was frozen, with what has become of its acts since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from catalog.issues import Issue
from catalog.model import Record, RecordClass
from catalog.selections import Selection
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import named_records
from dossiers.entries import is_open, open_originals
from dossiers.markdown import to_html
from dossiers.publication import Change, Entry, Publication
from dossiers.statuses import StatusTold, statuses_told
from language.wording import day, unbroken
from web.presenters.layout import Way
from web.presenters.requisites import clipped, dated_and_numbered, first_upper
from web.presenters.state import StateView, states
from web.visit import Visit

_NOTHING = Markup("")
_LONGEST = 350
_FEWEST_YEARS = 2
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class EntryView:
    """One document of an issue.

    Attributes:
        position: its number in the inventory.
        title: link to its record.
        code: of the status as of the day of the issue, or "".
        word: the same for people.
        causes: links to the acts that changed or ended it by that day, by day and number.
        now: its state today where that is another one, or None.
        kind: with a capital letter; of an article its newspaper.
        dated: day and number.
        pages: of its text.
        description: the bibliographic record.
        annotation: of the record.
        note: a librarian's word on it.
        gone: whether it was withdrawn or closed since: nothing of it is told.
    """

    position: int
    title: Way
    code: str = ""
    word: str = ""
    causes: tuple[Way, ...] = ()
    now: StateView | None = None
    kind: str = ""
    dated: str = ""
    pages: int = 0
    description: str = ""
    annotation: str = ""
    note: Markup = _NOTHING
    gone: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its number, from 1; 0 for one without a title."""

    number: int
    title: str
    note: Markup
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class YearBar:
    """How many documents are of one year; ``share`` is the height of its bar, in hundredths."""

    year: int
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What is new against the issue before, in words; ``title`` has an address while the record is open."""

    what: str
    title: Way
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue.

    Attributes:
        selection: of which it is.
        issue: its row.
        publication: its content.
        introduction: from Markdown.
        sections: in order.
        changes: against the issue before.
        years: how many documents are of each year; none where they are of one.
        newest: whether no later issue was published.
        gone: documents that were withdrawn or closed since.
        cover: whether it has a picture that may be shown.
    """

    selection: Selection
    issue: Issue
    publication: Publication
    introduction: Markup
    sections: tuple[SectionView, ...]
    changes: tuple[ChangeView, ...]
    years: tuple[YearBar, ...]
    newest: bool
    gone: int
    cover: bool = False

    @property
    def contents(self) -> tuple[SectionView, ...]:
        """The sections that a table of contents lists."""
        return tuple(section for section in self.sections if section.title)


def issue_view(
    visit: Visit, work: UnitOfWork, selection: Selection, issue: Issue, publication: Publication
) -> IssueView:
    """An issue for a reader; what was withdrawn or closed since is named by its number alone."""
    records = work.records.many(named_records(publication))
    open_ = {number: record for number, record in records.items() if is_open(record)}
    sections = _sections(visit, work, publication, open_, issue.as_of)
    views = [one for section in sections for one in section.entries]
    return IssueView(
        selection=selection,
        issue=issue,
        publication=publication,
        introduction=note_of(publication.introduction),
        sections=sections,
        changes=change_views(visit, publication.changes, open_),
        years=_years(publication.entries),
        newest=issue.number == selection.issue,
        gone=sum(one.gone for one in views),
        cover=bool(shown_cover(work, publication.cover)),
    )


def section_views(visit: Visit, work: UnitOfWork, publication: Publication) -> tuple[SectionView, ...]:
    """The sections of a publication that is no issue, with states as of its day."""
    records = work.records.many([entry.record for entry in publication.entries])
    open_ = {number: record for number, record in records.items() if is_open(record)}
    return _sections(visit, work, publication, open_, date.fromisoformat(publication.as_of))


def _sections(
    visit: Visit, work: UnitOfWork, publication: Publication, open_: Mapping[int, Record], as_of: date
) -> tuple[SectionView, ...]:
    held = list(open_.values())
    bodies = {one.issuer for one in publication.entries if one.record_class != RecordClass.PRESS}
    told = _Told(
        open_, states(visit, work, held), statuses_told(work, held, as_of), name_bodies=len(bodies) > 1
    )
    sections, number = [], 0
    for section in publication.sections:
        number += bool(section.title)
        entries = tuple(_entry(visit, one, told) for one in section.entries)
        shown = number if section.title else 0
        sections.append(SectionView(shown, section.title, note_of(section.note), entries))
    return tuple(sections)


def shown_cover(work: UnitOfWork, sha256: str) -> str:
    """The media type of a cover that may be shown: a picture whose file holds nothing closed; or ""."""
    if not sha256 or sha256 not in open_originals(work, [sha256]):
        return ""
    media_type = work.originals.media_type(sha256)
    return media_type if media_type in _PICTURES else ""


def note_of(markdown: str) -> Markup:
    """A librarian's word as HTML; ``to_html`` lets no markup of the word itself through."""
    return Markup(to_html(markdown)) if markdown else _NOTHING  # noqa: S704


def change_views(
    visit: Visit, changes: Sequence[Change], open_: Mapping[int, Record]
) -> tuple[ChangeView, ...]:
    """Changes in words; of records that are no longer open only the number is told."""
    return tuple(
        ChangeView(one.what, _named(visit, one.record, one.title, open_), one.before, one.after)
        for one in changes
    )


def _named(visit: Visit, record: int, title: str, open_: Mapping[int, Record]) -> Way:
    if record in open_:
        return Way(unbroken(title), visit.url("record", record=record))
    return Way(visit.t("issue.closed", record=record), "")


@dataclass(frozen=True, slots=True)
class _Told:
    """Records that are still open, their states today and as of the day of the issue.

    ``name_bodies`` says that documents of several bodies stand together: a number alone tells none of them.
    """

    records: Mapping[int, Record]
    today: Mapping[int, StateView]
    then: Mapping[int, StatusTold]
    name_bodies: bool


def _entry(visit: Visit, entry: Entry, told: _Told) -> EntryView:
    if entry.record not in told.records:
        return EntryView(entry.position, Way(visit.t("issue.closed", record=entry.record), ""), gone=True)
    state, then = told.today.get(entry.record), told.then[entry.record]
    is_press = entry.record_class == RecordClass.PRESS
    causes = then.causes if str(then.view.status) == entry.status else ()
    word = visit.t(f"status.{entry.status}") if entry.status else ""
    when = date.fromisoformat(entry.date) if entry.date else None
    return EntryView(
        position=entry.position,
        title=Way(clipped(unbroken(entry.title), _LONGEST), visit.url("record", record=entry.record)),
        code=entry.status,
        word=word,
        causes=tuple(
            Way(
                dated_and_numbered(act.date, act.number, visit.language) or act.title,
                visit.url("record", record=act.id),
            )
            for act in causes
        ),
        now=state if state and entry.status and state.code != entry.status else None,
        kind=_said_first(visit, entry, named=told.name_bodies),
        dated=dated_and_numbered(when, entry.number, visit.language),
        pages=0 if is_press else entry.pages,
        description=entry.description,
        annotation=entry.annotation,
        note=note_of(entry.note),
    )


def _said_first(visit: Visit, entry: Entry, *, named: bool) -> str:
    """What a document is: a publication by its newspaper, another by its kind, with the body where asked."""
    if entry.record_class == RecordClass.PRESS and entry.issuer:
        return entry.issuer
    kind = first_upper(entry.kind or visit.t(f"class.{entry.record_class}"))
    return f"{kind} · {entry.issuer}" if named and entry.issuer else kind


def _years(entries: Sequence[Entry]) -> tuple[YearBar, ...]:
    counts: dict[int, int] = {}
    for entry in entries:
        if entry.date:
            year = int(entry.date[:4])
            counts[year] = counts.get(year, 0) + 1
    if len(counts) < _FEWEST_YEARS:
        return ()
    most = max(counts.values())
    years = range(min(counts), max(counts) + 1)
    shown = years if len(years) <= 2 * len(counts) + 10 else sorted(counts)
    return tuple(
        YearBar(year, counts.get(year, 0), round(100 * counts.get(year, 0) / most)) for year in shown
    )


def issue_line(visit: Visit, issue: Issue) -> str:
    """«Выпуск 7 от 1 ноября 2026 г.»."""
    published = issue.moment.astimezone(visit.services.clock.zone).date()
    return visit.t("issue.line", number=issue.number or 0, day=day(published, visit.language))
