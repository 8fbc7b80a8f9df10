"""What the house agreed to, for everybody who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.guidelines import queries
from eichhorn.people.access import signed_in


@require_safe
@signed_in
def clauses(request: HttpRequest) -> HttpResponse:
    """Show the clauses in force, who agreed, and what a machine checks of them."""
    found = queries.shown()
    checked = sum(1 for clause in found if clause.checks)
    return render(request, "guidelines/in_force.html", {"clauses": found, "checked": checked})
