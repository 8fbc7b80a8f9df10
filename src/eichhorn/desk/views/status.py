"""The requester's page: where it stands, answering us, changing what was asked."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.desk import mails, queries, services
from eichhorn.desk.forms import MissingForm, ObjectForm, ReplyForm
from eichhorn.desk.models import Request
from eichhorn.desk.rules import OPEN, Objection, State
from eichhorn.desk.views.guests import form_for, is_asked_again, questions, token_of, typed
from eichhorn.desk.views.parts import by_htmx
from eichhorn.foundation import clock
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.media.responses import picture_response
from eichhorn.notices import gathering
from eichhorn.notices import queries as mail
from eichhorn.notices.forms import RhythmForm
from eichhorn.noticing import words as noticing
from eichhorn.people import queries as people
from eichhorn.people.access import link_page
from eichhorn.people.models import Link
from eichhorn.people.rules import LinkPurpose
from eichhorn.planning import queries as planning
from eichhorn.planning import rules
from eichhorn.planning.rules import Stage
from eichhorn.ui import say


@link_page(LinkPurpose.REQUEST)
@require_safe
def status(request: HttpRequest, link: Link) -> HttpResponse:
    """Show the requester where it stands. Changes nothing."""
    return page_of(request, standing_of(link))


@link_page(LinkPurpose.REQUEST)
@require_POST
def reply(request: HttpRequest, link: Link) -> HttpResponse:
    """Take in the requester's answer."""
    standing, form = standing_of(link), ReplyForm(request.POST)
    if not form.is_valid() and standing.state == State.ASKED_BACK:
        return page_of(request, standing, form)
    try:
        services.requester_replies(request=standing, text=form.cleaned_data.get("text", ""), now=clock.now())
    except (services.Closed, ForbiddenMove):
        say.problem(request, gettext("Nothing is open here any more. Please call us if something is missing."))
    else:
        say.done(request, gettext("Thank you. Your answer is with the team."))
    return _back(request)


@link_page(LinkPurpose.REQUEST)
@require_POST
def agree(request: HttpRequest, link: Link) -> HttpResponse:
    """Say Yes to the shape that we proposed."""
    try:
        services.requester_agrees(request=standing_of(link), now=clock.now())
    except services.Closed:
        say.problem(request, gettext("Nothing is open here any more. Please call us if something is missing."))
    else:
        say.done(request, gettext("Thank you. We go on like this."))
    return _back(request)


@link_page(LinkPurpose.REQUEST)
@require_POST
def confirm(request: HttpRequest, link: Link) -> HttpResponse:
    """Say that what the team entered stands there as it was meant."""
    services.confirm(request=standing_of(link), now=clock.now())
    say.done(request, gettext("Thank you. It stands as you meant it."))
    return _back(request)


@link_page(LinkPurpose.REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, link: Link) -> HttpResponse:
    """Change what was asked; the earlier words are kept."""
    now, standing = clock.now(), standing_of(link)
    if State(standing.state) not in OPEN:
        return _back(request)
    version = standing.versions.all()[0]
    again = is_asked_again(request)
    form = form_for(request, now=now, version=version, bound=not again, initial=typed(request) if again else None)
    if again and by_htmx(request):
        return questions(request, form)
    if not again and request.method == "POST" and form.is_valid():
        try:
            services.change_request(request=standing, asked=form.asked, now=now)
        except services.EnclosedRefused as refused:
            form.refuse(refused)
        else:
            say.done(request, gettext("We have your change."))
            return _back(request)
    context = {"form": form, "request_": standing, "token": token_of(request)}
    return render(request, "desk/change.html", context, status=422 if form.errors else 200)


