"""What an installation stands on: its home, its key, its database, its built pages and its settings."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from eichhorn.config import installation
from eichhorn.config.doctor.findings import Finding, Mark, sentence
from eichhorn.foundation import clock, crypto

ENOUGH_BYTES = 1_000_000_000
CLOCKS_MAY_DIFFER_S = 5.0


def home(place: Path) -> Iterator[Finding]:
    if not place.is_dir():
        yield Finding("home", Mark.BROKEN, f"There is no home at {place}.", "Name it with --home.")
        return
    free = shutil.disk_usage(place).free
    if free > ENOUGH_BYTES:
        yield Finding("disk", Mark.GOOD, f"{place} has {free / 1e9:.1f} GB free.")
    else:
        yield Finding(
            "disk", Mark.NOTE, f"{place} has only {free / 1e6:.0f} MB free.",
            "Make room before it is full: a database without room stops, and loses nothing.",
        )  # fmt: skip
    try:
        crypto.Keys.for_home(place)
    except crypto.KeyUnreadable as reason:
        yield Finding("key", Mark.BROKEN, sentence(reason), "Without its key an installation cannot open its channels.")
    else:
        yield Finding("key", Mark.GOOD, "The master key is there and closed to others; a backup brings it along.")


def database() -> Iterator[Finding]:
    from django.db import DatabaseError, connection

    from eichhorn.delivery import queries as delivery

    try:
        with connection.cursor() as cursor:
            cursor.execute("select version()")
            version = cursor.fetchone()[0]
        yield Finding("database", Mark.GOOD, f"{' '.join(version.split()[:2])} answers.")
        yield _clocks((clock.now() - delivery.time_there()).total_seconds())
        yield _role()
        yield from _tables()
    except DatabaseError as error:
        words = str(error).strip().splitlines()
        yield Finding(
            "database", Mark.BROKEN, f"The database does not answer: {words[-1] if words else 'no reason given'}.",
            "Look whether it runs, and whether DATABASE_URL names it.",
        )  # fmt: skip


def _clocks(seconds: float) -> Finding:
    if abs(seconds) > CLOCKS_MAY_DIFFER_S:
        return Finding(
            "clock", Mark.BROKEN, f"This machine's clock and the database's differ by {abs(seconds):.0f} s.",
            "Set both by NTP: posts leave by the database's clock, and people plan them by this one.",
        )  # fmt: skip
    return Finding("clock", Mark.GOOD, "This machine and the database agree on the time.")


def _role() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select current_user, count(*) from pg_tables where tableowner = current_user")
        role, owned = cursor.fetchone()
    if owned:
        return Finding(
            "role", Mark.BROKEN,
            f"Web and worker use the role {role}, which owns {owned} tables and so could change the audit.",
            "Give them in DATABASE_URL a role that owns none.",
        )  # fmt: skip
    return Finding("role", Mark.GOOD, f"The role {role} of web and worker owns no table.")


def _tables() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding(
            "tables", Mark.BROKEN, f"{len(missing)} migrations are missing.",
            "Run `eichhorn migrate`, or start with `eichhorn up`.",
        )  # fmt: skip
    else:
        yield Finding("tables", Mark.GOOD, "All tables are as this version knows them.")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_trigger where tgname = 'audit_only_grows' and tgenabled <> 'D'")
        guarded = cursor.fetchone() == (1,)
    if guarded:
        yield Finding("audit", Mark.GOOD, "The audit only grows.")
    else:
        yield Finding(
            "audit", Mark.BROKEN, "The audit is unguarded: its trigger is switched off or gone.",
            "Ask who administers the database; until then what the audit says proves nothing.",
        )  # fmt: skip


def surroundings() -> Iterator[Finding]:
    from django.conf import settings

    from eichhorn.config import messages
    from eichhorn.mailbox.imap import Account, AccountUrlWrong
    from eichhorn.ui import assets

    built = assets.current().built
    yield Finding(
        "pages", Mark.GOOD if built else Mark.BROKEN, "Scripts and styles are built." if built else assets.NOT_BUILT
    )
    stale = [room.name for room in messages.all_rooms(messages.ROOMS) if not messages.is_compiled(room)]
    if stale:
        yield Finding("German", Mark.BROKEN, f"Not compiled: {', '.join(stale)}.", "Run script/up.")
    else:
        yield Finding("German", Mark.GOOD, "The German texts are compiled.")
    if settings.MAIL_URL:
        yield Finding("mail", Mark.GOOD, f"Mail leaves as {settings.MAIL_FROM}.")
    else:
        yield Finding(
            "mail", Mark.NOTE, "No mail server is set, so mail stays on the outbox page.", "Set EICHHORN_SMTP_URL."
        )
    if settings.IMAP_URL:
        try:
            Account.from_url(settings.IMAP_URL)
        except AccountUrlWrong as wrong:
            yield Finding("letters", Mark.BROKEN, f"{wrong}.", "Put EICHHORN_IMAP_URL right.")
    if not settings.HTTPS and not installation.is_loopback(settings.PUBLIC_URL.split("://")[-1].split(":")[0]):
        yield Finding(
            "address", Mark.NOTE, f"{settings.PUBLIC_URL} is reached without encryption.",
            "Put a server with TLS in front, and set EICHHORN_PUBLIC_URL to its https address.",
        )  # fmt: skip
