"""A small made catalogue of the fictional «Заречный район», for the tests of the site."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from acts import status
from catalog.accounts import Role
from catalog.arrivals import ArrivalDraft, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from catalog.home import Home
from catalog.model import (
    CategoryMark,
    RecordClass,
    RecordDraft,
    RelationDraft,
    TextDraft,
    Value,
    ValueSource,
    Visibility,
)
from catalog.originals import OriginalFiles
from catalog.selections import SelectionKind
from catalog.settings import load
from catalog.unit_of_work import UnitOfWork
from dossiers.editing import Hand, add_records, create
from dossiers.publishing import imprint, publish
from search.indexer import Indexer
from web import lifespan
from web.services import Services

TODAY = date(2026, 11, 24)
RECEIVED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PASSWORD = "верный пароль"
COUNCIL = "Собрание депутатов Заречного района"
BOARD = "Администрация Заречного района"
PAPER = "Заречная новь"
LIBRARY = "Муниципальные акты Заречного района"


@dataclass(frozen=True, slots=True)
class District:
    """Numbers of the records that tests name, and the open services."""

    services: Services
    budget: int
    amendments: tuple[int, int]
    old: int
    repealing: int
    draft: int
    press: int
    fact: int
    staff: int
    held: int
    withdrawn: int
    scan: int
    doubtful: int
    table: int
    sha256: str
    rejected: int
    archive: int
    list_slug: str
    selection: int

    def index(self) -> None:
        """Take what has changed into the index."""
        indexer_of(self.services).drain()


def indexer_of(services: Services) -> Indexer:
    """The indexer of the district's index."""
    return Indexer(services.database, services.disk / "index", status.intervals)


def read(field: str, value: str, page: int | None = 1, confidence: float = 1.0, note: str = "") -> Value:
    """A value read from a page."""
    return Value(field, value, ValueSource.READ, confidence, page=page, reader_version="1", note=note)


def act(title: str, issuer: str, day: str, number: str, *pages: str, **more: object) -> RecordDraft:
    """An act as the intake would describe it."""
    values = [
        read("kind", str(more.pop("kind", "решение"))),
        read("issuer", issuer),
        read("title", title),
        read("date", day),
        read("number", number),
    ]
    extra = more.pop("values", ())
    assert isinstance(extra, tuple)
    draft = RecordDraft(
        record_class=RecordClass.ACT,
        values=(*values, *extra),
        text=TextDraft(None, pages, "import", "1", "born", "text/plain"),
        received=RECEIVED,
        categories=(CategoryMark(str(more.pop("category", "charter-acts")), ValueSource.READ),),
        status_read="in-force",
    )
    return replace(draft, **more)  # type: ignore[arg-type]


def relation(kind: str, number: str, day: date, sentence: str, title: str = "") -> RelationDraft:
    """A relation to an act of the council."""
    return RelationDraft(
        kind,
        sentence,
        kind="решение",
        issuer=COUNCIL,
        number=number,
        date=day,
        title=title or None,
        sentence=sentence,
        page=1,
    )


BUDGET_PAGES = (
    "РОССИЙСКАЯ ФЕДЕРАЦИЯ\nСОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА\n\nРЕШЕНИЕ\n\n"
    "от 22 декабря 2023 г.  № 41/3  с. Заречное\n\nО бюджете Заречного района на 2024 год\n\n"
    "1. Утвердить основные характеристики бюджета района на 2024 год: прогнозируемый общий объём "
    "доходов в сумме 512 340,7 тыс. рублей; общий объём расходов бюджета района "
    "в сумме 518 902,1 тыс. рублей.",
    "2. Установить, что остатки средств бюджета района направляются "
    "на покрытие временных кассовых разрывов.\n\n"
    "3. Решение вступает в силу с 1 января 2024 года.",
    "Приложение 1\n\nДоходы\tТыс. рублей\nНалог на доходы\t201 340,0\nЗемельный налог\t18 220,5",
)


def fill(services: Services, folder: Path) -> District:
    """Fill an empty catalogue and its index."""
    with services.database.write() as work:
        work.headings.seed()
        numbers = _records(services, work, folder)
        _accounts(work)
        rejected, archive = _ledger(work, numbers)
        work.notes.set("last_scan", (datetime.now(UTC) - timedelta(seconds=20)).isoformat())
        work.notes.set("last_backup", (datetime.now(UTC) - timedelta(days=30)).isoformat())
    slug, saved = _list(services, (numbers["budget"], numbers["old"], numbers["press"]))
    with services.database.read() as work:
        sha256 = work.originals.of_record(numbers["budget"])[0].sha256
    indexer = indexer_of(services)
    indexer.drain()
    first, second = numbers.pop("amendment-1"), numbers.pop("amendment-2")
    return District(
        services=services,
        amendments=(first, second),
        sha256=sha256,
        rejected=rejected,
        archive=archive,
        list_slug=slug,
        selection=saved,
        **numbers,
    )


