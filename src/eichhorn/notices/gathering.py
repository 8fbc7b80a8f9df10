"""What merely informs leaves in one mail, as often as whoever reads it chose.

The difficult thing: a mail lost between two rows is lost without a trace. So the mail that gathers and the marks on what it
gathered are one transaction, and the rows are locked while it is written: a worker that dies leaves everything as it was, and
two workers gather nothing twice.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.foundation import audit, jobs, standstill
from eichhorn.notices import services
from eichhorn.notices.models import Gathering, Notice
from eichhorn.notices.queries import rhythm_of
from eichhorn.notices.rules import Rhythm
from eichhorn.people import queries as people
from eichhorn.people.models import Person

REQUEST = "request"


@transaction.atomic
def choose(*, email: str, rhythm: Rhythm, of: tuple[str, int], by: Person | None, now: datetime) -> None:
    """The address has what merely informs as often as this. What was gathered leaves at once where nothing is gathered any more.

    `of` is the page where it was chosen; `by` None is whoever came by a link that was mailed to the address.
    """
    address = email.lower()
    before = rhythm_of(address)
    if rhythm is before:
        return
    if rhythm is Rhythm.AT_ONCE:
        Gathering.objects.filter(email=address).delete()
        if _waiting().filter(to_email__iexact=address).update(gather_at=now):
            jobs.wake("notices.send_due")
    else:
        Gathering.objects.update_or_create(email=address, defaults={"rhythm": rhythm})
    audit.record(
        "notices.rhythm_chosen", of=of, by=by.pk if by is not None else None, now=now, details={"rhythm": rhythm.value}
    )


def gather_due(*, now: datetime) -> int:
    """Every address that has something due has one mail with all that waits for it; return how many. Idempotent."""
    if standstill.current() is not None:
        return 0
    due = _waiting().filter(gather_at__lte=now).annotate(address=Lower("to_email"))
    addresses = list(due.order_by("address").values_list("address", flat=True).distinct())
    return sum(_gather(address, now) for address in addresses)


@transaction.atomic
def _gather(address: str, now: datetime) -> int:
    waiting = _waiting().filter(to_email__iexact=address).select_for_update(skip_locked=True, of=("self",))
    pieces = list(waiting.select_related("to_person").order_by("made_at", "pk"))
    if not any(one.gather_at is not None and one.gather_at <= now for one in pieces):
        return 0
    last = pieces[-1]
    with translation.override(last.language), timezone.override(people.zone()):
        subject = last.subject if len(pieces) == 1 else ngettext("%(count)s piece of news", "%(count)s pieces of news", len(pieces)) % {"count": len(pieces)}  # fmt: skip
        mail = services.tell(
            to_email=last.to_email, to_person=last.to_person, language=last.language, subject=subject,
            body=_letter(pieces, to=last.to_person), about=(last.about_kind, last.about_id) if len(pieces) == 1 and last.about_id else None,
            now=now,
        )  # fmt: skip
    Notice.objects.filter(pk__in=[one.pk for one in pieces]).update(gathered_in=mail, body_sealed=b"")
    return 1


def _letter(pieces: Sequence[Notice], *, to: Person | None) -> str:
    greeting = _("Hello %(name)s,") % {"name": to.salutation or to.name} if to is not None else _("Hello,")
    news = [f"{one.subject}\n{services.text_of(one).strip()}" for one in pieces]
    if any(one.about_kind == REQUEST for one in pieces):
        change = _("You chose to have such news in one mail. You change that on the page of any of your requests.")
    else:
        change = _("You chose to have such news in one mail. You change that here:")
        change += f"\n{settings.PUBLIC_URL}{reverse('notices:own')}"
    return "\n\n".join([greeting, _("this is what is new:"), *news, change, people.organisation().name])


def _waiting() -> models.QuerySet[Notice]:
    return Notice.objects.filter(gather_at__isnull=False, gathered_in__isnull=True)
