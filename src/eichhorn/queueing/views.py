"""The queues of the house, the queue of a channel, and the one address that changes it.

Whatever would move somebody else's post, or cost an answer that counts, is shown first on a page of its own.
"""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plans
from eichhorn.planning.models import Moving, Slot
from eichhorn.queueing import queries, services, words
from eichhorn.queueing.forms import WishForm
from eichhorn.queueing.queries import Arrangement, NotWaiting
from eichhorn.queueing.rules import NoPlace, What
from eichhorn.queueing.services import Asked, QueueChanged, UnderWay
from eichhorn.ui import moments, say


@signed_in
@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """Show how many posts wait on which channel."""
    numbers = queries.numbers(now=clock.now())
    channels = Channel.objects.filter(retired_on__isnull=True).order_by("name", "pk")
    shown = [(channel, numbers.get(channel.pk, 0)) for channel in channels]
    return render(request, "queueing/queues.html", {"channels": sorted(shown, key=lambda one: one[1] == 0)})


@signed_in
@require_safe
def queue(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show who waits on a channel, in order."""
    return _page(request, _channel(channel_id))


@signed_in
@require_POST
def rearrange(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Let somebody come, go or change the order; where others move with it, say so first."""
    channel = _channel(channel_id)
    # the composer saves its text first and sends its form on, with what is wished in the address
    form = WishForm(request.GET if "what" in request.GET else request.POST)
    if not form.is_valid():
        return _refused(request, channel, gettext("Please choose once more what should happen."), status=422)
    if form.wish.slot_id:
        _slot(request, form.wish.slot_id)
    given = form.cleaned_data
    try:
        done = services.rearrange(
            channel=channel, wish=form.wish, seen=given["seen"], told=given["told"], by=person_of(request),
            now=clock.now(),
        )  # fmt: skip
    except Asked as asked:
        return _asked(request, channel, asked.arrangement, form)
    except (QueueChanged, NotWaiting, UnderWay, NoPlace, plans.NotMovable) as problem:
        return _refused(request, channel, words.why(problem), status=409)
    undo = reverse("queueing:take_back", args=[done.act.pk]) if done.act is not None else ""
    back = _back(request)
    say.done(
        request, _told(done.arrangement, channel), undo=f"{undo}?{urlencode({'next': back})}" if undo and back else undo
    )
    stays = form.wish.slot_id and form.wish.what is not What.OUT
    return SeeOther(
        back or reverse("queueing:queue", args=[channel.pk]) + (f"#post-{form.wish.slot_id}" if stays else "")
    )


@signed_in
@require_POST
def take_back(request: HttpRequest, act_id: int) -> HttpResponse:
    """Put the queue back as it was before the act."""
    now, act = clock.now(), get_object_or_404(Moving, pk=act_id)
    moved = set(Slot.objects.filter(moves__moving=act).values_list("pk", flat=True))
    seen = planning.visible_to(person_of(request), now=now).filter(pk__in=moved).count()
    if not moved or seen < len(moved):
        raise Http404
    channel_id = queries.channel_of_act(act)
    try:
        services.take_back(act=act, by=person_of(request), now=now)
    except plans.ChangedSince:
        say.problem(request, gettext("Somebody has changed it since, so everything stays. Please look once more."))
    else:
        say.done(request, gettext("The queue is as it was before."))
    queue_page = reverse("queueing:queue", args=[channel_id]) if channel_id else reverse("queueing:queues")
    return SeeOther(_back(request) or queue_page)


def _page(request: HttpRequest, channel: Channel, *, problem: str = "", status: int = 200) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    line = queries.waiting(channel, now=now)
    visible = set(
        planning.visible_to(person, now=now).filter(pk__in=[slot.pk for slot in line]).values_list("pk", flat=True)
    )
    may_plan = people.may(person, Act.PLAN, now=now, channel=channel.pk)
    context = {
        "channel": channel, "lines": queries.lines_of(line), "visible": visible, "problem": problem,
        "seen": queries.seen_of(line), "may_plan": may_plan, "last": len(line) - 1,
        "gaps": may_plan and queries.can_move_up(channel, line, now=now),
        "without_date": queries.without_date(channel, person=person, now=now) if may_plan else [],
        "places": planning.places_of([channel.pk]).get(channel.pk), "may_steer": people.may(person, Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "queueing/queue.html", context, status=status)


def _asked(request: HttpRequest, channel: Channel, arrangement: Arrangement, form: WishForm) -> HttpResponse:
    moved = [line.slot.pk for line in arrangement.moved]
    visible = set(
        planning.visible_to(person_of(request), now=clock.now()).filter(pk__in=moved).values_list("pk", flat=True)
    )
    context = {
        "channel": channel, "visible": visible, "arrangement": arrangement, "wish": arrangement.wish, "again": bool(form.cleaned_data["told"]),
        "seen": form.cleaned_data["seen"], "back": _back(request),
    }  # fmt: skip
    return render(request, "queueing/asked.html", context, status=409)


def _refused(request: HttpRequest, channel: Channel, sentence: str, *, status: int) -> HttpResponse:
    back = _back(request)
    if back:
        say.problem(request, sentence)
        return SeeOther(back)
    return _page(request, channel, problem=sentence, status=status)


def _told(done: Arrangement, channel: Channel) -> str:
    wished, number = done.wished, len(done.moved)
    if wished is None:
        return ngettext("%(count)s post moved up.", "%(count)s posts moved up.", number) % {"count": number}
    if wished.after is None:
        return gettext("“%(title)s” waits no more and has no date now.") % {"title": wished.slot.title}
    of = {"title": wished.slot.title, "when": moments.day_time(wished.after), "channel": channel.name}
    if done.came:
        return gettext("“%(title)s” waits on %(channel)s and appears %(when)s.") % of
    return gettext("“%(title)s” appears %(when)s now.") % of


def _channel(channel_id: int) -> Channel:
    return get_object_or_404(Channel, pk=channel_id)


def _slot(request: HttpRequest, slot_id: int) -> Slot:
    try:
        return planning.slot_of(slot_id, person=person_of(request), now=clock.now())
    except Slot.DoesNotExist as missing:
        raise Http404 from missing


def _back(request: HttpRequest) -> str:
    """Return the page of the plan from which somebody came; empty for any other."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    good = asked.startswith("/plan/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if good else ""
