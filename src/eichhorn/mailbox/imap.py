"""An account on a mail server, read over IMAP: what is new in its folder. Knows no letters and no database.

The difficult thing: the numbers of letters hold only until the server says that they hold no longer, and a connection may
break between two of them. So where we are is a pair of the folder's validity and a number, told after each letter; and what is
fetched once more is known again by whoever takes it in.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from eichhorn.mailbox.folder import FolderTrouble
from eichhorn.mailbox.rules import Trouble

TIMEOUT_S = 20.0
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PORTS = {"imap": 143, "imaps": 993}
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class AccountUrlWrong(ValueError):
    """The address of the account cannot be read; says in one sentence why, without repeating it."""


@dataclass(frozen=True, slots=True)
class Account:
    """A folder on an IMAP server, and how we come in."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    covered: bool = True
    """Over TLS with a certificate that is verified; without it only on this machine itself."""

    @classmethod
    def from_url(cls, url: str) -> Self | None:
        """Return the account of imaps://user:password@host:port/folder; None where the text is empty. Raises AccountUrlWrong."""
        if not url:
            return None
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname
        except ValueError as error:
            raise AccountUrlWrong("EICHHORN_IMAP_URL cannot be read; escape signs like @ in the password") from error
        if parts.scheme not in PORTS:
            raise AccountUrlWrong("EICHHORN_IMAP_URL has to begin with imaps://")
        if not host:
            raise AccountUrlWrong("EICHHORN_IMAP_URL names no host")
        if not parts.username or not parts.password:
            raise AccountUrlWrong("EICHHORN_IMAP_URL names no user or no password")
        covered = parts.scheme == "imaps"
        if not covered and not _is_this_machine(host):
            raise AccountUrlWrong(
                "EICHHORN_IMAP_URL has to begin with imaps://, else the password would travel in the open"
            )
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if not folder.isascii() or not folder.isprintable() or '"' in folder or "\\" in folder:
            raise AccountUrlWrong("EICHHORN_IMAP_URL names a folder with signs other than plain letters")
        return cls(host, port or PORTS[parts.scheme], unquote(parts.username), unquote(parts.password), folder, covered)


@dataclass(frozen=True, slots=True)
class Position:
    """Up to where a folder was read: numbers hold as long as its validity is the same."""

    validity: int
    number: int


class Session:
    """One connection: `with Session(account) as session: …`. All of it raises FolderTrouble."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.validity = self.next_number = 0

    def __enter__(self) -> Self:
        with _troubles():
            self.connection = self._connected()
        try:
            self._log_in()
            self._open()
        except BaseException:
            self._hang_up()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hang_up()

    def waiting(self, after: Position | None, *, since: date | None = None) -> list[int]:
        """Return the numbers of what is new, the oldest first: beyond the position; without a valid one, what nobody has read.

        Where the numbers hold no longer, also all that came from the day `since` on, whoever read it.
        """
        if after is None:
            return self._found("UNSEEN")
        if after.validity != self.validity:
            return self._found(f"OR UNSEEN SINCE {_written(since)}" if since is not None else "UNSEEN")
        return [number for number in self._found(f"UID {after.number + 1}:*") if number > after.number]

    def size(self, number: int) -> int | None:
        """Return how many bytes the letter has, None where it is gone."""
        for part in self._fetched(number, "(RFC822.SIZE)"):
            found = SIZE.search(part if isinstance(part, bytes) else part[0])
            if found is not None:
                return int(found[1])
        return None

    def content(self, number: int, *, most: int) -> bytes | None:
        """Return the letter, which stays unread; None where it is gone, or has more bytes, whatever size the server told."""
        for part in self._fetched(number, f"(BODY.PEEK[]<0.{most + 1}>)"):
            if isinstance(part, tuple):
                whole: bytes = part[1]
                return whole if len(whole) <= most else None
        return None

    def seen(self, number: int) -> None:
        """The letter counts as read for whoever looks into the folder; a server that does not let us is left alone."""
        with _troubles():
            try:
                self.connection.uid("STORE", str(number), "+FLAGS.SILENT", "(\\Seen)")
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                return

    def _connected(self) -> imaplib.IMAP4:
        one = self.account
        if not one.covered:
            return imaplib.IMAP4(one.host, one.port, timeout=TIMEOUT_S)
        return imaplib.IMAP4_SSL(one.host, one.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_S)

    def _log_in(self) -> None:
        with _troubles():
            try:
                self._say_who_we_are()
            except imaplib.IMAP4.abort:
                raise
            except (imaplib.IMAP4.error, UnicodeError) as error:
                raise FolderTrouble(Trouble.PASSWORD) from error

    def _say_who_we_are(self) -> None:
        """In the way that takes every sign, where the server knows it: LOGIN has no umlauts, and names have no spaces there."""
        if "AUTH=PLAIN" in self.connection.capabilities:
            given = f"\0{self.account.user}\0{self.account.password}".encode()
            self.connection.authenticate("PLAIN", lambda _asked: given)
        else:
            self.connection.login(self.account.user, self.account.password)

    def _open(self) -> None:
        with _troubles():
            try:
                status, _told = self.connection.select(f'"{self.account.folder}"')
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                raise FolderTrouble(Trouble.NO_FOLDER) from error
            if status != "OK":
                raise FolderTrouble(Trouble.NO_FOLDER)
            self.validity, self.next_number = self._told("UIDVALIDITY"), self._told("UIDNEXT")

    def _told(self, name: str) -> int:
        _name, values = self.connection.response(name)
        value = values[0] if values else None
        if not isinstance(value, bytes) or not value.isdigit():
            raise FolderTrouble(Trouble.BROKE_OFF)
        return int(value)

    def _found(self, what: str) -> list[int]:
        with _troubles():
            status, told = self.connection.uid("SEARCH", what)
            if status != "OK":
                raise FolderTrouble(Trouble.BROKE_OFF)
            return sorted(int(one) for line in told if line for one in line.split())

    def _fetched(self, number: int, what: str) -> list[Any]:
        with _troubles():
            status, told = self.connection.uid("FETCH", str(number), what)
            if status != "OK":
                raise FolderTrouble(Trouble.BROKE_OFF)
            return [part for part in told if part]

    def _hang_up(self) -> None:
        try:
            self.connection.logout()
        except (OSError, imaplib.IMAP4.error):
            self.connection.shutdown()


@contextmanager
def _troubles() -> Iterator[None]:
    """What goes wrong on the way is said as one of the troubles that people can do something about."""
    try:
        yield
    except FolderTrouble:
        raise
    except ssl.SSLCertVerificationError as error:
        raise FolderTrouble(Trouble.UNTRUSTED) from error
    except TimeoutError as error:
        raise FolderTrouble(Trouble.SILENT) from error
    except (socket.gaierror, ConnectionRefusedError) as error:
        raise FolderTrouble(Trouble.SERVER) from error
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise FolderTrouble(Trouble.BROKE_OFF) from error


def _written(day: date) -> str:
    """Return the day as the protocol writes it (RFC 3501), whatever language this machine speaks."""
    return f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
