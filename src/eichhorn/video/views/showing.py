"""Films, posters and subtitles for people who are signed in; guests see them through the page of their link."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from eichhorn.people.access import signed_in
from eichhorn.video import queries
from eichhorn.video.models import Subtitles
from eichhorn.video.responses import film_response, poster_response, subtitles_response


@require_safe
@signed_in
def film(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Answer the film, or the part that a player asks for."""
    found = queries.by_digest(digest)
    if found is None:
        raise Http404
    return film_response(request, found.digest)


@require_safe
@signed_in
def poster(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Answer the picture that stands for a film."""
    found = queries.poster_by_digest(digest)
    if found is None:
        raise Http404
    return poster_response(request, found.digest)


@require_safe
@signed_in
def text(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """Answer subtitles, also those that only older posts have."""
    found = Subtitles.objects.filter(digest=digest).order_by("pk").first()
    if found is None:
        raise Http404
    return subtitles_response(found)
