"""Routes, and drafts that were handed in or approved."""

from datetime import datetime

from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import services
from eichhorn.review.models import Approval, Route
from tests.make import people
from tests.make.people import NOW


def approver(name: str = "Dr. Helene Voss") -> Person:
    return people.person(name, role=RoleKind.APPROVER, salutation="Dr. Voss")


def four_eyes(person: Person | None = None) -> Route:
    return services.set_four_eyes(name="Freigabe", approver=person or approver(), by=None, now=NOW)


def handed_in(draft: Draft, *, by: Person, now: datetime = NOW) -> Approval:
    if not Route.objects.filter(is_default=True).exists():
        four_eyes()
    return services.hand_in(draft=draft, by=by, now=now)


def approved(draft: Draft, *, by: Person, now: datetime = NOW) -> Approval:
    approval = handed_in(draft, by=by, now=now)
    return services.approve(approval=approval, by=approval.approver, now=now)
