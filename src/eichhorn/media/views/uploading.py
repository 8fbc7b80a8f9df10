"""Files that come in by pieces, sent by the scripts of a page; without scripts a form takes them whole.

The difficult thing: the answer to the last piece may be lost. Whoever begins the same file once more is told that the
picture is there.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.media import queries, services
from eichhorn.media.arriving import Announced, Piece, begun
from eichhorn.media.models import Picture, Upload
from eichhorn.media.responses import COME_AGAIN_S
from eichhorn.media.rules import PictureProblem, PictureRefused, UploadKind
from eichhorn.media.services import WrongPlace
from eichhorn.media.words import refusal
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act


@require_POST
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """Answer where the pieces of the file go and where the next one begins; or the picture, where it is there already."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    file = Announced.of(request)
    if file is None:
        return HttpResponse(status=400)
    there = queries.by_digest(file.digest)
    if there is not None and not queries.is_missing(there):
        return _there(there, is_new=False)
    try:
        upload = services.begin_upload(
            file_name=file.name, size_bytes=file.size_bytes, digest=file.digest, by=by, now=now
        )
    except PictureRefused as problem:
        return JsonResponse({"refused": refusal(problem.reason)}, status=422)
    return begun(upload, at=reverse("media:upload", args=[upload.ident]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest, ident: str) -> HttpResponse:
    """Say how much is there; a POST brings the next piece."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    found = get_object_or_404(Upload, ident=ident, by=by, kind=UploadKind.PICTURE)
    if request.method != "POST":
        return JsonResponse({"received": found.received_bytes})
    piece = Piece.of(request)
    try:
        came = services.take_piece(
            upload=found, piece=piece.content, begins_at=piece.begins_at, digest=piece.digest, by=by, now=now
        )
    except WrongPlace as problem:
        return JsonResponse({"received": problem.received}, status=409)
    except PictureRefused as problem:
        if problem.reason is PictureProblem.NOT_KEPT:  # what came stays, and the last piece may come again
            return JsonResponse({"refused": refusal(problem.reason)}, status=503, headers={"Retry-After": COME_AGAIN_S})
        services.drop_upload(upload=found)
        return JsonResponse({"refused": refusal(problem.reason)}, status=422)
    if came.picture is None:
        return JsonResponse({"received": came.received})
    return _there(came.picture, is_new=came.picture.added_at == now)


def _there(picture: Picture, *, is_new: bool) -> HttpResponse:
    return JsonResponse({"digest": picture.digest, "picture": picture.pk, "new": is_new}, status=201 if is_new else 200)
