"""A real server, reached through a process that misbehaves on demand like the fault server.

    python -m tests.networks.fault_proxy --target http://127.0.0.1:2583 --log /tmp/asked.jsonl

What it leads on is in its own log as `forwarded`: method, path and the status that the server answered. Faults are
ordered on the last word of an XRPC method ("putRecord", "uploadBlob"), or of a path of Matrix, which is also called
"statuses" for a post; for WordPress on the kind of thing ("posts", "media", "comments"). What is told as
"M_FORBIDDEN: why" comes in the form of Matrix.
"""

import asyncio
import contextlib
import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.networks import fault_server
from tests.networks.fault_api import Answer, Asked

PASSED_BACK = ("content-type", "retry-after", "ratelimit-reset", "dpop-nonce", "www-authenticate", "location")
NOT_PASSED_ON = ("host", "connection", "content-length", "transfer-encoding", "accept-encoding")
POST = "putRecord"


@dataclass(slots=True)
class Forward:
    """What lies behind."""

    target: str
    origin: str = ""

    def topic(self, asked: Asked) -> str:
        if route := asked.query.get("rest_route"):  # WordPress
            kind = route.split("/")[3]
            return "statuses" if asked.method == "POST" and kind == "posts" else kind
        word = asked.path.rpartition("/")[2].rpartition(".")[2]
        return "statuses" if word == POST or "/send/m.room.message/" in asked.path else word

    def answer(self, asked: Asked, log: Callable[..., None]) -> Answer:
        parts = urlsplit(self.target)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        headers = {name: value for name, value in asked.headers.items() if name not in NOT_PASSED_ON}
        try:
            line.request(asked.method, asked.target, asked.body or None, headers)
            found = line.getresponse()
            content = found.read()
        finally:
            line.close()
        log("forwarded", method=asked.method, path=asked.path, status=found.status)
        passed = {name.title(): value for name, value in found.headers.items() if name.lower() in PASSED_BACK}
        return Answer(found.status, content, passed)

    @staticmethod
    def refusal(status: int, told: str) -> dict[str, Any]:
        name, _, why = told.partition(": ")
        if name.startswith("M_"):
            pause = re.search(r"retry_after_ms=(\d+)", why)
            return {"errcode": name, "error": why} | ({"retry_after_ms": int(pause[1])} if pause else {})
        return {"error": name, "message": why or told}


def main() -> None:
    parser = fault_server.options("fault_proxy", __doc__ or "")
    parser.add_argument("--target", required=True)
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(fault_server.run(Forward(arguments.target), arguments))


if __name__ == "__main__":
    main()
