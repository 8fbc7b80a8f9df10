"""Roles that the organisation puts together itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.people import own_roles, queries, services, wording
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import OwnRole
from eichhorn.people.provider_forms import OwnRoleForm
from eichhorn.people.rules import Act, RoleKind


@require_http_methods(["GET", "HEAD"])
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show every role and what it allows; everybody may know that."""
    shown = {
        "built_in": [(wording.role(kind), wording.role_hint(kind)) for kind in RoleKind],
        "own": [(role, wording.own_role(role), wording.acts_of(role)) for role in own_roles.all_of_them()],
        "administers": queries.may(person_of(request), Act.ADMINISTER, now=clock.now()),
    }
    return render(request, "people/roles.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Put a role together."""
    by, now = person_of(request), clock.now()
    services.require(by, Act.ADMINISTER, now=now)
    form = OwnRoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            own_roles.add(by=by, now=now, **form.cleaned_data)
        except services.NameTaken:
            form.add_error("name_de", _("There is a role of this name already."))
        else:
            messages.success(request, _("The role can be given from now on."))
            return _to_roles()
    return render(request, "people/own_role.html", {"form": form, "role": None})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a role is called and allows."""
    by, now, role = person_of(request), clock.now(), get_object_or_404(OwnRole, pk=number)
    services.require(by, Act.ADMINISTER, now=now)
    initial = {"name_de": role.name_de, "name_en": role.name_en, "acts": role.acts}
    form = OwnRoleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            own_roles.change(role=role, by=by, now=now, **form.cleaned_data)
        except services.NameTaken:
            form.add_error("name_de", _("There is a role of this name already."))
        else:
            messages.success(request, _("Saved. It holds at once for everybody who holds the role."))
            return _to_roles()
    return render(request, "people/own_role.html", {"form": form, "role": role, "title": wording.own_role(role)})


@require_POST
@signed_in
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take away a role that nobody was ever given."""
    role = get_object_or_404(OwnRole, pk=number)
    try:
        own_roles.remove(role=role, by=person_of(request), now=clock.now())
    except own_roles.RoleWasGiven:
        messages.error(request, _("Somebody holds this role or held it, so it stays."))
    else:
        messages.success(request, _("The role is gone."))
    return _to_roles()


def _to_roles() -> HttpResponse:
    return SeeOther(reverse("people:roles"))
