"""Records of one file put together again: the file was cut where it is one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from acts.proposals import keep_proposals
from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.model import Record, SharedPart
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Extracted, TextLayer
from ingest.describers import CHARACTERS
from ingest.describing import draft_of
from ingest.editions import arrival_again
from language.description import describe


def join_file(database: Database, record: int, *, actor: str) -> int:
    """Make one record of all records of a file; the first of them stays, the others are withdrawn.

    The text is read as a whole; what a person entered into the first record stands.

    Args:
        database: the catalogue.
        record: one of the records.
        actor: name of the account.

    Returns:
        The number of the record that stays.

    Raises:
        NotFound: the record shares no file.
        VecheError: one of them is seen by others than the first, or has files of its own.
        Conflict: they have changed meanwhile.
    """
    with database.read() as work:
        parts = _parts(work, record)
        first, others = _records(work, parts)
        pages = work.texts.many_pages([part.record for part in parts])
        original = next(one for one in work.originals.of_record(first.id) if one.sha256 == parts[0].sha256)
        rows = work.ledger.with_bytes(original.sha256)
    row = next((one for one in rows if one.record == first.id), None)
    layer: TextLayer = "ocr" if original.text_layer == "ocr" else "born"
    extracted = Extracted(
        original.media_type,
        joined_pages((part.first_page, pages.get(part.record, ())) for part in parts),
        layer,
        original.extractor,
        original.extractor_version,
        notes=original.notes,
    )
    described = describe(extracted.text[:CHARACTERS], first.file_name, first.record_class)
    draft = draft_of(arrival_again(first, original.sha256, first.file_name, row), extracted, described)
    with database.write() as work:
        if _parts(work, record) != parts:
            raise Conflict("Записи тем временем изменил кто-то другой.", "Откройте карточку снова.")
        for other in others:
            work.records.leave_file(other.id, original.sha256, f"Собрано в запись {first.id}.", actor=actor)
        work.records.replace(first.id, replace(draft, key=first.key))
        numbers = "; ".join(str(one.id) for one in (first, *others))
        work.audit.add(actor, "join", f"record:{first.id}", "", numbers, str(first.id))
        keep_proposals(work, [first.id])
    return first.id


def joined_pages(texts: Iterable[tuple[int, Sequence[str]]]) -> tuple[str, ...]:
    """The pages of a file from those of its documents, each with the page on which it begins."""
    whole: dict[int, str] = {}
    for begin, pages in texts:
        for number, page in enumerate(pages, begin):
            whole[number] = whole.get(number, "") + page
    return tuple(whole[number] for number in sorted(whole))


def _parts(work: UnitOfWork, record: int) -> list[SharedPart]:
    shared = work.originals.shared(record)
    if not shared:
        raise NotFound("У этой записи нет других из того же файла.")
    return [part for part in shared if part.sha256 == shared[0].sha256]


def _records(work: UnitOfWork, parts: Sequence[SharedPart]) -> tuple[Record, list[Record]]:
    found = work.records.many([part.record for part in parts])
    first, *others = (found[part.record] for part in parts)
    if any(len(work.originals.of_record(one.id)) > 1 for one in (first, *others)):
        raise VecheError("У одной из записей есть и другие файлы: собрать их в одну нельзя.")
    if any(one.visibility is not first.visibility or one.withdrawn_at for one in (first, *others)):
        raise VecheError("Записи видны не одним и тем же людям.", "Сначала дайте им одну видимость.")
    return first, others
