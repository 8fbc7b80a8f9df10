"""Regular places of the week, and which of them are free.

A channel has so many places on a weekday; that number is the ceiling of its day. What is planned fills places, wherever
on the day it stands: each planned time takes the nearest place that is still free, the earliest planned first. A channel
without any place has no ceiling; a newcomer is offered the usual time of a working day on which the channel is silent.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from eichhorn.planning.rules.wall import NoSuchTime, instant, wall

MOST_PLACES = 24
"""Of one channel on one day."""

OPEN_TIME = time(10)
"""Offered on channels for which nobody has declared places."""
HORIZON = timedelta(weeks=26)
"""How far ahead a free place is looked for."""
SATURDAY = 5

type Times = tuple[time, ...]


@dataclass(frozen=True, slots=True)
class Cadence:
    """The regular places by channel and weekday (0 is Monday), and the days on which nobody works."""

    places: Mapping[int, Mapping[int, Times]]
    holidays: frozenset[date] = frozenset()

    def has_ceiling(self, channel: int) -> bool:
        return bool(self.places.get(channel))

    def of(self, channel: int, day: date) -> Times:
        """Return the times of the channel's places on the day, earliest first."""
        return tuple(sorted(self.places.get(channel, {}).get(day.weekday(), ())))

    def works(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays


@dataclass(slots=True)
class Occupied:
    """What is planned: times by channel and day."""

    times: dict[tuple[int, date], list[time]] = field(default_factory=dict)

    def on(self, channel: int, day: date) -> list[time]:
        return self.times.get((channel, day), [])

    def add(self, channels: Iterable[int], local: datetime) -> None:
        for channel in channels:
            self.times.setdefault((channel, local.date()), []).append(local.time())

    def remove(self, channels: Iterable[int], local: datetime) -> None:
        for channel in channels:
            self.times[channel, local.date()].remove(local.time())


def free_places(places: Iterable[time], planned: Iterable[time]) -> Times:
    """Return the places that remain when each planned time has taken the nearest one that is still free."""
    free = sorted(places)
    for at in sorted(planned):
        if not free:
            break
        free.remove(min(free, key=lambda place: (abs(_minutes(place) - _minutes(at)), place)))
    return tuple(free)


def lacks_place(channel: int, day: date, *, cadence: Cadence, occupied: Occupied) -> bool:
    """Return whether the channel has a ceiling, and the day has reached it."""
    return cadence.has_ceiling(channel) and len(occupied.on(channel, day)) >= len(cadence.of(channel, day))


def next_free_place(
    channels: Collection[int], *, after: datetime, zone: str, cadence: Cadence, occupied: Occupied
) -> datetime | None:
    """Return the first wall-clock time after the given one at which every channel has a free place, or None.

    Channels may have their places at different times of a day: of those, the time is taken that is a free place on
    most of the channels, and the earliest of these.
    """
    start = wall(after)
    for ahead in range(HORIZON.days + 1):
        day = start.date() + timedelta(days=ahead)
        for at in places_on(day, channels, cadence=cadence, occupied=occupied):
            local = datetime.combine(day, at)
            if local > start and _exists(local, zone):
                return local
    return None


def working_days_after(start: date, days: int, *, cadence: Cadence) -> date:
    """Return the day on which so many working days have passed since the start."""
    day = start
    left = days
    while left > 0:
        day += timedelta(days=1)
        if cadence.works(day):
            left -= 1
    return day


def places_on(day: date, channels: Collection[int], *, cadence: Cadence, occupied: Occupied) -> list[time]:
    """Return the free times of the day that suit all channels, best first; none where one of them is full."""
    votes: dict[time, int] = {}
    bound = [channel for channel in channels if cadence.has_ceiling(channel)]
    silent = all(not occupied.on(channel, day) for channel in channels if channel not in bound)
    if not silent or not channels:
        return []
    if not bound:
        return [OPEN_TIME] if cadence.works(day) else []
    for channel in bound:
        free = free_places(cadence.of(channel, day), occupied.on(channel, day))
        if not free:
            return []
        for at in free:
            votes[at] = votes.get(at, 0) + 1
    return sorted(votes, key=lambda at: (-votes[at], at))


def _exists(local: datetime, zone: str) -> bool:
    try:
        instant(local, zone)
    except NoSuchTime:
        return False
    return True


def _minutes(at: time) -> float:
    return at.hour * 60 + at.minute + at.second / 60
