"""Copies of one act that are not identical, and acts of one pattern that are not one."""

from __future__ import annotations

import io
import itertools
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.arrivals import Arrival
from catalog.checking import check
from catalog.errors import Conflict
from catalog.model import Record
from extraction.protocol import Extracted, Outcome
from ingest.bands import BANDS, bands_of, fill_bands
from ingest.copies import Parted, parted_files, split_copy, why_grouped
from ingest.describers import InlineDescriber
from ingest.editions import join
from ingest.importing import import_lines
from ingest.likeness import likeness
from ingest.reading_again import Job, read_again
from tests.ingest.stations import CLOCK, Station

BODY = """О порядке содержания дорог местного значения Заречного района
В соответствии с Федеральным законом от 06.10.2003 № 131-ФЗ администрация Заречного района ПОСТАНОВЛЯЕТ:
1. Утвердить порядок содержания дорог местного значения, мостов и пешеходных переходов на территории района.
2. Управлению дорожного хозяйства составлять перечень дорог, подлежащих ремонту, до 15 февраля каждого года.
3. Финансирование работ вести в пределах средств, предусмотренных решением о бюджете района.
4. Контроль за исполнением настоящего постановления оставляю за собой.
5. Постановление вступает в силу после официального опубликования в газете «Знамя».
"""
HEAD = "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\n{}\nс. Заречное\n"
END = "Глава Заречного района                       И. И. Петров\n"
ACT = HEAD.format("от 5 марта 2024 г.                № 117") + BODY + END
DRAFT = "ПРОЕКТ\n" + HEAD.format("от __________ г.                № ____") + BODY + END
SITE = ACT.replace("\n", "\n\n").replace("—", "-")


@dataclass
class Files:
    """Readers that give what a test says of a file."""

    answers: dict[str, Outcome]

    def extract(self, path: Path, name: str) -> Outcome:
        assert path.exists()
        return self.answers[name]

    def close(self) -> None:
        """Nothing is held."""


def misread(text: str) -> str:
    """A text as recognition gives it: one word of fifteen misread, requisites whole."""
    head, body = text[: len(text) - len(BODY) - len(END)], text[len(text) - len(BODY) - len(END) :]
    count = itertools.count()
    return head + re.sub(
        r"[а-яё]{5,}", lambda word: word[0][:-1] + "ь" if next(count) % 15 == 7 else word[0], body
    )


FILES = {
    "проект.txt": Extracted("text/plain", (DRAFT,), "born", "text", "1"),
    "подписанный скан.pdf": Extracted("application/pdf", (misread(ACT),), "ocr", "pdf+ocr", "2"),
    "с сайта.html": Extracted("text/html", (SITE,), "born", "html", "1"),
}


def take(home: Station, name: str, answer: Outcome) -> Arrival:
    """Take a file that reads so."""
    road = replace(home.road, extraction=Files({name: answer}))
    return home.take_on(road, home.drop(name, f"{name} {answer}"))


def records(home: Station) -> list[Record]:
    """All records that are not withdrawn."""
    with home.database.read() as work:
        count = work.records.count()
        return [
            record for record in work.records.many(range(1, count + 9)).values() if not record.withdrawn_at
        ]


@pytest.mark.parametrize("order", list(itertools.permutations(FILES)))
def test_draft_signed_scan_and_site_copy_are_one_record_whichever_comes_first(
    home: Station, order: tuple[str, ...]
) -> None:
    for name in order:
        take(home, name, FILES[name])
    (record,) = records(home)
    assert (record.number, record.draft) == ("117", False)
    with home.database.read() as work:
        roles = {one.name: one.role for one in work.originals.of_record(record.id)}
        (text,) = work.texts.pages(record.id)
        why = [entry.after for entry in work.audit.of(f"record:{record.id}") if entry.action == "group"]
    assert roles["проект.txt"] == "draft"
    assert roles["подписанный скан.pdf"] == "signed"
    assert roles["с сайта.html"] in ("text", "copy")
    assert text == SITE
    assert len(why) == 2
    assert all("Общих слов" in one for one in why)


