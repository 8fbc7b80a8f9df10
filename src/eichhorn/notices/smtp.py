"""The way of a mail to the house's own SMTP server.

The difficult thing: a server says No to one mail in the same way as it says No to us. Only a No to this recipient or
this text (5xx after RCPT or DATA) stops the mail; everything else is tried again.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from eichhorn.notices.rules import MailDelayed, MailRefused

TIMEOUT_S = 20.0


class MailUrlWrong(ValueError):
    """The address of the SMTP server cannot be read; says in one sentence why."""


class Cover(StrEnum):
    """What hides the mail from others on its way."""

    NONE = "smtp"
    TLS = "smtps"
    STARTTLS = "smtp+starttls"


PORTS = {Cover.NONE: 25, Cover.TLS: 465, Cover.STARTTLS: 587}


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server and how we come in."""

    host: str
    port: int
    cover: Cover
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self | None:
        """Return the server of smtp://user:password@host:port (or smtps, smtp+starttls); None where the text is empty."""
        if not url:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {cover.value for cover in Cover}:
            raise MailUrlWrong("EICHHORN_SMTP_URL has to begin with smtp://, smtps:// or smtp+starttls://")
        try:
            port = parts.port
        except ValueError as error:
            raise MailUrlWrong("EICHHORN_SMTP_URL names a port that is no number up to 65535") from error
        if not parts.hostname:
            raise MailUrlWrong("EICHHORN_SMTP_URL names no host")
        cover = Cover(parts.scheme)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or PORTS[cover], cover, user, password)


class Session:
    """One connection, over which several mails leave: `with Session(server) as session: session.send(mail)`."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def send(self, mail: EmailMessage, *, sender: str, recipient: str) -> None:
        """The server has taken the mail, or MailRefused, or MailDelayed; after the latter it may still have taken it."""
        try:
            connection = self.connection or self._connect()
        except smtplib.SMTPResponseException as error:
            self._give_up()
            raise MailDelayed(_words(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._give_up()
            raise MailDelayed(f"{self.server.host}:{self.server.port}: {error}") from error
        try:
            connection.send_message(mail, from_addr=sender, to_addrs=[recipient])
        except smtplib.SMTPRecipientsRefused as error:
            self._give_up()
            code, told = next(iter(error.recipients.values()))
            raise _answer(code, told) from error
        except smtplib.SMTPDataError as error:
            self._give_up()
            raise _answer(error.smtp_code, error.smtp_error) from error
        except (UnicodeEncodeError, smtplib.SMTPNotSupportedError) as error:
            self._give_up()
            raise MailRefused(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._give_up()
            raise MailDelayed(f"{self.server.host}:{self.server.port}: {error}") from error

    def close(self) -> None:
        """The connection is ended politely. Idempotent."""
        if self.connection is not None:
            try:
                self.connection.quit()
            except (OSError, smtplib.SMTPException):
                self.connection.close()
            self.connection = None

    def _connect(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        connection: smtplib.SMTP
        if server.cover is Cover.TLS:
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
        self.connection = connection
        if server.cover is Cover.STARTTLS and connection.starttls(context=context)[0] != 220:
            raise MailDelayed("the server does not begin TLS")
        if server.user:
            connection.login(server.user, server.password)
        return connection

    def _give_up(self) -> None:
        """The next mail begins with a new connection, whatever state this one is in."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _answer(code: int, told: bytes | str) -> MailRefused | MailDelayed:
    return (MailRefused if code >= 500 else MailDelayed)(_words(code, told))


def _words(code: int, told: bytes | str) -> str:
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return f"{code} {' '.join(text.split())}"
