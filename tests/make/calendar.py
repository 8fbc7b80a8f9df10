"""Kept views."""

from datetime import datetime
from itertools import count

from eichhorn.calendar import services
from eichhorn.calendar.models import Kept
from eichhorn.calendar.rules import Filter, View
from eichhorn.people.models import Person
from tests import make

numbers = count(1)


def view(
    name: str = "",
    *,
    view: View = View.WEEK,
    filter_: Filter = Filter(only="spontaneous"),  # noqa: B008 - it is frozen
    for_everybody: bool = True,
    by: Person,
    now: datetime = make.people.NOW,
) -> Kept:
    """Return a view that somebody keeps."""
    return services.keep(
        name=name or f"Ansicht {next(numbers)}", view=view, filter_=filter_, for_everybody=for_everybody, by=by, now=now
    )
