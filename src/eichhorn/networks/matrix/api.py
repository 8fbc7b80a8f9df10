"""Asking a homeserver by Matrix's Client-Server API, and what its refusals mean.

The difficult thing: ids are written into paths and begin with signs that mean something there, so every part is encoded
on its own. A refusal has an `errcode`, which is the same everywhere, while its status is not:
https://spec.matrix.org/latest/client-server-api/#standard-error-response.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx2

from eichhorn.networks import answers
from eichhorn.networks.answers import Asking, NotThere, Server, read
from eichhorn.networks.base import NetworkError, Refused, Throttled, Unauthorised

READ_S = 15.0
CLOSED = frozenset({
    "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_FORBIDDEN", "M_USER_DEACTIVATED", "M_USER_LOCKED", "M_USER_SUSPENDED",
    "M_CONSENT_NOT_GIVEN", "M_UNAUTHORIZED",
})  # fmt: skip
REFUSED = frozenset(
    {"M_TOO_LARGE", "M_BAD_JSON", "M_NOT_JSON", "M_INVALID_PARAM", "M_RESOURCE_LIMIT_EXCEEDED", "M_UNKNOWN"}
)


@dataclass(frozen=True, slots=True)
class Api:
    """The API with one session's token."""

    server: Server

    def get(self, *parts: str, within_s: float = READ_S, **params: Any) -> dict[str, Any]:
        return self.ask("GET", *parts, within_s=within_s, params=params)

    def ask(
        self, method: str, *parts: str, within_s: float = READ_S, asking: Asking = Asking.HARMLESS, **more: Any
    ) -> dict[str, Any]:
        """Return the JSON object that is answered; the first part is a path, each other one a name in it."""
        path = "/".join([parts[0], *(quote(part, safe="") for part in parts[1:])])
        answer = self.server.answer(method, path, within_s=within_s, asking=asking, **more)
        if not answer.is_success:
            raise meaning(answer, asking)
        return as_object(read(answer, asking=asking))


def meaning(answer: httpx2.Response, asking: Asking) -> NetworkError:
    """Return what a refusal means for what was asked."""
    told, status = _told(answer), answer.status_code
    code = str(told.get("errcode") or "")
    why = " ".join(word for word in (str(status), code, str(told.get("error") or "")) if word)
    if status == httpx2.codes.TOO_MANY_REQUESTS or code == "M_LIMIT_EXCEEDED":
        return Throttled(why, retry_after=_pause(answer, told))
    if status < httpx2.codes.INTERNAL_SERVER_ERROR:
        if code in CLOSED:
            return Unauthorised(why)
        if code in ("M_NOT_FOUND", "M_UNRECOGNIZED"):
            return NotThere(why)
        if code in REFUSED:
            return Refused(why)
    return answers.meaning(answer, asking)


def _told(answer: httpx2.Response) -> dict[str, Any]:
    try:
        return as_object(answer.json())
    except ValueError:
        return {}


def _pause(answer: httpx2.Response, told: dict[str, Any]) -> timedelta:
    """Return how long the server wants to be left alone: by its header, by milliseconds in older servers' words."""
    wished = told.get("retry_after_ms")
    if "retry-after" in answer.headers or not isinstance(wished, int) or isinstance(wished, bool):
        return answers.pause(answer)
    return min(max(timedelta(milliseconds=min(max(wished, 0), 86_400_000)), answers.SHORTEST), answers.LONGEST)


def as_object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def as_objects(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
