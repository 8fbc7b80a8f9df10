"""Which mails have not left, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.notices.letter import identity
from eichhorn.notices.models import Gathering, Notice
from eichhorn.notices.rules import Rhythm, Standing
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.waiting import StateKind, Waiting

TOO_OLD = "too old"
REMEMBERED = 20_000
"""Letters whose answers are known as such."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mail that has not left, as the outbox page shows it; never its text."""

    id: int
    subject: str
    to: str
    made_at: datetime
    standing: Standing
    why: str
    next_try_at: datetime | None
    decides: bool
    is_hidden: bool
    """Its links decide about the reader's own work."""


def answered(identities: Collection[str]) -> Notice | None:
    """Return the letter about a request that one of these Message-IDs names, of the latest 20,000. One query."""
    wanted = {one.partition("@")[0].lower() for one in identities}
    if not wanted:
        return None
    numbers = Notice.objects.filter(about_kind="request").order_by("-pk").values_list("pk", flat=True)[:REMEMBERED]
    found = next((number for number in numbers if identity(number, settings.KEYS) in wanted), None)
    return Notice.objects.get(pk=found) if found is not None else None


def rhythm_of(email: str) -> Rhythm:
    """Return how often the address has what merely informs. One query."""
    chosen = Gathering.objects.filter(email=email.lower()).values_list("rhythm", flat=True).first()
    return Rhythm(chosen) if chosen is not None else Rhythm.AT_ONCE


def can_send() -> bool:
    """Return whether there are SMTP settings."""
    return bool(settings.MAIL_URL)


def unsent() -> models.QuerySet[Notice]:
    """Return the mails that have not left, newest first."""
    unsent_ones = Notice.objects.filter(sent_at__isnull=True, gathered_in__isnull=True)
    return unsent_ones.select_related("to_person").order_by("-made_at", "-pk")


def rows(*, reader: Person, at_most: int = 200) -> list[Row]:
    """Return the newest mails that have not left. One query."""
    return [row(notice, reader=reader) for notice in unsent()[:at_most]]


def row(notice: Notice, *, reader: Person) -> Row:
    """Return what may be said of a mail to this reader."""
    person = notice.to_person
    return Row(
        id=notice.pk, subject=notice.subject, to=f"{person.name}, {notice.to_email}" if person else notice.to_email,
        made_at=notice.made_at, standing=standing(notice), why=_why(notice), next_try_at=notice.next_try_at or notice.gather_at,
        decides=notice.decides, is_hidden=notice.links_hidden_from == reader.pk,
    )  # fmt: skip


def standing(notice: Notice) -> Standing:
    if notice.sent_at is not None:
        return Standing.SENT
    if notice.gather_at is not None:
        return Standing.GATHERED
    return Standing.WAITING if notice.next_try_at is not None else Standing.STOPPED


def may_see(notice: Notice, *, now: datetime) -> list[Person]:
    """Return who may read the mail's text. Two queries."""
    return [one for one in people.holders(Act.ADMINISTER, now=now) if one.pk != notice.links_hidden_from]


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return one row for an administrator while mails need a hand. Two queries at most."""
    if not people.may(person, Act.ADMINISTER, now=now):
        return []
    stuck = Notice.objects.filter(sent_at__isnull=True, gather_at__isnull=True)
    if can_send():
        stuck = stuck.filter(next_try_at__isnull=True)
    found = stuck.aggregate(count=models.Count("pk"), since=models.Min("made_at"))
    if not found["count"]:
        return []
    return [
        Waiting(
            kind="due", icon="mail", sign=StateKind.STOP if can_send() else StateKind.WAIT,
            title=ngettext("%(count)s mail has not left", "%(count)s mails have not left", found["count"])
            % {"count": found["count"]},
            line=_("The mail server did not take them.") if can_send() else _("No mail server is set up, so they go by hand."),
            href=reverse("notices:outgoing"), action=_("See mails"), since=found["since"],
        )
    ]  # fmt: skip


def _why(notice: Notice) -> str:
    return _("It waited for more than three days.") if notice.failed_because == TOO_OLD else notice.failed_because
