"""Handing in, approving, refusing, withdrawing.

The difficult thing: the approver must have read exactly what will appear. So every decision takes the slot's row first,
compares the digest that was asked about with the latest version, and says no to whoever wrote the text, whatever way
they come in by.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content import checking
from eichhorn.content import queries as content
from eichhorn.content.models import Draft, Version
from eichhorn.foundation import audit, jobs, text
from eichhorn.guidelines.rules import Finding
from eichhorn.people import queries as people_queries
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.people.working_time import add_working_hours
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review import mails, queries
from eichhorn.review.models import Approval, Route
from eichhorn.review.rules import OUTCOMES, Outcome, RouteKind

ANSWER_WITHIN_WORKING_H = 9.0
"""How long an approver has, unless the date comes first."""
SHORTEST_TO_ANSWER = timedelta(minutes=15)


class NotReadyBecause(StrEnum):
    """Why a draft cannot be handed in."""

    EMPTY = "empty"
    NO_DATE = "no_date"
    DATE_PASSED = "date_passed"
    NO_CHANNEL = "no_channel"
    NOT_CONNECTED = "not_connected"
    TOO_LONG = "too_long"
    TOO_MANY_PICTURES = "too_many_pictures"
    FINDINGS = "findings"
    NO_ROUTE = "no_route"
    NOBODY_MAY = "nobody_may"
    """Everybody who may approve has written on it."""
    NOT_A_DRAFT = "not_a_draft"


class NotReady(Exception):
    """The draft stays where it is; `because` says why, `about` names channel or finding."""

    def __init__(self, because: NotReadyBecause, about: str = "", findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(f"{because} {about}".strip())
        self.because = because
        self.about = about
        self.findings = findings


class Undecidable(Exception):
    """Nothing was decided; `because` is "changed" (the text is another one now), "decided", "author", or "no_reason"."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


@transaction.atomic
def hand_in(*, draft: Draft, by: Person, now: datetime) -> Approval:
    """Somebody who did not write it is asked about exactly this version; on a route of sole responsibility its holder
    has said Yes by handing it in. Raises NotReady."""
    slot = planning.locked(draft.slot_id)
    people.require(by, Act.WRITE, now=now)
    fresh = content.draft(draft.pk)
    if Stage(slot.stage) is not Stage.DRAFT:
        raise NotReady(NotReadyBecause.NOT_A_DRAFT)
    version = _ready(fresh, slot, now)
    route = queries.default_route()
    if route is None:
        raise NotReady(NotReadyBecause.NO_ROUTE)
    approver = by if route.kind == RouteKind.SOLE else _approver(route, fresh, by, now)
    approval = _ask(version, slot, route, approver, by, now)
    planning.advance(slot=slot, to=Stage.IN_REVIEW, now=now)
    audit.record(
        "review.handed_in", of=("version", version.pk), by=by.pk, now=now,
        details={"route": route.kind, "approval": approval.pk, "digest": version.digest},
    )  # fmt: skip
    if route.kind == RouteKind.SOLE:
        _grant(approval, slot, by, by_link=False, now=now)
    else:
        mails.ask(approval, now=now)
    return approval


@transaction.atomic
def approve(*, approval: Approval, by: Person, now: datetime, by_link: bool = False) -> Approval:
    """The version may appear inside the window. Raises Undecidable where it was decided or has changed meanwhile."""
    standing, slot = _decidable(approval, by, now)
    _grant(standing, slot, by, by_link=by_link, now=now)
    mails.confirm(standing, now=now)
    mails.tell_author(standing, now=now)
    return standing


@transaction.atomic
def refuse(*, approval: Approval, reason: str, by: Person, now: datetime, by_link: bool = False) -> Approval:
    """The version does not appear, and its author knows why."""
    standing, slot = _decidable(approval, by, now)
    if not reason.strip():
        raise Undecidable("no_reason")
    _decide(standing, Outcome.REFUSED, by=by, because=reason.strip(), by_link=by_link, now=now)
    planning.advance(slot=slot, to=Stage.DRAFT, now=now)
    mails.confirm(standing, now=now)
    mails.tell_author(standing, now=now)
    return standing


