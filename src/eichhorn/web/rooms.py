"""The rooms that the hall shows together, as one list each.

They are imported like any other module, so the layers contract sees them; a new room takes its line here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from eichhorn.allies import queries as allies
from eichhorn.carrying import queries as carrying
from eichhorn.channels import queries as channels
from eichhorn.concept import queries as concept
from eichhorn.conference import queries as conference
from eichhorn.content import queries as content
from eichhorn.delivery import queries as delivery
from eichhorn.desk import queries as desk
from eichhorn.dialogue import queries as dialogue
from eichhorn.duty import queries as duty
from eichhorn.ideas import queries as ideas
from eichhorn.library import duties as library
from eichhorn.mailbox import queries as mailbox
from eichhorn.notices import queries as notices
from eichhorn.occasions import queries as occasions
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.remarks import queries as remarks
from eichhorn.review import queries as review
from eichhorn.situation import queries as situation
from eichhorn.ui.waiting import Waiting
from eichhorn.webhooks import queries as webhooks

type WaitingFor = Callable[[Person, datetime], list[Waiting]]

WAITING: tuple[WaitingFor, ...] = (
    lambda person, now: situation.waiting_for(person, now=now),
    lambda person, now: delivery.waiting_for(person, now=now),
    lambda person, now: review.waiting_for(person, now=now),
    lambda person, now: remarks.waiting_for(person, now=now),
    lambda person, now: content.waiting_for(person, now=now),
    lambda person, now: desk.waiting_for(person, now=now),
    lambda person, now: mailbox.waiting_for(person, now=now),
    lambda person, now: dialogue.waiting_for(person, now=now),
    lambda person, now: library.waiting_for(person, now=now),
    lambda person, now: ideas.waiting_for(person, now=now),
    lambda person, now: allies.waiting_for(person, now=now),
    lambda person, now: conference.waiting_for(person, now=now),
    lambda person, now: concept.waiting_for(person, now=now),
    lambda person, now: carrying.waiting_for(person, now=now),
    lambda person, now: occasions.waiting_for(person, now=now),
    lambda person, now: duty.waiting_for(person, now=now),
    lambda person, now: channels.waiting_for(person, now=now),
    lambda person, now: notices.waiting_for(person, now=now),
    lambda person, now: webhooks.waiting_for(person, now=now),
)
"""Every room in which something can wait for somebody."""


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return all that waits for the person, room by room, then what waits for those for whom they stand in today."""
    own = _waiting(person, now)
    return own + _in_deputy(person, {(row.href, row.title) for row in own}, now)


def _waiting(person: Person, now: datetime) -> list[Waiting]:
    return [row for room in WAITING for row in room(person, now)]


def _in_deputy(person: Person, known: set[tuple[str, str]], now: datetime) -> list[Waiting]:
    """Return what waits for absent people, each row once; of somebody who may more than the person only that it waits.

    What the absent may read and the deputy may not stays unread so: no title of it is shown.
    """
    found: list[Waiting] = []
    absent = duty.stands_in_for(person, now=now)
    acts = people.acts(person, now=now) if absent else frozenset()
    for one in absent:
        if not people.acts(one, now=now) <= acts:
            found.append(_may_less(one, now))
            continue
        for row in _waiting(one, now):
            if (row.href, row.title) not in known:
                known.add((row.href, row.title))
                line = gettext("In place of %(name)s · %(line)s") % {"name": one.name, "line": row.line}
                found.append(replace(row, line=line))
    return found


def _may_less(absent: Person, now: datetime) -> Waiting:
    return Waiting(
        kind="later", icon="users", title=gettext("You stand in for %(name)s") % {"name": absent.name},
        line=gettext("Your role allows less than theirs, so what waits for them is not shown here."),
        href=reverse("duty:own"), action=gettext("Look at it"), since=now,
    )  # fmt: skip
