"""The pages of the figures: the house, and each department's own."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from eichhorn.desk import queries as desk
from eichhorn.figures import queries, words
from eichhorn.figures.queries import Quarter
from eichhorn.foundation import clock, typed
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.models import Department


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was counted, as a bar; the address of more, where there is some."""

    name: str
    times: int
    href: str = ""


@signed_in
@require_safe
def house(request: HttpRequest) -> HttpResponse:
    """Show a quarter of requests of the whole house; departments only to who may see them."""
    now, person = clock.now(), person_of(request)
    today = people.today(now)
    quarter = queries.of_house(on=typed.day(request.GET.get("on", ""), today), now=now)
    sees_all = queries.may_see(person, None, now=now)
    departments = [
        Line(words.department(number, quarter), times, reverse("figures:department", args=[number]) if number else "")
        for number, times in quarter.figures.departments
    ]
    return render(request, "figures/house.html", {
        **_context(quarter, today), "departments": departments if sees_all else [], "own": person.department,
    })  # fmt: skip


@signed_in
@require_safe
def department(request: HttpRequest, department_id: int) -> HttpResponse:
    """Show a quarter of requests of one department, and what of it is in hand."""
    now, person = clock.now(), person_of(request)
    today, found = people.today(now), get_object_or_404(Department, pk=department_id)
    on = typed.day(request.GET.get("on", ""), today)
    quarter = queries.of_department(found, on=on, person=person, now=now)
    in_hand = [(one, desk.sign_of(one)) for one in queries.in_hand(found, person=person, now=now)]
    context = {**_context(quarter, today), "department": found, "in_hand": in_hand, "today": today}
    return render(request, "figures/department.html", context)


def _context(quarter: Quarter, today: date) -> dict[str, object]:
    found = quarter.figures
    return {
        "quarter": quarter, "figures": found, "last_day": quarter.ends - timedelta(days=1),
        "before": quarter.begins - timedelta(days=1), "after": quarter.ends, "is_now": quarter.begins <= today < quarter.ends,
        "types": [Line(words.type_(number, quarter), times) for number, times in found.types],
        "notices": [Line(str(words.NOTICES[one]), times) for one, times in found.notices],
        "becauses": [Line(words.because(one), times) for one, times in found.becauses],
    }  # fmt: skip
