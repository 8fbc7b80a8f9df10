"""The rooms that the hall shows together, as one list each.

They are imported like any other module, so the layers contract sees them; a new room takes its line here.
"""

from collections.abc import Callable
from datetime import datetime

from eichhorn.channels import queries as channels
from eichhorn.concept import queries as concept
from eichhorn.conference import queries as conference
from eichhorn.content import queries as content
from eichhorn.delivery import queries as delivery
from eichhorn.desk import queries as desk
from eichhorn.dialogue import queries as dialogue
from eichhorn.ideas import queries as ideas
from eichhorn.library import duties as library
from eichhorn.mailbox import queries as mailbox
from eichhorn.notices import queries as notices
from eichhorn.occasions import queries as occasions
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
    lambda person, now: conference.waiting_for(person, now=now),
    lambda person, now: concept.waiting_for(person, now=now),
    lambda person, now: occasions.waiting_for(person, now=now),
    lambda person, now: channels.waiting_for(person, now=now),
    lambda person, now: notices.waiting_for(person, now=now),
    lambda person, now: webhooks.waiting_for(person, now=now),
)
"""Every room in which something can wait for somebody."""


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return all that waits for the person, room by room."""
    return [row for room in WAITING for row in room(person, now)]
