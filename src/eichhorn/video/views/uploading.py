"""Videos that come in: by pieces, sent by the scripts of a page, or whole by its form.

The difficult thing: the answer to the last piece may be lost. Whoever sends the same file once more is told that the
video is there.
"""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.media import services as media
from eichhorn.media.arriving import Announced, Piece, begun
from eichhorn.media.models import Upload
from eichhorn.media.responses import COME_AGAIN_S
from eichhorn.media.rules import UploadKind
from eichhorn.media.services import WrongPlace
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.video import services
from eichhorn.video.forms import AddForm
from eichhorn.video.models import Video
from eichhorn.video.rules.taking import LARGEST_BYTES, VideoProblem, VideoRefused
from eichhorn.video.views.pages import list_page
from eichhorn.video.words import refusal


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Take the video in as a whole, and show it; what is refused is said at its field."""
    by, now, form = person_of(request), clock.now(), AddForm(request.POST, request.FILES)
    permissions.require(by, Act.WRITE, now=now)
    if not form.is_valid():
        return list_page(request, form)
    given = form.cleaned_data["video"]
    try:
        video = _stored(given, lambda file: services.store(file=file, file_name=given.name or "", by=by, now=now))
    except VideoRefused as problem:
        form.add_error("video", refusal(problem.reason))
        return list_page(request, form)
    if video.added_at != now:
        say.done(request, _("This video was there already."))
    return SeeOther(_at(video, request))


@require_POST
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """Answer where the pieces of the file go and where the next one begins."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    file = Announced.of(request)
    if file is None:
        return HttpResponse(status=400)
    try:
        upload = services.begin_upload(
            file_name=file.name, size_bytes=file.size_bytes, digest=file.digest, by=by, now=now
        )
    except VideoRefused as problem:
        return JsonResponse({"refused": refusal(problem.reason)}, status=422)
    return begun(upload, at=reverse("video:upload", args=[upload.ident]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest, ident: str) -> HttpResponse:
    """Say how much is there; a POST brings the next piece."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    found = get_object_or_404(Upload, ident=ident, by=by, kind=UploadKind.VIDEO)
    if request.method != "POST":
        return JsonResponse({"received": found.received_bytes})
    piece = Piece.of(request)
    try:
        came = services.take_piece(
            upload=found, piece=piece.content, begins_at=piece.begins_at, digest=piece.digest, by=by, now=now
        )
    except WrongPlace as problem:
        return JsonResponse({"received": problem.received}, status=409)
    except VideoRefused as problem:
        if problem.reason is VideoProblem.NOT_KEPT:  # what came stays, and the last piece may come again
            return JsonResponse({"refused": refusal(problem.reason)}, status=503, headers={"Retry-After": COME_AGAIN_S})
        media.drop_upload(upload=found)
        return JsonResponse({"refused": refusal(problem.reason)}, status=422)
    if came.video is None:
        return JsonResponse({"received": came.received})
    is_new = came.video.added_at == now
    return JsonResponse({"video": came.video.pk, "new": is_new}, status=201 if is_new else 200)


def _stored(given: Any, store: Any) -> Video:  # an UploadedFile, whose type has no types
    """Return what `store` makes of the file on the disk; a large one lies there already."""
    if (given.size or 0) > LARGEST_BYTES:
        raise VideoRefused(VideoProblem.TOO_LARGE)
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / secrets.token_hex(16)
    try:
        with file.open("xb") as target:
            for piece in given.chunks():
                target.write(piece)
        video: Video = store(file)
        return video
    finally:
        file.unlink(missing_ok=True)


def _at(video: Video, request: HttpRequest) -> str:
    post = row_number(request.POST.get("post", ""))
    return reverse("video:video", args=[video.pk]) + (f"?post={post}" if post else "")
