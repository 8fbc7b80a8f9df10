"""How long the calendar takes to answer, what it asks the database and how much it sends.

    script/bench pages --json

1,000, then 10,000, then 100,000 posts stand in one month on 500 channels, in a throw-away database. Each view is asked
of the real web server on one kept connection: session, permission, queries, page. `ms` is the median of 15 answers after
6 that warm up its processes, `kb` the length of an answer before anything is compressed; `queries` are all statements of
one answer, counted in this process by the same code. Nothing is kept from one answer to the next.
"""

import http.client
import statistics
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bench import composer, figures, plan
from bench.house import House, house

if TYPE_CHECKING:
    from django.test import Client

SIZES = (1_000, 10_000, 100_000)
ANSWERS, WARM_UP = 15, 6


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    in_json = figures.as_json(arguments, prog="pages", about=__doc__)
    with house(latency_ms=0) as made:
        found = measure(made)
    figures.tell(found, in_json=in_json)
    return 0


def measure(made: House) -> dict[str, Any]:
    """Return the figures of one run, by number of posts and view."""
    somebody = plan.settle()
    client = _signed_in(somebody.email)
    made.start(worker=False)
    first = _first_of_next_month()
    days = (_first_of_next_month(first) - first).days
    found = {}
    for size in SIZES:
        figures.say(f"Looking at {size} posts …")
        plan.posts(size, first=first, days=days)
        _settle_down(made)
        found[str(size)] = {view: _look(made.port, client, address) for view, address in _addresses(first).items()}
    return {**found, "composer": composer.measure(made)}


def _addresses(first: date) -> dict[str, str]:
    """Return the address of each view: the month, its second week, a day of it, the list from today on, the board."""
    middle = first + timedelta(days=9)
    iso = middle.isocalendar()
    return {
        "month": f"/plan/calendar/{first.year}/{first.month}/",
        "week": f"/plan/calendar/week/{iso.year}/{iso.week}/",
        "day": f"/plan/calendar/{middle.year}/{middle.month}/{middle.day}/",
        "list": "/plan/list/",
        "board": "/plan/board/",
    }


def _look(port: int, client: "Client", address: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} is not shown")
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.cookies.values())
    seconds, length = [], 0
    for _ in range(WARM_UP + ANSWERS):
        begun = time.perf_counter()
        door.request("GET", address, headers={"Cookie": cookies, "Accept-Language": "de"})
        answer = door.getresponse()
        length = len(answer.read())
        seconds.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise RuntimeError(f"{address} answers {answer.status}")
    door.close()
    return {
        "ms": round(statistics.median(seconds[WARM_UP:]) * 1000, 1),
        "queries": len(asked),
        "kb": round(length / 1000, 1),
    }


def _signed_in(email: str) -> "Client":
    """Return a browser whose person is signed in."""
    from django.test import Client

    from eichhorn.people.models import User

    client = Client(headers={"accept-language": "de"}, SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=email))
    return client


def _first_of_next_month(after: date | None = None) -> date:
    return ((after or date.today()).replace(day=1) + timedelta(days=32)).replace(day=1)  # noqa: DTZ011


def _settle_down(made: House) -> None:
    """The database knows its tables as it does some time after they were filled."""
    from eichhorn.foundation import crypto, postgres

    owner = postgres.Server(made.folder, crypto.Keys.for_home(made.folder), safe=False).url(postgres.OWNER)
    import psycopg

    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("vacuum analyze")
