"""The intake as a program that can be killed: ``python -m tests.ingest.killed HOME``."""

from __future__ import annotations

import logging
import sys
import threading
from dataclasses import replace
from pathlib import Path

from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from ingest.describers import DescriberPool
from ingest.intake import Intake
from tests.ingest.folders import options
from tests.ingest.stations import station


def main() -> None:
    """Take files until killed."""
    logging.disable(logging.CRITICAL)
    home = Path(sys.argv[1])
    with (
        ExtractionPool(2, Limits(), home / "scratch" / "extraction", ocr=False) as pool,
        DescriberPool(2) as describer,
        station(home, pool) as opened,
    ):
        road = replace(opened.road, describer=describer)
        Intake(road, options(home, settle_seconds=0.1, rescan_seconds=1)).run(threading.Event())


if __name__ == "__main__":
    main()