@link_page(LinkPurpose.REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest, link: Link) -> HttpResponse:
    """Fill in exactly what we asked for; then the request waits for us again."""
    now, standing = clock.now(), standing_of(link)
    asks = queries.asked_for(standing)
    if not asks:
        say.done(request, gettext("Nothing is missing here any more. This is how your request stands."))
        return _back(request)
    again = is_asked_again(request)
    form = form_for(
        request, now=now, version=standing.versions.all()[0], bound=not again, initial=typed(request) if again else None,
        of=partial(MissingForm, asks=asks),
    )  # fmt: skip
    if again and by_htmx(request):
        return questions(request, form)
    if not again and request.method == "POST" and form.is_valid():
        try:
            services.change_request(request=standing, asked=form.asked, now=now)
        except services.EnclosedRefused as refused:
            form.refuse(refused)
        else:
            is_open = queries.asked_for(standing_of(link))
            say.done(request, _thanks(is_open=bool(is_open)))
            return _back(request)
    context = {
        "form": form, "request_": standing, "token": token_of(request),
        "question": next((one for one in reversed(standing.answers.all()) if one.asks), None),
        "open": noticed_questions(standing),
    }  # fmt: skip
    return render(request, "desk/missing.html", context, status=422 if form.errors else 200)


def _thanks(*, is_open: bool) -> str:
    if is_open:
        return gettext("Thank you. We have your answer. Something is still open; the button below leads to it.")
    return gettext("Thank you. That is all we need to go on.")


def noticed_questions(standing: Request) -> list[str]:
    """Return what the letter left open, as its receipt asked; nothing where we asked ourselves."""
    version = standing.versions.all()[0]
    return noticing.questions(queries.noticed(standing, version)) if queries.left_open(standing, version) else []


@link_page(LinkPurpose.REQUEST)
@require_safe
def picture(_request: HttpRequest, link: Link, position: int) -> HttpResponseBase:
    """Show the requester a picture that they gave."""
    version = standing_of(link).versions.all()[0]
    found = next((one for one in version.pictures.all() if one.position == position), None)
    if found is None:
        raise Http404
    return picture_response(found.picture)


@link_page(LinkPurpose.REQUEST)
@require_POST
def choose_rhythm(request: HttpRequest, link: Link) -> HttpResponse:
    """Have the news about all requests of this address each at once, or gathered."""
    standing, form = standing_of(link), RhythmForm(request.POST)
    if not form.is_valid():
        return page_of(request, standing, rhythm=form)
    gathering.choose(
        email=standing.requester_email, rhythm=form.chosen, of=("request", standing.pk), by=None, now=clock.now()
    )
    say.done(request, gettext("This is how you have your mails from now on."))
    return _back(request)


def standing_of(link: Link) -> Request:
    assert link.object_id is not None
    try:
        return queries.whole_request(link.object_id)
    except Request.DoesNotExist as missing:
        raise Http404 from missing


def page_of(
    request: HttpRequest, standing: Request, form: ReplyForm | None = None, *, against: ObjectForm | None = None,
    rhythm: RhythmForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Return the requester's page, with what was typed where something is missing."""
    form, against = form or ReplyForm(), against or ObjectForm()
    stands, objected = queries.objection_of(standing), queries.open_objection(standing)
    slot, now = standing.slot, clock.now()
    is_back = slot is not None and slot.stage == Stage.CANCELLED
    moved = [] if slot is None else [m for m in planning.displaced_for(slot.pk) if not m.slot.confidential]
    context = {
        "request_": standing, "version": standing.versions.all()[0], "form": form, "token": token_of(request),
        "state": queries.standing_of(standing), "sign": queries.sign_of(standing), "now": now,
        "is_late": standing.answer_due_at < now, "slot": slot, "moved": moved, "is_open": State(standing.state) in OPEN,
        "slot_local": rules.wall(slot.planned_local) if slot is not None and slot.planned_local and not is_back else None,
        "objection": mails.right_to_object() if stands is Objection.POSSIBLE else "", "against": against,
        "decided_by": queries.decided_by(objected.at) if objected is not None else None, "appeal_to": queries.terms().appeal_to,
        "house": people.organisation(), "rhythm": rhythm or RhythmForm(initial={"rhythm": mail.rhythm_of(standing.requester_email).value}),
        "asks": queries.asked_for(standing), "proposal": queries.proposal(standing),
    }  # fmt: skip
    return render(
        request, "desk/status.html", context, status=422 if form.errors or against.errors or rhythm is not None else 200
    )


def _back(request: HttpRequest) -> HttpResponse:
    answer = redirect("desk:status", token_of(request))
    answer.status_code = 303
    return answer
