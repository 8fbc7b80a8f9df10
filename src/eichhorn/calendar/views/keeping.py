"""Kept views: the list of them, keeping one, beginning with one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.calendar import queries, services
from eichhorn.calendar.forms import KeepForm, RenameForm
from eichhorn.calendar.models import Kept
from eichhorn.calendar.queries import KeptView
from eichhorn.calendar.rules import View, read
from eichhorn.calendar.views.page import address
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning.rules import Stage
from eichhorn.ui import say


@signed_in
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """List the views in the person's menu."""
    person = person_of(request)
    may_plan = people.may(person, Act.PLAN, now=clock.now())
    beginning = queries.beginning_of(person)
    found = list(queries.kept_by(person).select_related("owner"))
    shared = queries.shared_of(found, now=clock.now())
    kept = [
        (one, address(_shown(one)), one.owner_id == person.pk or may_plan, one == beginning, one.pk in shared)
        for one in found
    ]
    context = {"kept": kept, "beginning": beginning, "may_plan": may_plan}
    return render(request, "calendar/views.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the view whose filter stands in the address."""
    now, person = clock.now(), person_of(request)
    view, wanted = _view(request), read(request.GET.dict(), stages=set(Stage))
    form = KeepForm(request.POST or None)
    if not people.may(person, Act.PLAN, now=now):
        del form.fields["for_everybody"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = services.keep(
                name=given["name"], view=view, filter_=wanted, for_everybody=given.get("for_everybody", False), by=person,
                now=now,
            )  # fmt: skip
        except services.NameTaken:
            form.add_error("name", gettext("You keep a view under this name already. Please choose another name."))
        except services.TooMany:
            form.add_error("name", gettext("You keep many views already. Please drop one first."))
        else:
            say.done(request, gettext("The view “%(name)s” is kept.") % {"name": kept.name})
            return SeeOther(address(_shown(kept)))
    back = address(KeptView(0, "", view, wanted.query))
    return render(request, "calendar/keep.html", {"form": form, "back": back}, status=422 if form.errors else 200)


@signed_in
@require_POST
def begin(request: HttpRequest, kept_id: int) -> HttpResponse:
    """Begin with this view from now on."""
    services.begin_with(kept=kept_of(request, kept_id), by=person_of(request))
    return SeeOther(reverse("calendar:views"))


@signed_in
@require_POST
def begin_with_month(request: HttpRequest) -> HttpResponse:
    """Begin with the month again."""
    services.begin_with(kept=None, by=person_of(request))
    return SeeOther(reverse("calendar:views"))


@signed_in
@require_POST
def drop(request: HttpRequest, kept_id: int) -> HttpResponse:
    """Drop a view."""
    kept = kept_of(request, kept_id)
    services.drop(kept=kept, by=person_of(request), now=clock.now())
    say.done(request, gettext("The view “%(name)s” is dropped.") % {"name": kept.name})
    return SeeOther(reverse("calendar:views"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, kept_id: int) -> HttpResponse:
    """Give a view another name."""
    kept, person, now = kept_of(request, kept_id), person_of(request), clock.now()
    services.require_change(kept=kept, by=person, now=now)
    form = RenameForm(request.POST or None, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename(kept=kept, name=form.cleaned_data["name"], by=person, now=now)
        except services.NameTaken:
            form.add_error("name", gettext("Another view has this name already. Please choose another name."))
        else:
            say.done(request, gettext("The view is called “%(name)s” now.") % {"name": kept.name})
            return SeeOther(reverse("calendar:views"))
    context = {"form": form, "kept": kept}
    return render(request, "calendar/rename.html", context, status=422 if form.errors else 200)


def kept_of(request: HttpRequest, kept_id: int) -> Kept:
    kept = queries.kept_by(person_of(request)).filter(pk=kept_id).first()
    if kept is None:
        raise Http404
    return kept


def _view(request: HttpRequest) -> View:
    asked = request.GET.get("view", "")
    return View(asked) if asked in set(View) else View.MONTH


def _shown(kept: Kept) -> KeptView:
    return KeptView(kept.pk, kept.name, kept.view, kept.filter)
