"""The agenda as it is built when a meeting is opened: what was left open, what the rooms ask, and own points."""

from dataclasses import replace
from datetime import datetime

from eichhorn.conference.models import Line, Meeting
from eichhorn.conference.queries.asking import questions
from eichhorn.conference.queries.seen import visible_lines
from eichhorn.conference.rules import Deed, Point, Section, State, Why
from eichhorn.people.models import Person

ORDER = {section: number for number, section in enumerate(Section)}


def agenda(person: Person, *, now: datetime) -> list[Point]:
    """Return all points of a meeting that is opened now, as far as the person sees them, in their order."""
    fresh = questions(person, now=now)
    left = left_open(person, now=now, fresh=fresh)
    taken = {point.key for point in left}
    rest = [point for point in fresh if point.why is Why.MORE or point.key not in taken]
    return sorted([*left, *rest], key=lambda point: ORDER[point.stands_in])


def left_open(person: Person, *, now: datetime, fresh: list[Point]) -> list[Point]:
    """Return what the last meeting adjourned, and own points that nobody decided. Where a question arises no more, it says so."""
    last = Meeting.objects.filter(state=State.CLOSED).order_by("-closed_at", "-pk").first()
    if last is None:
        return []
    asked = {point.key: point for point in fresh}
    return [
        replace(_again(line, asked), came_from=line.pk, section=Section.LEFT_OPEN)
        for line in visible_lines(last, person=person, now=now)
        if is_left_open(line)
    ]


def is_left_open(line: Line) -> bool:
    """Return whether the line goes to the next meeting. Needs its decisions loaded, the latest last."""
    decided = list(line.decisions.all())
    if decided:
        return decided[-1].deed == Deed.ADJOURN
    return line.why == Why.POINT


def _again(line: Line, asked: dict[tuple[object, ...], Point]) -> Point:
    before = line.point
    if before.key in asked:
        return asked[before.key]
    return before if before.why is Why.POINT else replace(before, facts=replace(before.facts, settled=True))
