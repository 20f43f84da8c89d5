"""Where the site is put together from an open data home."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from catalog.clock import Clock
from catalog.database import Database
from catalog.derived import DerivedFiles
from catalog.home import Home
from catalog.originals import OriginalFiles
from catalog.settings import Settings
from search.searcher import Searcher
from search.whoosh_engine import WhooshEngine
from web.app import create_app
from web.page_pictures import PagePictures
from web.services import Services, SiteSettings, networks
from web.table_reading import TableReading


def site_settings(settings: Settings) -> SiteSettings:
    """The few settings that the site uses."""
    return SiteSettings(
        library_name=settings.library_name,
        language=settings.language,
        host_names=settings.host_names,
        trusted=networks(settings.trusted_networks),
        proxies=networks(settings.proxies),
        backup_reminder_days=settings.backup_reminder_days,
        reserve_mib=settings.reserve_mib,
        body_limit=settings.body_limit,
        demo=settings.demo,
        site_address=settings.site_address,
        mail_domain=settings.mail_from.rpartition("@")[2] or "localhost",
        by_mail=bool(settings.smtp_host),
        order_days=settings.order_days,
    )


def services(
    home: Home, settings: Settings, database: Database, originals: OriginalFiles, clock: Clock
) -> Services:
    """Everything that the site works with; the index is opened at the first request and may come later."""
    engine = WhooshEngine(home.index)
    derived = DerivedFiles(home.derived)
    return Services(
        database=database,
        engine=engine,
        searcher=Searcher(engine, database),
        originals=originals,
        clock=clock,
        settings=site_settings(settings),
        secret=home.secret(),
        disk=home.path,
        exports=home.exports,
        pictures=PagePictures(home.scratch / "pictures", derived),
        tables=TableReading(home.scratch / "tables", originals, derived),
        derived=derived,
    )


def site(
    home: Home, settings: Settings, database: Database, originals: OriginalFiles, clock: Clock
) -> Starlette:
    """The site over an open data home; it lets go of the index when it stops."""
    made = services(home, settings, database, originals, clock)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        made.engine.close()
        made.pictures.close()
        made.tables.close()

    return create_app(made, lifespan)
