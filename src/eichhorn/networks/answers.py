"""Asking a network's server over HTTP, and reading its refusals by their meaning.

The difficult thing: servers of one API give different codes for the same mistake, and a code says little about what
happened to a post. So one question is put first: would asking twice do harm? Only where it would, silence is Unsure.
"""

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

import httpx2

from eichhorn.foundation import clock, http
from eichhorn.networks.base import NetworkError, Refused, Throttled, Unauthorised, Unreachable, Unsure
from eichhorn.networks.quoting import without_secrets

SHORTEST, LONGEST, USUAL = timedelta(seconds=1), timedelta(hours=1), timedelta(minutes=1)
LONGEST_S = 30.0
"""No request takes longer; most say a shorter time."""
NOT_THERE = frozenset({404, 405, 410})
TOKEN_WORDS = ("invalid_token", "invalid_client", "unauthorized_client", "access token", "invalid credentials")
"""How servers say that the token is no longer good, whatever code they put on it."""


class NotThere(Refused):
    """The server has nothing at this path: an old server, another software, or a thing that was deleted."""


class Asking(StrEnum):
    """What it would do to ask a second time."""

    HARMLESS = "harmless"
    """Reading, or an upload that nobody sees."""
    ONCE = "once"
    """Nobody would see it, but it is answered only once: a code, or a renewal that serves one time."""
    SEEN = "seen"
    """Others would see it twice."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server's address with the token that opens it."""

    url: str
    token: str = field(default="", repr=False)

    def ask(
        self, method: str, path: str, *, within_s: float, asking: Asking = Asking.HARMLESS, **more: Any
    ) -> httpx2.Response:
        """Return the server's answer, which is of the 200s. Raises one of the five errors, Unsure only for SEEN."""
        answer = self.answer(method, path, within_s=within_s, asking=asking, **more)
        if not answer.is_success:
            raise meaning(answer, asking)
        return answer

    def answer(
        self, method: str, path: str, *, within_s: float, asking: Asking = Asking.HARMLESS, **more: Any
    ) -> httpx2.Response:
        """Return the server's answer, whatever it says. Raises Unreachable where none came, Unsure for SEEN."""
        headers = dict(more.pop("headers", {}))
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = path if path.startswith("http") else self.url + path
        asked = {"headers": headers, "extensions": {"deadline_s": within_s}, **more}
        try:
            answer = _request(method, url, asking, asked)
        except (http.NothingSent, httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise Unreachable(str(error)) from error
        except http.NoAnswer as error:
            raise _doubt(asking)(str(error)) from error
        return answer if answer.is_success else without_secrets(answer, asked)


def _request(method: str, url: str, asking: Asking, asked: dict[str, Any]) -> httpx2.Response:
    """Return the answer. A connection that stood open may be just closing: what may be asked only once never takes one,
    and what does no harm is asked once more on a fresh one."""
    fresh = http.client(timeout_s=LONGEST_S, deadline_s=LONGEST_S, line=http.Line.FRESH)
    if asking is not Asking.HARMLESS:
        return fresh.request(method, url, **asked)
    try:
        return http.client(timeout_s=LONGEST_S, deadline_s=LONGEST_S).request(method, url, **asked)
    except http.HungUp:
        return fresh.request(method, url, **asked)


def meaning(answer: httpx2.Response, asking: Asking) -> NetworkError:
    """Return what a refusal means for what was asked."""
    told = words(answer)
    status = answer.status_code
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        return Throttled(told, retry_after=pause(answer))
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status == httpx2.codes.REQUEST_TIMEOUT:
        return _doubt(asking)(told)
    if status == httpx2.codes.UNAUTHORIZED or any(word in told.lower() for word in TOKEN_WORDS):
        return Unauthorised(told)
    if status == httpx2.codes.FORBIDDEN and is_json(answer):
        return Unauthorised(told)
    if answer.is_redirect:
        return Refused(f"The server points to another address: {answer.headers.get('location', '')[:300]}")
    return NotThere(told) if status in NOT_THERE else Refused(told)


def _doubt(asking: Asking) -> type[Unreachable] | type[Unsure]:
    return Unsure if asking is Asking.SEEN else Unreachable


def read(answer: httpx2.Response, *, asking: Asking = Asking.HARMLESS) -> Any:
    """Return the JSON of an answer; one that is cut or is none leaves the doubt that asking it left."""
    try:
        return answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _doubt(asking)("The server's answer cannot be read.") from error


def words(answer: httpx2.Response) -> str:
    """Return in the server's words why it refused, with its code first."""
    said = ""
    if is_json(answer):
        try:
            told = answer.json()
        except ValueError:
            told = {}
        if isinstance(told, dict):
            said = _reason(told)
    return f"{answer.status_code} {said}".strip()


def _reason(told: dict[str, Any]) -> str:
    """Return the sentence in which a server explains itself: its own, or that of the first of several errors."""
    parts = [told.get(name) for name in ("error_description", "error", "detail", "message", "title")]
    if said := next((part for part in parts if isinstance(part, str) and part), ""):
        return said
    errors = told.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else ""
    if isinstance(first, dict):
        return _reason(first)
    return first if isinstance(first, str) else ""


def is_json(answer: httpx2.Response) -> bool:
    return "json" in answer.headers.get("content-type", "")


def pause(answer: httpx2.Response) -> timedelta:
    """Return how long the server wants to be left alone: 1 s at least, 1 h at most, 1 min where it does not say.

    Retry-After comes as seconds or as an HTTP date; X-RateLimit-Reset as an ISO instant (Mastodon) or an epoch
    (others), X-Rate-Limit-Reset as an epoch (X), RateLimit-Reset as an epoch (AT protocol) or as seconds (the draft).
    """
    now = _date(answer.headers.get("date", "")) or clock.now()
    for name in ("retry-after", "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset"):
        text = answer.headers.get(name, "").strip()
        if not text:
            continue
        if (number := _number(text)) is not None:
            wished = timedelta(seconds=number) if number < 10_000_000 else datetime.fromtimestamp(number, UTC) - now
        elif until := _instant(text):
            wished = until - now
        else:
            continue
        return min(max(wished, SHORTEST), LONGEST)
    return USUAL


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number < 4e9 else None


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _date(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
