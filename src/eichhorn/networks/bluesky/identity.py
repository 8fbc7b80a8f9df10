"""From a name to a server: handle, DID, DID document, and the server that keeps the account.

The difficult thing: each step is answered by somebody else, and at its end a password is typed there. So a handle
counts only where the document of the DID names it back, and a server is taken only with TLS, or where the
configuration names it (https://atproto.com/specs/handle, https://atproto.com/specs/did).

A handle may be declared in the DNS alone. There is no resolver for that here, so the server that was typed is asked,
which looks there for us.
"""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from eichhorn.foundation import http
from eichhorn.networks.answers import NotThere, Server, read
from eichhorn.networks.base import NetworkError, Refused, Throttled, Unreachable
from eichhorn.networks.bluesky.xrpc import READ_S, Door

DIRECTORY = "https://plc.directory"
DID = re.compile(r"^did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%-]+)$")
HANDLE = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$")
directory = DIRECTORY


def configure(*, plc: str) -> None:
    """From now on documents of did:plc are asked for at this address; empty: at the public directory."""
    global directory  # noqa: PLW0603  configuration of the process, set once at its start
    directory = plc.rstrip("/") or DIRECTORY


def did_of(handle: str, *, server_url: str) -> str:
    """Return the DID of a handle, asked of the server, then of the handle's own website. Raises Refused."""
    try:
        found = str(Door(server_url).get("com.atproto.identity.resolveHandle", handle=handle).get("did") or "")
    except (Throttled, Unreachable):
        raise
    except NetworkError:
        found = ""
    if not DID.match(found):
        found = _on_website(handle)
    if not DID.match(found):
        raise Refused(f"No account is known under the name {handle}.")
    return found


def _on_website(handle: str) -> str:
    try:
        answer = Server(f"https://{handle}").ask("GET", "/.well-known/atproto-did", within_s=READ_S)
    except NetworkError:
        return ""
    return answer.text.strip()[:300]


def document(did: str) -> dict[str, Any]:
    """Return the document of the DID. Raises Refused where there is none."""
    if did.startswith("did:plc:"):
        url = f"{directory}/{did}"
    elif did.startswith("did:web:"):
        host = unquote(did.removeprefix("did:web:"))
        scheme = "http" if host.lower() in http.allowed else "https"
        url = f"{scheme}://{host}/.well-known/did.json"
    else:
        raise Refused(f"{did[:100]} is no account that can be looked up.")
    try:
        found = read(Server("").ask("GET", url, within_s=READ_S))
    except NotThere as error:
        raise Refused(f"There is no document of {did}.") from error
    if not isinstance(found, dict) or found.get("id") != did:
        raise Refused(f"The document of {did} belongs to something else.")
    return found


def home(document: dict[str, Any]) -> str:
    """Return the address of the server that keeps the account of a document. Raises Refused."""
    did = str(document.get("id") or "")
    for service in document.get("service") or []:
        if isinstance(service, dict) and service.get("id") in ("#atproto_pds", f"{did}#atproto_pds"):
            return checked(str(service.get("serviceEndpoint") or ""))
    raise Refused(f"The document of {did} names no server.")


def names(document: dict[str, Any]) -> list[str]:
    """Return the handles that a document claims."""
    known = document.get("alsoKnownAs")
    said = [str(name) for name in known] if isinstance(known, list) else []
    return [name.removeprefix("at://").lower() for name in said if name.startswith("at://")]


def checked(url: str) -> str:
    """Return the origin of a server that others named. Raises Refused where a key would travel in the open."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return f"https://{parts.netloc}"
    if parts.scheme == "http" and parts.netloc.lower() in http.allowed:
        return f"http://{parts.netloc}"
    raise Refused(f"{url[:200]} is no address of a server that can be trusted with a key.")


def found(typed: str, *, server_url: str) -> tuple[str, str]:
    """Return DID and server of an account by its handle or DID.

    Where the directory is out of reach, the server that was typed is asked whether it keeps the account itself.
    """
    did = typed if typed.startswith("did:") else did_of(typed, server_url=server_url)
    if not DID.match(did):
        raise Refused(f"{did[:100]} is no account that can be looked up.")
    try:
        known = document(did)
    except (Throttled, Unreachable):
        known = _kept_there(did, server_url)
        if not known:
            raise
    if typed != did and typed not in names(known):
        raise Refused(f"The account {did} does not call itself {typed}.")
    return did, home(known)


def _kept_there(did: str, server_url: str) -> dict[str, Any]:
    try:
        told = Door(server_url).get("com.atproto.repo.describeRepo", repo=did).get("didDoc")
    except NetworkError:
        return {}
    return told if isinstance(told, dict) and told.get("id") == did else {}
