"""What a test starts to kill: ``python -m tests.dossiers.killed publish|export|forget HOME``.

Prints «ready» when the moment has come, and then waits for its end in the midst of its work.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from catalog.database import Database
from catalog.home import Home
from catalog.originals import OriginalFiles
from catalog.stores.publications import PublicationStore
from catalog.stores.texts import TextStore
from dossiers.exports.formats import Format
from dossiers.issuing import Issuing, make_waiting
from dossiers.one_off import forget_one_off
from dossiers.publication import Contents, Progress, Publication
from dossiers.publishing import Imprint, publish
from tests.dossiers.stock import NOW, STOPPED, TODAY, hand


def _wait_for_the_end(*_arguments: object) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Event().wait()


def _publish(database: Database) -> None:
    PublicationStore.require = _wait_for_the_end  # type: ignore[assignment]  # all rows are written, none committed
    with database.write() as work:
        saved = work.selections.page()[0][0]
        publish(work, saved.id, hand(saved), Imprint("Библиотека", TODAY, NOW))


def _write_half(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    target.write_bytes(b"half")
    (target.parent / "aside").mkdir()
    _wait_for_the_end()


def _export(database: Database, home: Home) -> None:
    formats = {"pdf": Format("pdf", ".pdf", "application/pdf", _write_half)}
    originals = OriginalFiles(home.originals, home.scratch)
    make_waiting(Issuing(home, database, originals, STOPPED, formats=formats), threading.Event())


def _forget(database: Database) -> None:
    TextStore.drop_unused = _wait_for_the_end  # type: ignore[assignment]  # the rest is done, nothing committed
    forget_one_off(database, replace(STOPPED, moment=NOW + timedelta(days=99)), 30)


def main() -> None:
    home = Home.open(Path(sys.argv[2]))
    with Database.open(home.database_url) as database:
        if sys.argv[1] == "publish":
            _publish(database)
        elif sys.argv[1] == "forget":
            _forget(database)
        else:
            _export(database, home)


if __name__ == "__main__":
    main()
