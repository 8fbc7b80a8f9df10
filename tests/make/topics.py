"""Topics, briefs and audiences."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from eichhorn.channels.models import Channel
from eichhorn.people.models import Person
from eichhorn.planning.models import Slot
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.topics import services
from eichhorn.topics.models import Audience, Brief, Topic
from eichhorn.topics.rules import TopicState
from eichhorn.topics.services import Described
from tests import make

numbers = count(1)


def topic(
    name: str = "", *, owner: Person | None = None, goal: Goal | None = None, pillar: Pillar | None = None,
    audiences: Iterable[Audience] = (), begins_on: date = date(2026, 5, 1), ends_on: date = date(2026, 8, 1),
    state: TopicState = TopicState.PLANNED,
) -> Topic:  # fmt: skip
    """Return a new topic, running on the day on which tests play."""
    said = Described(
        name or f"Thema {next(numbers)}",
        owner or make.people.person(),
        begins_on,
        ends_on,
        goal,
        pillar,
        tuple(audiences),
        state,
    )
    return services.set_topic(said=said, by=None, now=make.people.NOW)


def brief(of: Topic, message: str = "Wir sagen es vorher.", *, based_on: int = 0, **parts: str) -> Brief:
    return services.write_brief(
        topic=of, parts={"message": message, **parts}, based_on=based_on, by=None, now=make.people.NOW
    )


def tied(slot: Slot, to: Topic) -> None:
    services.tie(slot_id=slot.pk, topic=to, by=None, now=make.people.NOW)


def audience(name: str = "", *, channels: Iterable[Channel] = (), goals: Iterable[Goal] = ()) -> Audience:
    return services.set_audience(
        name=name or f"Zielgruppe {next(numbers)}", who="", wants="", channels=channels, goals=goals, by=None,
        now=make.people.NOW,
    )  # fmt: skip
