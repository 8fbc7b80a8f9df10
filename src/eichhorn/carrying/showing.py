"""Where something comes from, on its own page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from eichhorn.carrying import queries
from eichhorn.carrying.rules import Kind
from eichhorn.carrying.words import quarter
from eichhorn.measures.models import Measure
from eichhorn.strategy.models import Goal, Milestone
from eichhorn.topics.models import Topic


def of_topic(topic: Topic, *, request: HttpRequest) -> str:
    """Return what was decided about the topic; nothing where nothing was. One query."""
    return _panel(Kind.TOPIC, [topic.pk], request)


def of_measure(measure: Measure, *, request: HttpRequest) -> str:
    """Return what was decided about the measure; nothing where nothing was. One query."""
    return _panel(Kind.MEASURE, [measure.pk], request)


def of_goal(goal: Goal, *, request: HttpRequest) -> str:
    """Return what was decided about the milestones of the goal; nothing where nothing was. Two queries."""
    return _panel(Kind.MILESTONE, Milestone.objects.filter(goal=goal).values_list("pk", flat=True), request, named=True)


def _panel(kind: Kind, numbers: object, request: HttpRequest, named: object = None) -> str:
    found = list(queries.decisions_of(kind, numbers))  # type: ignore[arg-type]
    if not found:
        return ""
    context = {"decisions": [(one, quarter(one.was_on)) for one in found], "named": named}
    return render_to_string("carrying/beside.html", context, request)
