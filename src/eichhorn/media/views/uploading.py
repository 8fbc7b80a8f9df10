"""Files that come in by pieces, sent by the scripts of a page; without scripts a form takes them whole.

The difficult thing: the answer to the last piece may be lost. Whoever begins the same file once more is told that the
picture is there.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.media import queries, services
from eichhorn.media.models import Picture, Upload
from eichhorn.media.responses import COME_AGAIN_S
from eichhorn.media.rules import PIECE_BYTES, PictureProblem, PictureRefused, UploadKind
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
    size, digest = row_number(request.POST.get("size", "")), request.POST.get("digest", "")
    if size is None or not queries.DIGEST.fullmatch(digest):
        return HttpResponse(status=400)
    there = queries.by_digest(digest)
    if there is not None and not queries.is_missing(there):
        return _there(there, is_new=False)
    try:
        upload = services.begin_upload(
            file_name=request.POST.get("name", "").replace("\x00", ""), size_bytes=size, digest=digest, by=by, now=now
        )
    except PictureRefused as problem:
        return JsonResponse({"refused": refusal(problem.reason)}, status=422)
    at = reverse("media:upload", args=[upload.ident])
    return JsonResponse({"at": at, "received": upload.received_bytes, "piece": PIECE_BYTES}, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest, ident: str) -> HttpResponse:
    """Say how much is there; a POST brings the next piece."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    found = get_object_or_404(Upload, ident=ident, by=by, kind=UploadKind.PICTURE)
    if request.method != "POST":
        return JsonResponse({"received": found.received_bytes})
    begins_at = row_number(request.headers.get("Upload-Begins-At", ""))
    digest = request.headers.get("Upload-Digest", "")
    try:
        came = services.take_piece(
            upload=found,
            piece=request.body,
            begins_at=-1 if begins_at is None else begins_at,
            digest=digest,
            by=by,
            now=now,
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
