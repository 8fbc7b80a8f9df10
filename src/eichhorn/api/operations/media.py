"""Pictures: send one, find it again, see where it is used, and settle what may appear no longer."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from django.core.files.uploadedfile import UploadedFile as Sent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Path, Query, Router, UploadedFile
from ninja.params.functions import Form

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.operations.videos import RightsAsked, TagWanted, UseWanted, VideoId, WordsWanted
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import media as schemas
from eichhorn.api.schemas import uses
from eichhorn.api.schemas.fields import Text
from eichhorn.api.schemas.media import PictureKnown, PictureShown
from eichhorn.library import duties
from eichhorn.library import queries as library
from eichhorn.library import services as settling
from eichhorn.library.queries import Thing
from eichhorn.media import queries, services
from eichhorn.media.finding import Rights, Use, Wanted
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
def list_media(
    request: HttpRequest,
    paging: Paged,
    words: WordsWanted = None,
    tag: TagWanted = None,
    rights: RightsAsked = None,
    use: Annotated[UseWanted | None, Query(description="Only those that nothing shows.")] = None,
    mine: Annotated[bool, Query(description="Only those that the token's owner added.")] = False,
) -> HttpResponse:
    """List the pictures that the token's owner may find, the newest first."""
    caller = caller_of(request)
    wanted = Wanted(words=words or "", tag=tag or "", rights=rights or Rights.ANY, use=use or Use.ANY)
    rows = library.found(caller.person, wanted, now=caller.now)
    rows = queries.known(rows.filter(added_by=caller.person) if mine else rows)
    return page(rows, paging, partial(schemas.picture, on=people.today(caller.now)), PicturePage)


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
    """Read what is known of a picture that the token's owner may find."""
    caller = caller_of(request)
    return answers.said(_read(_visible(digest, caller).digest, caller))


@router.get("/media/{digest}/content", **operation("read_media_content", Scope.READ, None, can=("out-of-reach",)))
def read_media_content(request: HttpRequest, digest: Digest) -> HttpResponse:
    """Read the picture itself."""
    try:
        answer = picture_response(_visible(digest, caller_of(request)))
    except PictureMissing as error:
        raise Http404 from error
    if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        raise Problem("out-of-reach", headers={"Retry-After": answer["Retry-After"]})
    return answer


@router.get("/media/{digest}/uses", **operation("read_media_uses", Scope.READ, uses.UsesShown))
def read_media_uses(request: HttpRequest, digest: Digest) -> HttpResponse:
    """Read which posts show a picture, also as the card of a link, and what was decided where it may appear no longer."""
    caller = caller_of(request)
    return answers.said(_uses(_visible(digest, caller), caller))


@router.get("/videos/{video_id}/uses", **operation("read_video_uses", Scope.READ, uses.UsesShown))
def read_video_uses(request: HttpRequest, video_id: VideoId) -> HttpResponse:
    """Read which posts show a video, and what was decided where it may appear no longer."""
    caller = caller_of(request)
    return answers.said(_uses(library.videos_seen(caller.person, now=caller.now).get(pk=video_id), caller))


@router.get("/media-duties", **operation("list_media_duties", Scope.READ, uses.DutiesShown))
def list_media_duties(request: HttpRequest) -> HttpResponse:
    """List the posts that are out with a picture or a video that may appear no longer, until somebody settles it.

    The oldest first, all at once. Only those who may decide about deliveries read them.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.PUBLISH, now=caller.now)
    found = duties.duties(caller.person, now=caller.now)
    return answers.said(uses.DutiesShown(items=[uses.duty(one) for one in found]))


@router.post("/media-duties/settle", **operation("settle_media_duty", Scope.PUBLISH, uses.SettledShown))
def settle_media_duty(request: HttpRequest, given: uses.DutySettled) -> HttpResponse:
    """Say what was decided about a post that is out with what may appear no longer. Taking it back is another step."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.PUBLISH, now=caller.now)
    if (given.media is None) == (given.video is None):
        raise invalid.at("media", _("Name either a picture or a video."))
    draft = choices.draft(given.draft, caller)
    done = settling.settle(
        thing=_thing(given, caller), draft=draft, reason=given.reason, by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(uses.settled(done))


@router.put("/media/{digest}", **operation("describe_media", Scope.DRAFT, PictureShown))
def describe_media(request: HttpRequest, digest: Digest, given: PictureKnown) -> HttpResponse:
    """Describe a picture anew, as a whole. Who is shown on it, and what they said, is written down by people."""
    caller = caller_of(request)
    services.describe(picture=_visible(digest, caller), known=given.known(), by=caller.person, now=caller.now)
    return answers.said(_read(digest, caller))


def _thing(given: uses.DutySettled, caller: Caller) -> Thing:
    if given.video is not None:
        film = library.videos_seen(caller.person, now=caller.now).filter(pk=given.video).first()
        if film is None:
            raise invalid.at("video", _("There is no such video. Add it first."))
        return film
    found = library.visible_to(caller.person, now=caller.now).filter(digest=given.media).first()
    if found is None:
        raise invalid.at("media", _("There is no such picture. Send it first."))
    return found


def _visible(digest: str, caller: Caller) -> Picture:
    """Return the picture where they may find it; else it is not there."""
    return library.visible_to(caller.person, now=caller.now).get(digest=digest)


def _uses(thing: Thing, caller: Caller) -> uses.UsesShown:
    writes = people.may(caller.person, Act.WRITE, now=caller.now)
    decided = library.settled(thing) if writes else ()
    return uses.uses(library.uses(thing, person=caller.person, now=caller.now), decided)


def _read(digest: str, caller: Caller) -> PictureShown:
    found = queries.known(Picture.objects.filter(digest=digest)).get()
    return schemas.picture(found, on=people.today(caller.now))
