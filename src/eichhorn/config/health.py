"""Whether this installation works: /health for whoever watches it, /live for whoever restarts it.

The difficult thing: a watcher asks by any name or number of the machine, and needs no session; so both answer before
everything else, also before the check of the host's name. A worker counts while it holds a lock in the database, which
PostgreSQL itself takes back the moment that the worker dies.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

WORKER_LOCK = 8017001
"""The number of the advisory lock that every ready worker holds, shared."""
type Answer = Callable[[HttpRequest], HttpResponse]

WORKER_IS_THERE = """
    select exists (
        select 1 from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where locktype = 'advisory' and classid = 0 and objid = %s and granted and datname = current_database()
    )
"""


def answer_first(get_response: Answer) -> Answer:
    """Middleware: the two addresses of the watchers are answered before anything else is asked."""
    answers: dict[str, Answer] = {"/health": health, "/live": live}

    def middleware(request: HttpRequest) -> HttpResponse:
        return answers.get(request.path_info, get_response)(request)

    return middleware


def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 whenever this process answers at all."""
    return _uncached(JsonResponse({"web": "ready"}))


def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 once database and a worker are ready, else 503; says which is missing. One query."""
    state = {"web": "ready", **ask_database()}
    return _uncached(JsonResponse(state, status=200 if set(state.values()) == {"ready"} else 503))


def ask_database() -> dict[str, str]:
    """Return the state of the database and of the workers: "ready" or "missing". One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(WORKER_IS_THERE, [WORKER_LOCK])
            row = cursor.fetchone()
    except DatabaseError:
        connection.close()
        return {"database": "missing", "worker": "missing"}
    return {"database": "ready", "worker": "ready" if row and row[0] else "missing"}


def _uncached(answer: JsonResponse) -> JsonResponse:
    answer["Cache-Control"] = "no-store"
    return answer
