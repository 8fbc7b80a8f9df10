"""Approvals: what somebody was asked, and their Yes or No."""

from typing import Annotated

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import approvals as shown
from eichhorn.api.schemas.drafts import version as shown_version
from eichhorn.api.schemas.fields import Numbered
from eichhorn.content import queries as content
from eichhorn.planning import queries as planning
from eichhorn.review import services
from eichhorn.review.models import Approval
from eichhorn.review.queries.asked import whole
from eichhorn.review.rules import Outcome
from eichhorn.review.services import Undecidable, UndecidableBecause

router = Router(tags=["approvals"])
ApprovalId = Annotated[Numbered, Path(description="The number of the approval.", example=5)]
CAN = ("stands-elsewhere",)


class ApprovalPage(Page[shown.ApprovalShown]):
    """A page of approvals."""


@router.get("/approvals", **operation("list_approvals", Scope.READ, ApprovalPage))
def list_approvals(
    request: HttpRequest,
    paging: Paged,
    outcome: Annotated[Outcome | None, Query(description="Only with this outcome.")] = None,
    mine: Annotated[bool, Query(description="Only what the token's owner was asked.")] = False,
) -> HttpResponse:
    """List questions to approvers and their answers, the newest first."""
    caller = caller_of(request)
    rows = _visible(caller)
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    return page(rows.filter(approver=caller.person) if mine else rows, paging, shown.approval, ApprovalPage)


@router.get("/approvals/{approval_id}", **operation("read_approval", Scope.READ, shown.ApprovalWhole))
def read_approval(request: HttpRequest, approval_id: ApprovalId) -> HttpResponse:
    """Read one question with the content that it is about."""
    return answers.said(_whole(_approval(caller_of(request), approval_id)))


@router.post("/approvals/{approval_id}/approve", **operation("approve", Scope.APPROVE, shown.ApprovalWhole, can=CAN))
def approve(request: HttpRequest, approval_id: ApprovalId, given: shown.Approve) -> HttpResponse:
    """Say Yes to exactly the content with this digest. Only who was asked can, and never who wrote it."""
    caller = caller_of(request)
    asked = _as_read(_approval(caller, approval_id), given)
    services.approve(approval=asked, by=caller.person, now=caller.now)
    return answers.said(_whole(_approval(caller, approval_id)))


@router.post("/approvals/{approval_id}/refuse", **operation("refuse", Scope.APPROVE, shown.ApprovalWhole, can=CAN))
def refuse(request: HttpRequest, approval_id: ApprovalId, given: shown.Refuse) -> HttpResponse:
    """Say No, with a reason that helps. Only who was asked can."""
    caller = caller_of(request)
    asked = _as_read(_approval(caller, approval_id), given)
    services.refuse(approval=asked, reason=given.reason, by=caller.person, now=caller.now)
    return answers.said(_whole(_approval(caller, approval_id)))


@router.post("/approvals/{approval_id}/withdraw", **operation("withdraw", Scope.APPROVE, shown.ApprovalWhole, can=CAN))
def withdraw(request: HttpRequest, approval_id: ApprovalId, given: shown.Withdraw) -> HttpResponse:
    """Take a Yes or an open question back: by its approver, by who asked while it is open, or by who steers."""
    caller = caller_of(request)
    services.withdraw(
        approval=_approval(caller, approval_id), by=caller.person, now=caller.now, because=given.because
    )  # fmt: skip
    return answers.said(_whole(_approval(caller, approval_id)))


def _visible(caller: Caller) -> models.QuerySet[Approval]:
    """Return what the person may read: about posts that they see, and whatever they were asked themselves."""
    slots = planning.visible_to(caller.person, now=caller.now).order_by().values("pk")
    return whole().filter(Q(version__draft__slot__in=slots) | Q(approver=caller.person))


def _approval(caller: Caller, number: int) -> Approval:
    return _visible(caller).get(pk=number)


def _as_read(asked: Approval, given: shown.Approve) -> Approval:
    """Return the approval, if the program has read what it is about."""
    if given.digest != asked.digest:
        raise Undecidable(UndecidableBecause.CHANGED)
    return asked


def _whole(asked: Approval) -> shown.ApprovalWhole:
    version = content.wordings([asked.version_id]).select_related("by").get()
    read = shown_version(version, list(version.variants.all()), list(version.attachments.all()))
    return shown.ApprovalWhole(**dict(shown.approval(asked)), content=read)
