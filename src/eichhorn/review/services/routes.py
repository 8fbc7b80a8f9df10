"""Agreeing on the way to a Yes.

The difficult thing: a team of one must be able to publish, and nobody may turn four eyes into two unseen. So sole
responsibility is declared with a reason; where four eyes stand already, only somebody who administers may end them, and
the approver who is no longer asked is told.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.review import mails, queries
from eichhorn.review.models import Route
from eichhorn.review.rules import RouteKind


class ReasonMissing(ValueError):
    """Sole responsibility is declared with a reason."""


@transaction.atomic
def set_four_eyes(*, name: str, approver: Person, by: Person | None, now: datetime) -> Route:
    """From now on this person is asked about every post, unless they wrote it. `by` None is the installation itself."""
    if by is not None:
        people.require(by, Act.ADMINISTER, now=now)
    people.require(approver, Act.APPROVE, now=now)
    route = Route.objects.filter(name=name, kind=RouteKind.FOUR_EYES).first()
    route = route or Route(name=name, kind=RouteKind.FOUR_EYES)
    route.approver = approver
    return _as_default(route, by=by, now=now)


@transaction.atomic
def declare_sole(*, holder: Person, because: str, now: datetime) -> Route:
    """From now on the holder alone answers for what appears; the reason is shown wherever it counts."""
    people.require(holder, Act.STEER, now=now)
    people.require(holder, Act.WRITE, now=now)
    before = queries.default_route()
    if before is not None and before.kind == RouteKind.FOUR_EYES:
        people.require(holder, Act.ADMINISTER, now=now)
    if not because.strip():
        raise ReasonMissing
    route = Route(
        name=f"{RouteKind.SOLE} {holder.pk} {now.isoformat(timespec='microseconds')}", kind=RouteKind.SOLE, approver=holder,
        declared_because=" ".join(because.split()), declared_at=now,
    )  # fmt: skip
    _as_default(route, by=holder, now=now)
    if before is not None and before.kind == RouteKind.FOUR_EYES and before.approver is not None:
        mails.tell_no_longer_asked(before.approver, route, now=now)
    return route


def _as_default(route: Route, *, by: Person | None, now: datetime) -> Route:
    Route.objects.exclude(pk=route.pk).filter(is_default=True).update(is_default=False)
    route.is_default = True
    route.save()
    audit.record(
        "review.route_set", of=("route", route.pk), by=by.pk if by else None, now=now, details={"kind": route.kind}
    )  # fmt: skip
    return route
