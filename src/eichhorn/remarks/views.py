"""Saying something about a draft, answering, settling, and taking a proposed wording."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.content import queries as content
from eichhorn.content import services as writing
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.planning import queries as planning
from eichhorn.remarks import services
from eichhorn.remarks.forms import AnswerForm, RemarkForm
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import Audience, Settled, UnfitRemark
from eichhorn.remarks.showing import beside
from eichhorn.remarks.words import unfit
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show all that was said about a post, and take in what somebody says."""
    draft = _draft(request, draft_id)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _said(request, draft, form):
        say.done(request, _("Your remark stands beside the post."))
        return _back(draft)
    context = {"slot": draft.slot, **beside(draft, person=person_of(request), form=form)}
    return render(request, "remarks/all.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def answer(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Put an answer below a remark."""
    remark, form = _remark(request, remark_id), AnswerForm(request.POST)
    if not form.is_valid():
        say.problem(request, " ".join(map(str, form.errors["text"])))
        return _back(remark.draft)
    text = form.cleaned_data["text"]
    return _done(request, remark, lambda: services.answer(to=remark, text=text, by=person_of(request), now=clock.now()))


@signed_in
@require_POST
def settle(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Note that somebody saw to a remark, or that the text stays as it is."""
    remark = _remark(request, remark_id)
    how = Settled.LEFT if request.POST.get("how") == Settled.LEFT else Settled.DONE
    return _done(
        request, remark, lambda: services.settle(remark=remark, how=how, by=person_of(request), now=clock.now())
    )


@signed_in
@require_POST
def take(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Put the proposed wording into the text."""
    remark = _remark(request, remark_id)
    return _done(request, remark, lambda: services.take(remark=remark, by=person_of(request), now=clock.now()))


@signed_in
@require_POST
def reopen(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Open a settled remark again."""
    remark = _remark(request, remark_id)
    return _done(request, remark, lambda: services.reopen(remark=remark, by=person_of(request), now=clock.now()))


def _said(request: HttpRequest, draft: Draft, form: RemarkForm) -> bool:
    told = form.cleaned_data
    audience = Audience.GUESTS if told["for_guests"] else Audience.TEAM
    try:
        services.remark(
            draft=draft, text=told["text"], passage=told["passage"], wording=told["wording"], audience=audience,
            by=person_of(request), now=clock.now(),
        )  # fmt: skip
    except UnfitRemark as problem:
        form.refuse(problem.why)
        return False
    return True


def _done(request: HttpRequest, remark: Remark, act: Callable[[], object]) -> HttpResponse:
    """Carry the act out and go back to the post, with the sentence that says why not where it could not be done."""
    try:
        act()
    except UnfitRemark as problem:
        say.problem(request, unfit(problem.why))
    except writing.Finished:
        say.problem(request, _("This post is out or was put back. Its text is history and stays as it was."))
    except writing.TooLong:
        say.problem(request, _("With this wording the text would be too long. Please change it by hand."))
    return _back(remark.draft)


def _back(draft: Draft) -> HttpResponse:
    return SeeOther(reverse("composer:draft", args=[draft.pk]) + "#remarks")


def _draft(request: HttpRequest, draft_id: int) -> Draft:
    """Return the draft where the signed-in person may read it; else there is none."""
    try:
        found = content.draft(draft_id)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    if not planning.visible_to(person_of(request), now=clock.now()).filter(pk=found.slot_id).exists():
        raise Http404
    return found


def _remark(request: HttpRequest, remark_id: int) -> Remark:
    """Return the remark where the signed-in person may read its post; else there is none."""
    found = Remark.objects.select_related("draft__slot").filter(pk=remark_id).first()
    if found is None:
        raise Http404
    _draft(request, found.draft_id)
    return found
