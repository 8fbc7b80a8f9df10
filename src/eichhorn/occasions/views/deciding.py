"""Deciding whether something is planned for an occasion that comes near."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.occasions import queries, rules, services
from eichhorn.occasions.models import Entry
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_safe
def decide(request: HttpRequest, entry_id: int, day: str) -> HttpResponse:
    """Show one coming of an occasion: plan something for it, or leave it this time."""
    entry, begins = _coming(entry_id, day)
    asked = urlencode({"title": queries.named(entry), "when": f"{begins:%d.%m.%Y} 10:00"})
    context = {
        "entry": entry, "name": queries.named(entry), "begins": begins, "last": begins + (entry.ends_on - entry.begins_on) - timedelta(days=1),
        "plan": f"{reverse('planning:new')}?{asked}", "is_settled": entry.settled.filter(begins_on=begins).exists(),
        "may_plan": people.may(person_of(request), Act.PLAN, now=clock.now()),
    }  # fmt: skip
    return render(request, "occasions/decide.html", context)


@signed_in
@require_POST
def leave(request: HttpRequest, entry_id: int, day: str) -> HttpResponse:
    """It is decided for this coming."""
    entry, begins = _coming(entry_id, day)
    services.settle(entry=entry, begins_on=begins, by=person_of(request), now=clock.now())
    say.done(request, gettext("“%(name)s” is decided for this time.") % {"name": queries.named(entry)})
    answer = redirect("web:today")
    answer.status_code = 303
    return answer


def _coming(entry_id: int, day: str) -> tuple[Entry, date]:
    """Return the entry and the first day of the coming that is meant, or 404."""
    try:
        begins = date.fromisoformat(day)
        entry = Entry.objects.select_related("team", "pillar").get(pk=entry_id)
    except (ValueError, Entry.DoesNotExist) as missing:
        raise Http404 from missing
    comes = rules.comings(
        entry.begins_on, entry.ends_on, yearly=entry.yearly, between=(begins, begins + timedelta(days=1))
    )
    if begins not in [first for first, _ in comes]:
        raise Http404
    return entry, begins
