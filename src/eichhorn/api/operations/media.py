"""Pictures: send one, find it again by its digest."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from django.core.files.uploadedfile import UploadedFile as Sent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Path, Router, UploadedFile
from ninja.params.functions import Form

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import media as schemas
from eichhorn.api.schemas.fields import Text
from eichhorn.api.schemas.media import PictureKnown, PictureShown
from eichhorn.media import queries, services
from eichhorn.media.models import Picture
from eichhorn.media.queries import PictureMissing
from eichhorn.media.responses import picture_response
from eichhorn.media.rules import LARGEST_BYTES, PictureProblem, PictureRefused
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act

router = Router(tags=["media"])
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="The digest of the picture.", example="0" * 64)]


class PicturePage(Page[PictureShown]):
    """A page of pictures."""


@router.get("/media", **operation("list_media", Scope.READ, PicturePage))
def list_media(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the pictures that the token's owner added, the newest first."""
    caller = caller_of(request)
    own, on = queries.known(Picture.objects.filter(added_by=caller.person)), people.today(caller.now)
    return page(own, paging, partial(schemas.picture, on=on), PicturePage)


@router.post("/media", **operation("store_media", Scope.DRAFT, PictureShown, status=201, can=("out-of-reach",)))
def store_media(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="JPEG, PNG, GIF or WebP, up to 10 MB.")],
    source: Text = Form("", max_length=200, description="Who made it and what we may do with it."),
) -> HttpResponse:
    """Store a picture, as multipart/form-data. The same picture again is answered with the one that is there (200)."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    if not isinstance(file, Sent):
        raise invalid.at("file", _("This has to be a file."))
    if (file.size or 0) > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    stored = services.store(
        content=file.read(), file_name=file.name or "", source=source, by=caller.person, now=caller.now
    )  # fmt: skip
    is_new = stored.added_at == caller.now
    at = f"/media/{stored.digest}" if is_new else ""
    return answers.said(_read(stored.digest, caller), status=201 if is_new else 200, at=at)


@router.get("/media/{digest}", **operation("read_media", Scope.READ, PictureShown))
def read_media(request: HttpRequest, digest: Digest) -> HttpResponse:
    """Read what is known of a picture."""
    return answers.said(_read(digest, caller_of(request)))


@router.get("/media/{digest}/content", **operation("read_media_content", Scope.READ, None, can=("out-of-reach",)))
def read_media_content(request: HttpRequest, digest: Digest) -> HttpResponse:
    """Read the picture itself."""
    found = queries.by_digest(digest)
    if found is None:
        raise Http404
    try:
        answer = picture_response(found)
    except PictureMissing as error:
        raise Http404 from error
    if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        raise Problem("out-of-reach", headers={"Retry-After": answer["Retry-After"]})
    return answer


@router.put("/media/{digest}", **operation("describe_media", Scope.DRAFT, PictureShown))
def describe_media(request: HttpRequest, digest: Digest, given: PictureKnown) -> HttpResponse:
    """Describe a picture anew, as a whole. Who is shown on it, and what they said, is written down by people."""
    caller = caller_of(request)
    services.describe(
        picture=Picture.objects.get(digest=digest), known=given.known(), by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(_read(digest, caller))


def _read(digest: str, caller: Caller) -> PictureShown:
    found = queries.known(Picture.objects.filter(digest=digest)).get()
    return schemas.picture(found, on=people.today(caller.now))
