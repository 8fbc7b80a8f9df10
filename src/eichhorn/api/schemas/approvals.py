"""Questions to approvers, and their answers."""

from datetime import datetime

from pydantic import Field

from eichhorn.api.schemas.drafts import VersionShown
from eichhorn.api.schemas.fields import Sent, Shown, Words
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome, RouteKind


class Approve(Sent):
    """A Yes to exactly what was read."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="`digest` of the approval, as it was read.")


class Refuse(Approve):
    """A No, and why."""

    reason: Words = Field(max_length=2000, examples=["Die Straßennamen stimmen noch nicht."])


class Withdraw(Sent):
    """Why it no longer counts."""

    because: Words = Field(max_length=300, examples=["Der Termin wird noch einmal besprochen."])


class ApprovalShown(Shown):
    """One question to one approver about one version, and its answer."""

    id: int = Field(examples=[5])
    draft: int = Field(examples=[7])
    version: int = Field(description="The number of the version in its draft.", examples=[2])
    digest: str
    title: str = Field(examples=["Baustelle Birkenweg"])
    route: RouteKind = Field(examples=["four_eyes"])
    approver: PersonShown
    asked_by: PersonShown | None
    asked_at: datetime
    answer_due_at: datetime
    window_begins_at: datetime = Field(description="From then on the post may appear.")
    window_ends_at: datetime = Field(description="From then on it may not appear any more.")
    outcome: Outcome = Field(examples=["open"])
    reason: str
    decided_at: datetime | None
    by_link: bool


class ApprovalWhole(ApprovalShown):
    """A question with the content that it is about, which is all that a Yes binds."""

    content: VersionShown


def approval(of: Approval) -> ApprovalShown:
    """Return the approval as it is shown; version, draft, slot, route and people are loaded."""
    return ApprovalShown(
        id=of.pk, draft=of.version.draft_id, version=of.version.number, digest=of.digest,
        title=of.version.draft.slot.title, route=RouteKind(of.route.kind), asked_by=person(of.asked_by),
        approver=PersonShown(id=of.approver.pk, name=of.approver.name), asked_at=of.asked_at,
        answer_due_at=of.answer_due_at, window_begins_at=of.window_begins_at, window_ends_at=of.window_ends_at,
        outcome=Outcome(of.outcome), reason=of.reason, decided_at=of.decided_at, by_link=of.by_link,
    )  # fmt: skip
