"""Who else writes here."""

from datetime import datetime, timedelta

from eichhorn.composer.models import Here
from eichhorn.content.models import Draft
from eichhorn.people.models import Person

FORGOTTEN_AFTER = timedelta(minutes=1)
MOST = 5


def others_here(draft: Draft, person: Person, *, now: datetime) -> tuple[str, ...]:
    """Return the names of the others who have the draft open at this moment, at most five. One query."""
    return tuple(
        Here.objects.filter(draft=draft, seen_at__gt=now - FORGOTTEN_AFTER)
        .exclude(person=person)
        .order_by("person__name", "pk")
        .values_list("person__name", flat=True)[:MOST]
    )
