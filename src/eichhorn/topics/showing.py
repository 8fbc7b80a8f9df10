"""The brief beside what is written for its topic: on the page of a planned post and in the composer."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.topics import queries
from eichhorn.topics.models import Brief
from eichhorn.topics.words import PARTS


def parts_of(brief: Brief | None) -> list[tuple[Promise, str]]:
    """Return the parts that are written, each with its heading, in the order in which they are read."""
    return [(word, getattr(brief, name)) for name, word in PARTS.items() if brief is not None and getattr(brief, name)]


def panel(slot: Slot, *, request: HttpRequest) -> str:
    """Return the topic of the post with its brief, and the way to choose one. Two queries, one more for the permission."""
    topic = queries.topic_of(slot.pk)
    may_plan = people.may(person_of(request), Act.PLAN, now=clock.now()) and not slot.outside
    brief = queries.brief_of(topic) if topic is not None else None
    context = {"slot": slot, "topic": topic, "parts": parts_of(brief), "may_plan": may_plan}
    return render_to_string("topics/beside.html", context, request)
