"""One transaction with all stores at hand; ``Database`` opens it and alone commits."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from catalog.arrivals import Lease
from catalog.stores.accounts import AccountStore
from catalog.stores.askings import AskingStore
from catalog.stores.audit import AuditStore
from catalog.stores.closing_rules import ClosingRuleStore
from catalog.stores.editions import EditionStore
from catalog.stores.exports import ExportStore
from catalog.stores.followers import FollowerStore
from catalog.stores.heading_rules import HeadingRuleStore
from catalog.stores.headings import HeadingStore
from catalog.stores.index_queue import IndexQueue
from catalog.stores.ledger import LedgerStore
from catalog.stores.mails import MailStore
from catalog.stores.notes import NoteStore
from catalog.stores.orders import OrderStore
from catalog.stores.originals import OriginalRows
from catalog.stores.past_files import PastFileStore
from catalog.stores.publications import PublicationStore
from catalog.stores.record_listing import RecordListing
from catalog.stores.records import RecordStore
from catalog.stores.relations import RelationStore
from catalog.stores.selections import SelectionStore
from catalog.stores.sources import SourceStore
from catalog.stores.surveys import SurveyStore
from catalog.stores.text_bands import TextBandStore
from catalog.stores.texts import TextStore


class UnitOfWork:
    """The stores, all on one connection; what one writes the others see."""

    def __init__(self, connection: Connection, alive: Callable[[Lease], bool]) -> None:
        self.audit = AuditStore(connection)
        self.queue = IndexQueue(connection)
        self.notes = NoteStore(connection)
        self.originals = OriginalRows(connection, self.audit)
        self.texts = TextStore(connection)
        self.bands = TextBandStore(connection)
        self.editions = EditionStore(connection)
        self.sources = SourceStore(connection, self.audit, self.queue)
        self.closing_rules = ClosingRuleStore(connection, self.notes)
        self.heading_rules = HeadingRuleStore(connection)
        self.headings = HeadingStore(connection, self.audit, self.queue, self.heading_rules)
        self.relations = RelationStore(connection, self.audit, self.queue)
        self.records = RecordStore(
            connection,
            audit=self.audit,
            queue=self.queue,
            texts=self.texts,
            originals=self.originals,
            sources=self.sources,
            headings=self.headings,
            relations=self.relations,
        )
        self.ledger = LedgerStore(connection, self.audit, alive)
        self.accounts = AccountStore(connection, self.audit)
        self.surveys = SurveyStore(connection)
        self.selections = SelectionStore(connection, self.audit)
        self.publications = PublicationStore(connection, self.audit)
        self.past_files = PastFileStore(connection, self.texts)
        self.exports = ExportStore(connection)
        self.listing = RecordListing(connection)
        self.orders = OrderStore(connection, self.audit)
        self.mails = MailStore(connection, self.audit)
        self.followers = FollowerStore(connection)
        self.askings = AskingStore(connection)
