"""A server that speaks enough of the Mastodon API and misbehaves on demand: a process of its own, real sockets.

    python -m tests.networks.fault_server --port 8099 --log /tmp/posts.jsonl --latency-ms 50 --software mastodon

What it accepted is in its own log, one JSON object a line, written before any answer, so a test can compare our rows
with what the network really has. Events: `asked` and `answered` (each POST of a status, with `at`, a Unix time),
`accepted` (id, account, text, key, media, in_reply_to_id, at), `met` (a fault: kind, topic, account), `off_spec` (with --specs: what a request did against
the API description).

Every bearer token is an account of that name ("a1" and "a1.secret" are @a1), except those that begin with "revoked". Faults are
ordered by POST /_faults {"kind": ..., "times": 1, "on": "statuses", "seconds": 0, "token": ""}; see `Fault`.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.networks import fault_api
from tests.networks.fault_api import Answer, Asked, World

KINDS_AFTER = {"error_after", "cut_after", "slow", "cut_json", "drip", "timeout_after", "html", "no_id", "hang_up"}
"""Faults of a post that was taken; every other kind happens instead of taking it."""
KINDS_INSTEAD = {
    "refuse": 422,
    "bad_request": 400,
    "unauthorised": 401,
    "payment": 402,
    "outdated": 426,
    "forbidden": 403,
    "not_found": 404,
    "gone": 410,
    "throttle": 429,
    "error_before": 500,
    "unavailable": 503,
    "redirect": 302,
    "cut_before": 0,
    "hang_before": 0,
    "drip_before": 200,
}

TLS_HELLO = b"\x16"


@dataclass(slots=True)
class Fault:
    """One ordered misbehaviour: how often, on which kind of request, for whom."""

    kind: str
    times: int = 1
    on: str = "statuses"
    """statuses, media, lookup, notifications, context, instance, apps, token, verify, or any."""
    seconds: float = 0
    token: str = ""
    retry_after: str = "2"
    header: str = "Retry-After"
    told: str = ""
    naming: str = ""
    """Only a request that names this in its path, its query or its body."""

    def meets(self, asked: Asked) -> bool:
        in_body = bool(self.naming) and self.naming.encode() in asked.body
        named = self.naming in asked.path or self.naming in asked.query.values() or in_body
        return self.times != 0 and self.on in ("any", asked.topic) and self.token in ("", asked.token) and named


@dataclass(slots=True)
class Server:
    """Connections, the log and the faults; what the API answers is in fault_api, or in the fake of another network."""

    world: Any
    """A World of fault_api, or whatever has its topic, answer, refusal, off_spec and say."""
    latency_s: float
    log_path: Path | None
    specs: Any = None
    faults: list[Fault] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def log(self, event: str, **facts: Any) -> None:
        line = {"event": event, "at": time.time(), **facts}
        self.events.append(line)
        if self.log_path:
            with self.log_path.open("a") as file:
                file.write(json.dumps(line) + "\n")

    def forget(self) -> None:
        """Nothing has happened yet: for a process that serves several tests."""
        self.world = type(self.world)(origin=self.world.origin)
        self.faults, self.events = [], []
        if self.log_path:
            self.log_path.write_text("")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            while asked := await read_request(reader):
                asked.topic = self.world.topic(asked)
                if not await self.answer(asked, writer):
                    break
        writer.close()

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection lives on."""
        if asked.path.startswith("/_") and not asked.path.startswith("/_matrix/"):
            return await write(writer, self.control(asked))
        if self.specs:
            for problem in self.world.off_spec(self.specs, asked):
                self.log("off_spec", path=asked.path, problem=problem)
        if asked.topic == "statuses":
            self.log("asked", account=asked.account, key=asked.key)
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        fault = next((fault for fault in self.faults if fault.meets(asked)), None)
        if fault:
            fault.times -= 1
            self.log("met", kind=fault.kind, topic=asked.topic, account=asked.account)
            lives = await self.misbehave(fault, asked, writer)
        else:
            answer = self.world.answer(asked, self.log)
            lives = await write(writer, answer)
        if asked.topic == "statuses":
            self.log("answered", account=asked.account, key=asked.key, fault=fault.kind if fault else "")
        return lives

    async def misbehave(self, fault: Fault, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        kind = fault.kind
        if kind in KINDS_AFTER:
            return await after(fault, self.world.answer(asked, self.log), writer)
        if kind == "hang_before":
            await asyncio.sleep(fault.seconds)
        if kind in ("cut_before", "hang_before"):
            cut(writer)
            return False
        answer = Answer(KINDS_INSTEAD[kind], self.world.refusal(KINDS_INSTEAD[kind], fault.told or f"ordered: {kind}"))
        if kind == "throttle":
            answer.headers[fault.header] = fault.retry_after
        if kind == "redirect":
            answer.headers["Location"] = fault.told or "http://127.0.0.1:1/elsewhere"
        if kind == "drip_before":
            return await drip(answer, writer)
        return await write(writer, answer)

    def control(self, asked: Asked) -> Answer:
        if asked.path == "/_faults":
            self.faults = [] if asked.method == "DELETE" else [*self.faults, Fault(**asked.fields)]
        elif asked.path == "/_say":
            return Answer(200, self.world.say(**asked.fields))
        elif asked.path == "/_delete":
            self.world.delete(**asked.fields)
        elif asked.path == "/_reset":
            self.forget()
        elif asked.path == "/_set":
            for name, value in asked.fields.items():
                setattr(self.world, name, value)
        elif asked.path == "/_log":
            return Answer(200, self.events)
        return Answer(200, {"ready": True})


async def after(fault: Fault, answer: Answer, writer: asyncio.StreamWriter) -> bool:
    """The post was taken; spoil the answer."""
    match fault.kind:
        case "slow":
            await asyncio.sleep(fault.seconds)
            return await write(writer, answer)
        case "error_after":
            return await write(writer, Answer(500, {"error": "ordered: error_after"}))
        case "timeout_after":
            return await write(writer, Answer(504, {"error": "ordered: timeout_after"}))
        case "html":
            return await write(writer, Answer(200, b"<html><title>Welcome to the hotel</title></html>"))
        case "no_id":
            return await write(writer, Answer(200, {"created": True}))
        case "drip":
            return await drip(answer, writer)
        case "hang_up":
            await write(writer, answer)
            await asyncio.sleep(0.005)
            return False
        case "cut_json":
            half = answer.bytes()
            await write(writer, Answer(200, half[: len(half) // 2]))
    cut(writer)
    return False


def cut(writer: asyncio.StreamWriter) -> None:
    """End the connection by a reset, without a goodbye."""
    writer.transport.abort()


async def drip(answer: Answer, writer: asyncio.StreamWriter) -> bool:
    """Write one byte every 200 ms, which keeps every timeout of a single read quiet."""
    for byte in head(answer, len(answer.bytes())) + answer.bytes():
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.2)
    return True


def head(answer: Answer, length: int) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} Ordered", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in {"Content-Type": answer.media_type, **answer.headers}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def write(writer: asyncio.StreamWriter, answer: Answer) -> bool:
    body = answer.bytes()
    writer.write(head(answer, len(body)) + body)
    await writer.drain()
    return True


async def read_request(reader: asyncio.StreamReader) -> Asked | None:
    """Return the next request of a connection, None at its end."""
    try:
        begin = await reader.readexactly(1)
        if begin == TLS_HELLO:
            return None
        raw = begin + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = raw.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([chunk async for chunk in chunks(reader)])
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Asked(method, parts.path, query, headers, body, target=target)


async def chunks(reader: asyncio.StreamReader) -> Any:
    for _ in itertools.count():
        size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        chunk = await reader.readexactly(size + 2)
        if not size:
            return
        yield chunk[:-2]


async def run(world: Any, arguments: argparse.Namespace, specs: Any = None) -> None:
    """Serve the world until somebody ends the process; the address is printed once it is open."""
    server = Server(world, arguments.latency_ms / 1000, arguments.log, specs)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", arguments.port, backlog=512, limit=2**20)
    port = listening.sockets[0].getsockname()[1]
    world.origin = f"http://127.0.0.1:{port}"
    sys.stdout.write(f"{world.origin}\n")
    sys.stdout.flush()
    await listening.serve_forever()


def options(program: str, description: str) -> argparse.ArgumentParser:
    """Return what every fake network can be told when it is started."""
    parser = argparse.ArgumentParser(prog=program, description=description.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--specs", type=Path, help="folder of API descriptions; requests are checked against them")
    return parser


def main() -> None:
    parser = options("fault_server", __doc__ or "")
    parser.add_argument("--software", default="mastodon", help="software.name of NodeInfo; empty serves no NodeInfo")
    parser.add_argument(
        "--keeps-keys", action="store_true", help="drop repeats by Idempotency-Key; mastodon always does"
    )
    told = parser.parse_args()
    world = World(software=told.software, keeps_keys=told.keeps_keys or told.software == "mastodon")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(world, told, fault_api.specs(told.specs) if told.specs else None))


if __name__ == "__main__":
    main()
