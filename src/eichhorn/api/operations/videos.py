"""Videos: found, described, given a picture and subtitles, and read; how they come in stands with the uploads."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import videos as shown
from eichhorn.api.schemas.fields import Language, Numbered, words_of
from eichhorn.media.finding import LONGEST_SEARCH, Rights, Use, Wanted
from eichhorn.media.rules import LONGEST_TAG
from eichhorn.people import queries as people
from eichhorn.video import queries, services
from eichhorn.video.models import Video
from eichhorn.video.responses import film_response, poster_response, subtitles_response

router = Router(tags=["videos"])
VideoId = Annotated[Numbered, Path(description="The number of the video.", example=5)]
Spoken = Annotated[Language, Path(description="The language of the subtitles.", example="de")]
RightsWanted = Annotated[Rights, words_of(Rights)]
RightsAsked = Annotated[RightsWanted | None, Query(description="Only those whose rights are like this.")]
WordsWanted = Annotated[
    str | None,
    Query(max_length=LONGEST_SEARCH, description="Only with these words in name, tags, source or description."),
]
TagWanted = Annotated[str | None, Query(max_length=LONGEST_TAG, description="Only with this tag, in small letters.")]
UseWanted = Annotated[Use, words_of(Use)]


class VideoPage(Page[shown.VideoShown]):
    """A page of videos."""


@router.get("/videos", **operation("list_videos", Scope.READ, VideoPage))
def list_videos(
    request: HttpRequest,
    paging: Paged,
    state: Annotated[shown.VideoState | None, Query(description="Only those that stand there.")] = None,
    words: WordsWanted = None,
    tag: TagWanted = None,
    rights: RightsAsked = None,
    use: Annotated[UseWanted | None, Query(description="Only those that no post shows.")] = None,
) -> HttpResponse:
    """List the videos that the token's owner may find, the newest first."""
    caller = caller_of(request)
    wanted = Wanted(words=words or "", tag=tag or "", rights=rights or Rights.ANY, use=use or Use.ANY)
    found = queries.visible_to(caller.person, now=caller.now, wanted=wanted)
    rows = queries.known(found if state is None else found.filter(state=state))
    return page(rows, paging, partial(shown.video, on=people.today(caller.now)), VideoPage)


@router.get("/videos/{video_id}", **operation("read_video", Scope.READ, shown.VideoShown))
def read_video(request: HttpRequest, video_id: VideoId) -> HttpResponse:
    """Read one video: how far it is, and what is known of it. Where it could not be converted, it says why."""
    return _said(caller_of(request), video_id)


@router.put("/videos/{video_id}", **operation("describe_video", Scope.DRAFT, shown.VideoShown))
def describe_video(request: HttpRequest, video_id: VideoId, given: shown.VideoKnown) -> HttpResponse:
    """Describe a video anew, as a whole. Who is shown in it, and what they said, is written down by people."""
    caller = caller_of(request)
    services.describe(video=_video(caller, video_id), known=given.known(), by=caller.person, now=caller.now)
    return _said(caller, video_id)


@router.post("/videos/{video_id}/again", **operation("convert_video_again", Scope.DRAFT, shown.VideoShown))
def convert_video_again(request: HttpRequest, video_id: VideoId) -> HttpResponse:
    """Let a video that could not be converted be tried once more; any other stays as it is."""
    caller = caller_of(request)
    services.again(video=_video(caller, video_id), by=caller.person, now=caller.now)
    return _said(caller, video_id)


@router.put("/videos/{video_id}/speech", **operation("say_video_speech", Scope.DRAFT, shown.VideoShown))
def say_video_speech(request: HttpRequest, video_id: VideoId, given: shown.VideoSpeech) -> HttpResponse:
    """Say whether nothing is spoken in a video: then it needs no subtitles."""
    caller = caller_of(request)
    services.say_no_speech(
        video=_video(caller, video_id), no_speech=given.no_speech, by=caller.person, now=caller.now
    )  # fmt: skip
    return _said(caller, video_id)


