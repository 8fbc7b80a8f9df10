"""`eichhorn keys rotate`: everything that is sealed is sealed anew under a new master key.

The difficult thing: there are two places that must change together, the database and the file of the key, and no
transaction spans both. So the new key is written beside the old one first; one transaction seals everything anew and
gives the database's roles the passwords that belong to the new key; then the file takes its place. Both keys can read
all the while. Who is cut off in between is told by the database itself which of the two it is: `settle`.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from eichhorn.config import whereabouts
from eichhorn.config.installation import Installation, NotPossible
from eichhorn.foundation import crypto, postgres
from eichhorn.foundation.crypto import Keys


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that holds sealed text."""

    table: str
    column: str
    purpose: str
    only: str = "true"
    """In which rows, as a condition; in the others something else stands there."""


SEALED = (
    Sealed("api_keptanswer", "body", "api.kept-answer", "right(media_type, 10) = '; sealed=1'"),
    Sealed("channels_channel", "secret_sealed", "channel.secret"),
    Sealed("channels_channel", "client_sealed", "channel.client"),
    Sealed("channels_connecting", "verifier_sealed", "channel.verifier"),
    Sealed("desk_terms", "form_token_sealed", "desk-form"),
    Sealed("notices_notice", "body_sealed", "notice"),
    Sealed("people_provider", "secret", "provider"),
    Sealed("webhooks_endpoint", "secret_sealed", "webhook.secret"),
    Sealed("webhooks_endpoint", "before_sealed", "webhook.secret"),
)
"""A test finds what is sealed anywhere and is not listed here."""
FACTORS, FACTOR_WORDS, FACTOR_PURPOSE = "mfa_authenticator", ("secret", "seed"), "second-factor"
"""Second factors keep sealed text inside of a document."""
PREVIOUS = "previous-{}.key"


def rotate(home: Path, *, now: datetime) -> int:
    """Return how many texts are sealed under the new key. Nothing of the installation may run meanwhile."""
    with _alone(home):
        settle(home)
        before = _keys(home)
        after = _new(home, before)
        with _session(home, before, after) as (session, server):
            number = _sealed_anew(home, session, after)
            if server is not None:
                server.rename_passwords(session, after)
            session.execute(
                "insert into foundation_auditevent (at, actor_id, verb, object_kind, object_id, details) "
                "values (%s, null, 'keys.rotated', 'installation', 0, %s)",
                [now, Jsonb({"texts": number})],
            )
            session.commit()
        _take_over(home)
    return number


def _sealed_anew(home: Path, session: psycopg.Connection[Any], after: Keys) -> int:
    try:
        return _seal_anew(session, after)
    except crypto.Tampered as error:
        session.rollback()
        (home / "keys" / crypto.NEXT).unlink(missing_ok=True)
        raise NotPossible(f"Something cannot be read with any of the keys, so nothing was changed: {error}.") from None


def forget(home: Path) -> int:
    """Return how many older keys are gone. Raises NotPossible where something is still sealed with one of them."""
    with _alone(home):
        settle(home)
        keys = _keys(home)
        with _session(home, keys, keys) as (session, _):
            try:
                _seal_anew(session, Keys(keys.master))
            except crypto.Tampered:
                raise NotPossible(
                    "Something is still sealed with an older key; run `eichhorn keys rotate` first."
                ) from None
            session.rollback()
        left = list((home / "keys").glob(PREVIOUS.format("*")))
        for key in left:
            key.unlink()
    return len(left)


def settle(home: Path) -> None:
    """A change of keys that was cut off is done or undone, as the database has it. Idempotent; needs the home's lock."""
    coming = home / "keys" / crypto.NEXT
    if not coming.exists():
        return
    if "DATABASE_URL" in os.environ or not (home / "postgres").exists():
        return  # both keys can read; the next change goes on with it
    server = postgres.Server(home, Keys(crypto.read_key(coming)))
    try:
        server.start()
    except postgres.WrongKey:
        coming.unlink()
    else:
        _take_over(home)
    finally:
        server.stop()


def _keys(home: Path) -> Keys:
    return Keys.for_home(home)


