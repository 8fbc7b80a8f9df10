"""A real OpenID Connect provider (PyPI oidc-provider-mock) with somebody on the wire who changes what it says.

    python tests/people/crooked_provider.py 8123

Run as a process of its own. PUT /_wire tells what happens to the next answers, as JSON: `told` is laid over the discovery
document, `claims` over the claims of the ID token (null takes one away), which is then signed anew: by the key that the
provider publishes, or as `signed` says: "stranger" (a key that nobody published), "none", "secret" (HS256 with the
client's secret), "kept" (the old signature under new claims).
"""

import base64
import json
import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock import app
from werkzeug.serving import make_server

type Start = Callable[..., Any]

KID = "wire"
published, stranger = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
wire: dict[str, Any] = {}
provider = app(require_nonce=True)


def serve(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/_wire":
        wire.clear()
        wire.update(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
        start("204 No Content", [])
        return []
    kept: list[Any] = []

    def keep(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        kept[:] = [status, headers]

    body = b"".join(provider(environ, keep))
    status, headers = kept
    changed = _changed(path, body) if status.startswith("200") else body
    start(
        status, [(k, v) for k, v in headers if k.lower() != "content-length"] + [("Content-Length", str(len(changed)))]
    )
    return [changed]


def _changed(path: str, body: bytes) -> bytes:
    if path.startswith("/.well-known/"):
        return json.dumps({**json.loads(body), **wire.get("told", {})}).encode()
    if path == "/jwks":
        own = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(published.public_key())), "kid": KID, "alg": "RS256"}
        return json.dumps({"keys": [*json.loads(body)["keys"], own]}).encode()
    if path == "/oauth2/token" and ("claims" in wire or "signed" in wire):
        answer = json.loads(body)
        return json.dumps({**answer, "id_token": _token(answer["id_token"])}).encode()
    return body


def _token(token: str) -> str:
    told = jwt.decode(token, options={"verify_signature": False})
    claims = {name: value for name, value in {**told, **wire.get("claims", {})}.items() if value is not None}
    match wire.get("signed", "published"):
        case "none":
            return jwt.encode(claims, None, algorithm="none")
        case "secret":
            return jwt.encode(claims, wire["secret"], algorithm="HS256")
        case "kept":
            head, _, signature = token.split(".")
            middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
            return f"{head}.{middle}.{signature}"
        case who:
            key = stranger if who == "stranger" else published
            return jwt.encode(claims, key, algorithm="RS256", headers={"kid": KID})


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    make_server("127.0.0.1", int(sys.argv[1]), serve, threaded=True).serve_forever()
