"""What those who are shown have said: one rule for pictures and for whatever a later room shows people in.

The difficult thing: with one of these acts something may have to disappear from posts that wait. Nothing is sent round
for it: whoever lets something out asks what stands here, at the last moment.
"""

from datetime import date, datetime

from django.db import IntegrityError, models, transaction

from eichhorn.foundation import audit
from eichhorn.media.models import SomebodyShown
from eichhorn.media.rules import Consent
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


class NamedAlready(Exception):
    """Somebody of this name stands there already."""


@transaction.atomic
def named[Row: SomebodyShown](row: Row, *, by: Person, now: datetime) -> Row:
    """The one of the row is shown, with what they said to it. Raises NamedAlready."""
    people.require(by, Act.WRITE, now=now)
    _locked(row.thing)
    row.by, row.changed_at = by, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NamedAlready from error
    _consent_said(row, by, now)
    return row


@transaction.atomic
def say_consent[Row: SomebodyShown](
    *, shown: Row, consent: Consent, said_on: date, note: str = "", by: Person, now: datetime
) -> Row:
    """The one who is shown has said this now; where it is no Yes, no post that shows them leaves from now on."""
    people.require(by, Act.WRITE, now=now)
    _locked(shown.thing)
    standing = type(shown)._default_manager.get(pk=shown.pk)
    if (standing.consent, standing.said_on, standing.note) == (consent, said_on, note):
        return standing
    if standing.consent != consent:
        standing.changed_at = now
    standing.consent, standing.said_on, standing.note, standing.by = consent, said_on, note, by
    standing.save(update_fields=["consent", "said_on", "note", "by", "changed_at"])
    _consent_said(standing, by, now)
    return standing


@transaction.atomic
def unname(*, shown: SomebodyShown, by: Person, now: datetime) -> None:
    """They are not shown after all; that they were named stays on record, without their name. Idempotent."""
    people.require(by, Act.WRITE, now=now)
    _locked(shown.thing)
    gone, _ = type(shown)._default_manager.filter(pk=shown.pk).delete()
    if gone:
        details: dict[str, str | int] = {"shown": shown.pk, "consent": shown.consent}
        audit.record("media.unnamed", of=_of(shown.thing), by=by.pk, now=now, details=details)


def _locked(thing: models.Model) -> None:
    type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _of(thing: models.Model) -> tuple[str, int]:
    return (thing._meta.model_name or "", thing.pk)


def _consent_said(shown: SomebodyShown, by: Person, now: datetime) -> None:
    audit.record(
        "media.consent_said", of=_of(shown.thing), by=by.pk, now=now,
        details={"shown": shown.pk, "consent": shown.consent, "said_on": shown.said_on.isoformat()},
    )  # fmt: skip
