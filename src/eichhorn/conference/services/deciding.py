"""Deciding about a line: the change happens by the service of the thing's own room, and what it changed is kept.

The difficult thing: what is decided must be what is kept. So both are one transaction: the meeting's row is locked, then
the thing's; how it stands is compared with what was seen; the room changes it; and before and after are read from the
thing itself, not from what was wished.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.conference import queries
from eichhorn.conference.models import Decision, Line
from eichhorn.conference.queries import Stands
from eichhorn.conference.rules import DEEDS, Deed, Standing, State, Why, changes
from eichhorn.conference.services.meetings import locked
from eichhorn.content import services as content
from eichhorn.foundation import audit
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries as house
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planned
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.situation import services as situation
from eichhorn.strategy.models import Goal


class NotRunning(Exception):
    """The meeting is not open, or closed already: nothing is decided in it."""


class ChangedMeanwhile(Exception):
    """The thing, or what was decided about it, is not what was seen. It stands as `stands` says."""

    def __init__(self, stands: Stands) -> None:
        super().__init__("changed meanwhile")
        self.stands = stands


class NothingSaid(Exception):
    """Nothing changed, and no word says what was decided."""


class NotPossible(Exception):
    """The room says No: it is out already, or held already, or the thing is gone."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody decided, as far as the deed needs it."""

    deed: Deed
    note: str = ""
    when: datetime | None = None
    """Wall-clock time."""
    goal: Goal | None = None
    title: str = ""
    """Of a post that comes into the plan."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed left behind besides a changed thing."""

    after: Standing | None = None
    made: int | None = None
    hold: str = ""


@transaction.atomic
def decide(*, line_id: int, wish: Wish, seen: str, by: Person, now: datetime) -> Decision:
    """The change happened and is kept with before and after, or nothing did.

    `seen` is the mark of how the thing stood when somebody looked. Raises NotRunning, ChangedMeanwhile, NothingSaid,
    NotPossible, Line.DoesNotExist where the person may not read the line, and NotAllowed.
    """
    people.require(by, Act.PLAN, now=now)
    meeting_id = Line.objects.values_list("meeting", flat=True).get(pk=line_id)
    if locked(meeting_id).state != State.RUNNING:
        raise NotRunning
    line = queries.line(line_id, person=by, now=now)
    if line.slot_id is not None and Slot.objects.filter(pk=line.slot_id).exists():
        planning.locked(line.slot_id)
    before = queries.standings([line])[line.pk]
    if before.mark != seen:
        raise ChangedMeanwhile(before)
    if wish.deed not in DEEDS[Why(line.why)]:
        raise NotPossible
    done = _do(line, wish, by, now)
    was = _noted_last(line) if wish.deed is Deed.NOTE else before.standing
    after = done.after if done.after is not None else queries.standings([line])[line.pk].standing
    after = replace(after, hold=done.hold) if done.hold else after
    if wish.deed is Deed.NOTE and not wish.note and not changes(was, after):
        raise NothingSaid
    decision = Decision.objects.create(
        line=line, deed=wish.deed, note=wish.note, noted_by=by, at=now, made_slot_id=done.made,
        kept_before=asdict(was), kept_after=asdict(after),
    )  # fmt: skip
    audit.record(
        "conference.decided", of=("meeting", meeting_id), by=by.pk, now=now,
        details={"line": line.number, "deed": wish.deed, "slot": line.slot_id or done.made, "request": line.request_id},
    )  # fmt: skip
    return decision


def _noted_last(line: Line) -> Standing:
    """Return how the thing stood when the meeting last noted something of it: what became of it since is what is kept."""
    decided = list(line.decisions.all())
    return replace(decided[-1].after, hold="") if decided and not decided[-1].after.title else line.standing


def _do(line: Line, wish: Wish, by: Person, now: datetime) -> Done:
    try:
        return DOES[wish.deed](line, wish, by, now)
    except (ForbiddenMove, planning.NotMovable, situation.HeldAlready, content.Finished, Slot.DoesNotExist) as no:
        raise NotPossible from no


def _move(line: Line, wish: Wish, by: Person, now: datetime) -> Done:
    assert wish.when is not None
    planning.move(slot=_slot(line), planned_local=wish.when, by=by, now=now)
    return Done()


def _put_back(line: Line, _wish: Wish, by: Person, now: datetime) -> Done:
    slot = _slot(line)
    for channel in slot.channels.all():
        people.require(by, Act.PLAN, now=now, channel=channel.pk)
    planning.advance(slot=slot, to=Stage.CANCELLED, now=now)
    return Done()


def _begin(line: Line, _wish: Wish, by: Person, now: datetime) -> Done:
    content.begin(slot=_slot(line), by=by, now=now)
    return Done()


def _set_goal(line: Line, wish: Wish, by: Person, now: datetime) -> Done:
    slot = _slot(line)
    planning.describe(
        slot=slot, title=slot.title, goal=wish.goal, kind=slot.kind, effort_minutes=slot.effort_minutes, movable=slot.movable,
        confidential=slot.confidential, channels=list(slot.channels.all()), by=by, now=now,
    )  # fmt: skip
    return Done()


def _plan(line: Line, wish: Wish, by: Person, now: datetime) -> Done:
    slot = planning.plan(
        title=wish.title, goal=Goal.objects.filter(pk=line.goal_id or 0).first(), channels=Channel.objects.filter(pk=line.channel_id or 0),
        kind=planned.usual_kind(), planned_local=wish.when, zone=house.zone().key, by=by, now=now,
    )  # fmt: skip
    when = wish.when.isoformat() if wish.when is not None else ""
    goal = slot.goal.name if slot.goal is not None else ""
    return Done(Standing(stage=Stage.IDEA, title=slot.title, when=when, goal=goal), made=slot.pk)


def _hold(_line: Line, wish: Wish, by: Person, now: datetime) -> Done:
    if not wish.note:
        raise NothingSaid
    held = situation.hold(reason=wish.note, by=by, now=now)
    return Done(hold=held.reason)


def _nothing(_line: Line, _wish: Wish, _by: Person, _now: datetime) -> Done:
    return Done()


DOES: dict[Deed, Callable[[Line, Wish, Person, datetime], Done]] = {
    Deed.MOVE: _move, Deed.PUT_BACK: _put_back, Deed.BEGIN: _begin, Deed.SET_GOAL: _set_goal, Deed.PLAN: _plan,
    Deed.HOLD: _hold, Deed.NOTE: _nothing, Deed.ADJOURN: _nothing,
}  # fmt: skip


def _slot(line: Line) -> Slot:
    return Slot.objects.prefetch_related("channels").get(pk=line.slot_id or 0)
