"""Pictures and videos that come into a post from where they are kept, and what of a picture is shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.composer.framing_form import FramingForm
from eichhorn.composer.views.parts import draft_of, to
from eichhorn.content import attaching, services
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import MOST_PICTURES
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.media import queries as media
from eichhorn.media import variants
from eichhorn.media.framing import Box, Format, Framing, visible
from eichhorn.media.models import Picture
from eichhorn.people import services as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.video import queries as videos


@require_POST
@signed_in
def attach(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put the picture of this digest behind those that the post has."""
    found, picture = draft_of(request, draft_id), media.by_digest(request.POST.get("picture", ""))
    if picture is None:
        raise Http404
    try:
        attaching.attach(draft=found, picture=picture, by=person_of(request), now=clock.now())
    except services.Finished:
        say.problem(request, _("This post is out or was put back. Its text is history and stays as it was."))
    except services.TooLong:
        say.problem(request, _("A post has at most %(most)s pictures.") % {"most": MOST_PICTURES})
    else:
        say.done(request, _("%(name)s is in the post now.") % {"name": picture.file_name})
    return to(found)


@require_POST
@signed_in
def attach_video(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put the video of this number into the post, in the place of any other."""
    found, number = draft_of(request, draft_id), row_number(request.POST.get("video", ""))
    seen = videos.newest(person_of(request), now=clock.now())
    video = seen.filter(pk=number).first() if number is not None else None
    if video is None or not video.is_ready:
        raise Http404
    try:
        attaching.attach_film(draft=found, video=video, by=person_of(request), now=clock.now())
    except services.Finished:
        say.problem(request, _("This post is out or was put back. Its text is history and stays as it was."))
    else:
        say.done(request, _("%(name)s is in the post now.") % {"name": video.file_name})
    return to(found)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def framing(request: HttpRequest, draft_id: int, digest: str) -> HttpResponse:
    """Show the picture with the part of it that is shown, and how networks cut it; a POST chooses another part."""
    found, by = draft_of(request, draft_id), person_of(request)
    people.require(by, Act.WRITE, now=clock.now())
    new = _of(found, digest)
    form = FramingForm(request.POST if request.method == "POST" else None, picture=new.picture, shown=new.framing)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, new, form)
    try:
        attaching.frame(draft=found, picture=new.picture, framing=form.cleaned_data["framing"], by=by, now=clock.now())
    except services.CannotBeCut:
        form.add_error("shape", _("This picture moves. Cut, it would no longer do so. Please show it whole."))
        return _page(request, found, new, form)
    except services.Finished:
        say.problem(request, _("This post is out or was put back. Its text is history and stays as it was."))
    except Version.DoesNotExist:
        say.problem(request, _("This picture is no longer in the post."))
    if request.POST.get("then") == "stay":
        return SeeOther(request.path)
    return to(found)


def _of(found: Draft, digest: str) -> services.NewAttachment:
    attached = found.latest.attachments.all() if found.latest is not None else ()
    for each in attached:
        if each.picture.digest == digest:
            return services.NewAttachment(each.picture, each.alt, each.framing)
    raise Http404


def _page(request: HttpRequest, found: Draft, new: services.NewAttachment, form: FramingForm) -> HttpResponse:
    shown = form.cleaned_data.get("framing", new.framing) if form.is_bound and form.is_valid() else new.framing
    context = {
        "draft": found, "slot": found.slot, "new": new, "form": form, "shown": shown, "moves": variants.moves(new.picture),
        "cuts": [(each, *_seen(each, shown, new.picture)) for each in Format],
    }  # fmt: skip
    return render(request, "composer/framing.html", context, status=422 if form.is_bound else 200)


def _seen(each: Format, shown: Framing, picture: Picture) -> tuple[Box, int, int]:
    """Return what a network shows, and the size of the frame on the page."""
    across, down = each.ratio
    tall = 120
    return visible(shown, picture.width_px, picture.height_px, each), tall * across // down, tall
