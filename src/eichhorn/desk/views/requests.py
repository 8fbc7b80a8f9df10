"""All requests, and one of them, for everybody who is signed in."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from eichhorn.desk import letters, mails, queries, services
from eichhorn.desk.forms import JudgeForm, LetterForm
from eichhorn.desk.models import Request
from eichhorn.desk.rules import TO_DECIDE, State
from eichhorn.desk.views.parts import threads_of
from eichhorn.desk.words import SIGNS
from eichhorn.foundation import clock
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import rules
from eichhorn.planning import services as plan
from eichhorn.planning.rules import Stage
from eichhorn.ui import say

ROWS = 30
JUDGE = "judge_%s"
"""The ids of the fields of a decision about an objection, beside the other letter on the page."""
WITHDRAWABLE = frozenset({State.ACCEPTED, State.PLANNED})


@signed_in
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show all requests, the latest first."""
    now = clock.now()
    asked = request.GET.get("state", "")
    state = State(asked) if asked in set(State) else None
    found = queries.every_request(person=person_of(request), now=now, state=state)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    threads = threads_of([one.slot_id for one in page if one.slot_id is not None])
    rows = [(one, queries.sign_of(one), threads.get(one.slot_id or 0)) for one in page]
    acts = people.acts(person_of(request), now=now)
    context = {
        "rows": rows, "page": page, "signs": SIGNS, "state": state, "today": people.today(now),
        "may_triage": Act.TRIAGE in acts, "may_steer": Act.STEER in acts,
    }  # fmt: skip
    return render(request, "desk/all.html", context)


@signed_in
@require_safe
def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show one request with all that was said."""
    standing = _standing(request, request_id)
    return page_of(request, standing, heard(standing))


def heard(standing: Request) -> LetterForm:
    """Return the letter that takes a declined request up again, as it is proposed."""
    drafted = letters.taken_up_again(name=mails.greeted_as(standing), title=standing.title, language=standing.language)
    return LetterForm(initial={"text": drafted if standing.state == State.DECLINED else ""})


@signed_in
@require_POST
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Decline after all what was accepted; its slot is put back."""
    standing, form = _standing(request, request_id), LetterForm(request.POST)
    if not form.is_valid() and State(standing.state) in WITHDRAWABLE:
        return page_of(request, standing, form)
    try:
        services.withdraw_acceptance(
            request=standing, text=form.cleaned_data.get("text", ""), by=person_of(request), now=clock.now()
        )
    except (services.Undecidable, ForbiddenMove):
        say.problem(request, gettext("It is out already, or has its answer. Please look at where it stands."))
    else:
        say.done(request, gettext("Your answer to “%(title)s” is on its way.") % {"title": standing.title})
    answer = redirect("desk:request", standing.pk)
    answer.status_code = 303
    return answer


@signed_in
@require_POST
def undo(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take an acceptance back: its post leaves the plan, what moved stands as before, and the request waits again."""
    standing = _standing(request, request_id)
    try:
        services.undo(request=standing, by=person_of(request), now=clock.now())
    except plan.CannotUndo as hindered:
        say.problem(
            request, " ".join([gettext("It cannot be undone any more."), *map(_in_the_way, hindered.hindrances)])
        )
    except (services.Undecidable, ForbiddenMove):
        say.problem(request, gettext("It is not accepted any more. Please look at where it stands."))
    else:
        say.done(
            request,
            gettext("“%(title)s” waits for an answer again, and the plan stands as before.")
            % {"title": standing.title},
        )
    answer = redirect("desk:request", standing.pk)
    answer.status_code = 303
    return answer


def _in_the_way(hindrance: plan.InTheWay) -> str:
    """Return the sentence that says what stands in the way."""
    sentences = {
        plan.Hindrance.BEGUN: gettext("Somebody works on “%(title)s” already."),
        plan.Hindrance.MOVED: gettext("“%(title)s” was moved or approved since."),
        plan.Hindrance.OUT: gettext("“%(title)s” is out already."),
        plan.Hindrance.PASSED: gettext("The date that “%(title)s” had before has passed."),
        plan.Hindrance.FULL: gettext("The day that “%(title)s” had before is full by now."),
    }
    return sentences[hindrance.because] % {"title": hindrance.slot.title}


@signed_in
@require_POST
def reopen(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take up again what was declined, because its requester objected."""
    standing, form = _standing(request, request_id), LetterForm(request.POST)
    if not form.is_valid() and standing.state == State.DECLINED:
        return page_of(request, standing, form)
    try:
        services.reopen(
            request=standing, text=form.cleaned_data.get("text", ""), by=person_of(request), now=clock.now()
        )
    except (services.Undecidable, ForbiddenMove):
        say.problem(request, gettext("It was not declined. Please look at where it stands."))
    else:
        say.done(request, gettext("“%(title)s” waits for an answer again.") % {"title": standing.title})
    answer = redirect("desk:request", standing.pk)
    answer.status_code = 303
    return answer


def _standing(request: HttpRequest, request_id: int) -> Request:
    if not queries.visible_to(person_of(request), now=clock.now()).filter(pk=request_id).exists():
        raise Http404
    return queries.whole_request(request_id)


def page_of(
    request: HttpRequest, standing: Request, form: LetterForm, *, judge: JudgeForm | None = None
) -> HttpResponse:
    """Return the page of one request, with what was typed there and could not be taken."""
    now, slot, person = clock.now(), standing.slot, person_of(request)
    versions = list(standing.versions.all())
    objection = queries.open_objection(standing)
    judges = objection is not None and queries.may_decide_objections(person, now=now)
    context = {
        "request_": standing, "version": versions[0], "earlier": versions[1:], "sign": queries.sign_of(standing),
        "form": form, "slot": slot, "sees_addresses": people.reads_hidden(person, now), "today": people.today(now),
        "slot_local": rules.wall(slot.planned_local) if slot is not None and slot.planned_local else None,
        "moved": planning.displaced_for(slot.pk) if slot is not None else (),
        "may_triage": people.may(person, Act.TRIAGE, now=now), "to_decide": State(standing.state) in TO_DECIDE,
        "objection": objection, "decided_by": queries.decided_by(objection.at) if objection is not None else None,
        "judge": (judge or JudgeForm(auto_id=JUDGE)) if judges else None,
        "may_hear": standing.state == State.DECLINED, "can_reopen": standing.state == State.DECLINED and not judges and queries.may_reopen(person, now=now),
        "can_withdraw": State(standing.state) in WITHDRAWABLE,
        "can_undo": standing.state == State.ACCEPTED and slot is not None and slot.stage == Stage.IDEA,
    }  # fmt: skip
    return render(request, "desk/request.html", context, status=422 if form.errors or judge is not None else 200)
