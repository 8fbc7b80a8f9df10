"""What people see of the stage: a timeline, one post, pictures, and a way to answer as a visitor."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from eichhorn.foundation import clock
from eichhorn.people import access, links, throttle
from eichhorn.people import queries as people
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Link
from eichhorn.people.rules import Act, LinkPurpose
from eichhorn.stage import queries, rules, services
from eichhorn.stage.forms import AnswerForm
from eichhorn.stage.models import Status, Upload
from eichhorn.stage.services import StageRefused
from eichhorn.ui import say

ANSWERS, PER = 20, timedelta(minutes=10)
SEAT = "stage_link"
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_the_audience[**P](view: View[P]) -> Callable[..., HttpResponse]:
    """Let in who is signed in or came by a stage link that still holds; nobody indexes what they see."""

    @wraps(view)
    def seated(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated and not _has_link(request):
            return redirect_to_login(request.get_full_path())
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return seated


def _has_link(request: HttpRequest) -> bool:
    seat: int | None = request.session.get(SEAT)
    link = Link.objects.select_related("person").filter(pk=seat, purpose=LinkPurpose.STAGE).first() if seat else None
    return link is not None and links.problem(link, now=clock.now()) is None


@require_GET
@access.link_page(LinkPurpose.STAGE)
def enter(request: HttpRequest, link: Link) -> HttpResponse:
    """Whoever has the link sees the stage, until the link ends."""
    request.session[SEAT] = link.pk
    return _see(reverse("stage:timeline"))


@require_GET
@for_the_audience
def timeline(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    found = queries.timeline(before=int(before) if before.isdecimal() and len(before) < 19 else None)
    shown = found[: rules.PAGE]
    older = shown[-1].pk if len(found) > rules.PAGE else None
    return render(request, "stage/timeline.html", _frame(request) | {"statuses": _shown(shown), "older": older})


@require_GET
@for_the_audience
def post(request: HttpRequest, number: int) -> HttpResponse:
    return _post(request, _readable(number), AnswerForm())


@require_POST
@for_the_audience
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say something below a post as a visitor."""
    parent, form, now = _readable(number), AnswerForm(request.POST), clock.now()
    if not throttle.allow(f"stage:answer:{address_of(request)}", limit=ANSWERS, per=PER, now=now):
        return access.too_often(request)
    if not form.is_valid():
        return _post(request, parent, form, status=422)
    language = request.LANGUAGE_CODE[:2]
    try:
        services.say_as_visitor(**form.cleaned_data, reply_to=parent.pk, language=language, now=now)
    except StageRefused:
        form.add_error("words", _("Please write between one and %(limit)s characters.") % {"limit": rules.TEXT_LIMIT})
        return _post(request, parent, form, status=422)
    say.done(request, _("Your answer stands on the stage. The team hears of it within a minute."))
    return _see(reverse("stage:post", args=[parent.pk]))


@require_GET
@for_the_audience
def picture(_request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Upload, pk=number, status__isnull=False)
    answer = HttpResponse(bytes(found.picture_bytes), content_type=found.media_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_POST
@access.signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """Make a link for visitors and show it once."""
    token = services.invite(by=access.person_of(request), now=clock.now())
    url = f"{settings.PUBLIC_URL}{reverse('stage:enter', args=[token])}"
    return access.keep_private(render(request, "stage/invited.html", _frame(request) | {"url": url}))


def _readable(number: int) -> Status:
    found = queries.statuses().filter(pk=number, visibility__in=("public", "unlisted")).first()
    if found is None:
        raise Http404
    return found


def _post(request: HttpRequest, one: Status, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    below = [reply for reply in queries.below(one) if reply.visibility in ("public", "unlisted")]
    shown = {"one": _shown([one])[0], "below": _shown(below), "form": form}
    return render(request, "stage/post.html", _frame(request) | shown, status=status)


def _shown(statuses: list[Status]) -> list[tuple[Status, str]]:
    return [(status, rules.markup(status.text)) for status in statuses]


def _frame(request: HttpRequest) -> dict[str, object]:
    person = access.person_of(request) if request.user.is_authenticated else None
    return {"may_invite": people.may(person, Act.PLAN, now=clock.now()), "signed_in": person is not None}


def _see(where: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": where})
