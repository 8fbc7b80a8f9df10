"""How quickly programs create drafts: over eight connections at once, and over one.

    script/bench api --json

Each request is one POST to /api/v1/drafts with a key of its own: it plans a slot, begins the draft and saves its first
version, with every check, the audit and the kept answer. The web server and the database are the real ones; the limit of
requests a minute is raised by its setting. Requests are prepared before the clock starts, and the client does little
beyond sending and reading, because it shares the machine with what it measures.
"""

import json
import socket
import statistics
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from bench import figures
from bench.house import House, house

CONNECTIONS, EACH, ALONE, WARM_UP = 8, 100, 200, 5
ZONE = "Europe/Berlin"


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where a draft is missing or there twice."""
    in_json = figures.as_json(arguments, prog="api", about=__doc__)
    with house(latency_ms=0, more={"EICHHORN_API_PER_MINUTE": "1000000"}) as made:
        found = measure(made)
    figures.tell(found, in_json=in_json)
    return 1 if found["missing"] or found["doubled"] else 0


def measure(made: House) -> dict[str, Any]:
    """Return the figures of one run."""
    secret, channel = _prepare()
    made.start(worker=False)
    figures.say(f"Creating {CONNECTIONS * EACH} drafts over {CONNECTIONS} connections, then {ALONE} over one …")
    _run(made.port, [[_request(secret, channel, made.port) for _ in range(WARM_UP)] for _ in range(CONNECTIONS)])
    many_s, waits = _run(
        made.port, [[_request(secret, channel, made.port) for _ in range(EACH)] for _ in range(CONNECTIONS)]
    )
    one_s, _alone = _run(made.port, [[_request(secret, channel, made.port) for _ in range(ALONE)]])
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    sent = CONNECTIONS * (EACH + WARM_UP) + ALONE
    return {
        "drafts_per_s": round(CONNECTIONS * EACH / many_s, 1),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p95_ms": round(cuts[94] * 1000, 1),
        "drafts_per_s_one": round(ALONE / one_s, 1),
        "missing": max(0, sent - _drafts()),
        "doubled": max(0, _drafts() - sent),
    }


def _prepare() -> tuple[str, int]:
    """Make a house with a channel and somebody whose program writes; return its token and the channel."""
    from eichhorn.api import services as api
    from eichhorn.api.rules import Scope
    from eichhorn.channels import services as channels
    from eichhorn.foundation import clock
    from eichhorn.people import services as people
    from eichhorn.people.rules import RoleKind

    now = clock.now()
    people.found_organisation(
        name="Bench",
        zone=ZONE,
        service_begins=clock_time(8),
        service_ends=clock_time(17),
        day_ends=clock_time(17),
        now=now,
    )
    author = people.add_person(name="Ada Autorin", email="ada@bench.example", by=None, now=now)
    people.give_role(person=author, kind=RoleKind.MANAGER, begins_on=date(2020, 1, 1), by=None, now=now)
    people.way_in(person=author)
    channel = channels.add(name="Kanal", network="by_hand", label="Aushang", by=None, now=now)
    made = api.make_token(
        person=author, name="bench", scopes=[Scope.DRAFT, Scope.PLAN], lasts=timedelta(days=7), now=now
    )
    return made.secret, channel.pk


def _request(secret: str, channel: int, port: int) -> bytes:
    """Return the bytes of one request, as a program would send them."""
    on_day = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%dT10:00")
    body = json.dumps({
        "post": {"title": f"Beitrag {uuid.uuid4().hex[:8]}", "channels": [channel], "planned_local": on_day},
        "content": {"text": "Ab Montag wird am Nordring gebaut. Bis dahin fährt der Bus wie immer.", "language": "de"},
    }).encode()  # fmt: skip
    head = (
        f"POST /api/v1/drafts HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {uuid.uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _run(port: int, lots: list[list[bytes]]) -> tuple[float, list[float]]:
    """Send each lot over a connection of its own, all at once; return the seconds it took, and those of each request."""
    waits: list[float] = []
    troubles: list[BaseException] = []
    ready = threading.Barrier(len(lots) + 1)

    def send(lot: list[bytes]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as door:
                door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                ready.wait()
                waits.extend([_sent(door, request) for request in lot])
        except BaseException as trouble:  # noqa: BLE001  # told by the thread that waits
            troubles.append(trouble)
            ready.abort()

    threads = [threading.Thread(target=send, args=(lot,)) for lot in lots]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if troubles:
        raise troubles[0]
    return took, waits


def _sent(door: socket.socket, request: bytes) -> float:
    """Send the request, read its answer to the end, and return how long that took."""
    begun = time.perf_counter()
    door.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(door)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += _more(door)
    if not head.startswith(b"HTTP/1.1 201"):
        raise RuntimeError(f"{head.splitlines()[0].decode()}: {body.decode()[:300]}")
    return time.perf_counter() - begun


def _more(door: socket.socket) -> bytes:
    found = door.recv(65536)
    if not found:
        raise RuntimeError("the server closed the connection")
    return found


def _drafts() -> int:
    """Return how many drafts with a version the installation itself knows."""
    from eichhorn.content.models import Draft

    return Draft.objects.filter(latest__isnull=False).count()
