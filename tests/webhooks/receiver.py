"""A real receiver on loopback: checks each call with the official library, and misbehaves on demand."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True)
class Taken:
    """One call, as it came in."""

    id: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    def signed_by(self, secret: str) -> bool:
        """Return whether the official library takes the signature for one of this secret."""
        try:
            Webhook(secret).verify(self.body, self.headers)
        except WebhookVerificationError:
            return False
        return True


type Step = Callable[["Handler"], None]


class Receiver:
    """What came in; `steps` say how the next calls are answered, then everything is taken (204)."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.steps: deque[Step] = deque()
        self.open = threading.Event()
        """Lets go of those that were told to wait."""
        self.came = threading.Semaphore(0)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?key=of-theirs"

    @property
    def host_port(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.taken]

    def answers(self, *steps: Step) -> None:
        self.steps.extend(steps)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.taken.append(Taken(headers["webhook-id"], headers, body))
        step = self.receiver.steps.popleft() if self.receiver.steps else status(204)
        self.receiver.came.release()
        step(self)

    def do_GET(self) -> None:
        raise AssertionError("nobody follows a redirect")

    def log_message(self, *_given: object) -> None:
        return


def status(code: int, text: str = "", **headers: str) -> Step:
    def step(handler: Handler) -> None:
        content = text.encode()
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if code != 204:
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if code != 204:
            handler.wfile.write(content)

    return step


def slow(handler: Handler) -> None:
    """Say nothing until the test lets go."""
    handler.receiver.open.wait(60)
    handler.close_connection = True


def cut(handler: Handler) -> None:
    """Hang up without a word."""
    handler.close_connection = True


def half(handler: Handler) -> None:
    """Begin an answer and hang up in the middle of its body."""
    handler.send_response(500)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"Half of")
    handler.close_connection = True


@contextmanager
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"receiver": made}))
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.open.set()
        server.shutdown()
        server.server_close()
        thread.join()
