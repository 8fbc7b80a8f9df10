"""Being let in by consent on the server: the AT protocol's profile of OAuth (https://atproto.com/specs/oauth).

The difficult thing: the consent may be given on another server than the one that keeps the account, and either could
lie about the other. So the account that comes with the tokens is looked up, and the tokens count only where that
account's own server says that it trusts the one that gave them. What is asked for goes to the server beforehand (PAR),
and every token is bound to a key of this connection (DPoP).
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from eichhorn.foundation import clock
from eichhorn.networks.answers import Asking, NotThere, Server, read
from eichhorn.networks.base import Account, Client, Keys, Refused, Unauthorised
from eichhorn.networks.bluesky import identity, program
from eichhorn.networks.bluesky.xrpc import READ_S, meaning, proven

RESOURCE = "/.well-known/oauth-protected-resource"
METADATA = "/.well-known/oauth-authorization-server"


def register(server_url: str, *, redirect_uri: str) -> Client:
    """Return who we are to the server that lets people of this one in. Nothing is registered anywhere."""
    client_id = program.client_id(redirect_uri)
    issuer = issuer_of(server_url)
    _endpoint(_metadata(issuer), "pushed_authorization_request_endpoint")
    return Client(client_id, scopes=program.SCOPES, proof=program.new_key(), issuer=issuer)


def consent_url(client: Client, *, redirect_uri: str, state: str, challenge: str) -> str:
    """Return where consent is given, after the server was told what will be asked there."""
    known = _metadata(client.issuer)
    asked = {
        "response_type": "code", "redirect_uri": redirect_uri, "scope": client.scopes, "state": state,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    taken = _ask(known, "pushed_authorization_request_endpoint", asked, client_id=client.client_id, proof=client.proof)
    if not taken.get("request_uri"):
        raise Refused("The server took what we ask for and gave it no name.")
    page = _endpoint(known, "authorization_endpoint")
    return f"{page}?{urlencode({'client_id': client.client_id, 'request_uri': str(taken['request_uri'])})}"


def redeem(client: Client, *, redirect_uri: str, code: str, verifier: str) -> Keys:
    """Return the keys of the account that gave its consent, with the server on which it lives."""
    asked = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
    }  # fmt: skip
    given = _ask(_metadata(client.issuer), "token_endpoint", asked, client_id=client.client_id, proof=client.proof)
    did = str(given.get("sub") or "")
    home = identity.home(identity.document(did))
    if issuer_of(home) != client.issuer:
        raise Refused(f"{client.issuer} does not speak for the account {did}.")
    short = not program.proves_itself(client.client_id)
    ends = clock.now() + program.SHORT_LIFE if short else None
    return _keys(given, proof=client.proof, issuer=client.issuer, renewal_ends_at=ends, lives_at=home)


def renewed(account: Account) -> Keys:
    """Return fresh keys. What renews serves once, so it is asked for once: silence leaves it open whether it still serves."""
    keys, client = account.keys, account.client
    if client is None or not keys.renewal:
        raise Unauthorised("The consent has ended, and nothing is kept that renews it.")
    asked = {"grant_type": "refresh_token", "refresh_token": keys.renewal}
    given = _ask(_metadata(keys.issuer), "token_endpoint", asked, client_id=client.client_id, proof=keys.proof)
    if account.account_id and given.get("sub") != account.account_id:
        raise Unauthorised("The server renewed the keys of another account.")
    return _keys(given, proof=keys.proof, issuer=keys.issuer, renewal_ends_at=keys.renewal_ends_at)


def issuer_of(server_url: str) -> str:
    """Return the server that lets people of this one in; itself where it names none."""
    try:
        found = read(Server(server_url).ask("GET", RESOURCE, within_s=READ_S))
    except NotThere:
        return identity.checked(server_url)
    named = found.get("authorization_servers") if isinstance(found, dict) else None
    if not isinstance(named, list) or len(named) != 1:
        raise Refused("The server does not say who lets people in.")
    return identity.checked(str(named[0]))


def _metadata(issuer: str) -> dict[str, Any]:
    found = read(Server(issuer).ask("GET", METADATA, within_s=READ_S))
    if not isinstance(found, dict) or found.get("issuer") != issuer:
        raise Refused("The server does not describe how it lets people in.")
    return found


def _endpoint(known: dict[str, Any], name: str) -> str:
    """Return an address that the issuer named. It may lie elsewhere, but never without TLS."""
    url = str(known.get(name) or "")
    if not url:
        raise Refused(f"{known['issuer']} has no {name.replace('_', ' ')}.")
    identity.checked(url)
    return url


def _ask(known: dict[str, Any], endpoint: str, asked: dict[str, str], *, client_id: str, proof: str) -> dict[str, Any]:
    """Return what the issuer answers. Asked once: a code and what renews serve once, and a second try ends them."""
    answer = proven(
        "POST", _endpoint(known, endpoint), proof=proof, within_s=READ_S, asking=Asking.SEEN,
        data=asked | program.credentials(client_id, str(known["issuer"])),
    )  # fmt: skip
    if not answer.is_success:
        raise meaning(answer, Asking.SEEN, Keys(""))
    found = read(answer, asking=Asking.SEEN)
    return found if isinstance(found, dict) else {}


def _keys(
    given: dict[str, Any], *, proof: str, issuer: str, renewal_ends_at: datetime | None, lives_at: str = ""
) -> Keys:
    token = str(given.get("access_token") or "")
    if not token or str(given.get("token_type")).lower() != "dpop":
        raise Unauthorised("The server gave no token that is bound to our key.")
    if "atproto" not in str(given.get("scope")).split():
        raise Unauthorised("The consent does not hold for the account.")
    lasts = given.get("expires_in")
    return Keys(
        token,
        str(given.get("refresh_token") or ""),
        ends_at=clock.now() + timedelta(seconds=lasts) if isinstance(lasts, int | float) else None,
        renewal_ends_at=renewal_ends_at,
        proof=proof,
        issuer=issuer,
        lives_at=lives_at,
    )