def _records(services: Services, work: UnitOfWork, folder: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    file = folder / "Решение 41-3.docx"
    file.write_bytes(b"PK made bytes of a made document")
    stored = services.originals.put(file)
    work.originals.add(stored.sha256, stored.size, "application/vnd.openxmlformats", RECEIVED)
    found["budget"] = work.records.add(
        act(
            "О бюджете Заречного района на 2024 год и на плановый период 2025 и 2026 годов",
            COUNCIL,
            "2023-12-22",
            "41/3",
            values=(
                Value("in_force_from", "2024-01-01", ValueSource.READ, page=2),
                Value("publication", "«Заречная новь», 2023, 28 декабря, № 101, с. 3–9", ValueSource.SIDECAR),
                Value("number", "41/8", ValueSource.FILE_NAME, 0.5),
            ),
            text=TextDraft(
                stored.sha256, BUDGET_PAGES, "docx", "1", "born", "application/vnd.openxmlformats"
            ),
            file_name=file.name,
            category="budget",
        )
    )
    for name, day, number in (("amendment-1", "2024-03-28", "44/1"), ("amendment-2", "2024-06-27", "47/2")):
        sentence = f"Внести в решение от 22 декабря 2023 г. № 41/3 «О бюджете» изменения ({number})."
        found[name] = work.records.add(
            act(
                "О внесении изменений в решение «О бюджете Заречного района на 2024 год»",
                COUNCIL,
                day,
                number,
                f"РЕШЕНИЕ\n\n1. {sentence} Расходы бюджета района увеличить.",
                category="budget",
                relations=(relation("amends", "41/3", date(2023, 12, 22), sentence),),
            )
        )
    found["old"] = work.records.add(
        act(
            "О бюджетном процессе в Заречном районе",
            COUNCIL,
            "2013-11-14",
            "112",
            "ПОЛОЖЕНИЕ\n\nСоставление проекта бюджета района — исключительное право администрации района.",
            category="budget",
        )
    )
    sentence = "Признать утратившим силу решение от 14 ноября 2013 г. № 112 «О бюджетном процессе»."
    found["repealing"] = work.records.add(
        act(
            "Об утверждении Положения о бюджетном процессе",
            COUNCIL,
            "2022-02-15",
            "18/2",
            f"РЕШЕНИЕ\n\n1. Утвердить Положение.\n\n9. {sentence}",
            category="budget",
            relations=(relation("repeals", "112", date(2013, 11, 14), sentence),),
        )
    )
    found |= _others(work)
    for at in range(1, 26):
        work.records.add(
            act(
                f"О награждении жителей села Сосновка, список {at}",
                BOARD,
                f"2025-0{1 + at % 9}-1{at % 9}",
                f"{at}-п",
                f"ПОСТАНОВЛЕНИЕ\n\nНаградить жителей села Сосновка почётной грамотой. Список {at}.",
                kind="постановление",
                category="current-events",
            )
        )
    return found


def _others(work: UnitOfWork) -> dict[str, int]:
    """Records of the other sorts: a draft, press, a fact, hidden ones, a scan, a doubtful number."""
    found: dict[str, int] = {}
    found["draft"] = work.records.add(
        act(
            "О земельном налоге на 2027 год",
            COUNCIL,
            "2026-11-03",
            "",
            "ПРОЕКТ\n\nО земельном налоге на 2027 год.",
            category="taxes",
            status_read="draft",
            values=(Value("draft", "1", ValueSource.READ),),
        )
    )
    press = act(
        "Бюджет принят с дефицитом",
        PAPER,
        "2023-12-28",
        "101",
        "Депутаты приняли бюджет района.",
        category="budget",
        values=(
            Value("annotation", "О бюджете на 2024 год.", ValueSource.ENTERED),
            Value("author", "И. Петрова", ValueSource.SIDECAR),
        ),
    )
    found["press"] = work.records.add(
        replace(
            press,
            record_class=RecordClass.PRESS,
            relations=(relation("reports", "41/3", date(2023, 12, 22), ""),),
        )
    )
    fact = act(
        "Приём граждан главой района",
        BOARD,
        "2026-01-10",
        "",
        "Приём по вторникам с 9 до 12 часов.",
        category="powers-contacts",
        kind="сведения",
    )
    found["fact"] = work.records.add(replace(fact, record_class=RecordClass.FACT))
    hidden = act(
        "О закрытом вопросе", BOARD, "2025-05-05", "500-п", "Сведения о закрытом вопросе тайнослово."
    )
    found["staff"] = work.records.add(replace(hidden, visibility=Visibility.STAFF))
    other = act("О вопросе под замком", BOARD, "2025-05-06", "501-п", "Сведения под замком тайнослово.")
    found["held"] = work.records.add(replace(other, visibility=Visibility.HELD))
    found["withdrawn"] = work.records.add(
        act("О лишнем", BOARD, "2025-05-07", "502-п", "Лишний документ изъятослово.")
    )
    work.records.withdraw(found["withdrawn"], "Прислан по ошибке", actor="Иванова")
    scan = act("скан_0007", BOARD, "2026-11-05", "")
    text = TextDraft(
        hashlib.sha256(b"scan").hexdigest(), (), "none", "1", "none", "application/pdf", waiting="scan"
    )
    work.originals.add(str(text.sha256), 4, "application/pdf", RECEIVED)
    found["scan"] = work.records.add(
        replace(
            scan,
            text=text,
            values=(Value("title", "скан_0007", ValueSource.FILE_NAME),),
            file_name="скан_0007.pdf",
            marks=("waiting",),
            status_read="unknown",
        )
    )
    doubt = Value("number", "137-п", ValueSource.FILE_NAME, 0.9)
    found["doubtful"] = work.records.add(
        act(
            "О тарифах на воду",
            BOARD,
            "2026-11-03",
            "131-п",
            "ПОСТАНОВЛЕНИЕ № 131-п\n\nО тарифах на воду.",
            kind="постановление",
            values=(doubt,),
        )
    )
    found["table"] = work.records.add(
        act(
            "Об исполнении бюджета за I квартал",
            BOARD,
            "2026-04-20",
            "77-п",
            "Раздел\tСумма\n01\t12 345,0",
            kind="постановление",
            category="budget-execution",
        )
    )
    return found


def _accounts(work: UnitOfWork) -> None:
    for name, role in (
        ("Помощник", Role.CLERK),
        ("Иванова", Role.LIBRARIAN),
        ("Главный", Role.ADMINISTRATOR),
    ):
        work.accounts.add(name, PASSWORD, role, actor="")


def _list(services: Services, records: tuple[int, ...]) -> tuple[str, int]:
    """A published list, with its number; and the draft of another, which is not for readers."""
    clock, numbers = services.clock, []
    with services.database.write() as work:
        for title, held, public in (
            ("Бюджет района", records, True),
            ("Черновик списка", records[:1], False),
        ):
            saved = create(
                work,
                SelectionKind.LIST,
                title,
                actor="Иванова",
                clock=clock,
                introduction="Как принимается бюджет.",
                public=public,
            )
            add_records(work, saved.id, held, Hand("Иванова", saved.version, clock))
            numbers.append(saved.id)
        first = work.selections.get(numbers[0])
        assert first is not None
        publish(work, first.id, Hand("Иванова", first.version, clock), imprint(LIBRARY, clock))
    return first.slug, first.id


def _ledger(work: UnitOfWork, numbers: dict[str, int]) -> tuple[int, int]:
    now = datetime.now(UTC)

    def seen(path: str, parent: int | None = None) -> int:
        return work.ledger.see(
            ArrivalDraft(path, "add", "", RecordClass.ACT, "Администрация", 1000, parent=parent), now
        )

    for path, record in (
        ("Акты/реш 12 (2) испр.doc", "budget"),
        ("Акты/скан_0007.pdf", "scan"),
        ("Акты/тарифы 137-п.docx", "doubtful"),
    ):
        work.ledger.advance(seen(path), LedgerState.CATALOGUED, record=numbers[record], milliseconds=120)
    work.ledger.advance(seen("Акты/копия.doc"), LedgerState.DUPLICATE, record=numbers["budget"])
    rejected = seen("Акты/прил 4.xlsx")
    work.ledger.advance(
        rejected,
        LedgerState.REJECTED,
        reason_code="encrypted",
        reason_params={"format": "xlsx"},
        sha256=hashlib.sha256(b"locked").hexdigest(),
    )
    archive = seen("Акты/Бюджет 2027.zip")
    member = seen("Акты/Бюджет 2027.zip!/доходы.docx", parent=archive)
    work.ledger.advance(member, LedgerState.CATALOGUED, record=numbers["table"])
    counts = {"files": "7", "new": "6", "known": "1", "rejected": "0"}
    work.ledger.advance(archive, LedgerState.OPENED, reason_code="opened", reason_params=counts)
    seen("Пресса/Знамя 2026-11-05 №88 с2.pdf")
    return rejected, archive


def open_services(home_folder: Path, **settings: object) -> Services:
    """Services over a home, made when missing."""
    home = Home.open(home_folder, create=True)
    values = load({}, home.path)
    database = Database.open(values.database_url)
    home.migrate(database)
    originals = OriginalFiles(home.originals, home.scratch)
    clock = Clock(ZoneInfo("Europe/Moscow"), fixed_today=TODAY)
    made = lifespan.services(home, values, database, originals, clock)
    usual = {"library_name": LIBRARY, "host_names": ("testserver", "127.0.0.1")}
    return replace(made, settings=replace(made.settings, **(usual | settings)))  # type: ignore[arg-type]


def close_services(services: Services) -> None:
    """Let go of the catalogue and the index."""
    services.engine.close()
    services.pictures.close()
    services.tables.close()
    services.database.close()
