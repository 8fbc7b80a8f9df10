"""Bringing the database to the state that this code knows, as the owner of its tables.

The difficult thing: old code must not touch what newer code made, and a start must not lose seconds on finding that
there is nothing to do. So what the database has applied is compared before anything runs, and the outcome is noted.
"""

import hashlib
import importlib.metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from eichhorn.config.installation import NotPossible
from eichhorn.foundation import postgres

PACKAGE = Path(__file__).resolve().parent.parent
OTHERS = ("django", "django-allauth", "procrastinate")
"""Packages that bring migrations of their own."""


def of_code() -> str:
    """Return a short name for the set of migrations that the installed code knows."""
    known = sorted(str(file.relative_to(PACKAGE)) for file in PACKAGE.glob("*/migrations/*.py"))
    known += [f"{name} {importlib.metadata.version(name)}" for name in OTHERS]
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]


def known() -> frozenset[str]:
    """Return the migrations of our own rooms that the installed code knows: "people.0001_first"."""
    return frozenset(f"{file.parent.parent.name}.{file.stem}" for file in PACKAGE.glob("*/migrations/[0-9]*.py"))


def rooms() -> frozenset[str]:
    """Return the names of our own rooms that have tables."""
    return frozenset(folder.parent.name for folder in PACKAGE.glob("*/migrations"))


def of_database(url: str) -> str:
    """Return a short name for what is applied there; "" where nothing is."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        if connection.execute("select to_regclass('public.django_migrations')").fetchone() == (None,):
            return ""
        applied = connection.execute("select app, name from django_migrations order by app, name").fetchall()
    return hashlib.sha256(repr(applied).encode()).hexdigest()[:32]


def migrate(*, owner_url: str, app_role: str) -> None:
    """The database has the tables of this code, and the app's role may use them. Needs Django set up as the owner."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with psycopg.connect(owner_url, autocommit=True, connect_timeout=10) as plain:
        for extension in postgres.EXTENSIONS:
            plain.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
    loader = MigrationExecutor(connection).loader
    newer = sorted(set(loader.applied_migrations) - set(loader.disk_migrations) - set(loader.replacements))
    newer = [(app, name) for app, name in newer if app in loader.migrated_apps]
    if newer:
        raise NotPossible(
            f"The database was made by a newer Eichhorn (it has {newer[0][0]}.{newer[0][1]}); nothing was changed; "
            "update Eichhorn, or choose another home with --home."
        )
    call_command("migrate", verbosity=0, interactive=False)
    postgres.grant_to_app(owner_url, app=app_role)


def role_of(url: str) -> str:
    """Return the role that a connection URL names."""
    return unquote(urlsplit(url).username or postgres.APP)
