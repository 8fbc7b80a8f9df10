"""Editorial meetings."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import count

from eichhorn.conference import queries, services
from eichhorn.conference.models import Decision, Line, Meeting
from eichhorn.conference.rules import Deed, Why
from eichhorn.conference.services import Wish
from eichhorn.people.models import Person
from tests import make

numbers = count(1)


def prepared(
    *, by: Person | None = None, people: Collection[Person] = (), now: datetime = make.people.NOW, title: str = ""
) -> Meeting:
    """Return a meeting that begins in an hour."""
    return services.prepare(
        title=title or f"Redaktionskonferenz {next(numbers)}", begins_at=now + timedelta(hours=1), taking_part=people, by=by,
        now=now,
    )  # fmt: skip


def running(*, by: Person, people: Collection[Person] = (), now: datetime = make.people.NOW) -> Meeting:
    """Return a meeting whose agenda was built just now."""
    return services.open_(meeting=prepared(by=by, people=people, now=now), by=by, now=now)


def closed(*, by: Person, people: Collection[Person] = (), now: datetime = make.people.NOW) -> Meeting:
    return services.close(meeting=running(by=by, people=people, now=now), by=by, now=now)


def lines(meeting: Meeting, why: Why | None = None, *, seen_by: Person, now: datetime = make.people.NOW) -> list[Line]:
    """Return the lines that the person sees, of one kind where it is named."""
    found = queries.visible_lines(meeting, person=seen_by, now=now)
    return [line for line in found if why is None or line.why == why]


def line(meeting: Meeting, why: Why, *, seen_by: Person, now: datetime = make.people.NOW) -> Line:
    """Return the one line of the kind."""
    [found] = lines(meeting, why, seen_by=seen_by, now=now)
    return found


def decided(
    line: Line, deed: Deed, *, by: Person, now: datetime = make.people.NOW, seen: str | None = None, **wish: object
) -> Decision:
    """Decide as somebody who sees the line as it stands now."""
    fresh = queries.line(line.pk, person=by, now=now)
    mark = queries.standings([fresh])[fresh.pk].mark if seen is None else seen
    return services.decide(line_id=line.pk, wish=Wish(deed, **wish), seen=mark, by=by, now=now)  # type: ignore[arg-type]
