"""How much room is left on each day and in each week, while an arrangement is being made."""

from dataclasses import dataclass
from datetime import date

from eichhorn.planning.rules.making_room.plan import Asked, Plan, Standing, ceilings, hours, week


@dataclass(frozen=True, slots=True)
class Room:
    """Posts by channel and day, minutes by the Monday of the week; what is not in here is unknown and never full."""

    places: dict[tuple[int, date], int]
    minutes: dict[date, int]

    @classmethod
    def above(cls, plan: Plan) -> "Room":
        """Return the room that the plan leaves as it stands."""
        room = cls(ceilings(plan), hours(plan))
        for post in plan.standing:
            room.take(post, post.day)
        return room

    def copy(self) -> "Room":
        return Room(dict(self.places), dict(self.minutes))

    def has_place(self, channel: int, day: date) -> bool:
        return self.places.get((channel, day), 1) > 0

    def fits(self, one: Standing | Asked, day: date) -> bool:
        """Return whether each of its channels has a place on the day, and its week the hours."""
        enough = self.minutes.get(week(day), one.minutes) >= one.minutes
        return enough and all(self.has_place(channel, day) for channel in one.channels)

    def take(self, one: Standing | Asked, day: date) -> None:
        self._change(one, day, by=-1)

    def give_back(self, one: Standing | Asked, day: date) -> None:
        self._change(one, day, by=1)

    def _change(self, one: Standing | Asked, day: date, *, by: int) -> None:
        for channel in one.channels:
            if (channel, day) in self.places:
                self.places[channel, day] += by
        if week(day) in self.minutes:
            self.minutes[week(day)] += by * one.minutes
