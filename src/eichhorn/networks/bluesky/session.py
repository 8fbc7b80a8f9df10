"""Being let in by something typed: handle, DID or e-mail, and an app password.

The difficult thing: a session ends after two hours, and what renews it after some weeks, and both may be taken back any
time. So the app password is kept, sealed, and opens a new session where the old one cannot be renewed. The account's
main password opens everything, so it is not kept: then a person is asked again when the session cannot be renewed.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from eichhorn.networks.base import Account, Keys, Refused, Unauthorised
from eichhorn.networks.bluesky import identity
from eichhorn.networks.bluesky.xrpc import Door
from eichhorn.networks.doors import Asked

ASKS = (Asked("handle"), Asked("app_password", secret=True))
WHOLE_ACCOUNT = "com.atproto.access"
"""The scope of a session that the main password opened: https://atproto.com/specs/xrpc#app-passwords."""
PROFILE = "https://bsky.app/profile/"
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
"""Marks of direction that come along when a handle is copied from a page."""


def sign_in(server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
    """Return the server on which the account lives, and its keys. Raises Unauthorised or Refused."""
    typed, password = account_typed(given.get("handle", "")), given.get("app_password", "").strip()
    if not typed or not password:
        raise Refused("Handle and app password are both needed.")
    if "@" in typed:
        said = _open(server_url, typed, password)
        did = str(said.get("did") or "")
        told = said.get("didDoc")
        document = told if isinstance(told, dict) and told.get("id") == did else identity.document(did)
        return identity.home(document), _keys(said, password)
    did, home = identity.found(typed, server_url=server_url)
    said = _open(home, did, password)
    if said.get("did") != did:
        raise Refused("The server opened another account than the one that was asked for.")
    return home, _keys(said, password)


def account_typed(typed: str) -> str:
    """Return what was typed as a handle, a DID or an e-mail address, in the form in which servers know it."""
    text = typed.translate(UNSEEN).strip().removeprefix(PROFILE).strip("/")
    if text.startswith("did:"):
        return text
    text = text.removeprefix("at://").removeprefix("@")
    if "@" in text:
        return text
    handle = text.lower()
    if handle and not identity.HANDLE.match(handle):
        raise Refused(f"{typed[:100]} is no whole handle, as for example stadtwerke.bsky.social is.")
    return handle


def renewed(account: Account) -> Keys:
    """Return the keys of a session that goes on, or of a new one. Raises Unauthorised where a person must help."""
    keys = account.keys
    if keys.renewal:
        try:
            said = Door(account.server_url, Keys(keys.renewal)).post("com.atproto.server.refreshSession")
            return _keys(said, keys.password)
        except Unauthorised:
            if not keys.password:
                raise
    if not keys.password:
        raise Unauthorised("The session has ended, and nothing is kept that opens another.")
    return _keys(_open(account.server_url, account.account_id, keys.password), keys.password)


def _open(server_url: str, account: str, password: str) -> dict[str, Any]:
    asked = {"identifier": account, "password": password}
    return Door(server_url).post("com.atproto.server.createSession", json=asked)


def _keys(said: Mapping[str, Any], password: str) -> Keys:
    token, renewal = str(said.get("accessJwt") or ""), str(said.get("refreshJwt") or "")
    if not token:
        raise Unauthorised("The server opened no session.")
    if said.get("active") is False:
        raise Unauthorised(f"The account is not active: {said.get('status') or 'no reason told'}.")
    kept = "" if claims(token).get("scope") == WHOLE_ACCOUNT else password
    return Keys(
        token, renewal, kept, ends_at=_end(token), renewal_ends_at=None if kept or not renewal else _end(renewal)
    )


def claims(token: str) -> dict[str, Any]:
    """Return what a token says of itself, unproven and only for our own planning; empty where it says nothing."""
    try:
        found = json.loads(jws.extract_compact(token.encode()).payload)
    except (JoseError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _end(token: str) -> datetime | None:
    ends = claims(token).get("exp")
    return datetime.fromtimestamp(ends, UTC) if isinstance(ends, int | float) and 0 < ends < 4e9 else None
