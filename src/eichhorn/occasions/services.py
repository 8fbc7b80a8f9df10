"""Keeping occasions: whose holidays are shown, entries of the house, files with dates, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.occasions import rules
from eichhorn.occasions.models import Entry, Region, Settled, Source
from eichhorn.occasions.rules import Dated, Kind, Level
from eichhorn.people import services as people
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import Act
from eichhorn.strategy.models import Pillar


class NotKnown(ValueError):
    """No public holidays are known for this country or part."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What an entry of the house says."""

    name: str
    begins_on: date
    ends_on: date
    """The first day after it."""
    name_en: str = ""
    kind: Kind = Kind.OWN
    yearly: bool = False
    team: Team | None = None
    pillar: Pillar | None = None
    lead_days: int | None = None
    level: Level | None = None


@transaction.atomic
def show(*, of: str, school: bool, by: Person | None, now: datetime, instead_of: str = "") -> Region:
    """The holidays of the region stand in the calendar, instead of another's where one is named. Idempotent."""
    _require(by, Act.STEER, now)
    if not rules.knows(of):
        raise NotKnown(of)
    if instead_of and instead_of != of:
        Region.objects.filter(of=instead_of).delete()
    region, _ = Region.objects.update_or_create(of=of, defaults={"school": school and rules.has_school(of)})
    audit.record("occasions.shown", of=("region", region.pk), by=_id(by), now=now, details={"of": of})
    return region


@transaction.atomic
def hide(*, region: Region, by: Person | None, now: datetime) -> None:
    """The holidays of the region stand in the calendar no more."""
    _require(by, Act.STEER, now)
    audit.record("occasions.hidden", of=("region", region.pk), by=_id(by), now=now, details={"of": region.of})
    region.delete()


@transaction.atomic
def add(*, wording: Wording, by: Person | None, now: datetime) -> Entry:
    """The occasion is kept."""
    _require(by, Act.STEER, now)
    entry = _said(Entry(), wording)
    entry.save()
    audit.record("occasions.added", of=("entry", entry.pk), by=_id(by), now=now, details={"kind": wording.kind.value})
    return entry


@transaction.atomic
def change(*, entry: Entry, wording: Wording, by: Person | None, now: datetime) -> Entry:
    """The occasion is kept as it is said now."""
    _require(by, Act.STEER, now)
    _said(entry, wording).save()
    audit.record("occasions.changed", of=("entry", entry.pk), by=_id(by), now=now)
    return entry


@transaction.atomic
def remove(*, entry: Entry, by: Person | None, now: datetime) -> None:
    """The occasion is kept no more; what was planned for it stays."""
    _require(by, Act.STEER, now)
    audit.record("occasions.removed", of=("entry", entry.pk), by=_id(by), now=now)
    entry.delete()


@transaction.atomic
def take_in(*, name: str, kind: Kind, dates: Sequence[Dated], by: Person | None, now: datetime) -> Source:
    """Exactly these dates stand under the name; those that stood there before under it are gone."""
    _require(by, Act.STEER, now)
    source, _ = Source.objects.update_or_create(name=name, defaults={"kind": kind, "read_at": now, "read_by": by})
    source.entries.all().delete()
    Entry.objects.bulk_create(
        Entry(
            kind=kind, name=one.name, name_en=one.name_en, begins_on=one.begins_on, ends_on=one.ends_on,
            yearly=one.yearly, source=source,
        )
        for one in dates
    )  # fmt: skip
    audit.record("occasions.taken_in", of=("source", source.pk), by=_id(by), now=now, details={"dates": len(dates)})
    return source


@transaction.atomic
def drop(*, source: Source, by: Person | None, now: datetime) -> None:
    """What was read from the file stands in the calendar no more."""
    _require(by, Act.STEER, now)
    audit.record("occasions.dropped", of=("source", source.pk), by=_id(by), now=now)
    source.delete()


@transaction.atomic
def settle(*, entry: Entry, begins_on: date, by: Person | None, now: datetime) -> None:
    """For this coming of the occasion it is decided whether something is planned. Idempotent."""
    _require(by, Act.PLAN, now)
    _, is_new = Settled.objects.get_or_create(entry=entry, begins_on=begins_on, defaults={"by": by, "at": now})
    if is_new:
        audit.record(
            "occasions.settled", of=("entry", entry.pk), by=_id(by), now=now, details={"on": begins_on.isoformat()}
        )


def _said(entry: Entry, wording: Wording) -> Entry:
    entry.kind, entry.name, entry.name_en = wording.kind, wording.name, wording.name_en
    entry.begins_on, entry.ends_on, entry.yearly = wording.begins_on, wording.ends_on, wording.yearly
    entry.team, entry.pillar, entry.lead_days = wording.team, wording.pillar, wording.lead_days
    entry.level = wording.level.value if wording.level is not None else ""
    return entry


def _require(by: Person | None, act: Act, now: datetime) -> None:
    if by is not None:
        people.require(by, act, now=now)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
