"""Regions, occasions of the house, elections, and dates from a file."""

from datetime import date, timedelta

from eichhorn.occasions import services
from eichhorn.occasions.models import Entry, Region, Source
from eichhorn.occasions.rules import Dated, Kind, Level
from eichhorn.occasions.services import Wording
from tests import make

NOW = make.people.NOW


def region(of: str = "DE-NW", *, school: bool = False) -> Region:
    """The holidays of the region are shown."""
    return services.show(of=of, school=school, by=None, now=NOW)


def entry(
    name: str = "Tag der offenen Tür", *, begins_on: date = date(2026, 6, 20), days: int = 1, yearly: bool = False,
    lead_days: int | None = None, name_en: str = "",
) -> Entry:  # fmt: skip
    """Return an occasion of the house that lasts so many days."""
    wording = Wording(
        name=name, name_en=name_en, begins_on=begins_on, ends_on=begins_on + timedelta(days=days), yearly=yearly,
        lead_days=lead_days,
    )  # fmt: skip
    return services.add(wording=wording, by=None, now=NOW)


def election(name: str = "Kommunalwahl", *, begins_on: date = date(2026, 6, 1), day: date = date(2026, 9, 13)) -> Entry:
    """Return the time before an election that ends with the day of it."""
    wording = Wording(
        name=name, name_en="Local election", begins_on=begins_on, ends_on=day + timedelta(days=1), kind=Kind.ELECTION,
        level=Level.LOCAL,
    )  # fmt: skip
    return services.add(wording=wording, by=None, now=NOW)


def dates(name: str = "Schulferien Zürich", *, periods: tuple[tuple[str, date, date], ...] = ()) -> Source:
    """Return school holidays that were read from a file: name, first day, first day after."""
    found = periods or (("Sommerferien", date(2026, 7, 13), date(2026, 8, 17)),)
    read = [Dated(one, "", begins, ends, yearly=False) for one, begins, ends in found]
    return services.take_in(name=name, kind=Kind.SCHOOL, dates=read, by=None, now=NOW)
