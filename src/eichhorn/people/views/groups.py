"""The house itself, its departments and teams."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock
from eichhorn.people import queries, services
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.forms import NameForm, OrganisationForm, TeamForm
from eichhorn.people.models import Department, Person, Team
from eichhorn.people.rules import Act


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def organisation(request: HttpRequest) -> HttpResponse:
    """Change the house's name, clock and hours."""
    by, now, house = person_of(request), clock.now(), queries.organisation()
    services.require(by, Act.ADMINISTER, now=now)
    initial = {name: getattr(house, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.change_organisation(by=by, now=now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return SeeOther(reverse("people:organisation"))
    return render(request, "people/organisation.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def departments(request: HttpRequest) -> HttpResponse:
    """Show departments and teams; add a department."""
    by, now = person_of(request), clock.now()
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.add_department(name=form.cleaned_data["name"], by=by, now=now)
        except services.NameTaken:
            form.add_error("name", _("There is a department of this name already."))
        else:
            return _to_list()
    here = Count("persons", filter=Q(persons__left_on__isnull=True))
    shown = {
        "departments": queries.departments().annotate(persons_here=here),
        "teams": Team.objects.prefetch_related("members").order_by("name", "pk"),
        "administers": queries.may(by, Act.ADMINISTER, now=now),
        "form": form,
    }
    return render(request, "people/departments.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give a department another name."""
    by, now, department = person_of(request), clock.now(), get_object_or_404(Department, pk=number)
    services.require(by, Act.ADMINISTER, now=now)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": department.name})
    if form.is_valid():
        try:
            services.rename_department(department=department, name=form.cleaned_data["name"], by=by, now=now)
        except services.NameTaken:
            form.add_error("name", _("There is a department of this name already."))
        else:
            messages.success(request, _("Saved."))
            return _to_list()
    return render(request, "people/department.html", {"form": form, "department": department})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_team(request: HttpRequest) -> HttpResponse:
    """Put persons together as a team."""
    by, now = person_of(request), clock.now()
    services.require(by, Act.ADMINISTER, now=now)
    form = TeamForm(request.POST if request.method == "POST" else None, people=_people(None))
    if form.is_valid():
        try:
            services.add_team(by=by, now=now, **form.cleaned_data)
        except services.NameTaken:
            form.add_error("name", _("There is a team of this name already."))
        else:
            return _to_list()
    return render(request, "people/team.html", {"form": form, "team": None})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team(request: HttpRequest, number: int) -> HttpResponse:
    """Change a team's name and members."""
    by, now, one = person_of(request), clock.now(), get_object_or_404(Team, pk=number)
    services.require(by, Act.ADMINISTER, now=now)
    initial = {"name": one.name, "members": one.members.all()}
    form = TeamForm(request.POST if request.method == "POST" else None, people=_people(one), initial=initial)
    if form.is_valid():
        try:
            services.change_team(team=one, by=by, now=now, **form.cleaned_data)
        except services.NameTaken:
            form.add_error("name", _("There is a team of this name already."))
        else:
            return _to_list()
    return render(request, "people/team.html", {"form": form, "team": one})


def _people(team: Team | None) -> object:
    """Return who can be chosen: everybody with an account, and whoever is a member already."""
    members = Q(teams=team) if team is not None else Q()
    choosable = Person.objects.filter(Q(left_on__isnull=True, user__isnull=False) | members)
    return choosable.distinct().order_by("name", "pk")


def _to_list() -> HttpResponse:
    return SeeOther(reverse("people:departments"))
