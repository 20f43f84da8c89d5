"""One generation opened: its segments, their columns as one, and a view for each kind of asker."""

from __future__ import annotations

import numpy as np

from search.whoosh_engine.columns import Columns, build_columns, join_columns
from search.whoosh_engine.generations import Folder, Generation
from search.whoosh_engine.segments import SegmentReader
from search.whoosh_engine.view import Mask, View


class Snapshot:
    """One generation with the views of it.

    Attributes:
        folder: where it lies.
        generation: its table of contents.
        readers: of its segments, by name.
        columns: of all segments, documents numbered through.
        alive: which documents are not deleted.
    """

    def __init__(self, folder: Folder, generation: Generation, readers: dict[str, SegmentReader]) -> None:
        self.folder = folder
        self.generation = generation
        self.readers = readers
        self._ordered = [readers[segment.segment_id()] for segment in generation.segments]
        parts = [reader.columns for reader in self._ordered]
        self.columns: Columns = (
            join_columns(parts) if parts else build_columns((), np.zeros(0, np.int64), np.zeros(0, np.int64))
        )
        self.alive: Mask = np.ones(len(self.columns.records), np.bool_)
        base = 0
        for segment in generation.segments:
            for document in segment.deleted_docs():
                self.alive[base + document] = False
            base += segment.doc_count_all()
        self._views: dict[frozenset[str], View] = {}

    def view(self, visibility: frozenset[str]) -> View:
        """What somebody may see of it."""
        found = self._views.get(visibility)
        if found is None:
            found = View(self._ordered, self.columns, self.alive, visibility)
            self._views[visibility] = found
        return found
