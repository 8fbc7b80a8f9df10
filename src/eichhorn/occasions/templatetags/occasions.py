"""What other rooms show of occasions: `{% load occasions %}{% neutrality slot.planned_local %}`."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template

from eichhorn.foundation import clock
from eichhorn.occasions import queries
from eichhorn.people import queries as people

register = template.Library()


@register.inclusion_tag("occasions/neutrality.html")
def neutrality(planned: datetime | date | None) -> dict[str, Any]:
    """Show one calm sentence where the wall-clock day (without one: today) lies before an election. One query."""
    day = planned if planned is not None else people.today(clock.now())
    return {"elections": queries.elections_on(day.date() if isinstance(day, datetime) else day)}


@register.filter
def day_before(day: date) -> date:
    """Return the day before: the last day of a half-open period."""
    return day - timedelta(days=1)
