"""How a picture is answered: as what it is, never as a page.

A store that does not answer is not a picture that is missing: the answer says to come again, and nobody may keep it.
"""

import logging
from collections.abc import Callable

from django.http import HttpResponse

from eichhorn.media import variants
from eichhorn.media.framing import AS_IT_IS, Framing
from eichhorn.media.models import Picture
from eichhorn.media.queries import PictureOutOfReach, content_of

logger = logging.getLogger(__name__)
COME_AGAIN_S = 30


def picture_response(picture: Picture, framing: Framing = AS_IT_IS, *, public: bool = False) -> HttpResponse:
    """Return what is shown of the picture; whoever asks has been let in already. The address names it, so it may be kept.

    Of one that moves always the whole: nobody can cut it.
    """
    return _answered(lambda: _shown(picture, framing), public=public)


def small_response(picture: Picture, framing: Framing = AS_IT_IS) -> HttpResponse:
    """Return what is shown of the picture as small as a page needs it. Raises PictureMissing."""
    return _answered(lambda: (variants.small(picture, framing), variants.SMALL_TYPE), public=False)


def _shown(picture: Picture, framing: Framing) -> tuple[bytes, str]:
    if framing.is_cut and not variants.moves(picture):
        made = variants.fitted(picture, framing)
        return made.content, made.media_type
    return content_of(picture), picture.media_type


def _answered(shown: Callable[[], tuple[bytes, str]], *, public: bool) -> HttpResponse:
    try:
        content, media_type = shown()
    except PictureOutOfReach as error:
        logger.warning("media.out_of_reach", extra={"why": str(error.__cause__)})
        return HttpResponse(status=503, headers={"Retry-After": str(COME_AGAIN_S), "Cache-Control": "no-store"})
    answer = HttpResponse(content, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = f"{'public' if public else 'private'}, max-age=31536000, immutable"
    return answer
