"""Every secret that the house knows, each with a value that is recognised anywhere.

The difficult thing: a secret leaks in other clothes than it came in. So each is looked for as it is, and as addresses,
pages, base64 (wherever in a longer text it begins) and hexadecimal digits write it.
"""

import base64
import html
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote, quote_plus

from django.db import connection
from joserfc.jwk import ECKey

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.services import connecting
from eichhorn.config import rotation
from eichhorn.foundation.crypto import Keys as MasterKeys
from eichhorn.networks.base import Keys, Told
from eichhorn.people.models import Person

SHORTEST = 8


@dataclass
class Planted:
    """Secrets by their names."""

    values: dict[str, bytes] = field(default_factory=dict)
    codes: dict[str, bytes] = field(default_factory=dict)
    """Short ones, which count where they stand alone: eight digits stand in many a longer number."""

    def plant(self, name: str, value: str | bytes = "") -> str:
        """Return the secret, which is looked for from now on; a fresh one where none is given."""
        found = value or f"geheim-{secrets.token_hex(8)}"
        raw = found if isinstance(found, bytes) else found.encode()
        assert len(raw) >= SHORTEST, name
        known = next((other for other, one in self.values.items() if one == raw), None)
        if known is None:
            self.values[name] = raw
        return "" if isinstance(found, bytes) else found

    def within(self, text: str) -> set[str]:
        """Return the names of the secrets that stand in the text as they are."""
        return {name for name, value in self.values.items() if value in text.encode()}

    def found_in(self, content: bytes) -> Iterator[tuple[str, str]]:
        """Yield the name of each secret that the content gives away in any form, and what stands around it."""
        for name, value in self.values.items():
            for form in forms(value):
                if (at := content.find(form)) >= 0:
                    yield name, content[max(at - 120, 0) : at + len(form) + 60].decode("utf-8", "replace")
                    break
        for name, code in self.codes.items():
            if found := re.search(rb"(?<![0-9A-Za-z])" + re.escape(code) + rb"(?![0-9A-Za-z])", content):
                yield name, content[max(found.start() - 120, 0) : found.end() + 60].decode("utf-8", "replace")


def forms(value: bytes) -> list[bytes]:
    """Return the value as it may be written."""
    found = {value, value.hex().encode()}
    for offset in range(3):  # base64 of a longer text: without the characters in which neighbours have a part
        whole = base64.b64encode(bytes(offset) + value)
        core = whole[-(-offset * 8 // 6) : (offset + len(value)) * 8 // 6]
        found |= {core, core.translate(bytes.maketrans(b"+/", b"-_"))}
    if value.isascii():
        text = value.decode()
        written = (quote(text, safe=""), quote_plus(text), html.escape(text), json.dumps(text)[1:-1])
        found |= {one.encode() for one in written}
    return sorted(found)


def sealed() -> Iterator[tuple[str, str, bytes]]:
    """Yield where something is sealed, its purpose and what lies there, by the house's own list."""
    with connection.cursor() as cursor:
        for place in rotation.SEALED:
            cursor.execute(
                f"select {place.column} from {place.table} where length({place.column}) > 0 and {place.only}"
            )
            yield from ((f"{place.table}.{place.column}", place.purpose, bytes(row[0])) for row in cursor.fetchall())
        for word in rotation.FACTOR_WORDS:
            cursor.execute(f"select data ->> '{word}' from {rotation.FACTORS} where data ? '{word}'")
            yield from (
                (f"{rotation.FACTORS}.{word}", rotation.FACTOR_PURPOSE, row[0].encode()) for row in cursor.fetchall()
            )


def every_sealed_place() -> set[str]:
    return {f"{place.table}.{place.column}" for place in rotation.SEALED} | {
        f"{rotation.FACTORS}.{word}" for word in rotation.FACTOR_WORDS
    }


def unsealed(keys: MasterKeys) -> dict[str, list[str]]:
    """Return by place all that is sealed there, readable."""
    found: dict[str, list[str]] = {place: [] for place in every_sealed_place()}
    for place, purpose, content in sealed():
        found[place].append(keys.unseal(content, purpose=purpose))
    return found


def keys_of_networks(planted: Planted, url: str, *, now: datetime) -> dict[str, Keys]:
    """Return keys of each network that a machine sends to, of which nobody may hear."""
    proof = ECKey.generate_key("P-256", {"kid": "1"}).as_dict(private=True)
    planted.plant("private key of a proof", str(proof["d"]))
    later, plant = now + timedelta(days=60), planted.plant
    return {
        "mastodon": Keys(plant("token of mastodon")),
        "bluesky": Keys(
            plant("token of bluesky"), plant("renewal of bluesky"), plant("app password of bluesky"), ends_at=later
        ),
        "bluesky by consent": Keys(
            plant("proven token of bluesky"), plant("proven renewal of bluesky"), proof=json.dumps(proof), issuer=url,
            ends_at=later,
        ),
        "x": Keys(plant("token of x"), plant("renewal of x"), ends_at=later),
        "linkedin": Keys(plant("token of linkedin"), plant("renewal of linkedin"), ends_at=later),
        "telegram": Keys(f"123456789:{plant('token of telegram', secrets.token_hex(18)[:35])}", place="-1001234"),
        "wordpress": Keys(f"redaktion:{plant('app password of wordpress', 'abcd efgh ijkl mnop qrst uvwx')}"),
        "matrix": Keys(plant("token of matrix"), place="!raum:erlengrund.example @wir:erlengrund.example"),
        "stumbling": Keys(plant("token of a network of others")),
    }  # fmt: skip


def connected(planted: Planted, keys: dict[str, Keys], url: str, *, by: Person, now: datetime) -> dict[str, Channel]:
    """Return a channel for each of the keys, connected by them, and registered where a person registers us."""
    made = {}
    for name, key in keys.items():
        channel = channels.add(name=f"Kanal {name}", network=name.split()[0], server_url=url, by=by, now=now)
        if name in ("x", "linkedin"):
            secret = planted.plant(f"client secret of {name}")
            channels.register(channel=channel, client_id=f"id of {name}", client_secret=secret, by=by, now=now)
        let_in(channel, key, by=by, now=now)
        made[name] = channel
    return made


def let_in(channel: Channel, keys: Keys, *, by: Person, now: datetime) -> None:
    """The channel is connected by the keys, as if its server had told whose they are."""
    connecting.let_in(
        channel=channel, keys=keys, told=Told(account=channel.name, account_id=f"1{channel.pk}"), by=by, now=now
    )