@pytest.mark.parametrize("pairs", [4, pytest.param(50, marks=pytest.mark.long)])
def test_acts_of_one_pattern_are_never_one(home: Station, pairs: int) -> None:
    names = ["Иванову Петру Ильичу", "Сидоровой Анне Павловне", "Козлову Олегу Юрьевичу"]
    for at in range(pairs):
        for number in (at * 2 + 1, at * 2 + 2):
            text = HEAD.format(f"от {at % 28 + 1} марта 2024 г.                № {number}-к") + (
                "О назначении пенсии за выслугу лет\n"
                "В соответствии с законом области о муниципальной службе администрация района ПОСТАНОВЛЯЕТ:\n"
                f"1. Назначить {names[number % 3]} пенсию за выслугу лет с 1 апреля 2024 года.\n"
                "2. Управлению социальной защиты произвести выплату в установленном порядке.\n"
                "3. Контроль за исполнением возложить на заместителя главы администрации района.\n" + END
            )
            row = take(home, f"{number}.txt", Extracted("text/plain", (text,), "born", "text", "1"))
            assert row.reason_code == ""
    found = records(home)
    assert len(found) == 2 * pairs
    assert [mark for record in found for mark in record.marks if mark.startswith("maybe-same")] == []


def test_a_copy_is_found_among_many_acts_of_its_pattern_that_came_before_it(home: Station) -> None:
    """As when a scan whose day and number are not read comes to a council with a form for its acts."""
    roads = ("Луговая", "Садовая", "Лесная", "Речная", "Школьная", "Мирная", "Новая", "Полевая", "Зелёная")
    for number, road in enumerate((*roads, *(f"{one} верхняя" for one in roads)), 1):
        text = ACT.replace("117", str(number)).replace("мостов", f"улицы {road}, мостов")
        take(home, f"{number}.txt", Extracted("text/plain", (text,), "born", "text", "1"))
    unread = HEAD.format("от 5 мар") + BODY + END
    first = take(home, "скан.pdf", Extracted("application/pdf", (unread,), "ocr", "pdf+ocr", "2"))
    again = take(home, "скан ещё раз.pdf", Extracted("application/pdf", (unread,), "ocr", "pdf+ocr", "2"))
    assert (again.reason_code, again.record) == ("merged", first.record)


def test_a_text_read_again_is_found_at_once(home: Station) -> None:
    row = take(home, "акт.txt", Extracted("text/plain", (BODY,), "born", "text", "1"))
    road = replace(
        home.road, extraction=Files({"акт.txt": Extracted("text/plain", (ACT,), "born", "text", "9")})
    )
    with home.database.read() as work:
        texts = work.texts.held([row.record or 0])
    read_again(road, texts, Job())
    with home.database.read() as work:
        assert [one.record for one in work.bands.near(bands_of([ACT]), blank=False)] == [row.record]


def test_a_draft_with_blanks_of_one_of_two_like_acts_joins_neither(home: Station) -> None:
    for number in ("117", "118"):
        text = ACT.replace("117", number)
        take(home, f"{number}.txt", Extracted("text/plain", (text,), "born", "text", "1"))
    take(home, "проект.txt", FILES["проект.txt"])
    found = records(home)
    assert [record.draft for record in found] == [False, False, True]
    assert [mark for mark in found[2].marks if mark.startswith("maybe-same")] == ["maybe-same:1"]


def test_a_draft_that_was_changed_stays_a_record_of_its_own(home: Station) -> None:
    take(home, "акт.txt", Extracted("text/plain", (ACT,), "born", "text", "1"))
    changed = DRAFT.replace("до 15 февраля", "до 1 марта").replace("мостов и", "мостов, тротуаров и")
    take(home, "проект.txt", Extracted("text/plain", (changed,), "born", "text", "1"))
    act, draft = records(home)
    assert (act.draft, draft.draft) == (False, True)
    with home.database.read() as work:
        assert [one.draft.relation for one in work.relations.of_record(draft.id) if one.target == act.id] == [
            "draft-of"
        ]


def test_the_same_text_of_another_body_is_another_act(home: Station) -> None:
    take(home, "акт.txt", Extracted("text/plain", (ACT,), "born", "text", "1"))
    other = ACT.replace("АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА", "АДМИНИСТРАЦИЯ ДАЛЬНЕГО ПОСЕЛЕНИЯ")
    take(home, "другой.txt", Extracted("text/plain", (other,), "born", "text", "1"))
    assert len(records(home)) == 2


def test_a_copy_that_others_may_not_see_joins_nothing(home: Station) -> None:
    take(home, "акт.txt", Extracted("text/plain", (ACT,), "born", "text", "1"))
    closed = DRAFT + "Исполнитель: паспорт 4510 123456, выдан РОВД.\n"
    take(home, "проект.txt", Extracted("text/plain", (closed,), "born", "text", "1"))
    assert len(records(home)) == 2


WORDS = [f"сл{one}{two}{three}" for one in "абвгдежз" for two in "абвгдежз" for three in "абвгдежз"]


@settings(deadline=None, max_examples=25)
@given(st.permutations(WORDS[:300]), st.integers(0, 299))
def test_a_text_with_one_word_changed_has_a_band_in_common(words: list[str], at: int) -> None:
    other = [*words[:at], "иначе", *words[at + 1 :]]
    one, two = bands_of([" ".join(words)]), bands_of([" ".join(other)])
    assert len(one) == BANDS
    assert any(mine == theirs for mine, theirs in zip(one, two, strict=True))


