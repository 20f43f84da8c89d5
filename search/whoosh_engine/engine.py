"""The engine: reads the newest generation, answers requests, commits changes."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from catalog.errors import IndexDamaged
from search.engine import EngineAnswer, IndexDocument
from search.queries import parse
from search.requests import SearchRequest
from search.results import FacetValue
from search.trees import Phrase, Prefix, Query, Word, leaves
from search.whoosh_engine.answering import facets, filtered, page
from search.whoosh_engine.damage import damaged
from search.whoosh_engine.evaluation import Evaluator, Matched
from search.whoosh_engine.generations import NAME, Folder, Generation, IndexHome
from search.whoosh_engine.inversion import Batch
from search.whoosh_engine.lexicon import ViewLexicon
from search.whoosh_engine.merging import merge_due
from search.whoosh_engine.segments import Segment, SegmentReader, verify_segment, write_segment
from search.whoosh_engine.snapshot import Snapshot
from search.whoosh_engine.view import View

WORDS_IN_SEGMENT = 1_000_000
MERGED_AT_ONCE = 300  # documents: what is joined within a commit takes some hundredths of a second
_RETRIES = 10


class WhooshEngine:
    """``search.engine.Engine`` on an index folder.

    Args:
        path: the index folder of the data home; the live index is the one that ``CURRENT`` names.
        folder: a folder of segments that is not live yet (a rebuild); none means the live one.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self._home = IndexHome(path)
        self._fixed = folder
        self._snapshot: Snapshot | None = None
        self._loading = threading.Lock()

    @classmethod
    def create(cls, path: Path) -> WhooshEngine:
        """An empty live index; one that is there is replaced."""
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        home = IndexHome(path)
        home.swap(home.new())
        return cls(path)

    @classmethod
    def exists(cls, path: Path) -> bool:
        """Whether there is an index, sound or not."""
        return IndexHome(path).exists()

    def beside(self) -> WhooshEngine:
        """An engine on a new empty folder beside the live one, for a rebuild."""
        return WhooshEngine(self._home.path, self._home.new())

    def make_live(self) -> None:
        """Let the folder of this engine be the one that is read; other folders are removed."""
        self._home.swap(self._folder().path)
        self._fixed = None

    def discard(self) -> None:
        """Remove a folder that did not become the live one."""
        if self._home.exists():
            self._home.sweep()

    def _folder(self) -> Folder:
        return Folder(self._fixed or self._home.current())

    def _now(self) -> Snapshot:
        """The newest generation, opened as far as it is new."""
        for _ in range(_RETRIES):
            folder = self._folder()
            snapshot = self._snapshot
            same = snapshot is not None and snapshot.folder.path == folder.path
            if snapshot is not None and same and snapshot.generation.number == folder.number():
                return snapshot
            try:
                return self._load(folder)
            except FileNotFoundError:
                pass  # it belonged to a segment that has just been joined with others
            except IndexDamaged:
                if self._folder().path == folder.path:
                    raise  # else a rebuild has just taken its place
        raise damaged("нет его частей")

    def _load(self, folder: Folder) -> Snapshot:
        with self._loading:
            generation = folder.read()
            before = self._snapshot
            old = before.readers if before is not None and before.folder.path == folder.path else {}
            if before is not None and old and before.generation.number == generation.number:
                return before
            readers = {
                segment.segment_id(): old.get(segment.segment_id()) or SegmentReader(folder.storage, segment)
                for segment in generation.segments
            }
            self._snapshot = Snapshot(folder, generation, readers)
            return self._snapshot

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Answer a request on the newest generation."""
        return _answer(self._now().view(request.visibility), request)

    def generation(self) -> int:
        """Number of the newest committed generation."""
        return self._now().generation.number

    def queue_number(self) -> int:
        """The last number of the queue of changes that the index holds."""
        return self._now().generation.queue_number

    def count(self) -> int:
        """Records held, of any visibility."""
        return int(np.count_nonzero(self._now().alive))

    def records(self) -> frozenset[int]:
        """Numbers of all records held."""
        snapshot = self._now()
        return frozenset(snapshot.columns.records[snapshot.alive].tolist())

    def update(self, documents: Iterable[IndexDocument], deleted: Iterable[int], queue_number: int) -> None:
        """Replace documents and delete records, in one commit that also stores the queue number."""
        folder = self._folder()
        with folder.lock():
            snapshot = self._now()
            gone = set(deleted)
            added: list[Segment] = []
            for batch in _batches(documents):
                gone.update(one.record for one in batch.documents)
                added.append(write_segment(folder.storage, NAME, batch.fields(), batch.columns()))
            kept = _without(snapshot, gone)
            self._commit(folder, (*kept, *added), queue_number)
            while merge_due(folder, MERGED_AT_ONCE):
                pass

    def tidy(self, interrupted: Callable[[], bool]) -> bool:
        """Join some small segments, if there are enough of them; work for a quiet moment.

        Args:
            interrupted: asked from time to time whether something more urgent has come.

        Returns:
            Whether anything was done.
        """
        folder = self._folder()
        with folder.lock():
            return merge_due(folder, interrupted=interrupted)

    def _commit(self, folder: Folder, segments: tuple[Segment, ...], queue_number: int) -> None:
        folder.write(Generation(folder.number() + 1, queue_number, segments))

    def verify(self) -> list[str]:
        """Names of files that are not as they were written."""
        snapshot = self._now()
        return [
            name
            for segment in snapshot.generation.segments
            for name in verify_segment(snapshot.folder.storage, segment)
        ]

    def close(self) -> None:
        """Let go of files and caches."""
        self._snapshot = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _batches(documents: Iterable[IndexDocument]) -> Iterator[Batch]:
    """Documents in segments of a bounded size; of one record only the last counts."""
    latest = {one.record: one for one in documents}
    batch = Batch()
    for one in latest.values():
        batch.add(one)
        if batch.size >= WORDS_IN_SEGMENT:
            yield batch
            batch = Batch()
    if batch.documents:
        yield batch


def _without(snapshot: Snapshot, gone: set[int]) -> Iterator[Segment]:
    """The segments of a generation with some records marked deleted; empty segments are left out."""
    for segment in pickle.loads(pickle.dumps(snapshot.generation.segments)):  # noqa: S301
        records = snapshot.readers[segment.segment_id()].columns.records
        for document in np.flatnonzero(np.isin(records, list(gone))):
            segment.delete_document(int(document))
        if segment.deleted_count() < segment.doc_count_all():
            yield segment


def _answer(view: View, request: SearchRequest) -> EngineAnswer:
    query = parse(request.query, ViewLexicon(view), request.today, literal=request.literal)
    if query.tree is None:
        return EngineAnswer(
            0, 0, (), _no_facets(request), frozenset(), (), query.understood, query.suggestions, ()
        )
    matched = Evaluator(view).match(query.tree)
    passed = filtered(view, request.filters, request.today)
    if passed is not None:
        matched = Matched(matched.mask & passed, matched.whole & passed, matched.scores, matched.missing)
    total = int(np.count_nonzero(matched.mask))
    return EngineAnswer(
        total,
        int(np.count_nonzero(matched.whole)),
        page(view, matched, request, wants_press=query.wants_press),
        facets(view, matched.mask, request.today) if request.facets else {},
        _marked(query),
        tuple(leaf.words for leaf in leaves(query.tree) if isinstance(leaf, Phrase)),
        query.understood,
        query.suggestions if total or not query.unquoted else (*query.suggestions, query.unquoted),
        tuple(dict.fromkeys(matched.missing)),
    )


def _no_facets(request: SearchRequest) -> dict[str, tuple[FacetValue, ...]]:
    return (
        dict.fromkeys(("class", "category", "issuer", "kind", "status", "year"), ()) if request.facets else {}
    )


def _marked(query: Query) -> frozenset[str]:
    """Terms to mark: lemmas and whole numbers as they are, stems behind «~», prefixes before «*»."""
    found: set[str] = set()
    for leaf in leaves(query.tree):
        if isinstance(leaf, Word):
            found |= {*leaf.words, *leaf.together, *leaf.boosts, *(f"~{stem}" for stem in leaf.stems)}
        elif isinstance(leaf, Prefix):
            found.add(f"{leaf.prefix}*")
    return frozenset(found)
