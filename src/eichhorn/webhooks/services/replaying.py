"""Sending again: one call, or all events since an instant; and the test that shows whether the way is open.

The difficult thing: what is sent again has to be recognised as the same. So a call keeps its id and its body for ever,
and an event whose call was never made gets the id that it would have had.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit, crypto
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.webhooks import events, queries
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import KEPT_FOR, MOST_AT_ONCE, STATES, TEST, State, What
from eichhorn.webhooks.services.endpoints import locked
from eichhorn.webhooks.services.outbox import call_of, salt


class TooMuch(Exception):
    """More events happened since the instant than are sent again at once."""


class SwitchedOff(Exception):
    """Nothing is sent to the address."""


@transaction.atomic
def test(*, endpoint: Endpoint, by: Person, now: datetime) -> Call:
    """A call that tells nothing is due at once. Raises SwitchedOff."""
    people.require(by, Act.ADMINISTER, now=now)
    fresh = _open(endpoint)
    made = Call.objects.create(
        endpoint=fresh, event=f"evt_test_{crypto.token_hash(crypto.new_token())[:24]}", type=TEST,
        body=events.test_body(now), happened_at=now, made_at=now, next_at=now,
    )  # fmt: skip
    audit.record("webhooks.tested", of=("endpoint", fresh.pk), by=by.pk, now=now)
    return made


@transaction.atomic
def send_again(*, call: Call, by: Person, now: datetime) -> None:
    """The call is due at once, as if it were new, under the same id. Raises SwitchedOff."""
    people.require(by, Act.ADMINISTER, now=now)
    fresh = _open(call.endpoint)
    standing = Call.objects.select_for_update().get(pk=call.pk)
    if State(standing.state) is not State.WAITING:
        standing.state = STATES.check(standing.state, State.WAITING)
    standing.tries, standing.next_at, standing.ended_at, standing.taken_at = 0, now, None, None
    standing.save(update_fields=["state", "tries", "next_at", "ended_at", "taken_at"])
    audit.record("webhooks.sent_again", of=("endpoint", fresh.pk), by=by.pk, now=now, details={"call": standing.pk})


@transaction.atomic
def replay(*, endpoint: Endpoint, since: datetime, what: What, by: Person, now: datetime) -> int:
    """The events since the instant are due at once, in the order in which they happened; return how many.

    Raises SwitchedOff, and TooMuch for more than can be sent at once. No instant is older than calls are kept.
    """
    people.require(by, Act.ADMINISTER, now=now)
    fresh = _open(endpoint)
    begins = max(since, now - KEPT_FOR)
    acts = list(queries.since(fresh, at=begins, what=what)[: MOST_AT_ONCE + 1])
    if len(acts) > MOST_AT_ONCE:
        raise TooMuch
    before = Call.objects.filter(endpoint=fresh, act_id__in=[act.pk for act in acts])
    known = set(before.values_list("act_id", flat=True))
    before.update(state=State.WAITING, tries=0, next_at=now, ended_at=None, taken_at=None)
    missing = [act for act in acts if act.pk not in known]
    bodies, ours = events.bodies(missing), salt()
    Call.objects.bulk_create(
        [call_of(fresh, act, bodies[act.pk], salt=ours, now=now) for act in missing], ignore_conflicts=True
    )
    audit.record(
        "webhooks.replayed", of=("endpoint", fresh.pk), by=by.pk, now=now,
        details={"since": begins.isoformat(), "what": str(what), "events": len(acts)},
    )  # fmt: skip
    return len(acts)


def _open(endpoint: Endpoint) -> Endpoint:
    fresh = locked(endpoint)
    if fresh.off_at is not None:
        raise SwitchedOff
    return fresh
