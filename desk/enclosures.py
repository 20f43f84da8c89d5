"""The file that a mail encloses: whether it is there yet, its bytes, and the lines about it."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from catalog.clock import Clock
from catalog.errors import CannotEnclose
from catalog.issues import ExportJob, ExportState
from catalog.orders import Channel, Mail, Order
from catalog.system_errors import said_by_system
from catalog.unit_of_work import UnitOfWork
from desk.letters import said
from desk.links import file_page
from desk.mail_message import Attachment
from dossiers.issuing import is_closed_since
from language.wording import day, size


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What goes with a mail.

    Attributes:
        job: that made the file.
        attached: whether the file itself goes; otherwise only its address.
        too_large: whether its address goes because mail does not carry it.
    """

    job: ExportJob
    attached: bool
    too_large: bool = False


def ready_job(work: UnitOfWork, mail: Mail) -> ExportJob | None:
    """The job whose file the mail encloses, once it is ready; None while it is being made.

    A file that tells of what was closed since it was made is none: it has to be made again.

    Raises:
        CannotEnclose: it could not be made.
    """
    jobs = [job for job in work.exports.of_publication(mail.publication or 0) if job.format == mail.format]
    if not jobs:
        return None
    newest = jobs[0]
    if newest.state is ExportState.FAILED:
        raise CannotEnclose(f"Файл не изготовлен: {newest.reason}")
    return newest if newest.state is ExportState.READY and not is_closed_since(work, newest) else None


def enclosure(job: ExportJob, order: Order | None, limit: int, *, site: str) -> Enclosure:
    """How a file goes: attached, or by its address.

    Args:
        job: that made it.
        order: that the mail is about.
        limit: the largest file that is attached, in bytes.
        site: address of the site, or "".

    Raises:
        CannotEnclose: it is too large, or wanted as a link, and the site has no address.
    """
    by_link = order is None or order.channel is Channel.LINK
    if not by_link and job.size <= limit:
        return Enclosure(job, attached=True)
    if not site and not by_link:
        raise CannotEnclose(
            f"Файл ({size(job.size)}) больше, чем можно приложить к письму ({size(limit)}), а адрес сайта "
            "для ссылки не задан (site_address): передайте файл другим путём."
        )
    return Enclosure(job, attached=False, too_large=not by_link)


def attachment(found: Enclosure, exports: Path) -> Attachment | None:
    """The file with its bytes, checked.

    Raises:
        CannotEnclose: it is not what was made.
    """
    if not found.attached:
        return None
    job = found.job
    try:
        content = (exports / job.file).read_bytes()
    except OSError as error:
        raise CannotEnclose(f"Файл не читается: {said_by_system(error)}.") from error
    if hashlib.sha256(content).hexdigest() != job.sha256:
        raise CannotEnclose("Файл повреждён: его контрольная сумма другая.")
    media_type = mimetypes.guess_type(job.name)[0] or "application/octet-stream"
    return Attachment(job.name, media_type, content)


def lines_about(found: Enclosure, site: str, clock: Clock, language: str) -> list[str]:
    """What a letter says about its file.

    Args:
        found: the file.
        site: address of the site in the language of the letter, or "".
        clock: the zone of days.
        language: of the letter.
    """
    job = found.job
    words = {"name": job.name, "size": size(job.size, language)}
    if found.attached:
        return [said("attached", language, **words)]
    lines = [said("too_large", language, **words)] if found.too_large else []
    if not site:
        return [*lines, said("on_page", language)]
    lines += [said("fetch", language, **words), file_page(site, job.token)]
    if job.expires is not None:
        until = day(job.expires.astimezone(clock.zone).date(), language)
        lines.append(said("until", language, day=until))
    return lines
