"""The strategy through three lenses, read. Whoever has left no longer answers for anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q

from eichhorn.channels import queries as channels
from eichhorn.lenses.models import Share
from eichhorn.lenses.rules import BlindSpot, Held, Kind, Lens, Part, Subject, blind_spots
from eichhorn.people.models import Department, Person
from eichhorn.strategy import queries as strategy
from eichhorn.topics import queries as topics


@dataclass(frozen=True, slots=True)
class Cell:
    """Who has which part in one cell, by name."""

    lens: Lens
    parts: tuple[tuple[Part, tuple[str, ...]], ...]
    """In the order of the parts; those that nobody has are left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of the strategy through all lenses."""

    subject: Subject
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The strategy through all lenses, and where nobody looks."""

    sections: tuple[tuple[Kind, tuple[Row, ...]], ...]
    blind: tuple[BlindSpot, ...]


def seen(*, on: date) -> Seen:
    """Return the strategy of that day through all lenses. Five queries, however much there is."""
    subjects = every_subject(on=on)
    known = {(one.kind, one.number): one for one in subjects}
    names: dict[tuple[Lens, Subject, Part], list[str]] = {}
    for share in shares(on=on):
        subject = known.get(_of(share))
        if subject is not None:
            names.setdefault((Lens(share.lens), subject, Part(share.part)), []).append(_name(share))
    rows = [Row(one, tuple(_cell(lens, one, names) for lens in Lens)) for one in subjects]
    sections = tuple((kind, tuple(row for row in rows if row.subject.kind is kind)) for kind in Kind)
    return Seen(sections, blind_spots(subjects, [Held(*key) for key in names]))


def every_subject(*, on: date) -> tuple[Subject, ...]:
    """Return what is looked at: goals in force, audiences and pillars in use, channels that speak. Four queries."""
    found: tuple[tuple[Kind, Iterable[tuple[int, str]]], ...] = (
        (Kind.GOAL, [(one.pk, one.name) for one in strategy.goals(on=on)]),
        (Kind.AUDIENCE, [(one.pk, one.name) for one in topics.audiences()]),
        (Kind.PILLAR, [(one.pk, one.name) for one in strategy.pillars()]),
        (Kind.CHANNEL, [(one.pk, one.name) for one in channels.active()]),
    )
    return tuple(Subject(kind, number, name) for kind, rows in found for number, name in rows)


def shares(*, on: date) -> models.QuerySet[Share]:
    """Return who has which part, without those who have left. One query."""
    there = Q(person__isnull=True) | Q(person__left_on__isnull=True) | Q(person__left_on__gt=on)
    found = Share.objects.filter(there).select_related("person", "department")
    return found.order_by("person__name", "department__name", "pk").fetch_mode(models.FETCH_RAISE)


def us(*, on: date) -> tuple[list[Department], list[Person]]:
    """Return who can have a part. Two queries."""
    there = Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on))
    return list(Department.objects.order_by("name")), list(there.order_by("name", "pk"))


def _cell(lens: Lens, subject: Subject, names: dict[tuple[Lens, Subject, Part], list[str]]) -> Cell:
    parts = ((part, tuple(names.get((lens, subject, part), ()))) for part in Part)
    return Cell(lens, tuple((part, who) for part, who in parts if who))


def _of(share: Share) -> tuple[Kind, int]:
    found: list[tuple[Kind, int | None]] = [(kind, getattr(share, f"{kind.value}_id")) for kind in Kind]
    return next((kind, number) for kind, number in found if number is not None)


def _name(share: Share) -> str:
    one = share.person or share.department
    return one.name if one is not None else ""