@transaction.atomic
def withdraw(*, approval: Approval, by: Person, now: datetime, because: str) -> Approval:
    """The Yes or the open question no longer counts; the post is a draft again. By its approver or whoever writes."""
    slot = planning.locked(approval.version.draft.slot_id)
    standing = Approval.objects.select_for_update(of=("self",)).select_related("version__draft", "approver", "asked_by").get(pk=approval.pk)
    if by.pk != standing.approver_id:
        people.require(by, Act.WRITE, now=now)
    if not because.strip():
        raise Undecidable("no_reason")
    if not OUTCOMES.may(standing.outcome, Outcome.WITHDRAWN):
        raise Undecidable("decided")
    _decide(standing, Outcome.WITHDRAWN, by=by, because=because.strip(), by_link=False, now=now)
    if slot.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
        planning.advance(slot=slot, to=Stage.DRAFT, now=now)
    if by.pk == standing.approver_id:
        mails.tell_author(standing, now=now)
    return standing


@transaction.atomic
def declare_sole(*, holder: Person, because: str, now: datetime) -> Route:
    """From now on the holder alone answers for what appears; the reason is shown wherever it counts."""
    people.require(holder, Act.STEER, now=now)
    if not because.strip():
        raise Undecidable("no_reason")
    return _as_default(
        Route(
            name=f"{RouteKind.SOLE} {now:%Y-%m-%d %H:%M:%S}", kind=RouteKind.SOLE, approver=holder,
            declared_because=because.strip(), declared_at=now,
        ),
        by=holder,
        now=now,
    )  # fmt: skip


@transaction.atomic
def set_four_eyes(*, name: str, approver: Person, by: Person | None, now: datetime) -> Route:
    """From now on this person is asked about every post, unless they wrote it."""
    if by is not None:
        people.require(by, Act.ADMINISTER, now=now)
    people.require(approver, Act.APPROVE, now=now)
    route = Route.objects.filter(name=name, kind=RouteKind.FOUR_EYES).first() or Route(name=name, kind=RouteKind.FOUR_EYES)
    route.approver = approver
    return _as_default(route, by=by, now=now)


def _as_default(route: Route, *, by: Person | None, now: datetime) -> Route:
    Route.objects.exclude(pk=route.pk).filter(is_default=True).update(is_default=False)
    route.is_default = True
    route.save()
    audit.record("review.route_set", of=("route", route.pk), by=by.pk if by else None, now=now, details={"kind": route.kind})
    return route


def _ready(draft: Draft, slot: Slot, now: datetime) -> Version:
    """Return the latest version where nothing stops it, or raise NotReady."""
    version = draft.latest
    if version is None or not (version.text or version.attachments.exists()):
        raise NotReady(NotReadyBecause.EMPTY)
    if slot.due_at is None:
        raise NotReady(NotReadyBecause.NO_DATE)
    if slot.due_at <= now:
        raise NotReady(NotReadyBecause.DATE_PASSED)
    chosen = list(slot.channels.all())
    if not chosen or {channel.pk for channel in chosen} != set(version.channel_ids):
        raise NotReady(NotReadyBecause.NO_CHANNEL)
    for channel in chosen:
        _fits(version, channel)
    if found := checking.open_findings(version):
        raise NotReady(NotReadyBecause.FINDINGS, findings=found)
    return version


