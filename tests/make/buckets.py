"""Buckets on loopback: a real server of buckets, and one that is in a mood."""

import contextlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from moto.server import ThreadedMotoServer

from eichhorn.media.stores.address import Address
from eichhorn.media.stores.bucket import Bucket, forget_lines, line_to

numbers = count(1)
logging.getLogger("werkzeug").setLevel(logging.WARNING)


@contextmanager
def running() -> Iterator[str]:
    """Give the address of a server of buckets for as long as the block lasts."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def named(url: str, *, prefix: str = "haus/", name: str = "") -> Address:
    """Return a bucket there that may exist or not; each call another one."""
    return Address(name or f"bilder-{next(numbers)}", url, "eu-central-1", prefix, "eichhorn", "ein-Rabe-traegt-Nuesse")


def made(url: str, *, prefix: str = "haus/") -> Address:
    """Return a new empty bucket."""
    address = named(url, prefix=prefix)
    make_again(address)
    return address


def make_again(address: Address) -> None:
    forget_lines()
    where = {"LocationConstraint": "eu-central-1"}
    line_to(address).client.create_bucket(Bucket=address.bucket, CreateBucketConfiguration=where)


def keys(address: Address) -> list[str]:
    """Return the names of all that is in it, whoever put it there."""
    found = line_to(address).client.list_objects_v2(Bucket=address.bucket).get("Contents", [])
    return [each["Key"] for each in found]


def put(address: Address, key: str, content: bytes) -> None:
    """Something lies there that nobody held against its name."""
    line_to(address).client.put_object(Bucket=address.bucket, Key=key, Body=content)


def away(address: Address) -> None:
    """The bucket is gone, with all that was in it."""
    for key in keys(address):
        line_to(address).client.delete_object(Bucket=address.bucket, Key=key)
    line_to(address).client.delete_bucket(Bucket=address.bucket)


def open_to_strangers(address: Address) -> None:
    line_to(address).client.put_bucket_acl(Bucket=address.bucket, ACL="public-read")


class Mood(StrEnum):
    """How a server treats whoever asks for a picture."""

    SILENT = "silent"
    CUTS = "cuts"
    DRIPS = "drips"
    REFUSES = "403"
    BUSY = "503"
    FULL = "507"


@dataclass
class Moody:
    """A server of buckets that does nothing of what it is asked."""

    url: str
    mood: Mood = Mood.SILENT
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def moody(mood: Mood) -> Iterator[Moody]:
    """Give a server in that mood for as long as the block lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.moody = Moody(f"http://127.0.0.1:{server.server_port}", mood)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    forget_lines()
    try:
        yield server.moody
    finally:
        server.moody.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def of(address: Address) -> Bucket:
    """Return the bucket on a line on which nobody was silent yet."""
    forget_lines()
    return Bucket(address)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    moody: Moody

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone: that is what these tests are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        moody: Moody = self.server.moody  # type: ignore[attr-defined]
        self.rfile.read(int(self.headers.get("content-length") or 0))
        moody.asked.append(f"{self.command} {self.path}")
        self.close_connection = True
        if moody.mood is Mood.SILENT:
            moody.over.wait(timeout=30)
        elif moody.mood is Mood.CUTS:
            self._begin(200, 1000)
            self.wfile.write(b"ein halbes Bild")
        elif moody.mood is Mood.DRIPS:
            self._begin(200, 1000)
            with contextlib.suppress(OSError):
                while not moody.over.wait(timeout=0.02):
                    self.wfile.write(b".")
        else:
            said = f"<Error><Code>No{moody.mood.name.title()}</Code><Message>{self.headers}</Message></Error>".encode()
            self._begin(int(moody.mood), len(said))
            self.wfile.write(said)

    do_GET = do_PUT = do_HEAD = do_DELETE = _answer  # noqa: N815  the names of http.server

    def _begin(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/xml")
        self.send_header("content-length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its own name
        """Say nothing."""
