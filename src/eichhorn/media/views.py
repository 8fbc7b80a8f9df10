"""Pictures for people who are signed in; guests see them through the page of their link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from eichhorn.media.queries import PictureMissing, by_digest
from eichhorn.media.responses import picture_response
from eichhorn.people.access import signed_in


@require_GET
@signed_in
def picture(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    found = by_digest(digest)
    if found is None:
        raise Http404
    try:
        return picture_response(found)
    except PictureMissing as error:
        raise Http404 from error
