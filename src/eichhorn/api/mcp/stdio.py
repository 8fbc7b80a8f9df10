"""The protocol over stdin and stdout, for assistants that start their servers themselves: each line goes to /mcp.

The difficult thing: whoever waits at the other end knows nothing of HTTP. So whatever comes back, also nothing, becomes an
answer of the protocol to the message that was asked; and nothing else is ever written to stdout.
"""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from eichhorn.foundation import http

ACCEPTS = "application/json, text/event-stream"
LONGEST_S, LARGEST = 60.0, 20_000_000
BROKEN = -32603
"""The protocol's own number for what went wrong on our side."""


def pass_on(lines: Iterable[bytes], out: BinaryIO, *, url: str, token: str) -> None:
    """Every message was answered by the Eichhorn at the address, in the name of the token's owner."""
    parts = urlsplit(url)
    http.configure(allow={f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"})
    for line in lines:
        if line.strip() and (answer := _answer(line, f"{url.rstrip('/')}/mcp", token)) is not None:
            out.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            out.flush()


def _answer(line: bytes, address: str, token: str) -> Any:
    """Return the answer, None where the protocol wants none."""
    headers = {"Accept": ACCEPTS, "Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    client = http.client(timeout_s=LONGEST_S, deadline_s=LONGEST_S, max_bytes=LARGEST)
    try:
        found = client.post(address, content=line, headers=headers)
        said = found.json() if found.content else None
    except http.OutboundError as error:
        return _fault(line, f"Eichhorn cannot be reached: {error}")
    except ValueError:
        return _fault(line, "This address does not answer as Eichhorn does.")
    if isinstance(said, dict) and "jsonrpc" in said:
        return said
    if found.is_success:
        return None if said is None else _fault(line, "This address does not answer as Eichhorn does.")
    words = said if isinstance(said, dict) else {}
    return _fault(line, f"{words.get('title', found.status_code)} {words.get('detail', '')}".strip())


def _fault(line: bytes, sentence: str) -> Any:
    """Return the sentence as the answer to the message in the line; None where that message wants no answer."""
    try:
        asked = json.loads(line)
    except ValueError:
        asked = None
    number = asked.get("id") if isinstance(asked, dict) else None
    if number is None:
        return None
    return {"jsonrpc": "2.0", "id": number, "error": {"code": BROKEN, "message": sentence}}
