"""Whether this installation works: /health and /metrics for whoever watches it, /live for whoever restarts it.

The difficult thing: a watcher asks by any name or number of the machine, and needs no session; so all three answer
before everything else, also before the check of the host's name. A worker counts while it holds a lock in the database,
which PostgreSQL itself takes back the moment that the worker dies, and while it was heard of within a minute: a machine
that fell off the network dies without a word.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from eichhorn.foundation import clock

WORKER_LOCK = 8017001
"""The number of the advisory lock that every ready worker holds, shared."""
LATE_AFTER_S = 300.0
"""What could leave and has not for so long means that nothing leaves."""
BUCKET_ASKED_EVERY_S = 30.0
"""Whoever asks for /health in between, and strangers may, hears what the bucket answered last."""
type Answer = Callable[[HttpRequest], HttpResponse]

WORKERS = """
    select count(*) from pg_locks
    join pg_database on pg_database.oid = pg_locks.database
    join pg_stat_activity on pg_stat_activity.pid = pg_locks.pid
    where locktype = 'advisory' and classid = 0 and objid = %s and granted
      and pg_database.datname = current_database()
      and pg_stat_activity.state_change > clock_timestamp() - interval '1 minute'
"""


def answer_first(get_response: Answer) -> Answer:
    """Middleware: the addresses of the watchers are answered before anything else is asked."""
    from eichhorn.config.metrics import metrics

    answers: dict[str, Answer] = {"/health": health, "/live": live, "/metrics": metrics}

    def middleware(request: HttpRequest) -> HttpResponse:
        return answers.get(request.path_info, get_response)(request)

    return middleware


def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 whenever this process answers at all."""
    return _uncached(JsonResponse({"web": "ready"}))


def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 once database and a worker are ready, pictures can be had and what is due leaves, else 503.

    Says what is not. Two queries, and now and then a question to the bucket, where there is one.
    """
    state, there = ask(now=clock.now()), pictures()
    answer = {
        "web": "ready", "database": state.database, "worker": state.worker, "pictures": there, "sending": state.sending,
        "oldest_sendable_s": round(state.oldest_sendable_s, 1),
    }  # fmt: skip
    return _uncached(JsonResponse(answer, status=200 if state.is_well and there == "ready" else 503))


@dataclass(frozen=True, slots=True)
class State:
    """What the database knows of the installation."""

    database: str = "missing"
    workers: int = 0
    oldest_sendable_s: float = 0.0
    """For how long the first of those that could leave has been due."""

    @property
    def worker(self) -> str:
        return "ready" if self.workers else "missing"

    @property
    def sending(self) -> str:
        return "late" if self.oldest_sendable_s > LATE_AFTER_S else "ready"

    @property
    def is_well(self) -> bool:
        return self.database == self.worker == self.sending == "ready"


def ask(*, now: datetime) -> State:
    """Return how it stands, also where the database is away. Two queries."""
    from eichhorn.delivery import queries as delivery

    try:
        with connection.cursor() as cursor:
            cursor.execute(WORKERS, [WORKER_LOCK])
            row = cursor.fetchone()
        due_at = delivery.next_at(now=now)
    except DatabaseError:
        connection.close()
        return State()
    oldest_s = max((now - due_at).total_seconds(), 0.0) if due_at is not None else 0.0
    return State(database="ready", workers=row[0] if row else 0, oldest_sendable_s=oldest_s)


@dataclass
class _Asked:
    """What the bucket answered this process, and until when that counts."""

    address: object = None
    until: float = 0.0
    found: str = "ready"


_asked = _Asked()


def pictures() -> str:
    """Return "ready" where the store of pictures can be asked, else "missing"; a folder of the home always can."""
    from django.conf import settings

    from eichhorn.media import stores

    if not settings.BUCKET:
        return "ready"
    if _asked.address == settings.BUCKET and time.monotonic() < _asked.until:
        return _asked.found
    try:
        stores.ours().size_of("0" * 64)  # nothing lies there, and the bucket has to say so
        found = "ready"
    except stores.StoreError:
        found = "missing"
    _asked.address, _asked.until, _asked.found = settings.BUCKET, time.monotonic() + BUCKET_ASKED_EVERY_S, found
    return found


def _uncached(answer: JsonResponse) -> JsonResponse:
    answer["Cache-Control"] = "no-store"
    return answer
