"""The pages by which somebody answers an ask with their phone: a gift, a promise, or a No.

The difficult thing: whoever opens this has a minute and a thumb. So there is one question, the way to say No is as near as
the way to give, and what was typed is never lost because something beside it was wrong.
"""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eichhorn.allies import queries, services, words
from eichhorn.allies.forms import GiftForm, NoForm, PromiseForm
from eichhorn.allies.hearing import SpeechProblem, SpeechRefused, hear
from eichhorn.allies.models import Ask
from eichhorn.allies.rules import STATES, No, State, known_gifts
from eichhorn.allies.rules.limits import LARGEST_SPEECH_BYTES
from eichhorn.allies.services import Gifted
from eichhorn.allies.services.answering import LONGEST_PROMISE
from eichhorn.foundation import clock
from eichhorn.ideas.services import NewPicture
from eichhorn.media.rules import PictureRefused
from eichhorn.media.words import refusal
from eichhorn.people import queries as people
from eichhorn.people import throttle
from eichhorn.people.access import SeeOther, link_page, too_often
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Link
from eichhorn.people.rules import LinkPurpose
from eichhorn.ui.marks import mark_of, once

HOUR = timedelta(hours=1)
FROM_ADDRESS, BY_LINK = 60, 20
"""So many answers an hour: a whole building site may sit behind one address."""


@link_page(LinkPurpose.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, link: Link) -> HttpResponse:
    """Take in what somebody gives."""
    found = _ask(link)
    form = GiftForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        if not _may_send(request, found):
            return too_often(request)
        if _kept(request, found, form):
            return _to(request, "done")
    if found.state == State.GIVEN and request.method != "POST":
        return _to(request, "done") if "more" not in request.GET else _answer(request, found, form)
    return _answer(request, found, form)


def _answer(request: HttpRequest, found: Ask, form: GiftForm) -> HttpResponse:
    wants = known_gifts(found.wants)
    context = {
        "form": form, "ask": found, "wants": words.listed(wants), "mark": mark_of(request), "token": _token(request),
        "lost_files": bool(request.FILES) and bool(form.errors), "may_refuse": STATES.may(found.state, State.DECLINED),
        "may_promise": STATES.may(found.state, State.PROMISED), "first": [gift.value for gift in wants],
    }  # fmt: skip
    return render(request, "allies/answer.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, found: Ask, form: GiftForm) -> bool:
    """Keep what was given; where it cannot be, say so at its field and return False."""
    given = form.cleaned_data
    try:
        speech = given["speech"]
        if speech is not None and (speech.size or 0) > LARGEST_SPEECH_BYTES:
            raise SpeechRefused(SpeechProblem.TOO_LARGE)
        gifted = Gifted(
            words=given["words"], pictures=[NewPicture(one.read(), one.name or "") for one in given["pictures"]],
            speech=hear(speech.read()) if speech is not None else None, shown=given["shown"], agreed=given["agreed"],
        )  # fmt: skip
        services.give(ask=found, gifted=gifted, once=once(request, "words", "shown"), by=None, now=clock.now())
    except SpeechRefused as problem:
        form.add_error("speech", words.speech_refusal(problem.reason))
    except PictureRefused as problem:
        form.add_error("pictures", refusal(problem.reason))
    except services.Answered as late:
        form.add_error(None, words.not_now(late.ask))
    except services.TooOften:
        form.add_error(None, _("Thank you, enough has come for this. For more, please write to us."))
    return not form.errors


@link_page(LinkPurpose.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, link: Link) -> HttpResponse:
    """Take in until when somebody will."""
    found, today = _ask(link), people.today(clock.now())
    form = PromiseForm(request.POST if request.method == "POST" else None, today=today, last=today + LONGEST_PROMISE)
    if request.method == "POST" and form.is_valid():
        if not _may_send(request, found):
            return too_often(request)
        try:
            services.promise(ask=found, day=form.cleaned_data["day"], by=None, now=clock.now())
        except services.Answered as late:
            form.add_error(None, words.not_now(late.ask))
        else:
            return _to(request, "done")
    context = {"form": form, "ask": found, "token": _token(request)}
    return render(request, "allies/later.html", context, status=422 if form.errors else 200)


@link_page(LinkPurpose.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def no(request: HttpRequest, link: Link) -> HttpResponse:
    """Take in a No, with what is in the way."""
    found = _ask(link)
    form = NoForm(request.POST if request.method == "POST" else None, today=people.today(clock.now()))
    if request.method == "POST" and form.is_valid():
        if not _may_send(request, found):
            return too_often(request)
        given = form.cleaned_data
        try:
            services.decline(
                ask=found, no=No(given["no"]), because=given["because"], again_from=given["again_from"], by=None,
                now=clock.now(),
            )  # fmt: skip
        except services.Answered as late:
            form.add_error(None, words.not_now(late.ask))
        else:
            return _to(request, "done")
    context = {"form": form, "ask": found, "token": _token(request)}
    return render(request, "allies/no.html", context, status=422 if form.errors else 200)


@link_page(LinkPurpose.ASK)
@require_safe
def done(request: HttpRequest, link: Link) -> HttpResponse:
    """Say that it arrived, and what happens now."""
    found = _ask(link)
    return render(request, "allies/done.html", {"ask": found, "token": _token(request), "state": found.state})


def _may_send(request: HttpRequest, found: Ask) -> bool:
    limits = {f"ask:from:{address_of(request)}": FROM_ADDRESS, f"ask:by:{found.pk}": BY_LINK}
    return throttle.allow_all(limits, per=HOUR, now=clock.now())


def _ask(link: Link) -> Ask:
    try:
        found = queries.ask(link.object_id or 0)
    except Ask.DoesNotExist as error:
        raise Http404 from error
    if found.ally is None or found.state in {State.DRAFTED, State.WITHDRAWN}:
        raise Http404
    return found


def _token(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    token: str = request.resolver_match.kwargs["token"]
    return token


def _to(request: HttpRequest, name: str) -> HttpResponse:
    return SeeOther(reverse(f"allies:{name}", args=[_token(request)]))
