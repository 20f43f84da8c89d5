"""The mail server: what it takes, what it refuses, and what nobody knows."""

from __future__ import annotations

import contextlib
import errno
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from catalog.errors import MailUnavailable
from catalog.system_errors import said_by_system

SECONDS = 10.0
SECONDS_FOR_DATA = 300.0  # a server may look for viruses before it answers (RFC 5321, 4.5.3.2.6)
_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_TAKEN = 250
_CLOSING = 421
_NOT_LET_IN = frozenset({530, 534, 535, 538})
_TOO_LARGE = 552
_OTHERS_MAY_READ = 0o077
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "не дождались ответа"),
    (smtplib.SMTPServerDisconnected, "связь прервана"),
    (ConnectionResetError, "связь прервана"),
    (BrokenPipeError, "связь прервана"),
    (ConnectionRefusedError, "соединения никто не принимает"),
    (socket.gaierror, "компьютера с таким именем в сети не найти"),
)
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)


class Fate(Enum):
    """What became of a mail that was given to the server."""

    TAKEN = auto()
    LATER = auto()  # refused for the time being
    REFUSED = auto()
    TOO_LARGE = auto()
    UNKNOWN = auto()  # broken off while it was handed over


@dataclass(frozen=True, slots=True)
class Answer:
    """The fate of a mail, and in what words."""

    fate: Fate
    words: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in.

    Attributes:
        host: its name.
        port: 0 is the usual one of the security.
        security: ``none``, ``starttls`` or ``tls``.
        user: to log in with, or "".
        password_file: holds the password, or None.
        seconds: that each answer may take.
        seconds_for_data: that it may take to answer a whole mail.
    """

    host: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password_file: Path | None = None
    seconds: float = SECONDS
    seconds_for_data: float = SECONDS_FOR_DATA

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or _PORTS[self.security]


class Line:
    """An open line to the server: each mail is offered first and handed over if it is wanted."""

    def __init__(self, smtp: smtplib.SMTP, server: Server) -> None:
        self._smtp = smtp
        self._server = server

    @property
    def largest(self) -> int:
        """The largest mail that the server takes, as it says; 0 where it does not say."""
        told = self._smtp.esmtp_features.get("size", "")
        return int(told) if told.isdigit() else 0

    def offer(self, sender: str, recipient: str, size: int) -> Answer | None:
        """Ask whether the server takes a mail; None is yes. Nothing has gone yet.

        Raises:
            MailUnavailable: it takes no mail at all now.
        """
        options = [f"SIZE={size}"] if self._smtp.has_extn("size") else []
        with _troubles():
            for code, words in (
                self._smtp.mail(sender, options),
                self._smtp.rcpt(recipient),
            ):
                if code not in (_TAKEN, 251):
                    answer = _refusal(code, words)
                    self._smtp.rset()
                    return answer
        return None

    def hand_over(self, content: bytes) -> Answer:
        """Give a mail that was offered to the server; only now it may go."""
        try:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(self._server.seconds_for_data)
            code, words = self._smtp.data(content)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, _octets(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Fate.UNKNOWN, _why(error))
        finally:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(self._server.seconds)
        if code == _TAKEN:
            return Answer(Fate.TAKEN)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._smtp.rset()
        return _answer(code, words)


@contextlib.contextmanager
def line_to(server: Server, own_name: str) -> Iterator[Line]:
    """Open a line, make it safe and log in, as the settings want it.

    Args:
        server: to call.
        own_name: under which this machine greets.

    Raises:
        MailUnavailable: it does not answer, cannot be trusted, or does not let us in.
    """
    with _troubles(server.host):
        smtp = _connected(server, own_name)
    try:
        with _troubles(server.host):
            _let_in(smtp, server)
        yield Line(smtp, server)
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _connected(server: Server, own_name: str) -> smtplib.SMTP:
    host, port = server.address
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, own_name, timeout=server.seconds, context=context)
    return smtplib.SMTP(host, port, own_name, timeout=server.seconds)


def _let_in(smtp: smtplib.SMTP, server: Server) -> None:
    smtp.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not smtp.has_extn("starttls"):
            raise MailUnavailable(
                f"Сервер почты {server.host} не предлагает шифрования (STARTTLS): письма ждут.",
                'Поставьте smtp_security = "tls"; "none" — только если сервер стоит в вашей же сети.',
            )
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
    if server.user:
        smtp.login(server.user, password_of(server))


def password_of(server: Server) -> str:
    """The password, out of its file.

    Raises:
        MailUnavailable: there is no file, it cannot be read, or others may read it too.
    """
    path = server.password_file
    if path is None:
        raise MailUnavailable("Файл с паролем почты не назван.", "Впишите smtp_password_file в veche.toml.")
    try:
        if path.stat().st_mode & _OTHERS_MAY_READ:
            raise MailUnavailable(
                f"Файл с паролем почты {path} могут прочесть другие: письма ждут.",
                f"Закройте его: chmod 600 {path}",
            )
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise MailUnavailable(f"Файл с паролем почты {path} не в кодировке UTF-8.") from error
    except OSError as error:
        raise MailUnavailable(
            f"Файл с паролем почты {path} не открывается: {said_by_system(error)}."
        ) from error


@contextlib.contextmanager
def _troubles(place: str = "") -> Iterator[None]:
    """Say what keeps the server from taking mail at all."""
    try:
        yield
    except MailUnavailable:
        raise
    except smtplib.SMTPAuthenticationError as error:
        raise MailUnavailable(
            f"Сервер почты не пускает: {_said(error.smtp_code, _octets(error.smtp_error))}.",
            "Проверьте smtp_user и пароль в файле smtp_password_file.",
        ) from error
    except ssl.SSLError as error:
        raise MailUnavailable(
            f"Защищённое соединение с сервером почты не получилось: {error.reason or error}.",
            "Проверьте smtp_security, имя сервера и его сертификат.",
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailUnavailable(
            f"Сервер почты {place} не предлагает входа по имени и паролю.",
            "Уберите smtp_user и smtp_password_file или поменяйте smtp_security.",
        ) from error
    except UnicodeEncodeError as error:
        raise MailUnavailable("Имя и пароль почты могут состоять только из латинских знаков.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnavailable(
            f"Сервер почты {place} не отвечает: {_why(error)}.".replace("  ", " ")
        ) from error


def _refusal(code: int, words: bytes) -> Answer:
    """What is said of one mail.

    Raises:
        MailUnavailable: it is said of all.
    """
    if code == _CLOSING or code in _NOT_LET_IN:
        raise MailUnavailable(f"Сервер почты сейчас не принимает писем: {_said(code, words)}.")
    return _answer(code, words)


def _answer(code: int, words: bytes) -> Answer:
    if code == _TOO_LARGE:
        return Answer(Fate.TOO_LARGE, _said(code, words))
    return Answer(Fate.REFUSED if code >= 500 else Fate.LATER, _said(code, words))


def _said(code: int, words: bytes) -> str:
    return f"{code} {' '.join(words.decode('utf-8', 'replace').split())}"[:300].strip()


def _octets(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _why(error: Exception) -> str:
    if "timed out" in str(error):
        return "не дождались ответа"
    known = next((words for kind, words in _WORDS if isinstance(error, kind)), None)
    if known is not None:
        return known
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, _octets(error.smtp_error))
    if isinstance(error, OSError):
        return "нет связи" if error.errno in _NO_WAY else said_by_system(error)
    return str(error)
