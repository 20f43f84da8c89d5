"""A mail as it goes over the wire: Russian subjects and names of files that every program of mail reads.

RFC 5322, 2045-2047 and 2231; the name of a file stands twice: as RFC 2231 has it, and in the older form that
Outlook falls back on. RFC 3834: nobody's machine answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from urllib.parse import quote

_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=998)  # what is longer is folded here
_PIECE = 60  # signs of one line of a divided file name


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a mail carries."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """All that stands in a mail.

    Attributes:
        sender: address.
        sender_name: shown beside it.
        recipient: address.
        subject: in plain text.
        body: in plain text.
        moment: with the zone that it is shown in.
        message_id: without angle brackets.
        language: of the text, ``ru`` or ``en``.
        unsubscribe: address at which the reader leaves, or "".
        attachment: or None.
    """

    sender: str
    sender_name: str
    recipient: str
    subject: str
    body: str
    moment: datetime
    message_id: str
    language: str = "ru"
    unsubscribe: str = ""
    attachment: Attachment | None = None


def on_the_wire(written: Written) -> bytes:
    """The bytes of a mail, lines ended by CR LF."""
    text = MIMEText(_lines(written.body), "plain", "utf-8")
    message: MIMEBase | MIMEMultipart | MIMEText = text
    if written.attachment is not None:
        message = MIMEMultipart("mixed")
        message.attach(text)
        message.attach(_part(written.attachment))
    name = Header(_one_line(written.sender_name), "utf-8", header_name="From", maxlinelen=70).encode()
    message["From"] = f"{name}\n <{written.sender}>"
    message["To"] = f"<{written.recipient}>"
    subject = Header(_one_line(written.subject), "utf-8", header_name="Subject", maxlinelen=70)
    message["Subject"] = subject.encode()
    message["Date"] = format_datetime(written.moment)
    message["Message-ID"] = f"<{written.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = written.language
    if written.unsubscribe:
        message["List-Unsubscribe"] = f"<{written.unsubscribe}>"
    return message.as_bytes(policy=_WIRE)


def _part(attachment: Attachment) -> MIMEBase:
    kind, _, subtype = attachment.media_type.partition("/")
    part = MIMEBase(kind or "application", subtype or "octet-stream")
    part.set_payload(attachment.content)
    encode_base64(part)
    older = Header(attachment.name, "utf-8", maxlinelen=70).encode()
    del part["Content-Type"]
    part["Content-Type"] = f'{attachment.media_type};\n name="{older}"'
    part["Content-Disposition"] = f"attachment;\n {_divided(attachment.name)}"
    return part


def _divided(name: str) -> str:
    """The parameter ``filename`` of RFC 2231; longer ones in pieces, none of which divides a sign."""
    signs = [quote(sign, safe="") for sign in f"{name}"]
    pieces = [""]
    for sign in signs:
        if len(pieces[-1]) + len(sign) > _PIECE:
            pieces.append("")
        pieces[-1] += sign
    if len(pieces) == 1:
        return f"filename*=UTF-8''{pieces[0]}"
    first = f"filename*0*=UTF-8''{pieces[0]}"
    return ";\n ".join([first, *(f"filename*{at}*={piece}" for at, piece in enumerate(pieces[1:], 1))])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
