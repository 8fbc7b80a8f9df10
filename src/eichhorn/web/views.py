"""Pages made of several rooms: Heute, one thread, the settings, search."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.content import queries as content
from eichhorn.desk import queries as desk
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.planning import queries as planning
from eichhorn.planning import words as plan_words
from eichhorn.planning.models import Slot
from eichhorn.web import navigation, queries, services, words
from eichhorn.web import thread as threads
from eichhorn.web.audit import export, finding
from eichhorn.web.audit.finding import Wanted
from eichhorn.web.forms import AuditForm

__all__ = ["audit", "audit_table", "search", "settings", "thread", "today"]
LISTS = {"due": "due", "people": "person", "later": "later"}
LONGEST_SEARCH = 100


@signed_in
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the day: what is due, who waits, what may wait, and when it is over."""
    now = clock.now()
    whole = frozenset(LISTS[name] for name in request.GET.getlist("all") if name in LISTS)
    day = queries.today(person_of(request), now=now, whole=whole)
    context = {
        "today": day, "sentence": words.sentence(day.piles), "about": words.about(day.piles.minutes), "now": now,
        "listens_again": words.next_day(day.next_service, now=now), "house": people.organisation(),
    }  # fmt: skip
    return render(request, "web/today.html", context)


@signed_in
@require_safe
def thread(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Show the thread of a post from its goal to what people said to it, upright, with what is known of each step."""
    try:
        slot = planning.slot_of(slot_id, person=person_of(request), now=clock.now())
    except Slot.DoesNotExist as missing:
        raise Http404 from missing
    context = {
        "slot": slot, "thread": threads.of_slot(slot_id), "sign": plan_words.sign(slot.stage, outside=slot.outside),
        "draft": content.draft_of_slot(slot_id), "request_": desk.request_of_slot(slot_id),
        "moves": planning.moves_of(slot),
    }  # fmt: skip
    return render(request, "web/thread.html", context)


@signed_in
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings pages that the person may open, and search among them."""
    acts = people.acts(person_of(request), now=clock.now())
    wanted = _wanted(request)
    context = {"places": navigation.settings(acts, wanted=wanted), "wanted": wanted}
    return render(request, "web/settings.html", context)


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find posts, requests and goals by their titles, ideas by their words, and pages by their names."""
    now, person, wanted = clock.now(), person_of(request), _wanted(request)
    acts = people.acts(person, now=now)
    found = queries.search(wanted, person=person, now=now) if wanted else None
    context = {
        "wanted": wanted, "found": found, "pages": navigation.found(navigation.seven(acts, request.path), wanted),
        "places": navigation.settings(acts, wanted=wanted)[:5] if wanted else [],
        "slots": [(slot, plan_words.sign(slot.stage, outside=slot.outside)) for slot in found.slots] if found else [],
        "requests": [(one, desk.sign_of(one)) for one in found.requests] if found else [],
    }  # fmt: skip
    return render(request, "web/search.html", context)


def _wanted(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]


@signed_in
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show who did what and when, as searched for, a page at a time."""
    person, now, form = person_of(request), clock.now(), AuditForm(request.GET)
    wanted = form.wanted if form.is_valid() else Wanted()
    services.read_audit(wanted, by=person, now=now)
    before = request.GET.get("before", "")
    found = finding.page(wanted, before=int(before) if before.isdecimal() else None, reader=person, now=now)
    context = {"form": form, "page": found, "searched": wanted.query()}
    return render(request, "web/audit.html", context, status=200 if form.is_valid() else 422)


@signed_in
@require_safe
def audit_table(request: HttpRequest) -> HttpResponseBase:
    """Give the same out as a table."""
    person, now, form = person_of(request), clock.now(), AuditForm(request.GET)
    if not form.is_valid():
        return audit(request)
    services.export_audit(form.wanted, by=person, now=now)
    answer = StreamingHttpResponse(
        export.table(form.wanted, reader=person, now=now), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="audit-{now:%Y-%m-%d}.csv"'
    return answer
