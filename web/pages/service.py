"""What machines ask of the site: whether it is well, and how much it does."""

from __future__ import annotations

from starlette.responses import JSONResponse, PlainTextResponse, Response

from catalog.errors import VecheError
from web.pages import errors
from web.visit import Visit


def health(visit: Visit) -> Response:
    """Whether the catalogue and the index answer: 200 when both do, 503 when one does not."""
    told: dict[str, object] = {"status": "ok"}
    try:
        with visit.services.database.read() as work:
            told["waiting"] = work.ledger.unfinished()
            last = work.queue.last()
        generation, held = visit.services.engine.generation(), visit.services.engine.queue_number()
        told |= {"catalogue": "ok", "index": "ok", "generation": generation, "behind": max(0, last - held)}
    except VecheError as error:
        told |= {"status": "failing", "error": type(error).__name__}
    return JSONResponse(told, status_code=200 if told["status"] == "ok" else 503)


def robots(visit: Visit) -> Response:
    """What crawlers are asked to leave alone: searches without end and what is not for them."""
    return PlainTextResponse("User-agent: *\nDisallow: /search\nDisallow: /en/search\nDisallow: /staff\n")


def metrics(visit: Visit) -> Response:
    """Figures for Prometheus, inside the library's networks only."""
    if not visit.inside:
        return errors.from_status(visit, 403, plain=True)
    services = visit.services
    with services.database.read() as work:
        states = work.ledger.counts()
        records = work.records.count()
        last = work.queue.last()
    lines = ["# TYPE veche_records gauge", f"veche_records {records}", "# TYPE veche_arrivals gauge"]
    lines += [f'veche_arrivals{{state="{state}"}} {count}' for state, count in states.items()]
    try:
        generation, held = services.engine.generation(), services.engine.queue_number()
        lines += ["# TYPE veche_index_generation gauge", f"veche_index_generation {generation}"]
        lines += ["# TYPE veche_index_behind gauge", f"veche_index_behind {max(0, last - held)}"]
    except VecheError:
        lines += ["# TYPE veche_index_damaged gauge", "veche_index_damaged 1"]
    up = (services.clock.now() - services.started).total_seconds()
    lines += ["# TYPE veche_up_seconds gauge", f"veche_up_seconds {up:.0f}", *services.metrics.lines()]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")
