"""Pictures for people who are signed in; guests see them through the page of their link."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from eichhorn.media.models import Picture
from eichhorn.media.queries import PictureMissing, by_digest
from eichhorn.media.responses import picture_response, small_response
from eichhorn.people.access import signed_in

logger = logging.getLogger(__name__)


@require_safe
@signed_in
def picture(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """Answer the picture; a file that is gone is not found, and said in the log, for nothing may take its place."""
    return _answer(digest, picture_response)


@require_safe
@signed_in
def small(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """Answer the picture as small as a list needs it; made when it is asked for the first time."""
    return _answer(digest, small_response)


def _answer(digest: str, answered: Callable[[Picture], HttpResponse]) -> HttpResponse:
    found = by_digest(digest)
    if found is None:
        raise Http404
    try:
        return answered(found)
    except PictureMissing as error:
        logger.error("media.missing", extra={"picture": found.pk})  # noqa: TRY400
        raise Http404 from error