def test_texts_without_a_word_in_common_have_no_band_in_common() -> None:
    one, two = bands_of([" ".join(WORDS[:200])]), bands_of([" ".join(WORDS[200:400])])
    assert not any(mine == theirs for mine, theirs in zip(one, two, strict=True))
    assert bands_of(["Об отпуске."]) == (0,)


def test_what_fills_the_blanks_of_a_draft_counts_for_nothing() -> None:
    alike = likeness([DRAFT], [ACT], ["5 05 03 2024", "117"])
    assert alike is not None
    assert (alike.left, alike.figures) == (0, 1.0)
    other = likeness([DRAFT], [ACT.replace("15 февраля", "16 февраля")], ["5 05 03 2024", "117"])
    assert other is not None
    assert other.left == 2


@pytest.mark.parametrize("which", list(FILES))
def test_a_file_is_parted_from_the_record_and_all_files_stay(home: Station, which: str) -> None:
    rows = {name: take(home, name, answer) for name, answer in FILES.items()}
    (record,) = records(home)
    sha256 = home.row(rows[which].id).sha256 or ""
    with home.database.write() as work:
        if which != "проект.txt":
            assert "Общих слов" in why_grouped(work, record.id, sha256)
        fresh = split_copy(work, InlineDescriber(), record.id, sha256, actor="Иванова")
    with home.database.read() as work:
        assert [one.name for one in work.originals.of_record(fresh)] == [which]
        assert len(work.originals.of_record(record.id)) == 2
        assert work.records.by_sha256(sha256) == fresh
        assert work.texts.pages(fresh)[0] == FILES[which].pages[0]
        assert work.texts.pages(record.id)[0] != FILES["проект.txt"].pages[0]
        assert home.row(rows[which].id).record == fresh
    assert check(home.database, home.originals).faults == ()


@pytest.mark.parametrize("which", list(FILES))
def test_a_parted_file_is_put_back_as_a_file_not_as_an_edition(home: Station, which: str) -> None:
    rows = {name: take(home, name, answer) for name, answer in FILES.items()}
    (record,) = records(home)
    sha256 = home.row(rows[which].id).sha256 or ""
    with home.database.write() as work:
        fresh = split_copy(work, InlineDescriber(), record.id, sha256, actor="Иванова")
        assert (
            parted_files(work, record.id) == parted_files(work, fresh) == (Parted(which, record.id, fresh),)
        )
        join(work, InlineDescriber(), record.id, fresh, actor="Иванова", as_copy=True)
    (again,) = records(home)
    with home.database.read() as work:
        assert parted_files(work, record.id) == ()
        assert {one.name for one in work.originals.of_record(record.id)} == set(FILES)
        assert len(work.editions.of_record(record.id)) == 1
        assert work.texts.pages(record.id)[0] == SITE
        assert home.row(rows[which].id).record == record.id
    assert (again.id, again.number, again.draft) == (record.id, "117", False)
    assert check(home.database, home.originals).faults == ()


def test_the_only_file_of_a_record_cannot_be_parted(home: Station) -> None:
    row = take(home, "акт.txt", FILES["с сайта.html"])
    with home.database.write() as work, pytest.raises(Conflict):
        split_copy(work, InlineDescriber(), row.record or 0, row.sha256 or "", actor="Иванова")


def test_imported_texts_get_their_bands_later_and_are_then_found(home: Station) -> None:
    line = {"id": "1", "class": "act", "issuer": "Администрация Заречного района", "text": ACT}
    with home.database.write() as work:
        assert work.bands.near(bands_of([ACT]), blank=False) == []
    import_lines(io.BytesIO(json.dumps(line).encode()), home.database, CLOCK)
    assert fill_bands(home.road) == 1
    assert fill_bands(home.road) == 0
    with home.database.read() as work:
        (near,) = work.bands.near(bands_of([ACT]), blank=False)
        assert (near.record, near.bands) == (1, BANDS)
    assert check(home.database, home.originals).faults == ()


def test_a_text_with_a_part_of_its_bands_is_a_fault(home: Station) -> None:
    take(home, "акт.txt", FILES["с сайта.html"])
    take(home, "другой.txt", Extracted("text/plain", (BODY.replace("дорог", "мостов"),), "born", "text", "1"))
    with home.database.connection() as connection:
        connection.exec_driver_sql("DELETE FROM text_bands WHERE text_id = 2 AND band > 5")
    (fault,) = check(home.database, home.originals).faults
    assert "неполный отпечаток" in fault
