"""The editor of a draft: its parts at the side, and the entries of one part with what can be done to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from catalog.selections import STANDING, Draft, Place, Selection, SelectionEntry, SelectionSection
from catalog.unit_of_work import UnitOfWork
from dossiers.deeds import deeds
from dossiers.entries import hidden_why
from dossiers.undoing import to_redo, to_undo
from web.pages.headings import Row, record_rows
from web.paging import Paging
from web.presenters.issue import note_of
from web.presenters.layout import Way
from web.presenters.selection_steps import deed_words
from web.visit import Visit

SIZE = 50
AT_ONCE = 60
_PLACES = {"offered": Place.OFFERED, "leaving": Place.LEAVING, "excluded": Place.OUT}
ALL, LOOSE = "all", "none"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the draft at the side of the editor.

    Attributes:
        code: in the address: ``all``, ``none``, ``offered``, ``leaving``, ``excluded``, or a section.
        way: to it.
        count: entries in it.
        section: its number, or None where it is no section.
        takes: whether entries can be moved into it.
    """

    code: str
    way: Way
    count: int
    section: int | None = None
    takes: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with what can be done to it.

    Attributes:
        entry: as it is kept.
        row: the record in a line.
        position: in the issue to come, or 0.
        at: in its section, from 1.
        note: the librarian's word, shown.
        hidden: why issues leave it out, in words, or "".
        first: whether it stands first in its section.
        last: whether it stands last.
    """

    entry: SelectionEntry
    row: Row
    position: int
    at: int
    note: Markup
    hidden: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one section on the page; None is what has no section."""

    section: SelectionSection | None
    note: Markup
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class EditorView:
    """The editor.

    Attributes:
        selection: with its version.
        draft: as it is kept.
        parts: at the side.
        part: the one shown.
        section: the section shown, or None.
        groups: its entries on this page.
        paging: where in the part the page stands.
        pages: links to its pages.
        undo: what the next undo takes back, in words, or "".
        redo: what the next redo does again, in words, or "".
        last_actor: who changed the draft last.
    """

    selection: Selection
    draft: Draft
    parts: tuple[Part, ...]
    part: Part
    section: SelectionSection | None
    groups: tuple[Group, ...]
    paging: Paging
    pages: tuple[Way | None, ...]
    undo: str
    redo: str
    last_actor: str

    @property
    def targets(self) -> tuple[Part, ...]:
        """Parts that entries can be moved into."""
        return tuple(one for one in self.parts if one.takes)


def part_asked(draft: Draft, asked: str) -> str:
    """The part that an address asks for; of a large draft one section is shown at a time."""
    codes = {ALL, LOOSE, *_PLACES, *(str(one.id) for one in draft.sections)}
    if asked in codes:
        return asked
    standing = [one for one in draft.entries if one.place in STANDING]
    if len(standing) <= AT_ONCE:
        return ALL
    if any(one.section is None for one in standing) or not draft.sections:
        return LOOSE
    return str(draft.sections[0].id)


def editor_view(visit: Visit, work: UnitOfWork, selection: Selection, asked: str, number: int) -> EditorView:
    """The editor of a draft at one of its parts."""
    draft = work.selections.draft(selection.id)
    code = part_asked(draft, asked)
    parts = _parts(visit, selection, draft, code)
    part = next(one for one in parts if one.code == code)
    entries = entries_in(draft, code)
    paging = Paging(min(number, Paging(1, SIZE, len(entries)).pages), SIZE, len(entries))
    shown = entries[paging.offset : paging.offset + SIZE]
    steps = work.selections.steps(selection.id)
    undo, redo = to_undo(steps), to_redo(steps)
    return EditorView(
        selection=selection,
        draft=draft,
        parts=parts,
        part=part,
        section=draft.section(part.section) if part.section is not None else None,
        groups=tuple(_groups(draft, _lines(visit, work, draft, shown), headed=code == ALL)),
        paging=paging,
        pages=tuple(
            None if at is None else Way(str(at), address(visit, selection, code, at), at == paging.page)
            for at in paging.numbers
        ),
        undo=_step_words(visit, work, selection, undo.id) if undo else "",
        redo=_step_words(visit, work, selection, redo.id, again=True) if redo else "",
        last_actor=steps[0].actor if steps else selection.created_by,
    )


