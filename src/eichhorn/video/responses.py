"""How films, posters and subtitles are answered: as what they are, never as a page.

The difficult thing: a player asks for parts, jumps about, and hangs up. So a part is read from the store only while it is
sent, and no film is ever in memory as a whole.
"""

import logging
import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from eichhorn.media import stores
from eichhorn.video.models import Subtitles

logger = logging.getLogger(__name__)

COME_AGAIN_S = 30
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
FILM_TYPE, POSTER_TYPE, SUBTITLES_TYPE = "video/mp4", "image/jpeg", "text/vtt; charset=utf-8"


class Unanswerable(ValueError):
    """The part that is asked for does not exist."""


def film_response(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Return the film, or the part of it that is asked for; whoever asks has been let in already."""
    return _stored(request, digest, FILM_TYPE)


def poster_response(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Return the picture that stands for the film."""
    return _stored(request, digest, POSTER_TYPE)


def subtitles_response(subtitles: Subtitles) -> HttpResponse:
    """Return the subtitles as WebVTT."""
    return _dressed(HttpResponse(subtitles.text, content_type=SUBTITLES_TYPE), subtitles.digest)


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """Return where the part begins and ends; None where the whole is asked for, or several parts. Raises Unanswerable."""
    found = RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    begins = int(first) if first else max(0, size - int(last))
    ends = min(size, int(last) + 1) if first and last else size
    if begins >= size or (first and last and int(last) < int(first)) or (not first and not int(last)):
        raise Unanswerable
    return begins, ends


def _stored(request: HttpRequest, digest: str, media_type: str) -> HttpResponseBase:
    try:
        size = stores.ours().size_of(digest)
    except stores.OutOfReach as error:
        logger.warning("video.out_of_reach", extra={"why": str(error)})
        return HttpResponse(status=503, headers={"Retry-After": str(COME_AGAIN_S), "Cache-Control": "no-store"})
    if size is None:
        logger.error("video.missing", extra={"digest": digest})
        return HttpResponse(status=404)
    same = request.headers.get("If-Range", f'"{digest}"') == f'"{digest}"'
    try:
        part = part_of(request.headers.get("Range", ""), size) if same else None
    except Unanswerable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    begins, ends = part or (0, size)
    pieces: Iterator[bytes] = iter(()) if request.method == "HEAD" else _pieces(digest, begins, ends)
    answer = StreamingHttpResponse(pieces, content_type=media_type, status=206 if part else 200)
    answer["Content-Length"], answer["Accept-Ranges"] = str(ends - begins), "bytes"
    if part:
        answer["Content-Range"] = f"bytes {begins}-{ends - 1}/{size}"
    return _dressed(answer, digest)


def _pieces(digest: str, begins: int, ends: int) -> Iterator[bytes]:
    return stores.ours().pieces(digest, begins_at=begins, ends_before=ends)


def _dressed[Answer: HttpResponseBase](answer: Answer, digest: str) -> Answer:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["ETag"] = f'"{digest}"'
    return answer
