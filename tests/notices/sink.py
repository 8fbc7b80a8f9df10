"""A real SMTP server on loopback that keeps what it takes, and refuses on demand."""

import gc
import socket
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

type Say = Callable[[str], str | None]


class Sink:
    """What came in, and what the server says to a recipient (`at_rcpt`) and to a text (`at_data`); None takes it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.at_rcpt: Say = lambda _address: None
        self.at_data: Say = lambda _text: None
        self.sessions = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sessions += 1
        return answers

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if refused := self.at_rcpt(address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if refused := self.at_data(envelope.content.decode()):
            return refused
        self.raw.append(envelope.content)
        self.mails.append(cast("EmailMessage", message_from_bytes(envelope.content, policy=policy.default)))
        self.recipients += envelope.rcpt_tos
        return "250 taken"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def opened(sink: Sink, *, password: str = "") -> Iterator[Sink]:
    """Run the server for as long as the block lasts, on the port it had before."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"eichhorn", password.encode()), handled=False)

    sink.port = sink.port or free_port()
    controller = Controller(
        sink, hostname="127.0.0.1", port=sink.port, authenticator=check if password else None,
        auth_required=bool(password), auth_require_tls=False,
    )  # fmt: skip
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # what a killed client left open in the server
            gc.collect()
