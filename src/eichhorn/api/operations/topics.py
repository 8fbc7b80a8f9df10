"""Topics and their briefs."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import topics as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.topics import queries, services
from eichhorn.topics.models import Audience, Topic
from eichhorn.topics.services import Described
from eichhorn.topics.words import PARTS

router = Router(tags=["topics"])
TopicId = Annotated[Numbered, Path(description="The number of the topic.", example=1)]


class TopicPage(Page[shown.TopicShown]):
    """A page of topics."""


@router.get("/topics", **operation("list_topics", Scope.READ, TopicPage))
def list_topics(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List all topics, also those that are done or were let go."""
    return page(queries.every_topic(), paging, shown.topic, TopicPage)


@router.post("/topics", **operation("set_topic", Scope.PLAN, shown.WholeTopicShown, status=201))
def set_topic(request: HttpRequest, given: shown.NewTopic) -> HttpResponse:
    """Set a topic."""
    made = _set(caller_of(request), given, None)
    return answers.said(_whole(made.pk), status=201, at=f"/topics/{made.pk}")


@router.get("/topics/{topic_id}", **operation("read_topic", Scope.READ, shown.WholeTopicShown))
def read_topic(request: HttpRequest, topic_id: TopicId) -> HttpResponse:
    """Read one topic with the latest version of its brief."""
    return answers.said(_whole(topic_id))


@router.put("/topics/{topic_id}", **operation("change_topic", Scope.PLAN, shown.WholeTopicShown))
def change_topic(request: HttpRequest, topic_id: TopicId, given: shown.NewTopic) -> HttpResponse:
    """Describe a topic anew, as a whole; its brief stays."""
    _set(caller_of(request), given, queries.every_topic().get(pk=topic_id))
    return answers.said(_whole(topic_id))


@router.put("/topics/{topic_id}/brief", **operation("write_brief", Scope.PLAN, shown.BriefShown, can=("collision",)))
def write_brief(request: HttpRequest, topic_id: TopicId, given: shown.NewBrief) -> HttpResponse:
    """Write the brief of a topic as a new version; the same words again make none."""
    caller, parts = caller_of(request), {name: getattr(given, name) for name in PARTS}
    topic = queries.every_topic().get(pk=topic_id)
    made = services.write_brief(
        topic=topic, parts=parts, based_on=given.based_on, by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(shown.brief(made))


@router.post("/topics/{topic_id}/posts", **operation("plan_topic_post", Scope.PLAN, shown.TopicPostShown, status=201))
def plan_topic_post(request: HttpRequest, topic_id: TopicId, given: shown.NewTopicPost) -> HttpResponse:
    """Plan a post for a topic, without a date yet; it pays into the topic's goal."""
    caller, topic = caller_of(request), queries.every_topic().get(pk=topic_id)
    slot = services.plan_post(
        topic=topic, title=given.title, zone=choices.zone(), by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(shown.TopicPostShown(slot=slot.pk), status=201, at=f"/slots/{slot.pk}")


def _whole(topic_id: int) -> shown.WholeTopicShown:
    topic = queries.every_topic().get(pk=topic_id)
    return shown.whole(topic, queries.brief_of(topic))


def _set(caller: Caller, given: shown.NewTopic, standing: Topic | None) -> Topic:
    if given.ends_on - given.begins_on < timedelta(days=1):
        raise invalid.at("ends_on", _("A period has one day at least: this is the first day after it."))
    goal = choices.goal(given.goal, caller.now, standing=standing.goal if standing is not None else None)
    said = Described(
        given.name, choices.person(given.owner, caller), given.begins_on, given.ends_on, goal,
        choices.pillar(given.pillar, standing), _audiences(given.audiences, standing), given.state,
    )  # fmt: skip
    return services.set_topic(said=said, by=caller.person, now=caller.now, topic=standing)


def _audiences(numbers: list[int], standing: Topic | None) -> tuple[Audience, ...]:
    """Return the audiences in use, or named by the topic before. Two queries at most."""
    known = {one.pk: one for one in queries.audiences().filter(pk__in=numbers)}
    if standing is not None:
        known |= {one.pk: one for one in standing.audiences.all()}
    for place, number in enumerate(numbers):
        if number not in known:
            raise invalid.at(f"audiences/{place}", _("There is no such audience in use."))
    return tuple(known[number] for number in dict.fromkeys(numbers))
