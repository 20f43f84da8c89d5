"""The API: the same searches and records as JSON, with the same visibility as the pages."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from acts.status import StatusView, statuses
from catalog.model import Edition, Record, Relation
from search.results import Hit
from web.access import Needs, sees_text
from web.addresses import SearchAddress
from web.pages.records import number_in_path, seen_record
from web.presenters.card import STAFF_ROWS
from web.presenters.common_file import open_originals
from web.presenters.editions import edition_address
from web.visit import Visit

MOST = 100
_DEEPEST = 10_000_000


def _bounded(visit: Visit, name: str, usual: int, most: int) -> int:
    text = visit.asked.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) > most:
        raise HTTPException(400)
    return int(text)


def _hit(visit: Visit, hit: Hit) -> dict[str, Any]:
    text = sees_text(hit.record_class, visit.account, inside=visit.inside)
    return {
        "record": hit.record,
        "key": hit.key,
        "class": hit.record_class,
        "title": hit.title,
        "date": hit.date,
        "number": hit.number,
        "status": hit.status,
        "kind": hit.kind,
        "issuer": hit.issuer,
        "categories": list(hit.categories),
        "page": hit.page if text else None,
        "pages": hit.pages,
        "snippet": hit.snippet if text else "",
        "score": hit.score,
        "all_words": hit.all_words,
        "url": visit.url("record", record=hit.record),
    }


def search(visit: Visit) -> Response:
    """One page of an answer."""
    address = SearchAddress.read(visit.asked)
    request = replace(
        address.request(visit.services.clock.today(), visit.visibility),
        limit=_bounded(visit, "limit", 10, MOST),
        offset=_bounded(visit, "offset", 0, _DEEPEST),
    )
    answer = visit.services.searcher.search(request)
    return JSONResponse(
        {
            "total": answer.total,
            "total_all_words": answer.total_all_words,
            "took_ms": answer.took_ms,
            "understood": [
                {"from": one.before, "to": one.after, "why": one.why} for one in answer.understood
            ],
            "hits": [_hit(visit, hit) for hit in answer.hits],
            "facets": {
                name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
                for name, values in answer.facets.items()
            },
            "suggestions": list(answer.suggestions),
            "missing": list(answer.missing),
        },
        headers={"cache-control": "private, no-cache"},
    )


def _relation(visit: Visit, relation: Relation, others: dict[int, Record]) -> dict[str, Any]:
    draft = relation.draft
    source = others[relation.record]
    quoted = sees_text(source.record_class, visit.account, inside=visit.inside)
    return {
        "id": relation.id,
        "relation": draft.relation,
        "from": relation.record,
        "to": relation.target if relation.target in others or relation.target is None else None,
        "text": draft.text if quoted else "",
        "sentence": draft.sentence if quoted else "",
        "kind": draft.kind,
        "number": draft.number,
        "date": _iso(draft.date),
        "article": draft.article,
        "part": draft.part,
        "point": draft.point,
        "page": draft.page if quoted else None,
        "effective": _iso(draft.effective),
        "confidence": draft.confidence,
        "confirmed": relation.confirmed,
        "state": "confirmed" if relation.confirmed else "concluded" if relation.proposed else "read",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cause(
    visit: Visit, number: int, view: StatusView | None, others: dict[int, Record]
) -> dict[str, Any] | None:
    """The relation that brought a state and the act that did it, as far as it is for the asker."""
    if view is None or view.cause is None or view.cause.record not in others:
        return None
    told = _relation(visit, view.cause, others)
    actor = view.cause.target if view.cause.record == number else view.cause.record
    return {"record": actor if actor in others else None} | {
        name: told[name] for name in ("id", "relation", "sentence", "state")
    }


def _edition(visit: Visit, record: Record, edition: Edition, held: Container[str]) -> dict[str, Any]:
    return {
        "id": edition.id,
        "amended": edition.amended,
        "as_of": _iso(edition.as_of),
        "shown": edition.shown,
        "pages": edition.pages,
        "originals": [one for one in edition.originals if one in held],
        "url": edition_address(visit, record, edition),
    }


def record(visit: Visit) -> Response:
    """One record with its requisites, relations, originals and state as of today."""
    today = visit.services.clock.today()
    with visit.services.database.read() as work:
        found = seen_record(visit, work, number_in_path(visit, "record"))
        if found.withdrawn_at is not None:
            raise HTTPException(410)
        says, said = work.relations.of_record(found.id), work.relations.to_record(found.id)
        ends = {one.target for one in says if one.target} | {one.record for one in said} | {found.id}
        others = {
            number: one
            for number, one in work.records.many(sorted(ends)).items()
            if str(one.visibility) in visit.visibility and one.withdrawn_at is None
        }
        state = statuses(work, [found.id], today).get(found.id)
        text = sees_text(found.record_class, visit.account, inside=visit.inside)
        originals = open_originals(visit, work, found.id) if text else []
        editions = work.editions.of_record(found.id) if text else []
        staff = visit.may(Needs.CLERK)
        values = [
            one
            for one in work.records.values(found.id)
            if one.shown and (staff or one.field not in STAFF_ROWS)
        ]
        headings = work.records.headings(found.id)
    return JSONResponse(
        {
            "record": found.id,
            "key": found.key,
            "class": found.record_class,
            "title": found.title,
            "status": state.status if state else None,
            "status_since": _iso(state.since) if state else None,
            "status_confirmed": state.confirmed if state else None,
            "status_cause": _cause(visit, found.id, state, others),
            "contradictions": [
                one.record for one in (state.contradicted if state else ()) if one.record in others
            ],
            "requisites": {one.field: one.value for one in values},
            "sources": {
                one.field: {
                    "source": one.source,
                    "confidence": one.confidence,
                    "page": one.page,
                    "start": one.start,
                    "end": one.end,
                }
                for one in values
            },
            "categories": list(found.categories),
            "headings": headings,
            "pages": found.pages,
            "text_layer": found.text_layer,
            "relations": [
                _relation(visit, one, others)
                for one in (*says, *said)
                if one.confirmed is not False and one.record in others
            ],
            "editions": [
                _edition(visit, found, one, {file.sha256 for file in originals}) for one in editions
            ],
            "originals": [
                {
                    "sha256": one.sha256,
                    "name": one.name,
                    "size": one.size,
                    "media_type": one.media_type,
                    "url": visit.url("original", record=found.id, sha256=one.sha256),
                }
                for one in originals
            ],
            "url": visit.url("record", record=found.id),
            "official": False,
        },
        headers={"cache-control": "private, no-cache"},
    )


def description(visit: Visit) -> Response:
    """The OpenAPI description of this API."""
    told = json.loads(files("web").joinpath("locale", "openapi.json").read_text("utf-8"))
    told["info"]["description"] = visit.services.settings.library_name
    return JSONResponse(told)
