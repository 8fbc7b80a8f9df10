"""What people say of one video: its poster, whether anything is spoken, and the subtitles."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from eichhorn.foundation import clock, languages
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.video import services
from eichhorn.video.forms import PosterForm, SpeechForm, SubtitlesForm
from eichhorn.video.rules.subtitles import SubtitlesRefused
from eichhorn.video.rules.taking import VideoRefused
from eichhorn.video.views.pages import page, to, video_of
from eichhorn.video.words import mistake, refusal


@require_POST
@signed_in
def again(request: HttpRequest, video_id: int) -> HttpResponse:
    """Let a video that could not be converted be tried once more."""
    found = video_of(request, video_id)
    services.again(video=found, by=person_of(request), now=clock.now())
    return to(request, found)


@require_POST
@signed_in
def poster(request: HttpRequest, video_id: int) -> HttpResponse:
    """Choose the moment whose picture stands for the video."""
    found, by, now = video_of(request, video_id), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    form = PosterForm(request.POST, duration_ms=found.duration_ms)
    if form.is_valid():
        try:
            services.choose_poster(video=found, at_ms=form.cleaned_data["at"], by=by, now=now)
        except VideoRefused as problem:
            form.add_error("at", refusal(problem.reason))
        else:
            say.done(request, _("This picture stands for the video now."))
            return to(request, found)
    return page(request, found, poster_form=form)


@require_POST
@signed_in
def speech(request: HttpRequest, video_id: int) -> HttpResponse:
    """Say whether anything is spoken in it."""
    found, by, now = video_of(request, video_id), person_of(request), clock.now()
    form = SpeechForm(request.POST)
    no_speech = form.is_valid() and form.cleaned_data["no_speech"]
    services.say_no_speech(video=found, no_speech=no_speech, by=by, now=now)
    say.done(
        request,
        _("Nothing is spoken in it: it needs no subtitles.")
        if no_speech
        else _("It is spoken in it: it needs subtitles."),
    )
    return to(request, found, "subtitles")


@require_POST
@signed_in
def subtitles(request: HttpRequest, video_id: int) -> HttpResponse:
    """Keep subtitles in one language; every mistake is named with its line, and what was typed still stands there."""
    found, by, now = video_of(request, video_id), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    form = SubtitlesForm(request.POST, request.FILES)
    if form.is_valid():
        language, words = form.cleaned_data["language"], form.words()
        try:
            services.put_subtitles(video=found, language=language, typed=words, by=by, now=now)
        except SubtitlesRefused as problem:
            form = SubtitlesForm({"language": language, "typed": words})
            form.is_valid()
            for one in problem.mistakes:
                form.add_error("typed", mistake(one))
        else:
            name = dict(languages.NAMES)[language]
            say.done(request, _("The subtitles are kept: %(language)s.") % {"language": name})
            return to(request, found, "subtitles")
    return page(request, found, subtitles_form=form)


@require_POST
@signed_in
def drop_subtitles(request: HttpRequest, video_id: int, language: str) -> HttpResponse:
    """Posts that are saved from now on have no subtitles in this language."""
    found = video_of(request, video_id)
    services.drop_subtitles(video=found, language=language, by=person_of(request), now=clock.now())
    say.done(request, _("The subtitles are taken off."))
    return to(request, found, "subtitles")
