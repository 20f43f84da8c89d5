from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.protocol import Extracted, Heading, Refused, Table, Word, WordBox
from extraction.wire import (
    BrokenAnswerError,
    pack,
    pack_boxes,
    pack_tables,
    unpack,
    unpack_boxes,
    unpack_tables,
)

NOWHERE = Path("/nowhere")
text = st.text(st.characters(codec="utf-8"))
media_type = st.from_regex(r"[a-z0-9][a-z0-9.+-]{0,20}/[a-z0-9][a-z0-9.+-]{0,20}", fullmatch=True)


@settings(max_examples=30)
@given(
    st.builds(
        Extracted,
        media_type,
        st.lists(text, min_size=9, max_size=20).map(tuple),
        st.sampled_from(("born", "ocr", "none")),
        text,
        text,
        notes=st.lists(text).map(tuple),
        metadata=st.dictionaries(text, text),
        words=st.dictionaries(
            st.integers(1, 9), st.lists(st.builds(Word, text, *[st.integers(0, 1000)] * 5)).map(tuple)
        ),
        page_labels=st.lists(text).map(tuple),
        outline=st.lists(st.builds(Heading, text, st.integers(1, 9), st.integers(0, 99))).map(tuple),
    )
)
def test_a_document_arrives_as_it_was_sent(document: Extracted) -> None:
    assert unpack(pack(document), NOWHERE) == document


def test_tables_and_boxes_arrive_as_they_were_sent() -> None:
    tables = (Table(1, 2, (("а", ""), ("б", "5")), 1, "подпись", 0.9, ("rows-joined:1",)),)
    boxes = (WordBox("слово", 0.1, 0.2, 0.3, 0.01, 5, 10, 96), WordBox("", 0, 0, 0, 0))
    assert unpack_tables(pack_tables(tables)) == tables
    assert unpack_boxes(pack_boxes(boxes)) == boxes


def test_an_answer_of_an_earlier_version_is_still_read() -> None:
    told = pack(Extracted("text/plain", ("а",), "born", "text", "1"))
    earlier = told.replace(b',"page_labels":[],"outline":[]', b"")
    assert earlier != told
    assert isinstance(unpack(earlier, NOWHERE), Extracted)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"is":"extracted"}', b"[[1]]", b'[["a","b"]]', b"\xff"]
)
def test_anything_else_is_a_broken_answer(data: bytes) -> None:
    with pytest.raises(BrokenAnswerError):
        unpack(data, NOWHERE)
    for read in (unpack_tables, unpack_boxes):
        if data not in (b"[]", b"{}"):  # nothing found
            with pytest.raises(BrokenAnswerError):
                read(data)


@given(st.binary(max_size=200))
def test_no_bytes_make_more_than_a_broken_answer(data: bytes) -> None:
    for read in (lambda body: unpack(body, NOWHERE), unpack_tables, unpack_boxes):
        with contextlib.suppress(BrokenAnswerError):
            assert isinstance(read(data), tuple | Extracted | Refused)
