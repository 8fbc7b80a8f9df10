"""Where somebody is signed in: what they recognise of each browser, and how that is ended.

The difficult thing: a session lives in Django's table under a key that changes with every new password. So the session
carries the number of its device, and the device follows the key. A session that nobody noted has to end as well; so
whoever ends all others also changes what every session of theirs is checked against.
No address is kept: it names a household, and nobody recognises it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from eichhorn.foundation import audit
from eichhorn.people import browsers, sessions
from eichhorn.people.models import Device, User

KEPT_IN = "device"
"""Where a session keeps the number of its device, its own key, and when it was last noted."""
NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    id: int
    browser: str
    system: str
    way: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def begin(request: HttpRequest, *, user: User, way: str, now: datetime) -> None:
    """The browser stands on the user's list from now on; called once the session is theirs."""
    agent = request.headers.get("User-Agent", "")
    key = sessions.known_by(request.session.session_key)
    device, _ = Device.objects.update_or_create(
        session_key=key,
        defaults={
            "user": user, "browser": browsers.browser_of(agent), "system": browsers.system_of(agent), "way": way,
            "began_at": now, "seen_at": now,
        },
    )  # fmt: skip
    request.session[KEPT_IN] = {"id": device.pk, "key": key, "seen": now.timestamp()}


def follow(request: HttpRequest, *, now: datetime) -> None:
    """Note that the browser was seen, and under which key its session lives; at most every ten minutes."""
    kept = request.session.get(KEPT_IN)
    if not isinstance(kept, dict):
        return
    key = sessions.known_by(request.session.session_key)
    if kept["key"] == key and now.timestamp() - kept["seen"] < NOTED_EVERY.total_seconds():
        return
    Device.objects.filter(pk=kept["id"]).update(session_key=key, seen_at=now)
    request.session[KEPT_IN] = {"id": kept["id"], "key": key, "seen": now.timestamp()}


def of(request: HttpRequest, *, user: User, now: datetime) -> tuple[SignedIn, ...]:
    """Return where the user is signed in: this browser first, then the latest. Two queries."""
    living = Session.objects.filter(expire_date__gt=now).values("session_key")
    found = Device.objects.filter(user=user, session_key__in=living).order_by("-seen_at", "-pk")
    here = sessions.known_by(request.session.session_key)
    seen = [
        SignedIn(d.pk, d.browser, d.system, d.way, d.began_at, d.seen_at, d.session_key == here) for d in found
    ]  # fmt: skip
    return tuple(sorted(seen, key=lambda one: not one.is_this))


@transaction.atomic
def end(*, user: User, number: int, by: int, now: datetime) -> bool:
    """The user is no longer signed in on that device; return whether they were."""
    device = Device.objects.filter(user=user, pk=number).first()
    if device is None:
        return False
    Session.objects.filter(session_key=device.session_key).delete()
    device.delete()
    audit.record("people.session_ended", of=("person", user.person_id), by=by, now=now)
    return True


@transaction.atomic
def end_others(request: HttpRequest, *, user: User, now: datetime) -> int:
    """The user is signed in nowhere but here; return how many other devices were on the list."""
    here = sessions.known_by(request.session.session_key)
    others = Device.objects.filter(user=user).exclude(session_key=here)
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    count, _ = others.delete()
    _let_no_session_hold(user)
    update_session_auth_hash(request, user)
    audit.record("people.other_sessions_ended", of=("person", user.person_id), by=user.person_id, now=now)
    return count


def end_all(*, user: User) -> None:
    """The user is signed in nowhere. Part of a larger change, which is on record itself."""
    devices = Device.objects.filter(user=user)
    Session.objects.filter(session_key__in=devices.values("session_key")).delete()
    devices.delete()
    _let_no_session_hold(user)


def forget(*, now: datetime) -> int:
    """Delete sessions that are over, and the devices whose session is gone; return how many devices."""
    Session.objects.filter(expire_date__lte=now).delete()
    gone, _ = Device.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone


def _let_no_session_hold(user: User) -> None:
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
