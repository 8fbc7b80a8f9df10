"""Days and times as people write them: "Do 11. Juni, 14:00", "Thu 11 June, 14:00", "seit 2 h".

The difficult thing: an aware moment is shown in the organisation's zone, which is the active time zone of the request;
a naive one is a plan and already local, so it is shown as it stands.
"""

from datetime import date, datetime, time

from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from django.utils.dateformat import time_format
from django.utils.translation import gettext, ngettext

type Moment = datetime | date


def local(moment: datetime) -> datetime:
    """Return the moment on the organisation's clock, naive."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def date_of(moment: Moment) -> str:
    """Return "11. Juni"."""
    value = local(moment) if isinstance(moment, datetime) else moment
    return date_format(value, "j. F" if (translation.get_language() or "").startswith("de") else "j F")


def day(moment: Moment, *, with_year: bool = False) -> str:
    """Return "Do 11. Juni", on wish with the year."""
    value = local(moment) if isinstance(moment, datetime) else moment
    return f"{date_format(value, 'D')} {date_of(value)}{date_format(value, ' Y') if with_year else ''}"


def clock(moment: datetime | time) -> str:
    """Return "14:00", "9:05"."""
    value = local(moment).time() if isinstance(moment, datetime) else moment
    return time_format(value, "G:i")


def day_time(moment: Moment) -> str:
    """Return "Do 11. Juni, 14:00"; of a bare date only the day."""
    if not isinstance(moment, datetime):
        return day(moment)
    return f"{day(moment)}, {clock(moment)}"


def since(moment: datetime, *, now: datetime) -> str:
    """Return how long something waits, as one says it: "seit 40 min", "seit 2 h", "seit gestern", "seit Do 11. Juni"."""
    begun, here = local(moment), local(now)
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("for %(count)s min", "for %(count)s min", minutes) % {"count": minutes}
    days = (here.date() - begun.date()).days
    if days == 0:
        return ngettext("for %(count)s h", "for %(count)s h", minutes // 60) % {"count": minutes // 60}
    if days == 1:
        return gettext("since yesterday")
    return gettext("since %(day)s") % {"day": day(begun, with_year=begun.year != here.year)}
