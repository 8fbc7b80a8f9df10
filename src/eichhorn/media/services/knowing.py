"""Saying what is known of a picture, and who is shown on it."""

from datetime import date, datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.media.models import Description, Picture, Shown
from eichhorn.media.rules import Consent, Known, findable
from eichhorn.media.services.consenting import named
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


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


def name_person(
    *, picture: Picture, name: str, consent: Consent, said_on: date, note: str = "", by: Person, now: datetime
) -> Shown:
    """Somebody is shown on the picture, with what they said to it. Raises NamedAlready."""
    return named(Shown(picture=picture, name=name, consent=consent, said_on=said_on, note=note), by=by, now=now)


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
