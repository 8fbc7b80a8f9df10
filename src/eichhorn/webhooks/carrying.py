"""Making one call: signed, to an address that is looked at when it is dialled, and over within seconds.

The difficult thing: a receiver may be slow, endless, or not who we think. So the address is resolved and checked by
`foundation.http`, nothing follows a redirect, and of an answer counts its status; a refusal may add one short line.
Whoever carries knows no database.
"""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from eichhorn.foundation import clock, http
from eichhorn.foundation.clock import Clock
from eichhorn.webhooks.rules import Answer, line_of, signatures
from eichhorn.webhooks.services import Errand, Report

logger = logging.getLogger(__name__)
SILENCE_S, WHOLE_S = 10.0, 15.0
"""The longest silence, and the whole call: the least that the specification recommends."""
MOST_BYTES = 16 * 1024


def carry(errand: Errand, *, now: Clock = clock.now) -> Report:
    """Return what came back; makes the call once."""
    try:
        return Report(errand, _called(errand, now))
    except http.AddressRefused:
        return Report(errand, Answer(None, "refused-address"))
    except http.NothingSent:
        return Report(errand, Answer(None, "not-reached"))
    except http.DeadlinePassed:
        return Report(errand, Answer(None, "too-slow"))
    except http.OutboundError:
        return Report(errand, Answer(None, "no-answer"))


def _called(errand: Errand, now: Clock) -> Answer:
    at = int(now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": errand.event,
        "webhook-timestamp": str(at),
        "webhook-signature": signatures(errand.secrets, event=errand.event, at=at, body=errand.body),
    }
    client = http.client(timeout_s=SILENCE_S, deadline_s=WHOLE_S, max_bytes=MOST_BYTES)
    with client.stream("POST", errand.url, content=errand.body, headers=headers) as answer:
        if answer.is_success:
            return Answer(answer.status_code)
        wait = _wait(answer.headers.get("Retry-After", ""), now())
        status = answer.status_code
        try:
            said = line_of(next(answer.iter_bytes(), b"")[:1024])
        except http.OutboundError:
            said = ""  # the status is what counts
    return Answer(status, said, wait)


def _wait(said: str, now: datetime) -> timedelta | None:
    """Return what Retry-After asks for, in either of its forms; None where it says nothing that can be understood."""
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), 10**7))
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta())
