"""Ideas, as people keep and send them."""

from datetime import datetime

from eichhorn.ideas import services
from eichhorn.ideas.models import Door, Idea
from eichhorn.ideas.rules import Lasts
from eichhorn.ideas.services import NewPicture, Said
from eichhorn.people.models import Person
from tests import make
from tests.make.people import NOW


def idea(
    title: str = "Trinkbrunnen am Markt", *, by: Person | None = None, door: Door | None = None, pictures: int = 0,
    now: datetime = NOW, **more: object,
) -> Idea:  # fmt: skip
    """Return an idea of the team, or where a door is given one that came by it."""
    new = [NewPicture(make.media.png(width=20 + number), f"foto-{number}.png") for number in range(pictures)]
    return services.add(said=Said(title=title, new=new, **more), by=by, door=door, now=now)  # type: ignore[arg-type]


def door(
    name: str = "Hafenbecken", *, by: Person | None = None, lasts: Lasts = Lasts.MONTH, now: datetime = NOW
) -> tuple[Door, str]:
    """Return a link for phones and its token."""
    return services.open_door(name=name, lasts=lasts, by=by, now=now)


def aside(one: Idea, *, by: Person, because: str = "Zu früh", now: datetime = NOW) -> Idea:
    return services.put_aside(idea=one, because=because, by=by, now=now)
