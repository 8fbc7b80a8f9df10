"""Remarks about drafts: read, make, answer, settle, take a proposed wording."""

from typing import Annotated

from django.db import models
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations.drafts import DraftId
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import remarks as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.content.models import Draft
from eichhorn.planning import queries as planning
from eichhorn.remarks import services
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import Settled

router = Router(tags=["remarks"])
RemarkId = Annotated[Numbered, Path(description="The number of the remark.", example=5)]


class RemarkPage(Page[shown.RemarkShown]):
    """A page of remarks."""


@router.get("/drafts/{draft_id}/remarks", **operation("list_remarks", Scope.READ, RemarkPage))
def list_remarks(request: HttpRequest, draft_id: DraftId, paging: Paged) -> HttpResponse:
    """List what was said about a draft, answers included, the newest first."""
    return page(
        _whole(Remark.objects.filter(draft=_draft(caller_of(request), draft_id))), paging, shown.remark, RemarkPage
    )


@router.post("/drafts/{draft_id}/remarks", **operation("make_remark", Scope.DRAFT, shown.RemarkShown, status=201))
def make_remark(request: HttpRequest, draft_id: DraftId, given: shown.NewRemark) -> HttpResponse:
    """Say something about a draft or a passage of it, or propose another wording.

    An @ and a name call a colleague, who is told by mail. With the audience guests, approvers who come by a link read it too.
    """
    caller = caller_of(request)
    made = services.remark(
        draft=_draft(caller, draft_id), text=given.text, passage=given.passage, wording=given.wording,
        audience=given.audience, by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(_shown(made.pk), status=201)


@router.post("/remarks/{remark_id}/answers", **operation("answer_remark", Scope.DRAFT, shown.RemarkShown, status=201))
def answer_remark(request: HttpRequest, remark_id: RemarkId, given: shown.NewRemarkAnswer) -> HttpResponse:
    """Answer a remark."""
    caller = caller_of(request)
    made = services.answer(to=_remark(caller, remark_id), text=given.text, by=caller.person, now=caller.now)
    return answers.said(_shown(made.pk), status=201)


@router.post("/remarks/{remark_id}/settle", **operation("settle_remark", Scope.DRAFT, shown.RemarkShown))
def settle_remark(request: HttpRequest, remark_id: RemarkId, given: shown.Settling) -> HttpResponse:
    """Say what becomes of a remark: seen to, left, or its wording taken over into the text as the next version.

    What was approved before is a draft again once a wording is taken.
    """
    caller = caller_of(request)
    remark = _remark(caller, remark_id)
    if given.how is Settled.TAKEN:
        services.take(remark=remark, by=caller.person, now=caller.now)
    else:
        services.settle(remark=remark, how=given.how, by=caller.person, now=caller.now)
    return answers.said(_shown(remark.pk))


@router.post("/remarks/{remark_id}/reopen", **operation("reopen_remark", Scope.DRAFT, shown.RemarkShown))
def reopen_remark(request: HttpRequest, remark_id: RemarkId) -> HttpResponse:
    """Open a remark again that was seen to or left; a wording that stands in the text by now is not opened again."""
    caller = caller_of(request)
    remark = _remark(caller, remark_id)
    services.reopen(remark=remark, by=caller.person, now=caller.now)
    return answers.said(_shown(remark.pk))


def _draft(caller: Caller, number: int) -> Draft:
    slots = planning.visible_to(caller.person, now=caller.now).order_by().values("pk")
    return Draft.objects.select_related("slot").get(pk=number, slot__in=slots)


def _remark(caller: Caller, number: int) -> Remark:
    slots = planning.visible_to(caller.person, now=caller.now).order_by().values("pk")
    return Remark.objects.select_related("draft__slot").get(pk=number, draft__slot__in=slots)


def _whole(remarks: models.QuerySet[Remark]) -> models.QuerySet[Remark]:
    return remarks.select_related("version", "by", "settled_by").fetch_mode(models.FETCH_RAISE)


def _shown(number: int) -> shown.RemarkShown:
    return shown.remark(_whole(Remark.objects.all()).get(pk=number))
