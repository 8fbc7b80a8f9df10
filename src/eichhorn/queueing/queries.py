"""Who waits on a channel, in which order, and what would become of it: every question about a queue.

The difficult thing: what is said before an act must be what the act does. So both ask here, the act once more with the
plan to itself, and compare by a fingerprint.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from eichhorn.channels.models import Channel
from eichhorn.moving import queries as moving
from eichhorn.moving.rules import DoubtKind
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.rules import MOVABLE, Stage
from eichhorn.planning.words import Sign, sign
from eichhorn.queueing import rules
from eichhorn.queueing.models import Turn
from eichhorn.queueing.rules import MOST, NoPlace, Post, Step, What, Wish
from eichhorn.several import queries as several

READY = (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED)
"""Somebody has written on it."""


class NotWaiting(Exception):
    """The post does not wait on the channel, or is none that could."""


@dataclass(frozen=True, slots=True)
class Line:
    """One post of the queue, as it stands or as it would stand."""

    slot: Slot
    sign: Sign
    before: datetime | None
    """Wall-clock time in the slot's own zone."""
    after: datetime | None
    is_wished: bool = False
    """It is the one that somebody does something with."""
    doubts: tuple[str, ...] = ()
    """What speaks against its new date, most serious first."""
    loses: bool = False
    """An answer that counts, or is waited for, would count no more."""

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A queue as it would be, and all that would happen on the way."""

    wish: Wish
    lines: tuple[Line, ...]
    """In the new order; who leaves stands first."""
    came: bool
    """The wished one did not wait here before."""
    fingerprint: str

    @property
    def wished(self) -> Line | None:
        return next((line for line in self.lines if line.is_wished), None)

    @property
    def moved(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.moves)

    @property
    def losses(self) -> int:
        return sum(line.loses for line in self.lines)

    @property
    def is_silent(self) -> bool:
        """Return whether nobody has to be asked: nothing is lost, and others move only where their order was changed."""
        if any(line.doubts for line in self.lines):
            return False
        reordering = self.wish.what in {What.UP, What.DOWN, What.TO}
        return reordering or all(line.is_wished for line in self.moved)


def waiting(channel: Channel, *, now: datetime) -> list[Slot]:
    """Return the posts that wait on the channel, in order. Three queries."""
    return list(
        Slot.objects.filter(pk__in=_turns(now).filter(channel=channel).values("slot_id"))
        .select_related("goal", "with_person")
        .prefetch_related("channels", "tags")
        .order_by("planned_local", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def numbers(*, now: datetime) -> dict[int, int]:
    """Return how many posts wait, by channel. One query."""
    rows = _turns(now).values_list("channel_id").annotate(number=models.Count("pk")).order_by()
    return dict(rows)


def channel_of(slot: Slot, *, now: datetime) -> int | None:
    """Return the channel on which the post waits. One query."""
    return _turns(now).filter(slot=slot).values_list("channel_id", flat=True).first()


def without_date(channel: Channel, *, person: Person, now: datetime) -> list[Slot]:
    """Return the posts of the channel on which somebody has written and that have no date yet, oldest first."""
    found = planning.visible_to(person, now=now).filter(channels=channel, planned_local__isnull=True, stage__in=READY)
    return list(found.order_by("made_at", "pk")[:MOST].fetch_mode(models.FETCH_RAISE))


def standing(channel: Channel, *, now: datetime) -> str:
    """Return the fingerprint of the queue as it stands."""
    return seen_of(waiting(channel, now=now))


def seen_of(slots: Iterable[Slot]) -> str:
    """Return the fingerprint of a queue that somebody has looked at."""
    posts = [_post(slot) for slot in slots]
    return rules.fingerprint([Step(post, post.local) for post in posts], ())


def can_move_up(channel: Channel, line: Sequence[Slot], *, now: datetime) -> bool:
    """Return whether some of them would stand earlier if nothing stayed free between. Four queries."""
    if not line:
        return False
    try:
        steps = _steps(channel, line, None, Wish(What.MOVE_UP), now)
    except NoPlace:
        return False
    return any(step.moves for step in steps)


def arranged(channel: Channel, wish: Wish, *, now: datetime) -> Arrangement:
    """Return what the wish would do; NotWaiting, NoPlace. Some ten queries, and up to sixteen for each post that moves."""
    line = waiting(channel, now=now)
    chosen = next((slot for slot in line if slot.pk == wish.slot_id), None)
    if chosen is None and wish.what is not What.MOVE_UP:
        chosen = _newcomer(channel, wish, line)
    slots = {slot.pk: slot for slot in [*line, *([chosen] if chosen is not None else [])]}
    lines = tuple(
        _line(slots[step.post.id], step, wish, now) for step in _steps(channel, line, chosen, wish, now)
    )  # fmt: skip
    steps = [Step(_post(line.slot), line.after) for line in lines]
    said = [f"{line.slot.pk}: {sentence}" for line in lines for sentence in line.doubts]
    came = chosen is not None and chosen not in line
    return Arrangement(wish, lines, came, rules.fingerprint(steps, said))


def lines_of(slots: Iterable[Slot]) -> tuple[Line, ...]:
    """Return the posts as they stand."""
    return tuple(
        Line(slot, sign(slot.stage, outside=slot.outside), post.local, post.local)
        for slot in slots
        for post in [_post(slot)]
    )


def _turns(now: datetime) -> models.QuerySet[Turn]:
    """Return the turns that hold: the post stands where the queue put it, on a channel of its own, and is still to come."""
    on = Slot.channels.through.objects.filter(slot=models.OuterRef("slot"), channel=models.OuterRef("channel"))
    return Turn.objects.filter(
        models.Exists(on), place_local=models.F("slot__planned_local"), slot__stage__in=MOVABLE, slot__due_at__gt=now
    )


def _newcomer(channel: Channel, wish: Wish, line: Sequence[Slot]) -> Slot:
    if wish.what not in {What.NEXT, What.END} or len(line) >= MOST:
        raise NotWaiting
    found = Slot.objects.filter(pk=wish.slot_id, channels=channel, stage__in=MOVABLE, outside=False)
    slot = found.prefetch_related("channels", "tags").select_related("goal", "with_person").first()
    if slot is None:
        raise NotWaiting
    return slot


def _steps(channel: Channel, line: Sequence[Slot], chosen: Slot | None, wish: Wish, now: datetime) -> tuple[Step, ...]:
    posts = {slot.pk: _post(slot) for slot in [*line, *([chosen] if chosen is not None else [])]}
    before = [slot.pk for slot in line]
    order = rules.reordered(before, wish)
    stay = _who_stays(before, order, wish)
    begins = [Step(posts[pk], posts[pk].local) for pk in stay]
    rest = [posts[pk] for pk in order[len(stay) :]]
    after = max((step.after for step in begins if step.after is not None), default=None)
    leaving = (Step(posts[wish.slot_id], None),) if wish.what is What.OUT else ()
    if not rest:
        return (*leaving, *begins)
    cadence, others = planning.ahead(
        channel_ids={one for post in posts.values() for one in post.channels} | {channel.pk},
        without=[post.id for post in rest], today=min(plan.wall_of(now, post.zone).date() for post in rest),
    )  # fmt: skip
    shared = [] if wish.what is What.MOVE_UP else [posts[pk].local for pk in before if pk not in stay]
    pool = [local for local in shared if local is not None]
    if wish.slot_id not in before and wish.what is What.NEXT:
        everybody = rules.copied(others, *(posts[pk] for pk in before))
        newcomer = posts[wish.slot_id]
        free = plan.next_free_place(
            newcomer.channels, after=plan.wall_of(now, newcomer.zone), zone=newcomer.zone, cadence=cadence,
            occupied=everybody,
        )  # fmt: skip
        pool += [free] if free is not None else []
    return (*leaving, *begins, *rules.placed(rest, shared=pool, now=now, after=after, cadence=cadence, others=others))


def _who_stays(before: Sequence[int], order: Sequence[int], wish: Wish) -> list[int]:
    """Return those at the beginning whose turn nobody touches; with who leaves, all that stay."""
    if wish.what is What.OUT:
        return list(order)
    if wish.what is What.MOVE_UP:
        return []
    same = []
    for old, new in zip(before, order, strict=False):
        if old != new:
            break
        same.append(old)
    return same


def _line(slot: Slot, step: Step, wish: Wish, now: datetime) -> Line:
    found: tuple[str, ...] = ()
    loses = False
    if step.moves and step.after is None:
        answers = several.answers_of([slot], now).get(slot.pk, [])
        loses = bool(answers)
        found = tuple(
            (
                _("%(name)s was asked about its date. Without one the question is void.")
                if answer.is_open
                else _("Without a date the approval of %(name)s counts no more.")
            )
            % {"name": answer.name}
            for answer in answers
        )
    elif step.moves and step.after is not None:
        # how full a day is was seen to when the places were found
        doubts = [
            doubt for doubt in moving.doubts(slot, to_local=step.after, now=now) if doubt.kind is not DoubtKind.FULL
        ]
        loses = any(doubt.kind in {DoubtKind.APPROVAL, DoubtKind.QUESTION} for doubt in doubts)
        found = tuple(doubt.sentence for doubt in doubts)
    marked = sign(slot.stage, outside=slot.outside)
    return Line(slot, marked, step.post.local, step.after, slot.pk == wish.slot_id, found, loses)


def _post(slot: Slot) -> Post:
    local = plan.wall(slot.planned_local) if slot.planned_local is not None else None
    return Post(slot.pk, frozenset(channel.pk for channel in slot.channels.all()), local, slot.zone)


def channel_of_act(act: Moving) -> int | None:
    """Return the channel whose queue the act changed. One query."""
    found = Turn.objects.filter(slot__moves__moving=act)
    return found.values_list("channel_id", flat=True).first()
