"""Asking a server of the AT protocol, by the names of its methods.

The difficult thing: the code on a refusal says little and the name in its body everything. A token that has ended comes
with 400 and means that we renew it; one that was taken back may come with 400 as well and means that a person helps.
What is told apart here: https://atproto.com/specs/xrpc and the errors in the lexicons of each method.

A token of OAuth is bound to a key: each request carries a proof signed by it (RFC 9449), with a number that the server
named last. A proof without the number of today is refused before anything is done, so it is sent once more.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey

from eichhorn.foundation import clock
from eichhorn.networks.answers import Asking, NotThere, Server, is_json, pause, read
from eichhorn.networks.base import (
    Keys,
    NetworkError,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
    Unsure,
)

READ_S = 15.0
CLOCKS_DIFFER = timedelta(minutes=1)
ENDED = ("ExpiredToken",)
STALE_PROOF = "invalid_dpop_proof"
"""A proof that was seen before, or is too old: nothing was done, and the next one is made anew."""
GONE = frozenset({"RecordNotFound", "NotFound", "RepoNotFound", "BlobNotFound", "ActorNotFound"})
CLOSED = frozenset(
    {
        "AuthMissing", "AuthenticationRequired", "AuthFactorTokenRequired", "InvalidToken", "BadJwt", "TokenRequired",
        "AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoTakendown", "RepoDeactivated",
        "RepoSuspended", "ScopeMissingError", "InsufficientScope", "invalid_token", "invalid_grant", "invalid_client",
        "unauthorized_client", "access_denied", "insufficient_scope",
    }
)  # fmt: skip
numbers: dict[str, str] = {}
"""The number (RFC 9449, section 8) that each server wants in the next proof, by origin."""


class Changed(Refused):
    """Somebody else changed the record since it was read."""


@dataclass(frozen=True, slots=True)
class Door:
    """A server's methods, opened by keys; without keys those that are open to all."""

    url: str
    keys: Keys = Keys("")  # noqa: RUF009  frozen

    def get(self, method: str, *, within_s: float = READ_S, **params: Any) -> dict[str, Any]:
        """Return what the method answers; parameters that are empty are left out."""
        said = {name: value for name, value in params.items() if value != ""}
        return self._object(self.ask("GET", method, within_s=within_s, params=said))

    def post(
        self, method: str, *, within_s: float = READ_S, asking: Asking = Asking.HARMLESS, **more: Any
    ) -> dict[str, Any]:
        answer = self.ask("POST", method, within_s=within_s, asking=asking, **more)
        return self._object(answer, asking) if answer.content else {}

    def ask(
        self, verb: str, method: str, *, within_s: float, asking: Asking = Asking.HARMLESS, **more: Any
    ) -> httpx2.Response:
        """Return the answer, which is of the 200s. Raises one of the five errors, Unsure only for SEEN."""
        url = f"{self.url}/xrpc/{method}"
        headers = dict(more.pop("headers", {}))
        token, proof = self.keys.token, self.keys.proof
        if proof:
            answer = proven(
                verb, url, proof=proof, token=token, within_s=within_s, asking=asking, headers=headers, **more
            )
        else:
            answer = Server(self.url, token).answer(
                verb, url, within_s=within_s, asking=asking, headers=headers, **more
            )
        if not answer.is_success:
            raise meaning(answer, asking, self.keys)
        return answer

    @staticmethod
    def _object(answer: httpx2.Response, asking: Asking = Asking.HARMLESS) -> dict[str, Any]:
        found = read(answer, asking=asking)
        return found if isinstance(found, dict) else {}


def proven(
    verb: str, url: str, *, proof: str, token: str = "", within_s: float, asking: Asking = Asking.HARMLESS,
    headers: dict[str, str] | None = None, **more: Any,
) -> httpx2.Response:  # fmt: skip
    """Return the answer to a request with the proof that we hold the key; asked again where the number was not today's."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    for _ in range(2):
        signed = {**(headers or {}), "DPoP": _proof(verb, url, proof, token, numbers.get(origin, ""))}
        if token:
            signed["Authorization"] = f"DPoP {token}"
        answer = Server(origin).answer(verb, url, within_s=within_s, asking=asking, headers=signed, **more)
        if number := answer.headers.get("dpop-nonce", ""):
            numbers[origin] = number
        if not (number and wants_number(answer)):
            break
    return answer


def wants_number(answer: httpx2.Response) -> bool:
    """Return whether the proof was refused for its number alone: by the body at a token, by the header at a method."""
    return answer.status_code in (400, 401) and (
        _said(answer).get("error") == "use_dpop_nonce"
        or 'error="use_dpop_nonce"' in answer.headers.get("www-authenticate", "")
    )


def _proof(verb: str, url: str, proof: str, token: str, number: str) -> str:
    key = ECKey.import_key(json.loads(proof))
    claims: dict[str, Any] = {
        "jti": secrets.token_urlsafe(16),
        "htm": verb,
        "htu": url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0],
        "iat": int(clock.now().timestamp()),
    }
    if number:
        claims["nonce"] = number
    if token:
        claims["ath"] = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims, key, algorithms=["ES256"])


def meaning(answer: httpx2.Response, asking: Asking, keys: Keys) -> NetworkError:
    """Return what a refusal means for what was asked."""
    said = _said(answer)
    name = str(said.get("error") or "")
    why = str(said.get("message") or said.get("error_description") or "")
    told = " ".join(part for part in (str(answer.status_code), name, why) if part)
    status = answer.status_code
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        return Throttled(told, retry_after=pause(answer))
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status == httpx2.codes.REQUEST_TIMEOUT:
        return Unsure(told) if asking is Asking.SEEN else Unreachable(told)
    if name in GONE:
        return NotThere(told)
    if name == STALE_PROOF:
        return Unreachable(told)
    if name in ENDED or status == httpx2.codes.UNAUTHORIZED or name in CLOSED:
        return _closed(told, name, why, keys)
    if status == httpx2.codes.FORBIDDEN and is_json(answer):
        return Unauthorised(told)
    if answer.is_redirect:
        return Refused(f"The server points to another address: {answer.headers.get('location', '')[:300]}")
    if name == "InvalidSwap":
        return Changed(told)
    return NotThere(told) if status in (404, 405, 410) else Refused(told)


def _closed(told: str, name: str, why: str, keys: Keys) -> NetworkError:
    """Return whether a person has to help, or only a token has ended that we renew: then surely nothing was done."""
    ended = name in ENDED or '"exp" claim' in why
    if not ended and keys.ends_at is not None:
        ended = name in ("invalid_token", "InvalidToken") and keys.ends_at <= clock.now() + CLOCKS_DIFFER
    return Unreachable(told) if ended and (keys.renewal or keys.password) else Unauthorised(told)


def _said(answer: httpx2.Response) -> dict[str, Any]:
    if not is_json(answer):
        return {}
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
