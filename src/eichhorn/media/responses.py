"""How a picture is answered: as what it is, never as a page."""

from django.http import HttpResponse

from eichhorn.media import variants
from eichhorn.media.models import Picture
from eichhorn.media.queries import content_of


def picture_response(picture: Picture, *, public: bool = False) -> HttpResponse:
    """Return the picture; whoever asks has been let in already. The address names the bytes, so it may be kept."""
    return _answered(content_of(picture), picture.media_type, public=public)


def small_response(picture: Picture) -> HttpResponse:
    """Return the picture as small as a page needs it. Raises PictureMissing."""
    return _answered(variants.small(picture), variants.SMALL_TYPE, public=False)


def _answered(content: bytes, media_type: str, *, public: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = f"{'public' if public else 'private'}, max-age=31536000, immutable"
    return answer