def _fits(version: Version, channel: Channel) -> None:
    if channel.retired_on is not None or not (channels.by_hand(channel) or channel.health == Health.CONNECTED):
        raise NotReady(NotReadyBecause.NOT_CONNECTED, channel.name)
    limits = channels.limits(channel)
    wording = content.wording(version, channel)
    whole = wording.text + wording.content_warning
    if text.length_with_links(whole, limits.unit, link_length=limits.link_length) > limits.text_limit:
        raise NotReady(NotReadyBecause.TOO_LONG, channel.name)
    if len(wording.pictures) > limits.pictures:
        raise NotReady(NotReadyBecause.TOO_MANY_PICTURES, channel.name)
    if any(text.length(alt, limits.unit) > limits.alt_limit for _, alt in wording.pictures):
        raise NotReady(NotReadyBecause.TOO_LONG, channel.name)


def _approver(route: Route, draft: Draft, by: Person, now: datetime) -> Person:
    """Return the route's approver, or another who may where they wrote it themselves."""
    asked = [route.approver] if route.approver is not None else []
    for person in (*asked, *people_queries.holders(Act.APPROVE, now=now)):
        if queries.may_approve(person, draft, asked_by=by.pk, now=now):
            return person
    raise NotReady(NotReadyBecause.NOBODY_MAY)


def _ask(version: Version, slot: Slot, route: Route, approver: Person, by: Person, now: datetime) -> Approval:
    Approval.objects.filter(
        version__draft=version.draft_id, outcome__in=[Outcome.OPEN, Outcome.GRANTED]
    ).update(outcome=Outcome.WITHDRAWN, decided_at=now, reason="changed")  # fmt: skip
    due_at = slot.due_at
    if due_at is None:
        raise NotReady(NotReadyBecause.NO_DATE)
    usual = add_working_hours(now, ANSWER_WITHIN_WORKING_H, organisation=people_queries.organisation())
    return Approval.objects.create(
        version=version, route=route, approver=approver, asked_by=by, asked_at=now, digest=version.digest,
        answer_due_at=max(min(usual, due_at), now + SHORTEST_TO_ANSWER),
        window_begins_at=due_at - timedelta(minutes=route.window_before_minutes),
        window_ends_at=due_at + timedelta(minutes=max(route.window_after_minutes, 1)),
    )  # fmt: skip


def _decidable(approval: Approval, by: Person, now: datetime) -> tuple[Approval, Slot]:
    """Return approval and slot, locked, where the person may decide on exactly this content now."""
    slot = planning.locked(approval.version.draft.slot_id)
    standing = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("version__draft__latest", "version__draft__slot", "approver", "asked_by", "route")
        .get(pk=approval.pk)
    )
    if by.pk != standing.approver_id or not queries.may_approve(
        by, standing.version.draft, asked_by=standing.asked_by_id, now=now
    ):
        people.require(by, Act.APPROVE, now=now)
        raise Undecidable("author")
    if standing.outcome != Outcome.OPEN:
        raise Undecidable("decided")
    latest = standing.version.draft.latest
    if latest is None or latest.pk != standing.version_id or latest.digest != standing.digest:
        raise Undecidable("changed")
    if slot.stage != Stage.IN_REVIEW or set(slot.channels.values_list("pk", flat=True)) != set(latest.channel_ids):
        raise Undecidable("changed")
    return standing, slot


def _grant(approval: Approval, slot: Slot, by: Person, *, by_link: bool, now: datetime) -> None:
    _decide(approval, Outcome.GRANTED, by=by, because="", by_link=by_link, now=now)
    planning.advance(slot=slot, to=Stage.APPROVED, now=now)
    jobs.wake("delivery.take_in")


def _decide(approval: Approval, outcome: Outcome, *, by: Person, because: str, by_link: bool, now: datetime) -> None:
    approval.outcome = OUTCOMES.check(approval.outcome, outcome)
    approval.reason, approval.decided_at, approval.by_link = because, now, by_link
    approval.save(update_fields=["outcome", "reason", "decided_at", "by_link"])
    audit.record(
        f"review.{outcome}", of=("approval", approval.pk), by=by.pk, now=now,
        details={"version": approval.version_id, "digest": approval.digest, "by_link": by_link},
    )  # fmt: skip
