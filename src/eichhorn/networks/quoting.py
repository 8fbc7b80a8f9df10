"""Refusals that quote what they refuse: the secret we asked with is taken out before anybody reads the reason.

The difficult thing: what a server says of a refusal is shown to people and kept with the post, and servers, proxies and
pages that look for mistakes like to repeat the request, in the dress in which it came. So whatever opened the door of
this very request is looked for as it is, and as addresses, JSON and base64 write it.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

import httpx2

HIDDEN = "…"
SHORTEST = 6
"""What is shorter could be any word of the reason."""
SECRET = frozenset({
    "access_token", "assertion", "client_assertion", "client_secret", "code", "code_verifier", "password", "refresh_token",
    "token",
})  # fmt: skip
"""Fields of a request that open something."""
SIZES = frozenset({"content-length", "transfer-encoding"})


def without_secrets(answer: httpx2.Response, asked: Mapping[str, Any]) -> httpx2.Response:
    """Return the refusal without what we asked with: in a header, or in fields of a form or of JSON."""
    found = {form for secret in _secrets(answer.request, asked) if len(secret) >= SHORTEST for form in _forms(secret)}
    raw, head = answer.content, [(name, value) for name, value in answer.headers.multi_items() if name not in SIZES]
    for form in sorted(found, key=len, reverse=True):
        raw = raw.replace(form.encode(), HIDDEN.encode())
        head = [(name, value.replace(form, "")) for name, value in head]
    return httpx2.Response(answer.status_code, headers=head, content=raw, request=answer.request)


def _secrets(request: httpx2.Request, asked: Mapping[str, Any]) -> Iterator[str]:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    yield given
    if scheme == "Basic":
        try:
            pair = base64.b64decode(given).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        yield from (pair, pair.partition(":")[2])
    for fields in (asked.get("data"), asked.get("json")):
        yield from _of_fields(fields)


def _of_fields(given: object) -> Iterator[str]:
    if isinstance(given, Mapping):
        for name, value in given.items():
            if name in SECRET and isinstance(value, str):
                yield value
            elif isinstance(value, Mapping):
                yield from _of_fields(value)


def _forms(secret: str) -> set[str]:
    encoded = base64.b64encode(secret.encode()).decode()
    return {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], encoded, encoded.rstrip("=")}
