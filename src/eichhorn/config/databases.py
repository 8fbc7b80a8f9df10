"""Addresses of a database outside the home, as DATABASE_URL and DATABASE_OWNER_URL give them.

The difficult thing: whoever reads such an address and does not understand it quotes it, and in it stands a password. So
one that cannot be read is refused here in our own words, before anybody else sees it.
"""

import os

import psycopg
from psycopg.conninfo import conninfo_to_dict

from eichhorn.config.installation import NotPossible

NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL")
SCHEMES = ("postgresql://", "postgres://")


def refuse_unreadable() -> None:
    """Raise NotPossible where the environment names a database by an address that nobody can read."""
    for name in NAMES:
        if (given := os.environ.get(name)) is not None and not _is_readable(given):
            raise NotPossible(
                f"{name} cannot be read. Write it as postgresql://role:password@host/database, "
                "and write in the password @ as %40, : as %3A and / as %2F."
            )


def why(error: psycopg.Error) -> str:
    """Return why the database refused, in its own words, as one line."""
    return next((line.strip().rstrip(".") for line in str(error).splitlines() if line.strip()), "no reason given")


def _is_readable(url: str) -> bool:
    try:
        parts = conninfo_to_dict(url)
        ports = [int(port) for port in str(parts.get("port") or "5432").split(",")]
    except (psycopg.ProgrammingError, ValueError):
        return False
    named = bool(parts.get("dbname")) and all(0 < port < 65_536 for port in ports)
    return url.startswith(SCHEMES) and named and "@" not in str(parts.get("host") or "")
