"""A real IMAP server with one account, whose folder is a Maildir of ours; and a way to it that breaks on demand."""

import contextlib
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

from pysasl.hashing import BuiltinHash

USER, PASSWORD = "social", "Eichel & Haselnüsse"
STARTS_WITHIN_S = 20.0
numbers = count(1)


@dataclass
class Server:
    """The server: where it listens, and the Maildir of its account."""

    port: int
    home: Path

    @property
    def maildir(self) -> Path:
        return self.home / USER

    def url(self, *, password: str = PASSWORD, folder: str = "", port: int = 0, scheme: str = "imap") -> str:
        return f"{scheme}://{USER}:{quote(password)}@127.0.0.1:{port or self.port}/{folder}"

    def brings(self, raw: bytes) -> None:
        """A letter arrives."""
        name = f"{1781000000 + next(numbers)}.M1P1.mx"
        (self.maildir / "tmp" / name).write_bytes(raw)
        (self.maildir / "tmp" / name).rename(self.maildir / "new" / name)

    def numbers_anew(self) -> None:
        """The numbers of letters hold no longer."""
        for one in self.maildir.glob("*uidlist*"):
            one.unlink()

    def seen(self) -> int:
        """Return how many letters count as read."""
        return sum("S" in one.name.partition(":2,")[2] for one in (self.maildir / "cur").iterdir())


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """Let the server run for a while."""
    hashed = BuiltinHash(rounds=1).hash(PASSWORD)
    (home / "pymap-etc-passwd").write_text(f"{USER}:x::::{USER}:\n")
    (home / "pymap-etc-shadow").write_text(f"{USER}:{hashed}:::::::\n")
    for name in ("new", "cur", "tmp"):
        (home / USER / name).mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begin = "import sys; from pymap.main import main; sys.exit(main())"
    asked = [sys.executable, "-c", begin, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "maildir", str(home)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            _wait_for(port, process)
            yield Server(port, home)
        finally:
            process.kill()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < ends and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the IMAP server did not start")


@dataclass
class Way:
    """A way to a server on this machine: covered by TLS, or one that hangs up once so many bytes came back, or is silent."""

    to: int
    most_bytes: int = 1 << 30
    silent: bool = False
    certificate: tuple[Path, Path] | None = None
    port: int = field(init=False, default=0)

    @contextmanager
    def opened(self) -> Iterator["Way"]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            threading.Thread(target=self._serve, args=(listening,), daemon=True).start()
            yield self

    def _serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                ours, _address = listening.accept()
                threading.Thread(target=self._carry, args=(ours,), daemon=True).start()

    def _carry(self, plain: socket.socket) -> None:
        ours = plain
        if self.certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*self.certificate)
            try:
                ours = context.wrap_socket(plain, server_side=True)
            except OSError:
                plain.close()
                return
        with ours, socket.create_connection(("127.0.0.1", self.to)) as theirs, contextlib.suppress(OSError):
            threading.Thread(target=self._forth, args=(ours, theirs), daemon=True).start()
            left = self.most_bytes
            while left > 0 and (piece := theirs.recv(4_096)):
                if not self.silent:
                    ours.sendall(piece[:left])
                    left -= len(piece)
            ours.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _forth(ours: socket.socket, theirs: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := ours.recv(4_096):
                theirs.sendall(piece)