def address(visit: Visit, selection: Selection, code: str, number: int = 1, **more: str) -> str:
    """The address of a part of the editor."""
    told = {"section": code} | ({"page": str(number)} if number > 1 else {}) | more
    return f"{visit.url('selection-editor', selection=selection.id)}?{urlencode(told)}"


def entries_in(draft: Draft, code: str) -> list[SelectionEntry]:
    """The entries of a part, in order."""
    if code in _PLACES:
        return [one for one in draft.entries if one.place is _PLACES[code]]
    section = int(code) if code.isdigit() else None
    return [one for one in draft.entries if one.place in STANDING and (code == ALL or one.section == section)]


def _parts(visit: Visit, selection: Selection, draft: Draft, current: str) -> tuple[Part, ...]:
    def part(code: str, label: str, section: int | None = None, *, takes: bool = False) -> Part:
        way = Way(label, address(visit, selection, code), code == current)
        return Part(code, way, len(entries_in(draft, code)), section, takes)

    found = [part(ALL, visit.t("selecting.part_all"))]
    found.append(part(LOOSE, visit.t("selecting.part_none"), takes=True))
    found += [part(str(one.id), one.title, one.id, takes=True) for one in draft.sections]
    special = [part(code, visit.t(f"selecting.part_{code}")) for code in _PLACES]
    return (*found, *(one for one in special if one.count or one.code == current))


def _lines(
    visit: Visit, work: UnitOfWork, draft: Draft, entries: Sequence[SelectionEntry]
) -> list[EntryLine]:
    records = work.records.many([one.record for one in entries])
    rows = {row.id: row for row in record_rows(visit, work, list(records.values()))}
    standing = [one for one in draft.entries if one.place in STANDING]
    positions = {one.record: at for at, one in enumerate(standing, 1)}
    places: dict[int, tuple[int, int]] = {}
    counts: dict[int | None, int] = {}
    for one in standing:
        counts[one.section] = at = counts.get(one.section, 0) + 1
        places[one.record] = (at, 0)
    found = []
    for one in entries:
        at = places.get(one.record, (0, 0))[0]
        why = hidden_why(records.get(one.record))
        found.append(
            EntryLine(
                entry=one,
                row=rows[one.record],
                position=positions.get(one.record, 0),
                at=at,
                note=note_of(one.note),
                hidden=visit.t(f"selecting.hidden_{why}") if why else "",
                first=at == 1,
                last=at == counts.get(one.section, 0),
            )
        )
    return found


def _groups(draft: Draft, lines: Sequence[EntryLine], *, headed: bool) -> Iterator[Group]:
    """Lines by section; with all sections shown, those without entries too."""
    if not headed:
        yield Group(None, Markup(""), tuple(lines))
        return
    by_section: dict[int | None, list[EntryLine]] = {None: []}
    for line in lines:
        by_section.setdefault(line.entry.section, []).append(line)
    if by_section[None]:
        yield Group(None, Markup(""), tuple(by_section[None]))
    for section in draft.sections:
        if by_section.get(section.id):
            yield Group(section, note_of(section.note), tuple(by_section[section.id]))


def _step_words(
    visit: Visit, work: UnitOfWork, selection: Selection, step: int, *, again: bool = False
) -> str:
    """What a step did; with ``again`` what it took back, for an undo that can be taken back itself."""
    before, after = work.selections.before_step(step), _after(work, selection.id, step)
    return deed_words(visit, deeds(after, before) if again else deeds(before, after), 2)


def _after(work: UnitOfWork, selection: int, step: int) -> Draft:
    """The draft as a step left it."""
    later = [one.id for one in work.selections.steps(selection) if one.id > step]
    return work.selections.before_step(min(later)) if later else work.selections.draft(selection)
