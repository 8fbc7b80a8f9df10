"""Taking calls that are due, and writing down what became of them.

The difficult thing: between the receiver's answer and our row lies an instant in which the worker may die. So a call
that is taken stays due, one lease later, and leaves again if nobody wrote down its end: at least once. Whoever took it
writes for the instant at which they took it; when the call has another one by then, they are too late, and are not heard.
"""

import logging
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from eichhorn.notices import services as notices
from eichhorn.people import queries as people
from eichhorn.webhooks import queries, words
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import LEASE, OFF_AFTER, STATES, Answer, Off, State, Verdict, verdict
from eichhorn.webhooks.services.endpoints import close, secrets_of

logger = logging.getLogger(__name__)
LOOKS_AT = 64
"""Calls that one look takes into its hands; what is not sent off is left for the next one."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One call, with all that is needed to make it."""

    call_id: int
    endpoint_id: int
    taken_at: datetime
    url: str = field(repr=False)
    event: str
    body: bytes = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What came back from an errand."""

    errand: Errand
    answer: Answer


@transaction.atomic
def claim(*, now: datetime, most: int, busy: Collection[int] = ()) -> list[Errand]:
    """Return calls that are ours for the length of the lease: one of each address that is not busy, so many at most."""
    rows = queries.due(now=now, busy=busy).select_related("endpoint").select_for_update(of=("self",), skip_locked=True)
    first: dict[int, Call] = {}
    for call in rows[:LOOKS_AT]:
        first.setdefault(call.endpoint_id, call)
    return [_taken(call, now) for call in list(first.values())[:most]]


def _taken(call: Call, now: datetime) -> Errand:
    call.tries, call.taken_at, call.next_at = min(call.tries + 1, 1_000), now, now + LEASE
    call.save(update_fields=["tries", "taken_at", "next_at"])
    return Errand(
        call_id=call.pk, endpoint_id=call.endpoint_id, taken_at=now, url=call.endpoint.url, event=call.event,
        body=call.body.encode(), secrets=secrets_of(call.endpoint, now=now),
    )  # fmt: skip


def write_down(reports: Sequence[Report], *, now: datetime) -> None:
    """Each call stands where its answer leads to; an address that wants no more, or fails for days, is off."""
    for report in reports:
        _write_down(report, now=now)


@transaction.atomic
def _write_down(report: Report, *, now: datetime) -> None:
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=report.errand.endpoint_id).first()
    if endpoint is None:
        return  # it was removed, and its calls with it
    call = Call.objects.select_for_update().get(pk=report.errand.call_id)
    if call.taken_at != report.errand.taken_at or call.state != State.WAITING:
        return  # somebody was quicker, or sent it again
    answer = report.answer
    led = verdict(answer, tries=call.tries, chance=random.random())  # noqa: S311  spreads load, guards nothing
    _move(call, led, answer, now)
    logger.info(
        "webhooks.called",
        extra={"endpoint": endpoint.pk, "call": call.pk, "state": call.state, "status": answer.status},
    )
    _draw_conclusions(endpoint, led, now)


def _move(call: Call, led: Verdict, answer: Answer, now: datetime) -> None:
    if led.state is State.WAITING:
        call.next_at = now + (led.pause or LEASE)
    else:
        call.state, call.next_at, call.ended_at = STATES.check(call.state, led.state), None, now
    call.status, call.said = answer.status, answer.said if led.state is not State.ARRIVED else ""
    call.save(update_fields=["state", "next_at", "ended_at", "status", "said"])


def _draw_conclusions(endpoint: Endpoint, led: Verdict, now: datetime) -> None:
    """What the answer says about the address itself."""
    if led.state is State.ARRIVED:
        endpoint.failing_since = endpoint.rests_until = None
    else:
        endpoint.failing_since = endpoint.failing_since or now
        endpoint.rests_until = now + led.rest if led.rest else None
    endpoint.save(update_fields=["failing_since", "rests_until"])
    because = Off.GONE if led.gone else Off.FAILING
    fails_too_long = endpoint.failing_since is not None and endpoint.failing_since <= now - OFF_AFTER
    if (led.gone or fails_too_long) and close(endpoint, because=because, by=None, now=now):
        _tell(endpoint, because, now)


def _tell(endpoint: Endpoint, because: Off, now: datetime) -> None:
    """Its owner knows that it is off; once, for it is on record that it is."""
    page = f"{settings.PUBLIC_URL}{reverse('webhooks:endpoint', args=[endpoint.pk])}"
    for person in queries.who_is_told(endpoint, now=now):
        with translation.override(person.language), timezone.override(people.zone()):
            lines = [
                _("Nothing more is told to “%(name)s” since now. %(because)s")
                % {"name": endpoint.name, "because": words.OFF[because]},
                _("Nothing is lost: when it works again, switch it on and send what it missed."),
                page,
            ]
            notices.tell(
                to_email=person.email, to_person=person, language=person.language, now=now,
                subject=_("Switched off: %(name)s is not told anything any more") % {"name": endpoint.name},
                body="\n\n".join(lines), about=("endpoint", endpoint.pk),
            )  # fmt: skip