def _new(home: Path, before: Keys) -> Keys:
    """Return the keys afterwards: the one of the environment, else a fresh one beside that of the home."""
    if "EICHHORN_MASTER_KEY" in os.environ:
        if not before.older:
            raise NotPossible(
                "The master key comes from EICHHORN_MASTER_KEY: put the new one there, and the old one to EICHHORN_OLD_KEYS."
            )
        return before
    coming = home / "keys" / crypto.NEXT
    if not coming.exists():
        crypto.write_key(coming, secrets.token_bytes(32))
    return Keys(crypto.read_key(coming), (before.master, *before.older))


def _take_over(home: Path) -> None:
    """The new key is the master key, and the one before it only reads."""
    folder = home / "keys"
    coming, master = folder / crypto.NEXT, folder / "master.key"
    if not coming.exists():
        return
    before, after = Keys(crypto.read_key(master)), Keys(crypto.read_key(coming))
    installation = Installation(home)
    if installation.noted("place") == whereabouts.here(home, before):  # else it has moved, and the next start says so
        installation.note(place=whereabouts.here(home, after))
    with contextlib.suppress(FileExistsError):
        os.link(master, folder / PREVIOUS.format(before.fingerprint))
    coming.replace(master)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """The home is ours: neither web nor worker runs on it, which would go on sealing with the old key."""
    if not (home / "keys" / "master.key").exists() and "EICHHORN_MASTER_KEY" not in os.environ:
        raise NotPossible(f"There is no installation in {home}; name its home with --home.")
    with Installation(home).open():
        yield


@contextlib.contextmanager
def _session(
    home: Path, before: Keys, after: Keys
) -> Iterator[tuple[psycopg.Connection[Any], postgres.Server | None]]:  # fmt: skip
    """Give a session of the tables' owner outside the home; else of the superuser, with its server."""
    outside = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    if outside is not None:
        with psycopg.connect(outside, connect_timeout=10) as session:
            yield session, None
        return
    server = _started(home, before, after)
    try:
        with psycopg.connect(server.url(postgres.SUPERUSER)) as session:
            yield session, server
    finally:
        server.stop()


def _started(home: Path, before: Keys, after: Keys) -> postgres.Server:
    """Return the running server of the home, under whichever of the keys it was set up with."""
    masters = list(dict.fromkeys([before.master, *before.older, after.master]))
    for master in masters:
        server = postgres.Server(home, Keys(master))
        try:
            server.start()
        except postgres.WrongKey:
            continue
        return server
    server.stop()
    raise NotPossible(f"None of the keys in {home}/keys opens the database; put the key that belongs to it back.")


def _seal_anew(session: psycopg.Connection[Any], keys: Keys) -> int:
    """Every sealed text is sealed under the keys' master, inside the session's transaction; return how many there were."""
    number = 0
    for place in SEALED:
        table, column = sql.Identifier(place.table), sql.Identifier(place.column)
        asked = sql.SQL("select id, {} from {} where length({}) > 0 and {} for update").format(
            column, table, column, sql.SQL(place.only)
        )
        for row_id, sealed in session.execute(asked).fetchall():
            fresh = keys.seal(keys.unseal(sealed, purpose=place.purpose), purpose=place.purpose)
            session.execute(
                sql.SQL("update {} set {} = %s where id = %s").format(table, column), [fresh, row_id]
            )  # fmt: skip
            number += 1
    return number + _seal_factors(session, keys)


def _seal_factors(session: psycopg.Connection[Any], keys: Keys) -> int:
    number = 0
    table = sql.Identifier(FACTORS)
    asked = sql.SQL("select id, data from {} where data ?| %s for update").format(table)
    for row_id, data in session.execute(asked, [list(FACTOR_WORDS)]).fetchall():
        fresh = {
            word: keys.seal(keys.unseal(data[word].encode(), purpose=FACTOR_PURPOSE), purpose=FACTOR_PURPOSE).decode()
            for word in FACTOR_WORDS
            if word in data
        }
        session.execute(sql.SQL("update {} set data = %s where id = %s").format(table), [Jsonb(data | fresh), row_id])
        number += len(fresh)
    return number
