"""Parting an edition from its record, and making another record's texts editions of this one."""

from __future__ import annotations

from starlette.responses import Response

from catalog.errors import NotFound
from ingest.copies import parted_files, split_copy
from ingest.describers import InlineDescriber
from ingest.editions import join, split_off
from web.pages.records import number_in_path, seen_record
from web.visit import Visit


def split(visit: Visit) -> Response:
    """Make an edition a record of its own."""
    number, asked = number_in_path(visit, "record"), number_in_path(visit, "edition")
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        found = next((one for one in work.editions.of_record(number) if one.id == asked), None)
        if found is None:
            raise NotFound("Такой редакции у записи нет.")
        fresh = split_off(work, InlineDescriber(), found, actor=visit.actor)
    return visit.to("record", record=fresh, ask={"done": "split"})


def split_file(visit: Visit) -> Response:
    """Make one of several files of an edition a record of its own."""
    number, sha256 = number_in_path(visit, "record"), str(visit.request.path_params["sha256"])
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        fresh = split_copy(work, InlineDescriber(), number, sha256, actor=visit.actor)
    return visit.to("record", record=fresh, ask={"done": "split_file"})


def join_record(visit: Visit) -> Response:
    """Take the editions of another record into this one; the other is withdrawn and names this one."""
    number, other = number_in_path(visit, "record"), visit.form.number("other")
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        seen_record(visit, work, other)
        parted = any(one.record == other for one in parted_files(work, number))
        join(work, InlineDescriber(), number, other, actor=visit.actor, as_copy=parted)
    return visit.to("record", record=number, ask={"done": "joined"})
