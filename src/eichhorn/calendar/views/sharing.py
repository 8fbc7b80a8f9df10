"""A kept view for people without an account: as a page to read, and as a feed for calendar programs.

The difficult thing: the address is given on. So it shows what anybody in the house may see who is not part of the team,
and nobody's name.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from eichhorn.calendar import exporting, queries, services
from eichhorn.calendar.models import Kept
from eichhorn.calendar.queries import Asked
from eichhorn.calendar.rules import View, page_number, read_query
from eichhorn.calendar.views.keeping import kept_of
from eichhorn.calendar.views.looking import FIRST_YEAR, LAST_YEAR, page_of_the_plan, written_day
from eichhorn.calendar.views.page import today_of
from eichhorn.foundation import clock
from eichhorn.people.access import SeeOther, link_page, person_of, signed_in
from eichhorn.people.models import Link
from eichhorn.people.rules import LinkPurpose
from eichhorn.planning import rules as plan
from eichhorn.planning.rules import Stage
from eichhorn.ui import say


@signed_in
@require_POST
def share(request: HttpRequest, kept_id: int) -> HttpResponse:
    """Make an address for a view and show it, this once."""
    kept = kept_of(request, kept_id)
    token = services.share(kept=kept, by=person_of(request), now=clock.now())
    page, feed = (settings.PUBLIC_URL + reverse(name, args=[token]) for name in ("calendar:shared", "calendar:feed"))
    answer = render(request, "calendar/share.html", {"kept": kept, "page_address": page, "feed_address": feed})
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def unshare(request: HttpRequest, kept_id: int) -> HttpResponse:
    """Close the address of a view."""
    kept = kept_of(request, kept_id)
    services.unshare(kept=kept, by=person_of(request), now=clock.now())
    say.done(request, gettext("The address of “%(name)s” opens nothing more.") % {"name": kept.name})
    return SeeOther(reverse("calendar:views"))


@link_page(LinkPurpose.PLAN)
@require_safe
@page_of_the_plan
def shared(request: HttpRequest, link: Link) -> HttpResponse:
    """Show the view that was shared, to read; each day of it can be looked at alone."""
    kept = _kept(link)
    asked = _asked(kept)
    view = View.DAY if "day" in request.GET else View(kept.view)
    near = written_day(request.GET.get("day") or request.GET.get("at", "")) or asked.today
    if not FIRST_YEAR <= near.year <= LAST_YEAR:
        raise Http404
    number, context = page_number(request.GET.get("page", "")), {"kept": kept, "asked": asked, "at": near}
    match view:
        case View.MONTH:
            context["month"] = queries.month(near.replace(day=1), asked=asked, around=queries.around(None))
        case View.WEEK:
            context["week"] = queries.week(plan.monday(near), asked=asked, around=queries.around(None))
        case View.DAY:
            before, after = near - timedelta(days=1), near + timedelta(days=1)
            page = queries.of_day(near, asked=asked, page=number)
            context |= {"page": page, "before": before, "after": after, "is_apart": kept.view != View.DAY}
        case View.BOARD:
            context["board"] = queries.board(asked=asked)
        case View.LIST:
            context["page"] = queries.ahead(asked=asked, page=number)
    return render(request, f"calendar/shared_{view}.html", context)


@link_page(LinkPurpose.PLAN)
@require_safe
def feed(request: HttpRequest, link: Link) -> HttpResponse:
    """Answer what is planned as calendar programs read it."""
    kept = _kept(link)
    text = exporting.feed(kept=kept, asked=_asked(kept), host=request.get_host())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _kept(link: Link) -> Kept:
    kept = Kept.objects.filter(pk=link.object_id or 0).first()
    if kept is None:
        raise Http404
    return kept


def _asked(kept: Kept) -> Asked:
    now = clock.now()
    wanted = read_query(kept.filter, stages=set(Stage))
    return Asked(
        person=None, now=now, today=today_of(now), zone=timezone.get_current_timezone_name(), filter=wanted,
        channel_ids=frozenset(),
    )  # fmt: skip
