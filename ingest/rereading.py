"""What is read again: what waits for a reader that has come, what a better one reads, what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from catalog.errors import NotFound, VecheError
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from ingest import readers
from ingest.reading_again import CHANGED, OPENED, SAME, Change, Job, Rereading, note_not_taken, read_again

READERS = "readers"
ASKED = "reread:"
_READ = frozenset({CHANGED, SAME, OPENED})


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read again; nothing asked for is what waits and what has a better reader now.

    Attributes:
        formats: ``pdf``, ``doc``, ``scan`` or a media type; none asks for all.
        older_than: a version of a reader, or a day (ISO) before which the file came.
        records: numbers; none asks for all.
    """

    formats: tuple[str, ...] = ()
    older_than: str = ""
    records: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RereadReport:
    """What became of the texts that waited.

    Attributes:
        done: read now.
        waiting: still waiting.
    """

    done: int
    waiting: int


def check_wish(work: UnitOfWork, wish: Wish) -> None:
    """Refuse what names nothing, before files are read.

    Raises:
        NotFound: no such record.
        VecheError: no such format, or neither a version nor a day.
    """
    known = work.records.many(wish.records)
    for record in wish.records:
        if record not in known:
            raise NotFound(f"Записи № {record} в каталоге нет.")
    for one in wish.formats:
        if not readers.is_known_format(one):
            raise VecheError(
                f"Формат «{one}» не известен.", "Назовите его как в имени файла (pdf, doc, odt) или «scan»."
            )
    if wish.older_than and not (readers.is_version(wish.older_than) or _day(wish.older_than)):
        raise VecheError(
            f"«{wish.older_than}» — не версия и не день.", "Версия пишется как 4, день — как 2026-05-20."
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def wanted(work: UnitOfWork, wish: Wish) -> list[list[HeldText]]:
    """The texts to be read again, those of one file together, also where only one of them is asked for."""
    held = work.texts.held()
    chosen = {text.sha256 for text in held if _is_wanted(text, wish)}
    files: dict[str, list[HeldText]] = {}
    for text in held:
        if text.sha256 in chosen:
            files.setdefault(text.sha256, []).append(text)
    return list(files.values())


def _is_wanted(text: HeldText, wish: Wish) -> bool:
    if wish.records and text.record not in wish.records:
        return False
    if wish.formats and not any(
        readers.is_format(text.media_type, text.extractor, one) for one in wish.formats
    ):
        return False
    if wish.older_than and not _is_older(text, wish.older_than):
        return False
    if wish.records or wish.formats or wish.older_than:
        return True
    return bool(text.waiting) or readers.improved(text.extractor, text.version)


def _is_older(text: HeldText, than: str) -> bool:
    day = _day(than)
    return text.stored.date() < day if day else readers.is_older(text.version, than)


def reread(
    road: Rereading, files: Sequence[list[HeldText]], job: Job, *, parallel: int = 1
) -> Iterator[Change]:
    """Read files again, several at once; a change for each text of a record, as soon as it stands."""
    with ThreadPoolExecutor(parallel, "reread") as threads:
        for changes in threads.map(lambda texts: read_again(road, texts, job), files):
            yield from changes


def reread_waiting(road: Rereading, progress: Callable[[int, int], object] | None = None) -> RereadReport:
    """Read all texts again that wait for a reader.

    Args:
        road: whose readers are asked.
        progress: called with how many of how many have been tried.
    """
    with road.database.read() as work:
        waiting = work.texts.held(waiting=True)
    done = 0
    for at, text in enumerate(waiting, 1):
        if road.stopping.is_set():
            break
        done += any(one.outcome in _READ and not one.waits for one in read_again(road, [text], Job()))
        if progress:
            progress(at, len(waiting))
    return RereadReport(done, len(waiting) - done)


def reread_if_readers_changed(road: Rereading) -> RereadReport | None:
    """The same, if other readers are here than the last time; None if not."""
    signature = readers.signature(recognises=road.recognises)
    with road.database.read() as work:
        if work.notes.get(READERS) == signature:
            return None
    report = reread_waiting(road)
    if not road.stopping.is_set():
        with road.database.write() as work:
            work.notes.set(READERS, signature)
    return report


def ask_to_reread(work: UnitOfWork, record: int, *, actor: str) -> None:
    """Note that a person wants a record to be read again; whoever reads takes it up."""
    work.notes.set(f"{ASKED}{record}", actor)


def is_asked(work: UnitOfWork, record: int) -> bool:
    """Whether a record waits to be read again."""
    return work.notes.get(f"{ASKED}{record}") is not None


def take_requests(road: Rereading) -> list[Change]:
    """Read again what people have asked for."""
    with road.database.read() as work:
        asked = work.notes.starting(ASKED)
    changes: list[Change] = []
    for key, actor in asked.items():
        if road.stopping.is_set():
            break
        with road.database.read() as work:
            files = wanted(work, Wish(records=(int(key.removeprefix(ASKED)),)))
        for texts in files:
            told = read_again(road, texts, Job(actor))
            note_not_taken(road.database, told, actor)
            changes += told
        if road.stopping.is_set():
            break  # asked for still
        with road.database.write() as work:
            work.notes.forget(key)
    return changes
