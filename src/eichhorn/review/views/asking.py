"""Handing a draft in, and taking back a Yes or a question. What is read of either stands on the pages of `deciding`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from eichhorn.content import queries as content
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.planning import queries as planning
from eichhorn.review import queries, services, words
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from eichhorn.review.services import NotReady, Undecidable
from eichhorn.ui import say


@require_POST
@signed_in
def hand_in(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask for the approval of the version that the address names, else of the latest."""
    person, now = person_of(request), clock.now()
    draft = _draft(draft_id)
    if not planning.visible_to(person, now=now).filter(pk=draft.slot_id).exists():
        raise Http404
    named = row_number(request.GET.get("version", ""))
    try:
        asked = services.hand_in(draft=draft, by=person, now=now, number=named)
    except NotReady as problem:
        say.problem(request, words.not_ready(problem))
        return SeeOther(reverse("composer:draft", args=[draft_id]) + "#check")
    say.done(request, _said_after(asked))
    return SeeOther(reverse("composer:draft", args=[draft_id]))


@require_POST
@signed_in
def withdraw(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Take a Yes or an open question back."""
    try:
        asked = queries.approval(approval_id)
    except Approval.DoesNotExist as error:
        raise Http404 from error
    try:
        services.withdraw(
            approval=asked, by=person_of(request), now=clock.now(), because=request.POST.get("because", "")[:300]
        )  # fmt: skip
        say.done(request, _("Taken back. The post is a draft again."))
    except Undecidable as problem:
        say.problem(request, words.undecidable(problem.because))
    return SeeOther(reverse("review:approval", args=[approval_id]))


def _said_after(asked: Approval) -> str:
    if asked.outcome == Outcome.GRANTED:
        return _("Approved under your sole responsibility. It leaves by itself on its date.")
    return _("%(name)s has the question now, by mail.") % {"name": asked.approver.name}


def _draft(draft_id: int) -> Draft:
    try:
        return content.draft(draft_id)
    except Draft.DoesNotExist as error:
        raise Http404 from error
