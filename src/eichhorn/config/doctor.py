"""`eichhorn doctor`: looks at everything an installation stands on, and says what is wrong and what helps.

The difficult thing: it is asked when something is broken, so each look may fail by itself and takes no other with it.
It changes nothing.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from eichhorn.config import installation
from eichhorn.config.installation import NotPossible
from eichhorn.foundation import clock as foundation_clock
from eichhorn.foundation import crypto, postgres


class Mark(StrEnum):
    GOOD = "good"
    NOTE = "note"
    """Works, but somebody should know."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look has shown."""

    about: str
    mark: Mark
    sentence: str


ENOUGH_BYTES = 1_000_000_000
CLOCKS_MAY_DIFFER_S = 5.0


def report(*, as_json: bool, prepare: Callable[[], None]) -> int:
    """Return 0 when nothing is broken; say what was found. `prepare` sets Django up, and may fail itself."""
    findings = [*_home(installation.default_home())]
    try:
        prepare()
    except (NotPossible, crypto.KeyUnreadable, postgres.DatabaseFailed) as reason:
        findings.append(Finding("database", Mark.BROKEN, str(reason)))
    else:
        findings += [*_database(), *_surroundings()]
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1) + "\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{finding.mark.value:<7} {finding.about:<10} {finding.sentence}\n")
    return int(any(finding.mark is Mark.BROKEN for finding in findings))


def _home(home: Path) -> Iterator[Finding]:
    if not home.is_dir():
        yield Finding("home", Mark.BROKEN, f"There is no home at {home}; name it with --home.")
        return
    free = shutil.disk_usage(home).free
    mark = Mark.GOOD if free > ENOUGH_BYTES else Mark.NOTE
    yield Finding("home", mark, f"{home} has {free / 1e9:.1f} GB free.")
    try:
        crypto.Keys.for_home(home)
    except crypto.KeyUnreadable as reason:
        yield Finding("key", Mark.BROKEN, str(reason))
    else:
        yield Finding(
            "key", Mark.GOOD, "The master key is there and closed to others. Keep a copy of it with the backup."
        )


def _database() -> Iterator[Finding]:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("select version(), now()")
            version, clock = cursor.fetchone()
        yield Finding("database", Mark.GOOD, f"{' '.join(version.split()[:2])} answers.")
        yield _clocks((foundation_clock.now() - clock).total_seconds())
        yield _role()
        yield from _tables()
        yield _workers()
    except DatabaseError as error:
        words = str(error).strip().splitlines()
        yield Finding(
            "database", Mark.BROKEN, f"The database does not answer: {words[-1] if words else 'no reason given'}."
        )


def _clocks(seconds: float) -> Finding:
    if abs(seconds) > CLOCKS_MAY_DIFFER_S:
        return Finding("clock", Mark.BROKEN, f"This machine's clock and the database's differ by {abs(seconds):.0f} s.")
    return Finding("clock", Mark.GOOD, "This machine and the database agree on the time.")


def _role() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select current_user, count(*) from pg_tables where tableowner = current_user")
        role, owned = cursor.fetchone()
    if owned:
        return Finding(
            "role", Mark.BROKEN,
            f"Web and worker use the role {role}, which owns {owned} tables and so could change the audit; "
            "give them in DATABASE_URL a role that owns none.",
        )  # fmt: skip
    return Finding("role", Mark.GOOD, f"The role {role} of web and worker owns no table.")


def _tables() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding("tables", Mark.BROKEN, f"{len(missing)} migrations are missing; run: eichhorn migrate.")
    else:
        yield Finding("tables", Mark.GOOD, "All tables are as this version knows them.")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_trigger where tgname = 'audit_only_grows' and tgenabled <> 'D'")
        guarded = cursor.fetchone() == (1,)
    yield Finding(
        "audit",
        Mark.GOOD if guarded else Mark.BROKEN,
        "The audit only grows." if guarded else "The audit is unguarded.",
    )


def _workers() -> Finding:
    from eichhorn.config import health

    if health.ask_database()["worker"] == "ready":
        return Finding("worker", Mark.GOOD, "At least one worker is at work.")
    return Finding("worker", Mark.BROKEN, "No worker is at work, so nothing is sent; run: eichhorn worker.")


def _surroundings() -> Iterator[Finding]:
    from django.conf import settings

    from eichhorn.config import messages
    from eichhorn.ui import assets

    built = assets.current().built
    yield Finding(
        "pages", Mark.GOOD if built else Mark.BROKEN, "Scripts and styles are built." if built else assets.NOT_BUILT
    )
    stale = [room.name for room in messages.all_rooms(messages.ROOMS) if not messages.is_compiled(room)]
    yield Finding(
        "German", Mark.BROKEN if stale else Mark.GOOD,
        f"Not compiled: {', '.join(stale)}; run script/up." if stale else "The German texts are compiled.",
    )  # fmt: skip
    if settings.MAIL_URL:
        yield Finding("mail", Mark.GOOD, f"Mail leaves as {settings.MAIL_FROM}.")
    else:
        yield Finding("mail", Mark.NOTE, "No mail server is set (EICHHORN_SMTP_URL), so mail stays on the outbox page.")
    if not settings.HTTPS and not installation.is_loopback(settings.PUBLIC_URL.split("://")[-1].split(":")[0]):
        yield Finding("address", Mark.NOTE, f"{settings.PUBLIC_URL} is reached without encryption.")
