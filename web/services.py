"""What the site works with, wired by ``web.lifespan`` and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from catalog.clock import Clock
from catalog.database import Database
from catalog.derived import DerivedFiles
from catalog.originals import OriginalFiles
from desk.asking_limit import AskingDesk
from search.engine import Engine
from search.searcher import Searcher
from web.metrics import Metrics
from web.page_pictures import PagePictures
from web.placed_forms import PlacedForms
from web.table_reading import TableReading

Network = IPv4Network | IPv6Network
LOCAL_NETWORKS = (
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)


def networks(names: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks by their names («192.168.0.0/16»); one address is a network of its own."""
    return tuple(ip_network(name, strict=False) for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The few settings that the site itself uses.

    Attributes:
        library_name: said at the head of every page and on paper.
        language: of pages without a language of their own in the address, ``ru`` or ``en``.
        host_names: names that the site answers to; ``*`` is any, ``*.name`` any below it.
        trusted: networks inside the library, where texts of the press are shown.
        proxies: networks whose forwarded addresses are believed.
        backup_reminder_days: after how many days without a backup a reminder stands on the intake page.
        reserve_mib: room on the disk below which the intake stops.
        body_limit: octets of a request body at most.
        demo: whether every page says that the collection is invented.
        site_address: under which readers know the site, or "".
        mail_domain: of the library's mail, for the ids of letters.
        by_mail: whether a mail server is set.
        order_days: after how many days a settled order forgets who placed it.
    """

    library_name: str
    language: str = "ru"
    host_names: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    trusted: tuple[Network, ...] = networks(LOCAL_NETWORKS)
    proxies: tuple[Network, ...] = ()
    backup_reminder_days: int = 7
    reserve_mib: int = 1024
    body_limit: int = 1 << 20
    demo: bool = False
    site_address: str = ""
    mail_domain: str = "localhost"
    by_mail: bool = False
    order_days: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that a page may ask.

    Attributes:
        database: the catalogue.
        engine: the search index.
        searcher: answers searches with records of the catalogue.
        originals: the files as received.
        clock: now and today.
        settings: of the site.
        secret: signs form tokens; kept in the home, never shown.
        disk: the folder whose disk the intake fills.
        exports: the folder of files made on order.
        started: when the site came up.
        orders_placed: which forms have become orders already.
        metrics: counters of this process.
        pictures: draws pages of files, in a process of its own.
        tables: reads the tables of files, likewise.
        derived: what was read out of originals to be shown at once.
    """

    database: Database
    engine: Engine
    searcher: Searcher
    originals: OriginalFiles
    clock: Clock
    settings: SiteSettings
    secret: bytes = field(repr=False)
    disk: Path
    exports: Path
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    orders_placed: PlacedForms = field(default_factory=PlacedForms)
    metrics: Metrics = field(default_factory=Metrics)
    pictures: PagePictures
    tables: TableReading
    derived: DerivedFiles

    @property
    def askings(self) -> AskingDesk:
        """Counts what strangers ask for."""
        return AskingDesk(self.clock, self.secret)
