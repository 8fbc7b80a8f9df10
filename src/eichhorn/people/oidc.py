"""OpenID Connect: asking a provider who somebody is, and believing only what is proven.

The difficult thing: everything that comes back passes through the browser of somebody who may be an attacker. So state,
nonce and verifier stay here and hold once, the token's signature is checked against the provider's keys, and issuer,
audience and time are compared. This is written out instead of taken from allauth, whose client takes the signature on
trust, knows no nonce, keeps what the provider tells of a person, and speaks through a library that dials any address;
here every request leaves by `foundation.http`, that is to checked addresses, and nothing is kept but the subject.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt

from eichhorn.foundation import crypto, http

SIGNED_BY = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures by a key that only the provider has; never a shared secret, never none."""
LEEWAY_S = 60
DEADLINE_S = 10.0
LARGEST_ANSWER = 500_000
SCOPE = "openid email profile"


class Doubt(StrEnum):
    """Why somebody who comes from the provider is not believed."""

    UNREACHABLE = "unreachable"
    NO_PROVIDER = "no_provider"
    """What answers there is no provider, or not the one that it says."""
    REFUSED = "refused"
    """The provider itself said No."""
    WORN_OUT = "worn_out"
    """Not begun here, or begun too long ago, or used already."""
    NOT_PROVEN = "not_proven"
    """Signature, issuer, audience, time or nonce do not fit."""


class NotBelieved(Exception):
    """The sign-in at the provider proves nothing; `why` says what is missing."""

    def __init__(self, why: Doubt, told: str = "") -> None:
        super().__init__(f"{why}: {told}" if told else str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Registration:
    """A provider, and what it knows us by."""

    issuer: str
    client_id: str
    secret: str

    def __repr__(self) -> str:
        return f"Registration({self.issuer})"


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    secret_in_header: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """What is remembered of somebody until they come back: it holds once."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    def as_kept(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom the provider vouches for."""

    subject: str
    email: str
    email_verified: bool


def told_by(issuer: str) -> Told:
    """Return what the provider says of itself; it has to call itself by the very name that we call it."""
    told = _asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != issuer:
        raise NotBelieved(Doubt.NO_PROVIDER, "it calls itself otherwise")
    ends = {name: str(told.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    safe = {urlsplit(issuer).scheme, "https"}
    if any(urlsplit(end).scheme not in safe or not urlsplit(end).hostname for end in ends.values()):
        raise NotBelieved(Doubt.NO_PROVIDER, "an address is missing")
    ways = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    userinfo = str(told.get("userinfo_endpoint") or "")
    return Told(**ends, userinfo_endpoint=userinfo, secret_in_header="client_secret_basic" in ways)


def depart(ours: Registration, *, back: str) -> tuple[str, Departure]:
    """Return where the person goes, and what is remembered until they are back."""
    told = told_by(ours.issuer)
    departure = Departure(crypto.new_token(), crypto.new_token(), crypto.new_token())
    challenge = base64.urlsafe_b64encode(hashlib.sha256(departure.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": ours.client_id, "redirect_uri": back, "scope": SCOPE,
        "state": departure.state, "nonce": departure.nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    }  # fmt: skip
    joined = "&" if urlsplit(told.authorization_endpoint).query else "?"
    return f"{told.authorization_endpoint}{joined}{urlencode(asked)}", departure


def come_back(
    ours: Registration, departure: Departure, *, code: str, state: str, issuer: str, back: str
) -> Claims:  # fmt: skip
    """Return whom the provider vouches for, or raise NotBelieved. `issuer` is empty where the provider tells none."""
    if not hmac.compare_digest(state, departure.state):
        raise NotBelieved(Doubt.WORN_OUT, "another state")
    if issuer not in ("", ours.issuer):
        raise NotBelieved(Doubt.NOT_PROVEN, "another issuer answered")
    told = told_by(ours.issuer)
    answer = _exchanged(ours, told, departure, code=code, back=back)
    claims = _proven(ours, told, str(answer.get("id_token", "")), nonce=departure.nonce)
    if "email" not in claims and told.userinfo_endpoint:
        claims = {**_more(told, str(answer.get("access_token", "")), subject=claims["sub"]), **claims}
    return Claims(
        subject=str(claims["sub"]), email=str(claims.get("email") or ""),
        email_verified=claims.get("email_verified") is True,
    )  # fmt: skip


def _exchanged(ours: Registration, told: Told, departure: Departure, *, code: str, back: str) -> dict[str, Any]:
    sent = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": departure.verifier,
    }  # fmt: skip
    headers = {}
    if told.secret_in_header:
        pair = f"{quote(ours.client_id, safe='')}:{quote(ours.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        sent |= {"client_id": ours.client_id, "client_secret": ours.secret}
    return _asked("POST", told.token_endpoint, data=sent, headers=headers)


def _proven(ours: Registration, told: Told, token: str, *, nonce: str) -> dict[str, Any]:
    """Return the claims of a token that this provider signed for us, now, for this very sign-in."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in SIGNED_BY:
            raise NotBelieved(Doubt.NOT_PROVEN, "signed in a way that proves nothing")
        claims: dict[str, Any] = jwt.decode(
            token, key=_key(told, header), algorithms=[header["alg"]], audience=ours.client_id,
            issuer=ours.issuer, leeway=LEEWAY_S, options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )  # fmt: skip
    except jwt.PyJWTError as problem:
        raise NotBelieved(Doubt.NOT_PROVEN, type(problem).__name__) from problem
    if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise NotBelieved(Doubt.NOT_PROVEN, "another nonce")
    if claims.get("azp", ours.client_id) != ours.client_id or not claims["sub"]:
        raise NotBelieved(Doubt.NOT_PROVEN, "meant for another client")
    return claims


def _key(told: Told, header: dict[str, Any]) -> jwt.PyJWK:
    keys = _asked("GET", told.jwks_uri).get("keys", [])
    signing = [key for key in keys if isinstance(key, dict) and key.get("use", "sig") == "sig"]
    fitting = [key for key in signing if key.get("kid") == header.get("kid")] if "kid" in header else signing
    if len(fitting) != 1:
        raise NotBelieved(Doubt.NOT_PROVEN, "no such key")
    return jwt.PyJWK(fitting[0], algorithm=header["alg"])


def _more(told: Told, access_token: str, *, subject: str) -> dict[str, Any]:
    """Return what the provider adds about the same person."""
    claims = _asked("GET", told.userinfo_endpoint, headers={"Authorization": f"Bearer {access_token}"})
    if claims.get("sub") != subject:
        raise NotBelieved(Doubt.NOT_PROVEN, "it speaks of somebody else")
    return claims


def _asked(method: str, url: str, **sent: Any) -> dict[str, Any]:
    """Return the provider's answer as an object."""
    client = http.client(deadline_s=DEADLINE_S, max_bytes=LARGEST_ANSWER, line=http.Line.FRESH)
    try:
        answer = client.request(method, url, **sent)
    except http.OutboundError as problem:
        raise NotBelieved(Doubt.UNREACHABLE, type(problem).__name__) from problem
    if answer.status_code != 200:
        raise NotBelieved(Doubt.REFUSED if method == "POST" else Doubt.NO_PROVIDER, f"it answered {answer.status_code}")
    try:
        told = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as problem:
        raise NotBelieved(Doubt.NO_PROVIDER, "it answered no JSON") from problem
    if not isinstance(told, dict):
        raise NotBelieved(Doubt.NO_PROVIDER, "it answered no object")
    return told
