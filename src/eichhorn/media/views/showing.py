"""Pictures for people who are signed in; guests see them through the page of their link."""

import logging
from typing import Protocol

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from eichhorn.media.framing import AS_IT_IS, Framing, Misframed, read
from eichhorn.media.models import Picture
from eichhorn.media.queries import PictureMissing, by_digest
from eichhorn.media.responses import picture_response, small_response
from eichhorn.people.access import signed_in


class Answered(Protocol):
    """How a picture is answered."""

    def __call__(self, picture: Picture, framing: Framing) -> HttpResponse: ...


logger = logging.getLogger(__name__)


@require_safe
@signed_in
def picture(request: HttpRequest, digest: str, framing: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer what is shown of the picture; a file that is gone is not found, and said in the log: nothing takes its place."""
    return _answer(digest, framing, picture_response)


@require_safe
@signed_in
def small(request: HttpRequest, digest: str, framing: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer what is shown of it as small as a list needs it; made when it is asked for the first time."""
    return _answer(digest, framing, small_response)


def _answer(digest: str, written: str, answered: Answered) -> HttpResponse:
    found = by_digest(digest)
    if found is None:
        raise Http404
    try:
        return answered(found, read(written) if written else AS_IT_IS)
    except Misframed as error:
        raise Http404 from error
    except PictureMissing as error:
        logger.error("media.missing", extra={"picture": found.pk})  # noqa: TRY400
        raise Http404 from error
