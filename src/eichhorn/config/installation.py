"""The home of one installation: its folder, its lock, what kind it is, and the address it is reached at.

The difficult thing: whatever is wrong with a machine shows itself here first, and has to be said in one sentence that
tells what to do, before anything was changed.
"""

import fcntl
import getpass
import ipaddress
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8017


class NotPossible(Exception):
    """What was asked for cannot be done; the text is one whole sentence for the console."""


def default_home() -> Path:
    """Return the place where an installation lies when nobody names another."""
    if given := os.environ.get("EICHHORN_HOME"):
        return Path(given).expanduser().absolute()
    return Path("/var/lib/eichhorn" if os.geteuid() == 0 else "~/.local/share/eichhorn").expanduser().absolute()


@dataclass(frozen=True, slots=True)
class Installation:
    """One home on the disk."""

    home: Path

    def open(self) -> IO[str]:
        """The home exists, can be written and is ours alone until the returned file is closed."""
        try:
            self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
            lock = (self.home / "running").open("a+")
        except OSError as error:
            raise NotPossible(
                f"The home {self.home} cannot be written by {_user()} ({error.strerror}); choose another with --home."
            ) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise NotPossible(
                f"Eichhorn runs already on the home {self.home}{_where(lock.read())}; "
                "stop it first, or choose another home with --home."
            ) from None
        return lock

    @property
    def kind(self) -> str:
        """Return "demo" or "empty", as its first start chose; "" before that."""
        return str(self._notes().get("kind", ""))

    def settle(self, *, empty: bool) -> str:
        """Return the kind of this installation, chosen by the first start and never changed later."""
        kind = self.kind
        if kind == "demo" and empty:
            raise NotPossible(
                f"The home {self.home} holds the demo organisation; choose another with --home for an empty one."
            )
        if not kind:
            kind = "empty" if empty else "demo"
            self.note(kind=kind)
        return kind

    def noted(self, key: str) -> object:
        """Return what an earlier start noted, or None."""
        return self._notes().get(key)

    def note(self, **facts: object) -> None:
        """The facts stand in the home for the next start."""
        place = self.home / "installation.json"
        draft = place.with_suffix(".new")
        draft.write_text(json.dumps(self._notes() | facts, indent=1) + "\n")
        draft.replace(place)

    def _notes(self) -> dict[str, Any]:
        try:
            notes = json.loads((self.home / "installation.json").read_text())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            raise NotPossible(
                f"{self.home / 'installation.json'} cannot be read; mend or remove this file, nothing else was touched."
            ) from None
        return notes if isinstance(notes, dict) else {}


def open_door(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to the address; web inherits it, so that nobody can take it in between."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family, kind, protocol)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(512)
    except OSError as error:
        raise NotPossible(
            f"The address {shown(host, port)} cannot be taken ({error.strerror}); choose another port with --port."
        ) from None
    return door


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def public_url(host: str, port: int) -> str:
    """Return where people reach the installation: as configured, else by the address it listens at."""
    if given := os.environ.get("EICHHORN_PUBLIC_URL"):
        return given.rstrip("/")
    everywhere = host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not bound to
    return f"http://{shown(socket.getfqdn() if everywhere else host, port)}"


def shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _where(notes: str) -> str:
    return f" ({notes.strip()})" if notes.strip() else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.geteuid()}"
