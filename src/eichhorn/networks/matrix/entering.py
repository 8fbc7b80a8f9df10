"""Being let into a room: which server it is, whose session, and whether we may speak there.

The difficult thing: the name in an account, @ada:erlengrund.example, is not where its server is reached; that is said by a
document under the name, https://spec.matrix.org/latest/client-server-api/#well-known-uris. And a session made anew is
another device, before which the server keeps no transactions; so a password always opens the same one.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from eichhorn.foundation import http
from eichhorn.networks.answers import Asking, NotThere, Server
from eichhorn.networks.base import Keys, Refused, Unauthorised, Unreachable
from eichhorn.networks.doors import Asked
from eichhorn.networks.matrix.api import READ_S, Api, as_object, as_objects

ASKS = (Asked("room"), Asked("matrix_user", optional=True), Asked("password_or_token", secret=True))
BY_PASSWORD = "m.login.password"  # noqa: S105  a kind of sign-in
CLIENT = "/_matrix/client/v3"
ROOM = re.compile(r"[#!][^\s/]{1,254}")
MESSAGE = "m.room.message"


@dataclass(frozen=True, slots=True)
class Place:
    """A room, and who we are in it."""

    room: str
    user: str

    def __str__(self) -> str:
        return f"{self.room} {self.user}"


def place(written: str) -> Place:
    """Return what the keys of a channel keep as their place."""
    room, _, user = written.partition(" ")
    return Place(room, user)


def sign_in(server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
    """Return the server and the keys of a session that may speak in the room. Raises Unauthorised or Refused."""
    room, user = room_typed(given.get("room", "")), given.get("matrix_user", "").strip()
    secret = given.get("password_or_token", "")
    if not server_url or not secret.strip():
        raise Refused("Server, room and a password or token are needed.")
    home = homeserver(server_url.rstrip("/"))
    token = _session(home, user, secret, room) if user else secret.strip()
    api = Api(Server(home, token))
    me = str(api.get(f"{CLIENT}/account/whoami").get("user_id") or "")
    if not me:
        raise Unauthorised("The server does not say whose session this is.")
    joined = str(api.ask("POST", f"{CLIENT}/join", room, json={}).get("room_id") or "")
    if not joined:
        raise Unreachable("The server does not say which room this is.")
    _check(api, Place(joined, me))
    return home, Keys(token, place=str(Place(joined, me)))


def room_typed(typed: str) -> str:
    """Return the address of a room, also from a link to it."""
    text = typed.strip().removeprefix("https://matrix.to/#/").replace("%23", "#").replace("%3A", ":").partition("?")[0]
    if not ROOM.fullmatch(text):
        raise Refused(f"{typed[:100]} is no address of a room, as for example #stadtwerke:erlengrund.example is.")
    return text


def homeserver(server_url: str) -> str:
    """Return where the server is reached: what its name says of itself, else the very address."""
    try:
        answer = Server(server_url).answer("GET", "/.well-known/matrix/client", within_s=READ_S)
        said = as_object(answer.json()) if answer.is_success else {}
    except (Unreachable, json.JSONDecodeError, UnicodeDecodeError):
        said = {}
    found = as_object(said.get("m.homeserver")).get("base_url")
    url = found.strip().rstrip("/") if isinstance(found, str) and found.strip() else server_url
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.netloc in http.allowed):
        raise Refused("The server is not reached by https, so the key to the account would travel in the open.")
    try:
        told = Api(Server(url)).get("/_matrix/client/versions")
    except (Refused, Unauthorised) as error:
        raise Refused(f"At {parts.netloc} there is no server of Matrix.") from error
    if not told.get("versions"):
        raise Refused(f"At {parts.netloc} there is no server of Matrix.")
    return url


def _session(home: str, user: str, password: str, room: str) -> str:
    """Return the token of the session that the password opens."""
    api = Api(Server(home))
    flows = as_objects(api.get(f"{CLIENT}/login").get("flows"))
    if not any(flow.get("type") == BY_PASSWORD for flow in flows):
        raise Refused("This server lets nobody in by a password. Leave the user name empty and type an access token.")
    device = "EICHHORN" + hashlib.sha256(f"{user} {room}".encode()).hexdigest()[:10].upper()
    asked = {
        "type": BY_PASSWORD, "identifier": {"type": "m.id.user", "user": user}, "password": password,
        "device_id": device, "initial_device_display_name": "Eichhorn",
    }  # fmt: skip
    token = api.ask("POST", f"{CLIENT}/login", asking=Asking.ONCE, json=asked).get("access_token")
    if not isinstance(token, str) or not token:
        raise Unauthorised("The server opened no session.")
    return token


def _check(api: Api, there: Place) -> None:
    """Raise where what we say would not be read, or not be taken."""
    if _state(api, there.room, "m.room.encryption"):
        raise Refused("This room is encrypted. Eichhorn speaks only in rooms that are not.")
    power = _state(api, there.room, "m.room.power_levels")
    ours = as_object(power.get("users")).get(there.user, power.get("users_default", 0))
    needed = as_object(power.get("events")).get(MESSAGE, power.get("events_default", 0))
    if isinstance(ours, int) and isinstance(needed, int) and ours < needed and not _made(api, there):
        raise Unauthorised(f"{there.user} may not speak in this room.")


def _made(api: Api, there: Place) -> bool:
    """Return whether we made the room, which since its version 12 counts more than any number."""
    made = api.get(f"{CLIENT}/rooms", there.room, "state", "m.room.create", format="event")
    others = as_object(made.get("content")).get("additional_creators")
    return made.get("sender") == there.user or (isinstance(others, list) and there.user in others)


def _state(api: Api, room: str, kind: str) -> dict[str, Any]:
    """Return one piece of a room's state, empty where it has none."""
    try:
        return api.get(f"{CLIENT}/rooms", room, "state", kind)
    except NotThere:
        return {}
