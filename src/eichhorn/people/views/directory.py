"""The directory: who is here, who may what, who is invited."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.people import directory, invitations, own_roles, queries, scopes, second_factor, services
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.forms import DayForm, PersonForm, RoleForm
from eichhorn.people.models import Person, Role
from eichhorn.people.rules import Act

ONE_DAY = timedelta(days=1)


@require_GET
@signed_in
def persons(request: HttpRequest) -> HttpResponse:
    """Show who is here; addresses and accounts to the administration only."""
    now, wanted = clock.now(), request.GET.get("q", "").strip()[:100]
    administers = queries.may(person_of(request), Act.ADMINISTER, now=now)
    found = directory.page(wanted=wanted, number=request.GET.get("page"), by_address=administers, now=now)
    shown = {"found": found, "wanted": wanted, "administers": administers}
    return render(request, "people/persons.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Take somebody into the directory."""
    by, now = person_of(request), clock.now()
    services.require(by, Act.ADMINISTER, now=now)
    form = PersonForm(request.POST if request.method == "POST" else None, initial={"language": by.language})
    if form.is_valid():
        try:
            added = services.add_person(by=by, now=now, **form.cleaned_data)
        except services.EmailTaken:
            form.add_error("email", _("Somebody in the directory has this address already."))
        else:
            messages.success(request, _("%(name)s is in the directory.") % {"name": added.name})
            return _to_person(added)
    return render(request, "people/add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show and change what the directory says of one person."""
    by, now, one = person_of(request), clock.now(), _one(number)
    services.require(by, Act.ADMINISTER, now=now)
    form = PersonForm(request.POST if request.method == "POST" else None, initial=_initial(one))
    if form.is_valid():
        try:
            services.change_person(person=one, by=by, now=now, **form.cleaned_data)
        except services.EmailTaken:
            form.add_error("email", _("Somebody in the directory has this address already."))
        else:
            messages.success(request, _("Saved."))
            return _to_person(one)
    return _page(request, one, form=form)


@require_POST
@signed_in
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Mail the person a link by which they choose a password."""
    one = _one(number)
    try:
        invitations.invite(person=one, by=person_of(request), now=clock.now())
    except services.HasAccount:
        messages.warning(request, _("%(name)s has an account already.") % {"name": one.name})
    else:
        messages.success(request, _invited() % {"email": one.email})
    return _to_person(one)


@require_POST
@signed_in
def give_role(request: HttpRequest, number: int) -> HttpResponse:
    """Let the person do more, from a day on."""
    by, now, one = person_of(request), clock.now(), _one(number)
    services.require(by, Act.ADMINISTER, now=now)
    form = RoleForm(request.POST, channels=scopes.channel_names(), own=own_roles.all_of_them())
    if form.is_valid():
        wanted = form.cleaned_data
        ends_on = wanted["ends_on"] + ONE_DAY if wanted["ends_on"] else None
        try:
            services.give_role(
                person=one, kind=wanted["kind"], begins_on=wanted["begins_on"], ends_on=ends_on,
                channels=wanted.get("channels") or None, by=by, now=now,
            )  # fmt: skip
        except services.RoleOverlaps:
            form.add_error("kind", _("The person has this role in part of the time already."))
        else:
            messages.success(request, _("The role is given."))
            return _to_person(one)
    return _page(request, one, role_form=form)


@require_POST
@signed_in
def end_role(request: HttpRequest, number: int) -> HttpResponse:
    """End a role after its last day."""
    role = get_object_or_404(Role.objects.select_related("person"), pk=number)
    now = clock.now()
    try:
        services.end_role(role=role, on=queries.today(now), by=person_of(request), now=now)
    except services.LastAdministrator:
        messages.error(
            request, _("Somebody has to administer. Give this role to another person with an account first.")
        )
    else:
        messages.success(request, _("The role has ended."))
    return _to_person(role.person)


@require_POST
@signed_in
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Note the person's last day here."""
    by, now, one = person_of(request), clock.now(), _one(number)
    services.require(by, Act.ADMINISTER, now=now)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            services.leave(person=one, on=form.cleaned_data["last_day"] + ONE_DAY, by=by, now=now)
        except services.LastAdministrator:
            form.add_error(
                "last_day", _("Somebody has to administer. Give this role to another person with an account first.")
            )
        else:
            messages.success(request, _("The last day is noted."))
            return _to_person(one)
    return _page(request, one, day_form=form)


@require_POST
@signed_in
def reset_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody who lost their device sign in without it, until they set up another one."""
    one = _one(number)
    try:
        had = second_factor.reset(person=one, by=person_of(request), now=clock.now())
    except second_factor.OwnReset:
        messages.error(request, _("You change your own second factor under Sign-in and devices."))
    else:
        told = _("%(name)s can sign in without a second factor, and has a letter about it.")
        messages.success(request, (told if had else _("%(name)s has no second factor.")) % {"name": one.name})
    return _to_person(one)


def _page(
    request: HttpRequest, one: Person, *,
    form: PersonForm | None = None, role_form: RoleForm | None = None, day_form: DayForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the person's page, with the form that needs another look."""
    channels, today = scopes.channel_names(), queries.today(clock.now())
    user = directory.account_of(one)
    shown = {
        "one": one,
        "form": form or PersonForm(initial=_initial(one)),
        "role_form": role_form
        or RoleForm(initial={"begins_on": today}, channels=channels, own=own_roles.all_of_them()),
        "day_form": day_form or DayForm(auto_id="leave_%s"),
        "gives_role": role_form is not None,
        "leaves": day_form is not None,
        "roles": directory.roles_of(one, on=today, channels=channels),
        "account": "" if user is None else "open" if user.has_usable_password() else "link",
        "invited_until": invitations.open_until(one, now=clock.now()),
        "last_day": one.left_on - ONE_DAY if one.left_on else None,
        "identities": [] if user is None else list(user.identities.select_related("provider").order_by("pk")),
        "has_second_factor": user is not None and second_factor.has(user) and user != request.user,
    }
    return render(request, "people/person.html", shown)


def _invited() -> str:
    """Return what became of an invitation, as true as the installation allows."""
    if settings.MAIL_URL:
        return _("The invitation is on its way to %(email)s.")
    return _("The invitation for %(email)s is written. It waits under Outgoing mail, for you to pass on.")


def _one(number: int) -> Person:
    return get_object_or_404(queries.persons(), pk=number)


def _initial(one: Person) -> dict[str, object]:
    return {
        "name": one.name, "email": one.email, "salutation": one.salutation, "department": one.department,
        "language": one.language,
    }  # fmt: skip


def _to_person(one: Person) -> HttpResponse:
    return SeeOther(reverse("people:person", args=[one.pk]))
