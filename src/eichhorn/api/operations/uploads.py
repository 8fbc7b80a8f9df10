"""Videos that come in by pieces, as they do on the page.

The difficult thing: a refused request leaves nothing behind, and yet a file that was refused must not lie there: whoever
sends another one under the same name would go on with the wrong one. So it is dropped once the request was taken back.
"""

from functools import partial
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.problems import Problem
from eichhorn.api.refusals import problem_of
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import videos as shown
from eichhorn.api.schemas.fields import LARGEST_NUMBER
from eichhorn.media import services as media
from eichhorn.media.arriving import Piece
from eichhorn.media.models import Upload
from eichhorn.media.rules import UploadKind
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.video import services
from eichhorn.video.rules.taking import VideoProblem, VideoRefused

router = Router(tags=["videos"])
UploadId = Annotated[
    str, Path(max_length=100, pattern=r"^[A-Za-z0-9_-]+$", description="The name of the upload.", example="Zk3v")
]


@router.post("/video-uploads", **operation("begin_video_upload", Scope.DRAFT, shown.VideoUploadShown, status=201))
def begin_video_upload(request: HttpRequest, given: shown.NewVideoUpload) -> HttpResponse:
    """Begin to send a video, or go on with the same file: the next piece begins at `received_bytes`.

    MP4, QuickTime, WebM, Matroska or AVI, up to ten minutes. An upload waits a day for its next piece.
    """
    caller = caller_of(request)
    begun = services.begin_upload(
        file_name=given.file_name, size_bytes=given.size_bytes, digest=given.digest, by=caller.person, now=caller.now
    )
    return answers.said(shown.upload(begun), status=201, at=f"/video-uploads/{begun.ident}")


@router.get("/video-uploads/{upload_id}", **operation("read_video_upload", Scope.DRAFT, shown.VideoUploadShown))
def read_video_upload(request: HttpRequest, upload_id: UploadId) -> HttpResponse:
    """Read how much of a video has come. Once all of it is there, the upload is gone, and the video is there."""
    return answers.said(shown.upload(_upload(caller_of(request), upload_id)))


@router.post(
    "/video-uploads/{upload_id}/pieces",
    **operation(
        "send_video_piece", Scope.DRAFT, shown.VideoUploadShown, can=("out-of-reach", "media-type-unknown"),
        sent="application/octet-stream",
    ),
)  # fmt: skip
def send_video_piece(
    request: HttpRequest,
    upload_id: UploadId,
    begins_at: Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="Where in the file it begins.", example=0)],
    digest: Annotated[str, Query(pattern=shown.DIGEST, description="SHA-256 of the piece.", example="0" * 64)],
) -> HttpResponse:
    """Send the next piece, as application/octet-stream. After the last one `video` names the video, which is looked into.

    One that begins elsewhere, or is not what was sent, is answered with 409 and `received_bytes`: go on there. What turns
    out to be no video we take is refused after the last piece, with its reason, and the upload is gone.
    """
    caller = caller_of(request)
    upload = _upload(caller, upload_id)
    if request.content_type != "application/octet-stream":
        raise Problem("media-type-unknown", _("Send Content-Type: application/octet-stream."))
    piece = Piece(request.body, begins_at, digest)
    try:
        came = services.take_piece(
            upload=upload, piece=piece.content, begins_at=piece.begins_at, digest=piece.digest, by=caller.person, now=caller.now
        )  # fmt: skip
    except VideoRefused as error:
        refused = problem_of(error)
        if (
            refused is None or error.reason is VideoProblem.NOT_KEPT
        ):  # what came stays, and the last piece may come again
            raise
        refused.afterwards = partial(media.drop_upload, upload=upload)
        raise refused from error
    return answers.said(shown.upload(upload, received=came.received, video=came.video))


def _upload(caller: Caller, ident: str) -> Upload:
    """Return the upload; it is its sender's alone."""
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    return Upload.objects.get(ident=ident, by=caller.person, kind=UploadKind.VIDEO)
