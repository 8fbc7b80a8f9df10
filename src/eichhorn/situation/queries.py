"""Whether everything is held or stands still, and since when."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from eichhorn.foundation import standstill
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.situation.models import Hold
from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting


def current() -> Hold | None:
    """Return the hold in force, with who began it. One query."""
    return Hold.objects.select_related("begun_by").filter(open_key=True).first()


def latest() -> Hold | None:
    """Return the hold that began last, lifted or not. One query."""
    return Hold.objects.order_by("-begun_at", "-pk").first()


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the standstill, for those who can end it or would wonder. One query where there is none."""
    standing = standstill.current()
    if standing is None:
        return []
    may = people.may(person, Act.ADMINISTER, now=now)
    if not may and not people.may(person, Act.PUBLISH, now=now):
        return []
    return [
        Waiting(
            kind="due", icon="player-pause", sign=StateKind.STOP, since=standing.begun_at, effort_minutes=5,
            title=_("Nothing leaves: is the other installation off?"),
            line=_("This one was restored or moved. Somebody confirms that it is the only one.")
            if may
            else _("This one was restored or moved. Somebody who administers Eichhorn confirms that it is the only one."),
            href=reverse("situation:standstill"), action=_("Look and confirm") if may else _("See why"),
        )
    ]  # fmt: skip
