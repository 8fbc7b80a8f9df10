"""The list of videos, and one video with how far it is and all that is known of it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eichhorn.foundation import clock, languages
from eichhorn.foundation.typed import row_number
from eichhorn.media.forms import SearchForm
from eichhorn.media.words import RIGHTS, short_why
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.video import queries, services
from eichhorn.video.forms import AboutForm, AddForm, PosterForm, SpeechForm, SubtitlesForm
from eichhorn.video.models import Video
from eichhorn.video.rules.taking import State, VideoProblem
from eichhorn.video.rules.taking import clock as clock_of
from eichhorn.video.words import refusal

ON_A_PAGE = 60


@require_safe
@signed_in
def videos(request: HttpRequest) -> HttpResponse:
    """Show the videos, the newest first."""
    return list_page(request, AddForm(), status=200)


def list_page(request: HttpRequest, form: AddForm, *, status: int = 422) -> HttpResponse:
    """Return the list, with what was wrong where something was added."""
    wanted = SearchForm(request.GET).wanted()
    found = queries.newest(person_of(request), now=clock.now(), wanted=wanted)
    number, total = max(1, row_number(request.GET.get("page", "")) or 1), found.count()
    pages = max(1, -(-total // ON_A_PAGE))
    number, on = min(number, pages), people.today(clock.now())
    context = {
        "form": form, "videos": [(one, _why(one, on)) for one in found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]], "total": total, "number": number,
        "pages": pages, "before": number - 1, "after": number + 1 if number < pages else 0,
        "may_add": people.may(person_of(request), Act.WRITE, now=clock.now()), "post": _post(request),
        "wanted": wanted, "tags": queries.tags(person_of(request), now=clock.now()), "rights": list(RIGHTS.items()), "asked": _asked(request),
        "words": {"failed": _("could not be converted"), "busy": _("is being converted"), "no_subtitles": _("subtitles missing")},
    }  # fmt: skip
    return render(request, "video/videos.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def video(request: HttpRequest, video_id: int) -> HttpResponse:
    """Show one video; a POST says anew what is known of it."""
    found = video_of(request, video_id)
    if request.method != "POST":
        return page(request, found, status=200)
    by, now, form = person_of(request), clock.now(), AboutForm(request.POST)
    permissions.require(by, Act.WRITE, now=now)
    if not form.is_valid():
        return page(request, found, about=form)
    services.describe(video=found, known=form.known(), by=by, now=now)
    say.done(request, _("What you said of the video is kept."))
    return to(request, found)


@require_safe
@signed_in
def standing(request: HttpRequest, video_id: int) -> HttpResponse:
    """Answer how far the video is, for the page that asks again and again."""
    return render(request, "video/standing.html", context(request, video_of(request, video_id)))


def video_of(request: HttpRequest, video_id: int) -> Video:
    """Return the video with what is known of it, where the person may find it."""
    return get_object_or_404(queries.newest(person_of(request), now=clock.now()), pk=video_id)


def to(request: HttpRequest, found: Video, part: str = "") -> SeeOther:
    """Return the way back to the page of the video."""
    post = _post(request)
    asked, place = f"?post={post}" if post else "", f"#{part}" if part else ""
    return SeeOther(reverse("video:video", args=[found.pk]) + asked + place)


def page(request: HttpRequest, found: Video, *, status: int = 422, **forms: object) -> HttpResponse:
    """Return the page, with a form in the place of its own where something was wrong in it."""
    language = request.GET.get("language", "") or get_language() or "de"
    names = dict(languages.NAMES)
    spoken = language if language in names else "de"
    there = {one.language: one for one in found.subtitles.all()}
    context_of_page = {
        **context(request, found), "about": AboutForm.of(found, {one.language: one.text for one in found.descriptions.all()}), "speech_form": SpeechForm(initial={"no_speech": found.no_speech}),
        "subtitles_form": SubtitlesForm.of(there.get(spoken), language=spoken), "language": spoken,
        "texts": [(one, names.get(one.language, one.language)) for one in there.values()],
        "ended": _why(found, people.today(clock.now())), **forms,
    }  # fmt: skip
    return render(request, "video/video.html", context_of_page, status=status)


def context(request: HttpRequest, found: Video) -> dict[str, object]:
    """Return what the part of the page needs that shows how far the video is."""
    return {
        "video": found, "may_write": people.may(person_of(request), Act.WRITE, now=clock.now()), "post": _post(request),
        "is_busy": found.state in {State.WAITING, State.AT_WORK}, "why": refusal(VideoProblem(found.why)) if found.why else "",
        "poster_form": PosterForm(duration_ms=found.duration_ms, initial={"at": clock_of(found.poster.at_ms) if found.poster else ""}),
    }  # fmt: skip


def _why(video: Video, on: date) -> str:
    """Return why the video may not appear on the day, in a word; empty where it may."""
    ended = queries.ended(video, on=on)
    return short_why(ended.why) if ended is not None else ""


def _asked(request: HttpRequest) -> str:
    """Return what the addresses of the other pages of the list carry on."""
    asked, post = SearchForm.asked(request.GET), _post(request)
    if post is not None:
        asked["post"] = str(post)
    return asked.urlencode()


def _post(request: HttpRequest) -> int | None:
    """Return the number of the post for which somebody looks for a video."""
    return row_number(request.GET.get("post", "") or request.POST.get("post", ""))
