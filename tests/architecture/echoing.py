"""A server on loopback that refuses everything and repeats aloud what it was asked with: the worst that a secret can meet.

It is asked as every network, as a receiver of calls and as a provider of accounts. The difficult thing: what holds a
secret lives only while somebody is being asked. So the server sits in the process of the test, and looks at that moment
at everything of ours that is alive, as a log line or a debugger would show it.
"""

import contextlib
import functools
import gc
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import connections


class Mood(StrEnum):
    """How it refuses."""

    CUT = "cut"
    GARBAGE = "garbage"
    BROKEN = "500"
    BUSY = "429"
    REFUSES = "400"
    LOCKED = "403"
    SHUT = "401"


class Echo:
    """How it answers next, what it gives away at given paths, and what it has seen of us."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.mood = Mood.REFUSES
        self.gives: dict[str, dict[str, object]] = {}
        self.asked: list[str] = []
        self.alive: list[str] = []
        self.broke: list[str] = []
        """What went wrong here: then somebody met a closed door, and not the refusal that was meant."""
        self._known: set[str] = set()

    @property
    def host_port(self) -> str:
        return self.url.removeprefix("http://")

    def look(self, path: str) -> None:
        """Write down once for each way in how everything of ours shows itself that is alive now."""
        door = path.split("/")[1].partition(":")[0]
        if self.mood is Mood.REFUSES and door not in self._known:
            self._known.add(door)
            self.alive += alive()
            connections.close_all()  # of this thread: what is shown may ask the database


def alive() -> list[str]:
    """Return how everything of ours shows itself, and every fault, with all that led to it."""
    shown: list[str] = []
    for each in gc.get_objects():
        kind = type(each)
        if _is_looked_at(kind):
            with contextlib.suppress(Exception):  # another thread is just making it
                shown += [f"{kind.__module__}.{kind.__name__}: {each!r}", str(each)]
    return shown


@functools.cache
def _is_looked_at(kind: type) -> bool:
    ours = str(kind.__module__).startswith("eichhorn.") and is_dataclass(kind)
    return ours or issubclass(kind, BaseException)


@contextmanager
def echoing() -> Iterator[Echo]:
    """Run the server for as long as the block lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    echo = server.echo = Echo(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield echo
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    echo: Echo

    def handle_error(self, request: Any, client_address: Any) -> None:
        fault = sys.exception()
        if not isinstance(fault, ConnectionError):
            self.echo.broke.append(repr(fault))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        echo: Echo = self.server.echo  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8", "replace")
        echo.asked.append(f"{self.command} {self.path}")
        echo.look(self.path)
        given = next((content for path, content in echo.gives.items() if self.path.startswith(path)), None)
        if given is not None:
            self._say(200, given)
        elif echo.mood is Mood.CUT:
            self.close_connection = True
        elif echo.mood is Mood.GARBAGE:
            self._say(200, f"{self.path} {self.headers} {body}")
        else:
            self._say(int(echo.mood), _repeated(f"{body} {self.path} {' '.join(self.headers.values())}"))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815  the names of http.server

    def _say(self, status: int, content: object) -> None:
        said = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        self.send_header("content-type", "text/plain" if isinstance(content, str) else "application/json")
        self.send_header("content-length", str(len(said)))
        self.send_header("retry-after", "1")
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its own name
        """Say nothing: what is asked belongs to the test."""


def _repeated(said: str) -> dict[str, object]:
    """Return a refusal that quotes what was asked wherever some network looks for its reason."""
    one = dict.fromkeys(("message", "detail", "title", "description", "error", "error_description", "reason"), said)
    return {"ok": False, "error_code": 400, "errcode": "M_UNKNOWN", "code": "refused", **one, "errors": [one]}
