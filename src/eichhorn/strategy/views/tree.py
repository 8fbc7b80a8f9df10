"""Goals as a tree, and putting a branch of it away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.strategy import branches, queries, services
from eichhorn.ui import say


@signed_in
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Show which goal serves which, and the goals that were put away."""
    now, person = clock.now(), person_of(request)
    context = {
        "leaves": branches.tree(on=people.today(now)), "archived": queries.archived(),
        "may_steer": people.may(person, Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "strategy/tree.html", context)


@signed_in
@require_POST
def archive(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Put a goal away with all that hangs below it."""
    goal = get_object_or_404(queries.every_goal(), pk=goal_id)
    number = services.archive_goal(goal=goal, by=person_of(request), now=clock.now())
    said = ngettext("%(count)s goal is archived.", "%(count)s goals are archived.", number)
    say.done(request, said % {"count": number})
    return SeeOther(reverse("strategy:tree"))


@signed_in
@require_POST
def bring_back(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Take a goal out of the archive."""
    goal = get_object_or_404(queries.every_goal(), pk=goal_id)
    try:
        services.bring_back_goal(goal=goal, by=person_of(request), now=clock.now())
    except services.IsArchived as above:
        say.problem(
            request, gettext("“%(name)s” above it is archived. Bring that one back first.") % {"name": above.goal.name}
        )
    else:
        say.done(request, gettext("“%(name)s” is there again.") % {"name": goal.name})
    return SeeOther(reverse("strategy:tree"))