@router.put(
    "/videos/{video_id}/poster",
    **operation("choose_video_poster", Scope.DRAFT, shown.VideoShown, can=("not-ready", "out-of-reach")),
)
def choose_video_poster(request: HttpRequest, video_id: VideoId, given: shown.VideoMoment) -> HttpResponse:
    """Choose the moment whose picture stands for the video in posts that are saved from now on."""
    caller = caller_of(request)
    services.choose_poster(video=_ready(caller, video_id), at_ms=given.at_ms, by=caller.person, now=caller.now)
    return _said(caller, video_id)


@router.get(
    "/videos/{video_id}/poster",
    **operation("read_video_poster", Scope.READ, None, can=("not-ready", "out-of-reach", "part-not-there")),
)
def read_video_poster(request: HttpRequest, video_id: VideoId) -> HttpResponseBase:
    """Read the picture that stands for the video."""
    video = _ready(caller_of(request), video_id)
    return _there(poster_response(request, video.poster.digest if video.poster is not None else ""))


@router.get(
    "/videos/{video_id}/content",
    **operation("read_video_content", Scope.READ, None, can=("not-ready", "out-of-reach", "part-not-there")),
)
def read_video_content(request: HttpRequest, video_id: VideoId) -> HttpResponseBase:
    """Read the film that leaves, or the part of it that the header Range names."""
    return _there(film_response(request, _ready(caller_of(request), video_id).digest))


@router.get("/videos/{video_id}/subtitles/{language}", **operation("read_video_subtitles", Scope.READ, None))
def read_video_subtitles(request: HttpRequest, video_id: VideoId, language: Spoken) -> HttpResponse:
    """Read the subtitles in one language, as WebVTT."""
    video = _video(caller_of(request), video_id)
    return subtitles_response(video.subtitles.get(language=language, is_current=True))


@router.put(
    "/videos/{video_id}/subtitles/{language}", **operation("put_video_subtitles", Scope.DRAFT, shown.VideoShown)
)
def put_video_subtitles(
    request: HttpRequest, video_id: VideoId, language: Spoken, given: shown.NewSubtitles
) -> HttpResponse:
    """Say what is spoken in the video, in one language; posts that are saved from now on take it.

    Where times or words are wrong nothing is kept, and `errors` names each mistake with its line.
    """
    caller = caller_of(request)
    services.put_subtitles(
        video=_video(caller, video_id), language=language, typed=given.text, by=caller.person, now=caller.now
    )
    return _said(caller, video_id)


@router.post(
    "/videos/{video_id}/subtitles/{language}/drop", **operation("drop_video_subtitles", Scope.DRAFT, shown.VideoShown)
)
def drop_video_subtitles(request: HttpRequest, video_id: VideoId, language: Spoken) -> HttpResponse:
    """Take the subtitles in one language off; posts that have them keep them."""
    caller = caller_of(request)
    services.drop_subtitles(video=_video(caller, video_id), language=language, by=caller.person, now=caller.now)
    return _said(caller, video_id)


def _video(caller: Caller, number: int) -> Video:
    return queries.known(queries.visible_to(caller.person, now=caller.now)).get(pk=number)


def _ready(caller: Caller, number: int) -> Video:
    video = _video(caller, number)
    if not video.is_ready:
        raise Problem("not-ready", _("The video is not converted yet."), reason=video.state)
    return video


def _said(caller: Caller, number: int) -> HttpResponse:
    return answers.said(shown.video(_video(caller, number), on=people.today(caller.now)))


def _there(answer: HttpResponseBase) -> HttpResponseBase:
    """Return the file, or raise what a program is told in its place."""
    match answer.status_code:
        case HTTPStatus.NOT_FOUND:
            raise Http404
        case HTTPStatus.SERVICE_UNAVAILABLE:
            raise Problem("out-of-reach", headers={"Retry-After": answer["Retry-After"]})
        case HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise Problem("part-not-there", headers={"Content-Range": answer["Content-Range"]})
    return answer
