"""Where an installation is: by that it notices that it was copied or moved.

The difficult thing: a copy remembers everything but that it is one. So each start compares machine and path with those
of the start before, and begins a standstill, committed before anything can send, where they differ. Whoever copies a
whole machine with its number copies that as well: nothing on it can tell the two apart.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg

from eichhorn.config.installation import Installation
from eichhorn.foundation import crypto

NUMBERS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
BEGUN = "situation.stopped"


class Because(StrEnum):
    RESTORED = "restored"
    """From a backup."""
    MOVED = "moved"
    """The machine, or the path of the home, is another than at the last start."""


def here(home: Path, keys: crypto.Keys) -> dict[str, str]:
    """Return machine and path of the home; the machine's number is confidential, so only what is derived from it."""
    number = next((text for place in NUMBERS if (text := _read(place))), "")
    return {"machine": keys.derive(f"machine:{number}").hex()[:32] if number else "", "path": str(home.resolve())}


def has_moved(before: object, now: dict[str, str]) -> bool:
    """Return whether it is elsewhere than noted; what was not noted, or cannot be known, proves nothing."""
    if not isinstance(before, dict):
        return False
    return any(before.get(part) and now[part] and before[part] != now[part] for part in now)


def look(installation: Installation, keys: crypto.Keys, *, owner_url: str, now: datetime) -> bool:
    """Return whether it has moved since its last start; then nothing leaves until a person confirms."""
    place = here(installation.home, keys)
    moved = has_moved(installation.noted("place"), place)
    if moved:
        with psycopg.connect(owner_url) as session:
            begin(session, because=Because.MOVED, known_until=None, now=now)
    if installation.noted("place") != place:
        installation.note(place=place)
    return moved


def begin(session: "psycopg.Connection[Any]", *, because: Because, known_until: datetime | None, now: datetime) -> None:
    """Nothing leaves from now on. One that lasts already goes on."""
    begun = session.execute(
        "insert into foundation_standstill (because, begun_at, known_until, open_key) values (%s, %s, %s, true) "
        "on conflict do nothing returning id",
        [because.value, now, known_until],
    ).fetchone()
    if begun is not None:
        session.execute(
            "insert into foundation_auditevent (at, actor_id, verb, object_kind, object_id, details) "
            "values (%s, null, %s, 'standstill', %s, jsonb_build_object('because', %s::text))",
            [now, BEGUN, begun[0], because.value],
        )


def _read(place: Path) -> str:
    try:
        return place.read_text().strip()
    except OSError:
        return ""
