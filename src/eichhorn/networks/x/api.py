"""Asking X's API v2, and what its refusals mean.

The difficult thing: X says 403 to almost everything that it does not want, from a lost permission to a post that it has
already. That last one is no refusal for us: perhaps it is our own try, whose answer never came. So it is a doubt, and
whoever is in doubt looks.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from eichhorn.foundation import clock
from eichhorn.networks import answers
from eichhorn.networks.answers import Asking, Server, read
from eichhorn.networks.base import NetworkError, Refused, Throttled, Unauthorised, Unreachable, Unsure

READ_S = 15.0
DUPLICATE = "duplicate content"
CLOSED = ("suspended", "locked", "not permitted to access", "client-not-enrolled")
CLOSED_PROBLEMS = ("client-forbidden", "unsupported-authentication", "oauth1-permissions", "not-enrolled")
"""Ends of a problem's `type`: https://docs.x.com/x-api/fundamentals/response-codes-and-errors."""
CAPPED_PROBLEMS = ("usage-capped", "rate-limit-exceeded")


@dataclass(frozen=True, slots=True)
class Api:
    """The API with one account's token."""

    server: Server

    def ask(
        self, method: str, path: str, *, within_s: float = READ_S, asking: Asking = Asking.HARMLESS, **more: Any
    ) -> dict[str, Any]:
        """Return the JSON object that X answers, empty where it answers nothing. Raises one of the five errors."""
        answer = self.server.answer(method, path, within_s=within_s, asking=asking, **more)
        if not answer.is_success:
            raise meaning(answer, asking)
        return as_object(read(answer, asking=asking)) if answer.content else {}

    def pages(self, path: str, params: dict[str, str], *, most: int, token: str) -> Iterator[dict[str, Any]]:
        """Yield one page after another; `token` is the name under which the next page is asked for."""
        for _ in range(most):
            page = self.ask("GET", path, params=params)
            yield page
            further = as_object(page.get("meta")).get("next_token")
            if not further:
                return
            params = params | {token: str(further)}


def meaning(answer: httpx2.Response, asking: Asking) -> NetworkError:
    """Return what a refusal means for what was asked."""
    told, status = answers.words(answer), answer.status_code
    problem = _problem(answer)
    if status == httpx2.codes.TOO_MANY_REQUESTS or problem.endswith(CAPPED_PROBLEMS):
        return Throttled(told, retry_after=pause(answer))
    if status == httpx2.codes.PAYMENT_REQUIRED:
        return Refused(told)
    if status == httpx2.codes.FORBIDDEN:
        if DUPLICATE in told.lower():
            return Unsure(told) if asking is Asking.SEEN else Refused(told)
        closed = problem.endswith(CLOSED_PROBLEMS) or any(word in told.lower() for word in CLOSED)
        return Unauthorised(told) if closed else Refused(told)
    return answers.meaning(answer, asking)


def pause(answer: httpx2.Response) -> timedelta:
    """Return how long X wants to be left alone; a limit of a day that is used up counts before that of 15 minutes."""
    for name in ("x-user-limit-24hour", "x-app-limit-24hour"):
        reset = answer.headers.get(f"{name}-reset", "")
        if answer.headers.get(f"{name}-remaining") == "0" and reset.isdecimal():
            wished = datetime.fromtimestamp(min(int(reset), 4_000_000_000), UTC) - clock.now()
            return min(max(wished, answers.SHORTEST), answers.LONGEST)
    return answers.pause(answer)


def _problem(answer: httpx2.Response) -> str:
    """Return the `type` of the problem that X tells, empty where it tells none."""
    if not answers.is_json(answer):
        return ""
    try:
        told = as_object(answer.json())
    except ValueError:
        return ""
    return str(told.get("type") or "").rstrip("/")


def left(until: float) -> float:
    """Return how many seconds are left for what comes before the post."""
    if (seconds := until - time.monotonic()) <= 0:
        raise Unreachable("The pictures were not ready in time.")
    return seconds


def as_object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def as_objects(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
