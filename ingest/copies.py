"""Files of one edition that are not identical: why they stand together, and parting one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from acts.proposals import keep_proposals
from catalog.errors import Conflict, NotFound
from catalog.unit_of_work import UnitOfWork
from ingest.closing import INTAKE
from ingest.describers import Describer
from ingest.editions import draft_again, show_edition

GROUP = "group"
SPLIT = "split-copy"
_RECORD = "record:"
_SHORT = 12  # characters of a SHA-256 that tell files of one record apart


def note_grouped(work: UnitOfWork, record: int, sha256: str, why: str, name: str = "") -> None:
    """Say in the journal which file was put to a record and why."""
    work.audit.add(INTAKE, GROUP, f"record:{record}", sha256[:_SHORT], name, why)


def why_grouped(work: UnitOfWork, record: int, sha256: str) -> str:
    """Why the machine has put a file to a record, in words; "" where it has not."""
    entries = work.audit.of(f"record:{record}")
    return next(
        (entry.after for entry in entries if entry.action == GROUP and entry.field == sha256[:_SHORT]), ""
    )


@dataclass(frozen=True, slots=True)
class Parted:
    """A file that a person has made a record of its own.

    Attributes:
        name: of the file.
        left: record that it was parted from.
        record: that it became.
    """

    name: str
    left: int
    record: int


def parted_files(work: UnitOfWork, record: int) -> tuple[Parted, ...]:
    """Files that were parted from a record, and the record that it was itself parted from, as they stand."""
    found: dict[tuple[int, int], Parted] = {}
    for entry in work.audit.of(f"record:{record}"):
        if entry.action != SPLIT:
            continue
        if entry.after.startswith(_RECORD):
            one = Parted(entry.before, record, int(entry.after.removeprefix(_RECORD)))
        else:
            one = Parted(entry.after, int(entry.before.removeprefix(_RECORD)), record)
        found[one.left, one.record] = one
    known = work.records.many(sorted({number for pair in found for number in pair}))
    return tuple(
        one
        for pair, one in found.items()
        if all(number in known and known[number].withdrawn_at is None for number in pair)
    )


def split_copy(work: UnitOfWork, describer: Describer, number: int, sha256: str, *, actor: str) -> int:
    """Make one file of an edition that has several a record of its own; the number of that record.

    Raises:
        NotFound: no such record, or it has no such file.
        Conflict: it is the only file of its edition.
    """
    record = work.records.get(number)
    edition = next((one for one in work.editions.of_record(number) if sha256 in one.originals), None)
    text = next((one for one in work.texts.held([number]) if one.sha256 == sha256), None)
    read = work.texts.draft(text.id) if text else None
    if record is None or edition is None or text is None or read is None:
        raise NotFound("У записи нет такого файла.")
    if len(edition.originals) == 1:
        raise Conflict("Это единственный файл, отделять его не от чего.", "Отделить можно редакцию.")
    draft = draft_again(work, describer, record, read, text.name)
    former, _stays = work.editions.leave_original(edition, sha256)
    if text.shown:
        show_edition(work, describer, record, edition)
    fresh = work.records.add(replace(draft, visibility=record.visibility))
    work.editions.bring(replace(edition, originals=(sha256,)), fresh)
    work.texts.drop_unused(former)
    keep_proposals(work, [number, fresh])
    work.audit.add(actor, SPLIT, f"record:{number}", sha256[:_SHORT], text.name, f"record:{fresh}")
    work.audit.add(actor, SPLIT, f"record:{fresh}", sha256[:_SHORT], f"record:{number}", text.name)
    return fresh
