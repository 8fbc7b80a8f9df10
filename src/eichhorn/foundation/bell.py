"""Bells: a short way from a change in one process to a loop in another, by the database's own notices.

The difficult thing: a bell may ring unheard, because a connection was lost at that moment. So it carries nothing, and
whoever listens looks for work by themselves every few seconds; a bell only makes them look sooner.
"""

import logging
import threading

import psycopg
from django.db import connection

logger = logging.getLogger(__name__)

CHECKS_S = 0.5
"""How soon a listener notices that it is to end."""
AGAIN_AFTER_S = 1.0


def ring(name: str) -> None:
    """Whoever listens to the bell wakes, once the present transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [name])


class Listener(threading.Thread):
    """Sets `heard` at each ring, at each new connection (rings may have been missed), and when it is to end."""

    def __init__(self, name: str, *, heard: threading.Event, end: threading.Event) -> None:
        super().__init__(name=f"listener:{name}", daemon=True)
        self._bell = name
        self._heard = heard
        self._end = end

    def run(self) -> None:
        while not self._end.is_set():
            try:
                self._listen()
            except psycopg.Error:
                logger.warning("bell.lost", extra={"bell": self._bell})
                self._end.wait(AGAIN_AFTER_S)
        self._heard.set()

    def _listen(self) -> None:
        given = connection.get_connection_params()
        params = {name: value for name, value in given.items() if name not in {"cursor_factory", "context"}}
        with psycopg.connect(**params, autocommit=True) as line:
            line.execute(psycopg.sql.SQL("listen {}").format(psycopg.sql.Identifier(self._bell)))
            self._heard.set()
            while not self._end.is_set():
                for _ in line.notifies(timeout=CHECKS_S, stop_after=1):
                    self._heard.set()
