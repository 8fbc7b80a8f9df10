"""Who Eichhorn is to a server on which consent is given (https://atproto.com/specs/oauth#clients).

There is no registration: a program is known by the address of a document about itself. An installation that the public
reaches by https serves that document and proves with a key of its own that it is meant, so its connections last. One on
this machine alone has an address that every server knows, and the document stands in it: its connections last two weeks.

The difficult thing: connections are bound to the key. So it is not made and kept, where it could be lost, but derived
from the master key of the installation.
"""

import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from eichhorn.foundation import clock
from eichhorn.networks.base import Refused

SCOPES = "atproto transition:generic"
"""What we ask for: an account's posts, pictures and notifications, as an app password opens them."""
DOCUMENT = "/oauth/client-metadata.json"
LOOPBACK = ("127.0.0.1", "::1")
SHORT_LIFE = timedelta(days=14)
"""How long a connection lasts at most whose program cannot prove who it is."""
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-4): a private key is a number below it."""
seed = b""


def configure(*, secret: bytes) -> None:
    """From now on the installation proves itself with the key that follows from these 32 bytes."""
    global seed  # noqa: PLW0603  configuration of the process, set once at its start
    seed = secret


def client_id(redirect_uri: str) -> str:
    """Return the address that names this installation. Raises Refused where there can be none."""
    parts = urlsplit(redirect_uri)
    if parts.scheme == "https":
        return f"https://{parts.netloc}{DOCUMENT}"
    if parts.hostname in LOOPBACK:
        return f"http://localhost?{urlencode({'redirect_uri': redirect_uri, 'scope': SCOPES})}"
    raise Refused(
        "Consent on the server needs an installation that is reached by https, or at http://127.0.0.1 alone. "
        "An app password works everywhere."
    )


def document(redirect_uri: str) -> dict[str, Any]:
    """Return the document that a public installation serves about itself."""
    parts = urlsplit(redirect_uri)
    found: dict[str, Any] = {
        "client_id": f"{parts.scheme}://{parts.netloc}{DOCUMENT}",
        "client_name": "Eichhorn",
        "client_uri": f"{parts.scheme}://{parts.netloc}",
        "application_type": "web",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": SCOPES,
        "redirect_uris": [redirect_uri],
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "none",
    }
    if key := _key():
        public = key.as_dict(private=False) | {"kid": key.thumbprint(), "alg": "ES256", "use": "sig"}
        found |= {
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks": {"keys": [public]},
        }
    return found


def proves_itself(client_id: str) -> bool:
    """Return whether this installation proves with its own key that it is the one of the address."""
    return bool(seed) and client_id.startswith("https://")


def credentials(client_id: str, issuer: str) -> dict[str, str]:
    """Return what a request to the issuer carries to say, and where we can to prove, who asks."""
    key = _key()
    if key is None or not proves_itself(client_id):
        return {"client_id": client_id}
    now = int(clock.now().timestamp())
    claims = {
        "iss": client_id, "sub": client_id, "aud": issuer, "jti": secrets.token_urlsafe(16), "iat": now, "exp": now + 60,
    }  # fmt: skip
    said = jwt.encode({"alg": "ES256", "kid": key.thumbprint()}, claims, key, algorithms=["ES256"])
    return {"client_id": client_id, "client_assertion_type": ASSERTION, "client_assertion": said}


def _key() -> ECKey | None:
    if not seed:
        return None
    private = ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return ECKey.import_key(pem)


def new_key() -> str:
    """Return a fresh private key, as a JWK, for the tokens of one connection to be bound to."""
    return json.dumps(ECKey.generate_key("P-256").as_dict(private=True))
