"""What of the meetings stands on somebody's day."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from eichhorn.conference.models import Meeting
from eichhorn.conference.queries.seen import running_or_next
from eichhorn.conference.rules import State
from eichhorn.people.models import Person
from eichhorn.ui import moments
from eichhorn.ui.waiting import Waiting


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the meetings of the person that run or begin within a day. One query."""
    return [_row(one, now) for one in running_or_next(now=now).filter(people=person)]


def _row(meeting: Meeting, now: datetime) -> Waiting:
    runs = meeting.state == State.RUNNING
    when = {"when": moments.day_time(meeting.begins_at)}
    return Waiting(
        kind="due" if runs else "later", icon="users-group", title=meeting.title,
        line=gettext("It has begun.") if runs else gettext("%(when)s. The agenda builds itself when it is opened.") % when,
        href=reverse("conference:meeting", args=[meeting.pk]),
        action=gettext("Go to the meeting") if runs else gettext("Look at it"), since=min(now, meeting.begins_at),
    )  # fmt: skip
