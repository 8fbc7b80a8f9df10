"""Saying what is known of a picture, and what those who are shown have said.

The difficult thing: with one of these acts a picture may have to disappear from posts that wait. Nothing is sent round
for it: whoever lets something out asks what stands here, at the last moment.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from eichhorn.foundation import audit
from eichhorn.media.models import Description, Picture, Shown
from eichhorn.media.rules import Consent, Known, findable
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


class NamedAlready(Exception):
    """Somebody of this name stands at the picture already."""


@transaction.atomic
def describe(*, picture: Picture, known: Known, by: Person, now: datetime) -> Picture:
    """The picture has these descriptions, tags and rights, and is found by them."""
    people.require(by, Act.WRITE, now=now)
    standing = _locked(picture)
    standing.tags, standing.source = list(known.tags), known.source
    standing.licence, standing.licence_note, standing.last_day = known.licence, known.licence_note, known.last_day
    said = {language: text for language, text in known.descriptions.items() if text}
    Description.objects.filter(picture=standing).exclude(language__in=said).delete()
    for language, text in said.items():
        Description.objects.update_or_create(picture=standing, language=language, defaults={"text": text})
    standing.findable = findable(
        standing.given_name or standing.file_name, *known.tags, known.source, known.licence_note, *said.values()
    )
    standing.save(update_fields=["tags", "source", "licence", "licence_note", "last_day", "findable"])
    audit.record(
        "media.described", of=("picture", standing.pk), by=by.pk, now=now,
        details={"licence": known.licence, "last_day": known.last_day.isoformat() if known.last_day else None},
    )  # fmt: skip
    return standing


@transaction.atomic
def name_person(
    *, picture: Picture, name: str, consent: Consent, said_on: date, note: str = "", by: Person, now: datetime
) -> Shown:
    """Somebody is shown on the picture, with what they said to it. Raises NamedAlready."""
    people.require(by, Act.WRITE, now=now)
    standing = _locked(picture)
    try:
        with transaction.atomic():
            shown = Shown.objects.create(
                picture=standing, name=name, consent=consent, said_on=said_on, note=note, by=by, changed_at=now
            )
    except IntegrityError as error:
        raise NamedAlready from error
    _consent_said(shown, by, now)
    return shown


@transaction.atomic
def say_consent(*, shown: Shown, consent: Consent, said_on: date, note: str = "", by: Person, now: datetime) -> Shown:
    """The one who is shown has said this now; where it is no Yes, no post with the picture leaves from now on."""
    people.require(by, Act.WRITE, now=now)
    _locked(shown.picture)
    standing = Shown.objects.get(pk=shown.pk)
    if (standing.consent, standing.said_on, standing.note) == (consent, said_on, note):
        return standing
    if standing.consent != consent:
        standing.changed_at = now
    standing.consent, standing.said_on, standing.note, standing.by = consent, said_on, note, by
    standing.save(update_fields=["consent", "said_on", "note", "by", "changed_at"])
    _consent_said(standing, by, now)
    return standing


@transaction.atomic
def unname(*, shown: Shown, by: Person, now: datetime) -> None:
    """They are not shown on it after all; that they were named stays on record, without their name. Idempotent."""
    people.require(by, Act.WRITE, now=now)
    _locked(shown.picture)
    gone, _ = Shown.objects.filter(pk=shown.pk).delete()
    if gone:
        details: dict[str, str | int] = {"shown": shown.pk, "consent": shown.consent}
        audit.record("media.unnamed", of=("picture", shown.picture_id), by=by.pk, now=now, details=details)


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)


def _consent_said(shown: Shown, by: Person, now: datetime) -> None:
    audit.record(
        "media.consent_said", of=("picture", shown.picture_id), by=by.pk, now=now,
        details={"shown": shown.pk, "consent": shown.consent, "said_on": shown.said_on.isoformat()},
    )  # fmt: skip
