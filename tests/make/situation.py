"""An installation that was restored or moved, as the commands leave it behind."""

from datetime import datetime

import psycopg
from django.db import connection

from eichhorn.config import whereabouts
from eichhorn.config.whereabouts import Because


def standstill(*, now: datetime, known_until: datetime | None = None, because: Because = Because.RESTORED) -> None:
    """Nothing leaves from then on: begun by the same statement as by the commands, inside the test's transaction."""
    connection.ensure_connection()
    session: psycopg.Connection[tuple[object, ...]] = connection.connection
    whereabouts.begin(session, because=because, known_until=known_until, now=now)
