"""Links for phones, and the page that they open: a title, a photo, sent.

The difficult thing: whoever holds the link is somebody whom nobody signed in. So it takes in and shows nothing of the
house, holds for a time, is counted by address and by link, and one press closes it.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.ideas import queries, services
from eichhorn.ideas.forms import BriefForm, DoorForm
from eichhorn.ideas.models import Door
from eichhorn.ideas.rules import Lasts
from eichhorn.ideas.services import Said
from eichhorn.ideas.views.sending import kept, once, pictures_of
from eichhorn.people import services as permissions
from eichhorn.people import throttle
from eichhorn.people.access import SeeOther, link_page, person_of, signed_in, too_often
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Link
from eichhorn.people.rules import Act, LinkPurpose
from eichhorn.ui import qr, say
from eichhorn.ui.marks import mark_of

HOUR = timedelta(hours=1)
FROM_ADDRESS, BY_LINK = 30, 120
"""So many ideas an hour: a whole building site may sit behind one address."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def doors(request: HttpRequest) -> HttpResponse:
    """Show the links that hold; a POST makes another one and shows it, this once."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.PLAN, now=now)
    form = DoorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        door, token = services.open_door(name=given["name"], lasts=Lasts(given["lasts"]), by=by, now=now)
        address = settings.PUBLIC_URL + reverse("ideas:bring", args=[token])
        answer = render(request, "ideas/door.html", {"door": door, "address": address, "code": qr.drawn(address)})
        answer["Cache-Control"] = "no-store"
        return answer
    context = {"form": form, "doors": queries.doors(now=now)}
    return render(request, "ideas/doors.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def close(request: HttpRequest, door_id: int) -> HttpResponse:
    """Let nobody in by this link any more."""
    door = get_object_or_404(Door, pk=door_id)
    services.close_door(door=door, by=person_of(request), now=clock.now())
    say.done(request, _("The link “%(name)s” lets nobody in any more. What came by it stays.") % {"name": door.name})
    return SeeOther(reverse("ideas:doors"))


@link_page(LinkPurpose.IDEA)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, link: Link) -> HttpResponse:
    """Take in an idea from a phone."""
    now, door = clock.now(), _door(link)
    form = BriefForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        limits = {f"idea:from:{address_of(request)}": FROM_ADDRESS, f"idea:by:{door.pk}": BY_LINK}
        if not throttle.allow_all(limits, per=HOUR, now=now):
            return too_often(request)
        given = form.cleaned_data
        made = kept(form, lambda: services.add(
            said=Said(
                title=given["title"], note=given["note"], link=given["link"], had_by=given["had_by"],
                new=pictures_of(form),
            ), by=None, door=door, once=once(request), now=now,
        ))  # fmt: skip
        if made is not None:
            assert request.resolver_match is not None
            return SeeOther(reverse("ideas:sent", args=[request.resolver_match.kwargs["token"]]))
    context = {
        "form": form, "door": door, "mark": mark_of(request), "lost_pictures": bool(request.FILES) and bool(form.errors),
        "more_open": bool({"note", "link", "had_by"} & form.errors.keys()) or form.is_bound,
    }  # fmt: skip
    return render(request, "ideas/bring.html", context, status=422 if form.errors else 200)


@link_page(LinkPurpose.IDEA)
@require_safe
def sent(request: HttpRequest, link: Link) -> HttpResponse:
    """Say that it arrived."""
    assert request.resolver_match is not None
    return render(request, "ideas/sent.html", {"door": _door(link), "token": request.resolver_match.kwargs["token"]})


def _door(link: Link) -> Door:
    door = Door.objects.filter(pk=link.object_id or 0, closed_at__isnull=True).first()
    if door is None:
        raise Http404
    return door
