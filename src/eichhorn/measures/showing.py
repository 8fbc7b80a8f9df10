"""The measures of a topic on its page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from eichhorn.foundation import clock
from eichhorn.measures import queries
from eichhorn.people import queries as people
from eichhorn.people.access import person_of
from eichhorn.people.rules import Act
from eichhorn.topics.models import Topic


def panel(topic: Topic, *, request: HttpRequest) -> str:
    """Return the measures of the topic, and the way to a new one."""
    may_plan = people.may(person_of(request), Act.PLAN, now=clock.now())
    context = {"topic": topic, "measures": queries.every_measure().filter(topic=topic), "may_plan": may_plan}
    return render_to_string("measures/beside.html", context, request)
