"""Things that a body names by their numbers: found where they may be chosen, else refused at their place."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from eichhorn.api import invalid
from eichhorn.api.caller import Caller
from eichhorn.channels import queries as channel_queries
from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.ideas.models import Idea
from eichhorn.occasions.models import Entry
from eichhorn.people import queries as people
from eichhorn.people.models import Person, Team
from eichhorn.planning import queries as planning
from eichhorn.planning.models import KindOfWork, Tag
from eichhorn.planning.rules.tags import key_of, tag_of
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Campaign, Goal, Pillar
from eichhorn.topics import queries as topics
from eichhorn.topics.models import Topic


def zone() -> str:
    """Return the zone in which the house plans: the one that counts around every request. No query."""
    return timezone.get_current_timezone_name()


def channels(numbers: Sequence[int], *, at: str = "channels") -> list[Channel]:
    """Return the channels in use of these numbers. One query."""
    known = {channel.pk: channel for channel in channel_queries.chosen(numbers)} if numbers else {}
    for place, number in enumerate(numbers):
        if number not in known:
            raise invalid.at(f"{at}/{place}", _("There is no such channel in use."))
    return [known[number] for number in dict.fromkeys(numbers)]


def draft(number: int, caller: Caller, *, at: str = "draft") -> Draft:
    """Return the draft of a post that they may see, with its slot and what that belongs to. One query."""
    slots = planning.visible_to(caller.person, now=caller.now).order_by().values("pk")
    beside = ("slot__campaign", "slot__goal__pillar", "slot__pillar")
    found = Draft.objects.select_related(*beside).filter(pk=number, slot__in=slots).first()
    if found is None:
        raise invalid.at(at, _("There is no such post."))
    return found


def goal(number: int | None, now: datetime, *, standing: Goal | None = None, at: str = "goal") -> Goal | None:
    """Return the goal, if its period runs or is still to come, or if it was chosen before. Two queries."""
    if number is None:
        return None
    if standing is not None and standing.pk == number:
        return standing
    found = strategy.living().filter(pk=number, ends_on__gt=people.today(now)).first()
    if found is None:
        raise invalid.at(at, _("There is no such goal whose period runs or is still to come."))
    return found


def parent(number: int | None, standing: Goal | None) -> Goal | None:
    """Return the goal to serve, if nobody archived it, or if what stands serves it already. One query."""
    if number is None:
        return None
    found = strategy.every_goal().filter(pk=number).first()
    serves_already = standing is not None and standing.parent_id == number
    if found is None or (found.archived_at is not None and not serves_already):
        raise invalid.at("parent", _("There is no such goal, or it is archived."))
    return found


def campaign(number: int | None, *, standing: Campaign | None = None, at: str = "campaign") -> Campaign | None:
    """Return the campaign, if it runs or is still to come, or if it was chosen before. One query."""
    if number is None:
        return None
    if standing is not None and standing.pk == number:
        return standing
    found = strategy.campaigns().filter(pk=number).first()
    if found is None:
        raise invalid.at(at, _("There is no such campaign that runs or is still to come."))
    return found


def tag(name: str) -> Tag | None:
    """Return the tag that is written so, whatever its capitals; None where no post has it. One query."""
    return planning.tags_in_use().filter(key=key_of(tag_of(name))).first()


def kind(number: int | None) -> KindOfWork | None:
    """Return the kind of work. One query."""
    if number is None:
        return None
    found = planning.kinds().filter(pk=number).first()
    if found is None:
        raise invalid.at("kind", _("There is no such kind of work."))
    return found


def person(number: int | None, caller: Caller, *, at: str = "owner") -> Person:
    """Return the person, if they are here; the token's owner where no number is given. Two queries."""
    if number is None:
        return caller.person
    here = people.here(Person.objects.filter(pk=number), on=people.today(caller.now)).first()
    if here is None:
        raise invalid.at(at, _("There is no such person here."))
    return here


def team(number: int | None) -> Team | None:
    """Return the team. One query."""
    if number is None:
        return None
    found = Team.objects.filter(pk=number).first()
    if found is None:
        raise invalid.at("team", _("There is no such team."))
    return found


def topic(number: int | None, standing: Idea | None = None) -> Topic | None:
    """Return the topic, if something new can belong to it, or if the idea has it already. One query."""
    if number is None:
        return None
    if standing is not None and standing.topic_id == number:
        return standing.topic
    found = topics.open_topics().filter(pk=number).first()
    if found is None:
        raise invalid.at("topic", _("There is no such topic to which something new can belong."))
    return found


def pillar(number: int | None, standing: Goal | Entry | Idea | Topic | None) -> Pillar | None:
    """Return the pillar, if it is in use, or if what stands has it already. One query."""
    if number is None:
        return None
    if standing is not None and standing.pillar_id == number:
        return standing.pillar
    found = strategy.pillars().filter(pk=number).first()
    if found is None:
        raise invalid.at("pillar", _("There is no such pillar in use."))
    return found
