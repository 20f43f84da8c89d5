"""How a publication is had as a file: formats with the sizes of those that lie ready."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.issues import ExportState, Issue
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import closed_at, is_over
from dossiers.exports.all import FORMATS
from dossiers.publication import from_json
from language.wording import size
from web.presenters.layout import Way
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class FileWay:
    """One format of a publication.

    Attributes:
        format: machine name.
        way: to the file where it lies ready, otherwise to the form that asks for it.
        about: what it is good for.
        size: of the ready file in words, or "".
    """

    format: str
    way: Way
    about: str
    size: str


def ways_to_get(visit: Visit, work: UnitOfWork, issue: Issue) -> tuple[FileWay, ...]:
    """The formats of a publication, in the order in which people are offered them."""
    now = visit.services.clock.now()
    closed = closed_at(work, from_json(work.publications.content(issue.id)))
    found = []
    for name in FORMATS:
        job = work.exports.live(issue.id, name)
        fresh = job is not None and not is_over(job, closed) and (not job.expires or job.expires > now)
        ready = job is not None and job.state is ExportState.READY and fresh
        label = visit.t(f"format.{name}.name")
        if job is not None and ready:
            way = Way(label, visit.url("export-file", token=job.token))
        else:
            way = Way(label, f"{visit.url('export-new')}?publication={issue.code}&format={name}")
        told = size(job.size, visit.language) if job is not None and ready else ""
        found.append(FileWay(name, way, visit.t(f"format.{name}.about"), told))
    return tuple(found)
