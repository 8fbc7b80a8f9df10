"""Kinds of occasions, and on which days one that comes every year comes.

Periods are half-open. What comes every year keeps its length in days; what begins on 29 February begins on the 28th in
years without one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What an occasion is, in the order in which a day shows them."""

    PUBLIC = "public"
    """A public holiday."""
    ELECTION = "election"
    """The time before an election: public bodies keep back."""
    OWN = "own"
    """An occasion of the house, or one that it chose to keep."""
    SCHOOL = "school"
    """School holidays."""


KEPT = (Kind.OWN, Kind.ELECTION, Kind.SCHOOL)
"""Kinds that are kept as entries; public holidays and most school holidays are computed."""


class Level(StrEnum):
    """Who is elected."""

    EUROPE = "europe"
    COUNTRY = "country"
    STATE = "state"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion as it comes: for whom, on which days."""

    kind: Kind
    name: str
    """In the language of the page."""
    begins_on: date
    ends_on: date
    """The first day after it."""
    region: str = ""
    """Where it holds, as ISO 3166-2 writes it ("DE-NW") or as somebody named it; empty for everywhere."""
    entry_id: int | None = None
    """The entry behind it; None where it is computed."""
    level: Level | None = None
    """Who is elected, of an election."""

    def on(self, day: date) -> bool:
        """Return whether the day lies in it."""
        return self.begins_on <= day < self.ends_on

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def is_one_day(self) -> bool:
        return self.last_day == self.begins_on


def comings(begins_on: date, ends_on: date, *, yearly: bool, between: tuple[date, date]) -> Iterator[tuple[date, date]]:
    """Yield the periods, once or of every year, that touch the half-open period between; never before the first."""
    first, after = between
    if not yearly:
        if begins_on < after and ends_on > first:
            yield begins_on, ends_on
        return
    length = ends_on - begins_on
    for year in range(max(begins_on.year, first.year - 1), after.year + 1):
        begins = in_year(begins_on, year)
        if begins < after and begins + length > first:
            yield begins, begins + length


def in_year(day: date, year: int) -> date:
    """Return the same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
