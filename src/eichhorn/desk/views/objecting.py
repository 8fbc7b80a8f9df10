"""Objecting to an answer, and deciding about an objection: by link, or signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.desk import queries, services
from eichhorn.desk.forms import JudgeForm, ObjectForm
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import Objection, State
from eichhorn.desk.views.guests import token_of
from eichhorn.desk.views.requests import JUDGE, heard
from eichhorn.desk.views.requests import page_of as page_of_request
from eichhorn.desk.views.status import page_of, standing_of
from eichhorn.foundation import clock
from eichhorn.people.access import link_page, person_of, signed_in
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import Act, LinkPurpose, NotAllowed
from eichhorn.ui import say


@link_page(LinkPurpose.REQUEST)
@require_POST
def object_to(request: HttpRequest, link: Link) -> HttpResponse:
    """Ask whoever is named to look at our answer."""
    standing, form = standing_of(link), ObjectForm(request.POST)
    if not form.is_valid() and queries.objection_of(standing) is Objection.POSSIBLE:
        return page_of(request, standing, against=form)
    try:
        services.requester_objects(request=standing, text=form.cleaned_data.get("against", ""), now=clock.now())
    except services.Closed:
        say.problem(request, gettext("Nothing is open here any more. Please call us if something is missing."))
    else:
        say.done(request, gettext("Thank you. It is in the hands of whoever decides."))
    return _see_other("desk:status", token_of(request))


@link_page(LinkPurpose.APPEAL)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, link: Link) -> HttpResponse:
    """Decide about an objection by the link that was mailed."""
    assert link.object_id is not None
    objection = Answer.objects.filter(pk=link.object_id).first()
    if objection is None or link.person is None:
        raise Http404
    standing = queries.whole_request(objection.request_id)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _judged(request, objection, form, by=link.person):
        return _see_other("desk:appeal", token_of(request))
    context = {
        "request_": standing, "version": standing.versions.all()[0], "objection": objection, "form": form, "token": token_of(request),
        "is_open": queries.open_objection(standing) == objection, "until": queries.decided_by(objection.at),
        "may_hear": standing.state == State.DECLINED,
    }  # fmt: skip
    return render(request, "desk/appeal.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def judge(request: HttpRequest, request_id: int) -> HttpResponse:
    """Decide about the objection to an answer, signed in."""
    by, now = person_of(request), clock.now()
    if not queries.may_decide_objections(by, now=now):
        raise NotAllowed(Act.TRIAGE)
    if not queries.visible_to(by, now=now).filter(pk=request_id).exists():
        raise Http404
    standing: Request = queries.whole_request(request_id)
    objection, form = queries.open_objection(standing), JudgeForm(request.POST, auto_id=JUDGE)
    if objection is None:
        say.problem(request, gettext("It is decided already. This is how it stands."))
    elif form.is_valid():
        _judged(request, objection, form, by=by)
    else:
        return page_of_request(request, standing, heard(standing), judge=form)
    return _see_other("desk:request", request_id)


def _judged(request: HttpRequest, objection: Answer, form: JudgeForm, *, by: Person) -> bool:
    act = services.hear if form.cleaned_data["way"] == "hear" else services.uphold
    try:
        act(objection=objection, text=form.cleaned_data["text"], by=by, now=clock.now())
    except services.Undecidable:
        say.problem(request, gettext("It is decided already. This is how it stands."))
    else:
        say.done(request, gettext("Your decision is on its way."))
    return True


def _see_other(name: str, *args: object) -> HttpResponse:
    answer = redirect(name, *args)
    answer.status_code = 303
    return answer
