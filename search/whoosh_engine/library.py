"""The one place that imports Whoosh; its warnings about its own old syntax are nobody's concern here."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields, formats, index
    from whoosh.codec import whoosh3
    from whoosh.filedb import filestore, filetables, structfile
    from whoosh.util import numeric

__all__ = ["fields", "filestore", "filetables", "formats", "index", "numeric", "structfile", "whoosh3"]
