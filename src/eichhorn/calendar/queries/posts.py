"""One post, as every view shows it: bare values, because a view may show many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models
from django.urls import reverse

from eichhorn.channels import queries as channels
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import ENDED, Stage
from eichhorn.planning.words import Sign, sign

MOST_PLACES = 6
"""So many channels of a post are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel on which the post appears."""

    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class Post:
    """What a calendar says of a post."""

    slot_id: int
    href: str
    """Of its page."""
    title: str
    local: datetime | None
    """On the wall clock of its zone; None for an idea without a date."""
    zone: str
    """Named only where it is not the organisation's."""
    stage: str
    sign: Sign
    goal: str
    rehearsal: bool
    confidential: bool
    with_name: str = ""
    """Who has it in hand."""
    campaign: str = ""
    tags: tuple[str, ...] = ()
    """Read for the table only."""
    places: tuple[Place, ...] = ()
    more_places: int = 0

    @property
    def at(self) -> time | None:
        return self.local.time() if self.local is not None else None

    @property
    def can_move(self) -> bool:
        return Stage(self.stage) not in ENDED

    @property
    def day(self) -> date:
        assert self.local is not None
        return self.local.date()


COLUMNS = (
    "pk", "title", "planned_local", "zone", "stage", "outside", "goal__name", "rehearsal", "confidential",
    "with_person__name", "campaign__name",
)  # fmt: skip


def read(slots: models.QuerySet[Slot], *, zone: str, with_places: bool) -> list[Post]:
    """Return the posts in the order of the query. One query, with their channels two."""
    rows = list(slots.values_list(*COLUMNS))
    places = places_of(row[0] for row in rows) if with_places else {}
    return [_post(row, places.get(row[0], ()), zone) for row in rows]


def places_of(slot_ids: Iterable[int]) -> Mapping[int, tuple[Place, ...]]:
    """Return the channels by post, by name. One query."""
    found: dict[int, list[Place]] = {}
    through = Slot.channels.through.objects.filter(slot__in=list(slot_ids)).order_by("channel__name", "channel_id")
    for slot_id, name, network, label in through.values_list(
        "slot_id", "channel__name", "channel__network", "channel__label"
    ):
        found.setdefault(slot_id, []).append(Place(name, channels.brand(label or network)))
    return {slot_id: tuple(places) for slot_id, places in found.items()}


def tags_of(slot_ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the tags by post, by name. One query."""
    found: dict[int, list[str]] = {}
    through = Slot.tags.through.objects.filter(slot__in=list(slot_ids)).order_by("tag__key")
    for slot_id, name in through.values_list("slot_id", "tag__name"):
        found.setdefault(slot_id, []).append(name)
    return {slot_id: tuple(names) for slot_id, names in found.items()}


def _post(row: tuple, places: tuple[Place, ...], zone: str) -> Post:  # type: ignore[type-arg]
    pk, title, local, slot_zone, stage, outside, goal, rehearsal, confidential, with_name, campaign = row
    return Post(
        slot_id=pk, href=reverse("planning:slot", args=[pk]), title=title, local=plan.wall(local) if local is not None else None,
        zone="" if slot_zone == zone else slot_zone, stage=stage, sign=sign(stage, outside=outside), goal=goal or "",
        rehearsal=rehearsal, confidential=confidential, with_name=with_name or "",
        campaign=campaign or "", places=places[:MOST_PLACES],
        more_places=max(0, len(places) - MOST_PLACES),
    )  # fmt: skip
