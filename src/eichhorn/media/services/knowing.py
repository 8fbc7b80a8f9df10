"""Saying what is known of a picture, and who is shown on it."""

from datetime import date, datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.media.models import Description, Picture, Showable, Shown
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
    for language, text in known.described.items():
        Description.objects.update_or_create(picture=standing, language=language, defaults={"text": text})
    Description.objects.filter(picture=standing).exclude(language__in=known.described).delete()
    keep(standing, known, name=standing.given_name or standing.file_name)
    audit.record("media.described", of=("picture", standing.pk), by=by.pk, now=now, details=known.noted)
    return standing


def keep(thing: Showable, known: Known, *, name: str) -> None:
    """Of the thing this is known, but for its descriptions, which lie beside it; and by all of it, it is found."""
    thing.tags, thing.source, thing.last_day = list(known.tags), known.source, known.last_day
    thing.licence, thing.licence_note = known.licence, known.licence_note
    thing.findable = findable(name, *known.tags, known.source, known.licence_note, *known.described.values())
    thing.save(update_fields=["tags", "source", "licence", "licence_note", "last_day", "findable"])


def name_person(
    *, picture: Picture, name: str, consent: Consent, said_on: date, note: str = "", by: Person, now: datetime
) -> Shown:
    """Somebody is shown on the picture, with what they said to it. Raises NamedAlready."""
    return named(Shown(picture=picture, name=name, consent=consent, said_on=said_on, note=note), by=by, now=now)


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
