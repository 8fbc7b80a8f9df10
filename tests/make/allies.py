"""Allies and asks, as people make them."""

from datetime import date, datetime

from eichhorn.allies import services
from eichhorn.allies.models import Ally, Ask, Given
from eichhorn.allies.rules import Gift, Way
from eichhorn.allies.services import Drafted, Gifted, Said
from eichhorn.ideas.services import NewPicture
from eichhorn.people.models import Person
from tests import make
from tests.make.people import NOW


def ally(person: Person, *, confirmed: bool = True, now: datetime = NOW, **said: object) -> Ally:
    """Return somebody's entry; unless told otherwise they have confirmed it and like to give photos."""
    entry = services.enter(person=person, said=Said(**{"gives": (Gift.PHOTO,)} | said), by=None, now=now)  # type: ignore[arg-type]
    return services.confirm(ally=entry, now=now) if confirmed else entry


def drafted(
    one: Ally, *, by: Person, title: str = "Auszubildende an der Drehbank", wants: tuple[Gift, ...] = (Gift.PHOTO,),
    way: Way = Way.MAIL, due_on: date | None = None, now: datetime = NOW, **more: object,
) -> Ask:  # fmt: skip
    """Return a prepared ask."""
    said = Drafted(title=title, wants=wants, letter="Mögen Sie uns ein Foto geben?", way=way, due_on=due_on, **more)  # type: ignore[arg-type]
    return services.draft(ally=one, drafted=said, by=by, now=now)


def asked(one: Ally, *, by: Person, now: datetime = NOW, **more: object) -> Ask:
    """Return an ask that was sent."""
    return services.ask(ask=drafted(one, by=by, now=now, **more), by=by, now=now)  # type: ignore[arg-type]


def given(
    ask: Ask, *, words: str = "Drei Wochen, dann saß der Griff.", pictures: int = 1, now: datetime = NOW
) -> Given:
    """Return what somebody sent for an ask."""
    new = [NewPicture(make.media.png(width=40 + number), f"foto-{number}.png") for number in range(pictures)]
    return services.give(ask=ask, gifted=Gifted(words=words, pictures=new, agreed=True), by=None, now=now)


def token_of(ask: Ask, *, by: Person, now: datetime = NOW) -> str:
    """Return the token of a link by which the ask is answered."""
    return services.link_for(ask=ask, by=by, now=now).rstrip("/").rpartition("/")[2]
