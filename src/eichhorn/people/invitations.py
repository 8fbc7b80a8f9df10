"""Inviting somebody to an account: a link by mail, and until when the last one holds."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eichhorn.people import letters, queries, services
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.ui import moments


@transaction.atomic
def invite(*, person: Person, by: Person, now: datetime) -> None:
    """The person gets a letter with a link by which they choose a password; earlier links no longer let in."""
    token = services.invitation(person=person, by=by, now=now)
    with translation.override(person.language):
        subject = _("Your account in Eichhorn")
        body = _(
            "Hello %(name)s,\n\n%(by)s invites you to work with Eichhorn, the social media desk of %(organisation)s. "
            "Please choose a password here:\n\n%(address)s\n\nThe link holds until %(until)s and works once.\n"
        ) % {
            "name": person.salutation or person.name,
            "by": by.name,
            "organisation": queries.organisation().name,
            "address": settings.PUBLIC_URL + reverse("people:invited", args=[token]),
            "until": moments.day_time(now + services.INVITATION_LASTS),
        }
    letters.write(
        to_email=person.email, to_person=person, language=person.language, subject=subject, body=body,
        about=("person", person.pk), now=now,
    )  # fmt: skip


def open_until(person: Person, *, now: datetime) -> datetime | None:
    """Return until when an invitation of the person can still be used, or None. One query."""
    return (
        Link.objects.filter(
            purpose=LinkPurpose.INVITATION,
            person=person,
            revoked_at__isnull=True,
            used_at__isnull=True,
            expires_at__gt=now,
        )
        .values_list("expires_at", flat=True)
        .first()
    )
