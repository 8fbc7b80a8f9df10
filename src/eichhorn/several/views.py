"""Several posts: choose an act, see what will happen to each, let it happen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.planning.models import Slot
from eichhorn.planning.rules.tags import MOST_TAGS, TooManyTags
from eichhorn.planning.services import CampaignEnded
from eichhorn.several import queries, services
from eichhorn.several.forms import WantedForm
from eichhorn.several.rules import MOST_POSTS, as_seen, chosen, seen
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """Show what an act would do to each of the chosen posts, or do it."""
    now, person = clock.now(), person_of(request)
    if not {Act.PLAN, Act.WRITE} & people.acts(person, now=now):
        raise NotAllowed(Act.PLAN)
    permissions.require(person, Act.READ, now=now)
    if request.method == "POST":
        return _do(request)
    form = WantedForm(request.GET if "what" in request.GET else None, today=people.today(now), now=now)
    return _page(request, form, chosen(request.GET.getlist("slot")))


def _do(request: HttpRequest) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    form = WantedForm(request.POST, today=people.today(now), now=now)
    try:
        looked_at = seen(request.POST.getlist("seen")[:MOST_POSTS])
    except ValueError:
        looked_at = {}
    visible = {slot.pk for slot in queries.posts(looked_at, person=person, now=now)}
    if form.is_valid() and not visible:
        form.add_error(
            None, gettext("None of these posts is there any more, so nothing has happened. Please choose again.")
        )
    if not form.is_valid():
        return _page(request, form, tuple(visible), status=422)
    try:
        done = services.do(
            wanted=form.wanted, seen={pk: at for pk, at in looked_at.items() if pk in visible}, by=person, now=now
        )
    except (*services.REFUSED, Slot.DoesNotExist):
        say.problem(
            request, gettext("One of them is no longer as it was shown, so nothing has happened. Please look again.")
        )
    except TooManyTags:
        form.add_error("tags", gettext("One of them would have more than %(most)s tags.") % {"most": MOST_TAGS})
    except CampaignEnded:
        form.add_error("campaign", gettext("Somebody has ended this campaign."))
    else:
        return _done(request, done)
    return _page(request, form, tuple(visible), status=409)


def _page(request: HttpRequest, form: WantedForm, ids: tuple[int, ...], *, status: int = 200) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    slots = queries.posts(ids, person=person, now=now)
    lines: tuple[queries.Line, ...] = ()
    if form.is_bound and form.is_valid():
        wanted = form.wanted
        lines = queries.lines(slots, wanted.what, step=wanted.step, to=wanted.to, by=person, now=now)
    elif form.is_bound and status == 200:
        status = 422
    can = [line for line in lines if not line.cannot]
    context = {
        "form": form, "slots": slots, "lines": lines, "can": can, "cannot": [line for line in lines if line.cannot],
        "seen": [as_seen(line.slot.pk, line.before) for line in can], "loses": sum(bool(line.loses) for line in can),
        "moves": bool(lines) and form.wanted.what.moves, "too_many": len(ids) > MOST_POSTS, "most": MOST_POSTS,
        "given": [(name, form.data.get(name, "")) for name in form.fields] if lines else (),
    }  # fmt: skip
    return render(request, "several/several.html", context, status=status)


def _done(request: HttpRequest, done: services.Done) -> HttpResponse:
    undo = reverse("moving:take_back", args=[done.act.pk]) if done.act is not None else ""
    sentence = ngettext("%(count)s post has changed.", "%(count)s posts have changed.", done.number)
    say.done(request, sentence % {"count": done.number}, undo=undo)
    return SeeOther(reverse("calendar:list"))
