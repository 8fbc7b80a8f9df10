"""Pictures for people who are signed in; guests see them through the page of their link."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from eichhorn.media.queries import PictureMissing, by_digest
from eichhorn.media.responses import picture_response
from eichhorn.people.access import signed_in

logger = logging.getLogger(__name__)


@require_safe
@signed_in
def picture(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """Answer the picture; a file that is gone is not found, and said in the log, for nothing may take its place."""
    found = by_digest(digest)
    if found is None:
        raise Http404
    try:
        return picture_response(found)
    except PictureMissing as error:
        logger.error("media.missing", extra={"picture": found.pk})  # noqa: TRY400
        raise Http404 from error
