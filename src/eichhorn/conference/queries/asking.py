"""What is undecided, clashes or lacks a goal: the questions of the rooms before, as points of an agenda.

The difficult thing: an agenda is read by people in an hour, and the house may have 500 channels. So each kind has a
ceiling, the most pressing first, and one line says how much more there is. The count of queries does not grow.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db import models

from eichhorn.channels import queries as channels
from eichhorn.conference.queries.learning import learnt
from eichhorn.conference.rules import AHEAD_DAYS, CLOSE, MOST_OF_A_KIND, WAITED, Facts, Point, Why
from eichhorn.delivery import queries as delivery
from eichhorn.delivery.rules import State as Sending
from eichhorn.desk import queries as desk
from eichhorn.desk.rules import State as Asked
from eichhorn.occasions import queries as occasions
from eichhorn.occasions.rules import Kind
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import ENDED, Cadence, Stage, free_places
from eichhorn.planning.rules.gaps import LOOKS_BACK
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome

PRESSING = {Sending.UNSURE: 0, Sending.STOPPED: 1, Sending.EXPIRED: 2, Sending.BY_HAND: 3}


@dataclass(frozen=True, slots=True)
class Row:
    """A post on one of its channels, as far as clashes and places are concerned."""

    channel: int
    slot: int
    title: str
    local: datetime
    zone: str
    stage: Stage


def questions(person: Person, *, now: datetime) -> list[Point]:
    """Return what the meeting has to look at, as far as the person sees it, in the order of an agenda. Some 25 queries."""
    today = people.today(now)
    rows = _rows(person, today, now)
    names = dict(channels.active().filter(rehearsal=False).values_list("pk", "name"))
    places = planning.cadence(
        names,
        begins=today - LOOKS_BACK,
        ends=today + timedelta(days=AHEAD_DAYS + 1),
        holidays_of=planning.terms().holidays_of,
    )
    kinds: Sequence[Callable[[], list[Point]]] = (
        lambda: _requests(person, now),
        lambda: _approvals(person, now),
        lambda: _needing(person, now),
        lambda: _ideas(person, now),
        lambda: _gaps(rows, names, places, now),
        lambda: _full(rows, names, places),
        lambda: _close(rows, names, places),
        lambda: _holidays(rows, today),
        lambda: _elections(rows, today),
        lambda: _goals(person, today, now),
        lambda: _without_goal(person, today, now),
        lambda: learnt(person, now=now),
    )
    return [point for kind in kinds for point in shortened(kind())]


def shortened(points: list[Point]) -> list[Point]:
    """Return so many points of each kind as an agenda holds, and one that says how many more there are."""
    left_out = len(points) - MOST_OF_A_KIND
    if left_out <= 1:
        return points
    why, section = points[0].why, points[0].stands_in
    return [
        *points[:MOST_OF_A_KIND],
        Point(Why.MORE, "", Facts(count=left_out, what=why), section=section),
    ]


def _requests(person: Person, now: datetime) -> list[Point]:
    waiting = desk.visible_to(person, now=now).filter(state=Asked.RECEIVED, received_at__lte=now - WAITED)
    return [
        Point(
            Why.REQUEST, one.title, request=one.pk,
            facts=Facts(
                since=one.received_at.isoformat(), until=one.answer_due_at.isoformat(),
                other=one.department.name if one.department is not None else "",
            ),
        )
        for one in waiting.select_related("department").order_by("answer_due_at", "pk")
    ]  # fmt: skip


def _approvals(person: Person, now: datetime) -> list[Point]:
    asked = Approval.objects.filter(
        outcome=Outcome.OPEN, version=models.F("version__draft__latest"), version__draft__slot__stage=Stage.IN_REVIEW,
        version__draft__slot__in=planning.visible_to(person, now=now).filter(rehearsal=False).values("pk"),
    )  # fmt: skip
    return [
        Point(
            Why.APPROVAL, one.version.draft.slot.title, slot=one.version.draft.slot_id, approval=one.pk,
            facts=Facts(since=one.asked_at.isoformat(), until=one.answer_due_at.isoformat(), when=_kept(one.version.draft.slot)),
        )
        for one in asked.select_related("version__draft__slot").order_by("answer_due_at", "pk")
    ]  # fmt: skip


def _needing(person: Person, now: datetime) -> list[Point]:
    """Return each post of which a sending needs somebody, doubts first."""
    found = delivery.visible_to(person, now=now).filter(state__in=delivery.NEEDS, draft__isnull=False, due_at__lte=now)
    by_slot: dict[int, Point] = {}
    for row in sorted(found, key=lambda row: (PRESSING[Sending(row.state)], row.due_at)):
        assert row.draft is not None
        facts = Facts(since=row.due_at.isoformat(), where=channels.label(row.channel), state=row.state)
        by_slot.setdefault(
            row.draft.slot_id, Point(Why.NEEDS_SOMEONE, row.draft.slot.title, facts, slot=row.draft.slot_id)
        )
    return list(by_slot.values())


def _ideas(person: Person, now: datetime) -> list[Point]:
    ideas = planning.visible_to(person, now=now).filter(stage=Stage.IDEA, planned_local__isnull=True, rehearsal=False)
    return [
        Point(Why.IDEA, one.title, Facts(since=one.made_at.isoformat()), slot=one.pk)
        for one in ideas.order_by("made_at", "pk")
    ]


def _gaps(rows: list[Row], names: dict[int, str], places: Cadence, now: datetime) -> list[Point]:
    """Return each channel that says less in the next two weeks than it should, with free places for it, the emptiest first.

    Where so many posts a week are wished, that is the measure (`planning.gaps_of`); else every regular place is meant.
    """
    at = _times(rows)
    wall = rules.wall_of(now, people.zone().key)
    days = [wall.date() + timedelta(days=ahead) for ahead in range(AHEAD_DAYS)]
    wished = planning.gaps_of(names, cadence=places, today=days[0], until=days[-1] + timedelta(days=1))
    found = []
    for channel, name in names.items():
        open_days = [
            day for day in days
            if day not in places.holidays
            and (channel not in wished or any(gap.first <= day <= gap.last for gap in wished[channel]))
        ]  # fmt: skip
        free = {
            local
            for day in open_days
            for place in free_places(places.of(channel, day), at.get((channel, day), []))
            if (local := datetime.combine(day, place)) > wall
        }
        free |= {gap.begin_at for gap in wished.get(channel, ()) if gap.begin_at is not None}
        if free:
            written = tuple(local.isoformat() for local in sorted(free))
            found.append(Point(Why.GAP, name, Facts(days=written, count=len(written)), channel=channel))
    return sorted(found, key=lambda point: (-(point.facts.count or 0), point.title))


def _full(rows: list[Row], names: dict[int, str], places: Cadence) -> list[Point]:
    """Return the days on which a channel has more posts than places, the fullest first."""
    found = [
        Point(
            Why.FULL, names[channel], channel=channel,
            facts=Facts(when=datetime.combine(day, time()).isoformat(), count=len(times), of=len(places.of(channel, day))),
        )
        for (channel, day), times in _times(rows).items()
        if channel in names and places.has_ceiling(channel) and len(times) > len(places.of(channel, day))
    ]  # fmt: skip
    return sorted(found, key=lambda point: (point.facts.when, point.title))


def _close(rows: list[Row], names: dict[int, str], places: Cadence) -> list[Point]:
    """Return pairs of posts of one channel within an hour, unless both stand on places of that channel."""
    found: dict[tuple[int, int], Point] = {}
    ordered = sorted(rows, key=lambda row: (row.channel, row.local, row.slot))
    for one, other in pairwise(ordered):
        if one.channel != other.channel or one.channel not in names or other.local - one.local >= CLOSE:
            continue
        regular = places.of(one.channel, one.local.date())
        if one.local.time() in regular and other.local.time() in regular and one.local != other.local:
            continue
        facts = Facts(when=other.local.isoformat(), where=names[one.channel], other=one.title)
        found.setdefault(
            (one.slot, other.slot), Point(Why.CLOSE, other.title, facts, slot=other.slot, other_slot=one.slot)
        )
    return sorted(found.values(), key=lambda point: point.facts.when)


def _holidays(rows: list[Row], today: date) -> list[Point]:
    after = today + timedelta(days=AHEAD_DAYS)
    named = {
        one.begins_on: one.name for one in occasions.between(today, after) if one.kind is Kind.PUBLIC
    } | planning.holidays_between(today, after, of=planning.terms().holidays_of)
    return [
        Point(Why.HOLIDAY, row.title, Facts(when=row.local.isoformat(), other=named[row.local.date()]), slot=row.slot)
        for row in _once(rows)
        if row.local.date() in named
    ]


def _elections(rows: list[Row], today: date) -> list[Point]:
    """Return each time before an election in which posts stand."""
    found = []
    for one in occasions.between(today, today + timedelta(days=AHEAD_DAYS)):
        touched = sum(one.begins_on <= row.local.date() < one.ends_on for row in _once(rows))
        if one.kind is Kind.ELECTION and touched:
            last = datetime.combine(one.ends_on - timedelta(days=1), time())
            found.append(Point(Why.ELECTION, one.name, Facts(count=touched, when=last.isoformat(), other=one.name)))
    return found


def _goals(person: Person, today: date, now: datetime) -> list[Point]:
    return [
        Point(Why.GOAL, one.goal.name, Facts(count=one.out), goal=one.goal.pk)
        for one in planning.goal_posts(on=today, person=person, now=now)
        if not one.ahead
    ]


def _without_goal(person: Person, today: date, now: datetime) -> list[Point]:
    ends = today + timedelta(days=AHEAD_DAYS)
    loose = planning.posts_without_goal(begins=today, ends=ends, person=person, now=now).exclude(stage=Stage.OUT)
    return [Point(Why.WITHOUT_GOAL, one.title, Facts(when=_kept(one)), slot=one.pk) for one in loose]


def _rows(person: Person, today: date, now: datetime) -> list[Row]:
    """Return what stands on the channels in the next two weeks and is not over. One query."""
    begins = rules.kept(datetime.combine(today, time()))
    seen = planning.visible_to(person, now=now).filter(
        planned_local__gte=begins, planned_local__lt=begins + timedelta(days=AHEAD_DAYS), rehearsal=False
    )
    rows = seen.exclude(stage__in=ENDED).exclude(channels=None)
    return [
        Row(channel, pk, title, rules.wall(local), zone, Stage(stage))
        for channel, pk, title, local, zone, stage in rows.order_by("planned_local", "pk", "channels").values_list(
            "channels", "pk", "title", "planned_local", "zone", "stage"
        )
        if local is not None
    ]


def _once(rows: Iterable[Row]) -> Iterable[Row]:
    """Return each post once, on whichever channel."""
    return {row.slot: row for row in rows}.values()


def _times(rows: Iterable[Row]) -> dict[tuple[int, date], list[time]]:
    found: dict[tuple[int, date], list[time]] = {}
    for row in rows:
        found.setdefault((row.channel, row.local.date()), []).append(row.local.time())
    return found


def _kept(slot: Slot) -> str:
    return rules.wall(slot.planned_local).isoformat() if slot.planned_local is not None else ""
