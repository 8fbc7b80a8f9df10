"""The request form, for guests with the public link."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.desk import queries, services
from eichhorn.desk.forms import RequestForm, Wish, WishField, stamp
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.rules import Origin
from eichhorn.desk.views.parts import by_htmx
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.people import queries as people
from eichhorn.people import throttle
from eichhorn.people.access import link_page, person_of, too_often
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.people.working_time import add_working_hours
from eichhorn.planning import rules
from eichhorn.strategy import queries as strategy
from eichhorn.ui import typed_dates

HOUR = timedelta(hours=1)
REQUESTS_AN_HOUR = 20
"""From one address; a whole department may sit behind one."""


@link_page(LinkPurpose.FORM)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, _link: Link) -> HttpResponse:
    """Take in a request."""
    now = clock.now()
    if is_asked_again(request):
        form = form_for(request, now=now, bound=False, initial=typed(request))
        return questions(request, form) if by_htmx(request) else _page(request, form, now)
    form = form_for(request, now=now)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, now)
    if not throttle.allow(f"desk:ask:{address_of(request)}", limit=REQUESTS_AN_HOUR, per=HOUR, now=now):
        return too_often(request)
    if opened(form, now) is None:
        return _page(request, form, now)
    return _see_other("desk:thanks", token_of(request))


@link_page(LinkPurpose.FORM)
@require_POST
def when(request: HttpRequest, _link: Link) -> HttpResponse:
    """Show how the plan stands on the wished day, with the wish taken over where somebody takes the free place."""
    now = clock.now()
    given = typed(request)
    part = "#hint"  # never the field itself, in which somebody may be typing on meanwhile
    if taken := _taken(request):
        given |= {"when": "wish", "wish": typed_dates.written(taken)}
        part = "#when"
    form = form_for(request, now=now, bound=False, initial=given)
    return _page(request, form, now, part=part if by_htmx(request) else "", wish=given.get("wish", ""))


@link_page(LinkPurpose.FORM)
@require_safe
def thanks(request: HttpRequest, _link: Link) -> HttpResponse:
    """Say that it arrived. The link to the status page is mailed, never shown here."""
    house, now = people.organisation(), clock.now()
    answer_by = add_working_hours(now, queries.terms().answer_hours, organisation=house)
    return render(request, "desk/thanks.html", {"answer_by": answer_by, "house": house, "token": token_of(request)})


def form_for(
    request: HttpRequest, *, now: datetime, bound: bool = True, version: RequestVersion | None = None,
    initial: dict[str, Any] | None = None, of: Callable[..., RequestForm] = RequestForm,
) -> RequestForm:  # fmt: skip
    """Return the form, filled in where it was sent."""
    house = people.organisation()
    person = person_of(request) if request.user.is_authenticated and of is RequestForm else None
    given = (request.POST, request.FILES) if bound and request.method == "POST" else ()
    return of(
        *given, goals=strategy.goals(on=people.today(now)), channels=queries.askable_channels(), zone=house.zone, now=now,
        usual_time=_usual_time(request, house.zone, now), version=version, person=person, initial=initial,
    )  # fmt: skip


def opened(form: RequestForm, now: datetime, *, by: Person | None = None) -> Request | None:
    """Open the request; where the picture is refused say so at its field and return None. Nothing is stored then."""
    given = form.cleaned_data
    known = people.person_by_email(given["email"]) if by is not None else None
    try:
        return services.open_request(
            title=given["title"], requester_name=given["name"], requester_email=given["email"],
            requester_phone=given["phone"],
            language=known.language if known is not None else (get_language() or "de")[:2], asked=form.asked,
            confidential=given.get("confidential", False), origin=Origin(given.get("origin", Origin.FORM)), by=by, now=now,
        )  # fmt: skip
    except services.EnclosedRefused as refused:
        form.refuse(refused)
        return None


def token_of(request: HttpRequest) -> str:
    """Return the token of the address; pages reached from here keep it."""
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["token"])


def is_asked_again(request: HttpRequest) -> bool:
    """Return whether the page is only to show what is asked after what was answered so far; nothing is sent then."""
    return request.method == "POST" and "again" in request.POST


def questions(request: HttpRequest, form: RequestForm) -> HttpResponse:
    """Return the team's own questions as they are asked now, with what was typed."""
    return render(request, "desk/questions.html", {"form": form})


def typed(request: HttpRequest) -> dict[str, Any]:
    """Return what stands on the page, to be shown again: where several can be ticked, all of them."""
    several = {name for name in request.POST if name == "channels" or len(request.POST.getlist(name)) > 1}
    return {name: request.POST.getlist(name) if name in several else request.POST[name] for name in request.POST}


def _taken(request: HttpRequest) -> datetime | None:
    """Return the free place that was pressed, None where none was, or something that is no moment."""
    try:
        return datetime.fromisoformat(request.POST.get("take", "")).replace(tzinfo=None)
    except ValueError:
        return None


def _page(
    request: HttpRequest, form: RequestForm, now: datetime, *, part: str = "", wish: object = None
) -> HttpResponse:
    house = people.organisation()
    wished = request.POST.get("wish", "") if wish is None else wish
    context = {
        "form": form, "house": house, "token": token_of(request), "stamp": stamp(now), "today": people.today(now),
        "hint": _hint(request, form, str(wished), now), "answer_hours": queries.terms().answer_hours,
        "lost_picture": form.is_bound and bool(request.FILES) and bool(form.errors),
    }  # fmt: skip
    return render(request, f"desk/ask.html{part}", context, status=422 if form.is_bound and form.errors else 200)


def _hint(request: HttpRequest, form: RequestForm, typed: str, now: datetime) -> queries.Hint | None:
    """Return how the plan stands on the day that was typed, None while none is or it is not understood."""
    if not typed or (request.POST.get("when") not in {"wish", "fixed"} and "take" not in request.POST):
        return None
    try:
        wish = WishField(required=False).clean(typed)
        if not isinstance(wish, Wish):
            return None
        local = wish.on(_usual_time(request, form.zone, now)(wish.day))
        return queries.hint(local, channel_ids=_channel_ids(request), zone=form.zone, now=now, of=form.chosen_type)
    except (ValidationError, rules.NoSuchTime):
        return None


def _usual_time(request: HttpRequest, zone: str, now: datetime) -> Callable[[date], time]:
    ids = _channel_ids(request)
    return lambda day: queries.usual_time(day, channel_ids=ids, zone=zone, now=now)


def _channel_ids(request: HttpRequest) -> list[int]:
    known = {channel.pk for channel in queries.askable_channels()}
    return [pk for one in request.POST.getlist("channels") if (pk := row_number(one)) in known and pk is not None]


def _see_other(name: str, token: str) -> HttpResponse:
    answer = redirect(name, token)
    answer.status_code = 303
    return answer
