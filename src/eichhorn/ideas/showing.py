"""The ideas of a topic on its page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from eichhorn.foundation import clock
from eichhorn.ideas import queries
from eichhorn.people import queries as people
from eichhorn.people.access import person_of
from eichhorn.people.rules import Act
from eichhorn.topics.models import Topic

MOST = 10


def of_topic(topic: Topic, *, request: HttpRequest) -> str:
    """Return the newest ideas of the topic that wait, and the way to note one. One query, one more for the permission."""
    acts = people.acts(person_of(request), now=clock.now())
    found = list(queries.of_topic(topic)[: MOST + 1])
    context = {
        "topic": topic, "ideas": found[:MOST], "more": len(found) > MOST, "may_note": Act.READ in acts,
        "may_take": {Act.WRITE, Act.PLAN} <= acts,
    }  # fmt: skip
    return render_to_string("ideas/of_topic.html", context, request)
