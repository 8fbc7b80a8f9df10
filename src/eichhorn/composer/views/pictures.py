"""Pictures and videos that come into a post from where they are kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from eichhorn.composer.views.parts import draft_of, to
from eichhorn.content import attaching, services
from eichhorn.content.rules import MOST_PICTURES
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.media import queries as media
from eichhorn.people.access import person_of, signed_in
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
