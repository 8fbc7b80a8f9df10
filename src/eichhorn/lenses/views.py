"""The page of the three lenses, and one cell of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from eichhorn.foundation import clock
from eichhorn.lenses import queries, services
from eichhorn.lenses.forms import CellForm
from eichhorn.lenses.rules import Kind, Lens
from eichhorn.lenses.words import KINDS, LENSES, PARTS, sentence
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show who answers for what through each lens, and where nobody looks."""
    now = clock.now()
    found = queries.seen(on=people.today(now))
    sections = [
        (KINDS[kind], [(row.subject, [(cell.lens, LENSES[cell.lens], [(PARTS[part], who) for part, who in cell.parts])
                                      for cell in row.cells]) for row in rows])
        for kind, rows in found.sections if rows
    ]  # fmt: skip
    context = {
        "sections": sections, "blind": [sentence(spot) for spot in found.blind],
        "may_steer": people.may(person_of(request), Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "lenses/page.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, lens: str, kind: str, number: int) -> HttpResponse:
    """Say who has which part in a cell."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.STEER, now=now)
    today = people.today(now)
    if lens not in set(Lens) or kind not in set(Kind):
        raise Http404
    subject = next((one for one in queries.every_subject(on=today) if (one.kind, one.number) == (kind, number)), None)
    if subject is None:
        raise Http404
    standing = queries.shares(on=today).filter(lens=lens, **{f"{kind}_id": number})
    form = CellForm(request.POST if request.method == "POST" else None, standing=standing, today=today)
    if request.method == "POST" and form.is_valid():
        services.set_cell(lens=Lens(lens), subject=subject, shares=form.shares, by=by, now=now)
        say.done(request, gettext("It is kept who has which part."))
        return SeeOther(reverse("lenses:page") + f"#{kind}-{number}")
    context = {"form": form, "subject": subject, "lens": LENSES[Lens(lens)]}
    return render(request, "lenses/cell.html", context, status=422 if form.errors else 200)
