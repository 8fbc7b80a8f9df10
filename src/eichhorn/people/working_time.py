"""Hours in which somebody works here: Monday to Friday, from the start to the end of the service time.

The difficult thing: the service time is a wall-clock time in the organisation's zone, but an hour is sixty minutes. So
each day's service time is turned into two instants first, and hours are counted between instants.
Public holidays count as working days here: they belong to `occasions`, which stands above this room. Where they matter, in
the hours of the team, `planning.queries.hours` hands them in.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SATURDAY = 5


class ServiceHours(Protocol):
    """What of an organisation counts here."""

    zone: str
    service_begins: time
    service_ends: time


def is_service_time(moment: datetime, *, organisation: ServiceHours) -> bool:
    """Return whether somebody works at the moment; the end of the service time no longer counts."""
    local = moment.astimezone(ZoneInfo(organisation.zone))
    if local.weekday() >= SATURDAY:
        return False
    begins_at, ends_at = _service(local.date(), organisation)
    return begins_at <= moment < ends_at


def add_working_hours(start: datetime, hours: float, *, organisation: ServiceHours) -> datetime:
    """Return the instant at which so many working hours have passed since the start; in UTC."""
    left = timedelta(hours=hours)
    moment = start.astimezone(UTC)
    for begins_at, ends_at in _services_from(start, organisation):
        moment = max(moment, begins_at)
        if moment + left <= ends_at:
            return moment + left
        left -= max(ends_at - moment, timedelta())
        moment = max(moment, ends_at)
    raise OverflowError("no service time comes any more")


def working_hours_between(start: datetime, end: datetime, *, organisation: ServiceHours) -> float:
    """Return the working hours from the start to the end; none where the end comes first."""
    passed = timedelta()
    for begins_at, ends_at in _services_from(start, organisation):
        if begins_at >= end:
            return passed / timedelta(hours=1)
        passed += max(min(ends_at, end) - max(begins_at, start), timedelta())
    raise OverflowError("no service time comes any more")


def next_service(start: datetime, *, organisation: ServiceHours) -> datetime:
    """Return the start if it lies in the service time, else when the next service time begins; in UTC."""
    return add_working_hours(start, 0, organisation=organisation)


def _services_from(start: datetime, organisation: ServiceHours) -> Iterator[tuple[datetime, datetime]]:
    """Yield the service times that are not over at the start, oldest first."""
    day = start.astimezone(ZoneInfo(organisation.zone)).date()
    while True:
        if day.weekday() < SATURDAY:
            begins_at, ends_at = _service(day, organisation)
            if ends_at > start:
                yield begins_at, ends_at
        day += timedelta(days=1)


def _service(day: date, organisation: ServiceHours) -> tuple[datetime, datetime]:
    zone = ZoneInfo(organisation.zone)
    begins, ends = organisation.service_begins, organisation.service_ends
    return (
        datetime.combine(day, begins, zone).astimezone(UTC),
        datetime.combine(day, ends, zone).astimezone(UTC),
    )
