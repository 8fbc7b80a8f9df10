"""Who likes to help, by department, and what departments gave and got.

The difficult thing: what is written here is about people. So only those who ask see it, what somebody confirmed is
changed by nobody else, and figures are those of departments.
"""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.allies import queries, services, words
from eichhorn.allies.forms import EntryForm
from eichhorn.allies.models import Ally
from eichhorn.allies.rules import State, Way, known_gifts
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Department, Person
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.ui import say

MOST_FOUND = 20
LONGEST_SEARCH = 100


@require_safe
@signed_in
def allies(request: HttpRequest) -> HttpResponse:
    """List those who like to help, by department, with what departments gave and got."""
    now = clock.now()
    permissions.require(person_of(request), Act.WRITE, now=now)
    wanted = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    found = list(queries.rows(wanted, now=now))
    known = queries.known(found, now=now)
    rows = [
        (department, [_row(one, known[one.pk]) for one in those])
        for department, those in queries.allies_by_department(found)
    ]
    context = {
        "rows": rows, "wanted": wanted, "number": len(found), "balance": queries.balance(now=now),
        "without": queries.departments_without(now=now),
        "ways": [(words.WAYS[one.way], one) for one in queries.ways_answered(now=now)],
    }  # fmt: skip
    return render(request, "allies/allies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Write down what somebody said they like to give; they confirm it themselves."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    here = people.here(people.persons(), on=people.today(now))
    person = here.filter(pk=row_number(request.GET.get("person", "")) or 0).first()
    if person is None:
        return _choose(request, here)
    if (there := queries.of_person(person)) is not None:
        return SeeOther(reverse("allies:ally", args=[there.pk]))
    form = EntryForm(request.POST if request.method == "POST" else None, for_them=True)
    if form.is_valid():
        try:
            made = services.enter(person=person, said=form.said(), by=by, now=now)
        except services.AlreadyTheirs as late:
            return SeeOther(reverse("allies:ally", args=[late.ally.pk]))
        say.done(request, _("%(who)s has a mail and confirms it, or puts it right.") % {"who": person.name})
        return SeeOther(reverse("allies:ally", args=[made.pk]))
    context = {"form": form, "person": person}
    return render(request, "allies/entry_form.html", context, status=422 if form.errors else 200)


def _choose(request: HttpRequest, here: QuerySet[Person]) -> HttpResponse:
    wanted = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    for word in wanted.replace("\x00", "").split()[:6]:
        here = here.filter(Q(name__icontains=word) | Q(department__name__icontains=word))
    found = list(here.select_related("department").order_by("name", "pk")[: MOST_FOUND + 1]) if wanted else []
    context = {"wanted": wanted, "found": found[:MOST_FOUND], "more": len(found) > MOST_FOUND}
    return render(request, "allies/choose.html", context)


@require_safe
@signed_in
def ally(request: HttpRequest, ally_id: int) -> HttpResponse:
    """Show what somebody says of themselves, and what they were asked for."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    found, now = _ally(ally_id), clock.now()
    known = queries.known([found], now=now)[found.pk]
    context = {
        "ally": found, "row": _row(found, known), "way": words.WAYS[Way(found.way)],
        "asks": [(one, words.SIGNS[State(one.state)]) for one in queries.asks(ally=found)[:50]],
    }  # fmt: skip
    return render(request, "allies/ally.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, ally_id: int) -> HttpResponse:
    """Put right what was written down for somebody, as long as they have not confirmed it."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    found = _ally(ally_id)
    if found.confirmed_at is not None:
        say.problem(request, _theirs(found))
        return _to(found)
    form = EntryForm(request.POST if request.method == "POST" else None, ally=found, for_them=True)
    if form.is_valid():
        try:
            services.say(ally=found, said=form.said(), by=by, now=now)
        except services.AlreadyTheirs as late:
            say.problem(request, _theirs(late.ally))
        else:
            say.done(request, _("It is kept as you wrote it."))
        return _to(found)
    context = {"form": form, "person": found.person, "ally": found}
    return render(request, "allies/entry_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def invite(request: HttpRequest, ally_id: int) -> HttpResponse:
    """Mail somebody a fresh link to their own entry."""
    found, by = _ally(ally_id), person_of(request)
    services.invite(ally=found, by=by, now=clock.now())
    say.done(request, _("%(who)s has a fresh link by mail.") % {"who": found.person.name})
    return _to(found)


@require_POST
@signed_in
def remove(request: HttpRequest, ally_id: int) -> HttpResponse:
    """Take somebody's entry away, because they said so."""
    found = _ally(ally_id)
    services.remove(ally=found, by=person_of(request), now=clock.now())
    say.done(request, _("The entry of %(who)s is gone, with all that they said to us.") % {"who": found.person.name})
    return SeeOther(reverse("allies:allies"))


@require_safe
@signed_in
def department(request: HttpRequest, department_id: int) -> HttpResponse:
    """Show a department what it gave and what it got."""
    now, person = clock.now(), person_of(request)
    found = get_object_or_404(Department, pk=department_id)
    if not queries.may_see_balance(person, found, now=now):
        raise NotAllowed(Act.WRITE)
    context = {"department": found, "balance": queries.balance_of(found, now=now)}
    return render(request, "allies/department.html", context)


def _row(one: Ally, known: queries.Known) -> dict[str, object]:
    rest = words.resting(known.rest, known.free_on) if known.rest is not None else ""
    return {
        "ally": one, "gives": words.liked(known_gifts(one.gives)), "way_icon": words.WAY_ICONS[Way(one.way)],
        "way": words.WAYS[Way(one.way)], "rest": rest, "known": known,
    }  # fmt: skip


def _theirs(found: Ally) -> str:
    return _("%(who)s has confirmed this entry. Only they change it, by the link in each of our mails.") % {
        "who": found.person.name
    }


def _ally(number: int) -> Ally:
    try:
        return queries.ally(number)
    except Ally.DoesNotExist as error:
        raise Http404 from error


def _to(found: Ally) -> HttpResponse:
    return SeeOther(reverse("allies:ally", args=[found.pk]))
